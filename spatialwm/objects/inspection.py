"""What is in a scene: objects, sizes, masses, where they came from, and what is wrong with them."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from spatialwm.geometry.poses import transform
from spatialwm.scene import (
    Box,
    Camera,
    Capsule,
    ConvexHull,
    Cylinder,
    Provenance,
    Scene,
    SceneObject,
    Sphere,
    at_time,
)

__all__ = [
    "ObjectReport",
    "SceneReport",
    "collider_corners",
    "inspect_scene",
    "look_target",
    "overview",
    "report_to_json",
    "world_bounds",
]


@dataclass(frozen=True, kw_only=True)
class ObjectReport:
    """One object, where it is now."""

    name: str
    category: str
    attributes: tuple[str, ...]
    material: str
    kind: str
    """Of its body: static, dynamic, articulated or soft."""
    mass: float
    """[kg]"""
    size: tuple[float, float, float]
    """Extents along the world's axes [m]."""
    position: tuple[float, float, float]
    """Of its origin [m]."""
    bottom: float
    """Its lowest point [m]."""
    top: float
    """Its highest point [m]."""
    moved: float
    """How far its origin is from where the rollout began [m]."""
    splats: int
    triangles: int
    colliders: int


@dataclass(frozen=True, kw_only=True)
class SceneReport:
    """A scene at a glance."""

    objects: tuple[ObjectReport, ...]
    splats: int
    seconds: float
    """Length of the rollout [s], 0 without one."""
    actions: int
    state_hash: str
    provenance: Provenance
    problems: tuple[str, ...]
    """A sentence each; empty when all is well."""


def inspect_scene(scene: Scene) -> SceneReport:
    """Describe a scene as it is now."""
    start = at_time(scene, 0.0)
    rollout = scene.rollout
    return SceneReport(
        objects=tuple(_describe(thing, start[thing.name]) for thing in scene.objects),
        splats=scene.splat_count,
        seconds=float(rollout.times[-1]) if rollout else 0.0,
        actions=len(rollout.actions) if rollout else 0,
        state_hash=rollout.state_hash if rollout else "",
        provenance=scene.provenance,
        problems=tuple(problem for thing in scene.objects for problem in _problems(thing)),
    )


def report_to_json(report: SceneReport) -> dict[str, Any]:
    """The report as plain JSON data."""
    return asdict(report)


def world_bounds(thing: SceneObject) -> np.ndarray:
    """Lowest and highest corner in the world, shape (2, 3) [m]: of the mesh, else splats, else colliders."""
    points = _outline(thing)
    placed = transform(thing.position.astype(float), thing.quat.astype(float), points)
    return np.stack([placed.min(axis=0), placed.max(axis=0)])


def overview(scene: Scene) -> Camera:
    """A camera that sees the whole scene from its front, slightly from above."""
    bounds = [world_bounds(thing) for thing in scene.objects] or [np.array([[-1.0] * 3, [1.0] * 3])]
    low = np.min([b[0] for b in bounds], axis=0)
    high = np.max([b[1] for b in bounds], axis=0)
    middle, radius = (low + high) / 2, max(float(np.linalg.norm(high - low)) / 2, 1e-3)
    eye = middle + radius * 2.6 * np.array([0.35, 0.4, 0.85])  # a sphere of that radius fills the view
    return Camera.looking_at(_triple(eye), _triple(middle), name="overview")


def look_target(scene: Scene, camera: Camera) -> np.ndarray:
    """What a camera looks at: the point on its axis nearest to the middle of what can be seen, (3)."""
    centres = [world_bounds(thing).mean(axis=0) for thing in scene.objects]
    middle = np.mean(centres, axis=0) if centres else np.zeros(3)
    eye, ahead = camera.world_from_camera[:3, 3], camera.world_from_camera[:3, 2]
    return eye + ahead * max(float((middle - eye) @ ahead), 0.5)


def _outline(thing: SceneObject) -> np.ndarray:
    if thing.mesh is not None:
        return thing.mesh.vertices.astype(float)
    if thing.splats is not None:
        return thing.splats.means.astype(float)
    corners = [collider_corners(collider) for collider in thing.body.colliders]
    return np.concatenate([np.zeros((0 if corners else 1, 3)), *corners])


def collider_corners(collider: object) -> np.ndarray:
    """Corners (n, 3) of a box around a collider, in its object's frame [m]; none for a triangle mesh."""
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    match collider:
        case Box():
            local = signs * collider.size / 2
        case Sphere():
            local = signs * collider.radius
        case Cylinder():
            local = signs * [collider.radius, collider.height / 2, collider.radius]
        case Capsule():
            local = signs * [collider.radius, collider.height / 2 + collider.radius, collider.radius]
        case ConvexHull():
            local = collider.points.astype(float)
        case _:
            return np.zeros((0, 3))
    return transform(collider.position.astype(float), collider.quat.astype(float), local)


def _describe(thing: SceneObject, start: SceneObject) -> ObjectReport:
    low, high = world_bounds(thing)
    return ObjectReport(
        name=thing.name,
        category=thing.category,
        attributes=thing.attributes,
        material=thing.material,
        kind=thing.body.kind,
        mass=thing.body.mass,
        size=_triple(high - low),
        position=_triple(thing.position),
        bottom=round(float(low[1]), 6),
        top=round(float(high[1]), 6),
        moved=float(np.linalg.norm(thing.position.astype(float) - start.position)),
        splats=0 if thing.splats is None else len(thing.splats),
        triangles=0 if thing.mesh is None else len(thing.mesh.faces),
        colliders=len(thing.body.colliders),
    )


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (round(float(value), 6) for value in values)
    return x, y, z


def _problems(thing: SceneObject) -> list[str]:
    found: list[str] = []
    if thing.body.kind != "static" and not thing.body.colliders:
        found.append(f"'{thing.name}' can move but has no collider, so it falls through everything.")
    if thing.splats is None and thing.mesh is None:
        found.append(f"'{thing.name}' has neither splats nor a mesh, so it cannot be seen.")
    if thing.splats is not None:
        arrays = (thing.splats.means, thing.splats.quats, thing.splats.scales, thing.splats.sh)
        bad = sum(int((~np.isfinite(array)).any()) for array in arrays)
        if bad:
            found.append(f"'{thing.name}' has splats with numbers that are not finite.")
        if not (thing.splats.scales > 0).all():
            found.append(f"'{thing.name}' has splats of no size.")
    if abs(float(np.linalg.norm(thing.quat)) - 1) > 1e-3:
        found.append(f"'{thing.name}' has a rotation that is not of unit length.")
    return found
