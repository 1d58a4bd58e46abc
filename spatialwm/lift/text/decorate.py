"""What makes a room look lived in: a rug, pictures, a few books. Never of a kind that was asked for."""

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.graph import SceneGraph, Setting, Thing
from spatialwm.lift.text.layout import Plan, items_of
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.placing import place
from spatialwm.lift.text.layout.solve import total_cost
from spatialwm.lift.text.model import Spec

__all__ = ["DECOR", "decorated"]

DECOR = "decor"
"""Attribute of what was added without being asked for."""
_PLAIN = frozenset(
    ["empty", "bare", "minimal", "minimalist", "plain", "simple", "clean", "tidy", "abandoned"]
)
_WORKADAY = frozenset(["garage", "warehouse", "workshop", "dungeon", "cellar", "vault", "prison", "cell",
"bathroom",
                       "restroom", "toilet", "sauna", "basement", "barn", "stable", "shed",
                       "church"])  # fmt: skip
_HOMELY = ("rug", "picture", "book", "vase")
_SPACE = 0.15
"""Cost that one more thing may bring [of the layout's energy]: nothing that was asked for gets worse."""


def decorated(graph: SceneGraph, plan: Plan, *, seed: int) -> Plan:
    """The plan with a few things more, where they are in nobody's way and break no relation.

    Added things carry the attribute ``decor``. Nothing is added out of doors, in workaday rooms, or where the
    text wants it plain, and nothing of a category that the text names.
    """
    kinds = _wanted(graph)
    if not kinds:
        return plan
    rng = np.random.default_rng([seed, 61])
    group = max((t.group for t in graph.things), default=0) + 1
    extra = tuple(
        Thing(category=kind, word=kind, group=group + k, attributes=(DECOR,)) for k, kind in enumerate(kinds)
    )
    full = replace(graph, things=(*graph.things, *extra))
    models = [
        CATALOGUE[k].build(Spec(variant=int(rng.integers(100)), tint=int(rng.integers(1 << 20))))
        for k in kinds
    ]
    items = items_of(full, [*(item.model for item in plan.items), *models])
    filling = Filling(full, items, plan.site)
    for index, spot in plan.spots.items():
        filling.put(index, spot)
    for index in range(len(graph.things), len(items)):
        before = total_cost(_so_far(filling))
        found = place(filling, index, rng)
        if found is None:
            continue
        filling.put(index, found.spot)
        if total_cost(_so_far(filling)) > before + _SPACE:
            filling.take(index)
    return replace(plan, items=items, spots=dict(filling.spots))


def _so_far(filling: Filling) -> Filling:
    """The same filling, judged without what has no place yet."""
    judged = Filling(filling.graph, filling.items, filling.site)
    for index, spot in filling.spots.items():
        judged.put(index, spot)
    judged.items = tuple(i for i in filling.items if i.index in filling.spots)
    return judged


def _wanted(graph: SceneGraph) -> list[str]:
    setting: Setting = graph.setting
    said = {*setting.name.split(), setting.style or "", setting.mood or ""}
    if setting.kind == "outdoors" or said & (_PLAIN | _WORKADAY):
        return []
    asked = {thing.category for thing in graph.things}
    kinds = [kind for kind in _HOMELY if kind in CATALOGUE and kind not in asked]
    return [kind for kind in kinds for _ in range(2 if kind in ("picture", "book") else 1)]
