"""One thing: all places that come into question, and the cheapest that is free."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.lift.text.graph import Tie
from spatialwm.lift.text.layout import proposals as offer
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.hanging import on_walls, under_ceiling
from spatialwm.lift.text.layout.heaps import heaped
from spatialwm.lift.text.layout.items import Item, Spot, spot_from_box
from spatialwm.lift.text.layout.perches import perched
from spatialwm.lift.text.layout.poses import Poses, joined, on_floor
from spatialwm.lift.text.layout.resting import carries, on_host
from spatialwm.lift.text.layout.room_relations import to_part
from spatialwm.lift.text.layout.seating import patterns
from spatialwm.lift.text.layout.stacks import on_stack

__all__ = ["Placed", "place", "tier_of"]

_INTO = ("on", "in", "left part", "right part", "front part", "back part")
_MIRROR = {
    "left of": "right of", "right of": "left of", "in front of": "in front of", "behind": "next to",
    "foot": "next to", "head": "next to", "long side": "next to", "short side": "next to",
    "around": "next to", "facing": "facing",
}  # fmt: skip
"""What an anchor that comes later is to its subject."""
_FINE_TRIES = 60
_UNUSUAL_HOSTS = frozenset(
    ["seat", "bed", "fitness", "vehicle", "appliance", "tableware", "container", "person"]
)
"""What things can stand on but usually do not."""
_LAID_FLAT = frozenset(["napkin", "tablecloth", "towel"])
"""Textiles that belong on tables."""
_NOT_THERE = 4.0
"""Cost of the floor for what usually stands on something."""
_OFF_WALL, _OFF_CORNER, _AT_WALL = 2.0, 1.2, 1.0
"""Cost of a cupboard in the middle of the room, a floor lamp out of its corner, a dining table at a wall."""
_WALL_FOR_CORNER = 0.6
"""A wall is that much of a corner, for what likes to stand in one."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A choice and what it cost."""

    spot: Spot
    cost: float


def place(filling: Filling, index: int, rng: np.random.Generator) -> Placed | None:
    """The cheapest free place for a thing, tier by tier; None when there is none. Nothing is changed."""
    item = filling.items[index]
    for tier in _tiers(filling, item, rng):
        poses = [p for p in tier if len(p)]
        if not poses:
            continue
        everything = joined(poses)
        kept = everything.where(filling.free(index, everything, margin=item.model.clearance))
        found = _cheapest(filling, item, kept) if len(kept) else None
        if found is not None:
            return found
    return None


def _cheapest(filling: Filling, item: Item, poses: Poses) -> Placed | None:
    boxes = poses.boxes
    cost = poses.bias + filling.tie_cost(item.index, boxes)
    if not poses.held and np.all(poses.parents < 0):
        cost = cost + filling.way_cost(item.index, boxes) + filling.view_cost(item.index, boxes)
        cost = cost + _habit_cost(filling, item, poses)
    elif not poses.held:
        floor = np.flatnonzero(poses.parents < 0)
        cost[floor] += filling.way_cost(item.index, boxes[floor])
    for k in np.argsort(cost, kind="stable")[:_FINE_TRIES]:
        parent = int(poses.parents[k])
        spot = spot_from_box(
            item,
            boxes.centers[k],
            float(boxes.yaws[k]),
            parent=None if parent < 0 else parent,
            held=poses.held,
        )
        if not filling.clashes(item.index, spot, boxes[int(k)]):
            return Placed(spot=spot, cost=float(cost[k]))
    return None


def _habit_cost(filling: Filling, item: Item, poses: Poses) -> np.ndarray:
    """What stands usually at a wall or in a corner does so unless it was said to be elsewhere."""
    if filling.site.kind == "outdoors" or item.habit not in ("wall", "corner", "middle"):
        return np.zeros(len(poses))
    if any(t.part in ("room", "corner") and not t.denied for t in filling.ties_of[item.index]):
        return np.zeros(len(poses))
    walls = to_part("against", "wall", poses.boxes, filling.site)
    if item.habit in ("wall", "middle"):
        return _OFF_WALL * (1 - walls) if item.habit == "wall" else _AT_WALL * walls
    if any(item.index in t.subjects and t.anchors for t in filling.ties_of[item.index]):
        return np.zeros(len(poses))
    corners = to_part("corner", "corner", poses.boxes, filling.site)
    return _OFF_CORNER * (1 - np.maximum(corners, _WALL_FOR_CORNER * walls))


def tier_of(filling: Filling, item: Item) -> str:
    """How it will be placed: ceiling, wall, rug, rest or floor."""
    mine = [t for t in filling.ties_of[item.index] if item.index in t.subjects and not t.denied]
    if any(t.part == "ceiling" or (t.relation == "hang" and t.part in (None, "room")) for t in mine):
        return "ceiling"
    if filling.site.kind == "room" and any(
        (t.part == "wall" and t.relation in ("on", "mounted", "hang")) or t.relation == "mounted"
        for t in mine
    ):
        return "wall"
    if item.habit == "rug":
        return "rug"
    onto = [(t, k) for t in mine if t.relation in _INTO for k in t.anchors if filling.items[k].habit != "rug"]
    if any(t.relation == "on" or carries(filling.items[k]) for t, k in onto):
        return "rest"
    if item.habit == "ceiling" and filling.site.kind == "room":
        return "ceiling"
    if item.habit == "hang":
        return "wall" if filling.site.kind == "room" else "floor"
    down = any(
        t.part in ("floor", "ground", "corner", "door", "wall", "room") or t.relation == "under" for t in mine
    )
    return "rest" if item.habit in ("top", "inside") and not down else "floor"


def _tiers(filling: Filling, item: Item, rng: np.random.Generator) -> Iterator[list[Poses]]:
    """Lists of candidates, the wanted kind first."""
    kind = tier_of(filling, item)
    mine = [t for t in filling.ties_of[item.index] if item.index in t.subjects and not t.denied]
    anchors = tuple(k for t in mine for k in t.anchors if k in filling.spots)
    if kind == "ceiling":
        yield [under_ceiling(filling, item, rng, anchors)]
    elif kind == "wall":
        above = tuple(k for t in mine if t.relation == "above" for k in t.anchors if k in filling.spots)
        flanks = tuple(k for k in anchors if k not in above)
        yield [on_walls(filling, item, rng, above=above[:1], beside=flanks)]
    elif kind == "rug":
        yield _rug(filling, item, rng)
    else:
        for tie in mine:
            if tie.relation == "stack" and not tie.anchors:
                yield on_stack(filling, item, tie.subjects)
        if kind == "rest":
            yield _resting(filling, item, mine, rng)
            yield _heaped(filling, item, mine)
            for steady in (True, False):
                for poses in _perched(filling, item, mine):
                    if poses.held is not steady:
                        yield [poses]
            yield _elsewhere(filling, item, rng)
        yield _standing(filling, item, rng)
        yield [offer.anywhere(item, filling.site, rng, 400), offer.at_walls(item, filling.site, rng)]


def _rug(filling: Filling, item: Item, rng: np.random.Generator) -> list[Poses]:
    """Under what it belongs to, under the middle of the furniture, or free."""
    rows: list[tuple[float, float, float, float]] = []
    for tie in filling.ties_of[item.index]:
        for k in (k for k in (*tie.anchors, *tie.subjects) if k in filling.spots and k != item.index):
            box = filling.boxes[k]
            rows += [(*box.centers[0, [0, 2]], float(box.yaws[0]), 0.0)]
    middles = [k for k in filling.on_floor() if filling.items[k].habit == "middle"]
    rows += [(*filling.boxes[k].centers[0, [0, 2]], 0.0, 0.4) for k in middles]
    found = [offer.in_middle(item, filling.site, rng), offer.anywhere(item, filling.site, rng, 60)]
    for tie in filling.ties_of[item.index]:
        if item.index in tie.subjects:
            for k in (k for k in tie.anchors if k in filling.spots):
                found.append(_beside(filling, item, k, tie.relation, tie, rng))
    return [on_floor(item, rows), *found] if rows else found


def _resting(filling: Filling, item: Item, mine: list[Tie], rng: np.random.Generator) -> list[Poses]:
    """On or in what was said, else beside its anchor on the same table, else on any table."""
    said = {
        k: t.relation == "in" for t in mine if t.relation in _INTO for k in t.anchors if k in filling.spots
    }
    found: list[Poses] = []
    for host, into in said.items():
        found += _shifted(on_host(filling, item, host, rng, into=into), 0.05 * _load(filling, host))
    if said:
        return found
    shared = {filling.spots[k].parent for t in mine for k in t.anchors if k in filling.spots} - {None}
    for host in sorted(k for k in shared if k is not None):
        found += on_host(filling, item, host, rng, into=None)
    for order, host in enumerate(_usual_hosts(filling, item)):
        found += _shifted(
            on_host(filling, item, host, rng, into=None), 1.5 + 0.5 * order + 0.2 * _load(filling, host)
        )
    floor_ties = [t for t in mine if t.anchors and t.relation not in _INTO]
    if floor_ties:
        found += _shifted(_standing(filling, item, rng), _NOT_THERE)
    return found


def _heaped(filling: Filling, item: Item, mine: list[Tie]) -> list[Poses]:
    """On top of what is there already, when there was no room left."""
    return [
        poses
        for tie in mine
        if tie.relation in _INTO
        for host in tie.anchors
        if host in filling.spots
        for poses in heaped(filling, item, host, into=tie.relation == "in")
    ]


def _perched(filling: Filling, item: Item, mine: list[Tie]) -> list[Poses]:
    """On top of what has no place for things, or none as large."""
    hosts = [
        k for tie in mine if tie.relation == "on" for k in tie.anchors
        if k in filling.spots and filling.items[k].habit != "rug"
    ]  # fmt: skip
    return [poses for k in dict.fromkeys(hosts) for poses in perched(filling, item, k)]


def _elsewhere(filling: Filling, item: Item, rng: np.random.Generator) -> list[Poses]:
    """On any table, when what was said is full."""
    hosts = _usual_hosts(filling, item)
    return [p for host in hosts for p in on_host(filling, item, host, rng, into=None)]


def _load(filling: Filling, host: int) -> int:
    return sum(s.parent == host for s in filling.spots.values())


def _shifted(poses: list[Poses], cost: float) -> list[Poses]:
    return [replace(p, bias=p.bias + cost) for p in poses]


def _usual_hosts(filling: Filling, item: Item) -> list[int]:
    """Tables first, then what stores things; shelves first for what belongs inside."""
    order: list[tuple[float, int]] = []
    for k, spot in filling.spots.items():
        owner = filling.items[k]
        if not carries(owner) or spot.held or owner.half[1] < 0.15 or owner.habit in ("top", "inside"):
            continue
        soft = bool(owner.tags & {"seat", "bed"})
        cushion = "textile" in item.tags and item.category not in _LAID_FLAT
        usable = bool(owner.tags & {"surface", "storage"}) and not owner.tags & _UNUSUAL_HOSTS
        if not (usable or (soft and cushion and owner.rank <= 3)):
            continue
        stores = any(s.inside or s.headroom < 1 for s in owner.supports)
        order.append((owner.rank + 3 * (stores != (item.habit == "inside")) - 4 * (soft and cushion), k))
    return [k for _, k in sorted(order)]


def _standing(filling: Filling, item: Item, rng: np.random.Generator) -> list[Poses]:
    """On the floor, from every relation, part of the room and habit that says where."""
    site = filling.site
    found = [offer.anywhere(item, site, rng)]
    parts = [t for t in filling.ties_of[item.index] if t.part and not t.denied]
    for tie in parts:
        if tie.part == "corner" or tie.relation == "corner":
            found.append(offer.in_corners(item, site, rng))
        elif tie.part in ("door", "window"):
            found.append(offer.at_opening(item, site, tie.part, tie.relation, rng))
        elif tie.relation == "middle":
            found.append(offer.in_middle(item, site, rng))
    for tie in filling.ties_of[item.index]:
        if not tie.denied:
            found += _from_tie(filling, item, tie, rng)
    if site.kind == "room":
        found.append(offer.at_walls(item, site, rng))
        if item.habit == "corner":
            found.append(offer.in_corners(item, site, rng))
    if item.habit == "middle":
        found.append(offer.in_middle(item, site, rng))
    return found


def _from_tie(filling: Filling, item: Item, tie: Tie, rng: np.random.Generator) -> Iterator[Poses]:
    """Places that one relation to other things suggests."""
    if item.index in tie.subjects:
        anchors = [k for k in tie.anchors if k in filling.spots and k != item.index]
        if tie.relation == "between" and len(anchors) > 1:
            yield offer.between_two(item, filling.boxes[anchors[0]], filling.boxes[anchors[1]], rng)
        for k in anchors:
            yield from _at_anchor(filling, item, k, tie, rng)
        if not tie.anchors and tie.part is None:
            for k in [k for k in tie.subjects if k in filling.spots and k != item.index][-2:]:
                yield _beside(filling, item, k, "along" if tie.relation == "row" else tie.relation, tie, rng)
    elif tie.relation not in ("on", "in", "above", "between"):
        for k in (k for k in tie.subjects if k in filling.spots and k != item.index):
            yield _beside(filling, item, k, _MIRROR.get(tie.relation, tie.relation), tie, rng)


def _at_anchor(
    filling: Filling, item: Item, anchor: int, tie: Tie, rng: np.random.Generator
) -> Iterator[Poses]:
    owner, box = filling.items[anchor], filling.boxes[anchor]
    if tie.relation in ("under", "above") or (tie.relation in ("on", "in") and not carries(owner)):
        yield offer.under(item, box, rng)
        return
    if item.is_seat and owner.serves and not owner.is_seat:
        yield from _seats(filling, item, anchor, tie)
        yield replace_bias(_beside(filling, item, anchor, tie.relation, tie, rng), 1.0)
        return
    yield _beside(filling, item, anchor, tie.relation, tie, rng)


def replace_bias(poses: Poses, more: float) -> Poses:
    """The same places, dearer."""
    return replace(poses, bias=poses.bias + more)


def _beside(
    filling: Filling, item: Item, anchor: int, relation: str, tie: Tie, rng: np.random.Generator
) -> Poses:
    return offer.beside(
        item, filling.items[anchor], filling.boxes[anchor], relation, rng, distance=tie.distance
    )


def _seats(filling: Filling, item: Item, anchor: int, tie: Tie) -> Iterator[Poses]:
    """Seats at a table take the places of one pattern, chosen when the first of them comes."""
    owner, box = filling.items[anchor], filling.boxes[anchor]
    key = (filling.graph.ties.index(tie), anchor)
    low, high = offer.gaps_of(tie.relation, item, owner, tie.distance)
    if key not in filling.seatings:
        anchors = max(len(tie.anchors), 1)
        count = (len(tie.subjects) + anchors - 1) // anchors
        gap = 0.5 * (low + high)
        options = patterns(item, owner, box, count, tie.relation, gap)
        free = [int(filling.free(item.index, on_floor(item, _rows(o)), margin=0.0).sum()) for o in options]
        best = max(range(len(options)), key=lambda k: (free[k], -k))
        filling.seatings[key] = [options[best]]
    for rows in filling.seatings[key]:
        table = _rows(rows)
        ahead = np.column_stack([np.sin(table[:, 2]), np.cos(table[:, 2])])
        for shift, cost in ((0.0, 0.0), (-0.05, 0.1), (-0.1, 0.25), (0.05, 0.15)):
            moved = table.copy()
            moved[:, :2] += shift * ahead
            moved[:, 3] = cost + 0.05 * np.arange(len(table))
            yield on_floor(item, moved)


def _rows(pattern: np.ndarray) -> np.ndarray:
    return np.column_stack([pattern, np.zeros(len(pattern))])
