"""The place in which things are put: its outline, its openings, and what it stands under."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Opening", "Site"]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A door or a window in one wall."""

    kind: Literal["door", "window"]
    wall: int
    """Index of the wall: wall k goes from corner k of the outline to the next."""
    along: float
    """From the wall's first corner to the opening's middle [m]."""
    width: float
    """[m]"""
    low: float
    """Height of its lower edge [m]; 0 for doors."""
    high: float
    """Height of its upper edge [m]."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where a scene is. The world's origin is the middle of its floor, at height 0."""

    kind: Literal["room", "outdoors"] = "room"
    outline: tuple[tuple[float, float], ...]
    """Corners (x, z) of the floor [m], such that the inside is to the right of each wall seen from above
    with x to the right and z down: back left, back right, front right, front left for a rectangle."""
    height: float = 2.6
    """Of the walls [m]; usual in European flats. Without meaning outdoors."""
    openings: tuple[Opening, ...] = ()
    open_front: bool = True
    """The front wall and the ceiling are left out, so that one can look in."""
