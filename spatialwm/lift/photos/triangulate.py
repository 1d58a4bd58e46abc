"""Points to start from when the poses are known: features matched and triangulated by pycolmap."""

import importlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.io.images import write_png
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["triangulated"]

_REACH = 12
"""Photos before and after each, along their order, that it is matched with."""


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
    require("pycolmap", extra="photos")
    pycolmap: Any = importlib.import_module("pycolmap")
    if len({(c.width, c.height, *c.K.ravel().tolist()) for c in cameras}) != 1:
        raise InputError("Triangulation needs photos of one size and lens; undistort and scale them first.")
    with tempfile.TemporaryDirectory(prefix="spatialwm-") as name:
        work = Path(name)
        level = pycolmap.logging.minloglevel
        pycolmap.logging.minloglevel = int(pycolmap.logging.FATAL)
        try:
            pycolmap.set_random_seed(0)
            _match(pycolmap, work, cameras, photos, reach)
            model = _posed_model(pycolmap, work / "database.db", cameras)
            model = pycolmap.triangulate_points(model, work / "database.db", work / "images", work)
        finally:
            pycolmap.logging.minloglevel = level
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
