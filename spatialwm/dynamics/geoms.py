"""Colliders of an object -> contact geometry of a MuJoCo body."""

import math
from functools import cache
from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.pieces import convex_pieces
from spatialwm.dynamics.predictor import SUBSTEP
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_multiply
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, SceneObject, Sphere, TriangleMesh

__all__ = [
    "AGENT_BIT",
    "BOUNCY_SOLIMP",
    "NEARLY",
    "ROLLING_ROWS",
    "SOLIMP",
    "SOLREF",
    "SPRING",
    "add_geoms",
    "bouncy_solref",
]

AGENT_BIT = 2
"""Contact bit of what the agent's body can touch; a held object loses it."""
SOLREF = (0.005, 1.0)
"""Contact time constant [s] and damping ratio: three substeps, so a stack of five 8 kg boxes sinks 0.1 mm."""
SOLIMP = (0.95, 0.99, 0.001, 0.5, 2.0)
SPRING = 6e4
"""Of a bouncing contact [1/s^2]: at 4 m/s it gives way by 8 to 15 mm, in eight substeps or more."""
_ARRIVAL = 2.0
"""Speed at which a bounce is tuned [m/s]: a fall of 20 cm."""
BOUNCY_SOLIMP = (0.5, 0.99, 0.001, 0.5, 2.0)
"""Softer in its first millimetre: a spring that is stiff at once never lets things come to rest."""
NEARLY = 5e-4
"""Gaps below this [m] are listed as contacts without force: who stands on whom when an impact shakes them."""
_Y_FROM_Z = np.array([math.sqrt(0.5), -math.sqrt(0.5), 0.0, 0.0])
"""MuJoCo's cylinders and capsules lie along z, ours along y."""
_PREFERENCE = 30.0
"""Of what bounces more, as a power of ten per unit of restitution."""
_ROLLING = 0.01
"""Rolling resistance over radius: between a hard wheel (0.002) and a ball on carpet (0.05)."""
ROLLING_ROWS = 6
"""Rows of a contact of something round (condim): approach, two of slip, one of twist, two of rolling."""


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
    # MuJoCo takes the larger friction of two geoms, and the mean of their solrefs, weighted by solmix: here
    # the bouncier one's, to a 30th of the difference or less if their restitutions differ by 0.05.
    body = thing.body
    radius = collider.radius if isinstance(collider, Sphere | Cylinder | Capsule) else 0.0
    round_count = sum(isinstance(c, Sphere | Cylinder | Capsule) for c in body.colliders)
    rolls = radius > 0 and 2 * round_count >= len(body.colliders)  # a bottle, not a table with round legs
    geom.friction = [body.friction, _ROLLING * radius, _ROLLING * radius]
    geom.margin, geom.gap = 0.0, NEARLY  # forces begin at the surface: a margin would let things hover
    geom.condim = ROLLING_ROWS if rolls and body.kind != "static" else 3
    geom.solref, geom.solimp = list(SOLREF), list(SOLIMP)
    if body.restitution > 0:
        geom.solref, geom.solimp = list(_mixable(bouncy_solref(body.restitution))), list(BOUNCY_SOLIMP)
        geom.solmix = 10.0 ** (_PREFERENCE * body.restitution)


def _mixable(direct: tuple[float, float]) -> tuple[float, float]:
    """A direct solref as time constant [s] and damping ratio: of two direct ones MuJoCo takes the smaller."""
    time = 2 / max(-direct[1], 1e-3)
    return time, 1 / (time * math.sqrt(-direct[0]))


@cache
def bouncy_solref(restitution: float) -> tuple[float, float]:
    """Direct stiffness and damping of a contact that returns ``restitution`` of the speed.

    Found by bouncing in the engine's own substeps: in continuous time the damped spring would return
    exp(-2 z acos(z) / sqrt(1 - z^2)) for the damping ratio z, here it is up to 4 % more. A restitution
    below the 0.16 of critical damping is treated as that.
    """
    low, high = 0.0, 1.0
    for _ in range(30):
        z = (low + high) / 2
        low, high = (z, high) if _returned(z) > restitution else (low, z)
    return -SPRING, -2 * low * math.sqrt(SPRING)


def _returned(damping_ratio: float) -> float:
    """Share of its speed that a free body keeps: mean over when in a substep it arrives."""
    arrivals = (0.125, 0.375, 0.625, 0.875)
    return sum(_bounce(damping_ratio, arrival) for arrival in arrivals) / len(arrivals)


def _bounce(damping_ratio: float, arrival: float) -> float:
    """A free body arrives ``arrival`` of a substep before it is noticed; MuJoCo's contact equation."""
    depth, speed = arrival * SUBSTEP * _ARRIVAL, _ARRIVAL
    while depth > 0:
        impedance = _impedance(depth) / BOUNCY_SOLIMP[1]
        damping = 2 * damping_ratio * math.sqrt(SPRING) * impedance
        push = damping * speed + SPRING * impedance**2 * depth
        speed -= max(push, 0.0) * SUBSTEP
        depth += speed * SUBSTEP
    return -speed / _ARRIVAL


def _impedance(depth: float) -> float:
    low, high, width, *_ = BOUNCY_SOLIMP
    share = min(depth / width, 1.0)
    rise = 2 * share**2 if share < 0.5 else 1 - 2 * (1 - share) ** 2
    return low + (high - low) * rise
