"""360-degree photos as the six pictures of a cube, which everything else understands."""

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.geometry.poses import look_at
from spatialwm.scene import Camera

__all__ = ["cube_faces"]

_DIRECTIONS: dict[str, tuple[float, float, float]] = {
    "front": (0, 0, -1),
    "right": (1, 0, 0),
    "back": (0, 0, 1),
    "left": (-1, 0, 0),
    "up": (0, 1, 0),
    "down": (0, -1, 0),
}


def cube_faces(
    panorama: UInt8[np.ndarray, "h w c"], *, side: int | None = None, field_of_view: float = np.pi / 2
) -> tuple[tuple[Camera, UInt8[np.ndarray, "s s c"]], ...]:
    """The six faces around an equirectangular picture: front, right, back, left, up, down.

    The middle of the panorama looks along -z and its top is +y, as in our frame.

    Args:
        panorama: Twice as wide as high.
        side: Of a face [px]; by default as fine as the panorama at its horizon.
        field_of_view: Of a face [rad]; a bit more than 90 degrees makes neighbours overlap.

    Returns:
        Per face its camera, at the origin, and its picture, sampled bilinearly.

    Raises:
        InputError: The picture is not 2 : 1, or the field of view is not between 0 and 150 degrees.
    """
    height, width = panorama.shape[:2]
    if abs(width - 2 * height) > 1 or height < 2:
        raise InputError(f"A 360-degree photo is twice as wide as high, not {width} x {height}.")
    if not 0 < field_of_view < np.radians(150):
        raise InputError("A cube's face needs a field of view between 0 and 150 degrees.")
    # the horizon has w / 2 pi pixels per radian; so has the middle of a face
    size = max(round(width / np.pi * np.tan(field_of_view / 2)), 1) if side is None else side
    focal = size / 2 / np.tan(field_of_view / 2)
    K = np.array([[focal, 0, size / 2], [0, focal, size / 2], [0, 0, 1.0]])
    faces: list[tuple[Camera, np.ndarray]] = []
    for name, direction in _DIRECTIONS.items():
        pose = look_at(np.zeros(3), np.array(direction, float))
        camera = Camera(name=name, world_from_camera=pose, K=K, width=size, height=size)
        faces.append((camera, _sampled(panorama, _rays(camera))))
    return tuple(faces)


def _rays(camera: Camera) -> Float[np.ndarray, "h w 3"]:
    """Directions of a camera's pixels in the world."""
    rows, columns = np.indices((camera.height, camera.width)) + 0.5
    x = (columns - camera.K[0, 2]) / camera.K[0, 0]
    y = (rows - camera.K[1, 2]) / camera.K[1, 1]
    return np.stack([x, y, np.ones_like(x)], axis=-1) @ camera.world_from_camera[:3, :3].T


def _sampled(panorama: np.ndarray, rays: np.ndarray) -> np.ndarray:
    height, width = panorama.shape[:2]
    azimuth = np.arctan2(rays[..., 0], -rays[..., 2])
    elevation = np.arctan2(rays[..., 1], np.hypot(rays[..., 0], rays[..., 2]))
    u = (azimuth / (2 * np.pi) + 0.5) * width - 0.5
    # beyond the poles the picture goes on at the other side
    padded = np.concatenate([panorama[:1], panorama, panorama[-1:]])
    padded[[0, -1]] = np.roll(padded[[0, -1]], width // 2, axis=1)
    v = (0.5 - elevation / np.pi) * height + 0.5
    u0, v0 = np.floor(u).astype(int), np.floor(v).astype(int)
    a, b = (u - u0)[..., None], (v - v0)[..., None]
    left, right, below = u0 % width, (u0 + 1) % width, v0 + 1
    top = (1 - a) * padded[v0, left] + a * padded[v0, right]
    bottom = (1 - a) * padded[below, left] + a * padded[below, right]
    blended: np.ndarray = (1 - b) * top + b * bottom
    return (blended + 0.5).astype(np.uint8)
