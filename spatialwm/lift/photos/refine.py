"""The cameras' poses, learnt beside the scene: a share of a degree that the pose search left.

The gradient of the loss by the matrix from world to camera comes from the rasteriser; a pose moves along
its six directions (Lin et al. 2021, BARF, for splats). Cameras and splats together could turn, drift or
grow without any photo noticing, so after each step the cameras as a whole are put back where they were.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.rotations import matrix_from_quat, quat_from_axis_angle
from spatialwm.lift.photos.small_adam import SmallAdam
from spatialwm.scene import Camera

__all__ = ["LivePoses", "put_back"]


@dataclass(eq=False, kw_only=True)
class LivePoses:
    """Poses in training, changed in place."""

    values: Float[np.ndarray, "v 4 4"]
    """World from camera, of all photos."""
    given: Float[np.ndarray, "v 4 4"]
    """As they were at the start."""
    adam: SmallAdam
    learnt: tuple[int, ...]
    """Photos whose poses move."""
    extent: float
    """What counts as one along the three shifts, as a radian does along the three turns."""

    @classmethod
    def start(cls, cameras: tuple[Camera, ...], learnt: tuple[int, ...], extent: float) -> "LivePoses":
        """The poses as given."""
        given = np.array([camera.world_from_camera for camera in cameras], float)
        adam = SmallAdam.start(len(cameras), 6)
        return cls(values=given.copy(), given=given, adam=adam, learnt=learnt, extent=extent)

    def learn(self, index: int, view_slope: Float[np.ndarray, "4 4"], *, rate: float) -> None:
        """One Adam step of photo ``index``.

        Args:
            index: Of the photo.
            view_slope: Gradient by the matrix from world to camera.
            rate: Of learning [rad, or extents].
        """
        view = np.asarray(np.linalg.inv(self.values[index]), float)[:3]
        slope = np.asarray(view_slope[:3], float)
        # view' = exp(turn, shift) view, so d loss / d turn = sum over columns of view_j x slope_j.
        turn = np.cross(view, slope, axis=0).sum(axis=1)
        step = self.adam.step(index, np.concatenate([turn, slope[:, 3] * self.extent]), rate)
        self.values[index] = self.values[index] @ np.linalg.inv(_motion(-step[:3], -step[3:] * self.extent))
        chosen = list(self.learnt)
        self.values[chosen] = put_back(self.values[chosen], self.given[chosen])


def put_back(
    poses: Float[np.ndarray, "v 4 4"], given: Float[np.ndarray, "v 4 4"]
) -> Float[np.ndarray, "v 4 4"]:
    """Undo what small changes of the poses have in common: a turn, a shift and a growth.

    Args:
        poses: World from camera.
        given: The same before they changed.
    """
    turns = poses[:, :3, :3] @ given[:, :3, :3].transpose(0, 2, 1)
    skew = (turns - turns.transpose(0, 2, 1)).mean(axis=0) / 2
    common = _motion(np.array([skew[2, 1], skew[0, 2], skew[1, 0]]), np.zeros(3))[:3, :3]
    middle, middle_given = poses[:, :3, 3].mean(axis=0), given[:, :3, 3].mean(axis=0)
    eyes, eyes_given = (poses[:, :3, 3] - middle) @ common, given[:, :3, 3] - middle_given
    spread = float((eyes * eyes_given).sum())
    growth = float((eyes**2).sum()) / spread if spread > 0 else 1.0
    result = poses.copy()
    result[:, :3, :3] = common.T @ poses[:, :3, :3]
    result[:, :3, 3] = eyes / growth + middle_given
    return result


def _motion(turn: Float[np.ndarray, "3"], shift: Float[np.ndarray, "3"]) -> Float[np.ndarray, "4 4"]:
    """A turn about an axis through the origin [rad] and a shift."""
    motion = np.eye(4)
    angle = float(np.linalg.norm(turn))
    if angle > 0:
        motion[:3, :3] = matrix_from_quat(quat_from_axis_angle(turn, angle))
    motion[:3, 3] = shift
    return motion
