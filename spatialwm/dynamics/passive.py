"""No energy from nowhere: a passivity observer and controller (Hannaford and Ryu 2002) over all contacts.

A contact of the engine is a spring whose stiffness goes with the mass that it feels, and that changes while
it is pressed: where friction locks a light thing between heavy ones, the spring gives back more than it was
given. So the energy of all things is looked at after every frame. What went into contacts may come back for a
while. A frame that ends with more than that, and nobody's work, is computed again without any bounce; what is
still too much is taken from the motion of those that gained in it.
"""

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.checkup import energy
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live

__all__ = ["allow", "is_made", "keep_passive"]

_STAYS = 0.85
"""Of what contacts have taken, per frame: after 20 frames, 4 % may still come back."""
_SLACK = 0.02
"""[J]"""


def allow(live: Live) -> None:
    """There may be as much energy as there is now: somebody has done work."""
    live.memory.ceiling = max(live.memory.ceiling, _level(live))


def is_made(live: Live) -> bool:
    """Whether there is more energy than there may be."""
    return _level(live) > live.memory.ceiling + _SLACK


def keep_passive(live: Live, rates: Float[np.ndarray, " v"], *, driven: bool) -> None:
    """At the end of a frame that began with ``rates`` (a ``qvel``), take away what nobody gave.

    What rests and was shaken is back in its place by then, which may have lifted it.
    ``driven``: somebody does work all the time, and nothing is taken.
    """
    memory, level = live.memory, _level(live)
    if not driven and level > memory.ceiling + _SLACK:
        _take(live, rates, level - memory.ceiling)
        level = _level(live)
    memory.ceiling = max(level, level + _STAYS * (memory.ceiling - level))


def _level(live: Live) -> float:
    """Energy of all things where they are now [J], up to a constant."""
    mujoco = load_mujoco()

    for update in (mujoco.mj_kinematics, mujoco.mj_comPos):
        update(live.compiled.model, live.data)
    return energy(live)


def _take(live: Live, rates: Float[np.ndarray, " v"], excess: float) -> None:
    """From the trees that have more kinetic energy than at the beginning, in proportion; else from all."""
    model, data = live.compiled.model, live.data
    now, before = (_kinetic(live, each) for each in (np.array(data.qvel), rates))
    now[live.compiled.agent_tree] = 0.0
    takes = now > before if (now > before).any() else now > 0
    total = float(now[takes].sum())
    if total > 0:
        data.qvel[takes[model.dof_treeid]] *= np.sqrt(max(1 - excess / total, 0.0))


def _kinetic(live: Live, rates: Float[np.ndarray, " v"]) -> Float[np.ndarray, " t"]:
    """Of every tree [J]."""
    mujoco = load_mujoco()

    model = live.compiled.model
    momenta = np.zeros(model.nv)
    mujoco.mj_mulM(model, live.data, momenta, rates)
    return np.bincount(model.dof_treeid, weights=0.5 * rates * momenta, minlength=model.ntree)
