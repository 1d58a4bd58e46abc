"""Where objects are: their extents, what they stand on, what stands on them."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.poses import transform
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, SceneObject, Sphere, TriangleMesh

__all__ = ["Extent", "collider_extents", "extent", "is_round", "local_extent", "support_of"]

_TOUCHING = 0.03
"""A bottom this near a top stands on it [m]: lifted scenes are a little off."""


@dataclass(frozen=True, eq=False)
class Extent:
    """An axis-aligned box around an object [m]."""

    low: Float[np.ndarray, "3"]
    high: Float[np.ndarray, "3"]

    @property
    def centre(self) -> Float[np.ndarray, "3"]:
        """Its middle [m]."""
        return (self.low + self.high) / 2

    @property
    def size(self) -> Float[np.ndarray, "3"]:
        """Its edges [m]."""
        return self.high - self.low

    def gap(self, point: Float[np.ndarray, "3"]) -> float:
        """Horizontal distance of a point to it, 0 above and below it [m]."""
        outside = np.maximum(np.maximum(self.low - point, point - self.high), 0)
        return math.hypot(float(outside[0]), float(outside[2]))


def extent(thing: SceneObject) -> Extent:
    """Of the colliders in the world; of the mesh or splat centres without any; else its origin."""
    points = transform(thing.position.astype(float), thing.quat.astype(float), _points(thing))
    return Extent(points.min(axis=0), points.max(axis=0))


def collider_extents(things: list[SceneObject]) -> list[Extent]:
    """Of every collider by itself, in the world: a table is its top and its legs."""
    found: list[Extent] = []
    for thing in things:
        for collider in thing.body.colliders:
            own = transform(
                collider.position.astype(float), collider.quat.astype(float), _corners(collider, thing)
            )
            points = transform(thing.position.astype(float), thing.quat.astype(float), own)
            found.append(Extent(points.min(axis=0), points.max(axis=0)))
    return found


def local_extent(thing: SceneObject) -> Extent:
    """The same in the object's own frame."""
    points = _points(thing)
    return Extent(points.min(axis=0), points.max(axis=0))


def is_round(thing: SceneObject) -> bool:
    """Whether it looks the same whichever side is up."""
    parts = thing.body.colliders
    return bool(parts) and all(isinstance(part, Sphere) for part in parts)


def support_of(thing: SceneObject, others: list[SceneObject]) -> SceneObject | None:
    """The object whose top ``thing`` stands on: of those below its middle, the highest."""
    its = extent(thing)
    best: tuple[float, SceneObject] | None = None
    for other in others:
        box = extent(other)
        under = other.name != thing.name and box.gap(its.centre) == 0
        if under and abs(box.high[1] - its.low[1]) < _TOUCHING and (best is None or box.high[1] > best[0]):
            best = float(box.high[1]), other
    return None if best is None else best[1]


def _points(thing: SceneObject) -> Float[np.ndarray, "n 3"]:
    parts = [
        transform(c.position.astype(float), c.quat.astype(float), _corners(c, thing))
        for c in thing.body.colliders
    ]
    if not parts and thing.mesh is not None:
        parts = [thing.mesh.vertices.astype(float)]
    if not parts and thing.splats is not None and len(thing.splats):
        parts = [thing.splats.means.astype(float)]
    return np.concatenate(parts) if parts else np.zeros((1, 3))


_CUBE = np.array([[x, y, z] for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
_RING = np.array([[math.cos(a), 0.0, math.sin(a)] for a in np.arange(16) * math.pi / 8])


def _corners(collider: Collider, thing: SceneObject) -> Float[np.ndarray, "n 3"]:
    match collider:
        case Box():
            return _CUBE * collider.size.astype(float) / 2
        case Sphere():
            return np.concatenate([np.eye(3), -np.eye(3)]) * float(collider.radius)
        case Cylinder():
            ring = _RING * float(collider.radius)
            return np.concatenate(
                [ring + np.array([0, h, 0]) for h in (-collider.height / 2, collider.height / 2)]
            )
        case Capsule():
            ring = _RING * float(collider.radius)
            half = collider.height / 2
            up = np.array([0, half, 0])
            tips = np.array([[0, half + collider.radius, 0], [0, -half - collider.radius, 0]])
            return np.concatenate([ring + up, ring - up, tips])
        case ConvexHull():
            return collider.points.astype(float)
        case TriangleMesh():
            return np.zeros((1, 3)) if thing.mesh is None else thing.mesh.vertices.astype(float)
