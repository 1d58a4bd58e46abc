"""The photo sets of the benchmarks, which the repository cannot carry."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from spatialwm.bench.data import data_folder
from spatialwm.errors import InputError
from spatialwm.io.images import read_image
from spatialwm.lift.photos.capture import Capture
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.scene import Camera

__all__ = ["fox", "lego", "split_as_fox"]


def fox(*, large: bool = False) -> TrainingSet:
    """The fox at 265 x 473, or ``large`` at 530 x 946, with the split beside it."""
    import trimesh

    folder = data_folder("fox")
    data = json.loads((folder / "transforms.json").read_text())
    split = json.loads((folder / "split.json").read_text())
    size = 2 if large else 1
    K = np.diag([size, size, 1]) @ [[data["fl_x"], 0, data["cx"]], [0, data["fl_y"], data["cy"]], [0, 0, 1]]
    frames = sorted(data["frames"], key=lambda frame: frame["file_path"])
    cameras = tuple(_camera(frame, K, size * data["w"], size * data["h"]) for frame in frames)
    pictures = folder / ("images_2" if large else "images_4")
    cloud = cast("Any", trimesh).load(folder / "points.ply")
    return TrainingSet(
        cameras=cameras,
        photos=tuple(read_image(pictures / camera.name) for camera in cameras),
        points=np.asarray(cloud.vertices, float),
        colors=np.asarray(cloud.colors)[:, :3].astype(np.uint8),
        test=tuple(k for k, camera in enumerate(cameras) if camera.name in split["test"]),
    )


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


def split_as_fox(capture: Capture) -> Capture:
    """The fox's photos as they were placed anew, with the same ones held out.

    Raises:
        InputError: A held-out photo has no pose, so the figures cannot be compared.
    """
    split = json.loads((data_folder("fox") / "split.json").read_text())
    test = tuple(k for k, name in enumerate(capture.names) if name in split["test"])
    if len(test) < len(split["test"]):
        raise InputError(f"Only {len(test)} of the {len(split['test'])} held-out fox photos have poses.")
    return replace(capture, test=test, train=tuple(k for k in range(len(capture)) if k not in test))
