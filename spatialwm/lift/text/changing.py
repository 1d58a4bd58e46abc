"""Edits carried out: objects that are not mentioned keep their exact state."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_from_axis_angle, quat_multiply, quat_rotate
from spatialwm.lift.text import edit as said
from spatialwm.lift.text.ambience import setting_of
from spatialwm.lift.text.appearance import appearance
from spatialwm.lift.text.blockout_fit import resized
from spatialwm.lift.text.daylight import daylight_of
from spatialwm.lift.text.graph import SceneGraph, Thing, Tie
from spatialwm.lift.text.layout import items_of
from spatialwm.lift.text.layout import said as in_words
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.placing import place
from spatialwm.lift.text.layout.relations import HOLDS
from spatialwm.lift.text.lighting import Placed
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.moving_parts import is_part, parts_on
from spatialwm.lift.text.place import ENOUGH
from spatialwm.lift.text.relight import lamp_power, relit, rig_now
from spatialwm.lift.text.repaint import recolored, refinished, rematerialed
from spatialwm.lift.text.scene import models_of, object_at
from spatialwm.lift.text.standing import SHELL, model_of, site_of, spot_of, thing_of
from spatialwm.scene import Scene, SceneObject

__all__ = ["edited", "edited_by_text"]

_UP = np.array([0.0, 1.0, 0.0])
_TOUCH = 0.02
"""What is so near above a thing's top rests on it [m]."""


def edited(scene: Scene, edits: tuple[said.Edit, ...], *, seed: int = 0) -> Scene:
    """The scene after some edits. What is not mentioned, and stands on nothing that moves, stays as it is.

    Raises:
        InputError: A thing finds no place, or an edit needs what the scene does not have.
    """
    if scene.rollout is not None:
        raise InputError(
            "The scene has a rollout, which an edit would make untrue; edit the scene before acting."
        )
    for change in edits:
        scene = _changed(scene, change, seed)
    return scene


def edited_by_text(scene: Scene, text: str, *, seed: int = 0) -> Scene:
    """The scene after what a text asks for: "add three books on the shelf, make the sofa dark green".

    Its provenance notes what could not be met, and last the text.

    Raises:
        InputError: Something is not in the scene, could be several things, or finds no place.
    """
    after = edited(scene, said.read_edit(text, scene), seed=seed)
    return _with_notes(after, (f"Edited: {' '.join(text.split())[:300]}",))


def _changed(scene: Scene, change: said.Edit, seed: int) -> Scene:
    match change:
        case said.Recolor() | said.Rematerial() | said.Refinish():
            return _painted(scene, change)
        case said.SetTime() | said.SetWeather():
            return _at(scene, change, seed)
        case said.Remove():
            gone = {*change.names, *parts_on(scene, change.names)}
            return replace(scene, objects=tuple(o for o in scene.objects if o.name not in gone))
        case said.Resize():
            return _all_resized(scene, change)
        case said.Turn():
            return _turned(scene, change)
        case said.Add():
            return _placed(scene, change.things, change.ties, change.names, seed)
        case said.Move():
            return _moved(scene, change, seed)
        case said.Replace():
            return _replaced(scene, change, seed)


def _painted(scene: Scene, change: said.Recolor | said.Rematerial | said.Refinish) -> Scene:
    """Other surfaces; the doors of a cupboard are painted with it."""
    if isinstance(change, said.Refinish):
        return refinished(scene, change.surface, change.words, change.color)
    names = (*change.names, *parts_on(scene, change.names))
    if isinstance(change, said.Recolor):
        return recolored(scene, names, change.color, change.words)
    return rematerialed(scene, names, change.material, change.words)


def _at(scene: Scene, change: said.SetTime | said.SetWeather, seed: int) -> Scene:
    """In another light; who can see nothing any more gets a lamp.

    Raises:
        InputError: The scene has no place whose light is known.
    """
    if all(o.category != "room" for o in scene.objects):
        raise InputError("The scene has no room or ground made of words, so its light cannot be changed.")
    setting = setting_of(scene)
    if isinstance(change, said.SetTime):
        setting = replace(setting, time=change.time)
    else:
        setting = replace(setting, weather=change.weather)
    if setting.kind == "room" and daylight_of(setting).dark and lamp_power(scene) < ENOUGH:
        lamp = Thing(category="pendant light", word="pendant light", group=0)
        try:
            scene = _placed(scene, (lamp,), (), (), seed)
        except InputError:
            return relit(scene, setting)  # where nothing can hang it stays dark
    return relit(scene, setting)


def _each(scene: Scene, names: tuple[str, ...], change: Callable[[SceneObject], SceneObject]) -> Scene:
    return replace(scene, objects=tuple(change(o) if o.name in names else o for o in scene.objects))


def _all_resized(scene: Scene, change: said.Resize) -> Scene:
    """What rests on a thing stays on it: as much higher as its top, as far out as it grew."""
    for name in change.names:
        host = scene[name].position
        grown = np.array([change.wide, change.tall, change.wide], np.float32)
        riders = [n for n in _on(scene, name) if n not in parts_on(scene, (name,))]
        mine = (name, *parts_on(scene, (name,)))
        scene = _each(scene, mine, lambda o: _resized(o, change.wide, change.tall))
        scene = _each(
            scene, tuple(riders), lambda o, h=host, g=grown: replace(o, position=h + (o.position - h) * g)
        )
    return scene


def _resized(item: SceneObject, wide: float, tall: float) -> SceneObject:
    """Scaled about where it stands; its mass goes with its volume."""
    factor = np.array([wide, tall, wide])
    splats, mesh, body = item.splats, item.mesh, item.body
    if splats is not None:
        mean = float(np.prod(factor) ** (1 / 3))
        splats = replace(splats, means=splats.means * factor.astype(np.float32),
                         scales=splats.scales * np.float32(mean))  # fmt: skip
    if mesh is not None:
        mesh = replace(mesh, vertices=mesh.vertices * factor.astype(np.float32))
    colliders = tuple(resized(c, factor) for c in body.colliders)
    mass = body.mass * float(np.prod(factor)) if body.mass else body.mass
    joint = body.joint
    if joint is not None:
        pulled = float(np.linalg.norm(joint.axis.astype(float) * factor)) if joint.kind == "slide" else 1.0
        limits = None if joint.limits is None else (joint.limits[0] * pulled, joint.limits[1] * pulled)
        joint = replace(joint, anchor=joint.anchor.astype(float) * factor, limits=limits)
    grown = replace(body, colliders=colliders, mass=mass, joint=joint)
    return replace(item, splats=splats, mesh=mesh, body=grown)


def _turned(scene: Scene, change: said.Turn) -> Scene:
    for name in change.names:
        pivot = scene[name].position.astype(float)
        scene = _carried(scene, name, pivot, pivot, change.angle)
    return scene


def _carried(scene: Scene, name: str, pivot: np.ndarray, goal: np.ndarray, angle: float) -> Scene:
    """An object and what rests on it, turned about a point and then moved to another."""
    turn = quat_from_axis_angle(_UP, angle)

    def carry(item: SceneObject) -> SceneObject:
        arm = quat_rotate(turn, item.position.astype(float) - pivot)
        return replace(item, position=goal + arm, quat=quat_multiply(turn, item.quat.astype(float)))

    return _each(scene, (name, *_on(scene, name)), carry)


def _on(scene: Scene, name: str) -> list[str]:
    """What rests on an object, and on that, and what hangs on it by joints."""
    model, host = model_of(scene[name]), scene[name]
    back = host.quat.astype(float) * np.array([1, -1, -1, -1])
    found = [*parts_on(scene, (name,))]
    for item in scene.objects:
        if is_part(item) or item.name == name or item.category in SHELL or item.body.kind == "static":
            continue
        x, y, z = quat_rotate(back, item.position.astype(float) - host.position.astype(float))
        for support in model.supports:
            inside = abs(x - support.x) < support.half_width and abs(z - support.z) < support.half_depth
            if inside and abs(y - support.height) < _TOUCH:
                found += [item.name, *_on(scene, item.name)]
                break
    return found


def _filling(scene: Scene, things: tuple[Thing, ...], ties: tuple[Tie, ...], models: list[Model]) -> Filling:
    """The scene's objects in their places, and the new things without."""
    objects = [o for o in scene.objects if o.category not in SHELL and not is_part(o)]
    standing = tuple(thing_of(o, 10_000 + k) for k, o in enumerate(objects))
    graph = SceneGraph(things=(*standing, *things), ties=ties)
    items = items_of(graph, [*(model_of(o) for o in objects), *models])
    filling = Filling(graph, items, site_of(scene))
    for k, item in enumerate(objects):
        filling.put(k, spot_of(item))
    return filling


def _placed(
    scene: Scene, things: tuple[Thing, ...], ties: tuple[Tie, ...], names: tuple[str, ...], seed: int
) -> Scene:
    """New things among those that stay."""
    objects = [o for o in scene.objects if o.category not in SHELL and not is_part(o)]
    index = {o.name: k for k, o in enumerate(objects)}
    numbers = [*(index[n] for n in names), *range(len(objects), len(objects) + len(things))]
    told = tuple(_renumbered(t, numbers) for t in ties)
    models = models_of(SceneGraph(things=things), seed=seed)
    filling = _filling(scene, things, told, models)
    rng = np.random.default_rng([seed, len(scene.objects)])
    made: list[SceneObject] = []
    for k in range(len(objects), len(objects) + len(things)):
        found = place(filling, k, rng)
        if found is None:
            raise InputError(
                f"There is no free place for '{things[k - len(objects)].word}'; remove something first."
            )
        filling.put(k, found.spot)
        item = replace(filling.items[k], name=_free_name(things[k - len(objects)], scene, made))
        made.append(object_at(item, found.spot))
    scene = _with_notes(scene, _missed(filling, told))
    return replace(scene, objects=(*scene.objects, *_lit(scene, made, models, seed)))


def _with_notes(scene: Scene, notes: tuple[str, ...]) -> Scene:
    return replace(scene, provenance=replace(scene.provenance, notes=(*scene.provenance.notes, *notes)))


def _missed(filling: Filling, ties: tuple[Tie, ...]) -> tuple[str, ...]:
    """What was said and does not hold, in words."""
    names = [item.name for item in filling.items]
    told = [tie for tie in ties if not tie.implied and filling.judge(tie) <= HOLDS]
    return tuple(f"Could not be met: {in_words(tie, names)}." for tie in told)


def _lit(scene: Scene, made: list[SceneObject], models: list[Model], seed: int) -> list[SceneObject]:
    """Looks of new things under the scene's light."""
    if all(o.splats is None for o in scene.objects):
        return made
    stand = [Placed(model=m, position=o.position, quat=o.quat) for m, o in zip(models, made, strict=True)]
    rig = rig_now(replace(scene, objects=(*scene.objects, *made)))
    out: list[SceneObject] = []
    for k, (item, thing) in enumerate(zip(made, stand, strict=True)):
        splats, mesh = appearance(thing, rig, seed=1000 * seed + len(scene.objects) + k)
        out.append(replace(item, splats=splats, mesh=mesh))
    return out


def _free_name(thing: Thing, scene: Scene, made: list[SceneObject]) -> str:
    taken = {o.name for o in (*scene.objects, *made)}
    base = thing.category.replace(" ", "_")
    return next(n for n in (base, *(f"{base}_{k}" for k in range(2, 10_000))) if n not in taken)


def _renumbered(tie: Tie, numbers: list[int]) -> Tie:
    return replace(
        tie, subjects=tuple(numbers[k] for k in tie.subjects), anchors=tuple(numbers[k] for k in tie.anchors)
    )


def _moved(scene: Scene, change: said.Move, seed: int) -> Scene:
    """Each subject is taken out and finds a new place; what rests on it comes along."""
    for k in dict.fromkeys(s for t in change.ties for s in t.subjects):
        name = change.names[k]
        if angle := _towards(scene, change, k):
            pivot = scene[name].position.astype(float)
            scene = _carried(scene, name, pivot, pivot, angle)
            continue
        riders = (name, *_on(scene, name))
        rest = replace(scene, objects=tuple(o for o in scene.objects if o.name not in riders))
        objects = [o for o in rest.objects if o.category not in SHELL and not is_part(o)]
        index = {o.name: i for i, o in enumerate(objects)} | {name: len(objects)}
        ties = tuple(
            _renumbered(replace(t, subjects=(k,)), [index.get(n, -1) for n in change.names])
            for t in change.ties
            if k in t.subjects and all(change.names[a] in index for a in t.anchors)
        )
        item = scene[name]
        filling = _filling(rest, (thing_of(item, 0),), ties, [model_of(item)])
        found = place(filling, len(objects), np.random.default_rng([seed, k]))
        if found is None:
            raise InputError(f"There is no free place for '{name}' there; remove something first.")
        filling.put(len(objects), found.spot)
        if missed := _missed(filling, ties):
            scene = _with_notes(scene, tuple(f"{line[:-1]}; '{name}' stays where it is." for line in missed))
            continue
        angle = found.spot.yaw - spot_of(item).yaw
        scene = _carried(scene, name, item.position.astype(float), found.spot.origin, angle)
    return scene


def _towards(scene: Scene, change: said.Move, subject: int) -> float:
    """The turn [rad] that makes a subject face what it should, when that is all that was said; else 0."""
    mine = [t for t in change.ties if subject in t.subjects]
    if not mine or any(t.relation not in ("facing", "facing away") or not t.anchors for t in mine):
        return 0.0
    item, goal = scene[change.names[subject]], scene[change.names[mine[0].anchors[0]]]
    x, _, z = (goal.position - item.position).astype(float)
    away = np.pi if mine[0].relation == "facing away" else 0.0
    return float((np.arctan2(x, z) + away - spot_of(item).yaw) % (2 * np.pi))


def _replaced(scene: Scene, change: said.Replace, seed: int) -> Scene:
    """The new thing stands where the old one stood, turned the same way."""
    for name in change.names:
        old = scene[name]
        gone = (name, *parts_on(scene, (name,)))
        rest = replace(scene, objects=tuple(o for o in scene.objects if o.name not in gone))
        models = models_of(SceneGraph(things=(change.thing,)), seed=seed)
        filling = _filling(rest, (change.thing,), (), models)
        item = replace(filling.items[-1], name=_free_name(change.thing, rest, []))
        made = object_at(item, replace(spot_of(old), held=False))
        scene = replace(rest, objects=(*rest.objects, *_lit(rest, [made], models, seed)))
    return scene
