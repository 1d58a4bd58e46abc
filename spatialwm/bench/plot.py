"""A curve as a picture: axes, grid, points and bars, drawn with Pillow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import UInt8

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

__all__ = ["Line", "plot"]

_Place = Callable[[float, float], tuple[float, float]]
"""From data to pixels."""

_INK, _GRID, _PAPER = (45, 49, 58), (226, 229, 234), (255, 255, 255)
_COLORS = ((36, 99, 201), (214, 96, 35), (42, 140, 90), (140, 70, 170))
"""Of lines, in order; told apart by colour-blind readers too."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 36, 64, 66
_TICKS = 6
_SCALE = 2
"""Drawn twice as large and made smaller: smooth edges."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One curve, or marks without a line."""

    name: str
    points: tuple[tuple[float, float], ...]
    marks_only: bool = False


def plot(
    lines: Sequence[Line], *, title: str, across: str, up: str, size: tuple[int, int] = (960, 560)
) -> UInt8[np.ndarray, "h w 3"]:
    """Draw curves over each other.

    Args:
        lines: At least one, with at least one point.
        title: Above.
        across: Name and unit of x.
        up: Name and unit of y.
        size: Width and height [px].
    """
    from PIL import Image, ImageDraw

    width, height = size[0] * _SCALE, size[1] * _SCALE
    image = Image.new("RGB", (width, height), _PAPER)
    pen = ImageDraw.Draw(image)
    every = np.array([point for line in lines for point in line.points], float)
    xs, ys = _ticks(0.0, float(every[:, 0].max())), _ticks(float(every[:, 1].min()), float(every[:, 1].max()))

    def at(x: float, y: float) -> tuple[float, float]:
        right, low = size[0] - _RIGHT, size[1] - _BOTTOM
        px = _LEFT + (x - xs[0]) / (xs[-1] - xs[0]) * (right - _LEFT)
        py = low - (y - ys[0]) / (ys[-1] - ys[0]) * (low - _TOP)
        return px * _SCALE, py * _SCALE

    _axes(pen, at, xs, ys)
    fonts = _font(26), _font(22)
    pen.text((_LEFT * _SCALE, 14 * _SCALE), title, fill=_INK, font=fonts[0], anchor="la")
    pen.text((width / 2, height - 14 * _SCALE), across, fill=_INK, font=fonts[1], anchor="mb")
    pen.text((_LEFT * _SCALE, 40 * _SCALE), up, fill=_INK, font=fonts[1], anchor="la")
    for k, line in enumerate(lines):
        color = _COLORS[k % len(_COLORS)]
        places = [at(x, y) for x, y in line.points]
        if not line.marks_only and len(places) > 1:
            pen.line(places, fill=color, width=3 * _SCALE, joint="curve")
        for px, py in places:
            pen.ellipse((px - 7, py - 7, px + 7, py + 7), fill=color)
        pen.text(
            ((size[0] - _RIGHT) * _SCALE, (size[1] - _BOTTOM - 24 * (len(lines) - k)) * _SCALE),
            f"{'o' if line.marks_only else '-o-'} {line.name}",
            fill=color,
            font=fonts[1],
            anchor="ra",
        )
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS))


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers around a range."""
    span = max(high - low, 1e-9)
    power = 10 ** np.floor(np.log10(span / _TICKS))
    step = float(next(m * power for m in (1, 2, 5, 10) if m * power * _TICKS >= span))
    first, last = np.floor(low / step), np.ceil(high / step)
    count = int(max(last, first + 1) - first)
    return [float((first + k) * step) for k in range(count + 1)]


def _axes(pen: "ImageDraw.ImageDraw", at: _Place, xs: list[float], ys: list[float]) -> None:
    font = _font(20)
    for x in xs:
        pen.line((*at(x, ys[0]), *at(x, ys[-1])), fill=_GRID, width=_SCALE)
        px, py = at(x, ys[0])
        pen.text((px, py + 8 * _SCALE), f"{x:g}", fill=_INK, font=font, anchor="ma")
    for y in ys:
        pen.line((*at(xs[0], y), *at(xs[-1], y)), fill=_GRID, width=_SCALE)
        px, py = at(xs[0], y)
        pen.text((px - 8 * _SCALE, py), f"{y:g}", fill=_INK, font=font, anchor="rm")


def _font(size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont":
    from PIL import ImageFont

    return ImageFont.load_default(size=size)
