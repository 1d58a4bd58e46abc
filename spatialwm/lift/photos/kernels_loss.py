# pyright: basic
"""L1 + structural similarity of two pictures and its gradient, in three passes over rows.

SSIM (Wang et al. 2004) with the 11-tap Gaussian window of sigma 1.5 and pictures taken as 0 outside, as
3DGS trains. With A = blur(a), B = blur(b), and the blurred products giving variances and covariance,

    ssim = (2AB + c1)(2 cov + c2) / ((A^2 + B^2 + c1)(var_a + var_b + c2));

its gradient by picture a is blur(d/dA) + 2a blur(d/d blur(a^2)) + b blur(d/d blur(ab)), because the
window is symmetric.
"""

from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.kernels_lanes import WIDTH, load, own_function, store

__all__ = ["l1_ssim", "scratch_size"]

_REACH = 5
"""Pixels to each side of the window's middle."""
_C1, _C2 = 0.01**2, 0.03**2


@njit(cache=True, error_model="numpy")
@no_type_check
def _blur_along(source, start, step, target, place, blocks, window):
    """Weighted sums of 11 values, ``step`` apart, around each of ``blocks`` * 16 places of a row."""
    own_function()
    for block in range(blocks):
        at = start + block * WIDTH
        total = load(source, at) * window[_REACH]
        for k in range(1, _REACH + 1):
            total = total + (load(source, at - k * step) + load(source, at + k * step)) * window[_REACH + k]
        store(target, place + block * WIDTH, total)


@njit(cache=True, error_model="numpy", fastmath=True)
@no_type_check
def _similarity_row(blurred, width, mean_slopes, square_slopes, product_slopes):
    """Sum of SSIM over a row and its gradients by blur(a), blur(a^2) and blur(ab)."""
    t = blurred.dtype.type
    two, c1, c2 = t(2), t(_C1), t(_C2)
    total = t(0)
    for x in range(width):
        a, b = blurred[0, x], blurred[1, x]
        var_a, var_b, cov = blurred[2, x] - a * a, blurred[3, x] - b * b, blurred[4, x] - a * b
        top1, top2 = two * a * b + c1, two * cov + c2
        low1, low2 = a * a + b * b + c1, var_a + var_b + c2
        inverse = t(1) / (low1 * low2)
        ssim = top1 * top2 * inverse
        total += ssim
        square = -ssim / low2
        product = two * top1 * inverse
        square_slopes[x], product_slopes[x] = square, product
        mean_slopes[x] = two * b * top2 * inverse - two * a * ssim / low1 - two * a * square - b * product
    return total


def scratch_size(height: int, width: int) -> int:
    """Numbers per plane of scratch memory."""
    return (height + 2 * _REACH) * (-(-width // WIDTH) + 2) * WIDTH


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def l1_ssim(picture, target, ssim_weight, window, first, second, slopes):
    """Write the gradient of (1 - w) L1 + w (1 - SSIM) by ``picture`` (h, w, 3) to ``slopes``, return it.

    ``target`` is (h, w, 3) uint8, ``window`` the 11 weights. ``first`` (5, 3, size) and ``second`` (3, 3,
    size) are scratch memory of ``scratch_size``, zeros the first time.
    """
    height, width, _ = picture.shape
    t = picture.dtype.type
    blocks = (width + WIDTH - 1) // WIDTH
    pad = WIDTH  # room for the window on both sides of a row, zeros
    stride = blocks * WIDTH + 2 * pad
    sums = np.zeros((height, 2), np.float64)
    for y in prange(height):
        source = np.zeros((5, stride), picture.dtype)
        for c in range(3):
            for x in range(width):
                a, b = picture[y, x, c], t(target[y, x, c]) * t(1 / 255)
                source[0, pad + x], source[1, pad + x], source[4, pad + x] = a, b, a * b
                source[2, pad + x], source[3, pad + x] = a * a, b * b
                sums[y, 0] += abs(a - b)
            for k in range(5):
                _blur_along(source[k], pad, 1, first[k, c], (y + _REACH) * stride + pad, blocks, window)
    for y in prange(height):
        blurred = np.zeros((5, stride), picture.dtype)
        change = np.zeros((3, stride), picture.dtype)
        for c in range(3):
            for k in range(5):
                _blur_along(first[k, c], (y + _REACH) * stride + pad, stride, blurred[k], 0, blocks, window)
            sums[y, 1] += _similarity_row(blurred, width, change[0, pad:], change[1, pad:], change[2, pad:])
            for k in range(3):
                _blur_along(change[k], pad, 1, second[k, c], (y + _REACH) * stride + pad, blocks, window)
    count = t(3 * width * height)
    for y in prange(height):
        blurred = np.zeros((3, stride), picture.dtype)
        for c in range(3):
            for k in range(3):
                _blur_along(second[k, c], (y + _REACH) * stride + pad, stride, blurred[k], 0, blocks, window)
            for x in range(width):
                a, b = picture[y, x, c], t(target[y, x, c]) * t(1 / 255)
                sign = t(1) if a > b else (t(-1) if a < b else t(0))
                ssim = blurred[0, x] + t(2) * a * blurred[1, x] + b * blurred[2, x]
                slopes[y, x, c] = ((t(1) - ssim_weight) * sign - ssim_weight * ssim) / count
    # Row by row in order, so that the sum has the same bits for any number of threads.
    l1, ssim = 0.0, 0.0
    for y in range(height):
        l1 += sums[y, 0]
        ssim += sums[y, 1]
    return ((1 - ssim_weight) * l1 + ssim_weight * (count - ssim)) / count
