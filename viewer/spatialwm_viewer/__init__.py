"""A page that shows a scene, plays its rollout and lets one act in it."""

from spatialwm_viewer.server import create_app, view

__all__ = ["create_app", "view"]
