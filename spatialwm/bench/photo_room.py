"""A furnished room that exists only as numbers, and photos of it: what captures are tested on.

Its truth is known to the last bit, and nobody else's rights lie on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.geometry.poses import look_at
from spatialwm.scene import Camera

__all__ = ["PhotoRoom", "panorama_of", "photo_of", "room_of", "walk", "with_picture"]

PIXELS_PER_METRE = 160
"""Of the room's surfaces: a photo of 480 pixels from 2 m away shows 190 per metre."""
_SHAPES_PER_SQUARE_METRE = 22
"""Of the pattern: some hundred features in each photo, as in a lived-in room."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PhotoRoom:
    """A room seen from inside, with boxes in it; +Y up, the floor at y = 0, a corner at the origin."""

    size: Float[np.ndarray, "3"]
    """[m]"""
    boxes: Float[np.ndarray, "b 2 3"]
    """Lowest and highest corner of each box [m]; the first is the room itself."""
    surfaces: tuple[tuple[np.ndarray, ...], ...]
    """Per box six pictures: low and high side of x, y and z; rows and columns follow the other two axes."""


def room_of(seed: int, *, size: tuple[float, float, float] = (5.0, 2.6, 4.0)) -> PhotoRoom:
    """A room whose pattern and furniture depend on the seed alone."""
    rng = np.random.default_rng(seed)
    boxes = [[(0.0, 0.0, 0.0), size]]
    for x, z in ((0.25, 0.3), (0.7, 0.65), (0.35, 0.8)):
        low = np.array([x * size[0], 0.0, z * size[2]]) + rng.uniform(-0.2, 0.2, 3) * [1, 0, 1]
        boxes.append([tuple(low), tuple(low + rng.uniform(0.4, 0.8, 3))])
    corners = np.array(boxes, float)
    return PhotoRoom(
        size=np.array(size),
        boxes=corners,
        surfaces=tuple(
            tuple(_pattern(np.delete(high - low, axis // 2), rng) for axis in range(6))
            for low, high in corners
        ),
    )


def with_picture(
    room: PhotoRoom, picture: UInt8[np.ndarray, "h w 3"], *, side: int, at: tuple[float, float]
) -> PhotoRoom:
    """The room with a picture pasted onto one of its six own sides.

    Args:
        room: Where.
        picture: At ``PIXELS_PER_METRE``.
        side: Index into ``surfaces[0]``; 2 is the floor.
        at: Where its first row and column lie, along the side's two axes [m].
    """
    surface = room.surfaces[0][side].copy()
    row, column = (round(metres * PIXELS_PER_METRE) for metres in at)
    surface[row : row + picture.shape[0], column : column + picture.shape[1]] = picture
    own = tuple(surface if k == side else kept for k, kept in enumerate(room.surfaces[0]))
    return PhotoRoom(size=room.size, boxes=room.boxes, surfaces=(own, *room.surfaces[1:]))


def walk(
    room: PhotoRoom,
    count: int,
    *,
    width: int = 320,
    height: int = 240,
    turn: float = 2 * np.pi,
    fov: float = 1.0,
) -> tuple[Camera, ...]:
    """Cameras of somebody who walks an arc of ``turn`` [rad] around the room's middle and looks across it."""
    cameras: list[Camera] = []
    middle = room.size / 2
    for k in range(count):
        angle = turn * k / count
        out = np.array([np.cos(angle), 0, np.sin(angle)])
        eye = middle * [1, 0, 1] + out * (room.size * 0.36) + [0, 1.45 + 0.1 * np.sin(14 * angle), 0]
        target = middle * [1, 0, 1] - out * 0.8 + [0.15 * np.sin(7 * angle), 0.75, 0.15 * np.cos(9 * angle)]
        focal = height / 2 / np.tan(fov / 2)
        K = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1.0]])
        pose = look_at(eye, target)
        cameras.append(Camera(name=f"{k:04d}", world_from_camera=pose, K=K, width=width, height=height))
    return tuple(cameras)


def photo_of(room: PhotoRoom, camera: Camera) -> UInt8[np.ndarray, "h w 3"]:
    """What a camera sees, sampled bilinearly, one ray per pixel."""
    rows, columns = np.indices((camera.height, camera.width)) + 0.5
    x, y = (columns - camera.K[0, 2]) / camera.K[0, 0], (rows - camera.K[1, 2]) / camera.K[1, 1]
    rays = np.stack([x, y, np.ones_like(x)], axis=-1) @ camera.world_from_camera[:3, :3].T
    return _traced(room, camera.world_from_camera[:3, 3], rays)


def panorama_of(room: PhotoRoom, eye: Sequence[float], *, height: int) -> UInt8[np.ndarray, "h w 3"]:
    """A 360-degree photo, twice as wide as high; its middle looks along -z."""
    elevation = (0.5 - (np.arange(height) + 0.5) / height) * np.pi
    azimuth = ((np.arange(2 * height) + 0.5) / height - 1) * np.pi
    e, a = np.meshgrid(elevation, azimuth, indexing="ij")
    rays = np.stack([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)], axis=-1)
    return _traced(room, np.array(eye, float), rays)


def _pattern(size: np.ndarray, rng: np.random.Generator) -> UInt8[np.ndarray, "h w 3"]:
    """Rectangles in random colours on a slow gradient: corners everywhere, and no two alike."""
    rows, columns = (max(round(float(metres) * PIXELS_PER_METRE), 4) for metres in size)
    picture = np.empty((rows, columns, 3))
    ramp = np.linspace(0, 1, columns)[None, :, None]
    picture[:] = (1 - ramp) * rng.uniform(120, 220, 3) + ramp * rng.uniform(120, 220, 3)
    for _ in range(max(round(float(size.prod()) * _SHAPES_PER_SQUARE_METRE), 8)):
        height, width = rng.integers(6, 50, 2)
        row, column = int(rng.integers(rows)), int(rng.integers(columns))
        picture[row : row + height, column : column + width] = rng.uniform(10, 245, 3)
    return np.round(picture).astype(np.uint8)


def _traced(room: PhotoRoom, eye: np.ndarray, rays: np.ndarray) -> UInt8[np.ndarray, "h w 3"]:
    shape = rays.shape[:2]
    flat = np.where(np.abs(rays) < 1e-9, 1e-9, rays).reshape(-1, 3)
    picture = np.zeros((len(flat), 3), np.uint8)
    nearest = np.full(len(flat), np.inf)
    for index, (low, high) in enumerate(room.boxes):
        first, last = (low - eye) / flat, (high - eye) / flat
        enter, leave = np.minimum(first, last), np.maximum(first, last)
        inside = index == 0
        reach = leave.min(axis=1) if inside else enter.max(axis=1)
        axis = leave.argmin(axis=1) if inside else enter.argmax(axis=1)
        hit = reach < nearest if inside else (reach < leave.min(axis=1)) & (reach > 0) & (reach < nearest)
        if not hit.any():
            continue
        nearest[hit] = reach[hit]
        # the far side of the room, the near side of a box
        is_high = (flat[np.arange(len(flat)), axis] > 0) == inside
        for side in range(6):
            chosen = hit & (axis == side // 2) & (is_high == bool(side % 2))
            if chosen.any():
                at = np.delete(eye + reach[chosen, None] * flat[chosen] - low, side // 2, axis=1)
                picture[chosen] = _sampled(room.surfaces[index][side], at * PIXELS_PER_METRE)
    return picture.reshape(*shape, 3)


def _sampled(surface: np.ndarray, at: np.ndarray) -> np.ndarray:
    rows, columns = surface.shape[:2]
    r, c = np.clip(at[:, 0] - 0.5, 0, rows - 1.001), np.clip(at[:, 1] - 0.5, 0, columns - 1.001)
    r0, c0 = r.astype(int), c.astype(int)
    a, b = (r - r0)[:, None], (c - c0)[:, None]
    top = (1 - b) * surface[r0, c0] + b * surface[r0, c0 + 1]
    bottom = (1 - b) * surface[r0 + 1, c0] + b * surface[r0 + 1, c0 + 1]
    return np.round((1 - a) * top + a * bottom).astype(np.uint8)
