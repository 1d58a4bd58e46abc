# pyright: basic
"""Front-to-back blending of tiles, sixteen pixels at a time (Kerbl et al. 2023)."""

import math
from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.kernels_exp import exp_minus
from spatialwm.render.kernels_lanes import (
    at_most,
    largest,
    load,
    own_function,
    pick,
    spread,
    steps,
    store,
)
from spatialwm.render.layout import EXTENT_Y, FEATURES, OPACITY, THRESHOLD, TILE, A, B, C, U, V

__all__ = ["MAX_ALPHA", "MIN_TRANSMITTANCE", "blend_tiles"]

MAX_ALPHA = 0.999
"""One splat never hides everything behind it (gsplat)."""
MIN_TRANSMITTANCE = 1e-4
"""A pixel with less light left is finished (Kerbl et al. 2023)."""
_AREA = TILE * TILE
_CHECK = 16
"""Splats between two looks at whether the whole tile is finished."""


@njit(cache=True, error_model="numpy")
@no_type_check
def _blend_tile(rows, splats, start, stop, left, top, state, halves, ranks, walls, limits, channels):
    """Blend one tile into ``state`` (light left, then a plane per channel); returns how many splats it took.

    Unless ``ranks`` is None, ``halves`` notes the place in the list at which half of a pixel's light is
    spent. Unless ``limits`` is None, splats (whose last channel is the depth) at or behind ``walls`` are
    not drawn.
    """
    own_function()
    t = rows.dtype.type
    zero = t(0)
    for y in range(TILE):
        store(state, y * TILE, spread(t(1)))
    for k in range(TILE * len(channels)):
        store(state, _AREA + k * TILE, spread(zero))
    for place in range(start, stop):
        k = np.uint64(splats[place])
        x_mean, y_mean = rows[k, U] - left, rows[k, V] - top
        reach = rows[k, EXTENT_Y]
        first = max(0, int(math.ceil(max(y_mean - reach, zero))))
        last = int(math.floor(min(y_mean + reach, t(TILE - 1)))) if y_mean + reach >= zero else -1
        dx = steps(-x_mean)
        a_dx2, b_dx = dx * dx * rows[k, A], dx * rows[k, B]
        for y in range(first, last + 1):
            dy = t(y) - y_mean
            sigma = a_dx2 + b_dx * dy + rows[k, C] * dy * dy
            light = load(state, y * TILE)
            visible = (sigma < rows[k, THRESHOLD]) & (sigma >= zero) & (light > t(MIN_TRANSMITTANCE))
            if limits is not None:
                visible = visible & (load(walls, y * TILE) > rows[k, np.uint64(FEATURES + len(channels) - 1)])
            alpha = at_most(exp_minus(sigma) * rows[k, OPACITY], t(MAX_ALPHA))
            weight = pick(visible, alpha, zero) * light
            store(state, y * TILE, light - weight)
            for c in range(len(channels)):
                plane = (c + 1) * _AREA + y * TILE
                store(state, plane, load(state, plane) + weight * rows[k, np.uint64(FEATURES + c)])
            if ranks is not None:
                crossing = (light > t(0.5)) & (light - weight <= t(0.5))
                rank = pick(crossing, t(place - start), load(halves, y * TILE))
                store(halves, y * TILE, rank)
        if (place - start) % _CHECK == _CHECK - 1:
            most = load(state, 0)
            for y in range(1, TILE):
                light = load(state, y * TILE)
                most = pick(most > light, most, light)
            if largest(most) <= t(MIN_TRANSMITTANCE):
                return place + 1 - start
    return stop - start


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def blend_tiles(rows, starts, splats, tiles_x, background, colors, light, taken, ranks, limits):
    """Blend all tiles over ``background`` (a tuple) into ``colors`` (h, w, c) and ``light`` (h, w).

    ``taken`` receives the number of splats that each tile looked at. ``ranks`` is None or receives the
    row of the splat at which half of the pixel's light is spent, -1 where that never happens. ``limits``
    is None or the depth (h, w) of what hides splats behind it; the last channel must then be the depth.
    """
    height, width = light.shape
    t = rows.dtype.type
    for tile in prange(len(starts) - 1):
        state = np.empty(_AREA * (len(background) + 1), rows.dtype)
        row, column = tile // tiles_x, tile % tiles_x
        halves = np.full(_AREA, t(-1), rows.dtype)
        walls = np.zeros(_AREA, rows.dtype)
        if limits is not None:
            for y in range(min(TILE, height - row * TILE)):
                for x in range(min(TILE, width - column * TILE)):
                    walls[y * TILE + x] = limits[row * TILE + y, column * TILE + x]
        left, top = t(column * TILE) + t(0.5), t(row * TILE) + t(0.5)
        start = starts[tile]
        taken[tile] = _blend_tile(
            rows, splats, start, starts[tile + 1], left, top, state, halves, ranks, walls, limits, background
        )
        for y in range(min(TILE, height - row * TILE)):
            for x in range(min(TILE, width - column * TILE)):
                pixel = y * TILE + x
                rest = state[pixel]
                light[row * TILE + y, column * TILE + x] = rest
                for c in range(len(background)):
                    colors[row * TILE + y, column * TILE + x, c] = (
                        state[(c + 1) * _AREA + pixel] + rest * background[c]
                    )
                if ranks is not None:
                    place = int(halves[pixel])
                    ranks[row * TILE + y, column * TILE + x] = splats[start + place] if place >= 0 else -1
