"""Where splats start: triangulated points, measured depths where there are some, else random points."""

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.geometry.cameras import unproject
from spatialwm.lift.photos.capture import Capture
from spatialwm.lift.photos.training_set import UNKNOWN_COLOR

__all__ = ["depth_points", "starting_points", "thinned"]

_FEW_POINTS = 2000
"""With fewer points to start from, random ones between the cameras' views are added."""
_SAMPLES = 6
"""Depth pixels looked at per point kept: photos overlap, and thinning chooses."""
_EDGE = 0.05
"""Change of depth from pixel to pixel, as a share of it, beyond which a depth hangs between two surfaces."""

Colored = tuple[Float[np.ndarray, "kept 3"], UInt8[np.ndarray, "kept 3"]]
"""Points and their sRGB."""


def starting_points(capture: Capture, *, most: int, seed: int = 0) -> Colored:
    """Points to start training from, at most ``most`` of them (and never fewer than a random start needs).

    Args:
        capture: Photos, cameras, triangulated points and depths.
        most: Bound of points; denser ones are averaged in cells.
        seed: Of random points.

    Raises:
        FormatError: A depth picture is broken.
    """
    points, colors = np.zeros((0, 3)), np.zeros((0, 3), np.uint8)
    if capture.points is not None:
        points = capture.points
        colors = np.full((len(points), 3), UNKNOWN_COLOR, np.uint8)
        colors = colors if capture.point_colors is None else capture.point_colors
    measured = depth_points(capture, most=most)
    points, colors = np.concatenate([points, measured[0]]), np.concatenate([colors, measured[1]])
    points, colors = thinned(points, colors, most=most)
    if len(points) < _FEW_POINTS:
        extra = _random_points(capture, 5 * _FEW_POINTS, seed)
        points = np.concatenate([points, extra])
        colors = np.concatenate([colors, np.full((len(extra), 3), UNKNOWN_COLOR, np.uint8)])
    return points, colors


def depth_points(capture: Capture, *, most: int) -> Colored:
    """The measured depths of the training photos as coloured points, spread evenly over the photos.

    Depths at edges are left out, as are pixels that are masked or transparent. None when nothing was
    measured.

    Raises:
        FormatError: A depth picture is broken.
    """
    views = [k for k in capture.train if capture.sources[k].depth_path is not None]
    if not views:
        return np.zeros((0, 3)), np.zeros((0, 3), np.uint8)
    share = max(_SAMPLES * most // len(views), 1)
    found = [_points_of(capture, k, share) for k in views]
    points, colors = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return thinned(points, colors, most=most)


def thinned(points: Float[np.ndarray, "n 3"], colors: UInt8[np.ndarray, "n 3"], *, most: int) -> Colored:
    """At most ``most`` points: means of those that share a cell of a grid just coarse enough."""
    if len(points) <= most:
        return points, colors
    low, high = np.percentile(points, [1, 99], axis=0)
    cell = max(float((high - low).max()), 1e-9) / np.sqrt(most)
    while True:
        cells = np.clip(np.floor((points - low) / cell), -(2**20), 2**20).astype(np.int64) + 2**20
        keys = (cells[:, 0] << 42) | (cells[:, 1] << 21) | cells[:, 2]
        kept, owners = np.unique(keys, return_inverse=True)
        if len(kept) <= most:
            break
        cell *= max(np.sqrt(len(kept) / most), 1.01)  # points lie on surfaces
    return _means(points, owners, len(kept)), np.round(_means(colors, owners, len(kept))).astype(np.uint8)


def _means(values: np.ndarray, owners: np.ndarray, count: int) -> Float[np.ndarray, "kept 3"]:
    sums = [np.bincount(owners, weights=column, minlength=count) for column in values.T]
    return np.stack(sums, axis=1) / np.bincount(owners, minlength=count)[:, None]


def _points_of(capture: Capture, index: int, share: int) -> Colored:
    """Up to about ``share`` points of one photo, on a grid of pixels."""
    depths = capture.depth(index)
    assert depths is not None
    picture, camera = capture.picture(index), capture.cameras[index]
    stride = max(int(np.ceil(np.sqrt(depths.size / share))), 1)
    good = _is_smooth(depths)
    if picture.alphas is not None:
        good &= picture.alphas > 127
    rows, columns = np.nonzero(good[stride // 2 :: stride, stride // 2 :: stride])
    rows, columns = rows * stride + stride // 2, columns * stride + stride // 2
    pixels = np.stack([columns, rows], axis=1) + 0.5
    points = unproject(pixels, depths[rows, columns].astype(float), camera.K)
    pose = camera.world_from_camera
    return points @ pose[:3, :3].T + pose[:3, 3], picture.colors[rows, columns]


def _is_smooth(depths: np.ndarray) -> np.ndarray:
    """Known, and not between two surfaces."""
    good = depths > 0
    for axis in (0, 1):
        change = np.abs(np.diff(depths, axis=axis)) > _EDGE * np.minimum(
            np.delete(depths, 0, axis=axis), np.delete(depths, -1, axis=axis)
        )
        before, after = [slice(None), slice(None)], [slice(None), slice(None)]
        before[axis], after[axis] = slice(None, -1), slice(1, None)
        good[tuple(before)] &= ~change
        good[tuple(after)] &= ~change
    return good


def _random_points(capture: Capture, count: int, seed: int) -> Float[np.ndarray, "n 3"]:
    """In a cube about what the cameras look at together, as 3DGS starts without points."""
    poses = np.array([camera.world_from_camera for camera in capture.cameras])
    eyes, ahead = poses[:, :3, 3], poses[:, :3, 2]
    across = np.eye(3) - ahead[:, :, None] * ahead[:, None]
    pulls = np.asarray((across @ eyes[..., None]).sum(axis=0)[:, 0], float)
    middle = np.asarray(np.linalg.pinv(across.sum(axis=0)), float) @ pulls
    reach = float(np.median(np.linalg.norm(eyes - middle, axis=1))) * 0.75
    return middle + np.random.default_rng(seed).uniform(-reach, reach, (count, 3))
