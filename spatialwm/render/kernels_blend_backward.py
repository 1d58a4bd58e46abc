# pyright: basic
"""Gradients of blending, by walking each tile once more front to back.

With light T_k before splat k, weight w_k = alpha_k T_k, and q_k = (channels of k) . dLoss/dpixel, the
loss changes with alpha_k by

    dLoss/dalpha_k = q_k T_k - (sum over later j of w_j q_j + T_end q_background) / (1 - alpha_k).

The sum over all j is the finished pixel times its gradient, so the part that is still to come is what is
left after subtracting what has passed. Each pair of splat and tile writes a row of its own, so nothing is
shared between threads and the sums have the same bits every time.
"""

import math
from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.kernels_blend import MAX_ALPHA, MIN_TRANSMITTANCE
from spatialwm.render.kernels_exp import exp_minus
from spatialwm.render.kernels_lanes import (
    add_rows,
    at_most,
    load,
    no_lanes,
    own_function,
    pick,
    spread,
    steps,
    store,
    store_sums,
)
from spatialwm.render.layout import EXTENT_Y, FEATURES, OPACITY, THRESHOLD, TILE, A, B, C, U, V

__all__ = ["blend_tiles_backward"]

_AREA = TILE * TILE


@njit(cache=True, error_model="numpy")
@no_type_check
def _blend_tile_backward(rows, splats, slots, start, stop, left, top, state, channels, moments, stride):
    """Sums over the tile's pixels for each of its splats, into rows of ``moments``.

    ``state`` holds light, what is still to come, and the gradient of each channel.
    """
    own_function()
    t = rows.dtype.type
    zero, one = t(0), t(1)
    for place in range(start, stop):
        k = np.uint64(splats[place])
        x_mean, y_mean = rows[k, U] - left, rows[k, V] - top
        reach = rows[k, EXTENT_Y]
        first = max(0, int(math.ceil(max(y_mean - reach, zero))))
        last = int(math.floor(min(y_mean + reach, t(TILE - 1)))) if y_mean + reach >= zero else -1
        dx = steps(-x_mean)
        a_dx2, b_dx = dx * dx * rows[k, A], dx * rows[k, B]
        opacity = rows[k, OPACITY]
        s = sy = syy = sx = sxy = spread(zero)
        by_channel = no_lanes(channels)
        for y in range(first, last + 1):
            dy = t(y) - y_mean
            sigma = a_dx2 + b_dx * dy + rows[k, C] * dy * dy
            light = load(state, y * TILE)
            visible = (sigma < rows[k, THRESHOLD]) & (sigma >= zero) & (light > t(MIN_TRANSMITTANCE))
            falloff = exp_minus(sigma)
            free = falloff * opacity
            alpha = pick(visible, at_most(free, t(MAX_ALPHA)), zero)
            weight = alpha * light
            q = load(state, 2 * _AREA + y * TILE) * rows[k, np.uint64(FEATURES)]
            for c in range(1, len(channels)):
                q = q + load(state, (c + 2) * _AREA + y * TILE) * rows[k, np.uint64(FEATURES + c)]
            rest = load(state, _AREA + y * TILE) - weight * q
            store(state, _AREA + y * TILE, rest)
            store(state, y * TILE, light - weight)
            by_channel = add_rows(by_channel, weight, state, 2 * _AREA + y * TILE, _AREA)
            slope = q * light - rest / (one - alpha)
            g = pick(visible & (free < t(MAX_ALPHA)), slope * falloff, zero)
            g_dy = g * dy
            s, sy, syy = s + g, sy + g_dy, syy + g_dy * dy
            g_dx = g * dx
            sx, sxy = sx + g_dx, sxy + g_dx * dy
        # dx is the same in every row, so its second power waits until the rows are summed.
        store_sums(moments, slots[place] * stride, (s, sx, sy, sx * dx, sxy, syy) + by_channel)  # noqa: RUF005


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def blend_tiles_backward(
    rows,
    starts,
    splats,
    slots,
    tiles_x,
    channels,
    colors,
    light,
    color_slopes,
    light_slopes,
    taken,
    moments,
    stride,
    background_slopes,
):
    """Moments of all pairs from the gradients of ``colors`` and ``light``.

    ``channels`` is a tuple as long as there are channels. Rows of pairs that the forward pass never
    reached are set to zero. ``background_slopes`` (tiles, c), zeros at first, receives what each tile says of
    the background.
    """
    height, width = light.shape
    t = rows.dtype.type
    for tile in prange(len(starts) - 1):
        state = np.zeros(_AREA * (len(channels) + 2), rows.dtype)
        row, column = tile // tiles_x, tile % tiles_x
        for y in range(min(TILE, height - row * TILE)):
            for x in range(min(TILE, width - column * TILE)):
                py, px, pixel = row * TILE + y, column * TILE + x, y * TILE + x
                state[pixel] = t(1)
                to_come = light[py, px] * light_slopes[py, px]
                for c in range(len(channels)):
                    slope = color_slopes[py, px, c]
                    background_slopes[tile, c] += light[py, px] * slope
                    state[(c + 2) * _AREA + pixel] = slope
                    to_come += colors[py, px, c] * slope
                state[_AREA + pixel] = to_come
        left, top = t(column * TILE) + t(0.5), t(row * TILE) + t(0.5)
        start = starts[tile]
        stop = start + taken[tile]
        _blend_tile_backward(rows, splats, slots, start, stop, left, top, state, channels, moments, stride)
        for place in range(stop, starts[tile + 1]):
            for k in range(slots[place] * stride, slots[place] * stride + stride):
                moments[k] = t(0)
