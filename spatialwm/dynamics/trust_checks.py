"""Laws of a rollout that need no forces: how far they are strained per frame and object, 1 at the limit."""

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.trust_contacts import Touches
from spatialwm.dynamics.trust_given import Given
from spatialwm.dynamics.trust_meet import at_ends, meetings, steps_there, strides_of_all
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import Scene

__all__ = ["continuity", "overlaps", "penetration"]

_JUMP, _JUMP_PART = 0.003, 0.6
"""A step may leave the line between its neighbours by this [m], and by this part of the speed there: two
impacts in one frame do."""
_TWIST, _TWIST_PART = 0.15, 1.3
"""The same of rotations [rad], with the speed at the object's rim: a plate that lands on its edge at speed v
turns at 3 v over 4 times its half width, which is less than the radius, until its other edge lands."""
_DEEP, _DEEP_TIME = 0.004, 0.006
"""Overlaps: so much at rest [m], and as far as it arrives in this time [s]: bouncing contacts are springs
that give way by 8 to 15 mm at 4 m/s."""


def continuity(tracks: Tracks, touches: Touches, given: Given, noise: float) -> Float[np.ndarray, "t o"]:
    """Strain by jumps: a step lies between the steps before and after it, whatever was hit in it."""
    fall = tracks.gravity[1:, None] * tracks.lasting[:, None, None]
    lasting = tracks.lasting[:, None]
    jump, speed = _off_line(tracks.rates, fall, tracks.first == 0)
    twist, spin = _off_line(tracks.spins, np.zeros_like(fall), tracks.first == 0)
    radii = np.maximum(tracks.radii, 0.02)
    fast = (speed + radii * spin) * lasting  # a corner that hits makes speed of spin, and spin of speed
    met = _company(tracks, touches)
    fast += 2 * np.maximum(met[1:], met[:-1])  # what is hit flies off at up to twice the speed, and back
    strain = np.maximum(jump - given.speeds, 0) * lasting / (_JUMP + 8 * noise + _JUMP_PART * fast)
    turned = twist * lasting / (_TWIST + (6 * noise + _TWIST_PART * fast) / radii)
    turned[given.speeds > 0] = 0.0
    known = steps_there(tracks)
    return at_ends(np.where(known, np.maximum(strain, turned), 0.0))


def _company(tracks: Tracks, touches: Touches) -> Float[np.ndarray, "t o"]:
    """How far the fastest goes in a step of those that each object touches in a frame [m]."""
    strides = strides_of_all(tracks)
    frames, pairs, _ = meetings(tracks, touches)
    found = np.zeros_like(strides)
    for one, other in ((0, 1), (1, 0)):
        np.maximum.at(found, (frames, pairs[:, one]), strides[frames, pairs[:, other]])
    return found[:, :-1]


def _off_line(rates: np.ndarray, fall: np.ndarray, from_rest: bool) -> tuple[np.ndarray, np.ndarray]:
    """Distance of each rate from the straight line between its neighbours, and the larger of these."""
    before = np.concatenate([np.zeros_like(rates[:1]) if from_rest else rates[:1], rates[:-1]]) + fall
    after = np.concatenate([rates[1:], rates[-1:]]) - fall
    if len(rates):
        after[-1] = rates[-1]
    way = after - before
    part = np.einsum("soa,soa->so", rates - before, way) / np.maximum(
        np.einsum("soa,soa->so", way, way), 1e-12
    )
    nearest = before + np.clip(part, 0, 1)[..., None] * way
    size = np.maximum(np.linalg.norm(before, axis=2), np.linalg.norm(after, axis=2))
    return np.linalg.norm(rates - nearest, axis=2), size


def overlaps(touches: Touches, frame: int) -> dict[tuple[int, int], float]:
    """How deep pairs of objects are in each other in a frame [m]."""
    deepest: dict[tuple[int, int], float] = {}
    for row in np.flatnonzero((touches.frames == frame) & (touches.gaps < 0) & ~touches.between):
        a, b = sorted(touches.pairs[row].tolist())
        deepest[a, b] = max(deepest.get((a, b), 0.0), -float(touches.gaps[row]))
    return deepest


def penetration(
    scene: Scene,
    tracks: Tracks,
    touches: Touches,
    at_start: dict[tuple[int, int], float],
    noise: float,
) -> Float[np.ndarray, "t o"]:
    """Strain by overlaps beyond those of the start. The agent's capsule is no object and may brush things."""
    count, objects = tracks.there.shape
    strain = np.zeros((count, objects))
    kinds = np.array([*(thing.body.kind for thing in scene.objects), "agent"])
    fixed, odd = kinds == "static", np.isin(kinds, ("soft", "agent"))
    names = {thing.name: k for k, thing in enumerate(scene.objects)}
    hung = {
        tuple(sorted((k, names[thing.body.joint.parent])))
        for k, thing in enumerate(scene.objects)
        if thing.body.joint is not None and thing.body.joint.parent is not None
    }
    deep = (touches.gaps < -_DEEP) & ~odd[touches.pairs].any(axis=1) & ~fixed[touches.pairs].all(axis=1)
    speeds = np.pad(tracks.strides / float(tracks.lasting.mean() if count > 1 else 1.0), ((5, 0), (0, 0)))
    recent = np.max([speeds[n : n + count] for n in range(6)], axis=0)
    for row in np.flatnonzero(deep):
        a, b = sorted(touches.pairs[row].tolist())
        if (a, b) in hung:
            continue
        k = int(touches.frames[row])
        limit = (
            _DEEP + 2 * noise + _DEEP_TIME * float(recent[k, a] + recent[k, b]) + at_start.get((a, b), 0.0)
        )
        at = min(k + int(touches.between[row]), count - 1)
        blamed = [m for m in (a, b) if not fixed[m]]
        strain[at, blamed] = np.maximum(strain[at, blamed], -touches.gaps[row] / limit)
    return strain
