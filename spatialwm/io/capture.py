"""What a data set of posed photos says, before any picture is opened."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError
from spatialwm.shapes import freeze_arrays

__all__ = ["Lens", "PosedPhoto", "PosedPhotos", "check_pose", "inside"]

LensModel = Literal["perspective", "fisheye"]


def _zeros(count: int) -> np.ndarray:
    return np.zeros(count)


@dataclass(frozen=True, eq=False, kw_only=True)
class Lens:
    """How one camera bends light, with OpenCV's formulas.

    A ray at ``(x, y)`` of the plane z = 1 lands at ``K @ (x', y', 1)``. With r the ray's distance from the
    axis (``perspective``), or its angle to the axis [rad] (``fisheye``, equidistant), the radial factor is
    ``(1 + a0 r^2 + a1 r^4 + a2 r^6 + a3 r^8) / (1 + b0 r^2 + b1 r^4 + b2 r^6)``.
    """

    model: LensModel = "perspective"
    K: Float[np.ndarray, "3 3"]
    """Intrinsics [px], pixel centres at half integers."""
    width: int
    """[px]"""
    height: int
    """[px]"""
    radial: Float[np.ndarray, "4"] = field(default_factory=lambda: _zeros(4))
    """a0 to a3."""
    rational: Float[np.ndarray, "3"] = field(default_factory=lambda: _zeros(3))
    """b0 to b2: OpenCV's k4, k5, k6."""
    tangential: Float[np.ndarray, "2"] = field(default_factory=lambda: _zeros(2))
    """OpenCV's p1, p2; a fisheye has none."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        numbers = np.concatenate([self.K.ravel(), self.radial, self.rational, self.tangential])
        if not np.isfinite(numbers).all() or not (self.K[0, 0] > 0 and self.K[1, 1] > 0):
            raise FormatError("The camera's intrinsics are not finite, or its focal length is not above 0.")
        if not (0 < self.width <= 1 << 16 and 0 < self.height <= 1 << 16):
            raise FormatError(f"A camera of {self.width} x {self.height} pixels is not one.")

    @property
    def is_pinhole(self) -> bool:
        """Whether straight lines stay straight."""
        numbers = np.concatenate([self.radial, self.rational, self.tangential])
        return self.model == "perspective" and not numbers.any()


@dataclass(frozen=True, eq=False, kw_only=True)
class PosedPhoto:
    """One picture of a data set, and where it was taken."""

    name: str
    """What the data set calls it, a file name with folders."""
    path: Path
    lens: Lens
    world_from_camera: Float[np.ndarray, "4 4"]
    """Rigid pose in our frame's axes; OpenCV camera axes."""
    mask_path: Path | None = None
    """A picture that is above 0 where the photo counts."""
    depth_path: Path | None = None
    """16-bit depth along z."""
    metres_per_depth: float = 0.001

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


@dataclass(frozen=True, eq=False, kw_only=True)
class PosedPhotos:
    """A data set of posed photos: COLMAP's, nerfstudio's, instant-ngp's or NeRF's."""

    photos: tuple[PosedPhoto, ...]
    points: Float[np.ndarray, "n 3"] | None = None
    """Triangulated points, in the cameras' world."""
    point_colors: UInt8[np.ndarray, "n 3"] | None = None
    test_names: tuple[str, ...] = ()
    """Names of the photos that are held out."""
    notes: tuple[str, ...] = ()
    metric: bool = False
    """Whether the unit of poses and points is known to be the metre."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def check_pose(matrix: np.ndarray, *, name: str) -> Float[np.ndarray, "4 4"]:
    """The rigid 4x4 pose of a 3x4 or 4x4 array.

    Raises:
        FormatError: It is of another shape, not finite, or scales or mirrors. Poses that were written with
            six digits pass.
    """
    if matrix.shape not in ((3, 4), (4, 4)):
        raise FormatError(f"The pose of '{name}' is {list(matrix.shape)}, not a 4 x 4 matrix.")
    if not np.isfinite(matrix).all():
        raise FormatError(f"The pose of '{name}' has numbers that are not finite; leave that photo out.")
    rotation = matrix[:3, :3]
    if np.abs(rotation @ rotation.T - np.eye(3)).max() > 5e-3 or np.linalg.det(rotation) < 0:
        raise FormatError(f"The pose of '{name}' is not a rotation and a position; it scales or mirrors.")
    pose = np.eye(4)
    pose[:3] = matrix[:3]
    return pose


def inside(folder: Path, name: str, *, what: str) -> Path:
    """The file ``name`` of ``folder``.

    Raises:
        FormatError: The name leads out of the folder, is absolute, or cannot be a name.
    """
    try:
        root = folder.resolve()
        path = (root / name).resolve()
    except (OSError, ValueError) as error:
        raise FormatError(f"{what} '{name[:80]!r}' is not a file name.") from error
    if not name or not path.is_relative_to(root):
        raise FormatError(f"{what} '{name[:80]}' leads out of the data set's folder; move the file into it.")
    return path
