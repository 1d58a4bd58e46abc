"""Places on the floor where a thing might go: at walls, in corners, beside another, anywhere."""

from itertools import pairwise as neighbours

import numpy as np

from spatialwm.lift.text.graph import Relation
from spatialwm.lift.text.layout.boxes import Boxes, turned
from spatialwm.lift.text.layout.ground import Wall, bounds_of, walls_of
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses, on_floor
from spatialwm.lift.text.site import Site

__all__ = [
    "anywhere",
    "at_opening",
    "at_walls",
    "beside",
    "between_two",
    "gaps_of",
    "in_corners",
    "in_middle",
    "under",
]

_BACK = 0.02
"""Between a thing's back and the wall: the skirting is 12 mm deep [m]."""
_PER_WALL = 26
_QUARTER = np.pi / 2
_GAPS: dict[str, tuple[float, float]] = {
    "next to": (0.04, 0.30), "near": (0.40, 0.90), "in front of": (0.30, 0.70), "behind": (0.06, 0.35),
    "left of": (0.05, 0.30), "right of": (0.05, 0.30), "across": (1.6, 3.2), "facing": (0.6, 2.6),
    "facing away": (0.3, 1.0), "around": (0.06, 0.30), "along": (0.04, 0.25), "foot": (0.05, 0.35),
    "head": (0.04, 0.20), "long side": (0.05, 0.25), "short side": (0.05, 0.25), "far": (4.1, 5.5),
    "between": (0.05, 0.4), "outside": (0.08, 0.40), "row": (0.03, 0.10), "leaning": (0.01, 0.03),
    "against": (0.01, 0.05), "circle": (0.3, 0.6),
}  # fmt: skip
"""Free distance [m] to try for each relation: inside what SceneEval counts, and as people furnish."""
_DRAWN = (0.27, 0.35)
"""Free distance [m] between a table and a seat at it, as someone left it: one can sit down and reach the
table's side, and it is near as well as next to it (SceneEval: 0.5 m, less its soft edge of 0.29 m)."""
_SIDES: dict[str, tuple[str, ...]] = {
    "in front of": ("front",), "behind": ("back",), "left of": ("left",), "right of": ("right",),
    "foot": ("front",), "facing": ("front",),
}  # fmt: skip
_WAYS = {"front": (0, 1), "right": (1, 0), "back": (0, -1), "left": (-1, 0)}


def gaps_of(relation: str, item: Item, anchor: Item, distance: float | None) -> tuple[float, float]:
    """The free distances [m] to try between two things."""
    if distance is not None:
        return (distance, distance + 0.02)
    if item.is_seat and anchor.serves and not anchor.is_seat:
        return _DRAWN
    if relation == "in front of" and item.half[1] > 0.3 and not item.serves:
        return (0.35, 2.4)  # a sofa before a screen sits away from it, a low table close by
    return _GAPS.get(relation, _GAPS["next to"])


def at_walls(item: Item, site: Site, rng: np.random.Generator, *, gap: float = _BACK) -> Poses:
    """Back to a wall, front to the room."""
    rows: list[tuple[float, float, float, float]] = []
    for wall in walls_of(site):
        span = wall.length - 2 * item.half[0] - 0.04
        if not wall.drawn or span <= 0:
            continue
        shares = (np.arange(_PER_WALL) + rng.random(_PER_WALL)) / _PER_WALL
        # flush in both ends too: what is long leaves no dead strip beside it
        for share in (*shares, 0.0, 0.5, 1.0):
            x, z = wall.at(item.half[0] + 0.02 + share * span, gap + item.half[2])
            rows.append((x, z, wall.yaw, 0.25 * _aside(wall) + 0.2 * abs(share - 0.5) * (wall.yaw == 0)))
    return on_floor(item, rows)


def _aside(wall: Wall) -> float:
    """0 for the back wall, which is seen best."""
    return float(1 - max(wall.inward[1], 0))


def in_corners(item: Item, site: Site, rng: np.random.Generator) -> Poses:
    """Along either wall of a corner, or across it; back corners are seen best."""
    rows: list[tuple[float, float, float, float]] = []
    walls = walls_of(site)
    diagonal = 0.85 * float(np.hypot(*item.half[[0, 2]]))
    for wall, following in neighbours([*walls, walls[0]] if walls else []):
        outward = float(np.dot(following.along, wall.inward))
        if not (wall.drawn or following.drawn) or outward < 0.5:
            continue  # a corner that points into the room
        corner, front = wall.at(wall.length, 0.0), 0.8 * (not (wall.drawn and following.drawn))
        for gap in (_BACK, 0.06, 0.12, 0.2):
            # with the back to the one wall or to the other: reach along this wall, and along the next
            for back, reach in ((wall, item.half[[0, 2]]), (following, item.half[[2, 0]])):
                place = corner - wall.along * (reach[0] + gap) + following.along * (reach[1] + gap)
                rows.append((*place, back.yaw, front + gap + 0.3 * rng.random() * (back is following)))
            turn = _between_yaws(wall.yaw, following.yaw)
            place = corner + (following.along - wall.along) * (diagonal + 0.5 * gap)
            rows.append((*place, turn, front + gap + 0.25))
    return on_floor(item, rows)


def _between_yaws(a: float, b: float) -> float:
    return float(np.arctan2(np.sin(a) + np.sin(b), np.cos(a) + np.cos(b)))


def in_middle(item: Item, site: Site, rng: np.random.Generator) -> Poses:
    """About the middle of the room, straight."""
    x0, x1, z0, z1 = bounds_of(site)
    spread = np.array([[0.0, 0.0], *rng.normal(0, 0.25, (40, 2))])
    rows = [
        ((x0 + x1) / 2 + a, (z0 + z1) / 2 + b, yaw, 0.6 * float(np.hypot(a, b)) + cost)
        for a, b in spread
        for yaw, cost in ((0.0, 0.0), (_QUARTER, 0.25), (np.pi, 0.5), (-_QUARTER, 0.25))
    ]
    return on_floor(item, rows)


def anywhere(item: Item, site: Site, rng: np.random.Generator, count: int = 90) -> Poses:
    """All over the floor; what has no front stands straight, outdoors anyhow."""
    x0, x1, z0, z1 = bounds_of(site)
    places = rng.random((count, 2)) * [x1 - x0 - 0.1, z1 - z0 - 0.1] + [x0 + 0.05, z0 + 0.05]
    turns = rng.integers(0, 4, count) * _QUARTER
    if site.kind == "outdoors" and not item.thing.word.endswith("building"):
        turns = rng.random(count) * 2 * np.pi
    return on_floor(item, np.column_stack([places, turns, 0.4 + 0.3 * rng.random(count)]))


def at_opening(item: Item, site: Site, kind: str, relation: Relation, rng: np.random.Generator) -> Poses:
    """Beside a door or before a window, or as far off as the relation says."""
    rows: list[tuple[float, float, float, float]] = []
    walls = walls_of(site)
    low, high = _GAPS.get(relation, _GAPS["next to"])
    for opening in (o for o in site.openings if o.kind == kind):
        wall = walls[opening.wall]
        for a, b in rng.random((60, 2)):
            away = low + b * (high - low)
            turn = wall.yaw + _QUARTER * (int(4 * a) - 1 if a < 0.7 else 0)
            across = abs(np.cos(turn - wall.yaw)) > 0.5
            wide, deep = item.half[[0, 2]] if across else item.half[[2, 0]]
            slide = (2 * rng.random() - 1) * opening.width / 2
            rows.append((*wall.at(opening.along + slide, away + deep), turn, 0.3))
            side = np.sign(slide) * (opening.width / 2 + away + wide)
            rows.append((*wall.at(opening.along + side, _BACK + deep), turn, 0.15))
    return on_floor(item, rows)


def beside(
    item: Item, anchor: Item, box: Boxes, relation: str, rng: np.random.Generator, *, distance: float | None
) -> Poses:
    """Along the anchor's sides that the relation allows, turned as such things usually are."""
    low, high = gaps_of(relation, item, anchor, distance)
    at_table = item.is_seat and anchor.serves and not anchor.is_seat
    half = box.halves[0, [0, 2]]
    rows: list[np.ndarray] = []
    for side in _allowed_sides(relation, half):
        out = np.array(_WAYS[side], float)
        axis = int(out[1] != 0)
        for turn, cost in _turns(out, item, anchor, relation, at_table):
            mine = item.half[[0, 2]] if abs(np.cos(turn)) > 0.5 else item.half[[2, 0]]
            count = 16
            away = half[axis] + mine[axis] + low + (high - low) * rng.random(count) ** 1.5
            slides = _slides(half[1 - axis], mine[1 - axis], count, rng)
            local = np.empty((count, 2))
            local[:, axis], local[:, 1 - axis] = out[axis] * away, slides
            bias = cost + 0.5 * np.abs(slides) / max(half[1 - axis], 0.2) + 0.15 * (away - away.min())
            rows.append(_in_world(box, local, turn, bias))
    return on_floor(item, np.concatenate(rows))


def _in_world(box: Boxes, local: np.ndarray, turn: float, bias: np.ndarray) -> np.ndarray:
    yaws = np.full(len(local), float(box.yaws[0]))
    places = box.centers[0, [0, 2]] + turned(local, yaws)
    return np.column_stack([places, yaws + turn, bias])


def _allowed_sides(relation: str, half: np.ndarray) -> tuple[str, ...]:
    if relation in _SIDES:
        return _SIDES[relation]
    long, short = ("front", "back"), ("left", "right")
    if half[0] < half[1]:
        long, short = short, long
    if relation in ("long side", "along"):
        return long
    if relation in ("short side", "head"):
        return short
    return ("front", "right", "back", "left")


def _turns(
    out: np.ndarray, item: Item, anchor: Item, relation: str, at_table: bool
) -> list[tuple[float, float]]:
    """Turns relative to the anchor, each with a cost: to face it, to stand as it does, or any."""
    toward = float(np.arctan2(-out[0], -out[1]))
    if at_table or relation in ("facing", "around", "circle"):
        return [(toward, 0.0)]
    if relation == "facing away":
        return [(toward + np.pi, 0.0)]
    if relation in ("across", "in front of") and item.has_front and anchor.has_front:
        return [(toward, 0.0), (0.0, 0.8)]
    if relation == "behind" and not item.is_seat:
        return [(np.pi, 0.0), (0.0, 0.2), (_QUARTER, 0.3), (-_QUARTER, 0.3)]  # used from the free side
    same = [(0.0, 0.0), (toward, 0.3), (_QUARTER, 0.45), (-_QUARTER, 0.45)]
    if item.is_seat and not anchor.is_seat:
        same = [(toward, 0.0), (0.0, 0.25), (_QUARTER, 0.45), (-_QUARTER, 0.45)]
    return same


def _slides(half: float, mine: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions along a side: its middle, both ends flush, and between."""
    free = half - mine
    slides = free * (2 * rng.random(count) - 1)
    slides[: count // 2] *= 0.35
    slides[:3] = (0.0, free, -free)
    return slides


def under(item: Item, box: Boxes, rng: np.random.Generator) -> Poses:
    """Within the anchor's footprint."""
    spread = 2 * rng.random((80, 2)) - 1
    free = np.maximum(box.halves[0, [0, 2]] - item.half[[0, 2]].min() * 0.9, 0.02)
    local = spread * free
    rows = [
        _in_world(box, local[k::2], turn, 0.2 * np.abs(spread[k::2]).sum(axis=1))
        for k, turn in enumerate((0.0, _QUARTER))
    ]
    return on_floor(item, np.concatenate(rows))


def between_two(item: Item, first: Boxes, second: Boxes, rng: np.random.Generator) -> Poses:
    """About the middle of the line between two things, turned like the first or along the line."""
    start, end = first.centers[0, [0, 2]], second.centers[0, [0, 2]]
    middle, way = (start + end) / 2, end - start
    along = float(np.arctan2(way[0], way[1]))
    spread = rng.normal(0, 0.12, (60, 2)) * np.linspace(0, 2, 60)[:, None]
    rows = [
        (*(middle + shift), turn, float(np.hypot(*shift)) + cost)
        for shift in spread
        for turn, cost in ((along + _QUARTER, 0.0), (along - _QUARTER, 0.0), (float(first.yaws[0]), 0.1))
    ]
    return on_floor(item, rows)
