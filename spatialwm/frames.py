"""Every other world's axes, units and quaternion orders, in one place.

This library lives in one frame, glTF's: right-handed, +Y up, metres, quaternions wxyz. A ``Frame`` says how
another world's numbers follow from ours by a signed permutation of the axes and a unit of length.
Three-letter names say where x, y and z point for somebody who looks at a screen: RUB is ours (right, up, back
towards them), RDF is right, down, forward.

Under axes ``M`` a point becomes ``M p / unit`` and a rotation ``R`` becomes ``M R M^-1``, also when ``M``
mirrors. Splat files are never written mirrored: every reader takes their colour functions to be right-handed,
and the importers of left-handed engines mirror them themselves. So only unmirrored frames take spherical
harmonics.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import rotate_sh

__all__ = [
    "BLENDER",
    "FRAMES",
    "GLTF",
    "NANOGS_PLY",
    "PLY_RDF",
    "SPZ_RUB",
    "UNITY",
    "UNREAL",
    "USD_Y_UP",
    "USD_Z_UP",
    "Frame",
    "points_from",
    "points_to",
    "quats_from",
    "quats_to",
    "sh_from",
    "sh_signs",
    "sh_to",
    "sizes_from",
    "sizes_to",
    "vectors_from",
    "vectors_to",
]

Row = tuple[int, int, int]
QuatOrder = Literal["wxyz", "xyzw"]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How one other world writes positions and rotations."""

    name: str
    axes: tuple[Row, Row, Row]
    """``frame_from_gltf``: row k says what the other world's axis k is in ours; a signed permutation."""
    metres_per_unit: float = 1.0
    """Length of its unit [m]."""
    quat_order: QuatOrder = "wxyz"
    source: str
    """Where the rule comes from."""

    def __post_init__(self) -> None:
        matrix = self.matrix
        if not np.array_equal(matrix @ matrix.T, np.eye(3)):
            raise InputError(f"Frame '{self.name}': its axes are not a signed permutation of x, y and z.")
        if not self.metres_per_unit > 0:
            raise InputError(f"Frame '{self.name}': its unit needs a length above 0 metres.")

    @property
    def matrix(self) -> Float[np.ndarray, "3 3"]:
        """``frame_from_gltf`` without the units."""
        return np.array(self.axes, float)

    @property
    def handedness(self) -> int:
        """1 when right-handed, -1 when mirrored against ours."""
        return round(float(np.linalg.det(self.matrix)))


_SAME: tuple[Row, Row, Row] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))

GLTF = Frame(name="gltf", axes=_SAME, quat_order="xyzw", source="glTF 2.0, 3.4 coordinate system and units")
PLY_RDF = Frame(
    name="ply",
    axes=((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    source="3DGS training code keeps COLMAP's axes (x right, y down, z forward)",
)
SPZ_RUB = Frame(name="spz", axes=_SAME, quat_order="xyzw", source="nianticlabs/spz README, coordinate system")
NANOGS_PLY = Frame(
    name="nanogs-ply",
    axes=((0, 0, 1), (0, -1, 0), (1, 0, 0)),
    source="a PLY that NanoGS, reading UE = (z, x, -y) * 100, puts where Interchange puts the glTF mesh",
)
UNITY = Frame(
    name="unity",
    axes=((-1, 0, 0), (0, 1, 0), (0, 0, 1)),
    quat_order="xyzw",
    source="Unity's left-handed axes as glTFast imports glTF: x becomes -x",
)
UNREAL = Frame(
    name="unreal",
    axes=((1, 0, 0), (0, 0, 1), (0, 1, 0)),
    metres_per_unit=0.01,
    quat_order="xyzw",
    source="Unreal's Interchange and GLTFCore: (x, y, z) becomes (x, z, y) * 100 cm",
)
BLENDER = Frame(
    name="blender",
    axes=((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    source="Blender's glTF importer: (x, y, z) becomes (x, -z, y)",
)
USD_Y_UP = Frame(name="usd-y-up", axes=_SAME, source="OpenUSD, upAxis Y and metersPerUnit 1")
USD_Z_UP = Frame(
    name="usd-z-up",
    axes=((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    source="OpenUSD, upAxis Z and metersPerUnit 1, front along -y",
)

FRAMES: dict[str, Frame] = {
    f.name: f for f in (GLTF, PLY_RDF, SPZ_RUB, NANOGS_PLY, UNITY, UNREAL, BLENDER, USD_Y_UP, USD_Z_UP)
}


def points_to(frame: Frame, points: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """Points [m], or velocities [m/s], in the other world's axes and unit."""
    return _permuted(frame.matrix, points) / np.asarray(frame.metres_per_unit, points.dtype)


def points_from(frame: Frame, points: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """The inverse of ``points_to`` [m]."""
    return _permuted(frame.matrix.T, points) * np.asarray(frame.metres_per_unit, points.dtype)


def vectors_to(frame: Frame, vectors: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """Directions, which have no unit, in the other world's axes."""
    return _permuted(frame.matrix, vectors)


def vectors_from(frame: Frame, vectors: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """The inverse of ``vectors_to``."""
    return _permuted(frame.matrix.T, vectors)


def sizes_to(frame: Frame, sizes: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """Lengths along a thing's own axes [m]: box edges, standard deviations. They have no sign.

    The thing's own axes are renamed with the world's, as ``quats_to`` does.
    """
    return _permuted(np.abs(frame.matrix), sizes) / np.asarray(frame.metres_per_unit, sizes.dtype)


def sizes_from(frame: Frame, sizes: Float[np.ndarray, "*batch 3"]) -> Float[np.ndarray, "*batch 3"]:
    """The inverse of ``sizes_to`` [m]."""
    return _permuted(np.abs(frame.matrix).T, sizes) * np.asarray(frame.metres_per_unit, sizes.dtype)


def quats_to(frame: Frame, quats: Float[np.ndarray, "*batch 4"]) -> Float[np.ndarray, "*batch 4"]:
    """Rotations (wxyz) as the other world writes them, in its order: ``R' = M R M^-1``, without rounding.

    A rotation's axis is an axial vector: it becomes ``det(M) M a`` while the angle stays.
    """
    turned = _with_axis(quats, frame.handedness * frame.matrix)
    return np.roll(turned, -1, axis=-1) if frame.quat_order == "xyzw" else turned


def quats_from(frame: Frame, quats: Float[np.ndarray, "*batch 4"]) -> Float[np.ndarray, "*batch 4"]:
    """The inverse of ``quats_to``: wxyz in our frame."""
    ordered = np.roll(quats, 1, axis=-1) if frame.quat_order == "xyzw" else quats
    return _with_axis(ordered, frame.handedness * frame.matrix.T)


def sh_to(frame: Frame, sh: Float[np.ndarray, "n k 3"]) -> Float[np.ndarray, "n k 3"]:
    """Spherical-harmonic colour in the other world's axes; exact to the bit when only signs change.

    Raises:
        InputError: The frame is mirrored.
    """
    return _turned_sh(frame, sh, frame.matrix)


def sh_from(frame: Frame, sh: Float[np.ndarray, "n k 3"]) -> Float[np.ndarray, "n k 3"]:
    """The inverse of ``sh_to``.

    Raises:
        InputError: The frame is mirrored.
    """
    return _turned_sh(frame, sh, frame.matrix.T)


def _permuted(matrix: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """``matrix @ v`` for a signed permutation, without rounding and in the type of ``vectors``."""
    order = np.argmax(np.abs(matrix), axis=1)
    signs = matrix[np.arange(3), order].astype(vectors.dtype)
    return vectors[..., order] * signs


def _with_axis(quats: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return np.concatenate([quats[..., :1], _permuted(matrix, quats[..., 1:])], axis=-1)


_ODD_AXES = ("", "y", "z", "x", "xy", "yz", "", "xz", "", "y", "xyz", "y", "z", "x", "z", "x")
"""Which axes each basis function of degree 0 to 3 is odd in (``spatialwm.geometry.harmonics``)."""


@cache
def sh_signs(frame: Frame, coefficients: int) -> Float[np.ndarray, " k"] | None:
    """What each coefficient is multiplied with in another world's axes, both ways; None: they mix."""
    if not np.array_equal(np.abs(frame.matrix), np.eye(3)):
        return None
    sign = dict(zip("xyz", np.diag(frame.matrix), strict=True))
    signs = [np.prod([sign[axis] for axis in odd]) for odd in _ODD_AXES[:coefficients]]
    found = np.array(signs, np.float32)
    found.flags.writeable = False
    return found


def _turned_sh(frame: Frame, sh: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    if frame.handedness < 0:
        raise InputError(f"Splats cannot be written mirrored for '{frame.name}'; its importer mirrors them.")
    signs = sh_signs(frame, sh.shape[1])
    if signs is None:
        return rotate_sh(sh, matrix)
    if min(signs) > 0:
        return sh
    flat = sh.reshape(len(sh), 3 * sh.shape[1])  # long rows: NumPy is ten times slower on rows of three
    return (flat * np.repeat(signs.astype(sh.dtype), 3)).reshape(sh.shape)
