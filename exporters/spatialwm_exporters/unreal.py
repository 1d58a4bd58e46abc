"""Unreal: a folder with meshes and their collision, splats, physics, and a script that builds a level.

``physics.json`` is the bundle of ``engine_bundle``; ``import_spatialwm.py`` applies Unreal's axes. All meshes
stand at the origin, because Interchange may or may not bake node transforms into them, by a setting of the
user's.
"""

from pathlib import Path

from spatialwm.io import glb
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import Box, Capsule, Collider, Scene, SceneObject, Sphere, TriangleMesh
from spatialwm_exporters.engine_bundle import Part, bundle_json, parts_of, safe_id, splat_files
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.standing import as_it_stands
from spatialwm_exporters.templates import template_files

__all__ = ["folder_files", "write"]


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``; its name becomes the scene's."""
    return write_folder(path, folder_files(scene, path.resolve().name), target="unreal", scene=scene)


def folder_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the folder by their path in it."""
    scene, scene_id = as_it_stands(scene), safe_id(name)
    parts = parts_of(scene)
    meshes = tuple(thing for part in parts for thing in _meshes(part))
    return {
        **template_files("unreal-plugin", {"SCENE_NAME": scene_id}),
        **({"meshes.glb": glb.encode(Scene(objects=meshes))} if meshes else {}),
        "physics.json": bundle_json(scene, parts, name=scene_id),
        **splat_files(parts),
    }


def _meshes(part: Part) -> list[SceneObject]:
    """The shown mesh, and a mesh per collider whose name tells Interchange what it is for."""
    if part.shown.mesh is None:
        return []
    shown = SceneObject(name=part.id, mesh=part.shown.mesh)
    # a TriangleMesh needs no mesh of its own: the importer lets the shown one collide as it is
    shapes = [c for c in part.colliders if not isinstance(c, TriangleMesh)]
    hulls = [
        SceneObject(name=f"{_prefix(shape)}_{part.id}_{k:02d}", mesh=collider_mesh(shape, part.thing.mesh))
        for k, shape in enumerate(shapes)
    ]
    return [shown, *hulls]


def _prefix(collider: Collider) -> str:
    """Unreal's name prefixes for collision: box, sphere, capsule, and convex for all else."""
    prefixes: dict[type, str] = {Box: "UBX", Sphere: "USP", Capsule: "UCP"}
    return prefixes.get(type(collider), "UCX")
