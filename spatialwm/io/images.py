"""Pictures in and out."""

import io
from pathlib import Path

import numpy as np
from jaxtyping import UInt8, UInt16

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.files import read_bounded, write_atomically

__all__ = ["IMAGE_SUFFIXES", "encode_png", "image_size", "read_image", "write_png"]

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
_MAX_PIXELS = 1 << 26
"""An 8k x 8k picture; a larger one is a mistake or a decompression bomb."""


def read_image(path: Path) -> UInt8[np.ndarray, "h w 3"]:
    """An sRGB picture, turned upright by its EXIF tag.

    Raises:
        MissingFileError: There is no such file.
        FormatError: Not a picture, or one of more than 67 million pixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    data = read_bounded(path, limit=1 << 30)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise FormatError(f"'{path}' has more than {_MAX_PIXELS:,} pixels; scale it down first.")
            return np.array(ImageOps.exif_transpose(picture).convert("RGB"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise FormatError(f"'{path}' is not a picture that can be read; give a PNG or JPEG.") from error


def image_size(path: Path) -> tuple[int, int]:
    """Width and height [px] as stored, from the picture's header.

    Raises:
        MissingFileError: There is no such file.
        FormatError: Not a picture.
    """
    from PIL import Image, UnidentifiedImageError

    if not path.is_file():
        raise MissingFileError(f"There is no picture '{path}'; check the name.")
    try:
        with Image.open(path) as picture:
            return picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise FormatError(f"'{path}' is not a picture that can be read; give a PNG or JPEG.") from error


def encode_png(
    picture: UInt8[np.ndarray, "h w 3"] | UInt8[np.ndarray, "h w 4"] | UInt16[np.ndarray, "h w"],
) -> bytes:
    """Colours, colours with alpha, or 16-bit depth as a PNG file."""
    from PIL import Image

    packed = io.BytesIO()
    Image.fromarray(picture).save(packed, "png")
    return packed.getvalue()


def write_png(picture: UInt8[np.ndarray, "h w 3"], path: Path) -> Path:
    """Write a picture, whole or not at all.

    Raises:
        InputError: The name does not end in .png, or the place cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise InputError(f"Pictures are written as .png, not '{path.name}'.")
    return write_atomically(path, encode_png(picture))
