"""The endurance bench sees what goes wrong: each kind of failure is made, and found."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.bench.endurance import closed_room, run
from spatialwm.bench.endurance_watch import Tally, Watch
from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.checkup import deepest_overlap, energy
from spatialwm.dynamics.rest import RESTING
from spatialwm.scene import Body, Box, Grasp, Push, Scene, SceneObject, Sphere, State, Throw, Wait
from spatialwm.scene.elasticity import soft_body


@pytest.fixture(scope="module")
def room() -> Scene:
    return closed_room(3)


@pytest.fixture(scope="module")
def pushed(room) -> list[State]:
    predictor = EnginePredictor(room)
    ball = next(o for o in room.objects if o.category == "ball")
    states = [predictor.initial()]
    for k in range(20):
        push = Push(ball.name, impulse=(2 * ball.body.mass, 0.0, 0.0))
        states.append(predictor.step(states[-1], push if k == 0 else Wait()))
    return states


def watched(room: Scene, before: State, after: State) -> Tally:
    tally = Tally()
    Watch(EnginePredictor(room), tally).look(before, after, Wait())
    return tally


def moved(state: State, k: int, where: tuple[float, float, float]) -> State:
    positions = state.positions.copy()
    positions[k] = where
    return replace(state, positions=positions)


def test_a_healthy_run_has_nothing_to_find(room, pushed):
    predictor, tally = EnginePredictor(room), Tally()
    watch = Watch(predictor, tally)
    for k, (one, other) in enumerate(itertools.pairwise(pushed)):
        ball = next(o for o in room.objects if o.category == "ball")
        action = Push(ball.name, impulse=(2 * ball.body.mass, 0.0, 0.0)) if k == 0 else Wait()
        predictor.step(one, action)
        watch.look(one, other, action)
    watch.look_around(pushed[-1])
    assert not tally.notes
    assert (tally.lost, tally.escapes, tally.overlaps, tally.jumps) == (0, 0, 0, 0)


def test_what_vanishes_leaps_or_has_no_pose_is_lost(room, pushed):
    one, other = pushed[10:12]
    ball = next(k for k, o in enumerate(room.objects) if o.category == "ball")
    at = other.positions[ball]
    assert watched(room, one, replace(other, gone=(other.names[ball],))).lost == 1
    leapt = watched(room, one, moved(other, ball, (at[0] + 0.4, at[1], at[2])))
    assert leapt.lost == 1 and "leapt 0." in leapt.notes[0] and leapt.escapes == 0
    assert watched(room, one, moved(other, ball, (np.nan, 0.0, 0.0))).lost == 1
    quats = other.quats.copy()
    quats[ball] *= 1.1
    assert watched(room, one, replace(other, quats=quats)).lost == 1
    twice = tuple("room" if k == ball else name for k, name in enumerate(other.names))
    assert watched(room, one, replace(other, names=twice)).lost == 2


def test_what_is_static_and_moves_is_lost(room, pushed):
    one, other = pushed[10:12]
    door = next(k for k, o in enumerate(room.objects) if o.body.kind == "static" and k > 0)
    x, y, z = other.positions[door]
    assert watched(room, one, moved(other, door, (x, y + 1e-6, z))).lost == 1


def test_what_leaves_the_room_has_escaped(room, pushed):
    one, other = pushed[10:12]
    ball = next(k for k, o in enumerate(room.objects) if o.category == "ball")
    assert watched(room, one, moved(other, ball, (30.0, 0.1, 0.0))).escapes == 1


def test_what_rests_in_the_air_is_lost(room, pushed):
    predictor, tally = EnginePredictor(room), Tally()
    watch = Watch(predictor, tally)
    state = predictor.step(pushed[5], Wait())
    watch.look_around(state)
    assert tally.lost == 0
    live = predictor.live
    mover = next(m for m, k in enumerate(live.compiled.movers) if room.objects[int(k)].category == "chair")
    live.data.qpos[live.compiled.qpos[mover]][1] += 0.3
    live.memory.flags[mover] = RESTING
    watch.look_around(state)
    assert tally.lost == 1 and "chair' rests in the air" in tally.notes[0]


def test_energy_from_nowhere_is_a_jump(room, pushed):
    predictor, tally = EnginePredictor(room), Tally()
    watch = Watch(predictor, tally)
    for one, other in itertools.pairwise(pushed[10:14]):
        predictor.step(one, Wait())
        watch.look(one, other, Wait())
    assert tally.jumps == 0
    ball = next(
        m for m, k in enumerate(predictor.live.compiled.movers) if room.objects[int(k)].category == "ball"
    )
    predictor.live.data.qvel[predictor.live.compiled.dofs[ball]][1] += 3.0
    watch.look(pushed[13], pushed[14], Wait())
    assert tally.jumps == 1 and "J from nowhere" in tally.notes[0]


def test_what_a_push_gives_and_an_impact_gives_back_is_not_from_nowhere(room):
    """Two frames later there are 5 J per kg: the hard push gave as much, the soft one did not."""
    chair = next(o for o in room.objects if o.category == "chair")
    hard, soft = 6.0 * chair.body.mass, 0.05 * chair.body.mass
    for strength, created in ((hard, 0), (soft, 1)):
        predictor, tally = EnginePredictor(room), Tally()
        watch = Watch(predictor, tally)
        push, before = Push(chair.name, impulse=(strength, 0.0, 0.0)), predictor.initial()
        for k in range(4):
            after = predictor.step(before, push if k == 0 else Wait())
            if k == 2:
                mover = predictor.live.movers[chair.name]
                rates = predictor.live.data.qvel[predictor.live.compiled.dofs[mover]]
                rates[:3] = np.array([np.hypot(np.linalg.norm(rates[:3]), np.sqrt(10.0)), 0.0, 0.0])
            watch.look(before, after, push if k == 0 else Wait())
            before = after
        assert tally.jumps == created


def test_what_a_throw_gives_and_an_impact_gives_back_is_not_from_nowhere(room):
    """A frame after the throw half its energy is in a contact; what was never given is still seen.

    An agent that walks meanwhile makes nobody forget, and one that turns excuses nothing.
    """
    ball = next(o for o in room.objects if o.category == "ball")
    predictor = EnginePredictor(room)
    live, state = predictor.live, predictor.step(predictor.initial(), Wait())
    beside = state.positions[state.names.index(ball.name)][[0, 2]] - np.array([0.0, 0.6])
    live.data.qpos[live.agent_q][:2] = live.data.ctrl[:2] = beside
    state = predictor.step(state, Grasp(object=ball.name))
    throw = Throw(velocity=(0.0, 5.0, 0.0))
    for more, walks, created in ((1.0, 0.0, 0), (1.0, 0.01, 0), (1.5, 0.0, 1), (1.5, 0.01, 1)):
        before, tally = state, Tally()
        for _ in range(30):
            before = predictor.step(before, Wait())
        watch, seen = Watch(predictor, tally), before
        for k, action in enumerate((throw, Wait(), Wait())):
            after = predictor.step(before, action)
            rates = live.data.qvel[live.compiled.dofs[live.movers[ball.name]]]
            given = rates.copy()
            rates[:3] *= 0.7 if k < 2 else more
            went = seen.agent_position + np.array([walks if k == 1 else 0.0, 0.0, 0.0])
            now = replace(after, agent_position=went, agent_yaw=after.agent_yaw + k)
            watch.look(seen, now, action)
            rates[:] = given
            before, seen = after, now
        assert tally.jumps == created


def test_what_a_push_sends_into_something_in_the_same_frame_has_not_leapt(room):
    predictor = EnginePredictor(room)
    ball = next(k for k, o in enumerate(predictor.scene.objects) if o.category == "ball")
    thing = predictor.scene.objects[ball]
    push = Push(thing.name, impulse=(4 * thing.body.mass, 0.0, 0.0))
    before = predictor.initial()
    for way, lost in ((0.06, 0), (0.2, 1)):
        positions = before.positions.copy()
        positions[ball, 0] += way
        tally = Tally()
        Watch(predictor, tally).look(before, replace(before, positions=positions), push)
        assert tally.lost == lost


def test_an_overlap_with_something_soft_has_two_names():
    floor = SceneObject(
        name="floor",
        position=np.array([0, -0.1, 0]),
        body=Body(colliders=(Box(size=np.array([9.0, 0.2, 9])),)),
    )
    block = SceneObject(name="block", position=np.array([0, 0.1, 0]), body=soft_body("foam", (0.2, 0.2, 0.2)))
    ball = SceneObject(
        name="ball",
        position=np.array([0, 0.26, 0]),
        body=Body(kind="dynamic", mass=2.0, colliders=(Sphere(radius=0.05),)),
    )
    predictor = EnginePredictor(Scene(objects=(floor, block, ball)))
    state, found = predictor.initial(), set[frozenset[str]]()
    for _ in range(60):
        state = predictor.step(state, Wait())
        depth, one, other = deepest_overlap(predictor.live)
        if depth > 0:
            found.add(frozenset((one, other)))
        assert depth < 0.02 and np.isfinite(energy(predictor.live))
    assert found and found <= {frozenset(("block", "ball")), frozenset(("block", "floor"))}


def test_a_short_run_has_no_failure_and_the_worst_case_is_a_scene(tmp_path):
    table = run(seeds=1, minutes=0.1, first=3, out=tmp_path)
    assert all(row.value == 0 for row in table.rows[:5])
    assert next(row for row in table.rows if row.name == "simulated").value == pytest.approx(0.1, abs=DT)
    assert (tmp_path / "endurance-seed-3.glb").exists()
