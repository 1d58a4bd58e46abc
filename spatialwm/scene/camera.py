"""Pinhole cameras."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.cameras import K_from_fov
from spatialwm.geometry.poses import look_at
from spatialwm.shapes import freeze_arrays

__all__ = ["Camera"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Camera:
    """A pinhole in the world, OpenCV axes (x right, y down, z forward)."""

    name: str = "camera"
    world_from_camera: Float[np.ndarray, "4 4"]
    """Rigid pose."""
    K: Float[np.ndarray, "3 3"]
    """Intrinsics [px], pixel centres at half integers."""
    width: int
    """[px]"""
    height: int
    """[px]"""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)

    @classmethod
    def looking_at(
        cls,
        eye: tuple[float, float, float],
        target: tuple[float, float, float],
        *,
        name: str = "camera",
        vertical_fov: float = 0.8,
        width: int = 960,
        height: int = 640,
    ) -> "Camera":
        """A camera at ``eye`` [m] that looks at ``target`` [m] with ``vertical_fov`` [rad]."""
        return cls(
            name=name,
            world_from_camera=look_at(np.array(eye, float), np.array(target, float)),
            K=K_from_fov(width, height, vertical_fov),
            width=width,
            height=height,
        )
