"""A second layer behind depth edges, so that a step to the side or up shows a wall and not a hole.

What one picture hides is guessed: the farther surface beside the nearest edge goes on behind the nearer
one, and its colours are inpainted (Telea 2004) from there. Only a band behind each edge is made; deeper is
left empty. The floor alone goes on under everything that stands on it.
"""

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8

__all__ = ["floor_layer", "hidden_layer"]

_EDGE = 1.5
"""Step between neighbouring disparities [px] that is an edge."""
_BLEED = 10
"""Colours are inpainted this much deeper than used [px], so that the nearer surface does not bleed in."""
_FARTHEST = 0.02
"""Quantile of the seen floor's disparities behind which it is not guessed; single pixels are wrong."""
_WINDOW = 15
"""Window [px] of the median that evens out the guess, as each row and column guesses alone."""


def hidden_layer(
    image: UInt8[np.ndarray, "h w 3"],
    disparities: Float[np.ndarray, "h w"],
    known: Bool[np.ndarray, "h w"],
    *,
    floor: Float[np.ndarray, "h w"] | None = None,
    reach: int = 48,
) -> tuple[UInt8[np.ndarray, "h w 3"], Float[np.ndarray, "h w"], Bool[np.ndarray, "h w"]]:
    """Colours, disparities and mask of what lies behind edges.

    Args:
        image: sRGB.
        disparities: Of the visible surface [px].
        known: Where they can be believed.
        floor: Disparity of the floor at every pixel [px], lower than any above the horizon; nothing is
            guessed on or below it.
        reach: How far behind an edge to go on [px].
    """
    import cv2

    deep, far = _far_side(disparities, known, reach + _BLEED)
    near = deep & _far_side(disparities, known, reach)[0]
    smooth = np.where(deep, _evened(far), disparities)
    if floor is not None:
        near &= smooth > floor + _EDGE / 2  # the floor itself is floor_layer's
    mask = cv2.dilate((deep | ~known).astype(np.uint8), np.ones((3, 3), np.uint8))
    colors: np.ndarray = cv2.inpaint(image, mask, 5, cv2.INPAINT_TELEA)
    return colors, smooth, near & known & (smooth < disparities - _EDGE / 2)


def floor_layer(
    image: UInt8[np.ndarray, "h w 3"],
    disparities: Float[np.ndarray, "h w"],
    known: Bool[np.ndarray, "h w"],
    floor: Float[np.ndarray, "h w"],
) -> tuple[UInt8[np.ndarray, "h w 3"], Bool[np.ndarray, "h w"]]:
    """Colours and mask of the floor behind and under what stands on it, as far back as it is seen anywhere.

    Args:
        image: sRGB.
        disparities: Of the visible surface [px].
        known: Where they can be believed.
        floor: Disparity of the floor at every pixel [px].
    """
    import cv2

    seen = known & (np.abs(disparities - floor) < _EDGE)
    if not seen.any():
        return image, seen
    hidden = known & (floor > np.quantile(floor[seen], _FARTHEST)) & (disparities > floor + _EDGE)
    # What stands there has left a rim of its own colour on the floor beside it.
    clean = cv2.erode(seen.astype(np.uint8), np.ones((5, 5), np.uint8))
    top = int(np.flatnonzero(seen.any(axis=1))[0])
    colors = image.copy()
    colors[top:] = cv2.inpaint(image[top:], 1 - clean[top:], 5, cv2.INPAINT_TELEA)
    return colors, hidden


def _far_side(disparities: np.ndarray, known: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Which pixels have an edge within reach, and the disparity that goes on there from its farther side."""
    rows, columns = np.indices(disparities.shape)
    best = np.full(disparities.shape, reach + 1)
    far = disparities.copy()
    lines = columns, columns, rows, rows
    for turn, unturn, line in zip(_TURNS, _UNTURNS, lines, strict=True):
        source = unturn(_sweep(turn(np.where(known, disparities, np.inf)), reach))
        if turn in _BACKWARD:
            source = np.where(source >= 0, line.max() - source, -1)
        distance = np.where(source >= 0, np.abs(line - source), reach + 2)
        at = (rows, np.maximum(source, 0)) if line is columns else (np.maximum(source, 0), columns)
        value = disparities[at]
        closer = (distance < best) & (value < disparities - _EDGE)
        far, best = np.where(closer, value, far), np.where(closer, distance, best)
    return best <= reach, far


def _same(values: np.ndarray) -> np.ndarray:
    return values


def _mirrored(values: np.ndarray) -> np.ndarray:
    return values[:, ::-1]


def _upright(values: np.ndarray) -> np.ndarray:
    return values.T


def _flipped(values: np.ndarray) -> np.ndarray:
    return values[::-1].T


def _unflipped(values: np.ndarray) -> np.ndarray:
    return values.T[::-1]


_TURNS = (_same, _mirrored, _upright, _flipped)
"""Bring each of the four directions onto "from left to right"."""
_UNTURNS = (_same, _mirrored, _upright, _unflipped)
_BACKWARD = (_mirrored, _flipped)


def _sweep(values: np.ndarray, reach: int) -> Int[np.ndarray, "h w"]:
    """Column of the far side of the last far-to-near edge to the left within ``reach``, -1 for none."""
    height, width = values.shape
    sources = np.full((height, width), -1)
    source, level = np.full(height, -1), np.full(height, np.inf)
    for x in range(1, width):
        edge = np.isfinite(values[:, x - 1]) & (values[:, x] > values[:, x - 1] + _EDGE)
        farther = edge & ((source < 0) | (values[:, x - 1] < level))
        source, level = np.where(farther, x - 1, source), np.where(farther, values[:, x - 1], level)
        over = (x - source > reach) | (level >= values[:, x] - _EDGE)
        source, level = np.where(over, -1, source), np.where(over, np.inf, level)
        sources[:, x] = source
    return sources


def _evened(values: np.ndarray) -> np.ndarray:
    """The median over a window that is smaller than the unused rim, at the resolution of 8 bits."""
    import cv2

    step = max(float(values.max()), 1.0) / 255
    coarse = cv2.medianBlur(np.round(np.clip(values, 0, None) / step).astype(np.uint8), _WINDOW)
    fine = cv2.medianBlur(values.astype(np.float32), 5).astype(float)
    middle = coarse * step
    return np.where(np.abs(fine - middle) < step, fine, middle)
