"""A simulation that goes on while one acts in it, frame by frame."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from spatialwm.dynamics import EnginePredictor, start_of, state_hash
from spatialwm.errors import InputError
from spatialwm.scene import Action, Scene, State, Wait

__all__ = ["LiveRun"]

_LONGEST = 3600.0
"""Of one session [s]: what ``simulate`` takes, so that every session can be computed again."""


class LiveRun:
    """A running engine: mutable, for one thread.

    Scheduling follows ``simulate`` to the frame: an action begins at the first free frame at or after its
    time. So ``simulate(scene, run.log, seconds=run.seconds)`` ends in the same state, with the same hash.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene, self.state, self.predictor = _continued(scene)
        self.frame = 0
        """Since the session began."""
        self.end = 0
        """Frame at which what was asked for is computed."""
        self._timeline: dict[int, Action] = {}

    @property
    def dt(self) -> float:
        """Of one frame [s]."""
        return self.predictor.dt

    @property
    def seconds(self) -> float:
        """Since the session began [s]."""
        return self.frame * self.dt

    @property
    def log(self) -> tuple[tuple[float, Action], ...]:
        """All actions of the session and when each began [s]."""
        return tuple((frame * self.dt, self._timeline[frame]) for frame in sorted(self._timeline))

    def schedule(self, actions: Iterable[tuple[float, Action]], seconds: float) -> list[tuple[float, Action]]:
        """Plan actions, with times from now on [s] in order, and ``seconds`` of future.

        Returns:
            The actions and when each begins, since the session began [s].

        Raises:
            InputError: The session would become too long.
        """
        placed: dict[int, Action] = {}
        for time, action in actions:
            frame = max([self.frame + self._frames(time), *(f + 1 for f in placed)])
            while frame in self._timeline:
                frame += 1
            placed[frame] = action
        # An action that comes late still gets its share of future.
        last = (
            max([self.frame, *placed])
            if max(placed, default=0) >= self.frame + self._frames(seconds)
            else self.frame
        )
        end = last + self._frames(seconds)
        if end * self.dt > _LONGEST:
            raise InputError(f"This session has run for {self.seconds:.0f} s; press R to start again.")
        self._timeline |= placed
        self.end = max(self.end, end)
        return [(frame * self.dt, action) for frame, action in placed.items()]

    def step(self) -> State:
        """Compute the next frame.

        Raises:
            SpatialwmError: The action of this frame cannot be done; it is dropped, and so is all that was
                planned after it.
        """
        try:
            self.state = self.predictor.step(self.state, self._timeline.get(self.frame, Wait()))
        except Exception:
            self._timeline = {frame: a for frame, a in self._timeline.items() if frame < self.frame}
            self.end = self.frame
            raise
        self.frame += 1
        return self.state

    def hash(self) -> str:
        """Of the state now."""
        return state_hash(self.state)

    def scene_now(self) -> Scene:
        """The scene as it stands, without a past."""
        positions, quats = self.state.positions.astype(np.float32), self.state.quats.astype(np.float32)
        objects = tuple(
            replace(thing, position=positions[k], quat=quats[k]) for k, thing in enumerate(self.scene.objects)
        )
        return replace(self.scene, objects=objects, rollout=None)

    def _frames(self, seconds: float) -> int:
        return int(np.ceil(seconds / self.dt - 1e-6))  # as simulate rounds


def _continued(scene: Scene) -> tuple[Scene, State, EnginePredictor]:
    """The engine at the end of the scene's rollout, computed again from its start.

    A scene that was edited after its rollout, so that it no longer comes out, starts from how it stands.
    """
    past = scene.rollout
    if past is not None and past.predictor == "engine":
        predictor = EnginePredictor(start_of(scene), past.seed)
        stored = {round(time / predictor.dt): action for time, action in past.actions}
        state = predictor.initial()
        for frame in range(len(past.times) - 1):
            state = predictor.step(state, stored.get(frame, Wait()))
        if state_hash(state) == past.state_hash:
            return predictor.scene, state, predictor
    predictor = EnginePredictor(replace(scene, rollout=None))
    return predictor.scene, predictor.initial(), predictor
