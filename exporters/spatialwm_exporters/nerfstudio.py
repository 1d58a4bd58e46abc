"""nerfstudio: the scene as a data set to train on, with pictures, depths, points and ``transforms.json``.

Seen from the scene's own cameras when it has many, else from a dome about what its first camera looks at;
views with something in the way, such as a wall, are left out. Where the scene ends, pictures are transparent.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.cameras import unproject
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos
from spatialwm.io.images import encode_png
from spatialwm.io.nerfstudio import encode_transforms
from spatialwm.objects.inspection import look_target, overview
from spatialwm.render import RenderResult, render
from spatialwm.render.pictures import resized
from spatialwm.scene import Camera, Scene
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.standing import as_it_stands

__all__ = ["folder_files", "views_of", "write"]

_VIEWS = 60
_MANY = 8
"""Cameras of its own from which a scene needs no dome."""
_SIZE = (640, 480)
"""Of pictures from the dome [px]."""
_LOWEST, _HIGHEST = np.radians(5), np.radians(60)
"""Of the dome, above the horizon."""
_GOLDEN = np.pi * (3 - 5**0.5)
"""Turn from one view to the next; any first few are spread all around."""
_POINTS = 20_000
"""To start training from, as many as COLMAP finds in a few dozen photos."""
_MILLIMETRE = 0.001


@dataclass(frozen=True, eq=False, kw_only=True)
class _View:
    """What one camera sees."""

    rgba: np.ndarray
    """(h, w, 4) uint8, not multiplied by alpha."""
    depths: np.ndarray
    """(h, w) along z, infinite where less than half covered [m]."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``.

    Raises:
        InputError: There is nothing to see, or the place cannot be written.
    """
    return write_folder(path, folder_files(scene, path), target="nerfstudio", scene=scene)


def folder_files(scene: Scene, folder: Path) -> dict[str, bytes]:
    """All files of the folder by their path in it."""
    scene = as_it_stands(scene)
    cameras = views_of(scene)
    views = [_view(scene, camera) for camera in cameras]
    opaque = all(view.rgba[..., 3].min() == 255 for view in views)
    files: dict[str, bytes] = {}
    photos: list[PosedPhoto] = []
    for k, (camera, view) in enumerate(zip(cameras, views, strict=True)):
        picture, depth = f"images/{k:05d}.png", f"depths/{k:05d}.png"
        files[picture] = encode_png(np.ascontiguousarray(view.rgba[..., : 3 if opaque else 4]))
        files[depth] = encode_png(_levels(view.depths))
        photo = PosedPhoto(
            name=picture,
            path=folder / picture,
            lens=Lens(K=camera.K, width=camera.width, height=camera.height),
            world_from_camera=camera.world_from_camera,
            depth_path=folder / depth,
            metres_per_depth=_MILLIMETRE,
        )
        photos.append(photo)
    points, colors = _points(cameras, views)
    data = PosedPhotos(photos=tuple(photos), points=points, point_colors=colors)
    return {**files, **encode_transforms(data, folder)}


def views_of(scene: Scene) -> tuple[Camera, ...]:
    """Where to take the pictures from."""
    if len(scene.cameras) >= _MANY:
        return scene.cameras
    own = [resized(camera, _SIZE) for camera in scene.cameras or (overview(scene),)]
    target = look_target(scene, own[0])
    distance = float(np.linalg.norm(own[0].world_from_camera[:3, 3] - target))
    dome = (_on_dome(k, target, distance) for k in range(3 * _VIEWS))
    clear = [camera for camera in dome if _is_clear(scene, camera, distance)]
    return (*own, *clear)[:_VIEWS]


def _on_dome(k: int, target: np.ndarray, distance: float) -> Camera:
    """View k; its height follows the base-2 van der Corput sequence, so that heights are spread too."""
    share = sum(int(digit) / 2 ** (place + 1) for place, digit in enumerate(reversed(f"{k:b}")))
    azimuth, height = k * _GOLDEN, _LOWEST + share * (_HIGHEST - _LOWEST)
    way = np.array([np.cos(height) * np.sin(azimuth), np.sin(height), np.cos(height) * np.cos(azimuth)])
    eye, aim = (target + distance * way).tolist(), target.tolist()
    width, height_px = _SIZE
    return Camera.looking_at(tuple(eye), tuple(aim), name=f"dome {k}", width=width, height=height_px)


def _is_clear(scene: Scene, camera: Camera, distance: float) -> bool:
    """Whether the middle of the view reaches the target, and hardly anything is halfway or nearer."""
    depths = render(scene, [resized(camera, (64, 48))]).depths[0]
    middle = depths[18:30, 24:40]
    reached = np.count_nonzero(middle > 0.75 * distance) > 0.5 * middle.size
    return bool(reached and np.count_nonzero(depths < 0.5 * distance) < 0.05 * depths.size)


def _view(scene: Scene, camera: Camera) -> _View:
    seen: RenderResult = render(replace(scene, background=(0.0, 0.0, 0.0)), [camera])
    alphas = seen.alphas[0]
    straight = seen.colors[0] / np.maximum(alphas, 1e-6)[..., None]
    rgba = np.clip(np.concatenate([straight, alphas[..., None]], axis=-1), 0, 1)
    return _View(
        rgba=np.round(rgba * 255).astype(np.uint8),
        depths=np.where(alphas > 0.5, seen.depths[0], np.inf),
    )


def _levels(depths: np.ndarray) -> np.ndarray:
    """Whole millimetres, 0 for unknown and for what is beyond 65 m."""
    return np.round(np.where(depths < 65.535, depths, 0) / _MILLIMETRE).astype(np.uint16)


def _points(cameras: tuple[Camera, ...], views: list[_View]) -> tuple[np.ndarray, np.ndarray]:
    """Random pixels of every picture, in the world, with their colours."""
    rng = np.random.default_rng(0)
    points: list[np.ndarray] = []
    colors: list[np.ndarray] = []
    for camera, view in zip(cameras, views, strict=True):
        rows, columns = np.nonzero(np.isfinite(view.depths))
        chosen = rng.permutation(len(rows))[: _POINTS // len(views)]
        rows, columns = rows[chosen], columns[chosen]
        pixels = np.stack([columns, rows], axis=-1) + 0.5
        seen = unproject(pixels, view.depths[rows, columns].astype(float), camera.K)
        points.append(seen @ camera.world_from_camera[:3, :3].T + camera.world_from_camera[:3, 3])
        colors.append(view.rgba[rows, columns, :3])
    if not sum(map(len, points)):
        raise InputError("None of the cameras sees anything of the scene, so there is nothing to train on.")
    return np.concatenate(points), np.concatenate(colors)
