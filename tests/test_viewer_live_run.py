"""The viewer's engine: what it computes live is what simulate computes."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError
from spatialwm.scene import Body, Box, Push, Scene, SceneObject
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
