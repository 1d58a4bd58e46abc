"""Rotations, poses, cameras and spherical harmonics keep their laws."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from spatialwm.geometry.cameras import K_from_fov, project, unproject
from spatialwm.geometry.harmonics import colors_from_sh0, rotate_sh, sh0_from_colors, sh_basis
from spatialwm.geometry.poses import compose, invert, look_at, matrix_from_pose, pose_from_matrix, transform
from spatialwm.geometry.rotations import (
    matrix_from_quat,
    quat_from_axis_angle,
    quat_from_matrix,
    quat_multiply,
    quat_normalize,
    quat_rotate,
    quat_slerp,
)

numbers = st.floats(-10, 10, allow_subnormal=False)
vectors = hnp.arrays(float, 3, elements=numbers)
unit_quats = (
    hnp.arrays(float, 4, elements=st.floats(-1, 1, allow_subnormal=False))
    .filter(lambda q: np.linalg.norm(q) > 0.1)
    .map(quat_normalize)
)


@given(unit_quats, unit_quats)
def test_product_of_quats_is_product_of_matrices(a, b):
    np.testing.assert_allclose(
        matrix_from_quat(quat_multiply(a, b)), matrix_from_quat(a) @ matrix_from_quat(b), atol=1e-12
    )


@given(unit_quats, vectors)
def test_a_quat_rotates_as_its_matrix(quat, vector):
    np.testing.assert_allclose(quat_rotate(quat, vector), matrix_from_quat(quat) @ vector, atol=1e-10)


@given(unit_quats)
def test_a_matrix_gives_back_its_quat(quat):
    again = quat_from_matrix(matrix_from_quat(quat))
    assert min(np.abs(again - quat).max(), np.abs(again + quat).max()) < 1e-7


def test_a_quarter_turn_about_y_takes_z_to_x():
    quat = quat_from_axis_angle(np.array([0.0, 1, 0]), np.pi / 2)
    np.testing.assert_allclose(quat_rotate(quat, np.array([0.0, 0, 1])), [1, 0, 0], atol=1e-12)


@given(unit_quats, unit_quats, st.floats(0, 1))
def test_slerp_covers_the_arc_evenly(a, b, fraction):
    middle = quat_slerp(a, b, fraction)
    whole = 2 * np.arccos(np.clip(abs(a @ b), 0, 1))
    part = 2 * np.arccos(np.clip(abs(a @ middle), 0, 1))
    assert abs(part - fraction * whole) < 1e-4


@given(vectors, unit_quats, vectors, unit_quats)
def test_composed_poses_are_multiplied_matrices(p, q, r, s):
    position, quat = compose(p, q, r, s)
    expected = matrix_from_pose(p, q) @ matrix_from_pose(r, s)
    np.testing.assert_allclose(matrix_from_pose(position, quat), expected, atol=1e-9)


@given(vectors, unit_quats, vectors)
def test_a_pose_and_its_inverse_cancel(p, q, point):
    np.testing.assert_allclose(transform(*invert(p, q), transform(p, q, point)), point, atol=1e-9)
    np.testing.assert_allclose(pose_from_matrix(matrix_from_pose(p, q))[0], p)


def test_a_camera_that_looks_at_a_point_sees_it_in_the_middle_and_up_is_up():
    world_from_camera = look_at(np.array([2.0, 1, 3]), np.array([0.0, 0.5, 0]))
    K = K_from_fov(640, 480, 0.8)
    camera_from_world = np.linalg.inv(world_from_camera)
    middle = camera_from_world[:3, :3] @ [0.0, 0.5, 0] + camera_from_world[:3, 3]
    above = camera_from_world[:3, :3] @ [0.0, 0.9, 0] + camera_from_world[:3, 3]
    pixels, depths = project(np.stack([middle, above]), K)
    np.testing.assert_allclose(pixels[0], [320, 240], atol=1e-9)
    assert pixels[1, 1] < 240
    np.testing.assert_allclose(unproject(pixels, depths, K), [middle, above], atol=1e-9)


def test_looking_straight_down_is_no_special_case_for_the_user():
    matrix = look_at(np.array([0.0, 2, 0]), np.zeros(3))
    np.testing.assert_allclose(matrix[:3, :3].T @ matrix[:3, :3], np.eye(3), atol=1e-12)


directions = hnp.arrays(float, (5, 3), elements=st.floats(-1, 1)).filter(
    lambda d: bool((np.linalg.norm(d, axis=1) > 0.1).all())
)


@given(unit_quats, directions, st.sampled_from([1, 4, 9, 16]), st.integers(0, 1000))
def test_rotated_harmonics_show_the_same_colour_along_rotated_directions(quat, d, count, seed):
    sh = np.random.default_rng(seed).normal(size=(7, count, 3))
    d = d / np.linalg.norm(d, axis=1, keepdims=True)
    matrix = matrix_from_quat(quat)
    degree = (1, 4, 9, 16).index(count)
    before = np.einsum("dk,nkc->ndc", sh_basis(d, degree), sh)
    after = np.einsum("dk,nkc->ndc", sh_basis(d @ matrix.T, degree), rotate_sh(sh, matrix))
    np.testing.assert_allclose(after, before, atol=1e-10)


def test_harmonics_are_orthonormal_on_the_sphere():
    k = np.arange(20000) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / 20000), np.pi * (1 + 5**0.5) * k
    d = np.stack([np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], 1)
    basis = sh_basis(d, 3)
    np.testing.assert_allclose(basis.T @ basis * 4 * np.pi / 20000, np.eye(16), atol=1e-3)


def test_a_colour_comes_back_from_its_coefficients():
    colors = np.array([[0.1, 0.5, 0.9]])
    np.testing.assert_allclose(colors_from_sh0(sh0_from_colors(colors)), colors, atol=1e-12)
