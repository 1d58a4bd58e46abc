"""What each action does to a running engine, at the instant it begins."""

from dataclasses import replace

import numpy as np

from spatialwm.dynamics.hand import check_grasp, close_hand, grip_pose
from spatialwm.dynamics.impulse import apply_impulse, check_speed
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.rest import FREE
from spatialwm.dynamics.walking import begin_walk
from spatialwm.errors import InputError
from spatialwm.scene import Action, Grasp, Look, Move, Push, Release, Throw, Wait

__all__ = ["STEEPEST", "act"]

STEEPEST = 1.5
"""The head looks up or down at most this far [rad]."""


def act(live: Live, action: Action, stance: Stance) -> Stance:
    """Do it: change the engine, and return the agent's stance after it.

    Raises:
        InputError: It cannot be done: out of reach, nothing held, a static object.
        UnknownObjectError: It names an object that is not there.
    """
    match action:
        case Push():
            _push(live, action)
        case Grasp():
            return _grasp(live, action, stance)
        case Release():
            _let_go(live, stance)
            return replace(stance, held=None)
        case Throw():
            return _throw(live, action, stance)
        case Move():
            begin_walk(live, action)
        case Look():
            return _look(action, stance)
        case Wait():
            pass
    return stance


def _push(live: Live, action: Push) -> None:
    mover = live.mover(action.object, "pushed")
    apply_impulse(live.compiled, live.data, mover, action)
    live.memory.flags[mover] = FREE


def _grasp(live: Live, action: Grasp, stance: Stance) -> Stance:
    name = action.object
    if stance.held is not None:
        raise InputError(f"The hand holds '{stance.held}'; release it before grasping '{name:.60}'.")
    mover = live.mover(name, "grasped")
    check_grasp(live.compiled, live.data, mover, live.scene[name])
    live.memory.grip = grip_pose(live.compiled, live.data, mover)
    live.memory.flags[mover] = FREE
    close_hand(live.compiled, live.data, mover, live.memory.grip)
    return replace(stance, held=name)


def _let_go(live: Live, stance: Stance) -> int:
    if stance.held is None:
        raise InputError("The hand is empty; grasp something first.")
    close_hand(live.compiled, live.data, -1, live.memory.grip)
    return live.movers[stance.held]


def _throw(live: Live, action: Throw, stance: Stance) -> Stance:
    mover = _let_go(live, stance)
    if not live.compiled.free[mover]:
        raise InputError(f"'{stance.held}' hangs on a joint and cannot be thrown; release it.")
    check_speed(str(stance.held), float(np.linalg.norm(action.velocity)))
    live.data.qvel[live.compiled.dofs[mover]] = (*action.velocity, 0.0, 0.0, 0.0)
    return replace(stance, held=None)


def _look(action: Look, stance: Stance) -> Stance:
    pitch = float(np.clip(stance.pitch + action.pitch, -STEEPEST, STEEPEST))
    return replace(stance, yaw=stance.yaw + action.yaw, pitch=pitch)
