"""Places a thing might go on the floor or on a wall, each with a cost."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spatialwm.lift.text.layout import Item, Resolved

__all__ = ["Candidate", "Spot", "floor_candidates", "hanging_candidates"]

_TRIES = 140
_GAPS = {"next to": (0.06, 0.14), "near": (0.25, 0.5), "around": (0.06, 0.12), "in front of": (0.28, 0.40),
         "behind": (0.10, 0.25), "left of": (0.08, 0.25), "right of": (0.08, 0.25)}  # fmt: skip
"""Free distance [m] that each relation means; next to within 0.5 m and near within 1.5 m as in SceneEval."""
_BY_FORCE = ("under", "between", "in front of", "behind", "left of", "right of", "around", "next to", "near",
             "on", "in")  # fmt: skip
"""The relation that decides when several are given."""
_SEATS = ("chair", "stool", "armchair", "bench")
_SERVED = ("table", "desk", "coffee table", "side table")


@dataclass(frozen=True, eq=False, kw_only=True)
class Spot:
    """Where a thing is."""

    item: "Item"
    x: float
    y: float
    z: float
    yaw: float
    """About +y [rad]; at 0 its front is to +z, the open side of the room."""
    parent: str | None = None
    """The thing it stands on."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Candidate:
    """A possible place; lower costs are better."""

    spot: Spot
    cost: float
    tucked: bool = False
    """May stand under something: compare parts, not whole footprints."""


def floor_candidates(
    item: "Item",
    links: tuple["Resolved", ...],
    width: float,
    depth: float,
    rng: np.random.Generator,
    placed: list[Spot],
) -> list[Candidate]:
    """Places on the floor that fit the relations, or the thing's habit when none is given."""
    relations = {link.relation: link for link in links}
    for relation in _BY_FORCE:
        link = relations.get(relation)
        if link is not None and link.anchors:
            found = _related(item, relation, link.anchors, rng, placed)
            if "against" in relations:
                found += _at_walls(item, width, depth, rng, near=link.anchors[0])
            return found
    if "corner" in relations or (item.habit == "corner" and not relations):
        return _in_corners(item, width, depth, rng) + [_worse(c) for c in _at_walls(item, width, depth, rng)]
    if "against" in relations or (item.habit == "wall" and not relations.keys() & {"middle", "window"}):
        return _at_walls(item, width, depth, rng)
    if "window" in relations:
        return _at_window(item, width, depth, rng)
    return _anywhere(item, width, depth, rng, central=item.habit == "middle" or "middle" in relations)


def _worse(candidate: Candidate) -> Candidate:
    return Candidate(spot=candidate.spot, cost=candidate.cost + 10)


def _extent(item: "Item", yaw: float) -> tuple[float, float, float, float]:
    """Reach from the origin to -x, +x, -z, +z when turned by ``yaw`` [m]."""
    low, high = item.model.low, item.model.high
    corners = np.array([(x, z) for x in (low[0], high[0]) for z in (low[2], high[2])])
    x = np.cos(yaw) * corners[:, 0] + np.sin(yaw) * corners[:, 1]
    z = -np.sin(yaw) * corners[:, 0] + np.cos(yaw) * corners[:, 1]
    return float(-x.min()), float(x.max()), float(-z.min()), float(z.max())


def _at(item: "Item", x: float, z: float, yaw: float, cost: float) -> Candidate:
    return Candidate(spot=Spot(item=item, x=float(x), y=0.0, z=float(z), yaw=float(yaw)), cost=float(cost))


def _in_corners(item: "Item", width: float, depth: float, rng: np.random.Generator) -> list[Candidate]:
    """The back corners first, the right one before: it is far from the window, so a lamp is wanted there."""
    found: list[Candidate] = []
    for side, cost in ((1, 0.0), (-1, 0.25)):
        for gap in (0.10, 0.16, 0.24):
            yaw = -side * np.pi / 4 * 0.7
            left, right, back, front = _extent(item, yaw)
            x = side * (width / 2 - gap) - (right if side > 0 else -left)
            found.append(_at(item, x, -depth / 2 + gap + back, yaw, cost + gap + rng.random() * 0.15))
            found.append(_at(item, x, depth / 2 - gap - front, yaw, 3 + cost + gap))
    return found


def _at_walls(
    item: "Item", width: float, depth: float, rng: np.random.Generator, *, near: Spot | None = None
) -> list[Candidate]:
    """Back to a wall, front to the room. The back wall is seen best; the window wall takes low things."""
    found: list[Candidate] = []
    tall = float(item.model.high[1])
    for yaw, cost in ((0.0, 0.0), (-np.pi / 2, 0.5), (np.pi / 2, 0.7 if tall < 0.8 else 2.5)):
        left, right, back, front = _extent(item, yaw)
        for share in rng.random(_TRIES // 3):
            if yaw == 0.0:
                span = width - left - right - 0.1
                x, z = -width / 2 + 0.05 + left + share * span, -depth / 2 + 0.02 + back
                off_middle = abs(share - 0.5) * 0.9
            else:
                span = depth - back - front - 0.1
                z = -depth / 2 + 0.05 + back + share * span
                x = width / 2 - 0.02 - right if yaw < 0 else -width / 2 + 0.16 + left
                off_middle = share * 0.6
            reach = 0.0 if near is None else 2 * float(np.hypot(x - near.x, z - near.z))
            found.append(_at(item, x, z, yaw, cost + off_middle + reach + 0.2 * rng.random()))
    return found


def _at_window(item: "Item", width: float, depth: float, rng: np.random.Generator) -> list[Candidate]:
    """In front of the window, which is in the middle of the left wall."""
    left, _, _, _ = _extent(item, np.pi / 2)
    return [
        _at(item, -width / 2 + 0.16 + left + 0.3 * a, (b - 0.5) * 1.6, np.pi / 2, abs(b - 0.5) + a)
        for a, b in rng.random((_TRIES, 2))
    ]


def _anywhere(
    item: "Item", width: float, depth: float, rng: np.random.Generator, *, central: bool
) -> list[Candidate]:
    found: list[Candidate] = []
    for a, b, c in rng.random((_TRIES * 2, 3)) - 0.5:
        x, z = a * (width - 0.5), b * (depth - 0.5)
        away = np.hypot(x / width, (z + 0.05 * depth) / depth)
        yaw = 0.12 * c if central else 0.9 * c - 0.35 * np.sign(x)
        found.append(_at(item, x, z, yaw, away if central else abs(away - 0.38) + 0.3 * (z > 0.2 * depth)))
    return found


def _related(
    item: "Item", relation: str, anchors: tuple[Spot, ...], rng: np.random.Generator, placed: list[Spot]
) -> list[Candidate]:
    if relation == "under":
        return _under(item, anchors[0], rng)
    if relation == "between" and len(anchors) > 1:
        return _between(item, anchors, rng)
    if relation == "between":
        relation = "next to"
    found: list[Candidate] = []
    for anchor in anchors:
        found += _beside(item, relation, anchor, rng, placed)
    return found


def _under(item: "Item", anchor: Spot, rng: np.random.Generator) -> list[Candidate]:
    low, high = anchor.item.model.low, anchor.item.model.high
    found: list[Candidate] = []
    for a, b, c in rng.random((_TRIES, 3)) - 0.5:
        x, z = a * (high[0] - low[0]) * 0.7, b * (high[2] - low[2]) * 0.7
        cos, sin = np.cos(anchor.yaw), np.sin(anchor.yaw)
        spot = Spot(
            item=item,
            x=anchor.x + cos * x + sin * z,
            y=0.0,
            z=anchor.z - sin * x + cos * z,
            yaw=anchor.yaw + c,
        )
        found.append(Candidate(spot=spot, cost=float(abs(a) + abs(b)), tucked=True))
    return found


def _between(item: "Item", anchors: tuple[Spot, ...], rng: np.random.Generator) -> list[Candidate]:
    first, second = anchors[0], anchors[1]
    x, z = (first.x + second.x) / 2, (first.z + second.z) / 2
    spread = rng.normal(0, 0.25, (_TRIES, 2)) * np.linspace(0, 2, _TRIES)[:, None]
    return [_at(item, x + a, z + b, 0.0, float(np.hypot(a, b))) for a, b in spread]


def _beside(
    item: "Item", relation: str, anchor: Spot, rng: np.random.Generator, placed: list[Spot]
) -> list[Candidate]:
    """Along the anchor's four sides. A seat at a table faces it and leaves the side to the viewer free."""
    low, high = anchor.item.model.low, anchor.item.model.high
    seat = item.category in _SEATS and anchor.item.category in _SERVED
    gaps = (0.02, 0.10) if seat else _GAPS.get(relation, (0.06, 0.14))
    found: list[Candidate] = []
    for side in _sides(relation, anchor):
        out = np.array([np.sin(side), np.cos(side)])  # in the anchor's frame, (x, z)
        for along, gap, wobble in rng.random((_TRIES // 3, 3)):
            yaw = _facing(item, anchor, side, seat) + (wobble - 0.5) * (0.28 if seat else 0.06)
            left, right, back, front = _extent(item, yaw - anchor.yaw)
            reach = (
                (right if out[0] < -0.5 else left)
                if abs(out[0]) > 0.5
                else (front if out[1] < -0.5 else back)
            )
            edge = np.array([high[0] if out[0] > 0 else low[0], high[2] if out[1] > 0 else low[2]])
            spread = 0.36 * (1 - 2 * along) * (high - low)[[0, 2]]
            beside = edge + out * (reach + gaps[0] + gap * (gaps[1] - gaps[0]))
            u, v = (float(beside[k] if abs(out[k]) > 0.5 else spread[k]) for k in (0, 1))
            cos, sin = np.cos(anchor.yaw), np.sin(anchor.yaw)
            x, z = anchor.x + cos * u + sin * v, anchor.z - sin * u + cos * v
            cost = abs(along - 0.5) * 0.8 + 0.2 * wobble + _crowding(x, z, item, placed)
            heading = out[1] * cos - out[0] * sin  # how far this side faces the viewer, at +z
            cost += max(heading, 0) * (1.2 if item.habit == "free" and relation != "in front of" else 0.3)
            found.append(_at(item, x, z, yaw, cost))
    return found


def _sides(relation: str, anchor: Spot) -> tuple[float, ...]:
    """Directions from the anchor, in its own frame [rad from +z to +x]."""
    quarter = np.pi / 2
    if relation == "in front of":
        return (0.0,)
    if relation == "behind":
        return (np.pi,)
    if relation in ("left of", "right of"):  # as seen by someone who looks in from the open side
        world = quarter if relation == "right of" else -quarter
        turned = (world - anchor.yaw + np.pi) % (2 * np.pi) - np.pi
        return (float(np.round(turned / quarter) * quarter),)
    return (0.0, quarter, np.pi, -quarter)


def _facing(item: "Item", anchor: Spot, side: float, seat: bool) -> float:
    """A seat faces the table; others face the way the anchor does."""
    if seat or item.category in _SEATS:
        return anchor.yaw + side + np.pi if seat else anchor.yaw
    return anchor.yaw


def _crowding(x: float, z: float, item: "Item", placed: list[Spot]) -> float:
    """Things of one kind spread out around what they belong to."""
    same = [np.hypot(x - s.x, z - s.z) for s in placed if s.item.category == item.category]
    return 0.9 * float(np.exp(-min(same) / 0.5)) if same else 0.0


def hanging_candidates(
    item: "Item",
    links: tuple["Resolved", ...],
    width: float,
    depth: float,
    rng: np.random.Generator,
    placed: list[Spot],
) -> list[Candidate]:
    """Flat on the back or the right wall, at eye height, or above what it was said to be above."""
    above = [s for link in links if link.relation == "above" for s in link.anchors]
    tall = float(item.model.high[1])
    found: list[Candidate] = []
    for share in rng.random(_TRIES):
        for yaw in (0.0, -np.pi / 2):
            along = (share - 0.5) * ((width if yaw == 0.0 else depth) - 1.0)
            x, z = (along, -depth / 2 + 0.0105) if yaw == 0.0 else (width / 2 - 0.0105, along)
            y = 1.52 - tall / 2
            cost = abs(share - 0.5) + (0.0 if yaw == 0.0 else 0.6) + 0.1 * rng.random()
            if above:
                top = above[0].y + float(above[0].item.model.high[1])
                y, cost = max(y, top + 0.18), cost + 3 * float(np.hypot(x - above[0].x, z - above[0].z))
            if y + tall < 2.5:
                spot = Spot(item=item, x=float(x), y=float(y), z=float(z), yaw=yaw)
                found.append(Candidate(spot=spot, cost=float(cost)))
    return found
