"""What somebody knows of a capture's size, in words: ``--scale``."""

import re
from dataclasses import dataclass

from spatialwm.errors import InputError

__all__ = ["CameraGap", "EyeLevel", "Factor", "Marker", "PixelSpan", "ScaleWords", "parse_scale"]

_UNITS = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254}
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{0,9})?"
_PIXEL = rf"({_NUMBER}),({_NUMBER})"
_LENGTH = re.compile(rf"({_NUMBER})\s*(m|cm|mm|ft|in|)")
_SPAN = re.compile(rf"(.+):{_PIXEL}-{_PIXEL}")
_GAP = re.compile(r"cameras:(.+),(.+)")
_LONGEST = 10_000.0
"""[m] Ten kilometres between two photos of one place is a mistake."""
_HELP = (
    "what works is a factor '0.8', the height of the camera 'eye=1.6m', a length between two pixels of a "
    "photo 'IMG_1.jpg:120,340-120,800=2.0m', a printed ArUco or AprilTag marker 'marker=0.15m', or the "
    "distance between two photos 'cameras:IMG_1.jpg,IMG_2.jpg=1.2m'."
)


@dataclass(frozen=True)
class Factor:
    """Everything this many times as large as it would otherwise be."""

    factor: float


@dataclass(frozen=True)
class EyeLevel:
    """The cameras were this high above the floor [m]."""

    metres: float


@dataclass(frozen=True)
class CameraGap:
    """Two photos were taken this far from each other [m]."""

    first: str
    second: str
    metres: float


@dataclass(frozen=True)
class PixelSpan:
    """What two pixels of one photo show is this far apart [m]."""

    photo: str
    start: tuple[float, float]
    """Column and row [px] of the photo as a viewer shows it, from its top left."""
    end: tuple[float, float]
    metres: float


@dataclass(frozen=True)
class Marker:
    """The black square of each printed ArUco or AprilTag marker is this wide [m]."""

    metres: float


ScaleWords = Factor | EyeLevel | CameraGap | PixelSpan | Marker


def parse_scale(text: str) -> ScaleWords:
    """Read ``0.8``, ``eye=1.6m``, ``marker=15cm``, ``a.jpg:12,34-12,80=2m`` or ``cameras:a.jpg,b.jpg=1m``.

    Raises:
        InputError: It is none of these.
    """
    words = text.strip()
    if re.fullmatch(_NUMBER, words) and 1e-6 <= float(words) <= 1e6:
        return Factor(float(words))
    what, equals, length = (part.strip() for part in words.rpartition("="))
    if not equals:
        raise InputError(f"--scale '{text:.80}' is not understood; {_HELP}")
    metres = _metres(length, text)
    if what in ("eye", "marker"):
        return EyeLevel(metres) if what == "eye" else Marker(metres)
    if gap := _GAP.fullmatch(what):
        return CameraGap(gap[1].strip(), gap[2].strip(), metres)
    if span := _SPAN.fullmatch(what):
        x0, y0, x1, y1 = (float(number) for number in span.groups()[1:])
        return PixelSpan(span[1], (x0, y0), (x1, y1), metres)
    raise InputError(
        f"--scale '{text:.80}' cannot be used: nothing here finds '{what:.40}' in photos; {_HELP}"
    )


def _metres(length: str, text: str) -> float:
    found = _LENGTH.fullmatch(length)
    metres = float(found[1]) * _UNITS[found[2]] if found else 0.0
    if not 0 < metres <= _LONGEST:
        raise InputError(f"--scale '{text:.80}' needs a length above 0 such as 2.0m, 80cm or 6ft; {_HELP}")
    return metres
