"""Other worlds' axes, units and quaternion orders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatialwm import frames
from spatialwm.errors import InputError
from spatialwm.frames import FRAMES, Frame
from spatialwm.geometry.harmonics import sh_basis
from spatialwm.geometry.rotations import matrix_from_quat, quat_rotate

EVERY = pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
SEEDS = st.integers(0, 2**32 - 1)


def random_quats(seed: int, count: int = 5) -> np.ndarray:
    quats = np.random.default_rng(seed).normal(size=(count, 4))
    return quats / np.linalg.norm(quats, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (frames.GLTF, (1, 2, 3)),
        (frames.SPZ_RUB, (1, 2, 3)),
        (frames.USD_Y_UP, (1, 2, 3)),
        (frames.PLY_RDF, (1, -2, -3)),
        (frames.NANOGS_PLY, (3, -2, 1)),
        (frames.UNITY, (-1, 2, 3)),
        (frames.UNREAL, (100, 300, 200)),
        (frames.BLENDER, (1, -3, 2)),
        (frames.USD_Z_UP, (1, -3, 2)),
    ],
    ids=lambda value: value.name if isinstance(value, Frame) else "",
)
def test_every_world_puts_the_point_one_two_three_where_its_importer_does(frame, expected):
    assert np.allclose(frames.points_to(frame, np.array([1.0, 2, 3])), expected)


def test_only_the_engines_with_left_handed_axes_are_mirrored():
    assert {name for name, frame in FRAMES.items() if frame.handedness < 0} == {"unity", "unreal"}


@EVERY
@given(seed=SEEDS)
def test_there_and_back_is_where_one_was(frame, seed):
    points = np.random.default_rng(seed).normal(size=(7, 3))
    quats = random_quats(seed)
    assert np.allclose(frames.points_from(frame, frames.points_to(frame, points)), points, rtol=1e-15)
    assert np.array_equal(frames.vectors_from(frame, frames.vectors_to(frame, points)), points)
    assert np.allclose(frames.sizes_from(frame, frames.sizes_to(frame, points)), points, rtol=1e-15)
    assert np.array_equal(frames.quats_from(frame, frames.quats_to(frame, quats)), quats)


@EVERY
@given(seed=SEEDS)
def test_turning_a_point_here_and_there_comes_to_the_same(frame, seed):
    point = np.random.default_rng(seed).normal(size=(5, 3))
    quats = random_quats(seed)
    written = frames.quats_to(frame, quats)
    wxyz = np.roll(written, 1, axis=-1) if frame.quat_order == "xyzw" else written
    turned_there = quat_rotate(wxyz, frames.points_to(frame, point))
    assert np.allclose(turned_there, frames.points_to(frame, quat_rotate(quats, point)), atol=1e-9 / 0.01)


@EVERY
@given(seed=SEEDS)
def test_a_turned_box_has_the_same_corners_in_every_world(frame, seed):
    rng = np.random.default_rng(seed)
    signs = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    size, quat = rng.uniform(0.1, 3, 3), random_quats(seed, 1)[0]
    written = frames.quats_to(frame, quat)
    wxyz = np.roll(written, 1) if frame.quat_order == "xyzw" else written
    there = quat_rotate(wxyz, signs * frames.sizes_to(frame, size))
    here = frames.points_to(frame, quat_rotate(quat, signs * size))
    distances = np.linalg.norm(there[:, None] - here[None], axis=-1)
    assert np.all(distances.min(axis=1) < 1e-6) and len(set(distances.argmin(axis=1))) == 8


@pytest.mark.parametrize("frame", [f for f in FRAMES.values() if f.handedness > 0], ids=lambda f: f.name)
@given(seed=SEEDS, degree=st.integers(0, 3))
def test_a_splat_shows_the_same_colour_from_the_same_side_in_every_world(frame, seed, degree):
    rng = np.random.default_rng(seed)
    sh = rng.normal(size=(3, (degree + 1) ** 2, 3))
    directions = rng.normal(size=(6, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    here = np.einsum("dk,nkc->ndc", sh_basis(directions, degree), sh)
    basis_there = sh_basis(frames.vectors_to(frame, directions), degree)
    there = np.einsum("dk,nkc->ndc", basis_there, frames.sh_to(frame, sh))
    assert np.allclose(there, here, atol=1e-9)
    assert np.allclose(frames.sh_from(frame, frames.sh_to(frame, sh)), sh, atol=1e-9)


def test_the_axes_of_ply_change_signs_only_so_nothing_is_rounded():
    sh = np.random.default_rng(0).normal(size=(4, 16, 3)).astype(np.float32)
    flipped = frames.sh_to(frames.PLY_RDF, sh)
    assert np.array_equal(np.abs(flipped), np.abs(sh))
    signs = np.sign(flipped[0, :, 0] / sh[0, :, 0])
    assert "".join("+" if s > 0 else "-" for s in signs) == "+" + "--+" + "-++-+" + "-+--+-+"


@pytest.mark.parametrize("frame", [frames.UNITY, frames.UNREAL], ids=lambda f: f.name)
def test_splats_are_never_written_mirrored(frame):
    with pytest.raises(InputError, match="mirrored"):
        frames.sh_to(frame, np.zeros((1, 4, 3)))


def test_a_mirrored_turn_keeps_its_matrix_a_rotation():
    quat = random_quats(3, 1)[0]
    for frame in (frames.UNITY, frames.UNREAL):
        wxyz = np.roll(frames.quats_to(frame, quat), 1)
        expected = frame.matrix @ matrix_from_quat(quat) @ frame.matrix.T
        assert np.allclose(matrix_from_quat(wxyz), expected)
        assert np.linalg.det(matrix_from_quat(wxyz)) == pytest.approx(1)


@pytest.mark.parametrize("axes", [((1, 0, 0), (1, 0, 0), (0, 0, 1)), ((2, 0, 0), (0, 1, 0), (0, 0, 1))])
def test_axes_that_are_no_signed_permutation_are_refused(axes):
    with pytest.raises(InputError, match="signed permutation"):
        Frame(name="bad", axes=axes, source="none")


def test_a_unit_without_length_is_refused():
    with pytest.raises(InputError, match="unit"):
        Frame(name="bad", axes=frames.GLTF.axes, metres_per_unit=0.0, source="none")
