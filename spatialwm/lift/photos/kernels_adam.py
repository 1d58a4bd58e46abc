# pyright: basic
"""Adam (Kingma and Ba 2015) on the rows that were seen, in one pass over memory.

A splat that no pixel saw has no gradient; touching it would cost as much as learning. Its moments wait
until it is seen again (as "selective Adam" of Mallick et al. 2024, Taming 3DGS).
"""

import math
from typing import no_type_check

from numba import njit, prange

from spatialwm.render.layout import CHUNK

__all__ = ["adam_rows"]


@njit(cache=True, error_model="numpy", fastmath=True, parallel=True)
@no_type_check
def adam_rows(values, means, squares, slopes, order, rates, decay1, decay2, correction1, correction2):
    """Update ``values[order]`` (n, c) from ``slopes`` (m, c'), c' <= c, with a learning rate per column."""
    t = values.dtype.type
    count, columns = slopes.shape
    one, tiny = t(1), t(1e-15)
    for chunk in prange((count + CHUNK - 1) // CHUNK):
        for k in range(chunk * CHUNK, min(count, chunk * CHUNK + CHUNK)):
            row = order[k]
            for c in range(columns):
                slope = slopes[k, c]
                mean = decay1 * means[row, c] + (one - decay1) * slope
                square = decay2 * squares[row, c] + (one - decay2) * slope * slope
                means[row, c], squares[row, c] = mean, square
                values[row, c] -= rates[c] * mean * correction1 / (math.sqrt(square * correction2) + tiny)
