# pyright: basic
"""From gradients of projected splats back to means, rotations, scales, opacities, colours and the camera.

Everything is recomputed from the inputs, splat by splat: that costs less than storing it. With Q the
inverse 2D covariance, dLoss/dV2 = -Q (dLoss/dQ) Q; with M = T R S and V2 = M M^T + blur, dLoss/dM = 2
(dLoss/dV2) M, and the product rule does the rest (Ye et al. 2023, "Mathematical supplement for the gsplat
library").
"""

import math
from typing import no_type_check

import numpy as np
from numba import njit, prange

from spatialwm.render.kernels_harmonics import fill_basis, fill_basis_slopes
from spatialwm.render.kernels_lens import pixel_and_jacobian, point_slopes
from spatialwm.render.kernels_projection import rotation
from spatialwm.render.layout import CHUNK, FEATURES, MOMENTS, OPACITY, A, B, C

__all__ = ["project_backward"]


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def _shade_backward(i, k, means, sh, degree, eye, basis, slopes, rows, total, sh_slopes, out):
    """Gradients of the spherical harmonics into ``sh_slopes[k]``; of the mean into ``out``."""
    t = rows.dtype.type
    dx, dy, dz = means[i, 0] - eye[0], means[i, 1] - eye[1], means[i, 2] - eye[2]
    norm = t(1) / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = dx * norm, dy * norm, dz * norm
    fill_basis(basis, degree, dx, dy, dz)
    # A channel cut at 0 has no gradient.
    red = total[MOMENTS] if rows[k, FEATURES] > t(0) else t(0)
    green = total[MOMENTS + 1] if rows[k, FEATURES + 1] > t(0) else t(0)
    blue = total[MOMENTS + 2] if rows[k, FEATURES + 2] > t(0) else t(0)
    count = (degree + 1) * (degree + 1)
    for m in range(count):
        sh_slopes[k, m, 0], sh_slopes[k, m, 1], sh_slopes[k, m, 2] = (
            basis[m] * red,
            basis[m] * green,
            basis[m] * blue,
        )
    for m in range(count, sh_slopes.shape[1]):
        sh_slopes[k, m, 0], sh_slopes[k, m, 1], sh_slopes[k, m, 2] = t(0), t(0), t(0)
    out[0], out[1], out[2] = t(0), t(0), t(0)
    if degree == 0:
        return
    fill_basis_slopes(slopes, degree, dx, dy, dz)
    gx, gy, gz = t(0), t(0), t(0)
    for m in range(1, count):
        g = red * sh[i, m, 0] + green * sh[i, m, 1] + blue * sh[i, m, 2]
        gx += g * slopes[m, 0]
        gy += g * slopes[m, 1]
        gz += g * slopes[m, 2]
    along = gx * dx + gy * dy + gz * dz
    out[0], out[1], out[2] = (gx - along * dx) * norm, (gy - along * dy) * norm, (gz - along * dz) * norm


@njit(cache=True, error_model="numpy", fastmath=True, forceinline=True)
@no_type_check
def _project_one_backward(
    i,
    k,
    means,
    quats,
    scales,
    opacities,
    view,
    K,
    lens,
    width,
    height,
    blur,
    antialiased,
    rows,
    total,
    depth_slope,
    mean_slopes,
    quat_slopes,
    scale_slopes,
    opacity_slopes,
    view_slope,
):
    """Chain rule of one splat; ``total`` holds its moments, ``view_slope`` (3, 4) is added to."""
    t = rows.dtype.type
    half, one, two = t(0.5), t(1), t(2)
    X, Y, Z = means[i, 0], means[i, 1], means[i, 2]
    x = view[0, 0] * X + view[0, 1] * Y + view[0, 2] * Z + view[0, 3]
    y = view[1, 0] * X + view[1, 1] * Y + view[1, 2] * Z + view[1, 3]
    z = view[2, 0] * X + view[2, 1] * Y + view[2, 2] * Z + view[2, 3]
    qw, qx, qy, qz = quats[i, 0], quats[i, 1], quats[i, 2], quats[i, 3]
    norm = one / math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz)
    qw, qx, qy, qz = qw * norm, qx * norm, qy * norm, qz * norm
    r = rotation(qw, qx, qy, qz, t)
    _, _, _, j00, j01, j02, j10, j11, j12 = pixel_and_jacobian(lens, x, y, z, K, width, height, t)
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
    s0, s1, s2 = scales[i, 0], scales[i, 1], scales[i, 2]
    b0, b1, b2 = (
        t0 * r[0] + t1 * r[3] + t2 * r[6],
        t0 * r[1] + t1 * r[4] + t2 * r[7],
        t0 * r[2] + t1 * r[5] + t2 * r[8],
    )
    b3, b4, b5 = (
        t3 * r[0] + t4 * r[3] + t5 * r[6],
        t3 * r[1] + t4 * r[4] + t5 * r[7],
        t3 * r[2] + t4 * r[5] + t5 * r[8],
    )
    m0, m1, m2, m3, m4, m5 = b0 * s0, b1 * s1, b2 * s2, b3 * s0, b4 * s1, b5 * s2

    # Moments to the 2D Gaussian: g is dLoss/dalpha times the falloff, so dLoss/dsigma = -OPACITY g.
    a, b, c, opacity = rows[k, A], rows[k, B], rows[k, C], rows[k, OPACITY]
    u_slope = opacity * (two * a * total[1] + b * total[2])
    v_slope = opacity * (two * c * total[2] + b * total[1])
    # Q = [[2a, b], [b, 2c]]; G = dLoss/dQ, symmetric.
    g0, g1, g2 = -opacity * half * total[3], -opacity * half * total[4], -opacity * half * total[5]
    q0, q1, q2 = a + a, b, c + c
    h00, h01, h10, h11 = q0 * g0 + q1 * g1, q0 * g1 + q1 * g2, q1 * g0 + q2 * g1, q1 * g1 + q2 * g2
    v0, v1, v2 = -(h00 * q0 + h01 * q1), -(h00 * q1 + h01 * q2), -(h10 * q1 + h11 * q2)
    opacity_slope = total[0]
    if antialiased:
        xx, xy, yy = m0 * m0 + m1 * m1 + m2 * m2, m0 * m3 + m1 * m4 + m2 * m5, m3 * m3 + m4 * m4 + m5 * m5
        sharp = xx * yy - xy * xy
        determinant = (xx + blur) * (yy + blur) - xy * xy
        factor = math.sqrt(max(sharp / determinant, t(0)))
        if factor > t(0):
            # factor^2 = sharp / determinant: its gradient goes to the covariance as well.
            g = opacity_slope * opacities[i] * half / factor
            to_sharp, to_determinant = g / determinant, -g * sharp / (determinant * determinant)
            v0 += to_sharp * yy + to_determinant * (yy + blur)
            v2 += to_sharp * xx + to_determinant * (xx + blur)
            v1 -= (to_sharp + to_determinant) * xy
        opacity_slope *= factor
    opacity_slopes[k] = opacity_slope

    # V2 = M M^T: dM = 2 dV2 M, then M = B diag(s), B = T R.
    d0, d1, d2 = two * (v0 * m0 + v1 * m3), two * (v0 * m1 + v1 * m4), two * (v0 * m2 + v1 * m5)
    d3, d4, d5 = two * (v1 * m0 + v2 * m3), two * (v1 * m1 + v2 * m4), two * (v1 * m2 + v2 * m5)
    scale_slopes[k, 0], scale_slopes[k, 1], scale_slopes[k, 2] = (
        d0 * b0 + d3 * b3,
        d1 * b1 + d4 * b4,
        d2 * b2 + d5 * b5,
    )
    d0, d1, d2, d3, d4, d5 = d0 * s0, d1 * s1, d2 * s2, d3 * s0, d4 * s1, d5 * s2
    r0, r1, r2 = t0 * d0 + t3 * d3, t0 * d1 + t3 * d4, t0 * d2 + t3 * d5
    r3, r4, r5 = t1 * d0 + t4 * d3, t1 * d1 + t4 * d4, t1 * d2 + t4 * d5
    r6, r7, r8 = t2 * d0 + t5 * d3, t2 * d1 + t5 * d4, t2 * d2 + t5 * d5
    gw = two * (qx * (r7 - r5) + qy * (r2 - r6) + qz * (r3 - r1))
    gx = two * (qy * (r1 + r3) + qz * (r2 + r6) + qw * (r7 - r5) - two * qx * (r4 + r8))
    gy = two * (qx * (r1 + r3) + qz * (r5 + r7) + qw * (r2 - r6) - two * qy * (r0 + r8))
    gz = two * (qx * (r2 + r6) + qy * (r5 + r7) + qw * (r3 - r1) - two * qz * (r0 + r4))
    along = gw * qw + gx * qx + gy * qy + gz * qz
    quat_slopes[k, 0], quat_slopes[k, 1] = (gw - along * qw) * norm, (gx - along * qx) * norm
    quat_slopes[k, 2], quat_slopes[k, 3] = (gy - along * qy) * norm, (gz - along * qz) * norm
    e0, e1, e2 = (
        d0 * r[0] + d1 * r[1] + d2 * r[2],
        d0 * r[3] + d1 * r[4] + d2 * r[5],
        d0 * r[6] + d1 * r[7] + d2 * r[8],
    )
    e3, e4, e5 = (
        d3 * r[0] + d4 * r[1] + d5 * r[2],
        d3 * r[3] + d4 * r[4] + d5 * r[5],
        d3 * r[6] + d4 * r[7] + d5 * r[8],
    )

    # T = J W.
    x_slope, y_slope, z_slope = point_slopes(
        lens, x, y, z, K, width, height, u_slope, v_slope,
        e0 * view[0, 0] + e1 * view[0, 1] + e2 * view[0, 2],
        e0 * view[1, 0] + e1 * view[1, 1] + e2 * view[1, 2],
        e0 * view[2, 0] + e1 * view[2, 1] + e2 * view[2, 2],
        e3 * view[0, 0] + e4 * view[0, 1] + e5 * view[0, 2],
        e3 * view[1, 0] + e4 * view[1, 1] + e5 * view[1, 2],
        e3 * view[2, 0] + e4 * view[2, 1] + e5 * view[2, 2],
        t,
    )  # fmt: skip
    z_slope += depth_slope
    for j in range(3):
        mean_slopes[k, j] = view[0, j] * x_slope + view[1, j] * y_slope + view[2, j] * z_slope
        at = means[i, j]
        view_slope[0, j] += x_slope * at
        view_slope[1, j] += y_slope * at
        view_slope[2, j] += z_slope * at
    view_slope[0, 0] += j00 * e0 + j10 * e3
    view_slope[0, 1] += j00 * e1 + j10 * e4
    view_slope[0, 2] += j00 * e2 + j10 * e5
    view_slope[1, 0] += j01 * e0 + j11 * e3
    view_slope[1, 1] += j01 * e1 + j11 * e4
    view_slope[1, 2] += j01 * e2 + j11 * e5
    view_slope[2, 0] += j02 * e0 + j12 * e3
    view_slope[2, 1] += j02 * e1 + j12 * e4
    view_slope[2, 2] += j02 * e2 + j12 * e5
    view_slope[0, 3] += x_slope
    view_slope[1, 3] += y_slope
    view_slope[2, 3] += z_slope


@njit(cache=True, error_model="numpy", parallel=True)
@no_type_check
def project_backward(
    means,
    quats,
    scales,
    opacities,
    sh,
    degree,
    view,
    eye,
    K,
    lens,
    width,
    height,
    blur,
    antialiased,
    depth_channel,
    order,
    rows,
    firsts,
    counts,
    moments,
    stride,
    mean_slopes,
    quat_slopes,
    scale_slopes,
    opacity_slopes,
    sh_slopes,
    feature_slopes,
    view_slopes,
    eye_slopes,
):
    """Gradients per visible splat, in depth order, from the moments of its tiles.

    ``view_slopes`` (chunks, 3, 4) and ``eye_slopes`` (chunks, 3) are partial sums, added up by the caller.
    """
    t = rows.dtype.type
    count = len(order)
    channel_count = rows.shape[1] - FEATURES
    for chunk in prange((count + CHUNK - 1) // CHUNK):
        basis, slopes = np.empty(16, rows.dtype), np.zeros((16, 3), rows.dtype)
        total, direction = np.empty(MOMENTS + channel_count, rows.dtype), np.empty(3, rows.dtype)
        view_slope = np.zeros((3, 4), rows.dtype)
        eye_slope = np.zeros(3, rows.dtype)
        for k in range(chunk * CHUNK, min(count, chunk * CHUNK + CHUNK)):
            i = order[k]
            total[:] = t(0)
            for slot in range(firsts[k], firsts[k] + counts[k]):
                for c in range(MOMENTS + channel_count):
                    total[c] += moments[slot * stride + c]
            depth_slope = total[MOMENTS + channel_count - 1] if depth_channel else t(0)
            _project_one_backward(
                i, k, means, quats, scales, opacities, view, K, lens, width, height, blur, antialiased, rows,
                total, depth_slope, mean_slopes, quat_slopes, scale_slopes, opacity_slopes, view_slope,
            )  # fmt: skip
            if degree >= 0:
                _shade_backward(
                    i, k, means, sh, degree, eye, basis, slopes, rows, total, sh_slopes, direction
                )
                for j in range(3):
                    mean_slopes[k, j] += direction[j]
                    eye_slope[j] -= direction[j]
            else:
                for c in range(feature_slopes.shape[1]):
                    feature_slopes[k, c] = total[MOMENTS + c]
        view_slopes[chunk] = view_slope
        eye_slopes[chunk] = eye_slope
