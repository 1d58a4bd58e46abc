"""``plan`` and ``identify``: actions for a goal, and bodies from what was seen."""

import json
import sys
from pathlib import Path

from tyro.conf import Positional

from spatialwm.commands.console import Output, check_scene_path, progress

__all__ = ["plan"]

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
) -> None:
    """Find actions after which a sentence is true, and compute them; exit with 1 when none was found.

    Args:
        scene: Scene to start from.
        goal: What is to be so: "the red block is on the shelf", "the chair fell over".
        out: Scene to write, with the rollout of the best plan (.glb).
        budget: Plans that may be tried in the engine.
        seconds: How long each is watched after its last action.
        seed: The same seed gives the same plan.
    """
    from spatialwm import verbs
    from spatialwm.io import load, save
    from spatialwm.scene import action_to_json

    check_scene_path(out)
    with progress("planning") as say:
        after, found = verbs.plan(load(scene), goal, budget=budget, seconds=seconds, seed=seed, progress=say)
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
