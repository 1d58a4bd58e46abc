"""What makes a room look lived in: books on shelves, a rug, pictures, a plant. Never of a kind asked for."""

import re
from dataclasses import replace

import numpy as np

from spatialwm.lift.text.bookrow import row_of_books
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS
from spatialwm.lift.text.graph import SceneGraph, Setting, Thing, Tie
from spatialwm.lift.text.layout import Item, Plan, Spot, items_of
from spatialwm.lift.text.layout.boxes import plan_gap
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.freedom import blocked_fronts, walkable_share
from spatialwm.lift.text.layout.placing import place
from spatialwm.lift.text.layout.relations import HOLDS
from spatialwm.lift.text.layout.room_relations import to_part
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.words import singular

__all__ = ["DECOR", "decorated"]

DECOR = "decor"
"""Attribute of what was added without being asked for."""
_PLAIN = frozenset(
    ["empty", "bare", "minimal", "minimalist", "plain", "simple", "clean", "tidy", "abandoned", "unfurnished"]
)
_WORKADAY = frozenset(
    ["garage", "warehouse", "workshop", "dungeon", "cellar", "vault", "prison", "cell", "restroom", "toilet",
     "sauna", "basement", "barn", "stable", "shed", "church", "cockpit", "station"]
)  # fmt: skip
"""Where nobody hangs pictures."""
_HOMELY = "rug painting painting plant book book book vase"
_BY_ROOM: dict[str, str] = {
    "study office library den workspace boardroom": "rug painting plant book book book pen_holder wall_clock",
    "bedroom chamber": "rug painting painting book alarm_clock plant",
    "kitchen cafeteria bakery canteen diner": "wall_clock bowl_of_fruit jar kettle plant",
    "bathroom washroom": "soap_dispenser towel",
    "nursery playroom kindergarten preschool daycare": "rug painting painting teddy_bear building_block book",
    "classroom school laboratory lab clinic hospital ward pharmacy dental": "wall_clock poster plant",
    "gym arcade bar pub tavern casino store shop supermarket showroom salon museum gallery": "plant",
    "dining": "rug painting painting vase plant",
}
"""Room names to what is added there, in order of need."""
_ON_SHELVES = 6
"""Rows of books on a bookshelf that was not said to hold anything."""
_ROW = "upright"
_SHELVES = frozenset(["bookshelf"])
_UNDER_PICTURES = frozenset(["sofa", "sideboard", "fireplace"])
_FAMILIES = (
    "painting poster picture_frame tapestry mirror flag sign", "book magazine newspaper record",
    "vase flower bouquet plant palm snake_plant fern cactus bonsai tree", "rug door_mat yoga_mat grass",
    "wall_clock alarm_clock", "bowl_of_fruit fruit apple orange bowl fruit_holder", "jar spice_jar bottle",
    "kettle teapot coffee_machine", "towel blanket", "soap_dispenser bottle", "teddy_bear doll",
    "pen_holder pen pencil", "building_block toy_car toy_train",
)  # fmt: skip
"""What one would count together: where one of them is asked for, none of the others is added."""
_SPACE = 0.15
"""Cost that one more thing may bring [of the layout's energy]: nothing that was asked for gets worse."""
_BROKEN, _BLOCKED, _CUT = 10.0, 4.0, 25.0
"""Cost of a broken relation, a blocked front, floor cut off."""
_HIGH = 1.5
"""On top of what is higher [m] nobody puts a clock."""
_APART = 0.25
"""Between what hangs on walls [m]."""
_DENIED = re.compile(r"\b(?:no|without(?: any)?|neither|nor)\s+(?:other\s+|more\s+)?([a-z]+(?: [a-z]+)?)")
_ONLY = re.compile(r"\b(?:nothing else|nothing more|nothing but|only|empty|bare|sparse(?:ly)?|uncluttered)\b")


def decorated(graph: SceneGraph, plan: Plan, *, seed: int, text: str = "") -> Plan:
    """The plan with a few things more, where they are in nobody's way and break no relation.

    Added things carry the attribute ``decor``. Nothing is added out of doors, in workaday rooms, or where the
    text wants it plain or says what there is not, and nothing that is counted with a thing of the text.
    """
    kinds = _wanted(graph, text)
    if not kinds:
        return plan
    rng = np.random.default_rng([seed, 61])
    extra, ties = _things_with_ties(graph, plan, kinds)
    full = replace(graph, things=(*(i.thing for i in plan.items), *extra), ties=(*graph.ties, *ties))
    style = graph.setting.style
    models = [_model(t, style, rng) for t in extra]
    items = items_of(full, [*(item.model for item in plan.items), *models])
    items = (*plan.items, *_named(plan.items, items[len(plan.items) :]))
    filling = Filling(full, items, plan.site)
    for index, spot in plan.spots.items():
        filling.put(index, spot)
    _fill(filling, graph.ties, range(len(plan.items), len(items)), rng)
    return replace(plan, items=items, spots=dict(filling.spots))


def _model(thing: Thing, style: str | None, rng: np.random.Generator) -> Model:
    variant, tint = int(rng.integers(100)), int(rng.integers(1 << 20))
    if _ROW in thing.states:
        return row_of_books(tint)
    return CATALOGUE[thing.category].build(Spec(style=style, variant=variant, tint=tint))


def _fill(filling: Filling, asked: tuple[Tie, ...], indices: range, rng: np.random.Generator) -> None:
    """One after the other, each only where it makes nothing worse and stands as such things do."""
    before = _trouble(filling, asked)
    for index in indices:
        found = place(filling, index, rng)
        if found is None or not _usual(filling, filling.items[index], found.spot):
            continue
        filling.put(index, found.spot)
        if found.spot.parent is not None:
            continue  # on furniture it is in nobody's way
        after = _trouble(filling, asked)
        if after > before + _SPACE:
            filling.take(index)
        else:
            before = after


def _usual(filling: Filling, item: Item, spot: Spot) -> bool:
    """Whether it is where such things are: no vase on the floor, no painting that touches a clock."""
    if item.habit == "hang":
        hung = [k for k, s in filling.spots.items() if s.held]
        near = plan_gap(filling.stacked(hung), spot.box(item)) < _APART if hung else np.zeros(0, bool)
        return spot.held and not near.any()
    if item.habit == "corner":
        at_walls = to_part("against", "wall", spot.box(item), filling.site)
        return bool(
            at_walls[0] > HOLDS or to_part("corner", "corner", spot.box(item), filling.site)[0] > HOLDS
        )
    if spot.parent is None:
        return item.habit not in ("top", "inside")
    host = filling.spots[spot.parent].box(filling.items[spot.parent])
    return bool(spot.y < _HIGH or spot.y < float(host.high[0]) - 0.1)  # not on top of a wardrobe


def _trouble(filling: Filling, ties: tuple[Tie, ...]) -> float:
    """What is wrong with the layout as it stands, as the search that made it counts it."""
    cost = sum(_BROKEN for tie in ties if filling.judge(tie) <= HOLDS)
    if filling.site.kind == "room":
        cost += _BLOCKED * float(blocked_fronts(filling, depth=0.25).sum())
        cost += _CUT * max(0.0, 0.995 - walkable_share(filling, width=0.2))
        cost += 0.1 * _CUT * max(0.0, 0.95 - walkable_share(filling, width=0.5))
    return cost


def _named(placed: tuple[Item, ...], added: tuple[Item, ...]) -> tuple[Item, ...]:
    """With names that no other has; those of the things that were asked for stay."""
    taken = {item.name for item in placed}
    out: list[Item] = []
    for item in added:
        base = item.category.replace(" ", "_")
        name = next(n for n in (base, *(f"{base}_{k}" for k in range(2, 999))) if n not in taken)
        taken.add(name)
        out.append(replace(item, name=name))
    return tuple(out)


def _things_with_ties(
    graph: SceneGraph, plan: Plan, kinds: list[str]
) -> tuple[tuple[Thing, ...], tuple[Tie, ...]]:
    """Books for every free shelf, pictures over sofas and beds, and the rest where it usually is."""
    things: list[Thing] = []
    ties: list[Tie] = []
    first = len(plan.items)
    group = max((t.group for t in graph.things), default=0) + 1

    def add(kind: str, tie: Tie | None, *states: str) -> None:
        if tie is not None:
            ties.append(replace(tie, subjects=(first + len(things),), implied=True))
        things.append(
            Thing(category=kind, word=kind, group=group + len(things), attributes=(DECOR,), states=states)
        )

    under = [i.index for i in plan.items if i.tags & {"bed"} or i.category in _UNDER_PICTURES]
    for kind in kinds:
        above = kind == "painting" and under
        tie = Tie(relation="above", subjects=(0,), anchors=(under.pop(0),)) if above else None
        add(kind, tie)
    if "book" in kinds:
        for shelf in (i for i in plan.items if i.category in _SHELVES and _is_free(graph, i)):
            for _ in range(_ON_SHELVES):
                add("book", Tie(relation="in", subjects=(0,), anchors=(shelf.index,)), _ROW)
    return tuple(things), tuple(ties)


def _is_free(graph: SceneGraph, item: Item) -> bool:
    """Whether nothing is said to be on or in it, and it is not said to be empty."""
    if {*item.thing.attributes, *item.thing.states} & _PLAIN:
        return False
    return not any(item.index in t.anchors and t.relation in ("on", "in") for t in graph.ties)


def _wanted(graph: SceneGraph, text: str) -> list[str]:
    setting: Setting = graph.setting
    said = {*setting.name.split(), setting.style or "", setting.mood or ""}
    plain = text.lower()
    if setting.kind == "outdoors" or said & (_PLAIN | _WORKADAY) or _ONLY.search(plain):
        return []
    rooms = set(setting.name.split())
    kinds = next((v for names, v in _BY_ROOM.items() if rooms & set(names.split())), _HOMELY)
    asked = {thing.category for thing in graph.things} | _denied(plain)
    for family in _FAMILIES:
        together = {name.replace("_", " ") for name in family.split()}
        if asked & together:
            asked |= together
    found = [kind.replace("_", " ") for kind in kinds.split()]
    return [kind for kind in found if kind in CATALOGUE and kind not in asked]


def _denied(text: str) -> set[str]:
    """Categories that the text says there are none of."""
    found: set[str] = set()
    for phrase in _DENIED.findall(text):
        words = phrase.split()
        for name in (" ".join((*words[:-1], singular(words[-1]))), singular(words[0])):
            if name in NOUNS:
                found.add(NOUNS[name])
    if re.search(r"\b(?:no|without(?: any)?) (?:pictures?|art|artwork|decorations?)\b", text):
        found |= {"painting", "vase"}
    return found
