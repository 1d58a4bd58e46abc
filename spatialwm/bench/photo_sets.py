"""The photo sets that benchmarks train on, read from ``$SPATIALWM_DATA``."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from spatialwm.bench.data import data_folder
from spatialwm.io.images import read_image
from spatialwm.lift.photos.capture import downscaled
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.reconstruct import training_set
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.scene import Camera

__all__ = ["PlacedPhotos", "fox", "fox_raw", "lego"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PlacedPhotos:
    """A set whose poses were found."""

    data: TrainingSet
    placed: int
    note: str
    """What the reconstruction says of itself."""


def fox(*, half: bool = False) -> TrainingSet:
    """The fox with known poses and the split beside it, 265 x 473, or 530 x 946 with ``half``."""
    import trimesh

    folder = data_folder("fox")
    data = json.loads((folder / "transforms.json").read_text())
    factor = 2 if half else 1
    K = np.array([[data["fl_x"], 0, data["cx"]], [0, data["fl_y"], data["cy"]], [0, 0, 1 / factor]]) * factor
    frames = sorted(data["frames"], key=lambda frame: frame["file_path"])
    cameras = tuple(_camera(frame, K, factor * data["w"], factor * data["h"]) for frame in frames)
    paths = [folder / frame["file_path"] for frame in frames]
    if half:
        paths = [folder / "images_2" / path.name for path in paths]
    cloud = cast("Any", trimesh).load(folder / "points.ply")
    return TrainingSet(
        cameras=cameras,
        photos=tuple(read_image(path) for path in paths),
        points=np.asarray(cloud.vertices, float),
        colors=np.asarray(cloud.colors)[:, :3].astype(np.uint8),
        test=_fox_test(cameras),
    )


def fox_raw(work: Path) -> PlacedPhotos:
    """The fox's photos of 530 x 946 without poses: placed, then brought to 265 x 473 with the same split."""
    capture = capture_from(data_folder("fox") / "images_2", work=work)
    small = downscaled(capture, 2.0)
    data = replace(training_set(small), test=_fox_test(small.cameras))
    notes = [note for note in capture.notes if "px" in note or "pixel" in note]
    return PlacedPhotos(data=data, placed=len(capture), note=notes[0] if notes else "")


def _fox_test(cameras: tuple[Camera, ...]) -> tuple[int, ...]:
    names = set(json.loads((data_folder("fox") / "split.json").read_text())["test"])
    return tuple(k for k, camera in enumerate(cameras) if camera.name in names)


def lego() -> TrainingSet:
    """The lego bulldozer at 200 x 200 with its alphas, from random points, as 3DGS does without points."""
    folder = data_folder("nerf_lego")
    cameras: list[Camera] = []
    photos: list[np.ndarray] = []
    train_count = 0
    for part in ("train", "test"):
        data = json.loads((folder / f"transforms_{part}.json").read_text())
        for frame in data["frames"]:
            rgba = _rgba(folder / (frame["file_path"] + ".png"))
            height, width = rgba.shape[:2]
            focal = width / 2 / np.tan(data["camera_angle_x"] / 2)
            K = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
            cameras.append(_camera(frame, K, width, height))
            photos.append(rgba)
            if part == "train":
                train_count = len(cameras)
    rng = np.random.default_rng(0)
    return TrainingSet(
        cameras=tuple(cameras),
        photos=tuple(np.ascontiguousarray(rgba[..., :3]) for rgba in photos),
        alphas=tuple(np.ascontiguousarray(rgba[..., 3]) for rgba in photos),
        points=rng.uniform(-1.3, 1.3, (20_000, 3)),
        colors=rng.integers(0, 256, (20_000, 3)).astype(np.uint8),
        test=tuple(range(train_count, len(cameras))),
        background=(1.0, 1.0, 1.0),
    )


def _rgba(path: Path) -> np.ndarray:
    from PIL import Image

    with Image.open(path) as image:
        return np.asarray(image.convert("RGBA"))


def _camera(frame: dict[str, Any], K: np.ndarray, width: int, height: int) -> Camera:
    """OpenGL's camera axes (y up, z backward) to ours."""
    pose = np.array(frame["transform_matrix"], float) @ np.diag([1.0, -1, -1, 1])
    return Camera(
        name=Path(frame["file_path"]).name, world_from_camera=pose, K=K, width=int(width), height=int(height)
    )
