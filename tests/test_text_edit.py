"""Sentences change a scene; what they do not mention stays to the last bit."""

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.lift.text import bodies_from_text, scene_from_text
from spatialwm.lift.text import edit as said
from spatialwm.lift.text.changing import edited, edited_by_text
from spatialwm.lift.text.edit import read_edit
from spatialwm.scene import Scene
from spatialwm.shapes import same

ROOM = (
    "a sofa against the wall, a floor lamp in the corner, a bookshelf, a red mug on a table next to two "
    "chairs, a blue mug on the table"
)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return bodies_from_text(ROOM)


def test_the_sentence_of_the_manual_is_four_edits(scene):
    text = "add three books on the shelf, make the sofa dark green, move the lamp behind it, it is evening"
    books, paint, move, time = read_edit(text, scene)
    assert isinstance(books, said.Add) and [t.category for t in books.things] == ["book"] * 3
    assert books.names == ("bookshelf",) and books.ties[0].anchors == (0,)
    assert isinstance(paint, said.Recolor) and paint.names == ("sofa",) and paint.color[1] > paint.color[0]
    assert isinstance(move, said.Move) and move.ties[0].relation == "behind"
    assert (
        move.names[move.ties[0].subjects[0]] == "floor_lamp" and move.names[move.ties[0].anchors[0]] == "sofa"
    )
    assert time == said.SetTime(time="evening")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("remove the red mug", said.Remove(names=("mug_1",))),
        ("get rid of the chairs", said.Remove(names=("chair_1", "chair_2"))),
        ("delete chair_2", said.Remove(names=("chair_2",))),
        ("turn the sofa by 90 degrees to the left", said.Turn(names=("sofa",), angle=np.pi / 2)),
        ("make the sofa twice as large", said.Resize(names=("sofa",), wide=2.0, tall=2.0)),
        ("make the mugs taller", said.Resize(names=("mug_1", "mug_2"), wide=1.0, tall=1.25)),
        ("change the table to glass", said.Rematerial(names=("table",), material="glass", words=("glass",))),
        ("make it snow", said.SetWeather(weather="snow")),
    ],
)
def test_commands_are_understood(scene, text, expected):
    assert read_edit(text, scene) == (expected,)


@pytest.mark.parametrize(
    ("text", "part"),
    [("remove the mug", "mug_1 or mug_2"), ("delete the unicorn", "no 'the unicorn'"),
     ("move it to the door", "it"),
     ("hello world", "no change"), ("", "no change"), ("make the sofa", "colour or size"),
     ("replace the sofa", "by what")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(scene, text, part):
    with pytest.raises(InputError, match=part):
        read_edit(text, scene)


@pytest.mark.parametrize(
    ("text", "changed", "new", "gone"),
    [
        ("add two books on the shelf", set(), 2, set()),
        ("move the table to the corner", {"table", "mug_1", "mug_2"}, 0, set()),
        ("turn the table around", {"table", "mug_1", "mug_2"}, 0, set()),
        ("make the table larger", {"table", "mug_1", "mug_2"}, 0, set()),
        ("put the blue mug on the bookshelf", {"mug_2"}, 0, set()),
        ("turn the sofa towards the lamp", {"sofa"}, 0, set()),
        ("replace the sofa with an armchair", set(), 1, {"sofa"}),
        ("remove the red mug", set(), 0, {"mug_1"}),
    ],
)
def test_only_what_is_mentioned_changes(scene, text, changed, new, gone):
    after = edited(scene, read_edit(text, scene))
    before = {o.name: o for o in scene.objects}
    now = {o.name: o for o in after.objects}
    assert {n for n in now if n in before and not same(now[n], before[n])} == changed
    assert len(set(now) - set(before)) == new and set(before) - set(now) == gone


def test_new_books_stand_on_the_shelves(scene):
    after = edited(scene, read_edit("add three books on the shelf", scene))
    shelf = after["bookshelf"].position
    for name in ("book", "book_2", "book_3"):
        assert np.abs(after[name].position - shelf)[[0, 2]].max() < 0.6 and after[name].position[1] > 0.02


def test_paint_changes_colours_and_nothing_else():
    scene = scene_from_text("a sofa and a chair")
    after = edited_by_text(scene, "make the sofa dark green")
    assert same(after["chair"], scene["chair"]) and same(after["sofa"].body, scene["sofa"].body)
    before, painted = scene["sofa"].splats, after["sofa"].splats
    assert before is not None and painted is not None and same(painted.means, before.means)
    red, green, blue = (painted.sh[:, 0] * 0.28209479 + 0.5).mean(axis=0)
    assert green > red and green > blue
    assert after.provenance.notes[-1] == "Edited: make the sofa dark green"
    with pytest.raises(InputError, match="baked"):
        edited_by_text(scene, "it is evening")
