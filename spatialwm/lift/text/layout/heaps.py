"""Places on top of what is already in a bowl, a bin or on a full shelf: things let down until they touch."""

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.layout.boxes import Boxes, in_frame_of, plan_overlapping, turned
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses
from spatialwm.lift.text.model import Support
from spatialwm.scene import Sphere

__all__ = ["heaped"]

_GRID = 15
_LEVEL = 0.0015
"""Heights that differ by less carry together [m]."""
_AXIS = np.linspace(-1, 1, 11)
_FEET = np.array([(u, v) for u in _AXIS for v in _AXIS if np.hypot(u, v) < 0.98])
"""Where it may be held, as parts of its foot's half size."""
_HIGHEST = 0.30
"""Of a heap over its support [m]."""
_MOST = 60
"""Things in one heap, unless they are balls."""


def heaped(filling: Filling, item: Item, host: int, *, into: bool) -> list[Poses]:
    """Places on the host's content, the lowest first."""
    inside = [k for k in filling.spots if _belongs(filling, k, host)]
    if not inside or (len(inside) >= _MOST and not _ball(item)):
        return []
    owner = filling.items[host]
    limit = filling.boxes[host].high[0] if into else np.inf
    found: list[Poses] = []
    for support in owner.supports:
        if 2 * item.half[1] < support.headroom:
            found += _onto(filling, item, host, support, inside, float(limit))
    return found


def _belongs(filling: Filling, index: int, host: int) -> bool:
    up = filling.spots[index].parent
    while up is not None and up != host:
        up = filling.spots[up].parent
    return up == host


def _onto(
    filling: Filling, item: Item, host: int, support: Support, inside: list[int], limit: float
) -> list[Poses]:
    spot = filling.spots[host]
    level = spot.y + support.height
    ball = _ball(item)
    found: list[Poses] = []
    for turn in (0.0,) if ball or support.round else (0.0, np.pi / 2):
        half = item.half[[0, 2]] if turn == 0.0 else item.half[[2, 0]]
        size = np.array([support.half_width, support.half_depth])
        free = np.maximum(size - (half.max() if support.round else half), 0.0)
        axis = np.linspace(-1, 1, _GRID)
        square = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
        local: np.ndarray = square * free
        centers = filling.stacked(inside).centers[:, [0, 2]] - np.array([spot.x, spot.z])
        above = turned(centers, np.full(len(centers), -spot.yaw)) - np.array([support.x, support.z])
        local = np.vstack([local, above[np.all(np.abs(above) <= free + 1e-9, axis=1)]])
        if support.round:
            local = local[np.hypot(local[:, 0], local[:, 1]) <= free[0] + 1e-9]
        yaw = np.full(len(local), spot.yaw)
        places = turned(local + np.array([support.x, support.z]), yaw) + np.array([spot.x, spot.z])
        plan = item.boxes_at(np.insert(places, 1, level + item.half[1], axis=1), yaw + turn)
        height, parent = _rest_heights(filling, plan, inside, level, ball, item.foot)
        kept = np.isfinite(height) & (height + 0.4 * item.half[1] < limit)
        kept &= (height - level < _HIGHEST) & (height + 2 * item.half[1] < level + support.headroom)
        kept &= height > level + _LEVEL  # on the support itself there was no room
        if kept.any():
            centers = np.insert(places, 1, height + item.half[1], axis=1)[kept]
            chosen = np.where(parent[kept] < 0, host, parent[kept])
            bias = 2.0 + 4.0 * (height[kept] - level)
            found.append(Poses(boxes=item.boxes_at(centers, (yaw + turn)[kept]), bias=bias, parents=chosen))
    return found


def _ball(item: Item) -> bool:
    return len(item.model.colliders) == 1 and isinstance(item.model.colliders[0], Sphere)


def _rest_heights(
    filling: Filling,
    plan: Boxes,
    inside: list[int],
    level: float,
    ball: bool,
    foot: Float[np.ndarray, "2"],
) -> tuple[Float[np.ndarray, " n"], np.ndarray]:
    """Height at which each comes to rest, infinite where it would tip, and on what."""
    points = plan.centers[:, None, [0, 2]] + (foot * _FEET)[None] @ plan.axes
    under = np.full((len(plan), len(_FEET)), level)
    top = np.full(len(plan), level)
    parent = np.full(len(plan), -1)
    balls = [k for k in inside if ball and _ball(filling.items[k])]
    for k in balls:
        lift = _over_ball(plan, filling.boxes[k])
        parent = np.where(lift > top, k, parent)
        top = np.maximum(top, lift)
        under = np.maximum(under, lift[:, None])
    for k in (k for k in inside if k not in balls):
        parts = filling.parts[k]
        spans = plan_overlapping(plan, parts, 0.002)
        if not spans.any():
            continue
        for j in np.flatnonzero(spans.any(axis=0)):
            rows = np.flatnonzero(spans[:, j])
            near = points[rows]
            away = np.abs(in_frame_of(parts[int(j)], near.reshape(1, -1, 2))).reshape(near.shape)
            half = parts.halves[j] + 1e-9
            held = (away[..., 0] <= half[0]) & (away[..., 1] <= half[2])
            under[rows] = np.where(held, np.maximum(under[rows], parts.high[j]), under[rows])
            parent[rows] = np.where(parts.high[j] > top[rows], k, parent[rows])
            top[rows] = np.maximum(top[rows], parts.high[j])
    carried = under >= top[:, None] - _LEVEL
    steady = _steady(carried)
    if ball:
        steady = _pockets(plan, top)
    return np.where(steady, top, np.inf), parent


def _steady(carried: np.ndarray) -> np.ndarray:
    """Whether what carries is in all four quarters."""
    quarters = [(carried & (a * _FEET[:, 0] > 0.3) & (b * _FEET[:, 1] > 0.3)).any(axis=1)
                for a in (1, -1) for b in (1, -1)]  # fmt: skip
    return np.all(quarters, axis=0)


def _over_ball(plan: Boxes, other: Boxes) -> Float[np.ndarray, " n"]:
    """Lowest height of a ball that touches another from above [m]; low where it passes by."""
    mine, theirs = plan.halves[:, 0], float(other.halves[0, 0])
    away = np.hypot(*(plan.centers - other.centers)[:, [0, 2]].T)
    rise = np.sqrt(np.maximum((mine + theirs + 0.0005) ** 2 - away**2, 0))
    return np.where(away < mine + theirs, other.centers[0, 1] + rise - mine, -np.inf)


def _pockets(plan: Boxes, top: Float[np.ndarray, " n"]) -> np.ndarray:
    """Places at which no neighbour on the grid is lower: a ball stays there."""
    away = np.linalg.norm(plan.centers[:, None, [0, 2]] - plan.centers[None, :, [0, 2]], axis=2)
    step = np.min(away[away > 1e-9], initial=np.inf)
    close = away < 1.5 * step
    return np.all(~close | (top[None] >= top[:, None] - 1e-6), axis=1)
