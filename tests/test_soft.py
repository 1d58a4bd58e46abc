"""Soft things: squeezed as Hooke says, drawn as their cage says, exact as everything else."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.dynamics import EnginePredictor, fork, replay, simulate, start_of, state_hash
from spatialwm.dynamics.soft import nodes_of
from spatialwm.errors import FormatError, InputError
from spatialwm.geometry.harmonics import rotate_sh, rotate_sh_each
from spatialwm.geometry.rotations import matrix_from_quat, quat_normalize
from spatialwm.io.glb import decode, encode
from spatialwm.scene import (
    Body,
    Box,
    CageTrack,
    Grasp,
    Joint,
    Push,
    Scene,
    SceneObject,
    Sphere,
    Splats,
    Wait,
    at_time,
    deform_mesh,
    deform_splats,
    deformation,
    rest_cage,
    world_splats,
)
from spatialwm.scene.elasticity import ELASTIC_MATERIALS, soft_body
from spatialwm.shapes import same

SIDE = 0.2


def floor(friction: float = 0.6) -> SceneObject:
    box = Box(size=np.array([10.0, 0.1, 10]))
    return SceneObject(
        name="floor", position=np.array([0, -0.05, 0]), body=Body(friction=friction, colliders=(box,))
    )


def block(material: str = "foam", friction: float = 0.6) -> SceneObject:
    return SceneObject(
        name="block",
        position=np.array([0, SIDE / 2, 0]),
        body=soft_body(material, (SIDE, SIDE, SIDE), friction=friction),
    )


def ball(mass: float = 0.5) -> SceneObject:
    body = Body(kind="dynamic", mass=mass, colliders=(Sphere(radius=0.05),))
    return SceneObject(name="ball", position=np.array([0, SIDE + 0.06, 0]), body=body)


def squeezed_height(material: str, mass: float) -> float:
    plate = SceneObject(
        name="plate",
        position=np.array([0, SIDE + 0.0102, 0]),
        body=Body(
            kind="articulated",
            mass=mass,
            friction=0.0,
            colliders=(Box(size=np.array([0.4, 0.02, 0.4])),),
            joint=Joint(kind="slide", parent=None, axis=np.array([0.0, 1, 0])),
        ),
    )
    predictor = EnginePredictor(Scene(objects=(floor(0.0), block(material, 0.0), plate)))
    state = predictor.initial()
    for _ in range(90):
        state = predictor.step(state, Wait())
    x = state.nodes.reshape(2, 2, 2, 3)
    return float((x[:, 1, :, 1] - x[:, 0, :, 1]).mean())


@pytest.mark.parametrize("material", ["rubber", "foam"])
def test_a_column_shortens_by_force_times_length_over_modulus_times_area(material: str) -> None:
    spring = ELASTIC_MATERIALS[material].young * SIDE  # E A / L of a cube
    masses = [0.01 * spring * SIDE / 9.81, 0.03 * spring * SIDE / 9.81]
    heights = [squeezed_height(material, mass) for mass in masses]
    slope = (masses[1] - masses[0]) * 9.81 / (heights[0] - heights[1])
    assert slope == pytest.approx(spring, rel=0.01)


def soft_scene() -> Scene:
    return Scene(objects=(floor(), block(), ball()))


def test_a_ball_dents_a_softer_block_deeper() -> None:
    low = {}
    for material in ("cushion", "foam"):
        scene = Scene(objects=(floor(), block(material), ball()))
        low[material] = float(simulate(scene, [], seconds=1.0)["ball"].position[1])
    assert low["cushion"] < low["foam"] - 0.001
    assert low["foam"] < SIDE + 0.05


def test_a_state_continues_exactly_and_a_fork_repeats() -> None:
    scene = soft_scene()
    push = Push("block", impulse=(0.02, 0.0, 0.0), point=(-0.1, 0.15, 0.0))
    whole = simulate(scene, [(0.1, push)], seconds=0.5)
    again = simulate(fork(whole, 0.25), [], seconds=0.25)
    assert whole.rollout is not None
    assert again.rollout is not None
    assert again.rollout.state_hash == whole.rollout.state_hash
    predictor, other = EnginePredictor(scene), EnginePredictor(scene)
    states = [predictor.initial()]
    for _ in range(12):
        states.append(predictor.step(states[-1], Wait()))
    back = other.step(states[7], Wait())
    assert state_hash(back) == state_hash(states[8])
    assert np.array_equal(back.engine, states[8].engine)


def test_a_deformed_scene_is_saved_exactly_and_replays() -> None:
    scene = soft_scene()
    after = simulate(scene, [(0.1, Push("block", impulse=(0.02, 0.0, 0.0)))], seconds=0.5)
    assert after["block"].cage is not None
    loaded = decode(encode(after))
    assert same(loaded, after)
    assert replay(loaded).same
    assert same(start_of(loaded), scene)


def test_a_cage_between_frames_is_between_the_cages() -> None:
    after = simulate(soft_scene(), [], seconds=0.5)
    assert after.rollout is not None
    nodes = after.rollout.cages[0].nodes
    halfway = at_time(after, 20.5 / 60)["block"].cage
    assert halfway is not None
    assert np.allclose(halfway, (nodes[20] + nodes[21]) / 2, atol=1e-6)


def test_all_of_a_push_goes_into_a_soft_thing() -> None:
    scene = Scene(objects=(block("foam"),), gravity=np.zeros(3))
    predictor = EnginePredictor(scene)
    state = predictor.step(
        predictor.initial(), Push("block", impulse=(0.03, 0.01, -0.02), point=(-0.1, 0.13, 0.05))
    )
    mass = scene["block"].body.mass
    assert state.velocities[0] * mass == pytest.approx([0.03, 0.01, -0.02], abs=1e-9)


def wild_cage(body: Body) -> np.ndarray:
    rest = rest_cage(body)
    return rest + np.random.default_rng(1).normal(size=rest.shape).astype(np.float32) * 0.03


def test_the_deformation_gradient_is_the_slope_of_the_deformation() -> None:
    body = soft_body("foam", (0.3, 0.2, 0.4), cells=(2, 1, 3))
    cage, step = wild_cage(body), 1e-6
    points = np.random.default_rng(0).uniform(-0.1, 0.1, (40, 3))
    _, gradients = deformation(points, body, cage)
    for b, axis in enumerate(np.eye(3) * step):
        ahead, behind = (deformation(points + sign * axis, body, cage)[0] for sign in (1, -1))
        assert np.allclose(gradients[:, :, b], (ahead - behind) / (2 * step), atol=1e-8)


def covariances(splats: Splats) -> np.ndarray:
    axes = matrix_from_quat(splats.quats.astype(float)) * splats.scales.astype(float)[:, None]
    return axes @ axes.transpose(0, 2, 1)


def test_covariances_follow_the_gradient_and_colour_its_rotation(three_splats: Splats) -> None:
    body = soft_body("foam", (3.0, 5.0, 3.0), cells=(2, 2, 1))
    cage = rest_cage(body) + 8 * (wild_cage(body) - rest_cage(body))
    moved = deform_splats(three_splats, body, cage)
    _, gradients = deformation(three_splats.means.astype(float), body, cage)
    wanted = gradients @ covariances(three_splats) @ gradients.transpose(0, 2, 1)
    assert np.allclose(covariances(moved), wanted, atol=1e-6)
    for k, gradient in enumerate(gradients):
        values, vectors = np.linalg.eigh(gradient.T @ gradient)
        turn = gradient @ vectors @ np.diag(values**-0.5) @ vectors.T  # F U^-1, U = sqrt(F^T F)
        assert np.linalg.det(turn) == pytest.approx(1.0)
        assert np.allclose(moved.sh[k : k + 1], rotate_sh(three_splats.sh[k : k + 1], turn), atol=1e-5)


def test_turning_each_colour_is_turning_one_after_the_other() -> None:
    rng = np.random.default_rng(3)
    sh, turns = rng.normal(size=(6, 16, 3)), matrix_from_quat(quat_normalize(rng.normal(size=(6, 4))))
    one_by_one = [rotate_sh(sh[k : k + 1], turns[k]) for k in range(6)]
    assert np.allclose(rotate_sh_each(sh, turns), np.concatenate(one_by_one), atol=1e-12)


def test_a_turned_cage_turns_mesh_normals(box_mesh: object) -> None:
    from spatialwm.scene import Mesh

    assert isinstance(box_mesh, Mesh)
    body = soft_body("foam", (1.0, 1.0, 1.0))
    up = np.tile([0.0, 1, 0], (len(box_mesh.vertices), 1))
    sheared = rest_cage(body).astype(float)
    sheared[:, 1] += 0.5 * sheared[:, 0]
    normals = deform_mesh(replace(box_mesh, normals=up), body, sheared).normals
    assert normals is not None
    assert np.allclose(normals, np.array([-0.5, 1, 0]) / np.sqrt(1.25), atol=1e-6)


def test_what_does_not_deform_keeps_its_splats_to_the_bit(three_splats: Splats) -> None:
    vase = SceneObject(name="vase", position=np.array([2.0, 0, 0]), splats=three_splats)
    soft = replace(block(), splats=three_splats)
    scene = Scene(objects=(floor(), soft, ball(), vase))
    assert deform_splats(three_splats, soft.body, None) is three_splats
    before, owners = world_splats(scene)
    after, _ = world_splats(simulate(scene, [], seconds=0.3))
    for field in ("means", "quats", "scales", "opacities", "sh"):
        one, other = getattr(before, field)[owners == 3], getattr(after, field)[owners == 3]
        assert one.tobytes() == other.tobytes()
    assert after.means[owners == 1].tobytes() != before.means[owners == 1].tobytes()


def test_a_deformed_start_is_where_the_scene_has_it() -> None:
    thing = block()
    bent = replace(thing, cage=rest_cage(thing.body) * np.array([1.1, 0.9, 1.0], np.float32))
    predictor = EnginePredictor(Scene(objects=(floor(), bent)))
    assert np.array_equal(predictor.initial().nodes, nodes_of(bent))
    first = predictor.step(predictor.initial(), Wait()).nodes
    assert 0 < np.abs(first - nodes_of(bent)).max() < 0.02


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"stiffness": -1.0}, "above 0 Pa"),
        ({"stiffness": None}, "above 0 Pa"),
        ({"stiffness": float("nan")}, "above 0 Pa"),
        ({"poisson": 0.5}, "below 0.5"),
        ({"poisson": -0.1}, "below 0.5"),
        ({"damping": -1.0}, "at least 0 s"),
        ({"cells": (0, 1, 1)}, "cells per axis"),
        ({"cells": (1, 1, 1000)}, "cells per axis"),
        ({"colliders": ()}, "its cage"),
        ({"colliders": (Sphere(radius=0.1),)}, "its cage"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(change: dict[str, object], word: str) -> None:
    with pytest.raises(InputError, match=word):
        replace(soft_body("foam", (0.1, 0.1, 0.1)), **change)


def test_unknown_materials_and_cages_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="known: steel"):
        soft_body("jelly", (0.1, 0.1, 0.1))
    with pytest.raises(InputError, match="does not fit its body"):
        replace(block(), cage=np.zeros((5, 3)))
    after = simulate(soft_scene(), [], seconds=0.1)
    assert after.rollout is not None
    wrong = CageTrack(name="ball", nodes=after.rollout.cages[0].nodes)
    with pytest.raises(InputError, match="deforms 'ball'"):
        replace(after, rollout=replace(after.rollout, cages=(wrong,)))


def test_a_soft_thing_is_pushed_where_it_is_and_not_grasped() -> None:
    predictor = EnginePredictor(soft_scene())
    with pytest.raises(InputError, match="soft and cannot be grasped"):
        predictor.step(predictor.initial(), Grasp("block"))
    with pytest.raises(InputError, match="misses 'block'"):
        predictor.step(predictor.initial(), Push("block", impulse=(1.0, 0.0, 0.0), point=(2.0, 0.0, 0.0)))
    with pytest.raises(InputError, match="sound up to 100 m/s"):
        predictor.step(predictor.initial(), Push("block", impulse=(1e3, 0.0, 0.0)))


def test_a_broken_cage_in_a_file_is_refused() -> None:
    data = encode(simulate(soft_scene(), [], seconds=0.1))
    broken = data.replace(b'"cells":[1,1,1]', b'"cells":[1,9,1]')
    assert broken != data
    with pytest.raises(FormatError):
        decode(broken)
