"""What if: a rollout cut off at a moment, and the difference between two futures."""

from dataclasses import dataclass, replace

import numpy as np

from spatialwm.dynamics.engine import EnginePredictor
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.simulate import check_maker, run_timeline, start_of, timeline_of, with_rollout
from spatialwm.errors import InputError
from spatialwm.scene import Action, Scene

__all__ = ["Difference", "Divergence", "diff", "fork", "track"]

_SAME = 1e-6, 1e-5
"""Poses nearer than this [m], [rad] are the same: below a file's single precision."""


def fork(scene: Scene, at: float) -> Scene:
    """The scene as it was ``at`` seconds into its rollout, with the rollout up to there; act on from it.

    Everything the engine knew then is known again, to the bit: doing the same gives the same.

    Args:
        scene: One with a rollout.
        at: Moment [s]; the last frame at or before it counts.

    Raises:
        InputError: There is no rollout, or the moment is outside it.
    """
    past = scene.rollout
    if past is None:
        raise InputError("There is nothing to fork: the scene has no rollout; act in it first.")
    if not 0 <= at <= float(past.times[-1]) + DT / 2:
        raise InputError(f"The rollout lasts from 0 to {float(past.times[-1]):.2f} s; {at:g} s is outside.")
    check_maker(past)
    frames = min(int(np.floor(at / DT + 1e-6)), len(past.times) - 1)
    kept = tuple((time, action) for time, action in past.actions if round(time / DT) < frames)
    start = start_of(scene)
    if frames == 0:
        return start
    states = run_timeline(EnginePredictor(start, past.seed), timeline_of(replace(past, actions=kept)), frames)
    return with_rollout(start, states, kept, past.seed)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One object that ended elsewhere."""

    name: str
    distance: float
    """Between where it is in the one and in the other [m]."""
    turn: float
    """Angle between the two [rad]."""
    first: tuple[float, float, float]
    """Where it is in the first scene [m]."""
    second: tuple[float, float, float]
    """Where it is in the second scene [m]."""


@dataclass(frozen=True, kw_only=True)
class Divergence:
    """How two scenes with one past differ."""

    time: float | None
    """When the first object was first elsewhere [s]; None when none ever was while both ran."""
    name: str | None
    """Which object that was."""
    ended: tuple[Difference, ...]
    """What is elsewhere now, the farthest first."""
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    actions_first: tuple[tuple[float, Action], ...]
    """Done only in the first."""
    actions_second: tuple[tuple[float, Action], ...]
    """Done only in the second."""

    @property
    def same(self) -> bool:
        """Whether there is no difference at all."""
        return not (self.ended or self.only_first or self.only_second or self.time is not None)


def diff(first: Scene, second: Scene) -> Divergence:
    """Compare where everything is now, and when the two rollouts parted."""
    names = [o.name for o in first.objects]
    others = {o.name: o for o in second.objects}
    ended: list[Difference] = []
    for thing in first.objects:
        other = others.get(thing.name)
        if other is None:
            continue
        distance, turn = _apart(thing.position, other.position, thing.quat, other.quat)
        if distance > _SAME[0] or turn > _SAME[1]:
            ended.append(
                Difference(
                    name=thing.name,
                    distance=distance,
                    turn=turn,
                    first=_triple(thing.position),
                    second=_triple(other.position),
                )
            )
    when, which = _parting(first, second)
    done, done_too = _actions(first), _actions(second)
    return Divergence(
        time=when,
        name=which,
        ended=tuple(sorted(ended, key=lambda d: (-d.distance, d.name))),
        only_first=tuple(n for n in names if n not in others),
        only_second=tuple(n for n in others if n not in names),
        actions_first=tuple(a for a in done if a not in done_too),
        actions_second=tuple(a for a in done_too if a not in done),
    )


def _apart(p: np.ndarray, q: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    one, other = a.astype(float), b.astype(float)
    chord = min(float(np.linalg.norm(one - other)), float(np.linalg.norm(one + other)))
    return float(np.linalg.norm(p.astype(float) - q)), 4 * float(np.arcsin(min(chord / 2, 1.0)))


def _parting(first: Scene, second: Scene) -> tuple[float | None, str | None]:
    count = min(_frames(first), _frames(second))
    best: tuple[int, str] | None = None
    present = {o.name for o in second.objects}
    for name in (o.name for o in first.objects if o.name in present):
        here, there = track(first, name, count), track(second, name, count)
        gaps = np.abs(here - there).max(axis=1) > _SAME[0]
        if gaps.any() and (best is None or int(gaps.argmax()) < best[0]):
            best = int(gaps.argmax()), name
    return (None, None) if best is None else (best[0] * DT, best[1])


def track(scene: Scene, name: str, count: int) -> np.ndarray:
    """Position and rotation of an object in the first ``count`` frames, (count, 7)."""
    rollout = scene.rollout
    if rollout is None or name not in rollout.names:
        thing = scene[name]
        return np.tile(np.concatenate([thing.position, thing.quat]), (count, 1))
    k = rollout.names.index(name)
    return np.concatenate([rollout.positions[:count, k], rollout.quats[:count, k]], axis=1)


def _frames(scene: Scene) -> int:
    return 1 if scene.rollout is None else len(scene.rollout.times)


def _actions(scene: Scene) -> tuple[tuple[float, Action], ...]:
    return () if scene.rollout is None else scene.rollout.actions


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in values)
    return x, y, z
