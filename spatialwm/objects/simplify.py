"""Meshes with less: without loose crumbs, with fewer triangles, and normals for what is left."""

import importlib
from dataclasses import replace
from typing import Any

import numpy as np
from jaxtyping import Bool

from spatialwm.errors import InputError
from spatialwm.optional import require
from spatialwm.scene import Mesh

__all__ = ["simplified", "with_normals", "without_crumbs"]

_TOWARDS_MEAN = 1e-3
"""Weight of a cell's mean position against its planes; decides where they leave a direction open."""


def with_normals(mesh: Mesh) -> Mesh:
    """The mesh with vertex normals, each the mean of its triangles' weighted by area."""
    corners = mesh.vertices.astype(np.float64)[mesh.faces]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [
            np.bincount(mesh.faces.ravel(), np.repeat(areas[:, axis], 3), len(mesh.vertices))
            for axis in range(3)
        ],
        axis=1,
    )
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    up = np.array([0.0, 1.0, 0.0])
    return replace(mesh, normals=np.where(lengths > 1e-20, normals / np.maximum(lengths, 1e-20), up))


def without_crumbs(mesh: Mesh, *, smallest_part: float) -> Mesh:
    """The connected parts with at least ``smallest_part`` (0 to 1) of all triangles.

    Raises:
        MissingExtraError: SciPy, which scikit-image brings, is not installed.
    """
    if not len(mesh.faces):
        return mesh
    require("scipy", extra="photos")
    sparse: Any = importlib.import_module("scipy.sparse")
    graph: Any = importlib.import_module("scipy.sparse.csgraph")
    a, b = mesh.faces.astype(np.int64)[:, [0, 1]].T
    c = mesh.faces[:, 2].astype(np.int64)
    rows, columns = np.concatenate([a, b]), np.concatenate([b, c])
    count = len(mesh.vertices)
    links = sparse.coo_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=(count, count))
    labels = np.asarray(graph.connected_components(links, directed=False)[1])[mesh.faces[:, 0]]
    sizes = np.bincount(labels)
    kept = sizes >= min(smallest_part * len(mesh.faces), sizes.max())
    return _with_faces(mesh, kept[labels])


def simplified(mesh: Mesh, *, faces: int) -> Mesh:
    """The mesh with at most ``faces`` triangles, by clustering vertices in a grid.

    Each cell keeps one vertex where its triangles' planes meet best (Lindstrom 2000, "Out-of-core
    simplification of large polygonal models"), so edges and corners stay sharp while flat parts lose nothing.
    Parts thinner than a cell may fuse; colours are averaged, textures dropped.

    Raises:
        InputError: Fewer than 4 triangles are asked for.
    """
    if faces < 4:
        raise InputError(f"A mesh needs at least 4 triangles, asked for {faces}.")
    if len(mesh.faces) <= faces:
        return mesh
    extent = float(np.ptp(mesh.vertices.astype(np.float64), axis=0).max())
    low, high = 0.0, extent
    best = _clustered(mesh, extent)
    for _ in range(14):  # the cell's size to a 16,000th of the extent
        middle = (low + high) / 2
        candidate = _clustered(mesh, middle)
        if len(candidate.faces) <= faces:
            best, high = candidate, middle
        else:
            low = middle
        if len(best.faces) > 0.95 * faces:
            break
    return with_normals(best)


def _clustered(mesh: Mesh, cell: float) -> Mesh:
    vertices = mesh.vertices.astype(np.float64)
    keys = np.floor((vertices - vertices.min(axis=0)) / cell).astype(np.int64)
    _, cluster, sizes = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    cluster = cluster.reshape(-1)
    means = _summed(cluster, vertices, len(sizes)) / sizes[:, None]
    positions = _meeting_points(vertices, mesh.faces, cluster, means, cell)
    linked = cluster[mesh.faces]
    whole = (linked[:, 0] != linked[:, 1]) & (linked[:, 1] != linked[:, 2]) & (linked[:, 2] != linked[:, 0])
    linked = _unfolded(linked[whole])
    colors = mesh.colors_linear
    shades = None if colors is None else _summed(cluster, colors, len(sizes)) / sizes[:, None]
    slim = replace(
        mesh,
        vertices=positions,
        faces=linked,
        normals=None,
        colors_linear=shades,
        uvs=None,
        texture=None,
    )
    return _with_faces(slim, np.ones(len(slim.faces), np.bool_))


def _unfolded(faces: np.ndarray) -> np.ndarray:
    """Each triangle once; those that fell together back to back enclose nothing and go."""
    if not len(faces):
        return faces
    ordered = np.sort(faces, axis=1)
    # a cyclic shift of the sorted corners keeps the winding: then the second is the middle one
    turn = np.argmin(faces, axis=1)
    second = faces[np.arange(len(faces)), (turn + 1) % 3]
    sides = np.where(second == ordered[:, 1], 1, -1)
    unique, inverse = np.unique(ordered, axis=0, return_inverse=True)
    net = np.bincount(inverse.reshape(-1), sides, len(unique))
    return np.where((net > 0)[:, None], unique, unique[:, [0, 2, 1]])[net != 0]


def _meeting_points(
    vertices: np.ndarray, faces: np.ndarray, cluster: np.ndarray, means: np.ndarray, cell: float
) -> np.ndarray:
    """Per cell, the point nearest to the planes of the triangles that touch it, kept near the cell."""
    corners = vertices[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(normals, axis=1)
    units = normals / np.maximum(areas, 1e-300)[:, None]
    quadrics, right, weight = np.zeros((len(means), 9)), np.zeros((len(means), 3)), np.zeros(len(means))
    for corner in range(3):
        own = cluster[faces[:, corner]]
        offsets = np.einsum("fd,fd->f", units, corners[:, 0] - means[own])
        outer = np.einsum("fi,fj->fij", units, units).reshape(-1, 9)
        quadrics += _summed(own, areas[:, None] * outer, len(means))
        right += _summed(own, (areas * offsets)[:, None] * units, len(means))
        weight += np.bincount(own, areas, len(means))
    weight = np.maximum(weight, 1e-300)[:, None]
    matrices = (quadrics / weight).reshape(-1, 3, 3) + _TOWARDS_MEAN * np.eye(3)
    moves = np.linalg.solve(matrices, (right / weight)[..., None])[..., 0]
    lengths = np.linalg.norm(moves, axis=1, keepdims=True)
    return means + moves * np.minimum(1, cell / np.maximum(lengths, 1e-300))


def _summed(cluster: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    columns = [np.bincount(cluster, values[:, k], count) for k in range(values.shape[1])]
    return np.stack(columns, axis=1)


def _with_faces(mesh: Mesh, kept: Bool[np.ndarray, " f"]) -> Mesh:
    """Only some triangles, and the vertices they use."""
    faces = mesh.faces[kept]
    used, renumbered = np.unique(faces, return_inverse=True)
    return replace(
        mesh,
        vertices=mesh.vertices[used],
        faces=renumbered.reshape(-1, 3),
        normals=None if mesh.normals is None else mesh.normals[used],
        colors_linear=None if mesh.colors_linear is None else mesh.colors_linear[used],
        uvs=None if mesh.uvs is None else mesh.uvs[used],
    )
