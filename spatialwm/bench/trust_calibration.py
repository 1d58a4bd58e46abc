"""Where the band of trust comes from: rollouts computed again with everything known a little less well.

``python -m spatialwm.bench.trust_calibration`` prints the constants of ``spatialwm.dynamics.trust_band``.
"""

import logging
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.bench.trust_faults import actions_at_random, play, room
from spatialwm.dynamics.trust_band import WAYS, band_at, ways_of
from spatialwm.geometry.rotations import quat_from_axis_angle, quat_multiply
from spatialwm.scene import Rollout, Scene, SceneObject

__all__ = ["CALIBRATED_ON", "Errors", "coverage", "errors_of", "quantiles", "together"]

CALIBRATED_ON = tuple(range(100))
"""Seeds of rooms and actions."""
_MASS, _FRICTION = 0.1, 0.1
"""Standard deviations of the logarithms of masses and frictions: 10 %, as well as tables know them."""
_PLACE, _TURN = 0.002, 0.02
"""Standard deviations of where things start: 2 mm and 1 degree [m], [rad]."""
_EVERY = 6
"""Frames between those that are compared: 0.1 s."""
_SHARE = 0.9
_SMALLEST = 1e-4
"""Narrower than this no band is [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Errors:
    """How far perturbed rollouts are from the unperturbed one, a row per object and moment."""

    ways: Float[np.ndarray, " n"]
    """How far the object had gone [m]."""
    errors: Float[np.ndarray, " n"]
    """[m]"""


def errors_of(seed: int, done: Rollout | None = None, copies: int = 1) -> Errors:
    """Of the rollout of one seed (``done``, where it is computed already), perturbed some times."""
    scene = room(seed)
    clean = play(scene, actions_at_random(scene, seed)).rollout if done is None else done
    assert clean is not None
    ways: list[np.ndarray] = []
    errors: list[np.ndarray] = []
    for copy in range(copies):
        rng = np.random.default_rng((seed, 4, copy))
        touched = {getattr(action, "object", "") for _, action in clean.actions}
        other = play(_perturbed(scene, touched, rng), list(clean.actions)).rollout
        assert other is not None
        gone = ways_of(clean)[_EVERY::_EVERY]
        for k, name in enumerate(clean.names):
            apart = _positions(other, scene, name) - clean.positions[:, k].astype(float)
            moved = gone[:, k] > 0
            ways.append(gone[moved, k])
            errors.append(np.linalg.norm(apart, axis=1)[_EVERY::_EVERY][moved])
    empty = [np.zeros(0)]
    return Errors(ways=np.concatenate(ways + empty), errors=np.concatenate(errors + empty))


def _positions(rollout: Rollout, scene: Scene, name: str) -> Float[np.ndarray, "t 3"]:
    if name in rollout.names:
        return rollout.positions[:, rollout.names.index(name)].astype(float)
    return np.tile(scene[name].position.astype(float), (len(rollout.times), 1))


def _perturbed(scene: Scene, touched: set[str], rng: np.random.Generator) -> Scene:
    """Every mass and friction, and where the things are that are pushed; the others lie side by side."""
    things = tuple(_perturbed_thing(thing, thing.name in touched, rng) for thing in scene.objects)
    return replace(scene, objects=things)


def _perturbed_thing(thing: SceneObject, moved: bool, rng: np.random.Generator) -> SceneObject:
    heavy, rough = np.exp(rng.normal(size=2) * (_MASS, _FRICTION)).tolist()
    x, z, angle = (rng.normal(size=3) * (_PLACE, _PLACE, _TURN)).tolist()
    body = replace(thing.body, friction=thing.body.friction * rough)
    if body.kind == "static":
        return replace(thing, body=body)
    thing = replace(thing, body=replace(body, mass=body.mass * heavy))
    if not moved:
        return thing
    turn = quat_from_axis_angle(np.array([0.0, 1.0, 0.0]), angle)
    return replace(
        thing,
        position=thing.position + np.array([x, 0.0, z]),
        quat=quat_multiply(turn, thing.quat.astype(float)),
    )


def quantiles(errors: Errors) -> tuple[float, ...]:
    """The 90 % quantile of errors about each of ``WAYS``, never falling.

    In the end all are made larger or smaller alike, so that the interpolated band too covers 90 %.
    """
    edges = np.sqrt(np.array(WAYS[1:-1]) * np.array(WAYS[2:]))
    group = np.searchsorted(edges, errors.ways)
    found = [_conformal(errors.errors[group == n]) for n in range(len(edges) + 1)]
    rising = np.maximum.accumulate([_SMALLEST, *np.maximum(found, _SMALLEST)])
    factor = _conformal(errors.errors / band_at(errors.ways, tuple(rising.tolist())))
    return tuple(float(f"{value:.3g}") for value in rising * factor)


def _conformal(errors: np.ndarray) -> float:
    """The smallest band that a next error like these is in with 90 %."""
    rank = int(np.ceil((len(errors) + 1) * _SHARE)) - 1
    return float(np.sort(errors)[min(rank, len(errors) - 1)]) if len(errors) else 0.0


def coverage(errors: Errors, bands: tuple[float, ...] | None = None) -> float:
    """Share of the errors inside the band."""
    limits = band_at(errors.ways) if bands is None else band_at(errors.ways, bands)
    return float((errors.errors <= limits).mean()) if len(errors.errors) else 1.0


def together(many: list[Errors]) -> Errors:
    """All rows of several."""
    return Errors(
        ways=np.concatenate([e.ways for e in many]), errors=np.concatenate([e.errors for e in many])
    )


def main() -> None:
    """Compute and show the constants."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    every = together([errors_of(seed, copies=2) for seed in CALIBRATED_ON])
    bands = quantiles(every)
    logging.info("WAYS = %s\nBANDS = %s", WAYS, bands)
    logging.info("coverage of these %.3f of %d errors", coverage(every, bands), len(every.errors))


if __name__ == "__main__":
    main()
