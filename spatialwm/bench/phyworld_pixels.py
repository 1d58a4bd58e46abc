"""phyworld in pixels: discs are drawn at 128 x 128, and read off the picture again."""

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.predictors.phyworld import SIDE

__all__ = ["draw", "read"]

_SIZE = 128
"""Of a picture [px]."""
_PIXEL = SIDE / _SIZE
"""[m]"""
_EDGE = 2.0
"""Width over which a disc's edge fades [px]: centroids are then true to a hundredth of a pixel."""
_COLORS = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Of the discs, on white: red and blue, as in the paper."""
_FAINTEST = 0.15
"""What covers less than this many pixels is not there, as in the paper's parser."""


def draw(places: Float[np.ndarray, "n b 2"], radii: Float[np.ndarray, "n b"]) -> UInt8[np.ndarray, "n h w 3"]:
    """Pictures of discs whose edges are two pixels soft.

    Args:
        places: Centres [m].
        radii: [m]
    """
    centres = (np.arange(_SIZE) + 0.5) * _PIXEL
    picture = np.ones((len(places), _SIZE, _SIZE, 3), np.float32)
    for b in range(radii.shape[1]):
        across = (centres - places[:, b, 0, None]).astype(np.float32)
        upward = (centres - places[:, b, 1, None]).astype(np.float32)
        far = np.sqrt(across[:, None, :] ** 2 + upward[:, :, None] ** 2)
        cover = np.clip(0.5 + (radii[:, b, None, None].astype(np.float32) - far) / (_EDGE * _PIXEL), 0, 1)
        picture -= cover[..., None] * (1 - _COLORS[b]).astype(np.float32)
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)


def read(
    pictures: UInt8[np.ndarray, "n h w 3"], discs: int
) -> tuple[Float[np.ndarray, "n b 2"], Float[np.ndarray, "n b"]]:
    """Centres and radii [m]: centroid and area of each colour; NaN where it is not to be seen."""
    centres = (np.arange(_SIZE) + 0.5) * _PIXEL
    missing = 255 - pictures.astype(np.float32)
    shown = [missing[..., 2], missing[..., 0]]  # red takes blue away, blue takes red
    places = np.full((len(pictures), discs, 2), np.nan)
    radii = np.full((len(pictures), discs), np.nan)
    for b in range(discs):
        cover = shown[b] / 255
        area = cover.sum(axis=(1, 2), dtype=float)
        there = area > _FAINTEST
        total = np.where(there, area, 1.0)
        x = (cover.sum(axis=1, dtype=float) @ centres) / total
        y = (cover.sum(axis=2, dtype=float) @ centres) / total
        places[there, b] = np.stack([x, y], axis=1)[there]
        # a ramp across the edge adds pi / 12 of its width squared to a disc's area
        radii[there, b] = (np.sqrt(np.maximum(area / np.pi - _EDGE**2 / 12, 0)) * _PIXEL)[there]
    return places, radii
