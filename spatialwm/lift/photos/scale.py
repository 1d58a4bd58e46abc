"""How large the place is: photos alone do not say."""

from dataclasses import replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.lift.photos.capture import Capture
from spatialwm.lift.photos.exif import read_exif
from spatialwm.lift.photos.gravity import Similarity, turned
from spatialwm.lift.photos.lifting_points import point_at
from spatialwm.lift.photos.markers import marker_side
from spatialwm.lift.photos.scale_words import CameraGap, EyeLevel, Factor, Marker, PixelSpan, ScaleWords

__all__ = ["camera_distance", "eye_level_scaled", "gps_scaled", "in_metres", "scaled"]

_EYE_LEVEL = 1.45
"""[m] A phone held before a standing adult's face, between 1.3 and 1.6; the guess is as good as that."""
_GPS_SPREAD = 20.0
"""[m] Below it, a phone's error of 3 to 5 m per fix is a quarter of the size."""
_GPS_MISFIT = 0.25
"""Of the spread: with more, the fixes do not describe this walk."""
_EARTH = 6_371_009.0
"""Mean radius [m] (IUGG)."""


def in_metres(capture: Capture, words: ScaleWords | None, *, found_poses: bool) -> Capture:
    """A levelled capture in metres: as was told, else as it says itself, else by GPS, else guessed.

    Args:
        capture: Levelled.
        words: What somebody knows; None knows nothing.
        found_poses: The poses are ours, so their unit means nothing.

    Raises:
        InputError: What was told cannot be found in these photos.
    """
    if words is not None and not isinstance(words, Factor):
        return _told(capture, words)
    if capture.metric:
        usual = capture
    elif not found_poses:
        usual = _noted(capture, "Scale: unknown, the capture's own unit is taken for metres.")
    elif (by_gps := gps_scaled(capture)) is not None:
        usual = by_gps
    elif any(camera.world_from_camera[1, 3] > 0 for camera in capture.cameras):
        usual = eye_level_scaled(capture)[0]
    else:
        usual = _noted(
            capture, "Scale: unknown, no floor lies below the cameras; give a length with --scale."
        )
    if words is None:
        return usual
    return _resized(usual, words.factor, f"Scale: then {words.factor:g} times that, as was given.")[0]


def scaled(
    capture: Capture, *, measured: float, metres: float, what: str = "as was given"
) -> tuple[Capture, Similarity]:
    """The capture in metres, so that what is ``measured`` long in it becomes ``metres`` long [m].

    Raises:
        InputError: A length is not above 0 and finite.
    """
    if not (0 < measured < np.inf and 0 < metres < np.inf):
        raise InputError(f"A scale needs two lengths above 0, got {measured} in the capture for {metres} m.")
    return _resized(capture, metres / measured, f"Scale: {measured:.4g} units are {metres:g} m, {what}.")


def eye_level_scaled(capture: Capture, *, metres: float | None = None) -> tuple[Capture, Similarity]:
    """A levelled capture, scaled so that the cameras are at eye level above y = 0.

    Without ``metres`` [m] that is a guess, and noted as one.

    Raises:
        InputError: The cameras are not above the floor.
    """
    level = _EYE_LEVEL if metres is None else metres
    heights = np.array([camera.world_from_camera[1, 3] for camera in capture.cameras])
    height = float(np.median(heights[heights > 0])) if (heights > 0).any() else 0.0
    if height <= 0:
        raise InputError(
            "The cameras are not above the floor y = 0; level the capture first or give a length."
        )
    note = f"Scale: from cameras held {level:g} m above the floor, as was given."
    if metres is None:
        note = (
            f"Scale: guessed, from cameras held {level:g} m above the floor; give a known length to be sure."
        )
    return _resized(capture, level / height, note)


def camera_distance(capture: Capture, name_a: str, name_b: str) -> float:
    """Distance between two cameras [the capture's unit].

    Raises:
        InputError: No such photo.
    """
    eyes = [capture.cameras[_index(capture, name)].world_from_camera[:3, 3] for name in (name_a, name_b)]
    return float(np.linalg.norm(eyes[0] - eyes[1]))


def gps_scaled(capture: Capture) -> Capture | None:
    """The capture scaled to the places that its photos carry; None when they are too few, too near or wrong.

    Latitude and longitude are compared with the cameras' places on the floor, by least squares over turns,
    shifts and sizes (Umeyama 1991); heights, which GPS hardly knows, are not used.
    """
    places = [None if source.path is None else read_exif(source.path).place for source in capture.sources]
    known = [k for k, place in enumerate(places) if place is not None]
    if len(known) < 3:
        return None
    degrees = np.array([places[k] for k in known], float)
    north = np.radians(degrees[:, 0] - degrees[:, 0].mean()) * _EARTH
    east = (
        np.radians(degrees[:, 1] - degrees[:, 1].mean()) * _EARTH * np.cos(np.radians(degrees[:, 0].mean()))
    )
    truth = east + 1j * north
    eyes = np.array([capture.cameras[k].world_from_camera[:3, 3] for k in known])
    ours = eyes[:, 0] - 1j * eyes[:, 2]  # seen from above: x is to the right, z towards us
    ours = ours - ours.mean()
    spread = float(np.hypot(np.ptp(east), np.ptp(north)))
    size = float((np.abs(ours) ** 2).sum())
    if spread < _GPS_SPREAD or size <= 0:
        return None
    similarity = (np.conj(ours) * truth).sum() / size
    misfit = float(np.sqrt((np.abs(truth - similarity * ours) ** 2).mean()))
    if misfit > _GPS_MISFIT * spread:
        return None
    note = f"Scale: from the GPS of {len(known)} photos over {spread:.0f} m, which fit within {misfit:.1f} m."
    return _resized(capture, float(abs(similarity)), note)[0]


def _told(capture: Capture, words: EyeLevel | CameraGap | PixelSpan | Marker) -> Capture:
    if isinstance(words, EyeLevel):
        return eye_level_scaled(capture, metres=words.metres)[0]
    if isinstance(words, CameraGap):
        measured, what = camera_distance(capture, words.first, words.second), "between two photos"
    elif isinstance(words, PixelSpan):
        measured, what = _span(capture, words), f"between two pixels of '{words.photo}'"
    else:
        measured, count = marker_side(capture)
        what = f"the side of the markers seen in {count} photos"
    return scaled(capture, measured=measured, metres=words.metres, what=f"{what}, as was given")[0]


def _span(capture: Capture, words: PixelSpan) -> float:
    photo = _index(capture, words.photo)
    ends = [point_at(capture, photo, pixel) for pixel in (words.start, words.end)]
    return float(np.linalg.norm(ends[0] - ends[1]))


def _index(capture: Capture, name: str) -> int:
    if name in capture.names:
        return capture.names.index(name)
    alike = [k for k, known in enumerate(capture.names) if known.rpartition("/")[2] == name]
    if len(alike) != 1:
        why = "Several photos are" if alike else "No photo with a pose is"
        raise InputError(f"{why} called '{name:.80}' in the capture; its first is '{capture.names[0]}'.")
    return alike[0]


def _resized(capture: Capture, factor: float, note: str) -> tuple[Capture, Similarity]:
    similarity = Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=float(factor))
    return turned(capture, similarity, notes=(note,)), similarity


def _noted(capture: Capture, note: str) -> Capture:
    return replace(capture, notes=(*capture.notes, note))
