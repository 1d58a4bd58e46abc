"""Many action sequences from one scene, foretold side by side by the engine."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np

from spatialwm.dynamics import DT, ENGINE, EnginePredictor, Maker, start_of
from spatialwm.dynamics.simulate import check_maker, run_timeline, timeline_of
from spatialwm.errors import InputError, SimulationError, UnknownObjectError
from spatialwm.planning.goals import Ending
from spatialwm.scene import Action, Scene, State, Wait

__all__ = ["Foreteller", "Timed"]

Timed = tuple[tuple[float, Action], ...]
"""Times from now on [s] and actions, in order."""


class Foreteller:
    """A live handle: engines of one scene, one per thread."""

    def __init__(self, scene: Scene, *, threads: int | None = None, maker: Maker = ENGINE) -> None:
        """Build the first engine, or another predictor, and bring it to where the scene's rollout ends.

        Raises:
            InputError: The scene has what the engine cannot do, or a rollout of another predictor.
        """
        self._maker = maker
        self._start = start_of(scene)
        self._threads = max(1, threads or os.cpu_count() or 1)
        first = maker(self._start)
        past = scene.rollout
        self._now = first.initial()
        if past is not None:
            check_maker(past, maker.name)
            self._now = run_timeline(first, timeline_of(past), len(past.times) - 1)[-1]
        self._spare = SimpleQueue[EnginePredictor]()
        self._spare.put(first)

    @property
    def now(self) -> State:
        """Where every future starts."""
        return self._now

    def endings(self, sequences: Sequence[Timed], *, seconds: float) -> list[Ending | None]:
        """How each sequence ends ``seconds`` after its last action, or once nothing moves [s].

        None for one that cannot be done: out of reach, nothing held. The same sequences give the same
        endings, whatever the number of threads.
        """
        with ThreadPoolExecutor(min(self._threads, max(len(sequences), 1))) as pool:
            return list(pool.map(self._ending, sequences, [seconds] * len(sequences)))

    def _ending(self, timed: Timed, seconds: float) -> Ending | None:
        predictor = self._spare.get() if not self._spare.empty() else self._maker(self._start)
        try:
            return self._run(predictor, timed, seconds)
        except (InputError, UnknownObjectError, SimulationError):
            return None
        finally:
            self._spare.put(predictor)

    def _run(self, predictor: EnginePredictor, timed: Timed, seconds: float) -> Ending:
        timeline: dict[int, Action] = {}
        for time, action in timed:
            frame = round(time / DT)
            timeline[frame + int(frame in timeline)] = action
        last = max(timeline, default=0)
        state, states = self._now, [self._now]
        for frame in range(last + 1 + round(seconds / DT)):
            before, state = state, predictor.step(state, timeline.get(frame, Wait()))
            if frame > last + 20 and not np.any(state.velocities) and _stands(before, state):
                break
        states.append(state)
        return Ending(scene=self._start, states=tuple(states), actions=timed)


def _stands(before: State, after: State) -> bool:
    return np.array_equal(before.agent_position, after.agent_position) and before.held == after.held
