"""What the actions of a rollout explain: speed and energy they put in, and what they hold."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import (
    Action,
    Close,
    Force,
    Grasp,
    Gravity,
    Open,
    Place,
    Push,
    Release,
    Rollout,
    Scene,
    Spawn,
    Throw,
    Wind,
)

__all__ = ["Given", "given_by"]

_ERRAND = 6.0
"""A hand that sets something down, opens or closes is at it for up to this long [s]."""
_AFTERWARDS = 0.1
"""A grip is soft: this long after it opened, what it held still springs [s]."""
_SETTLING = 0.35
"""Energies before and after gravity changes cannot be compared; longer than they are looked back at [s]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Given:
    """Per step (between two frames) and object."""

    speeds: Float[np.ndarray, "s o"]
    """By how much an action may have changed the velocity at the step's start [m/s]."""
    energies: Float[np.ndarray, "s o"]
    """What an action may have put in during the step [J]."""
    free: Bool[np.ndarray, "s o"]
    """In a hand, or blown at: no law is asked of its motion but that it is steady."""


def given_by(scene: Scene, rollout: Rollout, tracks: Tracks) -> Given:
    """Read the actions of the whole rollout; keep those steps that the tracks have."""
    count, objects = len(tracks.lasting), len(scene.objects)
    speeds, energies = np.zeros((count, objects)), np.zeros((count, objects))
    free = np.zeros((count, objects), bool)
    places = {thing.name: k for k, thing in enumerate(scene.objects)}
    starts, half = tracks.times[:-1], float(tracks.lasting.mean()) / 2 if count else 0.0
    rates = np.linalg.norm(tracks.rates, axis=2)

    def during(begin: float, end: float) -> np.ndarray:
        return (starts > begin - half) & (starts < end + half)

    for time, action in rollout.actions:
        if isinstance(action, Push) and action.object in places:
            k, now = places[action.object], during(time, time)
            p, mass = float(np.linalg.norm(action.impulse)), scene[action.object].body.mass or 1.0
            speeds[now, k] += p / mass
            energies[now, k] += p * p / mass * _LEVER + p * rates[now, k]
        if isinstance(action, Force) and action.object in places:
            k, now = places[action.object], during(time, time + action.seconds)
            f, mass = float(np.linalg.norm(action.force)), scene[action.object].body.mass or 1.0
            speeds[now, k] += f / mass * tracks.lasting[now]
            energies[now, k] += f * rates[now, k] * tracks.lasting[now]
        if isinstance(action, Open | Close | Spawn) and action.object in places:
            free[
                during(time, time + (_ERRAND if not isinstance(action, Spawn) else 0)), places[action.object]
            ] = True
    for name, begin, end in _held(rollout.actions):
        if name in places:
            free[during(begin, end + _AFTERWARDS), places[name]] = True
    for begin, end in _unruly(rollout.actions):
        free[during(begin, end)] = True
    return Given(speeds=speeds, energies=energies, free=free)


_LEVER = 3.0
"""A push at a corner turns a thing as well: p^2/2m along, and up to five times that about, of a rod."""


def _held(actions: tuple[tuple[float, Action], ...]) -> list[tuple[str, float, float]]:
    """What was in the hand, and when."""
    spans: list[tuple[str, float, float]] = []
    holding: tuple[str, float] | None = None
    for time, action in actions:
        if isinstance(action, Grasp):
            holding = (action.object, time)
        elif isinstance(action, Release | Throw | Place) and holding is not None:
            spans.append((*holding, time + (_ERRAND if isinstance(action, Place) else 0.0)))
            holding = None
    return spans + ([(*holding, np.inf)] if holding is not None else [])


def _unruly(actions: tuple[tuple[float, Action], ...]) -> list[tuple[float, float]]:
    """When the wind blows, or gravity has just changed."""
    spans: list[tuple[float, float]] = []
    blowing: float | None = None
    for time, action in actions:
        if isinstance(action, Gravity):
            spans.append((time - _SETTLING, time + _SETTLING))
        if isinstance(action, Wind):
            blows = any(action.velocity)
            if blowing is not None and not blows:
                spans.append((blowing, time))
            blowing = (time if blowing is None else blowing) if blows else None
    return spans + ([(blowing, np.inf)] if blowing is not None else [])
