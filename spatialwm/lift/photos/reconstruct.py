"""A capture becomes a scene: trained splats, a mesh, a floor to stand things on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Bool

from spatialwm.io.images import write_png
from spatialwm.io.phone import is_phone_capture
from spatialwm.lift.photos.capture import Capture, downscaled
from spatialwm.lift.photos.exposure import exposure_jump
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.scale_words import ScaleWords
from spatialwm.lift.photos.schedule import Schedule, schedule_for
from spatialwm.lift.photos.starts import starting_points
from spatialwm.lift.photos.train import Progress, Trained, draw, train
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
_JUMP = 0.03
"""Difference of brightness between neighbouring photos from which exposures are learnt. The fox, whose camera
adapts slowly, has 0.003 and is shown worse with exposures of its own: held-out photos have none."""
_EXPOSURE_RATE = 0.005
"""Learning rate of exposures (photos that differed by 11 % in a rendered scene gained as much from 0.003 and
0.01, a third as much from 0.001)."""
_POSE_RATE = 0.003
"""Learning rate of poses that a phone found while it moved (of 0.001, 0.003 and 0.006 the one that did well
for half a degree in short and long runs of a rendered scene)."""
_WHOLE = 250
"""Least mask of a pixel that counts: on a mask's border, which scaling blends, is already what it hides."""
_MOST_BYTES = 2e9
"""Of all pictures in memory, those of half the size too; more photos than fit are scaled down further."""
_PATIENCE = 6
"""Looks at photos held back, of the quality budget: 15 % of the steps without gain."""


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
    data = training_set(capture, most=_most_points(seconds, capture), seed=seed)
    schedule = schedule_for(seconds, _pixels(capture), len(data.points))
    schedule = replace(
        schedule,
        exposure_rate=_EXPOSURE_RATE if exposure_jump(data) > _JUMP else 0.0,
        pose_rate=_POSE_RATE if path.is_dir() and is_phone_capture(path) else 0.0,
        patience=_PATIENCE if budget == "quality" else 0,
    )
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
    data = replace(data, cameras=learnt.cameras)
    splats = _without(learnt.splats, floaters(learnt.splats, data.cameras))
    say(f"fusing a mesh from {len(data.train)} views")
    mesh = _surface(splats, data)
    notes = (*capture.notes, *_notes(learnt, schedule, len(learnt.splats) - len(splats)))
    return _scene(splats, mesh, data, path, seed, notes)


def _notes(learnt: Trained, schedule: Schedule, floating: int) -> list[str]:
    """What was decided in training, a sentence each."""
    notes = [f"{floating:,} floating splats near the cameras were removed."]
    if schedule.exposure_rate > 0:
        gains = learnt.exposures[:, :, :3].trace(axis1=1, axis2=2) / 3
        notes.append(f"Exposures were learnt: photos are {gains.min():.2f} to {gains.max():.2f} as bright.")
    if schedule.pose_rate > 0:
        notes.append("The phone's camera poses were refined.")
    if learnt.steps < schedule.steps:
        notes.append(
            f"Training stopped at step {learnt.steps} of {schedule.steps}: "
            f"{len(learnt.held_back)} photos held back showed no more gain."
        )
    return notes


def _silent(line: str) -> None:
    """Nobody listens."""


def training_set(capture: Capture, *, most: int = 1_000_000, seed: int = 0) -> TrainingSet:
    """All pictures of a capture in memory, with at most ``most`` points to start from.

    A mask file says which pixels count at all, an alpha channel of a photo how much of them is the scene.
    """
    photos: list[np.ndarray] = []
    masks: list[np.ndarray | None] = []
    alphas: list[np.ndarray | None] = []
    for k, source in enumerate(capture.sources):
        picture = capture.picture(k)
        is_mask = source.mask_path is not None
        photos.append(picture.colors)
        whole = None if picture.alphas is None else np.where(picture.alphas >= _WHOLE, 255, 0)
        masks.append(None if whole is None or not is_mask else whole.astype(np.uint8))
        alphas.append(None if is_mask else picture.alphas)
    points, colors = starting_points(capture, most=most, seed=seed)
    return TrainingSet(
        cameras=capture.cameras,
        photos=tuple(photos),
        masks=tuple(masks) if any(mask is not None for mask in masks) else (),
        alphas=tuple(alphas) if any(alpha is not None for alpha in alphas) else (),
        points=points,
        colors=colors,
        test=capture.test,
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
    total = 3 * 1.25 * sum(camera.width * camera.height for camera in capture.cameras)
    factor = max(side / longest, float(np.sqrt(total / _MOST_BYTES)))
    return capture if factor <= 1 else downscaled(capture, factor)


def _pixels(capture: Capture) -> int:
    return int(np.median([camera.width * camera.height for camera in capture.cameras]))


def _most_points(seconds: float, capture: Capture) -> int:
    """Half of what training may have in the end: the other half goes where it is missing."""
    return schedule_for(seconds, _pixels(capture), 1).cap // 2


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
