"""The engine against arithmetic, and against itself."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialwm.dynamics import DT, EnginePredictor, replay, simulate, start_of, state_hash
from spatialwm.dynamics.pieces import convex_pieces
from spatialwm.errors import InputError, SimulationError, UnknownObjectError
from spatialwm.geometry.rotations import quat_from_axis_angle, quat_rotate
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Camera,
    Capsule,
    ConvexHull,
    Cylinder,
    Grasp,
    Joint,
    Look,
    Mesh,
    Move,
    Push,
    Release,
    Scene,
    SceneObject,
    Sphere,
    State,
    Throw,
    TriangleMesh,
    Wait,
)
from spatialwm.shapes import same


def thing(name, collider, position, mass=0.0, quat=(1.0, 0, 0, 0), **body) -> SceneObject:
    return SceneObject(
        name=name,
        category=name.split()[0],
        position=np.array(position, float),
        quat=np.array(quat, float),
        body=Body(kind="dynamic" if mass else "static", mass=float(mass), colliders=(collider,), **body),
    )


def box(name, size, position, mass=0.0, **body) -> SceneObject:
    return thing(name, Box(size=np.array(size, float)), position, mass, **body)


def ball(name, radius, position, mass, **body) -> SceneObject:
    return thing(name, Sphere(radius=float(radius)), position, mass, **body)


FLOOR = box("floor", (40, 0.2, 40), (0, -0.1, 0))
CAMERA = Camera.looking_at((0.0, 1.6, 3.0), (0.0, 0.7, 0.0))


def furnished() -> Scene:
    """A dynamic table with a mug and a lamp on it, and a chair beside."""
    mug = thing("mug", Cylinder(radius=0.04, height=0.1), (0, 0.77, 0.2), 0.3)
    return Scene(
        objects=(
            FLOOR,
            box("table", (1.2, 0.72, 0.7), (0, 0.36, 0), 20),
            mug,
            box("lamp", (0.15, 0.4, 0.15), (0.3, 0.92, 0.1), 1.5),
            box("chair", (0.4, 0.9, 0.4), (1.5, 0.45, 0), 5),
        ),
        cameras=(CAMERA,),
    )


@pytest.fixture
def room() -> Scene:
    return furnished()


def run(predictor: EnginePredictor, *actions: Action, seconds: float = 0.0) -> State:
    state = predictor.initial()
    for action in actions:
        state = predictor.step(state, action)
    for _ in range(round(seconds / DT)):
        state = predictor.step(state, Wait())
    return state


def at(state: State, name: str) -> np.ndarray:
    return state.positions[state.names.index(name)]


def velocity(state: State, name: str) -> np.ndarray:
    return state.velocities[state.names.index(name)]


# ------------------------------------------------------------------- mechanics


def test_free_fall_is_half_g_t_squared():
    state = run(EnginePredictor(Scene(objects=(ball("ball", 0.1, (0, 50, 0), 1),))), seconds=2.0)
    assert 50 - at(state, "ball")[1] == pytest.approx(0.5 * 9.81 * 2.0**2, rel=1e-3)
    assert velocity(state, "ball")[1] == pytest.approx(-9.81 * 2.0, rel=1e-6)


def test_gravity_is_the_scenes():
    scene = Scene(objects=(ball("ball", 0.1, (0, 0, 0), 1),), gravity=np.array([0.0, 0, -1.62]))
    state = run(EnginePredictor(scene), seconds=1.0)
    np.testing.assert_allclose(at(state, "ball"), (0, 0, -0.81), atol=2e-3)


@pytest.mark.parametrize("friction", [0.2, 0.6, 1.0])
@pytest.mark.parametrize("speed", [1.0, 3.0])
def test_a_box_slides_v_squared_over_2_mu_g(friction, speed):
    brick = box("brick", (0.3, 0.1, 0.3), (0, 0.05, 0), 2, friction=friction)
    floor = box("floor", (40, 0.2, 40), (0, -0.1, 0), friction=0.1)
    after = simulate(
        Scene(objects=(floor, brick)),
        [(0.0, Push(object="brick", impulse=(2 * speed, 0.0, 0.0)))],
        seconds=4.0,
    )
    assert after["brick"].position[0] == pytest.approx(speed**2 / (2 * friction * 9.81), rel=0.05)


@pytest.mark.parametrize("restitution", [0.3, 0.5, 0.8, 1.0])
def test_a_ball_bounces_back_to_restitution_squared(restitution):
    floor = box("floor", (4, 0.2, 4), (0, -0.1, 0))
    scene = Scene(objects=(floor, ball("ball", 0.1, (0, 1.1, 0), 1, restitution=restitution)))
    after = simulate(scene, [], seconds=1.5)
    assert after.rollout is not None
    heights = after.rollout.positions[:, 0, 1] - 0.1
    lowest = int(np.argmin(heights[:40]))
    assert math.sqrt(heights[lowest:].max()) == pytest.approx(restitution, abs=0.03)


def test_of_two_bounces_the_larger_counts():
    floor = box("floor", (4, 0.2, 4), (0, -0.1, 0), restitution=0.9)
    scene = Scene(objects=(floor, ball("ball", 0.1, (0, 1.1, 0), 1, restitution=0.2)))
    after = simulate(scene, [], seconds=1.2)
    assert after.rollout is not None
    heights = after.rollout.positions[:, 0, 1] - 0.1
    assert heights[int(np.argmin(heights[:40])) :].max() == pytest.approx(0.81, rel=0.1)


def test_without_restitution_nothing_bounces():
    after = simulate(Scene(objects=(FLOOR, ball("ball", 0.1, (0, 1.1, 0), 1))), [], seconds=1.5)
    assert after.rollout is not None
    assert after.rollout.positions[40:, 0, 1].max() < 0.105


@pytest.mark.parametrize("point", [None, (0.1, 0.3, 0.15)])
def test_a_push_changes_momentum_by_exactly_its_impulse(point):
    turned = quat_from_axis_angle(np.array([1.0, 2, 3]), 0.7)
    scene = Scene(
        objects=(thing("brick", Box(size=np.array([0.4, 0.6, 0.2])), (0, 0, 0), 3, turned),),
        gravity=np.zeros(3),
    )
    impulse = np.array([1.0, -2.0, 0.5]) / 100  # so slow that the axis turns little in a frame
    predictor = EnginePredictor(scene)
    state = predictor.step(
        predictor.initial(), Push(object="brick", impulse=tuple(impulse.tolist()), point=point)
    )
    np.testing.assert_allclose(velocity(state, "brick"), impulse / 3, atol=1e-9)
    inertia = 3 / 12 * np.array([0.6**2 + 0.2**2, 0.4**2 + 0.2**2, 0.4**2 + 0.6**2])
    back = np.array([1, -1, -1, -1]) * turned
    torque = np.cross(np.zeros(3) if point is None else np.array(point), impulse)
    spin = quat_rotate(turned, quat_rotate(back, torque) / inertia)
    np.testing.assert_allclose(state.angular_velocities[0], spin, rtol=2e-3, atol=1e-6)


def test_a_stack_of_five_stands_for_ten_seconds_bit_identical():
    boxes = tuple(box(f"box {k}", (0.2, 0.2, 0.2), (0, 0.1 + 0.2 * k, 0), 8) for k in range(5))
    scene = Scene(objects=(FLOOR, *boxes))
    after = simulate(scene, [], seconds=10.0)
    assert after.rollout is not None and after.rollout.names == ()
    assert same(after.objects, scene.objects)


def test_a_pushed_stack_falls():
    boxes = tuple(box(f"box {k}", (0.2, 0.2, 0.2), (0, 0.1 + 0.2 * k, 0), 1) for k in range(5))
    push = Push(object="box 2", impulse=(4.0, 0.0, 0.0))
    after = simulate(Scene(objects=(FLOOR, *boxes)), [(0.0, push)], seconds=3.0)
    assert after["box 4"].position[1] < 0.7


# --------------------------------------------------------------------- resting


def test_what_nothing_touches_stays_bit_identical(room):
    after = simulate(room, [(0.0, Push(object="mug", impulse=(0.0, 0.0, 0.9)))], seconds=4.0)
    assert after.rollout is not None and after.rollout.names == ("mug",)
    assert after["mug"].position[1] < 0.1
    for name in ("floor", "table", "lamp", "chair"):
        assert same(after[name], room[name])


def test_a_scene_at_rest_does_nothing_at_all(room):
    after = simulate(room, [(0.5, Look(yaw=1.0)), (0.6, Move(displacement=(0.0, 0.0, 1.0)))], seconds=5.0)
    assert after.rollout is not None and after.rollout.names == ()
    assert same(after.objects, room.objects)


def test_what_starts_in_the_air_falls_and_then_stops_for_good():
    after = simulate(Scene(objects=(FLOOR, box("crate", (0.3, 0.3, 0.3), (0, 1, 0), 2))), [], seconds=5.0)
    assert after.rollout is not None
    track = after.rollout.positions[:, 0]
    assert track[-1, 1] == pytest.approx(0.15, abs=1e-3)
    assert np.array_equal(track[-120:], np.repeat(track[-1:], 120, axis=0))


def test_a_supported_thing_falls_when_its_support_is_pushed_away():
    under = box("stool", (0.2, 0.5, 0.2), (0, 0.25, 0), 3, friction=0.1)
    vase = box("vase", (0.1, 0.2, 0.1), (0, 0.6, 0), 0.5, friction=0.1)
    slippery = box("floor", (40, 0.2, 40), (0, -0.1, 0), friction=0.1)
    predictor = EnginePredictor(Scene(objects=(slippery, under, vase)))
    state = run(predictor, seconds=1.0)
    assert np.array_equal(at(state, "vase"), vase.position)
    state = predictor.step(state, Push(object="stool", impulse=(20.0, 0.0, 0.0), point=(0.0, 0.1, 0.0)))
    for _ in range(120):
        state = predictor.step(state, Wait())
    assert at(state, "vase")[1] < 0.2


def test_a_box_rests_on_a_gentle_ramp_and_slides_down_a_steep_one():
    for degrees, slides in ((20.0, False), (40.0, True)):
        tilt = quat_from_axis_angle(np.array([0.0, 0, 1]), math.radians(degrees))
        ramp = thing("ramp", Box(size=np.array([4.0, 0.1, 2.0])), (0, 2, 0), quat=tuple(tilt))
        place = np.array([0, 2, 0]) + quat_rotate(tilt, np.array([0, 0.15, 0]))
        crate = thing(
            "crate", Box(size=np.array([0.2, 0.2, 0.2])), tuple(place), 1, tuple(tilt), friction=0.6
        )
        after = simulate(Scene(objects=(ramp, crate)), [], seconds=1.0)
        moved = np.linalg.norm(after["crate"].position - crate.position)
        expected = 0.5 * 9.81 * (math.sin(math.radians(40)) - 0.6 * math.cos(math.radians(40)))
        assert moved == (pytest.approx(expected, rel=0.05) if slides else 0.0)


# ------------------------------------------------------- determinism and forks


def test_two_predictors_and_two_processes_agree_to_the_bit(room):
    push = Push(object="lamp", impulse=(-2.0, 0.0, 0.3))
    here = simulate(room, [(0.1, push)], seconds=2.0)
    again = simulate(room, [(0.1, push)], seconds=2.0)
    assert same(here, again)
    code = (
        f"import runpy; t = runpy.run_path({__file__!r});"
        "push = t['Push'](object='lamp', impulse=(-2.0, 0.0, 0.3));"
        "after = t['simulate'](t['furnished'](), [(0.1, push)], seconds=2.0); print(after.rollout.state_hash)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert here.rollout is not None and other.stdout.strip() == here.rollout.state_hash


def test_step_is_exact_from_any_state_in_any_order_and_predictor(room):
    actions: list[Action] = [Push(object="mug", impulse=(0.5, 0.0, 0.2)), Move(displacement=(0.0, 0.0, -2.0))]
    actions += [Wait()] * 60 + [Push(object="chair", impulse=(-20.0, 0.0, 0.0))] + [Wait()] * 60
    one, two = EnginePredictor(room), EnginePredictor(room)
    states = [one.initial()]
    for action in actions:
        states.append(one.step(states[-1], action))
    rng = np.random.default_rng(0)
    for k in rng.permutation(len(actions))[:40]:
        for predictor in (one, two):
            assert same(predictor.step(states[k], actions[k]), states[k + 1])


def test_a_fork_holds_what_was_held(room):
    one, two = EnginePredictor(room), EnginePredictor(room)
    state = run(one, Move(displacement=(0.0, 0.0, -2.2)), seconds=2.5)
    state = one.step(state, Grasp(object="mug"))
    run(one, Push(object="mug", impulse=(0.1, 0.0, 0.0)), seconds=0.2)  # elsewhere in between
    forks = []
    for predictor in (one, two):
        fork = state
        for action in [Move(displacement=(0.5, 0.0, 1.5)), Look(yaw=1.0)] + [Wait()] * 60 + [Release()]:
            fork = predictor.step(fork, action)
        forks.append(fork)
    assert same(*forks)


def test_a_replay_gives_the_same_hash(room):
    after = simulate(room, [(0.0, Push(object="mug", impulse=(0.5, 0.0, 0.0)))], seconds=2.0)
    result = replay(after)
    assert result.same and result.first_difference is None
    assert after.rollout is not None and result.state_hash == after.rollout.state_hash


def test_a_replay_finds_a_tampered_action(room):
    actions = [
        (0.5, Push(object="chair", impulse=(20.0, 0.0, 0.0))),
        (1.0, Push(object="mug", impulse=(0.5, 0.0, 0.0))),
    ]
    after = simulate(room, actions, seconds=2.0)
    assert after.rollout is not None
    tampered = (after.rollout.actions[0], (1.0, Push(object="mug", impulse=(0.6, 0.0, 0.0))))
    result = replay(replace(after, rollout=replace(after.rollout, actions=tampered)))
    assert not result.same and result.first_difference is not None
    time, name = result.first_difference
    assert name == "mug" and time == pytest.approx(1.0 + DT)


def test_a_replay_finds_a_tampered_pose(room):
    after = simulate(room, [(0.0, Push(object="mug", impulse=(0.5, 0.0, 0.0)))], seconds=1.0)
    assert after.rollout is not None
    positions = after.rollout.positions.copy()
    positions[30, 0, 0] += 1e-6
    result = replay(replace(after, rollout=replace(after.rollout, positions=positions)))
    assert result.first_difference == (30 * DT, "mug")


def test_the_scene_afterwards_is_the_last_frame(room):
    after = simulate(room, [(0.0, Push(object="mug", impulse=(0.5, 0.0, 0.0)))], seconds=1.0)
    rollout = after.rollout
    assert rollout is not None and len(rollout.times) == 61 and rollout.predictor == "engine"
    for k, name in enumerate(rollout.names):
        assert np.array_equal(after[name].position, rollout.positions[-1, k])
        assert np.array_equal(after[name].quat, rollout.quats[-1, k])
        assert np.array_equal(room[name].position, rollout.positions[0, k])
    assert same(start_of(after), room)


def test_a_continued_scene_is_the_same_as_one_long_run(room):
    one, two = Push(object="mug", impulse=(0.5, 0.0, 0.0)), Push(object="chair", impulse=(9.0, 0.0, 0.0))
    whole = simulate(room, [(0.0, one), (1.5, two)], seconds=3.0)
    parts = simulate(simulate(room, [(0.0, one)], seconds=1.0), [(0.5, two)], seconds=2.0)
    assert same(whole, parts)


def test_a_scene_changed_after_its_rollout_is_not_continued(room):
    after = simulate(room, [(0.0, Push(object="mug", impulse=(0.5, 0.0, 0.0)))], seconds=1.0)
    mug = after["mug"]
    heavier = replace(mug, body=replace(mug.body, mass=2.0))
    changed = replace(after, objects=tuple(heavier if o is mug else o for o in after.objects))
    with pytest.raises(InputError, match="no longer comes out"):
        simulate(changed, [], seconds=1.0)


def test_the_hash_sees_every_part_of_a_state(room):
    state = EnginePredictor(room).initial()
    hashes = {state_hash(state)}
    hashes.add(state_hash(replace(state, agent_yaw=1e-12)))
    hashes.add(state_hash(replace(state, held="mug")))
    hashes.add(state_hash(replace(state, velocities=state.velocities + 1e-300)))
    hashes.add(state_hash(replace(state, time=1e-9)))
    assert len(hashes) == 5


# ------------------------------------------------------------------- the agent


def test_the_agent_starts_below_the_first_camera(room):
    state = EnginePredictor(room).initial()
    np.testing.assert_allclose(state.agent_position, (0, 0, 3), atol=1e-9)
    assert state.agent_yaw == pytest.approx(0.0)


def test_the_agent_starts_beside_what_stands_below_the_camera(room):
    camera = Camera.looking_at((0.0, 1.6, 0.0), (0.0, 1.0, -1.0))
    state = EnginePredictor(replace(room, cameras=(camera,))).initial()
    assert max(abs(state.agent_position[[0, 2]]) - (0.6, 0.35)) >= 0.25
    assert state.agent_position[1] == pytest.approx(0.0, abs=1e-9)


def test_a_move_ends_where_it_was_sent_and_takes_its_time(room):
    predictor = EnginePredictor(room)
    state = run(predictor, Move(displacement=(1.0, 0.0, 1.0), speed=1.0), seconds=1.0)
    assert np.linalg.norm(state.agent_position[[0, 2]] - (0, 3)) < 1.2
    for _ in range(90):
        state = predictor.step(state, Wait())
    np.testing.assert_allclose(state.agent_position, (1, 0, 4), atol=1e-3)


def test_the_agent_is_stopped_by_a_wall():
    wall = box("wall", (6, 2.5, 0.2), (0, 1.25, 0))
    scene = Scene(objects=(FLOOR, wall), cameras=(CAMERA,))
    state = run(EnginePredictor(scene), Move(displacement=(0.0, 0.0, -6.0), speed=3.0), seconds=4.0)
    assert state.agent_position[2] == pytest.approx(0.1 + 0.25, abs=0.01)


def test_the_agent_pushes_a_light_chair_but_not_a_wardrobe():
    for mass, moves in ((4.0, True), (150.0, False)):
        chair = box("chair", (0.5, 1, 0.5), (0, 0.5, 1), mass, friction=0.4)
        scene = Scene(objects=(FLOOR, chair), cameras=(CAMERA,))
        state = run(EnginePredictor(scene), Move(displacement=(0.0, 0.0, -3.0)), seconds=3.0)
        assert (at(state, "chair")[2] < 0.5) == moves


def test_look_turns_the_head_at_once(room):
    predictor = EnginePredictor(room)
    begin = predictor.initial()
    state = predictor.step(begin, Look(yaw=0.5, pitch=0.25))
    assert state.agent_yaw == begin.agent_yaw + 0.5
    assert state.agent_pitch == begin.agent_pitch + 0.25
    assert predictor.step(state, Look(pitch=9.0)).agent_pitch == 1.5


def near_the_table(room: Scene) -> tuple[EnginePredictor, State]:
    predictor = EnginePredictor(room)
    return predictor, run(predictor, Move(displacement=(0.0, 0.0, -2.2)), seconds=2.5)


def test_a_grasp_out_of_reach_is_refused_with_both_distances(room):
    predictor = EnginePredictor(room)
    with pytest.raises(InputError, match=r"'mug' is 2\.76 m away and the arm reaches 1\.1 m"):
        predictor.step(predictor.initial(), Grasp(object="mug"))


def test_too_heavy_too_static_and_twice_are_refused(room):
    predictor, state = near_the_table(room)
    with pytest.raises(InputError, match=r"'table' weighs 20\.0 kg"):
        predictor.step(state, Grasp(object="table"))
    with pytest.raises(InputError, match="'floor' is static and cannot be grasped"):
        predictor.step(state, Grasp(object="floor"))
    held = predictor.step(state, Grasp(object="mug"))
    with pytest.raises(InputError, match="holds 'mug'"):
        predictor.step(held, Grasp(object="lamp"))
    for action in (Release(), Throw(velocity=(1.0, 0.0, 0.0))):
        with pytest.raises(InputError, match="hand is empty"):
            predictor.step(state, action)


def test_what_is_picked_up_comes_to_the_chest_and_stays_there(room):
    predictor, state = near_the_table(room)
    lying = at(state, "mug")
    for action in [Grasp(object="mug")] + [Wait()] * 150:
        state = predictor.step(state, action)
    held = at(state, "mug") - state.agent_position
    assert 0.9 < held[1] < 1.05 and 0.3 < np.linalg.norm(held[[0, 2]]) < 0.4
    assert at(state, "mug")[1] > lying[1] + 0.1
    for action in [Move(displacement=(0.0, 0.0, 1.5))] + [Wait()] * 150:
        state = predictor.step(state, action)
    np.testing.assert_allclose(at(state, "mug") - state.agent_position, held, atol=0.01)
    for action in [Look(yaw=math.pi / 2)] + [Wait()] * 120:
        state = predictor.step(state, action)
    quarter = quat_rotate(quat_from_axis_angle(np.array([0.0, 1, 0]), math.pi / 2), held)
    np.testing.assert_allclose(at(state, "mug") - state.agent_position, quarter, atol=0.01)


def test_what_lies_under_a_shelf_is_drawn_out_before_it_is_lifted(room):
    shelf = box("shelf", (0.6, 0.02, 0.5), (0.0, 1.0, 0.0))
    predictor, state = near_the_table(replace(room, objects=(*room.objects, shelf)))
    for action in [Grasp(object="mug")] + [Wait()] * 200:
        state = predictor.step(state, action)
    assert at(state, "mug")[1] > 0.9
    assert np.linalg.norm((at(state, "mug") - state.agent_position)[[0, 2]]) < 0.4


def test_a_throw_gives_exactly_its_velocity_and_a_release_lets_it_fall(room):
    predictor, state = near_the_table(room)
    state = predictor.step(state, Grasp(object="mug"))
    for action in [Move(displacement=(0.0, 0.0, 1.5))] + [Wait()] * 150:
        state = predictor.step(state, action)
    thrown = predictor.step(state, Throw(velocity=(1.0, 3.0, 2.0)))
    np.testing.assert_allclose(velocity(thrown, "mug"), (1, 3 - 9.81 * DT, 2), atol=1e-6)
    assert thrown.held is None
    for action in [Release()] + [Wait()] * 60:
        state = predictor.step(state, action)
    assert at(state, "mug")[1] < 0.1


def test_a_grasped_thing_pressed_on_a_wall_does_not_explode(room):
    wall = box("wall", (6, 2.5, 0.2), (0, 1.25, -1.5))
    predictor, state = near_the_table(replace(room, objects=(*room.objects, wall)))
    state = predictor.step(state, Grasp(object="mug"))
    state = predictor.step(state, Look(yaw=math.pi))
    fastest = 0.0
    for action in [Move(displacement=(2.0, 0.0, -4.0))] + [Wait()] * 240:
        state = predictor.step(state, action)
        fastest = max(fastest, float(np.linalg.norm(velocity(state, "mug"))))
    assert fastest < 8.0


# ------------------------------------------------------------------- the traps


@pytest.mark.parametrize("offset", [0.0, 0.003, 0.007, 0.011, 0.017, 0.023, 0.029, 0.031])
def test_a_ball_thrown_at_20_m_per_s_does_not_tunnel_a_thin_floor(offset):
    shelf = box("shelf", (2, 0.01, 2), (0, 2, 0))
    scene = Scene(objects=(FLOOR, shelf, ball("ball", 0.03, (0, 2.6 + offset, 0), 0.2)))
    predictor = EnginePredictor(scene)
    state = run(predictor, Push(object="ball", impulse=(0.0, -4.0, 0.0)), seconds=0.5)
    assert at(state, "ball")[1] > 2.0


def test_a_breakdown_is_raised_and_named_instead_of_a_silent_reset(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    predictor = EnginePredictor(room)
    state = run(predictor, Push(object="mug", impulse=(0.5, 0.0, 0.0)), seconds=0.5)
    mover = predictor._live.movers["mug"]
    predictor._data.qvel[predictor._compiled.dofs[mover]] = np.nan
    with pytest.raises(SimulationError, match=r"broke down at 0\.52 s at 'mug'"):
        predictor.step(state, Wait())
    assert np.isfinite(predictor.step(state, Wait()).positions).all()  # and the predictor recovers
    assert list(tmp_path.iterdir()) == []  # MuJoCo's own habit is a log file wherever one is


def test_a_state_of_another_scene_is_refused(room):
    other = EnginePredictor(Scene(objects=(FLOOR,))).initial()
    predictor = EnginePredictor(room)
    with pytest.raises(InputError, match="not of this scene"):
        predictor.step(other, Wait())
    broken = replace(predictor.initial(), engine=np.full_like(predictor.initial().engine, np.nan))
    with pytest.raises(InputError, match="not of this scene"):
        predictor.step(broken, Wait())


def test_refusals_name_the_thing_and_the_remedy(room):
    predictor = EnginePredictor(room)
    state = predictor.initial()
    with pytest.raises(InputError, match="'floor' is static and cannot be pushed"):
        predictor.step(state, Push(object="floor", impulse=(1.0, 0.0, 0.0)))
    with pytest.raises(UnknownObjectError, match="no object 'unicorn'; the scene has floor, table, mug"):
        predictor.step(state, Push(object="unicorn", impulse=(1.0, 0.0, 0.0)))
    with pytest.raises(InputError, match="would fly at 1000 m/s"):
        predictor.step(state, Push(object="mug", impulse=(300.0, 0.0, 0.0)))
    with pytest.raises(InputError, match="misses 'mug' by"):
        predictor.step(state, Push(object="mug", impulse=(1.0, 0.0, 0.0), point=(3.0, 1.0, 0.0)))
    with pytest.raises(InputError, match="speed"):
        predictor.step(state, Move(displacement=(1.0, 0.0, 0.0), speed=0.0))


def test_what_the_engine_cannot_build_is_refused_by_name():
    cloud = SceneObject(name="cloud", body=Body(kind="dynamic", mass=1.0))
    flat = thing("sheet", ConvexHull(points=np.eye(4, 3) * [1, 1, 0]), (0, 0, 0), 1)
    dot = ball("dot", 0.0, (0, 0, 0), 1)
    scan = SceneObject(name="scan", body=Body(colliders=(TriangleMesh(),)))
    wanted = (
        "'cloud' is dynamic but has no",
        "'sheet' has a hull",
        "'dot' has a",
        "'scan' has",
    )
    for broken, words in zip((cloud, flat, dot, scan), wanted, strict=True):
        with pytest.raises(InputError, match=words):
            EnginePredictor(Scene(objects=(broken,)))


@pytest.mark.parametrize(
    "actions", [[(2.0, Wait())], [(0.5, Wait()), (0.2, Wait())], [(-1.0, Wait())], [(math.nan, Wait())]]
)
def test_actions_out_of_order_or_time_are_refused(room, actions):
    with pytest.raises(InputError):
        simulate(room, actions, seconds=1.0)


def test_two_actions_at_one_time_follow_each_other(room):
    push = Push(object="mug", impulse=(0.1, 0.0, 0.0))
    after = simulate(room, [(0.0, Look(yaw=0.1)), (0.0, push)], seconds=0.5)
    assert after.rollout is not None
    assert after.rollout.actions == ((0.0, Look(yaw=0.1)), (DT, push))


VECTOR = st.tuples(*[st.floats(-3, 3)] * 3)
NAMES = st.sampled_from(["mug", "table", "lamp", "chair", "floor"])
ACTIONS = st.one_of(
    st.builds(Push, object=NAMES, impulse=VECTOR),
    st.builds(Grasp, object=NAMES),
    st.builds(Release),
    st.builds(Throw, velocity=VECTOR),
    st.builds(Move, displacement=VECTOR),
    st.builds(Look, yaw=st.floats(-4, 4), pitch=st.floats(-1, 1)),
    st.builds(Wait),
)
_SHARED: dict[str, EnginePredictor] = {}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(ACTIONS, st.integers(0, 30)), max_size=12))
def test_any_actions_give_finite_states_in_bounds(script):
    if not _SHARED:
        _SHARED["room"] = EnginePredictor(furnished())
    predictor = _SHARED["room"]
    state = run(predictor, Move(displacement=(0.0, 0.0, -2.2)), seconds=2.0)
    for action, pause in script:
        try:
            state = predictor.step(state, action)
        except InputError:
            continue
        for _ in range(pause):
            state = predictor.step(state, Wait())
    for numbers in (state.positions, state.quats, state.velocities, state.agent_position, state.engine):
        assert np.isfinite(numbers).all()
    np.testing.assert_allclose(np.linalg.norm(state.quats, axis=1), 1, atol=1e-6)
    assert state.positions[:, 1].min() > -0.2 and np.abs(state.positions).max() < 40


# ------------------------------------------------------------- shapes and joints


def test_every_collider_rests_at_its_own_height():
    corners = np.array([[x, y, z] for x in (-0.1, 0.1) for y in (-0.2, 0.2) for z in (-0.1, 0.1)])
    upright = quat_from_axis_angle(np.array([0.0, 0, 1]), math.pi / 2)
    cases = (
        (Box(size=np.array([0.2, 0.4, 0.2])), 0.2),
        (Sphere(radius=0.15), 0.15),
        (Cylinder(radius=0.1, height=0.3), 0.15),
        (Cylinder(radius=0.1, height=0.3, quat=upright), 0.1),
        (Capsule(radius=0.1, height=0.3, quat=upright), 0.1),
        (ConvexHull(points=corners), 0.2),
    )
    things = [thing(f"thing {k}", c, (k, h + 0.1, 0), 1) for k, (c, h) in enumerate(cases)]
    after = simulate(Scene(objects=(FLOOR, *things)), [], seconds=2.0)
    for k, (_, height) in enumerate(cases):
        assert after[f"thing {k}"].position[1] == pytest.approx(height, abs=1e-3), k


def test_a_body_of_several_parts_has_exactly_its_mass():
    parts = tuple(Box(size=np.array([0.1, 0.5, 0.1]), position=np.array([x, 0.0, 0])) for x in (-0.3, 0.3))
    table = SceneObject(name="table", body=Body(kind="dynamic", mass=7.0, colliders=parts))
    predictor = EnginePredictor(Scene(objects=(table,), gravity=np.zeros(3)))
    state = predictor.step(predictor.initial(), Push(object="table", impulse=(7.0, 0.0, 0.0)))
    np.testing.assert_allclose(state.velocities[0], (1, 0, 0), atol=1e-9)


def test_a_door_swings_to_its_limit_and_stays_on_its_hinge():
    joint = Joint(
        kind="hinge",
        parent="frame",
        axis=np.array([0.0, 1, 0]),
        anchor=np.array([-0.4, 0.0, 0]),
        limits=(0.0, 1.5),
    )
    panel = Body(kind="articulated", mass=15.0, colliders=(Box(size=np.array([0.8, 2, 0.04])),), joint=joint)
    door = SceneObject(name="door", position=np.array([0.0, 1.01, 0]), body=panel)
    frame = box("frame", (0.1, 2.1, 0.1), (-0.45, 1.05, 0))
    scene = Scene(objects=(FLOOR, frame, door))
    push = Push(object="door", impulse=(0.0, 0.0, -30.0), point=(0.3, 1.0, 0.0))
    after = simulate(scene, [(0.0, push)], seconds=4.0)
    assert after.rollout is not None and after.rollout.names == ("door",)
    moved = after["door"]
    hinge = quat_rotate(moved.quat.astype(float), joint.anchor.astype(float)) + moved.position
    np.testing.assert_allclose(hinge, (-0.4, 1.01, 0), atol=1e-5)
    angle = 2 * math.atan2(float(moved.quat[2]), float(moved.quat[0]))
    assert 0.5 < angle < 1.52


def test_a_drawer_moves_with_the_cabinet_it_hangs_on():
    joint = Joint(kind="slide", parent="cabinet", axis=np.array([0.0, 0, 1]), limits=(0.0, 0.3))
    body = Body(kind="articulated", mass=2.0, colliders=(Box(size=np.array([0.4, 0.2, 0.3])),), joint=joint)
    drawer = SceneObject(name="drawer", position=np.array([0.0, 0.7, 0.1]), body=body)
    cabinet = box("cabinet", (0.5, 0.9, 0.5), (0, 0.45, 0), 10, friction=0.2)
    after = simulate(
        Scene(objects=(FLOOR, cabinet, drawer)),
        [(0.0, Push(object="cabinet", impulse=(20.0, 0.0, 0.0), point=(0.0, 0.1, 0.0)))],
        seconds=2.0,
    )
    turned = after["cabinet"].quat.astype(float) * [1, -1, -1, -1]
    apart = quat_rotate(turned, after["drawer"].position.astype(float) - after["cabinet"].position)
    assert after["cabinet"].position[0] > 0.1
    np.testing.assert_allclose(apart[:2], (0, 0.25), atol=1e-5)


def test_joints_in_a_circle_are_refused():
    def hung(name, parent):
        joint = Joint(kind="hinge", parent=parent, axis=np.array([0.0, 1, 0]))
        body = Body(kind="articulated", mass=1.0, colliders=(Sphere(radius=0.1),), joint=joint)
        return SceneObject(name=name, body=body)

    with pytest.raises(InputError, match="hangs on itself"):
        EnginePredictor(Scene(objects=(hung("a", "b"), hung("b", "a"))))
    with pytest.raises(UnknownObjectError, match="no object 'c'"):
        EnginePredictor(Scene(objects=(hung("a", "c"),)))


def bowl_and_hole() -> Mesh:
    """A 4 x 4 m floor with a 1 x 1 m hole in the middle, as 0.25 m squares."""
    ticks = np.linspace(-2, 2, 17)
    x, z = np.meshgrid(ticks, ticks, indexing="ij")
    vertices = np.stack([x, np.zeros_like(x), z], axis=-1).reshape(-1, 3)
    faces = []
    for i in range(16):
        for j in range(16):
            if 6 <= i < 10 and 6 <= j < 10:
                continue
            a, b, c, d = i * 17 + j, i * 17 + j + 1, (i + 1) * 17 + j + 1, (i + 1) * 17 + j
            faces += [[a, b, c], [a, c, d]]
    return Mesh(vertices=vertices, faces=np.array(faces))


def test_a_static_mesh_carries_where_it_is_and_lets_fall_through_its_hole():
    scan = SceneObject(name="scan", mesh=bowl_and_hole(), body=Body(colliders=(TriangleMesh(),)))
    above, over_hole = ball("left", 0.1, (1.3, 0.5, 0), 1), ball("middle", 0.1, (0, 0.5, 0), 1)
    after = simulate(Scene(objects=(scan, above, over_hole)), [], seconds=1.5)
    assert after["left"].position[1] == pytest.approx(0.1, abs=2e-3)
    assert after["middle"].position[1] < -2


def test_a_box_room_becomes_few_pieces_and_a_ball_stays_inside():
    from trimesh.creation import box as make_box

    cube = make_box((4, 3, 5))
    room_mesh = Mesh(
        vertices=np.asarray(cube.vertices), faces=np.asarray(cube.faces)[:, ::-1]
    )  # seen from inside
    assert len(convex_pieces(room_mesh)) == 6
    scan = SceneObject(name="scan", mesh=room_mesh, body=Body(colliders=(TriangleMesh(),)))
    scene = Scene(objects=(scan, ball("ball", 0.1, (0, 0, 0), 1, restitution=0.9)))
    after = simulate(scene, [(0.0, Push(object="ball", impulse=(7.0, 3.0, 9.0)))], seconds=5.0)
    assert after.rollout is not None
    assert (np.abs(after.rollout.positions[:, 0]) <= np.array([2, 1.5, 2.5])).all()


def test_the_pieces_of_a_curved_mesh_hug_it():
    from trimesh.creation import icosphere

    dome = icosphere(subdivisions=4, radius=1.0)
    mesh = Mesh(vertices=np.asarray(dome.vertices), faces=np.asarray(dome.faces))
    pieces = convex_pieces(mesh)
    corners = np.concatenate(pieces)
    radii = np.linalg.norm(corners, axis=1)
    assert len(pieces) < 1500
    assert radii.max() < 1.002 and radii.min() > 1 - 0.06


def test_twenty_boxes_run_at_least_five_times_faster_than_real(capsys):
    import time

    rng = np.random.default_rng(0)
    places = rng.normal(size=(20, 2)) * 0.2
    boxes = [box(f"box {k}", (0.2, 0.2, 0.2), (x, 0.2 + 0.25 * k, z), 1) for k, (x, z) in enumerate(places)]
    predictor = EnginePredictor(Scene(objects=(FLOOR, *boxes)))
    began = time.process_time()
    run(predictor, seconds=3.0)
    assert 3.0 / (time.process_time() - began) > 5
