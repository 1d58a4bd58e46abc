"""Steering: a force for every frame, found by the cross-entropy method over batches on the engine's threads.

Candidates are foretold by the engine's compiled model at one step per frame (16.7 ms instead of ten of
1.7 ms), three hundred at a time; what was found is then computed once by the engine as it is. Noise over
time is coloured, and elites are kept from round to round, as in iCEM (Pinneri et al. 2020).
"""

import math
import os
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.agent import place_agent
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.errors import InputError
from spatialwm.planning.foretold import Timed
from spatialwm.scene import Force, Scene, State, Wait

__all__ = ["Steered", "done_in_engine", "steer"]

_ELITES = 0.1
"""Share of the candidates that the next round follows."""
_KEPT = 0.3
"""Share of the elites that enter the next round as they are."""
_COLOUR = 2.0
"""Power density of the noise falls with frequency to this power."""
_SMOOTH = 0.9
"""Weight of the elites against what was believed before."""
_STRONGEST = 2.0
"""Largest force over the thing's weight."""
_BRAKING = 0.15
"""Of speed at the end, as a distance: how long it would still slide [s]."""
_EFFORT = 1e-4
_MOST = 10_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Steered:
    """Forces, one per frame, and what the coarse engine foretells of them."""

    actions: Timed
    forces: Float[np.ndarray, "t 2"]
    """Along x and z [N]."""
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
    rounds: int = 3,
    seed: int = 0,
    threads: int | None = None,
) -> Steered:
    """Find forces that bring a thing to a place, and to rest there.

    Args:
        scene: Where it starts; of a scene with a rollout, its end, at rest.
        name: The thing that is pressed on, at its centre of mass.
        place: x and z of where its origin is to be [m].
        samples: Candidates per round.
        steps: Frames of 1/60 s, each with a force of its own.
        rounds: How often the belief follows its elites.
        seed: The same seed gives the same forces, whatever the number of threads.
        threads: How many at a time; as many as there are processors when not given.

    Raises:
        InputError: The thing does not move freely, or numbers that cannot be meant.
        UnknownObjectError: There is no such thing.
    """
    if not (10 <= samples <= _MOST and 2 <= steps <= 1000 and 1 <= rounds <= 100):
        raise InputError("Steering takes 10 to 10,000 samples, 2 to 1000 steps, and 1 to 100 rounds.")
    if not all(map(math.isfinite, place)):
        raise InputError(f"The place to steer to is two finite numbers, got {place}.")
    thing = scene[name]
    if thing.body.kind != "dynamic":
        raise InputError(f"'{name}' is {thing.body.kind}; only what moves freely can be steered.")
    batch = _LiveBatch(replace(scene, rollout=None), name, threads or os.cpu_count() or 1)
    rng = np.random.default_rng(seed)
    strongest = _STRONGEST * thing.body.mass * max(float(np.linalg.norm(scene.gravity)), 1.0)
    mean, spread = np.zeros((steps, 2)), np.full((steps, 2), 0.5)
    kept = np.zeros((0, steps, 2))
    best: tuple[float, np.ndarray, np.ndarray] | None = None
    for _ in range(rounds):
        drawn = mean + spread * _coloured(rng, samples - len(kept), steps)
        drawn = np.concatenate([kept, np.clip(drawn, -1, 1)])
        if best is None:
            drawn[0] = 0.0
        ends, speeds = batch.ends(strongest * drawn)
        costs = np.linalg.norm(ends - np.array(place), axis=1) + _BRAKING * speeds
        costs += _EFFORT * np.square(drawn).sum(axis=(1, 2))
        order = np.argsort(costs, kind="stable")[: max(int(_ELITES * samples), 2)]
        elites = drawn[order]
        mean += _SMOOTH * (elites.mean(axis=0) - mean)
        spread += _SMOOTH * (elites.std(axis=0) - spread)
        kept = elites[: max(int(_KEPT * len(elites)), 1)]
        if best is None or costs[order[0]] < best[0]:
            best = float(costs[order[0]]), drawn[order[0]], ends[order[0]]
    assert best is not None
    forces = strongest * best[1]
    return Steered(
        actions=_timed(name, forces), forces=forces, end=best[2], cost=best[0], tried=samples * rounds
    )


def done_in_engine(scene: Scene, steered: Steered, *, seconds: float = 1.0) -> State:
    """The state ``seconds`` after the last force, by the engine as it is [s]."""
    predictor = EnginePredictor(replace(scene, rollout=None))
    state = predictor.initial()
    for _, action in steered.actions:
        state = predictor.step(state, action)
    for _ in range(round(seconds / DT)):
        state = predictor.step(state, Wait())
    return state


def _timed(name: str, forces: Float[np.ndarray, "t 2"]) -> Timed:
    return tuple(
        (k * DT, Force(name, force=(x, 0.0, z), seconds=DT)) for k, (x, z) in enumerate(forces.tolist())
    )


def _coloured(rng: np.random.Generator, count: int, steps: int) -> Float[np.ndarray, "n t 2"]:
    """Noise of unit variance whose slow parts are strong (Timmer & Koenig 1995)."""
    frequencies = np.maximum(np.fft.rfftfreq(steps), 1 / steps)
    scale = frequencies ** (-_COLOUR / 2)
    shape = (count, 2, len(scale))
    spectrum = scale * (rng.normal(size=shape) + 1j * rng.normal(size=shape))
    noise = np.fft.irfft(spectrum, steps)
    return np.moveaxis(noise / max(float(noise.std()), 1e-9), 1, 2)


class _LiveBatch:
    """A live handle: one compiled model and one set of engine data per thread."""

    def __init__(self, scene: Scene, name: str, threads: int) -> None:
        mujoco = load_mujoco()

        self._compiled: Compiled = compile_scene(scene)
        model = self._compiled.model
        model.opt.timestep = DT
        self._data: list[Any] = [mujoco.MjData(model) for _ in range(threads)]
        data = self._data[0]
        mujoco.mj_forward(model, data)
        self._agent = np.array(place_agent(model, data, scene))
        for key, value in zip(("agent.x", "agent.z", "agent.yaw"), self._agent, strict=True):
            data.qpos[int(model.joint(key).qposadr[0])] = value
        kinds: Any = mujoco.mjtState
        self._start = np.empty(mujoco.mj_stateSize(model, kinds.mjSTATE_FULLPHYSICS))
        mujoco.mj_getState(model, data, self._start, kinds.mjSTATE_FULLPHYSICS)
        self._kind = int(kinds.mjSTATE_CTRL) | int(kinds.mjSTATE_XFRC_APPLIED)
        k = [thing.name for thing in scene.objects].index(name)
        mover = int(np.flatnonzero(self._compiled.movers == k)[0])
        self._body = int(self._compiled.bodies[k])
        self._q, self._v = self._compiled.qpos[mover].start, self._compiled.dofs[mover].start

    def ends(self, forces: Float[np.ndarray, "n t 2"]) -> tuple[np.ndarray, np.ndarray]:
        """Place (n, 2) [m] and speed (n,) [m/s] after the last force."""
        from mujoco import rollout

        model = self._compiled.model
        count, steps, _ = forces.shape
        control = np.zeros((count, steps, model.nu + 6 * model.nbody))
        control[..., : model.nu] = self._agent  # it stands where it is
        first_force = model.nu + 6 * self._body
        control[..., first_force] = forces[..., 0]
        control[..., first_force + 2] = forces[..., 1]
        first = np.tile(self._start, (count, 1))
        states, _ = rollout.rollout(model, self._data, first, control, control_spec=self._kind)
        last = states[:, -1]
        place = last[:, [1 + self._q, 3 + self._q]]  # time comes first
        rates = last[:, 1 + model.nq + self._v :][:, :3]
        return place, np.linalg.norm(rates, axis=1)
