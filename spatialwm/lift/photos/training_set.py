"""What training reads."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError, ShapeError
from spatialwm.scene import Camera
from spatialwm.shapes import freeze_arrays

__all__ = ["TrainingSet"]


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingSet:
    """Photos, the pinholes that took them, and points to start from."""

    cameras: tuple[Camera, ...]
    photos: tuple[np.ndarray, ...]
    """(h, w, 3) uint8 sRGB, each of its camera's size."""
    points: Float[np.ndarray, "n 3"]
    colors: UInt8[np.ndarray, "n 3"]
    """sRGB of the points."""
    test: tuple[int, ...] = ()
    """Indices of photos that are only measured, never learnt from."""
    background: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """sRGB behind everything."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if len(self.cameras) != len(self.photos) or not self.train:
            raise InputError(
                f"Training needs a photo per camera: {len(self.photos)} and {len(self.cameras)}."
            )
        if len(self.points) < 1 or not np.isfinite(self.points).all():
            raise InputError("Training needs at least one point to start from, all of them finite.")
        for camera, photo in zip(self.cameras, self.photos, strict=True):
            if photo.shape != (camera.height, camera.width, 3) or photo.dtype != np.uint8:
                raise ShapeError(
                    f"Photo '{camera.name}' needs uint8[{camera.height}, {camera.width}, 3], "
                    f"got {photo.dtype}{list(photo.shape)}."
                )

    @property
    def train(self) -> tuple[int, ...]:
        """Indices of the photos to learn from."""
        held = set(self.test)
        return tuple(k for k in range(len(self.cameras)) if k not in held)

    @property
    def extent(self) -> float:
        """Radius of the cameras about their middle, a tenth more (Kerbl et al. 2023).

        Of the points about theirs when all cameras are in one place.
        """
        eyes = np.array([self.cameras[k].world_from_camera[:3, 3] for k in self.train])
        radius = float(np.linalg.norm(eyes - eyes.mean(axis=0), axis=1).max())
        if radius < 1e-6:
            radius = float(np.linalg.norm(self.points - np.median(self.points, axis=0), axis=1).mean()) or 1.0
        return 1.1 * radius

    def halved(self) -> "TrainingSet":
        """Pictures of half the size, means of 2 x 2 pixels; an odd last row or column is dropped."""
        return replace(
            self,
            cameras=tuple(_halved_camera(camera) for camera in self.cameras),
            photos=tuple(_halved_photo(photo) for photo in self.photos),
        )


def _halved_camera(camera: Camera) -> Camera:
    K = camera.K * np.array([[0.5], [0.5], [1]])
    return replace(camera, K=K, width=camera.width // 2, height=camera.height // 2)


def _halved_photo(photo: np.ndarray) -> np.ndarray:
    height, width = photo.shape[0] // 2, photo.shape[1] // 2
    blocks = photo[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3)
    means = np.asarray(blocks.mean(axis=(1, 3)), float)
    return np.round(means).astype(np.uint8)
