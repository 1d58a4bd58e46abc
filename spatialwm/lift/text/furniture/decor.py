"""Books, screens, rugs, plants, balls, pictures."""

import numpy as np

from spatialwm.lift.text.furniture.kit import BLACK, WALNUT, Color, finish, piece
from spatialwm.lift.text.model import Model, Piece, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import Solid, lathe, pillow, placed, rounded_box, scaled, tube, turn
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Box, Collider, Sphere

__all__ = ["ball", "book", "laptop", "picture", "plant", "rug", "tv"]

_BOOK_COLORS: tuple[Color, ...] = (
    (0.20, 0.33, 0.45), (0.62, 0.24, 0.20), (0.80, 0.68, 0.42), (0.28, 0.42, 0.34), (0.50, 0.30, 0.42),
    (0.85, 0.80, 0.72),
)  # fmt: skip


def book(spec: Spec) -> Model:
    """A hardback lying on its back cover, 0.155 x 0.23 x 0.032 m; the spine is at -x."""
    width, depth, thick = 0.155 * spec.wide, 0.23 * spec.wide, 0.032 * spec.tall
    color = _BOOK_COLORS[spec.variant % len(_BOOK_COLORS)]
    cover = finish(Spec(color=spec.color or color, material="paper"), "paper")
    cloth = finish(Spec(color=spec.color or color, material="plastic"), "plastic")
    block = rounded_box(width - 0.008, thick - 0.006, depth - 0.008, bevel=0.001, cell=0.06)
    board = rounded_box(width, 0.003, depth, bevel=0.0012, cell=0.05)
    spine = rounded_box(0.003, thick, depth, bevel=0.0012, cell=0.05)
    pieces = (
        piece(placed(block, x=0.001, y=thick / 2), finish(Spec(), "paper"), seed=spec.tint),
        piece(placed(board, y=0.0015), cloth, seed=spec.tint),
        piece(placed(board, y=thick - 0.0015), cloth, seed=spec.tint + 1),
        piece(placed(spine, x=-width / 2 + 0.0015, y=thick / 2), cloth, seed=spec.tint + 2),
    )
    support = Support(height=thick, half_width=width / 2, half_depth=depth / 2)
    return Model(
        pieces=pieces,
        colliders=(box(width, thick, depth, y=thick / 2),),
        supports=(support,),
        material=cover.material,
        spacing=0.0052,
    )


def laptop(spec: Spec) -> Model:
    """An open laptop, 0.32 x 0.22 m; the screen faces +z."""
    made = finish(Spec(color=spec.color, material="metal"), "metal", (0.70, 0.71, 0.73))
    base = rounded_box(0.32, 0.014, 0.22, bevel=0.004, cell=0.05)
    keys = rounded_box(0.27, 0.002, 0.10, bevel=0.0008, cell=0.05)
    lid = rounded_box(0.32, 0.21, 0.007, bevel=0.003, cell=0.05)
    glass = rounded_box(0.302, 0.19, 0.002, bevel=0.0008, cell=0.05)
    lean = turn(x=-0.30)
    hinge = np.array([0.0, 0.012, -0.105])
    middle = hinge + lean @ np.array([0, 0.105, 0])
    front = hinge + lean @ np.array([0, 0.106, 0.0042])
    dark = finish(Spec(color=(0.17, 0.17, 0.18), material="plastic"), "plastic")
    screen = Look(color=(0.36, 0.47, 0.58), pattern="screen", glow=0.5, roughness=0.2)
    pieces = (
        piece(placed(base, y=0.007), made, fill=0.12),
        piece(placed(keys, y=0.0145, z=-0.02), dark),
        piece(placed(lid, *middle, by=lean), made, fill=0.12),
        Piece(solid=placed(glass, *front, by=lean), look=screen, material="glass"),
    )
    colliders = (box(0.32, 0.014, 0.22, y=0.007), box(0.32, 0.21, 0.008, *middle, by=lean))
    return Model(pieces=pieces, colliders=colliders, material=made.material, spacing=0.0058)


def tv(spec: Spec) -> Model:
    """A television, 1.10 m wide, on a foot."""
    width, height = 1.10 * spec.wide, 0.63 * spec.wide
    made = finish(Spec(color=spec.color, material="plastic"), "plastic", BLACK)
    panel = rounded_box(width, height, 0.045, bevel=0.006, cell=0.08)
    screen = rounded_box(width - 0.025, height - 0.025, 0.003, bevel=0.001, cell=0.08)
    foot = rounded_box(width * 0.42, 0.016, 0.22, bevel=0.005, cell=0.08)
    neck = rounded_box(0.12, 0.08, 0.03, bevel=0.005, cell=0.08)
    y = 0.07 + height / 2
    dark = Look(color=(0.06, 0.07, 0.09), pattern="screen", roughness=0.15)
    pieces = (
        piece(placed(panel, y=y), made, fill=0.45),
        Piece(solid=placed(screen, y=y, z=0.0235), look=dark, material="glass"),
        piece(placed(foot, y=0.008), made),
        piece(placed(neck, y=0.045), made),
    )
    colliders = (box(width * 0.42, 0.016, 0.22, y=0.008), box(width, height + 0.05, 0.05, y=y - 0.025))
    return Model(pieces=pieces, colliders=colliders, material=made.material, spacing=0.010)


def rug(spec: Spec) -> Model:
    """A flat-woven rug, 2.00 x 1.40 m or 1.8 m across, 6 mm thick; feet stand in it."""
    color = spec.color or ((0.78, 0.70, 0.60), (0.62, 0.66, 0.68), (0.74, 0.52, 0.42))[spec.variant % 3]
    if spec.round:
        radius = 0.9 * spec.wide
        steps = [radius * k / 10 for k in range(1, 10)]
        solid = lathe([(0, 0), (radius, 0), (radius, 0.006), *((r, 0.006) for r in reversed(steps)),
                       (0, 0.006)],
                      segments=64)  # fmt: skip
        foot: Collider = cylinder(radius, 0.006, y=0.003)
    else:
        solid = placed(rounded_box(2.0 * spec.wide, 0.006, 1.4 * spec.wide, bevel=0.002, cell=0.10), y=0.003)
        foot = box(2.0 * spec.wide, 0.006, 1.4 * spec.wide, y=0.003)
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


def ball(spec: Spec) -> Model:
    """A rubber ball, 0.20 m across."""
    made, radius = finish(spec, "rubber", (0.85, 0.38, 0.18)), 0.10 * spec.wide
    sphere = placed(pillow(2 * radius, 2 * radius, 2 * radius, squareness=1.0, segments=40), y=radius)
    return Model(
        pieces=(piece(sphere, made, seed=spec.tint),),
        colliders=(Sphere(radius=radius, position=np.array([0, radius, 0])),),
        material=made.material,
        spacing=0.0075,
    )


def picture(spec: Spec) -> Model:
    """A framed picture, 0.60 x 0.45 m, to hang on a wall; its back is at z = 0."""
    width, height = 0.60 * spec.wide, 0.45 * spec.tall * spec.wide
    made = finish(Spec(material=spec.material), "wood", WALNUT)
    bar, deep = 0.022, 0.025
    bars = [(width, bar, deep, 0.0, s * (height - bar) / 2) for s in (-1, 1)]
    bars += [(bar, height - 2 * bar, deep, s * (width - bar) / 2, 0.0) for s in (-1, 1)]
    pieces = [
        piece(
            placed(rounded_box(*b[:3], bevel=0.003, cell=0.1), b[3], b[4] + height / 2, deep / 2),
            made,
            seed=k,
        )
        for k, b in enumerate(bars)
    ]
    mat = rounded_box(width - 2 * bar, height - 2 * bar, 0.006, bevel=0.001, cell=0.08)
    art = rounded_box(width - 0.16, height - 0.16, 0.002, bevel=0.0005, cell=0.03)
    paper = finish(Spec(color=(0.94, 0.93, 0.90), material="paper"), "paper")
    color = spec.color or ((0.66, 0.62, 0.52), (0.62, 0.50, 0.40), (0.50, 0.60, 0.66))[spec.variant % 3]
    scene = Look(color=color, pattern="painting", seed=spec.tint)
    pieces += [
        piece(placed(mat, y=height / 2, z=0.008), paper),
        Piece(solid=_untilted(placed(art, y=height / 2, z=0.0115), height), look=scene, material="paper"),
    ]
    frame: Box = box(width, height, deep, 0, height / 2, deep / 2)
    return Model(
        pieces=tuple(pieces),
        colliders=(frame,),
        material=made.material,
        spacing=0.0062,
        static=True,
    )


def _untilted(solid: Solid, height: float) -> Solid:
    """Texture coordinates upright about the picture's middle."""
    return Solid(
        corners=solid.corners, normals=solid.normals, local=solid.corners - np.array([0, height / 2, 0])
    )
