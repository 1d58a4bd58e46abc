"""A second layer behind depth edges, so that a step to the side shows a wall and not a hole.

What one picture hides is guessed: the farther surface goes on behind the nearer one, and its colours are
inpainted (Telea 2004) from beside the edge. Only a band behind each edge is made; deeper is left empty.
"""

import numpy as np
from jaxtyping import Bool, Float, UInt8

__all__ = ["hidden_layer"]

_EDGE = 1.5
"""Step between neighbouring disparities [px] that is an edge."""
_BLEED = 10
"""Colours are inpainted this much deeper than used [px], so that the nearer surface does not bleed in."""


def hidden_layer(
    image: UInt8[np.ndarray, "h w 3"],
    disparities: Float[np.ndarray, "h w"],
    known: Bool[np.ndarray, "h w"],
    *,
    reach: int = 48,
) -> tuple[UInt8[np.ndarray, "h w 3"], Float[np.ndarray, "h w"], Bool[np.ndarray, "h w"]]:
    """Colours, disparities and mask of what lies behind edges.

    Args:
        image: sRGB.
        disparities: Of the visible surface [px].
        known: Where they can be believed.
        reach: How far behind an edge to go on [px].
    """
    import cv2

    far = _far_side(disparities, known, reach + _BLEED)
    deep = far < disparities - _EDGE
    near = _far_side(disparities, known, reach) < disparities - _EDGE
    mask = cv2.dilate(deep.astype(np.uint8), np.ones((3, 3), np.uint8))
    colors = cv2.inpaint(image, mask | ~known.astype(bool), 5, cv2.INPAINT_TELEA)
    smooth = cv2.medianBlur(np.where(deep, far, disparities).astype(np.float32), 5).astype(float)
    return colors, smooth, near & known


def _far_side(disparities: np.ndarray, known: np.ndarray, reach: int) -> np.ndarray:
    """For each pixel the disparity of the nearest edge's farther side along its row, if within reach."""
    here = np.where(known, disparities, np.inf)
    rightwards = _sweep(here, reach)
    leftwards = _sweep(here[:, ::-1], reach)[:, ::-1]
    found = np.minimum(rightwards, leftwards)
    return np.where(np.isfinite(found), found, disparities)


def _sweep(values: np.ndarray, reach: int) -> np.ndarray:
    """Carry the far side of each far-to-near edge on to the right, for ``reach`` pixels."""
    height, width = values.shape
    carried = np.full((height, width), np.inf)
    current = np.full(height, np.inf)
    left = np.zeros(height, int)
    for x in range(1, width):
        edge = np.isfinite(values[:, x - 1]) & (values[:, x] > values[:, x - 1] + _EDGE)
        current = np.where(edge, np.minimum(values[:, x - 1], np.where(left > 0, current, np.inf)), current)
        left = np.where(edge, reach, left - 1)
        active = (left > 0) & (current < values[:, x] - _EDGE)
        carried[:, x] = np.where(active, current, np.inf)
        left = np.where(active, left, 0)
    return carried
