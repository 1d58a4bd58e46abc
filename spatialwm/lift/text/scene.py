"""Words to a scene: read, build, place, light, and turn into splats and meshes."""

from dataclasses import replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.lift.text.appearance import appearance, fineness
from spatialwm.lift.text.assets.shelf import Shelf
from spatialwm.lift.text.cameras import story_cameras
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.decorate import decorated
from spatialwm.lift.text.graph import SceneGraph, Setting, Thing
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.layout import Item, Plan, Spot, arrange
from spatialwm.lift.text.layout.sizes import fitting_models
from spatialwm.lift.text.lighting import Placed
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.moving_parts import hung_on, opened_up
from spatialwm.lift.text.place import background_of, parts_of, rig_for
from spatialwm.scene import Body, Provenance, Scene, SceneObject

__all__ = [
    "assembled",
    "bodies_from_graph",
    "bodies_from_text",
    "models_of",
    "object_at",
    "planned",
    "said_of",
    "scene_from_graph",
    "scene_from_text",
    "scene_of_plan",
    "spec_of",
]

_SMALLEST, _LARGEST = 2.0, 40.0
"""Of a place [m]."""
_UP = np.array([0.0, 1.0, 0.0])
_MOST_LEAVES = 200
"""Doors, lids and drawers of a scene that move; a hundred filing cabinets have more."""


def scene_from_text(
    text: str,
    *,
    seed: int = 0,
    size: tuple[float, float] | None = None,
    decor: bool = True,
    assets: Shelf | None = None,
) -> Scene:
    """A furnished, lit room from a description such as "a red mug on a wooden table next to two chairs".

    Everything is procedural; the same text and seed give the same scene to the last bit. Light is baked
    into the colours: light that a lamp or a heavy piece of furniture throws on others stays when it is moved,
    and things under 3 kg throw no shadow on others. ``size`` is the width and depth of the place [m], where
    it is not the layout's choice. ``decor`` adds what makes a room look lived in, never of a kind that was
    asked for. With ``assets``, models of libraries stand for things that they fit.

    Raises:
        InputError: The text is empty, too long, or names nothing that is known.
    """
    graph = read_graph(text, seed=seed)
    if size is not None:
        if not all(_SMALLEST <= edge <= _LARGEST for edge in size):
            raise InputError(
                f"A place is {_SMALLEST:g} to {_LARGEST:g} m wide and deep, got {size[0]:g}x{size[1]:g}."
            )
        graph = replace(graph, setting=replace(graph.setting, width=size[0], depth=size[1]))
    return scene_from_graph(graph, source=text, seed=seed, decor=decor, assets=assets)


def scene_from_graph(
    graph: SceneGraph, *, source: str = "", seed: int = 0, decor: bool = False, assets: Shelf | None = None
) -> Scene:
    """The scene that a graph asks for; ``source`` is the text it came from."""
    plan, shelf = planned(graph, seed, decor, source, assets)
    scene = scene_of_plan(plan, graph.setting, notes=(*graph.notes, *plan.notes), source=source, seed=seed)
    return _with_credits(scene, shelf)


def scene_of_plan(
    plan: Plan,
    setting: Setting,
    *,
    notes: tuple[str, ...] = (),
    source: str = "",
    seed: int = 0,
    looks: bool = True,
) -> Scene:
    """A finished layout as a scene.

    Args:
        plan: Where everything is.
        setting: What the place is like.
        notes: What was not understood or could not be done.
        source: The text it came from.
        seed: Of surfaces and splats.
        looks: Also make splats and meshes.
    """
    scene, placed = assembled(plan, setting, notes, source, seed)
    if not looks:
        return scene
    rig = rig_for(placed, plan.site, setting, seed=seed)
    objects: list[SceneObject] = []
    fine = fineness(placed)
    for index, (item, thing) in enumerate(zip(scene.objects, placed, strict=True)):
        splats, mesh = appearance(thing, rig, seed=1000 * seed + index, fine=fine)
        objects.append(replace(item, splats=splats, mesh=mesh))
    return replace(scene, objects=tuple(objects))


def bodies_from_text(text: str, *, seed: int = 0, decor: bool = False, assets: Shelf | None = None) -> Scene:
    """The same scene as ``scene_from_text`` gives, without splats and meshes: in milliseconds.

    Without ``decor`` only what is asked for.

    Raises:
        InputError: The text is empty, too long, or names nothing that is known.
    """
    return bodies_from_graph(read_graph(text, seed=seed), source=text, seed=seed, decor=decor, assets=assets)


def bodies_from_graph(
    graph: SceneGraph, *, source: str = "", seed: int = 0, decor: bool = False, assets: Shelf | None = None
) -> Scene:
    """The same scene as ``scene_from_graph`` gives, without splats and meshes."""
    plan, shelf = planned(graph, seed, decor, source, assets)
    notes = (*graph.notes, *plan.notes)
    scene = scene_of_plan(plan, graph.setting, notes=notes, source=source, seed=seed, looks=False)
    return _with_credits(scene, shelf)


def planned(
    graph: SceneGraph, seed: int, decor: bool, text: str = "", assets: Shelf | None = None
) -> tuple[Plan, Shelf | None]:
    """Where everything that a graph asks for goes, and the shelf that models were lent from."""
    shelf = None if assets is None else assets.fresh()
    plan = arrange(graph, models_of(graph, seed=seed, assets=shelf), seed=seed)
    return (decorated(graph, plan, seed=seed, text=text) if decor else plan), shelf


def _with_credits(scene: Scene, shelf: Shelf | None) -> Scene:
    if shelf is None:
        return scene
    lent = [o.name for o in scene.objects if o.provenance is not None]
    notes = (*scene.provenance.notes, *_lending_notes(shelf, lent))
    license = scene.provenance.license + (", but for models of others" if lent else "")
    return replace(scene, provenance=replace(scene.provenance, license=license, notes=notes))


def assembled(
    plan: Plan, setting: Setting, notes: tuple[str, ...], source: str, seed: int, *, joints: bool = True
) -> tuple[Scene, list[Placed]]:
    """A layout as a scene without looks, and the model of each of its objects where it stands."""
    objects: list[SceneObject] = []
    placed: list[Placed] = []
    parts: list[tuple[SceneObject, Model]] = []
    closed: list[str] = []
    for part in parts_of(plan, setting, seed=seed):
        body = Body(colliders=part.model.colliders, friction=0.5, restitution=0.1)
        quat = quat_from_axis_angle(_UP, part.yaw)
        made = "plaster" if part.category == "room" else part.model.material
        objects.append(SceneObject(name=part.name, category=part.category, material=made,
        position=part.position,
                                   quat=quat, body=body))  # fmt: skip
        placed.append(Placed(model=part.model, position=part.position, quat=quat))
    for item in plan.items:
        spot = plan.spots.get(item.index)
        if spot is not None:
            plain = not joints or bool(item.model.triangles)
            model, moving = (item.model, ()) if plain else opened_up(item.model, item.category)
            if len(parts) + len(moving) > _MOST_LEAVES:
                model, moving = item.model, ()
                closed.append(item.name)
            made = object_at(item, spot)
            if moving:
                made, *leaves = hung_on(replace(made, body=replace(made.body, colliders=model.colliders)),
                                        item.model, moving)  # fmt: skip
                parts += [(leaf, m.model) for leaf, m in zip(leaves, moving, strict=True)]
            objects.append(made)
            placed.append(Placed(model=model, position=made.position, quat=made.quat))
    for leaf, model in parts:
        objects.append(leaf)
        placed.append(Placed(model=model, position=leaf.position, quat=leaf.quat))
    provenance = Provenance(
        method="procedural",
        source=source,
        license="CC0-1.0 (made by spatialwm)",
        seed=seed,
        notes=(*notes, *_closed_notes(closed)),
    )
    cameras = story_cameras(plan)
    scene = Scene(
        objects=tuple(objects),
        background=background_of(setting),
        antialiased=True,
        cameras=cameras,
        provenance=provenance,
    )
    return scene, placed


def _closed_notes(closed: list[str]) -> list[str]:
    many = f"{closed[0]} and {len(closed) - 1} more" if len(closed) > 1 else "".join(closed)
    return [f"No doors or drawers open on {many}: a scene has at most {_MOST_LEAVES}."] if closed else []


def _lending_notes(assets: Shelf, lent: list[str]) -> list[str]:
    whose = f"Models of libraries stand for {', '.join(lent)}; each says its author and licence."
    return [*([whose] if lent else ["No model of a library fits what was asked."]), *assets.notes]


def models_of(graph: SceneGraph, *, seed: int, assets: Shelf | None = None) -> list[Model]:
    """A model for each thing, of a size that goes with what belongs to it."""
    first: dict[int, int] = {}
    for index, thing in enumerate(graph.things):
        first.setdefault(thing.group, index)

    def build(index: int, thing: Thing) -> Model:
        spec = spec_of(thing, index - first[thing.group], seed, graph.setting.style)
        make = CATALOGUE[thing.category].build
        return make(spec) if assets is None else assets.model_for(thing.category, spec, make)

    return fitting_models(graph, build)


def spec_of(thing: Thing, copy: int, seed: int, style: str | None) -> Spec:
    """What the builder of a thing is asked for; ``copy`` counts within its group."""
    rng = np.random.default_rng([seed, thing.group, copy])
    return Spec(
        color=thing.color,
        material=thing.material,
        wide=thing.wide,
        tall=thing.tall,
        round=bool(thing.round),
        style=thing.style or style,
        states=frozenset(thing.states),
        features=frozenset((*thing.attributes, thing.word)),
        variant=int(np.random.default_rng([seed, thing.group]).integers(1000)),  # four chairs match
        tint=int(rng.integers(1 << 20)),
    )


def object_at(item: Item, spot: Spot) -> SceneObject:
    """A placed thing without its looks."""
    model = item.model
    surface = MATERIALS[model.material]
    static = model.static or spot.held
    body = Body(
        kind="static" if static else "dynamic",
        colliders=model.colliders if item.has_collider else (),
        mass=0.0 if static else model.mass,
        friction=surface.friction,
        restitution=surface.restitution,
    )
    return SceneObject(
        name=item.name,
        category=item.category,
        attributes=said_of(item.thing),
        material=model.material,
        position=spot.origin,
        quat=quat_from_axis_angle(_UP, spot.yaw),
        body=body,
        provenance=model.provenance,
    )


def said_of(thing: Thing) -> tuple[str, ...]:
    """Every describing word, and the noun where it is not the kind's: a box may have been called a crate."""
    known = thing.word in (thing.category, *thing.attributes)
    return thing.attributes if known else (*thing.attributes, thing.word)
