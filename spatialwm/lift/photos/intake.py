"""Whatever somebody photographed or filmed becomes one capture in our frame."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from spatialwm.errors import FormatError, InputError, MissingFileError, SpatialwmError
from spatialwm.io.images import write_png
from spatialwm.lift.photos.capture import Capture, is_posed, open_capture
from spatialwm.lift.photos.folders import photos_below
from spatialwm.lift.photos.gravity import levelled
from spatialwm.lift.photos.panorama import cube_faces
from spatialwm.lift.photos.pictures import PHOTO_SUFFIXES, read_picture
from spatialwm.lift.photos.poses import poses_from_files
from spatialwm.lift.photos.scale import in_metres
from spatialwm.lift.photos.scale_words import ScaleWords
from spatialwm.lift.photos.video import VIDEO_SUFFIXES, frames_from_video

__all__ = ["capture_from"]

_FACE_VIEW = 1.75
"""Of the faces of a 360-degree photo [rad]: 100 degrees, so that features on the seams are whole in one."""


def capture_from(
    path: Path,
    *,
    work: Path,
    scale: ScaleWords | None = None,
    longest_side: int = 1600,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Capture:
    """Photos, a video or a data set with poses, with +Y up, the floor at y = 0 and a size in metres.

    Args:
        path: A folder of photos (360-degree ones too), a video, a ``transforms.json`` or a COLMAP folder.
        work: A folder for the frames of a video and the faces of 360-degree photos; they are read again
            while training.
        scale: What is known of the size (``parse_scale``). Without it phones' captures keep their metres,
            data sets with poses their unit, photos with GPS over more than 20 m take it from there, and the
            cameras of others are taken to be at eye level.
        longest_side: As in ``poses_from_files``.
        seed: Of all random choices.
        progress: Called with a word on each step.

    Raises:
        MissingFileError: There is nothing at ``path``, or no photo in it.
        FormatError: It is neither photos, a video nor a data set.
        InputError: The photos cannot be related to each other.
    """
    if not path.exists():
        raise MissingFileError(f"There is no '{path}'; check the name.")
    posed = is_posed(path)
    notes: tuple[str, ...] = ()
    if posed:
        capture = open_capture(path)
    else:
        photos, notes = _photos(path, work)
        capture = poses_from_files(
            photos,
            matching="sequential" if path.is_file() else "auto",
            longest_side=longest_side,
            seed=seed,
            progress=progress,
        )
    capture = replace(capture, notes=(*notes, *capture.notes))
    return in_metres(levelled(capture, seed=seed)[0], scale, found_poses=not posed)


def _photos(path: Path, work: Path) -> tuple[Sequence[Path], tuple[str, ...]]:
    """The photos, and what to say about the place they were in."""
    if path.is_file():
        if path.suffix.lower() in VIDEO_SUFFIXES:
            return frames_from_video(path, work / "frames"), ()
        if path.suffix.lower() in PHOTO_SUFFIXES:
            raise InputError(f"'{path.name}' is one photo; poses need a folder of several that overlap.")
        known = ", ".join(VIDEO_SUFFIXES)
        raise FormatError(
            f"'{path.name}' is not a capture; give a folder, a transforms.json or one of {known}."
        )
    photos, notes = photos_below(path)
    if len(photos) == 1:
        raise InputError(
            f"'{path}' holds one photo; lift it with 'spatialwm create {photos[0]}', or add photos "
            "of the same place that overlap."
        )
    return _split_panoramas(photos, work / "faces"), notes


def _split_panoramas(photos: Sequence[Path], folder: Path) -> Sequence[Path]:
    """The faces of 360-degree photos when every photo that opens is twice as wide as high."""
    faces: list[Path] = []
    for path in photos:
        try:
            picture = read_picture(path).colors
        except SpatialwmError:
            continue  # whoever reads the photos for good says what is wrong with it
        if picture.shape[1] != 2 * picture.shape[0]:
            return photos
        for camera, face in cube_faces(picture, field_of_view=_FACE_VIEW)[:5]:  # below is the tripod
            faces.append(write_png(face, folder / f"{path.stem}_{camera.name}.png"))
    return faces or photos
