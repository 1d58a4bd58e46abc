"""What training reads."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError, ShapeError
from spatialwm.scene import Camera
from spatialwm.shapes import freeze_arrays

__all__ = ["UNKNOWN_COLOR", "TrainingSet"]

UNKNOWN_COLOR = 128
"""All three channels of a point whose colour nobody knows."""


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingSet:
    """Photos, the pinholes that took them, and points to start from."""

    cameras: tuple[Camera, ...]
    photos: tuple[np.ndarray, ...]
    """(h, w, 3) uint8 sRGB, each of its camera's size; not multiplied with the alphas."""
    masks: tuple[np.ndarray | None, ...] = ()
    """(h, w) uint8 for each photo or None: where it is 0, the photo says nothing (people who walked through,
    the rig). Empty when no photo has one."""
    alphas: tuple[np.ndarray | None, ...] = ()
    """(h, w) uint8 for each photo or None: how much of the pixel is the scene, the rest is nothing. It is
    learnt as the colours are. Empty when no photo has one."""
    points: Float[np.ndarray, "n 3"]
    colors: UInt8[np.ndarray, "n 3"]
    """sRGB of the points, ``UNKNOWN_COLOR`` where that is not known."""
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
        for k, (camera, photo) in enumerate(zip(self.cameras, self.photos, strict=True)):
            _check_shape("Photo", camera, photo, (camera.height, camera.width, 3))
            for name, planes in (("Mask", self.masks), ("Alpha", self.alphas)):
                if planes and len(planes) != len(self.photos):
                    raise InputError(f"{name}s need one per photo, or None: {len(planes)} were given.")
                plane = planes[k] if planes else None
                if plane is not None:
                    _check_shape(f"{name} of photo", camera, plane, (camera.height, camera.width))

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

    def mask(self, index: int) -> UInt8[np.ndarray, "h w"] | None:
        """Where the photo counts; None counts everywhere."""
        return self.masks[index] if self.masks else None

    def alpha(self, index: int) -> UInt8[np.ndarray, "h w"] | None:
        """How much of each pixel is the scene; None is all."""
        return self.alphas[index] if self.alphas else None

    def seen(self, index: int, background: np.ndarray | None = None) -> UInt8[np.ndarray, "h w 3"]:
        """The photo before a background, by default this set's own: what a drawn picture should look like.

        Args:
            index: Of the photo.
            background: (3) sRGB.
        """
        photo, alpha = self.photos[index], self.alpha(index)
        if alpha is None:
            return photo
        behind = np.asarray(self.background if background is None else background, np.float32) * 255
        share = alpha[..., None].astype(np.float32) / 255
        blended = np.clip(photo * share + behind * (1 - share), 0, 255)
        return np.round(blended).astype(np.uint8)

    def halved(self) -> "TrainingSet":
        """Pictures of half the size, means of 2 x 2 pixels; an odd last row or column is dropped.

        A pixel counts when all four of it do; colours are weighted with their alphas.
        """
        indices = range(len(self.photos))
        pairs = [_halved_photo(self.photos[k], self.alpha(k)) for k in indices]
        masks = tuple(None if (mask := self.mask(k)) is None else _blocks(mask).min((1, 3)) for k in indices)
        return replace(
            self,
            cameras=tuple(_halved_camera(camera) for camera in self.cameras),
            photos=tuple(photo for photo, _ in pairs),
            masks=masks if self.masks else (),
            alphas=tuple(alpha for _, alpha in pairs) if self.alphas else (),
        )


def _check_shape(what: str, camera: Camera, pixels: np.ndarray, shape: tuple[int, ...]) -> None:
    if pixels.shape != shape or pixels.dtype != np.uint8:
        raise ShapeError(
            f"{what} '{camera.name}' needs uint8{list(shape)}, got {pixels.dtype}{list(pixels.shape)}."
        )


def _halved_camera(camera: Camera) -> Camera:
    K = camera.K * np.array([[0.5], [0.5], [1]])
    return replace(camera, K=K, width=camera.width // 2, height=camera.height // 2)


def _blocks(pixels: np.ndarray) -> np.ndarray:
    """The picture cut into blocks, (h / 2, 2, w / 2, 2, ...)."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    return pixels[: 2 * height, : 2 * width].reshape(height, 2, width, 2, *pixels.shape[2:])


def _halved_photo(photo: np.ndarray, alpha: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
    if alpha is None:
        return _rounded(_blocks(photo).mean(axis=(1, 3))), None
    shares = _blocks(alpha).astype(np.float64)[..., None]
    total = np.asarray(shares.sum(axis=(1, 3)), float)
    colors = (_blocks(photo) * shares).sum(axis=(1, 3)) / np.maximum(total, 1)
    return _rounded(colors), _rounded(total[..., 0] / 4)


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.round(values).astype(np.uint8)
