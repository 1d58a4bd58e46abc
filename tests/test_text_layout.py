"""Relations mean what people mean by them, and a layout meets them without overlaps or blocked ways."""

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.graph import SceneGraph, Setting, Thing, Tie
from spatialwm.lift.text.layout import arrange, held_in, site_of
from spatialwm.lift.text.layout.boxes import Boxes, gap, overlapping, plan_gap
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.freedom import blocked_fronts, walkable_share
from spatialwm.lift.text.layout.ground import inside, opening_zone
from spatialwm.lift.text.layout.relations import around, between, pairwise
from spatialwm.lift.text.layout.room_relations import to_part
from spatialwm.lift.text.scene import bodies_from_graph, models_of, scene_from_text
from spatialwm.lift.text.site import Opening, Site
from spatialwm.shapes import same

ROOM = Site(
    outline=((-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)),
    openings=(Opening(kind="door", wall=1, along=3.2, width=0.9, low=0.0, high=2.06),),
)
CORNER = Site(outline=((-2.0, -2.0), (0.5, -2.0), (0.5, 0.0), (2.0, 0.0), (2.0, 2.0), (-2.0, 2.0)))


def box(
    x: float,
    z: float,
    wide: float = 0.5,
    deep: float = 0.5,
    tall: float = 0.5,
    *,
    y: float = 0.0,
    yaw: float = 0.0,
) -> Boxes:
    """One box that stands at that height."""
    return Boxes(
        centers=np.array([[x, y + tall / 2, z]]),
        halves=np.array([[wide / 2, tall / 2, deep / 2]]),
        yaws=np.array([yaw]),
    )


SOFA = box(0, 0, 2.0, 0.9, 0.8)


@pytest.mark.parametrize(
    ("relation", "subject", "holds"),
    [
        ("in front of", box(0, 1.2), True), ("in front of", box(0, -1.2), False),
        ("behind", box(0.3, -0.8, tall=1.7), True), ("behind", box(2.0, -0.8), False),
        ("right of", box(1.4, 0), True), ("left of", box(1.4, 0), False), ("left of", box(-1.4, 0.2), True),
        ("next to", box(1.5, 0), True), ("next to", box(2.6, 0), False),
        ("near", box(2.0, 0), True), ("near", box(3.8, 0), False),
        ("across", box(0, 3.5), True), ("far", box(0, 3.5), False), ("far", box(0, 5.5), True),
        ("on", box(0.4, 0, 0.2, 0.2, 0.1, y=0.8), True),
        ("on", box(1.4, 0, y=0.8), False),
        ("under", box(0, 0, 0.4, 0.4, 0.2), True), ("above", box(0, -0.45, 0.7, 0.03, y=1.2), True),
        ("facing", box(0, 2.5, yaw=np.pi), True), ("facing", box(0, 2.5), False),
        ("facing away", box(0, 2.5), True), ("long side", box(0.4, 0.8), True),
        ("short side", box(0.4, 0.8), False),
        ("short side", box(1.2, 0.1, deep=0.4), True), ("foot", box(0, 1.0), True),
        ("outside", box(0, 1.0), True),
        ("left part", box(-0.5, 0, 0.2, 0.2, y=0.8), True),
        ("right part", box(-0.5, 0, 0.2, 0.2, y=0.8), False),
    ],
)  # fmt: skip
def test_a_relation_holds_where_people_say_it_does(relation, subject, holds):
    assert (pairwise(relation, subject, SOFA)[0] > 0.5) == holds


def test_left_and_right_turn_with_the_anchor():
    turned = box(0, 0, 2.0, 0.9, 0.8, yaw=np.pi)
    assert pairwise("left of", box(1.4, 0), turned)[0] > 0.5
    assert pairwise("right of", box(1.4, 0), turned)[0] < 0.5


def test_what_stands_deep_in_a_vessel_is_in_it_though_it_sticks_out():
    vase = box(0, 0, 0.2, 0.2, 0.3)
    assert pairwise("in", box(0, 0, 0.05, 0.05, 0.6, y=0.02), vase)[0] > 0.5
    assert pairwise("in", box(0, 0, 0.05, 0.05, 0.6, y=0.3), vase)[0] < 0.5


def test_chairs_surround_a_table_on_all_sides_but_not_on_one():
    table = box(0, 0, 1.4, 0.8, 0.74)
    seats = [box(0, 0.7), box(1.0, 0), box(0, -0.7), box(-1.0, 0)]

    def joined(parts: list[Boxes]) -> Boxes:
        return Boxes(
            centers=np.concatenate([p.centers for p in parts]),
            halves=np.concatenate([p.halves for p in parts]),
            yaws=np.concatenate([p.yaws for p in parts]),
        )

    assert around(joined(seats), table) > 0.5
    assert around(joined([box(0.3 * k, 0.7) for k in range(4)]), table) < 0.5


def test_between_is_near_the_line_and_not_beyond():
    left, right = box(-1.5, 0), box(1.5, 0)
    assert between(box(0.1, 0.1), left, right)[0] > 0.5
    assert between(box(0.0, 1.8), left, right)[0] < 0.5 and between(box(2.6, 0), left, right)[0] < 0.5


@pytest.mark.parametrize(
    ("relation", "part", "subject", "holds"),
    [
        ("against", "wall", box(0, -1.7), True), ("against", "wall", box(0, 0), False),
        ("against", "wall", box(0, 1.74), False),  # the front is open
        ("corner", "corner", box(1.6, -1.6), True), ("corner", "corner", box(0, -1.7), False),
        ("middle", "room", box(0.2, 0.1), True), ("middle", "room", box(1.6, 1.6), False),
        ("next to", "door", box(1.6, 0.3), True), ("far", "door", box(-1.7, -1.7), True),
        ("near", "door", box(-1.7, -1.7), False), ("next to", "window", box(0, 0), False),
        ("mounted", "wall", box(0, -1.984, 0.5, 0.03, y=1.2), True), ("mounted", "wall", box(0, -1.6), False),
        ("hang", "ceiling", box(0, 0, y=2.095), True), ("hang", "ceiling", box(0, 0, y=1.0), False),
    ],
)  # fmt: skip
def test_a_relation_to_the_room_holds_where_people_say_it_does(relation, part, subject, holds):
    assert (to_part(relation, part, subject, ROOM)[0] > 0.5) == holds


def test_gaps_and_overlaps_of_turned_boxes():
    a, b = box(0, 0, 1.0, 1.0), box(1.2, 0, 1.0, 1.0, yaw=np.pi / 4)
    assert overlapping(a, b)[0, 0] and plan_gap(a, b)[0] == 0
    b = box(1.5, 0, 1.0, 1.0, yaw=np.pi / 4)
    assert plan_gap(a, b)[0] == pytest.approx(1.0 - 0.5**0.5, abs=1e-9)
    assert gap(a, box(0, 0, y=0.8))[0] == pytest.approx(0.3)


def test_a_corner_that_points_inwards_is_outside():
    assert inside(CORNER, box(0, 1))[0] and not inside(CORNER, box(1.2, -1))[0]
    assert not inside(CORNER, box(0.5, 0.0, 0.4, 0.4))[0]


def thing(category: str, group: int) -> Thing:
    return Thing(category=category, word=category, group=group)


def graph_of(*categories: str, ties: tuple[Tie, ...] = (), setting: Setting | None = None) -> SceneGraph:
    groups = {c: k for k, c in enumerate(dict.fromkeys(categories))}
    return SceneGraph(
        things=tuple(thing(c, groups[c]) for c in categories), ties=ties, setting=setting or Setting()
    )


BEDROOM = graph_of(
    "bed", "nightstand", "nightstand", "wardrobe", "table lamp", "bench", "painting", "desk", "chair",
    ties=(
        Tie(relation="against", subjects=(0,), part="wall"),
        Tie(relation="left of", subjects=(1,), anchors=(0,)),
        Tie(relation="right of", subjects=(2,), anchors=(0,)),
        Tie(relation="corner", subjects=(3,), part="corner"),
        Tie(relation="on", subjects=(4,), anchors=(1, 2)),
        Tie(relation="foot", subjects=(5,), anchors=(0,)),
        Tie(relation="above", subjects=(6,), anchors=(0,)),
        Tie(relation="near", subjects=(7,), part="window"),
        Tie(relation="in front of", subjects=(8,), anchors=(7,)),
    ),
)  # fmt: skip
DINER = graph_of(
    "table", *["chair"] * 6, "sideboard", "bowl",
    ties=(
        Tie(relation="around", subjects=(1, 2, 3, 4, 5, 6), anchors=(0,)),
        Tie(relation="middle", subjects=(0,), part="room"),
        Tie(relation="on", subjects=(8,), anchors=(0,)),
        Tie(relation="far", subjects=(7,), part="door"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("graph", [BEDROOM, DINER], ids=["bedroom", "diner"])
def test_what_is_asked_holds_on_the_scene_itself(graph, seed):
    scene = bodies_from_graph(graph, seed=seed)
    broken = [tie.relation for tie, score in held_in(scene, graph) if score <= 0.5]
    assert broken == [] and scene.provenance.notes == ()


@pytest.mark.parametrize("graph", [BEDROOM, DINER], ids=["bedroom", "diner"])
def test_one_can_walk_about_reach_everything_and_open_the_door(graph):
    plan = arrange(graph, models_of(graph, seed=0), seed=0)
    filling = Filling(graph, plan.items, plan.site)
    for index, spot in plan.spots.items():
        filling.put(index, spot)
    assert walkable_share(filling, width=0.2) > 0.98 and walkable_share(filling, width=0.5) > 0.9
    assert blocked_fronts(filling, depth=0.25).sum() == 0
    door = opening_zone(plan.site, next(o for o in plan.site.openings if o.kind == "door"))
    assert not overlapping(filling.stacked(filling.on_floor()), door).any()


def test_nothing_moves_by_itself():
    scene = bodies_from_graph(BEDROOM, seed=1)
    after = simulate(scene, (), seconds=5.0)
    for before, now in zip(scene.objects, after.objects, strict=True):
        assert np.linalg.norm(now.position - before.position) < 0.005, before.name


def test_what_hangs_is_held_and_what_stands_is_not():
    graph = graph_of(
        "painting", "chandelier", "table", ties=(Tie(relation="above", subjects=(1,), anchors=(2,)),)
    )
    scene = bodies_from_graph(graph)
    assert scene["painting"].body.kind == scene["chandelier"].body.kind == "static"
    assert scene["table"].body.kind == "dynamic"
    site = site_of(scene)
    assert [o.kind for o in site.openings] == ["door", "window"] and site.height == pytest.approx(2.6)


def test_what_cannot_be_is_said():
    graph = graph_of(
        "bed", "wardrobe",
        ties=(
            Tie(relation="on", subjects=(1,), anchors=(0,)),
            Tie(relation="far", subjects=(0,), anchors=(1,)),
        ),
        setting=Setting(width=3.4, depth=3.0),
    )  # fmt: skip
    plan = arrange(graph, models_of(graph, seed=0), seed=0)
    assert any("'bed' far 'wardrobe'" in note for note in plan.notes)
    assert all(holds is not None for _, holds in plan.held) and len(plan.held) == 2


def test_the_size_that_is_asked_for_is_kept():
    scene = scene_from_text("a chair and a table", size=(6.0, 4.0))
    x, z = np.array(site_of(scene).outline).T
    assert np.ptp(x) == pytest.approx(6.0) and np.ptp(z) == pytest.approx(4.0)
    with pytest.raises(InputError, match="m wide"):
        scene_from_text("a chair", size=(0.5, 4.0))


def test_a_table_is_long_enough_for_all_who_sit_at_it():
    def width(count: int) -> float:
        ties = (Tie(relation="around", subjects=tuple(range(1, count + 1)), anchors=(0,)),)
        models = models_of(graph_of("table", *["chair"] * count, ties=ties), seed=0)
        return float(models[0].high[0] - models[0].low[0])

    assert width(10) > 1.3 * width(4)


def test_out_of_doors_there_are_no_walls_and_things_keep_apart():
    graph = graph_of("tree", "tree", "park bench", "car", setting=Setting(kind="outdoors", name="park"),
                     ties=(Tie(relation="under", subjects=(2,), anchors=(0,)),))  # fmt: skip
    scene = bodies_from_graph(graph)
    assert len(scene["room"].body.colliders) == 1 and "door" not in {o.category for o in scene.objects}
    assert [o.category for o in scene.objects].count("tree") == 2 and len(scene.objects) == 6  # and a sky


def test_the_same_seed_gives_the_same_plan():
    first, second = (bodies_from_graph(DINER, seed=4).objects for _ in range(2))
    assert same(first, second) and not same(first, bodies_from_graph(DINER, seed=5).objects)


def test_every_category_finds_a_place_by_itself():
    for category in sorted(CATALOGUE)[::9]:
        graph = graph_of(category)
        plan = arrange(graph, models_of(graph, seed=0), seed=0)
        assert 0 in plan.spots, category
