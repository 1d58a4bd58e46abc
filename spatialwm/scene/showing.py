"""What of a scene is to be seen: without what is hidden, and painted. The records keep both as they were."""

from dataclasses import replace

import numpy as np

from spatialwm.geometry.harmonics import SH_C0
from spatialwm.scene.action import Paint, Vector
from spatialwm.scene.mesh import Mesh
from spatialwm.scene.rollout import Rollout
from spatialwm.scene.scene import Scene, SceneObject
from spatialwm.scene.splats import Splats

__all__ = ["as_shown", "is_hidden_at", "paint_at", "painted"]

_LUMA = np.array([0.2126, 0.7152, 0.0722])
"""Weights of red, green and blue in brightness (ITU-R BT.709)."""
_LIT = 0.9
"""What is as bright as this part of a thing has the paint's own colour; darker sides are in shade."""
_GAMMA = 2.2
"""sRGB to linear light, near enough for paint."""


def as_shown(scene: Scene) -> Scene:
    """The scene for a reader that knows neither paint nor hiding: hidden objects left out, paint applied.

    The rollout goes with it only when nothing it moves is left out.
    """
    objects = tuple(painted(thing) for thing in scene.objects if not thing.hidden)
    if len(objects) == len(scene.objects) or scene.rollout is None:
        return replace(scene, objects=objects)
    shown = {thing.name for thing in objects}
    kept = [k for k, name in enumerate(scene.rollout.names) if name in shown]
    trust, colors = scene.rollout.trust, scene.rollout.colors
    if len(colors):
        colors = colors[:, [k for k, thing in enumerate(scene.objects) if thing.name in shown]]
    rollout = replace(
        scene.rollout,
        names=tuple(scene.rollout.names[k] for k in kept),
        positions=scene.rollout.positions[:, kept],
        quats=scene.rollout.quats[:, kept],
        cages=tuple(track for track in scene.rollout.cages if track.name in shown),
        hidden=tuple(span for span in scene.rollout.hidden if span[0] in shown),
        colors=colors,
        trust=None if trust is None else replace(trust, bands=trust.bands[:, kept]),
    )
    return replace(scene, objects=objects, rollout=rollout)


def painted(thing: SceneObject) -> SceneObject:
    """With its paint in the colours of splats and vertices: bright stays bright, and shade stays shade."""
    if thing.paint is None:
        return thing
    splats, mesh = thing.splats, thing.mesh
    if splats is not None:
        splats = _paint_splats(splats, thing.paint)
    if mesh is not None:
        mesh = _paint_mesh(mesh, thing.paint)
    return replace(thing, splats=splats, mesh=mesh, paint=None)


def is_hidden_at(rollout: Rollout, name: str, time: float) -> bool:
    """Whether the object is not in the world then."""
    return any(
        n == name and begin <= time and (end is None or time < end) for n, begin, end in rollout.hidden
    )


def paint_at(rollout: Rollout, name: str, time: float) -> Vector | None:
    """The last colour it was given by then."""
    given = [a.color for t, a in rollout.actions if isinstance(a, Paint) and a.object == name and t < time]
    return given[-1] if given else None


def _paint_splats(splats: Splats, color: Vector) -> Splats:
    sh = splats.sh.astype(float)
    base = 0.5 + SH_C0 * sh[:, 0]
    sh[:, 0] = (_shaded(base, color) - 0.5) / SH_C0
    sh[:, 1:] = (sh[:, 1:] @ _LUMA)[..., None] * np.array(color)
    return replace(splats, sh=sh)


def _paint_mesh(mesh: Mesh, color: Vector) -> Mesh:
    if mesh.texture is not None:
        texture = np.rint(255 * _shaded(mesh.texture / 255.0, color)).astype(np.uint8)
        return replace(mesh, texture=texture, colors_linear=None)
    linear = tuple(part**_GAMMA for part in color)
    if mesh.colors_linear is None:
        return replace(mesh, colors_linear=np.tile(np.array(linear), (len(mesh.vertices), 1)))
    return replace(mesh, colors_linear=_shaded(mesh.colors_linear.astype(float), linear))


def _shaded(colors: np.ndarray, color: tuple[float, ...]) -> np.ndarray:
    luma = np.clip(colors @ _LUMA, 0.0, None)
    lit = max(float(np.quantile(luma, _LIT, method="lower")), 1e-3)
    return np.clip((luma / lit)[..., None] * np.array(color), 0.0, 1.0)
