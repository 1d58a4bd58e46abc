"""Scenes through time: simulate, replay, and the hash that says two runs are one."""

import hashlib
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import SimpleQueue

import numpy as np

from spatialwm.dynamics.engine import EnginePredictor, Stepper
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.soft import cage_tracks
from spatialwm.dynamics.tracks import agent_track, fill_gaps, with_spawned
from spatialwm.errors import InputError
from spatialwm.scene import Action, Rollout, Scene, State, Wait, at_time

__all__ = [
    "ENGINE",
    "Maker",
    "Replay",
    "check_maker",
    "replay",
    "rollouts",
    "run_timeline",
    "simulate",
    "start_of",
    "state_hash",
    "timeline_of",
    "with_rollout",
]

_LONGEST = 3600.0
"""[s]; an hour of 20 moving things is 120 MB of poses."""


@dataclass(frozen=True, kw_only=True)
class Maker:
    """What makes predictors of one kind, one per scene and thread."""

    name: str = "engine"
    """As rollouts say it."""
    stepper: Callable[[], Stepper] | None = None
    """What takes frames from the engine."""

    def __call__(self, scene: Scene, seed: int = 0) -> EnginePredictor:
        """A predictor of the scene, as ``EnginePredictor``."""
        return EnginePredictor(scene, seed, stepper=None if self.stepper is None else self.stepper())


ENGINE = Maker()


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What computing a rollout again gave."""

    state_hash: str
    """Of the last state computed now."""
    same: bool
    """Whether it and every stored pose are those of the rollout."""
    first_difference: tuple[float, str] | None = None
    """Time [s] and name of the first object that is elsewhere; None when all poses agree."""


def simulate(
    scene: Scene,
    actions: Sequence[tuple[float, Action]],
    *,
    seconds: float,
    seed: int = 0,
    maker: Maker = ENGINE,
) -> Scene:
    """The scene as it is ``seconds`` later, with the rollout that led there.

    A scene that has a rollout is continued: it is computed again from its start, then on. Each action begins
    at the first free frame at or after its time; two at one time follow each other by one frame (1/60 s).

    Args:
        scene: Where it starts.
        actions: Times, from now on [s], and actions, in order.
        seconds: How long; rounded up to whole frames [s].
        seed: Kept in the record.
        maker: Of the predictor; a scene with a rollout is gone on with by the one that made it.

    Raises:
        InputError: An action that is out of order or after the end, or cannot be done; a stored rollout that
            does not come out again.
        UnknownObjectError: An action on an object that is not there.
        SimulationError: The engine broke down.
    """
    _check_seconds(seconds)
    scene = with_spawned(scene, actions)
    predictor = maker(start_of(scene), seed)
    return _continued(predictor, scene, _past_states(predictor, scene), actions, seconds, seed)


def rollouts(
    scene: Scene,
    action_sequences: Sequence[Sequence[tuple[float, Action]]],
    *,
    seconds: float,
    seeds: Sequence[int] | None = None,
    threads: int | None = None,
) -> list[Scene]:
    """Many futures of one scene: ``[simulate(scene, actions, seconds=seconds, seed=seed) ...]``, to the bit.

    The futures share what is computed once, the engine and the scene's past, and run side by side in
    threads (the engine releases Python's lock while it steps).

    Args:
        scene: Where all of them start.
        action_sequences: For each future, times from now on [s] and actions, in order.
        seconds: How long each is [s].
        seeds: One per future; 0 when not given.
        threads: How many at a time; as many as there are processors when not given.

    Returns:
        One scene per sequence, in their order.

    Raises:
        InputError: As ``simulate``, of the first sequence that has the trouble; or not one seed per sequence.
        UnknownObjectError: An action on an object that is not there.
        SimulationError: The engine broke down.
    """
    _check_seconds(seconds)
    wanted = [0] * len(action_sequences) if seeds is None else list(seeds)
    if len(wanted) != len(action_sequences):
        raise InputError(f"Rollouts need one seed each; got {len(wanted)} for {len(action_sequences)}.")
    count = min(threads or os.cpu_count() or 1, len(wanted)) or 1
    if count < 1:
        raise InputError(f"Rollouts need at least 1 thread, got {threads}.")
    scene = with_spawned(scene, [timed for actions in action_sequences for timed in actions])
    first = EnginePredictor(start_of(scene))
    past = _past_states(first, scene)
    spare = SimpleQueue[EnginePredictor]()
    spare.put(first)

    def run(actions: Sequence[tuple[float, Action]], seed: int) -> Scene:
        predictor = spare.get() if not spare.empty() else EnginePredictor(start_of(scene))
        try:
            return _continued(predictor, scene, past, actions, seconds, seed)
        finally:
            spare.put(predictor)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, action_sequences, wanted))


def replay(scene: Scene, maker: Maker = ENGINE) -> Replay:
    """Compute the scene's rollout again from its first frame and stored actions.

    Args:
        scene: One with a rollout.
        maker: Of the predictor that made it.

    Raises:
        InputError: The scene has no rollout, or one of another predictor.
    """
    past = scene.rollout
    if past is None:
        raise InputError("There is nothing to replay: the scene has no rollout.")
    if past.predictor != maker.name:
        raise InputError(
            f"The rollout is by predictor '{past.predictor:.40}', which is not here to replay it."
        )
    predictor = maker(start_of(scene), past.seed)
    states = run_timeline(predictor, timeline_of(past), len(past.times) - 1)
    again = with_rollout(predictor.scene, states, past.actions, past.seed, maker.name).rollout
    assert again is not None
    where = _first_difference(past, again, predictor.scene)
    found = again.state_hash
    return Replay(state_hash=found, same=where is None and found == past.state_hash, first_difference=where)


def start_of(scene: Scene) -> Scene:
    """The scene at frame 0 of its rollout, without the rollout."""
    return replace(at_time(scene, 0.0), rollout=None)


def state_hash(state: State) -> str:
    """SHA-256 over the exact bytes of time, names, poses and velocities of what is there, agent and held."""
    digest = hashlib.sha256()
    there = np.array([name not in state.gone for name in state.names], bool)
    digest.update("\0".join((*(n for n in state.names if n not in state.gone), state.held or "")).encode())
    for numbers in (
        np.array([state.time, state.agent_yaw, state.agent_pitch]),
        state.positions[there],
        state.quats[there],
        state.velocities[there],
        state.angular_velocities[there],
        state.agent_position,
        state.nodes,
    ):
        digest.update(np.ascontiguousarray(numbers, "<f8").tobytes())
    return digest.hexdigest()


def _check_seconds(seconds: float) -> None:
    if not 0 < seconds <= _LONGEST:
        raise InputError(f"A simulation takes above 0 and up to {_LONGEST:.0f} s, got {seconds}.")


def check_maker(past: Rollout, name: str = "engine") -> None:
    """Refuse to compute a rollout again with a predictor that did not make it.

    Raises:
        InputError: It says another one made it.
    """
    if past.predictor != name:
        raise InputError(
            f"The rollout so far is by predictor '{past.predictor:.40}', and this is '{name:.40}'; "
            "go on with the one that made it (--predictor), or begin again from the start."
        )


def _past_states(predictor: EnginePredictor, scene: Scene) -> list[State]:
    """From the start of the scene's rollout to now."""
    past = scene.rollout
    if past is None:
        return [predictor.initial()]
    check_maker(past, predictor.name)
    states = run_timeline(predictor, timeline_of(past), len(past.times) - 1)
    if state_hash(states[-1]) != past.state_hash:
        raise InputError(
            "The scene was changed after its rollout, which no longer comes out; simulate start_of(scene)."
        )
    return states


def _continued(
    predictor: EnginePredictor,
    scene: Scene,
    states: list[State],
    actions: Sequence[tuple[float, Action]],
    seconds: float,
    seed: int,
) -> Scene:
    past, done = scene.rollout, len(states) - 1
    frames = done + _frames_for(seconds)
    new = _schedule(actions, done, frames)
    states = list(states)
    for k in range(done, frames):
        states.append(predictor.step(states[-1], new.get(k, Wait())))
    log = (() if past is None else past.actions) + tuple((k * DT, action) for k, action in new.items())
    return with_rollout(predictor.scene, states, log, seed if past is None else past.seed, predictor.name)


def _frames_for(seconds: float) -> int:
    return int(np.ceil(seconds / DT - 1e-6))


def _schedule(actions: Sequence[tuple[float, Action]], first: int, end: int) -> dict[int, Action]:
    timeline: dict[int, Action] = {}
    free, before = first, 0.0
    for time, action in actions:
        if not (np.isfinite(time) and time >= before):
            raise InputError(f"Actions need times from 0 up, in order; got {time} after {before}.")
        frame = max(free, first + _frames_for(time))
        if frame >= end:
            raise InputError(f"The action at {time} s begins after the end; simulate for longer.")
        timeline[frame] = action
        free, before = frame + 1, time
    return timeline


def timeline_of(past: Rollout) -> dict[int, Action]:
    """The actions of a rollout by frame."""
    return {round(time / DT): action for time, action in past.actions}


def run_timeline(predictor: EnginePredictor, timeline: dict[int, Action], frames: int) -> list[State]:
    """All states from the start to ``frames`` later."""
    states = [predictor.initial()]
    for k in range(frames):
        states.append(predictor.step(states[-1], timeline.get(k, Wait())))
    return states


def with_rollout(
    scene: Scene,
    states: list[State],
    log: tuple[tuple[float, Action], ...],
    seed: int,
    predictor: str = "engine",
) -> Scene:
    """The scene at the last state, with a rollout of all of them, which says what computed it."""
    positions = np.array([s.positions for s in states], np.float32)
    quats = np.array([s.quats for s in states], np.float32)
    hidden = fill_gaps(scene, states, positions, quats)
    moved = np.any(positions != positions[0], axis=(0, 2)) | np.any(quats != quats[0], axis=(0, 2))
    index = np.flatnonzero(moved)
    rollout = Rollout(
        times=(np.arange(len(states)) * DT).astype(np.float32),
        names=tuple(scene.objects[k].name for k in index),
        positions=positions[:, index],
        quats=quats[:, index],
        cages=cage_tracks(scene, [s.nodes for s in states], positions, quats),
        actions=log,
        predictor=predictor,
        seed=seed,
        state_hash=state_hash(states[-1]),
        agent=agent_track(states),
        hidden=hidden,
    )
    return at_time(replace(scene, rollout=rollout), math.inf)


def _first_difference(stored: Rollout, again: Rollout, start: Scene) -> tuple[float, str] | None:
    first: tuple[int, str] | None = None
    count = len(again.times)
    for thing in start.objects:
        tracks = [_track(rollout, thing.name, count) for rollout in (stored, again)]
        if tracks[0] is None and tracks[1] is None:
            continue
        still = np.tile(np.concatenate([thing.position, thing.quat]), (count, 1))
        here, there = (still if track is None else track for track in tracks)
        differ = np.flatnonzero(np.any(here != there, axis=1))
        if len(differ) and (first is None or differ[0] < first[0]):
            first = int(differ[0]), thing.name
    return None if first is None else (first[0] * DT, first[1])


def _track(rollout: Rollout, name: str, count: int) -> np.ndarray | None:
    if name not in rollout.names:
        return None
    k = rollout.names.index(name)
    return np.concatenate([rollout.positions[:, k], rollout.quats[:, k]], axis=1)[:count]
