"""Ways around furniture: a grid of where the agent fits, and the shortest way over it."""

import heapq
import math

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.language.places import Extent, collider_extents
from spatialwm.scene import SceneObject

__all__ = ["way_to"]

_BODY = 0.25
"""Half a shoulder width [m]."""
_EASY, _TIGHT = (0.08, 0.04), (0.05, 0.005)
"""Cells of the grid, and what is kept to furniture [m]; the second where there is no way by the first."""
_LOW, _HIGH = 0.12, 1.7
"""What reaches into these heights over the feet is in the way [m]; lower, feet go over it."""
_AROUND = 1.5
"""The grid reaches this far beyond start and goal [m], at least to the furniture,"""
_LARGEST = 400
"""and has at most so many cells a side."""


def way_to(
    start: Float[np.ndarray, "3"], goal: Extent, distance: float, things: list[SceneObject]
) -> list[Float[np.ndarray, "2"]] | None:
    """Corners (x, z) of the shortest way to within ``distance`` of ``goal``; None when there is none.

    A* on a grid of cells where the agent fits (Hart, Nilsson and Raphael 1968), then straightened.
    """
    easy = _way_to(start, goal, distance, things, *_EASY)
    return _way_to(start, goal, distance, things, *_TIGHT) if easy is None else easy


def _way_to(
    start: Float[np.ndarray, "3"],
    goal: Extent,
    distance: float,
    things: list[SceneObject],
    cell: float,
    spare: float,
) -> list[Float[np.ndarray, "2"]] | None:
    boxes = [b for b in collider_extents(things) if _is_in_the_way(b, float(start[1])) and b.gap(start) > 0]
    low = np.minimum(start, goal.low)[[0, 2]] - _AROUND
    high = np.maximum(start, goal.high)[[0, 2]] + _AROUND
    shape = np.minimum(np.ceil((high - low) / cell).astype(int) + 1, _LARGEST)
    free = _free_cells(low, shape, boxes, cell, _BODY + spare)
    xs: np.ndarray = low[0] + cell * np.arange(int(shape[0]))
    zs: np.ndarray = low[1] + cell * np.arange(int(shape[1]))
    gap = np.hypot(
        np.maximum(np.maximum(goal.low[0] - xs, xs - goal.high[0]), 0)[:, None],
        np.maximum(np.maximum(goal.low[2] - zs, zs - goal.high[2]), 0)[None],
    )
    first = _nearest_free(free, np.rint((start[[0, 2]] - low) / cell).astype(int))
    if first is None:
        return None
    cells = _search(free, gap, first, distance, cell)
    if cells is None:
        return None
    return [low + cell * np.array(corner) for corner in _straightened(cells, free)[1:]]


def _is_in_the_way(box: Extent, level: float) -> bool:
    return bool(box.high[1] > level + _LOW and box.low[1] < level + _HIGH)


def _free_cells(
    low: np.ndarray, shape: np.ndarray, boxes: list[Extent], cell: float, wide: float
) -> Bool[np.ndarray, "x z"]:
    free = np.ones(tuple(shape), bool)
    for box in boxes:
        a = np.clip(np.ceil((box.low[[0, 2]] - wide - low) / cell).astype(int), 0, shape)
        b = np.clip(np.floor((box.high[[0, 2]] + wide - low) / cell).astype(int) + 1, 0, shape)
        free[a[0] : b[0], a[1] : b[1]] = False
    return free


def _nearest_free(free: Bool[np.ndarray, "x z"], cell: np.ndarray) -> tuple[int, int] | None:
    places = np.argwhere(free)
    if not len(places):
        return None
    best = places[int(np.argmin(np.sum((places - cell) ** 2, axis=1)))]
    return int(best[0]), int(best[1])


_STEPS = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]


def _search(
    free: Bool[np.ndarray, "x z"],
    gap: Float[np.ndarray, "x z"],
    first: tuple[int, int],
    distance: float,
    size: float,
) -> list[tuple[int, int]] | None:
    came: dict[tuple[int, int], tuple[int, int] | None] = {first: None}
    cost = {first: 0.0}
    queue = [(max(float(gap[first]) - distance, 0.0), first)]
    while queue:
        _, here = heapq.heappop(queue)
        if gap[here] <= distance:
            return _traced(came, here)
        for a, b in _STEPS:
            cell = here[0] + a, here[1] + b
            inside = 0 <= cell[0] < free.shape[0] and 0 <= cell[1] < free.shape[1]
            if (
                not inside
                or not free[cell]
                or not (free[here[0] + a, here[1]] and free[here[0], here[1] + b])
            ):
                continue
            length = cost[here] + size * math.hypot(a, b)
            if length < cost.get(cell, math.inf) - 1e-9:
                cost[cell], came[cell] = length, here
                heapq.heappush(queue, (length + max(float(gap[cell]) - distance, 0.0), cell))
    return None


def _traced(
    came: dict[tuple[int, int], tuple[int, int] | None], last: tuple[int, int]
) -> list[tuple[int, int]]:
    cells = [last]
    while (before := came[cells[-1]]) is not None:
        cells.append(before)
    return cells[::-1]


def _straightened(cells: list[tuple[int, int]], free: Bool[np.ndarray, "x z"]) -> list[tuple[int, int]]:
    kept, k = [cells[0]], 0
    while k < len(cells) - 1:
        following = next(
            j for j in range(len(cells) - 1, k, -1) if j == k + 1 or _sees(cells[k], cells[j], free)
        )
        kept.append(cells[following])
        k = following
    return kept


def _sees(a: tuple[int, int], b: tuple[int, int], free: Bool[np.ndarray, "x z"]) -> bool:
    count = 3 * max(abs(a[0] - b[0]), abs(a[1] - b[1])) + 1
    line = np.linspace(a, b, count)
    cells = np.rint(line).astype(int)
    return bool(free[cells[:, 0], cells[:, 1]].all())
