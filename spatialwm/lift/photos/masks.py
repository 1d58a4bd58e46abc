"""Masks: which pixels of a photo count. White is used, black is ignored, as COLMAP and nerfstudio have it."""

from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from spatialwm.errors import FormatError
from spatialwm.lift.photos.pictures import read_picture, turned_like
from spatialwm.lift.photos.undistort import resized

__all__ = ["MASK_FOLDERS", "mask_of", "read_mask"]

MASK_FOLDERS = ("masks", "mask")
_PHOTO_FOLDERS = ("images", "input", "photos")


def mask_of(photo: Path) -> Path | None:
    """The mask of a photo: ``masks/`` in its folder or beside its folder ``images/``.

    Its name is the photo's with ``.png`` appended (COLMAP's convention), or with the suffix replaced.
    """
    roots = [photo.parent]
    if photo.parent.name.lower().startswith(_PHOTO_FOLDERS):
        roots.append(photo.parent.parent)
    for root in roots:
        for folder in MASK_FOLDERS:
            for name in (f"{photo.name}.png", f"{photo.stem}.png", photo.name):
                if (root / folder / name).is_file():
                    return root / folder / name
    return None


def read_mask(path: Path, photo: Path | None, width: int, height: int) -> UInt8[np.ndarray, "h w"]:
    """A mask at the size of its photo [px]: 255 where the photo counts, else 0.

    A mask may be a scaled copy, or of the photo as stored when the photo is turned by its EXIF tag.

    Raises:
        FormatError: It is broken, or of another shape than its photo.
    """
    colors = read_picture(path).colors
    kept = np.where(colors.max(axis=2) > 0, 255, 0).astype(np.uint8)
    if photo is not None and _fits(kept, height, width) and not _fits(kept, width, height):
        kept = np.ascontiguousarray(turned_like(photo, kept))
    if not _fits(kept, width, height):
        raise FormatError(
            f"Mask '{path.name}' is {kept.shape[1]} x {kept.shape[0]} pixels, but its photo is "
            f"{width} x {height}; make it the photo's size."
        )
    return resized(kept, width, height, nearest=True)


def _fits(mask: np.ndarray, width: int, height: int) -> bool:
    """Whether it has the same proportions, to a pixel of the smaller one."""
    rows, columns = mask.shape
    return abs(columns * height - rows * width) <= max(min(width, columns), min(height, rows))
