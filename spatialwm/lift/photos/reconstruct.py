"""A capture becomes a scene: trained splats, a mesh, a floor to stand things on."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.io.images import write_png
from spatialwm.lift.photos.capture import Capture, downscaled
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.scale_words import ScaleWords
from spatialwm.lift.photos.schedule import schedule_for
from spatialwm.lift.photos.train import Progress, draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.objects.splat_surface import mesh_from_splats
from spatialwm.optional import require
from spatialwm.scene import (
    Body,
    Box,
    Camera,
    Mesh,
    Provenance,
    Scene,
    SceneObject,
    Splats,
    TriangleMesh,
)

__all__ = ["BUDGETS", "Budget", "scene_from_photos", "training_set"]

Budget = Literal["60s", "5min", "quality"]
BUDGETS: dict[Budget, tuple[float, int]] = {"60s": (60, 480), "5min": (300, 800), "quality": (1800, 1200)}
"""CPU seconds of training, and longest side of the pictures [px]."""
_VOXELS = 192
"""Voxels of the mesh along the longest side of what the points span."""
_FLOOR_DEPTH = 0.5
"""Of the slab under y = 0 [m]."""
_FEW_POINTS = 2000
"""With fewer points to start from, random ones between the cameras' views are added."""


def scene_from_photos(
    path: Path,
    *,
    work: Path,
    budget: Budget = "5min",
    scale: ScaleWords | None = None,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Scene:
    """Photos, a video or a data set with poses to a scene with splats, a mesh and a level floor.

    Args:
        path: What ``capture_from`` takes.
        work: A folder for checkpoints, frames and ``preview.png``; a killed run goes on from there.
        budget: How long to train.
        scale: What is known of the size, as ``capture_from`` takes it.
        seed: Of all random choices.
        progress: Called with a line on each step.

    Raises:
        SpatialwmError: Something is missing, broken, or cannot be related to each other.
    """
    require("skimage", extra="photos")
    say = progress or _silent
    seconds, longest = BUDGETS[budget]
    capture = _fitting(capture_from(path, work=work, scale=scale, seed=seed, progress=progress), longest)
    data = training_set(capture, seed=seed)
    schedule = schedule_for(seconds, _pixels(data), len(data.points))
    say(f"training {schedule.steps} steps on {len(data.train)} photos, up to {schedule.cap:,} splats")
    first = data.cameras[data.train[0]]

    def report(state: Progress) -> None:
        say(f"step {state.step} of {state.steps}, loss {state.loss:.4f}, {state.splat_count:,} splats")
        picture = np.clip(draw(state.snapshot(), first, data.background), 0, 1)
        write_png(np.round(picture * 255).astype(np.uint8), work / "preview.png")

    learnt = train(
        data,
        schedule,
        seed=seed,
        checkpoint=work / "checkpoint.npz",
        progress=report,
        progress_every=max(50, schedule.steps // 40),
    )
    splats = _without(learnt, floaters(learnt, data.cameras))
    say(f"fusing a mesh from {len(data.train)} views")
    mesh = _surface(splats, data)
    notes = (*capture.notes, f"{len(learnt) - len(splats):,} floating splats near the cameras were removed.")
    return _scene(splats, mesh, data, path, seed, notes)


def _silent(line: str) -> None:
    """Nobody listens."""


def training_set(capture: Capture, *, seed: int = 0) -> TrainingSet:
    """All pictures of a capture in memory, alpha blended onto black, with points to start from."""
    photos: list[np.ndarray] = []
    for k in range(len(capture)):
        picture = capture.picture(k)
        colors = picture.colors
        if picture.alphas is not None:
            colors = np.round(colors * (picture.alphas[..., None] / 255.0)).astype(np.uint8)
        photos.append(colors)
    points = capture.points if capture.points is not None else np.zeros((0, 3))
    colors = capture.point_colors if capture.point_colors is not None else np.zeros((0, 3), np.uint8)
    if len(points) < _FEW_POINTS:
        extra = _random_points(capture, 5 * _FEW_POINTS, seed)
        points = np.concatenate([points, extra])
        colors = np.concatenate([colors, np.full((len(extra), 3), 128, np.uint8)])
    return TrainingSet(
        cameras=capture.cameras, photos=tuple(photos), points=points, colors=colors, test=capture.test
    )


def floaters(splats: Splats, cameras: tuple[Camera, ...]) -> Bool[np.ndarray, " n"]:
    """Splats that hang before the lenses: nearer to some camera than a twentieth of the usual distance."""
    eyes = np.array([camera.world_from_camera[:3, 3] for camera in cameras])
    means = splats.means.astype(np.float64)
    usual = float(np.median(np.linalg.norm(means - eyes.mean(axis=0), axis=1)))
    near = np.zeros(len(splats), bool)
    for eye in eyes:
        near |= np.linalg.norm(means - eye, axis=1) < 0.05 * usual
    return near


def _without(splats: Splats, bad: np.ndarray) -> Splats:
    keep = ~bad & (splats.opacities > 1 / 255)
    return Splats(
        means=splats.means[keep],
        quats=splats.quats[keep],
        scales=splats.scales[keep],
        opacities=splats.opacities[keep],
        sh=splats.sh[keep],
    )


def _fitting(capture: Capture, longest: int) -> Capture:
    side = max(max(camera.width, camera.height) for camera in capture.cameras)
    return capture if side <= longest else downscaled(capture, side / longest)


def _pixels(data: TrainingSet) -> int:
    return int(np.median([camera.width * camera.height for camera in data.cameras]))


def _random_points(capture: Capture, count: int, seed: int) -> Float[np.ndarray, "n 3"]:
    """In a cube about what the cameras look at together, as 3DGS starts without points."""
    poses = np.array([camera.world_from_camera for camera in capture.cameras])
    eyes, ahead = poses[:, :3, 3], poses[:, :3, 2]
    across = np.eye(3) - ahead[:, :, None] * ahead[:, None]
    pulls = np.asarray((across @ eyes[..., None]).sum(axis=0)[:, 0], float)
    middle = np.asarray(np.linalg.pinv(across.sum(axis=0)), float) @ pulls
    reach = float(np.median(np.linalg.norm(eyes - middle, axis=1))) * 0.75
    return middle + np.random.default_rng(seed).uniform(-reach, reach, (count, 3))


def _surface(splats: Splats, data: TrainingSet) -> Mesh:
    """The mesh, with voxels no finer than what a pixel covers: finer ones would stay empty between rays."""
    views = [data.cameras[k] for k in data.train]
    solid = splats.means[splats.opacities >= np.median(splats.opacities)]  # faint ones drift far away
    low, high = np.percentile(solid, [5, 95], axis=0)
    middle = np.median(solid, axis=0)
    pixels = [float(np.linalg.norm(view.world_from_camera[:3, 3] - middle)) / view.K[0, 0] for view in views]
    voxel = max(float((high - low).max()) / _VOXELS, float(np.median(pixels)))
    return mesh_from_splats(splats, views, voxel=voxel)


def _scene(
    splats: Splats, mesh: Mesh, data: TrainingSet, path: Path, seed: int, notes: tuple[str, ...]
) -> Scene:
    low, high = mesh.vertices.min(axis=0).astype(float), mesh.vertices.max(axis=0).astype(float)
    size = np.array([high[0] - low[0], _FLOOR_DEPTH, high[2] - low[2]])
    centre = np.array([(low[0] + high[0]) / 2, -_FLOOR_DEPTH / 2, (low[2] + high[2]) / 2])
    room = SceneObject(
        name="capture",
        category="capture",
        splats=splats,
        mesh=mesh,
        body=Body(colliders=(Box(size=size, position=centre), TriangleMesh())),
    )
    cameras = tuple(data.cameras[k] for k in (*data.train[:1], *data.train[len(data.train) // 2 :][:1]))
    return Scene(
        objects=(room,),
        background=(0.0, 0.0, 0.0),
        cameras=cameras,
        provenance=Provenance(method="classical", source=path.name, seed=seed, notes=notes),
    )
