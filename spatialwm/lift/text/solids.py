"""Closed solids made of quads: rounded boxes, lathed profiles, swept tubes, pillows."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.shapes import freeze_arrays

__all__ = [
    "Metres",
    "Solid",
    "joined",
    "lathe",
    "pillow",
    "placed",
    "rounded_box",
    "scaled",
    "tube",
    "turn",
    "volume",
]

Metres = float | int
"""A length: whole numbers are fine, where type checks at run time would refuse them as ``float``."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Solid:
    """A closed surface of quads, corners counter-clockwise seen from outside. Triangles repeat a corner."""

    corners: Float[np.ndarray, "q 4 3"]
    """[m]"""
    normals: Float[np.ndarray, "q 4 3"]
    """Unit, outwards."""
    local: Float[np.ndarray, "q 4 3"]
    """The corners before the solid was placed [m]: where textures live. x is along the grain."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def volume(solid: Solid) -> float:
    """Enclosed volume [m^3], by the divergence theorem; below 0 when inside out."""
    a, b, c, d = np.moveaxis(solid.corners, 1, 0)
    return float(np.sum(a * (np.cross(b, c) + np.cross(c, d))) / 6)


def joined(*solids: Solid) -> Solid:
    """Several solids as one."""
    return Solid(
        corners=np.concatenate([s.corners for s in solids]),
        normals=np.concatenate([s.normals for s in solids]),
        local=np.concatenate([s.local for s in solids]),
    )


def turn(*, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Float[np.ndarray, "3 3"]:
    """Rotation matrix: about x, then y, then z [rad]."""
    (cx, cy, cz), (sx, sy, sz) = np.cos([x, y, z]), np.sin([x, y, z])
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def placed(
    solid: Solid, x: Metres = 0, y: Metres = 0, z: Metres = 0, *, by: np.ndarray | None = None
) -> Solid:
    """Turned by the matrix ``by``, then shifted [m]."""
    matrix = np.eye(3) if by is None else by
    return replace(
        solid, corners=solid.corners @ matrix.T + np.array([x, y, z]), normals=solid.normals @ matrix.T
    )


def scaled(solid: Solid, x: Metres, y: Metres, z: Metres) -> Solid:
    """Stretched along the axes by factors above 0."""
    factors = np.array([x, y, z])
    return replace(solid, corners=solid.corners * factors, normals=_unit(solid.normals / factors))


def rounded_box(
    width: Metres, height: Metres, depth: Metres, *, bevel: float, cell: float | tuple[float, float, float]
) -> Solid:
    """A box about the origin, edges rounded to radius ``bevel`` [m] (0 is sharp), faces cut into cells [m].

    Every face carries half of the rounding of its edges, so neighbouring faces meet exactly.
    """
    half = np.array([width, height, depth]) / 2
    bevel = min(bevel, 0.98 * float(half.min()))
    cells = cell if isinstance(cell, tuple) else (cell, cell, cell)
    lines = [_line(float(half[k]), bevel, cells[k]) for k in range(3)]
    grain = int(np.argmax(half))
    parts = [_face(axis, sign, half, bevel, lines, grain) for axis in range(3) for sign in (-1.0, 1.0)]
    corners, normals = (np.concatenate(piece) for piece in zip(*parts, strict=True))
    return Solid(corners=corners, normals=normals, local=np.roll(corners, -grain, axis=-1))


def _line(half: float, bevel: float, cell: float) -> np.ndarray:
    count = max(1, int(np.ceil(2 * (half - bevel) / cell - 1e-9)))
    if bevel <= 0:
        return np.linspace(-half, half, count + 1)
    return np.concatenate([[-half], np.linspace(bevel - half, half - bevel, count + 1), [half]])


def _face(
    axis: int, sign: float, half: np.ndarray, bevel: float, lines: list[np.ndarray], grain: int
) -> tuple[np.ndarray, np.ndarray]:
    u, v = (axis + 1) % 3, (axis + 2) % 3  # right-handed: u x v = axis
    if v == grain:
        u, v = v, u
    right_handed = (v - u) % 3 == 1
    first, second = lines[u], lines[v]
    if right_handed != (sign > 0):
        second = second[::-1]
    points = np.empty((len(first), len(second), 3))
    points[..., u], points[..., v], points[..., axis] = first[:, None], second[None], sign * half[axis]
    core = np.clip(points, bevel - half, half - bevel)
    flat = np.zeros_like(points)
    flat[..., axis] = sign
    normals = _unit(points - core) if bevel > 0 else flat
    return _quads(core + bevel * normals), _quads(normals)


def lathe(profile: list[tuple[Metres, Metres]], *, segments: int, sharp: float = 0.7) -> Solid:
    """A profile of (radius, height) [m] turned about the y axis.

    The profile runs with the outside on its right: from the axis at the bottom outwards, up, and back to
    the axis; corners of more than ``sharp`` [rad] stay sharp.
    """
    points = np.array(profile, float)
    steps = np.diff(points, axis=0)
    steps = steps[np.linalg.norm(steps, axis=1) > 1e-9]
    points = np.concatenate([points[:1], points[:1] + np.cumsum(steps, axis=0)])
    flat = _unit(np.stack([steps[:, 1], -steps[:, 0]], axis=1))
    before, after = _smoothed(flat, sharp)
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    angles[-1] = 0.0  # the seam closes to the last bit
    around = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    rings = np.empty((segments + 1, len(points), 3))
    rings[..., 0], rings[..., 1] = around[:, :1] * points[:, 0], points[:, 1]
    rings[..., 2] = around[:, 1:] * points[:, 0]
    corners, normals = _quads(rings), np.empty((segments, len(steps), 4, 3))
    turns = np.stack([around[:-1], around[1:], around[1:], around[:-1]], axis=1)
    for corner, normal in enumerate((before, before, after, after)):
        normals[:, :, corner, 0] = turns[:, None, corner, 0] * normal[:, 0]
        normals[:, :, corner, 1] = normal[:, 1]
        normals[:, :, corner, 2] = turns[:, None, corner, 1] * normal[:, 0]
    upright = np.ptp(points[:, 1]) > 2 * points[:, 0].max()  # a leg's grain runs up, a disc's across
    local = np.roll(corners, -1, axis=-1) if upright else corners
    return Solid(corners=corners, normals=normals.reshape(-1, 4, 3), local=local)


def _smoothed(flat: np.ndarray, sharp: float) -> tuple[np.ndarray, np.ndarray]:
    """Normals at both ends of every profile step: shared with the neighbour unless the corner is sharp."""
    bend = np.sum(flat[:-1] * flat[1:], axis=1) > np.cos(sharp)
    shared = _unit(flat[:-1] + flat[1:])
    before, after = flat.copy(), flat.copy()
    before[1:][bend] = shared[bend]
    after[:-1][bend] = shared[bend]
    return before, after


def tube(
    path: Float[np.ndarray, "k 3"], radii: list[float] | Metres, *, segments: int, flatten: float = 1.0
) -> Solid:
    """A round bar along a path in one plane, with flat ends; ``flatten`` scales it across that plane."""
    centres = np.asarray(path, float)
    sizes = np.broadcast_to(np.asarray(radii, float), (len(centres),))
    tangents = _unit(np.gradient(centres, axis=0))
    across = _plane_normal(centres)
    outward = np.cross(tangents, across)
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    angles[-1] = 0.0
    cos, sin = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    normals = _unit(cos * outward + sin * across / flatten)
    rings = centres + sizes[:, None] * (cos * outward + sin * flatten * across)
    sides = Solid(corners=_quads(rings), normals=_quads(normals), local=_quads(rings))
    parts = [sides]
    for end, facing in ((0, -tangents[0]), (-1, tangents[-1])):
        disc = np.stack([rings[:, end], np.broadcast_to(centres[end], rings[:, end].shape)], axis=1)
        corners = _quads(disc if end else disc[:, ::-1])
        parts.append(
            Solid(corners=corners, normals=np.broadcast_to(facing, corners.shape).copy(), local=corners)
        )
    solid = joined(*parts)
    return solid if volume(solid) > 0 else _flipped(solid)


def _plane_normal(centres: np.ndarray) -> np.ndarray:
    steps = np.diff(centres, axis=0)
    bends = np.cross(steps[:-1], steps[1:]).sum(axis=0) if len(steps) > 1 else np.zeros(3)
    if np.linalg.norm(bends) < 1e-12:  # straight: any direction across will do
        spare = np.eye(3)[int(np.argmin(np.abs(steps[0])))]
        bends = np.cross(steps[0], spare)
    return _unit(bends)


def _flipped(solid: Solid) -> Solid:
    order = [1, 0, 3, 2]
    return Solid(
        corners=solid.corners[:, order], normals=solid.normals[:, order], local=solid.local[:, order]
    )


def pillow(
    width: Metres, height: Metres, depth: Metres, *, squareness: float = 0.35, segments: int = 24
) -> Solid:
    """A superellipsoid about the origin (Barr 1981): a ball at ``squareness`` 1, a stuffed square below."""
    rows = max(6, segments // 2)
    latitude = np.linspace(-np.pi / 2, np.pi / 2, rows + 1)
    longitude = np.linspace(-np.pi, np.pi, segments + 1)
    longitude[-1] = -np.pi
    lat, lon = latitude[None, :], longitude[:, None]
    half = np.array([width, height, depth]) / 2
    shape, inverse = (_superpoint(lat, lon, e) for e in (squareness, 2 - squareness))
    shape[:, [0, -1], :] = np.array([0.0, 1.0, 0.0]) * np.array([[-1.0], [1.0]])
    corners, normals = _quads(shape * half), _quads(_unit(inverse / half + 1e-12))
    return Solid(corners=corners, normals=normals, local=corners)


def _superpoint(lat: np.ndarray, lon: np.ndarray, e: float) -> np.ndarray:
    def power(value: np.ndarray, exponent: float) -> np.ndarray:
        return np.sign(value) * np.abs(value) ** exponent

    radial = power(np.cos(lat), 1.0)  # seen from the side it bulges like a ball, from above it is square
    flat = np.broadcast_to(power(np.sin(lat), 1.0), np.broadcast_shapes(lat.shape, lon.shape))
    return np.stack([radial * power(np.sin(lon), e), flat, radial * power(np.cos(lon), e)], axis=-1)


def _quads(grid: np.ndarray) -> np.ndarray:
    """(m, n, 3) points to ((m - 1)(n - 1), 4, 3) corners."""
    corners = np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], axis=2)
    return corners.reshape(-1, 4, 3)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
