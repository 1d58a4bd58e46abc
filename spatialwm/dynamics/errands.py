"""Actions that take their time: a force that lasts, a joint turned by hand, a thing taken up and set down."""

import math
from dataclasses import replace

import numpy as np

from spatialwm.dynamics.carrying import HAND_SPEED, begin_lift, lift
from spatialwm.dynamics.doings import LIFTING, NOTHING, PLACING, PRESSING, TURNING, Errand
from spatialwm.dynamics.hand import check_reach, close_hand
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.placing import FARTHEST, find_spot, in_front
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.rest import FREE
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate
from spatialwm.scene import Close, Force, Open, Place

__all__ = ["carry_on", "drop_errand", "place", "press", "take_up", "turn_joint"]

_PATIENCE, _CARRYING = 6.0, 9.0
"""The hand gives up after this, at a joint and with something to set down [s]."""
_LAGS, _NEAR = 0.12, 0.5
"""What is this far behind the hand is caught; the hand then draws it this near to the body, once [m]."""
_STUCK = 2.5
"""What still is not where the hand is after this rubs on something [s]."""
_DRAWING = 4
"""The stage in which the hand draws near what is caught; after it up, over and down once more."""
_SWINGING = 9
"""The stage in which what is held before the body comes to the side of its place; after it up, over, down."""
_ARRIVED = 0.012
"""This near is there [m]."""
_SWING, _PULL = 1.5, 0.5
"""How fast a hand moves a hinge [rad/s] and a slide [m/s]."""
_TORQUE, _STRENGTH = 60.0, 150.0
"""Of the hand on a hinge [N m] and a slide [N]."""
_GRIP = 0.3
"""Part of a speed error the hand corrects in a frame."""
_ALMOST = 0.01
"""Part of a joint's range that does not matter."""


def press(live: Live, action: Force) -> None:
    """Begin to press.

    Raises:
        InputError: On something static, or for no time.
    """
    if not action.seconds > 0:
        raise InputError(f"A force lasts longer than 0 s, got {action.seconds}.")
    mover = live.mover(action.object, "pressed")
    drop_errand(live)
    live.memory.doings.errand = Errand(PRESSING, mover, action.seconds, action.force)


def turn_joint(live: Live, action: Open | Close) -> None:
    """Begin to open or close.

    Raises:
        InputError: It hangs on no joint, on one without limits, or is out of reach.
    """
    fraction = action.fraction if isinstance(action, Open) else 0.0
    joint = live.scene[action.object].body.joint
    if joint is None or joint.limits is None:
        doors = [t.name for t in live.scene.objects if t.body.joint and t.body.joint.limits]
        raise InputError(
            f"'{action.object}' cannot be opened or closed; what can: {', '.join(doors)[:300] or 'nothing'}."
        )
    mover = live.mover(action.object, "opened")
    check_reach(live.compiled, live.data, mover, action.object)
    closed, far = sorted(joint.limits, key=abs)
    drop_errand(live)
    goal = closed + fraction * (far - closed)
    live.memory.doings.errand = Errand(TURNING, mover, _PATIENCE, (goal, abs(far - closed), 0.0))


def place(live: Live, action: Place, stance: Stance) -> None:
    """Begin to set down what is held.

    Raises:
        InputError: Nothing is held, or there is no free place within reach.
        UnknownObjectError: It names what is not there.
    """
    if stance.held is None:
        raise InputError("The hand is empty; grasp something first.")
    mover = live.movers[stance.held]
    if not live.compiled.free[mover]:
        raise InputError(f"'{stance.held}' hangs on a joint and cannot be placed; release it.")
    spot = find_spot(live, mover, action)
    x, y, z = spot.origin.tolist()
    drop_errand(live)
    live.memory.doings.errand = Errand(
        PLACING, mover, _CARRYING, (x, y, z), spot.height, _SWINGING if spot.swung else 0
    )


def take_up(live: Live, mover: int) -> None:
    """Begin to bring what was just grasped to the chest; what hangs on a joint stays where it is."""
    drop_errand(live)
    if live.compiled.free[mover]:
        live.memory.doings.errand = begin_lift(live, mover)


def drop_errand(live: Live) -> None:
    """Stop whatever the hand is about."""
    errand = live.memory.doings.errand
    if errand.kind == PRESSING:
        live.data.xfrc_applied[_body(live, errand.mover)] = 0.0
    if errand.kind == TURNING:
        live.data.qfrc_applied[live.compiled.dofs[errand.mover]] = 0.0
    live.memory.doings.errand = Errand()


def carry_on(live: Live, stance: Stance) -> Stance:
    """Before a frame: one frame of the errand under way. Returns the stance: what is placed is let go."""
    errand = live.memory.doings.errand
    if errand.kind == NOTHING:
        return stance
    if errand.seconds <= DT / 2:
        drop_errand(live)
        return stance
    errand.seconds -= DT
    live.memory.flags[errand.mover] = FREE
    if errand.kind == PRESSING:
        live.data.xfrc_applied[_body(live, errand.mover), :3] = errand.goal
        return stance
    if errand.kind == TURNING:
        _turn(live, errand)
        return stance
    if errand.kind == LIFTING:
        if not lift(live, errand):
            drop_errand(live)
        return stance
    return _carry(live, errand, stance)


def _turn(live: Live, errand: Errand) -> None:
    mover, data = errand.mover, live.data
    q, v = live.compiled.qpos[mover].start, live.compiled.dofs[mover].start
    slides = bool(live.compiled.slides[mover])
    fastest, strongest = (_PULL, _STRENGTH) if slides else (_SWING, _TORQUE)
    left, rate = errand.goal[0] - float(data.qpos[q]), float(data.qvel[v])
    if abs(left) < _ALMOST * errand.goal[1] and abs(rate) < 0.05 * fastest:
        drop_errand(live)
        data.qvel[v] = 0.0
        return
    wanted = float(np.clip(6.0 * left, -fastest, fastest))
    inertia = float(live.compiled.model.dof_M0[v])
    force = float(data.qfrc_bias[v] - data.qfrc_passive[v]) + inertia * _GRIP * (wanted - rate) / DT
    data.qfrc_applied[v] = float(np.clip(force, -strongest, strongest))


def _carry(live: Live, errand: Errand, stance: Stance) -> Stance:
    """Up, over, down, let go: the hand's grip goes ahead, the thing follows it."""
    memory, model, data = live.memory, live.compiled.model, live.data
    agent = int(model.body("agent").id)
    at, turn = np.array(data.xpos[agent]), np.array(data.xquat[agent])
    hand = at + quat_rotate(turn, memory.grip[:3])
    there = np.array(data.xpos[_body(live, errand.mover)])
    goal = np.array(errand.goal)
    over = np.array([hand[0], errand.height, hand[2]]), np.array([goal[0], errand.height, goal[2]])
    way = [*over, goal, None, _drawn_in(at, hand), *over, goal, None, in_front(at, hand, goal)]
    lag, since = math.dist(there, hand), _CARRYING - errand.seconds
    if errand.stage < 2 and (lag > _LAGS or (lag > 2 * _ARRIVED and since > _STUCK)):
        errand.stage = _DRAWING
    aim = way[errand.stage]
    too_far = math.dist(at[[0, 2]], goal[[0, 2]]) > FARTHEST  # pushed away from what caught the thing
    if aim is None or too_far or errand.seconds < 2 * DT:
        return _let_down(live, errand, stance)
    left = aim - hand
    length = float(np.linalg.norm(left))
    if length < (_ARRIVED if errand.stage == _SWINGING else 1e-6):
        near = _ARRIVED if aim is goal else 2 * _ARRIVED  # along a wall it cannot be where the hand is
        if math.dist(there, aim) < near or errand.seconds < 0.3 or errand.stage in (_DRAWING, _SWINGING):
            errand.stage = (errand.stage + 1) % (_SWINGING + 1)
        return stance
    hand = hand + left * min(1.0, HAND_SPEED * DT / length)
    memory.grip[:3] = quat_rotate(quat_conjugate(turn), hand - at)
    close_hand(live.compiled, data, errand.mover, memory.grip)
    return stance


def _drawn_in(agent: np.ndarray, hand: np.ndarray) -> np.ndarray:
    """Where the hand is, but near to the body."""
    line = (hand - agent) * np.array([1, 0, 1])
    far = float(np.linalg.norm(line))
    return hand - line * max(far - _NEAR, 0.0) / max(far, 1e-9)


def _let_down(live: Live, errand: Errand, stance: Stance) -> Stance:
    dofs = live.compiled.dofs[errand.mover]
    close_hand(live.compiled, live.data, -1, live.memory.grip)
    live.data.qvel[dofs] = 0.0
    drop_errand(live)
    return replace(stance, held=None)


def _body(live: Live, mover: int) -> int:
    return int(live.compiled.bodies[live.compiled.movers[mover]])
