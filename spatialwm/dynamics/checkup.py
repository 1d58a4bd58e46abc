"""Is a running engine in good health: energy, overlaps. Read after a step; nothing is changed."""

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live

__all__ = ["deepest_overlap", "energy"]


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
    contacts = live.data.contact
    gaps = np.asarray(contacts.dist)
    if not len(gaps) or gaps.min() >= 0:
        return 0.0, "", ""
    worst = int(gaps.argmin())
    sides = zip(contacts.geom[worst].tolist(), contacts.flex[worst].tolist(), strict=True)
    one, other = (_name(live, geom, flex) for geom, flex in sides)
    return -float(gaps[worst]), one, other


def _name(live: Live, geom: int, flex: int) -> str:
    """Of the side of a contact: something soft has a flex there and -1 for its geom."""
    if geom < 0:
        place = next(place for place in live.compiled.soft if place.flex == flex)
        return live.scene.objects[place.object].name
    body = int(live.compiled.model.geom_bodyid[geom])
    found = np.flatnonzero(live.compiled.bodies == body)
    return live.scene.objects[int(found[0])].name if len(found) else "agent"
