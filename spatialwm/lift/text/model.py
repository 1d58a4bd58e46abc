"""What a furniture builder is asked for and what it gives back."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.solids import Metres, Solid, placed, turn, volume
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Box, Capsule, Collider, Cylinder, Provenance, Sphere

__all__ = ["Glow", "Model", "Piece", "Spec", "Support", "box", "collider_bounds", "cylinder", "ring"]


_NUMBERS = {
    name: k + 1
    for k, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"single": 1, "double": 2, "triple": 3, "multiple": 3, "several": 3, "many": 4}


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What is asked of a builder."""

    color: tuple[float, float, float] | None = None
    """sRGB; None is the builder's own choice."""
    material: str | None = None
    """None is the builder's own choice."""
    wide: float = 1.0
    """Factor on width and depth."""
    tall: float = 1.0
    """Factor on height."""
    round: bool = False
    style: str | None = None
    """One of ``kit.STYLES``: palette and shape of legs; others are ignored."""
    states: frozenset[str] = frozenset()
    """``open``, ``closed``, ``lit``, ``stacked`` ...: what a builder does not know it ignores."""
    features: frozenset[str] = frozenset()
    """Every describing word: ``king``, ``l_shaped``, ``four_drawers`` ... (see ``asked``)."""
    variant: int = 0
    """Choice among harmless variations, from the seed; things asked for in one phrase share it."""
    tint: int = 0
    """Differs between the pieces of one scene, so no two look stamped."""

    def asked(self, *words: str) -> bool:
        """Whether a describing word or state contains one of ``words``, however it is joined or spelt."""
        said = [f" {w.lower().replace('-', ' ').replace('_', ' ')} " for w in (*self.features, *self.states)]
        return any(f" {word} " in text for word in words for text in said)

    def number(self, noun: str, usual: int) -> int:
        """How many of ``noun`` (plural) the describing words ask for: ``four_drawers`` gives 4."""
        for words in (w.lower().replace("-", " ").replace("_", " ").split() for w in sorted(self.features)):
            for first, second in pairwise(words):
                if second in (noun, noun.removesuffix("s")):
                    found = _NUMBERS.get(first) or (int(first) if first.isdigit() and len(first) < 3 else 0)
                    if found:
                        return min(found, 12)
        return usual


@dataclass(frozen=True, eq=False, kw_only=True)
class Piece:
    """One solid of one look and one material."""

    solid: Solid
    look: Look
    material: str
    fill: float = 1.0
    """Part of the solid's volume that is material; below 1 for what is hollow inside."""


@dataclass(frozen=True, kw_only=True)
class Support:
    """A level place others can stand on or in, in the object's frame [m]."""

    height: float
    half_width: float
    half_depth: float
    x: float = 0.0
    z: float = 0.0
    round: bool = False
    headroom: float = 9.0
    """Free height above it."""
    inside: bool = False
    """Belongs to "in", not to "on"."""


@dataclass(frozen=True, kw_only=True)
class Glow:
    """A lamp's light."""

    position: tuple[float, float, float]
    """In the object's frame [m]."""
    power: float
    """Brightness on a surface 1 m away that faces it; 1 is white paper in the window's daylight."""
    shade: float = 0.45
    """Part of the brightness that goes sideways through the shade."""

    def lifted(self, rise: float) -> "Glow":
        """Higher by ``rise`` [m]."""
        x, y, z = self.position
        return replace(self, position=(x, y + rise, z))


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """A thing in its own frame: bottom centre at the origin, front to +z."""

    pieces: tuple[Piece, ...]
    colliders: tuple[Collider, ...]
    material: str
    """The one it is said to be made of, and whose friction it has."""
    supports: tuple[Support, ...] = ()
    glow: Glow | None = None
    blockers: tuple[Collider, ...] | None = None
    """What stops light; None is the colliders."""
    spacing: float = 0.010
    """Distance of splats [m]."""
    hidden: Float[np.ndarray, "b 2 3"] | None = None
    """Axis-aligned boxes, low and high corners [m]: a surface that faces into one is never seen."""
    kind: Literal["thing", "room", "sky"] = "thing"
    static: bool = False
    clearance: float = field(default=0.03)
    """Free margin around it on the floor [m]."""
    weight: float | None = None
    """Where the pieces enclose no volume [kg]; None is their volume times their density."""
    triangles: bool = False
    """Every quad is a triangle, its last corner repeated; rows of splats run along the first edge."""
    provenance: Provenance | None = None
    """Of a model that someone else made."""

    @cached_property
    def mass(self) -> float:
        """Volume of the pieces times their densities, unless it is known otherwise [kg]."""
        if self.weight is not None:
            return self.weight
        return sum(volume(p.solid) * p.fill * MATERIALS[p.material].density for p in self.pieces)

    @cached_property
    def low(self) -> np.ndarray:
        """Smallest coordinates of the pieces [m]."""
        return np.min([p.solid.corners.min((0, 1)) for p in self.pieces], axis=0)

    @cached_property
    def high(self) -> np.ndarray:
        """Largest coordinates of the pieces [m]."""
        return np.max([p.solid.corners.max((0, 1)) for p in self.pieces], axis=0)

    @cached_property
    def bounds(self) -> Float[np.ndarray, "n 2 3"]:
        """Low and high corners of an upright box around each collider [m]."""
        return np.array([collider_bounds(c) for c in self.colliders])

    @cached_property
    def whole(self) -> Float[np.ndarray, "1 2 3"]:
        """Low and high corner of the box around all of it, from the floor up [m]."""
        low = np.minimum(self.low, self.bounds[:, 0].min(0))
        high = np.maximum(self.high, self.bounds[:, 1].max(0))
        return np.array([[(low[0], 0.0, low[2]), high]])

    def grounded(self) -> "Model":
        """Shifted so that its lowest collider, which is what it stands on, is at height 0."""
        if not self.colliders:
            raise InputError("Model: what has no colliders cannot stand.")
        drop = -min(bottom(c) for c in self.colliders)
        if abs(drop) < 1e-9:
            return self

        def lowered(collider: Collider) -> Collider:
            return replace(collider, position=collider.position + np.array([0, drop, 0]))

        return replace(
            self,
            pieces=tuple(replace(p, solid=placed(p.solid, y=drop)) for p in self.pieces),
            colliders=tuple(map(lowered, self.colliders)),
            blockers=None if self.blockers is None else tuple(map(lowered, self.blockers)),
            supports=tuple(replace(s, height=s.height + drop) for s in self.supports),
            glow=None if self.glow is None else self.glow.lifted(drop),
        )


def bottom(collider: Collider) -> float:
    """Lowest height of a collider [m]."""
    low, _ = collider_bounds(collider)
    return float(low[1])


def collider_bounds(collider: Collider) -> tuple[np.ndarray, np.ndarray]:
    """Smallest axis-aligned box around a collider in its object's frame [m].

    Raises:
        InputError: A kind of collider that furniture does not use.
    """
    reach = np.abs(matrix_from_quat(collider.quat.astype(float)))
    match collider:
        case Box():
            half = reach @ collider.size.astype(float) / 2
        case Sphere():
            half = np.full(3, float(collider.radius))
        case Cylinder() | Capsule():
            axis, radius = reach[:, 1], collider.radius
            half = axis * collider.height / 2
            round_part = np.sqrt(np.maximum(1 - axis**2, 0)) if isinstance(collider, Cylinder) else 1.0
            half = half + radius * round_part
        case _:
            raise InputError(f"Furniture has no colliders of kind {type(collider).__name__}.")
    return collider.position.astype(float) - half, collider.position.astype(float) + half


def box(
    width: Metres,
    height: Metres,
    depth: Metres,
    x: Metres = 0,
    y: Metres = 0,
    z: Metres = 0,
    *,
    by: np.ndarray | None = None,
) -> Box:
    """A box collider about (x, y, z) [m], turned by the matrix ``by``."""
    quat = np.array([1.0, 0, 0, 0]) if by is None else quat_from_matrix(by)
    return Box(size=np.array([width, height, depth], float), position=np.array([x, y, z], float), quat=quat)


def cylinder(radius: Metres, height: Metres, x: Metres = 0, y: Metres = 0, z: Metres = 0) -> Cylinder:
    """An upright cylinder collider about (x, y, z) [m]."""
    return Cylinder(radius=float(radius), height=float(height), position=np.array([x, y, z], float))


def ring(inner: float, outer: float, low: float, high: float, *, count: int = 12) -> tuple[Box, ...]:
    """Boxes in a circle: the wall of something hollow, between two radii and two heights [m]."""
    thick, middle = outer - inner, (inner + outer) / 2
    length = 2 * outer * np.tan(np.pi / count)
    angles = 2 * np.pi * np.arange(count) / count
    return tuple(
        box(length, high - low, thick, middle * np.sin(a), (low + high) / 2, middle * np.cos(a), by=turn(y=a))
        for a in angles
    )
