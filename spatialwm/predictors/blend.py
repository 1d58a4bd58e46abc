"""The hybrid: what is calm goes through a frame as the network says, the rest as the engine does.

What touches, or may meet within the frame, is an island. The network takes the islands, and the things in
free flight, about which it has no doubt; they then sleep while the engine computes the frame of the others.
Nothing of one part can meet anything of the other in that frame.

Doubt is more than the ensemble's: also what the contacts that were found do not show. A thing that turns
brings corners down that are not yet near; what slips past another may meet it askew; what spins fast nutates.

To look at a frame so takes as long as the engine does for several things, and what is calm is what the engine
is quick with. So unless ``always`` is asked for, only whole frames are taken, and only where a glance at the
last accelerations says that all is calm. All of this follows from the state alone.
"""

from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.pairs import substeps
from spatialwm.dynamics.predictor import DT, SUBSTEPS
from spatialwm.dynamics.sleep import lay_asleep, wake_all
from spatialwm.predictors.coarse import Contacts, LiveFrame
from spatialwm.predictors.contact_net import MIDDLE, Answer, ContactNet, answer

__all__ = ["LiveBlend", "doubts"]

_SPECULATIVE = 1 << 7
"""mjENBL_SPECULATIVE"""
_LOST = 0.01
"""What touched is found again nearer than this [m]. Not always: looked at from afar, with its margins wide,
the narrow phase has one pair in a hundred centimetres off, when one of them is neither box nor ball."""
_TOUCH = 5e-4
"""What is nearer than this at the end of a frame may have touched in it [m]."""
_ASKEW = 0.5
"""Of the slip: what is not flat may come nearer by that."""
_UNSEEN = 0.1
"""Doubt per speed at which what is not seen may come nearer: most of it does not."""
_NUTATES = 0.015
"""Doubt per what one step leaves out of a spin: an arm of 10 cm, and a seventh of it, measured [m]."""
_HURRIED = 30.0
"""Accelerated more than this at the end of the last frame, something is being hit [m/s^2], [rad/s^2]."""
_FEWEST = 5
"""With fewer things awake the engine takes no longer than a look."""
_CREEPS = 0.02
"""What touches and is slower is calm nine times in ten; what slides or rolls, six times [m/s]."""


class LiveBlend:
    """A live handle: steps one compiled model. Use one per engine."""

    def __init__(self, net: ContactNet, *, name: str, always: bool = False) -> None:
        """``always`` takes what it can of every frame, even where that takes longer than the engine."""
        self.name = name
        self.observed = True
        self.labels: list[str] = []
        """``learned``, ``engine`` or ``blend``, one per frame it was asked for."""
        self.shares: list[float] = []
        """Of all things awake, those the network took, likewise."""
        self.doubt: Float[np.ndarray, " t"] = np.zeros(0)
        """Of each tree in the last frame it looked at [m/s]."""
        self._net, self._always = net, always
        self._frame: LiveFrame | None = None

    def step(self, compiled: Compiled, data: Any) -> bool:  # noqa: ANN401
        """Advance by one frame, or say False and leave positions and velocities as they are."""
        if self._frame is None or self._frame.compiled is not compiled:
            self._take_over(compiled)
        assert self._frame is not None
        if not self._always and _hurries(data.qacc_warmstart):
            return self._left()
        asleep = np.array(data.tree_asleep)
        awake = asleep < 0
        awake[compiled.agent_tree] = False
        if not self._always and not self._may_pay(compiled, data, awake):
            return self._left()
        calm = self._looked(compiled, data, asleep, awake)
        if calm is None:
            return self._left()
        share = int(np.count_nonzero(calm)) / max(int(np.count_nonzero(awake)), 1)
        self.shares.append(share)
        self.labels.append("learned" if share == 1.0 else "blend")
        mujoco = load_mujoco()
        mujoco.mj_kinematics(compiled.model, data)
        mujoco.mj_collision(compiled.model, data)  # who stands on whom now
        return True

    def _take_over(self, compiled: Compiled) -> None:
        """Learn once what stays: whose each number is, and how its spin goes."""
        model = compiled.model
        self._frame = LiveFrame(compiled)
        bodies = np.array(model.dof_bodyid[compiled.free_dofs[:, 0]])
        inertia = np.array(model.body_inertia[bodies])
        spread = inertia.max(axis=1, initial=0.0) - inertia.min(axis=1, initial=np.inf)
        self._lopsided = spread / inertia.min(axis=1, initial=np.inf)
        self._lopsided[self._lopsided < 1e-9] = 0.0
        self._free_trees = np.array(model.body_treeid[bodies])
        self._tree_of_body = np.array(model.body_treeid)
        self._tree_of_dof = np.array(model.dof_treeid)
        tree_of_mover = np.append(compiled.trees, compiled.agent_tree)
        self._tree_of_q = tree_of_mover[compiled.mover_of_q]
        balls = _balls(model)
        self._turns = ~balls[bodies]
        self._lever = np.zeros(model.ntree + 1)

    def _left(self) -> bool:
        self.labels.append("engine")
        self.shares.append(0.0)
        return False

    def _may_pay(self, compiled: Compiled, data: Any, awake: Bool[np.ndarray, " t"]) -> bool:  # noqa: ANN401
        """Whether all seem calm, by a glance."""
        if int(np.count_nonzero(awake)) < _FEWEST:
            return False
        assert self._frame is not None
        self._frame.measure(data)
        fall = data.qacc_warmstart[compiled.free_dofs[:, :3]] - compiled.model.opt.gravity
        touches = np.einsum("ij,ij->i", fall, fall) > 1.0
        hot = touches & (self._frame.speeds.sum(axis=1) > _CREEPS)
        hot |= self._nutating(compiled, data) > self._net.band
        return not np.count_nonzero(hot & awake[self._free_trees])

    def _turning(self) -> Float[np.ndarray, " f"]:
        """How fast free movers turn at their farthest points; 0 of balls [m/s]."""
        assert self._frame is not None
        return self._frame.speeds[:, 1] * self._turns

    def _nutating(self, compiled: Compiled, data: Any) -> Float[np.ndarray, " f"]:  # noqa: ANN401
        """What one step leaves out of the spin of free movers [m/s]."""
        spin = data.qvel[compiled.free_dofs[:, 3:]]
        return (_NUTATES * DT) * self._lopsided * np.einsum("ij,ij->i", spin, spin)

    def _looked(
        self,
        compiled: Compiled,
        data: Any,  # noqa: ANN401
        asleep: Int[np.ndarray, " t"],
        awake: Bool[np.ndarray, " t"],
    ) -> Bool[np.ndarray, " t"] | None:
        """Do the frame and say which trees the network took; or leave all as it was, and None."""
        mujoco, model, frame = load_mujoco(), compiled.model, self._frame
        assert frame is not None
        before, rates, last = np.array(data.qpos), np.array(data.qvel), np.array(data.qacc_warmstart)
        falls = data.qacc_warmstart[compiled.free_dofs[:, :3]] == model.opt.gravity
        touching = set[tuple[int, int]]() if falls.all() else _touching(compiled, data)
        frame.measure(data)
        frame.widen()
        try:
            mujoco.mj_step1(model, data)
            woke = not np.array_equal(asleep, data.tree_asleep)
            if not woke and self._glides(compiled, data, awake, before, rates):
                return awake
            contacts = frame.contacts(data)
            said = None if contacts is None else answer(self._net, contacts.met, DT)
            doubt = self._doubted(compiled, data, contacts, said, touching)
            calm = awake & (doubt <= self._net.band)
            count = int(np.count_nonzero(calm))
            pays = count >= (1 if self._always else int(np.count_nonzero(awake)))
            ends = before.copy()
            if pays:
                frame.finish(data, ends, rates, contacts, said)
        finally:
            frame.restore()
        if not pays:
            if woke:  # looking farther woke a neighbour
                wake_all(compiled, data)
                lay_asleep(compiled, data, asleep)
            return None
        start = before, rates, last
        end = ends, np.array(data.qvel), np.array(data.qacc_warmstart)
        return calm if self._joined(compiled, data, (asleep, awake, calm), start, end) else None

    def _glides(
        self,
        compiled: Compiled,
        data: Any,  # noqa: ANN401
        awake: Bool[np.ndarray, " t"],
        before: Float[np.ndarray, " q"],
        rates: Float[np.ndarray, " v"],
    ) -> bool:
        """Where nothing can meet in the frame and no spin is in doubt, do it: no network is needed."""
        frame = self._frame
        assert frame is not None
        self.doubt = np.zeros(len(awake))
        self.doubt[self._free_trees] = self._nutating(compiled, data)
        if (self.doubt > self._net.band).any() or len(compiled.joint_dofs):
            return False
        if data.nefc:
            found = data.contact
            if not len(found) or found.efc_address.min() < 0 or found.dim.min() < 3:
                return False
            rows, gap, reached = found.efc_address, found.dist, data.efc_vel
            rate = reached[rows]
            slip = np.abs(reached[rows + 1]) + np.abs(reached[rows + 2])
            self._lever[self._free_trees] = self._turning()
            unseen = self._lever[compiled.tree_of_geom[found.geom]].sum(axis=1) + _ASKEW * slip
            if (gap + (np.minimum(rate, 0.0) - unseen) * DT).min() < _TOUCH:
                return False
            data.efc_aref[rows] = (gap / -DT - rate) / DT
        load_mujoco().mj_step2(compiled.model, data)
        ends = before.copy()
        load_mujoco().mj_integratePos(compiled.model, ends, rates + MIDDLE * (data.qvel - rates), DT)
        places = awake[self._tree_of_q]
        data.qpos[places] = ends[places]
        return True

    def _doubted(
        self,
        compiled: Compiled,
        data: Any,  # noqa: ANN401
        contacts: Contacts | None,
        said: Answer | None,
        touching: set[tuple[int, int]],
    ) -> Float[np.ndarray, " t"]:
        """Of every tree: the worst of its island."""
        self._lever[self._free_trees] = self._turning()
        doubt = np.zeros(len(self._lever) - 1)
        doubt[self._free_trees] = self._nutating(compiled, data)
        if contacts is not None and said is not None:
            trees = compiled.tree_of_geom[contacts.geoms]
            each = doubts(
                contacts, said, self._lever[trees].sum(axis=1), np.logical_and.reduce(trees >= 0, axis=1)
            )
            lost = touching - _pairs(contacts.geoms[contacts.met.gap < _LOST])
            if lost:
                trees = np.concatenate([trees, compiled.tree_of_geom[np.array(list(lost))]])
                each = np.concatenate([each, np.full(len(lost), np.inf)])
            for side in (0, 1):
                real = trees[:, side] >= 0
                np.maximum.at(doubt, trees[real, side], each[real])
        if contacts is None:
            self.doubt = doubt
            return doubt
        island = np.asarray(data.tree_island)
        worst = np.zeros(int(data.nisland) + 1)
        np.maximum.at(worst, island, doubt)
        worst[-1] = 0.0  # of those without an island
        self.doubt = np.maximum(doubt, worst[island])
        return self.doubt

    def _joined(
        self,
        compiled: Compiled,
        data: Any,  # noqa: ANN401
        who: tuple[Int[np.ndarray, " t"], Bool[np.ndarray, " t"], Bool[np.ndarray, " t"]],
        start: tuple[np.ndarray, np.ndarray, np.ndarray],
        end: tuple[np.ndarray, np.ndarray, np.ndarray],
    ) -> bool:
        """Put what is calm where the network has it, and let the engine do the rest while that sleeps."""
        mujoco = load_mujoco()

        asleep, awake, calm = who
        places, dofs = calm[self._tree_of_q], calm[self._tree_of_dof]
        now = data.qpos, data.qvel, data.qacc_warmstart
        for array, old in zip(now, start, strict=True):
            array[:] = old
        after = asleep
        if np.count_nonzero(calm) < np.count_nonzero(awake):
            data.qvel[dofs] = 0.0
            sleepers = asleep.copy()
            sleepers[calm] = calm.nonzero()[0]
            wake_all(compiled, data)
            lay_asleep(compiled, data, sleepers)
            try:
                substeps(compiled, data, SUBSTEPS)
            except mujoco.FatalError:  # a neighbour of a sleeper was missed
                mujoco.mj_resetData(compiled.model, data)
                for array, old in zip(now, start, strict=True):
                    array[:] = old
                wake_all(compiled, data)
                lay_asleep(compiled, data, asleep)
                return False
            after = np.where(calm, asleep, data.tree_asleep)
        elif np.array_equal(asleep, data.tree_asleep):
            after = None
        for array, new, which in zip(now, end, (places, dofs, dofs), strict=True):
            array[which] = new[which]
        if after is not None:
            wake_all(compiled, data)
            lay_asleep(compiled, data, after)
        return True


def doubts(
    contacts: Contacts,
    said: Answer,
    turning: Float[np.ndarray, " c"],
    loose: Bool[np.ndarray, " c"],
) -> Float[np.ndarray, " c"]:
    """How far off each contact may be at the end of the frame [m/s].

    Args:
        contacts: Of the start of the frame.
        said: What the network says of them.
        turning: How fast the two turn at their farthest points, together [m/s].
        loose: Whether both can move.
    """
    met = contacts.met
    soon = met.gap + np.minimum(met.rate, 0.0) * DT
    unseen = turning + _ASKEW * met.slip * loose
    found = np.where(soon < _TOUCH, said.doubt, 0.0)
    np.maximum(found, said.surprise * loose, out=found)
    return np.maximum(found, _UNSEEN * unseen * (soon - unseen * DT < 0))


def _hurries(rates: Float[np.ndarray, " v"]) -> bool:
    return bool(rates.max() > _HURRIED or rates.min() < -_HURRIED)


def _touching(compiled: Compiled, data: Any) -> set[tuple[int, int]]:  # noqa: ANN401
    """Pairs of geoms that touch where things are, with the usual margins."""
    mujoco, model = load_mujoco(), compiled.model
    flags = int(model.opt.enableflags)
    model.opt.enableflags = flags & ~_SPECULATIVE
    mujoco.mj_collision(model, data)
    model.opt.enableflags = flags
    found = data.contact
    return _pairs(found.geom[found.dist <= 0.0])


def _pairs(geoms: Int[np.ndarray, "c 2"]) -> set[tuple[int, int]]:
    return set(map(tuple, geoms.tolist()))


def _balls(model: Any) -> Bool[np.ndarray, " b"]:  # noqa: ANN401
    """Which bodies are one ball around their centre of mass: however they turn, they are where they are."""
    sphere = int(load_mujoco().mjtGeom.mjGEOM_SPHERE)
    found = np.zeros(model.nbody, bool)
    for body in (np.asarray(model.body_geomnum) == 1).nonzero()[0].tolist():
        geom = int(model.body_geomadr[body])
        apart = np.abs(model.geom_pos[geom] - model.body_ipos[body]).max()
        found[body] = model.geom_type[geom] == sphere and apart < 1e-9
    return found
