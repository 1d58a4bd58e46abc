"""The search: big things and anchors first, each to its cheapest free place; then repair; then start again.

One energy decides throughout: relations that were said weigh most, then doors and fronts that must stay
free, then how unusual a place is (see ``Filling``). Nothing may overlap or stand outside: that is never paid
for. All choices come from the seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatialwm.lift.text.graph import Relation, SceneGraph, Tie
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.freedom import blocked_fronts, walkable_share
from spatialwm.lift.text.layout.items import Item, Spot, items_of
from spatialwm.lift.text.layout.placing import place, tier_of
from spatialwm.lift.text.layout.relations import HOLDS
from spatialwm.lift.text.layout.sites import site_for
from spatialwm.lift.text.layout.sizes import turned_round
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.site import Site

__all__ = ["Plan", "arrange", "said", "settle_order", "total_cost"]

_ATTEMPTS = 6
_LONG = 0.5
"""What is long is as hard to place as what covers so much floor more [m]."""
_MANY = 20
"""Of so many things a few are hard to place in any attempt."""
_CROWD = 60
"""So many fill any room; more attempts change little and take long."""
_STUCK = 2
"""Attempts in a row that bring no relief before the rest is spared."""
_REPAIRS = 6
"""Things moved again in one attempt because a relation of theirs does not hold."""
_PUT_AGAIN = 60
"""Things put down again in one attempt, with all that stands on what is moved, before repairs end."""
_MORE = (0.0, 0.0, 0.3, 0.6, 0.9, 1.3)
"""[m] that the room is wider in each attempt."""
_LOST, _BROKEN, _UNUSUAL, _BLOCKED, _CUT = 60.0, 10.0, 2.0, 4.0, 25.0
"""Cost of a thing left out, a said and a usual relation broken, a front blocked, floor cut off."""
_FIRST: frozenset[Relation] = frozenset(
    ["on", "in", "under", "above", "between", "around", "in front of", "behind", "left of", "right of",
     "long side", "short side", "head", "foot", "left part", "right part", "front part", "back part",
     "facing", "across", "along", "leaning", "mounted", "hang"]
)  # fmt: skip
"""Relations whose anchor is placed first."""
_FLANKS = frozenset(["left of", "right of", "next to", "around", "head", "long side", "short side"])
"""Relations whose subject follows its anchor before others take the place."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """A finished layout."""

    site: Site
    items: tuple[Item, ...]
    spots: dict[int, Spot]
    """Where each thing is, by its index in the graph; what found no place is missing."""
    held: tuple[tuple[Tie, bool], ...] = ()
    """Every relation that was asked for, and whether it holds."""
    notes: tuple[str, ...] = ()
    """A sentence for everything that could not be done."""


def arrange(graph: SceneGraph, models: Sequence[Model], *, seed: int) -> Plan:
    """Place all things in a room, or outdoors, that is as large as they need; a model for each thing."""
    items = items_of(graph, models)
    graph = turned_round(graph, items)
    probe = Filling(graph, items, site_for(graph, items, [], more=0.0))
    floor = [item.index for item in items if tier_of(probe, item) == "floor"]
    best, least, stuck = None, np.inf, 0
    asked = graph.setting.width is not None and graph.setting.depth is not None
    for attempt in range(_attempts(len(items))):
        rng = np.random.default_rng([seed, attempt])
        site = site_for(graph, items, floor, more=0.0 if asked else _MORE[attempt])
        filling = _filled(graph, items, site, rng)
        cost = total_cost(filling)
        stuck = 0 if cost < least - 1.0 else stuck + 1
        if cost < least - 1e-9:
            best, least = filling, cost
        if cost < 1.0 or stuck >= _STUCK:
            break
    assert best is not None
    return _plan(best)


def _attempts(count: int) -> int:
    return _ATTEMPTS if count < _MANY else _ATTEMPTS // 2 if count < _CROWD else 1


def _filled(graph: SceneGraph, items: tuple[Item, ...], site: Site, rng: np.random.Generator) -> Filling:
    filling = Filling(graph, items, site)
    for index in settle_order(graph, items, filling):
        found = place(filling, index, rng)
        if found is not None:
            filling.put(index, found.spot)
    _repair(filling, rng)
    return filling


def settle_order(graph: SceneGraph, items: Sequence[Item], filling: Filling) -> list[int]:
    """Anchors before what depends on them; among equals, big things first, rugs last."""
    needs: dict[int, set[int]] = {item.index: set() for item in items}
    pinned = {k for t in graph.ties for k in t.subjects if t.part in ("corner", "door", "window", "room")}
    for tie in graph.ties:
        if tie.relation in _FIRST and not tie.denied:
            for k in tie.subjects:
                needs[k] |= {a for a in tie.anchors if items[a].habit != "rug" and a != k}
    late = {"rug": 3, "wall": 2, "ceiling": 1, "rest": 1, "floor": 0}
    beside = {k: t.anchors for t in graph.ties if t.relation in _FLANKS and not t.denied for k in t.subjects}
    wanted = {k for t in graph.ties if t.relation in _FIRST for k in t.anchors}

    def key(k: int) -> tuple[int, float, int]:
        item = items[k]
        stage = late[tier_of(filling, item)]
        stage = 0 if stage == 2 and k in wanted else stage
        rank = min([item.rank, *(items[a].rank + 0.4 for a in beside.get(k, ()))])
        size = min(item.area, 4.0) + _LONG * float(item.half.max())
        return stage, rank - 1.5 * (k in pinned) - 0.3 * size, item.thing.group

    order: list[int] = []
    waiting = sorted(needs, key=key)
    while waiting:
        done = set(order)
        ready = next((k for k in waiting if needs[k] <= done), waiting[0])  # a circle: start anywhere
        order.append(ready)
        waiting.remove(ready)
    return order


def total_cost(filling: Filling) -> float:
    """What is wrong with a layout, all together; 0 when nothing is."""
    lost = len(filling.items) - len(filling.spots)
    cost = _LOST * lost
    for tie, score in filling.judged():
        if score <= HOLDS:
            cost += _UNUSUAL if tie.implied else _BROKEN
    if filling.site.kind == "room":
        cost += _BLOCKED * float(blocked_fronts(filling, depth=0.25).sum())
        cost += _CUT * max(0.0, 0.995 - walkable_share(filling, width=0.2))
        cost += 0.1 * _CUT * max(0.0, 0.95 - walkable_share(filling, width=0.5))
    return cost


def _repair(filling: Filling, rng: np.random.Generator) -> None:
    """Take up things whose relations do not hold, and put them down again, as long as that helps."""
    cost, tries, again = total_cost(filling), 0, 0
    for tie, score in filling.judged():
        if score > HOLDS or tries >= _REPAIRS:
            continue
        for index in (*tie.subjects, *tie.anchors):
            if index not in filling.spots or tries >= _REPAIRS or again >= _PUT_AGAIN:
                continue
            tries += 1
            before, seatings = dict(filling.spots), dict(filling.seatings)
            again += _again(filling, index, rng)
            after = total_cost(filling)
            if after < cost - 1e-9:
                cost = after
                if filling.judge(tie) > HOLDS:
                    break
            else:
                _restore(filling, before)
                filling.seatings = seatings


def _again(filling: Filling, index: int, rng: np.random.Generator) -> int:
    """Put a thing down again, and what stood on it; returns how many that were."""
    gone = filling.take(index)
    for k in (
        index,
        *(k for k in settle_order(filling.graph, filling.items, filling) if k in gone and k != index),
    ):
        found = place(filling, k, rng)
        if found is not None:
            filling.put(k, found.spot)
    return len(gone)


def _restore(filling: Filling, spots: dict[int, Spot]) -> None:
    for k in [k for k in filling.spots if k not in spots or filling.spots[k] is not spots[k]]:
        filling.take(k) if k in filling.spots else None
    for k, spot in spots.items():
        if k not in filling.spots:
            filling.put(k, spot)


def _plan(filling: Filling) -> Plan:
    names = [item.name for item in filling.items]
    notes = [
        f"There was no room for '{i.name}'; it was left out."
        for i in filling.items
        if i.index not in filling.spots
    ]
    notes += [
        f"'{names[k]}' would not stay on '{names[spot.parent]}' by itself; it is held there."
        for k, spot in filling.spots.items()
        if spot.held and spot.parent is not None
    ]
    held = tuple((tie, score > HOLDS) for tie, score in filling.judged())
    for tie, holds in held:
        if not holds and not tie.implied and all(k in filling.spots for k in tie.subjects):
            notes.append(f"Could not be met: {said(tie, names)}.")
    return Plan(
        site=filling.site,
        items=filling.items,
        spots=dict(filling.spots),
        held=held,
        notes=tuple(dict.fromkeys(notes)),
    )


def said(tie: Tie, names: Sequence[str]) -> str:
    """A tie in words, with the names of its things."""
    subjects = " and ".join(f"'{names[k]}'" for k in tie.subjects[:3])
    anchors = " and ".join(f"'{names[k]}'" for k in tie.anchors[:2]) or (
        f"the {tie.part}" if tie.part else ""
    )
    return f"{subjects} {'not ' if tie.denied else ''}{tie.relation} {anchors}".strip()
