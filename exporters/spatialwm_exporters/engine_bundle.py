"""``physics.json``: what splat and mesh files cannot say, for the importer scripts of Unity and Unreal.

Version 1. All values are in glTF's frame (right-handed, +Y up, metres, kilograms, seconds, radians;
quaternions wxyz); each importer applies its own engine's axis rule. Arrays of numbers are flat, because
Unity's JSON reader knows no nested ones: positions are ``[x, y, z, x, y, z, ...]``. Absent values are left
out, never null.

* ``format`` ``"spatialwm-engine-bundle"``, ``version`` 1, ``scene`` name, ``gravity`` [m/s^2]
* ``provenance``: ``method``, ``source``, ``license``, ``notes``
* ``objects``: a list, each with (and with ``provenance`` of its own, plus ``author``, for models of others)
    - ``name``, ``id`` (ASCII; names its mesh and its files), ``category``, ``material``, ``position``,
    ``quat`` - ``mesh``: ``mesh`` its own, ``splat-hull`` a stand-in, ``colliders`` not to be seen, ``none``
    - ``splats``: file of its splats, in its own frame and PLY axes
    - ``kind`` of body, ``mass`` [kg], ``friction``, ``restitution``
    - ``colliders``: ``shape`` (``box``, ``sphere``, ``capsule``, ``convex``, ``mesh``), ``position``,
    ``quat`` in the
      object's frame, then ``size``, ``radius``, ``height`` (cylindrical part, along y), or ``vertices`` and
      ``triangles`` in the collider's frame. A cylinder is written as ``convex``: neither engine has one.
    - ``joint``: ``kind`` (``hinge``, ``slide``), ``parent`` name, ``axis``, ``anchor``, ``limits``
* ``rollout``: ``times``, ``tracks`` (``object``, ``positions``, ``quats``; neighbouring quaternions are on
the same
  half sphere), ``actions`` (``time`` and the fields of the action), ``predictor``, ``seed``, ``state_hash``
"""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io import splat_ply
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import (
    Box,
    Capsule,
    Collider,
    Joint,
    Rollout,
    Scene,
    SceneObject,
    Sphere,
    TriangleMesh,
    action_to_json,
)
from spatialwm_exporters.engine_meshes import Shown, colliders_of, shown_mesh

__all__ = ["FORMAT", "VERSION", "Part", "bundle_json", "parts_of", "safe_id", "splat_files"]

FORMAT, VERSION = "spatialwm-engine-bundle", 1

Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """An object on its way into an engine."""

    thing: SceneObject
    id: str
    """ASCII letters, digits and underscores; unique in the scene."""
    shown: Shown
    colliders: tuple[Collider, ...]


def safe_id(name: str) -> str:
    """A name as an ASCII identifier that every file system and engine takes."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")[:60]
    return words if words[:1].isalpha() else f"o_{words}".rstrip("_")


def parts_of(scene: Scene) -> list[Part]:
    """The scene's objects with what an engine needs of each."""
    parts: list[Part] = []
    taken = {"scene"}  # the root of scene.glb and the file itself have that name in Unity
    for thing in scene.objects:
        base = safe_id(thing.name)
        names = (base, *(f"{base}_{k}" for k in range(2, len(scene.objects) + 2)))
        label = next(name for name in names if name.lower() not in taken)  # Windows ignores case
        taken.add(label.lower())
        shown = shown_mesh(thing)
        parts.append(Part(thing, label, shown, colliders_of(thing, shown)))
    return parts


def splat_files(parts: list[Part]) -> dict[str, bytes]:
    """One PLY per object that has splats, in the object's own frame: ``splats/<id>.ply``."""
    return {
        _splat_path(part): splat_ply.encode(part.thing.splats)
        for part in parts
        if part.thing.splats is not None and len(part.thing.splats)
    }


def bundle_json(scene: Scene, parts: list[Part], *, name: str) -> bytes:
    """``physics.json`` of a scene, the same bytes for the same scene."""
    origin = scene.provenance
    bundle: Json = {
        "format": FORMAT,
        "version": VERSION,
        "scene": name,
        "gravity": _flat(scene.gravity),
        "provenance": {
            "method": origin.method,
            "source": origin.source,
            "license": origin.license,
            "notes": list(origin.notes),
        },
        "objects": [_object_json(part) for part in parts],
    }
    if scene.rollout is not None:
        bundle["rollout"] = _rollout_json(scene.rollout)
    return json.dumps(bundle, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _object_json(part: Part) -> Json:
    thing, body = part.thing, part.thing.body
    entry: Json = {
        "name": thing.name,
        "id": part.id,
        "category": thing.category,
        "material": thing.material,
        "position": _flat(thing.position),
        "quat": _flat(quat_normalize(thing.quat.astype(float))),
        "mesh": part.shown.source,
        "kind": body.kind,
        "mass": body.mass,
        "friction": body.friction,
        "restitution": body.restitution,
        "colliders": [_collider_json(collider) for collider in part.colliders],
    }
    if thing.splats is not None and len(thing.splats):
        entry["splats"] = _splat_path(part)
    if body.joint is not None:
        entry["joint"] = _joint_json(body.joint)
    if thing.provenance is not None:
        origin = thing.provenance
        entry["provenance"] = {
            "method": origin.method,
            "source": origin.source,
            "license": origin.license,
            "author": origin.author,
        }
    return entry


def _splat_path(part: Part) -> str:
    return f"splats/{part.id}.ply"


def _collider_json(collider: Collider) -> Json:
    turn = quat_normalize(collider.quat.astype(float))
    placed = {"position": _flat(collider.position), "quat": _flat(turn)}
    match collider:
        case Box(size=size):
            return {"shape": "box", **placed, "size": _flat(size)}
        case Sphere(radius=radius):
            return {"shape": "sphere", **placed, "radius": radius}
        case Capsule(radius=radius, height=height):
            return {"shape": "capsule", **placed, "radius": radius, "height": height}
        case TriangleMesh():
            return {"shape": "mesh", **placed}
        case _:
            return {"shape": "convex", **placed, **_triangles_json(collider)}


def _triangles_json(collider: Collider) -> Json:
    """Corners and triangles in the collider's own frame."""
    centred = replace(collider, position=np.zeros(3), quat=np.array([1.0, 0, 0, 0]))
    shape = collider_mesh(centred, None)
    return {"vertices": _flat(shape.vertices), "triangles": shape.faces.reshape(-1).tolist()}


def _joint_json(joint: Joint) -> Json:
    entry: Json = {"kind": joint.kind, "axis": _flat(joint.axis), "anchor": _flat(joint.anchor)}
    if joint.parent is not None:
        entry["parent"] = joint.parent
    if joint.limits is not None:
        entry["limits"] = list(joint.limits)
    return entry


def _rollout_json(rollout: Rollout) -> Json:
    tracks = [
        {
            "object": name,
            "positions": _flat(rollout.positions[:, k]),
            "quats": _flat(_same_half_sphere(rollout.quats[:, k].astype(float))),
        }
        for k, name in enumerate(rollout.names)
    ]
    actions = [
        {"time": time} | {key: value for key, value in action_to_json(action).items() if value is not None}
        for time, action in rollout.actions
    ]
    return {
        "times": _flat(rollout.times),
        "tracks": tracks,
        "actions": actions,
        "predictor": rollout.predictor,
        "seed": rollout.seed,
        "state_hash": rollout.state_hash,
    }


def _same_half_sphere(quats: np.ndarray) -> np.ndarray:
    """Flip signs so that neighbouring keys are near: engines interpolate the plain numbers."""
    away = np.sum(quats[1:] * quats[:-1], axis=-1) < 0
    signs = np.cumprod(np.concatenate([[1], np.where(away, -1, 1)]))
    return quat_normalize(quats) * signs[:, None]


def _flat(array: np.ndarray) -> list[float]:
    """The shortest decimals that are still the same float32."""
    return [float(str(value)) for value in np.asarray(array, np.float32).reshape(-1)]
