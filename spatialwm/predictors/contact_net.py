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
from spatialwm.predictors.event_net import Layer
from spatialwm.shapes import freeze_arrays

__all__ = ["FEATURES", "OUTPUTS", "Answer", "ContactNet", "answer", "features", "usual", "usual_answer"]

FEATURES = 9
OUTPUTS = 4
"""How fast it comes apart over the usual, over the speed of the contact; time its impulse acts over the
usual; the same of friction; logarithm of how far off the first is expected to be."""
_FALL = 9.81 / 60
"""What gravity adds in a frame [m/s]: below, speeds look alike."""
_RATE = math.sqrt(SPRING)
"""Of a bouncing contact [rad/s]."""
_MIDDLE = 0.55
"""Part of a frame a steady force has moved things for, in ten substeps: (10 + 1) / 20."""
_SLIDING = 40.4
"""Friction that is not from a hit takes slip at this rate [1/s]."""
_HIT = 0.05
"""An approach faster than this is a hit [m/s]."""
_RISE = 0.3
"""Part of an overlap that is gone in a frame, usually."""
_SPREAD = 3.0
"""Surprise counts so many standard deviations."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ContactNet:
    """An ensemble of networks of the same widths, and what surprise it is trusted up to."""

    layers: tuple[Layer, ...] = ()
    """Of all members, side by side: weights (members * inputs, outputs), biases (members * outputs)."""
    members: int = 1
    mean: Float[np.ndarray, " f"]
    """Of the features; they are made to have mean 0 and deviation 1."""
    scale: Float[np.ndarray, " f"]
    band: float = math.inf
    """Surprise above which the engine is asked [m/s]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if self.mean.shape != (FEATURES,) or self.scale.shape != (FEATURES,):
            raise ShapeError(f"ContactNet: needs {FEATURES} means and scales, one per feature.")
        if not 1 <= self.members <= 16 or not self.layers:
            raise ShapeError(f"ContactNet: needs layers of 1 to 16 members, got {self.members}.")
        width = FEATURES
        for layer in self.layers:
            rows, out = layer.weights.shape
            if rows != self.members * width or len(layer.biases) != self.members * out:
                raise ShapeError("ContactNet: each layer needs as many inputs as the one before has outputs.")
            width = out
        if width != OUTPUTS:
            raise ShapeError(f"ContactNet: needs {OUTPUTS} outputs, got {width}.")

    @property
    def parameter_count(self) -> int:
        """Of all members."""
        return sum(layer.weights.size + layer.biases.size for layer in self.layers)


class Answer(NamedTuple):
    """What contacts do within a step."""

    parting: Float[np.ndarray, " c"]
    """How fast they come apart at its end, at least [m/s]."""
    acting: Float[np.ndarray, " c"]
    """Part of the step that the impulse has moved things for."""
    grip: Float[np.ndarray, " c"]
    """Part of the slip that friction may take."""
    surprise: Float[np.ndarray, " c"]
    """How far off ``parting`` may be [m/s]; 0 where nothing meets."""


def usual_answer(
    gap: Float[np.ndarray, " c"],
    rate: Float[np.ndarray, " c"],
    restitution: Float[np.ndarray, " c"],
    h: float,
) -> tuple[Float[np.ndarray, " c"], Float[np.ndarray, " c"], Float[np.ndarray, " c"]]:
    """What one would write by hand, and the networks correct: parting, acting and grip as in ``Answer``.

    Args:
        gap: Between the surfaces at the start; negative where they overlap [m].
        rate: How it changes, without forces [m/s].
        restitution: Of the pair.
        h: The step [s].
    """
    meets = gap + rate * h < 0
    when = np.clip(gap / np.maximum(-rate * h, 1e-9), 0.0, 1.0)
    closed = np.where(gap > 0, -gap, -_RISE * gap) / h
    bounces = meets & (restitution > 0) & (rate < -_FALL)
    bounce = np.where(bounces, -restitution * rate, -np.inf)
    parting = np.maximum(closed, bounce)
    acting = np.where(bounce > closed, 1 - when, _MIDDLE)
    grip = np.where(meets & (rate < -_HIT), 1.0, 1 - math.exp(-_SLIDING * h))
    return parting, acting, grip


def usual(h: float) -> float:
    """Part of a step that a steady force has moved things for."""
    del h
    return _MIDDLE


def features(
    gap: Float[np.ndarray, " c"],
    rate: Float[np.ndarray, " c"],
    slip: Float[np.ndarray, " c"],
    restitution: Float[np.ndarray, " c"],
    h: float,
) -> tuple[Float[np.ndarray, "c f"], Float[np.ndarray, " c"]]:
    """What the networks are shown, and the speed of each contact [m/s], which their first answer is in."""
    inside = _RATE * np.minimum(gap, 0.0)
    speed = np.sqrt(rate**2 + inside**2 + _FALL**2)
    found = np.empty((len(gap), FEATURES))
    found[:, 0] = np.clip(gap / (speed * h), -2.0, 2.0)
    found[:, 1] = rate / speed
    found[:, 2] = inside / speed
    found[:, 3] = _FALL / speed
    found[:, 4] = restitution
    found[:, 5] = restitution > 0
    found[:, 6] = np.clip((gap + rate * h) / (speed * h), -2.0, 2.0)
    found[:, 7] = slip / (slip + speed)
    found[:, 8] = _RATE * h / 4
    return found, speed


def answer(
    net: ContactNet,
    gap: Float[np.ndarray, " c"],
    rate: Float[np.ndarray, " c"],
    slip: Float[np.ndarray, " c"],
    restitution: Float[np.ndarray, " c"],
    h: float,
) -> Answer:
    """What the ensemble says of contacts; arguments as in ``usual_answer``, and ``slip`` along them [m/s]."""
    shown, speed = features(gap, rate, slip, restitution, h)
    parting, acting, grip = usual_answer(gap, rate, restitution, h)
    values = (shown - net.mean) / net.scale
    for k, layer in enumerate(net.layers):
        weights = layer.weights.reshape(net.members, -1, layer.weights.shape[1])
        values = np.matmul(values, weights) + layer.biases.reshape(net.members, 1, -1)
        if k < len(net.layers) - 1:
            values = np.tanh(values)
    said = values.mean(axis=0)
    unsure = np.exp(2 * np.clip(values[:, :, 3], -9.0, 1.0)).mean(axis=0)
    apart = np.sqrt(values[:, :, 0].var(axis=0) + unsure)
    parting = parting + speed * said[:, 0]
    return Answer(
        parting=parting,
        acting=np.clip(acting + said[:, 1], 0.02, 1.0),
        grip=np.clip(grip + said[:, 2], 0.0, 1.0),
        surprise=np.where(parting > rate, speed * apart, 0.0),
    )
