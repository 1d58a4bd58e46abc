"""Forks, differences and causes."""

import json
import subprocess
import sys

import numpy as np
import pytest

from spatialwm import verbs
from spatialwm.bench.why import ball_door_bottle, ball_ramp_cup, box_book_mug, dominoes
from spatialwm.dynamics import Fact, diff, fork, simulate, state_hash, why
from spatialwm.dynamics.contacts import contact_log
from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.io import save
from spatialwm.language.facts import fact_from_text
from spatialwm.scene import (
    Body,
    Box,
    Force,
    Grasp,
    Gravity,
    Move,
    Push,
    Remove,
    Scene,
    SceneObject,
    Spawn,
    Throw,
    Wind,
)

MAIN = [sys.executable, "-c", "from spatialwm.cli import main; main()"]


def _box(name: str, size: tuple[float, float, float], at: tuple[float, float, float], mass: float = 0.0):
    body = Body(kind="dynamic" if mass else "static", colliders=(Box(size=np.array(size, float)),), mass=mass)
    return SceneObject(name=name, category=name, position=np.array(at, float), body=body)


def _desk() -> Scene:
    table = _box("table", (1.0, 0.7, 0.6), (0.0, 0.35, 0.0))
    return Scene(
        objects=(
            _box("floor", (10.0, 0.2, 10.0), (0.0, -0.1, 0.0)),
            table,
            _box("mug", (0.08, 0.1, 0.08), (0.2, 0.75, 0.0), 0.3),
            _box("book", (0.2, 0.04, 0.15), (-0.2, 0.72, 0.0), 0.5),
        )
    )


@pytest.fixture(scope="module")
def pushed() -> Scene:
    return simulate(_desk(), [(0.5, Push("mug", impulse=(0.9, 0.0, 0.0)))], seconds=2.0)


def test_a_fork_continued_as_before_is_the_same_to_the_bit(pushed: Scene):
    again = simulate(fork(pushed, 0.25), [(0.25, Push("mug", impulse=(0.9, 0.0, 0.0)))], seconds=1.75)
    assert pushed.rollout is not None and again.rollout is not None
    assert again.rollout.state_hash == pushed.rollout.state_hash
    assert diff(pushed, again).same


def test_a_fork_in_mid_air_goes_on_falling(pushed: Scene):
    cut = fork(pushed, 0.9)
    assert cut.rollout is not None and len(cut.rollout.times) == 55
    on = simulate(cut, [], seconds=1.1)
    assert on.rollout is not None and pushed.rollout is not None
    assert on.rollout.state_hash == pushed.rollout.state_hash


def test_two_futures_differ_in_what_was_done_and_what_came_of_it(pushed: Scene):
    other = simulate(fork(pushed, 0.25), [(0.5, Push("book", impulse=(-2.0, 0.0, 0.0)))], seconds=1.75)
    found = diff(pushed, other)
    assert {d.name for d in found.ended} == {"mug", "book"}
    assert found.name == "mug" and found.time == pytest.approx(0.5 + 1 / 60, abs=0.02)
    assert len(found.actions_first) == len(found.actions_second) == 1


def test_a_scene_without_past_cannot_be_forked_or_explained():
    for task in (lambda: fork(_desk(), 0.0), lambda: why(_desk(), Fact(object="mug", kind="moved"))):
        with pytest.raises(InputError, match="no rollout"):
            task()


def test_a_moment_outside_the_rollout_is_refused(pushed: Scene):
    with pytest.raises(InputError, match="outside"):
        fork(pushed, 5.0)


def test_a_push_is_the_cause_of_a_fall(pushed: Scene):
    found = why(pushed, Fact(object="mug", kind="on", other="floor"))
    assert [(link.cause, link.effect) for link in found.chain] == [("agent", "mug")]
    assert found.chain[0].action == Push("mug", impulse=(0.9, 0.0, 0.0))
    assert found.prevented


def test_what_is_not_so_is_not_explained(pushed: Scene):
    with pytest.raises(InputError, match="not so"):
        why(pushed, Fact(object="book", kind="moved"))
    with pytest.raises(UnknownObjectError):
        why(pushed, Fact(object="unicorn", kind="moved"))


@pytest.mark.parametrize("make", [dominoes, ball_ramp_cup, ball_door_bottle, box_book_mug])
def test_chains_are_in_the_true_order(make):
    case = make()
    found = why(simulate(case.scene, case.actions, seconds=case.seconds), case.fact)
    assert tuple(link.effect for link in found.chain) == case.chain
    assert [link.time for link in found.chain] == sorted(link.time for link in found.chain)
    assert found.prevented


def test_a_thrown_thing_moved_because_it_was_taken():
    walk = Move(displacement=(0.0, 0.0, -2.2))
    done = simulate(
        _desk(), [(0.1, walk), (3.0, Grasp("mug")), (3.5, Throw(velocity=(-2.0, 1.0, 0.0)))], seconds=5.0
    )
    found = why(done, Fact(object="mug", kind="moved"))
    assert isinstance(found.chain[0].action, Grasp | Throw)
    assert found.chain[0].cause == "agent"


def test_watching_changes_nothing(pushed: Scene):
    assert pushed.rollout is not None
    assert state_hash(contact_log(pushed).states[-1]) == pushed.rollout.state_hash


def test_statements_become_facts(pushed: Scene):
    said = {
        "the mug is on the floor": Fact(object="mug", kind="on", other="floor"),
        "why is the mug not on the table?": Fact(object="mug", kind="off", other="table"),
        "the book fell over": Fact(object="book", kind="fallen"),
        "why did the mug move?": Fact(object="mug", kind="moved"),
    }
    for sentence, fact in said.items():
        assert fact_from_text(sentence, pushed) == fact
    with pytest.raises(InputError, match="no statement"):
        fact_from_text("bananas", pushed)


def test_the_command_line_forks_compares_and_explains(pushed: Scene, tmp_path):
    first, second = save(pushed, tmp_path / "a.glb"), tmp_path / "b.glb"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*MAIN, *words], capture_output=True, text=True)

    made = run("fork", str(first), "instead, push the book off the table", "--at", "0.3", "-o", str(second))
    assert made.returncode == 0, made.stderr
    compared = run("diff", str(first), str(second), "--json")
    assert compared.returncode == 1
    assert {d["name"] for d in json.loads(compared.stdout)["ended"]} >= {"mug", "book"}
    told = run("why", str(first), "the mug is on the floor")
    assert told.returncode == 0 and "agent set mug moving" in told.stdout
    refused = run("why", str(first), "the mug is on the table")
    assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1


def test_instead_is_only_a_word(pushed: Scene):
    other = verbs.fork(pushed, "push the book off the table instead", at=0.3, seconds=2.0)
    assert other.rollout is not None and "book" in other.rollout.names


def _explained(actions, fact: Fact, seconds: float = 2.5):
    found = why(simulate(_desk(), actions, seconds=seconds), fact)
    return found.chain[0].action, found.prevented


def test_a_force_over_a_time_is_a_cause():
    press = Force("mug", force=(2.5, 0.0, 0.0), seconds=0.8)
    assert _explained([(0.5, press)], Fact(object="mug", kind="on", other="floor")) == (press, True)


def test_gravity_is_a_cause_of_what_rises():
    up = Gravity((0.0, 9.81, 0.0))
    action, prevented = _explained([(0.3, up)], Fact(object="mug", kind="moved"), seconds=1.0)
    assert action == up and prevented


def test_wind_is_a_cause_of_what_it_blows_away():
    blow = Wind((40.0, 0.0, 0.0))
    action, prevented = _explained([(0.3, blow)], Fact(object="mug", kind="moved"))
    assert action == blow and prevented


def test_what_is_taken_away_from_below_is_the_cause_of_a_fall():
    gone = Remove("table")
    action, prevented = _explained([(0.4, gone)], Fact(object="mug", kind="on", other="floor"))
    assert action == gone and prevented


def test_what_appears_in_the_air_falls_because_it_was_put_there():
    drop = Spawn("mug_2", like="mug", at=(0.0, 1.2, 0.0))
    action, _ = _explained([(0.2, drop)], Fact(object="mug_2", kind="moved"))
    assert action == drop
