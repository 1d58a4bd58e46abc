"""What a scene was made of, made again: models, places and light from its text and seed.

A scene file keeps what is seen and what collides, not the models behind it. Those of a scene of words follow
from its text, so an edit can light them as if they had just been made. What is not as it was made (added
later, drawn as a box, imported) is known by its colliders only.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from spatialwm.lift.text.ambience import graph_of, setting_of
from spatialwm.lift.text.appearance import fineness
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.decorate import DECOR
from spatialwm.lift.text.graph import SceneGraph, Setting
from spatialwm.lift.text.layout import Plan, items_of
from spatialwm.lift.text.lighting import Placed
from spatialwm.lift.text.model import Glow, Model, Spec
from spatialwm.lift.text.moving_parts import is_part
from spatialwm.lift.text.scene import assembled, planned
from spatialwm.lift.text.standing import SHELL, model_of, site_of, spot_of, thing_of
from spatialwm.scene import Scene, SceneObject
from spatialwm.shapes import same

__all__ = ["Memory", "plan_of", "remembered", "seen_model"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Memory:
    """What is known of how a scene was made."""

    made: dict[str, Placed]
    """Objects that are still what they were made as, where they stood then."""
    seeds: dict[str, int]
    """Of their splats."""
    fine: float
    """Factor on the splats' spacing."""
    plan: Plan
    """As it was made; where that is not known, as it is."""
    sure: bool
    """Whether the plan is the one that the scene was made of."""
    setting: Setting
    """Of the place, as it was made."""
    graph: SceneGraph | None = None
    """What the text asked for, where the plan is sure."""


def remembered(scene: Scene) -> Memory:
    """What the scene was made of, as far as its text and seed say."""
    made = scene.provenance
    if made.method == "procedural" and made.source:
        decor = any(DECOR in o.attributes for o in scene.objects)
        found = _made_again(made.source, made.seed or 0, decor)
        if found is not None:
            memory = _kept(scene, *found)
            if memory.sure:
                return memory
    plan = plan_of(scene)
    return Memory(made={}, seeds={}, fine=1.0, plan=plan, sure=False, setting=setting_of(scene))


@lru_cache(maxsize=2)
def _made_again(
    text: str, seed: int, decor: bool
) -> tuple[Scene, tuple[Placed, ...], Plan, SceneGraph] | None:
    graph = graph_of(text, seed=seed)
    if not graph.things:
        return None
    plan, _ = planned(graph, seed, decor, text)
    scene, placed = assembled(plan, graph.setting, (), text, seed)
    return scene, tuple(placed), plan, graph


def _kept(scene: Scene, bodies: Scene, placed: tuple[Placed, ...], plan: Plan, graph: SceneGraph) -> Memory:
    there = {o.name: o for o in scene.objects}
    made: dict[str, Placed] = {}
    seeds: dict[str, int] = {}
    for index, (item, thing) in enumerate(zip(bodies.objects, placed, strict=True)):
        now = there.get(item.name)
        if now is None or now.category != item.category:
            continue
        if same(now.body.colliders, item.body.colliders):
            made[item.name], seeds[item.name] = thing, 1000 * (bodies.provenance.seed or 0) + index
    return Memory(made=made, seeds=seeds, fine=fineness(placed), plan=plan, sure="room" in made,
                  setting=graph.setting, graph=graph)  # fmt: skip


def plan_of(scene: Scene) -> Plan:
    """A scene as the layout sees it."""
    objects = [o for o in scene.objects if o.category not in SHELL and not is_part(o)]
    graph = SceneGraph(things=tuple(thing_of(o, k) for k, o in enumerate(objects)))
    items = items_of(graph, [seen_model(o) for o in objects])
    spots = {k: spot_of(o) for k, o in enumerate(objects)}
    return Plan(site=site_of(scene), items=items, spots=spots)


def seen_model(item: SceneObject, memory: Memory | None = None) -> Model:
    """The model of an object: as it was made, or from its colliders with the light that its kind gives."""
    if memory is not None and item.name in memory.made:
        return memory.made[item.name].model
    model = model_of(item)
    glow = _glow_of(item, model)
    return model if glow is None else replace(model, glow=glow, blockers=())


def _glow_of(item: SceneObject, model: Model) -> Glow | None:
    usual = _usual(item.category)
    if usual is None or usual.glow is None:
        return None
    ratio = (model.high - model.low) / np.maximum(usual.high - usual.low, 1e-3)
    x, y, z = (float(v) for v in np.array(usual.glow.position) * ratio)
    return replace(usual.glow, position=(x, y, z))


@lru_cache(maxsize=64)
def _usual(category: str) -> Model | None:
    return CATALOGUE[category].build(Spec()) if category in CATALOGUE else None
