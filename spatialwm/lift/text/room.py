"""The room: floor and walls in their finishes. Its front and its ceiling are open, to look in."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.finishes import Finishes, Floor, Walls
from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.layout.ground import Wall, bounds_of, walls_of
from spatialwm.lift.text.masonry import Area, courses, facing, gaps, laid, planks
from spatialwm.lift.text.model import Glow, Model, Piece, box
from spatialwm.lift.text.site import Opening, Site
from spatialwm.lift.text.solids import Solid, lathe, pillow, placed, rounded_box, turn
from spatialwm.lift.text.surfaces import Look, Pattern
from spatialwm.scene import Collider

__all__ = ["OUT", "TRIM", "WALL", "room_model", "slabs"]

WALL = 0.12
"""Thickness [m]."""
TRIM: Color = (0.94, 0.93, 0.91)
OUT = 3.0
"""How far the floor's collider goes on outside, so that nothing falls into the void [m]."""
_WAINSCOT = 1.02
"""Height of panelling [m]."""
_TILED = 2.05
"""Height of tiles in a bathroom [m]."""

Box = tuple[float, float, float, float, float, float]
"""Lowest x, y, z and highest x, y, z in a wall's own frame: along it, up, into the room [m]."""


def room_model(
    site: Site, finishes: Finishes, *, seed: int, pendant: tuple[float, float] | None = None
) -> Model:
    """Floor and walls about the origin, floor top at y = 0; doors and windows are things of their own.

    Args:
        site: Its outline and openings.
        finishes: What its surfaces are made of.
        seed: Of boards and stones.
        pendant: Where a lamp hangs from the ceiling (x, z) [m].
    """
    walls = [w for w in walls_of(site) if w.drawn]
    pieces = _floor(site, finishes, seed)
    hidden = [_in_world_box(low, high) for low, high in slabs(site)]
    for wall in walls:
        openings = [o for o in site.openings if o.wall == wall.index]
        back = wall.inward[1] > 0.5
        kind, color = (finishes.back, finishes.back_color) if back else (finishes.sides, finishes.side_color)
        for shape in _panels(site, wall, openings):
            pieces += _surface(wall, shape, kind, color, finishes.trim, seed)
            hidden.append(_wall_box(wall, shape))
            if kind in _BONDS:
                clad = (*shape[:4], _clad_height(kind, shape), 0.006)  # the body's face behind the units
                hidden.append(_wall_box(wall, clad))
        for shape in _skirting(wall, openings):
            look = Look(color=finishes.trim, stretch=(0.8, 0.5))
            pieces.append(
                Piece(solid=_in_wall(wall, shape, bevel=0.003, cell=0.3), look=look, material="wood")
            )
            hidden.append(_wall_box(wall, shape))
    return Model(
        pieces=(*pieces, *(_pendant(*pendant, site.height) if pendant else ())),
        colliders=_colliders(site, walls),
        material="wood",
        blockers=(),
        hidden=np.array(hidden),
        glow=Glow(position=(pendant[0], 1.86, pendant[1]), power=0.62, shade=0.75) if pendant else None,
        kind="room",
        static=True,
        spacing=0.030,
    )


def _pendant(x: float, z: float, ceiling: float) -> list[Piece]:
    """A globe of milk glass on a cord."""
    globe = placed(pillow(0.30, 0.26, 0.30, squareness=1.0, segments=24), x, 2.0, z)
    cord = lathe([(0, 0), (0.006, 0), (0.006, ceiling - 2.12), (0, ceiling - 2.12)], segments=8)
    lit = Look(color=(1.0, 0.94, 0.82), glow=1.15, stretch=(0.6, 0.6))
    dark = Look(color=(0.15, 0.15, 0.15), stretch=(0.5, 1.5))
    return [
        Piece(solid=globe, look=lit, material="glass", fill=0.1),
        Piece(solid=placed(cord, x, 2.12, z), look=dark, material="rubber"),
    ]


@dataclass(frozen=True, kw_only=True)
class _Bond:
    """How units cover a wall."""

    unit: tuple[float, float]
    joint: float
    bond: float
    pattern: Pattern
    stretch: tuple[float, float]
    between: Color
    """Colour of the joints."""


_BONDS: dict[Walls, _Bond] = {
    "brick": _Bond(unit=(0.25, 0.08), joint=0.011, bond=0.5, pattern="bricks", stretch=(2.6, 1.1),
                   between=(0.74, 0.71, 0.66)),
    "stone": _Bond(unit=(0.42, 0.21), joint=0.013, bond=0.5, pattern="cobbles", stretch=(1.5, 1.2),
                   between=(0.42, 0.40, 0.37)),
    "concrete": _Bond(unit=(1.25, 0.84), joint=0.007, bond=0.0, pattern="ground", stretch=(1.3, 1.3),
                      between=(0.40, 0.40, 0.39)),
    "boards": _Bond(unit=(0.145, 4.0), joint=0.006, bond=0.0, pattern="boards", stretch=(0.9, 1.9),
                    between=(0.20, 0.15, 0.11)),
    "tile": _Bond(unit=(0.20, 0.10), joint=0.004, bond=0.5, pattern="tiles", stretch=(2.2, 1.1),
                  between=(0.78, 0.79, 0.78)),
}  # fmt: skip


def _surface(wall: Wall, shape: Box, kind: Walls, color: Color, trim: Color, seed: int) -> list[Piece]:
    """One part of a wall: its body, and what is on its face."""
    if kind == "paint":
        return [_body(wall, shape, color)]
    if kind == "panel":
        return [_body(wall, shape, color), *_panelling(wall, shape, color, trim)]
    bond = _BONDS[kind]
    area: Area = (shape[0], shape[3], shape[1], _clad_height(kind, shape))
    plain: Color = (0.93, 0.93, 0.92) if kind == "tile" else bond.between
    if area[3] - area[2] < 0.02:
        return [_body(wall, shape, plain)]
    units = courses(area, unit=bond.unit, joint=bond.joint, bond=bond.bond)
    strips = gaps(units, area, joint=bond.joint)
    long = (3.0, 3.0)
    return [
        _body(wall, shape, plain),
        _cladding(wall, strips, Look(color=bond.between, stretch=long), out=0.0035),
        _cladding(wall, units, Look(color=color, pattern=bond.pattern, seed=seed + wall.index,
        stretch=bond.stretch,
                                    roughness=0.9)),
    ]  # fmt: skip


def _clad_height(kind: Walls, shape: Box) -> float:
    """Up to where units cover a part of a wall [m]."""
    return min(shape[4], _TILED) if kind == "tile" else shape[4]


def _body(wall: Wall, shape: Box, color: Color) -> Piece:
    look = Look(color=color, pattern="plaster", roughness=0.95, stretch=(1.5, 1.5))
    return Piece(solid=_in_wall(wall, shape, bevel=0.0, cell=0.17), look=look, material="plaster")


def _cladding(wall: Wall, units: np.ndarray, look: Look, *, out: float = 0.004) -> Piece:
    """Units on a wall's face."""
    x, z = wall.at(0.0, 0.0)
    solid = placed(facing(units, out=out, cell=0.30), float(x), 0.0, float(z), by=turn(y=wall.yaw))
    return Piece(solid=solid, look=look, material="stone")


def _panelling(wall: Wall, shape: Box, color: Color, trim: Color) -> list[Piece]:
    """Framed boards on the lower part of a wall, under a rail."""
    top = min(shape[4], _WAINSCOT)
    wide = shape[3] - shape[0]
    if shape[1] > 0.01 or wide < 0.15:
        return []
    count = max(round(wide / 0.55), 1)
    step, bar, thick = wide / count, 0.075, 0.014
    shade = tuple(float(c) for c in np.clip(np.array(color) * 0.86, 0, 1))
    look = Look(color=(shade[0], shade[1], shade[2]), stretch=(1.0, 0.7))
    ledge = Look(color=trim if top >= _WAINSCOT else (shade[0], shade[1], shade[2]), stretch=(1.2, 0.3))
    bars: list[Box] = [
        (shape[0], 0.09, 0.0, shape[3], 0.09 + bar, thick),
        (shape[0], top - bar, 0.0, shape[3], top, thick),
    ]
    bars += [
        (shape[0] + k * step - bar / 2 * (k > 0), 0.09 + bar, 0.0,
        shape[0] + k * step + bar / 2 * (k < count),
         top - bar, thick)
        for k in range(count + 1)
    ]  # fmt: skip
    pieces = [Piece(solid=_in_wall(wall, b, bevel=0.004, cell=0.3), look=look, material="wood") for b in bars]
    plate = np.array([(shape[0], shape[3], 0.09 + bar, top - bar)])
    x, z = wall.at(0.0, 0.0)
    inner = placed(facing(plate, out=0.003, cell=0.20), float(x), 0.0, float(z), by=turn(y=wall.yaw))
    pieces.append(Piece(solid=inner, look=look, material="wood"))
    rail: Box = (shape[0], top, 0.0, shape[3], top + 0.035, 0.030)
    if top >= _WAINSCOT:
        solid = _in_wall(wall, rail, bevel=0.006, cell=0.3)
        pieces.append(Piece(solid=solid, look=ledge, material="wood"))
    return pieces


def _colliders(site: Site, walls: list[Wall]) -> tuple[Collider, ...]:
    """The floor, and one box per wall from corner to corner; windows do not open."""
    x0, x1, z0, z1 = bounds_of(site)
    found: list[Collider] = [
        box(x1 - x0 + 2 * OUT, 0.2, z1 - z0 + 2 * OUT, (x0 + x1) / 2, -0.1, (z0 + z1) / 2)
    ]
    for wall in walls:
        x, z = wall.at(wall.length / 2 + WALL / 2, -WALL / 2)
        wide = wall.length + WALL
        across = abs(wall.inward[0]) > 0.5
        size = (WALL, site.height, wide) if across else (wide, site.height, WALL)
        found.append(box(*size, float(x), site.height / 2, float(z)))
    return tuple(found)


def slabs(site: Site) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The outline as rectangles: low and high corners (x, z)."""
    corners = np.array(site.outline, float)
    levels = np.unique(corners[:, 1])
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for low, high in pairwise(levels):
        ends = [
            float(a[0])
            for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)
            if min(a[1], b[1]) < (low + high) / 2 < max(a[1], b[1])
        ]
        found.append(((min(ends), float(low)), (max(ends), float(high))))
    return found


def _in_world_box(low: tuple[float, float], high: tuple[float, float]) -> Float[np.ndarray, "2 3"]:
    """The inside of a part of the floor."""
    return np.array([(low[0], -0.101, low[1]), (high[0], 0.002, high[1])])


def _in_wall(wall: Wall, shape: Box, *, bevel: float, cell: float) -> Solid:
    """A box in a wall's frame, in the world."""
    low, high = np.array(shape[:3]), np.array(shape[3:])
    size, middle = high - low, (low + high) / 2
    x, z = wall.at(middle[0], middle[2])
    solid = rounded_box(*(float(v) for v in size), bevel=bevel, cell=cell)
    return placed(solid, float(x), float(middle[1]), float(z), by=turn(y=wall.yaw))


def _wall_box(wall: Wall, shape: Box) -> Float[np.ndarray, "2 3"]:
    """The same as low and high corners in the world."""
    ends = np.array([(*wall.at(shape[0], shape[2]),), (*wall.at(shape[3], shape[5]),)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    return np.array([(low[0], shape[1], low[1]), (high[0], shape[4], high[1])])


def _panels(site: Site, wall: Wall, openings: list[Opening]) -> list[Box]:
    """The wall without its windows; it covers the corner at its end."""
    walls = walls_of(site)
    following = walls[(wall.index + 1) % len(walls)]
    convex = float(np.dot(following.along, wall.inward)) > 0.5
    end = wall.length + WALL * (convex and following.drawn)
    windows = sorted((o for o in openings if o.kind == "window"), key=lambda o: o.along)
    found: list[Box] = []
    start = 0.0
    for o in windows:
        left, right = o.along - o.width / 2, o.along + o.width / 2
        found.append((start, 0.0, -WALL, left, site.height, 0.0))
        found.append((left, 0.0, -WALL, right, o.low, 0.0))
        found.append((left, o.high, -WALL, right, site.height, 0.0))
        start = right
    return [*found, (start, 0.0, -WALL, end, site.height, 0.0)]


def _skirting(wall: Wall, openings: list[Opening]) -> list[Box]:
    """Boards along the wall's foot, interrupted by doors."""
    found: list[Box] = []
    start = 0.0
    for o in sorted((o for o in openings if o.kind == "door"), key=lambda o: o.along):
        found.append((start, 0.0, 0.0, o.along - o.width / 2, 0.09, 0.012))
        start = o.along + o.width / 2
    found.append((start, 0.0, 0.0, wall.length, 0.09, 0.012))
    return [f for f in found if f[3] - f[0] > 0.02]


def _floor(site: Site, finishes: Finishes, seed: int) -> list[Piece]:
    """What one walks on, and the slab under it, of which only the outside and the joints are seen."""
    rng = np.random.default_rng(seed + 77)
    pieces: list[Piece] = []
    for (x0, z0), (x1, z1) in slabs(site):
        area: Area = (x0, x1, z0, z1)
        base = placed(
            rounded_box(x1 - x0, 0.09, z1 - z0, bevel=0.0, cell=0.3), (x0 + x1) / 2, -0.048, (z0 + z1) / 2
        )
        dark = Look(color=_JOINTS[finishes.floor], stretch=(3.0, 3.0))
        pieces.append(Piece(solid=base, look=replace(dark, stretch=(1.3, 1.3)), material="stone"))
        for units, color, pattern, stretch in _covering(area, finishes, rng):
            look = Look(color=color, pattern=pattern, seed=seed, stretch=stretch, roughness=0.6)
            pieces.append(Piece(solid=laid(units, height=0.0, cell=0.20), look=look, material="wood"))
            strips = gaps(units, area, joint=0.006)
            if len(strips):
                pieces.append(Piece(solid=laid(strips, height=-0.001, cell=0.30), look=dark, material="wood"))
    return pieces


_JOINTS: dict[Floor, Color] = {
    "boards": (0.45, 0.345, 0.245), "carpet": (0.3, 0.3, 0.3), "checker": (0.50, 0.49, 0.47),
    "concrete": (0.36, 0.36, 0.35),
    "marble": (0.66, 0.65, 0.63), "stone": (0.42, 0.40, 0.37), "tile": (0.55, 0.54, 0.52),
}  # fmt: skip
_Covering = list[tuple[np.ndarray, Color, Pattern, tuple[float, float]]]


def _covering(area: Area, finishes: Finishes, rng: np.random.Generator) -> _Covering:
    """Units of the floor with their colour, pattern and spacing."""
    color = finishes.floor_color
    match finishes.floor:
        case "boards":
            return [(planks(area, wide=0.145, joint=0.004, rng=rng), color, "boards", (1.0, 0.8))]
        case "carpet":
            return [(np.array([area]), color, "pile", (0.9, 0.9))]
        case "concrete":
            return [(courses(area, unit=(3.0, 3.0), joint=0.006), color, "ground", (0.9, 0.9))]
        case "marble":
            return [(courses(area, unit=(0.80, 0.80), joint=0.003), color, "stone", (0.9, 0.9))]
        case "stone":
            return [(courses(area, unit=(0.60, 0.40), joint=0.005, bond=0.5), color, "cobbles", (1.2, 1.2))]
        case "tile":
            return [(courses(area, unit=(0.45, 0.45), joint=0.005), color, "tiles", (1.2, 1.2))]
        case "checker":
            units = courses(area, unit=(0.30, 0.30), joint=0.003)
            odd = np.floor(units[:, 0] / 0.30 + 0.01) + np.floor(units[:, 2] / 0.30 + 0.01)
            dark: Color = (0.27, 0.29, 0.30)
            return [(units[odd % 2 == k], c, "tiles", (0.43, 0.43)) for k, c in ((0, color), (1, dark))]
