"""Relations inside noun phrases: on the table, behind the sofa, left of the lamp, in the middle."""

import math
import re
from collections.abc import Callable

import numpy as np

from spatialwm.language.places import Extent, extent, support_of
from spatialwm.scene import SceneObject

__all__ = ["EMPTY", "LINKS", "SIDES", "bearing", "by_relation", "by_side", "is_on", "unloaded", "whole_of"]

LINKS = re.compile(
    r"\s+(?:(?:which|that|who)(?:'s| is| are| was| were| stands?| lies?| sits?| rests?)?(?: currently)?"
    r"|that's"
    r"|is|are)?\s*(?P<not>\bnot\b|(?<=is)n't\b|(?<=are)n't\b)?\s*"
    r"\b(?:(?:standing|lying|laying|sitting|placed|resting|located|hanging|being|right|directly|just|over|up"
    r"|somewhere|most|all|still)\s+)*"
    r"(?P<how>nearest|farthest|beside|near|by|onto|on|inside|in|under|over|above|behind|infront|leftof"
    r"|rightof"
    r"|between|closerto|fromside|around|at|of|with|against|touching)\b"
)
"""Between a noun and what tells it from others."""

SIDES: dict[str, str] = {
    word: side
    for side, words in {
        "left": "left,left side,left hand side,left-hand side,far left,left end",
        "right": "right,right side,right hand side,right-hand side,far right,right end",
        "middle": "middle,centre,center,middle of the room,centre of the room,center of the room",
        "back": "back,rear,far end,far side,back of the room,distance,background,other side",
        "front": "front,foreground,near side,front of the room",
        "top": "top", "bottom": "bottom",
    }.items()
    for word in words.split(",")
}  # fmt: skip

_NEAR = 1.0
"""What is beside something is at most this far from it, where several are meant [m]."""
_TOUCH = 0.05
"""[m]"""
_RIM = 0.005
"""What begins this far under the rim of a thing is in it [m]."""

Viewer = tuple[np.ndarray, np.ndarray]
"""Eye and rightward."""


def bearing(point: np.ndarray, eye: np.ndarray, rightward: np.ndarray) -> float:
    """How far to the right of straight ahead something is seen [rad]."""
    way = point - eye
    return math.atan2(float(way @ rightward), float(way @ np.array([rightward[2], 0.0, -rightward[0]])))


def by_side(
    found: list[SceneObject], side: str, select: str | None, viewer: Viewer, *, row: bool = False
) -> list[SceneObject]:
    """``The chair on the left``, ``the second from the left``; ``row``: all as far to that side."""
    eye, right = viewer
    forward = np.array([right[2], 0.0, -right[0]])
    rights = [float(extent(t).centre @ right) for t in found]
    middle = sorted(rights)[len(rights) // 2] if rights else 0.0
    measures: dict[str, Callable[[SceneObject], float]] = {
        "left": lambda t: bearing(extent(t).centre, eye, right),
        "right": lambda t: -bearing(extent(t).centre, eye, right),
        "middle": lambda t: abs(float(extent(t).centre @ right) - middle),
        "front": lambda t: float((extent(t).centre - eye) @ forward),
        "back": lambda t: -float((extent(t).centre - eye) @ forward),
        "top": lambda t: -float(extent(t).high[1]),
        "bottom": lambda t: float(extent(t).high[1]),
    }
    ordered = sorted(found, key=measures[side])
    if row:
        return [t for t in found if measures[side](t) < measures[side](ordered[0]) + _TOUCH]
    numbers = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
    at = numbers.get(select or "first", 0)
    return ordered[at : at + 1] if at >= 0 else ordered[-1:]


def by_relation(
    found: list[SceneObject],
    relation: str,
    anchors: list[SceneObject],
    things: list[SceneObject],
    viewer: Viewer,
) -> list[SceneObject]:
    """Those for which it holds, the nearest to the anchor first; without an anchor it is the speaker."""
    eye, right = viewer
    there = np.mean([extent(a).centre for a in anchors], axis=0) if anchors else eye
    ordered = sorted(found, key=lambda t: float(np.linalg.norm(extent(t).centre - there)))
    if relation == "nearest" or relation == "closerto":
        return ordered[:1]
    if relation == "farthest":
        return ordered[-1:]
    if not anchors or relation == "between":
        return ordered
    anchor = extent(anchors[0])
    far = there - eye
    away = far * np.array([1, 0, 1]) / max(float(np.linalg.norm(far[[0, 2]])), 1e-6)
    rules: dict[str, Callable[[SceneObject], bool]] = {
        "on": lambda t: is_on(t, anchors[0], things),
        "onto": lambda t: is_on(t, anchors[0], things),
        "in": lambda t: is_on(t, anchors[0], things),
        "inside": lambda t: is_on(t, anchors[0], things),
        "with": lambda t: is_on(anchors[0], t, things),
        "under": lambda t: bool(extent(t).centre[1] < anchor.centre[1] and _overlap(extent(t), anchor)),
        "over": lambda t: bool(extent(t).centre[1] > anchor.centre[1] and _overlap(extent(t), anchor)),
        "above": lambda t: bool(extent(t).centre[1] > anchor.centre[1] and _overlap(extent(t), anchor)),
        "leftof": lambda t: float((extent(t).centre - anchor.centre) @ right) < 0,
        "rightof": lambda t: float((extent(t).centre - anchor.centre) @ right) > 0,
        "behind": lambda t: float((extent(t).centre - anchor.centre) @ away) > 0,
        "infront": lambda t: float((extent(t).centre - anchor.centre) @ away) < 0,
    }
    if relation in rules:
        kept = [t for t in ordered if rules[relation](t)]
        borne = support_of(anchors[0], things) if relation == "under" else None
        return [t for t in kept if borne is not None and t.name == borne.name] or kept
    return [t for t in ordered if anchor.gap(extent(t).centre) < _NEAR] or ordered[:1]


def _overlap(one: Extent, other: Extent) -> bool:
    """Whether one is over the other, as seen from above."""
    low, high = np.maximum(one.low, other.low), np.minimum(one.high, other.high)
    return bool(low[0] < high[0] and low[2] < high[2])


def is_on(thing: SceneObject, below: SceneObject, things: list[SceneObject]) -> bool:
    """Whether it stands on it, directly or on what stands on it; in a thing it is on its inside."""
    seen: set[str] = set()
    above: SceneObject | None = thing
    while above is not None and above.name not in seen:
        seen.add(above.name)
        above = support_of(above, things)
        if above is not None and above.name == below.name:
            return True
    its, box = extent(thing), extent(below)
    if below.category == "room":
        floor = min(float(extent(t).low[1]) for t in things if t.category != "room")
        return bool(its.low[1] < floor + _TOUCH)
    inside = box.gap(its.centre) == 0 and box.low[1] - _TOUCH < its.low[1] < box.high[1] - _RIM
    return bool(inside and float(np.prod(its.size)) < 0.5 * float(np.prod(box.size)))


EMPTY = re.compile(
    r"^(?P<np>(?:the|an?|any|my|that)?(?: [a-z]+)??) ?(?:empty|vacant|bare|unoccupied|free) (?P<np2>[a-z ]+)$"
    r"|^(?P<np3>.+?) (?:with nothing (?:on|in|inside)(?: it| them)?|(?:that|which) (?:is|are) (?:empty|bare"
    r"|free))$"
)
"""With nothing on it or in it."""


def unloaded(found: list[SceneObject], things: list[SceneObject]) -> list[SceneObject]:
    """Those that carry and hold nothing."""
    loaded = {t.name for t in found for other in things if other.name != t.name and is_on(other, t, things)}
    return [t for t in found if t.name not in loaded]


_PART = re.compile(
    r"^(?:the )?(?:very )?(?P<part>middle|cent(?:re|er)|left(?:[ -]hand)?(?: side)?|right(?:[ -]hand)?(?: "
    r"side)?|top|side"
    r"|front|back|foot|head|base|bottom|other side|far side|near side|corner|edge|surface|end|seat)(?: part| "
    r"edge| half)?"
    r" of (?P<rest>.+)$"
)


def whole_of(phrase: str) -> str:
    """``The middle of the table`` is the table."""
    match = _PART.match(phrase)
    return phrase if match is None else match["rest"]
