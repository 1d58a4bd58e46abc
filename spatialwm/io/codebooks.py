"""Few values for many: codebooks of numbers, and palettes of colour functions, by k-means.

A palette of 65,536 for a million points in 45 dimensions is out of reach for plain k-means (6e12 operations
per round). Here the points are first split into a few hundred cells, each cell gets a share of the palette
by how much error is in it, and k-means runs within the cells: matrix products of a size that BLAS is fastest
at, a thousandth of the work.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

from spatialwm.io.packing import in_parallel

__all__ = ["Palette", "codebook", "nearest_in_palette", "nearest_levels", "palette_of"]

_LEVELS = 256
_CODEBOOK_SAMPLE = 1 << 18
_CODEBOOK_ROUNDS = 40
_PER_BIN = 64
"""Values in an average bin of the density: the root of a few is mostly noise."""
_CELL_CENTERS = 512
"""Of the palette in an average cell: twice as many halve what cells cost in quality, and double the time."""
_ONE_CELL = 4096
"""Largest palette that is found in one cell."""
_PRODUCT = 1 << 18
"""Multiplications up to which OpenBLAS stays on one core; its threads spin, ruinous beside others."""
_CELL_SAMPLE = 100
"""Points per cell that the cells themselves are found on."""
_ROUNDS = 8
"""Of k-means; seven more save 0.1 % of the error."""
_CROWD = 8
"""Points per centre above which it matters little where k-means begins."""
_PROBES = 4
"""Nearest cells in which the nearest of the finished palette is looked for."""


def codebook(values: Float[np.ndarray, " n"]) -> Float[np.ndarray, "256"]:
    """256 numbers, rising, with about the smallest squared error (Lloyd 1957).

    It begins where Panter and Dite (1951) put them: as dense as the cube root of the values' density.
    """
    if not len(values):
        return np.zeros(_LEVELS, np.float32)
    step = max(1, len(values) // _CODEBOOK_SAMPLE)
    ordered = np.sort(values)
    low, high = float(ordered[0]), float(ordered[-1])
    ordered = np.append(ordered[::step], ordered[-1:]).astype(float)
    if not high > low:
        return np.full(_LEVELS, low, np.float32)
    bins = int(np.clip(len(ordered) // _PER_BIN, 32, 4096))
    counts, edges = np.histogram(ordered, bins, (low, high))
    share = np.cumsum(np.cbrt(counts))
    shares = (np.arange(_LEVELS) + 0.5) / _LEVELS * float(share[-1])
    levels = np.array(np.interp(shares, share, edges[1:]), float)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    for _ in range(_CODEBOOK_ROUNDS):
        cuts = np.searchsorted(ordered, (levels[1:] + levels[:-1]) / 2)
        ends = np.concatenate([[0], cuts, [len(ordered)]])
        held = np.diff(ends)
        means = np.diff(sums[ends]) / np.maximum(held, 1)
        levels = np.array(np.sort(np.where(held > 0, means, levels)), float)
    return np.array(levels, np.float32)


def nearest_levels(
    levels: Float[np.ndarray, "256"], values: Float[np.ndarray, "*shape"]
) -> UInt8[np.ndarray, "*shape"]:
    """Index of the nearest of rising ``levels``."""
    return np.searchsorted((levels[1:] + levels[:-1]) / 2, values).astype(np.uint8)


@dataclass(frozen=True, eq=False, kw_only=True)
class Palette:
    """Points that stand for many others."""

    centers: Float[np.ndarray, "k d"]
    """In groups: those of cell c are ``starts[c]`` to ``starts[c + 1]``."""
    starts: Int[np.ndarray, " cells_and_one"]
    cells: Float[np.ndarray, "cells d"]
    """Means of the cells."""


def palette_of(
    points: Float[np.ndarray, "n d"], weights: Float[np.ndarray, " n"], *, size: int, seed: int = 0
) -> Palette:
    """At most ``size`` points with a small weighted squared distance to the nearest of them.

    The same arguments give the same palette.
    """
    rng = np.random.default_rng(seed)
    cell_count = 1 if size <= _ONE_CELL else size // _CELL_CENTERS
    sample = rng.choice(len(points), min(len(points), _CELL_SAMPLE * cell_count), replace=False)
    cells = _lloyd(points[sample], weights[sample], cell_count, rng)
    members, spread = _members(points, weights, cells)
    sizes = _shares(np.array([len(m) for m in members]), spread, size)
    seeds = rng.integers(2**62, size=cell_count)
    parts = in_parallel(
        lambda c: _lloyd(
            points[members[c]], weights[members[c]], int(sizes[c]), np.random.default_rng(seeds[c])
        ),
        list(range(cell_count)),
    )
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    return Palette(centers=np.concatenate(parts), starts=starts, cells=cells)


def nearest_in_palette(palette: Palette, points: Float[np.ndarray, "n d"]) -> Int[np.ndarray, " n"]:
    """Index of the nearest centre; looked for in the four nearest cells."""
    found = np.zeros(len(points), np.int64)
    order, ends = _grouped(_nearest(palette.cells, points), len(palette.cells))
    near = np.argsort(_distances(palette.cells, palette.cells), axis=1, kind="stable")[:, :_PROBES]

    def look(cell: int) -> None:
        rows = order[ends[cell] : ends[cell + 1]]
        best = np.full(len(rows), -np.inf, np.float32)
        for other in near[cell]:
            first, last = palette.starts[other], palette.starts[other + 1]
            if first < last:
                labels, scores = _nearest_scored(palette.centers[first:last], points[rows])
                better = scores > best
                found[rows[better]] = first + labels[better]
                best = np.maximum(best, scores)

    in_parallel(look, list(range(len(palette.cells))))
    return found


def _lloyd(points: np.ndarray, weights: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Plain k-means; a centre that nothing is nearest to stays where it was."""
    if size >= len(points):
        return points
    centers = points[_first_centers(points, weights, size, rng)]
    weighted = points * weights[:, None]
    for _ in range(_ROUNDS):
        order, ends = _grouped(_nearest(centers, points), size)
        held = np.flatnonzero(np.diff(ends))
        sums = np.add.reduceat(weighted[order], ends[held], axis=0)
        totals = np.add.reduceat(weights[order], ends[held])
        centers = centers.copy()
        centers[held] = sums / totals[:, None]
    return centers


def _first_centers(
    points: np.ndarray, weights: np.ndarray, size: int, rng: np.random.Generator
) -> np.ndarray:
    """Rows to begin at: by weight; where few points share a centre, most by how far off they still are.

    As k-means|| (Bahmani et al. 2012) in three rounds.
    """
    chances = weights / weights.sum()
    if _CROWD * size < len(points):
        return rng.choice(len(points), size, replace=False, p=chances)
    rows = rng.choice(len(points), -(-size // 4), replace=False, p=chances)
    squares = np.square(points).sum(axis=1)
    for left in (3, 2, 1):
        _, scores = _nearest_scored(points[rows], points)
        errors = weights * np.maximum(squares - 2 * scores, 0) + 1e-9 * chances
        errors[rows] = 0
        more = (size - len(rows)) // left
        chances = errors.astype(float) / errors.sum(dtype=float)
        rows = np.concatenate([rows, rng.choice(len(points), more, replace=False, p=chances)])
    return rows


def _members(
    points: np.ndarray, weights: np.ndarray, cells: np.ndarray
) -> tuple[list[np.ndarray], np.ndarray]:
    """Which points are in each cell, and their summed weighted squared distance to its mean."""
    order, ends = _grouped(_nearest(cells, points), len(cells))
    members = [order[ends[c] : ends[c + 1]] for c in range(len(cells))]
    spread = [float(weights[m] @ np.square(points[m] - cells[c]).sum(axis=1)) for c, m in enumerate(members)]
    return members, np.array(spread)


def _shares(counts: np.ndarray, spread: np.ndarray, size: int) -> np.ndarray:
    """How many of the palette each cell gets, at most one per point and at least one where there are any.

    By the square root of points times error: cells that are crowded or wide get more.
    """
    wish = np.sqrt(counts * np.maximum(spread, 1e-30))
    shares = np.minimum(counts, 1)
    for _ in range(8):  # what full cells leave over goes to the others
        open_ = shares < counts
        left = size - shares.sum()
        if left <= 0 or not open_.any():
            break
        more = np.floor(left * wish * open_ / max(float((wish * open_).sum()), 1e-30)).astype(int)
        shares = np.minimum(counts, shares + more)
    return shares


def _grouped(labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows in the order of their labels, and where each label begins."""
    order = np.argsort(labels.astype(np.uint16), kind="stable")
    return order, np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=count))])


def _nearest(centers: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Index of the nearest centre of each point."""
    return _nearest_scored(centers, points)[0]


def _nearest_scored(centers: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Also half the square of the point less the squared distance, which is largest for the nearest."""
    found, best = np.empty(len(points), np.int64), np.empty(len(points), np.float32)
    block = max(1, _PRODUCT // centers.size)
    half, turned = np.square(centers).sum(axis=1) / 2, np.ascontiguousarray(centers.T)
    for start in range(0, len(points), block):
        rows = slice(start, start + block)
        scores = points[rows] @ turned
        scores -= half
        labels = np.argmax(scores, axis=1)
        found[rows] = labels
        best[rows] = scores[np.arange(len(labels)), labels]
    return found, best


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.square(a).sum(axis=1)[:, None] - 2 * (a @ b.T) + np.square(b).sum(axis=1)
