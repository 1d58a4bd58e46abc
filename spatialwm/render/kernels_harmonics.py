# pyright: basic
"""Spherical harmonics of degree 0 to 3 and their derivatives, one direction at a time, compiled.

The same functions as ``spatialwm.geometry.harmonics`` (constants and signs of Kerbl et al. 2023).
"""

from typing import no_type_check

from numba import njit

__all__ = ["fill_basis", "fill_basis_slopes"]

_C0 = 0.28209479177387814
_C1 = 0.4886025119029199
_C20, _C22, _C24 = 1.0925484305920792, 0.31539156525252005, 0.5462742152960396
_C30, _C31, _C32, _C33, _C35 = (
    0.5900435899266435,
    2.890611442640554,
    0.4570457994644658,
    0.3731763325901154,
    1.445305721320277,
)


@njit(cache=True, error_model="numpy", fastmath=True)
@no_type_check
def fill_basis(basis, degree, x, y, z):
    """Write the (degree + 1)^2 basis values at the unit direction (x, y, z)."""
    t = basis.dtype.type
    basis[0] = t(_C0)
    if degree < 1:
        return
    basis[1], basis[2], basis[3] = -t(_C1) * y, t(_C1) * z, -t(_C1) * x
    if degree < 2:
        return
    xx, yy, zz = x * x, y * y, z * z
    basis[4] = t(_C20) * x * y
    basis[5] = -t(_C20) * y * z
    basis[6] = t(_C22) * (zz + zz - xx - yy)
    basis[7] = -t(_C20) * x * z
    basis[8] = t(_C24) * (xx - yy)
    if degree < 3:
        return
    three, four = t(3), t(4)
    basis[9] = -t(_C30) * y * (three * xx - yy)
    basis[10] = t(_C31) * x * y * z
    basis[11] = -t(_C32) * y * (four * zz - xx - yy)
    basis[12] = t(_C33) * z * (zz + zz - three * (xx + yy))
    basis[13] = -t(_C32) * x * (four * zz - xx - yy)
    basis[14] = t(_C35) * z * (xx - yy)
    basis[15] = -t(_C30) * x * (xx - three * yy)


@njit(cache=True, error_model="numpy", fastmath=True)
@no_type_check
def fill_basis_slopes(slopes, degree, x, y, z):
    """Write the derivatives of the basis by x, y and z (columns), as if the three were free."""
    t = slopes.dtype.type
    slopes[: (degree + 1) * (degree + 1)] = t(0)
    if degree < 1:
        return
    slopes[1, 1], slopes[2, 2], slopes[3, 0] = -t(_C1), t(_C1), -t(_C1)
    if degree < 2:
        return
    x2, y2, z2 = x + x, y + y, z + z
    slopes[4, 0], slopes[4, 1] = t(_C20) * y, t(_C20) * x
    slopes[5, 1], slopes[5, 2] = -t(_C20) * z, -t(_C20) * y
    slopes[6, 0], slopes[6, 1], slopes[6, 2] = -t(_C22) * x2, -t(_C22) * y2, t(_C22) * (z2 + z2)
    slopes[7, 0], slopes[7, 2] = -t(_C20) * z, -t(_C20) * x
    slopes[8, 0], slopes[8, 1] = t(_C24) * x2, -t(_C24) * y2
    if degree < 3:
        return
    three, four, six, eight = t(3), t(4), t(6), t(8)
    xx, yy, zz = x * x, y * y, z * z
    slopes[9, 0], slopes[9, 1] = -t(_C30) * six * x * y, -t(_C30) * three * (xx - yy)
    slopes[10, 0], slopes[10, 1], slopes[10, 2] = t(_C31) * y * z, t(_C31) * x * z, t(_C31) * x * y
    slopes[11, 0] = t(_C32) * x2 * y
    slopes[11, 1] = -t(_C32) * (four * zz - xx - three * yy)
    slopes[11, 2] = -t(_C32) * eight * y * z
    slopes[12, 0], slopes[12, 1] = -t(_C33) * six * x * z, -t(_C33) * six * y * z
    slopes[12, 2] = t(_C33) * (six * zz - three * (xx + yy))
    slopes[13, 0] = -t(_C32) * (four * zz - three * xx - yy)
    slopes[13, 1] = t(_C32) * x * y2
    slopes[13, 2] = -t(_C32) * eight * x * z
    slopes[14, 0], slopes[14, 1], slopes[14, 2] = t(_C35) * x2 * z, -t(_C35) * y2 * z, t(_C35) * (xx - yy)
    slopes[15, 0], slopes[15, 1] = -t(_C30) * three * (xx - yy), t(_C30) * six * x * y
