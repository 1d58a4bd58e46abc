"""Rooms look lived in without contradicting the text; cupboards open."""

import numpy as np
import pytest

import spatialwm
from spatialwm.lift.text import bodies_from_text
from spatialwm.lift.text.changing import edited_by_text
from spatialwm.lift.text.decorate import DECOR
from spatialwm.lift.text.layout import box_of
from spatialwm.lift.text.moving_parts import is_part, parts_on, without_parts
from spatialwm.scene import Open, Scene


def _added(text: str) -> list[str]:
    scene = bodies_from_text(text, decor=True)
    return [o.category for o in scene.objects if DECOR in o.attributes]


def test_a_living_room_gets_a_rug_a_picture_and_books_on_its_shelf():
    added = _added("a living room with a sofa, a coffee table and a bookshelf")
    assert {"rug", "painting", "book"} <= set(added) and added.count("book") > 3


@pytest.mark.parametrize(
    ("text", "absent"),
    [("a living room with a sofa and two books on a table", {"book"}),
     ("a bedroom with a bed, no rug and no pictures", {"rug", "painting"}),
     ("a living room with a sofa, a table and a poster", {"painting"}),
     ("a study with a desk and a cactus", {"plant", "vase"})],
)  # fmt: skip
def test_nothing_is_added_of_what_was_asked_for_counted_with_it_or_denied(text, absent):
    assert not absent & set(_added(text))


@pytest.mark.parametrize(
    "text", ["a bare room with a table", "an empty room with only a chair", "a garage with a car",
             "a garden with a bench", "a minimalist bedroom with a bed"],
)  # fmt: skip
def test_plain_workaday_and_outdoor_places_stay_as_they_are(text):
    assert _added(text) == []


def test_what_was_asked_for_is_where_it_would_be_without_decor():
    text = "a dining room with a table, four chairs and a sideboard"
    plain, full = bodies_from_text(text), bodies_from_text(text, decor=True)
    for item in plain.objects:
        assert np.array_equal(item.position, full[item.name].position), item.name
    assert len(full.objects) > len(plain.objects)


def test_nothing_is_put_on_a_wardrobe_and_no_plant_in_the_way():
    scene = bodies_from_text(
        "a scandinavian bedroom in the morning with a double bed, two nightstands with a table lamp on each,"
        " a wardrobe and a rug",
        decor=True,
    )
    added = [o for o in scene.objects if DECOR in o.attributes]
    assert added and all(o.position[1] < 1.5 for o in added if o.category != "painting")
    half = 0.5 * 4.7
    for plant in (o for o in added if o.category == "plant"):
        assert max(abs(plant.position[[0, 2]])) > half - 1.0


@pytest.fixture(scope="module")
def kitchen() -> Scene:
    return bodies_from_text("a kitchen with a refrigerator, a wardrobe and a dresser")


def test_cupboards_have_doors_and_drawers_that_hang_on_them(kitchen):
    assert parts_on(kitchen, ("wardrobe",)) == ("wardrobe_door_1", "wardrobe_door_2")
    drawers = [kitchen[n] for n in parts_on(kitchen, ("dresser",))]
    assert len(drawers) == 6 and all(d.body.joint and d.body.joint.kind == "slide" for d in drawers)
    left, right = (kitchen[f"wardrobe_door_{k}"].body.joint for k in (1, 2))
    assert left is not None and right is not None and left.limits is not None and right.limits is not None
    assert left.limits[0] < 0 == left.limits[1] and right.limits[0] == 0 < right.limits[1]


def test_parts_are_no_things(kitchen):
    things = [o.name for o in without_parts(kitchen).objects]
    assert things == ["room", "door", "window", "refrigerator", "wardrobe", "dresser"]
    assert all(is_part(o) for o in kitchen.objects if o.name not in things)


def test_open_the_fridge_opens_its_doors_and_nothing_else(kitchen):
    after = spatialwm.act(kitchen, "open the fridge", seconds=3.0)
    names = parts_on(kitchen, ("refrigerator",))
    for item in kitchen.objects:
        moved = float(np.abs(after[item.name].position - item.position).max())
        assert (moved > 0.2) if item.name in names else (moved < 0.005), item.name
    assert after.rollout is not None
    opened = [a.object for _, a in after.rollout.actions if isinstance(a, Open)]
    assert tuple(opened) == names


def test_doors_go_where_their_wardrobe_goes(kitchen):
    moved = edited_by_text(kitchen, "turn the wardrobe by 90 degrees to the left")
    for name in parts_on(kitchen, ("wardrobe",)):
        assert np.array_equal(moved[name].position, moved["wardrobe"].position)
        assert np.array_equal(moved[name].quat, moved["wardrobe"].quat)
    gone = edited_by_text(kitchen, "remove the wardrobe")
    assert not [o for o in gone.objects if o.name.startswith("wardrobe")]
    large = edited_by_text(kitchen, "make the wardrobe twice as large")
    before, after = box_of(kitchen["wardrobe_door_1"]), box_of(large["wardrobe_door_1"])
    assert np.allclose(after.halves, 2 * before.halves, atol=1e-4)
