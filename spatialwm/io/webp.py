"""Lossless WebP pictures that hold numbers: what goes in comes out, byte for byte."""

import io

import numpy as np
from jaxtyping import UInt8

from spatialwm.errors import FormatError

__all__ = ["read_pixels", "webp"]

_EFFORT, _METHOD = 50, 4
"""Of 100 and 6: beyond it pictures of splats get 1 % smaller for ten times the time."""


def webp(image: UInt8[np.ndarray, "h w c"]) -> bytes:
    """A picture of three or four channels, also where it is transparent."""
    from PIL import Image

    packed = io.BytesIO()
    Image.fromarray(image).save(packed, "WEBP", lossless=True, exact=True, quality=_EFFORT, method=_METHOD)
    return packed.getvalue()


def read_pixels(data: bytes, *, most: int, what: str) -> UInt8[np.ndarray, "h w 4"]:
    """The picture as RGBA.

    Args:
        data: A WebP.
        most: Pixels; a larger picture is refused before anything is made room for.
        what: Name for messages.

    Raises:
        FormatError: Not a WebP, damaged, moving, or too large.
    """
    from PIL import Image

    width, height = _size(data, what)
    if width * height > most:
        raise FormatError(
            f"'{what:.60}' has {width} x {height} pixels, more than it can need: it is damaged."
        )
    try:
        with Image.open(io.BytesIO(data), formats=["WEBP"]) as image:
            if image.size != (width, height):
                raise FormatError(f"'{what:.60}' says two things about its size: it is damaged.")
            return np.asarray(image.convert("RGBA"))
    except (OSError, SyntaxError, ValueError, RuntimeError, MemoryError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"'{what:.60}' is a damaged WebP picture.") from error


def _size(data: bytes, what: str) -> tuple[int, int]:
    """Width and height by the first chunk (RFC 9649)."""
    head, kind = data[:12], data[12:16]
    if head[:4] != b"RIFF" or head[8:] != b"WEBP" or len(data) < 30:
        raise FormatError(f"'{what:.60}' is not a WebP picture.")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X" and not data[20] & 2:  # 2: it moves
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    raise FormatError(f"'{what:.60}' is a lossy or moving WebP picture; SOG needs lossless ones.")
