"""Steering: a force for every frame, found by the cross-entropy method over batches on the engine's threads.

Candidates are foretold by the engine's compiled model at one step per frame (16.7 ms instead of ten of
1.7 ms), three hundred at a time; what was found is then computed once by the engine as it is. Forces are
drawn at a few knots and joined by straight lines, and elites are kept from round to round as in iCEM
(Pinneri et al. 2020).
"""

import importlib
import math
import os
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.agent import place_agent
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.errors import InputError
from spatialwm.planning.foretold import Timed
from spatialwm.scene import Action, Force, Scene, State, Wait

__all__ = ["Steered", "steer", "steer_to"]

_ROUNDS = 4
_ELITES = 0.07
"""Share of the candidates that the next round follows."""
_KEPT = 0.3
"""Share of the elites that enter the next round as they are."""
_KNOTS = 5
"""Between which forces go straight: 10 numbers instead of 100 are drawn."""
_SPREAD = np.array([0.5, 0.2])
"""Of the first round, along the way to the place and across it."""
_SMOOTH = 0.9
"""Weight of the elites against what was believed before."""
_STRONGEST = 1.5
"""Largest force over the thing's weight."""
_BRAKING = 0.15
"""Of speed at the end, as a distance: how long it would still slide [s]."""
_EFFORT = 1e-4
_MOST = 10_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Steered:
    """Forces, one per frame, and what the coarse engine foretells of them."""

    actions: Timed
    knots: Float[np.ndarray, "k 2"]
    """Along and across the way to the place, over the largest force."""
    end: Float[np.ndarray, "2"]
    """Where the thing is at the end, x and z [m]."""
    cost: float
    """How far from the place, and how fast, as metres."""
    tried: int
    """Candidates that were foretold."""


def steer(
    scene: Scene,
    name: str,
    place: tuple[float, float],
    *,
    samples: int = 300,
    steps: int = 50,
    seed: int = 0,
    threads: int | None = None,
) -> Steered:
    """Find forces that bring a thing to a place, and to rest there.

    Args:
        scene: Where it starts; of a scene with a rollout, its end, at rest.
        name: The thing that is pressed on, at its centre of mass.
        place: x and z of where its origin is to be [m].
        samples: Candidates per round, of which there are four.
        steps: Frames of 1/60 s, each with a force of its own.
        seed: The same seed gives the same forces, whatever the number of threads.
        threads: How many at a time; as many as there are processors when not given.

    Raises:
        InputError: The thing does not move freely, or numbers that cannot be meant.
        UnknownObjectError: There is no such thing.
    """
    _check(scene, name, place, samples, steps)
    batch = _LiveBatch(replace(scene, rollout=None), name, threads or os.cpu_count() or 1)
    return _search(batch, place, samples, steps, np.random.default_rng(seed))


def steer_to(
    scene: Scene,
    name: str,
    place: tuple[float, float],
    *,
    samples: int = 300,
    steps: int = 50,
    plans: int = 3,
    seconds: float = 1.0,
    seed: int = 0,
    threads: int | None = None,
) -> tuple[State, Timed]:
    """Steer in the engine as it is: after each third of the way plan the rest from where the thing then is.

    Args:
        scene: As ``steer``, and so are all that are not named here.
        name: The thing.
        place: Where it is to be [m].
        samples: Candidates per round.
        steps: Frames with a force.
        plans: How often to plan.
        seconds: Watched after the last force [s].
        seed: The same seed gives the same forces.
        threads: How many at a time.

    Returns:
        The state at the end, and the forces that led there.

    Raises:
        InputError: As ``steer``; or no plan.
        UnknownObjectError: There is no such thing.
    """
    _check(scene, name, place, samples, steps)
    if not 1 <= plans <= steps:
        raise InputError(f"There are 1 to {steps} plans for {steps} steps, got {plans}.")
    still = replace(scene, rollout=None)
    batch, predictor = _LiveBatch(still, name, threads or os.cpu_count() or 1), EnginePredictor(still)
    rng, state, done = np.random.default_rng(seed), predictor.initial(), list[tuple[float, Action]]()
    edges = np.linspace(0, steps, plans + 1).astype(int).tolist()
    for first, last in pairwise(edges):
        if first:
            batch.begin(predictor)
        found = _search(batch, place, samples, max(steps - first, 3), rng)
        for k, (_, action) in enumerate(found.actions[: last - first]):
            state = predictor.step(state, action)
            done.append(((first + k) * DT, action))
    for _ in range(round(seconds / DT)):
        state = predictor.step(state, Wait())
    return state, tuple(done)


def _check(scene: Scene, name: str, place: tuple[float, float], samples: int, steps: int) -> None:
    if not (30 <= samples <= _MOST and 3 <= steps <= 1000):
        raise InputError(f"Steering takes 30 to 10,000 samples and 3 to 1000 steps, got {samples}, {steps}.")
    if not all(map(math.isfinite, place)):
        raise InputError(f"The place to steer to is two finite numbers, got {place}.")
    if scene[name].body.kind != "dynamic":
        raise InputError(f"'{name}' is {scene[name].body.kind}; only what moves freely can be steered.")


def _search(
    batch: "_LiveBatch",
    place: tuple[float, float],
    samples: int,
    steps: int,
    rng: np.random.Generator,
) -> Steered:
    goal = np.array(place)
    way = goal - batch.place
    along = way / max(float(np.linalg.norm(way)), 1e-6)
    axes = batch.strongest * np.stack([along, [-along[1], along[0]]])
    mean, spread = np.zeros((_KNOTS, 2)), np.tile(_SPREAD, (_KNOTS, 1))
    kept = np.zeros((1, _KNOTS, 2))
    best: tuple[float, np.ndarray, np.ndarray] | None = None
    for _ in range(_ROUNDS):
        drawn = mean + spread * rng.normal(size=(samples - len(kept), _KNOTS, 2))
        drawn = np.concatenate([kept, np.clip(drawn, -1, 1)])
        ends, speeds = batch.ends(_joined(drawn, steps) @ axes)
        costs = np.linalg.norm(ends - goal, axis=1) + _BRAKING * speeds
        costs += _EFFORT * np.square(drawn).sum(axis=(1, 2))
        order = np.argsort(costs, kind="stable")[: max(int(_ELITES * samples), 2)]
        elites = drawn[order]
        mean += _SMOOTH * (elites.mean(axis=0) - mean)
        spread += _SMOOTH * (elites.std(axis=0) - spread)
        kept = elites[: max(int(_KEPT * len(elites)), 1)]
        if best is None or costs[order[0]] < best[0]:
            best = float(costs[order[0]]), drawn[order[0]], ends[order[0]]
    assert best is not None
    forces = (_joined(best[1][None], steps) @ axes)[0]
    return Steered(
        actions=tuple(
            (k * DT, Force(batch.name, force=(x, 0.0, z), seconds=DT))
            for k, (x, z) in enumerate(forces.tolist())
        ),
        knots=best[1],
        end=best[2],
        cost=best[0],
        tried=samples * _ROUNDS,
    )


def _joined(knots: Float[np.ndarray, "n k 2"], steps: int) -> Float[np.ndarray, "n t 2"]:
    """Straight lines through the knots, the first and last at the ends."""
    at = np.arange(steps) * ((knots.shape[1] - 1) / (steps - 1))
    low = np.minimum(at.astype(int), knots.shape[1] - 2)
    part = (at - low)[:, None]
    return knots[:, low] * (1 - part) + knots[:, low + 1] * part


class _LiveBatch:
    """A live handle: one compiled model and one set of engine data per thread."""

    def __init__(self, scene: Scene, name: str, threads: int) -> None:
        mujoco = load_mujoco()

        self.name = name
        self._compiled: Compiled = compile_scene(scene)
        model = self._compiled.model
        model.opt.timestep = DT
        self._data: list[Any] = [mujoco.MjData(model) for _ in range(threads)]
        data = self._data[0]
        mujoco.mj_forward(model, data)
        agent = place_agent(model, data, scene)
        places = [int(model.joint(key).qposadr[0]) for key in ("agent.x", "agent.z", "agent.yaw")]
        data.qpos[places] = agent
        self._agent = np.array(agent)
        kinds: Any = mujoco.mjtState
        self._physics = kinds.mjSTATE_FULLPHYSICS
        self._start = np.empty(mujoco.mj_stateSize(model, self._physics))
        mujoco.mj_getState(model, data, self._start, self._physics)
        self._kind = int(kinds.mjSTATE_CTRL) | int(kinds.mjSTATE_XFRC_APPLIED)
        k = [thing.name for thing in scene.objects].index(name)
        mover = int(np.flatnonzero(self._compiled.movers == k)[0])
        self._body = int(self._compiled.bodies[k])
        self._q, self._v = self._compiled.qpos[mover].start, self._compiled.dofs[mover].start
        weight = scene[name].body.mass * max(float(np.linalg.norm(scene.gravity)), 1.0)
        self.strongest = _STRONGEST * weight

    @property
    def place(self) -> Float[np.ndarray, "2"]:
        """Where the thing is at the start, x and z [m]."""
        return self._start[[1 + self._q, 3 + self._q]]  # time comes first

    def begin(self, predictor: EnginePredictor) -> None:
        """Start from where an engine of the same scene is after its last step."""
        live = predictor.live
        load_mujoco().mj_getState(live.compiled.model, live.data, self._start, self._physics)

    def ends(self, forces: Float[np.ndarray, "n t 2"]) -> tuple[np.ndarray, np.ndarray]:
        """Place (n, 2) [m] and speed (n,) [m/s] after the last force."""
        rollout: Any = importlib.import_module("mujoco.rollout")
        model = self._compiled.model
        count, steps, _ = forces.shape
        control = np.zeros((count, steps, model.nu + 6 * model.nbody))
        control[..., : model.nu] = self._agent  # it stands where it is
        first_force = model.nu + 6 * self._body
        control[..., first_force] = forces[..., 0]
        control[..., first_force + 2] = forces[..., 1]
        first = np.tile(self._start, (count, 1))
        states, _ = rollout.rollout(model, self._data, first, control, control_spec=self._kind)
        last: np.ndarray = states[:, -1]
        rates = last[:, 1 + model.nq + self._v :][:, :3]
        return last[:, [1 + self._q, 3 + self._q]], np.linalg.norm(rates, axis=1)
