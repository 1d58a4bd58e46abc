"""What each action does to a running engine, at the instant it begins."""

from dataclasses import replace

import numpy as np

from spatialwm.dynamics.acting_world import paint, remove, set_gravity, set_wind, spawn
from spatialwm.dynamics.errands import drop_errand, place, press, take_up, turn_joint
from spatialwm.dynamics.feet import crouch, jump
from spatialwm.dynamics.hand import check_grasp, close_hand, grip_pose
from spatialwm.dynamics.impulse import apply_impulse, check_speed
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.rest import FREE
from spatialwm.dynamics.soft import push_soft
from spatialwm.dynamics.walking import begin_walk
from spatialwm.errors import InputError
from spatialwm.scene import (
    Action,
    Close,
    Crouch,
    Force,
    Grasp,
    Gravity,
    Jump,
    Light,
    Look,
    Move,
    Open,
    Paint,
    Place,
    Push,
    Release,
    Remove,
    Say,
    Spawn,
    Throw,
    Wait,
    Wind,
    check_action,
)

__all__ = ["STEEPEST", "act"]

STEEPEST = 1.5
"""The head looks up or down at most this far [rad]."""


def act(live: Live, action: Action, stance: Stance) -> Stance:
    """Do it: change the engine, and return the agent's stance after it.

    Raises:
        InputError: It cannot be done: out of reach, nothing held, a static object.
        UnknownObjectError: It names an object that is not there.
    """
    if isinstance(action, Wait):
        return stance
    check_action(action)
    match action:
        case Look():
            return _look(action, stance)
        case Say() | Light():
            return stance
        case Grasp() | Release() | Throw() | Place():
            return _handle(live, action, stance)
        case Spawn() | Remove() | Paint() | Gravity() | Wind():
            _change_world(live, action, stance)
        case Move() | Jump() | Crouch():
            _step(live, action)
        case Push() | Force() | Open() | Close():
            _touch(live, action)
    return stance


def _handle(live: Live, action: Grasp | Release | Throw | Place, stance: Stance) -> Stance:
    match action:
        case Grasp():
            return _grasp(live, action, stance)
        case Release():
            _let_go(live, stance)
            return replace(stance, held=None)
        case Throw():
            return _throw(live, action, stance)
        case Place():
            place(live, action, stance)
            return stance


def _touch(live: Live, action: Push | Force | Open | Close) -> None:
    match action:
        case Push():
            _push(live, action)
        case Force():
            press(live, action)
        case Open() | Close():
            turn_joint(live, action)


def _step(live: Live, action: Move | Jump | Crouch) -> None:
    match action:
        case Move():
            begin_walk(live, action)
        case Jump():
            jump(live, action)
        case Crouch():
            crouch(live, action)


def _change_world(live: Live, action: Spawn | Remove | Paint | Gravity | Wind, stance: Stance) -> None:
    match action:
        case Spawn():
            spawn(live, action)
        case Remove():
            remove(live, action, stance)
        case Paint():
            paint(live, action)
        case Gravity():
            set_gravity(live, action)
        case Wind():
            set_wind(live, action)


def _push(live: Live, action: Push) -> None:
    soft = live.soft(action.object)
    if soft is not None:
        push_soft(soft, live.data, live.scene, action.impulse, action.point)
        return
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
    take_up(live, mover)
    return replace(stance, held=name)


def _let_go(live: Live, stance: Stance) -> int:
    if stance.held is None:
        raise InputError("The hand is empty; grasp something first.")
    drop_errand(live)
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
