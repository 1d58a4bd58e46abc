"""What is known of a rectified stereo pair: the Middlebury 2014 ``calib.txt``."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.files import read_bounded
from spatialwm.shapes import freeze_arrays

__all__ = ["StereoCalibration", "find_calibration", "parse_calibration", "read_calibration"]


@dataclass(frozen=True, eq=False, kw_only=True)
class StereoCalibration:
    """A rectified pair: same rows, same focal length, the right camera ``baseline`` to the right."""

    K: Float[np.ndarray, "3 3"]
    """Intrinsics of the left camera [px], pixel centres at half integers."""
    baseline: float
    """[m]"""
    disparity_offset: float
    """Right principal point minus the left one [px]: depth = focal * baseline / (disparity + offset)."""
    max_disparity: int
    """A bound on what the scene shows [px]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if not (self.baseline > 0 and self.K[0, 0] > 0 and 16 <= self.max_disparity <= 4096):
            raise InputError("A stereo calibration needs a focal length and a baseline above 0.")

    def depths(self, disparities: Float[np.ndarray, "*batch"]) -> Float[np.ndarray, "*batch"]:
        """Depth along the camera's z [m]."""
        return self.K[0, 0] * self.baseline / (disparities + self.disparity_offset)


def find_calibration(left: Path) -> Path:
    """The ``calib.txt`` beside the left picture.

    Raises:
        MissingFileError: There is none.
    """
    beside = left.with_name("calib.txt")
    if not beside.is_file():
        raise MissingFileError(
            f"Depth in metres needs the cameras' calibration: put a Middlebury 'calib.txt' beside '{left}' "
            "or give one with --calibration."
        )
    return beside


def read_calibration(path: Path) -> StereoCalibration:
    """Read a ``calib.txt``.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It lacks a camera or the baseline, or a number is none.
    """
    try:
        return parse_calibration(read_bounded(path, limit=1 << 16).decode())
    except (UnicodeDecodeError, FormatError, InputError) as error:
        raise FormatError(f"'{path}' is no Middlebury calibration: {error}") from error


def parse_calibration(text: str) -> StereoCalibration:
    """Understand ``cam0=[f 0 cx; 0 f cy; 0 0 1]``, ``doffs=``, ``baseline=`` [mm] and ``ndisp=``.

    Source: the file format of vision.middlebury.edu/stereo/data/scenes2014. Its pixel centres are integers.

    Raises:
        FormatError: Something is missing or no number.
    """
    entries = dict(re.findall(r"^\s*(\w+)\s*=\s*(.+?)\s*$", text, re.MULTILINE))
    missing = [name for name in ("cam0", "doffs", "baseline") if name not in entries]
    if missing:
        raise FormatError(f"it has no '{missing[0]}'.")
    numbers = [_number("cam0", word) for word in re.split(r"[\s;\[\],]+", entries["cam0"]) if word]
    if len(numbers) != 9:
        raise FormatError(f"'cam0' has {len(numbers)} numbers and needs 9.")
    K = np.array(numbers).reshape(3, 3)
    K[:2, 2] += 0.5
    return StereoCalibration(
        K=K,
        baseline=_number("baseline", entries["baseline"]) / 1000,
        disparity_offset=_number("doffs", entries["doffs"]),
        max_disparity=round(_number("ndisp", entries.get("ndisp", "128"))),
    )


def _number(name: str, word: str) -> float:
    try:
        value = float(word)
    except ValueError as error:
        raise FormatError(f"'{name}' should be a number, not '{word:.30}'.") from error
    if not abs(value) < 1e9:
        raise FormatError(f"'{name}' is not a finite number.")
    return value
