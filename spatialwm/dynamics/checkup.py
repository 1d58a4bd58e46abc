"""Is a running engine in good health: energy, overlaps. Read after a step; nothing is changed."""

from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live

__all__ = ["deepest_overlap", "energy"]

_DOUBTED = 0.005
"""An overlap beyond this is measured once more [m]."""


def energy(live: Live) -> float:
    """Kinetic and potential energy of all things but the agent [J], up to a constant."""
    mujoco = load_mujoco()

    model, data = live.compiled.model, live.data
    mujoco.mj_energyPos(model, data)
    mujoco.mj_energyVel(model, data)
    rates = np.asarray(data.qvel[live.agent_v])
    agent = 0.5 * float(model.dof_M0[live.agent_v] @ (rates * rates))
    return float(data.energy.sum()) - agent


def deepest_overlap(live: Live) -> tuple[float, str, str]:
    """How far two things are in each other, at most [m], and their names; 0 and no names when none touch."""
    data = live.data
    if not data.ncon or data.contact.dist.min() >= 0:
        return 0.0, "", ""
    if -data.contact.dist.min() > _DOUBTED:
        data = _as_it_stands(live)
        if not data.ncon or data.contact.dist.min() >= 0:
            return 0.0, "", ""
    worst = int(data.contact.dist.argmin())
    sides = zip(data.contact.geom[worst].tolist(), data.contact.flex[worst].tolist(), strict=True)
    one, other = (_name(live, geom, flex) for geom, flex in sides)
    return -float(data.contact.dist[worst]), one, other


def _as_it_stands(live: Live) -> Any:  # noqa: ANN401
    """The contacts at the very positions: those of the last substep are foreseen when things are fast."""
    mujoco = load_mujoco()

    model = live.compiled.model
    data = mujoco.MjData(model)
    data.qpos[:] = live.data.qpos
    flags, model.opt.enableflags = model.opt.enableflags, 0
    for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_flex, mujoco.mj_collision):
        update(model, data)
    model.opt.enableflags = flags
    return data


def _name(live: Live, geom: int, flex: int) -> str:
    """Of the side of a contact: something soft has a flex there and -1 for its geom."""
    if geom < 0:
        place = next(place for place in live.compiled.soft if place.flex == flex)
        return live.scene.objects[place.object].name
    body = int(live.compiled.model.geom_bodyid[geom])
    found = np.flatnonzero(live.compiled.bodies == body)
    return live.scene.objects[int(found[0])].name if len(found) else "agent"
