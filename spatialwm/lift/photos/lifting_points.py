"""Which point of the world one pixel of a photo shows."""

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.cameras import project, unproject
from spatialwm.lift.photos.capture import Capture
from spatialwm.lift.photos.undistort import undone

__all__ = ["point_at"]

_NEARBY = 0.06
"""Of the picture's width: sparse points this near to a pixel tell its depth."""
_FEW = 8
"""Nearest points that are asked: a plane needs three, and half of them may lie on something else."""
_PULL = 0.02
"""Of the width: what a plane's tilt has to be paid for; a flat guess wins where points crowd on one side."""


def point_at(capture: Capture, photo: int, pixel: tuple[float, float]) -> Float[np.ndarray, "3"]:
    """What a photo shows at a pixel, on the plane through the sparse points around it.

    Seen in a picture, one over the depth of a plane is linear in the pixel.

    Args:
        capture: With points.
        photo: Index.
        pixel: Column and row of the photo as it came from the camera.

    Raises:
        InputError: The pixel is outside the photo, or no sparse point is near.
    """
    camera, source = capture.cameras[photo], capture.sources[photo]
    spot = np.array(pixel, float)
    lens = source.lens
    width, height = (camera.width, camera.height) if lens is None else (lens.width, lens.height)
    if not (0 <= spot[0] <= width and 0 <= spot[1] <= height):
        raise InputError(f"Pixel {pixel} is outside '{camera.name}', which is {width} x {height}.")
    if lens is not None:
        ray = np.append(undone(spot[None], lens)[0], 1.0)
        spot = (camera.K @ ray)[:2]
    points = np.zeros((0, 3)) if capture.points is None else capture.points
    pose = camera.world_from_camera
    pixels, depths = project((points - pose[:3, 3]) @ pose[:3, :3], camera.K)
    away = np.where(depths > 0, np.linalg.norm(pixels - spot, axis=1), np.inf)
    near = np.argsort(away, kind="stable")[:_FEW]
    near = near[away[near] < _NEARBY * camera.width]
    if not len(near):
        raise InputError(f"No point of '{camera.name}' is near pixel {pixel}; choose a spot with texture.")
    depth = _depth(pixels[near] - spot, depths[near], _PULL * camera.width)
    return pose[:3, :3] @ unproject(spot, np.array(depth), camera.K) + pose[:3, 3]


def _depth(offsets: np.ndarray, depths: np.ndarray, pull: float) -> float:
    """Depth at offset 0 [the unit of ``depths``]; points off the plane lose their say in a few rounds."""
    inverse = 1 / depths
    middle = float(np.median(inverse))
    spread = max(1.4826 * float(np.median(np.abs(inverse - middle))), 1e-3 * middle)
    near = 1 / (1 + (np.linalg.norm(offsets, axis=1) / pull) ** 2)
    matrix = np.column_stack([np.ones(len(offsets)), offsets])
    weights: np.ndarray = near
    answer: np.ndarray = np.array([middle, 0.0, 0.0])
    for _ in range(5):
        left: np.ndarray = matrix.T @ (weights[:, None] * matrix) + np.diag([0, pull**2, pull**2]) * 1e-2
        right: np.ndarray = matrix.T @ (weights * inverse)
        answer = np.asarray(np.linalg.solve(left, right), float)
        gap: np.ndarray = (inverse - matrix @ answer) / spread
        weights = near / (1 + gap**2)
    # beyond what its neighbours say, a tilt is made up
    return 1 / float(np.clip(answer[0], inverse.min(), inverse.max()))
