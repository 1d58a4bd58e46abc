"""Places on or in other things: free on a table, in a row on a shelf, at a place setting."""

import numpy as np

from spatialwm.lift.text.layout.boxes import Boxes, turned
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses
from spatialwm.lift.text.layout.seating import patterns
from spatialwm.lift.text.model import Support

__all__ = ["carries", "on_host"]

_TRIES = 60
_BETWEEN = 0.004
"""Between neighbours in a bowl [m]."""
_NEAR_EDGE = (0.008, 0.030)
"""Free table [m] between a small thing and the edge: safe, and within reach of a push."""
_SHELVES, _ON_TOP_OF_SHELVES = 1.2, 1.5
"""Height from which what has boards is a bookcase [m]; cost of its top, or of the board under a
table's."""
_GAP = 0.006
"""Between neighbours on a shelf [m]."""
_LAID = 3
"""From this many plates, glasses and knives on a table is laid."""
_SETTING: dict[str, tuple[float, float]] = {
    "plate": (0.0, 0.16), "bowl": (0.0, 0.16), "fork": (-0.18, 0.15), "knife": (0.17, 0.15),
    "spoon": (0.21, 0.15), "glass": (0.17, 0.30), "wine glass": (0.17, 0.30), "cup": (0.17, 0.30),
    "mug": (0.17, 0.30), "napkin": (-0.24, 0.15),
}  # fmt: skip
"""To the right of who sits there, and in from the edge [m]."""


def carries(item: Item) -> bool:
    """Whether things can stand on or in it."""
    return bool(item.supports)


def on_host(
    filling: Filling, item: Item, host: int, rng: np.random.Generator, *, into: bool | None
) -> list[Poses]:
    """Places on the host's supports; ``into`` says whether "in" (True) or "on" was said."""
    owner = filling.items[host]
    found: list[Poses] = []
    for support in owner.supports:
        unusual = 3.0 * (into is not None and support.inside != into and support.headroom > 1)
        shelved = _is_shelved(owner)
        unusual += _ON_TOP_OF_SHELVES * (support.headroom > 1 if shelved else _is_below(owner, support))
        poses = _on_support(filling, item, host, support, rng)
        if poses is not None:
            found.append(_dearer(poses, unusual + _crowd(filling, host, support, poses)))
    laid = sum(t.category in _SETTING for t in filling.graph.things) >= _LAID
    if laid and item.category in _SETTING and owner.serves and into is not True:
        found += _at_settings(filling, item, host)
    return found


def _is_shelved(owner: Item) -> bool:
    """Whether "on" it means on one of its boards, as on a bookcase, rather than on its top."""
    boards = any(s.headroom < 1 for s in owner.supports)
    return boards and 2 * float(owner.half[1]) > _SHELVES


def _is_below(owner: Item, support: Support) -> bool:
    """Whether it is the board under a table's top."""
    return support.inside and support.headroom < 1 and any(not s.inside for s in owner.supports)


def _dearer(poses: Poses, cost: float | np.ndarray) -> Poses:
    return Poses(boxes=poses.boxes, bias=poses.bias + cost, parents=poses.parents, held=poses.held)


def _level(filling: Filling, host: int, support: Support) -> float:
    return filling.spots[host].y + support.height


def _children(filling: Filling, host: int, support: Support) -> list[int]:
    level = _level(filling, host, support)
    return [
        k
        for k, s in filling.spots.items()
        if s.parent == host and abs(filling.boxes[k].low[0] - level) < 0.01
    ]


def _crowd(filling: Filling, host: int, support: Support, poses: Poses) -> np.ndarray:
    """Neighbours on the level: keep off those on a table, come close to those on a shelf."""
    there = _children(filling, host, support)
    if not there:
        return np.zeros(len(poses))
    others = filling.stacked(there).centers[:, [0, 2]]
    away = np.linalg.norm(poses.boxes.centers[:, None, [0, 2]] - others[None], axis=2).min(axis=1)
    if support.headroom < 1.0 or support.inside:
        return 0.15 * len(there) + 0.4 * away
    return 0.8 * np.exp(-away / 0.25) + 0.02 * len(there)


def _on_support(
    filling: Filling, item: Item, host: int, support: Support, rng: np.random.Generator
) -> Poses | None:
    if 2 * item.half[1] > support.headroom - 0.005:
        return None
    spot, table = filling.spots[host], filling.boxes[host]
    shelf = support.headroom < 1.0
    radius = float(item.half[[0, 2]].max())
    small = radius < 0.09 and not support.inside and not shelf
    first = small and not _children(filling, host, support) and filling.items[host].serves
    shared = filling.expected(host) > 1
    local: list[np.ndarray] = []
    turns: list[np.ndarray] = []
    bias: list[np.ndarray] = []
    for turn, cost in _turns(item, shelf):
        points, off = _points(support, _reach(item, turn), rng, edge=first, shelf=shelf)
        if shared and not (shelf or support.inside or first):  # leave room for what else comes
            off = off.max(initial=0.0) - off
        local.append(points)
        ring = support.round and support.inside  # side by side around the rim, each facing out
        turns.append(np.arctan2(points[:, 0], points[:, 1]) if ring else np.full(len(points), turn))
        bias.append(off + cost)
    places, yaws = np.concatenate(local), np.concatenate(turns) + spot.yaw
    if not len(places):
        return None
    tight = item.has_front or shelf or support.inside
    jitter = 0.0 if tight or len(places) > 400 else 0.5
    yaws = yaws + jitter * (rng.random(len(yaws)) - 0.5) * (radius < 0.15)
    plan = turned(places + np.array([support.x, support.z]), np.full(len(places), spot.yaw))
    plan = plan + np.array([spot.x, spot.z])
    height = np.full(len(places), spot.y + support.height + item.half[1])
    cost = np.concatenate(bias)
    if first:
        cost = cost + _landing(filling, host, table, plan)
    return Poses(
        boxes=item.boxes_at(np.stack([plan[:, 0], height, plan[:, 1]], axis=1), yaws),
        bias=cost,
        parents=np.full(len(places), host),
    )


def _turns(item: Item, shelf: bool) -> tuple[tuple[float, float], ...]:
    if item.has_front:
        return ((0.0, 0.0), (np.pi / 2, 1.0))
    return ((0.0, 0.0), (np.pi / 2, 0.05 if not shelf else 0.2))


def _reach(item: Item, turn: float) -> np.ndarray:
    if item.is_stem:
        return item.foot
    return item.half[[0, 2]] if abs(np.cos(turn)) > 0.5 else item.half[[2, 0]]


def _points(
    support: Support, half: np.ndarray, rng: np.random.Generator, *, edge: bool, shelf: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Points on a support at which a thing with that reach stands safely, and how unusual each is."""
    size = np.array([support.half_width, support.half_depth])
    if support.round:
        return _points_round(support, half, rng, edge=edge)
    free = size - half - 0.002
    if edge:
        return _points_at_edge(size - half, rng)
    if np.any(free < 0):
        if np.any(size < 0.62 * half):  # its middle is held, but too much of it is not
            return np.zeros((0, 2)), np.zeros(0)
        free = np.maximum(free, 0)
    if shelf:
        return _points_in_rows(free, half)
    points = (2 * rng.random((_TRIES, 2)) - 1) * free
    points[:5] = np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]) * free * 0.7
    off = 0.25 * np.linalg.norm(points / np.maximum(size, 0.05), axis=1)
    return points, off


def _points_in_rows(free: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From the left, the back row first, as one fills a shelf; a single row stands in the middle."""
    rows = int((free[1] + half[1]) // (half[1] + _GAP / 2))
    wide = float(2 * half[0]) + _GAP
    starts = np.array([0.0, 0.5 * wide]) - free[0]
    step = max(wide, float(free[0]) / 30)
    runs: list[np.ndarray] = [np.arange(float(a), float(free[0]) + 1e-9, step) for a in starts]
    steps = np.unique(np.concatenate(runs))
    depths: np.ndarray = np.linspace(-float(free[1]), float(free[1]), rows) if rows > 1 else np.zeros(1)
    points = np.stack(np.meshgrid(steps, depths, indexing="ij"), axis=-1).reshape(-1, 2)
    return points, 0.3 * (points[:, 0] + free[0]) + 0.5 * (points[:, 1] - depths[0])


def _points_round(
    support: Support, half: np.ndarray, rng: np.random.Generator, *, edge: bool
) -> tuple[np.ndarray, np.ndarray]:
    radius = float(half.max())
    margin = (_NEAR_EDGE[0] + _NEAR_EDGE[1]) / 2 if edge else 0.002
    reach = support.half_width - radius - margin
    if reach < 0:
        fits = support.half_width > 0.62 * radius
        return np.zeros((int(fits), 2)), np.zeros(int(fits))
    if support.inside:  # around the rim one after the other, then the next ring: so the most fit in
        rings = np.arange(reach, radius, -2 * (radius + _BETWEEN))
        angles = 2 * np.pi * np.arange(_TRIES) / _TRIES
        around = np.column_stack([np.sin(angles), np.cos(angles)])
        places: list[np.ndarray] = [r * around for r in rings]
        costs = [0.3 * angles / 6.3 + 0.3 * k for k in range(len(rings))]
        return np.vstack([*places, np.zeros((1, 2))]), np.concatenate([*costs, [0.3 * len(rings)]])
    angles = 2 * np.pi * rng.random(_TRIES)
    out = np.full(_TRIES, reach) if edge else reach * np.sqrt(rng.random(_TRIES))
    out[0] = reach if edge else 0.0
    points = np.column_stack([out * np.sin(angles), out * np.cos(angles)])
    return points, np.zeros(_TRIES) if edge else 0.2 * out / max(support.half_width, 0.05)


def _points_at_edge(free: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Close to one of the four edges, not in a corner."""
    draws = rng.random((_TRIES, 3))
    inner = np.maximum(free - (_NEAR_EDGE[0] + (_NEAR_EDGE[1] - _NEAR_EDGE[0]) * draws[:, 2:]), 0)
    side = (4 * draws[:, 0]).astype(int)
    axis, sign = side // 2, 1 - 2 * (side % 2)
    slide = (2 * draws[:, 1] - 1) * 0.75
    points = np.empty((_TRIES, 2))
    rows = np.arange(_TRIES)
    points[rows, axis] = sign * inner[rows, axis]
    points[rows, 1 - axis] = slide * inner[rows, 1 - axis]
    return points, 0.3 * np.abs(slide)


def _landing(filling: Filling, host: int, table: Boxes, places: np.ndarray) -> np.ndarray:
    """Cost of what stands on the floor where a thing pushed over the nearest edge would land."""
    axes = table.axes[0]
    local = (places - table.centers[0, [0, 2]]) @ axes.T
    gaps = table.halves[0, [0, 2]] - np.abs(local)
    axis = np.argmin(gaps, axis=1)
    rows = np.arange(len(places))
    out = np.sign(local[rows, axis])[:, None] * axes[axis]
    landing = places + 0.42 * out
    others = [k for k in filling.on_floor() if k != host]
    if not others:
        return 0.6 * np.maximum(-out[:, 1], 0)
    middles = filling.stacked(others).centers[:, [0, 2]]
    close = np.linalg.norm(landing[:, None] - middles[None], axis=2) < 0.62
    return 4.0 * close.sum(axis=1) + 0.6 * np.maximum(-out[:, 1], 0)  # a back edge is hidden from the viewer


def _at_settings(filling: Filling, item: Item, host: int) -> list[Poses]:
    """Where it belongs before each who sits at the table."""
    table, owner = filling.boxes[host], filling.items[host]
    seats = [k for k in filling.on_floor() if filling.items[k].is_seat and _at_table(filling, k, table)]
    rows = [(*filling.boxes[k].centers[0, [0, 2]], float(filling.boxes[k].yaws[0])) for k in seats]
    if not rows:
        count = sum(t.category == item.category for t in filling.graph.things)
        if count < 2:
            return []
        rows = [tuple(r) for r in patterns(item, owner, table, min(count, 12), "around", 0.2)[0]]
    aside, depth = _SETTING[item.category]
    top = max(s.height for s in owner.supports if not s.inside) + filling.spots[host].y
    places: list[tuple[float, float, float]] = []
    for x, z, yaw in rows:
        ahead = np.array([np.sin(yaw), np.cos(yaw)])
        right = np.array([-ahead[1], ahead[0]])
        edge = _edge_point(table, np.array([x, z]), ahead)
        places.append((*(edge + depth * ahead + aside * right), yaw))
    table_rows = np.array(places)
    centers = np.column_stack([table_rows[:, 0], np.full(len(places), top + item.half[1]), table_rows[:, 1]])
    half = item.half[[0, 2]]
    long_ways = np.pi / 2 if half[0] > 1.5 * half[1] else 0.0  # cutlery points at the middle
    return [
        Poses(
            boxes=item.boxes_at(centers, table_rows[:, 2] + long_ways),
            bias=np.full(len(places), -2.0),
            parents=np.full(len(places), host),
        )
    ]


def _at_table(filling: Filling, seat: int, table: Boxes) -> bool:
    box = filling.boxes[seat]
    ahead = turned(np.array([[0.0, box.halves[0, 2] + 0.25]]), box.yaws)[0]
    local = np.abs((box.centers[0, [0, 2]] + ahead - table.centers[0, [0, 2]]) @ table.axes[0].T)
    return bool(np.all(local < table.halves[0, [0, 2]] + 0.05))


def _edge_point(table: Boxes, start: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Where someone who looks ahead meets the table's edge."""
    axes, half = table.axes[0], table.halves[0, [0, 2]]
    local, way = (start - table.centers[0, [0, 2]]) @ axes.T, ahead @ axes.T
    axis = int(np.argmax(np.abs(way)))
    share = (-np.sign(way[axis]) * half[axis] - local[axis]) / way[axis]
    return start + share * ahead
