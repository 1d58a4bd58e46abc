"""Rotations as unit quaternions, wxyz, and as 3x3 matrices."""

import numpy as np
from jaxtyping import Float

__all__ = [
    "matrix_from_quat",
    "quat_conjugate",
    "quat_from_axis_angle",
    "quat_from_matrix",
    "quat_multiply",
    "quat_normalize",
    "quat_rotate",
    "quat_slerp",
]


def quat_normalize(quats: Float[np.ndarray, "*batch 4"]) -> Float[np.ndarray, "*batch 4"]:
    """Scale to unit length. The zero quaternion becomes the identity."""
    norms = np.linalg.norm(quats, axis=-1, keepdims=True)
    identity = np.zeros_like(quats)
    identity[..., 0] = 1
    return np.where(norms > 0, quats / np.where(norms > 0, norms, 1), identity)


def quat_conjugate(quats: Float[np.ndarray, "*batch 4"]) -> Float[np.ndarray, "*batch 4"]:
    """Inverse of unit quaternions."""
    return quats * np.array([1, -1, -1, -1], quats.dtype)


def quat_multiply(
    quats_a: Float[np.ndarray, "*#batch 4"], quats_b: Float[np.ndarray, "*#batch 4"]
) -> Float[np.ndarray, "*batch 4"]:
    """Compose rotations: first ``quats_b``, then ``quats_a``. Batch axes broadcast."""
    aw, ax, ay, az = np.moveaxis(quats_a, -1, 0)
    bw, bx, by, bz = np.moveaxis(quats_b, -1, 0)
    return np.stack(
        [
            aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
        ],
        axis=-1,
    )


def quat_rotate(
    quats: Float[np.ndarray, "*#batch 4"], vectors: Float[np.ndarray, "*#batch 3"]
) -> Float[np.ndarray, "*batch 3"]:
    """Rotate vectors by unit quaternions. Batch axes broadcast."""
    w, imaginary = quats[..., :1], quats[..., 1:]
    twice = 2 * np.cross(imaginary, vectors)
    return vectors + w * twice + np.cross(imaginary, twice)


def matrix_from_quat(quats: Float[np.ndarray, "*batch 4"]) -> Float[np.ndarray, "*batch 3 3"]:
    """Rotation matrices of unit quaternions."""
    w, x, y, z = np.moveaxis(quats, -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def quat_from_matrix(matrices: Float[np.ndarray, "*batch 3 3"]) -> Float[np.ndarray, "*batch 4"]:
    """Unit quaternions, w >= 0, of rotation matrices.

    The largest of the four components is found first, so no division by a small number occurs
    (Shepperd 1978).
    """
    ((xx, xy, xz), (yx, yy, yz), (zx, zy, zz)) = np.moveaxis(matrices, (-2, -1), (0, 1))
    candidates = np.stack(
        [
            np.stack([1 + xx + yy + zz, zy - yz, xz - zx, yx - xy], axis=-1),
            np.stack([zy - yz, 1 + xx - yy - zz, yx + xy, xz + zx], axis=-1),
            np.stack([xz - zx, yx + xy, 1 - xx + yy - zz, zy + yz], axis=-1),
            np.stack([yx - xy, xz + zx, zy + yz, 1 - xx - yy + zz], axis=-1),
        ],
        axis=-2,
    )
    traces = np.stack([candidates[..., k, k] for k in range(4)], axis=-1)
    best = np.argmax(traces, axis=-1)[..., None, None]
    quats = quat_normalize(np.take_along_axis(candidates, best, axis=-2)[..., 0, :])
    return np.where(quats[..., :1] < 0, -quats, quats)


def quat_from_axis_angle(
    axes: Float[np.ndarray, "*#batch 3"], angles: Float[np.ndarray, "*#batch"] | float
) -> Float[np.ndarray, "*batch 4"]:
    """Rotations by ``angles`` [rad] about ``axes`` (of any length above 0), right-hand rule."""
    half = np.asarray(angles, dtype=float)[..., None] / 2
    imaginary = axes / np.linalg.norm(axes, axis=-1, keepdims=True) * np.sin(half)
    real = np.broadcast_to(np.cos(half), (*imaginary.shape[:-1], 1))
    return np.concatenate([real, imaginary], axis=-1)


def quat_slerp(
    quats_a: Float[np.ndarray, "*#batch 4"],
    quats_b: Float[np.ndarray, "*#batch 4"],
    fractions: Float[np.ndarray, "*#batch"] | float,
) -> Float[np.ndarray, "*batch 4"]:
    """Rotations on the short arc from a (fraction 0) to b (fraction 1) (Shoemake 1985)."""
    fraction = np.asarray(fractions, dtype=float)[..., None]
    dots = np.sum(quats_a * quats_b, axis=-1, keepdims=True)
    quats_b = np.where(dots < 0, -quats_b, quats_b)
    angle = np.arccos(np.clip(np.abs(dots), 0, 1))
    sine = np.sin(angle)
    straight = sine < 1e-6
    safe = np.where(straight, 1, sine)
    weight_a = np.where(straight, 1 - fraction, np.sin((1 - fraction) * angle) / safe)
    weight_b = np.where(straight, fraction, np.sin(fraction * angle) / safe)
    return quat_normalize(weight_a * quats_a + weight_b * quats_b)
