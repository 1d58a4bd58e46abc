"""Overlap of things that are turned about the vertical only: upright boxes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from spatialwm.shapes import freeze_arrays

if TYPE_CHECKING:
    from spatialwm.lift.text.candidates import Spot

__all__ = ["Blocks", "blocks_of", "inside_room", "overlap"]

_TOUCH = 5e-4
"""[m]; what shares less height than this rests on the other."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Blocks:
    """Upright boxes in the world, all turned by one yaw."""

    centers: Float[np.ndarray, "n 2"]
    """x and z [m]."""
    halves: Float[np.ndarray, "n 2"]
    """Half width and half depth [m]."""
    heights: Float[np.ndarray, "n 2"]
    """Lowest and highest y [m]."""
    yaw: float

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def blocks_of(spot: "Spot", *, whole: bool) -> Blocks:
    """The boxes around each collider, or one around the ``whole`` thing."""
    model = spot.item.model
    bounds = model.whole if whole else model.bounds
    low, high = bounds[:, 0], bounds[:, 1]
    middle, half = (low + high) / 2, (high - low) / 2
    cos, sin = np.cos(spot.yaw), np.sin(spot.yaw)
    x = spot.x + cos * middle[:, 0] + sin * middle[:, 2]
    z = spot.z - sin * middle[:, 0] + cos * middle[:, 2]
    return Blocks(
        centers=np.stack([x, z], axis=1),
        halves=half[:, [0, 2]],
        heights=spot.y + np.stack([low[:, 1], high[:, 1]], axis=1),
        yaw=spot.yaw,
    )


def _axes(yaw: float) -> np.ndarray:
    """Unit width and depth directions in (x, z)."""
    return np.array([[np.cos(yaw), -np.sin(yaw)], [np.sin(yaw), np.cos(yaw)]])


def overlap(a: Blocks, b: Blocks, *, margin: float) -> bool:
    """Whether any two boxes come closer than ``margin`` [m] sideways while sharing height."""
    apart = np.abs(a.centers[0] - b.centers[0]).max()
    if apart > _reach(a) + _reach(b) + margin:
        return False
    a_low, a_high = a.heights[:, None, 0], a.heights[:, None, 1]
    b_low, b_high = b.heights[None, :, 0], b.heights[None, :, 1]
    together = (a_low < b_high - _TOUCH) & (b_low < a_high - _TOUCH)
    if not together.any():
        return False
    between = b.centers[None] - a.centers[:, None]
    axes_a, axes_b = _axes(a.yaw), _axes(b.yaw)
    for axis in (*axes_a, *axes_b):
        reach = a.halves @ np.abs(axes_a @ axis), b.halves @ np.abs(axes_b @ axis)
        together &= np.abs(between @ axis) < reach[0][:, None] + reach[1][None] + margin
    return bool(together.any())


def _reach(blocks: Blocks) -> float:
    """Radius about the first box's centre that holds all boxes [m]."""
    away = np.abs(blocks.centers - blocks.centers[0]).sum(axis=1) + blocks.halves.sum(axis=1)
    return float(away.max())


def inside_room(blocks: Blocks, width: float, depth: float) -> bool:
    """Whether all boxes lie within a room about the origin [m], 1 cm from its walls."""
    reach = blocks.halves @ np.abs(_axes(blocks.yaw))
    limits = np.array([width, depth]) / 2 - 0.01
    return bool(np.all(np.abs(blocks.centers) + reach <= limits + 1e-9))
