"""Mass and friction of a thing from a few pushes that were seen, through the engine itself.

A push gives a speed, momentum over mass, and friction takes it away: the start of a slide tells the mass, its
length the friction. Both are found by Gauss-Newton on the paths (Levenberg 1944's damping), with finite
differences by the engine, so whatever the engine knows of the scene is taken into account.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT, EnginePredictor, start_of
from spatialwm.errors import FormatError, InputError, SimulationError
from spatialwm.io.files import read_bounded
from spatialwm.scene import (
    Push,
    Scene,
    SceneObject,
    State,
    Wait,
    action_from_json,
    action_to_json,
    check_action,
)
from spatialwm.shapes import freeze_arrays

__all__ = ["Found", "Seen", "identify", "pushes_from_json", "pushes_to_json", "with_body"]

_MOST_PUSHES, _MOST_FRAMES, _LONGEST = 20, 3600, 20.0
_SIGMA = 1e-3
"""How well a place is taken to be seen [m]; only the spread that is reported hangs on it."""
_ROUNDS = 8
_NUDGE = 0.02
"""Of a logarithm, for finite differences: contacts are no smooth function of anything finer."""
_MASSES, _FRICTIONS = (1e-3, 1e4), (0.01, 3.0)
"""Searched within [kg], [-]."""
_LARGEST_FILE = 16 << 20


@dataclass(frozen=True, eq=False, kw_only=True)
class Seen:
    """One push from the start of the scene, and where the thing was seen after it."""

    push: Push
    times: Float[np.ndarray, " t"]
    """Since the push [s], increasing."""
    positions: Float[np.ndarray, "t 3"]
    """Of the object's origin [m]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        check_action(self.push)
        if not 3 <= len(self.times) <= _MOST_FRAMES:
            raise InputError(f"A push needs 3 to {_MOST_FRAMES} places seen, got {len(self.times)}.")
        if not (np.isfinite(self.times).all() and np.isfinite(self.positions).all()):
            raise InputError("Times and places that were seen are finite numbers.")
        if self.times[0] < 0 or self.times[-1] > _LONGEST or not (np.diff(self.times) > 0).all():
            raise InputError(f"The times of a push increase, from 0 to at most {_LONGEST:g} s.")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What fits best."""

    object: str
    mass: float
    """[kg]"""
    friction: float
    """Of the thing; of a contact the larger of two counts, so a smaller one cannot be seen."""
    mass_spread: float
    """Standard deviation, of places seen to a millimetre [kg]."""
    friction_spread: float
    error: float
    """Root of the mean square distance between what was seen and what fits [m]."""


def identify(scene: Scene, seen: tuple[Seen, ...], *, progress: Callable[[str], None] | None = None) -> Found:
    """Mass and friction of the one thing that was pushed.

    Args:
        scene: As it was before each push.
        seen: One or more pushes of one thing.
        progress: Is told how far it is.

    Raises:
        InputError: No push, too many, pushes of several things, or of one that cannot move.
        UnknownObjectError: The thing is not in the scene.
    """
    if not 1 <= len(seen) <= _MOST_PUSHES:
        raise InputError(f"1 to {_MOST_PUSHES} pushes are needed, got {len(seen)}.")
    names = {one.push.object for one in seen}
    if len(names) > 1:
        raise InputError(f"All pushes must be of one thing; these are of {', '.join(sorted(names))}.")
    scene = start_of(scene)
    thing = scene[seen[0].push.object]
    if thing.body.kind != "dynamic":
        raise InputError(f"'{thing.name}' is {thing.body.kind}; only a dynamic thing shows its mass.")
    if max(float(np.linalg.norm(one.positions - one.positions[0], axis=1).max()) for one in seen) < 0.005:
        raise InputError(f"'{thing.name}' moved less than 5 mm in every push; push it harder.")
    return _told(scene, seen, thing, _fitted(scene, seen, thing, progress))


def with_body(scene: Scene, found: Found) -> Scene:
    """The scene with the mass and friction that were found; its rollout, computed with others, goes."""
    thing = scene[found.object]
    body = replace(thing.body, mass=found.mass, friction=found.friction)
    objects = tuple(replace(t, body=body) if t.name == thing.name else t for t in scene.objects)
    return replace(scene, objects=objects, rollout=None)


# ------------------------------------------------------------------------------------------------ fitting


def _fitted(
    scene: Scene,
    seen: tuple[Seen, ...],
    thing: SceneObject,
    progress: Callable[[str], None] | None,
) -> Float[np.ndarray, "2"]:
    guess = _clipped(_first_guess(scene, seen, thing))
    off = _off(scene, seen, thing, guess)
    best, damping = float(off @ off), 1e-3
    for _ in range(_ROUNDS):
        slopes = _slopes(scene, seen, thing, guess)
        square = slopes.T @ slopes
        damped = square + damping * np.diag(np.diag(square)) + 1e-12 * np.eye(2)
        step = -np.linalg.solve(damped, slopes.T @ off)
        tried = _clipped(guess + np.clip(step, -1.0, 1.0))
        new = _off(scene, seen, thing, tried)
        if float(new @ new) < best:
            moved = float(np.abs(tried - guess).max())
            guess, off, best, damping = tried, new, float(new @ new), damping / 5
            if moved < 2e-3:
                break
        elif damping > 1e2:
            break
        else:
            damping *= 10
        if progress is not None:
            mass, friction = np.exp(guess).tolist()
            progress(f"mass {mass:.3g} kg, friction {friction:.3g}, {_rms(off):.2g} m off")
    return guess


def _first_guess(scene: Scene, seen: tuple[Seen, ...], thing: SceneObject) -> Float[np.ndarray, "2"]:
    """Logarithms of mass and friction by the square law of sliding: v = p / m, v^2 = 2 mu g d."""
    gravity = max(float(np.linalg.norm(scene.gravity)), 1e-3)
    masses: list[float] = []
    frictions: list[float] = []
    for one in seen:
        steps = np.linalg.norm(np.diff(one.positions, axis=0), axis=1) / np.diff(one.times)
        middles = (one.times[1:] + one.times[:-1]) / 2
        fast = steps > 0.2 * steps.max()
        if int(fast.sum()) < 2 or steps.max() < 1e-3:
            continue
        line = np.asarray(np.polyfit(middles[fast], steps[fast], 1), float)
        slope, begin = float(line[0]), float(line[1])
        begin = max(begin, float(steps.max()))
        masses.append(math.hypot(*one.push.impulse) / begin)
        frictions.append(max(-slope, 0.02 * gravity) / gravity)
    if not masses:
        return np.log([thing.body.mass, max(thing.body.friction, _FRICTIONS[0])])
    return np.log([float(np.median(masses)), float(np.median(frictions))])


def _clipped(guess: Float[np.ndarray, "2"]) -> Float[np.ndarray, "2"]:
    low, high = np.log([_MASSES, _FRICTIONS]).T
    return np.clip(guess, low, high)


def _slopes(
    scene: Scene, seen: tuple[Seen, ...], thing: SceneObject, guess: Float[np.ndarray, "2"]
) -> Float[np.ndarray, "r 2"]:
    columns: list[np.ndarray] = []
    for k in range(2):
        nudge = _NUDGE * np.eye(2)[k]
        ends = [_off(scene, seen, thing, guess + sign * nudge) for sign in (1, -1)]
        columns.append((ends[0] - ends[1]) / (2 * _NUDGE))
    return np.stack(columns, axis=1)


def _off(
    scene: Scene, seen: tuple[Seen, ...], thing: SceneObject, guess: Float[np.ndarray, "2"]
) -> Float[np.ndarray, " r"]:
    """Where the thing would be less where it was seen, for all pushes [m]."""
    mass, friction = np.exp(guess).tolist()
    body = replace(thing.body, mass=mass, friction=friction)
    objects = tuple(replace(t, body=body) if t.name == thing.name else t for t in scene.objects)
    predictor = EnginePredictor(replace(scene, objects=objects))
    try:
        paths = [_path(predictor, one) for one in seen]
    except SimulationError:
        return np.full(3 * sum(len(one.times) for one in seen), 10.0)
    return np.concatenate([(p - one.positions).ravel() for p, one in zip(paths, seen, strict=True)])


def _path(predictor: EnginePredictor, one: Seen) -> Float[np.ndarray, "t 3"]:
    state: State = predictor.initial()
    k = state.names.index(one.push.object)
    places = [state.positions[k]]
    for frame in range(math.ceil(float(one.times[-1]) / DT) + 1):
        state = predictor.step(state, Wait() if frame else one.push)
        places.append(state.positions[k])
    known, path = DT * np.arange(len(places)), np.array(places)
    return np.stack([np.interp(one.times, known, path[:, axis]) for axis in range(3)], axis=1)


def _told(scene: Scene, seen: tuple[Seen, ...], thing: SceneObject, guess: Float[np.ndarray, "2"]) -> Found:
    off = _off(scene, seen, thing, guess)
    slopes = _slopes(scene, seen, thing, guess)
    told = np.linalg.norm(slopes, axis=0) > 1e-6  # what changes nothing that was seen is not known
    spread = np.where(told, np.sqrt(np.diag(np.linalg.pinv(slopes.T @ slopes))) * _SIGMA, np.inf)
    mass, friction = np.exp(guess).tolist()
    return Found(
        object=thing.name,
        mass=mass,
        friction=friction,
        mass_spread=mass * float(spread[0]),
        friction_spread=friction * float(spread[1]),
        error=_rms(off),
    )


def _rms(off: Float[np.ndarray, " r"]) -> float:
    return math.sqrt(float(off @ off) * 3 / len(off))


# --------------------------------------------------------------------------------------------------- files


def pushes_from_json(path: Path) -> tuple[Seen, ...]:
    """Pushes that were seen: a list of ``{"push": {"action": "push", ...}, "times": ..., "positions": ...}``.

    Raises:
        MissingFileError: There is no such file.
        FormatError: The file is something else.
        InputError: A push or a place that cannot be meant.
    """
    try:
        data: Any = json.loads(read_bounded(path, limit=_LARGEST_FILE))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path.name}' is not JSON.") from error
    if not isinstance(data, list):
        raise FormatError(f"'{path.name}' must hold a list of pushes that were seen.")
    return tuple(_seen(entry, path.name) for entry in cast("list[Any]", data)[: _MOST_PUSHES + 1])


def _seen(entry: Any, name: str) -> Seen:  # noqa: ANN401
    if not isinstance(entry, dict) or not {"push", "times", "positions"} <= set(
        cast("dict[str, Any]", entry)
    ):
        raise FormatError(f"'{name}': each entry needs 'push', 'times' and 'positions'.")
    held = cast("dict[str, Any]", entry)
    action = action_from_json(held["push"])
    if not isinstance(action, Push):
        raise FormatError(f"'{name}': the action of each entry is a push.")
    try:
        times, positions = np.array(held["times"], float), np.array(held["positions"], float)
    except (ValueError, TypeError) as error:
        raise FormatError(f"'{name}': times and positions are lists of numbers.") from error
    if times.ndim != 1 or positions.shape != (len(times), 3):
        raise FormatError(f"'{name}': there must be one position of three numbers for each time.")
    return Seen(push=action, times=times, positions=positions)


def pushes_to_json(seen: tuple[Seen, ...]) -> str:
    """The inverse of ``pushes_from_json``."""
    return json.dumps(
        [
            {"push": action_to_json(s.push), "times": s.times.tolist(), "positions": s.positions.tolist()}
            for s in seen
        ]
    )
