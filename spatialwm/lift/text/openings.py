"""Windows and doors as things of their own: built against a wall whose face is z = 0, front to the room."""

import numpy as np

from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.model import Model, Piece, box
from spatialwm.lift.text.room import TRIM
from spatialwm.lift.text.site import Opening
from spatialwm.lift.text.solids import Solid, lathe, placed, rounded_box, tube, turn
from spatialwm.lift.text.surfaces import Look

__all__ = ["door_model", "window_model"]

_LINEN: Color = (0.90, 0.87, 0.81)
_Shape = tuple[float, float, float, float, float, float]
"""Width, height, depth, and the centre [m]."""


def window_model(
    opening: Opening, *, seed: int, trim_color: Color = TRIM, curtains: Color | None = _LINEN
) -> Model:
    """A frame with a post and a bar, a sill, the sky behind it, and two curtains drawn aside."""
    wide, tall = opening.width, opening.high - opening.low
    trim, bar, deep = Look(color=trim_color, stretch=(0.5, 0.35)), 0.05, 0.06
    z, middle = -0.075, tall / 2
    shapes: list[_Shape] = [(wide, bar, deep, 0.0, y, z) for y in (bar / 2, tall - bar / 2)]
    shapes += [(bar, tall - 2 * bar, deep, s * (wide / 2 - bar / 2), middle, z) for s in (-1, 1)]
    shapes += [
        (0.045, tall - 2 * bar, deep * 0.8, 0.0, middle, z),
        (wide - 2 * bar, 0.03, deep * 0.6, 0.0, 0.68 * tall, z),
        (wide + 0.10, 0.03, 0.20, 0.0, -0.015, -0.03),
    ]
    pieces = _trimmed(shapes, trim, 0.004)
    day = placed(rounded_box(wide + 0.6, tall + 0.3, 0.01, bevel=0.0, cell=0.3), 0.0, middle, -0.19)
    sky = Solid(corners=day.corners, normals=day.normals, local=_sky_local(day.corners, opening.low))
    look = Look(color=(0.97, 0.98, 1.0), pattern="sky", seed=seed, glow=1.0, stretch=(1.2, 1.2))
    pieces += _trimmed(_casing(wide, tall), trim, 0.004)
    pieces += [
        Piece(solid=sky, look=look, material="plaster"),
        *(_curtains(opening, curtains) if curtains else ()),
    ]
    return Model(
        pieces=tuple(pieces),
        colliders=(box(wide, tall, 0.016, 0.0, middle, 0.008),),  # the wall behind has no hole
        material="wood",
        blockers=(),
        static=True,
        spacing=0.030,
    )


def _sky_local(corners: np.ndarray, low: float) -> np.ndarray:
    """Where the sky's pattern is looked up: it is written for a window across x, at its height."""
    return np.stack([corners[..., 2], corners[..., 1] + low, -corners[..., 0]], axis=-1)


def _casing(wide: float, tall: float) -> list[_Shape]:
    """Boards around the window."""
    z, board, thick = 0.018, 0.075, 0.042
    sides: list[_Shape] = [
        (board, tall + 0.004, thick, s * (wide / 2 + board / 2 - 0.006), tall / 2, z) for s in (-1, 1)
    ]
    return [*sides, (wide + 2 * board - 0.012, board, thick, 0.0, tall + board / 2 - 0.006, z)]


def door_model(opening: Opening, *, trim_color: Color = TRIM) -> Model:
    """Leaf, frame and panels of a closed door, with a steel handle."""
    frame, tall = 0.04, opening.high - 0.04
    leaf = opening.width - 2 * frame
    shapes: list[_Shape] = [
        (leaf, tall, 0.014, 0.0, tall / 2, 0.007),
        (opening.width, frame, 0.024, 0.0, tall + frame / 2, 0.012),
        *((frame, tall, 0.024, s * (leaf + frame) / 2, tall / 2, 0.012) for s in (-1, 1)),
        *((leaf - 0.26, 0.70, 0.010, 0.0, y, 0.019) for y in (0.50, 1.45)),
    ]
    steel = Look(color=(0.55, 0.53, 0.50), pattern="metal", stretch=(0.2, 0.2), metallic=0.8, roughness=0.3)
    grip = lathe([(0, 0), (0.009, 0), (0.009, 0.11), (0, 0.11)], segments=12)
    stub = lathe([(0, 0), (0.012, 0), (0.012, 0.05), (0, 0.05)], segments=12)
    x, y = -(leaf / 2 - 0.07), 1.03
    solids = placed(stub, x, y, 0.014, by=turn(x=np.pi / 2)), placed(grip, x, y, 0.059, by=turn(z=-np.pi / 2))
    pieces = _trimmed(shapes, Look(color=trim_color, stretch=(0.9, 0.9)), 0.004)
    pieces += [Piece(solid=solid, look=steel, material="metal") for solid in solids]
    return Model(
        pieces=tuple(pieces),
        colliders=(box(opening.width, opening.high, 0.024, 0.0, opening.high / 2, 0.012),),
        material="wood",
        blockers=(),
        static=True,
        spacing=0.030,
    )


def _curtains(opening: Opening, color: Color) -> list[Piece]:
    """Two linen curtains on a dark rod."""
    half, top, z = opening.width / 2, opening.high + 0.17 - opening.low, 0.08
    reach = half + 0.42
    rod = tube(np.array([[-reach, top, z], [0, top, z], [reach, top, z]]), 0.011, segments=12)
    dark = Look(color=(0.16, 0.15, 0.15), stretch=(0.4, 0.4), roughness=0.5)
    pieces = [Piece(solid=rod, look=dark, material="metal")]
    linen = Look(color=color, pattern="fabric", stretch=(0.9, 0.42), contrast=0.6, roughness=1.0)
    tall = opening.high + 0.12
    for side in (-1, 1):
        sheet = _folded(
            rounded_box(0.055, tall, 0.42, bevel=0.0, cell=(0.1, 0.16, 0.0155)), phase=float(side)
        )
        turned = placed(sheet, side * (half + 0.15), tall / 2 + 0.02 - opening.low, z, by=turn(y=-np.pi / 2))
        pieces.append(Piece(solid=turned, look=linen, material="fabric"))
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


def _trimmed(shapes: list[_Shape], look: Look, bevel: float) -> list[Piece]:
    return [
        Piece(solid=placed(rounded_box(*s[:3], bevel=bevel, cell=0.14), *s[3:]), look=look, material="wood")
        for s in shapes
    ]
