"""Other futures, and how this one came about."""

import re
from typing import TYPE_CHECKING

from spatialwm.scene import Scene

if TYPE_CHECKING:
    from spatialwm.dynamics import Explanation

__all__ = ["fork", "why"]


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
