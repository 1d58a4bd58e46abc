"""Parts that things are put together from: each with its pieces and the colliders that match them.

A part is built with its bottom centre at the origin, turned by ``by``, then shifted to (x, y, z).
"""
# fmt: off

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.lift.text.furniture.kit import Finish, piece
from spatialwm.lift.text.model import Glow, Model, Piece, Spec, Support, box, cylinder, ring
from spatialwm.lift.text.solids import (
    Metres,
    Solid,
    joined,
    lathe,
    pillow,
    placed,
    rounded_box,
    tube,
)
from spatialwm.scene import Capsule, Collider, Sphere

__all__ = ["Part", "ball", "bar", "block", "built", "cheaper", "drum", "egg", "four", "group", "hollow",
    "loose", "moved", "panel", "rod", "slab", "thrifty", "top", "torus", "turned", "upright_to"]

_FLUSH, _DEEPEST = 0.003, 0.25
"""A top this little over its colliders lies on them; more than the latter is no gap but a mistake [m]."""


@dataclass(frozen=True, eq=False)
class Part:
    """Pieces and colliders of one part."""

    pieces: tuple[Piece, ...] = ()
    colliders: tuple[Collider, ...] = ()


def group(*parts: "Part | Iterable[Part]") -> Part:
    """Several parts as one."""
    flat = [p for item in parts for p in ((item,) if isinstance(item, Part) else item)]
    return Part(tuple(x for p in flat for x in p.pieces), tuple(x for p in flat for x in p.colliders))


def loose(part: Part) -> Part:
    """Without colliders."""
    return Part(part.pieces)


def moved(part: Part, x: Metres = 0, y: Metres = 0, z: Metres = 0, *, by: np.ndarray | None = None) -> Part:
    """Turned by the matrix ``by``, then shifted [m]."""
    matrix, shift = np.eye(3) if by is None else by, np.array([x, y, z], float)

    def carried(collider: Collider) -> Collider:
        if by is None:
            return replace(collider, position=collider.position.astype(float) + shift)
        turned_to = quat_from_matrix(matrix @ matrix_from_quat(collider.quat.astype(float)))
        return replace(collider, position=matrix @ collider.position.astype(float) + shift, quat=turned_to)

    pieces = tuple(replace(p, solid=placed(p.solid, x, y, z, by=matrix)) for p in part.pieces)
    return Part(pieces, tuple(map(carried, part.colliders)))


def four(part: Part, x: Metres, z: Metres) -> Part:
    """Copies at the four corners (+-x, +-z) [m]."""
    return group(moved(part, i * x, 0, k * z) for i in (-1, 1) for k in (-1, 1))


def _part(
    solid: Solid, made: Finish, collider: Collider | Sequence[Collider] | None, *, seed: int,
    fill: Metres | None, glow: Metres,
) -> Part:
    item = piece(solid, made, seed=seed, fill=None if fill is None else float(fill), glow=float(glow))
    if collider is None:
        return Part((item,))
    return Part((item,), tuple(collider) if isinstance(collider, Sequence) else (collider,))


def block(made: Finish, width: Metres, height: Metres, depth: Metres, x: Metres = 0, y: Metres = 0,
        z: Metres = 0, *, bevel: Metres = 0.004, cell: Metres = 0.2, by: np.ndarray | None = None,
        solid: bool = True, seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0) -> Part:
    """A box with rounded edges."""
    body = rounded_box(width, height, depth, bevel=float(bevel), cell=float(cell))
    collider = box(width, height, depth, y=height / 2) if solid else None
    part = _part(placed(body, y=height / 2), made, collider, seed=seed, fill=fill, glow=glow)
    return moved(part, x, y, z, by=by)


def slab(made: Finish, width: Metres, height: Metres, depth: Metres, x: Metres = 0, y: Metres = 0,
        z: Metres = 0, *, seed: int = 0, by: np.ndarray | None = None, bevel: Metres = 0.004) -> Part:
    """A block without a collider: doors, fronts, labels, buttons."""
    return block(made, width, height, depth, x, y, z, bevel=bevel, seed=seed, by=by, solid=False)


def drum(
    made: Finish, radius: Metres, height: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0, *,
    upper: Metres | None = None, bevel: Metres = 0.004, segments: int = 28, by: np.ndarray | None = None,
    solid: bool = True, seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0,
) -> Part:
    """A cylinder or a cut cone, ``upper`` its radius at the top, with rounded rims."""
    high = radius if upper is None else upper
    b = min(bevel, height * 0.3, max(min(radius, high) * 0.3, 1e-4))
    profile: list[tuple[Metres, Metres]] = [
        (0, 0), (radius - b, 0), (radius, b), (high, height - b), (max(high - b, 1e-4), height), (0, height),
    ]
    middle = (radius + high) / 2 if abs(radius - high) < 0.3 * radius else min(radius, high) * 0.9
    wall = cylinder(middle, height, y=height / 2)
    body = lathe(profile, segments=segments, sharp=0.8)
    part = _part(body, made, wall if solid else None, seed=seed, fill=fill, glow=glow)
    return moved(part, x, y, z, by=by)


def turned(
    made: Finish, profile: Sequence[tuple[Metres, Metres]], x: Metres = 0, y: Metres = 0, z: Metres = 0, *,
    segments: int = 28, sharp: Metres = 0.9, bands: int = 4, by: np.ndarray | None = None, solid: bool = True,
    seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0,
) -> Part:
    """A turned body; ``profile`` is its outline (radius, height) from the bottom up; its ends are closed."""
    outer = [(max(float(r), 0.0), float(h)) for r, h in profile]
    closed: list[tuple[Metres, Metres]] = [(0.0, outer[0][1]), *outer, (0.0, outer[-1][1])]
    body = lathe(closed, segments=segments, sharp=float(sharp))
    walls = _bands(outer, bands) if solid else None
    return moved(_part(body, made, walls, seed=seed, fill=fill, glow=glow), x, y, z, by=by)


def _bands(outer: list[tuple[float, float]], count: int) -> list[Collider]:
    """Cylinders that follow a profile; the lowest is thin and as wide as the foot."""
    radii, heights = (np.array(v) for v in zip(*outer, strict=True))
    order = np.argsort(heights, kind="stable")
    radii, heights = radii[order], heights[order]
    low, high = float(heights[0]), float(heights[-1])
    thin = min(0.02 * (high - low), 0.01)
    foot = max(float(radii[heights <= low + thin].max()), 0.25 * float(radii.max()))
    walls: list[Collider] = [cylinder(foot, thin, y=low + thin / 2)]
    edges = np.linspace(low, high, count + 1)
    for a, b in pairwise(edges):
        low_end, high_end = float(a), float(b)
        radius = float(np.mean(np.interp(np.linspace(low_end, high_end, 9), heights, radii)))
        if radius > 0.002:
            walls.append(cylinder(radius, high_end - low_end, y=(low_end + high_end) / 2))
    return walls


def hollow(
    made: Finish, low: Metres, high: Metres, height: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0, *,
    wall: Metres = 0.004, belly: Metres = 0.0, count: int = 10, segments: int = 32, seed: int = 0,
    fill: Metres | None = None, solid: bool = True,
) -> Part:
    """An open vessel whose wall goes from radius ``low`` to ``high``, bulging by ``belly`` [m]."""
    steps = np.linspace(0, 1, 6)
    radii = low + (high - low) * steps + belly * np.sin(np.pi * steps)
    floor = min(wall * 1.5, height / 4)
    outside = [(float(r), float(height * t)) for r, t in zip(radii, steps, strict=True)]
    inside = [(max(r - wall, 1e-3), max(h, floor)) for r, h in reversed(outside)]
    profile: list[tuple[Metres, Metres]] = [(0, 0), (low * 0.6, 0), *outside, *inside, (0, floor)]
    walls: list[Collider] = [cylinder(low, floor, y=floor / 2)]
    half = height / 2
    r0, r1 = (float(np.interp(t, steps, radii)) for t in (0.25, 0.75))
    thick = max(wall, 0.003)
    walls += ring(max(r0 - thick, 0.001), float(r0), 0.0, float(half), count=count)
    walls += ring(max(r1 - thick, 0.001), float(r1), float(half), float(height), count=count)
    body = lathe(profile, segments=segments, sharp=0.9)
    return moved(_part(body, made, walls if solid else None, seed=seed, fill=fill, glow=0), x, y, z)


def ball(
    made: Finish, radius: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0, *, segments: int = 20,
    solid: bool = True, seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0,
) -> Part:
    """A sphere that stands at (x, y, z)."""
    body = placed(pillow(2 * radius, 2 * radius, 2 * radius, squareness=1.0, segments=segments), y=radius)
    hull = Sphere(radius=float(radius), position=np.array([0, radius, 0])) if solid else None
    return moved(_part(body, made, hull, seed=seed, fill=fill, glow=glow), x, y, z)


def egg(made: Finish, width: Metres, height: Metres, depth: Metres, x: Metres = 0, y: Metres = 0,
        z: Metres = 0, *, by: np.ndarray | None = None, segments: int = 18, squareness: Metres = 1.0,
        solid: bool = True, seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0) -> Part:
    """An ellipsoid, or a stuffed cushion at a ``squareness`` below 1; its collider is a box within."""
    body = placed(pillow(width, height, depth, squareness=float(squareness), segments=segments), y=height / 2)
    reach = 0.72 + 0.12 * (1 - squareness)
    hull: list[Collider] = [
        box(width * reach, height * 0.74, depth * reach, y=height / 2),
        box(width * 0.45, height, depth * 0.45, y=height / 2),
    ]
    part = _part(body, made, hull if solid else None, seed=seed, fill=fill, glow=glow)
    return moved(part, x, y, z, by=by)


def rod(
    made: Finish, a: Sequence[Metres], b: Sequence[Metres], low: Metres, high: Metres | None = None, *,
    segments: int = 10, solid: bool = True, stand: bool = False, seed: int = 0, fill: Metres | None = None,
) -> Part:
    """A round bar from ``a`` to ``b``, radius ``low`` at a and ``high`` at b.

    ``stand`` gives it an upright box as collider: it stands flat, which a tilted bar does not.
    """
    start, end = np.array(a, float), np.array(b, float)
    first, last = float(low), float(low if high is None else high)
    if end[1] < start[1]:
        start, end, first, last = end, start, last, first
    length = float(np.linalg.norm(end - start))
    steps = np.linspace(0, 1, 3)
    profile = [(0.0, 0.0), *((first + (last - first) * float(t), length * float(t)) for t in steps),
        (0.0, length)]
    body = placed(lathe(list(profile), segments=segments), *start, by=upright_to((end - start) / length))
    hull: Collider | None = None
    if solid and stand:
        centre, half = start * 0.6 + end * 0.4, max(first, last) * 0.9
        tall = float(end[1] - start[1])
        hull = box(2 * half, tall, 2 * half, centre[0], start[1] + tall / 2, centre[2])
    elif solid:
        bar_hull = cylinder((first + last) / 2, length, y=length / 2)
        return moved(
            _part(lathe(list(profile), segments=segments), made, bar_hull, seed=seed, fill=fill, glow=0),
            *start, by=upright_to((end - start) / length),
        )
    return _part(body, made, hull, seed=seed, fill=fill, glow=0)


def bar(
    made: Finish, points: Sequence[Sequence[Metres]], radius: Metres | list[float], *, flatten: Metres = 1.0,
    smooth: int = 3, segments: int = 8, solid: bool = False, seed: int = 0, fill: Metres | None = None,
) -> Part:
    """A bent bar through points of one plane, rounded between them by ``smooth`` extra points."""
    path = _rounded(np.array(points, float), smooth)
    sizes = radius if not isinstance(radius, list) else list(
        np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(radius)), radius)
    )
    body = tube(path, sizes, segments=segments, flatten=float(flatten))
    hulls: list[Collider] = []
    if solid:
        thick = float(np.mean(radius))
        ends = np.array(points, float)
        for a, b in pairwise(ends):
            length = float(np.linalg.norm(b - a))
            up = upright_to((b - a) / length) if (b - a)[1] > -0.999 * length else np.diag([1.0, -1.0, -1.0])
            middle = (a + b) / 2
            hulls.append(Capsule(radius=thick, height=max(length - thick, 1e-3), position=middle,
                    quat=quat_from_matrix(up)))
    return _part(body, made, hulls or None, seed=seed, fill=fill, glow=0)


def _rounded(points: np.ndarray, smooth: int) -> np.ndarray:
    """A Catmull-Rom curve (1974) through the points."""
    if smooth < 1 or len(points) < 3:
        return points
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    found = [points[:1]]
    for k in range(len(points) - 1):
        p0, p1, p2, p3 = ends[k : k + 4]
        t = np.linspace(0, 1, smooth + 2)[1:, None]
        found.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                            + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
    return np.concatenate(found)


def torus(made: Finish, radius: Metres, thick: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0, *,
        by: np.ndarray | None = None, segments: int = 28, sides: int = 10, squash: Metres = 1.0,
        solid: bool = False, seed: int = 0, fill: Metres | None = None, glow: Metres = 0.0) -> Part:
    """A ring lying flat, ``radius`` to the middle of its bar, ``thick`` the bar's radius."""
    angles = np.linspace(0, 2 * np.pi, sides + 1) - np.pi / 2
    profile: list[tuple[Metres, Metres]] = [
        (float(radius + thick * np.cos(a)), float(squash * thick * (1 + np.sin(a)))) for a in angles
    ]
    profile[-1] = profile[0]
    walls = ring(float(radius - thick), float(radius + thick), 0.0, float(2 * thick * squash), count=10)
    body = lathe(profile, segments=segments, sharp=1.2)
    return moved(_part(body, made, walls if solid else None, seed=seed, fill=fill, glow=glow), x, y, z, by=by)


def panel(made: Finish, width: Metres, height: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0, *,
        thick: Metres = 0.002, by: np.ndarray | None = None, seed: int = 0, glow: Metres = 0.0,
        cell: Metres = 0.05) -> Part:
    """A thin upright print that faces +z: its pattern sees x and y in -0.5..0.5 over the whole panel."""
    body = rounded_box(width, height, thick, bevel=0.0, cell=float(max(cell, width / 12)))
    local = body.corners / np.array([width, height, thick * 1000])
    flat = Solid(corners=body.corners, normals=body.normals, local=local)
    return moved(_part(placed(flat, y=height / 2), made, None, seed=seed, fill=1.0, glow=glow), x, y, z,
        by=by)


def upright_to(direction: np.ndarray) -> np.ndarray:
    """The smallest turn that brings +y to ``direction`` (Rodrigues)."""
    axis = np.cross([0.0, 1.0, 0.0], direction)
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + skew + skew @ skew / max(1 + float(direction[1]), 1e-9)


def top(width: Metres, depth: Metres, height: Metres, x: Metres = 0, z: Metres = 0, *, headroom: Metres = 9.0,
        inside: bool = False, rim: Metres = 0.01) -> Support:
    """A level rectangle others can stand on, ``rim`` [m] within the edges."""
    return Support(
        height=float(height), half_width=max(float(width / 2 - rim), 0.005),
        half_depth=max(float(depth / 2 - rim), 0.005), x=float(x), z=float(z), headroom=float(headroom),
        inside=inside,
    )


_FINEST, _CAPS = 0.0105, ((0.5, 3000), (1.2, 7500), (4.0, 11000), (np.inf, 18000))
"""Splat spacing of a thing 1 m in size [m]; the most splats by size [m]."""


def thrifty(model: Model, *, detail: float = 1.0) -> Model:
    """With a spacing that follows its size, and no more splats than such a thing should have."""
    corners = np.concatenate([p.solid.corners for p in model.pieces])
    stretches = [np.tile(p.look.stretch, (len(p.solid.corners), 1)) for p in model.pieces]
    stretch: np.ndarray = np.concatenate(stretches)
    along: np.ndarray = np.linalg.norm(corners[:, [1, 2]] - corners[:, [0, 3]], axis=2).max(1)
    across: np.ndarray = np.linalg.norm(corners[:, [3, 2]] - corners[:, [0, 1]], axis=2).max(1)
    sides = np.array([along / stretch[:, 0], across / stretch[:, 1]], float)
    size = float(np.ptp(corners.reshape(-1, 3), axis=0).max())
    cap = next(count for limit, count in _CAPS if size < limit) * detail**2
    spacing = max(_FINEST * size**0.5 / detail, 0.0012)
    for _ in range(6):  # sampling gives every quad at least one splat, so a few rounds are needed
        count = float(np.maximum((sides / spacing).round(), 1).prod(axis=0).sum())
        if count <= cap:
            break
        spacing *= max((count / cap) ** 0.5, 1.02)
    return replace(model, spacing=spacing)


def cheaper(build: Callable[[Spec], Model]) -> Callable[[Spec], Model]:
    """A builder whose things are made thrifty."""

    def builder(spec: Spec) -> Model:
        return thrifty(build(spec))

    return builder


def built(made: Finish, *parts: "Part | Iterable[Part]", supports: Sequence[Support] = (),
        mass: Metres | None = None, static: bool = False, clearance: Metres = 0.03,
        glow: Glow | None = None, shadows: bool = True, detail: Metres = 1.0) -> Model:
    """A thing of those parts, standing on its lowest collider.

    Args:
        made: What it is said to be made of.
        parts: In any order.
        supports: Where others can stand.
        mass: As such things are sold [kg]; scales what volume and density give, since most are hollow.
        static: Never moves.
        clearance: Free margin around it on the floor [m].
        glow: Its light.
        shadows: Whether its colliders stop light.
        detail: Above 1 for more and smaller splats.
    """
    whole = group(*parts)
    pieces = _merged(whole.pieces)
    model = Model(pieces=pieces, colliders=whole.colliders, supports=tuple(supports),
        material=made.material, static=static, clearance=float(clearance), glow=glow, blockers=None
        if shadows else ()).grounded()
    model = thrifty(_bearing(model), detail=float(detail))
    if mass is None:
        return model
    factor = float(mass) / model.mass
    return replace(model, pieces=tuple(replace(p, fill=p.fill * factor) for p in model.pieces))


def _bearing(model: Model) -> Model:
    """What is looked upon as a top carries: a flat collider closes the gap to the colliders below it."""
    found: list[Collider] = []
    for s in model.supports:
        below = [high[1] for low, high in model.bounds if low[0] <= s.x <= high[0]
                 and low[2] <= s.z <= high[2] and high[1] < s.height + _FLUSH]
        gap = s.height - max(below, default=-1.0)
        if _FLUSH < gap < _DEEPEST:
            middle = s.x, s.height - gap / 2, s.z
            found.append(cylinder(s.half_width, gap, *middle) if s.round
                else box(2 * s.half_width, gap, 2 * s.half_depth, *middle))
    return replace(model, colliders=(*model.colliders, *found))


def _merged(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces of one look as one: fewer to shade."""
    found: dict[tuple[object, ...], list[Piece]] = {}
    for item in pieces:
        found.setdefault((item.look, item.material, item.fill), []).append(item)
    return tuple(replace(same[0], solid=joined(*(p.solid for p in same))) for same in found.values())
