"""Printed markers, ArUco's and AprilTag's, whose known size gives a capture its scale."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spatialwm.errors import InputError
from spatialwm.lift.photos.capture import Capture
from spatialwm.optional import require
from spatialwm.scene import Camera

if TYPE_CHECKING:
    import cv2

__all__ = ["marker_side"]

_FAMILIES = (
    "DICT_4X4_1000",
    "DICT_5X5_1000",
    "DICT_6X6_1000",
    "DICT_7X7_1000",
    "DICT_ARUCO_ORIGINAL",
    "DICT_APRILTAG_36h11",
)
_WORST_PIXEL = 4.0
"""[px] A corner that is seen further from where it should be is another marker with the same number."""
_UNEVEN = 0.1
"""Of the side: the four sides of a square differ by less."""
Sighting = tuple[Camera, np.ndarray]
"""A camera and the four corners (4 2) that it sees [px]."""


def marker_side(capture: Capture) -> tuple[float, int]:
    """Side of the black squares [the capture's unit], the median of all, and in how many photos they are.

    Every corner is triangulated from all photos that show it.

    Raises:
        InputError: No marker is seen in two photos from different places.
    """
    require("cv2", extra="photos")
    sightings = _sightings(capture)
    sides: list[float] = []
    names: set[str] = set()
    for seen in sightings.values():
        side = _side(seen)
        if side is not None:
            sides.append(side)
            names |= {camera.name for camera, _ in seen}
    if not sides:
        raise InputError(
            "No ArUco or AprilTag marker is clear in two photos; print one, lay it flat with a white edge "
            "around it, and photograph it from several places."
        )
    return float(np.median(sides)), len(names)


def _sightings(capture: Capture) -> dict[tuple[str, int], list[Sighting]]:
    """By family and number."""
    import cv2

    detectors = {
        name: cv2.aruco.ArucoDetector(
            cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, name)), _parameters()
        )
        for name in _FAMILIES
    }
    found: dict[tuple[str, int], list[Sighting]] = defaultdict(list)
    for k, camera in enumerate(capture.cameras):
        gray = cv2.cvtColor(capture.picture(k).colors, cv2.COLOR_RGB2GRAY)
        for name, detector in detectors.items():
            corners, numbers, _ = detector.detectMarkers(gray)
            for quad, number in zip(corners, () if not len(corners) else numbers, strict=True):
                # OpenCV counts from the middle of the first pixel
                pixels = np.asarray(quad, float).reshape(4, 2) + 0.5
                found[name, int(np.ravel(number)[0])].append((camera, pixels))
    return found


def _parameters() -> "cv2.aruco.DetectorParameters":
    import cv2

    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    return parameters


def _side(seen: Sequence[Sighting]) -> float | None:
    """Mean side of one marker; None when it is not a square that stands still."""
    if len({camera.name for camera, _ in seen}) < 2 or len({camera.name for camera, _ in seen}) != len(seen):
        return None
    corners = np.array([_triangulated([(camera, quad[k]) for camera, quad in seen]) for k in range(4)])
    for camera, quad in seen:
        away = np.linalg.norm(_projected(corners, camera) - quad, axis=1)
        if not (away < _WORST_PIXEL).all():
            return None
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    mean = float(sides.mean())
    return mean if mean > 0 and np.ptp(sides) < _UNEVEN * mean else None


def _triangulated(rays: Sequence[tuple[Camera, np.ndarray]]) -> np.ndarray:
    """The point nearest to all rays in their pictures (Hartley and Zisserman 2004, 12.2)."""
    rows: list[np.ndarray] = []
    for camera, pixel in rays:
        pose = camera.world_from_camera
        world_to_pixel = camera.K @ np.column_stack([pose[:3, :3].T, -pose[:3, :3].T @ pose[:3, 3]])
        rows += [pixel[axis] * world_to_pixel[2] - world_to_pixel[axis] for axis in (0, 1)]
    system = np.array(rows)
    system = system / np.linalg.norm(system, axis=1, keepdims=True)
    point = np.linalg.svd(system)[2][-1]
    return point[:3] / (point[3] if abs(point[3]) > 1e-12 else 1e-12)


def _projected(points: np.ndarray, camera: Camera) -> np.ndarray:
    pose = camera.world_from_camera
    seen = (points - pose[:3, 3]) @ pose[:3, :3] @ camera.K.T
    return seen[:, :2] / np.where(np.abs(seen[:, 2:]) < 1e-9, 1e-9, seen[:, 2:])
