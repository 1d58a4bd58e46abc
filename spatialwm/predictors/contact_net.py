"""ContactNet: how a contact answers within one frame, as a small ensemble of networks.

A frame of the engine is ten substeps, because its contacts are stiff springs. What they come to by the end
of the frame is learned instead: how fast a contact then comes apart, which part of the frame its impulse has
moved things for, and how much of the slip friction may take. One step of the engine's own solver then finds
the impulses that do this: equal and opposite, along the normal never pulling, inside the friction cone, for
any number of things. Inputs are dimensionless, so that faster, heavier and larger look alike.

Each network also says how far off it expects to be; with how far the ensemble is apart, that is its surprise
(deep ensembles, Lakshminarayanan et al. 2017).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.geoms import SPRING
from spatialwm.errors import ShapeError
from spatialwm.shapes import freeze_arrays

__all__ = [
    "FEATURES",
    "MIDDLE",
    "OUTPUTS",
    "Answer",
    "ContactNet",
    "Met",
    "Pulls",
    "Stack",
    "answer",
    "features",
    "most_taken",
    "usual_answer",
]

FEATURES = 12
OUTPUTS = 4
"""How fast it comes apart over the usual, over the speed of the contact; time its impulse acts over the
usual; logarithm of the slip friction takes, over the usual; and of how far off the first may be."""
_FALL = 9.81 / 60
"""What gravity adds in a frame [m/s]: below, speeds look alike."""
_RATE = math.sqrt(SPRING)
"""Of a bouncing contact [rad/s]."""
MIDDLE = 0.55
"""Part of a frame a steady force has moved things for, in ten substeps: (10 + 1) / 20."""
_SLIDING = 40.4
"""Friction that is not from a hit takes slip at this rate [1/s]."""
_HIT = 0.05
"""An approach faster than this is a hit [m/s]."""
_ASKEW = 0.5
"""Of the slip: what is not flat may come nearer by that, while it passes or turns."""
_LEAST, _MOST = -7.0, 1.0
"""Of the logarithm of how far off an answer may be."""
_UNSURE = 0.01
"""Weight of that logarithm's error."""
_DEEPEST = 0.015
"""A spring that is pressed deeper gives back no more [m]."""
_FREELY = 0.5
"""What has met comes apart no faster than this above what it came with, or a spring gives back [m/s]."""
_RISE = 0.3
"""Part of an overlap that is gone in a frame, usually."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Stack:
    """One layer of all members of an ensemble."""

    weights: Float[np.ndarray, "k i o"]
    biases: Float[np.ndarray, "k o"]

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


@dataclass(frozen=True, eq=False, kw_only=True)
class ContactNet:
    """An ensemble of networks of the same widths, and what surprise it is trusted up to."""

    layers: tuple[Stack, ...]
    """tanh between them."""
    mean: Float[np.ndarray, " f"]
    """Of the features; they are made to have mean 0 and deviation 1."""
    scale: Float[np.ndarray, " f"]
    band: float = math.inf
    """Surprise above which the engine is asked [m/s]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if self.mean.shape != (FEATURES,) or not (self.scale > 0).all():
            raise ShapeError(f"ContactNet: needs {FEATURES} means and scales above 0, one per feature.")
        if not self.layers or math.isnan(self.band):
            raise ShapeError("ContactNet: needs layers, and a band that is a number.")
        members, width = len(self.layers[0].biases), FEATURES
        for layer in self.layers:
            if layer.weights.shape[:2] != (members, width):
                raise ShapeError("ContactNet: each layer needs as many inputs as the one before has outputs.")
            width = layer.weights.shape[2]
        if width != OUTPUTS:
            raise ShapeError(f"ContactNet: needs {OUTPUTS} outputs, got {width}.")

    @property
    def parameter_count(self) -> int:
        """Of all members."""
        return sum(layer.weights.size + layer.biases.size for layer in self.layers)


class Met(NamedTuple):
    """Contacts at the start of a step."""

    gap: Float[np.ndarray, " c"]
    """Between the surfaces; negative where they overlap [m]."""
    rate: Float[np.ndarray, " c"]
    """How it changes [m/s]."""
    fall: Float[np.ndarray, " c"]
    """How gravity alone would change that in the step [m/s]."""
    slip: Float[np.ndarray, " c"]
    """Along the surfaces [m/s]."""
    friction: Float[np.ndarray, " c"]
    restitution: Float[np.ndarray, " c"]
    share: Float[np.ndarray, " c"]
    """One over the number of contacts between the same two."""
    rolls: Float[np.ndarray, " c"]
    """1 where something round is, that friction also keeps from rolling; else 0."""


class Pulls(NamedTuple):
    """How the error of a frame goes with each contact's answer."""

    parting: Float[np.ndarray, " c"]
    acting: Float[np.ndarray, " c"]
    taken: Float[np.ndarray, " c"]
    off: Float[np.ndarray, " c"]
    """How far off each contact came apart, in the end [m/s]."""
    error: float
    """Of the frame."""


class Answer(NamedTuple):
    """What contacts do within a step."""

    parting: Float[np.ndarray, " c"]
    """How fast they come apart at its end, at least [m/s]."""
    acting: Float[np.ndarray, " c"]
    """Part of the step that the impulse has moved things for."""
    taken: Float[np.ndarray, " c"]
    """Slip that friction takes [m/s]."""
    surprise: Float[np.ndarray, " c"]
    """How far off ``parting`` may be [m/s]; 0 where nothing meets."""
    doubt: Float[np.ndarray, " c"]
    """The same, whether anything meets or not."""


def usual_answer(met: Met, h: float) -> Answer:
    """What one would write by hand for a step of ``h`` [s], and the networks correct."""
    parting, acting = _usual(met, h)
    parting = np.minimum(parting, _fastest(met))
    sure = np.zeros(len(parting))
    return Answer(parting, acting, most_taken(met, parting, h), sure, sure)


def _usual(met: Met, h: float) -> tuple[Float[np.ndarray, " c"], Float[np.ndarray, " c"]]:
    """Usual parting [m/s], not limited, and acting."""
    gap, rate = met.gap, met.rate
    closed = np.maximum(gap, 0.0) / -h - np.minimum(gap, 0.0) * (_RISE / h)
    meets = (gap + rate * h < 0) & (rate < -_FALL) & (met.restitution > 0)
    bounce = met.restitution * -rate
    bounces = meets & (bounce > closed)
    after = 1.0 + np.maximum(gap, 0.0) / np.minimum(rate * h, -1e-9)
    return np.where(bounces, bounce, closed), np.where(bounces, after, MIDDLE)


def _fastest(met: Met) -> Float[np.ndarray, " c"]:
    """How fast contacts come apart at most [m/s]: no network makes energy."""
    stored = np.minimum(np.maximum(met.gap * -_RATE, 0.0), _RATE * _DEEPEST)
    stored *= np.sqrt(met.restitution)  # half of a bounce is left
    return np.maximum(met.rate * -1.0, 0.0) + stored + _FREELY


def most_taken(met: Met, parting: Float[np.ndarray, " c"], h: float) -> Float[np.ndarray, " c"]:
    """Slip that friction usually takes from contacts that part so [m/s].

    No more than Coulomb's share of what the normal impulse changes, and, unless it is a hit, no faster than
    friction is in the engine. Asking the solver for more would lift what slides: its cone is that of a convex
    problem, in which slip that friction is to stop and cannot has to be bought with parting.
    """
    changed = np.maximum(parting - met.rate - met.fall, 0.0)
    hit = (met.gap + met.rate * h < 0) & (met.rate < -_HIT)
    slow = 1 - math.exp(-_SLIDING * h)
    return np.minimum((slow + (1 - slow) * hit) * met.slip, met.friction * changed)


def features(met: Met, h: float) -> tuple[Float[np.ndarray, "c f"], Float[np.ndarray, " c"]]:
    """What the networks are shown, and the speed of each contact [m/s], which their first answer is in."""
    inside = _RATE * np.minimum(met.gap, 0.0)
    speed = np.sqrt(met.rate * met.rate + inside * inside + _FALL**2)
    per = 1 / speed
    ahead = per / h
    found = np.empty((FEATURES, len(speed)))
    found[0] = met.gap * ahead
    found[1] = met.rate * per
    found[2] = inside * per
    found[3] = _FALL * per
    found[4] = met.restitution
    found[5] = met.restitution > 0
    found[6] = found[0] + found[1]
    found[7] = met.slip / (met.slip + speed)
    found[8] = met.friction
    found[9] = met.fall * per
    found[10] = met.share
    found[11] = met.rolls
    np.minimum(found, 2.0, out=found)
    return found.T, speed


def answer(net: ContactNet, met: Met, h: float) -> Answer:
    """What the ensemble says of contacts within a step of ``h`` [s]."""
    shown, speed = features(met, h)
    parting, acting = _usual(met, h)
    values = _layer_values(net, shown)[-1]
    said = values.mean(axis=0) if len(values) > 1 else values[0]
    unsure = np.exp(2 * np.minimum(np.maximum(values[:, :, 3], _LEAST), _MOST))
    apart = np.square(values[:, :, 0] - said[:, 0]) + unsure
    parting = np.minimum(parting + speed * said[:, 0], _fastest(met))
    taken = most_taken(met, parting, h) * np.exp(np.minimum(np.maximum(said[:, 2], -2.0), 1.0))
    meets = parting > met.rate + met.fall
    passes = met.gap + (met.rate - _ASKEW * met.slip) * h < 0
    doubt = speed * np.sqrt(apart.sum(axis=0) / len(values))
    return Answer(
        parting=parting,
        acting=np.minimum(np.maximum(acting + said[:, 1], 0.02), 1.0),
        taken=np.minimum(taken, met.slip),
        surprise=np.where(meets, doubt, _ASKEW * met.slip * passes),
        doubt=doubt,
    )


def _layer_values(net: ContactNet, shown: Float[np.ndarray, "c f"]) -> list[np.ndarray]:
    """The features as they go in, and what comes out of every layer: the answers last."""
    values: list[np.ndarray] = [((shown - net.mean) / net.scale)[None]]
    for k, layer in enumerate(net.layers):
        out = np.matmul(values[-1], layer.weights) + layer.biases[:, None]
        values.append(np.tanh(out) if k < len(net.layers) - 1 else out)
    return values


def back(net: ContactNet, met: Met, said: Answer, pulled: Pulls, h: float) -> list[np.ndarray]:
    """Gradients of an error by the parameters of a network of one member: weights and biases in turn.

    Args:
        net: Of one member.
        met: The contacts.
        said: What it answered.
        pulled: How the error goes with the answers, and how far off the parting was.
        h: The step [s].
    """
    shown, speed = features(met, h)
    values = _layer_values(net, shown)
    out = values[-1][0]
    likely = most_taken(met, said.parting, h)
    scale = np.exp(np.clip(out[:, 2], -2.0, 1.0))
    coulomb = (likely > 0) & (likely >= met.friction * (said.parting - met.rate - met.fall) - 1e-12)
    free = likely * scale < met.slip
    by_taken = pulled.taken * free
    parting = (pulled.parting + by_taken * scale * met.friction * coulomb) * (said.parting < _fastest(met))
    meets = said.parting > met.rate + met.fall
    spread = np.clip(out[:, 3], _LEAST, _MOST)
    ratio = np.minimum((pulled.off / speed) ** 2 * np.exp(-2 * spread), 30.0)
    gradient = np.stack(
        [parting * speed, pulled.acting, by_taken * likely * scale, _UNSURE * meets * (1 - ratio)], axis=1
    )[None]
    found: list[np.ndarray] = []
    for k in reversed(range(len(net.layers))):
        found += [gradient[0].sum(axis=0), values[k][0].T @ gradient[0]]
        if k:
            gradient = np.matmul(gradient, net.layers[k].weights.transpose(0, 2, 1)) * (1 - values[k] ** 2)
    return found[::-1]
