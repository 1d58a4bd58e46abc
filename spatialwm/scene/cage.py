"""Soft objects: what is inside a cage follows its control points exactly.

A cage is a box of cells with a control point at every corner. A point inside is the trilinear blend of the
eight corners of its cell, before and after; so the deformation gradient F has a closed form, a Gaussian of
covariance S becomes one of F S F^T (Xie et al. 2024, PhysGaussian), and its colour turns with the rotation
of the polar decomposition of F.
"""

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.harmonics import rotate_sh_each
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.scene.body import Body, Box
from spatialwm.scene.mesh import Mesh
from spatialwm.scene.splats import Splats

__all__ = ["best_fit", "cage_shares", "deform_mesh", "deform_splats", "deformation", "rest_cage"]

_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)])
_THINNEST = 1e-7
"""A squeezed splat keeps this thickness [m]."""


def rest_cage(body: Body) -> Float[np.ndarray, "k 3"]:
    """Control points of an undeformed soft body in the object's frame [m], z changing fastest, then y."""
    box = _box(body)
    steps = [np.linspace(-0.5, 0.5, n + 1) for n in body.cells]
    grid = np.stack(np.meshgrid(*steps, indexing="ij"), axis=-1).reshape(-1, 3)
    return (grid * box.size.astype(float) + box.position).astype(np.float32)


def deformation(
    points: Float[np.ndarray, "n 3"], body: Body, cage: Float[np.ndarray, "k 3"]
) -> tuple[Float[np.ndarray, "n 3"], Float[np.ndarray, "n 3 3"]]:
    """Where points of the undeformed object go, and the deformation gradient dx/dX there.

    Points outside the box follow the nearest cell, extended.
    """
    index, shares, slopes = _blend(points, body)
    nodes = cage.astype(float)[index]
    return np.einsum("nc,nca->na", shares, nodes), np.einsum("nca,ncb->nab", nodes, slopes)


def cage_shares(point: Float[np.ndarray, "3"], body: Body) -> Float[np.ndarray, " k"]:
    """How much of each control point is in a point of the undeformed object; together 1."""
    index, shares, _ = _blend(point[None], body)
    every = np.zeros(int(np.prod(np.array(body.cells) + 1)))
    every[index[0]] = shares[0]
    return every


def _blend(points: np.ndarray, body: Body) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each point its eight control points, their shares, and the gradient of each share."""
    box, cells = _box(body), np.array(body.cells)
    pitch = box.size.astype(float) / cells
    at = (points - (box.position - box.size.astype(float) / 2)) / pitch
    cell = np.clip(np.floor(at), 0, cells - 1).astype(int)
    way = (at - cell)[:, None, :]
    # of each axis: the share of this corner, and how the share grows along the axis
    shares = np.where(_CORNERS, way, 1 - way)
    growth = np.where(_CORNERS, 1.0, -1.0) / pitch
    corners = cell[:, None, :] + _CORNERS
    index = (corners[..., 0] * (cells[1] + 1) + corners[..., 1]) * (cells[2] + 1) + corners[..., 2]
    slopes = np.stack([growth[:, b] * np.delete(shares, b, axis=2).prod(axis=2) for b in range(3)], axis=2)
    return index, shares.prod(axis=2), slopes


def deform_splats(splats: Splats, body: Body, cage: Float[np.ndarray, "k 3"] | None) -> Splats:
    """Splats of a soft object as its cage has them; without a cage, ``splats`` itself."""
    if cage is None:
        return splats
    means, gradients = deformation(splats.means.astype(float), body, cage)
    axes = matrix_from_quat(splats.quats.astype(float)) * splats.scales.astype(float)[:, None, :]
    turned, scales, _ = np.linalg.svd(gradients @ axes)  # covariance = axes @ axes.T
    turned[..., 2] *= np.linalg.det(turned)[:, None]  # the covariance does not know left from right
    left, _, right = np.linalg.svd(gradients)
    left[..., 2] *= np.linalg.det(left @ right)[:, None]
    return replace(
        splats,
        means=means,
        quats=quat_from_matrix(turned),
        scales=np.maximum(scales, _THINNEST),
        sh=rotate_sh_each(splats.sh, left @ right),
    )


def deform_mesh(mesh: Mesh, body: Body, cage: Float[np.ndarray, "k 3"] | None) -> Mesh:
    """A soft object's mesh as its cage has it; without a cage, ``mesh`` itself."""
    if cage is None:
        return mesh
    vertices, gradients = deformation(mesh.vertices.astype(float), body, cage)
    normals = mesh.normals
    if normals is not None:
        rows = np.swapaxes(gradients, 1, 2)
        # the cofactor of F carries normals: its columns are cross products of F's
        cofactor = np.stack([np.cross(rows[:, (b + 1) % 3], rows[:, (b + 2) % 3]) for b in range(3)], axis=2)
        normals = np.einsum("nab,nb->na", cofactor, normals.astype(float))
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    return replace(mesh, vertices=vertices, normals=normals)


def best_fit(
    rest: Float[np.ndarray, "k 3"], nodes: Float[np.ndarray, "k 3"]
) -> tuple[Float[np.ndarray, "3"], Float[np.ndarray, "3 3"]]:
    """Shift and rotation that carry ``rest`` nearest to ``nodes`` in the mean square (Kabsch 1976)."""
    middle, centre = np.add.reduce(rest) / len(rest), np.add.reduce(nodes) / len(nodes)
    left, _, right = np.linalg.svd((nodes - centre).T @ (rest - middle))
    if np.linalg.det(left @ right) < 0:
        left[:, 2] *= -1
    turn = left @ right
    return centre - turn @ middle, turn


def _box(body: Body) -> Box:
    box = body.colliders[0]
    assert isinstance(box, Box)  # Body has checked it
    return box
