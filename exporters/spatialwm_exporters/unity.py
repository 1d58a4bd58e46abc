"""Unity: a package folder (UPM) with meshes, splats, physics and the script that builds a prefab of them.

``Content/physics.json`` is the bundle of ``engine_bundle``; the C# in ``unity-package/`` applies Unity's
axes. Asset GUIDs follow from the package name and the file's place, so that exporting again keeps every
reference.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

from spatialwm.io import glb
from spatialwm.scene import Body, Rollout, Scene
from spatialwm_exporters.engine_bundle import Part, bundle_json, parts_of, safe_id, splat_files
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.standing import as_it_stands
from spatialwm_exporters.templates import template_files

__all__ = ["asset_guid", "package_files", "write"]

_GLTFAST = "6.8.0"
"""Least version; the rule x -> -x has been the same since 1.0."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``; its name becomes the scene's."""
    return write_folder(path, package_files(scene, path.resolve().name), target="unity", scene=scene)


def package_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the package by their path in it."""
    scene, scene_id = as_it_stands(scene), safe_id(name)
    package = f"com.spatialwm.{scene_id.lower().replace('_', '-')}"
    parts = parts_of(scene)
    values = {
        "SCENE_ID": scene_id,
        "SCENE_NAME": scene_id,
        "PHYSICS_GUID": asset_guid(package, "Content/physics.json"),
        "SCENE_GUID": asset_guid(package, "Content/scene.glb"),
    }
    files = {
        **template_files("unity-package", values),
        "package.json": _manifest(package, scene_id),
        "Content/scene.glb": glb.encode(_meshes_only(scene, parts), splats=False),
        "Content/physics.json": bundle_json(scene, parts, name=scene_id),
        **{f"Content/{place}": data for place, data in splat_files(parts).items()},
    }
    return files | _metas(package, files)


def asset_guid(package: str, place: str) -> str:
    """Unity's name of an asset: 32 hexadecimal digits."""
    return hashlib.md5(f"spatialwm:{package}:{place}".encode(), usedforsecurity=False).hexdigest()


def _manifest(package: str, scene_id: str) -> bytes:
    manifest = {
        "name": package,
        "version": "1.0.0",
        "displayName": f"spatialwm scene {scene_id}",
        "description": "A scene you can act in: meshes, splats, physics and a recorded rollout.",
        "unity": "2021.3",
        "dependencies": {
            "com.unity.cloud.gltfast": _GLTFAST,
            "com.unity.modules.animation": "1.0.0",
            "com.unity.modules.physics": "1.0.0",
        },
    }
    return json.dumps(manifest, indent=2).encode()


def _meshes_only(scene: Scene, parts: list[Part]) -> Scene:
    """The scene as glTFast should see it: nodes named by id, shown meshes, no physics, no cameras."""
    ids = {part.thing.name: part.id for part in parts}
    objects = tuple(
        replace(part.thing, name=part.id, splats=None, mesh=part.shown.mesh, body=Body()) for part in parts
    )
    rollout = scene.rollout
    if rollout is not None:
        names = tuple(ids[name] for name in rollout.names)
        rollout = Rollout(times=rollout.times, names=names, positions=rollout.positions, quats=rollout.quats)
    return replace(scene, objects=objects, cameras=(), rollout=rollout)


def _metas(package: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """A ``.meta`` beside every file and folder; Unity adds the importer's settings itself."""
    folders = {
        str(parent) for place in files for parent in PurePosixPath(place).parents if str(parent) != "."
    }
    metas: dict[str, bytes] = {}
    for place in sorted({*files, *folders}):
        lines = ["fileFormatVersion: 2", f"guid: {asset_guid(package, place)}"]
        lines += ["folderAsset: yes"] if place in folders else []
        metas[f"{place}.meta"] = ("\n".join(lines) + "\n").encode()
    return metas
