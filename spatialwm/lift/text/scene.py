"""Words to a scene: read, build, place, light, and turn into splats and meshes."""

from dataclasses import replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.lift.text.appearance import appearance, fineness
from spatialwm.lift.text.cameras import story_cameras
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.decorate import decorated
from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.layout import Item, Plan, Spot, arrange
from spatialwm.lift.text.layout.sizes import fitting_models
from spatialwm.lift.text.lighting import Placed
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.place import background_of, parts_of, rig_for
from spatialwm.scene import Body, Provenance, Scene, SceneObject

__all__ = [
    "bodies_from_graph",
    "bodies_from_text",
    "models_of",
    "object_at",
    "scene_from_graph",
    "scene_from_text",
]

_SMALLEST, _LARGEST = 2.0, 40.0
"""Of a place [m]."""
_UP = np.array([0.0, 1.0, 0.0])


def scene_from_text(text: str, *, seed: int = 0, size: tuple[float, float] | None = None) -> Scene:
    """A furnished, lit room from a description such as "a red mug on a wooden table next to two chairs".

    Everything is procedural; the same text and seed give the same scene to the last bit. Light is baked
    into the colours: light that a lamp or a heavy piece of furniture throws on others stays when it is moved,
    and things under 3 kg throw no shadow on others. ``size`` is the width and depth of the place [m], where
    it is not the layout's choice.

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
    return scene_from_graph(graph, source=text, seed=seed)


def scene_from_graph(graph: SceneGraph, *, source: str = "", seed: int = 0, decor: bool = False) -> Scene:
    """The scene that a graph asks for; ``source`` is the text it came from."""
    scene, placed, plan = _assembled(graph, source, seed, decor)
    rig = rig_for(placed, plan.site, graph.setting, seed=seed)
    objects: list[SceneObject] = []
    fine = fineness(placed)
    for index, (item, thing) in enumerate(zip(scene.objects, placed, strict=True)):
        splats, mesh = appearance(thing, rig, seed=1000 * seed + index, fine=fine)
        objects.append(replace(item, splats=splats, mesh=mesh))
    return replace(scene, objects=tuple(objects))


def bodies_from_text(text: str, *, seed: int = 0, decor: bool = False) -> Scene:
    """The same scene as ``scene_from_text`` gives, without splats and meshes: in milliseconds.

    Raises:
        InputError: The text is empty, too long, or names nothing that is known.
    """
    return bodies_from_graph(read_graph(text, seed=seed), source=text, seed=seed, decor=decor)


def bodies_from_graph(graph: SceneGraph, *, source: str = "", seed: int = 0, decor: bool = False) -> Scene:
    """The same scene as ``scene_from_graph`` gives, without splats and meshes."""
    return _assembled(graph, source, seed, decor)[0]


def _assembled(graph: SceneGraph, source: str, seed: int, decor: bool) -> tuple[Scene, list[Placed], Plan]:
    plan = arrange(graph, models_of(graph, seed=seed), seed=seed)
    if decor:
        plan = decorated(graph, plan, seed=seed)
    objects: list[SceneObject] = []
    placed: list[Placed] = []
    for part in parts_of(plan, graph.setting, seed=seed):
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
            objects.append(object_at(item, spot))
            placed.append(Placed(model=item.model, position=objects[-1].position, quat=objects[-1].quat))
    provenance = Provenance(
        method="procedural",
        source=source,
        license="CC0-1.0 (made by spatialwm)",
        seed=seed,
        notes=(*graph.notes, *plan.notes),
    )
    cameras = story_cameras(plan)
    scene = Scene(
        objects=tuple(objects),
        background=background_of(graph.setting),
        antialiased=True,
        cameras=cameras,
        provenance=provenance,
    )
    return scene, placed, plan


def models_of(graph: SceneGraph, *, seed: int) -> list[Model]:
    """A model for each thing, of a size that goes with what belongs to it."""
    first: dict[int, int] = {}
    for index, thing in enumerate(graph.things):
        first.setdefault(thing.group, index)

    def build(index: int, thing: Thing) -> Model:
        return CATALOGUE[thing.category].build(
            _spec(thing, index - first[thing.group], seed, graph.setting.style)
        )

    return fitting_models(graph, build)


def _spec(thing: Thing, copy: int, seed: int, style: str | None) -> Spec:
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
        attributes=item.thing.attributes,
        material=model.material,
        position=spot.origin,
        quat=quat_from_axis_angle(_UP, spot.yaw),
        body=body,
    )
