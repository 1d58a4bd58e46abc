"""Training of ContactNet: seeded, resumable, NumPy alone.

Rounds of gathering and fitting: first the engine leads through its worlds, then the network of the last round
does. It is fitted through the solver: every frame is stepped with the network's answers, and what came out
wrong is carried back to them. The members of the ensemble begin elsewhere and see other frames.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import compile_scene
from spatialwm.dynamics.predictor import DT
from spatialwm.errors import FormatError, InputError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.predictors.coarse import Contacts, LiveCoarse
from spatialwm.predictors.contact_data import Frames, gather, trials
from spatialwm.predictors.contact_files import arrays_of, net_of
from spatialwm.predictors.contact_gradient import pulls
from spatialwm.predictors.contact_net import FEATURES, OUTPUTS, Answer, ContactNet, Stack, back
from spatialwm.predictors.files import read_arrays
from spatialwm.predictors.training import Progress
from spatialwm.predictors.worlds import KINDS, Kind, World, draw_world

__all__ = ["ROUNDS", "STEPS", "WORLDS", "calibrated", "fitted", "train_contacts"]

ROUNDS = 3
WORLDS = 60
"""Per round."""
MEMBERS = 3
_HIDDEN = 16
STEPS = 3000
"""Of fitting, per round; all members take turns."""
_BATCH = 24
"""Frames of one step."""
_RATE = 4e-3
_CALIBRATION = 900_000_000
"""First seed of the worlds the band is found on; those of training begin at 100,000 times the seed."""
_LARGEST = 256 << 20
"""Of a checkpoint, packed and unpacked [bytes]."""
_TOLERANCE = 0.03
"""What a thing that a network took may be off after a frame [m/s], half a millimetre ..."""
_BAD = 0.02
"""... but for so many."""


@dataclass(kw_only=True)
class _LiveTraining:
    """A live handle: parameters of all members, Adam's means, and the step they are at."""

    parameters: list[np.ndarray]
    means: list[np.ndarray]
    squares: list[np.ndarray]
    step: int = 0


def train_contacts(
    kinds: tuple[Kind, ...] = KINDS,
    *,
    seed: int = 0,
    worlds: int = WORLDS,
    rounds: int = ROUNDS,
    steps: int = STEPS,
    make: Callable[[int], World] | None = None,
    checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ContactNet:
    """Learn how contacts answer, in worlds of these kinds.

    Args:
        kinds: ``drops``, ``pushes`` or both.
        seed: Of the worlds, the first weights and the batches; the same seed gives the same bits.
        worlds: Per round.
        rounds: Of gathering and fitting.
        steps: Of fitting, per round.
        make: Worlds by seed, of another kind than these.
        checkpoint: File to go on from when it is there, and to write after every round.
        progress: Is told how far it is.

    Raises:
        InputError: Fewer than 2 worlds or more than 10,000, or numbers that cannot be meant; or nothing in
            these worlds touches.
        FormatError: The checkpoint is not one of this training.
    """
    if not (2 <= worlds <= 10_000 and 1 <= rounds <= 20 and 10 <= steps <= 1_000_000):
        raise InputError("Training takes 2 to 10,000 worlds, 1 to 20 rounds and 10 to a million steps.")
    key = json.dumps({"kinds": kinds, "seed": seed, "worlds": worlds, "rounds": rounds, "steps": steps,
                      "own": make is not None})  # fmt: skip
    known, net, done = _resumed(checkpoint, key)
    report = _unheard if progress is None else progress

    def world_of(number: int) -> World:
        return draw_world(kinds[number % len(kinds)], number) if make is None else make(number)

    for turn in range(done, rounds):
        first = 100_000 * seed + turn * worlds

        def gathered(count: int, turn: int = turn) -> None:
            name = f"round {turn + 1} of {rounds}, worlds:"
            report(Progress(network=name, step=count, steps=worlds, loss=0.0))

        seeds = list(range(first, first + worlds))
        known += gather(seeds, world_of, net, driven=turn > 0, progress=gathered)
        if not known:
            raise InputError("There is nothing to learn from: in these worlds nothing that moves touches.")
        name = f"round {turn + 1} of {rounds}, steps:"
        net = fitted(known, world_of, net, seed=seed + turn, steps=steps, name=name, progress=report)
        _keep(checkpoint, key, known, net, turn + 1)
    assert net is not None
    held_out = [_CALIBRATION + k for k in range(max(worlds // 3, 4))]
    return calibrated(net, *trials(held_out, world_of, net))


def _unheard(progress: Progress) -> None:
    del progress


def calibrated(
    net: ContactNet,
    doubt: Float[np.ndarray, " n"],
    error: Float[np.ndarray, " n"],
    tolerance: float = _TOLERANCE,
) -> ContactNet:
    """The network with the widest band in which things are off by no more than the tolerance, 98 in 100.

    Args:
        net: To calibrate.
        doubt: Of things in worlds it has not learned from, frame by frame [m/s].
        error: Of the same [m/s].
        tolerance: [m/s]
    """
    order = np.argsort(doubt, kind="stable")
    bad = np.cumsum(error[order] > tolerance)
    good = np.flatnonzero((bad + 1) / (np.arange(len(order)) + 2) <= _BAD)  # as for one more, that is bad
    return replace(net, band=float(doubt[order][good[-1]]) if len(good) else 0.0)


# ------------------------------------------------------------------------------------------------ fitting


class _LiveWorlds:
    """A live handle: compiled worlds, to step single frames of."""

    def __init__(self, world_of: Callable[[int], World]) -> None:
        self._world_of = world_of
        self._made: dict[int, tuple[Any, Any]] = {}

    def gradient(self, net: ContactNet, frames: Frames, at: int) -> tuple[list[np.ndarray], float] | None:
        """Of one frame's error by the parameters of a network of one member; None where nothing meets."""
        mujoco = load_mujoco()

        compiled, data = self._made.get(frames.seed) or self._make(frames.seed)
        found: list[tuple[list[np.ndarray], float]] = []

        def watch(model: Any, data: Any, contacts: Contacts, said: Answer) -> None:  # noqa: ANN401
            pulled = pulls(model, data, contacts, frames.after[at].astype(float),
                           frames.rates_after[at].astype(float))  # fmt: skip
            found.append((back(net, contacts.met, said, pulled, DT), pulled.error))

        coarse = LiveCoarse(net, name="fitting")
        coarse.watch = watch
        mujoco.mj_resetData(compiled.model, data)
        data.qpos[:], data.qvel[:] = frames.before[at], frames.rates[at]
        data.ctrl[:] = data.qpos[self._agent(compiled.model)]
        coarse.step(compiled, data)
        return found[0] if found else None

    def _agent(self, model: Any) -> list[int]:  # noqa: ANN401
        return [int(model.joint(key).qposadr[0]) for key in ("agent.x", "agent.z", "agent.yaw")]

    def _make(self, seed: int) -> tuple[Any, Any]:
        compiled = compile_scene(self._world_of(seed).scene)
        self._made[seed] = compiled, load_mujoco().MjData(compiled.model)
        return self._made[seed]


def fitted(
    known: list[Frames],
    world_of: Callable[[int], World],
    net: ContactNet | None,
    *,
    seed: int,
    steps: int = STEPS,
    name: str = "fitting",
    progress: Callable[[Progress], None] | None = None,
) -> ContactNet:
    """An ensemble fitted to frames, beginning at ``net`` where there is one; its band is not calibrated."""
    live, worlds = _fresh(np.random.default_rng([seed, 1]), net), _LiveWorlds(world_of)
    mean, scale = _scales() if net is None else (net.mean, net.scale)
    loss = 0.0
    while live.step < steps:
        member = live.step % MEMBERS
        rng = np.random.default_rng([seed, 2, live.step])
        alone = ContactNet(layers=_layers(live.parameters, member), mean=mean, scale=scale)
        total, count, error = [np.zeros_like(p[member]) for p in live.parameters], 0, 0.0
        chosen: list[int] = rng.integers(0, len(known), _BATCH).tolist()
        for which in chosen:
            frames = known[which]
            result = worlds.gradient(alone, frames, int(rng.integers(len(frames.before))))
            if result is not None:
                gradients, wrong = result
                count, error = count + 1, error + wrong
                for sum_, gradient in zip(total, gradients, strict=True):
                    sum_ += gradient
        _adam(live, member, [part / max(count, 1) for part in total], steps)
        loss += (error / max(count, 1) - loss) * 0.02 if loss else error / max(count, 1)
        if progress is not None and (live.step % 20 == 0 or live.step == steps):
            progress(Progress(network=name, step=live.step, steps=steps, loss=loss))
    return ContactNet(layers=_layers(live.parameters), mean=mean, scale=scale)


def _scales() -> tuple[Float[np.ndarray, " f"], Float[np.ndarray, " f"]]:
    return np.zeros(FEATURES), np.full(FEATURES, 0.5)


def _fresh(rng: np.random.Generator, net: ContactNet | None) -> _LiveTraining:
    parameters: list[np.ndarray] = []
    if net is None:
        for into, out in pairwise((FEATURES, _HIDDEN, _HIDDEN, OUTPUTS)):
            parameters += [rng.normal(0, into**-0.5, (MEMBERS, into, out)), np.zeros((MEMBERS, out))]
        parameters[-2] *= 0.1
        parameters[-1][:, 3] = -1.0
    else:
        for layer in net.layers:
            parameters += [layer.weights.copy(), layer.biases.copy()]
    zeros = [np.zeros_like(p) for p in parameters]
    return _LiveTraining(parameters=parameters, means=zeros, squares=[z.copy() for z in zeros])


def _layers(parameters: list[np.ndarray], member: int | None = None) -> tuple[Stack, ...]:
    """Of all members, or of one alone."""
    chosen = slice(None) if member is None else slice(member, member + 1)
    pairs = zip(parameters[::2], parameters[1::2], strict=True)
    return tuple(Stack(weights=w[chosen].copy(), biases=b[chosen].copy()) for w, b in pairs)


def _adam(live: _LiveTraining, member: int, gradients: list[np.ndarray], steps: int) -> None:
    rate = _RATE * 0.5 * (1 + np.cos(np.pi * live.step / steps))
    live.step += 1
    times = (live.step - 1) // MEMBERS + 1
    size = np.sqrt(sum(float((g * g).sum()) for g in gradients))
    for k, gradient in enumerate(gradients):
        gradient = gradient * min(1.0, 1.0 / max(size, 1e-12))
        mean, square = live.means[k][member], live.squares[k][member]
        mean += 0.1 * (gradient - mean)
        square += 0.01 * (gradient**2 - square)
        spread = np.sqrt(square / (1 - 0.99**times)) + 1e-8
        live.parameters[k][member] -= rate * mean / (1 - 0.9**times) / spread


# -------------------------------------------------------------------------------------------- checkpoints


def _keep(path: Path | None, key: str, known: list[Frames], net: ContactNet, done: int) -> None:
    """Write all frames so far and the network of the last round."""
    if path is None:
        return
    arrays: dict[str, np.ndarray] = {"key": np.frombuffer(key.encode(), np.uint8), "done": np.array(done)}
    for k, part in enumerate(known):
        arrays |= {f"{k}/{name}": np.asarray(array) for name, array in vars(part).items()}
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **arrays, **arrays_of(net))
    write_atomically(path, stored.getvalue())


def _resumed(path: Path | None, key: str) -> tuple[list[Frames], ContactNet | None, int]:
    if path is None or not path.exists():
        return [], None, 0
    stored = read_arrays(read_bounded(path, limit=_LARGEST), largest=_LARGEST)
    if stored.get("key", np.zeros(0)).astype(np.uint8).tobytes() != key.encode():
        raise FormatError(f"'{path.name}' is the state of another training; delete it or name another.")
    known: list[Frames] = []
    names = [name for name in Frames.__dataclass_fields__ if name != "seed"]
    try:
        while f"{len(known)}/seed" in stored:
            k = len(known)
            parts = {name: stored[f"{k}/{name}"] for name in names}
            known.append(Frames(seed=int(stored[f"{k}/seed"]), **parts))
        return known, net_of(stored), int(stored["done"])
    except KeyError as error:
        raise FormatError(f"'{path.name}' is not whole; delete it.") from error
