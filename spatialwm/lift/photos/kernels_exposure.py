# pyright: basic
"""A colour matrix over a picture, and its gradients, in one pass each."""

from typing import no_type_check

import numpy as np
from numba import njit, prange

__all__ = ["expose", "expose_backward"]


@njit(cache=True, error_model="numpy", fastmath=True, parallel=True)
@no_type_check
def expose(picture, matrix, shown):
    """Write ``matrix`` (3, 4) times each pixel of ``picture`` (h, w, 3) and 1 to ``shown``."""
    height, width, _ = picture.shape
    for y in prange(height):
        for x in range(width):
            r, g, b = picture[y, x, 0], picture[y, x, 1], picture[y, x, 2]
            for c in range(3):
                shown[y, x, c] = matrix[c, 0] * r + matrix[c, 1] * g + matrix[c, 2] * b + matrix[c, 3]


@njit(cache=True, error_model="numpy", fastmath=True, parallel=True)
@no_type_check
def expose_backward(picture, matrix, slopes, by_picture, by_row):
    """From gradients by ``shown``: those by ``picture``, and by ``matrix`` for each row (h, 3, 4)."""
    height, width, _ = picture.shape
    for y in prange(height):
        sums = np.zeros((3, 4), np.float64)
        for x in range(width):
            for c in range(3):
                slope = slopes[y, x, c]
                for d in range(3):
                    sums[c, d] += slope * picture[y, x, d]
                sums[c, 3] += slope
            for d in range(3):
                by_picture[y, x, d] = (
                    matrix[0, d] * slopes[y, x, 0]
                    + matrix[1, d] * slopes[y, x, 1]
                    + matrix[2, d] * slopes[y, x, 2]
                )
        by_row[y] = sums
