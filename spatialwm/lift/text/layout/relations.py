"""What each relation means, as a score of upright boxes: it holds above one half.

Thresholds and scoring follow SceneEval (Tam et al. 2025, arXiv 2503.14756, metrics.yaml), which
asks people; three deviations are meant: heights are left out of beside, before and behind (a tall lamp behind
a low sofa is behind it), what sticks out of a vase is in it, and a thing is under another when it is below
any part of it. Left and right are those of who looks at the anchor's front.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.graph import Relation
from spatialwm.lift.text.layout.boxes import Boxes, gap, in_frame_of, plan_gap, sampled_in_frame_of

__all__ = ["DISTANCES", "HOLDS", "among", "around", "between", "pairwise"]

HOLDS = 0.5
"""A relation holds when its score is above this."""
DISTANCES: dict[str, tuple[float, float]] = {
    "next to": (0.0, 0.5), "near": (0.5, 1.5), "across": (1.5, 4.0), "far": (4.0, np.inf),
}  # fmt: skip
"""Free distance [m] that each word means."""
_SOFT = 0.25
"""How fast a distance outside its range stops being meant [m]."""
_FACING = np.deg2rad(30.0)
_BESIDE = 1.25
"""Of the anchor's side, as wide as counts as beside it."""
_THIN = 0.25
"""A picture's side is at least as wide as this [m]: a lamp beside it sticks out further than it does."""
_LARGER = 0.6
"""Of what is longer than the anchor's side, as much counts when it stands level with it: a bed by a chair."""
_SIDES: dict[str, tuple[int, int]] = {
    "right of": (0, 1), "left of": (0, -1), "in front of": (1, 1), "behind": (1, -1), "foot": (1, 1),
}  # fmt: skip
"""Axis in the anchor's frame (0 its width, 1 its depth) and direction."""
_HALVES: dict[str, tuple[int, int]] = {
    "right part": (0, 1), "left part": (0, -1), "front part": (1, 1), "back part": (1, -1),
}  # fmt: skip

_Score = Float[np.ndarray, " n"]


def distance_score(distance: _Score, low: float, high: float, *, soft: float = _SOFT) -> _Score:
    """1 within the range, falling off as a Gaussian outside."""
    outside = np.maximum(np.maximum(low - distance, distance - high), 0)
    return np.exp(-0.5 * (outside / soft) ** 2)


def pairwise(relation: Relation, subject: Boxes, anchor: Boxes) -> _Score:
    """How much each subject is in the relation to its anchor; either side may be one for all.

    Relations that need more than two things have their own functions; here they mean their nearest relative.
    """
    if relation in _SIDES:
        return _beside(subject, anchor, *_SIDES[relation])
    if relation in _HALVES:
        return _half(subject, anchor, *_HALVES[relation])
    if relation in DISTANCES:
        return distance_score(gap(subject, anchor), *DISTANCES[relation])
    return _PAIRS[relation](subject, anchor)


def _beside(subject: Boxes, anchor: Boxes, axis: int, sign: int) -> _Score:
    """Share of the subject beyond that side and not far off to its ends."""
    points = sampled_in_frame_of(anchor, subject)
    half = anchor.halves[:, None, [0, 2]]
    beyond = sign * points[..., axis] >= half[..., axis] - 1e-6
    long = np.ptp(points[..., 1 - axis], axis=1, keepdims=True) / 2
    reach = np.maximum(np.maximum(_BESIDE * half[..., 1 - axis], _THIN), _LARGER * long)
    return np.mean(beyond & (np.abs(points[..., 1 - axis]) <= reach), axis=1)


def _half(subject: Boxes, anchor: Boxes, axis: int, sign: int) -> _Score:
    """Share of the subject over, or in, that half of the anchor."""
    points = sampled_in_frame_of(anchor, subject)
    half = anchor.halves[:, None, [0, 2]]
    within = np.all(np.abs(points) <= half + 1e-6, axis=2)
    return np.mean(within & (sign * points[..., axis] >= -1e-6), axis=1)


def _long_side(subject: Boxes, anchor: Boxes) -> _Score:
    return _at_length(subject, anchor, long=True)


def _short_side(subject: Boxes, anchor: Boxes) -> _Score:
    return _at_length(subject, anchor, long=False)


def _at_length(subject: Boxes, anchor: Boxes, *, long: bool) -> _Score:
    """Share of the subject on one of the two long, or short, sides; a seat may be pushed under."""
    points = sampled_in_frame_of(anchor, subject)
    half = anchor.halves[:, None, [0, 2]]
    level = np.abs(points) <= half + 1e-6
    sides = np.stack(
        [
            np.maximum(np.mean((points[..., k] > 0) & level[..., 1 - k], axis=1),
                       np.mean((points[..., k] < 0) & level[..., 1 - k], axis=1))
            for k in (0, 1)
        ]
    )  # fmt: skip
    wide = anchor.halves[:, 0] > anchor.halves[:, 2]
    clear = ~np.isclose(anchor.halves[:, 0], anchor.halves[:, 2], rtol=1e-5)
    broad: np.ndarray = wide if long else ~wide
    return np.asarray(np.where(broad, sides[1], sides[0]) * clear, float)


def _plan_share(subject: Boxes, anchor: Boxes, *, wider: float = 1.0) -> _Score:
    points = sampled_in_frame_of(anchor, subject)
    half = anchor.halves[:, None, [0, 2]]
    return np.mean(np.all(np.abs(points) <= wider * half + 1e-6, axis=2), axis=1)


def _cover(subject: Boxes, anchor: Boxes, *, wider: float = 1.0) -> _Score:
    """Plan overlap as a share of the smaller of the two."""
    return np.maximum(_plan_share(subject, anchor, wider=wider), _plan_share(anchor, subject, wider=wider))


def _tall_share(subject: Boxes, anchor: Boxes) -> _Score:
    shared = np.minimum(subject.high, anchor.high) - np.maximum(subject.low, anchor.low)
    return np.clip(shared / (subject.high - subject.low), 0, 1)


def _contained(subject: Boxes, anchor: Boxes) -> _Score:
    """Share of the subject in the anchor's box; standing deep in it counts as in."""
    share = _plan_share(subject, anchor)
    deep = (subject.low > anchor.low - 1e-3) & (subject.low < anchor.high - 0.02) & (share > 0.9)
    return np.where(deep, np.maximum(0.6, share * _tall_share(subject, anchor)),
                    share * _tall_share(subject, anchor))  # fmt: skip


def _on(subject: Boxes, anchor: Boxes) -> _Score:
    """On its top, or on one of its shelves."""
    middle = (anchor.low + anchor.high) / 2
    above = np.clip((subject.high - middle) / (subject.high - subject.low), 0, 1)
    return np.maximum(_plan_share(subject, anchor) * above, _contained(subject, anchor))


def _under(subject: Boxes, anchor: Boxes) -> _Score:
    lower = (subject.low + subject.high < anchor.low + anchor.high) & (subject.high <= anchor.high)
    return _cover(subject, anchor) * lower


def _above(subject: Boxes, anchor: Boxes) -> _Score:
    return _cover(subject, anchor, wider=_BESIDE) * (subject.low >= anchor.high - 0.05)


def _facing(subject: Boxes, anchor: Boxes) -> _Score:
    """1 when what is straight ahead of the subject is the anchor, 0 when it is 30 degrees off."""
    return np.clip(1 - np.abs(heading(subject, anchor)) / _FACING, 0, 1)


def _facing_away(subject: Boxes, anchor: Boxes) -> _Score:
    back = Boxes(centers=subject.centers, halves=subject.halves, yaws=subject.yaws + np.pi)
    return _facing(back, anchor)


def heading(subject: Boxes, anchor: Boxes) -> _Score:
    """Angle [rad] from each subject's front to the part of the anchor before it; pi when none is."""
    count = max(len(subject), len(anchor))
    corners = in_frame_of(subject, np.broadcast_to(anchor.corners, (count, 4, 2)))
    half = subject.halves[:, 0]
    left, right = np.maximum(corners[..., 0].min(1), -half), np.minimum(corners[..., 0].max(1), half)
    ahead = corners[..., 1].min(1)
    seen = (left < right) & (corners[..., 1].mean(1) > 0)
    angle = np.arctan2((left + right) / 2, np.maximum(ahead, 0.05))
    return np.where(seen, angle, np.pi)


def _leaning(subject: Boxes, anchor: Boxes) -> _Score:
    return distance_score(gap(subject, anchor), 0.0, 0.05, soft=0.05)


def _along(subject: Boxes, anchor: Boxes) -> _Score:
    """Beside a long side, parallel to it."""
    turn = np.abs((subject.yaws - anchor.yaws + np.pi / 4) % (np.pi / 2) - np.pi / 4)
    parallel = np.clip(1 - turn / np.deg2rad(20.0), 0, 1)
    return distance_score(gap(subject, anchor), *DISTANCES["next to"]) * parallel


def _outside(subject: Boxes, anchor: Boxes) -> _Score:
    return 1 - _contained(subject, anchor)


def _against(subject: Boxes, anchor: Boxes) -> _Score:
    return distance_score(gap(subject, anchor), 0.0, 0.3, soft=0.1)


def _middle(subject: Boxes, anchor: Boxes) -> _Score:
    away = subject.centers[:, [0, 2]] - anchor.centers[:, [0, 2]]
    return np.exp(-0.5 * np.sum(away**2, axis=1) / _SOFT**2)


def _head(subject: Boxes, anchor: Boxes) -> _Score:
    """At a table's ends, or where a bed's pillow is."""
    back = np.maximum(_beside(subject, anchor, 1, -1), 0.9 * _short_side(subject, anchor))
    return np.where(plan_gap(subject, anchor) < 0.6, back, 0.0)


_PAIRS: dict[Relation, Callable[[Boxes, Boxes], Float[np.ndarray, " n"]]] = {
    "on": _on, "in": _contained, "under": _under, "above": _above, "facing": _facing,
    "facing away": _facing_away, "around": lambda s, a: pairwise("next to", s, a),
    "between": lambda s, a: pairwise("near", s, a), "along": _along, "against": _against, "leaning": _leaning,
    "corner": lambda s, a: pairwise("next to", s, a), "middle": _middle, "long side": _long_side,
    "short side": _short_side, "head": _head, "row": lambda s, a: pairwise("next to", s, a),
    "stack": _on, "circle": lambda s, a: pairwise("near", s, a), "hang": _above, "mounted": _against,
    "outside": _outside,
}  # fmt: skip


def around(subjects: Boxes, anchor: Boxes) -> float:
    """How evenly several things surround one; one or two have to be next to it, two on different sides."""
    away = subjects.centers[:, [0, 2]] - anchor.centers[:, [0, 2]]
    if len(subjects) < 3:
        close = float(distance_score(gap(subjects, anchor), *DISTANCES["next to"]).min())
        opposed = len(subjects) == 1 or float(away[0] @ away[1]) < 0
        return close if opposed else 0.5 * close
    distances = np.hypot(away[:, 0], away[:, 1])
    angles = np.sort(np.arctan2(away[:, 0], away[:, 1]))
    steps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    ideal = 2 * np.pi / len(subjects)
    even = np.clip(np.abs(steps - ideal) / ideal, 0, 1)
    middle = float(np.median(distances))
    far = np.clip(np.abs(distances - middle) / max(middle, 1e-6), 0, 1)
    return float(np.mean(0.5 * (1 - far) ** 2 + 0.5 * (1 - even) ** 2))


def between(subject: Boxes, first: Boxes, second: Boxes) -> _Score:
    """Near the line between two things, and not beyond either."""
    start, end = first.centers[:, [0, 2]], second.centers[:, [0, 2]]
    way = end - start
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    rel = subject.centers[:, [0, 2]] - start
    share = np.sum(rel * way, axis=1) / length**2
    aside = np.abs(rel[:, 0] * way[:, 1] - rel[:, 1] * way[:, 0]) / length
    reach = 0.25 * length + subject.halves[:, [0, 2]].max(axis=1)
    return np.clip(1 - 0.5 * aside / reach, 0, 1) * np.clip(1.5 - 1.6 * np.abs(share - 0.5), 0, 1)


def among(relation: Relation, things: Boxes) -> float:
    """How much several things form a row, a circle or a stack by themselves."""
    if len(things) < 2:
        return 1.0
    points = things.centers[:, [0, 2]]
    if relation == "stack":
        aside = points - points.mean(axis=0)
        close = np.hypot(aside[:, 0], aside[:, 1]) <= things.halves[:, [0, 2]].max(axis=1)
        return float(np.count_nonzero(close) / len(close))
    _, spread, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    if relation == "row":
        return float(np.clip(1 - 2 * spread[1] / max(spread[0], 1e-6), 0, 1))
    away = np.hypot(*(points - points.mean(axis=0)).T)
    return float(np.clip(1 - 2 * away.std() / max(away.mean(), 1e-6), 0, 1))
