"""EventNet: free flight with a learned acceleration, impacts timed by geometry with a learned response.

What generalises is not the network but what it is asked. Newton's world looks the same from anywhere and at
any speed (Galilei), so of free flight one acceleration is left to learn; an impact conserves momentum and has
no scale of its own, so one dimensionless number is left, the impulse over reduced mass times closing speed,
as a function of the mass ratio. That one is a small network.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.errors import ShapeError
from spatialwm.shapes import freeze_arrays

__all__ = ["EventNet", "Layer", "forward", "mass_features", "motion", "rollout", "time_of_impact"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """One layer of a network: ``x @ weights + biases``."""

    weights: Float[np.ndarray, "i o"]
    biases: Float[np.ndarray, " o"]

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


@dataclass(frozen=True, eq=False, kw_only=True)
class EventNet:
    """What was learned of one world of discs."""

    acceleration: Float[np.ndarray, "2"]
    """Of everything, everywhere [m/s^2]."""
    layers: tuple[Layer, ...] = ()
    """Features of an impact -> response; none where nothing meets. tanh between them."""
    raw: bool = False
    """The layers know no mechanics: radii and velocities in, velocities out. To compare with."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        for first, second in zip(self.layers, self.layers[1:], strict=False):
            if first.weights.shape[1] != second.weights.shape[0]:
                raise ShapeError("EventNet: each layer needs as many inputs as the one before has outputs.")
        ends = (4, 2) if self.raw else (1, 1)
        if self.layers and (self.layers[0].weights.shape[0], self.layers[-1].weights.shape[1]) != ends:
            raise ShapeError(f"EventNet: the network needs {ends[0]} inputs and {ends[1]} outputs.")

    @property
    def parameter_count(self) -> int:
        """Of all layers and the acceleration."""
        return 2 + sum(layer.weights.size + layer.biases.size for layer in self.layers)


def forward(layers: tuple[Layer, ...], inputs: Float[np.ndarray, "n i"]) -> list[Float[np.ndarray, "n o"]]:
    """Activations of all layers, the inputs first, the outputs last."""
    values = [inputs]
    for k, layer in enumerate(layers):
        linear = values[-1] @ layer.weights + layer.biases
        values.append(linear if k == len(layers) - 1 else np.tanh(linear))
    return values


def mass_features(masses: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 1"]:
    """How unequal two masses are: 0 for equal ones, 1 for a wall; the same when they are exchanged."""
    share = (masses[:, 0] - masses[:, 1]) / masses.sum(axis=1)
    return share[:, None] ** 2


def motion(
    frames: Float[np.ndarray, "n 3 b 2"], acceleration: Float[np.ndarray, "2"], dt: float
) -> Float[np.ndarray, "n b 2"]:
    """Velocities in the last of three frames [m/s]: the mean over both intervals, carried on to its end."""
    return (frames[:, 2] - frames[:, 0]) / (2 * dt) + acceleration * dt


def time_of_impact(
    apart: Float[np.ndarray, "n 2"], rates: Float[np.ndarray, "n 2"], reach: Float[np.ndarray, " n"]
) -> Float[np.ndarray, " n"]:
    """When two discs touch [s]; infinite when they do not.

    Args:
        apart: From the first centre to the second [m].
        rates: How that changes [m/s].
        reach: Sum of the radii [m].
    """
    a, b = (rates**2).sum(axis=1), (apart * rates).sum(axis=1)
    c = (apart**2).sum(axis=1) - reach**2
    inside = b**2 - a * c
    meets = (inside > 0) & (b < 0)
    root = np.sqrt(np.where(meets, inside, 0.0))
    return np.where(meets, np.maximum(c / np.where(meets, root - b, 1.0), 0.0), np.inf)


def rollout(
    net: EventNet,
    frames: Float[np.ndarray, "n 3 b 2"],
    radii: Float[np.ndarray, "n b"],
    *,
    count: int,
    dt: float,
) -> Float[np.ndarray, "n t b 2"]:
    """All frames: the three given ones, and what follows.

    Args:
        net: What was learned of this world.
        frames: Centres in the first three frames, before any impact [m].
        radii: [m]; masses go with their squares. One disc, or two, which meet at most once.
        count: How many frames, with the given ones.
        dt: Between frames [s].

    Raises:
        ShapeError: There are more than two discs.
    """
    discs = radii.shape[1]
    if discs > 2:
        raise ShapeError(f"EventNet takes one or two discs, got {discs}.")
    start, speeds = frames[:, 2], motion(frames, net.acceleration, dt)
    times = dt * np.arange(1, count - 2)[None, :, None, None]
    path = start[:, None] + speeds[:, None] * times + net.acceleration * times**2 / 2
    if discs == 2 and net.layers:
        apart, rates = start[:, 1] - start[:, 0], speeds[:, 1] - speeds[:, 0]
        meets = time_of_impact(apart, rates, radii.sum(axis=1))
        change = _change(net, apart, rates, speeds, radii, np.where(np.isfinite(meets), meets, 0.0))
        change[~np.isfinite(meets)] = 0.0
        since = np.maximum(times - meets[:, None, None, None], 0.0)
        path = path + change[:, None] * since
    return np.concatenate([frames, path], axis=1)


def _change(
    net: EventNet,
    apart: Float[np.ndarray, "n 2"],
    rates: Float[np.ndarray, "n 2"],
    speeds: Float[np.ndarray, "n 2 2"],
    radii: Float[np.ndarray, "n 2"],
    meets: Float[np.ndarray, " n"],
) -> Float[np.ndarray, "n 2 2"]:
    """What the impact adds to both velocities [m/s]."""
    normal = apart + rates * meets[:, None]
    normal = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    if net.raw:
        along = (speeds * normal[:, None]).sum(axis=2)
        after = forward(net.layers, np.concatenate([radii, along], axis=1))[-1]
        return (after - along)[:, :, None] * normal[:, None]
    masses = radii**2
    closing = -(rates * normal).sum(axis=1)
    reduced = masses.prod(axis=1) / masses.sum(axis=1)
    impulse = reduced * closing * forward(net.layers, mass_features(masses))[-1][:, 0]
    return (impulse[:, None] * (-1, 1) / masses)[:, :, None] * normal[:, None]
