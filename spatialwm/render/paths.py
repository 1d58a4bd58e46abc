"""Camera paths: from one good view to a film."""

from dataclasses import replace
from typing import Literal

import numpy as np

from spatialwm.geometry.poses import look_at
from spatialwm.scene import Camera

__all__ = ["PathName", "camera_path"]

PathName = Literal["orbit", "sway"]
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
