"""Whether photos were taken from different places: turning on the spot shows no depth."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spatialwm.lift.photos.features import WorkingCopy
from spatialwm.lift.photos.matching import pycolmap_module

__all__ = ["from_one_spot"]

_FLAT = 0.8
"""Share of pairs that one homography explains, above which the photos are of a plane or from one spot."""
_NO_SHIFT = 0.03
"""Of the plane's distance: a shift below is a tripod's, or a hand's at arm's length from a wall."""
_FOCALS = np.geomspace(0.4, 4.0, 60)
"""Focal lengths to try, over the longer side: from 100 degrees to a telephoto lens."""


def from_one_spot(copies: Sequence[WorkingCopy], database: Path) -> bool:
    """Whether every related pair of photos differs by a turn of the camera alone.

    A turn ``R`` moves pixels by the homography ``K R K^-1``, and ``R`` has equal singular values; a step
    sideways before a plane has not (Hartley and Zisserman 2004, 13.1).
    """
    colmap = pycolmap_module()
    kinds = colmap.TwoViewGeometryConfiguration
    flat = (kinds.PLANAR, kinds.PANORAMIC, kinds.PLANAR_OR_PANORAMIC)
    with colmap.Database.open(database) as data:
        sizes = {image.image_id: _size(copies, image.name) for image in data.read_all_images()}
        ids, geometries = data.read_two_view_geometries()
    shifts: list[np.ndarray] = []
    related = 0
    for pair, geometry in zip(ids, geometries, strict=True):
        if len(geometry.inlier_matches) == 0:
            continue
        related += 1
        if geometry.config in flat and geometry.H is not None:
            first, second = colmap.pair_id_to_image_pair(pair)
            shifts.append(_shift(np.asarray(geometry.H, float), sizes[first], sizes[second]))
    if not shifts or len(shifts) < _FLAT * related:
        return False
    # one focal length for all pairs: what fits each pair by itself would hide a step
    return bool(np.median(np.array(shifts), axis=0).min() < _NO_SHIFT)


def _size(copies: Sequence[WorkingCopy], name: str) -> tuple[int, int]:
    return next(copy.copied for copy in copies if copy.name == name)


def _shift(homography: np.ndarray, first: tuple[int, int], second: tuple[int, int]) -> np.ndarray:
    """By how much more it stretches one way than the other, for each focal length."""
    stretches: list[float] = []
    for focal in _FOCALS:
        one, two = _intrinsics(first, focal), _intrinsics(second, focal)
        values = np.linalg.svd(np.linalg.inv(two) @ homography @ one)[1]
        stretches.append(float(values[0] / max(float(values[2]), 1e-12)) - 1)
    return np.array(stretches)


def _intrinsics(size: tuple[int, int], focal: float) -> np.ndarray:
    length = focal * max(size)
    return np.array([[length, 0, size[0] / 2], [0, length, size[1] / 2], [0, 0, 1]])
