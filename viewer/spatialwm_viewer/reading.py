"""What a page asks of a run without moving it: what a sentence would do, and why something is so."""

import re

from spatialwm.dynamics import Explanation, Fact, why
from spatialwm.errors import InputError
from spatialwm.language import actions_from_text
from spatialwm.scene import Action, action_to_json
from spatialwm_viewer.live_run import LiveRun
from spatialwm_viewer.messages import Because, Cause

__all__ = ["Reader", "candidates_in", "explain"]

_CANDIDATES = 6
"""As many as one can look through at once."""


class Reader:
    """Understands sentences; remembers the last, which is often seen before it is said. Mutable."""

    def __init__(self) -> None:
        self._last: tuple[object, tuple[tuple[float, Action], ...]] | None = None

    def read(self, sentence: str, run: LiveRun) -> tuple[tuple[float, Action], ...]:
        """What the sentence would do from now on [s].

        Raises:
            InputError: Not understood, ambiguous, or impossible.
            UnknownObjectError: It names what is not in the scene.
        """
        about = sentence, run.frame, run.log
        if self._last is None or self._last[0] != about:
            self._last = about, actions_from_text(sentence, run.scene_now())
        return self._last[1]


def candidates_in(problem: str, run: LiveRun) -> tuple[str, ...]:
    """The objects a refusal names, beside what it quotes first, which is what was said, and its examples."""
    answer = re.sub(r"^.*?'[^']*'|\bTry '.*$", "", problem)
    names = (thing.name for thing in run.scene.objects if thing.name not in run.state.gone)
    found = [
        (answer.find(name), name) for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", answer)
    ]
    return tuple(name for _, name in sorted(found)[:_CANDIDATES])


def explain(name: str, run: LiveRun) -> Because:
    """The chain of causes of how an object came to where it is.

    Raises:
        InputError: It has neither moved nor fallen.
        UnknownObjectError: There is no such object.
    """
    scene = run.recorded()
    scene[name]
    for fact in (Fact(object=name, kind="fallen"), Fact(object=name, kind="moved")):
        try:
            return _because(why(scene, fact))
        except InputError:
            continue
    raise InputError(f"'{name}' has not moved, so there is nothing to explain.")


def _because(found: Explanation) -> Because:
    chain = tuple(
        Cause(
            time=link.time,
            cause=link.cause,
            effect=link.effect,
            impulse=link.impulse,
            action=None if link.action is None else action_to_json(link.action),
        )
        for link in found.chain
    )
    return Because(object=found.fact.object, fact=str(found.fact), chain=chain, prevented=found.prevented)
