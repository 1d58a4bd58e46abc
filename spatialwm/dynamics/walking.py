"""The agent's legs: its body follows a target that goes ahead of it and waits at what is in the way."""

import math

import numpy as np

from spatialwm.dynamics.agent import carrot, stride
from spatialwm.dynamics.live import Live
from spatialwm.dynamics.memory import Walk
from spatialwm.dynamics.predictor import DT
from spatialwm.errors import InputError
from spatialwm.scene import Move

__all__ = ["begin_walk", "is_standing", "stand_still", "steer"]

_TURN = 3.0
"""How fast the body follows the head [rad/s]."""
_THERE, _CREEP = 1e-4, 1e-3
"""Nearer than this [m, rad] and slower [m/s, rad/s] it has arrived; free legs 1 mm off go 20 mm/s."""
_FASTEST_WALK = 10.0
"""[m/s]"""


def begin_walk(live: Live, action: Move) -> None:
    """Send the agent off.

    Raises:
        InputError: Too fast, or too far.
    """
    if not 0 < action.speed <= _FASTEST_WALK:
        raise InputError(f"A move needs a speed above 0 and up to {_FASTEST_WALK} m/s, got {action.speed}.")
    way = np.array([action.displacement[0], action.displacement[2]])
    if not np.linalg.norm(way) < 1e4:
        raise InputError(f"A move goes at most 10 km, got {action.displacement}.")
    x, z = (np.asarray(live.data.qpos[live.agent_q])[:2] + way).tolist()
    live.memory.walk = Walk(True, (x, z), action.speed, live.memory.walk.rate)


def is_standing(live: Live, yaw: float) -> bool:
    """Whether the agent is where its legs want it, without any speed, and looks along ``yaw``."""
    if live.memory.walk.active:
        return False
    wanted = live.data.ctrl.tolist()
    there = live.data.qpos[live.agent_q].tolist() == wanted
    return there and wanted[2] == yaw and not any(live.data.qvel[live.agent_v].tolist())


def steer(live: Live, yaw: float) -> None:
    """Set the legs' target for the next frame."""
    data, walk = live.data, live.memory.walk
    x, z, now_yaw = data.ctrl.tolist()
    turn = yaw - now_yaw
    data.ctrl[2] = yaw if abs(turn) <= _TURN * DT else now_yaw + math.copysign(_TURN * DT, turn)
    if not walk.active:
        return
    here = data.qpos[live.agent_q].tolist()
    now, target, end = (here[0], here[1]), (x, z), walk.end
    walk.rate = stride(walk.speed, walk.rate, math.dist(end, target), DT)
    following = carrot(now, target, end, walk.rate * DT)
    waits = following == target != end
    walk.blocked = walk.blocked + DT if waits else 0.0
    walk.rate = 0.0 if waits else walk.rate
    data.ctrl[:2] = following
    if walk.blocked > 0.5:  # a wall: stay here instead of pressing on
        data.ctrl[:2] = now
        walk.active = False
    elif following == end:
        walk.active = False


def stand_still(live: Live) -> None:
    """After a frame: an agent that has all but arrived has arrived, to the bit.

    One that leans on something where it was sent, and gets no nearer, stays where it is: it would press on
    for ever.
    """
    data = live.data
    if live.memory.walk.active or max(abs(r) for r in data.qvel[live.agent_v].tolist()) >= _CREEP:
        return
    here, wanted = data.qpos[live.agent_q].tolist(), data.ctrl.tolist()
    if abs(here[2] - wanted[2]) >= _THERE:
        return
    if max(abs(here[0] - wanted[0]), abs(here[1] - wanted[1])) >= _THERE:
        data.ctrl[:2] = here[:2]
    data.qpos[live.agent_q] = data.ctrl
    data.qvel[live.agent_v] = 0.0
