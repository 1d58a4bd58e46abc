"""Godot: a project with a main scene, bodies by OMI physics, and a script for what that cannot say.

glTF's frame is Godot's own, so nothing is turned. ``godot-project/`` holds the files that are the same for
every scene.
"""

from pathlib import Path

import numpy as np

from spatialwm.objects.inspection import overview
from spatialwm.scene import Camera, Scene
from spatialwm_exporters.engine_bundle import safe_id
from spatialwm_exporters.engine_scene import engine_files
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.templates import template_files

__all__ = ["project_files", "write"]


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``; its name becomes the project's.

    Raises:
        InputError: The engine cannot simulate the scene, or the place cannot be written.
    """
    return write_folder(path, project_files(scene, path.resolve().name), target="godot", scene=scene)


def project_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the project by their path in it."""
    ready, files = engine_files(scene, safe_id(name), physics=True)
    camera = scene.cameras[0] if scene.cameras else overview(ready.scene)
    gravity = ready.scene.gravity.astype(float)
    strength = float(np.linalg.norm(gravity))
    down = gravity / strength if strength > 0 else np.array([0.0, -1, 0])
    values = {
        "SCENE_NAME": safe_id(name),
        "GRAVITY": _numbers([strength]),
        "DOWN": _numbers(down),
        "BACKGROUND": _numbers(scene.background),
        "VIEW": _numbers(_view(camera)),
        "FOV": _numbers([np.degrees(2 * np.arctan(camera.height / 2 / camera.K[1, 1]))]),
    }
    return {**template_files("godot-project", values), **files}


def _view(camera: Camera) -> np.ndarray:
    """A Transform3D: the rotation row by row, then the origin; Godot's cameras look along -z with y up."""
    pose = camera.world_from_camera
    turn = pose[:3, :3] @ np.diag([1.0, -1, -1])
    return np.concatenate([turn.ravel(), pose[:3, 3]])


def _numbers(values: "np.ndarray | tuple[float, ...] | list[float]") -> str:
    return ", ".join(f"{float(value) + 0.0:.9g}" for value in values)
