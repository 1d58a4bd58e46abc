"""Sizes that follow from what is asked for: a table for eight is longer, a box under a bed is flatter."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from spatialwm.lift.text.graph import SceneGraph, Thing, Tie
from spatialwm.lift.text.layout.contents import prepared, standing_in, upright
from spatialwm.lift.text.layout.items import Item, items_of
from spatialwm.lift.text.model import Model

__all__ = ["fitting_models", "turned_round"]

_USE, _USE_ROUND = 0.55, 0.36
"""Of a surface, and of a round vessel's floor, how much can be covered: things stand apart, and in rows that
do not come out even."""
_SEAT = 0.56
"""Edge of a table per person [m]: DIN 68880 asks for 0.60, a row of chairs makes do with a little less."""
_WIDEST, _WIDEST_VESSEL, _FLATTEST = 1.9, 2.4, 0.35
"""Factors beyond which a thing would no longer be what it is."""
_POTTED = 0.38
"""Of a plant that stands on the floor, the size of one on a sideboard."""
_STILL_SMALL = 0.92
"""What is said to be small does not grow beyond this part of its usual width."""
_ROOF = 0.02
"""Of its outline, as much as what is overhead covers at least: more than a pole."""
_EVEN = 0.02
"""Sides of a table that differ by less are equally long [m]."""
_ROUNDS = 2
"""A bowl that has grown needs a larger tray."""
_ON_TOP = ("on", "in", "left part", "right part", "front part", "back part")
_BY_SIDE = ("long side", "short side", "head")
_AT = ("around", "next to", "long side", "circle")


def fitting_models(graph: SceneGraph, build: Callable[[int, Thing], Model]) -> list[Model]:
    """Models of all things, made by ``build`` of a thing and its index, so that they go together."""
    things = prepared(graph)
    models = [build(k, thing) for k, thing in enumerate(things)]
    standing: set[int] = set()

    def fitted(index: int, thing: Thing) -> Model:
        model = build(index, thing)
        return upright(model) if index in standing else model

    for _ in range(_ROUNDS):
        items = items_of(graph, models)
        for k in standing_in(graph, items) - standing:
            standing.add(k)
            models[k] = fitted(k, things[k])
        items = items_of(graph, models)
        for k, thing in enumerate(things):
            wide = max(_for_load(graph, items, k, standing), _for_seats(graph, items, k))
            most = _WIDEST_VESSEL if "container" in items[k].tags else _WIDEST
            most = min(most, _STILL_SMALL / graph.things[k].wide) if graph.things[k].wide < 1 else most
            wide = min(wide, most * graph.things[k].wide / thing.wide)
            tall = _for_space(graph, items, k)
            if _is_small_plant(graph, items, k):
                wide, tall = (
                    _POTTED * graph.things[k].wide / thing.wide,
                    _POTTED * graph.things[k].tall / thing.tall,
                )
            if _is_square(graph, items, k) and "oblong" not in thing.states:
                things[k] = thing = replace(thing, states=(*thing.states, "oblong"))
                models[k] = fitted(k, thing)
            if wide > 1.02 or wide < 0.98 or tall < 0.99:
                things[k] = replace(thing, wide=thing.wide * wide, tall=thing.tall * tall)
                models[k] = fitted(k, things[k])
    return models


def _load(graph: SceneGraph, host: int) -> list[int]:
    """What is to stand on or in a thing; anchors of one relation share it evenly."""
    found: list[int] = []
    for tie in graph.ties:
        if tie.relation in _ON_TOP and host in tie.anchors and not tie.denied:
            found += [s for n, s in enumerate(tie.subjects) if tie.anchors[n % len(tie.anchors)] == host]
    return found


def _is_square(graph: SceneGraph, items: Sequence[Item], table: int) -> bool:
    """Whether something is said to be at a long or short side of a table that has none."""
    if abs(float(items[table].half[0] - items[table].half[2])) > _EVEN:
        return False
    return any(t.relation in _BY_SIDE and table in t.anchors and not t.denied for t in graph.ties)


def _for_load(graph: SceneGraph, items: Sequence[Item], host: int, standing: set[int]) -> float:
    """How much wider the host has to be for all that stands on it."""
    things = [items[s] for s in dict.fromkeys(_load(graph, host)) if items[s].habit != "rug"]
    supports = items[host].supports
    if not things or not supports:
        return 1.0
    inside = [s for s in supports if s.inside] or list(supports)
    into = any(t.relation == "in" and host in t.anchors for t in graph.ties)
    used = inside if into else list(supports)
    area = float(sum((3.14 if s.round else 4.0) * s.half_width * s.half_depth for s in used))
    asked = float(sum(i.area for i in things))
    longest = max(
        float(i.half.max()) if i.half[1] < 0.1 and i.index not in standing else float(i.half[[0, 2]].max())
        for i in things
    )
    narrow = max(max(s.half_width, s.half_depth) for s in used)
    use = _USE_ROUND if all(s.round and s.inside for s in used) else _USE
    return max(float(np.sqrt(asked / (use * area))), 0.9 * longest / narrow, 1.0)


def _for_seats(graph: SceneGraph, items: Sequence[Item], table: int) -> float:
    """How much longer a table has to be for all who sit at it, or are laid for."""
    if not items[table].serves or items[table].is_seat:
        return 1.0
    seats = 0.0
    for tie in graph.ties:
        if tie.relation in _AT and table in tie.anchors and all(items[s].is_seat for s in tie.subjects):
            seats += len(tie.subjects) / len(tie.anchors)
    laid = [items[s].category for s in _load(graph, table)]
    seats = max(seats, float(laid.count("plate")))
    if seats <= 4:
        return 1.0
    half = items[table].half
    return (
        _SEAT
        * seats
        / float(2 * (2 * half[0] + 2 * half[2]))
        * (1.25 if not items[table].thing.round else 1.6)
    )


def _for_space(graph: SceneGraph, items: Sequence[Item], index: int) -> float:
    """How much lower a thing has to be to go under its anchor; 1 where no such thing is that flat."""
    item, factor = items[index], 1.0
    for tie in graph.ties:
        if tie.relation == "under" and index in tie.subjects and item.habit != "rug" and not tie.denied:
            for k in tie.anchors:
                free = _headroom(items[k]) - 0.015
                needed = free / float(2 * item.half[1])
                if _FLATTEST <= needed < 1:
                    factor = min(factor, needed)
    return factor


def turned_round(graph: SceneGraph, items: Sequence[Item]) -> SceneGraph:
    """What cannot go under a thing carries it: a car under a cat is a cat on a car."""
    ties: list[Tie] = []
    for tie in graph.ties:
        pairs = [(s, a) for s in tie.subjects for a in tie.anchors]
        fits = any(_overhead(items[a]) >= _FLATTEST * 2 * float(items[s].half[1]) for s, a in pairs)
        flat = any(items[k].habit in ("rug", "ceiling", "hang") for k in (*tie.subjects, *tie.anchors))
        if tie.relation == "under" and tie.anchors and not (tie.denied or fits or flat):
            ties.append(replace(tie, relation="on", subjects=tie.anchors, anchors=tie.subjects))
        else:
            ties.append(tie)
    return replace(graph, ties=tuple(ties))


def _overhead(item: Item) -> float:
    """Height of the highest part with some width, from below: what is under it can be so tall [m]."""
    low = item.parts.centers[:, 1] - item.parts.halves[:, 1]
    wide = np.prod(item.parts.halves[:, [0, 2]], axis=1) >= _ROOF * float(np.prod(item.half[[0, 2]]))
    return float(low[wide].max()) if wide.any() else 0.0


def _is_small_plant(graph: SceneGraph, items: Sequence[Item], index: int) -> bool:
    """Whether it is a plant that stands on furniture: a pot of the size that one puts there."""
    item = items[index]
    onto = [k for t in graph.ties if t.relation in _ON_TOP and index in t.subjects for k in t.anchors]
    return (
        "plant" in item.tags and item.habit not in ("top", "inside") and any(items[k].supports for k in onto)
    )


def _headroom(item: Item) -> float:
    """Free height under the middle of a thing [m]."""
    low = item.parts.centers - item.parts.halves
    reach = np.hypot(item.parts.halves[:, 0], item.parts.halves[:, 2])
    over = np.hypot(item.parts.centers[:, 0], item.parts.centers[:, 2]) < np.maximum(reach, 0.1)
    return float(low[over, 1].min()) if over.any() else float(item.half[1])
