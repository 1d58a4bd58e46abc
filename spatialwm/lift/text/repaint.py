"""Other colours and materials in a finished scene: of the room's floor and walls, and of things."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from spatialwm.geometry.harmonics import colors_from_sh0, sh0_from_colors
from spatialwm.lift.bake import tone_mapped
from spatialwm.lift.text.ambience import setting_of
from spatialwm.lift.text.appearance import appearance_with
from spatialwm.lift.text.furniture.kit import stuff
from spatialwm.lift.text.language.describing import COLORS, MATERIALS
from spatialwm.lift.text.layout import names_of
from spatialwm.lift.text.lighting import Placed, Rig
from spatialwm.lift.text.materials import MATERIALS as SUBSTANCES
from spatialwm.lift.text.memory import Memory, remembered, seen_model
from spatialwm.lift.text.moving_parts import opened_up, parts_on
from spatialwm.lift.text.place import parts_of
from spatialwm.lift.text.refinish import finishes_now, said_finish
from spatialwm.lift.text.relight import light_on, rig_now, splat_normals
from spatialwm.lift.text.scene import models_of, said_of
from spatialwm.lift.text.surfaces import Look, albedo, linear_from_srgb, srgb_from_linear
from spatialwm.scene import Mesh, Scene, SceneObject
from spatialwm.shapes import same

__all__ = ["recolored", "refinished", "rematerialed"]

Color = tuple[float, float, float]


def refinished(scene: Scene, surface: str, words: tuple[str, ...], color: Color | None) -> Scene:
    """Another floor, other walls: the room is drawn again in its present light, all else stays.

    Raises:
        InputError: The surface cannot be that.
    """
    after = said_finish(scene, surface, words, color)
    room = next(o for o in after.objects if o.category == "room")
    if room.splats is None and room.mesh is None:
        return after
    memory, now, seed = remembered(after), setting_of(after), scene.provenance.seed or 0
    made = replace(now if now.kind == "outdoors" else memory.setting, floor=now.floor)
    part = parts_of(memory.plan, made, seed=seed, finishes=finishes_now(after, now))[0]
    here = Placed(model=part.model, position=room.position, quat=room.quat)
    splats, mesh, _ = appearance_with(here, rig_now(after), seed=1000 * seed, fine=memory.fine)
    drawn = replace(room, splats=splats, mesh=mesh)
    return replace(after, objects=tuple(drawn if o.name == room.name else o for o in after.objects))


def recolored(scene: Scene, names: tuple[str, ...], color: Color, words: tuple[str, ...]) -> Scene:
    """Things in another colour under the same light; what they are made of stays.

    A thing that is still as it was made is painted where its builder would paint it, so that the legs of a
    sofa stay wood; any other is tinted as a whole.
    """
    placed = any(o.category == "room" for o in scene.objects)
    memory = remembered(scene) if placed else None

    def paint(item: SceneObject) -> SceneObject:
        kept = tuple(a for a in item.attributes if a not in COLORS)
        drawn = None if memory is None else _remade(scene, memory, item, color=color, material=None)
        drawn = drawn or _tinted_object(item, color)
        return replace(drawn, attributes=(*kept, *words), material=item.material, body=item.body)

    return _each(scene, names, paint)


def rematerialed(scene: Scene, names: tuple[str, ...], material: str, words: tuple[str, ...]) -> Scene:
    """Things made of something else: looks, friction, and mass as their volume and the densities say."""
    memory = remembered(scene)

    def change(item: SceneObject) -> SceneObject:
        kept = tuple(a for a in item.attributes if a not in MATERIALS)
        drawn = _remade(scene, memory, item, color=None, material=material)
        if drawn is None:
            drawn = _covered(scene, item, material)
        return replace(drawn, attributes=(*kept, *words))

    return _each(scene, names, change)


def _each(scene: Scene, names: tuple[str, ...], change: Callable[[SceneObject], SceneObject]) -> Scene:
    return replace(scene, objects=tuple(change(o) if o.name in names else o for o in scene.objects))


def _remade(
    scene: Scene, memory: Memory, item: SceneObject, *, color: Color | None, material: str | None
) -> SceneObject | None:
    """The thing as its builder makes it with that colour or material; None where that is not known."""
    if memory.graph is None or item.name not in memory.made:
        return None
    names = names_of(memory.graph)
    if item.name not in names or _painted_since(item, memory):
        return None
    index = names.index(item.name)
    thing = memory.graph.things[index]
    thing = replace(thing, color=color or thing.color, material=material or thing.material)
    if material is not None:
        thing = replace(thing, color=color)
    things = tuple(thing if k == index else t for k, t in enumerate(memory.graph.things))
    model = models_of(replace(memory.graph, things=things), seed=scene.provenance.seed or 0)[index]
    mass = model.mass
    if parts_on(scene, (item.name,)):
        model, _ = opened_up(model, item.category)
    if not same(model.colliders, item.body.colliders):
        return None
    body, made = item.body, model.material
    if material is not None:
        surface = SUBSTANCES[made]
        body = replace(body, friction=surface.friction, restitution=surface.restitution,
                       mass=mass if body.mass else 0.0)  # fmt: skip
    drawn = replace(item, body=body, material=made)
    if item.splats is None and item.mesh is None:
        return drawn
    here = Placed(model=model, position=item.position, quat=item.quat)
    splats, mesh, _ = appearance_with(here, rig_now(scene), seed=memory.seeds[item.name], fine=memory.fine)
    return replace(drawn, splats=splats, mesh=mesh)


def _painted_since(item: SceneObject, memory: Memory) -> bool:
    """Whether its words are other than those it was made with."""
    assert memory.graph is not None
    thing = memory.graph.things[names_of(memory.graph).index(item.name)]
    return said_of(thing) != item.attributes and item.material != memory.made[item.name].model.material


def _tinted_object(item: SceneObject, color: Color) -> SceneObject:
    splats, mesh = item.splats, item.mesh
    if splats is not None:
        old = colors_from_sh0(splats.sh)
        splats = replace(splats, sh=sh0_from_colors(_tinted(old, np.array(color))).astype(splats.sh.dtype))
    return replace(item, splats=splats, mesh=None if mesh is None else _tinted_mesh(mesh, color))


def _tinted_mesh(mesh: Mesh, color: Color) -> Mesh:
    """Vertex colours get the tint, the texture keeps its shades; without the former the texture gets it."""
    if mesh.colors_linear is not None:
        old = srgb_from_linear(mesh.colors_linear.astype(float))
        tinted = linear_from_srgb(_tinted(old, np.array(color))).astype(np.float32)
        mesh = replace(mesh, colors_linear=tinted)
        if mesh.texture is None:
            return mesh
        shade = linear_from_srgb(mesh.texture / 255.0) @ _LUMA
        gray = np.repeat(srgb_from_linear(shade)[..., None], 3, axis=2)
        return replace(mesh, texture=np.round(255 * gray).astype(np.uint8))
    if mesh.texture is None:
        flat = np.tile(linear_from_srgb(np.array(color)), (len(mesh.vertices), 1))
        return replace(mesh, colors_linear=flat.astype(np.float32))
    shape = mesh.texture.shape
    tinted = _tinted(mesh.texture.reshape(-1, 3) / 255.0, np.array(color))
    return replace(mesh, texture=np.round(255 * tinted).astype(np.uint8).reshape(shape))


_LUMA = np.array([0.2126, 0.7152, 0.0722])


def _tinted(old: np.ndarray, color: np.ndarray) -> np.ndarray:
    shade = old.astype(float) @ _LUMA
    lit = max(float(np.percentile(shade, 85)), 1e-3)  # much of a surface is in its own shade
    return np.clip(color * (shade / lit)[:, None], 0.0, 1.0)


def _covered(scene: Scene, item: SceneObject, material: str) -> SceneObject:
    """All of a thing's surface in another material, in the light where it stands."""
    made = stuff(material)
    look = Look(color=made.color, pattern=made.pattern, roughness=made.roughness, metallic=made.metallic)
    rig = rig_now(scene)
    surface, was = SUBSTANCES[made.material], SUBSTANCES.get(item.material)
    heavier = 1.0 if was is None else surface.density * made.fill / (was.density * _fill(item.material))
    body = replace(item.body, friction=surface.friction, restitution=surface.restitution,
                   mass=item.body.mass * heavier)  # fmt: skip
    drawn = replace(item, body=body, material=made.material)
    if item.splats is not None:
        colors = _lit(item, rig, look, item.splats.means.astype(float), splat_normals(item.splats))
        sh = sh0_from_colors(srgb_from_linear(colors)).astype(item.splats.sh.dtype)
        drawn = replace(drawn, splats=replace(item.splats, sh=sh))
    if item.mesh is not None:
        normals = item.mesh.normals
        facing = np.tile([0.0, 1.0, 0.0], (len(item.mesh.vertices), 1)) if normals is None else normals
        colors = _lit(item, rig, look, item.mesh.vertices.astype(float), facing.astype(float))
        drawn = replace(drawn, mesh=replace(item.mesh, colors_linear=colors.astype(np.float32), uvs=None,
                                            texture=None, metallic=look.metallic,
                                            roughness=look.roughness))  # fmt: skip
    return drawn


def _fill(material: str) -> float:
    return stuff(material).fill if material in ("metal", "glass", "plastic", "stone", "rubber") else 1.0


def _lit(item: SceneObject, rig: Rig, look: Look, points: np.ndarray, normals: np.ndarray) -> np.ndarray:
    here = Placed(model=seen_model(item), position=item.position, quat=item.quat)
    return tone_mapped(albedo(look, points) * light_on(here, rig, points, normals))
