"""Colliders of an object -> contact geometry of a MuJoCo body."""

import math
from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.pieces import convex_pieces
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_multiply
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, SceneObject, Sphere, TriangleMesh

__all__ = ["AGENT_BIT", "BOUNCY_SOLIMP", "NEARLY", "SOLIMP", "SOLREF", "add_geoms", "bouncy_solref"]

AGENT_BIT = 2
"""Contact bit of what the agent's body can touch; a held object loses it."""
SOLREF = (0.005, 1.0)
"""Contact time constant [s] and damping ratio: three substeps, so a stack of five 8 kg boxes sinks 0.1 mm."""
SOLIMP = (0.95, 0.99, 0.001, 0.5, 2.0)
_SPRING = 2e4
"""Of a bouncing contact [1/s^2]: stiffer, and the 1.7 ms substep misses the height by over 2 %."""
BOUNCY_SOLIMP = (0.99, 0.99, 0.001, 0.5, 2.0)
NEARLY = 5e-4
"""Gaps below this [m] are listed as contacts without force: who stands on whom when an impact shakes them."""
_Y_FROM_Z = np.array([math.sqrt(0.5), -math.sqrt(0.5), 0.0, 0.0])
"""MuJoCo's cylinders and capsules lie along z, ours along y."""
_ROLLING = 0.01
"""Rolling resistance over radius: between a hard wheel (0.002) and a ball on carpet (0.05)."""


def add_geoms(spec: Any, body: Any, thing: SceneObject, key: str) -> None:  # noqa: ANN401
    """Add every collider of ``thing`` to the MuJoCo body; meshes go into ``spec`` under names with ``key``.

    Raises:
        InputError: A collider that has no volume, or needs a mesh the object does not have.
    """
    for i, collider in enumerate(thing.body.colliders):
        for j, shape in enumerate(_shapes(spec, thing, collider, f"{key}.{i}")):
            geom = body.add_geom(name=f"{key}.{i}.{j}", contype=1, conaffinity=1 | AGENT_BIT, **shape)
            _give_surface(geom, thing, collider)


def _shapes(spec: Any, thing: SceneObject, collider: Collider, key: str) -> list[dict[str, Any]]:  # noqa: ANN401
    mujoco = load_mujoco()

    kinds: Any = mujoco.mjtGeom
    quat = collider.quat.astype(float)
    place = {"pos": collider.position.astype(float), "quat": quat}
    turned = place | {"quat": quat_multiply(quat, _Y_FROM_Z)}
    match collider:
        case Box():
            return [
                place
                | {
                    "type": kinds.mjGEOM_BOX,
                    "size": _sizes(thing, *(collider.size.astype(float) / 2).tolist()),
                }
            ]
        case Sphere():
            return [place | {"type": kinds.mjGEOM_SPHERE, "size": _sizes(thing, collider.radius)}]
        case Cylinder():
            size = _sizes(thing, collider.radius, collider.height / 2)
            return [turned | {"type": kinds.mjGEOM_CYLINDER, "size": size}]
        case Capsule():
            size = _sizes(thing, collider.radius, collider.height / 2)
            return [turned | {"type": kinds.mjGEOM_CAPSULE, "size": size}]
        case ConvexHull():
            return [place | _hull(spec, thing, collider.points.astype(float), key)]
        case TriangleMesh():
            if thing.mesh is None:
                raise InputError(f"'{thing.name}' has a mesh collider but no mesh; give it one.")
            pieces = convex_pieces(thing.mesh)
            return [place | _hull(spec, thing, piece, f"{key}.{n}") for n, piece in enumerate(pieces)]


def _sizes(thing: SceneObject, *sizes: float) -> np.ndarray:
    if not all(math.isfinite(s) and s > 0 for s in sizes):
        raise InputError(f"'{thing.name}' has a collider without volume; its sizes must be above 0.")
    return np.array([*map(float, sizes), 0.0, 0.0][:3])


def _hull(spec: Any, thing: SceneObject, points: np.ndarray, key: str) -> dict[str, Any]:  # noqa: ANN401
    mujoco = load_mujoco()

    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    if len(points) < 4 or not spread[2] > 1e-6 * max(float(spread[0]), 1e-6):
        raise InputError(f"'{thing.name}' has a hull collider whose points lie in one plane.")
    mesh = spec.add_mesh(name=key)
    mesh.uservert = points.ravel()
    mesh.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_CONVEX
    return {"type": mujoco.mjtGeom.mjGEOM_MESH, "meshname": key}


def _give_surface(geom: Any, thing: SceneObject, collider: Collider) -> None:  # noqa: ANN401
    # MuJoCo takes the larger friction of two geoms, and of two solrefs with a negative (direct) one the
    # element-wise smaller: so the bouncing one decides.
    body = thing.body
    radius = collider.radius if isinstance(collider, Sphere | Cylinder | Capsule) else 0.0
    round_count = sum(isinstance(c, Sphere | Cylinder | Capsule) for c in body.colliders)
    rolls = radius > 0 and 2 * round_count >= len(body.colliders)  # a bottle, not a table with round legs
    geom.friction = [body.friction, _ROLLING * radius, _ROLLING * radius]
    geom.margin, geom.gap = 0.0, NEARLY  # forces begin at the surface: a margin would let things hover
    geom.condim = 6 if rolls and body.kind != "static" else 3
    geom.solref, geom.solimp = list(SOLREF), list(SOLIMP)
    if body.restitution > 0:
        geom.solref, geom.solimp, geom.solmix = bouncy_solref(body.restitution), list(BOUNCY_SOLIMP), 1e3


def bouncy_solref(restitution: float) -> list[float]:
    """Direct stiffness and damping of a contact that returns ``restitution`` of the speed.

    A contact pushes and never pulls, so it ends when the damped spring's force is zero, not its length:
    e = exp(-2 z acos(z) / sqrt(1 - z^2)) for the damping ratio z, and exp(-2) at z = 1. A smaller e
    is treated as exp(-2): 13 % of the speed, under 2 % of the height.
    """
    low, high = 0.0, 1.0 - 1e-9
    for _ in range(60):
        z = (low + high) / 2
        reached = math.exp(-2 * z * math.acos(z) / math.sqrt(1 - z * z))
        low, high = (z, high) if reached > min(restitution, 1.0) else (low, z)
    return [-_SPRING, -2 * low * math.sqrt(_SPRING)]
