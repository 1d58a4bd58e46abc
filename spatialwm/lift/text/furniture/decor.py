"""A rubber plant and a rug."""

import numpy as np

from spatialwm.lift.text.furniture.kit import Color, finish, piece
from spatialwm.lift.text.model import Model, Piece, Spec, box, cylinder
from spatialwm.lift.text.solids import Solid, lathe, pillow, placed, rounded_box, scaled, tube, turn
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Collider

__all__ = ["plant", "rug"]

_PILE = 0.02
"""Of a rug [m]."""


def rug(spec: Spec) -> Model:
    """A rug of deep pile, 2.00 x 1.40 m or 1.8 m across, 20 mm thick; feet stand in it.

    Flatter, its splats and the floor's would be drawn in no order.
    """
    color = spec.color or ((0.78, 0.70, 0.60), (0.62, 0.66, 0.68), (0.74, 0.52, 0.42))[spec.variant % 3]
    if spec.round:
        radius = 0.9 * spec.wide
        steps = [radius * k / 10 for k in range(1, 10)]
        solid = lathe([(0, 0), (radius, 0), (radius, _PILE), *((r, _PILE) for r in reversed(steps)),
                       (0, _PILE)],
                      segments=64)  # fmt: skip
        foot: Collider = cylinder(radius, _PILE, y=_PILE / 2)
    else:
        solid = placed(
            rounded_box(2.0 * spec.wide, _PILE, 1.4 * spec.wide, bevel=0.004, cell=0.10), y=_PILE / 2
        )
        foot = box(2.0 * spec.wide, _PILE, 1.4 * spec.wide, y=_PILE / 2)
    look = Look(color=color, pattern="rug", seed=spec.tint, roughness=1.0)
    return Model(
        pieces=(Piece(solid=solid, look=look, material="fabric", fill=4.0),),
        colliders=(foot,),
        material="fabric",
        spacing=0.0170,
        static=True,
    )


def plant(spec: Spec) -> Model:
    """A rubber plant in a pot, 1.15 m high; "small" makes it fit a table."""
    height, reach = 1.15 * spec.tall, 0.85 + 0.15 * spec.tall
    pot_r, pot_h = 0.16 * spec.wide, 0.27 * spec.tall
    pot = finish(Spec(material=spec.material or "ceramic"), "ceramic", (0.90, 0.88, 0.84))
    profile = [(0, 0), (pot_r * 0.7, 0), (pot_r * 0.76, 0.008), (pot_r * 0.9, pot_h * 0.5),
               (pot_r, pot_h - 0.004),
               (pot_r - 0.003, pot_h), (pot_r - 0.012, pot_h), (pot_r - 0.014, pot_h - 0.035),
               (0, pot_h - 0.035)]  # fmt: skip
    soil = lathe([(0, pot_h - 0.06), (pot_r - 0.016, pot_h - 0.06), (pot_r - 0.016, pot_h - 0.034),
                  (pot_r * 0.4, pot_h - 0.028), (0, pot_h - 0.028)], segments=24)  # fmt: skip
    green = spec.color or (0.24, 0.40, 0.20)
    earth = Look(color=(0.24, 0.17, 0.12), pattern="soil", seed=spec.tint)
    pieces = [
        piece(lathe(profile, segments=40, sharp=0.9), pot, seed=spec.tint, fill=0.35),
        Piece(solid=soil, look=earth, material="soil"),
    ]
    rng = np.random.default_rng(spec.tint)
    for k in range(3):
        pieces += _branch(rng, k, pot_h - 0.03, height, spec.wide * reach, green)
    crown = (pot_h + height) / 2
    colliders: tuple[Collider, ...] = (
        cylinder(pot_r * 0.86, pot_h, y=pot_h / 2),
        cylinder(0.17 * spec.wide, height - pot_h - 0.1 * spec.tall, y=crown),
    )
    blockers = (*colliders[:1], cylinder(0.11 * spec.wide, (height - pot_h) * 0.6, y=crown + 0.05))
    return Model(
        pieces=tuple(pieces),
        colliders=colliders,
        blockers=blockers,
        material=pot.material,
        spacing=0.0085 * max(spec.wide, 0.6),
        clearance=0.06,
    )


def _branch(
    rng: np.random.Generator, k: int, low: float, high: float, wide: float, green: Color
) -> list[Piece]:
    """A bent stem with leaves up to its tip."""
    angle = 2 * np.pi * k / 3 + rng.uniform(-0.4, 0.4)
    tip = (high - low) * rng.uniform(0.72, 0.9)
    t = np.linspace(0, 1, 7)
    out = 0.02 * wide + 0.11 * wide * t**1.5
    path = np.stack([out * np.sin(angle), low + tip * t, out * np.cos(angle)], axis=1)
    bark = Look(color=(0.36, 0.30, 0.20), pattern="wood", seed=k)
    pieces = [
        Piece(
            solid=tube(path, list(np.linspace(0.010, 0.005, 7) * wide), segments=8),
            look=bark,
            material="wood",
        )
    ]
    count = 13
    for i in range(count):
        share = 0.22 + 0.78 * i / (count - 1)
        at = np.array([np.interp(share, t, path[:, axis]) for axis in range(3)])
        yaw = angle + i * 2.4 + rng.uniform(-0.3, 0.3)  # 2.4 rad is the golden angle of leaf spirals
        pitch = np.interp(share, [0.2, 1], [0.15, 1.15]) + rng.uniform(-0.15, 0.15)
        length = (0.23 - 0.07 * share) * wide * rng.uniform(0.85, 1.1)
        leaf = placed(_leaf(length), *at, by=turn(y=yaw) @ turn(x=-pitch))
        look = Look(color=green, pattern="leaf", seed=int(rng.integers(1 << 30)), roughness=0.4)
        pieces.append(Piece(solid=leaf, look=look, material="leaf"))
    return pieces


def _leaf(length: float) -> Solid:
    """A pointed blade that starts at the origin and runs along +z, drooping at its tip."""
    blade = scaled(pillow(1, 1, 1, squareness=1.0, segments=12), 0.46 * length, 0.006, length)
    z = (blade.corners[..., 2] + length / 2) / length
    corners = blade.corners.copy()
    corners[..., 0] *= 1.15 - 0.75 * np.clip(z, 0, 1) ** 2
    corners[..., 1] += length * (0.30 * (corners[..., 0] / length) ** 2 * 4 - 0.28 * np.clip(z, 0, 1) ** 2)
    corners[..., 2] += length / 2 + 0.03
    faces = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    faces /= np.maximum(np.linalg.norm(faces, axis=1, keepdims=True), 1e-12)
    normals = np.repeat(faces[:, None], 4, axis=1)
    return Solid(corners=corners, normals=normals, local=np.roll(blade.corners, -2, axis=-1))
