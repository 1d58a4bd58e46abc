"""Pinhole projection in OpenCV axes: x right, y down, z forward; pixel centres at half integers."""

import numpy as np
from jaxtyping import Float

__all__ = ["K_from_fov", "project", "unproject"]


def K_from_fov(width: int, height: int, vertical_fov: float) -> Float[np.ndarray, "3 3"]:  # noqa: N802
    """Intrinsics [px] of a centred pinhole with square pixels and ``vertical_fov`` [rad]."""
    focal = height / 2 / np.tan(vertical_fov / 2)
    return np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1.0]])


def project(
    points_in_camera: Float[np.ndarray, "*batch 3"], K: Float[np.ndarray, "3 3"]
) -> tuple[Float[np.ndarray, "*batch 2"], Float[np.ndarray, "*batch"]]:
    """Pixels and depths (along z) [m]. Points at or behind the camera give meaningless pixels."""
    depths = points_in_camera[..., 2]
    homogeneous = points_in_camera @ K.T
    safe = np.where(depths == 0, 1, depths)
    return homogeneous[..., :2] / safe[..., None], depths


def unproject(
    pixels: Float[np.ndarray, "*batch 2"],
    depths: Float[np.ndarray, "*batch"],
    K: Float[np.ndarray, "3 3"],
) -> Float[np.ndarray, "*batch 3"]:
    """Points in the camera frame [m] from pixels and depths along z."""
    x = (pixels[..., 0] - K[0, 2]) / K[0, 0]
    y = (pixels[..., 1] - K[1, 2]) / K[1, 1]
    return np.stack([x, y, np.ones_like(x)], axis=-1) * depths[..., None]
