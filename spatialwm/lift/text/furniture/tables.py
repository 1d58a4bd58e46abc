"""Tables and desks. Heights: DIN EN 1729-1 size 6 and usual dining room practice."""

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.furniture.kit import WALNUT, finish, piece
from spatialwm.lift.text.model import Model, Piece, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import Solid, lathe, placed, rounded_box, turn
from spatialwm.scene import Collider

__all__ = ["coffee_table", "desk", "side_table", "table"]


def table(spec: Spec) -> Model:
    """A dining table, 1.40 x 0.80 x 0.74 m, or round, 1.10 m across."""
    if spec.round:
        return _round(spec, diameter=1.10 * spec.wide, height=0.74 * spec.tall)
    return _rectangular(spec, width=1.40 * spec.wide, depth=0.80 * spec.wide, height=0.74 * spec.tall)


def coffee_table(spec: Spec) -> Model:
    """A low table, 1.00 x 0.55 x 0.42 m, or round, 0.80 m across."""
    if spec.round:
        return _round(spec, diameter=0.80 * spec.wide, height=0.42 * spec.tall)
    return _rectangular(spec, width=1.00 * spec.wide, depth=0.55 * spec.wide, height=0.42 * spec.tall)


def side_table(spec: Spec) -> Model:
    """A small round table, 0.45 m across and 0.55 m high."""
    return _round(spec, diameter=0.45 * spec.wide, height=0.55 * spec.tall)


def desk(spec: Spec) -> Model:
    """A writing desk, 1.25 x 0.62 x 0.74 m, with two drawers under one side of the top; one sits at +z."""
    width, depth, height = 1.25 * spec.wide, 0.62 * spec.wide, 0.74 * spec.tall
    made, top = finish(spec, "wood", (0.70, 0.54, 0.37)), 0.028
    drawer_width, drawer_height, x = 0.38 * width, 0.14, -0.28 * width
    under = height - top - drawer_height / 2
    case = rounded_box(drawer_width, drawer_height, depth - 0.08, bevel=0.004, cell=0.1)
    front = rounded_box(drawer_width - 0.02, drawer_height - 0.03, 0.016, bevel=0.004, cell=0.1)
    knob = placed(lathe([(0, 0), (0.006, 0), (0.012, 0.022), (0, 0.024)], segments=12), by=turn(x=1.5708))
    z = (depth - 0.08) / 2
    extra = [
        piece(placed(case, x=x, y=under), made, seed=spec.tint + 3, fill=0.35),
        piece(placed(front, x=x, y=under, z=z + 0.008), made, seed=spec.tint + 4),
        piece(placed(knob, x=x, y=under, z=z + 0.016), finish(Spec(material="metal"), "metal"), fill=1.0),
    ]
    block = box(drawer_width, drawer_height, depth - 0.08, x, under, 0)
    return _on_legs(spec, width, depth, height, top, extra, [block])


def _rectangular(spec: Spec, *, width: float, depth: float, height: float) -> Model:
    top, apron = 0.030, 0.075
    made = finish(spec, "wood", WALNUT)
    pieces: list[Piece] = []
    rails: list[Collider] = []
    y = height - top - apron / 2
    inset_x, inset_z = width / 2 - 0.085, depth / 2 - 0.085
    for k, sign in enumerate((-1, 1)):
        along = rounded_box(2 * inset_x, apron, 0.02, bevel=0.003, cell=0.14)
        across = rounded_box(0.02, apron, 2 * inset_z, bevel=0.003, cell=0.14)
        pieces += [
            piece(placed(along, y=y, z=sign * inset_z), made, seed=spec.tint + 11 + k),
            piece(placed(across, x=sign * inset_x, y=y), made, seed=spec.tint + 13 + k),
        ]
        rails += [
            box(2 * inset_x, apron, 0.02, y=y, z=sign * inset_z),
            box(0.02, apron, 2 * inset_z, x=sign * inset_x, y=y),
        ]
    return _on_legs(spec, width, depth, height, top, pieces, rails)


def _on_legs(
    spec: Spec,
    width: float,
    depth: float,
    height: float,
    top: float,
    extra: list[Piece],
    parts: list[Collider],
) -> Model:
    """A top of boards on four tapered legs."""
    made = finish(spec, "wood", WALNUT)
    pieces = [
        piece(s, made, seed=spec.tint + 20 + k) for k, s in enumerate(_boards(width, depth, height, top))
    ]
    colliders: list[Collider] = [box(width, top, depth, y=height - top / 2), *parts]
    reach = height - top
    radius = 0.026 if height > 0.5 else 0.022
    profile = [(0.0, 0.0), (0.6 * radius, 0.0), (0.6 * radius, 0.01)]
    profile += [(radius * (0.6 + 0.4 * t), reach * t) for t in (0.25, 0.5, 0.75, 1.0)] + [(0.0, reach)]
    leg = lathe(profile, segments=16)
    for x in (-1, 1):
        for z in (-1, 1):
            at = x * (width / 2 - 0.085), z * (depth / 2 - 0.085)
            pieces.append(piece(placed(leg, x=at[0], z=at[1]), made, seed=spec.tint + 30 + 2 * x + z))
            colliders.append(cylinder(radius * 0.85, reach, at[0], reach / 2, at[1]))
    support = Support(height=height, half_width=width / 2, half_depth=depth / 2)
    return Model(
        pieces=(*pieces, *extra),
        colliders=tuple(colliders),
        supports=(support,),
        material=made.material,
        hidden=_inside(width, depth, height, top),
        spacing=0.0135,
    )


def _inside(width: float, depth: float, height: float, top: float) -> Float[np.ndarray, "1 2 3"]:
    """Where the sides of neighbouring boards meet."""
    low = (0.002 - width / 2, height - top + 0.002, 0.002 - depth / 2)
    return np.array([[low, (width / 2 - 0.002, height - 0.002, depth / 2 - 0.002)]])


def _boards(width: float, depth: float, height: float, top: float) -> list[Solid]:
    """The top, glued up of boards about 13 cm wide."""
    count = max(2, round(depth / 0.135))
    board = rounded_box(width, top, depth / count, bevel=0.003, cell=0.07)
    return [placed(board, y=height - top / 2, z=-depth / 2 + depth / count * (k + 0.5)) for k in range(count)]


def _round(spec: Spec, *, diameter: float, height: float) -> Model:
    """A disc on a turned column with a heavy foot."""
    made, radius, top = finish(spec, "wood", WALNUT), diameter / 2, 0.028
    edge = [(radius - 0.012, height - top), (radius - 0.003, height - top + 0.008)]
    rim = [(radius, height - 0.010), (radius - 0.003, height - 0.002), (radius - 0.010, height)]
    inner = [(radius * f, height) for f in (0.85, 0.7, 0.55, 0.4, 0.25, 0.1)]
    under = [(radius * f, height - top) for f in (0.35, 0.7)]
    disc = lathe([(0, height - top), *under, *edge, *rim, *inner, (0, height)], segments=48, sharp=1.0)
    foot, neck = 0.56 * radius, 0.045 if height > 0.5 else 0.055
    column = [
        (0, 0), (foot, 0), (foot, 0.012), (foot * 0.8, 0.024), (foot * 0.4, 0.036), (neck * 1.3, 0.07),
        (neck, 0.14), (neck * 0.85, height * 0.5), (neck, height - 0.1), (neck * 1.9, height - top - 0.01),
        (neck * 1.9, height - top), (0, height - top),
    ]  # fmt: skip
    pieces = (
        piece(disc, made, seed=spec.tint + 1),
        piece(lathe(column, segments=24, sharp=0.8), made, seed=spec.tint + 2),
    )
    colliders = (
        cylinder(radius, top, y=height - top / 2),
        cylinder(neck, height - top, y=(height - top) / 2),
        cylinder(foot, 0.024, y=0.012),
    )
    support = Support(height=height, half_width=radius, half_depth=radius, round=True)
    return Model(
        pieces=pieces, colliders=colliders, supports=(support,), material=made.material, spacing=0.0125
    )
