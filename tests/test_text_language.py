"""Scene prose becomes things, their numbers and looks, and the relations between them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialwm.errors import InputError
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS
from spatialwm.lift.text.graph import SceneGraph
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.language.closed import DETERMINERS, NUMBERS, PRONOUNS, RELATIONS
from spatialwm.lift.text.language.describing import color_of
from spatialwm.lift.text.language.furnishing import _BY_PLACE
from spatialwm.lift.text.language.nouns import singular
from spatialwm.lift.text.language.tokens import sentences


def counts(graph: SceneGraph) -> dict[str, int]:
    """How often each word is there."""
    words = [t.word for t in graph.things]
    return {w: words.count(w) for w in words}


def said(graph: SceneGraph, *, implied: bool = False) -> set[tuple[str, str, str]]:
    """Relations as (subject, relation, anchor or part), by word."""
    return {
        (graph.things[s].word, tie.relation, graph.things[a].word if isinstance(a, int) else a)
        for tie in graph.ties
        if tie.implied == implied and not tie.denied
        for s in tie.subjects
        for a in (tie.anchors or (tie.part or "",))
    }


@pytest.mark.parametrize(
    ("plural", "one"),
    [("chairs", "chair"), ("shelves", "shelf"), ("knives", "knife"), ("boxes", "box"), ("benches", "bench"),
     ("mice", "mouse"), ("berries", "berry"), ("glasses", "glass"), ("bus", "bus"), ("canvas", "canvas"),
     ("side-tables", "side-table"), ("dishes", "dish"), ("vases", "vase"), ("glass", "glass")],
)  # fmt: skip
def test_plurals_have_singulars(plural, one):
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exactly three stools and a pair of armchairs", {"stool": 3, "armchair": 2}),
        ("at least four vases on a table", {"vase": 4, "table": 1}),
        ("a dozen plates, two pairs of shoes", {"plate": 12, "shoe": 4}),
        ("twenty-one books", {"book": 21}),
        ("more than two lamps", {"lamp": 3}),
        ("a desk with dual monitors", {"desk": 1, "monitor": 2}),
        ("Three of four chairs are red.", {"chair": 4}),
        ("two beds, each with a pillow", {"bed": 2, "pillow": 2}),
        ("Each of the two shelves holds five books.", {"shelf": 2, "book": 10}),
        ("a table with four chairs, a plate in front of each chair", {"table": 1, "chair": 4, "plate": 4}),
        ("a sofa with a lamp on each side", {"sofa": 1, "lamp": 2}),
        ("a bed flanked by two nightstands on each side", {"bed": 1, "nightstand": 2}),
        (
            "a table with two chairs on each long side and one chair on each short side",
            {"table": 1, "chair": 6},
        ),
        ("a table set for 6 people with a plate and a fork", {"table": 1, "plate": 6, "fork": 6}),
        ("two tables; each table is set for 2 people with a glass", {"table": 2, "glass": 4}),
        ("a table, four chairs on the long side and one on a short side", {"table": 1, "chair": 5}),
        ("a shelf holding stacks of plates with 20 plates in total", {"shelf": 1, "plate": 20}),
        ("a table and three mugs with the same number of plates", {"table": 1, "mug": 3, "plate": 3}),
        ("two cats and a few chairs, the number of chairs is more than that of cats", {"cat": 2, "chair": 3}),
        ("a kitchen without chairs but with a table", {"table": 1}),
        ("a room with a table. There is no lamp in the room.", {"table": 1}),
    ],
)
def test_there_are_as_many_as_said(text, expected):
    assert counts(read_graph(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a red mug on a wooden table next to two chairs",
         {("mug", "on", "table"), ("table", "next to", "chair")}),
        ("On the desk are a laptop and a lamp.", {("laptop", "on", "desk"), ("lamp", "on", "desk")}),
        ("a table with a mug on it and four chairs around it",
         {("mug", "on", "table"), ("chair", "around", "table")}),
        ("In the corner of the room, a plant stands next to a sofa.",
         {("plant", "corner", "corner"), ("plant", "next to", "sofa")}),
        ("a sofa against the wall across from the door",
         {("sofa", "against", "wall"), ("sofa", "across", "door")}),
        ("a bed, flanked by two nightstands, one holding a lamp",
         {("nightstand", "left of", "bed"), ("nightstand", "right of", "bed"), ("lamp", "on", "nightstand")}),
        ("a sideboard with four drawers rests against the wall, topped with a vase",
         {("sideboard", "against", "wall"), ("vase", "on", "sideboard")}),
        ("Two armchairs face each other. A table is between them.",
         {("armchair", "facing", "armchair"), ("table", "between", "armchair")}),
        ("a lamp hangs from the ceiling above a table",
         {("lamp", "hang", "ceiling"), ("lamp", "above", "table")}),
        ("a bicycle leans against the wall", {("bicycle", "leaning", "wall")}),
        ("a mug on the right side of a desk", {("mug", "on", "desk"), ("mug", "right part", "desk")}),
        ("a chair on the right side of a desk", {("chair", "right of", "desk")}),
        ("A vase is in the middle of the table.", {("vase", "on", "table"), ("vase", "middle", "table")}),
        ("There is a sofa. Put a table in front of it and an armchair to its left.",
         {("table", "in front of", "sofa"), ("armchair", "left of", "sofa")}),
        ("two beds and a nightstand between them", {("nightstand", "between", "bed")}),
        ("a bookshelf filled with novels", {("novel", "in", "bookshelf")}),
        ("A small table holds a vase of flowers.", {("vase", "on", "table"), ("flower", "in", "vase")}),
        ("the walls are adorned with posters", {("poster", "mounted", "wall")}),
        ("a desk at the foot of the bed", {("desk", "foot", "bed")}),
        ("boxes stacked in the corner", {("box", "corner", "corner"), ("box", "stack", "")}),
        ("A seating area in the center features two sofas.", {("sofa", "middle", "room")}),
    ],
)  # fmt: skip
def test_relations_are_those_that_were_said(text, expected):
    assert said(read_graph(text)) == expected


def test_things_split_in_two_are_told_apart():
    graph = read_graph("two shelves, one holding three books and the other holding four vases")
    homes = {graph.things[t.subjects[0]].word: t.anchors for t in graph.ties if t.relation == "in"}
    assert homes == {"book": (0,), "vase": (1,)}


def test_a_definite_phrase_refers_back_and_does_not_make_another():
    graph = read_graph("a dining table. The table stands in the middle. Next to the table is a cabinet.")
    assert counts(graph) == {"dining table": 1, "cabinet": 1}
    graph = read_graph("two large chairs and a lamp near a chair")
    assert counts(graph) == {"chair": 2, "lamp": 1}


def test_describing_words_belong_to_their_noun():
    graph = read_graph(
        "a small, dark green velvet sofa and a king-size bed, a black and white cat, a Frozen themed lamp, "
        "a desk with four drawers. The bed is open."
    )
    sofa, bed, cat, lamp, desk = graph.things
    assert sofa.attributes == ("small", "dark", "green", "velvet") and sofa.material == "fabric"
    assert sofa.wide < 1 and sofa.color == color_of(("dark", "green"))
    assert sofa.color is not None and sofa.color[1] < 0.3
    assert bed.attributes == ("king-size", "open") and bed.states == ("open",) and bed.wide > 1
    assert cat.attributes == ("black", "white") and lamp.style == "frozen-themed"
    assert desk.attributes == ("4-drawers",)


def test_denied_relations_are_kept_as_denied():
    graph = read_graph("a fridge next to a stove, not near the window")
    assert [(t.relation, t.part) for t in graph.ties if t.denied] == [("near", "window")]


def test_what_goes_without_saying_is_implied_but_never_against_what_was_said():
    graph = read_graph("a painting, a bed, a chandelier and a round table with four chairs around it")
    assert {("painting", "mounted", "wall"), ("bed", "against", "wall"), ("chandelier", "hang", "ceiling"),
            ("chair", "facing", "table")} <= said(graph, implied=True)  # fmt: skip
    graph = read_graph("a bed in the middle of the room, a painting on the floor, a chair behind a table")
    assert said(graph, implied=True) == set()


def test_the_place_is_understood():
    setting = read_graph(
        "A rustic 4 by 5 metres bedroom with white walls, a wooden floor and a bed, two large windows on the "
        "left wall, on a rainy evening"
    ).setting
    assert (setting.kind, setting.name, setting.width, setting.depth) == ("room", "bedroom", 4.0, 5.0)
    assert setting.floor == "wood" and setting.wall == color_of(("white",)) and setting.style == "rustic"
    assert (setting.time, setting.weather) == ("evening", "rain")
    (window,) = setting.openings
    assert (window.kind, window.count, window.wall, window.large) == ("window", 2, "left", True)
    square = read_graph("a harbour square at dusk with two benches").setting
    assert (square.kind, square.name, square.time, square.floor) == (
        "outdoors",
        "harbour square",
        "dusk",
        "cobble",
    )
    assert [o.kind for o in read_graph("a chair near the door").setting.openings] == ["door"]


def test_nothing_is_made_of_what_is_no_thing():
    graph = read_graph(
        "A lamp provides soft light, creating a cosy atmosphere that invites comfort, for reading."
    )
    assert counts(graph) == {"lamp": 1}
    graph = read_graph("a desk with space for a phone and other valuables")
    assert counts(graph) == {"desk": 1}


def test_what_is_not_understood_is_said():
    graph = read_graph("a sarcophagoid on a table near the zorgs")
    assert counts(graph)["sarcophagoid"] == 1 and counts(graph)["table"] == 1
    assert any("sarcophagoid" in note for note in graph.notes)
    assert read_graph("a chair").notes == ()


@pytest.mark.parametrize(
    "text", ["", "!!!", "the meaning of liberty", "\x00\n\n", "red", "in front of", "ᑤ🙖ᅲ"]
)
def test_a_text_without_things_is_refused_in_one_sentence(text):
    with pytest.raises(InputError) as refused:
        read_graph(text)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 400


def test_a_text_that_is_too_long_is_refused_and_a_long_one_is_read():
    with pytest.raises(InputError, match="Shorten"):
        read_graph("a chair " * 20_000)
    graph = read_graph("500 chairs and a table. " * 2000)
    assert len(graph.things) == 120 and any("120" in note for note in graph.notes)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_graph_or_one_error(text):
    try:
        graph = read_graph(text)
    except InputError:
        return
    assert graph.things and all(t.category in CATALOGUE for t in graph.things)


def test_any_order_of_known_words_gives_a_bounded_graph():
    rng = random.Random(0)
    words = [
        *RELATIONS,
        *DETERMINERS,
        *NUMBERS,
        *PRONOUNS,
        *NOUNS,
        ",",
        ".",
        "which",
        "is",
        "holding",
        "corner",
    ]
    for _ in range(400):
        try:
            graph = read_graph(" ".join(rng.choices(words, k=rng.randint(1, 60))))
        except InputError:
            continue
        assert len(graph.things) <= 120 and len(graph.ties) < 2000


def test_spellings_are_one():
    assert sentences("A café—with 2.5 m (wide) “tables”… It's 4x5m.") == [
        ["a", "cafe", ",", "with", "2.5", "m", ",", "wide", ",", "tables"], ["it", "is", "4", "by", "5", "m"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a zorble", "three flurgs and a blick", "p9 voy e sux: 4 x"])
def test_where_nothing_at_all_is_known_there_is_no_room_full_of_boxes(text):
    with pytest.raises(InputError, match="is known; name things"):
        read_graph(text)


def test_one_unknown_thing_among_known_ones_is_made_with_a_note():
    graph = read_graph("a zorble on a table")
    assert sorted(thing.category for thing in graph.things) == ["box", "table"]
    assert any("'zorble' is not known" in note for note in graph.notes)


@pytest.mark.parametrize("text", ["a pub at night with a barrel", "a cafe on a rainy evening, with a barrel"])
def test_a_room_named_with_its_hour_is_still_the_room(text):
    graph = read_graph(text)
    assert graph.setting.kind == "room" and [thing.category for thing in graph.things] == ["barrel"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a low table, a teapot and two bowls on it, two armchairs",
         {("teapot", "on", "table"), ("bowl", "on", "table")}),
        ("a desk, a lamp and a book on it", {("lamp", "on", "desk"), ("book", "on", "desk")}),
        ("a barrel and a dartboard on the wall", {("dartboard", "mounted", "wall")}),
        ("a sofa, a coffee table with a vase on it, and a floor lamp, on a rug",
         {("vase", "on", "coffee table"), ("coffee table", "on", "rug")}),
    ],
)  # fmt: skip
def test_what_bears_hangs_or_is_laid_out_decides_what_belongs_together(text, expected):
    assert said(read_graph(text)) == expected


@pytest.mark.parametrize("place", sorted({name for names in _BY_PLACE for name in names.split()}))
def test_a_place_of_which_only_the_name_is_said_gets_what_is_usual_there(place):
    graph = read_graph(f"a {place} room" if place in ("dining", "living") else f"a {place}")
    assert graph.things and not [n for n in graph.notes if "not known" in n or "Not understood" in n]


@pytest.mark.parametrize(
    ("text", "place", "kind", "word"),
    [("a cosy living room", "living room", "room", "sofa"), ("a small cafe", "cafe", "room", "counter"),
     ("a rainy street at night", "street", "outdoors", "street lamp"),
     ("a victorian study", "study", "room", "desk")],
)  # fmt: skip
def test_a_name_is_enough(text, place, kind, word):
    graph = read_graph(text)
    assert graph.setting.name.endswith(place) and graph.setting.kind == kind
    assert counts(graph)[word] >= 1
    assert graph.notes[0].startswith("Of what is in it nothing was said; made with ")


@pytest.mark.parametrize("text", ["an empty room", "a bare kitchen", "a room with nothing in it"])
def test_what_is_to_be_empty_is_not_furnished(text):
    with pytest.raises(InputError, match="is known"):
        read_graph(text)


def test_a_hot_dog_is_no_dog():
    assert counts(read_graph("two hot dogs and a dog")) == {"hot dog": 2, "dog": 1}
