"""Mugs, glasses, plates, bowls, vases. Sizes of common stoneware."""

import numpy as np

from spatialwm.lift.text.furniture.kit import WHITE, finish, piece
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder, ring
from spatialwm.lift.text.solids import Solid, lathe, placed, tube

__all__ = ["bowl", "glass", "mug", "plate", "vase"]


def mug(spec: Spec) -> Model:
    """A stoneware mug, 82 mm across and 95 mm high, walls of 4.5 mm, the handle towards +x."""
    made = finish(spec, "ceramic", (0.86, 0.85, 0.82))
    radius, height, wall = 0.041 * spec.wide, 0.095 * spec.tall, 0.0045
    profile = [
        (0, 0.002), (radius * 0.6, 0.002), (radius * 0.68, 0), (radius * 0.82, 0), (radius * 0.93, 0.004),
        (radius, 0.013), *((radius, height * t) for t in (0.25, 0.4, 0.55, 0.7, 0.85)),
        (radius, height - 0.003),
        (radius - 0.0012, height - 0.0006), (radius - 0.0024, height), (radius - 0.0036, height - 0.0008),
        (radius - wall, height - 0.003), *((radius - wall, height * t) for t in (0.85, 0.7, 0.55, 0.4, 0.25)),
        (radius - wall, 0.014), (radius - wall - 0.005, 0.008), (radius * 0.5, 0.0065), (0, 0.0065),
    ]  # fmt: skip
    turns = np.linspace(-1.45, 1.45, 15)
    path = np.stack(
        [radius - 0.003 + 0.029 * np.cos(turns), height * 0.5 + 0.031 * np.sin(turns), 0 * turns], axis=1
    )
    handle = tube(path, 0.0050, segments=14, flatten=1.35)
    colliders = (
        cylinder(radius, height, y=height / 2),
        box(0.014, 0.062, 0.012, radius + 0.020, height * 0.5, 0),
    )
    blockers = (
        cylinder(radius, 0.006, y=0.003),
        *ring(radius - wall, radius, 0.0, height, count=20),
        box(0.008, 0.05, 0.01, radius + 0.024, height * 0.5, 0),
    )
    return Model(
        pieces=(
            piece(lathe(profile, segments=48, sharp=0.9), made, seed=spec.tint),
            piece(handle, made, seed=spec.tint),
        ),
        colliders=colliders,
        blockers=blockers,
        material=made.material,
        spacing=0.0034,
    )


def glass(spec: Spec) -> Model:
    """A drinking glass, 70 mm across and 120 mm high."""
    made = finish(Spec(color=spec.color, material=spec.material), "glass")
    radius, height, wall = 0.035 * spec.wide, 0.12 * spec.tall, 0.003
    steps = (0.2, 0.4, 0.6, 0.8)
    profile = [
        (0, 0), (radius * 0.85, 0), *((radius * (0.87 + 0.13 * t), height * t) for t in steps),
        (radius, height),
        (radius - wall, height), *((radius * (0.87 + 0.13 * t) - wall, height * t) for t in reversed(steps)),
        (radius * 0.8, 0.012), (0, 0.012),
    ]  # fmt: skip
    return Model(
        pieces=(piece(lathe(profile, segments=36), made, seed=spec.tint, fill=1.0),),
        colliders=(cylinder(radius, height, y=height / 2),),
        blockers=(cylinder(radius * 0.8, 0.01, y=0.005),),
        material=made.material,
        spacing=0.0036,
    )


def plate(spec: Spec) -> Model:
    """A dinner plate, 0.26 m across."""
    made = finish(spec, "ceramic", WHITE)
    r = 0.13 * spec.wide
    profile = [
        (0, 0.0015), (r * 0.5, 0.0015), (r * 0.54, 0), (r * 0.6, 0), (r * 0.66, 0.004), (r * 0.82, 0.013),
        (r * 0.985, 0.0205), (r, 0.0225), (r * 0.985, 0.0245), (r * 0.9, 0.0215), (r * 0.8, 0.0175),
        (r * 0.66, 0.0088), (r * 0.6, 0.0065), (r * 0.4, 0.006), (r * 0.2, 0.006), (0, 0.006),
    ]  # fmt: skip
    colliders = (cylinder(r * 0.62, 0.006, y=0.003), cylinder(r * 0.98, 0.016, y=0.014))
    support = Support(height=0.022, half_width=r * 0.6, half_depth=r * 0.6, round=True)
    return Model(
        pieces=(piece(lathe(profile, segments=56), made, seed=spec.tint),),
        colliders=colliders,
        supports=(support,),
        blockers=(cylinder(r * 0.6, 0.003, y=0.002),),
        material=made.material,
        spacing=0.0048,
    )


def bowl(spec: Spec) -> Model:
    """A bowl, 0.20 m across and 85 mm high."""
    made = finish(spec, "ceramic", (0.80, 0.78, 0.72))
    r, h, wall = 0.10 * spec.wide, 0.085 * spec.tall, 0.005
    angles = np.linspace(0.15, 1.0, 8) * np.pi / 2
    curve = [(r * (0.45 + 0.55 * np.sin(a)), h * (1 - np.cos(a))) for a in angles]
    inside = [(x - wall, max(y + 0.001, 0.007)) for x, y in reversed(curve)]
    profile = [(0, 0.002), (r * 0.4, 0.002), (r * 0.45, 0), (r * 0.52, 0), *curve,
               (r - wall * 0.5, h + 0.002), *inside,
               (r * 0.3, 0.007), (0, 0.007)]  # fmt: skip
    count = 14
    colliders = (
        cylinder(r * 0.52, 0.006, y=0.003),
        cylinder(r * 0.74, 0.006, y=0.008),  # as wide as things can stand in it
        *ring(r * 0.74, r * 0.86, 0.007, h * 0.45, count=count),
        *ring(r - 1.6 * wall, r, h * 0.45, h, count=count),
    )
    inner = Support(height=0.011, half_width=r * 0.72, half_depth=r * 0.72, round=True, inside=True)
    return Model(
        pieces=(piece(lathe(profile, segments=48), made, seed=spec.tint),),
        colliders=colliders,
        supports=(inner,),
        material=made.material,
        spacing=0.0045,
    )


def vase(spec: Spec) -> Model:
    """A vase, 0.14 m across and 0.24 m high, with dry stems."""
    made = finish(spec, "ceramic", (0.55, 0.62, 0.62))
    r, h, wall = 0.07 * spec.wide, 0.24 * spec.tall, 0.005
    shape = [(0.55, 0.0), (0.62, 0.02), (0.85, 0.2), (1.0, 0.42), (0.95, 0.6), (0.7, 0.78), (0.46, 0.9),
             (0.44, 0.96),
             (0.54, 1.0)]  # fmt: skip
    outside = [(r * x, h * y) for x, y in shape]
    inside = [(x - wall, max(y - 0.001, 0.008)) for x, y in reversed(outside[1:])]
    body = lathe([(0, 0), *outside, *inside, (0, 0.008)], segments=44, sharp=0.9)
    stems = [_stem(k, h, spec.variant) for k in range(7)]
    straw = finish(Spec(color=(0.74, 0.62, 0.42), material="wood"), "wood")
    colliders = (
        cylinder(r * 0.62, h * 0.2, y=h * 0.1),
        cylinder(r, h * 0.45, y=h * 0.42),
        cylinder(r * 0.6, h * 0.36, y=h * 0.82),
    )
    pieces = [piece(body, made, seed=spec.tint)]
    pieces += [piece(s, straw, seed=spec.tint + k) for k, s in enumerate(stems)]
    return Model(
        pieces=tuple(pieces),
        colliders=colliders,
        blockers=colliders[:2],
        material=made.material,
        spacing=0.0046,
    )


def _stem(k: int, height: float, variant: int) -> Solid:
    """A dry stalk with an ear that leans outwards."""
    rng = np.random.default_rng(100 * variant + k)
    angle, reach = 2 * np.pi * k / 7 + rng.uniform(-0.3, 0.3), rng.uniform(0.03, 0.10)
    t = np.linspace(0, 1, 8)
    out = 0.012 + reach * t**2
    path = np.stack(
        [out * np.sin(angle), 0.02 + (height * 1.75 + rng.uniform(-0.06, 0.04)) * t, out * np.cos(angle)], 1
    )
    radii = [0.0014] * 5 + [0.006, 0.008, 0.003]
    return placed(tube(path, radii, segments=8))
