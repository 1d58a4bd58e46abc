"""Whether one can walk about, and reach what is there."""

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.lift.text.layout.boxes import Boxes, in_frame_of, overlapping
from spatialwm.lift.text.layout.filling import Filling, front_zone
from spatialwm.lift.text.layout.ground import bounds_of, inside

__all__ = ["blocked_fronts", "walkable_share"]

_CELL = 0.05
"""[m]"""


def walkable_share(filling: Filling, *, width: float) -> float:
    """The largest connected part of the floor on which someone that wide [m] can stand, as a share of it."""
    x0, x1, z0, z1 = bounds_of(filling.site)
    x, z = np.arange(x0 + _CELL / 2, x1, _CELL), np.arange(z0 + _CELL / 2, z1, _CELL)
    grid = np.stack(np.meshgrid(x, z, indexing="ij"), axis=-1).reshape(-1, 2)
    spot = np.full((len(grid), 3), width / 2)
    standing = Boxes(centers=np.insert(grid, 1, 0.0, axis=1), halves=spot, yaws=np.zeros(len(grid)))
    field = inside(filling.site, standing, margin=0.0).reshape(len(x), len(z))
    for k in filling.on_floor():
        box = filling.boxes[k]
        reach = float(np.hypot(*(box.halves[0, [0, 2]] + width / 2)))
        rows = _within(x, float(box.centers[0, 0]), reach)
        columns = _within(z, float(box.centers[0, 2]), reach)
        near = grid.reshape(len(x), len(z), 2)[rows, columns]
        local = np.abs(in_frame_of(box, near.reshape(1, -1, 2))[0]) < box.halves[0, [0, 2]] + width / 2
        field[rows, columns] &= ~(local[:, 0] & local[:, 1]).reshape(near.shape[:2])
    total = int(field.sum())
    return _largest(field) / total if total else 0.0


def _within(along: Float[np.ndarray, " n"], middle: float, reach: float) -> slice:
    return slice(int(np.searchsorted(along, middle - reach)), int(np.searchsorted(along, middle + reach)))


def _largest(field: Bool[np.ndarray, "x z"]) -> int:
    """Cells in the largest part that hangs together, by growing one part after the other."""
    left, best = field.copy(), 0
    while int(left.sum()) > best:
        seed = np.unravel_index(int(np.argmax(left)), left.shape)
        part = np.zeros_like(left)
        part[seed] = True
        size = 0
        while int(part.sum()) > size:
            size = int(part.sum())
            for _ in range(8):
                grown = part.copy()
                grown[1:] |= part[:-1]
                grown[:-1] |= part[1:]
                grown[:, 1:] |= part[:, :-1]
                grown[:, :-1] |= part[:, 1:]
                part = grown & left
        best = max(best, size)
        left &= ~part
    return best


def blocked_fronts(filling: Filling, *, depth: float) -> Float[np.ndarray, " n"]:
    """Share of the zone before each thing's best side that is not free floor, for all that stand on it."""
    return np.array([_blocked(filling, k, depth) for k in filling.on_floor()])


def _blocked(filling: Filling, index: int, depth: float) -> float:
    item, box = filling.items[index], filling.boxes[index]
    others = [k for k in filling.on_floor() if k != index and not filling.items[k].is_seat]
    if item.half[1] < 0.1:
        return 0.0
    turns = (0.0,) if item.has_front and not item.is_seat else (0.0, np.pi / 2, np.pi, -np.pi / 2)
    best = 1.0
    for turn in turns:
        across = abs(np.cos(turn)) < 0.5
        halves = box.halves[:, [2, 1, 0]] if across else box.halves
        zone = front_zone(Boxes(centers=box.centers, halves=halves, yaws=box.yaws + turn), depth)
        free = bool(inside(filling.site, zone, margin=-0.02)[0])
        hit = bool(overlapping(zone, filling.stacked(others)).any()) if others else False
        best = min(best, float(hit or not free))
    return best
