"""The action algebra: its published form, its bounds, and sentences and keys against typed actions."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.language import actions_from_text
from spatialwm.language.keys import sentence_of_keys
from spatialwm.lift.text.words import COLORS
from spatialwm.scene import (
    ACTION_KINDS,
    Close,
    Crouch,
    Force,
    Gravity,
    Jump,
    Light,
    Look,
    Move,
    Open,
    Paint,
    Place,
    Push,
    Remove,
    Say,
    Spawn,
    Wait,
    Wind,
    action_from_json,
    action_schema,
    action_to_json,
)
from spatialwm.scene.action_schema import document_text, schema_text
from tests.test_language import furnished

DEGREE = math.pi / 180


def test_the_published_schema_is_that_of_the_classes():
    published = Path(__file__).parents[1] / "docs" / "actions.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(), "run 'make schema'"


def test_the_guide_has_the_table_of_the_classes():
    text = (Path(__file__).parents[1] / "docs" / "actions.md").read_text(encoding="utf-8")
    assert text == document_text(text), "run 'make schema'"
    assert all(f"| `{kind}` |" in text for kind in ACTION_KINDS)


def test_every_kind_of_action_is_in_the_schema_with_bounds():
    kinds = action_schema()["$defs"]
    assert set(kinds) == {"action", *ACTION_KINDS} and len(ACTION_KINDS) == 20
    force = kinds["force"]["properties"]["force"]["items"]
    assert force == {"type": "number", "minimum": -10000.0, "maximum": 10000.0}
    assert kinds["push"]["required"] == ["action", "object", "impulse"]


@pytest.mark.parametrize(
    "action",
    [
        Force("mug", force=(1.0, 2.0, 3.0), seconds=0.5),
        Place(on="table"),
        Place(beside="mug"),
        Place(at=(0.0, 1.0, 2.0)),
        Open("door", fraction=0.5),
        Close("door"),
        Spawn("mug_2", like="mug", at=(0.0, 1.0, 0.0)),
        Remove("mug"),
        Paint("mug", color=(1.0, 0.0, 0.0)),
        Jump(),
        Crouch(down=False),
        Gravity((0.0, -1.62, 0.0)),
        Wind((5.0, 0.0, 0.0)),
        Light(brightness=0.5),
        Say("hello"),
    ],
    ids=lambda action: type(action).__name__,
)
def test_new_actions_survive_json(action):
    assert action_from_json(json.loads(json.dumps(action_to_json(action)))) == action


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            {"action": "force", "object": "mug", "force": [1e9, 0, 0]},
            "goes from -10000 to 10000, got 1e\\+09",
        ),
        ({"action": "place"}, "exactly one of at, beside, on"),
        ({"action": "place", "on": "a", "beside": "b"}, "exactly one"),
        ({"action": "light", "brightness": True}, "finite"),
        ({"action": "crouch", "down": 1.5}, "cannot be 1.5"),
        ({"action": "paint", "object": "mug", "color": [2, 0, 0]}, "goes from 0 to 1"),
        ({"action": "say", "text": "a" * 501}, "cannot be"),
        ({"action": "say", "text": ""}, "cannot be"),
        ({"action": "spawn", "object": "a", "like": "b"}, "needs at, object"),
        ({"action": "gravity", "acceleration": [0, float("inf"), 0]}, "finite"),
    ],
)
def test_what_no_action_may_hold_is_refused_in_a_sentence(data, words):
    with pytest.raises(InputError, match=words):
        action_from_json(data)


def turn(degrees):
    return Look(yaw=degrees * DEGREE)


def go(x, z):
    return Move(displacement=(x, 0.0, z), speed=1.4)


def slide(name, x, z, factor=1.0):
    """A push that friction stops after 0.3 m times the factor: m sqrt(2 mu g d)."""
    size = 5.0 * math.sqrt(2 * 0.3 * 9.81 * 0.3 * factor)
    return Push(name, impulse=(round(x * size, 5), 0.0, round(z * size, 5)))


def paint(name, color):
    red, green, blue = COLORS[color]
    return Paint(name, color=(red, green, blue))


WAYS = {"forward": (0, -1), "back": (0, 1), "left": (-1, 0), "right": (1, 0)}
PAIRS = (
    [(f"turn {side} {k} degrees", [turn(sign * k)])
       for side, sign in (("left", 1), ("right", -1)) for k in (30, 45, 120)]
    + [("turn left", [Look(yaw=math.pi / 2)]), ("turn around", [Look(yaw=math.pi)])]
    + [(f"look {way} {k} degrees", [Look(pitch=sign * k * DEGREE)])
       for way, sign in (("up", 1), ("down", -1)) for k in (10, 25)]
    + [
        (f"{verb} {how} {way}", [go(x * length, z * length)])
        for way, (x, z) in WAYS.items()
        for verb, how, length in (
            ("walk", "0.5 m", 0.5), ("go", "1 metre", 1.0), ("step", "60 cm", 0.6),
            ("walk", "two steps", 1.5),
        )
    ]
    + [(f"{count} {words}", [go(0.0, -0.75)]) for count, words in (("walk 1 step", "forward"),)]
    + [
        (f"push {noun} {way}{how}", [slide(name, x, z, factor)])
        for noun, name in (("chair 1", "chair_1"), ("the second chair", "chair_2"))
        for way, (x, z) in WAYS.items()
        for how, factor in (("", 1.0), (" hard", 2.5), (" gently", 0.4))
    ]
    + [
        (f"{verb} {noun} {color}", [paint(name, color)])
        for verb, noun, name in (
            ("paint", "the red mug", "mug_1"), ("make", "the table", "table"),
            ("colour", "chair 2", "chair_2"),
        )
        for color in ("blue", "yellow", "black", "white")
    ]
    + [("dye both mugs green", [paint("mug_1", "green"), paint("mug_2", "green")])]
    + [
        (f"{verb} {noun}", [Remove(name) for name in names])
        for verb in ("remove", "delete", "get rid of")
        for noun, names in (
            ("the blue mug", ["mug_2"]), ("both chairs", ["chair_1", "chair_2"]),
            ("everything on the table except the lamp", ["mug_1", "mug_2"]),
            ("the mug nearest the lamp", ["mug_2"]), ("the mug that is not red", ["mug_2"]),
        )
    ]
    + [
        ("jump", [Jump()]), ("jump twice", [Jump(), Jump()]), ("hop three times", [Jump()] * 3),
        ("crouch", [Crouch()]), ("squat", [Crouch()]), ("duck down", [Crouch()]),
        ("stand up", [Crouch(down=False)]),
        ("wait 2 seconds", [Wait()]), ("wait, then jump", [Wait(), Jump()]),
        ("say good morning", [Say("good morning")]), ("say hi, and then jump", [Say("hi"), Jump()]),
        ("turn off gravity", [Gravity((0.0, 0.0, 0.0))]), ("set gravity to 3.5", [Gravity((0.0, -3.5, 0.0))]),
        ("moon gravity", [Gravity((0.0, -1.62, 0.0))]), ("reverse gravity", [Gravity((0.0, 9.81, 0.0))]),
        ("blow wind to the right at 7 m/s", [Wind((7.0, 0.0, 0.0))]),
        ("let wind come from the right", [Wind((-6.0, 0.0, 0.0))]),
        ("stop the wind", [Wind((0.0, 0.0, 0.0))]),
        ("dim the lights", [Light(brightness=0.4)]), ("turn the lights off", [Light(brightness=0.0)]),
        ("turn the lights on", [Light()]),
        ("do not jump, crouch", [Crouch()]), ("don't push the ball, but jump", [Jump()]),
    ]
)  # fmt: skip


def rounded(actions):
    def near(value):
        return [round(part, 5) + 0.0 for part in value] if isinstance(value, list) else value

    return [{key: near(value) for key, value in action_to_json(action).items()} for action in actions]


def test_there_are_a_hundred_pairs():
    assert len({sentence for sentence, _ in PAIRS}) >= 100


@pytest.mark.parametrize(("sentence", "typed"), PAIRS, ids=[sentence for sentence, _ in PAIRS])
def test_a_sentence_gives_the_json_of_the_typed_actions(sentence, typed):
    done = [action for _, action in actions_from_text(sentence, furnished())]
    assert rounded(done) == rounded(typed)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("w-3, right-1, d-4", "walk 3 steps forward, turn right 30 degrees, walk 4 steps right"),
        ("w", "walk 1 step forward"),
        ("s-2", "walk 2 steps back"),
        ("a-0.5", "walk 0.5 steps left"),
        ("left-3,up-1", "turn left 90 degrees; look up 15 degrees"),
        ("space, c, x", "jump, crouch, stand up"),
    ],
)
def test_keys_give_the_json_of_the_sentence_that_says_the_same(keys, sentence):
    scene = furnished()
    by_keys = actions_from_text(sentence_of_keys(keys), scene)
    assert by_keys == actions_from_text(sentence, scene)


@pytest.mark.parametrize("keys", ["", "q-3", "w-", "w-0", ",".join(["w"] * 21), "w-1e9"])
def test_keys_that_are_none_are_refused(keys):
    with pytest.raises(InputError):
        sentence_of_keys(keys)


def test_a_world_direction_is_that_of_the_agent():
    ((_, action),) = actions_from_text("walk 1 m left", furnished())
    assert isinstance(action, Move) and np.allclose(action.displacement, (-1, 0, 0))
