"""Dense points to start from when the poses are known: neighbouring photos as stereo pairs."""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.geometry.cameras import unproject
from spatialwm.optional import require
from spatialwm.scene import Camera

__all__ = ["points_of_depths", "stereo_depths"]

_BLOCK = 5
"""Pixels along the edge of what is compared."""
_AGREE = 0.02
"""Share of the depth within which several pairs must say the same."""


def stereo_depths(
    cameras: Sequence[Camera],
    photos: Sequence[UInt8[np.ndarray, "h w 3"]],
    *,
    near: float,
    far: float,
    steps: Sequence[int] = (-6, -4, -3, 3, 4, 6),
    agree: float = _AGREE,
    least: int = 2,
) -> list[Float[np.ndarray, "h w"]]:
    """A depth picture of each photo [the cameras' unit], 0 where fewer than two pairs agree.

    Args:
        cameras: Of the photos, in the order in which they were taken.
        photos: Each of its camera's size.
        near: Nearest depth looked for.
        far: Farthest.
        steps: Which photos before and after each it is compared with.
        agree: Share of the depth by which pairs may differ.
        least: Pairs that must agree.

    Raises:
        InputError: Photos are missing.
        MissingExtraError: OpenCV is not installed.
    """
    require("cv2", extra="photos")
    if len(cameras) != len(photos):
        raise InputError(f"Stereo needs a camera per photo: {len(photos)} and {len(cameras)}.")
    found: list[np.ndarray] = []
    for k in range(len(cameras)):
        partners = [k + step for step in steps if 0 <= k + step < len(cameras)]
        maps = [
            _pair_depth((cameras[k], cameras[j]), (photos[k], photos[j]), near=near, far=far)
            for j in partners
        ]
        found.append(_agreed(np.stack(maps), agree, least))
    return found


def points_of_depths(
    cameras: Sequence[Camera],
    photos: Sequence[UInt8[np.ndarray, "h w 3"]],
    depths: Sequence[Float[np.ndarray, "h w"]],
    *,
    each: int,
    seed: int = 0,
) -> tuple[Float[np.ndarray, "n 3"], UInt8[np.ndarray, "n 3"]]:
    """At most ``each`` coloured points of every depth picture, chosen at random, in the cameras' world.

    Args:
        cameras: Of the pictures.
        photos: For the colours (sRGB).
        depths: 0 where unknown.
        each: Points per picture.
        seed: Of the choice.
    """
    rng = np.random.default_rng(seed)
    points, colors = [np.zeros((0, 3))], [np.zeros((0, 3), np.uint8)]
    for camera, photo, depth in zip(cameras, photos, depths, strict=True):
        rows, columns = np.nonzero(depth > 0)
        some = rng.choice(len(rows), min(each, len(rows)), replace=False)
        rows, columns = rows[some], columns[some]
        pixels = np.stack([columns, rows], axis=1) + 0.5
        pose = camera.world_from_camera
        points.append(unproject(pixels, depth[rows, columns], camera.K) @ pose[:3, :3].T + pose[:3, 3])
        colors.append(photo[rows, columns])
    return np.concatenate(points), np.concatenate(colors)


def _pair_depth(
    cameras: tuple[Camera, Camera], photos: tuple[np.ndarray, np.ndarray], *, near: float, far: float
) -> Float[np.ndarray, "h w"]:
    """The first photo's depth from one partner by semi-global matching (Hirschmüller 2008), 0 if unknown."""
    cv2: Any = importlib.import_module("cv2")
    first, second = cameras
    size = first.width, first.height
    change = np.linalg.inv(second.world_from_camera) @ first.world_from_camera
    nothing = np.zeros((first.height, first.width))
    zero = np.zeros(5)
    half = np.array([[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]])  # OpenCV's pixel centres are whole numbers
    lenses = first.K - half, second.K - half
    turn, shift = change[:3, :3].copy(), change[:3, 3:].copy()
    r1, r2, p1, p2, *_ = cv2.stereoRectify(lenses[0], zero, lenses[1], zero, size, turn, shift, alpha=-1)
    baseline = float(np.linalg.norm(change[:3, 3]))
    # the matcher wants the left photo first, and lets disparities only grow one way
    if p2[0, 3] == 0:
        return nothing  # one above the other
    flipped = p2[0, 3] > 0
    focal = float(p1[0, 0])
    span = focal * baseline * (1 / near - 1 / far)
    lowest = int(np.floor(focal * baseline / far)) - 1
    count = int(np.ceil((span + 2) / 16)) * 16
    pictures: list[np.ndarray] = []
    for photo, K, r, p in ((photos[0], lenses[0], r1, p1), (photos[1], lenses[1], r2, p2)):
        maps = cv2.initUndistortRectifyMap(K, zero, r, p[:, :3], size, cv2.CV_32FC1)
        picture = cv2.remap(np.ascontiguousarray(photo), *maps, cv2.INTER_LINEAR)
        pictures.append(picture[:, ::-1].copy() if flipped else picture)
    cost = 3 * _BLOCK**2
    matcher = cv2.StereoSGBM_create(
        minDisparity=lowest,
        numDisparities=count,
        blockSize=_BLOCK,
        P1=8 * cost,
        P2=32 * cost,
        disp12MaxDiff=1,
        uniquenessRatio=5,
        speckleWindowSize=100,
        speckleRange=2,
        mode=cv2.STEREO_SGBM_MODE_SGBM_3WAY,
    )
    disparity = matcher.compute(*pictures).astype(np.float64) / 16
    disparity = disparity[:, ::-1] if flipped else disparity
    known = disparity >= max(lowest, 1e-3)
    depth = np.where(known, focal * baseline / np.where(known, disparity, 1), 0)
    return _turned_back(depth, first, r1, p1)


def _turned_back(depth: np.ndarray, camera: Camera, r: np.ndarray, p: np.ndarray) -> np.ndarray:
    """From the rectified view of a photo to the photo itself."""
    cv2: Any = importlib.import_module("cv2")
    ys, xs = np.mgrid[: camera.height, : camera.width] + 0.5
    rays = np.stack([(xs - camera.K[0, 2]) / camera.K[0, 0], (ys - camera.K[1, 2]) / camera.K[1, 1]], -1)
    rays = np.concatenate([rays, np.ones_like(rays[..., :1])], -1)
    turned = rays @ r.T
    u = p[0, 0] * turned[..., 0] / turned[..., 2] + p[0, 2]
    v = p[1, 1] * turned[..., 1] / turned[..., 2] + p[1, 2]
    seen = cv2.remap(depth.astype(np.float32), u.astype(np.float32), v.astype(np.float32), cv2.INTER_NEAREST)
    return seen / turned[..., 2]


def _agreed(maps: np.ndarray, agree: float, least: int) -> np.ndarray:
    """The median of each pixel's depths, where enough of them are near it."""
    known = maps > 0
    # unknown depths sort to the end, so that the middle of the known ones is found by their number
    ordered = np.sort(np.where(known, maps, np.inf), axis=0)
    place = np.maximum(known.sum(axis=0) - 1, 0)[None] // 2
    middle = np.take_along_axis(ordered, place, axis=0)[0]
    middle = np.where(np.isfinite(middle), middle, 0)
    near = known & (np.abs(maps - middle) <= agree * middle)
    count = near.sum(axis=0)
    mean = (maps * near).sum(axis=0) / np.maximum(count, 1)
    return np.where(count >= least, mean, 0)
