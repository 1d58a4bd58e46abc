"""Chairs, stools, benches, cushions. Seat heights after DIN EN 1335 and DIN 68878."""

import numpy as np

from spatialwm.lift.text.furniture.kit import Finish, finish, piece
from spatialwm.lift.text.model import Model, Piece, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import lathe, pillow, placed, rounded_box, tube, turn
from spatialwm.scene import Collider

__all__ = ["bench", "chair", "cushion", "stool"]


def chair(spec: Spec) -> Model:
    """A dining chair, seat 0.45 m high, back 0.82 m; round splayed legs and a back of curved slats."""
    made = finish(spec, "wood", (0.80, 0.66, 0.48))
    width, depth, seat = 0.43 * spec.wide, 0.43 * spec.wide, 0.45 * spec.tall
    back = 0.82 * spec.tall
    pad = rounded_box(width, 0.032, depth, bevel=0.013, cell=0.055)
    pieces = [piece(placed(pad, y=seat - 0.016), made, seed=spec.tint)]
    colliders: list[Collider] = [box(width, 0.032, depth, y=seat - 0.016)]
    for x in (-1, 1):
        for z in (-1, 1):
            foot = np.array([x * width * 0.47, 0.0, z * depth * 0.47])
            head = np.array([x * width * 0.36, seat - 0.02, z * depth * 0.36])
            pieces.append(_leg(foot, head, 0.012, 0.020, made, spec.tint + 3 + 2 * x + z))
            colliders.append(_leg_block(foot, head, 0.017))
    pieces += _slatted_back(spec, made, width, depth, seat, back)
    lean = turn(x=-0.17)
    middle = (seat + back) / 2 + 0.06
    colliders.append(box(width * 0.98, back - seat - 0.13, 0.03, y=middle, z=-depth * 0.5 - 0.02, by=lean))
    for x in (-1, 1):
        colliders.append(box(0.026, 0.14, 0.026, x * width * 0.42, seat + 0.07, -depth * 0.46, by=lean))
    support = Support(height=seat, half_width=width / 2 - 0.02, half_depth=depth / 2 - 0.05, z=0.03)
    return Model(
        pieces=tuple(pieces),
        colliders=tuple(colliders),
        supports=(support,),
        material=made.material,
        spacing=0.0095,
        clearance=0.05,
    ).grounded()


def _slatted_back(
    spec: Spec, made: Finish, width: float, depth: float, seat: float, back: float
) -> list[Piece]:
    """Two leaning posts and three slats that curve around the sitter."""
    pieces: list[Piece] = []
    rise = np.array([0.0, back - seat + 0.01, -0.075])
    for x in (-1, 1):
        foot = np.array([x * width * 0.43, seat - 0.02, -depth * 0.44])
        pieces.append(_leg(foot, foot + rise, 0.015, 0.011, made, spec.tint + 20 + x))
    for k, share in enumerate((0.46, 0.69, 0.92)):
        centre = np.array([0.0, seat - 0.02, -depth * 0.44]) + rise * share
        turns = np.linspace(-1, 1, 9)
        bow = np.stack([turns * width * 0.43, 0 * turns, -0.035 * (1 - turns**2)], axis=1)
        slat = tube(bow, 0.008, segments=12, flatten=3.2 if k == 2 else 2.6)
        pieces.append(piece(placed(slat, *centre, by=turn(x=-0.17)), made, seed=spec.tint + 40 + k))
    return pieces


def _leg(foot: np.ndarray, head: np.ndarray, low: float, high: float, made: Finish, seed: int) -> Piece:
    """A round bar from foot to head whose radius goes from ``low`` to ``high`` [m]."""
    length = float(np.linalg.norm(head - foot))
    steps = np.linspace(0, 1, 5)
    profile = [(0.0, 0.0), *((low + (high - low) * t, length * t) for t in steps), (0.0, length)]
    direction = (head - foot) / length
    return piece(placed(lathe(profile, segments=12), *foot, by=_upright_to(direction)), made, seed=seed)


def _upright_to(direction: np.ndarray) -> np.ndarray:
    """The smallest turn that brings +y to ``direction`` (Rodrigues)."""
    axis = np.cross([0.0, 1.0, 0.0], direction)
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + skew + skew @ skew / (1 + direction[1])


def _leg_block(foot: np.ndarray, head: np.ndarray, half: float) -> Collider:
    """An upright box for a splayed leg: it stands flat, which a tilted cylinder does not."""
    centre = foot * 0.6 + head * 0.4
    return box(2 * half, float(head[1]), 2 * half, centre[0], float(head[1]) / 2, centre[2])


def stool(spec: Spec) -> Model:
    """A round stool, 0.34 m across and 0.46 m high, on three splayed legs."""
    made, radius, height = finish(spec, "wood", (0.78, 0.62, 0.44)), 0.17 * spec.wide, 0.46 * spec.tall
    low = height - 0.03
    rim = [
        (radius - 0.008, low),
        (radius, low + 0.012),
        (radius - 0.002, height - 0.005),
        (radius - 0.012, height),
    ]
    top = lathe([(0, low), (radius / 2, low), *rim, (radius * 0.7, height), (radius * 0.35, height),
                 (0, height)],
                segments=36, sharp=1.0)  # fmt: skip
    pieces, colliders = [piece(top, made, seed=spec.tint)], [cylinder(radius, 0.03, y=height - 0.015)]
    blocks: list[Collider] = [*colliders]
    for k in range(4):
        angle = np.pi / 4 + k * np.pi / 2
        out = np.array([np.sin(angle), 0, np.cos(angle)])
        foot, head = out * radius * 0.98, out * radius * 0.62 + np.array([0, low, 0])
        pieces.append(_leg(foot, head, 0.011, 0.017, made, spec.tint + 5 + k))
        blocks.append(_leg_block(foot, head, 0.016))
    support = Support(height=height, half_width=radius, half_depth=radius, round=True)
    return Model(
        pieces=tuple(pieces),
        colliders=tuple(blocks),
        supports=(support,),
        material=made.material,
        spacing=0.009,
    ).grounded()


def bench(spec: Spec) -> Model:
    """A plain bench, 1.10 x 0.34 x 0.45 m."""
    made = finish(spec, "wood")
    width, depth, height = 1.10 * spec.wide, 0.34 * spec.wide, 0.45 * spec.tall
    slab = rounded_box(width, 0.04, depth, bevel=0.006, cell=0.08)
    side = rounded_box(0.035, height - 0.04, depth * 0.9, bevel=0.005, cell=0.1)
    pieces = [piece(placed(slab, y=height - 0.02), made, seed=spec.tint)]
    colliders: list[Collider] = [box(width, 0.04, depth, y=height - 0.02)]
    for x in (-1, 1):
        at = x * (width / 2 - 0.1), (height - 0.04) / 2
        pieces.append(piece(placed(side, x=at[0], y=at[1]), made, seed=spec.tint + 2 + x))
        colliders.append(box(0.035, height - 0.04, depth * 0.9, at[0], at[1]))
    support = Support(height=height, half_width=width / 2, half_depth=depth / 2)
    return Model(
        pieces=tuple(pieces), colliders=tuple(colliders), supports=(support,), material=made.material
    )


def cushion(spec: Spec) -> Model:
    """A sofa cushion, 0.42 m square and 0.13 m thick, lying flat."""
    made = finish(spec, "fabric", (0.79, 0.62, 0.36))
    size, thick = 0.42 * spec.wide, 0.13 * spec.tall
    body = placed(pillow(size, thick, size, segments=36), y=thick / 2)
    flat = box(size * 0.8, thick * 0.9, size * 0.8, y=thick / 2)
    return Model(
        pieces=(piece(body, made, seed=spec.tint, fill=0.6),),
        colliders=(flat,),
        blockers=(),
        material=made.material,
        spacing=0.008,
    ).grounded()
