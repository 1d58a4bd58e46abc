"""Which files of a folder are the photos, and what else lies there."""

from pathlib import Path

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.lift.photos.features import listed_names
from spatialwm.lift.photos.masks import MASK_FOLDERS
from spatialwm.lift.photos.pictures import PHOTO_SUFFIXES
from spatialwm.lift.photos.video import VIDEO_SUFFIXES

__all__ = ["photos_below"]

_PHOTO_FOLDERS = ("images", "input", "photos")
_OTHER_FOLDERS = (*MASK_FOLDERS, "depth", "depths", "sparse", "thumbnails")
_RAW_SUFFIXES = (".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2")
_MOST_FILES = 100_000
_DEEPEST = 3
"""Folders below the one that was given: phones and cameras sort by card, by day, at most by roll."""


def photos_below(folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The photos of a folder: its own; else those of ``images``; else those of all its sub-folders, by name.

    Returns:
        The photos, and sentences on what was passed over.

    Raises:
        MissingFileError: There are none.
        FormatError: There are only raw files or videos, or too many files.
    """
    files = sorted(_files(folder, _DEEPEST))
    photos = [p for p in files if p.suffix.lower() in PHOTO_SUFFIXES]
    if not photos:
        raise _none(folder, files)
    chosen = [p for p in photos if p.parent == folder]
    for name in _PHOTO_FOLDERS:
        chosen = chosen or [p for p in photos if p.is_relative_to(folder / name)]
    chosen = chosen or photos
    notes: list[str] = []
    others = [p.name for p in files if p.parent == folder and p.suffix.lower() not in PHOTO_SUFFIXES]
    if others:
        count = (
            "1 file that is no photo was"
            if len(others) == 1
            else f"{len(others)} files that are no photos were"
        )
        notes.append(f"{count} passed over: {listed_names(others)}.")
    if passed := len(photos) - len(chosen):
        notes.append(f"{passed} photos in other folders of '{folder.name}' were passed over.")
    return tuple(chosen), tuple(notes)


def _files(folder: Path, deep: int) -> list[Path]:
    """Files below a folder, without hidden ones, links out of it, masks and depths."""
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_file():
            found.append(path)
        elif deep and path.is_dir() and not path.is_symlink() and path.name.lower() not in _OTHER_FOLDERS:
            found += _files(path, deep - 1)
        if len(found) > _MOST_FILES:
            raise FormatError(
                f"'{folder}' holds more than {_MOST_FILES:,} files; give the folder of one capture."
            )
    return found


def _none(folder: Path, files: list[Path]) -> FormatError | MissingFileError:
    suffixes = {p.suffix.lower() for p in files}
    if raw := sorted(suffixes & set(_RAW_SUFFIXES)):
        return FormatError(f"'{folder}' holds raw files ({raw[0]}) and no photos; export them as JPEG first.")
    if suffixes & set(VIDEO_SUFFIXES):
        video = next(p for p in files if p.suffix.lower() in VIDEO_SUFFIXES)
        return FormatError(f"'{folder}' holds a video and no photos; give '{video.name}' itself.")
    return MissingFileError(
        f"'{folder}' holds no photos; give a folder with {', '.join(PHOTO_SUFFIXES[:3])}."
    )
