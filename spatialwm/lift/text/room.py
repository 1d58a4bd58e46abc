"""The room: plank floor, three walls, a window with daylight behind, a door. Open to the front, no ceiling."""

from dataclasses import dataclass

import numpy as np

from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.model import Model, Piece, box
from spatialwm.lift.text.solids import Solid, lathe, placed, rounded_box, turn
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Collider

__all__ = ["HEIGHT", "Opening", "room_colors", "room_model", "window_of"]

HEIGHT = 2.6
"""[m]; usual in European flats."""
_WALL = 0.12
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
_TRIM: Color = (0.94, 0.93, 0.91)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A rectangle in the left wall [m]."""

    z: float
    low: float
    high: float
    half: float
    """Half its width."""


def window_of(depth: float) -> Opening:
    """The window of a room of that depth [m]: in the left wall, a little towards the back."""
    return Opening(z=-0.02 * depth, low=0.85, high=2.25, half=min(0.95, 0.29 * depth))


def room_model(width: float, depth: float, *, seed: int) -> Model:
    """A room about the origin, floor top at y = 0, the open side at +z."""
    paint = _WALLS[seed % len(_WALLS)]
    opening = window_of(depth)
    pieces = [
        *_floor(width, depth, seed),
        *_walls(width, depth, paint, opening),
        *_window(width, opening, seed),
    ]
    pieces += _skirting(width, depth)
    if width >= 3.3:
        pieces += _door(width, depth)
    return Model(
        pieces=tuple(pieces),
        colliders=_colliders(width, depth),
        material="wood",
        blockers=(),
        hidden=_hidden(width, depth, opening),
        static=True,
        spacing=0.030,
    )


def _colliders(width: float, depth: float) -> tuple[Collider, ...]:
    tall = HEIGHT
    return (
        box(width + 2 * _OUT, 0.2, depth + 2 * _OUT, y=-0.1),
        box(width + 2 * _WALL, tall, _WALL, 0, tall / 2, -(depth + _WALL) / 2),
        box(_WALL, tall, depth, -(width + _WALL) / 2, tall / 2, 0),
        box(_WALL, tall, depth, (width + _WALL) / 2, tall / 2, 0),
    )


def _hidden(
    width: float, depth: float, w: Opening
) -> tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...]:
    """The insides of floor and walls."""
    x, z, thick = width / 2, depth / 2, _WALL
    return (
        ((-x, -0.079, -z), (x, -0.016, z)),
        ((-x - thick, 0.0, -z - thick), (x + thick, HEIGHT, -z)),
        ((-x - thick, 0.0, -z), (-x, w.low, z)),
        ((-x - thick, w.high, -z), (-x, HEIGHT, z)),
        ((-x - thick, w.low, -z), (-x, w.high, w.z - w.half)),
        ((-x - thick, w.low, w.z + w.half), (-x, w.high, z)),
        ((x, 0.0, -z), (x + thick, HEIGHT, z)),
    )


def _floor(width: float, depth: float, seed: int) -> list[Piece]:
    """Oak planks along x with dark joints, each cut from its own part of the tree, on a slab."""
    rng = np.random.default_rng(seed + 77)
    rows = round(depth / 0.145)
    board, joint = depth / rows, 0.004
    pieces: list[Piece] = []
    for row in range(rows):
        z = -depth / 2 + board * (row + 0.5)
        cuts = _cuts(width, rng)
        for left, right in zip(cuts[:-1], cuts[1:], strict=True):
            tone = float(rng.normal(1.0, 0.055))
            look = Look(
                color=tuple(float(np.clip(c * tone, 0, 1)) for c in (0.70, 0.565, 0.415)),  # type: ignore[arg-type]
                pattern="wood",
                seed=int(rng.integers(1 << 30)),
                stretch=(1.6, 0.50),
                roughness=0.55,
            )
            plank = _slab(right - left - joint, 0.02, board - joint, cell=0.085)
            pieces.append(
                Piece(solid=placed(plank, (left + right) / 2, -0.01, z), look=look, material="wood")
            )
    dark = Look(color=(0.20, 0.14, 0.10), stretch=(2.0, 2.0))
    base = _slab(width, 0.08, depth, cell=0.2)
    pieces.append(Piece(solid=placed(base, y=-0.052), look=dark, material="wood"))
    return pieces


def _cuts(width: float, rng: np.random.Generator) -> list[float]:
    """Where the boards of one row end."""
    cuts = [-width / 2, -width / 2 + float(rng.uniform(0.4, 1.6))]
    while width / 2 - cuts[-1] > 2.2:
        cuts.append(cuts[-1] + float(rng.uniform(1.2, 1.7)))
    return [*cuts, width / 2]


def _slab(width: float, height: float, depth: float, *, cell: float) -> Solid:
    return rounded_box(width, height, depth, bevel=0.0, cell=cell)


def _wall(size: tuple[float, float, float], at: tuple[float, float, float], color: Color) -> Piece:
    look = Look(color=color, pattern="plaster", roughness=0.95)
    slab = rounded_box(*size, bevel=0.006, cell=0.14)
    return Piece(solid=placed(slab, *at), look=look, material="plaster")


def _walls(width: float, depth: float, paint: Color, w: Opening) -> list[Piece]:
    x = (width + _WALL) / 2
    pieces = [
        _wall((width + 2 * _WALL, HEIGHT, _WALL), (0, HEIGHT / 2, -(depth + _WALL) / 2), paint),
        _wall((_WALL, HEIGHT, depth), (x, HEIGHT / 2, 0), _SIDE),
        _wall((_WALL, w.low, depth), (-x, w.low / 2, 0), _SIDE),
        _wall((_WALL, HEIGHT - w.high, depth), (-x, (HEIGHT + w.high) / 2, 0), _SIDE),
    ]
    for low, high in ((-depth / 2, w.z - w.half), (w.z + w.half, depth / 2)):
        size = (_WALL, w.high - w.low, high - low)
        pieces.append(_wall(size, (-x, (w.high + w.low) / 2, (low + high) / 2), _SIDE))
    return pieces


def _window(width: float, w: Opening, seed: int) -> list[Piece]:
    """A white frame with a post and a bar, a sill, and the day behind it."""
    trim, bar, deep = Look(color=_TRIM, stretch=(0.5, 0.5)), 0.05, 0.06
    x, middle, tall = -width / 2 - 0.075, (w.low + w.high) / 2, w.high - w.low
    shapes = [(deep, bar, 2 * w.half, x, y, w.z) for y in (w.low + bar / 2, w.high - bar / 2)]
    shapes += [(deep, tall - 2 * bar, bar, x, middle, w.z + s * (w.half - bar / 2)) for s in (-1, 1)]
    shapes += [
        (deep * 0.8, tall - 2 * bar, 0.045, x, middle, w.z),
        (deep * 0.6, 0.03, 2 * w.half - 2 * bar, x, w.low + 0.68 * tall, w.z),
        (0.20, 0.03, 2 * w.half + 0.10, -width / 2 - 0.03, w.low - 0.015, w.z),
    ]
    pieces = [
        Piece(solid=placed(rounded_box(*s[:3], bevel=0.004, cell=0.14), *s[3:]), look=trim, material="wood")
        for s in shapes
    ]
    day = placed(_slab(0.01, tall + 0.3, 2 * w.half + 0.6, cell=0.12), -width / 2 - 0.19, middle, w.z)
    upright = Solid(corners=day.corners, normals=day.normals, local=day.corners)
    look = Look(color=(0.97, 0.98, 1.0), pattern="sky", seed=seed, glow=1.0)
    return [*pieces, Piece(solid=upright, look=look, material="plaster")]


def _skirting(width: float, depth: float) -> list[Piece]:
    trim, tall, thick = Look(color=_TRIM, stretch=(0.8, 0.5)), 0.09, 0.010
    shapes = [
        (width, tall, thick, 0.0, tall / 2, -depth / 2 + thick / 2),
        (thick, tall, depth - thick, -width / 2 + thick / 2, tall / 2, thick / 2),
        (thick, tall, depth - thick, width / 2 - thick / 2, tall / 2, thick / 2),
    ]
    return [
        Piece(solid=placed(rounded_box(*s[:3], bevel=0.003, cell=0.14), *s[3:]), look=trim, material="wood")
        for s in shapes
    ]


def _door(width: float, depth: float) -> list[Piece]:
    """A panelled door in the right wall, towards the front."""
    trim = Look(color=_TRIM, stretch=(0.6, 0.6))
    leaf_wide, leaf_tall, z, x = 0.82, 2.02, depth / 2 - 0.72, width / 2
    shapes = [
        (0.012, leaf_tall, leaf_wide, x - 0.006, leaf_tall / 2, z),
        (0.022, 0.07, leaf_wide + 0.14, x - 0.011, leaf_tall + 0.035, z),
        *(
            (0.022, leaf_tall, 0.07, x - 0.011, leaf_tall / 2, z + s * (leaf_wide + 0.07) / 2)
            for s in (-1, 1)
        ),
        *((0.008, 0.70, 0.56, x - 0.016, y, z) for y in (0.50, 1.45)),
    ]
    pieces = [
        Piece(solid=placed(rounded_box(*s[:3], bevel=0.004, cell=0.14), *s[3:]), look=trim, material="wood")
        for s in shapes
    ]
    steel = Look(color=(0.55, 0.53, 0.50), pattern="metal", stretch=(0.2, 0.2), metallic=0.8, roughness=0.3)
    grip = lathe([(0, 0), (0.009, 0), (0.009, 0.11), (0, 0.11)], segments=12)
    stub = lathe([(0, 0), (0.012, 0), (0.012, 0.05), (0, 0.05)], segments=12)
    at = x - 0.012, 1.03, z - leaf_wide / 2 + 0.07
    pieces.append(Piece(solid=placed(stub, *at, by=turn(z=np.pi / 2)), look=steel, material="metal"))
    grip = placed(grip, at[0] - 0.045, at[1], at[2], by=turn(x=np.pi / 2))
    pieces.append(Piece(solid=grip, look=steel, material="metal"))
    return pieces


def room_colors(seed: int) -> tuple[Color, Color, Color]:
    """Back wall, side walls and floor (sRGB)."""
    return _WALLS[seed % len(_WALLS)], _SIDE, (0.70, 0.565, 0.415)
