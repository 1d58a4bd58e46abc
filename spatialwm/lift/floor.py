"""Find the floor in a point cloud and the pose that makes it level at y = 0."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.shapes import freeze_arrays

__all__ = ["Floor", "find_floor", "world_from_camera_over"]

_TILT = np.radians(35)
"""How far a camera held by a person may be tilted: normals further from its up are not the floor's."""
_DISTANCE = 0.015
"""Points nearer to a plane than this belong to it [m]: matching noise at 3 m is about 1 cm."""
_TRIES = 400
"""With a quarter of the candidates on the floor, 400 triples miss it with probability 0.002."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Floor:
    """A plane in the camera's frame: ``normal @ point + offset = 0``."""

    normal: Float[np.ndarray, "3"]
    """Unit, upwards."""
    offset: float
    """Height of the camera above it [m]."""
    support: float
    """Share of all points that lie on it."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def find_floor(
    points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], *, seed: int = 0
) -> Floor:
    """The lowest large plane that faces up (RANSAC, then least squares on what lies on it).

    Args:
        points: In the camera's frame (y down) [m].
        normals: Unit, towards the camera.
        seed: Of the random triples.

    Raises:
        InputError: Nothing in view faces up.
    """
    up = np.array([0.0, -1.0, 0.0])
    facing = np.flatnonzero((normals @ up > np.cos(_TILT)) & (points[:, 1] > 0))
    if len(facing) < max(100, len(points) // 200):
        raise InputError("No floor is in view: nothing large below the camera faces up.")
    rng = np.random.default_rng(seed)
    sample = points[rng.choice(facing, min(len(facing), 20_000), replace=False)]
    best, best_score = np.zeros(4), -1.0
    for _ in range(_TRIES):
        plane = _plane_through(sample[rng.choice(len(sample), 3, replace=False)])
        if plane is None or plane[:3] @ up < np.cos(_TILT):
            continue
        heights = sample @ plane[:3] + plane[3]
        # Below a floor there is nothing: a table top loses to the floor under it.
        score = float((np.abs(heights) < _DISTANCE).mean() - 2 * (heights < -3 * _DISTANCE).mean())
        if score > best_score:
            best, best_score = plane, score
    for _ in range(5):
        heights = sample @ best[:3] + best[3]
        best = _fit(sample[np.abs(heights) < 1.5 * _DISTANCE], up)
    support = float((np.abs(points @ best[:3] + best[3]) < 2 * _DISTANCE).mean())
    return Floor(normal=best[:3], offset=float(best[3]), support=support)


def world_from_camera_over(floor: Floor) -> Float[np.ndarray, "4 4"]:
    """The camera's pose in a world whose floor is y = 0 under it and in which it looks towards -z."""
    y = floor.normal
    forward = np.array([0.0, 0.0, 1.0])
    z = -(forward - (forward @ y) * y)
    z /= np.linalg.norm(z)
    pose = np.eye(4)
    pose[:3, :3] = np.stack([np.cross(y, z), y, z])
    pose[1, 3] = floor.offset
    return pose


def _plane_through(corners: np.ndarray) -> np.ndarray | None:
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    length = float(np.linalg.norm(normal))
    if length < 1e-6:
        return None
    normal /= -length if normal[1] > 0 else length
    return np.append(normal, -normal @ corners[0])


def _fit(points: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Least-squares plane."""
    middle = points.mean(axis=0)
    normal = np.linalg.svd(points - middle, full_matrices=False)[2][2]
    normal = normal if normal @ up > 0 else -normal
    return np.append(normal, -normal @ middle)
