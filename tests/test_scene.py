"""The records check themselves, cannot be changed, and edits return new ones."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from jaxtyping import TypeCheckError

from spatialwm.errors import InputError, ShapeError, UnknownObjectError
from spatialwm.geometry.rotations import quat_conjugate, quat_from_axis_angle
from spatialwm.scene import (
    Body,
    Grasp,
    Joint,
    Look,
    Mesh,
    Move,
    Push,
    Release,
    Rollout,
    Scene,
    SceneObject,
    Splats,
    Throw,
    TriangleMesh,
    Wait,
    action_from_json,
    action_to_json,
    at_time,
    merge_splats,
    transform_splats,
    with_object,
    world_splats,
)
from spatialwm.shapes import same


def test_splats_are_read_only_but_the_source_array_is_not(three_splats):
    means = np.zeros((3, 3), np.float32)
    splats = replace(three_splats, means=means)
    with pytest.raises(ValueError, match="read-only"):
        splats.means[0] = 1
    means[0] = 1
    with pytest.raises(FrozenInstanceError):
        splats.means = means


def test_a_wrong_shape_is_an_error_at_the_line_that_made_it(three_splats):
    with pytest.raises((ShapeError, TypeCheckError), match="opacities"):
        replace(three_splats, opacities=np.ones((3, 1)))
    with pytest.raises((ShapeError, TypeCheckError), match="scales"):
        replace(three_splats, scales=np.ones((2, 3)))
    with pytest.raises(ShapeError, match="1, 4, 9 or 16"):
        replace(three_splats, sh=np.zeros((3, 5, 3)))


def test_a_mesh_refuses_indices_without_vertices(box_mesh):
    with pytest.raises(ShapeError, match="no vertex"):
        replace(box_mesh, faces=np.array([[0, 1, 99]]))
    with pytest.raises(ShapeError, match="uvs"):
        replace(box_mesh, texture=np.zeros((2, 2, 3), np.uint8))


def test_bodies_that_physics_cannot_mean_are_refused():
    with pytest.raises(InputError, match="mass"):
        Body(kind="dynamic")
    with pytest.raises(InputError, match="joint"):
        Body(kind="articulated", mass=1.0)
    with pytest.raises(InputError, match="joint"):
        Body(joint=Joint(kind="hinge", parent=None, axis=np.array([0.0, 1, 0])))
    with pytest.raises(InputError, match="static"):
        Body(kind="dynamic", mass=1.0, colliders=(TriangleMesh(),))


def test_names_are_unique_and_unknown_ones_are_named(box_on_floor):
    with pytest.raises(InputError, match="'crate'"):
        replace(box_on_floor, objects=(*box_on_floor.objects, SceneObject(name="crate")))
    with pytest.raises(UnknownObjectError, match=r"'unicorn'.*floor, crate"):
        box_on_floor["unicorn"]
    with pytest.raises(InputError, match="'/'"):
        SceneObject(name="a/b")


def test_moving_by_nothing_returns_the_same_splats(three_splats):
    assert transform_splats(three_splats, np.zeros(3), np.array([1.0, 0, 0, 0])) is three_splats


def test_moving_there_and_back_is_almost_the_same(three_splats):
    quat = quat_from_axis_angle(np.array([1.0, 2, 3]), 0.7)
    moved = transform_splats(three_splats, np.array([1.0, 2, 3]), quat)
    unshifted = transform_splats(moved, np.array([-1.0, -2, -3]), np.array([1.0, 0, 0, 0]))
    back = transform_splats(unshifted, np.zeros(3), quat_conjugate(quat))
    np.testing.assert_allclose(back.means, three_splats.means, atol=1e-6)
    np.testing.assert_allclose(back.sh, three_splats.sh, atol=1e-6)


def test_merging_pads_the_lower_degree(three_splats):
    plain = replace(three_splats, sh=three_splats.sh[:, :1])
    merged = merge_splats([plain, three_splats])
    assert len(merged) == 6 and merged.sh_degree == 3
    assert not merged.sh[:3, 1:].any()
    assert len(merge_splats([])) == 0


def test_world_splats_know_their_object(box_on_floor):
    splats, ids = world_splats(box_on_floor)
    assert ids.tolist() == [1, 1, 1]
    np.testing.assert_allclose(splats.means[0], [0, 0.5, 0])


def test_an_object_is_replaced_or_added(box_on_floor):
    moved = with_object(box_on_floor, replace(box_on_floor["crate"], position=np.ones(3)))
    assert moved["crate"].position.tolist() == [1, 1, 1] and len(moved.objects) == 2
    assert len(with_object(moved, SceneObject(name="new")).objects) == 3


def test_time_runs_along_the_rollout_and_stops_at_its_ends(box_on_floor):
    quats = np.tile([1.0, 0, 0, 0], (2, 1, 1))
    rollout = Rollout(
        times=np.array([0, 2.0]),
        names=("crate",),
        positions=np.array([[[0, 0.5, 0]], [[4, 0.5, 0]]]),
        quats=quats,
    )
    scene = replace(box_on_floor, rollout=rollout)
    assert at_time(scene, 1.0)["crate"].position.tolist() == [2, 0.5, 0]
    assert at_time(scene, -1.0)["crate"].position[0] == 0
    assert at_time(scene, 9.0)["crate"].position[0] == 4
    assert at_time(scene, 1.0)["floor"] is scene["floor"]
    with pytest.raises(UnknownObjectError, match="ghost"):
        replace(scene, rollout=replace(rollout, names=("ghost",)))


ACTIONS = [
    Push(object="mug", impulse=(0.1, 0.0, -2.0)),
    Push(object="mug", impulse=(0.1, 0.0, -2.0), point=(1.0, 2.0, 3.0)),
    Grasp(object="mug"),
    Release(),
    Throw(velocity=(1.0, 2.0, 3.0)),
    Move(displacement=(0.0, 0.0, -3.0), speed=2.0),
    Look(yaw=0.3, pitch=-0.1),
    Wait(),
]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: type(a).__name__)
def test_actions_survive_json(action):
    assert action_from_json(action_to_json(action)) == action


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "JSON object"),
        ({"action": "teleport"}, "Unknown action 'teleport'"),
        ({"action": "push", "object": "mug"}, "needs"),
        ({"action": "push", "object": "mug", "impulse": [1, 2]}, "impulse"),
        ({"action": "push", "object": "mug", "impulse": [1, 2, float("nan")]}, "finite"),
        ({"action": "push", "object": "mug", "impulse": [1, 2, True]}, "finite"),
        ({"action": "push", "object": 3, "impulse": [1, 2, 3]}, "object"),
        ({"action": "wait", "hurry": 1}, "hurry"),
    ],
)
def test_actions_that_cannot_be_meant_are_refused(data, message):
    with pytest.raises(InputError, match=message):
        action_from_json(data)


def test_same_sees_every_bit(box_on_floor, three_splats):
    assert same(box_on_floor, replace(box_on_floor))
    means = three_splats.means.copy()
    means[0, 0] = np.nextafter(means[0, 0], 1, dtype=np.float32)
    assert not same(three_splats, replace(three_splats, means=means))
    assert isinstance(three_splats, Splats) and not same(three_splats, Mesh)
    assert not same(Scene(), Scene(background=(0.0, 0.0, 0.0)))
