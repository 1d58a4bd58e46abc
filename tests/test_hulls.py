"""Convex hulls, and colliders as triangles."""

import math

import numpy as np
import pytest
import trimesh

from spatialwm.errors import InputError
from spatialwm.objects.hulls import collider_mesh, convex_hull
from spatialwm.scene import (
    Box,
    Capsule,
    ConvexHull,
    Cylinder,
    Sphere,
    TriangleMesh,
)
from tests.chirality import TURN


@pytest.mark.parametrize(
    "shape",
    [
        Box(size=np.array([1.0, 2, 3]), position=np.ones(3), quat=TURN),
        Sphere(radius=0.5),
        Cylinder(radius=0.5, height=2.0),
        Capsule(radius=0.5, height=2.0),
        ConvexHull(points=np.random.default_rng(0).normal(size=(40, 3))),
    ],
    ids=lambda shape: type(shape).__name__,
)
def test_collider_meshes_are_closed_convex_and_face_outwards(shape):
    mesh = collider_mesh(shape, None)
    found = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    volumes = {Box: 6, Sphere: math.pi / 6, Cylinder: math.pi / 2, Capsule: math.pi / 2 + math.pi / 6}
    assert found.is_watertight and found.is_convex and found.volume > 0
    if type(shape) in volumes:
        assert found.volume == pytest.approx(volumes[type(shape)], rel=0.05)


def test_a_hull_contains_its_points_and_touches_the_outermost():
    points = np.random.default_rng(4).normal(size=(300, 3)) * [1, 2, 0.2] + [5, 6, 7]
    hull = convex_hull(points)
    corners = hull.vertices[hull.faces].astype(float)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    heights = np.einsum("fi,pfi->pf", normals, points[:, None] - corners[None, :, 0])
    assert heights.max() < 1e-5
    assert np.allclose(np.ptp(hull.vertices, axis=0), np.ptp(points, axis=0), atol=1e-5)
    assert len(convex_hull(points, vertex_limit=12).vertices) <= 12


@pytest.mark.parametrize(
    "points",
    [
        np.zeros((9, 3)),
        np.eye(3),
        np.random.default_rng(0).normal(size=(9, 3)) * [1, 1, 0],
        np.full((9, 3), np.nan),
    ],
)
def test_points_without_volume_have_no_hull(points):
    with pytest.raises(InputError, match="convex hull needs"):
        convex_hull(points)


def test_a_mesh_collider_needs_a_mesh():
    with pytest.raises(InputError, match="needs an object with a mesh"):
        collider_mesh(TriangleMesh(), None)
