"""Where photos were taken: structure from motion with pycolmap (Schönberger and Frahm 2016)."""

import importlib
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.frames import PLY_RDF, points_from
from spatialwm.io.capture import Lens
from spatialwm.io.colmap import lens_of_model
from spatialwm.lift.photos.capture import Capture, PhotoSource
from spatialwm.lift.photos.features import WorkingCopy, working_copies
from spatialwm.lift.photos.pictures import photos_in
from spatialwm.lift.photos.retrieval import likely_pairs
from spatialwm.lift.photos.undistort import pinhole_of
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["Matching", "poses_from_files", "poses_from_photos"]

Matching = Literal["auto", "exhaustive", "sequential"]
Progress = Callable[[str], None]
_Model = Any  # a pycolmap.Reconstruction; its stubs are partly unknown

_EXHAUSTIVE = 60
"""Photos up to which all pairs are matched: 1,770 pairs take about 3 minutes on one core."""
_LARGEST_FEATURES = 256
_NEIGHBOURS = 20
_ENOUGH = 0.9
"""Share of registered photos above which nothing else is tried."""


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
    with _quiet(seed), tempfile.TemporaryDirectory(prefix="spatialwm-") as name:
        work = Path(name)
        say(f"reading {len(paths)} photos")
        copies, problems = working_copies(paths, work / "images", longest_side=longest_side)
        _extract(copies, work, say)
        _match(copies, work, matching, seed, say)
        models = _models(copies, work, seed, say)
        return _capture(models, copies, problems)


def _silent(_: str) -> None:
    """Nobody listens."""


def _pycolmap() -> Any:  # noqa: ANN401 (its stubs are partly unknown)
    return importlib.import_module("pycolmap")


@contextmanager
def _quiet(seed: int) -> Generator[None]:
    """COLMAP without its log, and with a seed."""
    pycolmap = _pycolmap()

    level = pycolmap.logging.minloglevel
    pycolmap.logging.minloglevel = int(pycolmap.logging.FATAL)
    pycolmap.set_random_seed(seed)
    try:
        yield
    finally:
        pycolmap.logging.minloglevel = level


def _extract(copies: Sequence[WorkingCopy], work: Path, say: Progress) -> None:
    pycolmap = _pycolmap()
    pycolmap.Database.open(work / "database.db").close()
    for group in dict.fromkeys(c.group for c in copies):
        members = [c for c in copies if c.group == group]
        say(f"finding features in {len(members)} photos of {members[0].size[0]} x {members[0].size[1]}")
        reader = pycolmap.ImageReaderOptions()
        # tangential terms need a few photos to be seen; below that they only fit noise
        reader.camera_model = "OPENCV" if len(members) >= 12 else "SIMPLE_RADIAL"
        focal = members[0].focal
        if focal is not None:
            centre = f"{members[0].copied[0] / 2},{members[0].copied[1] / 2}"
            many = f"{focal},{focal},{centre},0,0,0,0"
            reader.camera_params = many if reader.camera_model == "OPENCV" else f"{focal},{centre},0"
        names, mode = [c.name for c in members], pycolmap.CameraMode.SINGLE
        # first their numbers, in order; the extraction's threads would number them as they finish
        pycolmap.import_images(work / "database.db", work / "images", mode, names, reader)
        pycolmap.extract_features(
            work / "database.db", work / "images", image_names=names, camera_mode=mode, reader_options=reader
        )


def _match(copies: Sequence[WorkingCopy], work: Path, matching: Matching, seed: int, say: Progress) -> None:
    pycolmap = _pycolmap()

    verification = pycolmap.TwoViewGeometryOptions()
    verification.ransac.random_seed = seed
    database = work / "database.db"
    if matching == "exhaustive" or (matching == "auto" and len(copies) <= _EXHAUSTIVE):
        say(f"matching {len(copies) * (len(copies) - 1) // 2} pairs")
        pycolmap.match_exhaustive(database, verification_options=verification)
        return
    pairs = _chosen_pairs(copies, database, sequential=matching == "sequential")
    say(f"matching {len(pairs)} pairs")
    listing = work / "pairs.txt"
    listing.write_text("".join(f"{copies[i].name} {copies[j].name}\n" for i, j in pairs), encoding="utf-8")
    pairing = pycolmap.ImportedPairingOptions()
    pairing.match_list_path = listing
    pycolmap.match_image_pairs(database, pairing_options=pairing, verification_options=verification)


def _chosen_pairs(copies: Sequence[WorkingCopy], path: Path, *, sequential: bool) -> list[tuple[int, int]]:
    pycolmap = _pycolmap()

    descriptors: list[np.ndarray] = []
    with pycolmap.Database.open(path) as database:
        for copy in copies:
            image = database.read_image_with_name(copy.name)
            if image is None:
                descriptors.append(np.zeros((0, 128), np.uint8))
                continue
            # columns x y a11 a12 a21 a22: the determinant of the shape is the squared scale
            keypoints = np.asarray(database.read_keypoints(image.image_id), float).reshape(-1, 6)
            data = np.asarray(database.read_descriptors(image.image_id).data)
            sizes = np.abs(keypoints[:, 2] * keypoints[:, 5] - keypoints[:, 3] * keypoints[:, 4])
            descriptors.append(data[np.argsort(-sizes, kind="stable")[:_LARGEST_FEATURES]])
    neighbours, sequence = (8, 10) if sequential else (_NEIGHBOURS, 3)
    return likely_pairs(descriptors, neighbours=neighbours, sequence=sequence)


def _models(copies: Sequence[WorkingCopy], work: Path, seed: int, say: Progress) -> list[_Model]:
    """The models of the first attempt that registers enough, or of the best one; largest first."""
    attempts: tuple[tuple[str, Callable[[Path], dict[int, _Model]]], ...] = (
        ("placing photos one by one", lambda out: _incremental(work, out, seed, careful=True)),
        ("placing photos all at once", lambda out: _global(work, out, seed)),
        ("placing photos with weaker evidence", lambda out: _incremental(work, out, seed, careful=False)),
    )
    best: list[_Model] = []
    for number, (what, run) in enumerate(attempts):
        say(what)
        out = work / f"model{number}"
        out.mkdir()
        models = sorted(run(out).values(), key=lambda m: (-m.num_reg_images(), -m.num_points3D()))
        if models and (not best or models[0].num_reg_images() > best[0].num_reg_images()):
            best = models
        if best and sum(m.num_reg_images() for m in best) >= _ENOUGH * len(copies):
            break
    if not best or best[0].num_reg_images() < 2 or best[0].num_points3D() < 8:
        raise InputError(
            f"No two of the {len(copies)} photos could be related; they need to overlap by half, show "
            "texture, and be taken from different places."
        )
    return best


def _incremental(work: Path, out: Path, seed: int, *, careful: bool) -> dict[int, _Model]:
    pycolmap = _pycolmap()

    options = pycolmap.IncrementalPipelineOptions()
    options.random_seed = options.mapper.random_seed = options.triangulation.random_seed = seed
    options.num_threads = options.mapper.num_threads = 1  # sums of several threads differ in their last bit
    options.min_model_size = 2
    if not careful:  # about half of what COLMAP asks for by default
        options.mapper.init_min_num_inliers = 50
        options.mapper.init_min_tri_angle = 4.0
        options.mapper.abs_pose_min_num_inliers = 15
        options.mapper.abs_pose_min_inlier_ratio = 0.15
        options.triangulation.ignore_two_view_tracks = False
    return pycolmap.incremental_mapping(work / "database.db", work / "images", out, options)


def _global(work: Path, out: Path, seed: int) -> dict[int, _Model]:
    pycolmap = _pycolmap()

    options = pycolmap.GlobalPipelineOptions()
    options.random_seed = options.mapper.random_seed = seed
    try:
        return pycolmap.global_mapping(work / "database.db", work / "images", out, options)
    except (RuntimeError, ValueError):  # it gives up by throwing when the view graph is too thin
        return {}


def _capture(models: Sequence[_Model], copies: Sequence[WorkingCopy], problems: Sequence[str]) -> Capture:
    model = models[0]
    by_name = {c.name: c for c in copies}
    images = [model.image(k) for k in model.reg_image_ids()]
    placed = sorted(((by_name[image.name], image) for image in images), key=lambda pair: pair[0].name[9:])
    cameras: list[Camera] = []
    sources: list[PhotoSource] = []
    for copy, image in placed:
        lens = _lens(model.camera(image.camera_id), copy)
        cameras.append(_camera(copy.path.name, image.cam_from_world().matrix(), lens))
        sources.append(PhotoSource(name=copy.path.name, path=copy.path, lens=lens, upright=True))
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
        notes=(*problems, *_report(models, copies)),
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


def _report(models: Sequence[_Model], copies: Sequence[WorkingCopy]) -> Iterator[str]:
    """What a reader must know: how good the poses are, and which photos have none."""
    model, photos = models[0], {c.name: c.path.name for c in copies}
    placed = [{photos[m.image(k).name] for k in m.reg_image_ids()} for m in models]
    yield (
        f"{len(placed[0])} of {len(copies)} photos have poses: {model.num_points3D()} points, "
        f"{model.compute_mean_reprojection_error():.2f} px mean error."
    )
    for names in placed[1:]:
        others = sorted(names - placed[0])
        if others:
            yield f"{len(others)} photos show another place and are left out: {_listed(others)}."
    lost = sorted(set(photos.values()) - set[str]().union(*placed))
    if lost:
        yield f"{len(lost)} photos could not be placed, too little overlap or blur: {_listed(lost)}."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"
