"""Places on walls and under the ceiling."""

import numpy as np

from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.ground import Wall, bounds_of, opening_boxes, walls_of
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses

__all__ = ["on_walls", "under_ceiling"]

_OFF = 0.001
"""Between a wall and what hangs on it [m]; SceneEval counts up to 10 mm as on the wall."""
_SKIRTING = (0.09, 0.0135)
"""Its height, and what keeps clear of it [m]."""
_EYE = 1.52
"""Height of the middle of what is looked at [m]: the usual hanging height in museums."""
_ABOVE = (0.15, 0.30)
"""Free wall between a piece of furniture and a picture over it [m]."""
_SEATED = 1.06
"""A screen's middle over the height of the seat or bed it is watched from: level with the eyes there."""
_TOP = 0.12
"""Free wall to the ceiling [m]."""


def on_walls(
    filling: Filling,
    item: Item,
    rng: np.random.Generator,
    *,
    above: tuple[int, ...],
    beside: tuple[int, ...],
) -> Poses:
    """Flat on a drawn wall, at eye height, above what it was said to be above, or beside what hangs there."""
    rows: list[tuple[float, float, float, float, float]] = []
    site = filling.site
    for wall in walls_of(site):
        span = wall.length - 2 * item.half[0] - 0.1
        if not wall.drawn or span <= 0:
            continue
        shares = [0.5, *((np.arange(28) + rng.random(28)) / 28)]
        spots = [(item.half[0] + 0.05 + s * span, 0.5 * abs(s - 0.5)) for s in shares]
        for k in above:
            rel = filling.boxes[k].centers[0, [0, 2]] - wall.start
            spots.append(
                (
                    float(np.clip(rel @ wall.along, item.half[0] + 0.05, wall.length - item.half[0] - 0.05)),
                    -0.5,
                )
            )
        for along, cost in spots:
            for height, less in _heights(filling, item, above):
                low = height - item.half[1]
                off = _SKIRTING[1] if low < _SKIRTING[0] else _OFF
                x, z = wall.at(along, off + item.half[2])
                aside = 0.4 * float(1 - max(wall.inward[1], 0))
                rows.append((x, height, z, wall.yaw, cost + less + aside))
        rows += _flanks(filling, item, wall, beside)
    table = np.array(rows).reshape(-1, 5)
    boxes = item.boxes_at(table[:, :3], table[:, 3])
    bias = table[:, 4] + 12.0 * _covers(boxes, opening_boxes(site))
    return Poses(boxes=boxes, bias=bias, parents=np.full(len(table), -1), held=True)


def _flanks(
    filling: Filling, item: Item, wall: Wall, beside: tuple[int, ...]
) -> list[tuple[float, float, float, float, float]]:
    """Left and right of what hangs on that wall, or stands at it, at the same height."""
    rows: list[tuple[float, float, float, float, float]] = []
    for k in beside:
        box, held = filling.boxes[k], filling.spots[k].held
        if abs(np.cos(float(box.yaws[0]) - wall.yaw)) < 0.9:
            continue
        rel = box.centers[0, [0, 2]] - wall.start
        if rel @ wall.inward > box.halves[0, 2] + 0.3:
            continue
        height = float(box.centers[0, 1]) if held else _beside(filling, item, k)
        for gap in (0.06, 0.12, 0.2, 0.35):
            for side in (-1, 1):
                along = float(rel @ wall.along + side * (box.halves[0, 0] + item.half[0] + gap))
                x, z = wall.at(along, _OFF + item.half[2])
                rows.append((x, height, z, wall.yaw, -0.5 + gap - 0.3 * (not held)))
    return rows


def _beside(filling: Filling, item: Item, anchor: int) -> float:
    """Height of the middle of what hangs beside a thing on the floor: within reach, or level with it."""
    high = float(filling.boxes[anchor].high[0])
    sided = any(
        t.relation in ("left of", "right of") and anchor in t.anchors for t in filling.ties_of[item.index]
    )
    return min(_EYE, max(high, 0.5) if sided else high + 0.3 + float(item.half[1]))


def _watched_from(filling: Filling, item: Item) -> float | None:
    """Height of the seat or bed that a screen is said to be before [m]."""
    if "screen" not in item.tags:
        return None
    found = [
        2 * float(filling.items[k].half[1])
        for t in filling.ties_of[item.index]
        if t.relation in ("facing", "in front of", "across") and not t.denied
        for k in (*t.subjects, *t.anchors)
        if filling.items[k].is_seat or "bed" in filling.items[k].tags
    ]
    return min(found, default=None)


def _heights(filling: Filling, item: Item, above: tuple[int, ...]) -> list[tuple[float, float]]:
    """Heights of its middle [m], each with a cost."""
    limit = filling.site.height - _TOP - item.half[1]
    if above:
        top = max(float(filling.boxes[k].high[0]) for k in above)
        return [(min(top + gap + item.half[1], limit), 0.3 * k) for k, gap in enumerate(_ABOVE)]
    if (seat := _watched_from(filling, item)) is not None:
        return [(max(_SEATED * seat, item.half[1] + 0.3), 0.0)]
    usual = max(_EYE, item.half[1] + 0.12) if item.half[1] < 0.75 else item.half[1] + 0.10
    return [(min(usual, limit), 0.0), (min(usual + 0.25, limit), 0.6), (min(usual + 0.45, limit), 1.2)]


def _covers(boxes: Boxes, openings: Boxes) -> np.ndarray:
    """Whether each hides part of a door or a window."""
    hidden = np.zeros(len(boxes), bool)
    for k in range(len(openings)):
        one = openings[k]
        away = (boxes.centers - one.centers)[:, [0, 2]] @ one.axes[0].T
        beside = np.abs(away[:, 0]) > boxes.halves[:, 0] + one.halves[0, 0] + 0.08
        apart = (boxes.low > one.high[0]) | (boxes.high < one.low[0])
        hidden |= ~(beside | apart) & (np.abs(away[:, 1]) < boxes.halves[:, 2] + 0.1)
    return hidden


def under_ceiling(filling: Filling, item: Item, rng: np.random.Generator, anchors: tuple[int, ...]) -> Poses:
    """Hanging over its anchors, over the table, or in the middle of the room."""
    x0, x1, z0, z1 = bounds_of(filling.site)
    places = [
        (float(b.centers[0, 0]), float(b.centers[0, 2]), 0.0) for b in (filling.boxes[k] for k in anchors)
    ]
    places.append(((x0 + x1) / 2, (z0 + z1) / 2, 0.3))
    draws = rng.random((40, 2)) - 0.5
    for a, b in draws:
        if anchors:
            box = filling.boxes[anchors[0]]
            x, z = box.centers[0, [0, 2]] + np.array([a, b]) * 1.6 * box.halves[0, [0, 2]]
            places.append((float(x), float(z), 0.2 + abs(a) + abs(b)))
        places.append(
            ((x0 + x1) / 2 + a * (x1 - x0 - 0.6), (z0 + z1) / 2 + b * (z1 - z0 - 0.6), 0.6 + abs(a) + abs(b))
        )
    table = np.array(places)
    height = np.full(len(table), filling.site.height - 0.001 - item.half[1])
    return Poses(
        boxes=item.boxes_at(np.stack([table[:, 0], height, table[:, 1]], axis=1), np.zeros(len(table))),
        bias=table[:, 2],
        parents=np.full(len(table), -1),
        held=True,
    )
