"""The room: plank floor, three walls, a window with daylight behind, a door. Open in front and above."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.model import Model, Piece, box
from spatialwm.lift.text.solids import Metres, Solid, lathe, placed, rounded_box, tube, turn
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
_DOOR_FROM = 3.3
"""Narrower rooms have no wall left for a door [m]."""
_SIDE: Color = (0.915, 0.90, 0.87)
_OAK: Color = (0.70, 0.565, 0.415)
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
    pieces += _curtains(width, opening)
    pieces += _trimmed(_skirting_shapes(width, depth), Look(color=_TRIM, stretch=(0.8, 0.5)), 0.003)
    if width >= _DOOR_FROM:
        pieces += _trimmed(_door_shapes(width, depth), Look(color=_TRIM, stretch=(0.9, 0.9)), 0.004)
        pieces += _handle(width, depth)
    return Model(
        pieces=tuple(pieces),
        colliders=_colliders(width, depth),
        material="wood",
        blockers=(),
        hidden=_hidden(width, depth, opening),
        kind="room",
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


def _hidden(width: float, depth: float, w: Opening) -> Float[np.ndarray, "b 2 3"]:
    """The insides of floor, walls and trim: low and high corners."""
    x, z, thick = width / 2, depth / 2, _WALL
    inner = [
        ((-x, -0.101, -z), (x, -0.0025, z)),
        ((-x - thick, 0.0, -z - thick), (x + thick, HEIGHT, -z)),
        ((-x - thick, 0.0, -z), (-x, w.low, z)),
        ((-x - thick, w.high, -z), (-x, HEIGHT, z)),
        ((-x - thick, w.low, -z), (-x, w.high, w.z - w.half)),
        ((-x - thick, w.low, w.z + w.half), (-x, w.high, z)),
        ((x, 0.0, -z), (x + thick, HEIGHT, z)),
    ]
    door = _door_shapes(width, depth) if width >= _DOOR_FROM else []
    trim = np.array([*_casing_shapes(width, w), *_skirting_shapes(width, depth), *door])
    size, middle = trim[:, :3], trim[:, 3:]
    return np.concatenate([np.array(inner), np.stack([middle - size / 2, middle + size / 2], axis=1)])


def _floor(width: float, depth: float, seed: int) -> list[Piece]:
    """Oak planks along x with dark joints, each cut from its own part of the tree, on a slab."""
    rng = np.random.default_rng(seed + 77)
    rows = round(depth / 0.145)
    board, joint = depth / rows, 0.004
    pieces: list[Piece] = []
    for row in range(rows):
        z = -depth / 2 + board * (row + 0.5)
        cuts = _cuts(width, rng)
        for left, right in pairwise(cuts):
            tone = float(rng.normal(1.0, 0.055))
            red, green, blue = (float(np.clip(c * tone, 0, 1)) for c in _OAK)
            look = Look(
                color=(red, green, blue),
                pattern="wood",
                seed=int(rng.integers(1 << 30)),
                stretch=(0.95, 0.40),
                contrast=0.55,
                roughness=0.55,
            )
            plank = _slab(right - left - joint, 0.02, board - joint, cell=(0.10, 0.1, 0.075))
            pieces.append(
                Piece(solid=placed(plank, (left + right) / 2, -0.01, z), look=look, material="wood")
            )
    return [*pieces, *_below(width, depth, rows)]


def _below(width: float, depth: float, rows: int) -> list[Piece]:
    """The dark joints between the rows, and the slab under the planks, of which only the outside is seen."""
    dark = Look(color=(0.24, 0.17, 0.12), stretch=(2.0, 2.0))
    joint = _slab(width, 0.01, 0.006, cell=0.6)
    base = _slab(width, 0.08, depth, cell=0.3)
    solids = [placed(joint, y=-0.0065, z=-depth / 2 + depth / rows * k) for k in range(1, rows)]
    return [
        *(Piece(solid=s, look=dark, material="wood") for s in solids),
        Piece(solid=placed(base, y=-0.062), look=dark, material="wood"),
    ]


def _cuts(width: float, rng: np.random.Generator) -> list[float]:
    """Where the boards of one row end."""
    cuts = [-width / 2, -width / 2 + float(rng.uniform(0.4, 1.6))]
    while width / 2 - cuts[-1] > 2.2:
        cuts.append(cuts[-1] + float(rng.uniform(1.2, 1.7)))
    return [*cuts, width / 2]


def _slab(width: float, height: float, depth: float, *, cell: float | tuple[float, float, float]) -> Solid:
    return rounded_box(width, height, depth, bevel=0.0, cell=cell)


def _wall(size: tuple[Metres, Metres, Metres], at: tuple[Metres, Metres, Metres], color: Color) -> Piece:
    look = Look(color=color, pattern="plaster", roughness=0.95, stretch=(1.35, 1.35))
    slab = rounded_box(*size, bevel=0.006, cell=0.17)
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
    day = placed(_slab(0.01, tall + 0.3, 2 * w.half + 0.6, cell=0.3), -width / 2 - 0.19, middle, w.z)
    upright = Solid(corners=day.corners, normals=day.normals, local=day.corners)
    look = Look(color=(0.97, 0.98, 1.0), pattern="sky", seed=seed, glow=1.0, stretch=(2.0, 2.0))
    pieces += _trimmed(_casing_shapes(width, w), trim, 0.004)
    return [*pieces, Piece(solid=upright, look=look, material="plaster")]


_Shape = tuple[float, float, float, float, float, float]
"""Width, height, depth, and the centre [m]."""


def _casing_shapes(width: float, w: Opening) -> list[_Shape]:
    """Boards around the window."""
    x, wide, thick, middle = -width / 2 + 0.008, 0.075, 0.018, (w.low + w.high) / 2
    sides = [
        (thick, w.high - w.low + 0.004, wide, x, middle, w.z + s * (w.half + wide / 2 - 0.006))
        for s in (-1, 1)
    ]
    return [*sides, (thick, wide, 2 * w.half + 2 * wide - 0.012, x, w.high + wide / 2 - 0.006, w.z)]


def _skirting_shapes(width: float, depth: float) -> list[_Shape]:
    tall, thick = 0.09, 0.012
    return [
        (width, tall, thick, 0.0, tall / 2, -depth / 2 + thick / 2),
        (thick, tall, depth - thick, -width / 2 + thick / 2, tall / 2, thick / 2),
        (thick, tall, depth - thick, width / 2 - thick / 2, tall / 2, thick / 2),
    ]


def _door_shapes(width: float, depth: float) -> list[_Shape]:
    """Leaf, frame and panels of a door in the right wall, towards the front."""
    leaf_wide, leaf_tall, z, x = 0.82, 2.02, depth / 2 - 0.72, width / 2
    return [
        (0.014, leaf_tall, leaf_wide, x - 0.007, leaf_tall / 2, z),
        (0.024, 0.07, leaf_wide + 0.14, x - 0.012, leaf_tall + 0.035, z),
        *(
            (0.024, leaf_tall, 0.07, x - 0.012, leaf_tall / 2, z + s * (leaf_wide + 0.07) / 2)
            for s in (-1, 1)
        ),
        *((0.010, 0.70, 0.56, x - 0.019, y, z) for y in (0.50, 1.45)),
    ]


def _trimmed(shapes: list[_Shape], look: Look, bevel: float) -> list[Piece]:
    return [
        Piece(solid=placed(rounded_box(*s[:3], bevel=bevel, cell=0.14), *s[3:]), look=look, material="wood")
        for s in shapes
    ]


def _handle(width: float, depth: float) -> list[Piece]:
    steel = Look(color=(0.55, 0.53, 0.50), pattern="metal", stretch=(0.2, 0.2), metallic=0.8, roughness=0.3)
    x, y, z = width / 2 - 0.014, 1.03, depth / 2 - 0.72 - 0.34
    grip = lathe([(0, 0), (0.009, 0), (0.009, 0.11), (0, 0.11)], segments=12)
    stub = lathe([(0, 0), (0.012, 0), (0.012, 0.05), (0, 0.05)], segments=12)
    solids = placed(stub, x, y, z, by=turn(z=np.pi / 2)), placed(grip, x - 0.045, y, z, by=turn(x=np.pi / 2))
    return [Piece(solid=solid, look=steel, material="metal") for solid in solids]


def _curtains(width: float, w: Opening) -> list[Piece]:
    """Two linen curtains drawn aside on a dark rod."""
    x, top = -width / 2 + 0.08, 2.42
    reach = w.half + 0.42
    rod = tube(np.array([[x, top, w.z - reach], [x, top, w.z], [x, top, w.z + reach]]), 0.011, segments=12)
    dark = Look(color=(0.16, 0.15, 0.15), stretch=(0.4, 0.4), roughness=0.5)
    pieces = [Piece(solid=rod, look=dark, material="metal")]
    linen = Look(color=(0.90, 0.87, 0.81), pattern="fabric", stretch=(0.9, 0.42), contrast=0.6, roughness=1.0)
    for side in (-1, 1):
        sheet = _folded(
            rounded_box(0.055, top - 0.05, 0.42, bevel=0.0, cell=(0.1, 0.16, 0.0155)), phase=float(side)
        )
        at = x, (top - 0.05) / 2 + 0.02, w.z + side * (w.half + 0.15)
        pieces.append(Piece(solid=placed(sheet, *at), look=linen, material="fabric"))
    return pieces


def _folded(sheet: Solid, *, phase: float) -> Solid:
    """The room's side of a flat body across x, laid in folds about 9 cm apart that grow downwards."""
    _, y, z = np.moveaxis(sheet.corners, -1, 0)
    front = sheet.corners[..., 0] > 0
    wave, deep = 2 * np.pi / 0.092, (0.019 + 0.004 * (0.5 - y / 2.4)) * front
    corners, normals = sheet.corners.copy(), sheet.normals.copy()
    angle = wave * z + 0.35 * np.sin(2.1 * y + phase) + phase
    corners[..., 0] += deep * np.sin(angle)
    normals[..., 2] -= deep * wave * np.cos(angle) * normals[..., 0]
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    return Solid(corners=corners, normals=normals, local=sheet.local)


def room_colors(seed: int) -> tuple[Color, Color, Color]:
    """Back wall, side walls and floor (sRGB)."""
    return _WALLS[seed % len(_WALLS)], _SIDE, _OAK
