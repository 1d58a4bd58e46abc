"""Depth pictures become one closed, coloured surface."""

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.objects.distances import distances_to_mesh
from spatialwm.objects.simplify import simplified, with_normals, without_crumbs
from spatialwm.objects.splat_surface import mesh_from_splats
from spatialwm.objects.surfaces import fuse_depths
from spatialwm.scene import Camera, Mesh, Splats

pytest.importorskip("skimage")

RADIUS, VOXEL = 0.5, 0.025
_AXES = [(1, 0, 0), (-1, 0, 0), (0.01, 1, 0), (0.01, -1, 0), (0, 0, 1), (0, 0, -1)]
_CORNERS = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]


def _ball_frames() -> tuple[list[np.ndarray], list[np.ndarray], list[Camera]]:
    """Exact depth of a ball from 14 sides; its colour is its direction."""
    depths, colors, cameras = [], [], []
    for direction in np.array([*_AXES, *_CORNERS], float):
        eye = 2 * direction / np.linalg.norm(direction)
        x, y, z = map(float, eye)
        camera = Camera.looking_at((x, y, z), (0.0, 0.0, 0.0), width=160, height=160, vertical_fov=0.7)
        rows, columns = np.indices((160, 160)) + 0.5
        x, y = (columns - camera.K[0, 2]) / camera.K[0, 0], (rows - camera.K[1, 2]) / camera.K[1, 1]
        squares = x * x + y * y + 1
        half = 2 / squares
        inside = half**2 - (4 - RADIUS**2) / squares
        depth = np.where(inside > 0, half - np.sqrt(np.maximum(inside, 0)), 0)
        rays = np.stack([x, y, np.ones_like(x)], axis=-1) * depth[..., None]
        points = rays @ camera.world_from_camera[:3, :3].T + eye
        depths.append(depth.astype(np.float32))
        colors.append(np.clip(127.5 + 127.5 * points / RADIUS, 0, 255).astype(np.uint8))
        cameras.append(camera)
    return depths, colors, cameras


@pytest.fixture(scope="module")
def ball() -> Mesh:
    return fuse_depths(*_ball_frames(), voxel=VOXEL)


def test_a_fused_ball_is_true_within_half_a_voxel(ball):
    errors = np.abs(np.linalg.norm(ball.vertices, axis=1) - RADIUS)
    assert errors.max() < 0.5 * VOXEL
    assert errors.mean() < 0.1 * VOXEL


def test_a_fused_ball_is_closed_and_faces_outwards(ball):
    edges = np.concatenate([ball.faces[:, [0, 1]], ball.faces[:, [1, 2]], ball.faces[:, [2, 0]]])
    _, counts = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    assert (counts == 2).all()
    assert ((ball.normals * ball.vertices).sum(axis=1) > 0.9 * RADIUS).all()
    a, b, c = (ball.vertices[ball.faces[:, k]].astype(float) for k in range(3))
    volume = np.einsum("fd,fd->", a, np.cross(b, c)) / 6
    assert volume == pytest.approx(4 / 3 * np.pi * RADIUS**3, rel=0.02)


def test_a_fused_ball_has_the_pictures_colours_in_linear_light(ball):
    levels = np.clip(0.5 + 0.5 * ball.vertices / RADIUS, 0, 1)
    truth = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    assert np.abs(ball.colors_linear - truth).mean() < 0.02


def test_chunks_meet_without_a_seam():
    depths, _, cameras = _ball_frames()
    fine = fuse_depths(depths, None, cameras, voxel=0.0075)  # 133 voxels across: chunks hold 128
    edges = np.concatenate([fine.faces[:, [0, 1]], fine.faces[:, [1, 2]], fine.faces[:, [2, 0]]])
    _, counts = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    assert (counts == 2).all()
    assert fine.colors_linear is None


def test_noise_is_averaged_away():
    depths, _, cameras = _ball_frames()
    rng = np.random.default_rng(0)
    noisy = [np.where(d > 0, d + rng.normal(size=d.shape) * 0.01, 0).astype(np.float32) for d in depths]
    mesh = fuse_depths(noisy, None, cameras, voxel=VOXEL)
    assert np.abs(np.linalg.norm(mesh.vertices, axis=1) - RADIUS).mean() < 0.005


def test_the_same_depths_give_the_same_mesh(ball):
    again = fuse_depths(*_ball_frames(), voxel=VOXEL)
    assert np.array_equal(again.vertices, ball.vertices)
    assert np.array_equal(again.faces, ball.faces)


def test_holes_in_the_depth_are_unknown_and_not_walls():
    depths, colors, cameras = _ball_frames()
    for depth, bad in zip(depths, (np.nan, np.inf, -1.0, 0.0) * 4, strict=False):
        depth[:5, :80] = bad
    mesh = fuse_depths(depths, colors, cameras, voxel=VOXEL)
    assert np.abs(np.linalg.norm(mesh.vertices, axis=1) - RADIUS).max() < 0.5 * VOXEL


def test_fusion_says_what_is_wrong_with_its_input():
    depths, colors, cameras = _ball_frames()
    with pytest.raises(InputError, match="one camera"):
        fuse_depths(depths, colors, cameras[:3], voxel=VOXEL)
    with pytest.raises(InputError, match="nothing can be fused"):
        fuse_depths([np.zeros_like(depths[0])], None, cameras[:1], voxel=VOXEL)
    with pytest.raises(InputError, match="160 x 160"):
        fuse_depths([depths[0][:80]], None, cameras[:1], voxel=VOXEL)
    with pytest.raises(InputError, match="larger voxels"):
        fuse_depths(depths, None, cameras, voxel=1e-4)
    with pytest.raises(InputError, match="GiB"):
        fuse_depths(depths, None, cameras, voxel=VOXEL, memory=1 << 20)
    with pytest.raises(InputError, match="above 0"):
        fuse_depths(depths, None, cameras, voxel=-1.0)
    with pytest.raises(InputError, match="never agree"):
        fuse_depths(depths[:1], None, cameras[:1], voxel=VOXEL, least_views=5)


def test_loose_crumbs_are_dropped_and_large_parts_stay(ball, box_mesh):
    both = Mesh(
        vertices=np.concatenate([ball.vertices, box_mesh.vertices + np.array([3.0, 0, 0], np.float32)]),
        faces=np.concatenate([ball.faces, box_mesh.faces + np.int32(len(ball.vertices))]),
    )
    assert len(without_crumbs(both, smallest_part=0.01).faces) == len(ball.faces)
    assert len(without_crumbs(both, smallest_part=0.0).faces) == len(both.faces)
    assert len(without_crumbs(box_mesh, smallest_part=1.0).faces) == 12


def test_simplifying_keeps_to_the_number_and_the_shape(ball):
    light = simplified(ball, faces=800)
    assert 600 < len(light.faces) <= 800
    assert np.abs(np.linalg.norm(light.vertices, axis=1) - RADIUS).max() < 0.03 * RADIUS
    assert ((light.normals * light.vertices).sum(axis=1) > 0.7 * RADIUS).all()
    assert light.colors_linear is not None
    assert simplified(light, faces=10_000) is light
    with pytest.raises(InputError, match="at least 4"):
        simplified(ball, faces=1)


def test_simplifying_a_finely_cut_box_keeps_its_edges_sharp():
    steps = np.linspace(-0.5, 0.5, 25)
    corners, faces = list[np.ndarray](), list[np.ndarray]()
    index = np.arange(625).reshape(25, 25)
    quads = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], axis=-1).reshape(-1, 4)
    for axis in range(3):
        for side in (-0.5, 0.5):
            a, b = np.meshgrid(steps, steps, indexing="ij")
            parts = [a.ravel(), b.ravel()]
            parts.insert(axis, np.full(625, side))
            outwards = quads if (side > 0) == (axis != 1) else quads[:, ::-1]
            faces += [part + 625 * len(corners) for part in (outwards[:, :3], outwards[:, [0, 2, 3]])]
            corners.append(np.stack(parts, axis=1))
    vertices, inverse = np.unique(np.round(np.concatenate(corners), 9), axis=0, return_inverse=True)
    box = Mesh(vertices=vertices, faces=inverse.reshape(-1)[np.concatenate(faces)])
    light = simplified(box, faces=300)
    reach = np.abs(light.vertices).max(axis=1)
    assert np.abs(reach - 0.5).max() < 0.01  # every vertex still lies on the surface
    extremes = (np.abs(np.abs(light.vertices) - 0.5) < 0.01).sum(axis=1)
    assert (extremes == 3).sum() == 8  # and the eight corners are there


def test_distances_to_a_box_are_exact(box_mesh):
    points = np.array([[0, 0, 0], [0, 0, 2.0], [1.5, 1.5, 0], [1.5, 1.5, 1.5], [0.1, 0.2, 0.45], [0.5, 0, 0]])
    truth = [0.5, 1.5, np.sqrt(2), np.sqrt(3), 0.05, 0]
    np.testing.assert_allclose(distances_to_mesh(points, box_mesh), truth, atol=1e-6)
    assert len(distances_to_mesh(np.zeros((0, 3)), box_mesh)) == 0
    with pytest.raises(InputError, match="no"):
        distances_to_mesh(points, Mesh(vertices=np.zeros((3, 3)), faces=np.zeros((0, 3), np.int32)))


def test_normals_of_a_flat_triangle_stand_on_it():
    flat = Mesh(
        vertices=np.array([[0.0, 0, 0], [1, 0, 0], [0, 0, -1], [5, 5, 5]]), faces=np.array([[0, 1, 2]])
    )
    normals = with_normals(flat).normals
    assert normals is not None
    np.testing.assert_allclose(normals, [[0, 1, 0]] * 4, atol=1e-7)


def test_a_ball_of_splats_becomes_a_ball_and_floaters_do_not():
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(4000, 3))
    means = RADIUS * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    floater = np.array([[0.0, 0.3, 1.2]])
    splats = Splats(
        means=np.concatenate([means, floater]),
        quats=np.tile([1.0, 0, 0, 0], (4001, 1)),
        scales=np.full((4001, 3), 0.012),
        opacities=np.full(4001, 0.9),
        sh=sh0_from_colors(np.tile([0.8, 0.2, 0.1], (4001, 1))),
    )
    mesh = mesh_from_splats(splats, _ball_frames()[2], voxel=VOXEL)
    radii = np.linalg.norm(mesh.vertices, axis=1)
    assert abs(np.median(radii) - RADIUS) < 0.5 * VOXEL
    assert np.percentile(np.abs(radii - RADIUS), 99) < VOXEL
    assert mesh.colors_linear is not None
    assert np.median(mesh.colors_linear[:, 0]) == pytest.approx(0.6, abs=0.06)
