"""Opening photos as they come: any depth, any orientation, broken ones named."""

import io
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.files import read_bounded
from spatialwm.io.images import IMAGE_SUFFIXES
from spatialwm.optional import require

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "PHOTO_SUFFIXES",
    "Picture",
    "PictureCache",
    "photos_in",
    "read_depth",
    "read_picture",
    "turned_like",
]

HEIF_SUFFIXES = (".heic", ".heif")
PHOTO_SUFFIXES = (*IMAGE_SUFFIXES, *HEIF_SUFFIXES)
_MAX_PIXELS = 1 << 27
"""A 134-megapixel photo; phones take up to 108."""
_UPRIGHT_TURNS = {2: "mirror", 3: "180", 4: "flip", 5: "transpose", 6: "270", 7: "transverse", 8: "90"}


@dataclass(frozen=True, eq=False)
class Picture:
    """One opened photo."""

    colors: UInt8[np.ndarray, "h w 3"]
    """sRGB."""
    alphas: UInt8[np.ndarray, "h w"] | None = None
    """255 where the photo counts: its mask, where it has a file of one, times its alpha channel. None counts
    everywhere."""


class PictureCache:
    """A live, bounded store of opened pictures; the least recently used leave first."""

    def __init__(self, *, limit: int = 1 << 30) -> None:
        """``limit`` in bytes; by default 1 GiB, 170 photos of two megapixels."""
        self._limit = limit
        self._kept: OrderedDict[Hashable, Picture] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Picture]) -> Picture:
        """The picture of ``key``, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = picture
                self._size += _bytes(picture)
            while self._size > self._limit and len(self._kept) > 1:
                self._size -= _bytes(self._kept.popitem(last=False)[1])
        return picture


def photos_in(folder: Path) -> tuple[Path, ...]:
    """The photos directly in a folder, by name.

    Raises:
        MissingFileError: No such folder, or none in it.
    """
    if not folder.is_dir():
        raise MissingFileError(f"There is no folder '{folder}'; check the name.")
    found = sorted(
        p for p in folder.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES and not p.name.startswith(".")
    )
    if not found:
        raise MissingFileError(
            f"'{folder}' holds no photos; give a folder with {', '.join(PHOTO_SUFFIXES[:3])}."
        )
    return tuple(found)


def read_picture(path: Path, *, size: tuple[int, int] | None = None) -> Picture:
    """A photo as 8-bit sRGB, with its alpha.

    Pictures of more than 8 bits are scaled: 10 or 12 bits when no value is above 1023 or 4095, else 16.

    Args:
        path: PNG, JPEG, TIFF, WebP, BMP; HEIC where pillow-heif is installed.
        size: Width and height [px] that somebody else found, who may not have heeded the EXIF turn: the
            stored orientation wins when it fits. None turns the picture upright.

    Raises:
        MissingFileError: There is no such file.
        FormatError: Not a picture, a broken one, or one of more than 134 million pixels.
    """
    from PIL import Image

    data = read_bounded(path, limit=1 << 30)
    if path.suffix.lower() in HEIF_SUFFIXES:
        _require_heif(path)
    try:
        with _opened(data) as photo:
            if photo.width * photo.height > _MAX_PIXELS:
                raise FormatError(f"'{path}' has more than {_MAX_PIXELS:,} pixels; scale it down first.")
            orientation = photo.getexif().get(0x0112, 1)
            stored, turned = photo.size, _turned_size(photo.size, orientation)
            pixels = _deep_pixels(data) if _is_deep(photo.mode, data) else None
            if pixels is None:
                pixels = np.array(photo.convert("RGBA" if _has_alpha(photo.mode, photo.info) else "RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"'{path}' is broken or not a picture; leave it out or export it again.") from error
    if size is None or (size != stored and size == turned):
        pixels = _upright(pixels, orientation)
    colors = np.ascontiguousarray(pixels[..., :3])
    return Picture(colors, np.ascontiguousarray(pixels[..., 3]) if pixels.shape[2] == 4 else None)


def turned_like(photo: Path, pixels: np.ndarray) -> np.ndarray:
    """Pixels of a photo as stored, turned as its EXIF tag says.

    Raises:
        MissingFileError: There is no such file.
    """
    with _opened(read_bounded(photo, limit=1 << 30)) as picture:
        return _upright(pixels, picture.getexif().get(0x0112, 1))


def read_depth(path: Path, *, metres_per_unit: float) -> Float[np.ndarray, "h w"]:
    """Depth along z [m], 0 where unknown, from a single-channel picture of 8, 16 or 32 bits.

    Raises:
        MissingFileError: There is no such file.
        FormatError: Not a picture with one channel.
    """
    from PIL import Image

    data = read_bounded(path, limit=1 << 30)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            values = np.array(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FormatError(f"'{path}' is not a depth picture; give a 16-bit PNG.") from error
    if values.ndim != 2:
        raise FormatError(f"'{path}' has {values.shape[-1]} channels; a depth picture has one.")
    depths = values.astype(np.float32) * np.float32(metres_per_unit)
    return np.where(np.isfinite(depths), depths, 0).astype(np.float32)


def _bytes(picture: Picture) -> int:
    return picture.colors.nbytes + (0 if picture.alphas is None else picture.alphas.nbytes)


@contextmanager
def _opened(data: bytes) -> "Generator[Image.Image]":
    """A picture whose size is checked by us: Pillow only warns, and of less than a phone takes."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        photo = Image.open(io.BytesIO(data))
    with photo:
        yield photo


def _require_heif(path: Path) -> None:
    try:
        require("pillow_heif", extra="photos")
    except ImportError as error:
        raise InputError(
            f"'{path.name}' is HEIC, which needs a codec: pip install pillow-heif, or export it as JPEG."
        ) from error
    import importlib

    importlib.import_module("pillow_heif").register_heif_opener()


def _has_alpha(mode: str, info: dict[str | tuple[int, int], object]) -> bool:
    return mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in info


def _is_deep(mode: str, data: bytes) -> bool:
    """More than 8 bits per channel; Pillow would cut off the low ones."""
    png = data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 24 and data[24] == 16
    return png or mode.startswith(("I", "F"))


def _deep_pixels(data: bytes) -> np.ndarray | None:
    """8-bit pixels of a picture with 16 bits per channel; None when it has 8."""
    require("cv2", extra="photos")
    import cv2

    values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None:
        raise FormatError(
            "A picture with more than 8 bits per channel could not be decoded; save it as 8-bit PNG."
        )
    if values.dtype == np.uint8:
        return None
    if values.dtype != np.uint16:
        raise FormatError("A picture holds floating-point colours; save it as 8-bit PNG.")
    values = values[..., None] if values.ndim == 2 else values
    brightest = int(values[..., :3].max())
    top = next(top for top in (1023, 4095, 65535) if brightest <= top)
    scaled = (np.minimum(values, top).astype(np.float32) * (255 / top) + 0.5).astype(np.uint8)
    if scaled.shape[2] < 3:
        gray = np.repeat(scaled[..., :1], 3, axis=2)
        return gray if scaled.shape[2] == 1 else np.concatenate([gray, scaled[..., 1:]], axis=2)
    return scaled[..., [2, 1, 0, *range(3, scaled.shape[2])]]


def _turned_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation in (5, 6, 7, 8) else size


def _upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Undo an EXIF orientation (Exif 2.32, tag 0x0112)."""
    turns: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "mirror": lambda p: p[:, ::-1],
        "flip": lambda p: p[::-1],
        "180": lambda p: p[::-1, ::-1],
        "270": lambda p: np.rot90(p, 3),
        "90": np.rot90,
        "transpose": lambda p: p.swapaxes(0, 1),
        "transverse": lambda p: p[::-1, ::-1].swapaxes(0, 1),
    }
    turn = _UPRIGHT_TURNS.get(orientation)
    return pixels if turn is None else turns[turn](pixels)
