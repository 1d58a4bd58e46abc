"""Coarse boxes in, a furnished scene out: every box becomes a thing of its kind that fits it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.lift.text.ambience import graph_of
from spatialwm.lift.text.blockout_drawing import Drawing, site_of_drawing
from spatialwm.lift.text.blockout_fit import overlap
from spatialwm.lift.text.blockout_things import Boxed, boxed_things
from spatialwm.lift.text.decorate import decorated
from spatialwm.lift.text.graph import SceneGraph
from spatialwm.lift.text.layout import Item, Plan, Spot, items_of
from spatialwm.lift.text.layout.boxes import overlapping
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.items import spot_from_box
from spatialwm.lift.text.layout.placing import place
from spatialwm.lift.text.layout.solve import settle_order
from spatialwm.lift.text.scene import models_of, scene_of_plan
from spatialwm.scene import Scene

__all__ = ["Kept", "kept_boxes", "plan_from_drawing", "scene_from_drawing"]

_ON_FLOOR = 0.05
"""What is drawn lower than this above the floor stands on it [m]."""
_SNAP, _TO_SHELF = 0.05, 0.30
"""How far a thing is moved to stand on another, and to the next board of a shelf it is drawn in [m]."""
_NUDGES = (0.01, 0.02, 0.03, 0.045)
"""How far a thing goes out of another's way: less than anyone draws by hand [m]."""
_SAID = 0.05
"""What is farther than this from what was drawn is said [m]."""
_TOUCHING = 0.004
"""What shares less than this does not overlap [m]."""
_HUNG = frozenset(["hang", "ceiling"])


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How far a thing is from its box."""

    name: str
    iou: float
    """Intersection over union of both boxes."""
    off: float
    """Farthest that a face of its box is from the drawn one [m]."""


def scene_from_drawing(
    drawing: Drawing, text: str = "", *, seed: int = 0, decor: bool = True, looks: bool = True
) -> Scene:
    """A furnished, lit scene from coarse boxes; style, light and further things come from a text.

    Args:
        drawing: The boxes and their room.
        text: Such as "a cosy study in the evening, with a rug"; things it names that are drawn are those.
        seed: Of all choices.
        decor: Add books, a rug, pictures where they are in nobody's way.
        looks: Also make splats and meshes.

    Raises:
        InputError: A room or an opening that cannot be meant.
    """
    graph, plan = plan_from_drawing(drawing, text, seed=seed)
    notes = [*graph.notes, *plan.notes]
    if decor:
        plan = decorated(graph, plan, seed=seed, text=text)
    return scene_of_plan(
        plan, graph.setting, notes=tuple(dict.fromkeys(notes)), source=text, seed=seed, looks=looks
    )


def plan_from_drawing(drawing: Drawing, text: str, *, seed: int) -> tuple[SceneGraph, Plan]:
    """What is asked for by boxes and text together, and where it goes."""
    graph = graph_of(text, seed=seed, furnish=False) if text.strip() else SceneGraph(things=())
    outdoors = (drawing.place or graph.setting.kind) == "outdoors"
    site, offset = site_of_drawing(drawing, outdoors=outdoors)
    setting = replace(graph.setting, kind="outdoors" if outdoors else "room")
    boxed, notes = boxed_things(drawing, graph, site, offset, seed=seed)
    things = [*graph.things]
    for one in boxed:
        if one.index < len(graph.things):
            things[one.index] = one.thing
        else:
            things.append(one.thing)
    full = replace(graph, things=tuple(things), setting=setting)
    models = models_of(full, seed=seed)
    for one in boxed:
        models[one.index] = one.model
    filling = Filling(full, items_of(full, models), site)
    notes += _put_boxed(filling, boxed)
    rng = np.random.default_rng([seed, 83])
    for index in settle_order(full, filling.items, filling):
        if index not in filling.spots:
            found = place(filling, index, rng)
            if found is None:
                notes.append(f"There was no room for '{filling.items[index].name}'; it was left out.")
            else:
                filling.put(index, found.spot)
    notes += _compared(filling, boxed)
    plan = Plan(site=site, items=filling.items, spots=dict(filling.spots),
                notes=(*drawing.notes, *notes))  # fmt: skip
    return full, plan


def _put_boxed(filling: Filling, boxed: Sequence[Boxed]) -> list[str]:
    """From the floor up; what stands on something is set down on it."""
    notes: list[str] = []
    for one in sorted(boxed, key=lambda b: (b.low, b.index)):
        item = filling.items[one.index]
        spot = _resting(filling, item, one)
        if spot.held and item.habit not in _HUNG:
            notes.append(
                f"'{item.name}' is drawn {one.low:.2f} m up with nothing under it; it is held there."
            )
        filling.put(one.index, spot)
    for one in sorted(boxed, key=lambda b: filling.items[b.index].area):
        _nudged(filling, one.index)
    return notes + _clashes(filling, [one.index for one in boxed])


def _spot(item: Item, one: Boxed, low: float, *, parent: int | None = None, held: bool = False) -> Spot:
    center = np.array([one.x, low + item.half[1], one.z])
    return spot_from_box(item, center, one.yaw, parent=parent, held=held)


def _resting(filling: Filling, item: Item, one: Boxed) -> Spot:
    if item.habit in _HUNG:
        return _spot(item, one, one.low, held=True)
    if one.low < _ON_FLOOR:
        return _spot(item, one, 0.0)
    levels = list(_levels(filling, one))
    if levels:
        away, level, host, inside = min(levels, key=lambda found: found[0])
        if away <= _SNAP or (inside and away <= _TO_SHELF):
            return _spot(item, one, level, parent=host)
    return _spot(item, one, one.low, held=True)


def _levels(filling: Filling, one: Boxed) -> list[tuple[float, float, int, bool]]:
    """Distance and height [m] of every level under a box's middle, its owner, and whether that is inside."""
    found: list[tuple[float, float, int, bool]] = []
    for host, spot in filling.spots.items():
        c, s = np.cos(spot.yaw), np.sin(spot.yaw)
        dx, dz = one.x - spot.x, one.z - spot.z
        x, z = c * dx - s * dz, s * dx + c * dz
        for support in filling.items[host].supports:
            beside = abs(x - support.x) > support.half_width + 0.02
            if beside or abs(z - support.z) > support.half_depth + 0.02:
                continue
            level = spot.y + support.height
            inside = support.inside or support.headroom < 1.0
            found.append((abs(level - one.low), level, host, inside))
    return found


def _overlaps(filling: Filling, index: int, spot: Spot) -> list[int]:
    """Which placed things it shares space with."""
    item = filling.items[index]
    if not item.has_collider:
        return []
    mine = spot.parts(item)
    return [
        k for k, other in filling.parts.items()
        if k != index and filling.items[k].has_collider
        and overlapping(mine, other, margin=-_TOUCHING).any()
    ]  # fmt: skip


def _nudged(filling: Filling, index: int) -> None:
    """Out of what it is drawn into, where a few centimetres do; nothing that carries something moves."""
    spot = filling.spots[index]
    clash = _overlaps(filling, index, spot)
    if not clash or spot.held or any(s.parent == index for s in filling.spots.values()):
        return
    for far in _NUDGES:
        for angle in np.arange(8) * np.pi / 4:
            x, z = far * float(np.cos(angle)), far * float(np.sin(angle))
            moved = replace(spot, x=spot.x + x, z=spot.z + z)
            if not _overlaps(filling, index, moved):
                filling.put(index, moved)
                return


def _clashes(filling: Filling, indices: list[int]) -> list[str]:
    found: set[tuple[int, int]] = set()
    for k in indices:
        for other in _overlaps(filling, k, filling.spots[k]):
            found.add((min(k, other), max(k, other)))
    names = [item.name for item in filling.items]
    return [f"'{names[a]}' and '{names[b]}' overlap as drawn." for a, b in sorted(found)]


def kept_boxes(items: Sequence[Item], spots: dict[int, Spot], boxed: Sequence[Boxed]) -> tuple[Kept, ...]:
    """How far each thing is from its box, both seen in the box's own frame."""
    found: list[Kept] = []
    for one in boxed:
        if one.index not in spots:
            raise InputError(f"'{items[one.index].name}' has no place.")
        box = spots[one.index].box(items[one.index])
        c, s = np.cos(one.yaw), np.sin(one.yaw)
        dx, dz = float(box.centers[0, 0]) - one.x, float(box.centers[0, 2]) - one.z
        rise = float(box.centers[0, 1]) - one.low - one.size[1] / 2
        at = np.array([c * dx - s * dz, rise, s * dx + c * dz])
        half, goal = box.halves[0], np.array(one.size) / 2
        made, drawn = (at - half, at + half), (-goal, goal)
        off = float(max(np.abs(made[0] - drawn[0]).max(), np.abs(made[1] - drawn[1]).max()))
        found.append(Kept(name=items[one.index].name, iou=overlap(drawn, made), off=off))
    return tuple(found)


def _compared(filling: Filling, boxed: Sequence[Boxed]) -> list[str]:
    kept = kept_boxes(filling.items, filling.spots, boxed)
    far = [k for k in kept if k.off > _SAID]
    worst = min(kept, key=lambda k: k.iou)
    mean = sum(k.iou for k in kept) / len(kept)
    notes = [
        f"{len(kept)} boxes: mean IoU {mean:.3f}, least {worst.iou:.3f} ('{worst.name}'); "
        f"{len(kept) - len(far)} within {100 * _SAID:.0f} cm of what was drawn."
    ]
    return notes + [f"'{k.name}' is up to {k.off:.2f} m from its box (IoU {k.iou:.2f})." for k in far]
