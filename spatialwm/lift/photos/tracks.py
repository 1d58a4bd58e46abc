"""Points from photos whose cameras are known: features that neighbouring photos share, triangulated."""

from typing import Any, cast

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.lift.photos.capture import Capture
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["points_of_known_cameras"]

_NEIGHBOURS = 4
"""Photos each photo is compared with: those that look the same way from nearest by."""
_RATIO = 0.8
"""A match counts when the second best is this much worse (Lowe 2004)."""
_ERROR = 1.5
"""Farthest a point may lie from its two features [px]."""
_LEAST_TURN = np.deg2rad(1.5)
"""Smallest angle between two rays to a point: below, its depth is a guess."""
_FEATURES = 3000
_MOST_TURN = np.deg2rad(60.0)
"""Cameras that look further apart see different sides."""

Colored = tuple[Float[np.ndarray, "n 3"], UInt8[np.ndarray, "n 3"]]


def points_of_known_cameras(capture: Capture) -> Colored:
    """Points that two photos agree on, with their colours; none where photos share nothing.

    Raises:
        MissingExtraError: OpenCV is not installed.
        FormatError: A photo is broken.
    """
    require("cv2", extra="photos")
    import cv2

    finder: Any = cast("Any", cv2).SIFT_create(nfeatures=_FEATURES)
    views = list(capture.train)
    seen: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for k in views:
        grey = cv2.cvtColor(capture.picture(k).colors, cv2.COLOR_RGB2GRAY)
        found, descriptors = finder.detectAndCompute(grey, None)
        places = (
            np.array([f.pt for f in found], float).reshape(-1, 2) + 0.5
        )  # OpenCV's centres are whole numbers
        seen[k] = places, np.zeros((0, 128), np.float32) if descriptors is None else descriptors
    points, colors = [np.zeros((0, 3))], [np.zeros((0, 3), np.uint8)]
    for one in views:
        for other in _neighbours(capture, one):
            found_points, pixels = _shared(
                seen[one], seen[other], capture.cameras[one], capture.cameras[other]
            )
            rows, columns = np.floor(pixels[:, ::-1]).astype(int).T
            points.append(found_points)
            colors.append(capture.picture(one).colors[rows, columns])
    return np.concatenate(points), np.concatenate(colors)


def _neighbours(capture: Capture, one: int) -> list[int]:
    """Later photos among those nearest to this one that look roughly the same way."""
    poses = {k: capture.cameras[k].world_from_camera for k in capture.train}
    ahead = poses[one][:3, 2]
    others = [k for k in capture.train if k != one and float(poses[k][:3, 2] @ ahead) > np.cos(_MOST_TURN)]
    others.sort(key=lambda k: float(np.linalg.norm(poses[k][:3, 3] - poses[one][:3, 3])))
    return [k for k in others[: 2 * _NEIGHBOURS] if k > one]


def _shared(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray], a: Camera, b: Camera
) -> tuple[np.ndarray, np.ndarray]:
    """Points seen by both cameras, and where the first sees them [px]."""
    import cv2

    nothing = np.zeros((0, 3)), np.zeros((0, 2))
    if min(len(first[0]), len(second[0])) < 2:
        return nothing
    pairs = cast("Any", cv2).BFMatcher().knnMatch(first[1], second[1], k=2)
    good = [(m.queryIdx, m.trainIdx) for m, n in pairs if m.distance < _RATIO * n.distance]
    if not good:
        return nothing
    here, there = first[0][[i for i, _ in good]], second[0][[j for _, j in good]]
    points, angles = _nearest_of_rays(here, there, a, b)
    fits = (_misses(points, here, a) < _ERROR) & (_misses(points, there, b) < _ERROR)
    kept = fits & (angles > _LEAST_TURN)
    return points[kept], here[kept]


def _rays(pixels: np.ndarray, camera: Camera) -> np.ndarray:
    local = np.column_stack([pixels, np.ones(len(pixels))]) @ np.linalg.inv(camera.K).T
    ways = local @ camera.world_from_camera[:3, :3].T
    return ways / np.linalg.norm(ways, axis=1, keepdims=True)


def _nearest_of_rays(
    here: np.ndarray, there: np.ndarray, a: Camera, b: Camera
) -> tuple[np.ndarray, np.ndarray]:
    """Middle of the shortest way between two rays, and the angle between them."""
    u, v = _rays(here, a), _rays(there, b)
    gap = b.world_from_camera[:3, 3] - a.world_from_camera[:3, 3]
    cosine = (u * v).sum(axis=1)
    sine2 = np.maximum(1 - cosine**2, 1e-12)
    along_u, along_v = u @ gap, v @ gap
    s, t = (along_u - cosine * along_v) / sine2, (cosine * along_u - along_v) / sine2
    one = a.world_from_camera[:3, 3] + s[:, None] * u
    two = b.world_from_camera[:3, 3] + t[:, None] * v
    behind = (s <= 0) | (t <= 0)
    angles = np.where(behind, 0.0, np.arccos(np.clip(cosine, -1, 1)))
    return (one + two) / 2, angles


def _misses(points: np.ndarray, pixels: np.ndarray, camera: Camera) -> np.ndarray:
    """How far from the pixels the points are seen [px]."""
    pose = camera.world_from_camera
    local = (points - pose[:3, 3]) @ pose[:3, :3]
    seen = local @ camera.K.T
    depth = np.where(seen[:, 2] > 1e-9, seen[:, 2], np.inf)
    return np.linalg.norm(seen[:, :2] / depth[:, None] - pixels, axis=1)
