"""``plan`` and ``identify``: actions for a goal, and bodies from what was seen."""

import json
import math
import sys
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from spatialwm.commands.console import Output, check_scene_path, progress
from spatialwm.errors import InputError

__all__ = ["identify", "plan"]

NOT_REACHED = 1
"""Exit code; the best plan is written all the same."""


def plan(
    scene: Positional[Path],
    goal: Positional[str],
    /,
    out: Output = Path("plan.glb"),
    budget: int = 64,
    seconds: float = 3.0,
    seed: int = 0,
    predictor: str = "engine",
    reality: Path | None = None,
    attempts: int = 4,
) -> None:
    """Find actions after which a sentence is true, and compute them; exit with 1 when none was found.

    Args:
        scene: Scene to start from.
        goal: What is to be so: "the red block is on the shelf", "the chair fell over".
        out: Scene to write, with the rollout of the best plan (.glb).
        budget: Plans that may be tried in the engine.
        seconds: How long each is watched after its last action.
        seed: The same seed gives the same plan.
        predictor: What foretells: engine, hybrid, or the folder of a model; what is found is computed by the
            engine, and it is that which counts.
        reality: The scene as it really is, when it is not as the first one has it: plans are made in the
            first and done in this one. What fails is remembered and avoided, and another way is looked for.
        attempts: With --reality: plans that may be carried out.
    """
    from spatialwm import verbs
    from spatialwm.io import load, save
    from spatialwm.scene import action_to_json

    check_scene_path(out)
    if reality is not None:
        if predictor != "engine":
            raise InputError("With --reality the engine foretells; leave --predictor out.")
        _tried(scene, reality, goal, out, (attempts, budget, seed), seconds)
        return
    with progress("planning") as say:
        after, found = verbs.plan(load(scene), goal, budget=budget, seconds=seconds, seed=seed,
                                  predictor=predictor, progress=say)  # fmt: skip
        save(after, out)
    for time, action in found.actions:
        print(f"{time:6.2f} s  {json.dumps(action_to_json(action))}")
    print(f"wrote {out}: {found.kind}, after {found.tried} plans tried")
    if not found.reached:
        print(
            f"spatialwm: no plan of {found.tried} does it; the best is {found.cost:.2f} m short.",
            file=sys.stderr,
        )
        sys.exit(NOT_REACHED)


def _tried(
    scene: Path, reality: Path, goal: str, out: Path, numbers: tuple[int, int, int], seconds: float
) -> None:
    """Plan, do it in reality, and plan again."""
    from spatialwm import verbs
    from spatialwm.io import load, save
    from spatialwm.planning.tried import object_of

    attempts, budget, seed = numbers
    with progress("planning") as say:
        after, done = verbs.replan(load(scene), load(reality), goal, attempts=attempts, budget=budget,
                                   seconds=seconds, seed=seed, progress=say)  # fmt: skip
        save(after, out)
    for k, attempt in enumerate(done, 1):
        said = "done" if attempt.reached else "failed"
        if attempt.failed is not None:
            said += f" at {type(attempt.failed).__name__.lower()} {object_of(attempt.failed)}"
        print(f"{k}: {attempt.plan.kind}: {said}")
    print(f"wrote {out}: {len(done)} attempts")
    if not done[-1].reached:
        print("spatialwm: it was not reached in these attempts.", file=sys.stderr)
        sys.exit(NOT_REACHED)


def identify(
    scene: Positional[Path],
    /,
    from_: Annotated[Path, arg(name="from")],
    out: Annotated[Path | None, arg(aliases=["-o"])] = None,
) -> None:
    """Find the mass and friction of a thing from a few pushes that were seen.

    Args:
        scene: Scene as it was before each push.
        from_: JSON file: a list of {"push": {"action": "push", "object": ..., "impulse": [...]},
            "times": [...], "positions": [[x, y, z], ...]}, the object's origin seen after each push.
        out: Scene to write, with what was found (.glb); nothing is written without it.
    """
    from spatialwm.io import load, save
    from spatialwm.planning.identify import identify as search
    from spatialwm.planning.identify import pushes_from_json, with_body

    if out is not None:
        check_scene_path(out)
    loaded = load(scene)
    with progress("identifying") as say:
        found = search(loaded, pushes_from_json(from_), progress=say)
    before = loaded[found.object].body
    said = f"{found.mass:.4g} kg +- {found.mass_spread:.1g} (the scene says {before.mass:.4g})"
    print(f"{found.object}: mass {said}")
    said = f"{found.friction:.3g} +- {found.friction_spread:.1g} (the scene says {before.friction:.3g})"
    if math.isinf(found.friction_spread):
        said = "cannot be told: what it stands on rubs more, or it never slid"
    print(f"friction {said}")
    print(f"what was seen and what fits differ by {1000 * found.error:.2g} mm")
    if out is not None:
        save(with_body(loaded, found), out)
        print(f"wrote {out}")
