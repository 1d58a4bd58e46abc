"""Lamps. Power after common warm-white bulbs: 800 lm in a floor lamp, 470 lm in a table lamp."""

import numpy as np

from spatialwm.lift.text.furniture.kit import BLACK, Color, finish, piece
from spatialwm.lift.text.model import Glow, Model, Piece, Spec, cylinder
from spatialwm.lift.text.solids import Solid, lathe, placed, tube
from spatialwm.lift.text.surfaces import Look

__all__ = ["WARM", "floor_lamp", "table_lamp"]

WARM: Color = (0.98, 0.78, 0.50)
"""sRGB of a lit linen shade."""


def floor_lamp(spec: Spec) -> Model:
    """A floor lamp, 1.58 m high: a heavy disc, a thin pole, a drum shade 0.40 m across."""
    height, radius = 1.58 * spec.tall, 0.20 * spec.wide
    made = finish(Spec(color=spec.color, material=spec.material), "metal", BLACK)
    shade_low = height - 0.29
    foot, pole = 0.145 * spec.wide, 0.0095
    disc = [(0, 0), (foot * 0.5, 0), (foot - 0.004, 0), (foot, 0.004), (foot, 0.016), (foot - 0.006, 0.022)]
    disc += [(foot * 0.6, 0.024), (foot * 0.25, 0.026), (pole * 1.8, 0.032), (pole * 1.8, 0.05), (0, 0.05)]
    reach = np.linspace(0.045, height - 0.05, 14)
    stem = lathe([(0, 0.045), *((pole, float(y)) for y in reach), (0, height - 0.05)], segments=14)
    fill = 0.22  # a hollow pole and a cast foot: about 4.5 kg together, as sold
    pieces = (
        piece(lathe(disc, segments=40, sharp=0.9), made, seed=spec.tint, fill=0.32),
        piece(stem, made, seed=spec.tint + 1, fill=fill),
        *(piece(s, made, fill=fill) for s in _spokes(shade_low + 0.245, radius - 0.012)),
        _glowing(_shade(radius * 0.86, radius, shade_low, shade_low + 0.27), spec.tint),
    )
    colliders = (
        cylinder(foot, 0.024, y=0.012),
        cylinder(pole * 1.3, shade_low - 0.02, y=shade_low / 2 + 0.01),
        cylinder(radius * 0.97, 0.27, y=shade_low + 0.135),
    )
    return Model(
        pieces=pieces,
        colliders=colliders,
        material=made.material,
        glow=Glow(position=(0.0, shade_low + 0.13, 0.0), power=0.62),
        blockers=colliders[:1],
        spacing=0.0098,
    )


def table_lamp(spec: Spec) -> Model:
    """A table lamp, 0.44 m high: a ceramic foot and a cone shade 0.26 m across."""
    height, radius = 0.44 * spec.tall, 0.13 * spec.wide
    made = finish(Spec(color=spec.color, material=spec.material), "ceramic", (0.62, 0.66, 0.62))
    low = height - 0.18
    belly = [(0, 0), (0.045, 0), (0.055, 0.006), (0.068, 0.05), (0.072, 0.09), (0.062, 0.135), (0.035, 0.175),
             (0.018, 0.195), (0.014, 0.21), (0, 0.21)]  # fmt: skip
    fit = [(r * spec.wide, y * (low - 0.03) / 0.21) for r, y in belly]
    brass = finish(Spec(material="metal"), "metal")
    stem = lathe(
        [(0, low - 0.04), (0.007, low - 0.04), (0.007, height - 0.03), (0, height - 0.03)], segments=12
    )
    pieces = (
        piece(lathe(fit, segments=36, sharp=0.9), made, seed=spec.tint, fill=0.28),
        piece(stem, brass, fill=0.3),
        *(piece(s, brass, fill=0.3) for s in _spokes(height - 0.035, radius * 0.62)),
        _glowing(_shade(radius, radius * 0.68, low, height), spec.tint),
    )
    colliders = (
        cylinder(0.055 * spec.wide, 0.02, y=0.01),
        cylinder(0.066 * spec.wide, low - 0.05, y=(low - 0.05) / 2 + 0.005),
        cylinder(0.012, 0.1, y=low - 0.03),
        cylinder(radius * 0.9, 0.17, y=low + 0.09),
    )
    return Model(
        pieces=pieces,
        colliders=colliders,
        material=made.material,
        glow=Glow(position=(0.0, low + 0.09, 0.0), power=0.30),
        blockers=colliders[:2],
        spacing=0.0055,
    )


def _glowing(solid: Solid, seed: int) -> Piece:
    """A lit shade of linen on cardboard: 540 kg/m^3, 12 times the foam that "fabric" stands for."""
    look = Look(color=WARM, pattern="shade", seed=seed, glow=0.85, roughness=0.95)
    return Piece(solid=solid, look=look, material="fabric", fill=12.0)


def _shade(low_radius: float, high_radius: float, low: float, high: float) -> Solid:
    """A drum open at both ends, 2 mm thick."""
    steps = [k / 6 for k in range(7)]
    out = [(low_radius + (high_radius - low_radius) * t, low + (high - low) * t) for t in steps]
    inner = [(r - 0.002, y) for r, y in reversed(out)]
    return lathe([*out, *inner, out[0]], segments=40)


def _spokes(height: float, reach: float) -> list[Solid]:
    """Three thin rods that carry the shade."""
    rods: list[Solid] = []
    for k in range(3):
        angle = 2 * np.pi * k / 3
        tip = np.array([np.sin(angle) * reach, 0.0, np.cos(angle) * reach])
        rods.append(placed(tube(np.stack([0 * tip, tip / 2, tip]), 0.0025, segments=8), y=height))
    return rods
