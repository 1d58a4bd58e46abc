"""Pure edits on scenes and splats: each returns a new record."""

from dataclasses import replace
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.harmonics import rotate_sh
from spatialwm.geometry.rotations import matrix_from_quat, quat_multiply, quat_rotate, quat_slerp
from spatialwm.scene.action import Paint
from spatialwm.scene.cage import deform_splats, rest_cage
from spatialwm.scene.rollout import CageTrack
from spatialwm.scene.scene import Scene, SceneObject
from spatialwm.scene.showing import is_hidden_at, paint_at, painted
from spatialwm.scene.splats import Splats

__all__ = ["at_time", "credits_of", "merge_splats", "transform_splats", "with_object", "world_splats"]


def transform_splats(
    splats: Splats, position: Float[np.ndarray, "3"], quat: Float[np.ndarray, "4"]
) -> Splats:
    """Move splats rigidly: turn by ``quat``, then shift by ``position`` [m]. Colour turns with them.

    The identity returns ``splats`` itself, so what is not moved stays bit-identical.
    """
    if not np.any(position) and np.array_equal(np.abs(quat), (1, 0, 0, 0)):
        return splats
    turn = np.asarray(quat, float)
    return replace(
        splats,
        means=quat_rotate(turn, splats.means.astype(float)) + position,
        quats=quat_multiply(turn, splats.quats.astype(float)),
        sh=rotate_sh(splats.sh, matrix_from_quat(turn)),
    )


def merge_splats(parts: list[Splats]) -> Splats:
    """Put splats one after another; lower SH degrees are padded with zeros."""
    if not parts:
        empty = np.zeros((0, 3), np.float32)
        return Splats(
            means=empty, quats=np.zeros((0, 4)), scales=empty, opacities=np.zeros(0), sh=np.zeros((0, 1, 3))
        )
    if len(parts) == 1:
        return parts[0]
    count = max(part.sh.shape[1] for part in parts)
    padded = [np.pad(p.sh, ((0, 0), (0, count - p.sh.shape[1]), (0, 0))) for p in parts]
    return Splats(
        means=np.concatenate([p.means for p in parts]),
        quats=np.concatenate([p.quats for p in parts]),
        scales=np.concatenate([p.scales for p in parts]),
        opacities=np.concatenate([p.opacities for p in parts]),
        sh=np.concatenate(padded),
    )


def world_splats(scene: Scene) -> tuple[Splats, np.ndarray]:
    """All splats that are shown, in the world frame, and for each the index of its object."""
    placed = [
        (k, transform_splats(deform_splats(o.splats, o.body, o.cage), o.position, o.quat))
        for k, o in enumerate(map(painted, scene.objects))
        if o.splats is not None and not o.hidden
    ]
    ids = [np.full(len(splats), k, np.int32) for k, splats in placed]
    return merge_splats([splats for _, splats in placed]), np.concatenate([np.zeros(0, np.int32), *ids])


def credits_of(scene: Scene) -> tuple[str, ...]:
    """A line for each model of others in the scene: what, by whom, under which licence."""
    found: dict[str, None] = {}
    for thing in scene.objects:
        origin = thing.provenance
        if origin is not None:
            author = f" by {origin.author}" if origin.author else ""
            found[f"{origin.source}{author} ({origin.license or 'licence not stated'})"] = None
    return tuple(found)


def with_object(scene: Scene, changed: SceneObject) -> Scene:
    """The scene with the object of the same name replaced, or the object added."""
    if all(o.name != changed.name for o in scene.objects):
        return replace(scene, objects=(*scene.objects, changed))
    objects = tuple(changed if o.name == changed.name else o for o in scene.objects)
    return replace(scene, objects=objects)


def at_time(scene: Scene, time: float) -> Scene:
    """The scene as it was ``time`` seconds into its rollout, between frames interpolated.

    Times outside the rollout give its first or last frame. A scene without a rollout is returned as it is.
    """
    rollout = scene.rollout
    if rollout is None:
        return scene
    times = rollout.times
    k = int(np.clip(np.searchsorted(times, time, side="right") - 1, 0, len(times) - 1))
    following = min(k + 1, len(times) - 1)
    span = float(times[following] - times[k])
    fraction = float(np.clip((time - float(times[k])) / span, 0, 1)) if span > 0 else 0.0
    positions = rollout.positions[k], rollout.positions[following]
    quats = rollout.quats[k], rollout.quats[following]
    if fraction > 0:
        where = positions[0] * (1 - fraction) + positions[1] * fraction
        turned = quat_slerp(quats[0].astype(float), quats[1].astype(float), fraction)
    else:
        where, turned = positions[0], quats[0]
    places = {name: k for k, name in enumerate(rollout.names)}
    switched = {name for name, _, _ in rollout.hidden}
    brushed = {action.object for _, action in rollout.actions if isinstance(action, Paint)}
    cages = {track.name: _cage_between(track, k, following, fraction) for track in rollout.cages}
    objects = list(scene.objects)
    for index, thing in enumerate(objects):
        changes: dict[str, Any] = {}
        if thing.name in places:
            track = places[thing.name]
            changes |= {"position": where[track], "quat": turned[track]}
        if thing.name in cages:
            changes["cage"] = _unless_at_rest(thing, cages[thing.name])
        if thing.name in switched:
            changes["hidden"] = is_hidden_at(rollout, thing.name, time)
        if thing.name in brushed:
            changes["paint"] = paint_at(rollout, thing.name, time)
        if changes:
            objects[index] = replace(thing, **changes)
    return replace(scene, objects=tuple(objects))


def _cage_between(track: CageTrack, first: int, second: int, fraction: float) -> np.ndarray:
    if fraction == 0:
        return track.nodes[first]
    return track.nodes[first] * (1 - fraction) + track.nodes[second] * fraction


def _unless_at_rest(thing: SceneObject, cage: np.ndarray) -> np.ndarray | None:
    # undeformed is None, so that a scene taken back to its start is the scene it started from
    return None if np.array_equal(cage, rest_cage(thing.body)) else cage
