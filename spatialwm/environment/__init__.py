"""Scenes as Gymnasium environments: ``gymnasium.make("spatialwm/Scene-v0", scene=scene)``.

Importing this package registers the id; it needs the extra ``gym``.
"""

from spatialwm.environment.environment import ID, SceneEnvironment, register

__all__ = ["ID", "SceneEnvironment", "register"]

register()
