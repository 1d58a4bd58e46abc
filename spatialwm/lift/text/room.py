"""The room: plank floor and plastered walls. The front and the ceiling may be open; outdoors it is ground."""

from itertools import pairwise

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.layout.ground import Wall, bounds_of, walls_of
from spatialwm.lift.text.model import Model, Piece, box
from spatialwm.lift.text.site import Opening, Site
from spatialwm.lift.text.solids import Solid, placed, rounded_box, turn
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Collider

__all__ = ["TRIM", "WALL", "room_colors", "room_model"]

WALL = 0.12
"""Thickness [m]."""
TRIM: Color = (0.94, 0.93, 0.91)
_OUT = 3.0
"""How far the floor's collider goes on outside, so that nothing falls into the void [m]."""
_WALLS: tuple[Color, ...] = (
    (0.70, 0.735, 0.68),
    (0.80, 0.755, 0.69),
    (0.66, 0.71, 0.745),
    (0.775, 0.70, 0.64),
)
"""Sage, sand, mist, clay (sRGB): muted wall paints."""
_SIDE: Color = (0.915, 0.90, 0.87)
_OAK: Color = (0.70, 0.565, 0.415)
_GROUND: dict[str, Color] = {
    "grass": (0.36, 0.46, 0.25), "cobble": (0.52, 0.50, 0.47), "sand": (0.80, 0.72, 0.55), "wood": _OAK,
}  # fmt: skip
"""Outdoors (sRGB)."""

Box = tuple[float, float, float, float, float, float]
"""Lowest x, y, z and highest x, y, z in a wall's own frame: along it, up, into the room [m]."""


def room_model(site: Site, *, seed: int, floor: str | None = None) -> Model:
    """Floor and walls about the origin, floor top at y = 0; doors and windows are things of their own."""
    if site.kind == "outdoors":
        return _ground_model(site, seed, floor or "grass")
    walls = [w for w in walls_of(site) if w.drawn]
    paint = _WALLS[seed % len(_WALLS)]
    pieces = _floor(site, seed)
    trim: list[Piece] = []
    hidden = [_in_world_box(low, high) for low, high in _slabs(site)]
    for wall in walls:
        openings = [o for o in site.openings if o.wall == wall.index]
        color = paint if wall.inward[1] > 0.5 else _SIDE
        for shape in _panels(site, wall, openings):
            pieces.append(_wall(wall, shape, color))
            hidden.append(_wall_box(wall, shape))
        for shape in _skirting(wall, openings):
            look = Look(color=TRIM, stretch=(0.8, 0.5))
            trim.append(
                Piece(solid=_in_wall(wall, shape, bevel=0.003, cell=0.14), look=look, material="wood")
            )
            hidden.append(_wall_box(wall, shape))
    return Model(
        pieces=(*pieces, *trim),
        colliders=_colliders(site, walls),
        material="wood",
        blockers=(),
        hidden=np.array(hidden),
        kind="room",
        static=True,
        spacing=0.030,
    )


def _ground_model(site: Site, seed: int, floor: str) -> Model:
    """Level ground, patched a little."""
    x0, x1, z0, z1 = bounds_of(site)
    look = Look(color=_GROUND.get(floor, _GROUND["grass"]), pattern="plaster", seed=seed, roughness=1.0,
                stretch=(2.6, 2.6), contrast=2.0)  # fmt: skip
    slab = _slab(x1 - x0, 0.1, z1 - z0, cell=0.4)
    return Model(
        pieces=(Piece(solid=placed(slab, (x0 + x1) / 2, -0.05, (z0 + z1) / 2), look=look, material="stone"),),
        colliders=(box(x1 - x0 + 2 * _OUT, 0.2, z1 - z0 + 2 * _OUT, (x0 + x1) / 2, -0.1, (z0 + z1) / 2),),
        material="stone",
        blockers=(),
        kind="room",
        static=True,
        spacing=0.040,
    )


def _colliders(site: Site, walls: list[Wall]) -> tuple[Collider, ...]:
    """The floor, and one box per wall from corner to corner; windows do not open."""
    x0, x1, z0, z1 = bounds_of(site)
    found: list[Collider] = [
        box(x1 - x0 + 2 * _OUT, 0.2, z1 - z0 + 2 * _OUT, (x0 + x1) / 2, -0.1, (z0 + z1) / 2)
    ]
    for wall in walls:
        x, z = wall.at(wall.length / 2 + WALL / 2, -WALL / 2)
        wide = wall.length + WALL
        across = abs(wall.inward[0]) > 0.5
        size = (WALL, site.height, wide) if across else (wide, site.height, WALL)
        found.append(box(*size, float(x), site.height / 2, float(z)))
    return tuple(found)


def _slabs(site: Site) -> list[tuple[tuple[float, float], tuple[float, float]]]:
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
    return np.array([(low[0], -0.101, low[1]), (high[0], -0.0025, high[1])])


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


def _wall(wall: Wall, shape: Box, color: Color) -> Piece:
    look = Look(color=color, pattern="plaster", roughness=0.95, stretch=(1.35, 1.35))
    return Piece(solid=_in_wall(wall, shape, bevel=0.0, cell=0.17), look=look, material="plaster")


def _skirting(wall: Wall, openings: list[Opening]) -> list[Box]:
    """Boards along the wall's foot, interrupted by doors."""
    found: list[Box] = []
    start = 0.0
    for o in sorted((o for o in openings if o.kind == "door"), key=lambda o: o.along):
        found.append((start, 0.0, 0.0, o.along - o.width / 2, 0.09, 0.012))
        start = o.along + o.width / 2
    found.append((start, 0.0, 0.0, wall.length, 0.09, 0.012))
    return [f for f in found if f[3] - f[0] > 0.02]


def _floor(site: Site, seed: int) -> list[Piece]:
    """Oak planks along x with dark joints, each cut from its own part of the tree, on a slab."""
    rng = np.random.default_rng(seed + 77)
    pieces: list[Piece] = []
    for (x0, z0), (x1, z1) in _slabs(site):
        rows = max(round((z1 - z0) / 0.145), 1)
        board, joint, middle = (z1 - z0) / rows, 0.004, (x0 + x1) / 2
        for row in range(rows):
            z = z0 + board * (row + 0.5)
            for left, right in pairwise(_cuts(x1 - x0, rng)):
                plank = _slab(right - left - joint, 0.02, board - joint, cell=(0.10, 0.1, 0.075))
                at = placed(plank, middle + (left + right) / 2, -0.01, z)
                pieces.append(Piece(solid=at, look=_plank(rng), material="wood"))
        pieces += _below((x0, x1), (z0, z1), rows)
    return pieces


def _plank(rng: np.random.Generator) -> Look:
    tone = float(rng.normal(1.0, 0.055))
    red, green, blue = (float(np.clip(c * tone, 0, 1)) for c in _OAK)
    return Look(
        color=(red, green, blue),
        pattern="wood",
        seed=int(rng.integers(1 << 30)),
        stretch=(0.95, 0.40),
        contrast=0.55,
        roughness=0.55,
    )


def _below(x: tuple[float, float], z: tuple[float, float], rows: int) -> list[Piece]:
    """The dark joints between the rows, and the slab under the planks, of which only the outside is seen."""
    dark = Look(color=(0.24, 0.17, 0.12), stretch=(2.0, 2.0))
    width, depth, middle = x[1] - x[0], z[1] - z[0], ((x[0] + x[1]) / 2, (z[0] + z[1]) / 2)
    joint = _slab(width, 0.01, 0.006, cell=0.6)
    base = _slab(width, 0.08, depth, cell=0.3)
    solids = [placed(joint, middle[0], -0.0065, z[0] + depth / rows * k) for k in range(1, rows)]
    return [
        *(Piece(solid=s, look=dark, material="wood") for s in solids),
        Piece(solid=placed(base, middle[0], -0.062, middle[1]), look=dark, material="wood"),
    ]


def _cuts(width: float, rng: np.random.Generator) -> list[float]:
    """Where the boards of one row end."""
    cuts = [-width / 2, -width / 2 + float(rng.uniform(0.4, 1.6))]
    while width / 2 - cuts[-1] > 2.2:
        cuts.append(cuts[-1] + float(rng.uniform(1.2, 1.7)))
    return [*cuts, width / 2]


def _slab(width: float, height: float, depth: float, *, cell: float | tuple[float, float, float]) -> Solid:
    return rounded_box(width, height, depth, bevel=0.0, cell=cell)


def room_colors(seed: int) -> tuple[Color, Color, Color]:
    """Back wall, side walls and floor (sRGB)."""
    return _WALLS[seed % len(_WALLS)], _SIDE, _OAK
