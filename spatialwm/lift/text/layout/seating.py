"""Seats around a table: which sides they take, and where along them."""

import numpy as np

from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.relations import around

__all__ = ["patterns"]

_ELBOW = 0.08
"""Between two chairs side by side [m], at least."""
_MOST = 4
"""Patterns to try: the best few by evenness."""


def patterns(seat: Item, anchor: Item, box: Boxes, count: int, relation: str, gap: float) -> list[np.ndarray]:
    """Ways to set ``count`` seats, best first: rows of x, z, yaw, each ``gap`` [m] from the edge."""
    if relation in ("around", "next to", "near", "circle") and _is_round(anchor):
        return [_ring(seat, box, count, gap, start) for start in (0.0, np.pi / max(count, 1))]
    half = box.halves[0, [0, 2]]
    found: list[tuple[float, np.ndarray]] = []
    for shares in _shares(count, half, seat, relation):
        rows = _rows(seat, box, shares, gap)
        places = Boxes(
            centers=np.stack([rows[:, 0], np.zeros(len(rows)), rows[:, 1]], axis=1),
            halves=np.tile(seat.half, (len(rows), 1)),
            yaws=rows[:, 2],
        )
        evenness = around(places, box) if count > 2 else 0.5
        found.append((-evenness + 0.02 * sum(abs(s - count / 4) for s in shares), rows))
    found.sort(key=lambda entry: entry[0])
    return [rows for _, rows in found[:_MOST]]


def _is_round(anchor: Item) -> bool:
    square = abs(float(anchor.half[0] - anchor.half[2])) < 0.02
    return square and (bool(anchor.thing.round) or any(s.round for s in anchor.supports))


def _ring(seat: Item, box: Boxes, count: int, gap: float, start: float) -> np.ndarray:
    angles = start + 2 * np.pi * np.arange(count) / count
    shoulder = (2 * seat.half[0] + 0.03) / (2 * np.sin(np.pi / count)) if count > 2 else 0.0
    reach = max(float(box.halves[0, 0]) + gap + seat.half[2], shoulder)  # side by side on the ring
    x = box.centers[0, 0] + reach * np.sin(angles)
    z = box.centers[0, 2] + reach * np.cos(angles)
    return np.column_stack([x, z, angles + np.pi])


def _shares(count: int, half: np.ndarray, seat: Item, relation: str) -> list[tuple[int, int, int, int]]:
    """Numbers of seats at the front, right, back and left side."""
    wide = 2 * seat.half[0] + _ELBOW
    fits = [max(1, int((2 * h + 0.1) // wide)) for h in half]
    wide_first = half[0] >= half[1]
    if relation == "in front of":
        return [(count, 0, 0, 0)]
    if relation in ("behind", "left of", "right of"):
        return [
            (
                0,
                count * (relation == "right of"),
                count * (relation == "behind"),
                count * (relation == "left of"),
            )
        ]
    allow_x = relation not in (("short side", "head") if wide_first else ("long side",))
    allow_z = relation not in (("long side",) if wide_first else ("short side", "head"))
    found: list[tuple[int, int, int, int]] = []
    for ends in range(count + 1):
        rest = count - ends
        if (ends and not allow_z) or (rest and not allow_x):
            continue
        front, back = (rest + 1) // 2, rest // 2
        right, left = (ends + 1) // 2, ends // 2
        if max(front, back) <= fits[0] and max(right, left) <= fits[1]:
            found += [(front, right, back, left), (back, right, front, left), (front, left, back, right)]
    crowded = (count + 1) // 2
    return found or [(crowded, 0, count - crowded, 0) if allow_x else (0, crowded, 0, count - crowded)]


def _rows(seat: Item, box: Boxes, shares: tuple[int, int, int, int], gap: float) -> np.ndarray:
    rows: list[tuple[float, float, float]] = []
    half, yaw = box.halves[0, [0, 2]], float(box.yaws[0])
    for side, (x, z) in enumerate(((0, 1), (1, 0), (0, -1), (-1, 0))):
        axis = int(z != 0)
        for k in range(shares[side]):
            slide = ((k + 0.5) / shares[side] - 0.5) * 2 * half[1 - axis]
            out = half[axis] + gap + seat.half[2]
            u, v = (x * out, slide) if axis == 0 else (slide, z * out)
            cos, sin = np.cos(yaw), np.sin(yaw)
            rows.append(
                (
                    box.centers[0, 0] + cos * u + sin * v,
                    box.centers[0, 2] + cos * v - sin * u,
                    yaw + float(np.arctan2(-x, -z)),
                )
            )
    return np.array(rows)
