"""A scene as engines that read glTF's physics get it: ``scene.glb`` named by id, and the bundle beside it."""

import json
import re
from dataclasses import replace
from typing import Any

from spatialwm.io import glb
from spatialwm.scene import Body, Rollout, Scene, SceneObject
from spatialwm_exporters.engine_bundle import Part, bundle_json, splat_files
from spatialwm_exporters.simulator import Rigid, Simulated, simulated

__all__ = ["engine_files"]

_HINTS = re.compile(
    r"[-_$](noimp|col|colonly|convcol|convcolonly|rigid|navmesh|occ|occonly|vehicle|wheel|alpha|vcol)\d*$",
    re.IGNORECASE,
)
"""Ends of names that Godot's importer takes as orders (resource_importer_scene.cpp, ``_teststr``)."""


def engine_files(scene: Scene, name: str, *, physics: bool) -> tuple[Simulated, dict[str, bytes]]:
    """``scene.glb`` without splats, ``physics.json`` and ``splats/*.ply``, and the scene they are of.

    Args:
        scene: What to write.
        name: Of the scene.
        physics: Bodies and colliders go into the GLB too; without, they stand in the bundle only, and what
            has nothing but colliders has them as its mesh.
    """
    ready = simulated(scene)
    ready = replace(ready, rigids=tuple(_spoken(rigid) for rigid in ready.rigids))
    parts = [rigid.part for rigid in ready.rigids]
    files = {
        "scene.glb": glb.encode(_named_by_id(ready.scene, parts, physics=physics), splats=False),
        "physics.json": _bundle(ready, parts, name),
        **splat_files(parts),
    }
    return ready, files


def _spoken(rigid: Rigid) -> Rigid:
    """With an id that Godot does not take for an order."""
    label = rigid.part.id
    return replace(rigid, part=replace(rigid.part, id=f"{label}_o")) if _HINTS.search(label) else rigid


def _bundle(ready: Simulated, parts: list[Part], name: str) -> bytes:
    """``engine_bundle`` of the parts, with where joints are now and the mean of each object's splats."""
    bundle: dict[str, Any] = json.loads(bundle_json(ready.scene, parts, name=name))
    for entry, rigid in zip(bundle["objects"], ready.rigids, strict=True):
        if rigid.joint is not None:
            entry["joint"]["value"] = rigid.value
        splats = rigid.part.thing.splats
        if "splats" in entry and splats is not None:
            entry["splat_center"] = splats.means.astype(float).mean(axis=0).tolist()
    return json.dumps(bundle, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _named_by_id(scene: Scene, parts: list[Part], *, physics: bool) -> Scene:
    ids = {part.thing.name: part.id for part in parts}
    rollout = scene.rollout
    if rollout is not None:
        names = tuple(ids[name] for name in rollout.names)
        rollout = Rollout(times=rollout.times, names=names, positions=rollout.positions, quats=rollout.quats)
    objects = tuple(_object(part, ids, physics=physics) for part in parts)
    return replace(scene, objects=objects, cameras=(), rollout=rollout)


def _object(part: Part, ids: dict[str, str], *, physics: bool) -> SceneObject:
    thing, mesh = part.thing, part.shown.mesh
    body = thing.body if physics else Body()
    if body.joint is not None and body.joint.parent is not None:
        body = replace(body, joint=replace(body.joint, parent=ids[body.joint.parent]))
    unseen = physics and part.shown.source == "colliders"
    return replace(thing, name=part.id, splats=None, mesh=None if unseen else mesh, body=body)
