"""Boxes and upright cylinders that stand for a mesh in contacts, whatever the mesh is like.

The surface is sampled into a grid of cells, enclosed cells are filled, round layers become cylinders, and
what is left is covered greedily by the largest nearly full boxes. Each part is then drawn in to the surface
inside it, so a table's top and a chair's seat are where they are, to the sample and not to the cell.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.errors import InputError
from spatialwm.scene import Box, Cylinder

__all__ = ["fitted_colliders"]

_CELLS = 32
"""Along the longest edge: a table's leg is one cell."""
_SAMPLES = 40_000
"""Of the surface: about twenty per occupied cell."""
_FULL = 0.85
"""Part of a layer that has to be solid before a box grows over it."""
_REST = 0.02
"""Part of the cells that may stay uncovered."""
_LEAST_GAIN = 0.004
_SEEDS = 24
"""Places from which a box is grown before the best is taken."""
_ROUND = 0.70
"""Least part of its square that a disc fills, as cells count it; a ring fills less."""
_WAYS = tuple(product(range(3), (False, True)))
"""Axis, and whether up it, in which a box grows."""
_THIN = 1e-3
"""Least edge of a part [m]: engines dislike thinner ones."""
_MOST_FEET = 6
_LEVEL = 0.004
"""Parts that end so near to the lowest point all stand on the floor [m]."""


@dataclass(frozen=True, eq=False)
class _Grid:
    """The surface's samples in cells."""

    points: Float[np.ndarray, "n 3"]
    cells: Int[np.ndarray, "n 3"]
    full: Bool[np.ndarray, "x y z"]


def fitted_colliders(
    vertices: Float[np.ndarray, "v 3"], faces: Int[np.ndarray, "f 3"], *, most: int = 16
) -> tuple[Box | Cylinder, ...]:
    """Boxes and upright cylinders over a mesh, at most ``most``, the largest first.

    Args:
        vertices: Corner positions [m], +y up.
        faces: Vertex indices.
        most: How many parts.

    Raises:
        InputError: The mesh has no surface.
    """
    grid = _grid(np.asarray(vertices, float), faces)
    left = grid.full.copy()
    found = _rounds(grid, left)
    total = int(grid.full.sum())
    while len(found) < most and left.sum() > _REST * total:
        low, high, gain = _largest(grid.full, left)
        if gain < _LEAST_GAIN * total and found:
            break
        left[low[0] : high[0], low[1] : high[1], low[2] : high[2]] = False
        bounds = _drawn_in(grid, low, high)
        if bounds is not None:
            found.append(_box(*bounds))
    found = found or [_box(grid.points.min(0), grid.points.max(0))]
    return _on_one_level([*found, *_feet(grid, found)])


def _feet(grid: _Grid, parts: list[Box | Cylinder]) -> list[Box]:
    """Boxes for the lowest points where no part reaches down to them: thin legs."""
    low, high = grid.points.min(axis=0), grid.points.max(axis=0)
    rise = 0.02 * (high[1] - low[1]) + _LEVEL
    standing = grid.points[grid.points[:, 1] < low[1] + rise]
    covered = np.zeros(len(standing), bool)
    for part in (p for p in parts if _span(p)[0] < low[1] + rise):
        reach = part.size[[0, 2]] / 2 if isinstance(part, Box) else np.full(2, part.radius)
        covered |= np.all(np.abs(standing - part.position)[:, [0, 2]] < reach + rise, axis=1)
    found: list[Box] = []
    for mine in _clusters(standing[~covered], 0.06 * float(np.ptp(grid.points, axis=0).max())):
        base = np.concatenate([mine.min(axis=0), mine.max(axis=0)])
        base[4] = max(min((_span(p)[0] for p in parts), default=base[4]), base[4])
        found.append(_box(base[:3], base[3:]))
    return found


def _clusters(points: np.ndarray, gap: float) -> list[np.ndarray]:
    """Points in groups that are ``gap`` apart [m] in plan, the largest first."""
    cells = np.floor(points[:, [0, 2]] / gap).astype(np.int64)
    groups: list[set[tuple[int, int]]] = []
    for x, z in np.unique(cells, axis=0).tolist():
        near = [g for g in groups if any((x + a, z + b) in g for a in (-1, 0, 1) for b in (-1, 0, 1))]
        groups = [g for g in groups if g not in near] + [set[tuple[int, int]]({(x, z)}).union(*near)]
    kept = [np.array([tuple(c) in g for c in cells.tolist()]) for g in groups]
    return [points[k] for k in sorted(kept, key=lambda k: -int(k.sum()))[:_MOST_FEET] if k.sum() > 2]


def _grid(vertices: np.ndarray, faces: np.ndarray) -> _Grid:
    points = _samples(vertices, faces)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    if not np.isfinite(size).all() or size.max() <= 0:
        raise InputError("A mesh without extent has no body; give one with a surface.")
    cell = float(size.max()) / _CELLS
    shape = np.clip(np.ceil(size / cell), 1, _CELLS).astype(int)
    cells = np.minimum(((points - low) / np.maximum(size, 1e-12) * shape).astype(int), shape - 1)
    full = np.zeros(shape, bool)
    full[tuple(cells.T)] = True
    return _Grid(points, cells, full | _enclosed(full))


def _samples(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Points on the surface by area, in a fixed pattern (Roberts 2018, the R2 sequence), and all corners."""
    corners = vertices[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas: np.ndarray = np.linalg.norm(normals, axis=1)
    total = float(areas.sum())
    if not len(faces) or total <= 0:
        raise InputError("A mesh without area has no body; give one with a surface.")
    marks = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * total
    owner = np.minimum(np.searchsorted(np.cumsum(areas), marks), len(faces) - 1)
    share = (np.arange(_SAMPLES)[:, None] * np.array([0.7548776662, 0.5698402910])) % 1
    share = np.where(share.sum(1, keepdims=True) > 1, 1 - share, share)
    a, b, c = np.moveaxis(corners[owner], 1, 0)
    inner = a + share[:, :1] * (b - a) + share[:, 1:] * (c - a)
    return np.concatenate([inner, vertices[np.unique(faces)]])


def _enclosed(full: np.ndarray) -> np.ndarray:
    """Cells with surface on both sides along every axis."""
    inside = np.ones_like(full)
    for axis in range(3):
        before = np.logical_or.accumulate(full, axis=axis)
        after = np.flip(np.logical_or.accumulate(np.flip(full, axis), axis=axis), axis)
        inside &= before & after
    return inside


def _rounds(grid: _Grid, left: np.ndarray) -> list[Box | Cylinder]:
    """Cylinders for runs of alike round layers; their cells are taken out of ``left``."""
    found: list[Box | Cylinder] = []
    start, rows = 0, grid.full.shape[1]
    for y in range(1, rows + 1):
        if y < rows and _alike(grid.full[:, start], grid.full[:, y]):
            continue
        if (disc := _disc(grid, start, y)) is not None:
            found.append(disc)
            left[:, start:y] = False
        start = y
    return found


def _alike(a: np.ndarray, b: np.ndarray) -> bool:
    return bool((a & b).sum() > 0.88 * max((a | b).sum(), 1))


def _disc(grid: _Grid, low: int, high: int) -> Cylinder | None:
    layer = grid.full[:, low:high].any(axis=1)
    mine = grid.points[(grid.cells[:, 1] >= low) & (grid.cells[:, 1] < high)]
    if len(mine) < 8 or layer.sum() < 9:
        return None
    least, greatest = mine.min(axis=0), mine.max(axis=0)
    wide, tall, deep = greatest - least
    x, z = np.nonzero(layer)
    share = layer.sum() / ((np.ptp(x) + 1) * (np.ptp(z) + 1))
    if min(wide, deep) < 0.9 * max(wide, deep) or share < _ROUND:
        return None
    middle = (least + greatest) / 2
    if np.hypot(*(mine - middle)[:, [0, 2]].T).max() > 1.04 * max(wide, deep) / 2:
        return None  # something sticks out of the round
    return Cylinder(radius=float((wide + deep) / 4), height=float(max(tall, _THIN)), position=middle)


def _largest(full: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Low and high cells of the box that covers most of what is left, and how many cells that is."""
    solid, open_ = _summed(full), _summed(left)
    places = np.argwhere(left)
    chosen = places[np.linspace(0, len(places) - 1, min(_SEEDS, len(places))).astype(int)]
    low, high = chosen.copy(), chosen + 1
    shape = np.array(full.shape)
    rows = np.arange(len(chosen))
    while len(rows):
        layers = [_layer(low[rows], high[rows], axis, up) for axis, up in _WAYS]
        below, above = (np.concatenate(side) for side in zip(*layers, strict=True))
        inside = np.all((below >= 0) & (above <= shape), axis=1)
        below, above = np.where(inside[:, None], below, 0), np.where(inside[:, None], above, 0)
        fits = inside & (_count(solid, below, above) >= _FULL * np.prod(above - below, axis=1))
        gain = np.where(fits, _count(open_, below, above) + 1, 0).reshape(len(_WAYS), -1)
        way = np.argmax(gain, axis=0)
        kept = gain.max(axis=0) > 0
        rows, way = rows[kept], way[kept]
        axis, up = way // 2, way % 2 == 1
        high[rows[up], axis[up]] += 1
        low[rows[~up], axis[~up]] -= 1
    gains = _count(open_, low, high)
    best_seed = int(np.argmax(gains))
    return low[best_seed], high[best_seed], int(gains[best_seed])


def _layer(low: np.ndarray, high: np.ndarray, axis: int, up: bool) -> tuple[np.ndarray, np.ndarray]:
    """The layer of cells by which each box would grow."""
    below, above = low.copy(), high.copy()
    below[:, axis] = high[:, axis] if up else low[:, axis] - 1
    above[:, axis] = below[:, axis] + 1
    return below, above


def _summed(cells: np.ndarray) -> np.ndarray:
    """Summed-area table with a zero border (Crow 1984)."""
    return np.pad(cells.astype(np.int64), ((1, 0),) * 3).cumsum(0).cumsum(1).cumsum(2)


def _count(table: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Set cells in each box."""
    total = np.zeros(len(low), np.int64)
    for corner in product((0, 1), repeat=3):
        at = np.where(np.array(corner, bool), high, low)
        total += (-1) ** (3 - sum(corner)) * table[at[:, 0], at[:, 1], at[:, 2]]
    return total


def _drawn_in(grid: _Grid, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    mine = np.all((grid.cells >= low) & (grid.cells < high), axis=1)
    if not mine.any():
        return None
    return grid.points[mine].min(axis=0), grid.points[mine].max(axis=0)


def _box(low: np.ndarray, high: np.ndarray) -> Box:
    return Box(size=np.maximum(high - low, _THIN), position=(low + high) / 2)


def _on_one_level(parts: list[Box | Cylinder]) -> tuple[Box | Cylinder, ...]:
    """Parts that end just above the lowest one reach down to it: all four legs stand."""
    spans = [_span(p) for p in parts]
    floor = min(low for low, _ in spans)
    out: list[Box | Cylinder] = []
    for part, (low, high) in zip(parts, spans, strict=True):
        if low - floor > _LEVEL:
            out.append(part)
            continue
        middle, tall = part.position.astype(float).copy(), max(high - floor, _THIN)
        middle[1] = floor + tall / 2
        if isinstance(part, Cylinder):
            out.append(Cylinder(radius=part.radius, height=tall, position=middle))
        else:
            size = part.size.astype(float).copy()
            size[1] = tall
            out.append(Box(size=size, position=middle))
    return tuple(sorted(out, key=_volume, reverse=True))


def _span(part: Box | Cylinder) -> tuple[float, float]:
    tall = float(part.height if isinstance(part, Cylinder) else part.size[1])
    middle = float(part.position[1])
    return middle - tall / 2, middle + tall / 2


def _volume(part: Box | Cylinder) -> float:
    if isinstance(part, Cylinder):
        return float(np.pi * part.radius**2 * part.height)
    return float(np.prod(part.size))
