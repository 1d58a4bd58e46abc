"""Upright boxes turned about the vertical: gaps, overlaps and shares, for many candidate poses at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float

__all__ = [
    "Boxes",
    "gap",
    "in_frame_of",
    "overlapping",
    "plan_gap",
    "plan_overlapping",
    "sampled_in_frame_of",
    "turned",
]

_TOUCH = 5e-4
"""[m]; what shares less height than this rests on the other."""
_SAMPLES = (np.arange(7) - 3) / 3.5
"""Of each edge: enough to tell a share of one half from 0.45."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Boxes:
    """Boxes whose own y is up. One that stands for all is broadcast.

    Made by the thousand in the search, so they are not checked and frozen one by one.
    """

    centers: Float[np.ndarray, "n 3"]
    """[m]"""
    halves: Float[np.ndarray, "n 3"]
    """Half the edge lengths [m]."""
    yaws: Float[np.ndarray, " n"]
    """Turn about +y [rad]."""

    def __len__(self) -> int:
        """How many."""
        return len(self.yaws)

    def __getitem__(self, index: int | slice | np.ndarray) -> "Boxes":
        """Some of them."""
        at = slice(index, index + 1) if isinstance(index, int) else index
        return Boxes(centers=self.centers[at], halves=self.halves[at], yaws=self.yaws[at])

    @cached_property
    def low(self) -> Float[np.ndarray, " n"]:
        """Lowest height [m]."""
        return self.centers[:, 1] - self.halves[:, 1]

    @cached_property
    def high(self) -> Float[np.ndarray, " n"]:
        """Highest height [m]."""
        return self.centers[:, 1] + self.halves[:, 1]

    @cached_property
    def axes(self) -> Float[np.ndarray, "n 2 2"]:
        """Unit width and depth directions in (x, z)."""
        axes = np.empty((len(self.yaws), 2, 2))
        axes[:, 0, 0] = axes[:, 1, 1] = np.cos(self.yaws)
        axes[:, 1, 0] = np.sin(self.yaws)
        axes[:, 0, 1] = -axes[:, 1, 0]
        return axes

    @property
    def corners(self) -> Float[np.ndarray, "n 4 2"]:
        """In the floor plane, (x, z) [m]."""
        signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        reach = signs[None] * self.halves[:, None, [0, 2]]
        return self.centers[:, None, [0, 2]] + reach @ self.axes

    def grown(self, margin: float) -> "Boxes":
        """Wider on all four sides [m]."""
        return Boxes(
            centers=self.centers, halves=self.halves + np.array([margin, 0.0, margin]), yaws=self.yaws
        )


def turned(offsets: Float[np.ndarray, "n 2"], yaws: Float[np.ndarray, " n"]) -> Float[np.ndarray, "n 2"]:
    """Plan vectors (x, z) of own frames in the world."""
    cos, sin = np.cos(yaws), np.sin(yaws)
    x, z = offsets[:, 0], offsets[:, 1]
    return np.stack([cos * x + sin * z, cos * z - sin * x], axis=1)


def in_frame_of(anchor: Boxes, points: Float[np.ndarray, "n p 2"]) -> Float[np.ndarray, "m p 2"]:
    """Plan points in the anchors' frames, from their centres [m]."""
    away = points - anchor.centers[:, None, [0, 2]]
    return away @ np.swapaxes(anchor.axes, 1, 2)


def sampled_in_frame_of(anchor: Boxes, subject: Boxes) -> Float[np.ndarray, "n 49 2"]:
    """A grid of points over each subject's footprint, in the anchor's frame [m]."""
    u, v = np.meshgrid(_SAMPLES, _SAMPLES, indexing="ij")
    grid = np.stack([u.ravel(), v.ravel()], axis=1)
    reach = grid[None] * subject.halves[:, None, [0, 2]]
    points = subject.centers[:, None, [0, 2]] + reach @ subject.axes
    return in_frame_of(anchor, points)


def overlapping(a: Boxes, b: Boxes, *, margin: float = 0.0) -> Bool[np.ndarray, "n m"]:
    """Which of ``a`` come closer than ``margin`` [m] sideways to which of ``b`` while sharing height."""
    tall = (a.low[:, None] < b.high[None] - _TOUCH) & (b.low[None] < a.high[:, None] - _TOUCH)
    return tall & plan_overlapping(a, b, margin)


def plan_overlapping(a: Boxes, b: Boxes, margin: float) -> Bool[np.ndarray, "n m"]:
    """The same without heights: the separating-axis test over both boxes' axes."""
    x = b.centers[None, :, 0] - a.centers[:, None, 0]
    z = b.centers[None, :, 2] - a.centers[:, None, 2]
    ax, az, bx, bz = a.halves[:, 0, None], a.halves[:, 2, None], b.halves[None, :, 0], b.halves[None, :, 2]
    cos_a, sin_a = a.axes[:, 0, 0, None], a.axes[:, 1, 0, None]
    cos_b, sin_b = b.axes[None, :, 0, 0], b.axes[None, :, 1, 0]
    same, across = np.abs(cos_a * cos_b + sin_a * sin_b), np.abs(sin_b * cos_a - cos_b * sin_a)
    return (
        (np.abs(cos_a * x - sin_a * z) < ax + same * bx + across * bz + margin)
        & (np.abs(sin_a * x + cos_a * z) < az + across * bx + same * bz + margin)
        & (np.abs(cos_b * x - sin_b * z) < bx + same * ax + across * az + margin)
        & (np.abs(sin_b * x + cos_b * z) < bz + across * ax + same * az + margin)
    )


def plan_gap(a: Boxes, b: Boxes) -> Float[np.ndarray, " n"]:
    """Free floor [m] between pairs of boxes; 0 where they overlap. Either side may be one for all."""
    count = max(len(a), len(b))
    gaps = np.full(count, np.inf)
    for one, other in ((a, b), (b, a)):
        corners = in_frame_of(other, np.broadcast_to(one.corners, (count, 4, 2)))
        outside = np.maximum(np.abs(corners) - other.halves[:, None, [0, 2]], 0)
        gaps = np.minimum(gaps, np.hypot(outside[..., 0], outside[..., 1]).min(axis=1))
    crossing = plan_overlapping(a, b, 0.0)
    return np.where(crossing[:, 0] if len(b) == 1 else crossing[0] if len(a) == 1 else crossing.diagonal(),
                    0.0, gaps)  # fmt: skip


def gap(a: Boxes, b: Boxes) -> Float[np.ndarray, " n"]:
    """Distance [m] between pairs of boxes in space; either side may be one for all."""
    above = np.maximum(np.maximum(a.low - b.high, b.low - a.high), 0)
    return np.hypot(plan_gap(a, b), above)
