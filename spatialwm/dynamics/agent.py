"""The agent: an upright capsule that glides over the floor, is stopped by walls and pushes light things."""

import math
from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.scene import Scene

__all__ = [
    "CROUCHED",
    "CROUCHED_EYE",
    "EYE",
    "HEIGHT",
    "RADIUS",
    "add_agent",
    "capsule",
    "carrot",
    "place_agent",
    "stride",
]

RADIUS = 0.25
"""Half a shoulder width [m] (NASA-STD-3000: 95th percentile 0.52 m)."""
_CLEARANCE = 0.1
"""The capsule starts this far above the feet [m]: it glides over rugs, sills and cables."""
HEIGHT, CROUCHED = 1.7, 1.0
"""Of an adult, and of one who crouches [m]."""
EYE, CROUCHED_EYE = 1.6, 0.9
"""Of their eyes [m]."""
_MASS = 70.0
"""[kg]"""
_PUSH = 300.0
"""Strongest horizontal force of walking into something [N] (a firm two-handed push)."""
_TWIST = 60.0
"""Strongest turning torque [N m]."""
_QUICKNESS = 20.0
"""Natural frequency of the legs' position control [1/s]: a move ends within 0.3 s of its time."""
_ACCELERATION = 3.0
"""Of walking [m/s^2]: 210 N for 70 kg, so free walking stays below ``_PUSH``."""
_LEAD = 0.3
"""The target waits when the body is this far behind [m]."""
_NEAR = 5.0
"""How far from the camera a free place is looked for [m]."""


def add_agent(spec: Any) -> None:  # noqa: ANN401
    """Add the agent's body: it slides along x and z, turns about y, and is driven to a position."""
    mujoco = load_mujoco()

    body = spec.worldbody.add_body(name="agent")
    middle, half = capsule(HEIGHT)
    body.add_geom(
        name="agent",
        type=mujoco.mjtGeom.mjGEOM_CAPSULE,
        fromto=[0, middle - half, 0, 0, middle + half, 0],
        size=[RADIUS, 0, 0],
        mass=_MASS,
        contype=2,
        conaffinity=0,
        condim=1,
        priority=1,  # its contacts have no friction: a walker does not drag what it brushes
        solref=[0.005, 1.0],
    )
    inertia = _MASS * RADIUS**2 / 2
    for name, axis in (("x", [1, 0, 0]), ("z", [0, 0, 1]), ("yaw", [0, 1, 0])):
        turns = name == "yaw"
        kind = mujoco.mjtJoint.mjJNT_HINGE if turns else mujoco.mjtJoint.mjJNT_SLIDE
        body.add_joint(name=f"agent.{name}", type=kind, axis=axis)
        stiffness = (inertia if turns else _MASS) * _QUICKNESS**2
        limit = _TWIST if turns else _PUSH
        spec.add_actuator(
            name=f"agent.{name}",
            target=f"agent.{name}",
            trntype=mujoco.mjtTrn.mjTRN_JOINT,
            biastype=mujoco.mjtBias.mjBIAS_AFFINE,
            gainprm=[stiffness] + [0.0] * 9,
            biasprm=[0, -stiffness, -2 * stiffness / _QUICKNESS] + [0.0] * 7,
            forcelimited=mujoco.mjtLimited.mjLIMITED_TRUE,
            forcerange=[-limit, limit],
        )


def capsule(height: float) -> tuple[float, float]:
    """Middle over the feet and half the straight part of an agent of that height [m]."""
    low, high = _CLEARANCE + RADIUS, height - RADIUS
    return (low + high) / 2, (high - low) / 2


def stride(speed: float, rate: float, left: float, dt: float) -> float:
    """How fast the legs' target goes next [m/s]: speeding up and slowing down at 3 m/s^2, to stop in time."""
    return min(speed, rate + _ACCELERATION * dt, math.sqrt(2 * _ACCELERATION * max(left, 0.0)) + 1e-3)


def carrot(
    now: tuple[float, float], target: tuple[float, float], end: tuple[float, float], step: float
) -> tuple[float, float]:
    """Where the legs are told to go next: ``step`` [m] further to ``end``, never 0.3 m ahead of the body."""
    left = math.dist(end, target)
    share = 1.0 if left <= step else step / left
    ahead = (target[0] + (end[0] - target[0]) * share, target[1] + (end[1] - target[1]) * share)
    following = end if share == 1.0 else ahead
    return following if math.dist(following, now) < _LEAD else target


def place_agent(model: Any, data: Any, scene: Scene) -> tuple[float, float, float]:  # noqa: ANN401
    """Stand the agent below the scene's first camera, or the nearest free place; returns (x, z, yaw).

    The feet's height is written into the model. Without a camera it stands 2.5 m in front (+z) of the
    objects' middle. When no free floor is near, it stands outside of everything.
    """
    x, z, yaw, eye = _wanted(scene)
    spots = [(x, z)] + [
        (x + r * math.sin(a), z + r * math.cos(a))
        for r in np.arange(0.25, _NEAR + 0.01, 0.25)
        for a in np.arange(16) * math.pi / 8
    ]
    floors = [_floor(model, data, px, eye, pz) for px, pz in spots]
    near = [f for f in floors if f is not None]
    level = min(near) if near else 0.0
    body = int(model.body("agent").id)
    model.body_pos[body] = (0.0, level, 0.0)
    for (px, pz), floor in zip(spots, floors, strict=True):
        if (not near or (floor is not None and floor - level < _CLEARANCE)) and _is_free(model, data, px, pz):
            return px, pz, yaw
    extent = max((float(np.abs(o.position).max()) for o in scene.objects), default=0.0)
    return extent + 2 * float(model.stat.extent) + 1.0, z, yaw


def _wanted(scene: Scene) -> tuple[float, float, float, float]:
    if scene.cameras:
        pose = scene.cameras[0].world_from_camera
        forward = pose[:3, 2]
        return float(pose[0, 3]), float(pose[2, 3]), math.atan2(-forward[0], -forward[2]), float(pose[1, 3])
    movers = [o.position for o in scene.objects if o.body.kind != "static"]
    middle = np.mean(movers, axis=0) if movers else np.zeros(3)
    return float(middle[0]), float(middle[2]) + 2.5, 0.0, float(middle[1]) + HEIGHT


def _floor(model: Any, data: Any, x: float, eye: float, z: float) -> float | None:  # noqa: ANN401
    mujoco = load_mujoco()

    hit = np.full(1, -1, np.int32)
    start, down = np.array([x, eye, z]), np.array([0.0, -1, 0])
    agent = int(model.body("agent").id)
    distance = float(mujoco.mj_ray(model, data, start, down, None, True, agent, hit))
    moves = hit[0] >= 0 and model.body_weldid[model.geom_bodyid[hit[0]]] != 0
    return None if distance < 0 or moves else eye - distance


def _is_free(model: Any, data: Any, x: float, z: float) -> bool:  # noqa: ANN401
    mujoco = load_mujoco()

    start = int(model.joint("agent.x").qposadr[0])
    data.qpos[start : start + 2] = x, z
    mujoco.mj_forward(model, data)
    geom = int(model.geom("agent").id)
    return not any(geom in pair for pair in data.contact.geom.tolist())
