"""The agent's feet: they follow the ground up steps and slopes, jump, and come down again."""

import math

import numpy as np

from spatialwm.dynamics.agent import CROUCHED, HEIGHT, RADIUS, capsule
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Ground, Live
from spatialwm.dynamics.predictor import DT
from spatialwm.errors import InputError
from spatialwm.scene import Crouch, Jump

__all__ = ["crouch", "follow_ground", "jump", "mark_ground"]

_STEP = 0.3
"""Highest step that is taken walking [m]; steep stairs have 0.22."""
_CLIMB = 1.5
"""How fast feet rise on steps [m/s]."""
_RING = [(0.0, 0.0)] + [
    ((RADIUS + 0.08) * math.sin(a), (RADIUS + 0.08) * math.cos(a)) for a in np.arange(8) * math.pi / 4
]
"""Where the ground is felt: below the middle, and just outside the capsule, to rise before it hits a step."""
_REACH = RADIUS + 0.08
"""Of the ring [m]."""
_DOWN, _FIXED = np.array([0.0, -1.0, 0.0]), np.array([1, 0, 0, 0, 0, 0], np.uint8)
_MOVERS, _AGENT = 1, 3
"""Groups of geoms the feet do not feel."""
_EARTH = 9.81
"""[m/s^2]; a jump's height is measured under it."""


def mark_ground(live: Live) -> None:
    """Once: tell what moves, and the agent, from the ground."""
    model = live.compiled.model
    groups = model.geom_group
    groups[live.compiled.mover_of_geom >= 0] = _MOVERS
    groups[live.compiled.agent_geom] = _AGENT


def jump(live: Live, action: Jump) -> None:
    """Leave the floor.

    Raises:
        InputError: In the air, or not up.
    """
    if live.memory.doings.airborne:
        raise InputError("The agent is in the air; it can jump again when it has landed.")
    if not action.height > 0:
        raise InputError(f"A jump goes up, got {action.height} m.")
    live.memory.doings.rise = math.sqrt(2 * _EARTH * action.height)
    live.memory.doings.airborne = True


def crouch(live: Live, action: Crouch) -> None:
    """Change the capsule's height."""
    live.memory.doings.crouched = action.down
    middle, half = capsule(CROUCHED if action.down else HEIGHT)
    model, geom = live.compiled.model, live.compiled.agent_geom
    model.geom_pos[geom][1] = middle
    model.geom_size[geom][:2] = RADIUS, half


def follow_ground(live: Live) -> None:
    """Before a frame: where the feet are at its end."""
    doings = live.memory.doings
    ground = _ground(live)
    if ground is None:
        return
    if doings.airborne or ground < doings.level - _STEP:
        doings.airborne = True
        doings.rise += float(doings.gravity[1]) * DT
        doings.level += doings.rise * DT
        if doings.level <= ground and doings.rise <= 0:
            doings.level, doings.rise, doings.airborne = ground, 0.0, False
    else:
        doings.level += float(np.clip(ground - doings.level, -_CLIMB * DT, _CLIMB * DT))
    live.compiled.model.body_pos[int(live.compiled.model.body("agent").id)][1] = doings.level


def _ground(live: Live) -> float | None:
    """The highest ground felt that is no higher than a step; None over nothing."""
    mujoco = load_mujoco()

    x, z = live.data.qpos[live.agent_q][:2].tolist()
    top = live.memory.doings.level + _STEP
    flat = _flat(live, x, z, top)
    if flat is not None:
        return flat
    hit, start = np.full(1, -1, np.int32), np.empty(3)
    found: list[float] = []
    for dx, dz in _RING:
        start[:] = x + dx, top, z + dz
        length = float(mujoco.mj_ray(live.compiled.model, live.data, start, _DOWN, _FIXED, True, -1, hit))
        if length >= 0:
            found.append(top - length)
    return max(found) if found else None


def _flat(live: Live, x: float, z: float, top: float) -> float | None:
    """The ground where nothing but one upright box is below all the ring, as most floors are."""
    gone = live.memory.doings.gone.tobytes()
    if live.ground is None or live.ground.gone != gone:
        live.ground = _see_ground(live, gone)
    left, right, back, front, low = (ground := live.ground).edges
    near = ((left < x) & (x < right) & (back < z) & (z < front) & (low < top)).nonzero()[0]
    if len(near) != 1:
        return None
    k, wide = near[0], 2 * _REACH
    inside = left[k] + wide < x < right[k] - wide and back[k] + wide < z < front[k] - wide
    return float(ground.heights[k]) if inside and ground.heights[k] < top else None  # no number: no box


def _see_ground(live: Live, gone: bytes) -> Ground:
    mujoco = load_mujoco()

    model = live.compiled.model
    fixed = (model.geom_group == 0).nonzero()[0]
    turns = live.data.geom_xmat[fixed].reshape(-1, 3, 3)
    middles = live.data.geom_xpos[fixed] + np.einsum("gij,gj->gi", turns, model.geom_aabb[fixed, :3])
    halves = np.einsum("gij,gj->gi", np.abs(turns), model.geom_aabb[fixed, 3:])
    upright = np.asarray(model.geom_type[fixed] == int(mujoco.mjtGeom.mjGEOM_BOX))
    upright &= (np.abs(turns).max(axis=1) > 1 - 1e-12).all(axis=1)
    low, high = middles - halves, middles + halves
    edges = low[:, 0] - _REACH, high[:, 0] + _REACH, low[:, 2] - _REACH, high[:, 2] + _REACH, low[:, 1]
    return Ground(gone=gone, edges=edges, heights=np.where(upright, high[:, 1], np.nan))
