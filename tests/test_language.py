"""Sentences against what they should do, in rooms one can check by hand."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError, SpatialwmError, UnknownObjectError
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.language import actions_from_text
from spatialwm.language.amounts import split_amounts
from spatialwm.language.words import normalize
from spatialwm.scene import (
    Body,
    Box,
    Camera,
    Cylinder,
    Grasp,
    Look,
    Move,
    Push,
    Release,
    Scene,
    SceneObject,
    Sphere,
    Throw,
    Wait,
)


def thing(name, collider, position, mass=0.0, *, category=None, attributes=(), **body) -> SceneObject:
    return SceneObject(
        name=name,
        category=category or name.split("_")[0],
        attributes=attributes,
        position=np.array(position, float),
        body=Body(kind="dynamic" if mass else "static", mass=float(mass), colliders=(collider,), **body),
    )


def block(*size) -> Box:
    return Box(size=np.array(size, float))


def mug(name, x, z, *attributes) -> SceneObject:
    shape = Cylinder(radius=0.04, height=0.1)
    return thing(name, shape, (x, 0.77, z), 0.3, category="mug", attributes=attributes)


def furnished() -> Scene:
    """Two mugs and a lamp on a heavy table, two chairs, a ball; the agent looks at it from +z."""
    return Scene(
        objects=(
            thing("room", block(12, 0.2, 12), (0, -0.1, 0), friction=0.3),
            thing("table", block(1.2, 0.72, 0.7), (0, 0.36, 0), 25, attributes=("wooden",)),
            mug("mug_1", -0.3, 0.1, "red"),
            mug("mug_2", 0.1, 0.2, "blue"),
            thing("table_lamp", block(0.12, 0.4, 0.12), (0.45, 0.92, -0.1), 1.5, category="lamp"),
            thing("chair_1", block(0.4, 0.9, 0.4), (-1.6, 0.45, 0), 5, friction=0.3),
            thing("chair_2", block(0.4, 0.9, 0.4), (1.8, 0.45, 0), 5, friction=0.3),
            thing("ball", Sphere(radius=0.1), (1.0, 0.1, 1.5), 0.4),
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 3.0), (0.0, 0.7, 0.0)),),
    )


@pytest.fixture
def room() -> Scene:
    return furnished()


def after(scene: Scene, sentence: str) -> Scene:
    actions = actions_from_text(sentence, scene)
    return simulate(scene, actions, seconds=actions[-1][0] + 4.0)


def moved(scene: Scene, later: Scene, name: str) -> np.ndarray:
    return later[name].position.astype(float) - scene[name].position


def others_stayed(scene: Scene, later: Scene, *names: str) -> bool:
    return all(np.abs(moved(scene, later, o.name)).max() < 1e-3 for o in scene.objects if o.name not in names)


# ----------------------------------------------------------- sentence -> action


def only(scene: Scene, sentence: str):
    ((time, action),) = actions_from_text(sentence, scene)
    assert time == 0.0
    return action


@pytest.mark.parametrize(
    ("sentence", "name", "way"),
    [
        ("push the red mug", "mug_1", (-0.1, 0, -1)),
        ("push the red mug left", "mug_1", (-1, 0, 0)),
        ("Push the blue mug to the right.", "mug_2", (1, 0, 0)),
        ("shove chair 2 away", "chair_2", (0, 0, -1)),
        ("please kick the ball forward", "ball", (0, 0, -1)),
        ("nudge the ball to the left", "ball", (-1, 0, 0)),
        ("hit the ball towards me", "ball", (0, 0, 1)),
        ("roll the ball backwards", "ball", (0, 0, 1)),
        ("move the second chair to the left", "chair_2", (-1, 0, 0)),
        ("push the leftmost chair right", "chair_1", (1, 0, 0)),
        ("push the right chair left", "chair_2", (-1, 0, 0)),
        ("push the mug nearest the lamp left", "mug_2", (-1, 0, 0)),
        ("push the mug closest to the ball left", "mug_2", (-1, 0, 0)),
        ("push the lamp on the table left", "table_lamp", (-1, 0, 0)),
        ("slide the wooden table right", "table", (1, 0, 0)),
        ("push the desk right", "table", (1, 0, 0)),
        ("push mug_2 left gently", "mug_2", (-1, 0, 0)),
        ("gently push mug_2 left", "mug_2", (-1, 0, 0)),
        ("could you push the blue cup hard to the left", "mug_2", (-1, 0, 0)),
        ("push a chair left", "chair_1", (-1, 0, 0)),
        ("push the ball towards the table", "ball", (-1, 0, -1.5)),
        ("knock the blue mug into the lamp", "mug_2", (0.35, 0, -0.3)),
    ],
)
def test_a_push_goes_to_the_thing_meant_and_the_way_said(room, sentence, name, way):
    action = only(room, sentence)
    assert isinstance(action, Push) and action.object == name
    direction = np.array(action.impulse) / np.linalg.norm(action.impulse)
    np.testing.assert_allclose(direction, np.array(way) / np.linalg.norm(way), atol=0.02)


@pytest.mark.parametrize(
    ("sentence", "yaw", "pitch"),
    [
        ("look left", math.pi / 4, 0),
        ("look 30 degrees to the right", -math.pi / 6, 0),
        ("turn right", -math.pi / 2, 0),
        ("turn around", math.pi, 0),
        ("look up", 0, 0.35),
        ("look down 10\N{DEGREE SIGN}", 0, -math.pi / 18),
        ("look at chair 2", -math.atan2(1.8, 3.0), None),
        ("face the first chair", math.atan2(1.6, 3.0), None),
    ],
)
def test_looks(room, sentence, yaw, pitch):
    action = only(room, sentence)
    assert isinstance(action, Look)
    assert action.yaw == pytest.approx(yaw, abs=1e-5)
    assert pitch is None or action.pitch == pytest.approx(pitch, abs=1e-6)


@pytest.mark.parametrize(
    ("sentence", "displacement", "speed"),
    [
        ("walk forward", (0, 0, -1), 1.4),
        ("walk forward 0.5 m", (0, 0, -0.5), 1.4),
        ("go left half a metre", (-0.5, 0, 0), 1.4),
        ("step back", (0, 0, 1), 1.4),
        ("move two metres to the right", (2, 0, 0), 1.4),
        ("run 150cm right", (1.5, 0, 0), 1.98),
        ("walk to the table", (0, 0, -2.05), 1.4),
        ("walk 1 m towards the table", (0, 0, -1), 1.4),
        ("approach the ball", None, 1.4),
    ],
)
def test_walks(room, sentence, displacement, speed):
    action = only(room, sentence)
    assert isinstance(action, Move) and action.speed == pytest.approx(speed, abs=0.01)
    if displacement is not None:
        np.testing.assert_allclose(action.displacement, displacement, atol=1e-6)


def test_waiting_takes_its_time(room):
    (first, wait), (second, push) = actions_from_text("wait 2 seconds, then push the ball", room)
    assert isinstance(wait, Wait) and isinstance(push, Push)
    assert first == pytest.approx(2.0, abs=0.05) and second == pytest.approx(2.0, abs=0.05)
    ((last, _),) = actions_from_text("wait for half a minute", room)
    assert last == pytest.approx(30.0, abs=0.05), "what ends with a wait lasts as long"


def test_a_second_action_waits_for_the_first_to_end(room):
    actions = actions_from_text("push the blue mug gently. Push it gently and look left", room)
    assert [type(a) for _, a in actions] == [Push, Push, Look]
    times = [t for t, _ in actions]
    assert times[0] == 0.0 and times[1] > 0.5 and times[2] > times[1] + 0.5


@pytest.mark.parametrize(
    ("clause", "metres", "seconds", "strength", "rest"),
    [
        ("the chair 0.5 m left", 0.5, None, 1.0, "the chair left"),
        ("the chair by 30cm left", 0.3, None, 1.0, "the chair left"),
        ("the chair half a metre left", 0.5, None, 1.0, "the chair left"),
        ("the chair three meters", 3.0, None, 1.0, "the chair"),
        ("for 4 seconds", None, 4.0, 1.0, ""),
        ("the mug very gently", None, None, 0.2, "the mug"),
        ("the hard drive", None, None, 2.5, "the drive"),
        ("chair 2 left", None, None, 1.0, "chair 2 left"),
        ("mug 1 5 cm left", 0.05, None, 1.0, "mug 1 left"),
    ],
)
def test_amounts(clause, metres, seconds, strength, rest):
    left, amounts = split_amounts(normalize(clause), "push")
    assert left == rest and amounts.strength == strength
    assert amounts.metres == (None if metres is None else pytest.approx(metres))
    assert amounts.seconds == (None if seconds is None else pytest.approx(seconds))


# ----------------------------------------------------------- goals come true


def test_push_the_mug_off_the_table_and_nothing_else_moves(room):
    later = after(room, "push the blue mug off the table")
    assert later["mug_2"].position[1] < 0.2
    assert others_stayed(room, later, "mug_2")


def test_a_direction_to_the_edge_is_kept(room):
    later = after(room, "push the red mug off the table to the left")
    assert later["mug_1"].position[1] < 0.2
    assert moved(room, later, "mug_1")[0] < -0.3
    assert others_stayed(room, later, "mug_1")


def test_off_without_a_name_is_what_it_stands_on(room):
    assert actions_from_text("push the blue mug off", room) == actions_from_text(
        "push the blue mug off the table", room
    )


@pytest.mark.parametrize("sentence", ["knock over the lamp", "tip chair 2 over"])
def test_knocked_over_is_more_than_45_degrees(room, sentence):
    later = after(room, sentence)
    name = "table_lamp" if "lamp" in sentence else "chair_2"
    up = quat_rotate(later[name].quat.astype(float), np.array([0.0, 1, 0]))
    assert up[1] < math.cos(math.pi / 4)
    assert others_stayed(room, later, name)


@pytest.mark.parametrize(("sentence", "way", "metres"), [("0.5 m right", 0, 0.5), ("80 cm away", 2, -0.8)])
def test_a_distance_is_met_within_ten_percent(room, sentence, way, metres):
    later = after(room, f"push the second chair {sentence}")
    assert moved(room, later, "chair_2")[way] == pytest.approx(metres, rel=0.1)
    assert later["chair_2"].position[1] == pytest.approx(0.45, abs=0.01)


def test_what_one_push_would_tip_is_pushed_along_by_hand():
    tall = thing("cupboard", block(0.4, 0.9, 0.4), (0, 0.45, 0), 8, friction=0.7)
    scene = Scene(objects=(thing("room", block(12, 0.2, 12), (0, -0.1, 0)), tall))
    actions = actions_from_text("push the cupboard 0.5 m left", scene)
    assert len(actions) > 5 and all(isinstance(a, Push) for _, a in actions)
    later = simulate(scene, actions, seconds=4.0)
    assert moved(scene, later, "cupboard")[0] == pytest.approx(-0.5, rel=0.1)
    assert later["cupboard"].position[1] == pytest.approx(0.45, abs=0.01)


def test_a_ball_rolls_the_distance_too(room):
    later = after(room, "roll the ball 1 m left")
    assert moved(room, later, "ball")[0] == pytest.approx(-1.0, rel=0.12)


def test_into_reaches_its_goal(room):
    later = after(room, "push the ball into the second chair")
    assert np.abs(moved(room, later, "chair_2")).max() > 1e-3


def test_grabbing_walks_there_first_and_throwing_lets_go(room):
    actions = actions_from_text("grab the blue mug, walk back 1 m, then throw it at chair 1", room)
    assert [type(a) for _, a in actions] == [Move, Grasp, Move, Throw]
    later = simulate(room, actions, seconds=actions[-1][0] + 3.0)
    assert np.linalg.norm(moved(room, later, "mug_2")) > 1.0
    assert np.abs(moved(room, later, "chair_1")).max() > 1e-4


def test_throwing_what_is_not_held_picks_it_up_first(room):
    actions = actions_from_text("throw the blue mug forward", room)
    assert [type(a) for _, a in actions] == [Move, Grasp, Throw]


def test_pick_up_and_drop(room):
    actions = actions_from_text("pick up the blue mug and walk back 1.5 m then drop it", room)
    assert [type(a) for _, a in actions] == [Move, Grasp, Move, Release]
    later = simulate(room, actions, seconds=actions[-1][0] + 3.0)
    assert later["mug_2"].position[1] < 0.2 and moved(room, later, "mug_2")[2] > 1.0
    assert others_stayed(room, later, "mug_2")


def test_sentences_go_on_from_a_rollout(room):
    once = after(room, "push the second chair 0.5 m right")
    twice = simulate(
        once, actions_from_text("push it 0.5 m right".replace("it", "chair 2"), once), seconds=3.0
    )
    assert moved(room, twice, "chair_2")[0] == pytest.approx(1.0, rel=0.1)


def test_the_same_sentence_gives_the_same_bytes_in_another_process(room):
    sentence = "push the blue mug off the table, then look at it"
    here = repr(actions_from_text(sentence, room))
    code = (
        f"import runpy; t = runpy.run_path({__file__!r}); "
        f"print(repr(t['actions_from_text']({sentence!r}, t['furnished']())))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == here


# ------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("sentence", "error", "words"),
    [
        (
            "push the unicorn",
            UnknownObjectError,
            r"There is no 'unicorn' in the scene; it has room, table, mug 1",
        ),
        ("push the green mug", UnknownObjectError, "There is no 'green mug'"),
        ("push the mug", InputError, "'the mug' may be 'mug_1', 'mug_2'; say which, for example 'mug 1'"),
        ("push the fifth chair", UnknownObjectError, "the scene has 2 such"),
        ("push the floor", InputError, "'room' is static and cannot be pushed"),
        ("grab the table", InputError, r"'table' weighs 25\.0 kg"),
        (
            "dance with the chair",
            InputError,
            "'dance with the chair' is not understood. Try 'push the mug off",
        ),
        ("push", InputError, "not understood"),
        ("", InputError, "1 to 500 characters"),
        ("look", InputError, "not understood"),
        ("walk to the moon", UnknownObjectError, "no 'moon'"),
        ("let go of the ball", InputError, "'ball' is not in the hand"),
        ("drop it", UnknownObjectError, "no 'it'"),
        ("push the first chair off the table", InputError, "'chair_1' is not on 'table'"),
        ("knock over the ball", InputError, "'ball' is round"),
        ("push the ball up", InputError, "not up or down"),
        ("wait 2000 seconds", InputError, "at most 600 s"),
        ("look left, " * 22, InputError, "1 to 20 things"),
        ("push the chair on the table left", UnknownObjectError, "no 'chair' on 'table'"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(room, sentence, error, words):
    with pytest.raises(error, match=words):
        actions_from_text(sentence, room)


def test_a_goal_no_push_reaches_is_said(room):
    walls = [thing(f"wall_{k}", block(*s), p) for k, (s, p) in enumerate(
        [((0.1, 1, 3), (-0.65, 1.25, 0)), ((0.1, 1, 3), (0.65, 1.25, 0)),
         ((1.4, 1, 0.1), (0, 1.25, -0.4)), ((1.4, 1, 0.1), (0, 1.25, 0.4))]
    )]  # fmt: skip
    fenced = Scene(objects=(*room.objects, *walls), cameras=room.cameras)
    with pytest.raises(InputError, match="No push gets 'mug_2' off 'table'"):
        actions_from_text("push the blue mug off the table to the left", fenced)


EMPTYISH = Scene(
    objects=(
        thing("room", block(12, 0.2, 12), (0, -0.1, 0)),
        thing("chair_2", block(0.4, 0.5, 0.4), (1, 0.25, 0), 5),
        mug("mug", 0, -0.72),
    )
)
WORDS = (
    "push", "grab", "throw", "walk", "look", "knock", "the", "a", "red", "mug", "chair", "2", "0.5 m", "left",
    "hard", "up", "over", "off", "table", "to", "at", "it", "then", "and", ",",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_any_words_give_actions_or_a_refusal(words):
    try:
        actions = actions_from_text(" ".join(words), EMPTYISH)
    except SpatialwmError as error:
        assert len(str(error)) < 700
    else:
        assert actions
