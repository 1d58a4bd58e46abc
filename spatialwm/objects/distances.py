"""How far points lie from a surface."""

import importlib
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.optional import require
from spatialwm.scene import Mesh

__all__ = ["distances_to_mesh"]

_CANDIDATES = 12
"""Triangles with the nearest centres that are measured exactly; among triangles of like size, as marching
cubes makes them, the true nearest is one of them."""
_BATCH = 1 << 16


def distances_to_mesh(points: Float[np.ndarray, "n 3"], mesh: Mesh) -> Float[np.ndarray, " n"]:
    """Distance [m] of each point to the mesh; on meshes with very unequal triangles, an upper bound.

    Raises:
        InputError: The mesh has no triangles.
        MissingExtraError: SciPy, which scikit-image brings, is not installed.
    """
    if not len(mesh.faces):
        raise InputError("Distances need a mesh with triangles; this one has none.")
    require("scipy", extra="photos")
    spatial: Any = importlib.import_module("scipy.spatial")
    corners = mesh.vertices.astype(np.float64)[mesh.faces]
    tree = spatial.cKDTree(corners.mean(axis=1))
    count = min(_CANDIDATES, len(corners))
    found: list[np.ndarray] = []
    for start in range(0, len(points), _BATCH):
        some = points[start : start + _BATCH].astype(np.float64)
        nearest = np.asarray(tree.query(some, k=count)[1]).reshape(len(some), count)
        best = np.full(len(some), np.inf)
        for k in range(count):
            best = np.minimum(best, _to_triangles(some, corners[nearest[:, k]]))
        found.append(best)
    return np.concatenate(found) if found else np.zeros(0)


def _to_triangles(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Distance of point k to triangle k: to its plane where the foot lies inside, else to its edges."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normals = np.cross(b - a, c - a)
    lengths = np.linalg.norm(normals, axis=1)
    units = normals / np.maximum(lengths, 1e-300)[:, None]
    heights = np.einsum("nd,nd->n", points - a, units)
    feet = points - heights[:, None] * units
    inside = lengths > 0
    edges = np.full(len(points), np.inf)
    for start, end in ((a, b), (b, c), (c, a)):
        turn = np.einsum("nd,nd->n", np.cross(end - start, feet - start), units)
        inside &= turn >= 0
        edges = np.minimum(edges, _to_segments(points, start, end))
    return np.where(inside, np.abs(heights), edges)


def _to_segments(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    squares = np.maximum(np.einsum("nd,nd->n", along, along), 1e-300)
    share = np.clip(np.einsum("nd,nd->n", points - start, along) / squares, 0, 1)
    return np.linalg.norm(points - start - share[:, None] * along, axis=1)
