"""A benchmark's curve as a picture."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import UInt8

from spatialwm.bench.table import Curve
from spatialwm.errors import InputError

__all__ = ["drawn"]

_WIDTH, _HEIGHT = 960, 600
_LEFT, _RIGHT, _TOP, _BOTTOM = 84.0, 40.0, 84.0, 76.0
"""Margins of the plot [px]."""
_FINE = 2
"""Drawn this many times as large and scaled down, so that lines are smooth."""
_INK, _FAINT, _GRID = (34, 38, 46), (92, 98, 110), (228, 231, 236)
_LINE, _BAR = (28, 100, 200), (200, 80, 30)
Color = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Plot:
    pen: Any
    """Pillow's ImageDraw, which is imported where it is used."""
    across: tuple[float, ...]
    """Ticks to the right; the first and the last are the plot's edges."""
    upward: tuple[float, ...]

    def place(self, point: Point) -> Point:
        """Pixels of a point."""
        (left, right), (low, high) = (
            self.across[:: len(self.across) - 1],
            self.upward[:: len(self.upward) - 1],
        )
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * (point[0] - left) / (right - left)
        y = _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - point[1]) / (high - low)
        return _FINE * x, _FINE * y

    def line(self, *points: Point, fill: Color, width: int = 1) -> None:
        self.pen.line([self.place(p) for p in points], fill=fill, width=_FINE * width, joint="curve")

    def write(
        self,
        at: Point,
        text: str,
        *,
        anchor: str,
        shift: Point = (0.0, 0.0),
        fill: Color = _FAINT,
        size: int = 15,
    ) -> None:
        """Text at pixels; the anchor is Pillow's."""
        from PIL import ImageFont

        x, y = at[0] + _FINE * shift[0], at[1] + _FINE * shift[1]
        font = ImageFont.load_default(size=_FINE * size)
        self.pen.text((x, y), text, fill=fill, font=font, anchor=anchor)


def drawn(curve: Curve, title: str) -> UInt8[np.ndarray, "h w 3"]:
    """The curve with its axes, and each bar up to where it falls due.

    Raises:
        InputError: There are fewer than two points.
    """
    from PIL import Image, ImageDraw

    if len(curve.points) < 2:
        raise InputError(f"A curve needs two points or more to be drawn, got {len(curve.points)}.")
    image = Image.new("RGB", (_WIDTH * _FINE, _HEIGHT * _FINE), "white")
    every = (*curve.points, *curve.bars)
    plot = _Plot(
        pen=ImageDraw.Draw(image),
        across=_ticks(0.0, max(x for x, _ in every)),
        upward=_ticks(min(y for _, y in every), max(y for _, y in every)),
    )
    _axes(plot)
    _bars(plot, curve)
    plot.line(*curve.points, fill=_LINE, width=3)
    for point in curve.points:
        x, y = plot.place(point)
        r = 5 * _FINE
        plot.pen.ellipse([x - r, y - r, x + r, y + r], fill=_LINE)
    last = plot.place(curve.points[-1])
    plot.write(last, f"{curve.points[-1][1]:.2f}", anchor="mb", shift=(0.0, -12.0), fill=_LINE, size=17)
    plot.write((_FINE * _LEFT, _FINE * 18.0), title, anchor="lt", size=19, fill=_INK)
    plot.write((_FINE * _LEFT, _FINE * (_TOP - 10.0)), curve.upward, anchor="lb")
    plot.write((_FINE * (_WIDTH - _RIGHT), _FINE * (_HEIGHT - 16.0)), curve.across, anchor="rb")
    return np.asarray(image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS))


def _axes(plot: _Plot) -> None:
    left, right, low, high = plot.across[0], plot.across[-1], plot.upward[0], plot.upward[-1]
    for y in plot.upward:
        plot.line((left, y), (right, y), fill=_GRID)
        plot.write(plot.place((left, y)), f"{y:g}", anchor="rm", shift=(-10.0, 0.0))
    for x in plot.across:
        plot.line((x, low), (x, high), fill=_GRID)
        plot.write(plot.place((x, low)), f"{x:g}", anchor="mt", shift=(0.0, 10.0))
    plot.line((left, high), (left, low), (right, low), fill=_INK, width=2)


def _bars(plot: _Plot, curve: Curve) -> None:
    for when, least in curve.bars:
        plot.line((plot.across[0], least), (when, least), (when, plot.upward[0]), fill=_BAR)
        below = plot.place((when, plot.upward[0]))
        plot.write(below, f"bar {least:g}", anchor="rb", shift=(-6.0, -6.0), fill=_BAR)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    """Round numbers from just below ``low`` to just above ``high``, four to nine of them."""
    span = max(high - low, 1e-9)
    rough = span / 6
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(k * step, 10) for k in range(first, last + 1))
