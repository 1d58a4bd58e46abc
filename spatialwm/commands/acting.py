"""``act``: a sentence, key presses, a file of actions, or a conversation."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tyro.conf import Positional

from spatialwm.commands.console import Output, check_scene_path, doubt_said, progress
from spatialwm.errors import InputError, SpatialwmError

if TYPE_CHECKING:
    from spatialwm.scene import Scene

__all__ = ["act"]

_HELP = "Say what to do, or: undo, save, quit."
_LONGEST_LINE = 500
TRUST_IS_LOST = 3
"""Exit code; the file is written all the same."""


def act(
    scene: Positional[Path],
    sentence: Positional[str | None] = None,
    /,
    out: Output = Path("after.glb"),
    seconds: float = 3.0,
    actions: Path | None = None,
    keys: str | None = None,
    interactive: bool = False,
    seed: int = 0,
    predictor: str = "engine",
) -> None:
    """Do something in a scene and compute what happens; exit with 3 when the result cannot be trusted.

    Args:
        scene: Scene to act in.
        sentence: What to do: "push the mug off the table".
        out: Scene to write, with the rollout (.glb).
        seconds: How long to watch.
        actions: JSON file of typed actions, instead of a sentence; docs/actions.schema.json describes it.
        keys: Key presses, instead of a sentence: "w-3, right-1, d-4".
        interactive: Ask for one sentence after the other, until "quit".
        seed: Of the predictor.
        predictor: What computes it: engine; hybrid, a network with the engine where it is surprised; or the
            folder of a model that 'spatialwm train dynamics' wrote, that network alone.
    """
    from spatialwm import verbs
    from spatialwm.io import load, save
    from spatialwm.predictors import labelled, named

    check_scene_path(out)
    before = load(scene)
    if interactive:
        if sentence is not None or actions is not None or keys is not None:
            raise InputError("--interactive asks for sentences; give no sentence, --actions or --keys.")
        _converse(before, out, seconds, seed, predictor)
        return
    maker, labels = labelled(named(predictor))
    with progress("simulating"):
        timed = verbs.read_actions(actions) if actions is not None else None
        after = verbs.act(before, sentence, actions=timed, keys=keys, seconds=seconds, seed=seed,
                          predictor=maker)  # fmt: skip
        save(after, out)
    _tell(after, 0)
    rollout = after.rollout
    assert rollout is not None
    by = "" if rollout.predictor == "engine" else f", by {rollout.predictor}"
    print(f"wrote {out}: {float(rollout.times[-1]):.2f} s, state {rollout.state_hash}{by}")
    if said := labels():
        learned, blended = said.count("learned"), said.count("blend")
        print(f"{learned} of {len(said)} frames learned, {blended} in part, the others are the engine's")
    if rollout.doubt is not None:
        print(f"spatialwm: {doubt_said(rollout.doubt)}", file=sys.stderr)
        sys.exit(TRUST_IS_LOST)


def _converse(scene: "Scene", out: Path, seconds: float, seed: int, predictor: str) -> None:
    from spatialwm import verbs
    from spatialwm.io import save

    past = [scene]
    print(_HELP)
    while True:
        said = _asked()
        if said in ("quit", "exit", "q", None):
            break
        if said == "undo":
            print("undone" if len(past) > 1 else "There is nothing to undo.")
            past = past[:-1] or past
        elif said == "save":
            save(past[-1], out)
            print(f"wrote {out}")
        elif said:
            try:
                past.append(verbs.act(past[-1], said, seconds=seconds, seed=seed, predictor=predictor))
            except SpatialwmError as error:
                print(error)
                continue
            _tell(past[-1], _action_count(past[-2]))
            rollout = past[-1].rollout
            if rollout is not None and rollout.doubt is not None:
                print(doubt_said(rollout.doubt))
    if len(past) > 1:
        save(past[-1], out)
        print(f"wrote {out}")


def _asked() -> str | None:
    try:
        print("> ", end="", flush=True)
        line = sys.stdin.readline(_LONGEST_LINE + 1)
    except KeyboardInterrupt:
        return None
    return line.strip() if line else None


def _action_count(scene: "Scene") -> int:
    return 0 if scene.rollout is None else len(scene.rollout.actions)


def _tell(scene: "Scene", first: int) -> None:
    from spatialwm.scene import action_to_json

    rollout = scene.rollout
    assert rollout is not None
    for time, action in rollout.actions[first:]:
        print(f"{time:6.2f} s  {json.dumps(action_to_json(action))}")
    print(f"moved: {', '.join(rollout.names) or 'nothing'}")
