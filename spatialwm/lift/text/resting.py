"""Places a thing might stand on, or in, another."""

from typing import TYPE_CHECKING

import numpy as np

from spatialwm.lift.text.candidates import Candidate, Spot
from spatialwm.lift.text.model import Support

if TYPE_CHECKING:
    from spatialwm.lift.text.layout import Item, Resolved

__all__ = ["resting_candidates"]

_TRIES = 120
_NEAR_EDGE = (0.008, 0.030)
"""Free table [m] between a small thing and the edge: safe, and within reach of a push."""
_FACING = ("laptop", "tv", "table lamp", "picture")
_HOSTS = ("table", "desk", "coffee table", "cabinet", "side table", "nightstand", "sofa", "bed", "bookshelf")


def resting_candidates(
    item: "Item", links: tuple["Resolved", ...], placed: list[Spot], rng: np.random.Generator
) -> list[Candidate]:
    """Poses on the supports of the anchors, or of any table when no anchor is given."""
    said = [link for link in links if link.relation in ("on", "in")]
    hosts = [(spot, link.relation == "in") for link in said for spot in link.anchors]
    if not said:
        hosts = [(s, False) for s in sorted(placed, key=_host_order) if s.item.category in _HOSTS[:6]]
        soft = [(s, False) for s in placed if s.item.category in ("sofa", "bed", "armchair")]
        hosts = soft + hosts if item.category == "cushion" else hosts
    found: list[Candidate] = []
    for order, (host, into) in enumerate(hosts):
        usual = [s for s in host.item.model.supports if s.inside == into]
        for level, support in enumerate([*usual, *(s for s in host.item.model.supports if s.inside != into)]):
            crowd = sum(s.parent == host.item.name for s in placed)
            cost = 2.0 * order + 3.0 * level + 0.6 * crowd * (len(hosts) > 1)
            found += _on(item, host, support, placed, rng, cost)
    return found


def _host_order(spot: Spot) -> int:
    return _HOSTS.index(spot.item.category) if spot.item.category in _HOSTS else len(_HOSTS)


def _on(
    item: "Item", host: Spot, support: Support, placed: list[Spot], rng: np.random.Generator, cost: float
) -> list[Candidate]:
    low, high = item.model.low, item.model.high
    if high[1] - low[1] > support.headroom - 0.005:
        return []
    radius = float(np.hypot(*np.maximum(np.abs(low), np.abs(high))[[0, 2]])) / 2**0.5
    small = radius < 0.09 and not support.inside and support.headroom > 1
    first = small and not any(s.parent == host.item.name for s in placed)
    facing = item.category in _FACING
    found: list[Candidate] = []
    for a, b, c, d in rng.random((_TRIES, 4)):
        yaw = host.yaw + (0.12 if facing else 1.2) * (c - 0.5) + (0.0 if facing else -0.45)
        reach = _reach(low, high, yaw - host.yaw)
        x, z, away = _point(support, reach, a, b, d, edge=first, back=facing)
        if away < -1e-9:
            continue
        cos, sin = np.cos(host.yaw), np.sin(host.yaw)
        at = (
            host.x + cos * (support.x + x) + sin * (support.z + z),
            host.z - sin * (support.x + x) + cos * (support.z + z),
        )
        near = [np.hypot(at[0] - s.x, at[1] - s.z) for s in placed if s.parent == host.item.name]
        spread = 0.8 * float(np.exp(-min(near) / 0.25)) if near else 0.0
        blocked = _blocked(at, (x, z), support, host, placed) if first else 0.0
        spot = Spot(
            item=item,
            x=float(at[0]),
            y=host.y + support.height,
            z=float(at[1]),
            yaw=float(yaw),
            parent=host.item.name,
        )
        found.append(
            Candidate(spot=spot, cost=cost + spread + blocked + 0.3 * a + (0.8 * away if not first else 0))
        )
    return found


def _reach(low: np.ndarray, high: np.ndarray, yaw: float) -> np.ndarray:
    """Half width and half depth [m] of the upright box around a thing turned by ``yaw``."""
    half = np.maximum(np.abs(low), np.abs(high))[[0, 2]]
    cos, sin = abs(np.cos(yaw)), abs(np.sin(yaw))
    return np.array([cos * half[0] + sin * half[1], sin * half[0] + cos * half[1]])


def _point(
    support: Support, half: np.ndarray, a: float, b: float, d: float, *, edge: bool, back: bool
) -> tuple[float, float, float]:
    """A point on the support and how far it is from its favourite zone; below 0 when it hangs over."""
    margin = half + (_NEAR_EDGE[0] + (_NEAR_EDGE[1] - _NEAR_EDGE[0]) * d if edge else 0.004)
    radius = float(half.max())
    if support.round:
        reach = support.half_width - float(margin.max())
        if reach < 0:
            return 0.0, 0.0, 0.0 if support.half_width - radius > -0.5 * radius else -1.0
        angle, out = 2 * np.pi * a, reach if edge else reach * np.sqrt(b)
        return float(out * np.sin(angle)), float(out * np.cos(angle)), 0.0
    free = support.half_width - float(margin[0]), support.half_depth - float(margin[1])
    if min(free) < 0:
        narrow = bool(np.all(np.array([support.half_width, support.half_depth]) > 0.6 * half))
        return (2 * a - 1) * max(free[0], 0), (2 * b - 1) * max(free[1], 0), 0.3 if narrow else -1.0
    if not edge:
        z = (2 * b - 1) * free[1]
        return (2 * a - 1) * free[0], z, abs(z + 0.5 * free[1]) if back else 0.0
    side = int(b * 4)
    slide = (2 * a - 1) * 0.75
    x, z = [(free[0], slide * free[1]), (-free[0], slide * free[1]), (slide * free[0], free[1]),
            (slide * free[0], -free[1])][side]  # fmt: skip
    return x, z, 0.0


def _blocked(
    at: tuple[float, float], local: tuple[float, float], support: Support, host: Spot, placed: list[Spot]
) -> float:
    """Cost of what stands on the floor where a thing pushed over the nearest edge would land."""
    out = np.array(local, float)
    if not support.round:
        gaps = support.half_width - abs(out[0]), support.half_depth - abs(out[1])
        out[int(np.argmax(gaps))] = 0.0
    out /= max(float(np.linalg.norm(out)), 1e-9)
    cos, sin = np.cos(host.yaw), np.sin(host.yaw)
    direction = np.array([cos * out[0] + sin * out[1], -sin * out[0] + cos * out[1]])
    landing = np.array(at) + 0.42 * direction
    others = [s for s in placed if s.parent is None and s is not host and s.item.habit not in ("rug", "hang")]
    close = sum(float(np.hypot(*(landing - (s.x, s.z)))) < 0.62 for s in others)
    return 4.0 * close + 0.6 * max(-float(direction[1]), 0)  # a back edge is hidden from the viewer
