"""What is put into vessels: they are open and otherwise empty, and what is too long to lie in them stands."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.model import Model, cylinder
from spatialwm.lift.text.solids import placed, turn

__all__ = ["prepared", "standing_in", "upright"]

_SLENDER = 0.45
"""Thickness of what can stand in a vessel, as a part of its length."""


def prepared(graph: SceneGraph) -> list[Thing]:
    """The things in the state that what is put into them asks for: a vase for flowers is not full already."""
    states: dict[int, set[str]] = {k: set(thing.states) for k, thing in enumerate(graph.things)}
    for tie in graph.ties:
        if tie.relation == "in" and not tie.denied:
            for k in tie.anchors:
                states[k].add("holding")
            for k in tie.subjects:
                states[k].add("cut")  # flowers in a vase have no pot of their own
    return [replace(thing, states=tuple(sorted(states[k]))) for k, thing in enumerate(graph.things)]


def standing_in(graph: SceneGraph, items: Sequence[Item]) -> set[int]:
    """What is too long for the vessel that it is said to be in, and slender enough to stand there."""
    found: set[int] = set()
    for tie in graph.ties:
        if tie.relation != "in" or tie.denied:
            continue
        widest = [max(s.half_width, s.half_depth) for k in tie.anchors for s in items[k].supports if s.inside]
        for k in tie.subjects if widest else ():
            _, thick, long = np.sort(items[k].half)
            if items[k].half[1] < long and long > max(widest) and thick < _SLENDER * long:
                found.add(k)
    return found


def upright(model: Model) -> Model:
    """A lying thing stood on end, its back end down; a cylinder is what it touches others with."""
    wide, _, deep = model.high - model.low
    by = turn(x=np.pi / 2) if deep >= wide else turn(z=np.pi / 2)
    solids = [placed(p.solid, by=by) for p in model.pieces]
    low = np.min([s.corners.min((0, 1)) for s in solids], axis=0)
    high = np.max([s.corners.max((0, 1)) for s in solids], axis=0)
    x, z = -(low + high)[[0, 2]] / 2
    pieces = tuple(
        replace(piece, solid=placed(solid, float(x), float(-low[1]), float(z)))
        for piece, solid in zip(model.pieces, solids, strict=True)
    )
    size = high - low
    post = cylinder(float(size[[0, 2]].max() / 2), float(size[1]), y=float(size[1] / 2))
    return replace(model, pieces=pieces, colliders=(post,), supports=(), blockers=None, hidden=None)
