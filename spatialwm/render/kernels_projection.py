# pyright: basic
"""Gaussians to the picture plane, compiled: EWA splatting and spherical harmonics, one splat at a time.

The Gaussian's covariance V = R S S^T R^T becomes J W V W^T J^T + blur on the picture, with W the camera's
rotation and J the Jacobian of the projection at the centre, kernels_lens.py (Zwicker et al. 2001;
conventions of Ye et al. 2024, gsplat).
"""

import math
from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.kernels_harmonics import fill_basis
from spatialwm.render.kernels_lens import pixel_and_jacobian
from spatialwm.render.layout import (
    CHUNK,
    EXTENT_X,
    EXTENT_Y,
    FEATURES,
    INVISIBLE,
    OPACITY,
    THRESHOLD,
    A,
    B,
    C,
    U,
    V,
)

__all__ = ["project", "rotation"]

_MIN_ALPHA = 1 / 255


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def rotation(w, x, y, z, t):
    """Rotation matrix, by rows, of a unit quaternion."""
    one, two = t(1), t(2)
    return (
        one - two * (y * y + z * z), two * (x * y - w * z), two * (x * z + w * y),
        two * (x * y + w * z), one - two * (x * x + z * z), two * (y * z - w * x),
        two * (x * z - w * y), two * (y * z + w * x), one - two * (x * x + y * y),
    )  # fmt: skip


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def _project_one(
    i,
    means,
    quats,
    scales,
    opacities,
    view,
    K,
    lens,
    width,
    height,
    near,
    far,
    blur,
    antialiased,
    records,
    keys,
):
    """Fill record and key of splat i; False when it cannot be seen."""
    t = records.dtype.type
    keys[i] = np.uint32(INVISIBLE)
    X, Y, Z = means[i, 0], means[i, 1], means[i, 2]
    z = view[2, 0] * X + view[2, 1] * Y + view[2, 2] * Z + view[2, 3]
    if not (z >= near) or z > far:
        return False
    x = view[0, 0] * X + view[0, 1] * Y + view[0, 2] * Z + view[0, 3]
    y = view[1, 0] * X + view[1, 1] * Y + view[1, 2] * Z + view[1, 3]
    reached, u, v, j00, j01, j02, j10, j11, j12 = pixel_and_jacobian(lens, x, y, z, K, width, height, t)
    if not reached:
        return False
    qw, qx, qy, qz = quats[i, 0], quats[i, 1], quats[i, 2], quats[i, 3]
    norm = t(1) / math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz)
    r = rotation(qw * norm, qx * norm, qy * norm, qz * norm, t)
    t0, t1, t2 = (
        j00 * view[0, 0] + j01 * view[1, 0] + j02 * view[2, 0],
        j00 * view[0, 1] + j01 * view[1, 1] + j02 * view[2, 1],
        j00 * view[0, 2] + j01 * view[1, 2] + j02 * view[2, 2],
    )
    t3, t4, t5 = (
        j10 * view[0, 0] + j11 * view[1, 0] + j12 * view[2, 0],
        j10 * view[0, 1] + j11 * view[1, 1] + j12 * view[2, 1],
        j10 * view[0, 2] + j11 * view[1, 2] + j12 * view[2, 2],
    )
    sx, sy, sz = scales[i, 0], scales[i, 1], scales[i, 2]
    m0, m3 = (t0 * r[0] + t1 * r[3] + t2 * r[6]) * sx, (t3 * r[0] + t4 * r[3] + t5 * r[6]) * sx
    m1, m4 = (t0 * r[1] + t1 * r[4] + t2 * r[7]) * sy, (t3 * r[1] + t4 * r[4] + t5 * r[7]) * sy
    m2, m5 = (t0 * r[2] + t1 * r[5] + t2 * r[8]) * sz, (t3 * r[2] + t4 * r[5] + t5 * r[8]) * sz
    xx, xy, yy = m0 * m0 + m1 * m1 + m2 * m2, m0 * m3 + m1 * m4 + m2 * m5, m3 * m3 + m4 * m4 + m5 * m5
    opacity = opacities[i]
    sharp = xx * yy - xy * xy
    xx += blur
    yy += blur
    determinant = xx * yy - xy * xy
    if not determinant > t(0):
        return False
    if antialiased:
        opacity *= math.sqrt(max(sharp / determinant, t(0)))
    if not opacity >= t(_MIN_ALPHA):
        return False
    threshold = math.log(t(255) * opacity)
    extent_x, extent_y = math.sqrt(t(2) * threshold * xx), math.sqrt(t(2) * threshold * yy)
    if not (u + extent_x > t(0) and u - extent_x < width and v + extent_y > t(0) and v - extent_y < height):
        return False
    inverse = t(1) / determinant
    row = records[i]
    row[U], row[V] = u, v
    row[A], row[B], row[C] = t(0.5) * yy * inverse, -xy * inverse, t(0.5) * xx * inverse
    row[OPACITY], row[EXTENT_X], row[EXTENT_Y], row[THRESHOLD] = opacity, extent_x, extent_y, threshold
    keys[i] = np.float32(z).view(np.uint32)
    return True


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def _shade(i, means, sh, degree, eye, basis, records):
    """Colour towards the camera: max(0.5 + basis . sh, 0)."""
    t = records.dtype.type
    dx, dy, dz = means[i, 0] - eye[0], means[i, 1] - eye[1], means[i, 2] - eye[2]
    norm = t(1) / math.sqrt(dx * dx + dy * dy + dz * dz)
    fill_basis(basis, degree, dx * norm, dy * norm, dz * norm)
    red, green, blue = t(0.5), t(0.5), t(0.5)
    for k in range((degree + 1) * (degree + 1)):
        red += basis[k] * sh[i, k, 0]
        green += basis[k] * sh[i, k, 1]
        blue += basis[k] * sh[i, k, 2]
    records[i, FEATURES] = max(red, t(0))
    records[i, FEATURES + 1] = max(green, t(0))
    records[i, FEATURES + 2] = max(blue, t(0))


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def project(
    means,
    quats,
    scales,
    opacities,
    sh,
    degree,
    features,
    view,
    eye,
    K,
    lens,
    width,
    height,
    near,
    far,
    blur,
    antialiased,
    depth_channel,
    records,
    keys,
):
    """Project every splat into ``records`` (layout.py) and ``keys`` (bits of the depth, or INVISIBLE).

    Colours come from ``sh`` when ``degree`` is 0 or more, else from ``features``; ``depth_channel`` appends
    the depth as one more channel.
    """
    count = len(means)
    channel_count = records.shape[1] - FEATURES
    for chunk in prange((count + CHUNK - 1) // CHUNK):
        basis = np.empty(16, records.dtype)
        for i in range(chunk * CHUNK, min(count, chunk * CHUNK + CHUNK)):
            if not _project_one(
                i,
                means,
                quats,
                scales,
                opacities,
                view,
                K,
                lens,
                width,
                height,
                near,
                far,
                blur,
                antialiased,
                records,
                keys,
            ):
                continue
            if degree >= 0:
                _shade(i, means, sh, degree, eye, basis, records)
            else:
                for c in range(features.shape[1]):
                    records[i, FEATURES + c] = features[i, c]
            if depth_channel:
                depth = view[2, 0] * means[i, 0] + view[2, 1] * means[i, 1] + view[2, 2] * means[i, 2]
                records[i, FEATURES + channel_count - 1] = depth + view[2, 3]
