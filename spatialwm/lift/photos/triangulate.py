"""Points to start from when poses are known, more or less: matched, triangulated, adjusted by pycolmap."""

import importlib
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.io.images import write_png
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["adjusted", "triangulated"]

_REACH = 12
"""Photos before and after each, along their order, that it is matched with."""
_ROUNDS = 3
"""Of triangulation and adjustment: better poses let more features agree."""
_Model = Any  # a pycolmap.Reconstruction; its stubs are partly unknown
Colored = tuple[Float[np.ndarray, "n 3"], UInt8[np.ndarray, "n 3"]]
"""Points and their sRGB."""


def triangulated(
    cameras: Sequence[Camera], photos: Sequence[UInt8[np.ndarray, "_ _ 3"]], *, reach: int = _REACH
) -> tuple[Float[np.ndarray, "n 3"], UInt8[np.ndarray, "n 3"]]:
    """Points that at least two photos show, in the cameras' world, and their sRGB colours.

    Args:
        cameras: Of one size and lens, in the order in which the photos were taken.
        photos: Each of its camera's size.
        reach: How many photos before and after each overlap with it.

    Raises:
        InputError: Sizes differ, or nothing could be triangulated.
        MissingExtraError: pycolmap is not installed.
    """
    with _matched(cameras, photos, reach) as (pycolmap, work):
        model = _posed_model(pycolmap, work / "database.db", cameras)
        return _colored(pycolmap.triangulate_points(model, work / "database.db", work / "images", work))


def adjusted(
    cameras: Sequence[Camera], photos: Sequence[UInt8[np.ndarray, "_ _ 3"]], *, reach: int = _REACH
) -> tuple[tuple[Camera, ...], Colored]:
    """Cameras moved to where the photos agree best (bundle adjustment), and what they triangulate then.

    Lenses stay as they are. The cameras as a whole stay where they were, and as far apart: what photos
    cannot tell is taken from the poses given.

    Args:
        cameras: As in ``triangulated``; wrong by a little.
        photos: As there.
        reach: As there.

    Raises:
        InputError: As there.
        MissingExtraError: pycolmap is not installed.
    """
    with _matched(cameras, photos, reach) as (pycolmap, work):
        model = _posed_model(pycolmap, work / "database.db", cameras)
        options = pycolmap.BundleAdjustmentOptions()
        options.refine_focal_length = options.refine_principal_point = options.refine_extra_params = False
        for _ in range(_ROUNDS):
            model = pycolmap.triangulate_points(model, work / "database.db", work / "images", work)
            _colored(model)
            pycolmap.bundle_adjustment(model, options)
        points, colors = _colored(model)
    found = np.tile(np.eye(4), (len(cameras), 1, 1))
    for image in (model.image(k) for k in model.reg_image_ids()):
        found[int(image.name[:6]), :3] = image.cam_from_world().matrix()
    found = np.linalg.inv(found)
    given = np.array([camera.world_from_camera for camera in cameras])
    depth = float(np.median(np.linalg.norm(points - found[:, :3, 3].mean(axis=0), axis=1)))
    rotation, translation, scale = _similarity(found, given, depth)
    found[:, :3, :3] = rotation @ found[:, :3, :3]
    found[:, :3, 3] = scale * found[:, :3, 3] @ rotation.T + translation
    moved = tuple(replace(c, world_from_camera=pose) for c, pose in zip(cameras, found, strict=True))
    return moved, (scale * points @ rotation.T + translation, colors)


def _similarity(found: np.ndarray, given: np.ndarray, depth: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Rotation, translation and scale that take found poses to given ones (Umeyama 1991).

    The rotation is that of the centres and of points ``depth`` along each axis of each camera, so that turned
    cameras count as much as what they see moves; the scale is that of the centres alone.
    """
    ends = [
        np.concatenate([p[:, :3, 3], *(p[:, :3, 3] + depth * p[:, :3, k] for k in range(3))])
        for p in (found, given)
    ]
    a, b = (points - points.mean(axis=0) for points in ends)
    u, _, vt = np.linalg.svd(b.T @ a)
    rotation = u @ np.diag([1, 1, np.sign(np.linalg.det(u @ vt))]) @ vt
    middles = found[:, :3, 3].mean(axis=0), given[:, :3, 3].mean(axis=0)
    a, b = (found[:, :3, 3] - middles[0]) @ rotation.T, given[:, :3, 3] - middles[1]
    scale = float((a * b).sum() / max((a * a).sum(), 1e-12))
    return rotation, middles[1] - scale * rotation @ middles[0], scale


@contextmanager
def _matched(
    cameras: Sequence[Camera], photos: Sequence[np.ndarray], reach: int
) -> Generator[tuple[Any, Path]]:
    """pycolmap, and a folder with photos and matches, as long as it is needed."""
    require("pycolmap", extra="photos")
    pycolmap: Any = importlib.import_module("pycolmap")
    if len({(c.width, c.height, *c.K.ravel().tolist()) for c in cameras}) != 1:
        raise InputError("Triangulation needs photos of one size and lens; undistort and scale them first.")
    level = pycolmap.logging.minloglevel
    pycolmap.logging.minloglevel = int(pycolmap.logging.FATAL)
    pycolmap.set_random_seed(0)
    try:
        with tempfile.TemporaryDirectory(prefix="spatialwm-") as name:
            _match(pycolmap, Path(name), cameras, photos, reach)
            yield pycolmap, Path(name)
    finally:
        pycolmap.logging.minloglevel = level


def _colored(model: _Model) -> Colored:
    found = list(model.points3D.values())
    if not found:
        raise InputError("No point is seen by two photos; check the poses, or start from random points.")
    points = np.array([point.xyz for point in found], float).reshape(-1, 3)
    return points, np.array([point.color for point in found], np.uint8).reshape(-1, 3)


def _match(
    pycolmap: Any,  # noqa: ANN401 (its stubs are partly unknown)
    work: Path,
    cameras: Sequence[Camera],
    photos: Sequence[np.ndarray],
    reach: int,
) -> None:
    names = [_name(k) for k in range(len(photos))]
    for name, photo in zip(names, photos, strict=True):
        write_png(photo, work / "images" / name)
    database, mode = work / "database.db", pycolmap.CameraMode.SINGLE
    pycolmap.Database.open(database).close()
    K = cameras[0].K
    reader = pycolmap.ImageReaderOptions()
    reader.camera_model = "PINHOLE"
    reader.camera_params = f"{K[0, 0]},{K[1, 1]},{K[0, 2]},{K[1, 2]}"
    pycolmap.import_images(database, work / "images", mode, names, reader)
    pycolmap.extract_features(
        database, work / "images", image_names=names, camera_mode=mode, reader_options=reader
    )
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, min(i + 1 + reach, len(names)))]
    listing = work / "pairs.txt"
    listing.write_text("".join(f"{names[i]} {names[j]}\n" for i, j in pairs), encoding="utf-8")
    pairing = pycolmap.ImportedPairingOptions()
    pairing.match_list_path = listing
    verification = pycolmap.TwoViewGeometryOptions()
    verification.ransac.random_seed = 0
    pycolmap.match_image_pairs(database, pairing_options=pairing, verification_options=verification)


def _posed_model(pycolmap: Any, database: Path, cameras: Sequence[Camera]) -> Any:  # noqa: ANN401
    """An empty reconstruction whose photos stand where they are known to."""
    model = pycolmap.Reconstruction()
    with pycolmap.Database.open(database) as stored:
        for camera in stored.read_all_cameras():
            model.add_camera_with_trivial_rig(camera)
        for k, camera in enumerate(cameras):
            image = stored.read_image_with_name(_name(k))
            image.points2D = pycolmap.Point2DList(
                [pycolmap.Point2D(xy) for xy in stored.read_keypoints(image.image_id)[:, :2]]
            )
            pose = pycolmap.Rigid3d(np.linalg.inv(camera.world_from_camera)[:3])
            model.add_image_with_trivial_frame(image, pose)
    return model


def _name(number: int) -> str:
    return f"{number:06d}.png"
