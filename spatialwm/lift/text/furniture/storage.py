"""Bookshelves, cabinets, boxes and bins. Sizes are those of common flat-pack furniture."""

from spatialwm.lift.text.furniture.kit import Finish, finish, piece
from spatialwm.lift.text.model import Model, Piece, Spec, Support, box, cylinder, ring
from spatialwm.lift.text.solids import lathe, placed, rounded_box, turn
from spatialwm.scene import Collider

__all__ = ["basket", "bin_", "bookshelf", "cabinet", "crate", "nightstand", "wardrobe"]


def bookshelf(spec: Spec) -> Model:
    """An open bookshelf, 0.80 x 0.30 x 1.80 m, five boards high."""
    made = finish(spec, "wood", (0.72, 0.56, 0.39))
    width, depth, height, thick = 0.80 * spec.wide, 0.30 * spec.wide, 1.80 * spec.tall, 0.022
    rows = max(2, round(height / 0.36))
    pitch = (height - thick - 0.06) / rows
    shapes = [(thick, height, depth, x * (width - thick) / 2, height / 2, 0.0) for x in (-1, 1)]
    levels = [0.06 + thick / 2 + pitch * k for k in range(rows)] + [height - thick / 2]
    shapes += [(width - 2 * thick, thick, depth - 0.014, 0.0, y, 0.005) for y in levels]
    shapes.append((width - 2 * thick, height - 0.06, 0.008, 0.0, (height + 0.06) / 2, -depth / 2 + 0.006))
    shapes.append((width - 2 * thick, 0.06, 0.016, 0.0, 0.03, depth / 2 - 0.04))
    supports = [
        Support(
            height=y + thick / 2,
            half_width=width / 2 - thick - 0.01,
            half_depth=depth / 2 - 0.02,
            z=0.008,
            headroom=pitch - thick,
            inside=True,
        )
        for y in reversed(levels[:-1])
    ]
    supports.append(Support(height=height, half_width=width / 2 - 0.01, half_depth=depth / 2 - 0.01))
    return _boarded(spec, made, shapes, tuple(supports), 0.0145)


def _boarded(
    spec: Spec,
    made: Finish,
    shapes: list[tuple[float, float, float, float, float, float]],
    supports: tuple[Support, ...],
    spacing: float,
    extra: tuple[Piece, ...] = (),
) -> Model:
    pieces = [
        piece(placed(rounded_box(*s[:3], bevel=0.0025, cell=0.12), *s[3:]), made, seed=spec.tint + k)
        for k, s in enumerate(shapes)
    ]
    return Model(
        pieces=(*pieces, *extra),
        colliders=tuple(box(*s) for s in shapes),
        supports=supports,
        material=made.material,
        spacing=spacing,
        clearance=0.04,
    )


def cabinet(spec: Spec) -> Model:
    """A sideboard, 1.20 x 0.42 x 0.75 m, with two doors."""
    return _cupboard(spec, 1.20 * spec.wide, 0.75 * spec.tall, 0.42, doors=2, foot=0.14)


def wardrobe(spec: Spec) -> Model:
    """A wardrobe, 1.00 x 0.58 x 1.95 m."""
    return _cupboard(spec, 1.00 * spec.wide, 1.95 * spec.tall, 0.58, doors=2, foot=0.06)


def nightstand(spec: Spec) -> Model:
    """A nightstand, 0.45 x 0.40 x 0.52 m, with one door."""
    return _cupboard(spec, 0.45 * spec.wide, 0.52 * spec.tall, 0.40, doors=1, foot=0.12)


def _cupboard(spec: Spec, width: float, height: float, depth: float, *, doors: int, foot: float) -> Model:
    """A closed case on legs, with doors that have a shadow gap and small knobs."""
    made = finish(spec, "wood", (0.70, 0.53, 0.36))
    body, gap = height - foot, 0.004
    case = rounded_box(width, body, depth - 0.02, bevel=0.004, cell=0.12)
    leaf = (width - 0.03) / doors
    pieces = [piece(placed(case, y=foot + body / 2, z=-0.01), made, seed=spec.tint, fill=0.22)]
    for k in range(doors):
        x = -(width - 0.03) / 2 + leaf * (k + 0.5)
        door = rounded_box(leaf - gap, body - 0.03, 0.018, bevel=0.003, cell=0.12)
        pieces.append(
            piece(placed(door, x, foot + body / 2, depth / 2 - 0.011), made, seed=spec.tint + 5 + k)
        )
        side = 1 if k < doors / 2 else -1
        knob = lathe([(0, 0), (0.005, 0), (0.011, 0.016), (0.011, 0.02), (0, 0.022)], segments=12)
        at = x + side * (leaf / 2 - 0.05), foot + body * 0.62, depth / 2 - 0.004
        pieces.append(piece(placed(knob, *at, by=turn(x=1.5708)), finish(Spec(material="metal"), "metal")))
    colliders: list[Collider] = [box(width, body, depth, y=foot + body / 2)]
    leg = lathe([(0, 0), (0.012, 0), (0.02, foot), (0, foot)], segments=12)
    for x in (-1, 1):
        for z in (-1, 1):
            at = x * (width / 2 - 0.06), z * (depth / 2 - 0.06)
            pieces.append(piece(placed(leg, x=at[0], z=at[1]), made, seed=spec.tint + 9))
            colliders.append(cylinder(0.018, foot, at[0], foot / 2, at[1]))
    support = Support(height=height, half_width=width / 2 - 0.01, half_depth=depth / 2 - 0.015)
    return Model(
        pieces=tuple(pieces),
        colliders=tuple(colliders),
        supports=(support,),
        material=made.material,
        spacing=0.0140,
        clearance=0.04,
    )


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
    model = _boarded(spec, made, shapes, (inner,), 0.0075)
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
        pieces=(*model.pieces, *corners),
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
