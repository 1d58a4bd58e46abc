"""``fork``, ``diff``, ``why``: other futures, and how this one came about."""

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from spatialwm.commands.console import Output, check_scene_path, place, progress, table

__all__ = ["diff", "fork", "why"]


def fork(
    scene: Positional[Path],
    sentence: Positional[str | None] = None,
    /,
    at: float = 0.0,
    out: Output = Path("fork.glb"),
    seconds: float = 3.0,
) -> None:
    """Go back to a moment of a rollout and do something else from there.

    Args:
        scene: Scene with a rollout.
        sentence: What to do instead: "push the chair left"; without it the scene is only cut off there.
        at: Moment of the rollout [s].
        out: Scene to write (.glb).
        seconds: How long to watch from there.
    """
    from spatialwm import verbs
    from spatialwm.io import load, save

    check_scene_path(out)
    before = load(scene)
    with progress("simulating"):
        after = verbs.fork(before, sentence, at=at, seconds=seconds)
        save(after, out)
    print(f"wrote {out}: as {scene} until {at:.2f} s, then {sentence or 'nothing'}")


def diff(
    first: Positional[Path],
    second: Positional[Path],
    /,
    json_: Annotated[bool, arg(name="json")] = False,
) -> None:
    """Compare two futures: what ended elsewhere, and when they parted; exit with 1 when they differ.

    Args:
        first: One scene.
        second: The other.
        json_: Print data instead of a table.
    """
    from spatialwm.dynamics import diff as compare
    from spatialwm.io import load
    from spatialwm.scene import action_to_json

    found = compare(load(first), load(second))
    done = [found.actions_first, found.actions_second]
    if json_:
        data = asdict(found) | {
            key: [[time, action_to_json(action)] for time, action in log]
            for key, log in zip(("actions_first", "actions_second"), done, strict=True)
        }
        print(json.dumps(data, indent=2))
    elif found.same:
        print("same: everything is where it is in the other")
    else:
        rows = [
            [d.name, f"{d.distance:.3f}", f"{math.degrees(d.turn):.1f}", place(d.first), place(d.second)]
            for d in found.ended
        ]
        heads = ["object", "apart [m]", "turned [deg]", f"in {first.name} [m]", f"in {second.name} [m]"]
        table("ended elsewhere", heads, rows)
        if found.time is not None:
            print(f"parted at {found.time:.3f} s: '{found.name}' was the first to be elsewhere")
        for which, log in zip((first, second), done, strict=True):
            for time, action in log:
                print(f"only in {which.name}: {time:6.2f} s  {json.dumps(action_to_json(action))}")
        for which, names in ((first, found.only_first), (second, found.only_second)):
            if names:
                print(f"only in {which.name}: {', '.join(names)}")
    if not found.same:
        sys.exit(1)


def why(scene: Positional[Path], fact: Positional[str], /) -> None:
    """Explain how something came about: the chain of contacts back to the action that caused it.

    Args:
        scene: Scene with a rollout.
        fact: What is so at the end: "the lamp is on the floor", "the chair fell over", "the mug moved".
    """
    from spatialwm import verbs
    from spatialwm.io import load
    from spatialwm.scene import action_to_json

    with progress("looking back"):
        found = verbs.why(load(scene), fact)
    print(f"{found.fact}, because:")
    for link in found.chain:
        did = "" if link.action is None else f"  {json.dumps(action_to_json(link.action))}"
        force = f" with {link.impulse:.3f} N s" if link.impulse else ""
        print(f"{link.time:6.2f} s  {link.cause} set {link.effect} moving{force}{did}")
    if found.prevented is not None:
        checked = "it would not be so" if found.prevented else "it would be so all the same"
        print(f"checked: without the first of these, {checked}")
