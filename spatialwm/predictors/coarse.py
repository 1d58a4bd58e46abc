"""One step of the engine per frame, with contacts that answer as a network says."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import DT
from spatialwm.predictors.contact_net import MIDDLE, Answer, ContactNet, Met, answer, usual_answer

__all__ = ["Contacts", "LiveCoarse", "LiveFrame"]

_SPECULATIVE = 1 << 7
"""mjENBL_SPECULATIVE: contacts are foreseen here by a margin instead."""
_FARTHEST = 0.3
"""Contacts are looked for up to this far away [m]."""
_NEAREST = 0.004
_AHEAD = 1.1
"""... else as far as things come in a step, times this."""
_PREFERENCE = 30.0
"""Powers of ten of ``solmix`` per unit of restitution, as ``geoms`` writes them."""


class Contacts(NamedTuple):
    """The contacts that carry force rows, at the start of a step."""

    rows: Int[np.ndarray, " c"]
    """Of the normal; two of friction come next where there are ``grips``."""
    geoms: Int[np.ndarray, "c 2"]
    met: Met
    along: Float[np.ndarray, "c 2"]
    """The slip, as its two directions [m/s]."""
    grips: Int[np.ndarray, " g"]
    """Which of the contacts have friction."""
    frictions: list[Float[np.ndarray, " f"]]
    """Of each row of friction, when somebody watches."""
    cones: Float[np.ndarray, " c"]
    """Friction of the regularised cone, likewise."""


class LiveFrame:
    """A live handle on one compiled model: one frame as one step, in its two halves.

    In between, what asks the solver for something can be written. The model's own margins and step are back
    after ``restore``.
    """

    def __init__(self, compiled: Compiled) -> None:
        model = compiled.model
        names = ("pair_margin", "pair_gap", "geom_margin", "geom_gap", "body_margin")
        self._usual = {name: np.array(getattr(model, name)) for name in names}
        with np.errstate(divide="ignore"):
            mixed = np.log10(np.array(model.geom_solmix)) / _PREFERENCE
        self._restitution = np.maximum(mixed, 0.0)
        self._body_of_geom = np.array(model.geom_bodyid)
        self._pairs = np.stack([np.array(model.pair_geom1), np.array(model.pair_geom2)])
        self._sum, self._fall = np.zeros(model.nv), np.zeros(model.nv)
        self._fall_places = compiled.free_dofs[:, :3].ravel()
        self._free_bodies = np.array(model.dof_bodyid[compiled.free_dofs[:, 0]])
        self._reach_of = np.zeros(model.nbody)
        self._option = int(model.opt.enableflags), float(model.opt.timestep)
        self.compiled = compiled
        self.speeds: Float[np.ndarray, "f 2"] = np.zeros((len(compiled.free_dofs), 2))
        """Of free movers: of the middle, and of what turns farthest out [m/s]."""

    def measure(self, data: Any) -> None:  # noqa: ANN401
        """See how fast everything is."""
        self._ways = data.qvel * self.compiled.radii
        parts = self._ways[self.compiled.free_rates].reshape(-1, 2, 3)
        self.speeds = np.sqrt((parts * parts).sum(axis=2))

    def widen(self) -> None:
        """Look for contacts as far as each body comes in this step; after ``measure``."""
        compiled, model = self.compiled, self.compiled.model
        self._option = int(model.opt.enableflags), float(model.opt.timestep)
        model.opt.enableflags &= ~_SPECULATIVE
        model.opt.timestep = DT
        reach = self._reach_of
        reach[:] = 0.0
        if len(compiled.joint_dofs):
            np.maximum.at(
                reach, model.dof_bodyid[compiled.joint_dofs], np.abs(self._ways[compiled.joint_dofs])
            )
        reach[self._free_bodies] = self.speeds.sum(axis=1)
        reach *= _AHEAD * DT
        np.clip(reach, _NEAREST, _FARTHEST, out=reach)
        wide = reach[self._body_of_geom]
        model.geom_margin[:] = wide
        model.geom_gap[:] = 0.0
        model.body_margin[:] = reach
        if len(self._pairs[0]):
            model.pair_margin[:] = wide[self._pairs[0]] + wide[self._pairs[1]]
            model.pair_gap[:] = 0.0

    def restore(self) -> None:
        """The model as it was before ``widen``."""
        model = self.compiled.model
        for name, array in self._usual.items():
            getattr(model, name)[:] = array
        model.opt.enableflags, model.opt.timestep = self._option

    def contacts(self, data: Any, *, watched: bool = False) -> Contacts | None:  # noqa: ANN401
        """After the first half: what may meet, if anything."""
        if not data.nefc:
            return None
        mujoco, model = load_mujoco(), self.compiled.model
        found = data.contact
        rows = found.efc_address
        real = rows >= 0
        if not real.any():
            return None
        rows, geoms, freedoms = rows[real], found.geom[real], found.dim[real]
        grips = np.flatnonzero(freedoms >= 3)
        rates, slips = data.efc_vel, rows[grips]
        along = np.zeros((len(rows), 2))
        along[grips, 0], along[grips, 1] = rates[slips + 1], rates[slips + 2]
        falls = np.empty(data.nefc)
        self._fall[self._fall_places] = np.tile(model.opt.gravity * DT, len(self._fall_places) // 3)
        mujoco.mj_mulJacVec(model, data, falls, self._fall)
        met = Met(
            gap=found.dist[real],
            rate=rates[rows],
            fall=falls[rows],
            slip=np.sqrt((along * along).sum(axis=1)),
            friction=found.friction[real, 0],
            restitution=self._restitution[geoms].max(axis=1),
            share=_shares(geoms),
            rolls=(freedoms > 3).astype(float),
        )
        if not watched:
            return Contacts(rows, geoms, met, along, grips, [], met.gap)
        each = zip(found.friction[real], (freedoms - 1).tolist(), strict=True)
        frictions = [np.array(f[:n]) for f, n in each]
        return Contacts(rows, geoms, met, along, grips, frictions, found.mu[real])

    def finish(
        self,
        data: Any,  # noqa: ANN401
        before: Float[np.ndarray, " q"],
        rates: Float[np.ndarray, " v"],
        contacts: Contacts | None,
        said: Answer | None,
    ) -> None:
        """The second half: writes rates into ``data``, and positions over ``before``."""
        mujoco, model = load_mujoco(), self.compiled.model
        shift = None
        if contacts is None or said is None:
            mujoco.mj_step2(model, data)
        else:
            _write(data, contacts, said)
            mujoco.mj_step2(model, data)
            shift = self._shift(data, contacts, said)
        moving = rates + MIDDLE * (data.qvel - rates)
        if shift is not None:
            moving += shift
        mujoco.mj_integratePos(model, before, moving, DT)

    def _shift(self, data: Any, contacts: Contacts, said: Answer) -> np.ndarray:  # noqa: ANN401
        """What impulses that came early or late in the step add to the mean velocity."""
        mujoco, model = load_mujoco(), self.compiled.model

        forces, rows, grips = data.efc_force, contacts.rows, contacts.grips
        early = (said.acting - MIDDLE) * DT
        weighed = np.zeros(data.nefc)
        weighed[rows] = early * forces[rows]
        for k in (1, 2):
            weighed[rows[grips] + k] = early[grips] * forces[rows[grips] + k]
        mujoco.mj_mulJacTVec(model, data, self._sum, weighed)
        change = np.zeros((1, model.nv))
        mujoco.mj_solveM(model, data, change, self._sum[None])
        return change[0]


class LiveCoarse:
    """A live handle: the network alone; without one, contacts answer as one would write it by hand."""

    def __init__(self, net: ContactNet | None, *, name: str) -> None:
        self.name = name
        self.observed = False
        self.seen: tuple[Contacts, Answer] | None = None
        """Of the last step, to learn from."""
        self.labels: list[str] = []
        """``learned``, one per frame it was asked for."""
        self.started: tuple[np.ndarray, np.ndarray] = np.zeros(0), np.zeros(0)
        """Positions and rates at the start of the last step."""
        self.watch: Callable[[Any, Any, Contacts, Answer], None] | None = None
        """Is shown the model, its data, contacts and answers at the end of a step, before they are gone."""
        self._net = net
        self._frame: LiveFrame | None = None

    def step(self, compiled: Compiled, data: Any) -> bool:  # noqa: ANN401
        """Advance by one frame."""
        if self._frame is None or self._frame.compiled is not compiled:
            self._frame = LiveFrame(compiled)
        mujoco, model, frame = load_mujoco(), compiled.model, self._frame
        before, rates = np.array(data.qpos), np.array(data.qvel)
        self.started = before.copy(), rates
        frame.measure(data)
        frame.widen()
        try:
            mujoco.mj_step1(model, data)
            contacts = frame.contacts(data, watched=self.watch is not None)
            said = None if contacts is None else self._answer(contacts)
            frame.finish(data, before, rates, contacts, said)
            data.qpos[:] = before
            self.seen = None if contacts is None or said is None else (contacts, said)
            if self.watch is not None and self.seen is not None:
                self.watch(model, data, *self.seen)
        finally:
            frame.restore()
        self.labels.append("learned")
        mujoco.mj_kinematics(model, data)
        mujoco.mj_collision(model, data)  # who stands on whom now
        return True

    def _answer(self, contacts: Contacts) -> Answer:
        return usual_answer(contacts.met, DT) if self._net is None else answer(self._net, contacts.met, DT)


def _shares(geoms: Int[np.ndarray, "c 2"]) -> Float[np.ndarray, " c"]:
    """One over how many contacts are between the same two; those of a pair come one after the other."""
    new = np.ones(len(geoms), bool)
    new[1:] = (geoms[1:] != geoms[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    counts = np.diff(starts, append=len(geoms))
    return np.repeat(1 / counts, counts)


def _write(data: Any, contacts: Contacts, said: Answer) -> None:  # noqa: ANN401
    """Ask the solver for what the contacts answer."""
    wanted, rates, rows = data.efc_aref, data.efc_vel, contacts.rows
    wanted[rows] = (said.parting - contacts.met.rate) / DT
    grips = rows[contacts.grips]
    slip, taken = contacts.met.slip[contacts.grips], said.taken[contacts.grips]
    pace = taken / np.maximum(slip, 1e-9) / -DT
    for k in (1, 2):
        wanted[grips + k] = pace * rates[grips + k]
