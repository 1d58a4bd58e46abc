"""Friction in impacts takes energy; who leans on a wall stands; the ground is where rays find it."""

from typing import Any

import numpy as np
import pytest

from spatialwm.bench.endurance import closed_room
from spatialwm.bench.endurance_watch import Tally, Watch
from spatialwm.dynamics import DT, EnginePredictor, feet
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import SUBSTEP
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.scene import Body, Box, Move, Push, Scene, SceneObject, State, Wait


def thing(name, size, position, mass=0.0, tilt=0.0, **body) -> SceneObject:
    kind = "dynamic" if mass else "static"
    return SceneObject(
        name=name,
        position=np.array(position, float),
        quat=quat_from_axis_angle(np.array([0.0, 0.0, 1.0]), tilt),
        body=Body(kind=kind, mass=mass, colliders=(Box(size=np.array(size, float)),), **body),
    )


FLOOR = thing("floor", (40, 0.2, 40), (0, -0.1, 0), friction=0.5)


def work_of_friction(scene: Scene, push: Push) -> tuple[float, float]:
    """What friction gave and what it took while something fell [J]."""
    given, taken = 0.0, 0.0

    def watch(_: Compiled, data: Any) -> None:
        nonlocal given, taken
        slides = data.efc_KBIP[:, 0] == 0.0
        work = data.efc_force[slides] * data.efc_vel[slides] * SUBSTEP
        given, taken = given + work[work > 0].sum(), taken - work[work < 0].sum()

    predictor = EnginePredictor(scene, watch=watch)
    state = predictor.step(predictor.initial(), push)
    for _ in range(40):
        state = predictor.step(state, Wait())
    return given, taken


@pytest.mark.parametrize("most", [1000, 0])
@pytest.mark.parametrize(("restitution", "speed", "tilt"), [(0.0, 2.0, 1.1), (0.2, 4.0, 0.8)])
def test_friction_takes_energy_from_what_lands_on_its_edge(restitution, speed, tilt, most, monkeypatch):
    # 20 kg; with friction as slow as a sliding thing's it gave 58 and 82 J, and took 62 and 169 J
    monkeypatch.setattr("spatialwm.dynamics.pairs._MOST", most)
    plate = thing("plate", (1.2, 0.05, 0.6), (0, 1, 0), 20.0, tilt, friction=0.5, restitution=restitution)
    push = Push("plate", impulse=(20 * speed, 0.0, 0.0))
    given, taken = work_of_friction(Scene(objects=(FLOOR, plate)), push)
    assert taken > 50
    assert given < 0.2 * taken


def walked(scene: Scene, way: tuple[float, float, float], seconds: float) -> tuple[EnginePredictor, State]:
    predictor = EnginePredictor(scene)
    state = predictor.step(predictor.initial(), Move(displacement=way))
    for _ in range(round(seconds / DT)):
        state = predictor.step(state, Wait())
    return predictor, state


def test_an_agent_that_leans_on_a_wall_comes_to_stand():
    wall = thing("wall", (0.2, 2.5, 10), (1.5, 1.25, 2.5))
    pebble = thing("pebble", (0.1, 0.1, 0.1), (-3, 0.05, 0), 0.2)
    predictor, state = walked(Scene(objects=(FLOOR, wall, pebble)), (3.0, 0.0, 0.0), 4.0)
    after = predictor.step(state, Wait())
    assert after.positions is state.positions  # nothing was stepped
    pushed = predictor.step(after, Push("pebble", impulse=(0.1, 0.0, 0.0)))
    assert np.array_equal(pushed.agent_position, after.agent_position)


def test_the_ground_seen_as_a_box_is_the_ground_felt_by_rays(monkeypatch):
    room = closed_room(1)
    predictor = EnginePredictor(room)
    live, seen, flat = predictor.live, 0, feet._flat
    rng = np.random.default_rng(0)
    for x, z in rng.uniform(-2.5, 2.5, (200, 2)):
        live.data.qpos[live.agent_q][:2] = x, z
        quick = flat(live, float(x), float(z), 0.3)
        with monkeypatch.context() as patch:
            patch.setattr(feet, "_flat", lambda *_: None)
            felt = feet._ground(live)
        if quick is not None:
            seen += 1
            assert felt == pytest.approx(quick, abs=1e-9)
    assert seen > 20


def test_what_a_push_leaves_counts_when_it_comes_back_from_a_bounce():
    room = closed_room(3)
    ball = next(k for k, o in enumerate(room.objects) if o.category == "ball")
    push = Push(room.objects[ball].name, impulse=(2 * room.objects[ball].body.mass, 0.0, 0.0))
    predictor, tally = EnginePredictor(room), Tally()
    watch, states = Watch(predictor, tally), [predictor.initial()]
    for action in (push, Wait(), Wait()):
        states.append(predictor.step(states[-1], action))
    predictor.step(states[0], push)
    watch.look(states[0], states[1], push)
    rates = predictor.live.data.qvel
    fast = rates.copy()
    rates *= 0.5  # in the middle of an impact a spring has it
    watch.look(states[1], states[2], Wait())
    rates[:] = fast
    watch.look(states[2], states[3], Wait())
    assert tally.jumps == 0
    rates *= 2.0
    watch.look(states[2], states[3], Wait())
    assert tally.jumps == 1
