"""Boxes, bins and baskets. Sizes are those of common household ware."""

from spatialwm.lift.text.furniture.kit import Finish, finish, piece
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder, ring
from spatialwm.lift.text.solids import lathe, placed, rounded_box
from spatialwm.scene import Collider

__all__ = ["basket", "bin_", "crate"]


def crate(spec: Spec) -> Model:
    """An open box, 0.40 x 0.30 x 0.26 m, with walls of 1 cm."""
    made = finish(spec, "wood", (0.78, 0.63, 0.43))
    width, depth, height, wall = 0.40 * spec.wide, 0.30 * spec.wide, 0.26 * spec.tall, 0.010
    shapes: list[tuple[float, float, float, float, float, float]] = [(width, wall, depth, 0.0, wall / 2, 0.0)]
    slats, gap = 3, 0.012
    tall = (height - wall - gap * (slats - 1)) / slats
    for k in range(slats):
        y = wall + tall / 2 + k * (tall + gap)
        shapes += [(width, tall, wall, 0.0, y, s * (depth - wall) / 2) for s in (-1, 1)]
        shapes += [(wall, tall, depth - 2 * wall, s * (width - wall) / 2, y, 0.0) for s in (-1, 1)]
    inner = Support(
        height=wall, half_width=width / 2 - wall - 0.026, half_depth=depth / 2 - wall - 0.026, inside=True
    )
    boards = [
        piece(placed(rounded_box(*s[:3], bevel=0.0025, cell=0.12), *s[3:]), made, seed=spec.tint + k)
        for k, s in enumerate(shapes)
    ]
    corners = [
        piece(
            placed(
                rounded_box(0.022, height - wall, 0.022, bevel=0.002, cell=0.1),
                x * (width / 2 - wall - 0.011), (height + wall) / 2, z * (depth / 2 - wall - 0.011),
            ), made, seed=spec.tint + 40,
        )
        for x in (-1, 1) for z in (-1, 1)
    ]  # fmt: skip
    walls: list[Collider] = [box(width, wall, depth, y=wall / 2)]
    side = height - wall
    walls += [box(width, side, wall, 0, wall + side / 2, s * (depth - wall) / 2) for s in (-1, 1)]
    walls += [box(wall, side, depth - 2 * wall, s * (width - wall) / 2, wall + side / 2) for s in (-1, 1)]
    return Model(
        pieces=(*boards, *corners),
        colliders=tuple(walls),
        supports=(inner,),
        material=made.material,
        spacing=0.0075,
    )  # fmt: skip


def bin_(spec: Spec) -> Model:
    """A waste bin, 0.26 m across and 0.30 m high."""
    made = finish(spec, "metal", (0.33, 0.35, 0.36))
    return _vessel(spec, made, 0.095 * spec.wide, 0.13 * spec.wide, 0.30 * spec.tall, 0.0035)


def basket(spec: Spec) -> Model:
    """A woven basket, 0.38 m across and 0.28 m high."""
    made = finish(spec, "wicker", (0.70, 0.53, 0.33))
    return _vessel(spec, made, 0.155 * spec.wide, 0.19 * spec.wide, 0.28 * spec.tall, 0.010)


def _vessel(spec: Spec, made: Finish, low: float, high: float, height: float, wall: float) -> Model:
    steps = (0.25, 0.5, 0.75)
    outside = [(low + (high - low) * t, height * t) for t in steps]
    inside = [(low + (high - low) * t - wall, height * t) for t in reversed(steps)]
    profile = [
        (0, 0), (low / 2, 0), (low, 0), *outside, (high - wall * 0.2, height), (high - wall * 0.8, height),
        *inside,
        (low - wall, wall), (low / 2, wall), (0, wall),
    ]  # fmt: skip
    body = lathe(profile, segments=40)
    count = 14
    colliders = (
        cylinder(low, wall, y=wall / 2),
        *ring(low - wall, low + (high - low) * 0.5, 0.0, height / 2, count=count),
        *ring(low + (high - low) * 0.5 - wall, high, height / 2, height, count=count),
    )
    inner = Support(
        height=wall, half_width=low - 2 * wall, half_depth=low - 2 * wall, round=True, inside=True
    )
    solid_fill = 1.0 if made.material == "metal" else made.fill
    return Model(
        pieces=(
            piece(body, made, seed=spec.tint, fill=solid_fill * 0.3 if made.material == "metal" else 1.0),
        ),
        colliders=colliders,
        supports=(inner,),
        material=made.material,
        spacing=0.0075,
    )
