"""Orders of splats in which neighbours in space are neighbours in the file."""

import numpy as np
from jaxtyping import Float, Int, UInt64

__all__ = ["compact_order", "morton_codes", "morton_order"]

_BITS = 21
"""Per axis: three of them fit into 63 bits."""
_SPREAD = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)
"""Shifts and masks that put two empty bits after every bit (Giesen, Decoding Morton codes, 2009)."""


def morton_order(means: Float[np.ndarray, "n 3"], *, shift: float = 0.0) -> Int[np.ndarray, " n"]:
    """Indices along a Z-order curve through the bounding box; equal places keep their order.

    The axes share one step, so that flat scenes are not torn apart by the noise of their short side.

    Args:
        means: Places.
        shift: How far before the box the curve begins, in box widths; other shifts part other neighbours.
    """
    codes, _ = morton_codes(means, shift=shift)
    return np.argsort(codes, kind="stable")


def morton_codes(
    means: Float[np.ndarray, "n 3"], *, shift: float = 0.0
) -> tuple[UInt64[np.ndarray, " n"], float]:
    """Each place's number along a Z-order curve, as ``morton_order`` has it, and the width of a step.

    Three bits less are the cell of twice the width that a place lies in. The width is 0 when all places are
    the same.
    """
    codes = np.zeros(len(means), np.uint64)
    if not len(means):
        return codes, 0.0
    low = means.min(axis=0).astype(float)
    extent = float((means.max(axis=0) - low).max())
    steps = (2**_BITS - 1) / (extent * (1 + shift)) if extent > 0 else 0.0
    for axis in range(3):
        cells = ((means[:, axis] - low[axis] + shift * extent) * steps).astype(np.uint64)
        for places, mask in _SPREAD:
            cells = (cells | (cells << np.uint64(places))) & np.uint64(mask)
        codes |= cells << np.uint64(axis)
    return codes, 1 / steps if steps else 0.0


def compact_order(
    means: Float[np.ndarray, "n 3"], *, size: int, weights: tuple[float, float, float]
) -> Int[np.ndarray, " n"]:
    """Indices in which every ``size`` successive splats fill a small box.

    The splats are halved at the middle of their widest side, again and again.

    Args:
        means: Places.
        size: Of a box; the last may hold fewer.
        weights: How much a width counts along each axis.
    """
    order = np.arange(len(means))
    places = np.array(means.T, order="C")  # a copy, which is turned about; NumPy is slow on rows of three
    parts = [(0, len(means))]
    while parts:
        start, end = parts.pop()
        boxes = -(-(end - start) // size)
        if boxes < 2:
            continue
        here = places[:, start:end]
        axis = int(np.argmax((here.max(axis=1) - here.min(axis=1)) * weights))
        middle = boxes // 2 * size
        halved = np.argpartition(here[axis], middle)
        order[start:end] = order[start:end][halved]
        for row in here:
            row[:] = row[halved]
        parts += [(start, start + middle), (start + middle, end)]
    return order
