"""What is to be so at the end: a sentence -> wishes, and how far a run is from each."""

import math
import re
from dataclasses import dataclass

import numpy as np

from spatialwm.dynamics.causes import Fact
from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.language.facts import fact_from_text
from spatialwm.language.reference import View, find_object
from spatialwm.language.words import normalize
from spatialwm.planning.goals import Ending, holds
from spatialwm.scene import Scene

__all__ = ["Wish", "cost", "fulfilled", "wishes_from_text"]

_BESIDE = re.compile(r"^(?P<thing>.+?) (?:is |are )?(?:beside|next to|near|by) (?:the )?(?P<other>.+)$")
_HELD = re.compile(r"^(?P<thing>.+?) (?:is |are )?(?:held|in (?:the |your |my )?hands?)$")
_AND = re.compile(r"\s*(?:,|;|\band\b)\s*")
_MOST = 6
_KINDS = {"moved": "moved", "fallen": "toppled", "on": "on", "off": "off"}
_FAR = 10.0
"""Cost of what cannot be measured [m]."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One thing that is to be so."""

    kind: str
    """A word of the goals in ``spatialwm.planning.goals``: on, off, beside, moved, toppled, held, at ..."""
    words: tuple[str, ...]
    """The names and numbers it takes, the thing that is to change first."""

    def __str__(self) -> str:
        return " ".join((self.kind, *self.words))


def wishes_from_text(sentence: str, scene: Scene) -> tuple[Wish, ...]:
    """What a sentence such as ``the red block is on the shelf and the chair fell over`` wishes for.

    Raises:
        InputError: Not understood, or ambiguous.
        UnknownObjectError: It names what is not in the scene.
    """
    text = normalize(sentence).strip(" \"'?!.,;")
    if not 0 < len(text) <= 300:
        raise InputError("A goal has 1 to 300 characters; for example 'the red block is on the shelf'.")
    parts = [part for part in _AND.split(text) if part]
    if not 1 <= len(parts) <= _MOST:
        raise InputError(f"A goal is made of 1 to {_MOST} statements, not {len(parts)}; split it.")
    return tuple(_wish(part, scene) for part in parts)


def _wish(text: str, scene: Scene) -> Wish:
    if (found := _HELD.match(text)) is not None:
        return Wish(kind="held", words=(_named(found["thing"], scene),))
    if (found := _BESIDE.match(text)) is not None:
        return Wish(kind="beside", words=(_named(found["thing"], scene), _named(found["other"], scene)))
    try:
        fact: Fact = fact_from_text(text, scene)
    except UnknownObjectError:
        raise
    except InputError as error:
        if "no statement" not in str(error):
            raise
        raise InputError(
            f"'{text:.60}' is no goal; say what is to be so: 'the block is on the shelf', 'the mug is off "
            "the table', 'the chair fell over', 'the ball is next to the sofa', 'the mug is held'."
        ) from error
    names = (fact.object,) if fact.other is None else (fact.object, fact.other)
    return Wish(kind=_KINDS[fact.kind], words=names)


def _named(phrase: str, scene: Scene) -> str:
    eye = scene.cameras[0].world_from_camera[:3, 3].astype(float) if scene.cameras else np.zeros(3)
    right = np.array([1.0, 0.0, 0.0])
    return find_object(phrase.strip(), View(things=list(scene.objects), eye=eye, rightward=right)).name


def fulfilled(wishes: tuple[Wish, ...], run: Ending) -> bool:
    """Whether all of them are so at the end."""
    return all(holds(wish.kind, list(wish.words), run) for wish in wishes)


def cost(wishes: tuple[Wish, ...], run: Ending) -> float:
    """How far the end is from all of them together: metres, 0 where all are so."""
    return sum(0.0 if holds(w.kind, list(w.words), run) else _distance(w, run) for w in wishes)


def _distance(wish: Wish, run: Ending) -> float:
    """A metre or so for each that is not so, falling towards it; never 0."""
    try:
        return 0.05 + _MEASURES.get(wish.kind, _unmeasured)(run, wish.words)
    except UnknownObjectError:
        return _FAR


def _unmeasured(run: Ending, words: tuple[str, ...]) -> float:
    del run, words
    return 1.0


def _to_top(run: Ending, words: tuple[str, ...]) -> float:
    thing, below = run.box(words[0]), run.box(words[1])
    return below.gap(thing.centre) + abs(float(thing.low[1] - below.high[1]))


def _to_edge(run: Ending, words: tuple[str, ...]) -> float:
    thing, below = run.box(words[0]), run.box(words[1])
    inward = np.minimum(thing.centre - below.low, below.high - thing.centre)[[0, 2]]
    return max(float(inward.min()), 0.0) + 0.1


def _to_side(run: Ending, words: tuple[str, ...]) -> float:
    thing, other = run.box(words[0]), run.box(words[1])
    gap = np.maximum(np.maximum(other.low - thing.high, thing.low - other.high), 0)
    return math.hypot(float(gap[0]), float(gap[2])) + abs(float(thing.low[1] - other.low[1]))


def _to_place(run: Ending, words: tuple[str, ...]) -> float:
    place = run.place(words[0])
    return math.hypot(float(place[0]) - float(words[1]), float(place[2]) - float(words[2]))


def _upright(run: Ending, words: tuple[str, ...]) -> float:
    k = run.states[0].names.index(words[0])
    up = [quat_rotate(s.quats[k], np.array([0.0, 1.0, 0.0])) for s in (run.states[0], run.states[-1])]
    return float(up[0] @ up[1])


def _reach(run: Ending, words: tuple[str, ...]) -> float:
    return run.box(words[0]).gap(run.states[-1].agent_position)


def _short_of(run: Ending, words: tuple[str, ...]) -> float:
    return max(0.1 - run.way(words[0]), 0.0)


_MEASURES = {
    "on": _to_top,
    "off": _to_edge,
    "beside": _to_side,
    "at": _to_place,
    "toppled": _upright,
    "held": _reach,
    "moved": _short_of,
}
