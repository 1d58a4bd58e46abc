"""Flat units side by side: planks, tiles, bricks, cobbles. Each is its own quad, so its edges are sharp."""

from itertools import pairwise

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.solids import Solid

__all__ = ["Area", "courses", "facing", "gaps", "laid", "planks"]

Area = tuple[float, float, float, float]
"""Lowest and highest x, lowest and highest y [m]."""


def courses(
    area: Area, *, unit: tuple[float, float], joint: float, bond: float = 0.0
) -> Float[np.ndarray, "n 4"]:
    """Units in rows, cut off at the area's border: low x, high x, low y, high y of each [m].

    Args:
        area: What is covered; rows and columns are counted from 0, so neighbouring areas fit.
        unit: Width and height of a unit with its joint [m].
        joint: Width of the joints [m].
        bond: Part of a unit by which every other row is shifted.
    """
    x0, x1, y0, y1 = area
    rows = np.arange(int(np.floor(y0 / unit[1])), int(np.ceil(y1 / unit[1])))
    columns = np.arange(int(np.floor(x0 / unit[0])) - 1, int(np.ceil(x1 / unit[0])) + 1)
    row: np.ndarray = np.repeat(rows, len(columns))
    column: np.ndarray = np.tile(columns, len(rows))
    left = (column + bond * (row % 2)) * unit[0]
    low = row * unit[1]
    found = np.stack([left, left + unit[0] - joint, low, low + unit[1] - joint], axis=1)
    found = np.clip(found, [x0, x0, y0, y0], [x1, x1, y1, y1])
    return found[(found[:, 1] - found[:, 0] > joint) & (found[:, 3] - found[:, 2] > joint)]


def planks(area: Area, *, wide: float, joint: float, rng: np.random.Generator) -> Float[np.ndarray, "n 4"]:
    """Boards along x of random lengths, low x, high x, low y, high y of each [m]."""
    x0, x1, y0, y1 = area
    rows = max(round((y1 - y0) / wide), 1)
    board = (y1 - y0) / rows
    found: list[tuple[float, float, float, float]] = []
    for row in range(rows):
        cuts = [x0, x0 + float(rng.uniform(0.4, 1.6))]
        while x1 - cuts[-1] > 2.2:
            cuts.append(cuts[-1] + float(rng.uniform(1.2, 1.7)))
        low = y0 + row * board
        found += [(a, b - joint, low, low + board - joint) for a, b in pairwise([*cuts, x1]) if b - a > 0.05]
    return np.array(found)


def gaps(units: Float[np.ndarray, "n 4"], area: Area, *, joint: float) -> Float[np.ndarray, "m 4"]:
    """The joints to the right of units and above them, within the area."""
    x0, x1, y0, y1 = units.T
    right = np.stack([x1, np.minimum(x1 + joint, area[1]), y0, y1], axis=1)
    above = np.stack([x0, np.minimum(x1 + joint, area[1]), y1, np.minimum(y1 + joint, area[3])], axis=1)
    strips = np.concatenate([right, above])
    return strips[(strips[:, 1] - strips[:, 0] > 1e-4) & (strips[:, 3] - strips[:, 2] > 1e-4)]


def laid(units: Float[np.ndarray, "n 4"], *, height: float, cell: float) -> Solid:
    """Units on the floor: x is the world's x, y its z; faces up. Cut into pieces of at most ``cell`` [m]."""
    return _sheet(units, height, cell, (0, 2, 1), (0.0, 1.0, 0.0))


def facing(units: Float[np.ndarray, "n 4"], *, out: float, cell: float) -> Solid:
    """Units on a wall in its own frame: x along, y up, ``out`` in front of it [m]; faces +z."""
    return _sheet(units, out, cell, (0, 1, 2), (0.0, 0.0, 1.0))


def _sheet(
    units: np.ndarray,
    level: float,
    cell: float,
    axes: tuple[int, int, int],
    normal: tuple[float, float, float],
) -> Solid:
    parts, owner = _cut(units, cell)
    x0, x1, y0, y1 = parts.T
    flat = np.stack([np.stack([x0, x1, x1, x0], 1), np.stack([y0, y0, y1, y1], 1)], axis=-1)
    if axes[1] == 2:  # x to the right and z towards us turn clockwise seen from above
        flat = flat[:, ::-1]
    corners = np.empty((len(parts), 4, 3))
    corners[..., axes[0]], corners[..., axes[1]], corners[..., axes[2]] = flat[..., 0], flat[..., 1], level
    tall = (units[:, 3] - units[:, 2]) > (units[:, 1] - units[:, 0])
    grain = np.where(tall[owner][:, None, None], flat[..., ::-1], flat)
    local = np.concatenate([grain, np.broadcast_to(10.0 * owner[:, None, None], (len(parts), 4, 1))], axis=-1)
    return Solid(corners=corners, normals=np.broadcast_to(normal, corners.shape).copy(), local=local)


def _cut(units: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Rectangles cut into a grid each; and the unit each piece belongs to."""
    counts = np.maximum(np.ceil((units[:, [1, 3]] - units[:, [0, 2]]) / cell - 1e-6), 1).astype(int)
    totals = counts.prod(axis=1)
    owner = np.repeat(np.arange(len(units)), totals)
    index = np.arange(len(owner)) - np.repeat(np.cumsum(totals) - totals, totals)
    at = np.stack([index % counts[owner, 0], index // counts[owner, 0]], axis=1)
    size = (units[:, [1, 3]] - units[:, [0, 2]]) / counts
    low = units[owner][:, [0, 2]] + at * size[owner]
    high = low + size[owner]
    return np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1), owner
