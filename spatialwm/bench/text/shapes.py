"""A saved scene's objects as oriented boxes with points on their surfaces."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.text.surfaces import srgb_from_linear
from spatialwm.objects.inspection import collider_corners
from spatialwm.scene import Scene, SceneObject

__all__ = ["Shape", "gap", "shapes_of"]

_SAMPLES = 512
"""Points inside a box; shares are then exact to about 1 %."""
_SURFACE = 1500
"""Most points on a surface."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """One object: the smallest box in its own axes around what is seen of it."""

    name: str
    category: str
    attributes: tuple[str, ...]
    material: str
    static: bool
    center: Float[np.ndarray, "3"]
    """[m]"""
    half: Float[np.ndarray, "3"]
    """Half edge lengths [m]."""
    axes: Float[np.ndarray, "3 3"]
    """Columns are the box's axes in the world; its front is +z."""
    surface: Float[np.ndarray, "n 3"]
    """Points on what is seen [m]."""
    color: Float[np.ndarray, "3"] | None
    """Mean colour of what is seen (sRGB)."""

    @property
    def samples(self) -> Float[np.ndarray, "512 3"]:
        """Evenly spread points in the box, the same for every box [m]."""
        return self.center + (_LATTICE * self.half) @ self.axes.T

    @property
    def bottom(self) -> float:
        """Of what is seen [m]."""
        return float(self.surface[:, 1].min())

    @property
    def top(self) -> float:
        """Of what is seen [m]."""
        return float(self.surface[:, 1].max())

    def local(self, points: np.ndarray) -> np.ndarray:
        """Points in the box's own axes about its centre."""
        return (points - self.center) @ self.axes


def _lattice(count: int) -> np.ndarray:
    """Points in [-1, 1]^3 with low discrepancy (Roberts 2018, the R3 sequence)."""
    root = 1.2207440846057596  # of x^4 = x + 1
    steps = np.array([1 / root, 1 / root**2, 1 / root**3])
    return 2 * ((0.5 + np.arange(1, count + 1)[:, None] * steps) % 1) - 1


_LATTICE = _lattice(_SAMPLES)


def shapes_of(scene: Scene) -> tuple[Shape, ...]:
    """All objects of a scene."""
    return tuple(shape_of(thing) for thing in scene.objects)


def shape_of(thing: SceneObject) -> Shape:
    """One object: by its mesh, or its colliders when it has none."""
    points, color = _seen(thing)
    low, high = points.min(axis=0), points.max(axis=0)
    turn = matrix_from_quat(thing.quat.astype(float))
    position = thing.position.astype(float)
    return Shape(
        name=thing.name,
        category=thing.category,
        attributes=thing.attributes,
        material=thing.material,
        static=thing.body.kind == "static",
        center=turn @ ((low + high) / 2) + position,
        half=np.maximum((high - low) / 2, 1e-6),
        axes=turn,
        surface=points @ turn.T + position,
        color=color,
    )


def _seen(thing: SceneObject) -> tuple[np.ndarray, np.ndarray | None]:
    if thing.mesh is None:
        corners = [collider_corners(collider) for collider in thing.body.colliders]
        return np.concatenate([*corners, np.zeros((0 if corners else 1, 3))]), None
    vertices = thing.mesh.vertices.astype(float)
    corners = vertices[thing.mesh.faces]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    rng = np.random.default_rng(0)
    chosen = rng.choice(len(corners), _SURFACE, p=areas / areas.sum())
    weights = rng.dirichlet([1, 1, 1], _SURFACE)
    inside = (corners[chosen] * weights[..., None]).sum(axis=1)
    extreme = np.concatenate([vertices.argmin(axis=0), vertices.argmax(axis=0)])
    color = None
    if thing.mesh.colors_linear is not None:
        per_face = thing.mesh.colors_linear[thing.mesh.faces].astype(float).mean(axis=1)
        color = srgb_from_linear(np.average(per_face, axis=0, weights=areas))
    return np.concatenate([inside, vertices[extreme]]), color


def gap(a: Shape, b: Shape) -> float:
    """Distance between the box of the smaller and the surface of the larger [m], as SceneEval measures."""
    small, large = (a, b) if a.half.prod() < b.half.prod() else (b, a)
    apart = np.linalg.norm(small.samples[:, None] - large.surface[None], axis=-1)
    return float(apart.min())
