"""Words to a scene: read, build, place, light, and turn into splats and meshes."""

from collections import Counter
from dataclasses import replace

import numpy as np

from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.lift.text.appearance import appearance
from spatialwm.lift.text.cameras import story_cameras
from spatialwm.lift.text.candidates import Spot
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.grammar import Reading, Request, read
from spatialwm.lift.text.layout import Item, Plan, arrange
from spatialwm.lift.text.lighting import Placed, rig_of
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Spec
from spatialwm.lift.text.room import room_colors, room_model
from spatialwm.scene import Body, Provenance, Scene, SceneObject

__all__ = ["bodies_from_text", "scene_from_text"]

_BACKGROUND = (0.80, 0.82, 0.83)


def scene_from_text(text: str, *, seed: int = 0) -> Scene:
    """A furnished, lit room from a description such as "a red mug on a wooden table next to two chairs".

    Everything is procedural; the same text and seed give the same scene to the last bit. Light is baked
    into the colours: light that a lamp or a heavy piece of furniture throws on others stays when it is moved,
    and things under 3 kg throw no shadow on others.

    Raises:
        InputError: The text is empty, too long, or names nothing that is known.
    """
    scene, placed, plan = _assembled(text, seed)
    colors = tuple(np.array(c) for c in room_colors(seed))
    rig = rig_of(placed, plan.width, plan.depth, (colors[0], colors[1], colors[2]))
    objects: list[SceneObject] = []
    for index, (item, thing) in enumerate(zip(scene.objects, placed, strict=True)):
        splats, mesh = appearance(thing, rig, seed=1000 * seed + index)
        objects.append(replace(item, splats=splats, mesh=mesh))
    return replace(scene, objects=tuple(objects))


def bodies_from_text(text: str, *, seed: int = 0) -> Scene:
    """The same scene as ``scene_from_text`` gives, without splats and meshes: in milliseconds.

    Raises:
        InputError: The text is empty, too long, or names nothing that is known.
    """
    return _assembled(text, seed)[0]


def _assembled(text: str, seed: int) -> tuple[Scene, list[Placed], Plan]:
    reading = read(text)
    items = _items(reading, seed)
    plan = arrange(items, seed=seed)
    room = room_model(plan.width, plan.depth, seed=seed)
    still = Placed(model=room, position=np.zeros(3), quat=np.array([1.0, 0, 0, 0]))
    body = Body(colliders=room.colliders, friction=0.5, restitution=0.1)
    objects = [SceneObject(name="room", category="room", material="plaster", body=body)]
    placed = [still]
    for item in items:
        spot = plan.spots.get(item.name)
        if spot is not None:
            objects.append(_object(spot, reading.requests[item.group]))
            placed.append(Placed(model=item.model, position=objects[-1].position, quat=objects[-1].quat))
    provenance = Provenance(
        method="procedural",
        source=text,
        license="CC0-1.0 (made by spatialwm)",
        seed=seed,
        notes=(*reading.notes, *plan.notes),
    )
    cameras = story_cameras(plan, items)
    scene = Scene(objects=tuple(objects), background=_BACKGROUND, cameras=cameras, provenance=provenance)
    return scene, placed, plan


def _items(reading: Reading, seed: int) -> list[Item]:
    """One item per thing, named ``mug``, or ``chair_1``, ``chair_2`` where there are several."""
    totals = Counter[str]()
    for request in reading.requests:
        totals[request.category] += request.count
    used = Counter[str]()
    items: list[Item] = []
    for group, request in enumerate(reading.requests):
        for copy in range(request.count):
            used[request.category] += 1
            name = request.category.replace(" ", "_")
            if totals[request.category] > 1:
                name = f"{name}_{used[request.category]}"
            model = CATALOGUE[request.category].build(_spec(request, group, copy, seed))
            items.append(
                Item(name=name, category=request.category, group=group, model=model, links=request.links)
            )
    return items


def _spec(request: Request, group: int, copy: int, seed: int) -> Spec:
    rng = np.random.default_rng([seed, group, copy])
    return Spec(
        color=request.color,
        material=request.material,
        wide=request.wide,
        tall=request.tall,
        round=request.round,
        variant=int(rng.integers(1000)) + copy,
        tint=int(rng.integers(1 << 20)),
    )


def _object(spot: Spot, request: Request) -> SceneObject:
    model = spot.item.model
    surface = MATERIALS[model.material]
    body = Body(
        kind="static" if model.static else "dynamic",
        colliders=() if spot.item.habit == "rug" else model.colliders,
        mass=0.0 if model.static else model.mass,
        friction=surface.friction,
        restitution=surface.restitution,
    )
    return SceneObject(
        name=spot.item.name,
        category=spot.item.category,
        attributes=request.attributes,
        material=model.material,
        position=np.array([spot.x, spot.y, spot.z]),
        quat=quat_from_axis_angle(np.array([0.0, 1.0, 0.0]), spot.yaw),
        body=body,
    )
