# pyright: basic
"""Which splats touch which tile, nearest first: a radix sort by depth, then a stable counting sort.

Both sorts are stable and split into parts that run side by side, so the lists are the same for any number
of threads. Tiles come from the ellipse where alpha falls to 1/255, row of tiles by row of tiles (after
Hanson et al. 2024, Speedy-Splat), not from its bounding box.
"""

import math
from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.layout import EXTENT_X, EXTENT_Y, INVISIBLE, THRESHOLD, TILE, A, B, C, U, V

__all__ = ["depth_order", "fill_tiles", "list_tiles", "pick_visible"]

_RADIX = 2048
"""11 bits at a time: three passes for 32-bit keys."""


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def depth_order(keys, parts):
    """Places of ``keys``, smallest (nearest) first, equal ones in the order given."""
    count = len(keys)
    per_part = (count + parts - 1) // parts
    histogram = np.empty((parts, _RADIX), np.int64)
    now, after = np.empty(count, np.uint64), np.empty(count, np.uint64)
    for part in prange(parts):
        for i in range(part * per_part, min(count, part * per_part + per_part)):
            now[i] = (np.uint64(keys[i]) << np.uint64(32)) | np.uint64(i)
    for shift in (32, 43, 54):
        histogram[:] = 0
        for part in prange(parts):
            for i in range(part * per_part, min(count, part * per_part + per_part)):
                histogram[part, np.int64(now[i] >> np.uint64(shift)) & (_RADIX - 1)] += 1
        _starts(histogram)
        for part in prange(parts):
            for i in range(part * per_part, min(count, part * per_part + per_part)):
                digit = np.int64(now[i] >> np.uint64(shift)) & (_RADIX - 1)
                after[histogram[part, digit]] = now[i]
                histogram[part, digit] += 1
        now, after = after, now
    order = np.empty(count, np.int32)
    for i in range(count):
        order[i] = np.int32(now[i] & np.uint64(INVISIBLE))
    return order


@njit(cache=True, error_model="numpy")
@no_type_check
def _starts(histogram):
    """Counts to first places, digit by digit and within a digit part by part; returns the total."""
    total = 0
    for digit in range(histogram.shape[1]):
        for part in range(histogram.shape[0]):
            here = histogram[part, digit]
            histogram[part, digit] = total
            total += here
    return total


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def pick_visible(records, keys, parts):
    """Indices of the visible splats, ascending, their rows of ``records`` and their keys."""
    count, columns = records.shape
    per_part = (count + parts - 1) // parts
    starts = np.zeros(parts + 1, np.int64)
    for part in prange(parts):
        seen = 0
        for i in range(part * per_part, min(count, part * per_part + per_part)):
            seen += keys[i] != np.uint32(INVISIBLE)
        starts[part + 1] = seen
    for part in range(parts):
        starts[part + 1] += starts[part]
    visible, near = np.empty(starts[parts], np.int32), np.empty(starts[parts], np.uint32)
    rows = np.empty((starts[parts], columns), records.dtype)
    for part in prange(parts):
        place = starts[part]
        for i in range(part * per_part, min(count, part * per_part + per_part)):
            if keys[i] != np.uint32(INVISIBLE):
                visible[place], near[place] = i, keys[i]
                for c in range(columns):
                    rows[place, c] = records[i, c]
                place += 1
    return visible, rows, near


@njit(cache=True, error_model="numpy", forceinline=True)
@no_type_check
def _box(row, tiles_x, tiles_y):
    """First and last tile column and row of the bounding box."""
    t = row.dtype.type
    inverse = t(1 / TILE)
    left, right = (row[U] - row[EXTENT_X]) * inverse, (row[U] + row[EXTENT_X]) * inverse
    top, bottom = (row[V] - row[EXTENT_Y]) * inverse, (row[V] + row[EXTENT_Y]) * inverse
    # Cut before the conversion: a huge splat does not fit an integer.
    x0, x1 = int(max(left, t(0))), int(min(right, t(tiles_x - 1)))
    y0, y1 = int(max(top, t(0))), int(min(bottom, t(tiles_y - 1)))
    return x0, x1, y0, y1


@njit(cache=True, error_model="numpy", forceinline=True)
@no_type_check
def _span(row, ty, x0, x1):
    """First and last tile column that the ellipse reaches between the first and last pixel row of ``ty``.

    On the line dy the ellipse A dx^2 + B dx dy + C dy^2 = THRESHOLD has at most two points; between two
    lines its leftmost point is on one of the lines or the leftmost of all.
    """
    t = row.dtype.type
    a, b, c = row[A], row[B], row[C]
    y_low, y_high = t(ty * TILE) + t(0.5) - row[V], t(ty * TILE + TILE) - t(0.5) - row[V]
    half = t(0.5) / a
    low, high = t(1e30), t(-1e30)
    for dy in (y_low, y_high):
        inside = (b * b - t(4) * a * c) * dy * dy + t(4) * a * row[THRESHOLD]
        if inside >= t(0):
            root = math.sqrt(inside)
            low, high = min(low, (-b * dy - root) * half), max(high, (-b * dy + root) * half)
    turn = -b * row[EXTENT_X] / (c + c)
    if y_low <= turn <= y_high:
        high = max(high, row[EXTENT_X])
    if y_low <= -turn <= y_high:
        low = min(low, -row[EXTENT_X])
    if high < low:
        return 1, 0
    inverse = t(1 / TILE)
    first = max(t(x0), math.floor((row[U] + low) * inverse))
    last = min(t(x1), math.floor((row[U] + high) * inverse))
    return int(first), int(last)


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def list_tiles(rows, tiles_x, tiles_y, parts):
    """Tiles of every splat, splat after splat.

    Returns ``tiles`` (with gaps between the parts), and ``firsts`` and ``counts`` into it per splat.
    """
    count = len(rows)
    per_part = (count + parts - 1) // parts
    room = np.zeros(parts + 1, np.int64)
    for part in prange(parts):
        needed = 0
        for i in range(part * per_part, min(count, part * per_part + per_part)):
            x0, x1, y0, y1 = _box(rows[i], tiles_x, tiles_y)
            needed += max(0, x1 - x0 + 1) * max(0, y1 - y0 + 1)
        room[part + 1] = needed
    for part in range(parts):
        room[part + 1] += room[part]
    tiles = np.empty(room[parts], np.int32)
    firsts, counts = np.empty(count, np.int64), np.empty(count, np.int32)
    for part in prange(parts):
        place = room[part]
        for i in range(part * per_part, min(count, part * per_part + per_part)):
            x0, x1, y0, y1 = _box(rows[i], tiles_x, tiles_y)
            firsts[i] = place
            whole = x0 >= x1 or y0 >= y1
            for ty in range(y0, y1 + 1):
                first, last = x0, x1
                if not whole:
                    first, last = _span(rows[i], ty, x0, x1)
                for tile in range(ty * tiles_x + first, ty * tiles_x + last + 1):
                    tiles[place] = tile
                    place += 1
            counts[i] = place - firsts[i]
    return tiles, firsts, counts


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def fill_tiles(order, tiles, firsts, counts, tile_count, parts):
    """Splats of every tile, nearest first.

    Returns ``starts`` (one more than tiles), ``splats`` and ``slots``: where in ``tiles`` the pair
    stands, the place of its gradient, so that a splat's gradients are neighbours.
    """
    count = len(order)
    per_part = (count + parts - 1) // parts
    histogram = np.zeros((parts, tile_count), np.int64)
    for part in prange(parts):
        for k in range(part * per_part, min(count, part * per_part + per_part)):
            i = order[k] if parts > 1 else k  # one part counts all, in the order in which they lie in memory
            for slot in range(firsts[i], firsts[i] + counts[i]):
                histogram[part, tiles[slot]] += 1
    total = _starts(histogram)
    starts = np.empty(tile_count + 1, np.int64)
    starts[:-1] = histogram[0]
    starts[-1] = total
    splats, slots = np.empty(total, np.int32), np.empty(total, np.int32)
    for part in prange(parts):
        for k in range(part * per_part, min(count, part * per_part + per_part)):
            i = order[k]
            for slot in range(firsts[i], firsts[i] + counts[i]):
                tile = tiles[slot]
                place = histogram[part, tile]
                histogram[part, tile] = place + 1
                splats[place] = i
                slots[place] = slot
    return starts, splats, slots
