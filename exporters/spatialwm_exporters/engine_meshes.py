"""What an engine shows and collides for an object: its mesh, or the best stand-in there is."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.io.gltf_shapes import to_linear
from spatialwm.objects.hulls import collider_mesh, convex_hull
from spatialwm.scene import Box, Collider, ConvexHull, Mesh, SceneObject, Splats

__all__ = ["MAX_HULL_CORNERS", "Shown", "colliders_of", "shown_mesh"]

MAX_HULL_CORNERS = 128
"""A hull of 128 corners has at most 252 triangles; Unity and PhysX take 255."""
_OPAQUE = 0.5
"""Splats fainter than half are haze and floaters, and would blow the hull up."""
_THINNEST = 0.001
"""Least thickness of a stand-in box [m]."""


@dataclass(frozen=True)
class Shown:
    """The mesh an engine gets for an object."""

    mesh: Mesh | None
    source: Literal["mesh", "splat-hull", "colliders", "none"]
    """``colliders`` is there to collide, not to be seen."""


def shown_mesh(thing: SceneObject) -> Shown:
    """The object's own mesh, else the hull of its opaque splats, else its colliders."""
    if thing.mesh is not None and len(thing.mesh.faces):
        return Shown(thing.mesh, "mesh")
    if thing.splats is not None and len(thing.splats):
        return Shown(_splat_hull(thing.splats), "splat-hull")
    if thing.body.colliders:
        parts = [collider_mesh(c, thing.mesh) for c in thing.body.colliders]
        return Shown(_merged(parts), "colliders")
    return Shown(None, "none")


def colliders_of(thing: SceneObject, shown: Shown) -> tuple[Collider, ...]:
    """The object's colliders; one that moves but has none gets the hull of what is shown.

    Hulls with more corners than engines take are simplified.
    """
    if not thing.body.colliders and thing.body.kind != "static" and shown.mesh is not None:
        return (ConvexHull(points=_hull_or_box(shown.mesh.vertices).vertices),)
    return tuple(_simplified(c) for c in thing.body.colliders)


def _simplified(collider: Collider) -> Collider:
    if not isinstance(collider, ConvexHull) or len(collider.points) <= MAX_HULL_CORNERS:
        return collider
    return replace(collider, points=convex_hull(collider.points, vertex_limit=MAX_HULL_CORNERS).vertices)


def _splat_hull(splats: Splats) -> Mesh:
    """Hull of the splats at least half opaque, one standard deviation around, in their mean colour."""
    opaque = splats.opacities >= min(_OPAQUE, float(splats.opacities.max()))
    axes = matrix_from_quat(splats.quats[opaque].astype(float)) * splats.scales[opaque][:, None, :]
    means = splats.means[opaque].astype(float)[:, None, :]
    ends = np.concatenate([means + axes.transpose(0, 2, 1), means - axes.transpose(0, 2, 1)]).reshape(-1, 3)
    hull = _hull_or_box(ends)
    color = to_linear(np.clip(colors_from_sh0(splats.sh[opaque].astype(float)).mean(axis=0), 0, 1))
    return replace(hull, colors_linear=np.tile(color, (len(hull.vertices), 1)))


def _hull_or_box(points: np.ndarray) -> Mesh:
    """The convex hull; a thin box around points in one plane, which have none."""
    try:
        return convex_hull(points, vertex_limit=MAX_HULL_CORNERS)
    except InputError:
        low, high = points.min(axis=0), points.max(axis=0)
        size = np.maximum(high - low, _THINNEST)
        return collider_mesh(Box(size=size, position=(low + high) / 2), None)


def _merged(parts: list[Mesh]) -> Mesh:
    starts = np.cumsum([0, *(len(part.vertices) for part in parts[:-1])])
    faces = [part.faces + start for part, start in zip(parts, starts, strict=True)]
    return Mesh(vertices=np.concatenate([part.vertices for part in parts]), faces=np.concatenate(faces))
