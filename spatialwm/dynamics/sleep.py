"""Sleep: what rests, far from anything that moves, costs nothing, and its neighbours wake it.

MuJoCo's sleeping islands do this, but by their own clock and with a state that cannot be restored from
positions and velocities. So we say who sleeps: only what ``rest`` found resting, at its anchor. Everything
the engine keeps of a sleeper then follows from its anchor, and a state restored is a state continued.
"""

from typing import Any

import numpy as np
from jaxtyping import Bool, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled

__all__ = ["AWAKE", "are_awake", "lay_asleep", "put_to_sleep", "wake", "wake_all"]

_SLEEP = 1 << 4
"""mjENBL_SLEEP"""
AWAKE = -11
"""In ``tree_asleep``: awake for good, -(1 + mjMINAWAKE)."""


def wake_all(compiled: Compiled, data: Any) -> None:  # noqa: ANN401
    """Wake everything, and compute anew all that follows from positions and velocities before contacts."""
    mujoco = load_mujoco()

    model = compiled.model
    model.opt.enableflags &= ~_SLEEP
    mujoco.mj_kinematics(model, data)  # wakes them
    mujoco.mj_comPos(model, data)
    mujoco.mj_makeM(model, data)
    mujoco.mj_factorM(model, data)
    mujoco.mj_comVel(model, data)
    data.qacc[:] = data.qacc_warmstart
    data.tree_asleep[:] = AWAKE


def lay_asleep(compiled: Compiled, data: Any, asleep: Int[np.ndarray, " t"]) -> None:  # noqa: ANN401
    """After ``wake_all``: put trees to sleep in circles as ``MjData.tree_asleep`` has them."""
    if not (asleep >= 0).any():
        return
    model = compiled.model
    model.opt.enableflags |= _SLEEP
    data.tree_asleep[:] = asleep
    awake = asleep < 0
    data.tree_awake[:] = awake
    data.ntree_awake = int(awake.sum())
    trees = np.asarray(model.body_treeid)
    up = (trees < 0) | awake[trees]  # static bodies have tree -1 and count as up in the lists
    data.body_awake[:] = np.where(trees < 0, -1, up)  # mjtSleepState: static -1, asleep 0, awake 1
    lists = (
        ("nbody_awake", data.body_awake_ind, np.flatnonzero(up)),
        ("nparent_awake", data.parent_awake_ind, np.flatnonzero(up[model.body_parentid[1:]]) + 1),
        ("nv_awake", data.dof_awake_ind, np.flatnonzero(up[model.dof_bodyid])),
    )
    for count, places, found in lists:
        places[: len(found)] = found
        setattr(data, count, len(found))
    still = ~awake[model.dof_treeid]
    for rates in (data.qacc, data.qacc_smooth, data.qacc_warmstart):  # the engine carries these along
        rates[still] = 0.0


def are_awake(compiled: Compiled, data: Any) -> Bool[np.ndarray, " m"]:  # noqa: ANN401
    """Which movers do not sleep."""
    return np.asarray(data.tree_asleep[compiled.tree_places] < 0)


def wake(compiled: Compiled, data: Any, movers: Bool[np.ndarray, " m"]) -> None:  # noqa: ANN401
    """Wake some movers, with all that sleep with them."""
    asleep = np.array(data.tree_asleep)
    for tree in compiled.trees[movers]:
        while asleep[tree] >= 0:
            asleep[tree], tree = AWAKE, asleep[tree]
    if not np.array_equal(asleep, data.tree_asleep):
        wake_all(compiled, data)
        lay_asleep(compiled, data, asleep)


def put_to_sleep(compiled: Compiled, data: Any, resting: Bool[np.ndarray, " m"]) -> None:  # noqa: ANN401
    """Let every tree sleep that rests, at its anchor without speed, and touches nothing that does not.

    What touches sleeps and wakes together: MuJoCo looks for a sleeper's neighbours once.
    """
    mujoco = load_mujoco()

    model = compiled.model
    ready = np.ones(model.ntree, bool)
    ready[compiled.trees[~resting]] = False
    ready[compiled.agent_tree] = False
    if model.nflex or not _alone(compiled, data, ready)[data.tree_asleep < 0].any():
        return
    wake_all(compiled, data)
    mujoco.mj_collision(model, data)  # at the anchors: these very contacts are found again on waking
    ready = _alone(compiled, data, ready)
    lay_asleep(compiled, data, np.where(ready, _circles(compiled, data, ready), AWAKE))


def _alone(compiled: Compiled, data: Any, ready: Bool[np.ndarray, " t"]) -> Bool[np.ndarray, " t"]:  # noqa: ANN401
    """Of the trees that are ready, those that touch, over any number of others, nothing that is not."""
    one, other = _touching(compiled, data)
    alone = ready.copy()
    while True:
        spoiled = (alone[one] != alone[other]).nonzero()[0]
        if not len(spoiled):
            return alone
        alone[one[spoiled]] = alone[other[spoiled]] = False


def _circles(compiled: Compiled, data: Any, ready: Bool[np.ndarray, " t"]) -> Int[np.ndarray, " t"]:  # noqa: ANN401
    one, other = _touching(compiled, data)
    group = np.arange(len(ready))
    while len(one):
        lowest = np.minimum(group[one], group[other])
        if np.array_equal(group[one], lowest) and np.array_equal(group[other], lowest):
            break
        np.minimum.at(group, one, lowest)
        np.minimum.at(group, other, lowest)
    following = np.arange(len(ready))
    for leader in (np.bincount(group[ready]) > 1).nonzero()[0]:
        members = (group == leader).nonzero()[0]
        following[members[:-1]], following[members[-1]] = members[1:], members[0]
    return following


def _touching(compiled: Compiled, data: Any) -> tuple[np.ndarray, np.ndarray]:  # noqa: ANN401
    """Pairs of different trees in contact."""
    if not data.ncon:
        return np.zeros(0, int), np.zeros(0, int)
    pairs = compiled.tree_of_geom[data.contact.geom]
    pairs = pairs[(pairs >= 0).all(axis=1) & (pairs[:, 0] != pairs[:, 1])]
    return pairs[:, 0], pairs[:, 1]
