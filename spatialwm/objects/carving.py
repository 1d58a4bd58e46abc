"""Some splats of an object become an object of their own."""

from dataclasses import replace

import numpy as np
from jaxtyping import Bool

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.objects.hulls import convex_hull
from spatialwm.scene import (
    Body,
    Box,
    Collider,
    ConvexHull,
    Mesh,
    Provenance,
    Scene,
    SceneObject,
    Splats,
    TriangleMesh,
)
from spatialwm.scene.splat_edits import some_splats

__all__ = ["LEAST_SPLATS", "carved", "carving_center"]

LEAST_SPLATS = 20
"""Fewer have no shape."""
_DENSITY = 300.0
"""Of a thing about which nothing is known, over the volume of its hull [kg/m3]: furniture, boxes."""
_LIGHTEST, _HEAVIEST = 0.05, 200.0
"""[kg]"""
_CORNERS = 48
"""Of the hull that touches things."""
_STRAYS = 0.01
"""Share of the splats, at each end of each axis, that the shape does not heed."""
_THIN = 0.01
"""Nothing is thinner than this [m]."""
_SKIN = 0.02
"""What the rest of a mesh has to keep from the new thing [m]."""


def carved(
    scene: Scene, name: str, rows: Bool[np.ndarray, " n"], *, new: str, mass: float | None = None
) -> Scene:
    """The scene with the marked splats of an object as a loose object of their own, at the end of the list.

    It touches with the convex hull of its splats. What the old object touched with there is taken out of it:
    faces of its mesh within the hull, and parts that lie in the hull's box. A body that is not static keeps
    the mass that is left.

    Args:
        scene: Without a rollout: a past in which the thing was not there could not be computed again.
        name: Of the object that has the splats.
        rows: Which of its splats.
        new: Name of the new object.
        mass: Of it [kg]; by default a guess from the hull's volume.

    Raises:
        InputError: Too few splats or all of them, a soft object, a scene with a past, a name that is taken.
        UnknownObjectError: There is no such object.
    """
    thing = scene[name]
    splats = thing.splats
    if scene.rollout is not None:
        raise InputError("This scene has a past already; make objects of its splats before anything happens.")
    if splats is None or len(rows) != len(splats.means):
        has = 0 if splats is None else len(splats.means)
        raise InputError(f"'{name}' has {has} splats, not {len(rows)}.")
    if thing.body.kind == "soft":
        raise InputError(f"'{name}' is soft and cannot be taken apart.")
    count = int(np.count_nonzero(rows))
    if not LEAST_SPLATS <= count <= len(rows) - LEAST_SPLATS:
        raise InputError(
            f"An object needs at least {LEAST_SPLATS} splats, and so does the rest; got {count}."
        )
    if new in {each.name for each in scene.objects}:
        raise InputError(f"There is an object '{new}' already.")
    center = carving_center(splats, rows)
    part = some_splats(splats, rows)
    part = replace(part, means=part.means - center)
    hull = _hull(part)
    weight = _guessed_mass(hull) if mass is None else mass
    body = Body(kind="dynamic", mass=weight, friction=thing.body.friction,
                colliders=(ConvexHull(points=hull.vertices),))  # fmt: skip
    loose = SceneObject(
        name=new,
        category=new.rstrip("0123456789 ") or "thing",
        material=thing.material,
        position=thing.position + quat_rotate(thing.quat, np.asarray(center, float)),
        quat=thing.quat,
        splats=part,
        body=body,
        provenance=thing.provenance or Provenance(source="", notes=(f"splats of '{name}'",)),
    )
    rest = _without(thing, ~rows, center, hull)
    return replace(scene, objects=(*(rest if each is thing else each for each in scene.objects), loose))


def carving_center(splats: Splats, rows: Bool[np.ndarray, " n"]) -> np.ndarray:
    """Origin of the new object's frame in the old one's: the middle of its splats' box, float32 (3,) [m]."""
    means = splats.means[rows]
    return ((means.min(axis=0) + means.max(axis=0)) / 2).astype(np.float32)


def _hull(part: Splats) -> Mesh:
    low, high = np.quantile(part.means, [_STRAYS, 1 - _STRAYS], axis=0)
    kept = part.means[np.all((part.means >= low) & (part.means <= high), axis=1)]
    thick = np.where(high - low < _THIN, _THIN / 2, 0.0)  # what is flat gets a thickness
    return convex_hull(np.concatenate([kept - thick, kept + thick]).astype(float), vertex_limit=_CORNERS)


def _guessed_mass(hull: Mesh) -> float:
    a, b, c = (hull.vertices[hull.faces[:, k]] for k in range(3))
    volume = float(np.abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6)
    return float(np.clip(_DENSITY * volume, _LIGHTEST, _HEAVIEST))


def _without(thing: SceneObject, rows: np.ndarray, center: np.ndarray, hull: Mesh) -> SceneObject:
    assert thing.splats is not None
    rest = some_splats(thing.splats, rows)
    low, high = hull.vertices.min(axis=0) + center - _SKIN, hull.vertices.max(axis=0) + center + _SKIN
    mesh = None if thing.mesh is None else _open_mesh(thing.mesh, low, high)
    if thing.body.kind == "static":
        kept = tuple(c for c in thing.body.colliders if not _lies_in(c, low, high))
        if mesh is None:
            kept = tuple(c for c in kept if not isinstance(c, TriangleMesh))
        return replace(thing, splats=rest, mesh=mesh, body=replace(thing.body, colliders=kept))
    share = len(rest.means) / len(thing.splats.means)
    shape = ConvexHull(points=_hull(rest).vertices)
    body = replace(thing.body, colliders=(shape,), mass=thing.body.mass * share)
    return replace(thing, splats=rest, mesh=mesh, body=body)


def _open_mesh(mesh: Mesh, low: np.ndarray, high: np.ndarray) -> Mesh | None:
    """Without the faces that have all corners in a box."""
    inside = np.all((mesh.vertices >= low) & (mesh.vertices <= high), axis=1)
    kept = ~inside[mesh.faces].all(axis=1)
    return replace(mesh, faces=mesh.faces[kept]) if kept.any() else None


def _lies_in(collider: Collider, low: np.ndarray, high: np.ndarray) -> bool:
    if isinstance(collider, TriangleMesh):
        return False
    reach = collider.size / 2 if isinstance(collider, Box) else np.zeros(3)
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * reach
    points = quat_rotate(np.asarray(collider.quat, float), corners) + collider.position
    return bool(np.all((points >= low) & (points <= high)))
