"""Convex hulls, and colliders as triangles."""

import importlib
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.poses import transform
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, Mesh, Sphere

__all__ = ["collider_mesh", "convex_hull"]

_SIDES = 24
"""Of round colliders: a 24-gon stays within 0.9 % of its circle."""
_RINGS = 8
"""From pole to pole; with 24 sides a ball has 170 corners, and PhysX takes at most 255 per hull."""
_FLAT = 1e-6
"""Thickness over length below which points count as lying in one plane; qhull warns from about there."""


def convex_hull(points: Float[np.ndarray, "n 3"], *, vertex_limit: int | None = None) -> Mesh:
    """The convex hull of points [m], as triangles that face outwards.

    Computed by the qhull inside MuJoCo (Barber et al. 1996), so that no other package is needed.

    Args:
        points: At least four that do not lie in one plane.
        vertex_limit: Keep at most so many corners, at least 4; the hull then lies inside the true one.

    Raises:
        InputError: The points lie in one plane, are too few or not finite.
    """
    if not np.isfinite(points).all():
        raise InputError("A convex hull needs finite points; some are not.")
    if len(points) < 4 or _thickness(points) < _FLAT:
        raise InputError(
            f"A convex hull needs 4 points that are not in one plane, got {len(points)} that are."
        )
    try:
        faces = _hull_faces(np.asarray(points, float), vertex_limit)
    except ValueError as error:
        raise InputError(f"These {len(points)} points have no hull; they are too close together.") from error
    corners, renumbered = np.unique(faces, return_inverse=True)
    return Mesh(vertices=np.asarray(points)[corners], faces=renumbered.reshape(-1, 3))


def _hull_faces(points: np.ndarray, vertex_limit: int | None) -> np.ndarray:
    mujoco: Any = importlib.import_module("mujoco")  # it comes without types
    spec = mujoco.MjSpec()
    part = spec.add_mesh()
    part.name = "hull"
    part.uservert = points.reshape(-1).tolist()
    part.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_SHELL  # a thin hull has no volume to speak of
    if vertex_limit is not None:
        part.maxhullvert = max(vertex_limit, 4)
    geom = spec.worldbody.add_geom()
    geom.type, geom.meshname = mujoco.mjtGeom.mjGEOM_MESH, "hull"
    return _graph_faces(spec.compile().mesh_graph)


def _thickness(points: np.ndarray) -> float:
    """Smallest over largest spread along the principal axes; 0 when all points coincide."""
    centred = np.asarray(points, float) - np.mean(points, axis=0)
    spread = np.sqrt(np.maximum(np.linalg.eigvalsh(centred.T @ centred), 0))
    return float(spread[0] / spread[-1]) if spread[-1] > 0 else 0.0


def _graph_faces(graph: np.ndarray) -> np.ndarray:
    """The triangles in MuJoCo's ``mesh_graph``, as indices of the points that went in.

    Layout (XML reference, mesh): vertex and face count, two tables per vertex, one of edges, the faces.
    """
    vertex_count, face_count = int(graph[0]), int(graph[1])
    start = 2 + 2 * vertex_count + (vertex_count + 3 * face_count)
    return graph[start : start + 3 * face_count].reshape(-1, 3)


def collider_mesh(collider: Collider, mesh: Mesh | None) -> Mesh:
    """A collider as triangles in the object's frame; round ones as 24-sided solids.

    Args:
        collider: Any collider.
        mesh: The object's own mesh, which a ``TriangleMesh`` uses.

    Raises:
        InputError: A ``TriangleMesh`` of an object without a mesh, or a flat ``ConvexHull``.
    """
    match collider:
        case Box(size=size):
            shape = _box(size)
        case Sphere(radius=radius):
            shape = _lathe(_round_profile(radius, 0.0))
        case Capsule(radius=radius, height=height):
            shape = _lathe(_round_profile(radius, height))
        case Cylinder(radius=radius, height=height):
            shape = _lathe(np.array([[0, -1], [radius, -1], [radius, 1], [0, 1]]) * [1, height / 2])
        case ConvexHull(points=points):
            shape = convex_hull(points)
        case _:
            if mesh is None:
                raise InputError("A mesh collider needs an object with a mesh; give the object one.")
            shape = Mesh(vertices=mesh.vertices, faces=mesh.faces)
    placed = transform(collider.position.astype(float), collider.quat.astype(float), shape.vertices)
    return Mesh(vertices=placed, faces=shape.faces)


def _box(size: np.ndarray) -> Mesh:
    signs = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    return Mesh(vertices=signs * size, faces=np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]))


def _round_profile(radius: float, height: float) -> np.ndarray:
    """(distance from the axis, y) from the lower to the upper pole of a capsule; height 0 is a ball."""
    polar = np.linspace(0, np.pi, _RINGS + 1)
    profile = np.stack([np.sin(polar), -np.cos(polar)], axis=-1) * radius
    profile[[0, -1], 0] = 0
    if height == 0:
        return profile
    lower, upper = profile[: _RINGS // 2 + 1], profile[_RINGS // 2 :]
    half = np.array([0, height / 2])
    return np.concatenate([lower - half, upper + half])


def _lathe(profile: np.ndarray) -> Mesh:
    """Turn a profile, whose ends lie on the y axis, about that axis."""
    turn = np.arange(_SIDES) * 2 * np.pi / _SIDES
    rings = [
        np.stack([r * np.sin(turn), np.full(_SIDES, y), r * np.cos(turn)], axis=-1) for r, y in profile[1:-1]
    ]
    bottom, top = 0, 1 + _SIDES * len(rings)
    here = np.arange(_SIDES)
    following = np.roll(here, -1)
    faces = [np.stack([np.full(_SIDES, bottom), 1 + following, 1 + here], axis=-1)]
    for k in range(len(rings) - 1):
        low, high = 1 + k * _SIDES, 1 + (k + 1) * _SIDES
        faces.append(np.stack([low + here, low + following, high + following], axis=-1))
        faces.append(np.stack([low + here, high + following, high + here], axis=-1))
    last = top - _SIDES
    faces.append(np.stack([last + here, last + following, np.full(_SIDES, top)], axis=-1))
    poles = [np.array([[0, profile[0, 1], 0]]), np.array([[0, profile[-1, 1], 0]])]
    return Mesh(vertices=np.concatenate([poles[0], *rings, poles[1]]), faces=np.concatenate(faces))
