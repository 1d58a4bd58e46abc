"""The bench judges scenes by SceneEval's definitions: what holds is counted, what does not is not."""

import numpy as np
import pytest

from spatialwm.bench.text.annotations import Relation, _between
from spatialwm.bench.text.architecture import Architecture
from spatialwm.bench.text.attributes import has
from spatialwm.bench.text.judging import _times
from spatialwm.bench.text.shapes import Shape
from spatialwm.bench.text.walking import accessibility, in_bounds


def shape(
    name: str, size: tuple[float, float, float], at: tuple[float, float, float], *, yaw: float = 0.0,
    category: str = "box", attributes: tuple[str, ...] = (), points: np.ndarray | None = None,
) -> Shape:  # fmt: skip
    """A box of a size with its bottom centre at a place [m], facing +z turned by ``yaw`` [rad]."""
    half = np.array(size) / 2
    center = np.array([at[0], at[1] + half[1], at[2]])
    cos, sin = np.cos(yaw), np.sin(yaw)
    axes = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    surface = center + (signs * half) @ axes.T if points is None else points
    return Shape(name=name, category=category, attributes=attributes, material="wood", static=False,
                 center=center, half=half, axes=axes, surface=surface, color=None)  # fmt: skip


def place(width: float = 4.013, depth: float = 3.0) -> Architecture:
    """A bare floor about the origin whose edge falls into the middle of a cell."""
    x, z = width / 2, depth / 2
    floor = np.array([[(-x, -z), (x, z), (x, -z)], [(-x, -z), (-x, z), (x, z)]])
    cells = np.ones((int(depth / 0.02), int(width / 0.02)), bool)
    return Architecture(floor=cells, origin=np.array([-x, -z]), triangles=floor, walls=(), ceiling=np.inf,
                        doors=(), windows=())  # fmt: skip


@pytest.mark.parametrize(
    ("carried", "asked", "holds"),
    [
        ("steampunk-themed", "steampunk_style", True),
        ("irregular-shaped", "irregular_shape", True),
        ("4-drawers", "with_four_drawers", True),
        ("backboard", "has_backboard", True),
        ("gothic", "steampunk_style", False),
        ("three-drawers", "with_four_drawers", False),
        ("", "style", False),
    ],
)
def test_an_attribute_is_the_quality_not_the_word_for_its_sort(carried, asked, holds):
    thing = shape("desk", (1.0, 0.7, 0.6), (0.0, 0.0, 0.0), attributes=(carried,))
    assert has(thing, asked)[0] is holds


def test_a_mirror_on_a_wall_is_round_as_seen_from_before():
    angles = np.linspace(0, 2 * np.pi, 200)
    rim = np.column_stack([0.3 * np.cos(angles), 1.3 + 0.3 * np.sin(angles), np.zeros(200)])
    square = rim.copy()
    square[:, 0] = np.clip(2 * rim[:, 0], -0.3, 0.3)
    square[:, 1] = 1.3 + np.clip(2 * (rim[:, 1] - 1.3), -0.3, 0.3)
    for points, round_ in ((rim, True), (square, False)):
        thing = shape("mirror", (0.6, 0.6, 0.03), (0.0, 1.0, 0.0), category="mirror", points=points)
        assert has(thing, "round") == (round_, True)


def test_the_anchor_comes_first_whatever_its_number():
    relation = _between(["eq", "4", "on", "1", "display_table", "tablet"])
    assert relation.anchor == "display_table" and relation.others == ("tablet",) and relation.number == 4


def test_chairs_around_a_table_are_one_ring():
    relation = _between(["eq", "4", "surround", "0", "table", "chair"])
    assert relation.others == ("chair",) * 4 and relation.number == 1


def test_two_sofas_that_face_each_other_are_one_pair():
    one = shape("sofa_1", (2.0, 0.8, 0.9), (0.0, 0.0, -1.5))
    two = shape("sofa_2", (2.0, 0.8, 0.9), (0.0, 0.0, 1.5), yaw=np.pi)
    away = shape("sofa_3", (2.0, 0.8, 0.9), (0.0, 0.0, 4.0))
    wanted = Relation(quantifier="eq", number=1, relation="face", anchor="sofa", others=("sofa",), text="")
    assert _times(wanted, {"sofa": (one, two)}, None) == 1
    assert _times(wanted, {"sofa": (two, away)}, None) == 0


def test_what_hangs_at_the_edge_of_the_floor_is_inside_and_what_stands_out_is_not():
    room = place()
    edge = 4.013 / 2
    inside = shape("mirror", (0.03, 1.0, 0.6), (edge - 0.016, 0.5, 0.0))
    outside = shape("mirror", (0.03, 1.0, 0.6), (edge + 0.01, 0.5, 0.0))
    assert in_bounds(room, inside) and not in_bounds(room, outside)


def test_a_block_in_a_chest_need_not_be_walked_up_to_but_a_box_under_a_bed_is_hard_to_reach():
    chest = shape("toy_box", (1.2, 0.5, 1.2), (0.0, 0.0, 0.0), category="table")
    block = shape("block", (0.1, 0.1, 0.1), (0.0, 0.02, 0.0))
    below = shape("box", (0.1, 0.1, 0.1), (0.0, 0.0, 0.0))
    assert len(accessibility(place(), [chest, block])) == 1
    assert accessibility(place(), [chest, below])[1] == 0.0
