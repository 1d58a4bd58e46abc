"""Lenses other than the pinhole: OpenCV's radial-tangential and fisheye distortions, and parallel rays.

A lens bends the slopes (a, b) = (x / z, y / z) of a ray in the camera's frame to (a', b'), and the pixel is
(fx a' + cx, fy b' + cy). With s = a^2 + b^2 both distortions of OpenCV's ``calib3d`` are

    a' = a L(s) + 2 p1 a b + p2 (s + 2 a^2)
    b' = b L(s) + 2 p2 a b + p1 (s + 2 b^2)

where L = (1 + k1 s + k2 s^2 + k3 s^3) / (1 + k4 s + k5 s^2 + k6 s^3) for a pinhole camera, and for a fisheye
L = theta (1 + k1 theta^2 + k2 theta^4 + k3 theta^6 + k4 theta^8) / tan(theta) with s = tan(theta)^2 and no p.
Splats are carried through the bend by its derivative at their centre (EWA), so gradients exist to everything;
gsplat uses the unscented transform here (Wu et al. 2024, 3DGUT), which has none.

Beyond some angle a polynomial turns back and would draw what is outside the view a second time; rays from
there on are left out.
"""

import math
from typing import Literal

import numpy as np

from spatialwm.errors import InputError, ShapeError

__all__ = [
    "FISHEYE",
    "HIGH_A",
    "HIGH_B",
    "K1",
    "LOW_A",
    "LOW_B",
    "MODEL",
    "ORTHO",
    "P1",
    "P2",
    "RADIAL",
    "REACH",
    "CameraModel",
    "lens_row",
]

CameraModel = Literal["pinhole", "fisheye", "ortho"]

RADIAL, FISHEYE, ORTHO = range(3)
"""What ``MODEL`` may be. A pinhole without distortion has no row at all: ``None``."""
MODEL, K1, P1, P2, LOW_A, HIGH_A, LOW_B, HIGH_B, REACH = 0, 1, 7, 8, 9, 10, 11, 12, 13
"""Columns: the model, k1 to k6 (a fisheye has four), p1 and p2, the least and greatest slopes at which the
bend's derivative is taken, and the largest s that is drawn."""
_COLUMNS = 14
_FAR = 1e30
"""Stands for infinity, which compiled code with fast arithmetic may not see."""
_MARGIN = 0.15
"""Slopes this much of the view beyond its edges are clamped in the derivative, as 3DGS and gsplat do."""
_STEEPEST = 20.0
"""Slope up to which folds are looked for: 87 degrees off the axis."""
_STEPS = 8000


def lens_row(
    model: CameraModel,
    radial: np.ndarray | None,
    tangential: np.ndarray | None,
    K: np.ndarray,
    width: int,
    height: int,
) -> np.ndarray | None:
    """One camera's lens as the kernels read it (14 numbers); None for a pinhole without distortion.

    Args:
        model: Kind of camera.
        radial: k1 to k6 of a pinhole, k1 to k4 of a fisheye.
        tangential: p1 and p2 of a pinhole.
        K: Intrinsics [px], shape (3, 3).
        width: [px]
        height: [px]

    Raises:
        InputError: The camera has no such distortion, or it is not finite.
        ShapeError: Not so many coefficients.
    """
    if model == "pinhole" and radial is None and tangential is None:
        return None
    row = np.zeros(_COLUMNS)
    row[MODEL] = {"pinhole": RADIAL, "fisheye": FISHEYE, "ortho": ORTHO}[model]
    row[[LOW_A, LOW_B]], row[[HIGH_A, HIGH_B, REACH]] = -_FAR, _FAR
    _place(row, model, "radial_coeffs", radial, K1)
    _place(row, model, "tangential_coeffs", tangential, P1)
    if model != "ortho":
        _bound(row, K, width, height)
    return row


def _place(row: np.ndarray, model: CameraModel, name: str, values: np.ndarray | None, at: int) -> None:
    if values is None:
        return
    counts = {("pinhole", K1): 6, ("fisheye", K1): 4, ("pinhole", P1): 2}
    count = counts.get((model, at))
    if count is None:
        raise InputError(f"A camera of model '{model}' has no {name}; leave them out.")
    if values.shape != (count,):
        raise ShapeError(f"{name}: a {model} camera needs {count} per camera, got shape {values.shape}.")
    if not np.isfinite(values).all():
        raise InputError(f"{name} are not finite.")
    row[at : at + count] = values


def _bound(row: np.ndarray, K: np.ndarray, width: int, height: int) -> None:
    """Fill in where the lens folds, and between which slopes the picture and its margin lie."""
    slopes: np.ndarray = np.tan(np.linspace(0, math.atan(_STEEPEST), _STEPS))
    bent: np.ndarray = slopes * _stretch(row, slopes)
    rising = np.diff(bent) > 0
    last = _STEPS - 1 if rising.all() else int(np.argmin(rising))
    if last == 0:
        raise InputError("radial_coeffs bend every ray back on itself; check their order (k1, k2, k3, ...).")
    if last < _STEPS - 1:
        row[REACH] = slopes[last] ** 2
    if row[MODEL] == FISHEYE:
        return
    low = (-_MARGIN * np.array([width, height]) - K[:2, 2]) / K[[0, 1], [0, 1]]
    high = ((1 + _MARGIN) * np.array([width, height]) - K[:2, 2]) / K[[0, 1], [0, 1]]
    along = np.linspace(0, 1, 33)[:, None]
    sides: np.ndarray = low + (high - low) * along
    edges_x = np.concatenate([sides[:, 0], sides[:, 0], np.full(33, low[0]), np.full(33, high[0])])
    edges_y = np.concatenate([np.full(33, low[1]), np.full(33, high[1]), sides[:, 1], sides[:, 1]])
    radii: np.ndarray = np.hypot(edges_x, edges_y)
    straight: np.ndarray = np.interp(radii, bent[: last + 1], slopes[: last + 1])
    factors = straight / np.maximum(radii, 1e-12)
    row[[LOW_A, HIGH_A]] = (edges_x * factors).min(), (edges_x * factors).max()
    row[[LOW_B, HIGH_B]] = (edges_y * factors).min(), (edges_y * factors).max()


def _stretch(row: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """L at s = slopes^2; infinite where a denominator has gone through 0."""
    k = row[K1 : K1 + 6]
    if row[MODEL] == FISHEYE:
        angles = np.arctan(slopes)
        square = angles * angles
        bent = angles * (1 + square * (k[0] + square * (k[1] + square * (k[2] + square * k[3]))))
        return np.divide(bent, slopes, out=np.ones_like(bent), where=slopes > 0)
    s = slopes * slopes
    under = 1 + s * (k[3] + s * (k[4] + s * k[5]))
    over = 1 + s * (k[0] + s * (k[1] + s * k[2]))
    gone = np.logical_or.accumulate(under <= 0)
    return np.where(gone, -_FAR, over / np.where(gone, 1, under))
