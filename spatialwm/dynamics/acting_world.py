"""What is in the world and what blows through it: appearing, vanishing, gravity, wind."""

import numpy as np

from spatialwm.dynamics.agent import CROUCHED, HEIGHT, RADIUS, capsule
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.rest import FREE, RESTING
from spatialwm.errors import InputError
from spatialwm.scene import Gravity, Paint, Remove, Spawn, Wind

__all__ = ["keep_away", "paint", "remove", "restore", "set_gravity", "set_wind", "spawn"]

_AWAY = -1000.0
"""What is not in the world is kept this far below it [m], each thing at a depth of its own,"""
_APART = 50.0
"""this far from the next [m]: nothing there touches anything."""
_AIR, _THICKNESS = 1.2, 1.8e-5
"""Density [kg/m^3] and viscosity [Pa s] of air at 20 C."""


def spawn(live: Live, action: Spawn) -> None:
    """Bring an object that is kept away into the world.

    Raises:
        InputError: It is there already.
    """
    k = _index(live, action.object)
    if not live.memory.doings.gone[k]:
        raise InputError(f"'{action.object:.60}' is already there; spawn it under another name.")
    live.memory.doings.gone[k] = False
    mover = live.movers.get(action.object)
    if mover is None or not live.compiled.free[mover]:
        _set_body(live, k, live.scene.objects[k].position.astype(float))
    else:
        q = live.compiled.qpos[mover]
        live.data.qpos[q] = (*action.at, *live.scene.objects[k].quat.tolist())
        live.data.qvel[live.compiled.dofs[mover]] = 0.0
    _shake(live)


def remove(live: Live, action: Remove, stance: Stance) -> None:
    """Take an object out of the world.

    Raises:
        InputError: It is not there, or in the hand.
    """
    k = _index(live, action.object)
    if live.memory.doings.gone[k]:
        raise InputError(f"'{action.object:.60}' is not there any more.")
    if stance.held == action.object:
        raise InputError(f"The hand holds '{action.object:.60}'; release it before removing it.")
    live.memory.doings.gone[k] = True
    _send_away(live, k)
    _shake(live)


def paint(live: Live, action: Paint) -> None:
    """Nothing for physics but that the object must be there."""
    _index(live, action.object)


def set_gravity(live: Live, action: Gravity) -> None:
    """From now on."""
    live.memory.doings.gravity = np.array(action.acceleration, float)
    _set_world(live)
    _shake(live)


def set_wind(live: Live, action: Wind) -> None:
    """From now on."""
    live.memory.doings.wind = np.array(action.velocity, float)
    _set_world(live)
    _shake(live)


def restore(live: Live) -> None:
    """After a state was loaded: the model as that state has it."""
    _set_world(live)
    doings, model = live.memory.doings, live.compiled.model
    for k, thing in enumerate(live.scene.objects):
        if doings.gone[k]:
            _send_away(live, k)
        elif thing.name not in live.movers or not live.compiled.free[live.movers[thing.name]]:
            _set_body(live, k, thing.position.astype(float))
    height = CROUCHED if doings.crouched else HEIGHT
    middle, half = capsule(height)
    model.geom_pos[live.compiled.agent_geom][1] = middle
    model.geom_size[live.compiled.agent_geom][:2] = RADIUS, half
    model.body_pos[int(model.body("agent").id)][1] = doings.level


def keep_away(live: Live) -> None:
    """After every frame: what is not in the world has not moved."""
    for k in np.flatnonzero(live.memory.doings.gone):
        _send_away(live, int(k))


def _index(live: Live, name: str) -> int:
    return live.scene.objects.index(live.scene[name])


def _send_away(live: Live, k: int) -> None:
    place = np.array([0.0, _AWAY - _APART * k, 0.0])
    mover = live.movers.get(live.scene.objects[k].name)
    if mover is None or not live.compiled.free[mover]:
        _set_body(live, k, place)
        return
    q = live.compiled.qpos[mover]
    live.data.qpos[q] = (*place, 1.0, 0.0, 0.0, 0.0)
    live.data.qvel[live.compiled.dofs[mover]] = 0.0
    live.memory.anchors[q] = live.data.qpos[q]
    live.memory.flags[mover] = RESTING


def _set_body(live: Live, k: int, place: np.ndarray) -> None:
    joint = live.scene.objects[k].body.joint
    if joint is not None and joint.parent is not None:
        return  # it goes where its parent goes
    live.compiled.model.body_pos[live.compiled.bodies[k]] = place


def _set_world(live: Live) -> None:
    option, doings = live.compiled.model.opt, live.memory.doings
    option.gravity = doings.gravity
    blows = bool(np.any(doings.wind))
    option.wind = doings.wind
    option.density, option.viscosity = (_AIR, _THICKNESS) if blows else (0.0, 0.0)


def _shake(live: Live) -> None:
    """Nothing is at rest for certain any more."""
    mujoco = load_mujoco()

    live.memory.flags[:] = FREE
    live.memory.quiet[:] = 0.0
    keep_away(live)
    mujoco.mj_kinematics(live.compiled.model, live.data)
