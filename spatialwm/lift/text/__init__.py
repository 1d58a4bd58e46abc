"""Words to a scene."""

from spatialwm.lift.text.scene import bodies_from_text, scene_from_text

__all__ = ["bodies_from_text", "scene_from_text"]
