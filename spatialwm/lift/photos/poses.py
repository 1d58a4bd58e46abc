"""Where photos were taken: structure from motion with pycolmap (Schönberger and Frahm 2016)."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.errors import InputError
from spatialwm.frames import PLY_RDF, points_from
from spatialwm.io.capture import Lens
from spatialwm.io.colmap import lens_of_model
from spatialwm.lift.photos.capture import Capture, PhotoSource
from spatialwm.lift.photos.features import WorkingCopy, working_copies
from spatialwm.lift.photos.mapping import Model, better, is_enough, models_of
from spatialwm.lift.photos.matching import Matching, extract, match, quiet
from spatialwm.lift.photos.parallax import from_one_spot
from spatialwm.lift.photos.pictures import photos_in
from spatialwm.lift.photos.pose_report import report
from spatialwm.lift.photos.undistort import pinhole_of
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["Matching", "poses_from_files", "poses_from_photos"]

Progress = Callable[[str], None]

_MOST_RETRIED = 300
"""Photos up to which a second search for more features is affordable: it takes three times the first."""


def poses_from_photos(
    folder: Path,
    *,
    matching: Matching = "auto",
    longest_side: int = 1600,
    seed: int = 0,
    progress: Progress | None = None,
) -> Capture:
    """The photos of a folder with their poses; as ``poses_from_files``."""
    return poses_from_files(
        photos_in(folder), matching=matching, longest_side=longest_side, seed=seed, progress=progress
    )


def poses_from_files(
    paths: Sequence[Path],
    *,
    matching: Matching = "auto",
    longest_side: int = 1600,
    seed: int = 0,
    progress: Progress | None = None,
) -> Capture:
    """Find the pose and lens of each photo.

    The result's unit and axes are arbitrary; ``levelled`` and ``scaled`` make them ours. Every 8th registered
    photo is held out, as Mip-NeRF 360 does.

    Args:
        paths: Photos of one place that overlap.
        matching: Which pairs: all, those near in order (a video), or what fits the number of photos.
        longest_side: Photos are searched for features at most at this size [px]; 2000 is COLMAP's advice for
            detail, half costs a quarter.
        seed: Of all random choices.
        progress: Called with a word on each step.

    Raises:
        InputError: Fewer than two usable photos, all the same, or no two that can be related.
        MissingExtraError: pycolmap or OpenCV is not installed.
    """
    require("pycolmap", extra="photos")
    require("cv2", extra="photos")
    say = progress if progress is not None else _silent
    if len(paths) < 2:
        raise InputError(
            f"Poses need at least 2 photos, got {len(paths)}; one is lifted by 'create photo.jpg'."
        )
    with quiet(seed), tempfile.TemporaryDirectory(prefix="spatialwm-") as name:
        work = Path(name)
        say(f"reading {len(paths)} photos")
        copies, problems = working_copies(paths, work / "images", longest_side=longest_side)
        if len(copies) < 2:
            raise InputError(_unrelated(copies))
        models, database = _placed(copies, work, matching, seed, say)
        if not models:
            raise InputError(_unrelated(copies))
        return _capture(models, copies, (*problems, *report(models, copies, database)))


def _placed(
    copies: Sequence[WorkingCopy], work: Path, matching: Matching, seed: int, say: Progress
) -> tuple[list[Model], Path]:
    """The models, and the database that they are of: a second one with more features when few are placed."""
    best: list[Model] = []
    chosen = work / "usual.db"
    for database, fine in ((work / "usual.db", False), (work / "fine.db", True)):
        if fine:
            say("looking for more features, too few photos could be placed")
        extract(copies, work, database, say, fine=fine)
        match(copies, database, matching, seed, say)
        if from_one_spot(copies, database):
            raise InputError(
                f"All {len(copies)} photos were taken from one spot, which shows no depth; take a step "
                "sideways between photos, or lift one with 'spatialwm create photo.jpg'."
            )
        models = models_of(copies, work, database, seed, say)
        if models and better(best, models) is models:
            best, chosen = models, database
        if is_enough(best, len(copies)) or len(copies) > _MOST_RETRIED:
            break
    return best, chosen


def _unrelated(copies: Sequence[WorkingCopy]) -> str:
    return (
        f"No two of the {len(copies)} photos could be related; they need to overlap by half, show "
        "texture, and be taken from different places."
    )


def _silent(_: str) -> None:
    """Nobody listens."""


def _capture(models: Sequence[Model], copies: Sequence[WorkingCopy], notes: Sequence[str]) -> Capture:
    model = models[0]
    by_name = {c.name: c for c in copies}
    images = [model.image(k) for k in model.reg_image_ids()]
    placed = sorted(((by_name[image.name], image) for image in images), key=lambda pair: pair[0].name[9:])
    cameras: list[Camera] = []
    sources: list[PhotoSource] = []
    for copy, image in placed:
        lens = _lens(model.camera(image.camera_id), copy)
        cameras.append(_camera(copy.title, image.cam_from_world().matrix(), lens))
        sources.append(
            PhotoSource(name=copy.title, path=copy.path, lens=lens, upright=True, mask_path=copy.mask_path)
        )
    points = list(model.points3D.values())
    count = len(cameras)
    test = tuple(range(0, count, 8)) if count >= 16 else ()
    return Capture(
        cameras=tuple(cameras),
        sources=tuple(sources),
        points=points_from(PLY_RDF, np.array([p.xyz for p in points], float).reshape(-1, 3)),
        point_colors=np.array([p.color for p in points], np.uint8).reshape(-1, 3),
        train=tuple(k for k in range(count) if k not in test),
        test=test,
        notes=tuple(notes),
    )


def _lens(camera: Any, copy: WorkingCopy) -> Lens:  # noqa: ANN401
    """The lens at the size of the photo itself."""
    lens = lens_of_model(camera.model.name, camera.width, camera.height, np.asarray(camera.params, float))
    scale = np.array([[copy.size[0] / lens.width], [copy.size[1] / lens.height], [1.0]])
    return replace(lens, K=lens.K * scale, width=copy.size[0], height=copy.size[1])


def _camera(name: str, camera_from_world: np.ndarray, lens: Lens) -> Camera:
    rotation = camera_from_world[:, :3].T
    pose = np.eye(4)
    pose[:3] = np.column_stack([rotation, -rotation @ camera_from_world[:, 3]])
    pose[:3] = points_from(PLY_RDF, np.ascontiguousarray(pose[:3].T)).T
    return Camera(name=name, world_from_camera=pose, K=pinhole_of(lens), width=lens.width, height=lens.height)
