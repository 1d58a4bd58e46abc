"""Working copies of photos, their SIFT features, and which pairs of photos to match."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io.files import read_bounded
from spatialwm.io.images import write_png
from spatialwm.lift.photos.pictures import read_picture
from spatialwm.lift.photos.undistort import resized

__all__ = ["WorkingCopy", "likely_pairs", "working_copies"]

_FULL_FRAME_DIAGONAL = 43.27
"""Of 36 x 24 mm film [mm], to which EXIF's 35 mm equivalent focal length refers (CIPA DCG-001)."""
_THUMBNAIL = 24
_SAME_LEVELS = 1.5
"""Mean difference of thumbnails [8-bit levels] up to which photos are the same: JPEG's noise is below 1."""


@dataclass(frozen=True, kw_only=True)
class WorkingCopy:
    """One photo, upright and in 8 bits, small enough to search for features."""

    path: Path
    """The photo itself."""
    name: str
    """Of the copy, below the working folder: ``<camera>/<number>.png``."""
    size: tuple[int, int]
    """Of the photo, upright [px]."""
    copied: tuple[int, int]
    """Of the copy [px]."""
    focal: float | None
    """From EXIF [px of the copy]."""

    @property
    def group(self) -> str:
        """Photos of one group were taken with one lens."""
        return self.name.partition("/")[0]


def working_copies(
    paths: Sequence[Path], folder: Path, *, longest_side: int
) -> tuple[tuple[WorkingCopy, ...], tuple[str, ...]]:
    """Write upright 8-bit copies below ``folder``; photos that cannot be opened are left out.

    Returns:
        The copies, and a sentence per photo left out.

    Raises:
        InputError: Fewer than two photos can be opened, or all show the same.
    """
    copies: list[WorkingCopy] = []
    problems: list[str] = []
    thumbnails: list[np.ndarray] = []
    for number, path in enumerate(paths):
        try:
            colors = read_picture(path).colors
        except SpatialwmError as error:
            problems.append(str(error))
            continue
        copies.append(_written(path, colors, folder, number, longest_side))
        thumbnails.append(resized(colors, _THUMBNAIL, _THUMBNAIL).astype(float))
    if len(copies) < 2:
        detail = f" {problems[0]}" if problems else ""
        raise InputError(
            f"Poses need at least 2 photos of one place, got {len(copies)} that can be opened; "
            f"a single photo is lifted by 'spatialwm create photo.jpg'.{detail}"
        )
    spread = max(float(np.abs(t - thumbnails[0]).mean()) for t in thumbnails)
    if spread < _SAME_LEVELS:
        raise InputError(f"All {len(copies)} photos show the same from the same place; move between them.")
    return tuple(copies), tuple(problems)


def likely_pairs(
    descriptors: Sequence[UInt8[np.ndarray, "_ 128"]], *, neighbours: int, sequence: int
) -> list[tuple[int, int]]:
    """Pairs of photos worth matching in full.

    Every photo's ``descriptors`` (its few largest features) are matched against every other's, which finds
    most overlapping pairs at a thousandth of the cost (preemptive matching, Wu 2013, "Towards linear-time
    incremental structure from motion"); no vocabulary is needed.

    Args:
        descriptors: Per photo; a photo may have none.
        neighbours: Best partners to keep per photo.
        sequence: Partners along the order of the photos to keep anyway, for videos and walks.
    """
    unit = [_unit(d) for d in descriptors]
    count = len(unit)
    votes = np.zeros((count, count), int)
    for i in range(count):
        for j in range(i + 1, count):
            votes[i, j] = votes[j, i] = _matches(unit[i], unit[j])
    pairs = {(i, j) for i in range(count) for j in range(i + 1, min(i + 1 + sequence, count))}
    for i in range(count):
        best = np.argsort(-votes[i], kind="stable")[:neighbours]
        pairs |= {(min(i, int(j)), max(i, int(j))) for j in best if votes[i, j] > 0}
    return sorted(pairs)


def _matches(a: np.ndarray, b: np.ndarray) -> int:
    """How many features are each other's best and clearly better than the second (Lowe 2004, 7.1)."""
    if min(len(a), len(b)) < 2:
        return 0
    cosines = a @ b.T
    best = cosines.argmax(axis=1)
    second = np.partition(cosines, -2, axis=1)[:, -2]
    top = cosines[np.arange(len(a)), best]
    mutual = cosines.argmax(axis=0)[best] == np.arange(len(a))
    clear = np.arccos(np.minimum(top, 1)) < 0.8 * np.arccos(np.minimum(second, 1))
    return int((mutual & clear).sum())


def _unit(descriptors: np.ndarray) -> Float[np.ndarray, "n 128"]:
    values = descriptors.astype(np.float32)
    return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)


def _written(path: Path, colors: np.ndarray, folder: Path, number: int, longest_side: int) -> WorkingCopy:
    height, width = colors.shape[:2]
    scale = min(1.0, longest_side / max(width, height))
    copied = (max(round(width * scale), 1), max(round(height * scale), 1))
    focal35 = _focal35(path)
    group = hashlib.sha256(f"{width} {height} {focal35}".encode()).hexdigest()[:8]
    name = f"{group}/{number:06d}.png"
    write_png(resized(colors, *copied), folder / name)
    focal = None if focal35 is None else focal35 / _FULL_FRAME_DIAGONAL * float(np.hypot(*copied))
    return WorkingCopy(path=path, name=name, size=(width, height), copied=copied, focal=focal)


def _focal35(path: Path) -> float | None:
    """The 35 mm equivalent focal length that the camera wrote [mm]."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(read_bounded(path, limit=1 << 30))) as photo:
            value = photo.getexif().get_ifd(0x8769).get(0xA405)  # Exif 2.32, FocalLengthIn35mmFilm
        focal = float(value) if value is not None else 0.0
    except (OSError, SyntaxError, ValueError, TypeError, ZeroDivisionError):
        return None
    return focal if 4 <= focal <= 2000 else None  # the range of lenses that are sold
