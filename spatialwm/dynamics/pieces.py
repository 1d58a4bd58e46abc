"""A static triangle mesh -> convex pieces: MuJoCo collides only with convex shapes."""

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.scene import Mesh

__all__ = ["convex_pieces"]

_FLAT = 0.01
"""A piece may be this thick before it is split [m]."""
_SMALLEST = 0.05
"""Pieces of this size are not split further [m]."""
_HOLE = 0.01
"""Area of a gap a piece may bridge [m^2]: 10 cm wide, a mug stays on it."""
_THICKNESS = 0.03
"""Behind the surface [m]: a sheet has no inside, and a contact needs one to push out of."""
_SLIVER = 1e-5
"""Thickness over length below which a piece is nothing; the engine refuses 1e-6."""
_MOST = 3000
"""Pieces; more, and building the model takes over ten seconds."""

Triangles = Float[np.ndarray, "_ 3 3"]


def convex_pieces(mesh: Mesh) -> list[Float[np.ndarray, "_ 3"]]:
    """Corner points of thin convex slabs that together cover the mesh's surface.

    Triangles are grouped by the axis direction they face most, then cut in halves until each group is flat to
    1 cm and bridges no gap over 100 cm^2, or is 5 cm small. So a piece's front stands at most 1 cm off the
    surface on smooth parts and 5 cm where it bends sharply or has small holes; its back is 3 cm
    behind. If that needs more than 3000 pieces, both tolerances double until it does not.

    Raises:
        InputError: The mesh has no triangle with an area.
    """
    triangles = mesh.vertices[mesh.faces].astype(float)
    triangles = triangles[_areas(triangles) > 1e-10]
    if not len(triangles):
        raise InputError("A mesh collider needs triangles with an area; this mesh has none.")
    scale = 1.0
    while (pieces := _split_all(triangles, scale)) is None:
        scale *= 2
    return [piece for piece in pieces if _has_volume(piece)]


def _has_volume(piece: np.ndarray) -> bool:
    """Not so of what a cut leaves of a triangle that all but ends there: a sliver of 10 nm."""
    spread = np.linalg.svd(piece - piece.mean(axis=0), compute_uv=False)
    return bool(spread[2] > _SLIVER * spread[0])


def _split_all(triangles: Triangles, scale: float) -> list[np.ndarray] | None:
    normals = _normals(triangles)
    axes = np.abs(normals).argmax(axis=1)
    sides = axes * 2 + (np.take_along_axis(normals, axes[:, None], 1)[:, 0] < 0)
    waiting = [triangles[sides == side] for side in range(6) if np.any(sides == side)]
    pieces: list[np.ndarray] = []
    while waiting:
        group = waiting.pop()
        if _is_done(group, scale):
            pieces.append(_slab(group))
        else:
            waiting.extend(_halves(group))
        if len(pieces) + len(waiting) > _MOST:
            return None
    return pieces


def _normals(triangles: Triangles) -> np.ndarray:
    return np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])


def _areas(triangles: Triangles) -> np.ndarray:
    return np.linalg.norm(_normals(triangles), axis=1) / 2


def _is_done(group: Triangles, scale: float) -> bool:
    points = group.reshape(-1, 3)
    if np.ptp(points, axis=0).max() <= _SMALLEST * scale:
        return True
    facing = _facing(group)
    if np.ptp(points @ facing) > _FLAT * scale:
        return False
    across = np.linalg.svd(facing[None])[2][1:]
    outline = _hull_area(points @ across.T)
    return bool(outline - _areas(group).sum() <= _HOLE * scale**2)


def _facing(group: Triangles) -> np.ndarray:
    total = _normals(group).sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-12)


def _hull_area(points: Float[np.ndarray, "n 2"]) -> float:
    """Of the convex hull in the plane (Andrew's monotone chain, 1979)."""
    ordered = np.unique(points, axis=0)
    corners = np.array(_chain(ordered)[:-1] + _chain(ordered[::-1])[:-1])
    x, y = corners.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _chain(ordered: np.ndarray) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in ordered.tolist():
        while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
            chain.pop()
        chain.append((x, y))
    return chain


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _halves(group: Triangles) -> list[Triangles]:
    points = group.reshape(-1, 3)
    axis = int(np.ptp(points, axis=0).argmax())
    middle = (points[:, axis].min() + points[:, axis].max()) / 2
    halves = [_clipped(group, axis, middle, side) for side in (1.0, -1.0)]
    return [half for half in halves if len(half)]


def _clipped(group: Triangles, axis: int, level: float, side: float) -> Triangles:
    """What of the triangles lies on one side of the plane (Sutherland and Hodgman 1974)."""
    depths = side * (group[:, :, axis] - level)
    inside, outside = (depths >= 0).all(axis=1), (depths <= 0).all(axis=1)
    kept = [group[inside & (~outside | (side > 0))]]  # a triangle in the plane goes to one side
    for triangle, depth in zip(group[~inside & ~outside], depths[~inside & ~outside], strict=True):
        polygon: list[np.ndarray] = []
        for i, j in ((0, 1), (1, 2), (2, 0)):
            if depth[i] >= 0:
                polygon.append(triangle[i])
            if depth[i] * depth[j] < 0:
                polygon.append(triangle[i] + (triangle[j] - triangle[i]) * depth[i] / (depth[i] - depth[j]))
        fan = [(polygon[0], polygon[n], polygon[n + 1]) for n in range(1, len(polygon) - 1)]
        kept.append(np.array(fan).reshape(-1, 3, 3))
    cut = np.concatenate(kept)
    return cut[_areas(cut) > 1e-10]


def _slab(group: Triangles) -> np.ndarray:
    points = np.unique(group.reshape(-1, 3), axis=0)
    return np.concatenate([points, points - _facing(group) * _THICKNESS])
