"""Training of ContactNet: seeded, resumable, NumPy alone.

Rounds of gathering and fitting: first the engine leads through its worlds, then the network of the last round
does, and every round is fitted to all lessons so far. The members of the ensemble see other batches, and
begin elsewhere.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, InputError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.predictors.contact_data import Lessons, gather, joined
from spatialwm.predictors.contact_net import FEATURES, OUTPUTS, ContactNet, Stack
from spatialwm.predictors.files import read_arrays
from spatialwm.predictors.training import Progress
from spatialwm.predictors.worlds import KINDS, Kind, World, draw_world

__all__ = ["ROUNDS", "WORLDS", "calibrated", "fitted", "train_contacts"]

ROUNDS = 3
WORLDS = 60
"""Per round."""
MEMBERS = 3
_HIDDEN = 24
_STEPS = 5000
"""Per round."""
_BATCH = 1024
_RATE = 3e-3
_DECAY = 0.02
_CALIBRATION = 900_000
"""First seed of the worlds the band is found on; those of training begin at 100,000 times the seed."""
_CHECKPOINT_EVERY = 500
_LARGEST = 64 << 20
"""Of a checkpoint, packed and unpacked [bytes]."""
_TOLERANCE = 0.25
"""What a frame without the engine may be off [m/s], nine times in ten."""
_CLIPPED = 2.0
"""Residuals count up to here, in speeds of their contact."""


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
    steps: int = _STEPS,
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
        InputError: Fewer than 2 worlds or more than 10,000, or numbers that cannot be meant.
        FormatError: The checkpoint is not one of this training.
    """
    if not (2 <= worlds <= 10_000 and 1 <= rounds <= 20 and 10 <= steps <= 1_000_000):
        raise InputError("Training takes 2 to 10,000 worlds, 1 to 20 rounds and 10 to a million steps.")
    key = json.dumps({"kinds": kinds, "seed": seed, "worlds": worlds, "rounds": rounds, "steps": steps,
                      "own": make is not None})  # fmt: skip
    known, net, done = _resumed(checkpoint, key)
    report = progress or (lambda _: None)
    for turn in range(done, rounds):
        first = 100_000 * seed + turn * worlds
        drawn = [_world(k, kinds, make) for k in range(first, first + worlds)]

        def gathered(count: int, turn: int = turn) -> None:
            name = f"round {turn + 1} of {rounds}: worlds"
            report(Progress(network=name, step=count, steps=worlds, loss=0.0))

        known.append(gather(drawn, net, driven=turn > 0, progress=gathered))
        net = fitted(joined(known), seed=seed + turn, steps=steps, progress=report)
        _keep(checkpoint, key, known, net)
    assert net is not None
    held_out = [_world(_CALIBRATION + k, kinds, make) for k in range(max(worlds // 4, 4))]
    return calibrated(net, gather(held_out, net, driven=True))


def _world(seed: int, kinds: tuple[Kind, ...], make: Callable[[int], World] | None) -> World:
    return draw_world(kinds[seed % len(kinds)], seed) if make is None else make(seed)


def calibrated(net: ContactNet, lessons: Lessons, tolerance: float = _TOLERANCE) -> ContactNet:
    """The network with the widest band in which nine frames in ten are off by no more than the tolerance.

    Args:
        net: To calibrate.
        lessons: Of worlds it has not learned from.
        tolerance: [m/s]
    """
    order = np.argsort(lessons.surprise)
    bad = np.cumsum(lessons.error[order] > tolerance)
    good = np.flatnonzero((bad + 1) / (np.arange(len(order)) + 2) <= 0.1)  # as for one more, that is bad
    band = float(lessons.surprise[order][good[-1]]) if len(good) else 0.0
    return replace(net, band=band)


# ------------------------------------------------------------------------------------------------ fitting


def fitted(
    lessons: Lessons,
    *,
    seed: int,
    steps: int = _STEPS,
    progress: Callable[[Progress], None] | None = None,
) -> ContactNet:
    """An ensemble fitted to lessons; its band is not calibrated yet."""
    mean, scale = lessons.shown.mean(axis=0), lessons.shown.std(axis=0) + 1e-3
    shown = (lessons.shown - mean) / scale
    wanted = np.stack(
        [
            np.clip((lessons.parted - lessons.usual[:, 0]) / lessons.speed, -_CLIPPED, _CLIPPED),
            lessons.acting - lessons.usual[:, 1],
            lessons.taken,
        ],
        axis=1,
    )
    rules = _rules(lessons)
    live = _fresh(np.random.default_rng([seed, 1]))
    while live.step < steps:
        rng = np.random.default_rng([seed, 2, live.step])
        chosen = rng.integers(0, len(shown), (MEMBERS, _BATCH))
        loss = _step(live, shown[chosen], wanted[chosen], rules[chosen], steps)
        if progress is not None and live.step % _CHECKPOINT_EVERY == 0:
            progress(Progress(network="fitting", step=live.step, steps=steps, loss=loss))
    return ContactNet(layers=_layers(live.parameters), mean=mean, scale=scale)


def _rules(lessons: Lessons) -> Float[np.ndarray, "n 4"]:
    """How much each answer counts: parting when there was force, and when not; acting; friction."""
    weight = np.clip(lessons.speed, 0.16, 3.0)
    weight = weight / weight.mean()
    return np.stack(
        [
            weight * lessons.touched,
            weight * ~lessons.touched,
            weight * lessons.touched,
            weight * lessons.gripping,
        ],
        axis=1,
    )


def _fresh(rng: np.random.Generator) -> _LiveTraining:
    parameters: list[np.ndarray] = []
    widths = (FEATURES, _HIDDEN, _HIDDEN, OUTPUTS)
    for into, out in zip(widths, widths[1:], strict=False):
        parameters += [rng.normal(0, into**-0.5, (MEMBERS, into, out)), np.zeros((MEMBERS, 1, out))]
    parameters[-2] = parameters[-2] * 0.1
    zeros = [np.zeros_like(p) for p in parameters]
    return _LiveTraining(parameters=parameters, means=zeros, squares=[z.copy() for z in zeros])


def _layers(parameters: list[np.ndarray]) -> tuple[Stack, ...]:
    pairs = zip(parameters[::2], parameters[1::2], strict=True)
    return tuple(Stack(weights=w, biases=b[:, 0]) for w, b in pairs)


def _losses(
    said: Float[np.ndarray, "k b o"], wanted: Float[np.ndarray, "k b t"], rules: Float[np.ndarray, "k b r"]
) -> tuple[Float[np.ndarray, "k b o"], float]:
    """Gradient of the loss by the answers, and the loss.

    Without force a contact only has to ask for no more than there was. How far off the first answer is
    expected to be is fitted to how far it is.
    """
    off = said[:, :, :3] - wanted
    pushed, free, timed, gripping = np.moveaxis(rules, 2, 0)
    first = pushed * off[:, :, 0] + free * np.maximum(off[:, :, 0], 0.0)
    third = gripping * off[:, :, 2]
    spread = np.clip(said[:, :, 3], -9.0, 1.0)
    found = np.where(pushed > 0, off[:, :, 0] ** 2, np.maximum(off[:, :, 0], 0.0) ** 2) + 1e-4
    ratio = np.minimum(found * np.exp(-2 * spread), 100.0)
    back = np.stack([first, timed * off[:, :, 1], 0.3 * third, 0.1 * (1 - ratio)], axis=2)
    loss = first * off[:, :, 0] + timed * off[:, :, 1] ** 2 + 0.3 * third * off[:, :, 2]
    return back / said.shape[1], float(loss.mean())


def _step(
    live: _LiveTraining,
    shown: Float[np.ndarray, "k b f"],
    wanted: Float[np.ndarray, "k b t"],
    rules: Float[np.ndarray, "k b r"],
    steps: int,
) -> float:
    values = [shown]
    for k in range(0, len(live.parameters), 2):
        linear = np.matmul(values[-1], live.parameters[k]) + live.parameters[k + 1]
        values.append(np.tanh(linear) if k < len(live.parameters) - 2 else linear)
    back, loss = _losses(values[-1], wanted, rules)
    gradients: list[np.ndarray] = []
    for k in reversed(range(len(values) - 1)):
        gradients += [
            back.sum(axis=1, keepdims=True),
            np.matmul(values[k].transpose(0, 2, 1), back),
        ]
        if k:
            back = np.matmul(back, live.parameters[2 * k].transpose(0, 2, 1)) * (1 - values[k] ** 2)
    _adam(live, gradients[::-1], steps)
    return loss


def _adam(live: _LiveTraining, gradients: list[np.ndarray], steps: int) -> None:
    rate = _RATE * 0.5 * (1 + np.cos(np.pi * live.step / steps))
    live.step += 1
    for k, gradient in enumerate(gradients):
        live.means[k] = 0.9 * live.means[k] + 0.1 * gradient
        live.squares[k] = 0.999 * live.squares[k] + 0.001 * gradient**2
        mean = live.means[k] / (1 - 0.9**live.step)
        spread = np.sqrt(live.squares[k] / (1 - 0.999**live.step)) + 1e-8
        shrink = _DECAY * live.parameters[k] if gradient.shape[1] > 1 else 0.0
        live.parameters[k] = live.parameters[k] - rate * (mean / spread + shrink)


# -------------------------------------------------------------------------------------------- checkpoints


def _keep(path: Path | None, key: str, known: list[Lessons], net: ContactNet) -> None:
    """Write all lessons so far and the network of the last round."""
    if path is None:
        return
    arrays: dict[str, np.ndarray] = {"key": np.frombuffer(key.encode(), np.uint8)}
    for k, part in enumerate(known):
        arrays |= {f"{k}/{name}": array for name, array in vars(part).items()}
    for k, layer in enumerate(net.layers):
        arrays |= {f"net/{k}/weights": layer.weights, f"net/{k}/biases": layer.biases}
    arrays |= {"net/mean": net.mean, "net/scale": net.scale}
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **arrays)
    write_atomically(path, stored.getvalue())


def _resumed(path: Path | None, key: str) -> tuple[list[Lessons], ContactNet | None, int]:
    if path is None or not path.exists():
        return [], None, 0
    stored = read_arrays(read_bounded(path, limit=_LARGEST), largest=_LARGEST)
    if stored.get("key", np.zeros(0)).astype(np.uint8).tobytes() != key.encode():
        raise FormatError(f"'{path.name}' is the state of another training; delete it or name another.")
    known: list[Lessons] = []
    names = tuple(Lessons.__dataclass_fields__)
    try:
        while f"{len(known)}/shown" in stored:
            known.append(Lessons(**{name: stored[f"{len(known)}/{name}"] for name in names}))
        layers = tuple(
            Stack(weights=stored[f"net/{k}/weights"], biases=stored[f"net/{k}/biases"]) for k in range(3)
        )
        net = ContactNet(layers=layers, mean=stored["net/mean"], scale=stored["net/scale"])
    except KeyError as error:
        raise FormatError(f"'{path.name}' is not whole; delete it.") from error
    return known, net, len(known)
