"""What a camera wrote into a photo: its focal length, its name, and where on Earth it was."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

__all__ = ["Exif", "read_exif"]

_FULL_FRAME_DIAGONAL = 43.27
"""Of 36 x 24 mm film [mm], to which EXIF's 35 mm equivalent focal length refers (CIPA DCG-001)."""
_MILLIMETRES = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
"""Of Exif 2.32's FocalPlaneResolutionUnit: inch, centimetre, and two that cameras use."""


@dataclass(frozen=True, kw_only=True)
class Exif:
    """The tags that place a photo; None where the camera wrote none."""

    focal35: float | None = None
    """35 mm equivalent focal length [mm]."""
    camera: str = ""
    """Maker and model."""
    place: tuple[float, float] | None = None
    """Latitude and longitude [degrees]."""

    def focal_of(self, width: int, height: int) -> float | None:
        """Focal length of a picture of this size [px]."""
        return (
            None
            if self.focal35 is None
            else self.focal35 / _FULL_FRAME_DIAGONAL * float(np.hypot(width, height))
        )


def read_exif(path: Path) -> Exif:
    """The tags of a photo; what is missing or cannot be meant is None."""
    from PIL import Image

    try:
        with Image.open(path) as photo:
            table = photo.getexif()
            detail, gps = table.get_ifd(0x8769), table.get_ifd(0x8825)
            camera = f"{table.get(0x010F, '')} {table.get(0x0110, '')}".strip()
            diagonal = float(np.hypot(*photo.size))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, Image.DecompressionBombError):
        return Exif()
    return Exif(focal35=_focal35(detail, diagonal), camera=camera[:80], place=_place(gps))


def _number(value: object) -> float:
    """A tag's number; nan when it is none."""
    try:
        return float(cast("Any", value))
    except (TypeError, ValueError, ZeroDivisionError):
        return float("nan")


def _focal35(detail: dict[int, object], diagonal: float) -> float | None:
    """FocalLengthIn35mmFilm, or the focal length over the size of the sensor."""
    focal = _number(detail.get(0xA405))
    if not focal > 0:
        unit = _MILLIMETRES.get(round(max(_number(detail.get(0xA210, 2)), 0.0) or 2), 25.4)
        per_millimetre = _number(detail.get(0xA20E)) / unit
        focal = _number(detail.get(0x920A)) * per_millimetre / diagonal * _FULL_FRAME_DIAGONAL
    return focal if 4 <= focal <= 2000 else None  # the range of lenses that are sold


def _place(gps: dict[int, object]) -> tuple[float, float] | None:
    angles: list[float] = []
    for sign, value, negative in ((1, 2, "S"), (3, 4, "W")):
        parts = gps.get(value)
        if not isinstance(parts, tuple) or len(cast("tuple[object, ...]", parts)) != 3:
            return None
        degrees, minutes, seconds = (_number(part) for part in cast("tuple[object, ...]", parts))
        angle = degrees + minutes / 60 + seconds / 3600
        angles.append(-angle if gps.get(sign) == negative else angle)
    latitude, longitude = angles
    return (latitude, longitude) if abs(latitude) < 90 and abs(longitude) <= 180 else None
