"""Plans that meet a reality which is not as believed: a door that does not open."""

import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spatialwm.dynamics import EnginePredictor, replay, simulate
from spatialwm.errors import InputError
from spatialwm.io import load, save
from spatialwm.language import actions_from_text
from spatialwm.planning import Wish, plan
from spatialwm.planning.foretold import Foreteller
from spatialwm.planning.reality import believed_now, replanned
from spatialwm.planning.tried import alike, avoided
from spatialwm.scene import Body, Box, Grasp, Open, Push, Scene, SceneObject

EXAMPLE = runpy.run_path(str(Path(__file__).parent.parent / "examples" / "blocked_door.py"))
HELD = (Wish(kind="held", words=("mug",)),)


def test_the_door_that_did_not_open_is_not_tried_again_and_another_way_is_found():
    after, attempts = replanned(
        EXAMPLE["believed"](), EXAMPLE["real"](), HELD, attempts=4, budget=2, seconds=0.5
    )
    assert [a.plan.kind for a in attempts] == ["open door, carry mug", "carry mug"]
    assert all(a.plan.reached for a in attempts)  # as foretold
    assert [a.reached for a in attempts] == [False, True]
    assert attempts[0].failed == Open("door") and attempts[1].failed is None
    assert Foreteller(after, threads=1).now.held == "mug"
    assert after.rollout is not None and replay(after).same  # one rollout of both, in reality


@pytest.mark.slow
def test_without_memory_the_same_is_tried_again():
    _, attempts = replanned(
        EXAMPLE["believed"](), EXAMPLE["real"](), HELD, attempts=2, budget=4, seconds=1.0, remembers=False
    )
    assert [a.plan.kind for a in attempts] == ["open door, carry mug"] * 2
    assert not any(a.reached for a in attempts)


def test_where_the_door_opens_it_is_opened_once():
    scene = EXAMPLE["believed"]()
    _, attempts = replanned(scene, scene, HELD, attempts=3, budget=2, seconds=0.5)
    assert [a.reached for a in attempts] == [True] and attempts[0].plan.kind.startswith("open door")


def test_what_is_like_what_failed():
    push = Push("block", impulse=(1.0, 0.0, 0.0))
    assert alike(Push("block", impulse=(0.9, 0.1, 0.0)), push)
    assert not alike(Push("block", impulse=(2.0, 0.0, 0.0)), push)  # stronger
    assert not alike(Push("block", impulse=(0.0, 0.0, 1.0)), push)  # another way
    assert not alike(Push("other", impulse=(1.0, 0.0, 0.0)), push)
    assert alike(Open("door", fraction=0.5), Open("door")) and not alike(Grasp("door"), Open("door"))
    assert avoided(((0.0, Open("door")), (1.0, push)), (push,)) and not avoided((), (push,))


def test_a_plan_has_nothing_in_it_that_is_to_be_avoided():
    floor = Body(colliders=(Box(size=np.array([8.0, 0.2, 8.0])),), friction=0.3)
    block = Body(kind="dynamic", mass=1.0, colliders=(Box(size=np.full(3, 0.1)),), friction=0.3)
    scene = Scene(
        objects=(
            SceneObject(name="floor", position=np.array([0, -0.1, 0.0]), body=floor),
            SceneObject(name="block", position=np.array([0, 0.05, -0.5]), body=block),
        )
    )
    wishes = (Wish(kind="at", words=("block", "0.5", "-0.5", "0.1")),)
    usual = plan(scene, wishes, budget=10, seconds=1.0, threads=1)
    failed = usual.actions[0][1]
    assert isinstance(failed, Push)
    other = plan(scene, wishes, budget=10, seconds=1.0, threads=1, avoid=(failed,))
    assert not avoided(other.actions, (failed,)) and avoided(usual.actions, (failed,))
    every = tuple(
        Push("block", impulse=(100 * np.cos(a).item(), 0.0, 100 * np.sin(a).item()))
        for a in np.arange(0, 6.3, 0.2)
    )
    with pytest.raises(InputError, match="was tried, and failed"):
        plan(scene, wishes, budget=10, seconds=1.0, threads=1, avoid=every)


def test_what_is_believed_is_brought_to_where_reality_is():
    scene = EXAMPLE["believed"]()
    opened = simulate(scene, actions_from_text("open the door", scene), seconds=4.0)
    state = Foreteller(opened, threads=1).now
    now = believed_now(scene, state)
    again = EnginePredictor(now).initial()
    k = state.names.index("door")
    np.testing.assert_allclose(again.positions[k], state.positions[k], atol=1e-3)
    np.testing.assert_allclose(again.agent_position, state.agent_position, atol=0.02)
    joint = now["door"].body.joint
    assert joint is not None and joint.limits is not None
    assert joint.limits[0] == pytest.approx(-1.6, abs=0.1) and joint.limits[1] == pytest.approx(0, abs=0.1)


@pytest.mark.slow
def test_the_command_says_what_was_tried(tmp_path):
    save(EXAMPLE["believed"](), tmp_path / "door.glb")
    save(EXAMPLE["real"](), tmp_path / "blocked.glb")
    program = "from spatialwm.cli import main; main()"
    asked = ["plan", "door.glb", "the mug is held", "--reality", "blocked.glb", "--budget", "4"]
    command = [sys.executable, "-c", program, *asked, "--seconds", "1", "-o", "done.glb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (
        "1: open door, carry mug: failed at open door" in done.stdout and "2: carry mug: done" in done.stdout
    )
    assert load(tmp_path / "done.glb").rollout is not None


def test_scenes_that_do_not_match_are_refused():
    apart = replace(EXAMPLE["real"](), objects=EXAMPLE["real"]().objects[:4])
    with pytest.raises(InputError, match="'table' is not in the real scene"):
        replanned(EXAMPLE["believed"](), apart, HELD)
