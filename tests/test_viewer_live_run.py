"""The viewer's engine: what it computes live is what simulate computes."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError
from spatialwm.scene import Body, Box, Push, Scene, SceneObject, Spawn
from spatialwm_viewer.live_run import LiveRun

PUSH = Push(object="crate", impulse=(2.0, 0.0, 0.0))


@pytest.fixture
def crate() -> Scene:
    """A 1 kg crate on a floor, resting."""
    floor = SceneObject(
        name="floor",
        category="floor",
        position=np.array([0.0, -0.05, 0]),
        body=Body(colliders=(Box(size=np.array([10.0, 0.1, 10])),)),
    )
    box = SceneObject(
        name="crate",
        category="crate",
        position=np.array([0.0, 0.25, 0]),
        body=Body(kind="dynamic", mass=1.0, colliders=(Box(size=np.full(3, 0.5)),)),
    )
    return Scene(objects=(floor, box))


def test_a_session_goes_on_where_the_rollout_of_the_file_ends(crate: Scene) -> None:
    past = simulate(crate, [(0.0, PUSH)], seconds=0.3)
    run = LiveRun(past)
    assert run.state.time == pytest.approx(0.3)
    run.schedule([(0.0, PUSH)], 0.2)
    while run.frame < run.end:
        run.step()
    later = simulate(past, run.log, seconds=run.seconds).rollout
    assert later is not None
    assert run.hash() == later.state_hash


def test_a_scene_that_was_changed_after_its_rollout_starts_from_how_it_stands(crate: Scene) -> None:
    past = simulate(crate, [(0.0, PUSH)], seconds=0.3)
    assert past.rollout is not None
    changed = replace(past, rollout=replace(past.rollout, state_hash="0" * 64))
    run = LiveRun(changed)
    assert run.state.time == 0.0
    assert np.allclose(run.state.positions[1], past["crate"].position)


def test_pushes_in_a_running_simulation_begin_at_once_and_extend_it(crate: Scene) -> None:
    run = LiveRun(crate)
    run.schedule([(0.0, PUSH)], 0.2)
    for _ in range(6):
        run.step()
    assert run.schedule([(0.0, PUSH)], 0.2) == [(pytest.approx(0.1), PUSH)]
    assert run.end == 18
    while run.frame < run.end:
        run.step()
    again = simulate(crate, run.log, seconds=run.seconds).rollout
    assert again is not None
    assert run.hash() == again.state_hash


def test_an_endless_session_is_refused(crate: Scene) -> None:
    run = LiveRun(crate)
    with pytest.raises(InputError, match="press R"):
        run.schedule([], 3601.0)


def test_what_touches_is_known_at_any_frame_and_carries_the_weight(crate: Scene) -> None:
    run = LiveRun(crate)
    run.schedule([(0.2, replace(PUSH, impulse=(0.0, 1.0, 0.0)))], 1.2)
    while run.frame < run.end:
        run.step()
    state, weight = run.hash(), 9.81 * run.dt
    first, found = run.touches(5)
    assert (first, len(found)) == (0, 31)
    for each in found[:12]:  # it rests: asleep in the engine, and yet it is carried
        assert each.pairs.tolist() == [[0, 1]] * len(each.pairs) and len(each.pairs) >= 3
        assert each.impulses.sum(axis=0) == pytest.approx([0, weight, 0], abs=0.05 * weight)
        assert each.normals[:, 1] == pytest.approx(1.0)
        assert each.points[:, 1] == pytest.approx(0.0, abs=2e-3)
    assert len(found[16].pairs) == 0, "in the air"
    later = [touches for begin in (31, 61) for touches in run.touches(begin)[1]]
    given = sum(touches.impulses.sum(axis=0)[1] for touches in [*found[13:], *later])
    fell = run.frame - 12
    assert given == pytest.approx(fell * weight - 1.0, rel=0.03), "floor and push together carry it"
    assert run.hash() == state, "looking changes nothing"
    with pytest.raises(InputError, match="not computed"):
        run.touches(run.frame + 1)


def test_what_touched_in_the_files_own_past_is_known(crate: Scene) -> None:
    after = simulate(crate, [(0.1, PUSH)], seconds=0.8)
    run = LiveRun(after)
    first, found = run.touches(-40)
    assert (first, len(found)) == (-48, 19)  # from the file's first frame to its first kept state
    sliding = found[-1].impulses.sum(axis=0)
    assert sliding[0] == pytest.approx(-crate["crate"].body.friction * sliding[1], rel=0.05), (
        "friction holds it back"
    )


def test_a_session_begun_anew_is_as_the_first_time(crate: Scene) -> None:
    again, once = LiveRun(crate), LiveRun(crate)
    again.schedule([(0.0, Spawn(object="crate 2", like="crate", at=(2.0, 1.0, 0.0))), (0.1, PUSH)], 0.7)
    while again.frame < again.end:
        again.step()
    again.restart()
    assert not (again.can_undo or again.can_redo or again.log) and again.copies == {}
    for run in (again, once):
        run.schedule([(0.05, PUSH)], 0.5)
        while run.frame < run.end:
            run.step()
    assert again.hash() == once.hash()
    assert [o.name for o in again.scene.objects] == [o.name for o in once.scene.objects]
