"""Sentences change a scene; what they do not mention stays to the last bit."""

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate
from spatialwm.lift.text import bodies_from_text, scene_from_text
from spatialwm.lift.text import edit as said
from spatialwm.lift.text.changing import edited, edited_by_text
from spatialwm.lift.text.edit import read_edit
from spatialwm.scene import Body, Box, Mesh, Scene, SceneObject
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
        ("make the floor marble", said.Refinish(surface="floor", words=("marble",), color=None)),
        ("change the walls to brick", said.Refinish(surface="walls", words=("brick",), color=None)),
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


def test_walls_and_floor_are_surfaces_of_the_room_and_a_wall_clock_is_a_thing(scene):
    floor, walls = read_edit("make the floor wooden and the walls dark green", scene)
    assert isinstance(floor, said.Refinish) and floor.surface == "floor" and floor.words == ("wooden",)
    assert isinstance(walls, said.Refinish) and walls.surface == "walls" and walls.color is not None
    (back,) = read_edit("paint the back wall navy", scene)
    assert isinstance(back, said.Refinish) and back.surface == "back wall"
    clock = bodies_from_text("a wall clock above a table", decor=False)
    assert isinstance(read_edit("make the wall clock red", clock)[0], said.Recolor)
    with pytest.raises(InputError, match="floor"):
        edited_by_text(scene, "make the floor leather")


PLACE = "a sofa, a bookshelf, a floor lamp in the corner and a mug on a table"
ISSUE = "add three books on the shelf, make the sofa dark green, move the lamp behind it, it is evening"


@pytest.fixture(scope="module")
def lit() -> Scene:
    return scene_from_text(PLACE, decor=False)


@pytest.fixture(scope="module")
def evening(lit) -> Scene:
    return edited_by_text(lit, ISSUE)


def _brightness(scene: Scene, name: str) -> float:
    splats = scene[name].splats
    assert splats is not None
    return float((splats.sh[:, 0] * 0.28209479 + 0.5).mean())


def _stays(before: SceneObject, after: SceneObject, *, colours: bool) -> None:
    """Everything but, where light changed, the colours."""
    assert same(before.position, after.position) and same(before.quat, after.quat)
    assert same(before.body, after.body) and before.name == after.name
    assert before.splats is not None and after.splats is not None
    assert before.mesh is not None and after.mesh is not None
    for key in ("means", "quats", "scales", "opacities"):
        assert same(getattr(before.splats, key), getattr(after.splats, key)), (before.name, key)
    for key in ("vertices", "faces", "normals", "uvs"):
        assert same(getattr(before.mesh, key), getattr(after.mesh, key)), (before.name, key)
    if not colours:
        assert same(before, after)


def test_the_sentence_of_the_manual_is_done_in_one_go(lit, evening):
    assert sum(o.category == "book" for o in evening.objects) == 3
    assert _brightness(evening, "room") < _brightness(lit, "room") - 0.03
    sofa, lamp = evening["sofa"], evening["floor_lamp"]
    away = (lamp.position - sofa.position).astype(float)
    behind = quat_rotate(quat_conjugate(sofa.quat.astype(float)), away)
    assert behind[2] < 0
    assert "time: evening" in evening["room"].attributes and "dark" in sofa.attributes


def test_another_light_changes_colours_and_nothing_else(lit, evening):
    for name in ("room", "table", "mug", "bookshelf", "window", "door"):
        if name == "room":
            assert same(lit["room"].splats.means, evening["room"].splats.means)
            continue
        _stays(lit[name], evening[name], colours=True)
        assert not same(lit[name].splats.sh, evening[name].splats.sh)


def test_evening_said_later_looks_as_evening_said_at_once(lit):
    later = edited_by_text(lit, "it is evening")
    once = scene_from_text(PLACE + " in the evening", decor=False)
    for name in ("table", "sofa", "room"):
        a, b = later[name].splats, once[name].splats
        assert a is not None and b is not None and np.abs(a.sh - b.sh).max() < 1e-4, name


def test_the_light_can_change_again_and_back(evening, lit):
    back = edited_by_text(evening, "it is day")
    for name in ("table", "mug"):
        _stays(lit[name], back[name], colours=True)
        assert _brightness(back, name) == pytest.approx(_brightness(lit, name), abs=0.03)
    assert _brightness(back, "book") > _brightness(evening, "book")


def test_a_marble_floor_changes_the_room_only(lit):
    after = edited_by_text(lit, "make the floor marble, paint the walls green")
    for item in lit.objects:
        if item.name != "room":
            _stays(item, after[item.name], colours=False)
    assert not same(lit["room"].splats, after["room"].splats)
    assert same(lit["room"].body, after["room"].body)


def test_a_table_of_metal_is_heavier_and_looks_it(lit):
    after = edited_by_text(lit, "make the table metal")
    assert after["table"].material == "metal" and same(after["mug"], lit["mug"])
    assert after["table"].body.friction != lit["table"].body.friction
    assert same(after["table"].body.colliders, lit["table"].body.colliders)


def test_paint_tints_textures_too():
    picture = np.zeros((4, 4, 3), np.uint8)
    picture[:2] = 255
    mesh = Mesh(vertices=np.eye(3, dtype=np.float32), faces=np.array([[0, 1, 2]]),
                uvs=np.zeros((3, 2), np.float32), texture=picture)  # fmt: skip
    body = Body(colliders=(Box(size=np.ones(3, np.float32)),))
    thing = SceneObject(name="chair", category="chair", mesh=mesh, body=body)
    after = edited_by_text(Scene(objects=(thing,)), "make the chair red")["chair"]
    assert after.mesh is not None and after.mesh.texture is not None
    red, green, blue = after.mesh.texture.reshape(-1, 3).mean(axis=0)
    assert red > 2 * green and red > 2 * blue and after.mesh.texture[3].max() == 0


def test_a_dark_room_without_lamps_gets_one():
    scene = bodies_from_text("a sofa and a table")
    after = edited_by_text(scene, "it is night")
    before = {o.name for o in scene.objects}
    assert [o.category for o in after.objects if o.name not in before] == ["pendant light"]


def test_the_weather_out_of_doors_is_the_ground_and_the_sky():
    scene = scene_from_text("a park with a bench", decor=False)
    after = edited_by_text(scene, "make it snow")
    assert _brightness(after, "room") > _brightness(scene, "room") + 0.1
    now, then = after["bench"].splats, scene["bench"].splats
    assert now is not None and then is not None and same(now.means, then.means)


def test_what_cannot_be_done_is_said_and_the_thing_stays(scene):
    after = edited_by_text(scene, "move the lamp behind the sofa")
    assert after.provenance.notes[-2] == (
        "Could not be met: 'floor_lamp' behind 'sofa'; 'floor_lamp' stays where it is."
    )
    assert np.array_equal(after["floor_lamp"].position, scene["floor_lamp"].position)


def test_what_can_be_done_has_no_note_but_the_text(scene):
    after = edited_by_text(scene, "move the lamp next to the bookshelf")
    assert after.provenance.notes == (*scene.provenance.notes, "Edited: move the lamp next to the bookshelf")
    assert not np.array_equal(after["floor_lamp"].position, scene["floor_lamp"].position)
