"""Where things go: seeded search over poses, big things first, nothing overlapping.

Everything is turned about the vertical only, so a thing is a handful of upright boxes and overlap is a
separating-axis test in the floor plane. When something does not fit, the room grows and the search starts
again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.lift.text.candidates import Candidate, Spot, floor_candidates, hanging_candidates
from spatialwm.lift.text.catalogue import CATALOGUE, Habit
from spatialwm.lift.text.footprints import Blocks, blocks_of, inside_room, overlap
from spatialwm.lift.text.graph import SceneGraph, Tie
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.resting import resting_candidates

__all__ = ["Item", "Plan", "arrange", "items_of"]

_GROWTHS = 4
_GROW_BY = 0.5
"""[m] of width per try."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A relation to the things of one group, or to the room."""

    relation: str
    anchor: int | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Item:
    """One thing to be placed."""

    name: str
    category: str
    group: int
    """Index of the request it comes from."""
    model: Model
    links: tuple[Link, ...] = ()

    @property
    def habit(self) -> Habit:
        """Where it goes when nothing is said."""
        return CATALOGUE[self.category].habit


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """A finished layout."""

    width: float
    """Of the room along x [m]."""
    depth: float
    """Of the room along z [m]."""
    spots: dict[str, Spot]
    """Where each thing is; what found no place is missing."""
    notes: tuple[str, ...] = ()


def arrange(graph: SceneGraph, models: Sequence[Model], *, seed: int) -> Plan:
    """Place all things in a room that is as large as they need; ``models`` has one for each."""
    items = items_of(graph, models)
    area = 10.0 + 2.4 * sum(_floor_area(item) for item in items)  # walking space around the furniture
    plan = Plan(width=0.0, depth=0.0, spots={})
    for growth in range(_GROWTHS):
        width = float(np.sqrt(area / 0.875)) + growth * _GROW_BY
        last = growth == _GROWTHS - 1
        plan = _try(items, width, np.random.default_rng([seed, growth]), last=last)
        if len(plan.spots) == len(items):
            break
    lost = [item.name for item in items if item.name not in plan.spots]
    notes = tuple(f"There was no room for '{name}'; it was left out." for name in lost)
    return replace(plan, notes=(*plan.notes, *notes))


def items_of(graph: SceneGraph, models: Sequence[Model]) -> list[Item]:
    """One item per thing, named ``mug``, or ``chair_1``, ``chair_2`` where there are several."""
    totals = Counter(thing.category for thing in graph.things)
    used = Counter[str]()
    items: list[Item] = []
    for index, (thing, model) in enumerate(zip(graph.things, models, strict=True)):
        used[thing.category] += 1
        name = thing.category.replace(" ", "_")
        if totals[thing.category] > 1:
            name = f"{name}_{used[thing.category]}"
        links = tuple(link for tie in graph.ties if index in tie.subjects for link in _links(tie, graph))
        items.append(Item(name=name, category=thing.category, group=thing.group, model=model, links=links))
    return items


def _links(tie: Tie, graph: SceneGraph) -> list[Link]:
    if tie.anchors:
        groups = dict.fromkeys(graph.things[k].group for k in tie.anchors)
        return [Link(relation=tie.relation, anchor=group) for group in groups]
    if tie.part == "window":
        return [Link(relation="window")]
    if tie.part == "wall" and tie.relation in ("on", "mounted"):
        return [Link(relation="hang")]
    return [Link(relation="floor" if tie.part in ("floor", "ground") else tie.relation)]


def _floor_area(item: Item) -> float:
    if item.habit in ("top", "hang", "rug"):
        return 0.0
    size = item.model.high - item.model.low
    return float(size[0] * size[2])


def _try(items: list[Item], width: float, rng: np.random.Generator, *, last: bool) -> Plan:
    """Place things until one finds no room; the ``last`` try places the others all the same."""
    table = _Table(width, 0.875 * width, rng, anywhere=last)
    for item in _in_order(items):
        if not table.place(item, _resolved(item, items, table.spots)) and not last:
            break
    return Plan(width=width, depth=table.depth, spots=table.spots, notes=tuple(dict.fromkeys(table.notes)))


def _in_order(items: list[Item]) -> list[Item]:
    """Anchors before what leans on them; among equals, big things first."""
    needs_anchor_first = (
        "on",
        "in",
        "under",
        "above",
        "in front of",
        "behind",
        "left of",
        "right of",
        "between",
    )
    done: set[int] = set()
    order: list[Item] = []
    waiting = sorted(items, key=lambda item: (CATALOGUE[item.category].rank, item.group))
    while waiting:
        ready = [
            i
            for i in waiting
            if all(
                link.relation not in needs_anchor_first
                or link.anchor in (None, i.group)
                or link.anchor in done
                for link in i.links
            )
        ] or waiting  # a circle ("a on b, b on a"): start anywhere
        group = ready[0].group
        order += [i for i in waiting if i.group == group]
        waiting = [i for i in waiting if i.group != group]
        done.add(group)
    return order


_TO_ROOM = ("corner", "against", "middle", "hang", "floor", "window")
_MIRROR = {
    "next to": "next to",
    "near": "near",
    "around": "next to",
    "left of": "right of",
    "right of": "left of",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Resolved:
    """A link with the places of its anchors."""

    relation: str
    anchors: tuple[Spot, ...]


def _resolved(item: Item, items: list[Item], spots: dict[str, Spot]) -> tuple[Resolved, ...]:
    """The item's links, and those of placed things that point at it, turned around."""

    def places(group: int | None) -> tuple[Spot, ...]:
        return tuple(
            spots[i.name] for i in items if i.group == group and i.name in spots and i.name != item.name
        )

    own = [Resolved(relation=link.relation, anchors=places(link.anchor)) for link in item.links]
    back = [
        Resolved(relation=_MIRROR[link.relation], anchors=places(other.group))
        for other in {i.group: i for i in items if i.name in spots}.values()
        for link in other.links
        if link.anchor == item.group and link.relation in _MIRROR
    ]
    return tuple(r for r in (*own, *back) if r.anchors or r.relation in _TO_ROOM)


class _Table:
    """The room while it fills."""

    def __init__(self, width: float, depth: float, rng: np.random.Generator, *, anywhere: bool) -> None:
        self.width, self.depth, self.rng = width, depth, rng
        self.anywhere = anywhere  # rather than leave a thing out, drop its relations
        self.spots: dict[str, Spot] = {}
        self.blocks: dict[str, Blocks] = {}
        self.notes: list[str] = []

    def place(self, item: Item, links: tuple[Resolved, ...]) -> bool:
        """Take the best candidate that overlaps nothing; whether there was one."""
        relations = {link.relation for link in links}
        onto = relations & {"on", "in"}
        if item.habit == "hang" or relations & {"hang", "above"}:
            found = self._first(
                item, hanging_candidates(item, links, self.width, self.depth, self.rng, self._all()), 0.01
            )
        elif item.habit == "rug":
            found = self._rug(item, links)
        elif onto or (item.habit == "top" and not relations & {"floor", "under", "corner"}):
            found = self._first(item, resting_candidates(item, links, self._all(), self.rng), 0.004)
            if found is None and onto:
                anchor = next(link.anchors[0] for link in links if link.relation in onto)
                self.notes.append(
                    f"'{item.name}' did not fit {min(onto)} the {anchor.item.category}; it stands beside it."
                )
        else:
            found = None
        if found is None and item.habit not in ("hang", "rug"):
            candidates = floor_candidates(item, links, self.width, self.depth, self.rng, self._all())
            found = self._first(item, candidates, item.model.clearance)
        if found is None and self.anywhere and links and item.habit not in ("hang", "rug"):
            loose = floor_candidates(item, (), self.width, self.depth, self.rng, self._all())
            found = self._first(item, loose, item.model.clearance)
            if found is not None:
                self.notes.append(f"'{item.name}' found no place {links[0].relation} what it belongs to.")
        if found is not None:
            self.spots[item.name] = found
            self.blocks[item.name] = blocks_of(
                found, whole=found.parent is None and found.item.habit != "hang"
            )
        return found is not None

    def _all(self) -> list[Spot]:
        return list(self.spots.values())

    def _rug(self, item: Item, links: tuple[Resolved, ...]) -> Spot:
        """Under what it belongs to: what it was said to be under, or next to, or the middle of the room."""
        anchors = [spot for link in links for spot in link.anchors]
        on_floor = [s for s in self._all() if s.parent is None and s.item.habit in ("middle", "wall")]
        middles = [s for s in on_floor if s.item.habit == "middle"]
        chosen = anchors or middles
        x, z = (chosen[0].x, chosen[0].z) if chosen else (0.0, 0.1 * self.depth)
        half = (item.model.high - item.model.low) / 2
        limit_x, limit_z = max(self.width / 2 - half[0] - 0.05, 0), max(self.depth / 2 - half[2] - 0.05, 0)
        return Spot(
            item=item,
            x=float(np.clip(x, -limit_x, limit_x)),
            y=0.0,
            z=float(np.clip(z, -limit_z, limit_z)),
            yaw=0.0,
        )

    def _first(self, item: Item, candidates: list[Candidate], margin: float) -> Spot | None:
        for candidate in sorted(candidates, key=lambda c: c.cost):
            spot = candidate.spot
            whole = spot.parent is None and item.habit != "hang" and not candidate.tucked
            mine = blocks_of(spot, whole=whole)
            if not inside_room(mine, self.width, self.depth):
                continue
            if any(
                overlap(
                    mine,
                    blocks_of(self.spots[n], whole=False) if candidate.tucked else b,
                    margin=0.004 if candidate.tucked else margin,
                )
                for n, b in self.blocks.items()
                if self.spots[n].item.habit != "rug" and n != spot.parent
            ):
                continue
            if spot.parent is not None and overlap(
                mine, blocks_of(self.spots[spot.parent], whole=False), margin=0.0
            ):
                continue
            return spot
        return None
