"""A capture as a data set of its own, which nerfstudio and others train on."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos
from spatialwm.io.files import write_atomically
from spatialwm.io.images import encode_png
from spatialwm.io.nerfstudio import write_transforms
from spatialwm.lift.photos.capture import Capture

__all__ = ["save_capture"]

_STEP = 0.001


def save_capture(capture: Capture, folder: Path) -> Path:
    """Write undistorted pictures, measured depths, points and ``transforms.json``; returns the latter.

    ``open_capture`` reads back the same cameras, points and split to the last bit, and the same pixels.
    Depths become whole thousandths of the capture's unit, as nerfstudio expects; what is beyond 65 units is
    lost.

    Raises:
        FormatError: A photo cannot be opened.
        InputError: The folder cannot be written.
    """
    photos: list[PosedPhoto] = []
    for k, camera in enumerate(capture.cameras):
        stem = f"{k:05d}"
        picture = capture.picture(k)
        pixels = picture.colors
        if picture.alphas is not None:
            pixels = np.concatenate([pixels, picture.alphas[..., None]], axis=2)
        photo = PosedPhoto(
            name=f"images/{stem}.png",
            path=write_atomically(folder / "images" / f"{stem}.png", encode_png(pixels)),
            lens=Lens(K=camera.K, width=camera.width, height=camera.height),
            world_from_camera=camera.world_from_camera,
        )
        photos.append(_with_depth(photo, capture, k, folder / "depths" / f"{stem}.png"))
    data = PosedPhotos(
        photos=tuple(photos),
        points=capture.points,
        point_colors=capture.point_colors,
        test_names=tuple(photos[k].name for k in capture.test),
    )
    return write_transforms(data, folder / "transforms.json")


def _with_depth(photo: PosedPhoto, capture: Capture, index: int, path: Path) -> PosedPhoto:
    depths = capture.depth(index)
    if depths is None:
        return photo
    levels = np.round(np.where(depths < 65535 * _STEP, depths / _STEP, 0)).astype(np.uint16)
    return replace(photo, depth_path=write_atomically(path, encode_png(levels)), metres_per_depth=_STEP)
