# pyright: basic
"""From points before a camera to pixels, with first and second derivatives, compiled; maths in lenses.py.

With ``lens`` None everything is the plain pinhole: Numba compiles that case on its own, without branches and
without the factors that are 0. The bend of a lens is the gradient of a potential, so its first derivatives
are three numbers and its second ones four. They are computed in double precision.
"""

import math
from typing import no_type_check

import numpy as np
from numba import njit

from spatialwm.render.lenses import (
    FISHEYE,
    HIGH_A,
    HIGH_B,
    K1,
    LOW_A,
    LOW_B,
    MODEL,
    ORTHO,
    P1,
    P2,
    REACH,
)

__all__ = ["pixel_and_jacobian", "point_slopes"]

_SMALL = 1e-4
"""s below which a fisheye's L is its Taylor series: the quotients lose all digits at 0."""


@njit(cache=True, error_model="numpy")
@no_type_check
def slope_limits(focal, centre, size, t):
    """Least and greatest x/z used in the Jacobian: 15 % of the view beyond its edges, as gsplat does."""
    margin = t(0.15) * size / focal
    return -(centre / focal + margin), (size - centre) / focal + margin


@njit(cache=True, error_model="numpy")
@no_type_check
def _stretch(lens, s):
    """L(s) and its first two derivatives."""
    k1, k2, k3, k4 = lens[K1], lens[K1 + 1], lens[K1 + 2], lens[K1 + 3]
    if lens[MODEL] == FISHEYE:
        if s < _SMALL:
            c1, c2 = k1 - 1 / 3, 0.2 - k1 + k2
            c3 = -1 / 7 + 14 / 15 * k1 - 5 / 3 * k2 + k3
            return 1 + s * (c1 + s * (c2 + s * c3)), c1 + s * (2 * c2 + 3 * s * c3), 2 * c2 + 6 * s * c3
        rho = math.sqrt(s)
        angle = math.atan(rho)
        q = angle * angle
        bent = angle * (1 + q * (k1 + q * (k2 + q * (k3 + q * k4))))
        by_angle = 1 + q * (3 * k1 + q * (5 * k2 + q * (7 * k3 + q * 9 * k4)))
        twice = angle * (6 * k1 + q * (20 * k2 + q * (42 * k3 + q * 72 * k4)))
        value, turn = bent / rho, 1 / (1 + s)
        first = (by_angle * turn - value) / (2 * s)
        bend = twice * turn * turn / (2 * rho) - by_angle * turn * turn - first
        return value, first, (bend - 2 * first) / (2 * s)
    k5, k6 = lens[K1 + 4], lens[K1 + 5]
    n0, n1, n2 = 1 + s * (k1 + s * (k2 + s * k3)), k1 + s * (2 * k2 + 3 * s * k3), 2 * k2 + 6 * s * k3
    d0, d1, d2 = 1 + s * (k4 + s * (k5 + s * k6)), k4 + s * (2 * k5 + 3 * s * k6), 2 * k5 + 6 * s * k6
    value = n0 / d0
    first = (n1 - value * d1) / d0
    return value, first, (n2 - 2 * first * d1 - value * d2) / d0


@njit(cache=True, error_model="numpy")
@no_type_check
def _bend(lens, a, b):
    """Bent slopes and their derivatives: (a', b', da'/da, da'/db = db'/da, db'/db)."""
    p1, p2 = lens[P1], lens[P2]
    aa, bb, ab = a * a, b * b, a * b
    s = aa + bb
    value, first, _ = _stretch(lens, s)
    return (
        a * value + 2 * p1 * ab + p2 * (s + 2 * aa),
        b * value + 2 * p2 * ab + p1 * (s + 2 * bb),
        value + 2 * aa * first + 2 * p1 * b + 6 * p2 * a,
        2 * ab * first + 2 * p1 * a + 2 * p2 * b,
        value + 2 * bb * first + 6 * p1 * b + 2 * p2 * a,
    )


@njit(cache=True, error_model="numpy")
@no_type_check
def _bend_twice(lens, a, b):
    """Second derivatives of the bend: by aaa, aab, abb and bbb of its potential."""
    p1, p2 = lens[P1], lens[P2]
    _, first, second = _stretch(lens, a * a + b * b)
    return (
        6 * a * first + 4 * a * a * a * second + 6 * p2,
        2 * b * first + 4 * a * a * b * second + 2 * p1,
        2 * a * first + 4 * a * b * b * second + 2 * p2,
        6 * b * first + 4 * b * b * b * second + 6 * p1,
    )


@njit(cache=True, error_model="numpy")
@no_type_check
def _clamped(lens, a, b):
    return min(lens[HIGH_A], max(lens[LOW_A], a)), min(lens[HIGH_B], max(lens[LOW_B], b))


@njit(cache=True, error_model="numpy")
@no_type_check
def _through_lens(lens, x, y, z, K, t):
    """As ``pixel_and_jacobian``, through a lens."""
    fx, fy, zero = K[0, 0], K[1, 1], t(0)
    if lens[MODEL] == ORTHO:
        return True, fx * x + K[0, 2], fy * y + K[1, 2], fx, zero, zero, zero, fy, zero
    a, b = np.float64(x) / np.float64(z), np.float64(y) / np.float64(z)
    if not a * a + b * b < lens[REACH]:
        return False, zero, zero, zero, zero, zero, zero, zero, zero
    bent_a, bent_b, _, _, _ = _bend(lens, a, b)
    a, b = _clamped(lens, a, b)
    _, _, aa, ab, bb = _bend(lens, a, b)
    wx, wy = np.float64(fx) / z, np.float64(fy) / z
    return (
        True,
        t(fx * bent_a + K[0, 2]),
        t(fy * bent_b + K[1, 2]),
        t(wx * aa),
        t(wx * ab),
        t(-wx * (aa * a + ab * b)),
        t(wy * ab),
        t(wy * bb),
        t(-wy * (ab * a + bb * b)),
    )


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def pixel_and_jacobian(lens, x, y, z, K, width, height, t):
    """Whether (x, y, z) is in reach, its pixel (u, v), and u by x, y and z, and v by x, y and z.

    The derivatives are those of EWA splatting: taken at slopes clamped to the view and its margin.
    """
    if lens is not None:
        return _through_lens(lens, x, y, z, K, t)
    fx, fy, iz, zero = K[0, 0], K[1, 1], t(1) / z, t(0)
    low_x, high_x = slope_limits(fx, K[0, 2], width, t)
    low_y, high_y = slope_limits(fy, K[1, 2], height, t)
    jx, jy = fx * iz, fy * iz
    jxz, jyz = -jx * min(high_x, max(low_x, x * iz)), -jy * min(high_y, max(low_y, y * iz))
    return True, fx * x * iz + K[0, 2], fy * y * iz + K[1, 2], jx, zero, jxz, zero, jy, jyz


@njit(cache=True, error_model="numpy")
@no_type_check
def _slopes_through_lens(lens, x, y, z, K, u_slope, v_slope, g00, g01, g02, g10, g11, g12, t):
    """As ``point_slopes``, through a lens."""
    if lens[MODEL] == ORTHO:
        return u_slope * K[0, 0], v_slope * K[1, 1], t(0)
    fx, fy, iz = np.float64(K[0, 0]), np.float64(K[1, 1]), 1 / np.float64(z)
    a, b = x * iz, y * iz
    _, _, aa, ab, bb = _bend(lens, a, b)
    a_slope = fx * u_slope * aa + fy * v_slope * ab
    b_slope = fx * u_slope * ab + fy * v_slope * bb
    ca, cb = _clamped(lens, a, b)
    _, _, aa, ab, bb = _bend(lens, ca, cb)
    wx, wy = fx * iz, fy * iz
    # The Jacobian is (wx, wy) times the bend's derivatives, which gives its slope along z at once.
    z_slope = -iz * (
        wx * (g00 * aa + g01 * ab - g02 * (aa * ca + ab * cb))
        + wy * (g10 * ab + g11 * bb - g12 * (ab * ca + bb * cb))
    )
    to_aa, to_bb = wx * (g00 - g02 * ca), wy * (g11 - g12 * cb)
    to_ab = wx * (g01 - g02 * cb) + wy * (g10 - g12 * ca)
    aaa, aab, abb, bbb = _bend_twice(lens, ca, cb)
    if ca == a:
        a_slope += to_aa * aaa + to_ab * aab + to_bb * abb - wx * g02 * aa - wy * g12 * ab
    if cb == b:
        b_slope += to_aa * aab + to_ab * abb + to_bb * bbb - wx * g02 * ab - wy * g12 * bb
    return t(a_slope * iz), t(b_slope * iz), t(z_slope - iz * (a_slope * a + b_slope * b))


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def point_slopes(lens, x, y, z, K, width, height, u_slope, v_slope, g00, g01, g02, g10, g11, g12, t):
    """Gradient by (x, y, z) from those of the pixel and of the six numbers of the Jacobian."""
    if lens is not None:
        return _slopes_through_lens(lens, x, y, z, K, u_slope, v_slope, g00, g01, g02, g10, g11, g12, t)
    fx, fy, iz = K[0, 0], K[1, 1], t(1) / z
    low_x, high_x = slope_limits(fx, K[0, 2], width, t)
    low_y, high_y = slope_limits(fy, K[1, 2], height, t)
    sx, sy, jx, jy = x * iz, y * iz, fx * iz, fy * iz
    jxz, jyz = -jx * min(high_x, max(low_x, sx)), -jy * min(high_y, max(low_y, sy))
    x_slope, y_slope = u_slope * jx, v_slope * jy
    z_slope = -(x_slope * sx + y_slope * sy) - iz * (g00 * jx + g11 * jy + g02 * jxz + g12 * jyz)
    if low_x < sx < high_x:
        g = -g02 * jx * iz
        x_slope += g
        z_slope -= g * sx
    if low_y < sy < high_y:
        g = -g12 * jy * iz
        y_slope += g
        z_slope -= g * sy
    return x_slope, y_slope, z_slope
