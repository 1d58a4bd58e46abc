"""From what a lens did to what a pinhole would have seen."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError, InputError
from spatialwm.io.capture import Lens
from spatialwm.optional import require

__all__ = ["distort", "pinhole_of", "resized", "undistorted", "undone"]

_WIDEST = np.radians(62.0)
"""Half angle to the corner of a pinhole picture [rad]: beyond it one pixel in the middle becomes 4.5 in area,
and a splat's projection, linear in the footprint, is off by its own size (Zwicker et al. 2001)."""
_MOST_ZOOM = 8.0
_ROWS = 256
_NEWTON_STEPS = 20
_NEWTON_ERROR = 0.01
"""[px]"""


def distort(rays: Float[np.ndarray, "*batch n 2"], lens: Lens) -> Float[np.ndarray, "*batch n 2"]:
    """Pixels of rays ``(x, y, 1)`` through a lens (OpenCV's ``calib3d`` formulas)."""
    x, y = rays[..., 0], rays[..., 1]
    radius = np.hypot(x, y)
    factor = _radial_factor(radius, lens)
    xd, yd = x * factor, y * factor
    if lens.model == "perspective":
        p1, p2 = lens.tangential
        xd = xd + 2 * p1 * x * y + p2 * (radius**2 + 2 * x * x)
        yd = yd + p1 * (radius**2 + 2 * y * y) + 2 * p2 * x * y
    return np.stack([lens.K[0, 0] * xd + lens.K[0, 2], lens.K[1, 1] * yd + lens.K[1, 2]], axis=-1)


def undone(pixels: Float[np.ndarray, "n 2"], lens: Lens) -> Float[np.ndarray, "n 2"]:
    """Rays ``(x, y, 1)`` that land at pixels: the inverse of ``distort``, by Newton's method.

    Raises:
        FormatError: A pixel shows nothing that a ray could be.
    """
    rays = (pixels - lens.K[:2, 2]) / np.diag(lens.K)[:2]
    step = 1e-6
    for _ in range(_NEWTON_STEPS):
        gap = distort(rays, lens) - pixels
        columns = [(distort(rays + step * axis, lens) - pixels - gap) / step for axis in np.eye(2)]
        rays = rays - np.linalg.solve(np.stack(columns, axis=-1), gap[..., None])[..., 0]
    if not np.abs(distort(rays, lens) - pixels).max() < _NEWTON_ERROR:
        raise FormatError(
            "The lens's distortion cannot be undone at that pixel; choose one nearer to the middle."
        )
    return rays


def pinhole_of(lens: Lens) -> Float[np.ndarray, "3 3"]:
    """Intrinsics of a pinhole with the lens's size and centre whose every pixel the lens saw.

    The focal length is the lens's own, zoomed in no more than needed so that no blank pixel remains, and at
    most zoomed out to what the lens saw more.

    Raises:
        FormatError: The lens bends so much that no zoom fits; its numbers are wrong.
    """
    if lens.is_pinhole:
        return lens.K.copy()
    low, high = _widest_zoom(lens), _MOST_ZOOM
    if not _all_seen(lens, high):
        raise FormatError("The lens's distortion folds its own picture; its coefficients are wrong.")
    if _all_seen(lens, low):
        return _zoomed(lens.K, low)
    for _ in range(30):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if _all_seen(lens, middle) else (middle, high)
    return _zoomed(lens.K, high)


def undistorted(
    picture: UInt8[np.ndarray, "h w"] | UInt8[np.ndarray, "h w c"] | Float[np.ndarray, "h w"],
    lens: Lens,
    *,
    nearest: bool = False,
) -> np.ndarray:
    """The picture of ``pinhole_of(lens)``; of the same size and type. ``nearest`` keeps depths unmixed."""
    if lens.is_pinhole:
        return picture
    require("cv2", extra="photos")
    import cv2

    key = tuple(np.concatenate([lens.K.ravel(), lens.radial, lens.rational, lens.tangential]).tolist())
    columns, rows = _maps(lens.model, lens.width, lens.height, key)
    how = cv2.INTER_NEAREST if nearest else cv2.INTER_CUBIC
    return cv2.remap(picture, columns, rows, how, borderMode=cv2.BORDER_REPLICATE)


def resized(picture: np.ndarray, width: int, height: int, *, nearest: bool = False) -> np.ndarray:
    """The picture at another size [px]; averages when it shrinks.

    Raises:
        InputError: A size below 1.
    """
    if min(width, height) < 1:
        raise InputError(f"A picture of {width} x {height} pixels is not one.")
    if picture.shape[:2] == (height, width):
        return picture
    require("cv2", extra="photos")
    import cv2

    shrinks = width < picture.shape[1] or height < picture.shape[0]
    how = cv2.INTER_NEAREST if nearest else cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return cv2.resize(picture, (width, height), interpolation=how)


def _radial_factor(radius: np.ndarray, lens: Lens) -> np.ndarray:
    r = radius if lens.model == "perspective" else np.arctan(radius)
    square = r * r
    top = 1 + square * np.polyval(lens.radial[::-1], square)
    factor = top / (1 + square * np.polyval(lens.rational[::-1], square))
    if lens.model == "perspective":
        return factor
    return factor * np.where(radius > 1e-9, r / np.maximum(radius, 1e-9), 1)


def _zoomed(K: np.ndarray, zoom: float) -> np.ndarray:
    return K * np.array([[zoom, 1, 1], [1, zoom, 1], [1, 1, 1]])


def _border(lens: Lens, zoom: float) -> np.ndarray:
    """Rays ``(x, y)`` along the border of the pinhole picture."""
    t = np.linspace(0, 1, 64)  # finds the extremes of a smooth curve to a hundredth of a pixel
    w, h = float(lens.width), float(lens.height)
    sides = [(t * w, 0 * t), (t * w, 0 * t + h), (0 * t, t * h), (0 * t + w, t * h)]
    pixels = np.concatenate([np.stack(side, axis=1) for side in sides])
    return (pixels - lens.K[:2, 2]) / (zoom * np.diag(lens.K)[:2])


def _all_seen(lens: Lens, zoom: float) -> bool:
    """Whether the whole pinhole picture lies in the lens's, where the lens's radius still grows."""
    rays = _border(lens, zoom)
    radii = np.linspace(0, float(np.hypot(rays[:, 0], rays[:, 1]).max()), 256)
    if not (np.diff(radii * _radial_factor(radii, lens)) > 0).all():
        return False
    pixels = distort(rays, lens)
    slack = 0.5  # [px]: half a pixel is filled from its neighbour
    return bool(((pixels >= -slack) & (pixels <= np.array([lens.width, lens.height]) + slack)).all())


def _widest_zoom(lens: Lens) -> float:
    """The zoom at which the corner is ``_WIDEST`` off the axis; at least half the lens's own focal length."""
    corner = float(np.linalg.norm(_border(lens, 1.0), axis=1).max())
    return min(max(corner / np.tan(_WIDEST), 0.5), _MOST_ZOOM)


@lru_cache(maxsize=2)
def _maps(model: str, width: int, height: int, key: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Where each pinhole pixel looks in the lens's picture, in OpenCV's pixel coordinates (whole centres)."""
    numbers = np.array(key)
    lens = Lens(
        model="fisheye" if model == "fisheye" else "perspective",
        K=numbers[:9].reshape(3, 3),
        width=width,
        height=height,
        radial=numbers[9:13],
        rational=numbers[13:16],
        tangential=numbers[16:],
    )
    K = pinhole_of(lens)
    x = (np.arange(width) + 0.5 - K[0, 2]) / K[0, 0]
    y = (np.arange(height) + 0.5 - K[1, 2]) / K[1, 1]
    columns, rows = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    for first in range(0, height, _ROWS):  # all at once, 100 megapixels would take 6 GB
        some = np.stack(np.broadcast_arrays(x, y[first : first + _ROWS, None]), axis=-1)
        pixels = distort(some, lens) - 0.5
        columns[first : first + _ROWS], rows[first : first + _ROWS] = pixels[..., 0], pixels[..., 1]
    return columns, rows
