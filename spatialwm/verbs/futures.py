"""Other futures, and how this one came about."""

import re
from typing import TYPE_CHECKING

from spatialwm.errors import InputError
from spatialwm.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from spatialwm.dynamics import Explanation
    from spatialwm.planning import Attempt, Plan

__all__ = ["fork", "plan", "replan", "why"]


def fork(scene: Scene, sentence: str | None = None, *, at: float, seconds: float = 3.0) -> Scene:
    """Go back to a moment of a rollout and do something else from there.

    Args:
        scene: One with a rollout.
        sentence: What to do, "instead" or not; None only cuts off what came later.
        at: The moment [s].
        seconds: How long to watch from there [s].

    Raises:
        InputError: There is no rollout or no such moment, or the sentence is not understood.
    """
    from spatialwm.dynamics import fork as cut
    from spatialwm.dynamics import judged

    before = cut(scene, at)
    if sentence is None:
        return before if before.rollout is None else judged(before)
    said = re.sub(r"^\s*instead\b[\s,:]*|[\s,]*\binstead\s*[.!]?\s*$", "", sentence, flags=re.IGNORECASE)
    from spatialwm.verbs import act

    return act(before, said, seconds=seconds)


def why(scene: Scene, fact: str) -> "Explanation":
    """Explain how something came about.

    Args:
        scene: One with a rollout.
        fact: What is so at its end: "the lamp is on the floor".

    Raises:
        InputError: There is no rollout, the fact is not so, or the sentence is not understood.
        UnknownObjectError: It names what is not in the scene.
    """
    from spatialwm.dynamics import why as explain
    from spatialwm.language.facts import fact_from_text

    return explain(scene, fact_from_text(fact, scene))


def plan(
    scene: Scene,
    goal: str,
    *,
    budget: int = 64,
    seconds: float = 3.0,
    seed: int = 0,
    predictor: str | None = None,
    progress: "Callable[[str], None] | None" = None,
) -> "tuple[Scene, Plan]":
    """Find actions after which a sentence is true, and act them out.

    Args:
        scene: Where it starts.
        goal: What is to be so: "the red block is on the shelf".
        budget: Plans that may be tried in the engine.
        seconds: How long each is watched after its last action [s].
        seed: The same seed gives the same plan.
        predictor: What foretells: ``engine``, ``hybrid`` or a model's folder. Whoever foretells, the plan
            that is found is computed by the engine, unless the scene has a rollout of that predictor.
        progress: Is told how far it is.

    Returns:
        The scene at the end of the best plan, with its rollout; and the plan, which says whether it does, as
        computed by who computed the rollout.

    Raises:
        InputError: The goal is not understood, or nothing can be done about it.
        UnknownObjectError: It names what is not in the scene.
    """
    from spatialwm.dynamics import ENGINE, judged, simulate
    from spatialwm.planning import checked, wishes_from_text
    from spatialwm.planning import plan as search
    from spatialwm.predictors import named

    if not 0 < seconds <= 60:
        raise InputError(f"A plan is watched for above 0 and up to 60 s, got {seconds:g}.")
    wishes = wishes_from_text(goal, scene)
    maker = named(predictor)
    found = search(scene, wishes, budget=budget, seconds=seconds, seed=seed, progress=progress, maker=maker)
    until = found.actions[-1][0] + seconds
    doer = ENGINE if scene.rollout is None else maker
    if doer.name != maker.name:
        found = checked(scene, wishes, found, seconds=seconds)
    return judged(simulate(scene, found.actions, seconds=until, seed=seed, maker=doer)), found


def replan(
    scene: Scene,
    reality: Scene,
    goal: str,
    *,
    attempts: int = 4,
    budget: int = 64,
    seconds: float = 3.0,
    seed: int = 0,
    progress: "Callable[[str], None] | None" = None,
) -> "tuple[Scene, tuple[Attempt, ...]]":
    """Plan in a scene as it is believed, act in the scene as it is, and remember what does not work there.

    Args:
        scene: As it is believed; plans are foretold in it.
        reality: As it is; what is found is done in it. The same things have the same names.
        goal: What is to be so: "the mug is held".
        attempts: Plans that may be carried out.
        budget: Plans that may be tried in the engine, for each.
        seconds: How long each is watched after its last action [s].
        seed: The same seed gives the same attempts.
        progress: Is told how far it is.

    Returns:
        The real scene after the last attempt, with the rollout of all; and what was tried.

    Raises:
        InputError: The goal is not understood, nothing can be done about it, or the scenes do not match.
        UnknownObjectError: It names what is not in the scene.
    """
    from spatialwm.dynamics import judged
    from spatialwm.planning import replanned, wishes_from_text

    if not 0 < seconds <= 60:
        raise InputError(f"A plan is watched for above 0 and up to 60 s, got {seconds:g}.")
    wishes = wishes_from_text(goal, scene)
    after, done = replanned(scene, reality, wishes, attempts=attempts, budget=budget, seconds=seconds,
                            seed=seed, progress=progress)  # fmt: skip
    return judged(after), done
