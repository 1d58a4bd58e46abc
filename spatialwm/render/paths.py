"""Camera paths: from one good view to a film."""

from dataclasses import replace
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.poses import look_at
from spatialwm.scene import Camera, Scene

__all__ = ["AgentView", "PathName", "agent_views", "camera_path"]

PathName = Literal["orbit", "sway"]
AgentView = Literal["agent", "follow"]
_BEHIND, _OVER, _AHEAD = 1.8, 0.5, 1.5
"""Who follows the agent looks from this far behind and over its eyes to a point this far ahead of it [m]."""
_KEPT = 0.15
"""and keeps this far from the room's walls [m]."""
_SWAY = np.radians(25)
"""How far to each side a sway goes."""


def camera_path(camera: Camera, target: np.ndarray, *, path: PathName, frames: int) -> tuple[Camera, ...]:
    """Cameras that go about ``target``, all at the first one's distance and height.

    Args:
        camera: Where to begin.
        target: What to look at [m], shape (3).
        path: ``orbit`` is a full circle, ``sway`` goes to one side and to the other, for rooms seen from
            their open front.
        frames: How many; the path closes, so that the film can loop.
    """
    eye = camera.world_from_camera[:3, 3]
    turns = np.arange(frames) / frames * 2 * np.pi
    angles = turns if path == "orbit" else _SWAY * np.sin(turns)
    arm = eye - target
    cos, sin = np.cos(angles), np.sin(angles)
    arms = np.stack(
        [cos * arm[0] + sin * arm[2], np.full(frames, arm[1]), cos * arm[2] - sin * arm[0]], axis=1
    )
    return tuple(replace(camera, world_from_camera=look_at(target + a, target)) for a in arms)


def agent_views(scene: Scene, camera: Camera, *, view: AgentView, frames: int) -> tuple[Camera, ...]:
    """Cameras that go with the agent through a scene's rollout: through its eyes, or from behind it.

    Args:
        scene: With a rollout that knows where the agent was.
        camera: Whose lens and size they have.
        view: ``agent`` is first person, ``follow`` third person.
        frames: How many, evenly spaced over the rollout.

    Raises:
        InputError: There is no rollout with an agent.
    """
    rollout = scene.rollout
    if rollout is None or not len(rollout.agent):
        raise InputError(f"The scene has no rollout with an agent; use 'act' before --camera {view}.")
    picks = np.rint(np.linspace(0, len(rollout.agent) - 1, frames)).astype(int)
    return tuple(_view(rollout.agent[k].astype(float), camera, view, _inside(scene)) for k in picks)


def _view(pose: np.ndarray, camera: Camera, view: AgentView, bounds: tuple[np.ndarray, np.ndarray]) -> Camera:
    feet, yaw, pitch, height = pose[:3], pose[3], pose[4], pose[5]
    eye = feet + np.array([0.0, height, 0.0])
    level = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
    ahead = level * np.cos(pitch) + np.array([0.0, np.sin(pitch), 0.0])
    if view == "agent":
        return replace(camera, world_from_camera=look_at(eye, eye + ahead))
    back = eye - _BEHIND * level + np.array([0.0, _OVER, 0.0])
    return replace(camera, world_from_camera=look_at(np.clip(back, *bounds), eye + _AHEAD * ahead))


def _inside(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Where a camera may be: in the room, where there is one [m]."""
    rooms = [o for o in scene.objects if o.category == "room" and o.mesh is not None]
    points = [o.mesh.vertices.astype(float) + o.position for o in rooms if o.mesh is not None]
    if not points:
        return np.full(3, -np.inf), np.full(3, np.inf)
    every = np.concatenate(points)
    return every.min(axis=0) + _KEPT, every.max(axis=0) - _KEPT
