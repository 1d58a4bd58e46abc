"""What is picked up comes to the chest: there it can be carried past furniture."""

import math

import numpy as np

from spatialwm.dynamics.agent import RADIUS
from spatialwm.dynamics.doings import LIFTING, Errand
from spatialwm.dynamics.hand import LIFT, close_hand
from spatialwm.dynamics.live import Live
from spatialwm.dynamics.placing import box_of, look_up
from spatialwm.dynamics.predictor import DT
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate

__all__ = ["CHEST", "HAND_SPEED", "begin_lift", "lift"]

HAND_SPEED = 0.8
"""Of a hand that carries something [m/s]."""
CHEST, _EYES = 1.0, 1.6
"""The middle of what is held comes to the first height over the feet, its top to at most the second [m]."""
_APART = 0.05
"""Between it and the body [m]."""
_PATIENCE = 4.0
"""[s]"""
_LAGS = 0.12
"""The hand waits for what is this far behind it [m]."""
_UP, _NEAR, _UP_AGAIN, _DONE = 0, 1, 2, 3


def begin_lift(live: Live, mover: int) -> Errand:
    """How the thing just grasped comes to the chest: up and near, or out from under a shelf and then up."""
    body = int(live.compiled.bodies[live.compiled.movers[mover]])
    box, feet = box_of(live, [body]), live.memory.doings.level
    middle, top = (box.low + box.high) / 2, float(box.high[1])
    rise = max(min(feet + CHEST - float(middle[1]), feet + _EYES - top), LIFT)
    near = RADIUS + _APART + float((box.high - box.low)[[0, 2]].max()) / 2
    covered = look_up(live, body, np.array([middle[0], top, middle[2]]))
    height = float(live.data.xpos[body][1]) + rise
    stage = _NEAR if covered < rise + _APART else _UP
    return Errand(LIFTING, mover, _PATIENCE, (near, 0.0, 0.0), height, stage)


def lift(live: Live, errand: Errand) -> bool:
    """One frame of it: the hand's grip goes ahead, the thing follows. Whether it goes on."""
    model, data, memory = live.compiled.model, live.data, live.memory
    agent, body = int(model.body("agent").id), int(live.compiled.bodies[live.compiled.movers[errand.mover]])
    at, turn = np.array(data.xpos[agent]), np.array(data.xquat[agent])
    hand = at + quat_rotate(turn, memory.grip[:3])
    if math.dist(data.xpos[body], hand) > _LAGS:
        return True  # heavy or caught: the hand waits for it
    line = (at - hand) * np.array([1, 0, 1])
    far = float(np.linalg.norm(line))
    nearer = line * max(far - errand.goal[0], 0.0) / max(far, 1e-9)
    left = nearer if errand.stage == _NEAR else np.array([0.0, errand.height - hand[1], 0.0])
    length = float(np.linalg.norm(left))
    if length < 1e-6:
        errand.stage += 1
        return errand.stage < _DONE
    hand = hand + left * min(1.0, HAND_SPEED * DT / length)
    memory.grip[:3] = quat_rotate(quat_conjugate(turn), hand - at)
    close_hand(live.compiled, data, errand.mover, memory.grip)
    return True
