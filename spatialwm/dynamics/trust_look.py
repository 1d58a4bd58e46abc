"""Permanence: what is there stays there, and keeps its looks, unless an action says otherwise."""

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.errors import InputError
from spatialwm.scene import Paint, Remove, Rollout, Scene, Spawn

__all__ = ["appearance", "permanence"]

_CERTAIN = 10.0
"""Strain of what is there or is not: no more or less of it."""
_NUDGE = 0.002
"""Walls and floors do not move at all; so far is rounding [m]."""
_COLOR = 0.12
"""Distance in sRGB that a measured mean colour may wander: noise of 0.02 and drifting light stay at 0.08."""
_MEDIAN = 5
"""Frames; a colour that flickers once is a glint."""
_FIRST = 10
"""Frames that say what colour a thing has."""
_ENOUGH = 5
"""Things it takes to tell a change of light, which is common to most, from a change of colour."""


def permanence(scene: Scene, rollout: Rollout, tracks: Tracks) -> Float[np.ndarray, "t o"]:
    """Strain by vanishing, appearing, and by static things that move."""
    strain = np.zeros(tracks.there.shape)
    places = {thing.name: k for k, thing in enumerate(scene.objects)}
    slack = 2.5 * float(tracks.lasting.mean()) if len(tracks.lasting) else 0.0
    gone = [(a.object, t) for t, a in rollout.actions if isinstance(a, Remove)]
    made = [(a.object, t) for t, a in rollout.actions if isinstance(a, Spawn)]
    for name, begin, end in rollout.hidden:
        if name not in places:
            continue
        k, until = places[name], np.inf if end is None else end
        meant = (begin <= 0 and scene.objects[k].hidden) or _near(gone, name, begin, slack)
        if not meant:
            strain[(tracks.times >= begin) & (tracks.times < until), k] = _CERTAIN
        if meant and end is not None and not _near(made, name, end, slack):
            strain[(tracks.times >= end) & (tracks.times < end + slack), k] = _CERTAIN
    for k, thing in enumerate(scene.objects):
        if thing.body.kind == "static":
            moved = np.linalg.norm(tracks.origins[:, k] - thing.position.astype(float), axis=1)
            strain[:, k] = np.maximum(strain[:, k], moved / _NUDGE)
    return strain


def _near(done: list[tuple[str, float]], name: str, time: float, slack: float) -> bool:
    return any(n == name and abs(t - time) <= slack for n, t in done)


def appearance(scene: Scene, rollout: Rollout) -> Float[np.ndarray, "t o"]:
    """Strain by colours that are not those of the first frames, or the first after a coat of paint.

    Raises:
        InputError: The rollout has colours of other things than the scene's.
    """
    count, objects = len(rollout.times), len(scene.objects)
    if not len(rollout.colors):
        return np.zeros((count, objects))
    if rollout.colors.shape[1] != objects or not np.isfinite(rollout.colors).all():
        raise InputError("The rollout's colours are not one finite colour per object of the scene and frame.")
    seen = rollout.colors.astype(float)
    wide = np.concatenate([seen[:1]] * (_MEDIAN // 2) + [seen] + [seen[-1:]] * (_MEDIAN // 2))
    calm = np.median([wide[n : n + count] for n in range(_MEDIAN)], axis=0)
    usual = np.array([_usual(scene, rollout, k, calm[:, k]) for k in range(objects)]).swapaxes(0, 1)
    if objects >= _ENOUGH:
        light = np.median(calm.sum(axis=2) / np.maximum(usual.sum(axis=2), 1e-3), axis=1)
        usual = usual * np.clip(light, 0.2, 5.0)[:, None, None]
    return np.linalg.norm(calm - usual, axis=2) / _COLOR


def _usual(scene: Scene, rollout: Rollout, k: int, colors: np.ndarray) -> np.ndarray:
    """The colour it should have, per frame."""
    name, usual = scene.objects[k].name, np.empty_like(colors)
    coats = [t for t, a in rollout.actions if isinstance(a, Paint) and a.object == name]
    firsts = [0, *(int(np.searchsorted(rollout.times, t, side="right")) for t in coats)]
    for first, last in zip(firsts, [*firsts[1:], len(colors)], strict=True):
        if first < last:
            usual[first:last] = np.median(colors[first : min(first + _FIRST, last)], axis=0)
    return usual
