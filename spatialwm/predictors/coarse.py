"""One step of the engine per frame, with contacts that answer as a network says."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.sleep import lay_asleep, wake_all
from spatialwm.predictors.contact_net import MIDDLE, Answer, ContactNet, Met, answer, usual_answer

__all__ = ["Contacts", "LiveCoarse"]

_SPECULATIVE = 1 << 7
"""mjENBL_SPECULATIVE: contacts are foreseen here by a margin instead."""
_FARTHEST = 0.3
"""Contacts are looked for up to this far away [m]."""
_NEAREST = 0.004
_AHEAD = 1.1
"""... else as far as things come in a step, times this."""
_LOST = 0.01
"""What touched is found again nearer than this [m]. Not always: looked at from afar, with its margins wide,
the narrow phase has one pair in a hundred centimetres off, when one of them is neither box nor ball."""
_PREFERENCE = 30.0
"""Powers of ten of ``solmix`` per unit of restitution, as ``geoms`` writes them."""


class Contacts(NamedTuple):
    """The contacts that carry force rows, at the start of a step."""

    rows: Int[np.ndarray, " c"]
    """Of the normal; two of friction come next where there are ``grips``."""
    met: Met
    along: Float[np.ndarray, "c 2"]
    """The slip, as its two directions [m/s]."""
    grips: Int[np.ndarray, " g"]
    """Which of the contacts have friction."""
    frictions: list[Float[np.ndarray, " f"]]
    """Of each row of friction, when somebody watches."""
    cones: Float[np.ndarray, " c"]
    """Friction of the regularised cone, likewise."""


class LiveCoarse:
    """A live handle: steps one compiled model. Use one per engine.

    Without a network contacts answer as one would write it by hand; with ``band`` infinite the engine is
    never asked.
    """

    def __init__(self, net: ContactNet | None, *, name: str, band: float = math.inf) -> None:
        self.name = name
        self.seen: tuple[Contacts, Answer] | None = None
        """Of the last step, to learn from."""
        self.labels: list[str] = []
        """``learned`` or ``engine``, one per frame it was asked for."""
        self.surprises: list[float] = []
        """How far off the frame may be [m/s], likewise."""
        self.started: tuple[np.ndarray, np.ndarray] = np.zeros(0), np.zeros(0)
        """Positions and rates at the start of the last step."""
        self.watch: Callable[[Any, Any, Contacts, Answer], None] | None = None
        """Is shown the model, its data, contacts and answers at the end of a step, before they are gone."""
        self._net, self._band = net, band
        self._compiled: Compiled | None = None
        self._touching: set[tuple[int, int]] = set()

    def step(self, compiled: Compiled, data: Any) -> bool:  # noqa: ANN401
        """Advance by one frame, or say False and leave positions and velocities as they are."""
        if compiled is not self._compiled:
            self._take_over(compiled)
        mujoco, model = load_mujoco(), compiled.model
        flags, timestep = model.opt.enableflags, model.opt.timestep
        asleep = np.array(data.tree_asleep)
        self._touching = _touching(data)
        self._widen(compiled, data)
        try:
            known = self._try(compiled, data)
        finally:
            for name, array in self._usual.items():
                getattr(model, name)[:] = array
            model.opt.enableflags, model.opt.timestep = flags, timestep
        self.labels.append("learned" if known else "engine")
        if not known and not np.array_equal(asleep, data.tree_asleep):  # looking farther woke a neighbour
            wake_all(compiled, data)
            lay_asleep(compiled, data, asleep)
        if known:
            mujoco.mj_kinematics(model, data)
            mujoco.mj_collision(model, data)  # who stands on whom now
        return known

    def _take_over(self, compiled: Compiled) -> None:
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
        self._compiled = compiled
        self._reach_of = np.zeros(model.nbody)

    def _widen(self, compiled: Compiled, data: Any) -> None:  # noqa: ANN401
        """Look for contacts as far as each body comes in this step."""
        model = compiled.model
        model.opt.enableflags &= ~_SPECULATIVE
        model.opt.timestep = DT
        ways = data.qvel * compiled.radii
        reach = self._reach_of
        reach[:] = 0.0
        if len(compiled.joint_dofs):
            np.maximum.at(reach, model.dof_bodyid[compiled.joint_dofs], np.abs(ways[compiled.joint_dofs]))
        if len(compiled.free_dofs):
            parts = ways[compiled.free_rates].reshape(-1, 2, 3)
            reach[self._free_bodies] = np.sqrt((parts * parts).sum(axis=2)).sum(axis=1)
        reach *= _AHEAD * DT
        np.clip(reach, _NEAREST, _FARTHEST, out=reach)
        wide = reach[self._body_of_geom]
        model.geom_margin[:] = wide
        model.geom_gap[:] = 0.0
        model.body_margin[:] = reach
        if len(self._pairs[0]):
            model.pair_margin[:] = wide[self._pairs[0]] + wide[self._pairs[1]]
            model.pair_gap[:] = 0.0

    def _try(self, compiled: Compiled, data: Any) -> bool:  # noqa: ANN401
        mujoco, model = load_mujoco(), compiled.model
        before, rates = np.array(data.qpos), np.array(data.qvel)
        self.started = before.copy(), rates
        mujoco.mj_step1(model, data)
        contacts = self._contacts(model, data) if data.nefc else None
        if contacts is None:
            self.seen = None
            self.surprises.append(0.0)
            mujoco.mj_step2(model, data)
            shift = None
        else:
            said = self._answer(contacts)
            lost = self._touching - _touching(data, _LOST)
            self.surprises.append(math.inf if lost else float(said.surprise.max()))
            if self.surprises[-1] > self._band:
                return False
            self.seen = contacts, said
            _write(data, contacts, said)
            mujoco.mj_step2(model, data)
            shift = self._shift(model, data, contacts, said)
        moving = rates + MIDDLE * (data.qvel - rates)
        if shift is not None:
            moving += shift
        mujoco.mj_integratePos(model, before, moving, DT)
        data.qpos[:] = before
        if self.watch is not None and self.seen is not None:
            self.watch(model, data, *self.seen)
        return True

    def _contacts(self, model: Any, data: Any) -> Contacts | None:  # noqa: ANN401
        mujoco = load_mujoco()

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
        if self.watch is None:
            return Contacts(rows, met, along, grips, [], met.gap)
        each = zip(found.friction[real], (freedoms - 1).tolist(), strict=True)
        return Contacts(rows, met, along, grips, [np.array(f[:n]) for f, n in each], found.mu[real])

    def _answer(self, contacts: Contacts) -> Answer:
        return usual_answer(contacts.met, DT) if self._net is None else answer(self._net, contacts.met, DT)

    def _shift(self, model: Any, data: Any, contacts: Contacts, said: Answer) -> np.ndarray:  # noqa: ANN401
        """What impulses that came early or late in the step add to the mean velocity."""
        mujoco = load_mujoco()

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


def _touching(data: Any, within: float = 0.0) -> set[tuple[int, int]]:  # noqa: ANN401
    """Pairs of geoms that are no farther apart than that [m]."""
    contacts = data.contact
    return set(map(tuple, contacts.geom[contacts.dist <= within].tolist()))


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
