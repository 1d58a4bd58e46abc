"""The training loss: how far a drawn picture is from the photo."""

import functools
from typing import Any, cast

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.optional import require

__all__ = ["SSIM_WEIGHT", "PhotoLoss", "alpha_slopes", "psnr"]

SSIM_WEIGHT = 0.2
"""Share of 1 - SSIM, the rest is L1 (Kerbl et al. 2023)."""


class PhotoLoss:
    """``(1 - w) L1 + w (1 - SSIM)`` for pictures of one size; for one thread, its memory is kept."""

    def __init__(self, height: int, width: int, ssim_weight: float = SSIM_WEIGHT) -> None:
        """Raises MissingExtraError when Numba is not installed."""
        require("numba", extra="render")
        from spatialwm.lift.photos import kernels_loss

        size = kernels_loss.scratch_size(height, width)
        self._measure = cast("Any", kernels_loss).l1_ssim
        self._planes = np.zeros((8, 3, size), np.float32)
        self._weight = ssim_weight

    def __call__(
        self,
        picture: Float[np.ndarray, "h w 3"],
        photo: UInt8[np.ndarray, "h w 3"],
        mask: UInt8[np.ndarray, "h w"] | None = None,
    ) -> tuple[float, Float[np.ndarray, "h w 3"]]:
        """The loss, 0 for equal pictures, and its gradient by ``picture``.

        Where ``mask`` is 0 the photo is taken to be what was drawn, so that a window of SSIM across the
        border sees no edge, and nothing is learnt.
        """
        if mask is not None:
            drawn = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
            photo = np.where(mask[..., None] > 0, photo, drawn)
        planes = self._planes = self._planes.astype(picture.dtype, copy=False)
        slopes = np.empty_like(picture)
        weight, window = picture.dtype.type(self._weight), _window().astype(picture.dtype)
        loss = self._measure(picture, photo, weight, window, planes[:5], planes[5:], slopes)
        if mask is not None:
            slopes[mask == 0] = 0
        return loss, slopes


def alpha_slopes(
    alphas: Float[np.ndarray, "h w"],
    wanted: UInt8[np.ndarray, "h w"],
    mask: UInt8[np.ndarray, "h w"] | None,
    weight: float,
) -> tuple[float, Float[np.ndarray, "h w"]]:
    """``weight`` times the mean absolute difference of the alphas, and its gradient by ``alphas``."""
    difference = alphas - wanted.astype(alphas.dtype) / alphas.dtype.type(255)
    if mask is not None:
        difference[mask == 0] = 0
    loss = weight * float(np.abs(difference).mean(dtype=np.float64))
    return loss, np.sign(difference) * alphas.dtype.type(weight / alphas.size)


@functools.cache
def _window() -> np.ndarray:
    """Gaussian of sigma 1.5 on 11 pixels, summing to 1 (Wang et al. 2004)."""
    weights = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    return weights / weights.sum()


def psnr(
    picture: Float[np.ndarray, "h w 3"],
    photo: UInt8[np.ndarray, "h w 3"],
    mask: UInt8[np.ndarray, "h w"] | None = None,
) -> float:
    """Peak signal-to-noise ratio of the picture, cut to [0, 1], where ``mask`` is not 0 [dB]."""
    squares = (np.clip(picture, 0, 1).astype(float) - photo / 255.0) ** 2
    counted = squares if mask is None else squares[mask > 0]
    error = float(counted.mean()) if counted.size else 0.0
    return float(-10 * np.log10(max(error, 1e-12)))
