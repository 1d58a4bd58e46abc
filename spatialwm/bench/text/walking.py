"""SceneEval's maps of the floor: can one walk about, can one get at things, is anything outside."""

from collections.abc import Sequence

import numpy as np

from spatialwm.bench.text.architecture import CELL, Architecture
from spatialwm.bench.text.shapes import Shape
from spatialwm.lift.text.catalogue import CATALOGUE

__all__ = ["accessibility", "in_bounds", "navigability"]

_ROBOT = 0.2
"""Width of who walks [m]."""
_REACH, _OFFSET = 0.2, 0.05
"""Depth of the space from which a thing is used, and how far before it that begins [m]."""
_OVERHEAD = 2.0
"""What has its middle above this is out of the way [m]."""
_ON_FLOOR = 0.01
"""What is lower stands on the floor [m]."""
_STEP = 0.05
"""What is lower is walked over: rugs and mats, which the original counts as obstacles [m]."""


def navigability(place: Architecture, things: Sequence[Shape]) -> float:
    """Share of the free floor that hangs together for a robot 0.2 m wide."""
    radius = round(_ROBOT / 2 / CELL)
    free = _eroded(place.floor, radius)
    for thing in things:
        if _blocks(thing):
            free &= ~_outline(place, thing, grow=_ROBOT / 2)
    sizes = _areas(free)
    return max(sizes) / sum(sizes) if sizes else 0.0


def accessibility(place: Architecture, things: Sequence[Shape]) -> list[float]:
    """For each thing on the floor: the share of space that is free before the best side to use it from."""
    free = place.floor.copy()
    standing = [thing for thing in things if _blocks(thing)]
    for thing in standing:
        free &= ~_outline(place, thing, grow=0.0)
    scores: list[float] = []
    for thing in standing:
        if thing.bottom > _STEP or _is_contained(thing, standing):
            continue
        areas = [_space(place, thing, side) for side in _sides(thing)]
        full = [_area_of(thing, side) / CELL**2 for side in _sides(thing)]
        scores.append(
            max(float((area & free).sum()) / max(n, 1) for area, n in zip(areas, full, strict=True))
        )
    return [min(1.0, s) for s in scores]


def _is_contained(thing: Shape, things: Sequence[Shape]) -> bool:
    """Whether it lies in another without touching the floor: a block in a chest is not walked up to."""
    others = (o for o in things if o is not thing) if thing.bottom > _ON_FLOOR else ()
    return any((np.abs(o.local(thing.samples)) <= o.half).all(axis=1).mean() > 0.9 for o in others)


def in_bounds(place: Architecture, thing: Shape) -> bool:
    """Whether 99 % of what is seen of a thing is above the floor."""
    return float(place.above_floor(thing.surface[:, [0, 2]]).mean()) >= 0.99


def _blocks(thing: Shape) -> bool:
    return thing.center[1] <= _OVERHEAD and thing.top > _STEP


def _sides(thing: Shape) -> tuple[tuple[int, int], ...]:
    """Axis and sign of the sides a thing is used from."""
    entry = CATALOGUE.get(thing.category)
    if thing.category == "bed":
        return (2, 1), (0, 1), (0, -1)
    if entry is not None and entry.habit in ("wall", "corner"):
        return ((2, 1),)
    return (2, 1), (2, -1), (0, 1), (0, -1)


def _area_of(thing: Shape, side: tuple[int, int]) -> float:
    return _REACH * 2 * float(thing.half[2 - side[0]])


def _space(place: Architecture, thing: Shape, side: tuple[int, int]) -> np.ndarray:
    axis, sign = side
    local = np.zeros(3)
    local[axis] = sign * (thing.half[axis] + _OFFSET + _REACH / 2)
    half = np.zeros(3)
    half[axis], half[2 - axis] = _REACH / 2, thing.half[2 - axis]
    return _rectangle(place, thing.center + thing.axes @ local, half, thing.axes)


def _outline(place: Architecture, thing: Shape, *, grow: float) -> np.ndarray:
    return _rectangle(place, thing.center, thing.half + grow, thing.axes)


def _rectangle(place: Architecture, center: np.ndarray, half: np.ndarray, axes: np.ndarray) -> np.ndarray:
    from PIL import Image, ImageDraw

    signs = np.array([[-1, 0, -1], [1, 0, -1], [1, 0, 1], [-1, 0, 1]], float)
    corners = (center + (signs * half) @ axes.T)[:, [0, 2]]
    image = Image.new("1", (place.floor.shape[1], place.floor.shape[0]))
    cells = (corners - place.origin) / CELL - 0.5
    ImageDraw.Draw(image).polygon([(float(x), float(z)) for x, z in cells], fill=1)
    return np.asarray(image, bool)


def _eroded(mask: np.ndarray, radius: int) -> np.ndarray:
    """Cells whose square neighbourhood is all set."""
    wide = np.pad(mask, radius)
    result = np.ones_like(mask)
    for axis in (0, 1):
        length = mask.shape[axis]
        source = wide if axis == 0 else np.pad(result, ((0, 0), (radius, radius)))
        source = source[:, radius : radius + mask.shape[1]] if axis == 0 else source
        result = np.ones_like(mask)
        for shift in range(2 * radius + 1):
            result &= np.take(source, range(shift, shift + length), axis=axis)
    return result


def _areas(mask: np.ndarray) -> list[int]:
    """Sizes of the connected parts (4 neighbours): every cell takes the lowest label it can reach."""
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        before = labels.copy()
        for axis in (0, 1):
            labels = _spread(_spread(labels, axis), axis, back=True)
        if np.array_equal(before, labels):
            return np.unique(labels[mask], return_counts=True)[1].tolist()


def _spread(labels: np.ndarray, axis: int, *, back: bool = False) -> np.ndarray:
    """Carry the lowest label along each run of one axis."""
    lines = labels if axis == 1 else labels.T
    lines = lines[:, ::-1] if back else lines
    run = np.cumsum(lines == 0, axis=1)  # one number per run; a later run has a larger one
    top = labels.size + 1
    keyed = np.where(lines > 0, lines, top) - run * (top + 1)
    lowest = np.minimum.accumulate(keyed, axis=1) + run * (top + 1)
    lines = np.where(lines > 0, lowest, 0)
    lines = lines[:, ::-1] if back else lines
    return lines if axis == 1 else lines.T
