"""Working copies of photos: upright, in 8 bits, small enough to search for features, with what EXIF says."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io.files import write_atomically
from spatialwm.io.images import encode_png, write_png
from spatialwm.lift.photos.exif import Exif, read_exif
from spatialwm.lift.photos.masks import mask_of, read_mask
from spatialwm.lift.photos.pictures import Picture, read_picture
from spatialwm.lift.photos.undistort import resized

__all__ = ["WorkingCopy", "working_copies"]

_THUMBNAIL = 24
_SAME_LEVELS = 1.5
"""Mean difference of thumbnails [8-bit levels] up to which photos are the same: JPEG's noise is below 1."""
_SMALLEST = 64
"""[px] The longer side below which SIFT finds next to nothing: its coarsest usable patch is 30 px wide."""


@dataclass(frozen=True, kw_only=True)
class WorkingCopy:
    """One photo, upright and in 8 bits, small enough to search for features."""

    path: Path
    """The photo itself."""
    title: str
    """What the photo is called: its path below the folder that holds them all."""
    name: str
    """Of the copy, below the working folder: ``<camera>/<number>.png``."""
    size: tuple[int, int]
    """Of the photo, upright [px]."""
    copied: tuple[int, int]
    """Of the copy [px]."""
    focal: float | None
    """From EXIF [px of the copy]."""
    mask_path: Path | None = None

    @property
    def group(self) -> str:
        """Photos of one group were taken with one lens."""
        return self.name.partition("/")[0]


def working_copies(
    paths: Sequence[Path], folder: Path, *, longest_side: int
) -> tuple[tuple[WorkingCopy, ...], tuple[str, ...]]:
    """Write upright 8-bit copies to ``folder``, and masks to ``masks`` beside it.

    Photos that cannot be opened, that are tiny, or that repeat another one are left out.

    Returns:
        The copies, and a sentence on each kind of photo left out.

    Raises:
        InputError: Fewer than two photos are left, or all show the same.
        FormatError: A mask does not fit its photo.
    """
    copies: list[WorkingCopy] = []
    left_out = _LeftOut()
    thumbnails: list[np.ndarray] = []
    seen: set[bytes] = set()
    root = _common_folder(paths)
    for number, path in enumerate(paths):
        picture = left_out.opened(path)
        if picture is None:
            continue
        digest = hashlib.sha256(picture.colors.tobytes()).digest()
        thumbnails.append(resized(picture.colors, _THUMBNAIL, _THUMBNAIL).astype(float))
        if digest in seen:
            left_out.repeated.append(path.name)
            continue
        seen.add(digest)
        title = path.relative_to(root).as_posix()
        copies.append(_written(path, title, picture, folder, number, longest_side))
    _check(copies, thumbnails, left_out)
    return tuple(copies), left_out.sentences


class _LeftOut:
    """A live list of what was left out, and why."""

    def __init__(self) -> None:
        self.broken: list[tuple[str, str]] = []
        self.tiny: list[str] = []
        self.repeated: list[str] = []

    def opened(self, path: Path) -> Picture | None:
        try:
            picture = read_picture(path)
        except SpatialwmError as error:
            self.broken.append((path.name, str(error)))
            return None
        if max(picture.colors.shape[:2]) < _SMALLEST:
            self.tiny.append(path.name)
            return None
        return picture

    @property
    def sentences(self) -> tuple[str, ...]:
        kinds = (
            (self.tiny, f"smaller than {_SMALLEST} pixels, too small to find anything in"),
            (self.repeated, "exact copies of another one"),
        )
        listed = [
            f"{_photos(names)} left out, {why}: {listed_names(names)}." for names, why in kinds if names
        ]
        if len(self.broken) == 1:
            return (f"1 photo was left out: {self.broken[0][1]}", *listed)
        if self.broken:
            names = listed_names([name for name, _ in self.broken])
            first = (
                f"{_photos(self.broken)} left out, they cannot be opened: {names}; "
                f"of the first: {self.broken[0][1]}"
            )
            return (first, *listed)
        return tuple(listed)


def listed_names(names: Sequence[str]) -> str:
    """At most eight names, and how many more there are."""
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"


def _photos(names: Sequence[object]) -> str:
    return "1 photo was" if len(names) == 1 else f"{len(names)} photos were"


def _check(copies: Sequence[WorkingCopy], thumbnails: Sequence[np.ndarray], left_out: _LeftOut) -> None:
    """Refuse what no method could place."""
    if len(thumbnails) < 2:
        detail = (
            f": {left_out.sentences[0]}" if left_out.sentences else "; one is lifted by 'create photo.jpg'."
        )
        raise InputError(f"Poses need at least 2 photos of one place, {len(copies)} can be used{detail}")
    spread = max(float(np.abs(t - thumbnails[0]).mean()) for t in thumbnails)
    if spread < _SAME_LEVELS:
        raise InputError(
            f"All {len(thumbnails)} photos show the same from the same place; move between them, or lift one "
            "with 'spatialwm create photo.jpg'."
        )


def _common_folder(paths: Sequence[Path]) -> Path:
    root = paths[0].parent
    while not all(path.is_relative_to(root) for path in paths):
        root = root.parent
    return root


def _written(
    path: Path, title: str, picture: Picture, folder: Path, number: int, longest_side: int
) -> WorkingCopy:
    height, width = picture.colors.shape[:2]
    scale = min(1.0, longest_side / max(width, height))
    copied = (max(round(width * scale), 1), max(round(height * scale), 1))
    exif = read_exif(path)
    name = f"{_group(width, height, exif)}/{number:06d}.png"
    write_png(resized(picture.colors, *copied), folder / name)
    mask_path = mask_of(path)
    kept = None if mask_path is None else read_mask(mask_path, path, width, height)
    if picture.alphas is not None:
        kept = picture.alphas if kept is None else np.minimum(kept, picture.alphas)
    if kept is not None:
        shown = np.where(resized(kept, *copied, nearest=True) > 127, 255, 0).astype(np.uint8)
        pixels = np.repeat(shown[..., None], 3, axis=2)
        write_atomically(folder.with_name("masks") / f"{name}.png", encode_png(pixels))
    return WorkingCopy(
        path=path,
        title=title,
        name=name,
        size=(width, height),
        copied=copied,
        focal=exif.focal_of(*copied),
        mask_path=mask_path,
    )


def _group(width: int, height: int, exif: Exif) -> str:
    """One lens: same camera, same zoom, same size of picture."""
    words = f"{width} {height} {exif.focal35} {exif.camera}"
    return hashlib.sha256(words.encode()).hexdigest()[:8]
