"""Trying a push: first in a sketch, where all other things stand fixed and time is cheap, then for real."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_rotate
from spatialwm.language.places import extent, support_of
from spatialwm.language.situation import Situation
from spatialwm.scene import Push, SceneObject, State, Vector, Wait

__all__ = ["HANDS", "UNTOUCHED", "Outcome", "Trials", "as_vector"]

UNTOUCHED = 1e-3
"""Other things that move less than this [m] count as not disturbed."""
HANDS = ((0.35, 0.1), (0.2, 0.04))
"""Speeds of a hand that pushes a thing along, and how much faster one push makes that [m/s]: more tips it."""
_STROKE_FRAMES = 2
"""Between its pushes."""
_LONGEST = 4.0
"""How long a try is followed [s]."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a try ended for the thing that was pushed, and for all others."""

    moved: np.ndarray
    """How far it went (3,) [m]."""
    tilt: float
    """How far what was up before points away from up after [rad]."""
    disturbed: float
    """How far any other thing went [m]; 0 in a sketch."""


class Trials:
    """A live handle: the engines in which pushes on one thing are tried."""

    def __init__(self, situation: Situation, thing: SceneObject) -> None:
        """Prepare; what carries other things is tried for real only, for they would hold it in a sketch."""
        self._thing = thing
        back = quat_conjugate(thing.quat.astype(float))
        self._middle = quat_rotate(back, extent(thing).centre - thing.position)
        assert isinstance(situation.predictor, EnginePredictor), "pushes are tried in an engine"
        self._full = situation.predictor, situation.state
        things = situation.things
        carries = any(
            below is not None and below.name == thing.name
            for other in things
            if other.body.kind != "static" and other.name != thing.name
            for below in [support_of(other, things)]
        )
        self._sketch = self._full if carries or thing.body.joint else _sketch(situation, things, thing)

    def works(self, push: Push, good: Callable[[Outcome], bool]) -> Outcome | None:
        """The outcome for real when it is good, in the sketch (at any moment) and at its end for real."""
        try:
            if self._sketch is not self._full and not self._follow(self._sketch, push, good)[1]:
                return None
            outcome, _ = self._follow(self._full, push, None)
        except InputError:
            return None  # its point is beside the thing
        return outcome if good(outcome) else None

    def sketched(self, push: Push) -> Outcome:
        """The outcome in the sketch."""
        return self._follow(self._sketch, push, None)[0]

    def real(self, push: Push) -> Outcome:
        """The outcome for real."""
        return self._follow(self._full, push, None)[0]

    def shove(
        self, way: np.ndarray, metres: float, foot: np.ndarray, slip: float, hand: tuple[float, float]
    ) -> tuple[tuple[tuple[int, Push], ...], Outcome]:
        """Push again and again like a hand that follows the thing, until it will slide to its goal.

        Args:
            way: Where to, horizontal and of length 1.
            metres: How far [m].
            foot: The point of the first push, low on the thing, where friction cannot tip it [m].
            slip: What friction takes from its speed [m/s^2].
            hand: Its speed, and the most that one push adds to the thing's [m/s].

        Returns:
            The pushes, each with its frame from now, and the outcome for real.
        """
        predictor, start = self._full
        k = start.names.index(self._thing.name)
        state, pushes = start, list[tuple[int, Push]]()
        for frame in range(round((_LONGEST + metres / hand[0]) / DT)):
            gone = self._gone(start, state)
            left = (way * metres - gone) * np.array([1, 0, 1])
            stroke = _stroke(left, state.velocities[k], way, slip, hand)
            if stroke is None:
                break
            if frame % _STROKE_FRAMES or not np.any(stroke):
                state = predictor.step(state, Wait())
                continue
            point = foot + gone
            push = Push(
                object=self._thing.name,
                impulse=as_vector(stroke * self._thing.body.mass),
                point=as_vector(point),
            )
            pushes.append((frame, push))
            state = predictor.step(state, push)
        for _ in range(round(_LONGEST / DT)):
            state = predictor.step(state, Wait())
            if not np.any(state.velocities):
                break
        return tuple(pushes), self._outcome(start, state)

    def _follow(
        self, begin: tuple[EnginePredictor, State], push: Push, good: Callable[[Outcome], bool] | None
    ) -> tuple[Outcome, bool]:
        predictor, start = begin
        state = predictor.step(start, push)
        for frame in range(round(_LONGEST / DT)):
            state = predictor.step(state, Wait())
            # a look every tenth of a second; what falls does not come back
            if good is not None and frame % 6 == 5 and good(outcome := self._outcome(start, state)):
                return outcome, True
            if not np.any(state.velocities):
                break
        outcome = self._outcome(start, state)
        return outcome, good is not None and good(outcome)

    def _gone(self, start: State, state: State) -> np.ndarray:
        """How far its middle went [m]: the frame of a ball is at its foot, and rolls with it."""
        k = start.names.index(self._thing.name)
        here, there = (s.positions[k] + quat_rotate(s.quats[k], self._middle) for s in (start, state))
        return there - here

    def _outcome(self, start: State, state: State) -> Outcome:
        k = start.names.index(self._thing.name)
        moved = np.linalg.norm(state.positions - start.positions, axis=1)
        moved[k] = 0.0
        turn = quat_multiply(state.quats[k], quat_conjugate(start.quats[k]))
        tilt = float(np.arccos(np.clip(quat_rotate(turn, np.array([0.0, 1, 0]))[1], -1, 1)))
        return Outcome(self._gone(start, state), tilt, float(moved.max()))


def _stroke(
    left: np.ndarray, velocity: np.ndarray, way: np.ndarray, slip: float, hand: tuple[float, float]
) -> np.ndarray | None:
    """Change of velocity that brings the thing to the hand's speed; None when it slides home by itself."""
    togo, speed = float(left @ way), float(velocity @ way)
    if togo <= max(speed, 0.0) ** 2 / (2 * slip):
        return None
    heading = left / max(float(np.linalg.norm(left)), 1e-6)
    wanted = heading * hand[0] - velocity * np.array([1, 0, 1])
    wanted *= min(1.0, hand[1] / max(float(np.linalg.norm(wanted)), 1e-9))
    return wanted if float(wanted @ way) > 0 else np.zeros(3)


def as_vector(values: np.ndarray) -> Vector:
    """Three numbers to the micrometre: readable in the record, and no negative zeros."""
    x, y, z = (np.round(values, 6) + 0.0).tolist()
    return x, y, z


def _sketch(
    situation: Situation, things: list[SceneObject], thing: SceneObject
) -> tuple[EnginePredictor, State]:
    fixed = tuple(
        t if t.name == thing.name else replace(t, body=replace(t.body, kind="static", joint=None))
        for t in things
    )
    predictor = EnginePredictor(replace(situation.predictor.scene, objects=fixed))
    return predictor, predictor.initial()
