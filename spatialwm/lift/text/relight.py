"""Another time of day or weather in a finished scene: only colours change, and only where light does.

An object that is still what it was made as is lit again exactly as at its making. One that was painted since
keeps its paint: every splat is multiplied by what the new light brings in relation to the old. Of all others
the light is computed on their surfaces, before and after. Positions, sizes and opacities of splats,
triangles, bodies and places stay to the last bit.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.harmonics import colors_from_sh0, sh0_from_colors
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.bake import tone_mapped
from spatialwm.lift.text.ambience import saying, setting_of, told
from spatialwm.lift.text.appearance import appearance_with
from spatialwm.lift.text.finishes import finishes_of
from spatialwm.lift.text.graph import Setting
from spatialwm.lift.text.lighting import Placed, Rig, fields_of, light_at, sun_at
from spatialwm.lift.text.memory import Memory, remembered, seen_model
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.place import background_of, parts_of, rig_for
from spatialwm.lift.text.refinish import finishes_now
from spatialwm.lift.text.standing import SHELL, site_of
from spatialwm.lift.text.surfaces import linear_from_srgb, srgb_from_linear
from spatialwm.scene import Mesh, Scene, SceneObject, Splats
from spatialwm.shapes import same

__all__ = ["lamp_power", "light_on", "relit", "rig_now", "splat_normals"]

_CELL = 0.025
"""Points of a surface so near to each other share their light [m]."""
_DIMMEST = 0.004
"""Light below this is not divided by: colours are kept with 8 bits."""
_BRIGHTEST = 0.92
"""Reflectance of the whitest paint; what sends back more shines by itself."""
_KNEE = 0.60
"""Where ``tone_mapped`` begins to roll off."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Lights:
    """Before and after."""

    old: Rig
    new: Rig
    first: Rig | None
    """In which the scene was made, where that is not ``old``."""


def lamp_power(scene: Scene) -> float:
    """Of all lamps together, as in ``Glow``."""
    memory = remembered(scene)
    models = [seen_model(o, memory) for o in scene.objects]
    return sum((m.glow.power for m in models if m.glow is not None), 0.0)


def rig_now(scene: Scene) -> Rig:
    """The light in which the scene's objects stand, where they are now."""
    return _rig(scene, setting_of(scene), remembered(scene), as_made=False)


def relit(scene: Scene, setting: Setting) -> Scene:
    """The scene in another light: ``setting`` is its present one but for time and weather."""
    room = next(o for o in scene.objects if o.category == "room")
    before, memory = setting_of(scene), remembered(scene)
    first = told(room, "time") is None and told(room, "weather") is None
    old = _rig(scene, before, memory, as_made=first)
    new = _rig(scene, setting, memory, as_made=False)
    origin = None if first else _rig(scene, memory.setting, memory, as_made=True)
    lights = _Lights(old=old, new=new, first=origin)
    shell = _shell(scene, memory, before, setting)
    objects: list[SceneObject] = []
    for item in scene.objects:
        lit = item
        if item.splats is not None or item.mesh is not None:
            lit = _relit(item, memory, shell, lights)
        if item.name == room.name:
            lit = saying(saying(lit, "time", setting.time), "weather", setting.weather)
        objects.append(lit)
    return replace(scene, objects=tuple(objects), background=background_of(setting))


def _rig(scene: Scene, setting: Setting, memory: Memory, *, as_made: bool) -> Rig:
    """All light of the scene; ``as_made`` with things where they stood when their light was baked."""
    things = [_placed(o, memory, as_made=as_made) for o in scene.objects if o.category != "sky"]
    seed = scene.provenance.seed or 0
    site = memory.plan.site if memory.sure else site_of(scene)
    finishes = finishes_of(setting, seed=seed) if setting is memory.setting else finishes_now(scene, setting)
    return rig_for(things, site, setting, seed=seed, finishes=finishes)


def _placed(item: SceneObject, memory: Memory, *, as_made: bool) -> Placed:
    if as_made and item.name in memory.made:
        return memory.made[item.name]
    model = seen_model(item, memory)
    if item.category in SHELL and item.name not in memory.made:
        model = replace(model, blockers=(), static=True)  # walls stop no light: the room is a box of light
    return Placed(model=model, position=item.position, quat=item.quat)


def _shell(scene: Scene, memory: Memory, before: Setting, after: Setting) -> dict[str, tuple[Model, int]]:
    """Models of the place's own parts in the new light, and the seeds of their splats."""
    seed = scene.provenance.seed or 0
    made = after if before.kind == "outdoors" else memory.setting
    made = replace(made, floor=before.floor, wall=before.wall)
    parts = parts_of(memory.plan, made, seed=seed, finishes=finishes_now(scene, before))
    return {part.name: (part.model, 1000 * seed + k) for k, part in enumerate(parts)}


def _relit(
    item: SceneObject, memory: Memory, shell: dict[str, tuple[Model, int]], lights: _Lights
) -> SceneObject:
    here = _placed(item, memory, as_made=False)
    if item.name in shell and item.category in SHELL:
        model, seed = shell[item.name]
        here = replace(here, model=model)
        if lights.old.site.kind == "outdoors":  # the ground and the sky are the weather
            splats, mesh, _ = appearance_with(here, lights.new, seed=seed)
            return replace(item, splats=splats, mesh=mesh)
        return _as_made(item, here, here, lights, seed, memory.fine)
    if item.name in memory.made:
        made = memory.made[item.name]
        was = made if lights.first is None else here
        return _as_made(item, was, here, lights, memory.seeds[item.name], memory.fine, made)
    splats, mesh = item.splats, item.mesh
    return replace(
        item,
        splats=None if splats is None else _splats_relit(splats, here, lights),
        mesh=None if mesh is None else _mesh_on_surface(mesh, here, lights),
    )


def _as_made(
    item: SceneObject, was: Placed, here: Placed, lights: _Lights, seed: int, fine: float,
    made: Placed | None = None,
) -> SceneObject:  # fmt: skip
    """Made again in both lights; what was painted since keeps the ratio of both."""
    splats, mesh, textured = appearance_with(was, lights.old, seed=seed, fine=fine)
    if item.mesh is not None and len(item.mesh.vertices) != len(mesh.vertices) and lights.first is not None:
        _, _, textured = appearance_with(made or was, lights.first, seed=seed, fine=fine)
        splats, mesh, _ = appearance_with(was, lights.old, seed=seed, fine=fine, textured=textured)
    now, now_mesh, _ = appearance_with(here, lights.new, seed=seed, fine=fine, textured=textured)
    out = item
    if item.splats is not None:
        if len(splats) != len(item.splats):
            out = replace(out, splats=_splats_relit(item.splats, here, lights))
        elif np.array_equal(splats.sh, item.splats.sh):
            out = replace(out, splats=replace(item.splats, sh=now.sh))
        else:
            out = replace(out, splats=replace(item.splats, sh=_sh_ratio(item.splats, splats, now)))
    if item.mesh is not None:
        alike = len(item.mesh.vertices) == len(mesh.vertices)
        relit_mesh = _mesh_ratio(item.mesh, mesh, now_mesh) if alike else None
        out = replace(out, mesh=relit_mesh or _mesh_on_surface(item.mesh, here, lights))
    return out


def _sh_ratio(current: Splats, old: Splats, new: Splats) -> np.ndarray:
    ratio = _ratio(_light_of(colors_from_sh0(old.sh)), _light_of(colors_from_sh0(new.sh)))
    return _sh(current, _light_of(colors_from_sh0(current.sh)) * ratio)


def _mesh_ratio(current: Mesh, old: Mesh, new: Mesh) -> Mesh | None:
    """The present triangles in the new colours; None where they are others."""
    if same(current, old):
        return replace(current, colors_linear=new.colors_linear, texture=new.texture)
    if current.colors_linear is None or old.colors_linear is None or new.colors_linear is None:
        return None
    ratio = _ratio(_untoned(old.colors_linear), _untoned(new.colors_linear))
    colors = tone_mapped(_untoned(current.colors_linear) * ratio)
    texture = current.texture
    if texture is not None and old.texture is not None and new.texture is not None:
        if not texture.shape == old.texture.shape == new.texture.shape:
            return None
        shade = _gray(new.texture) / np.maximum(_gray(old.texture), 0.01)
        lit = linear_from_srgb(texture / 255.0) * np.minimum(shade, 8.0)
        texture = np.round(255 * srgb_from_linear(np.clip(lit, 0, 1))).astype(np.uint8)
    return replace(current, colors_linear=colors.astype(np.float32), texture=texture)


def _gray(texture: np.ndarray) -> np.ndarray:
    return linear_from_srgb(texture / 255.0).mean(axis=2, keepdims=True)


def _splats_relit(splats: Splats, here: Placed, lights: _Lights) -> Splats:
    """In the light on their surfaces before and after; what shines by itself goes on shining."""
    light = _light_of(colors_from_sh0(splats.sh))
    ratio, glow = _change(here, lights, splats.means.astype(float), splat_normals(splats), light)
    return replace(splats, sh=_sh(splats, (light - glow) * ratio + glow))


def _mesh_on_surface(mesh: Mesh, here: Placed, lights: _Lights) -> Mesh:
    """The same for vertices; a texture stays."""
    upward = np.tile([0.0, 1.0, 0.0], (len(mesh.vertices), 1))
    normals = upward if mesh.normals is None else mesh.normals.astype(float)
    colors = mesh.colors_linear if mesh.colors_linear is not None else np.ones(mesh.vertices.shape)
    light = _untoned(colors.astype(float))
    ratio, glow = _change(here, lights, mesh.vertices.astype(float), normals, light)
    return replace(mesh, colors_linear=tone_mapped((light - glow) * ratio + glow).astype(np.float32))


def _change(
    here: Placed, lights: _Lights, points: np.ndarray, normals: np.ndarray, light: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """New light over old light at points of an object, and what they send out themselves."""
    both = [light_on(here, rig, points, normals) for rig in (lights.old, lights.new)]
    own = np.clip(light - _BRIGHTEST * both[0], 0, None)
    own *= own.max(axis=1, keepdims=True) > 0.25  # less is the coarseness of the estimate
    return _ratio(both[0], both[1]), np.minimum(own, light)


def light_on(here: Placed, rig: Rig, points: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """All light at points of an object's surface, in its own frame; close neighbours share it."""
    world = points @ here.turn.T + here.position.astype(float)
    facing = normals @ here.turn.T
    key = np.concatenate([np.round(world / _CELL), np.round(facing * 3)], axis=1).astype(np.int64)
    _, first, kind = np.unique(key, axis=0, return_index=True, return_inverse=True)
    at, way, stops = world[first], facing[first], fields_of(rig, here)
    return (light_at(rig, at, way, stops) + sun_at(rig, at, way, stops))[kind.ravel()]


def _ratio(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    return np.clip((new + _DIMMEST) / (old + _DIMMEST), 0.0, 40.0)


def splat_normals(splats: Splats) -> Float[np.ndarray, "n 3"]:
    """The shortest axis of each splat; of ours it points outwards."""
    axes = matrix_from_quat(splats.quats.astype(float))
    return np.take_along_axis(axes, np.argmin(splats.scales, axis=1)[:, None, None], axis=2)[..., 0]


def _light_of(srgb: np.ndarray) -> np.ndarray:
    """The light that a displayed colour stands for."""
    return _untoned(linear_from_srgb(np.clip(srgb, 0, 1)))


def _untoned(mapped: np.ndarray) -> np.ndarray:
    """The inverse of ``tone_mapped`` at exposure 1."""
    peak: np.ndarray = np.clip(mapped.max(axis=1, keepdims=True), 0, 0.995)
    over: np.ndarray = np.log1p(-(np.maximum(peak, _KNEE) - _KNEE) / 0.4)
    full: np.ndarray = np.where(peak > _KNEE, _KNEE - 0.4 * over, peak)
    glare = 0.35 * np.clip((full - _KNEE) / (full + 1e-9), 0, 1)
    plain = (mapped - glare * peak) / (1 - glare)
    return np.maximum(plain * np.where(peak > _KNEE, full / np.maximum(peak, 1e-9), 1.0), 0.0)


def _sh(current: Splats, light: np.ndarray) -> np.ndarray:
    """Harmonics of the new colours; what depended on the view goes along with the brightness."""
    sh = np.array(current.sh)
    base = sh0_from_colors(srgb_from_linear(tone_mapped(light)))
    sh[:, :1] = base[:, :1]
    return sh.astype(current.sh.dtype)
