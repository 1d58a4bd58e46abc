"""Training of the phyworld predictors: seeded, resumable, NumPy alone.

Only what a camera could know is learned from: centres per frame and radii. The acceleration is the
least-squares fit of second differences; the response to impacts is fitted by Adam with decoupled
weight decay (Loshchilov and Hutter 2019) to the momentum that was seen to change hands.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, InputError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.predictors.event_net import EventNet, Layer, forward, mass_features, motion, time_of_impact
from spatialwm.predictors.files import LARGEST, read_arrays
from spatialwm.predictors.phyworld import DT, FRAMES, Clips, draw_clips

__all__ = ["CLIPS", "Progress", "train_phyworld"]

CLIPS = 30_000
"""To learn from: the smallest of the paper's three data sets."""
_HIDDEN = {"collision": 32, "collision-raw": 64}
"""Width of both hidden layers."""
_STEPS = {"collision": 20_000, "collision-raw": 6000}
_BATCH = 512
_RATE = 3e-3
_DECAY = {"collision": 1.0, "collision-raw": 0.1}
"""Of the weights; of what was tried, the least loss in distribution."""
_CHECKPOINT_EVERY = 1000
_QUIET = 8
"""First frames of a clip, in which nothing meets."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a training is."""

    network: str
    step: int
    steps: int
    loss: float
    """Mean square of what is off in the last batch."""


@dataclass(kw_only=True)
class _LiveTraining:
    """A live handle: parameters, Adam's means, and the step they are at."""

    parameters: list[np.ndarray]
    means: list[np.ndarray]
    squares: list[np.ndarray]
    step: int = 0

    def arrays(self) -> dict[str, np.ndarray]:
        groups = {"parameters": self.parameters, "means": self.means, "squares": self.squares}
        named = {f"{group}/{k}": array for group, held in groups.items() for k, array in enumerate(held)}
        return named | {"step": np.array(self.step)}


def train_phyworld(
    *,
    seed: int = 0,
    clips: int = CLIPS,
    checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, EventNet]:
    """Learn the three worlds of phyworld in distribution; and collisions once more without mechanics.

    Args:
        seed: Of the clips, the first weights and the batches; the same seed gives the same bits.
        clips: Per world.
        checkpoint: File to go on from when it is there, and to write now and then.
        progress: Is told how far it is.

    Returns:
        ``uniform``, ``parabola``, ``collision``, and to compare with ``collision-raw``.

    Raises:
        InputError: Fewer than 100 clips or more than a million.
        FormatError: The checkpoint is not one of this training.
    """
    if not 100 <= clips <= 1_000_000:
        raise InputError(f"Training takes 100 to a million clips, got {clips}.")
    nets = {
        task: EventNet(acceleration=_acceleration(draw_clips(task, "in", clips, seed=seed)))
        for task in ("uniform", "parabola")
    }
    seen = draw_clips("collision", "in", clips, seed=seed)
    acceleration = _acceleration(seen)
    for name in _STEPS:
        inputs, targets = _impacts(seen, acceleration, raw=name == "collision-raw")
        layers = _fitted(name, inputs, targets, seed, checkpoint, progress)
        nets[name] = EventNet(acceleration=acceleration, layers=layers, raw=name == "collision-raw")
    return nets


def _acceleration(clips: Clips) -> Float[np.ndarray, "2"]:
    quiet = clips.positions[:, :_QUIET]
    bends = (quiet[:, 2:] - 2 * quiet[:, 1:-1] + quiet[:, :-2]) / DT**2
    return bends.mean(axis=(0, 1, 2))


def _impacts(
    clips: Clips, acceleration: Float[np.ndarray, "2"], *, raw: bool
) -> tuple[Float[np.ndarray, "n i"], Float[np.ndarray, "n o"]]:
    """What the network is asked at each impact, and what it should have said, from centres and radii."""
    frames, radii = clips.positions, clips.radii
    before = motion(frames[:, :3], acceleration, DT)
    apart, rates = frames[:, 2, 1] - frames[:, 2, 0], before[:, 1] - before[:, 0]
    meets = time_of_impact(apart, rates, radii.sum(axis=1))
    met = np.isfinite(meets)
    frames, radii, before, meets = frames[met], radii[met], before[met], meets[met]
    apart, rates = apart[met], rates[met]
    first = np.minimum(np.floor(meets / DT).astype(int) + 4, FRAMES - 2)  # one frame to spare
    rows = np.arange(len(frames))
    after = (frames[rows, first + 1] - frames[rows, first]) / DT
    normal = apart + rates * meets[:, None]
    normal = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    along = (before * normal[:, None]).sum(axis=2)
    gone = (after * normal[:, None]).sum(axis=2)
    if raw:
        return np.concatenate([radii, along], axis=1), gone
    masses = radii**2
    handed = (masses * (gone - along) * (-1, 1)).mean(axis=1)
    reduced = masses.prod(axis=1) / masses.sum(axis=1)
    closing = along[:, 0] - along[:, 1]
    return mass_features(masses), (handed / (reduced * closing))[:, None]


# ------------------------------------------------------------------------------------------------ fitting


def _fitted(
    name: str,
    inputs: Float[np.ndarray, "n i"],
    targets: Float[np.ndarray, "n o"],
    seed: int,
    checkpoint: Path | None,
    progress: Callable[[Progress], None] | None,
) -> tuple[Layer, ...]:
    steps, code = _STEPS[name], list(_STEPS).index(name)
    live = _fresh(np.random.default_rng([seed, code]), (inputs.shape[1], _HIDDEN[name], targets.shape[1]))
    key = json.dumps({"network": name, "seed": seed, "clips": len(inputs), "steps": steps})
    place = None if checkpoint is None else checkpoint.with_name(f"{checkpoint.name}.{name}.npz")
    if place is not None and place.exists():
        _resume(place, key, live)
    while live.step < steps:
        chosen = np.random.default_rng([seed, code, live.step]).integers(0, len(inputs), _BATCH)
        loss = _step(live, inputs[chosen], targets[chosen], steps, _DECAY[name])
        if live.step % _CHECKPOINT_EVERY == 0 or live.step == steps:
            if place is not None:
                _save(place, key, live)
            if progress is not None:
                progress(Progress(network=name, step=live.step, steps=steps, loss=loss))
    return _layers(live.parameters)


def _fresh(rng: np.random.Generator, widths: tuple[int, int, int]) -> _LiveTraining:
    inputs, hidden, outputs = widths
    parameters: list[np.ndarray] = []
    for into, out in ((inputs, hidden), (hidden, hidden), (hidden, outputs)):
        parameters += [rng.normal(0, into**-0.5, (into, out)), np.zeros(out)]
    parameters[-2] = np.zeros((hidden, outputs))  # to begin with, the answer depends on nothing
    zeros = [np.zeros_like(p) for p in parameters]
    return _LiveTraining(parameters=parameters, means=zeros, squares=[z.copy() for z in zeros])


def _layers(parameters: list[np.ndarray]) -> tuple[Layer, ...]:
    pairs = zip(parameters[::2], parameters[1::2], strict=True)
    return tuple(Layer(weights=w.copy(), biases=b.copy()) for w, b in pairs)


def _gradients(
    parameters: list[np.ndarray], inputs: Float[np.ndarray, "n i"], targets: Float[np.ndarray, "n o"]
) -> tuple[list[np.ndarray], float]:
    """Of the mean square by every parameter, written out by hand; and the mean square."""
    layers = _layers(parameters)
    values = forward(layers, inputs)
    off = values[-1] - targets
    back = 2 * off / off.size
    found: list[np.ndarray] = []
    for k in reversed(range(len(layers))):
        found += [back.sum(axis=0), values[k].T @ back]
        if k:
            back = (back @ layers[k].weights.T) * (1 - values[k] ** 2)
    return found[::-1], float(np.mean(off**2))


def _step(
    live: _LiveTraining,
    inputs: Float[np.ndarray, "n i"],
    targets: Float[np.ndarray, "n o"],
    steps: int,
    decay: float,
) -> float:
    gradients, loss = _gradients(live.parameters, inputs, targets)
    rate = _RATE * 0.5 * (1 + np.cos(np.pi * live.step / steps))
    live.step += 1
    for k, gradient in enumerate(gradients):
        live.means[k] = 0.9 * live.means[k] + 0.1 * gradient
        live.squares[k] = 0.999 * live.squares[k] + 0.001 * gradient**2
        mean = live.means[k] / (1 - 0.9**live.step)
        spread = np.sqrt(live.squares[k] / (1 - 0.999**live.step)) + 1e-8
        shrink = decay * live.parameters[k] if gradient.ndim == 2 else 0.0
        live.parameters[k] = live.parameters[k] - rate * (mean / spread + shrink)
    return loss


# -------------------------------------------------------------------------------------------- checkpoints


def _save(path: Path, key: str, live: _LiveTraining) -> None:
    stored = io.BytesIO()
    coded = np.frombuffer(key.encode(), np.uint8)
    np.savez(stored, allow_pickle=False, key=coded, **live.arrays())
    write_atomically(path, stored.getvalue())


def _resume(path: Path, key: str, live: _LiveTraining) -> None:
    stored = read_arrays(read_bounded(path, limit=LARGEST))
    known = stored.pop("key", np.zeros(0, np.uint8))
    wanted = live.arrays()
    same = {name: array.shape for name, array in stored.items()} == {n: a.shape for n, a in wanted.items()}
    if known.astype(np.uint8).tobytes() != key.encode() or not same:
        raise FormatError(f"'{path.name}' is the state of another training; delete it or name another.")
    live.step = int(stored["step"])
    for group, held in (("parameters", live.parameters), ("means", live.means), ("squares", live.squares)):
        for k in range(len(held)):
            held[k] = stored[f"{group}/{k}"].astype(float)
