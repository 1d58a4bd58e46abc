"""What physics knows of an object: bodies, colliders and joints."""

import math
from dataclasses import dataclass, field
from typing import Literal, final

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.shapes import freeze_arrays

__all__ = [
    "Body",
    "BodyKind",
    "Box",
    "Capsule",
    "Collider",
    "ConvexHull",
    "Cylinder",
    "Joint",
    "Sphere",
    "TriangleMesh",
]

_MOST_CELLS = 16
"""Per axis: 16 x 16 x 16 cells take a tenth of a second per substep."""

BodyKind = Literal["static", "dynamic", "articulated", "soft"]


def _origin() -> np.ndarray:
    return np.zeros(3, np.float32)


def _no_turn() -> np.ndarray:
    return np.array([1, 0, 0, 0], np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Placed:
    """Where a collider sits in its object's frame."""

    position: Float[np.ndarray, "3"] = field(default_factory=_origin)
    """Centre [m]."""
    quat: Float[np.ndarray, "4"] = field(default_factory=_no_turn)
    """Unit rotation, wxyz."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Box(_Placed):
    """A box about its centre."""

    size: Float[np.ndarray, "3"]
    """Full edge lengths [m]."""


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Sphere(_Placed):
    """A ball about its centre."""

    radius: float
    """[m]"""


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Cylinder(_Placed):
    """A cylinder along its own y axis, about its centre."""

    radius: float
    """[m]"""
    height: float
    """[m]"""


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class Capsule(_Placed):
    """A cylinder along its own y axis with half balls on both ends."""

    radius: float
    """[m]"""
    height: float
    """Of the cylindrical part [m]."""


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class ConvexHull(_Placed):
    """The convex hull of points."""

    points: Float[np.ndarray, "n 3"]
    """Before ``position`` and ``quat`` are applied [m]; at least 4, not in one plane."""


@final
@dataclass(frozen=True, eq=False, kw_only=True)
class TriangleMesh(_Placed):
    """The object's own mesh as it is. Only for static bodies."""


Collider = Box | Sphere | Cylinder | Capsule | ConvexHull | TriangleMesh


@dataclass(frozen=True, eq=False, kw_only=True)
class Joint:
    """How an articulated object hangs on its parent."""

    kind: Literal["hinge", "slide"]
    parent: str | None
    """Name of the object it hangs on; None is the world."""
    axis: Float[np.ndarray, "3"]
    """Unit axis in the object's own frame."""
    anchor: Float[np.ndarray, "3"] = field(default_factory=_origin)
    """A point on the axis, in the object's own frame [m]."""
    limits: tuple[float, float] | None = None
    """Lowest and highest position, [rad] or [m]; None is free."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Body:
    """What physics knows of an object."""

    kind: BodyKind = "static"
    colliders: tuple[Collider, ...] = ()
    """Parts used for contact, in the object's frame."""
    mass: float = 0.0
    """[kg]; above 0 unless static."""
    friction: float = 0.6
    """Coulomb coefficient; a contact uses the larger of both bodies."""
    restitution: float = 0.0
    """Bounce, 0 to 1; a contact uses the larger of both bodies."""
    stiffness: float | None = None
    """Young's modulus [Pa] of a soft body."""
    poisson: float = 0.3
    """Poisson's ratio of a soft body: 0 keeps its width when squeezed, towards 0.5 it keeps its volume."""
    damping: float = 0.02
    """Of a soft body: stress per strain rate over stress per strain (Kelvin-Voigt) [s]."""
    cells: tuple[int, int, int] = (1, 1, 1)
    """Of a soft body: how many cells its cage has along x, y and z; one cell bends nowhere."""
    joint: Joint | None = None
    """Of an articulated body."""

    def __post_init__(self) -> None:
        if self.kind != "static" and not self.mass > 0:
            raise InputError(f"Body: a {self.kind} body needs a mass above 0, got {self.mass}.")
        if (self.joint is None) == (self.kind == "articulated"):
            raise InputError("Body: an articulated body, and no other, has a joint.")
        if self.kind != "static" and any(isinstance(c, TriangleMesh) for c in self.colliders):
            raise InputError("Body: only a static body can use its mesh as collider.")
        if self.kind == "soft":
            self._check_soft()

    def _check_soft(self) -> None:
        stiffness = 0.0 if self.stiffness is None else self.stiffness
        if not (math.isfinite(stiffness) and stiffness > 0):
            raise InputError(
                f"Body: a soft body's stiffness (Young's modulus) is above 0 Pa, got {stiffness}."
            )
        if not 0 <= self.poisson < 0.5:
            raise InputError(
                f"Body: a soft body's Poisson ratio is at least 0 and below 0.5, got {self.poisson}."
            )
        if not (math.isfinite(self.damping) and self.damping >= 0):
            raise InputError(f"Body: a soft body's damping is at least 0 s, got {self.damping}.")
        if len(self.cells) != 3 or not all(1 <= n <= _MOST_CELLS for n in self.cells):
            raise InputError(
                f"Body: a soft body's cage has 1 to {_MOST_CELLS} cells per axis, got {self.cells}."
            )
        box = self.colliders[0] if len(self.colliders) == 1 else None
        if not isinstance(box, Box) or not np.array_equal(np.abs(box.quat), (1, 0, 0, 0)):
            raise InputError("Body: a soft body has one collider, a box that is not turned: its cage.")
        if not (np.isfinite(box.size).all() and box.size.min() > 0):
            raise InputError("Body: a soft body's box needs sizes above 0.")
