"""What floors and walls are made of, by the room's name, style and mood, and by what is said of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.graph import Setting

__all__ = ["Finishes", "Floor", "Walls", "finishes_of", "wall_color"]

Floor = Literal["boards", "carpet", "checker", "concrete", "marble", "stone", "tile"]
Walls = Literal["boards", "brick", "concrete", "paint", "panel", "stone", "tile"]


@dataclass(frozen=True, kw_only=True)
class Finishes:
    """Surfaces of a room; colours are sRGB."""

    floor: Floor
    floor_color: Color
    back: Walls
    """Of the wall one looks at."""
    sides: Walls
    back_color: Color
    side_color: Color
    trim: Color = (0.94, 0.93, 0.91)
    curtains: Color | None = (0.90, 0.87, 0.81)
    """None where nobody would hang any."""


_SAGE, _SAND, _MIST, _CLAY = (
    (0.70, 0.735, 0.68),
    (0.80, 0.755, 0.69),
    (0.66, 0.71, 0.745),
    (0.775, 0.70, 0.64),
)
_PAINTS: tuple[Color, ...] = (_SAGE, _SAND, _MIST, _CLAY)
"""Muted wall paints."""
_CHALK: Color = (0.915, 0.90, 0.87)
_OAK, _PALE, _DARK = (0.70, 0.565, 0.415), (0.80, 0.70, 0.565), (0.44, 0.30, 0.205)
_CONCRETE: Color = (0.60, 0.595, 0.58)
_COLORS: dict[str, tuple[Color, ...]] = {
    "brick": ((0.58, 0.33, 0.25), (0.64, 0.40, 0.31)), "stone": ((0.60, 0.57, 0.52),),
    "concrete": ((0.67, 0.665, 0.65),), "tile": ((0.88, 0.905, 0.90), (0.80, 0.87, 0.87), (0.90, 0.88, 0.83)),
    "boards": ((0.62, 0.47, 0.33), (0.70, 0.56, 0.42)),
}  # fmt: skip
_FLOORS: dict[str, Color] = {
    "boards": _OAK, "carpet": (0.56, 0.56, 0.57), "checker": (0.88, 0.87, 0.84), "concrete": _CONCRETE,
    "marble": (0.90, 0.89, 0.87), "stone": (0.66, 0.63, 0.58), "tile": (0.80, 0.785, 0.755),
}  # fmt: skip
_SAID: dict[str, Floor] = {
    "wood": "boards", "tile": "tile", "checker": "checker", "stone": "stone", "marble": "marble",
    "concrete": "concrete", "carpet": "carpet",
    "cobble": "stone",
    "asphalt": "concrete", "soil": "concrete", "grass": "carpet", "sand": "carpet",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """How a kind of room, or a style, looks; None leaves it open."""

    words: str
    back: Walls | None = None
    sides: Walls | None = None
    floor: Floor | None = None
    floor_color: Color | None = None
    paints: tuple[Color, ...] = ()
    side: Color | None = None
    trim: Color | None = None
    bare_windows: bool = False
    curtains: Color | None = None


_ROOMS = (
    _Kind(words="bathroom restroom washroom toilet sauna spa shower", back="tile", sides="tile", floor="tile",
          bare_windows=True, floor_color=(0.62, 0.65, 0.66)),
    _Kind(words="kitchen cafeteria canteen bakery diner laundry laundromat", floor="checker",
    bare_windows=True,
          paints=((0.86, 0.84, 0.76), (0.72, 0.78, 0.74), (0.90, 0.82, 0.66))),
    _Kind(words="clinic hospital ward laboratory lab pharmacy salon veterinary barbershop dental",
    floor="tile",
          paints=((0.78, 0.86, 0.87), (0.82, 0.88, 0.82)), side=(0.93, 0.94, 0.94), bare_windows=True),
    _Kind(words="garage warehouse workshop basement station shed cockpit", back="concrete", sides="concrete",
          floor="concrete", bare_windows=True),
    _Kind(words="cellar vault dungeon prison cell castle church chapel temple throne", back="stone",
    sides="stone",
          floor="stone", bare_windows=True),
    _Kind(words="office boardroom workspace workplace showroom store shop supermarket bank", floor="carpet",
          floor_color=(0.47, 0.50, 0.54), paints=((0.78, 0.80, 0.81), (0.70, 0.76, 0.80), (0.83, 0.80, 0.75)),
          bare_windows=True),
    _Kind(words="classroom school auditorium cafeteria", floor="tile", floor_color=(0.74, 0.70, 0.62),
          paints=((0.83, 0.84, 0.72), (0.75, 0.82, 0.86)), bare_windows=True),
    _Kind(words="library study den courtroom casino parlor parlour", back="panel", sides="panel",
          floor_color=_DARK, paints=((0.34, 0.42, 0.36), (0.36, 0.29, 0.26), (0.30, 0.36, 0.44)),
          side=(0.78, 0.73, 0.64), trim=(0.40, 0.27, 0.18), curtains=(0.48, 0.20, 0.18)),
    _Kind(words="nursery playroom kindergarten preschool daycare", floor_color=_PALE,
          paints=((0.80, 0.87, 0.82), (0.93, 0.83, 0.80), (0.95, 0.89, 0.72), (0.78, 0.85, 0.92))),
    _Kind(words="bar pub tavern inn brewery", back="brick", sides="panel", floor_color=_DARK,
          paints=((0.55, 0.42, 0.32),), side=(0.46, 0.40, 0.34), trim=(0.36, 0.24, 0.16), bare_windows=True),
    _Kind(words="cafe restaurant bistro", back="panel", floor_color=(0.58, 0.43, 0.30),
          paints=((0.33, 0.43, 0.40), (0.60, 0.38, 0.30), (0.80, 0.74, 0.64)), bare_windows=True),
    _Kind(words="dining", back="panel", sides="panel"),
    _Kind(words="gym arcade", floor="concrete", floor_color=(0.30, 0.31, 0.33), paints=((0.83, 0.83, 0.82),),
          bare_windows=True),
    _Kind(words="cabin cottage barn stable lodge attic", back="boards", sides="boards", floor="boards"),
    _Kind(words="loft", back="brick", floor="concrete", bare_windows=True),
    _Kind(words="museum gallery hall lobby hallway corridor foyer ballroom hotel palace mansion",
    floor="stone",
          floor_color=(0.80, 0.78, 0.74), paints=((0.86, 0.84, 0.80),)),
    _Kind(words="greenhouse conservatory sunroom", floor="stone", paints=((0.90, 0.92, 0.88),),
    bare_windows=True),
)  # fmt: skip
_STYLES = (
    _Kind(words="scandinavian nordic minimalist minimal white airy bright", back="paint", floor_color=_PALE,
          paints=((0.90, 0.895, 0.88), (0.84, 0.855, 0.85)), side=(0.95, 0.945, 0.935), curtains=(0.95,
          0.94, 0.92)),
    _Kind(words="industrial urban steampunk", back="brick", floor="concrete", bare_windows=True,
    side=(0.80, 0.79, 0.77)),
    _Kind(words="rustic farmhouse country medieval cabin", back="boards", floor_color=(0.56, 0.42, 0.29)),
    _Kind(words="victorian baroque gothic antique vintage ornate old-fashioned", back="panel", sides="panel",
          floor_color=_DARK, paints=((0.27, 0.36, 0.32), (0.42, 0.22, 0.22), (0.32, 0.30, 0.40)),
          side=(0.74, 0.69, 0.58), curtains=(0.45, 0.18, 0.17)),
    _Kind(words="japanese zen asian", back="paint", floor="boards", floor_color=(0.78, 0.69, 0.50),
          paints=((0.87, 0.82, 0.71),), side=(0.92, 0.89, 0.82), trim=(0.36, 0.26, 0.18)),
    _Kind(words="mediterranean moroccan tuscan spanish", back="paint", floor="tile", floor_color=(0.70,
    0.43, 0.30),
          paints=((0.93, 0.88, 0.78), (0.86, 0.63, 0.44)), side=(0.95, 0.93, 0.88)),
    _Kind(words="coastal beachy nautical", back="boards", floor_color=_PALE, side=(0.95, 0.95, 0.94)),
    _Kind(words="luxury luxurious elegant art-deco deco classic classical french", back="panel",
    sides="panel",
          paints=((0.17, 0.25, 0.36), (0.14, 0.33, 0.30), (0.80, 0.76, 0.70)), side=(0.88, 0.86, 0.81)),
    _Kind(words="futuristic sci-fi cyberpunk high-tech tech-styled", back="concrete", sides="paint",
    floor="concrete",
          floor_color=(0.34, 0.36, 0.40), side=(0.55, 0.58, 0.63), bare_windows=True),
    _Kind(words="bohemian boho eclectic", paints=((0.80, 0.55, 0.40), (0.83, 0.68, 0.42), (0.55, 0.62, 0.52)),
          curtains=(0.93, 0.85, 0.70)),
    _Kind(words="retro mid-century", paints=((0.36, 0.55, 0.55), (0.84, 0.62, 0.30), (0.60, 0.64, 0.48))),
    _Kind(words="modern contemporary", back="paint", paints=((0.55, 0.58, 0.60), (0.73, 0.71, 0.68), (0.42,
    0.47, 0.50)),
          side=(0.93, 0.925, 0.915)),
)  # fmt: skip
_GLOOMY = frozenset(["spooky", "eerie", "gloomy", "dark", "abandoned", "moody"])


def finishes_of(setting: Setting, *, seed: int) -> Finishes:
    """Surfaces that suit what is said; the seed chooses among equals."""
    room = _match(_ROOMS, setting.name) or _Kind(words="")
    styled = _match(_STYLES, f"{setting.style or ''} {setting.mood or ''}") or _Kind(words="")
    floor = _SAID.get(setting.floor or "") or room.floor or styled.floor or "boards"
    if floor == "boards" and "bedroom" in setting.name and seed % 3 == 1 and not setting.floor:
        floor = "carpet"
    back = "paint" if setting.wall else styled.back or room.back or "paint"
    sides = "paint" if setting.wall else room.sides or styled.sides or "paint"
    paints = styled.paints or room.paints or _PAINTS
    paint = setting.wall or paints[seed % len(paints)]
    side = setting.wall or styled.side or room.side or _CHALK
    dim = 0.72 if setting.mood in _GLOOMY else 1.0
    bare = room.bare_windows or styled.bare_windows
    own = room if room.floor == floor else styled if styled.floor == floor else None
    tint = (
        (own.floor_color if own else styled.floor_color or room.floor_color)
        if floor == "boards" or own
        else None
    )
    return Finishes(
        floor=floor,
        floor_color=_dimmed(tint or _FLOORS[floor], dim),
        back=back,
        sides=sides,
        back_color=_dimmed(wall_color(back, seed) or paint, dim),
        side_color=_dimmed(wall_color(sides, seed) or side, dim),
        trim=_dimmed(styled.trim or room.trim or (0.94, 0.93, 0.91), dim),
        curtains=None if bare else styled.curtains or room.curtains or (0.90, 0.87, 0.81),
    )


def _match(kinds: tuple[_Kind, ...], words: str) -> _Kind | None:
    """The kind of the last word that has one: an office kitchen is a kitchen."""
    for word in reversed(words.lower().split()):
        for kind in kinds:
            if word in kind.words.split():
                return kind
    return None


def wall_color(walls: Walls, seed: int) -> Color | None:
    """The own colour of what a wall is made of; None of paint."""
    colors = _COLORS.get(walls)
    return colors[seed % len(colors)] if colors else None


def _dimmed(color: Color, factor: float) -> Color:
    red, green, blue = np.array(color) * factor
    return float(red), float(green), float(blue)
