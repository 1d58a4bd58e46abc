"""What each drawn box becomes: its category, its thing in the graph, its model, and the way it faces."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.lift.text.blockout_drawing import Drawing, DrawnBox
from spatialwm.lift.text.blockout_fit import Fitted, fitted, likeliest
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.language.nouns import is_kind_of, thing_named
from spatialwm.lift.text.layout.ground import walls_of
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.scene import spec_of
from spatialwm.lift.text.site import Site

__all__ = ["Boxed", "boxed_things"]

_STRAIN = 0.20
"""A thing that is stretched by more than about this part is said."""
_FLAT, _UP = 0.05, 0.05
"""A box on the floor that is lower is a rug; one that begins higher stands on something [m]."""
_AT_WALL, _AT_CEILING = 0.15, 0.20
"""So near to a wall or the ceiling a box hangs there [m]."""
_TABLE_REACH = 1.3
"""A seat belongs to a table whose middle, less half its size, is nearer than this [m]."""
_UNTOLD = frozenset(
    ["", "cube", "box", "mesh", "object", "node", "cuboid", "block", "prim", "geometry", "shape", "group"]
)
"""Names that programs give by themselves."""
_BACKED = frozenset(["seat", "bed", "screen", "storage", "appliance"])


@dataclass(frozen=True, eq=False, kw_only=True)
class Boxed:
    """A drawn box and what becomes of it."""

    index: int
    """Of its thing in the graph."""
    thing: Thing
    model: Model
    x: float
    z: float
    """Middle of the box, in the place's frame [m]."""
    low: float
    """Height of its underside [m]."""
    size: tuple[float, float, float]
    """Along the thing's own axes [m]."""
    yaw: float
    """[rad]"""


def boxed_things(
    drawing: Drawing, graph: SceneGraph, site: Site, offset: tuple[float, float], *, seed: int
) -> tuple[list[Boxed], list[str]]:
    """Every box with its thing; those that the text names too are one with what it says of them."""
    notes: list[str] = []
    boxes = [replace(b, position=(b.position[0] - offset[0], b.position[1], b.position[2] - offset[1]))
             for b in drawing.boxes]  # fmt: skip
    categories = [_category(b, k, site, graph, notes) for k, b in enumerate(boxes)]
    things = _matched(graph, boxes, categories)
    copies: dict[int, int] = {}
    found: list[Boxed] = []
    for k, (box, (index, thing)) in enumerate(zip(boxes, things, strict=True)):
        copy = copies[thing.group] = copies.get(thing.group, -1) + 1
        build = _builder(thing, copy, seed, graph.setting.style)
        quarter, fit = _facing(box, thing.category, build, site, boxes, categories)
        if fit.strained > _STRAIN and CATALOGUE[thing.category].habit not in ("rug", "hang"):
            parts = " x ".join(f"{100 * f:.0f} %" for f in fit.stretch)
            notes.append(f"Box {k + 1}: a '{thing.category}' of that size is stretched to {parts}.")
        size = box.size if quarter % 2 == 0 else (box.size[2], box.size[1], box.size[0])
        yaw = math.radians(box.yaw_degrees) if box.yaw_degrees is not None else quarter * math.pi / 2
        x, y, z = box.position
        found.append(Boxed(index=index, thing=thing, model=fit.model, x=x, z=z, low=y, size=size, yaw=yaw))
    return found, notes


def _builder(thing: Thing, copy: int, seed: int, style: str | None) -> Callable[[float, float], Model]:
    def build(wide: float, tall: float) -> Model:
        return CATALOGUE[thing.category].build(
            spec_of(replace(thing, wide=wide, tall=tall), copy, seed, style)
        )

    return build


def _matched(
    graph: SceneGraph, boxes: Sequence[DrawnBox], categories: Sequence[str]
) -> list[tuple[int, Thing]]:
    """For each box the index of its thing and the thing itself: one of the text's, or a new one."""
    free = list(range(len(graph.things)))
    group = max((t.group for t in graph.things), default=0) + 1
    groups: dict[str, int] = {}
    found: list[tuple[int, Thing]] = []
    following = len(graph.things)
    for box, category in zip(boxes, categories, strict=True):
        told = next((k for k in free if _same(graph.things[k], category)), None)
        if told is not None:
            free.remove(told)
            found.append((told, replace(graph.things[told], category=category, wide=1.0, tall=1.0)))
            continue
        kind = groups.setdefault(category, group + len(groups))
        words = tuple((box.label or category).split())
        described = tuple(words[:-1]) if category.split()[-1] == words[-1] else ()
        attributes = tuple(w for w in described if w not in category.split())
        found.append((following, Thing(category=category, word=category, group=kind, attributes=attributes)))
        following += 1
    return found


def _same(thing: Thing, category: str) -> bool:
    return thing.category == category or is_kind_of(category, thing.category)


def _category(box: DrawnBox, k: int, site: Site, graph: SceneGraph, notes: list[str]) -> str:
    words = tuple(box.label.lower().replace("_", " ").split())
    if " ".join(words) not in _UNTOLD:
        known = thing_named(words)
        if known is not None and known.nearest:
            notes.append(f"Box {k + 1}: a '{box.label[:40]}' is made as a '{known.category}'.")
        if known is not None:
            return known.category
    where = _where(box, site)
    category = likeliest(box.size, where=where, room=graph.setting.name, turns=box.yaw_degrees is None)
    said = f"'{box.label[:40]}' is not known" if box.label else "no label"
    edges = " x ".join(f"{edge:.2f}" for edge in box.size)
    notes.append(f"Box {k + 1} ({edges} m): {said}; made as a '{category}', the nearest by size and place.")
    return category


def _where(box: DrawnBox, site: Site) -> str:
    low, high = box.position[1], box.position[1] + box.size[1]
    if low < _UP:
        return "rug" if high < _FLAT else "floor"
    if site.kind == "room" and high > site.height - _AT_CEILING:
        return "ceiling"
    middle = np.array([box.position[0], box.position[2]])
    half = min(box.size[0], box.size[2]) / 2
    gaps = [float((middle - w.start) @ w.inward) - half for w in walls_of(site) if w.drawn]
    return "wall" if low > 0.9 and half < 0.2 and min(gaps, default=9.0) < _AT_WALL else "top"


def _facing(
    box: DrawnBox,
    category: str,
    build: Callable[[float, float], Model],
    site: Site,
    boxes: Sequence[DrawnBox],
    categories: Sequence[str],
) -> tuple[int, Fitted]:
    """Quarter turns of a thing in its box, and its model; as drawn where a turn was drawn."""
    plain = fitted(build, box.size)
    if box.yaw_degrees is not None:
        return 0, plain
    swapped = (box.size[2], box.size[1], box.size[0])
    aside = plain if abs(math.log(box.size[0] / box.size[2])) < 0.05 else fitted(build, swapped)

    def cost(quarter: int) -> float:
        fit = plain if quarter % 2 == 0 else aside
        way = np.array([math.sin(quarter * math.pi / 2), math.cos(quarter * math.pi / 2)])
        return 2.0 * fit.strained + _backed(box, category, way, site) + _turned_to(
            box, category, way, boxes, categories
        ) + 1e-3 * quarter  # fmt: skip

    best = min(range(4), key=cost)
    return best, plain if best % 2 == 0 else aside


def _backed(box: DrawnBox, category: str, way: np.ndarray, site: Site) -> float:
    """Its back belongs to the nearest wall, and its front to the room."""
    entry = CATALOGUE[category]
    backed = entry.habit in ("wall", "hang", "corner") or bool(entry.tags & _BACKED)
    if not backed or site.kind != "room":
        return 0.0
    x, z = (abs(float(w)) for w in way)
    middle = np.array([box.position[0], box.position[2]])
    reach = (box.size[0] * x + box.size[2] * z) / 2
    behind = [float((middle - w.start) @ w.inward) - reach for w in walls_of(site)
              if float(w.inward @ way) > 0.9]  # fmt: skip
    ahead = [float((middle - w.start) @ w.inward) - reach for w in walls_of(site)
             if float(w.inward @ way) < -0.9]  # fmt: skip
    weight = 0.6 if entry.habit in ("wall", "hang") else 0.25
    return weight * min(min(behind, default=3.0), 2.0) + 1.5 * (min(ahead, default=9.0) < 0.25)


def _turned_to(
    box: DrawnBox, category: str, way: np.ndarray, boxes: Sequence[DrawnBox], categories: Sequence[str]
) -> float:
    """A seat is turned to its table, and a desk to its seat."""
    mine, wanted = CATALOGUE[category].tags, ""
    if "seat" in mine and category not in ("sofa", "bench"):
        wanted = "surface"
    elif category in ("desk", "vanity table", "piano"):
        wanted = "seat"
    here = np.array([box.position[0], box.position[2]])
    best, cost = _TABLE_REACH, 0.0
    for other, name in zip(boxes, categories, strict=True):
        entry = CATALOGUE[name]
        if other is box or not wanted or wanted not in entry.tags or other.position[1] > _UP:
            continue
        toward = np.array([other.position[0], other.position[2]]) - here
        away = float(np.linalg.norm(toward))
        gap = away - min(other.size[0], other.size[2]) / 2 - min(box.size[0], box.size[2]) / 2
        if gap < best and away > 1e-6:
            best, cost = gap, 1.2 * (1 - float(toward @ way) / away)
    return cost
