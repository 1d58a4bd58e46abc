"""A rollout as motion: where the centre of mass of everything is, how it moves and turns, frame by frame.

Only the scene and the stored poses are read, so it is the same for any predictor. Index ``o`` runs over all
objects of the scene; static ones have mass 0.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.dynamics.model import Compiled
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_normalize, quat_rotate
from spatialwm.scene import Gravity, Rollout, Scene

__all__ = ["Tracks", "between_frames", "tracks_of"]

_UNEVEN = 0.05
"""Frames whose lengths differ by less are even: single precision rounds times by 1 % after an hour."""
_LARGEST = 3.0
"""No rim goes faster than at this radius [m]: a room turns about nothing."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Tracks:
    """Motion of all objects over some frames of a rollout."""

    first: int
    """Number of the first frame here in the rollout."""
    times: Float[np.ndarray, " t"]
    """[s]"""
    lasting: Float[np.ndarray, " s"]
    """Of every step between two frames [s]; one step fewer than frames."""
    origins: Float[np.ndarray, "t o 3"]
    """[m]"""
    quats: Float[np.ndarray, "t o 4"]
    centres: Float[np.ndarray, "t o 3"]
    """Of mass [m]."""
    rates: Float[np.ndarray, "s o 3"]
    """Mean velocity of the centre of mass over a step [m/s]."""
    spins: Float[np.ndarray, "s o 3"]
    """Mean angular velocity over a step, world axes [rad/s]."""
    there: Bool[np.ndarray, "t o"]
    """Whether it is in the world."""
    gravity: Float[np.ndarray, "t 3"]
    """[m/s^2]"""
    energies: Float[np.ndarray, "s o"]
    """Kinetic and potential energy in the middle of a step, per mass [J/kg]."""
    masses: Float[np.ndarray, " o"]
    """[kg]"""
    radii: Float[np.ndarray, " o"]
    """From the centre of mass to the farthest point [m]."""
    agent: Float[np.ndarray, "a 6"]
    """As in the rollout."""

    @property
    def strides(self) -> Float[np.ndarray, "t o"]:
        """How far a point of the object goes at most in the step before or after a frame [m]."""
        fast = np.linalg.norm(self.rates, axis=2) + self.radii * np.linalg.norm(self.spins, axis=2)
        steps = fast * self.lasting[:, None]
        zero = np.zeros((1, steps.shape[1]))
        return np.maximum(np.concatenate([zero, steps]), np.concatenate([steps, zero]))


def tracks_of(scene: Scene, rollout: Rollout, compiled: Compiled, frames: slice) -> Tracks:
    """Motion over some frames.

    Raises:
        InputError: Times that do not increase, or poses that are not finite.
    """
    times = rollout.times[frames].astype(float)
    origins, quats = _poses(scene, rollout, frames)
    if not (np.isfinite(origins).all() and np.isfinite(quats).all()):
        raise InputError("The rollout holds poses that are not finite.")
    lasting = np.diff(times)
    if not (lasting > 0).all():
        raise InputError("The times of the rollout do not increase.")
    if len(lasting) and np.ptp(lasting) < _UNEVEN * lasting.mean():
        lasting = np.full(len(lasting), (times[-1] - times[0]) / len(lasting))
    gravity = _gravity(scene, rollout, times, lasting)
    centres = _centres(scene, rollout, compiled, frames, origins, quats)
    rates = np.diff(centres, axis=0) / lasting[:, None, None]
    spins = between_frames(quats) / lasting[:, None, None]
    return Tracks(
        first=frames.start,
        times=times,
        lasting=lasting,
        origins=origins,
        quats=quats,
        centres=centres,
        rates=rates,
        spins=spins,
        there=_there(scene, rollout, times),
        gravity=gravity,
        energies=_energies(compiled, quats, centres, rates, spins, gravity),
        masses=np.array([thing.body.mass for thing in scene.objects], float),
        radii=_radii(compiled),
        agent=rollout.agent[frames].astype(float),
    )


def between_frames(quats: Float[np.ndarray, "t o 4"]) -> Float[np.ndarray, "s o 3"]:
    """Rotation vectors from each frame to the next, in world axes [rad]."""
    turn = quat_multiply(quats[1:], quat_conjugate(quats[:-1]))
    turn = np.where(turn[..., :1] < 0, -turn, turn)
    sine = np.linalg.norm(turn[..., 1:], axis=-1, keepdims=True)
    angle = 2 * np.arctan2(sine, turn[..., :1])
    return turn[..., 1:] * np.where(sine > 1e-9, angle / np.maximum(sine, 1e-9), 2.0)


def _poses(scene: Scene, rollout: Rollout, frames: slice) -> tuple[np.ndarray, np.ndarray]:
    count = len(range(*frames.indices(len(rollout.times))))
    still_at = np.array([thing.position for thing in scene.objects], float).reshape(-1, 3)
    still_as = np.array([thing.quat for thing in scene.objects], float).reshape(-1, 4)
    origins, quats = np.tile(still_at, (count, 1, 1)), np.tile(still_as, (count, 1, 1))
    places = {thing.name: k for k, thing in enumerate(scene.objects)}
    index = [places[name] for name in rollout.names]
    origins[:, index], quats[:, index] = rollout.positions[frames], rollout.quats[frames]
    return origins, quat_normalize(quats)


def _gravity(scene: Scene, rollout: Rollout, times: np.ndarray, lasting: np.ndarray) -> np.ndarray:
    gravity = np.tile(scene.gravity.astype(float), (len(times), 1))
    half = float(lasting.mean()) / 2 if len(lasting) else 0.0
    for time, action in rollout.actions:
        if isinstance(action, Gravity):
            gravity[times > time + half] = action.acceleration
    return gravity


def _centres(
    scene: Scene,
    rollout: Rollout,
    compiled: Compiled,
    frames: slice,
    origins: np.ndarray,
    quats: np.ndarray,
) -> np.ndarray:
    offsets = np.array(compiled.model.body_ipos[compiled.bodies], float)
    centres = origins + quat_rotate(quats, np.broadcast_to(offsets, origins.shape))
    cages = {track.name: track for track in rollout.cages}
    for place in compiled.soft:
        thing = scene.objects[place.object]
        cage = place.rest.mean(axis=0) if thing.cage is None else thing.cage.mean(axis=0)
        if thing.name in cages:
            cage = cages[thing.name].nodes[frames].astype(float).mean(axis=1)
        at, turn = origins[:, place.object], quats[:, place.object]
        centres[:, place.object] = at + quat_rotate(turn, np.broadcast_to(cage, at.shape))
    return centres


def _there(scene: Scene, rollout: Rollout, times: np.ndarray) -> np.ndarray:
    spans = rollout.hidden
    ever = {name for name, _, _ in spans}
    there = np.array([not thing.hidden or thing.name in ever for thing in scene.objects], bool)
    there = np.tile(there, (len(times), 1))
    places = {thing.name: k for k, thing in enumerate(scene.objects)}
    for name, begin, end in spans:
        away = (times >= begin) & (times < (np.inf if end is None else end))
        if name in places:
            there[away, places[name]] = False
    return there


def _energies(
    compiled: Compiled,
    quats: np.ndarray,
    centres: np.ndarray,
    rates: np.ndarray,
    spins: np.ndarray,
    gravity: np.ndarray,
) -> np.ndarray:
    model, bodies = compiled.model, compiled.bodies
    mass = np.maximum(np.array(model.body_mass[bodies]), 1e-9)
    principal = np.broadcast_to(np.array(model.body_iquat[bodies]), quats[:-1].shape)
    about = quat_rotate(quat_conjugate(quat_multiply(quats[:-1], principal)), spins)
    turning = np.einsum("soa,oa->so", about * about, np.array(model.body_inertia[bodies])) / mass
    middle = (centres[1:] + centres[:-1]) / 2
    fall = np.einsum("soa,sa->so", middle, gravity[1:])
    return 0.5 * (np.einsum("soa,soa->so", rates, rates) + turning) - fall


def _radii(compiled: Compiled) -> np.ndarray:
    model = compiled.model
    owners, bounds = np.asarray(model.geom_bodyid, int), np.asarray(model.geom_rbound, float)
    offsets = np.asarray(model.geom_pos, float) - np.asarray(model.body_ipos, float)[owners]
    reach = np.where(bounds > 0, np.linalg.norm(offsets, axis=1) + bounds, 0.0)
    found = np.zeros(int(model.nbody))
    np.maximum.at(found, owners, reach)
    return np.minimum(found[compiled.bodies], _LARGEST)
