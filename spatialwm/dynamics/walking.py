"""The agent's legs: its body follows a target that goes ahead of it and waits at what is in the way."""

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
    turn = yaw - float(data.ctrl[2])
    data.ctrl[2] += np.clip(turn, -_TURN * DT, _TURN * DT)
    if abs(turn) <= _TURN * DT:
        data.ctrl[2] = yaw
    if not walk.active:
        return
    now, target, end = np.array(data.qpos[live.agent_q])[:2], np.array(data.ctrl[:2]), np.array(walk.end)
    walk.rate = stride(walk.speed, walk.rate, float(np.linalg.norm(end - target)), DT)
    following = carrot(now, target, end, walk.rate * DT)
    waits = np.array_equal(following, target) and not np.array_equal(target, end)
    walk.blocked = walk.blocked + DT if waits else 0.0
    walk.rate = 0.0 if waits else walk.rate
    data.ctrl[:2] = following
    if walk.blocked > 0.5:  # a wall: stay here instead of pressing on
        data.ctrl[:2] = now
        walk.active = False
    elif np.array_equal(following, end):
        walk.active = False


def stand_still(live: Live) -> None:
    """After a frame: an agent that has all but arrived has arrived, to the bit."""
    data = live.data
    off = np.abs(np.asarray(data.qpos[live.agent_q]) - data.ctrl).max()
    if off < 1e-4 and np.abs(data.qvel[live.agent_v]).max() < 1e-3 and not live.memory.walk.active:
        data.qpos[live.agent_q] = data.ctrl
        data.qvel[live.agent_v] = 0.0
