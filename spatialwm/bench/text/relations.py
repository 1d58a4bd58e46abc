"""SceneEval's relations between things, from their boxes (Tam et al., WACV 2026, section 4 and its code).

A score in [0, 1] says how well a relation holds; above 0.5 it is satisfied. Left, right, front and back are
those of the anchor's own box as seen by someone who stands before its front and looks at it.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from spatialwm.bench.text.shapes import Shape, gap
from spatialwm.scene import Camera

__all__ = ["KNOWN", "score"]

_SIDES = {
    "left": (0, -1),
    "right": (0, 1),
    "front": (2, 1),
    "back": (2, -1),
    "top": (1, 1),
    "bottom": (1, -1),
}
_FACE_DEGREES = 30.0
_DISTANCES = {"next_to": (0.0, 0.5), "near": (0.5, 1.5), "across": (1.5, 4.0), "far": (4.0, np.inf)}
"""[m]"""
_SOFT = 0.25
"""Width of the slope outside these ranges, and of "in the middle" [m]."""
_SIDE_MARGIN = 0.25
"""How much wider than the anchor's side the space beside it is."""
_FEWEST_AROUND = 3


def score(relation: str, anchor: Shape, others: Sequence[Shape], camera: Camera | None) -> float:
    """How well ``others`` stand in a relation to ``anchor``; relations that need several parts are products.

    Raises:
        KeyError: The relation is not one of ``KNOWN``.
    """
    return min(part(anchor, others, camera) for part in KNOWN[relation])


Part = Callable[[Shape, Sequence[Shape], Camera | None], float]


def _each(judge: Callable[[Shape, Shape], float]) -> Part:
    """A relation of one thing to another, for all others."""
    return lambda anchor, others, _: min(judge(anchor, other) for other in others)


def at_side(anchor: Shape, points: np.ndarray, side: str, *, beyond: bool, margin: float) -> np.ndarray:
    """Which points are on one side: within the side's face grown by ``margin``, past its middle or face."""
    axis, sign = _SIDES[side]
    local = anchor.local(points)
    past = local[:, axis] * sign >= (anchor.half[axis] if beyond else 0.0) - 1e-6
    across = [k for k in range(3) if k != axis]
    return past & (np.abs(local[:, across]) <= anchor.half[across] * (1 + margin) + 1e-9).all(axis=1)


def _side(side: str) -> Part:
    return _each(lambda a, b: float(at_side(a, b.samples, side, beyond=True, margin=_SIDE_MARGIN).mean()))


def _region(side: str) -> Part:
    """Within the anchor's box (or on it), on one side of its middle."""

    def judge(anchor: Shape, other: Shape) -> float:
        axis, sign = _SIDES[side]
        local = anchor.local(other.samples)
        flat = [k for k in (0, 2) if k != axis]
        within = (np.abs(local[:, flat]) <= anchor.half[flat] + 1e-6).all(axis=1)
        half = (local[:, axis] * sign >= 0) & (np.abs(local[:, axis]) <= anchor.half[axis] + 1e-6)
        return float((within & half).mean())

    return _each(judge)


def _inside(anchor: Shape, other: Shape) -> float:
    return float((np.abs(anchor.local(other.samples)) <= anchor.half + 1e-6).all(axis=1).mean())


def _on(anchor: Shape, other: Shape) -> float:
    """On its top, or within it at any level ("books on a shelf")."""
    above = float(at_side(anchor, other.samples, "top", beyond=False, margin=0.0).mean())
    touching = other.bottom <= anchor.top + 0.05
    return max(above if touching else 0.0, _inside(anchor, other))


def _outside(anchor: Shape, other: Shape) -> float:
    return 1.0 - _inside(anchor, other)


def _faces(anchor: Shape, other: Shape) -> float:
    """Rays from the other's front that meet the anchor, and how far their middle is off its own direction."""
    ahead = other.axes[:, 2] * [1, 0, 1]
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    hits = _first_hits(anchor, other.samples, other.axes[:, 2])
    if not len(hits):
        return 0.0
    to = (hits.mean(axis=0) - other.center) * [1, 0, 1]
    cosine = float(ahead @ to) / max(float(np.linalg.norm(to)), 1e-9)
    return float(np.clip(1 - np.rad2deg(np.arccos(np.clip(cosine, -1, 1))) / _FACE_DEGREES, 0, 1))


def _first_hits(box: Shape, origins: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Where rays enter a box (slab test); the rays that do."""
    start, step = box.local(origins), direction @ box.axes
    step = np.where(np.abs(step) < 1e-12, 1e-12, step)
    near = np.minimum((-box.half - start) / step, (box.half - start) / step).max(axis=1)
    far = np.maximum((-box.half - start) / step, (box.half - start) / step).min(axis=1)
    hit = (near <= far) & (far > 0)
    return origins[hit] + np.maximum(near[hit], 0)[:, None] * direction


def _distance(name: str) -> Part:
    low, high = _DISTANCES[name]

    def judge(anchor: Shape, other: Shape) -> float:
        apart = gap(anchor, other)
        if low <= apart <= high:
            return 1.0
        off = min(abs(apart - low), abs(apart - high))
        return float(np.exp(-(off**2) / (2 * _SOFT**2)))

    return _each(judge)


def _long_or_short(which: str) -> Part:
    def judge(anchor: Shape, other: Shape) -> float:
        if np.isclose(anchor.half[0], anchor.half[2], rtol=1e-3):
            return 0.0
        long_is_front = anchor.half[0] > anchor.half[2]
        sides = ("front", "back") if long_is_front == (which == "long") else ("left", "right")
        return max(
            float(at_side(anchor, other.samples, side, beyond=False, margin=0.0).mean()) for side in sides
        )

    return _each(judge)


def _middle(anchor: Shape, other: Shape) -> float:
    apart = float(np.linalg.norm((anchor.center - other.center)[[0, 2]]))
    return float(np.exp(-(apart**2) / (2 * _SOFT**2)))


def _surround(anchor: Shape, others: Sequence[Shape], _: Camera | None) -> float:
    """Equal distances and equal angles around the anchor."""
    if len(others) < _FEWEST_AROUND:
        return 0.0
    away = np.array([(other.center - anchor.center)[[0, 2]] for other in others])
    distances = np.linalg.norm(away, axis=1)
    ideal = float(np.median(distances))
    angles = np.arctan2(away[:, 1], away[:, 0])
    turns = (angles[None, :] - angles[:, None]) % (2 * np.pi)
    np.fill_diagonal(turns, 2 * np.pi)
    step = 2 * np.pi / len(others)
    uneven = np.clip(np.abs(turns.min(axis=1) - step) / step, 0, 1)
    far_off = np.clip(np.abs(distances - ideal) / ideal, 0, 1)
    return float((0.5 * (1 - far_off) ** 2 + 0.5 * (1 - uneven) ** 2).mean())


def _between(anchor: Shape, others: Sequence[Shape], _: Camera | None) -> float:
    """The anchor's centre lies between some two of the others, nearer to their line than to their ends."""
    best = 0.0
    for one, two in combinations(others, 2):
        line = (two.center - one.center)[[0, 2]]
        to = (anchor.center - one.center)[[0, 2]]
        along = float(to @ line) / max(float(line @ line), 1e-9)
        off = float(np.linalg.norm(to - along * line)) / max(float(np.linalg.norm(line)), 1e-9)
        best = max(best, float(0 < along < 1) * float(np.clip(1.5 - 2 * off, 0, 1)))
    return best


def _over(anchor: Shape, other: Shape) -> float:
    """Higher, with some of it above the anchor: on it or in the air."""
    shared = (np.abs(anchor.local(other.samples)[:, [0, 2]]) <= anchor.half[[0, 2]] + 1e-6).all(axis=1)
    return float(shared.any() and other.center[1] > anchor.center[1])


def _below(anchor: Shape, other: Shape) -> float:
    """Lower, with some of it under the anchor: a large thing can be under a small one."""
    return _over(other, anchor)


def _beneath(anchor: Shape, other: Shape) -> float:
    local = anchor.local(other.samples)
    under = (np.abs(local[:, [0, 2]]) <= anchor.half[[0, 2]] + 1e-6).all(axis=1)
    return float((under & (local[:, 1] <= anchor.half[1])).mean()) * float(other.center[1] < anchor.center[1])


def _seen(side: int) -> Part:
    """As the first camera sees the middles; the world's axes without one."""

    def judge(anchor: Shape, others: Sequence[Shape], camera: Camera | None) -> float:
        turn = np.eye(3) if camera is None else camera.world_from_camera[:3, :3].astype(float)
        eye = np.zeros(3) if camera is None else camera.world_from_camera[:3, 3].astype(float)

        def across(shape: Shape) -> float:
            x, _, z = (shape.center - eye) @ turn
            return float(x) if camera is None else float(x / max(z, 1e-6))

        return float(all((across(other) - across(anchor)) * side > 0 for other in others))

    return judge


KNOWN: dict[str, tuple[Part, ...]] = {
    "on": (_each(_on),),
    "on_top": (_each(_on),),
    "within": (_each(_inside),),
    "inside": (_each(_inside),),
    "in": (_each(_inside),),
    "outside": (_each(_outside),),
    "face": (_each(_faces),),
    "facing": (_each(_faces),),
    "left": (_side("left"),),
    "right": (_side("right"),),
    "front": (_side("front"),),
    "in_front": (_side("front"),),
    "behind": (_side("back"),),
    "back": (_side("back"),),
    "left_region": (_region("left"),),
    "right_region": (_region("right"),),
    "front_region": (_region("front"),),
    "back_region": (_region("back"),),
    "long_side": (_long_or_short("long"),),
    "short_side": (_long_or_short("short"),),
    "head": (_long_or_short("short"),),
    "middle": (_each(_middle),),
    "center": (_each(_middle),),
    "surround": (_surround,),
    "around": (_surround,),
    "between": (_between,),
    "above": (_side("top"),),
    "over": (_each(_over),),
    "below": (_each(_below),),
    "beneath": (_each(_beneath),),
    "under": (_each(_beneath),),
    "at_the_foot": (_side("front"), _distance("next_to")),
    "next": (_distance("next_to"),),
    "next_to": (_distance("next_to"),),
    "beside": (_distance("next_to"),),
    "adjacent": (_distance("next_to"),),
    "near": (_distance("near"),),
    "nearby": (_distance("near"),),
    "close": (_distance("near"),),
    "across": (_distance("across"),),
    "across_from": (_distance("across"),),
    "opposite": (_distance("across"),),
    "far": (_distance("far"),),
    "viewer_left": (_seen(-1),),
    "viewer_right": (_seen(1),),
}
"""Annotated word -> what has to hold."""
