"""Blender: a folder with a GLB, splats, and a script that builds a collection of rigid bodies of them."""

from pathlib import Path

from spatialwm.scene import Scene
from spatialwm_exporters.engine_bundle import safe_id
from spatialwm_exporters.engine_scene import engine_files
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.templates import template_files

__all__ = ["folder_files", "write"]


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``; its name becomes the collection's.

    Raises:
        InputError: The engine cannot simulate the scene, or the place cannot be written.
    """
    return write_folder(path, folder_files(scene, path.resolve().name), target="blender", scene=scene)


def folder_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the folder by their path in it."""
    label = safe_id(name)
    _, files = engine_files(scene, label, physics=False)
    return {**template_files("blender-import", {"SCENE_NAME": label}), **files}
