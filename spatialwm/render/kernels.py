# pyright: basic
"""The same blending as ``reference``, compiled by Numba, in bands of rows that run side by side."""

import math
from typing import no_type_check

from numba import njit, prange

from spatialwm.render.projection import MIN_ALPHA
from spatialwm.render.reference import MAX_ALPHA, MIN_TRANSMITTANCE

__all__ = ["blend_bands"]

BAND = 16
"""Rows per band."""


@njit(parallel=True, cache=True)
@no_type_check  # a run-time type checker must not wrap what Numba compiles
def blend_bands(
    means, conics, extents, depths, opacities, splat_colors, ids, limits, colors, light, sums, owners
):
    """Blend splats, nearest first, into ``colors, light, sums, owners`` (written in place).

    Every pixel belongs to one band and every band walks the splats in the same order, so the result does not
    depend on the number of threads.
    """
    height, width = light.shape
    for band in prange((height + BAND - 1) // BAND):
        top, bottom = band * BAND, min(band * BAND + BAND, height)
        for k in range(len(means)):
            mx, my = means[k, 0], means[k, 1]
            ex, ey = extents[k, 0], extents[k, 1]
            y0 = max(top, int(math.ceil(my - ey - 0.5)))
            y1 = min(bottom - 1, int(math.floor(my + ey - 0.5)))
            if y0 > y1:
                continue
            x0 = max(0, int(math.ceil(mx - ex - 0.5)))
            x1 = min(width - 1, int(math.floor(mx + ex - 0.5)))
            xx, xy, yy = conics[k, 0], conics[k, 1], conics[k, 2]
            for y in range(y0, y1 + 1):
                dy = y + 0.5 - my
                for x in range(x0, x1 + 1):
                    left = light[y, x]
                    if left <= MIN_TRANSMITTANCE or depths[k] >= limits[y, x]:
                        continue
                    dx = x + 0.5 - mx
                    exponent = -0.5 * (xx * dx * dx + yy * dy * dy) - xy * dx * dy
                    alpha = min(opacities[k] * math.exp(exponent), MAX_ALPHA)
                    if alpha < MIN_ALPHA:
                        continue
                    weight = alpha * left
                    colors[y, x, 0] += weight * splat_colors[k, 0]
                    colors[y, x, 1] += weight * splat_colors[k, 1]
                    colors[y, x, 2] += weight * splat_colors[k, 2]
                    sums[y, x] += weight * depths[k]
                    after = left * (1 - alpha)
                    if left > 0.5 and after <= 0.5:
                        owners[y, x] = ids[k]
                    light[y, x] = after
