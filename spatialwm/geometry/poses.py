"""Rigid poses: a position [m] and a unit quaternion (wxyz), or the 4x4 matrix ``a_from_b`` of both."""

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.rotations import (
    matrix_from_quat,
    quat_conjugate,
    quat_from_matrix,
    quat_multiply,
    quat_rotate,
)

__all__ = ["compose", "invert", "look_at", "matrix_from_pose", "pose_from_matrix", "transform"]

Position = Float[np.ndarray, "*#batch 3"]
Quat = Float[np.ndarray, "*#batch 4"]


def matrix_from_pose(
    position: Float[np.ndarray, "*batch 3"], quat: Float[np.ndarray, "*batch 4"]
) -> Float[np.ndarray, "*batch 4 4"]:
    """The 4x4 matrix that maps points of the posed frame to its parent."""
    matrix = np.zeros((*position.shape[:-1], 4, 4))
    matrix[..., :3, :3] = matrix_from_quat(quat.astype(float))
    matrix[..., :3, 3] = position
    matrix[..., 3, 3] = 1
    return matrix


def pose_from_matrix(
    matrix: Float[np.ndarray, "4 4"],
) -> tuple[Float[np.ndarray, "3"], Float[np.ndarray, "4"]]:
    """Position and quaternion of a rigid 4x4 matrix."""
    return matrix[:3, 3].copy(), quat_from_matrix(matrix[:3, :3])


def compose(position_a: Position, quat_a: Quat, position_b: Position, quat_b: Quat) -> tuple[Position, Quat]:
    """Pose ``a_from_c`` from ``a_from_b`` and ``b_from_c``."""
    return position_a + quat_rotate(quat_a, position_b), quat_multiply(quat_a, quat_b)


def invert(position: Position, quat: Quat) -> tuple[Position, Quat]:
    """Pose ``b_from_a`` from ``a_from_b``."""
    inverse = quat_conjugate(quat)
    return -quat_rotate(inverse, position), inverse


def transform(position: Position, quat: Quat, points: Position) -> Position:
    """Points of the posed frame, in its parent."""
    return quat_rotate(quat, points) + position


def look_at(
    eye: Float[np.ndarray, "3"],
    target: Float[np.ndarray, "3"],
    up: tuple[float, float, float] = (0.0, 1.0, 0.0),
) -> Float[np.ndarray, "4 4"]:
    """``world_from_camera`` of a camera at ``eye`` that looks at ``target`` (x right, y down, z forward)."""
    forward = np.asarray(target, float) - np.asarray(eye, float)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, np.asarray(up, float))
    if np.linalg.norm(right) < 1e-9:  # looking along up: any right will do
        right = np.cross(forward, np.array([0.0, 0.0, -1.0]))
    right /= np.linalg.norm(right)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, np.cross(forward, right), forward], axis=1)
    matrix[:3, 3] = eye
    return matrix
