"""Scenes you can act in.

Data flows one way::

    words, photos, splats -> lift -> Scene -> objects -> dynamics -> Rollout -> viewer, exporters

The verbs here are the twins of the command line's. Nothing heavy is imported before it is used.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spatialwm.errors import SpatialwmError
    from spatialwm.io import load, save
    from spatialwm.objects.inspection import inspect_scene
    from spatialwm.scene import (
        Action,
        Body,
        Camera,
        Grasp,
        Look,
        Mesh,
        Move,
        Push,
        Release,
        Rollout,
        Scene,
        SceneObject,
        Splats,
        State,
        Throw,
        Wait,
    )
    from spatialwm.verbs import act, create, export, film, mesh, picture, replay, story, view

__version__ = "0.1.0"

_HOMES = {
    "spatialwm.errors": ("SpatialwmError",),
    "spatialwm.io": ("load", "save"),
    "spatialwm.objects.inspection": ("inspect_scene",),
    "spatialwm.scene": (
        "Action",
        "Body",
        "Camera",
        "Grasp",
        "Look",
        "Mesh",
        "Move",
        "Push",
        "Release",
        "Rollout",
        "Scene",
        "SceneObject",
        "Splats",
        "State",
        "Throw",
        "Wait",
    ),
    "spatialwm.verbs": ("act", "create", "export", "film", "mesh", "picture", "replay", "story", "view"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "Body",
    "Camera",
    "Grasp",
    "Look",
    "Mesh",
    "Move",
    "Push",
    "Release",
    "Rollout",
    "Scene",
    "SceneObject",
    "SpatialwmError",
    "Splats",
    "State",
    "Throw",
    "Wait",
    "act",
    "create",
    "export",
    "film",
    "inspect_scene",
    "load",
    "mesh",
    "picture",
    "replay",
    "save",
    "story",
    "view",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home when it is first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'spatialwm' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOME_OF[name]), name)
