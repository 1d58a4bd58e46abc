"""``spatialwm bench photos``: photos with known cameras to splats, measured on photos that were held out.

Fox: 50 hand-held photos (NVlabs/instant-ngp), 43 to learn from and 7 held out, 265 x 473. Read from
    ``$SPATIALWM_DATA/fox``. Lego: NeRF-synthetic at 200 x 200 on white, ``$SPATIALWM_DATA/nerf_lego``.
    Time is CPU time of this process, all threads added, without the time that measuring itself takes;
    kernels are compiled (or read from Numba's cache) before the clock starts.
"""

import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from spatialwm.bench.data import data_folder
from spatialwm.bench.table import Row, Table
from spatialwm.io.images import read_image
from spatialwm.lift.photos.loss import psnr
from spatialwm.lift.photos.schedule import Schedule, schedule_for
from spatialwm.lift.photos.train import Progress, draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.optional import require
from spatialwm.scene import Camera, Splats

__all__ = ["curve", "fox", "lego", "run", "scores"]

_MOMENTS = (10, 20, 30, 45, 59, 90, 120, 149)
"""CPU seconds at which the curve is read, just before the bars fall due."""
_BARS = {60: (28.5, 0.86), 150: (30.0, 0.885)}
"""Fox: PSNR [dB] and SSIM that must be reached by then."""
Point = tuple[float, int, int, float, float]
"""CPU seconds, step, splats, PSNR [dB], SSIM."""


def run(scene: Literal["fox", "lego"] = "fox") -> Table:
    """Train for 150 CPU seconds and print the whole curve."""
    data = fox() if scene == "fox" else lego()
    pixels = data.cameras[0].width * data.cameras[0].height
    points = curve(data, schedule_for(150.0, pixels, len(data.points)), moments=_MOMENTS)
    rows: list[Row] = []
    for point in points:
        seconds, step, count, decibels, ssim = point
        due = [bars for limit, bars in _BARS.items() if point is _last_within(points, limit)]
        at_least = due[0] if due and scene == "fox" else (None, None)
        name, note = f"{scene} after {seconds:.0f} CPU s", f"step {step}, {count:,} splats"
        rows += [
            Row(name=f"{name}: PSNR", value=decibels, unit="dB", at_least=at_least[0], note=note),
            Row(name=f"{name}: SSIM", value=ssim, at_least=at_least[1]),
        ]
    falls = [before[3] - after[3] for before, after in pairwise(points)]
    rows.append(Row(name="largest fall of PSNR", value=max([0.0, *falls]), unit="dB", at_most=0.05))
    return Table(title=f"bench photos: {scene}, {len(data.test)} held-out photos", rows=tuple(rows))


def _last_within(points: list[Point], limit: float) -> Point | None:
    within = [point for point in points if point[0] <= limit]
    return within[-1] if within else None


def curve(data: TrainingSet, schedule: Schedule, *, moments: tuple[float, ...], seed: int = 0) -> list[Point]:
    """Train, and measure the held-out photos at moments of CPU time and at the end."""
    train(
        data, replace(schedule, steps=12, grow_from=2, grow_every=5, halved_until=0.3), seed=seed
    )  # compile
    scores(initial_splats(data), data)
    found: list[Point] = []
    waiting = list(moments)
    start = time.process_time()
    spent_measuring = 0.0

    def measure(progress: Progress) -> None:
        nonlocal spent_measuring
        now = time.process_time()
        seconds = now - start - spent_measuring
        done = progress.step == progress.steps
        if not done and not (waiting and seconds >= waiting[0]):
            return
        while waiting and seconds >= waiting[0]:
            waiting.pop(0)
        decibels, ssim = scores(progress.snapshot(), data)
        found.append((seconds, progress.step, progress.splat_count, decibels, ssim))
        spent_measuring += time.process_time() - now

    train(data, schedule, seed=seed, progress=measure, progress_every=5)
    return found


def initial_splats(data: TrainingSet) -> Splats:
    """One untrained set, for compiling what measures."""
    return train(data, Schedule(steps=1, cap=len(data.points))).splats


def scores(splats: Splats, data: TrainingSet) -> tuple[float, float]:
    """Mean PSNR [dB] and SSIM (Gaussian window, per channel) of the held-out photos."""
    require("skimage", extra="photos")
    from skimage.metrics import structural_similarity  # pyright: ignore

    measure = cast("Any", structural_similarity)
    results: list[tuple[float, float]] = []
    for k in data.test:
        picture = np.clip(draw(splats, data.cameras[k], data.background), 0, 1)
        photo = data.photos[k].astype(np.float32) / 255
        ssim = measure(
            picture,
            photo,
            channel_axis=2,
            data_range=1,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
        )
        results.append((psnr(picture, data.photos[k]), float(ssim)))
    decibels, ssims = np.mean(results, axis=0)
    return float(decibels), float(ssims)


def fox() -> TrainingSet:
    """The fox at 265 x 473 with the split beside it."""
    import trimesh

    folder = data_folder("fox")
    data = json.loads((folder / "transforms.json").read_text())
    split = json.loads((folder / "split.json").read_text())
    K = np.array([[data["fl_x"], 0, data["cx"]], [0, data["fl_y"], data["cy"]], [0, 0, 1]])
    frames = sorted(data["frames"], key=lambda frame: frame["file_path"])
    cameras = tuple(_camera(frame, K, data["w"], data["h"]) for frame in frames)
    cloud = cast("Any", trimesh).load(folder / "points.ply")
    return TrainingSet(
        cameras=cameras,
        photos=tuple(read_image(folder / frame["file_path"]) for frame in frames),
        points=np.asarray(cloud.vertices, float),
        colors=np.asarray(cloud.colors)[:, :3].astype(np.uint8),
        test=tuple(k for k, camera in enumerate(cameras) if camera.name in split["test"]),
    )


def lego() -> TrainingSet:
    """The lego bulldozer at 200 x 200 on white, from random points, as 3DGS does without points."""
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
            alpha = rgba[..., 3:] / 255
            photos.append(np.round(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8))
            if part == "train":
                train_count = len(cameras)
    rng = np.random.default_rng(0)
    return TrainingSet(
        cameras=tuple(cameras),
        photos=tuple(photos),
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
