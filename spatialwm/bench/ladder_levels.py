"""Levels of the ladder: a scene, what may be decided in it, and how far a run is from clearing it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT, Predictor
from spatialwm.errors import InputError, SimulationError, UnknownObjectError
from spatialwm.objects.hulls import collider_mesh
from spatialwm.planning.foretold import Timed
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Collider,
    Cylinder,
    Grasp,
    Place,
    Scene,
    SceneObject,
    State,
    Wait,
)

__all__ = [
    "Color",
    "Decision",
    "Level",
    "LiveGame",
    "Run",
    "box",
    "carried",
    "cylinder",
    "fixed",
    "free",
    "room_camera",
]

_SETTLING = 20
"""Frames after an action before stillness ends a decision."""
Color = tuple[float, float, float]
Decision = tuple[int, tuple[float, ...]]
"""Which choice, and the numbers in [-1, 1] that go with it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """What came of decisions: states from the start, and the actions that were done."""

    states: tuple[State, ...]
    """All of them, or, of a game that keeps only ends, the start and one per decision."""
    actions: Timed
    refused: int = 0
    """Decisions that could not be carried out."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Level:
    """One rung: the same family, number and seed make the same level."""

    family: str
    number: int
    """How hard, from 1."""
    seed: int
    scene: Scene
    past: Timed = ()
    """What happened before the first decision, in view: times from 0 [s]."""
    choices: tuple[str, ...]
    """What a decision chooses from, in words."""
    numbers: int
    """How many numbers in [-1, 1] a decision needs besides."""
    decisions: int
    """As many may be made."""
    seconds: float
    """Each is watched so long at most [s]."""
    decode: Callable[[State, Decision], Timed]
    """What is done, given how things stand; nothing when the rules forbid it."""
    cost: Callable[[Run], float]
    """0 when cleared, else how far from it."""
    solution: tuple[Decision, ...]
    """Decisions that clear it: levels are solvable by construction."""


class LiveGame:
    """A live handle: one level in one predictor, which need not be the engine."""

    def __init__(self, level: Level, make: Callable[[Scene], Predictor]) -> None:
        self._level, self._predictor = level, make(level.scene)
        self._ends: dict[tuple[Decision, ...], Run] = {}
        self._only_ends = level.numbers == 0
        start = (self._predictor.initial(),)
        self._begun = self._then(Run(states=start, actions=()), level.past, keep=True)

    def play(self, decisions: Sequence[Decision], *, keep: bool = False) -> tuple[Run, float]:
        """Carry the decisions out until the level is cleared; the run and its cost.

        Where the predictor breaks down the run ends, and its cost is infinite.

        Args:
            decisions: At most ``level.decisions`` of them.
            keep: Whether every state is wanted, also where the cost needs only the ends.

        Raises:
            InputError: Too many decisions, or one that is none of the level's choices.
        """
        level = self._level
        _check(level, decisions)
        all_states = keep or not self._only_ends
        run = self._begun
        cost = level.cost(run)
        for k, decision in enumerate(decisions):
            if cost == 0:
                break
            known = None if all_states else self._ends.get(tuple(decisions[: k + 1]))
            if known is None:
                try:
                    known = self._decided(run, decision, keep=all_states)
                except SimulationError:
                    return run, math.inf
                if not all_states:
                    self._ends[tuple(decisions[: k + 1])] = known
            run = known
            cost = level.cost(run)
        return run, cost

    def _decided(self, run: Run, decision: Decision, *, keep: bool) -> Run:
        timed = self._level.decode(run.states[-1], decision)
        if not timed:
            return Run(states=run.states, actions=run.actions, refused=run.refused + 1)
        return self._then(run, timed, keep=keep)

    def _then(self, run: Run, timed: Timed, *, keep: bool) -> Run:
        timeline: dict[int, Action] = {}
        for time, action in timed:
            frame = round(time / DT)
            timeline[frame + int(frame in timeline)] = action
        if not timeline:
            return run
        last, state = max(timeline), run.states[-1]
        states, done, refused = list(run.states), list(run.actions), run.refused
        for frame in range(last + 1 + round(self._level.seconds / DT)):
            action = timeline.get(frame, Wait())
            try:
                state = self._predictor.step(state, action)
            except (InputError, UnknownObjectError):
                refused, action = refused + 1, Wait()
                state = self._predictor.step(state, action)
            if frame in timeline and not isinstance(action, Wait):
                done.append((state.time - DT, action))
            if keep:
                states.append(state)
            if frame > last + _SETTLING and state.held is None and not np.any(state.velocities):
                break
        if not keep:
            states.append(state)
        return Run(states=tuple(states), actions=tuple(done), refused=refused)


def _check(level: Level, decisions: Sequence[Decision]) -> None:
    if len(decisions) > level.decisions:
        raise InputError(
            f"{level.family} {level.number} takes {level.decisions} decisions, got {len(decisions)}."
        )
    for choice, numbers in decisions:
        if not 0 <= choice < len(level.choices) or len(numbers) != level.numbers:
            raise InputError(
                f"A decision of {level.family} is one of {len(level.choices)} choices and {level.numbers} "
                f"numbers; got {choice} and {len(numbers)}."
            )
        if not all(abs(number) <= 1 for number in numbers):
            raise InputError(f"The numbers of a decision are from -1 to 1, got {numbers}.")


# ------------------------------------------------------------------------------------------------- things


def box(*size: float | int) -> Box:
    """A box of that size [m]."""
    return Box(size=np.array(size))


def cylinder(radius: float, height: float) -> Cylinder:
    """An upright one [m]."""
    return Cylinder(radius=radius, height=height)


def fixed(
    name: str,
    shape: Collider,
    at: Sequence[float | int],
    color: Color,
    *,
    friction: float = 0.6,
    restitution: float = 0.0,
) -> SceneObject:
    """Something that never moves, its origin at ``at`` [m]."""
    body = Body(colliders=(shape,), friction=friction, restitution=restitution)
    return _thing(name, at, color, body)


def free(
    name: str, shape: Collider, at: Sequence[float | int], color: Color, *, mass: float, friction: float
) -> SceneObject:
    """Something that moves, its origin at ``at`` [m]."""
    body = Body(kind="dynamic", mass=mass, colliders=(shape,), friction=friction)
    return _thing(name, at, color, body)


def _thing(name: str, at: Sequence[float | int], color: Color, body: Body) -> SceneObject:
    mesh = collider_mesh(body.colliders[0], None)
    place = np.array([float(v) for v in at])
    return SceneObject(name=name, category=name, position=place, mesh=mesh, body=body, paint=color)


def carried(name: str, to: Float[np.ndarray, "3"] | str) -> Timed:
    """Grasp something, and set it down on another thing's top or with its foot at a place."""
    down = Place(on=to) if isinstance(to, str) else Place(at=(float(to[0]), float(to[1]), float(to[2])))
    return (0.0, Grasp(name)), (DT, down)


def room_camera(scene: Scene, eye: Sequence[float | int], target: Sequence[float | int]) -> Scene:
    """The scene, seen from there; the agent stands below the camera."""
    from dataclasses import replace

    from spatialwm.scene import Camera

    def three(values: Sequence[float | int]) -> tuple[float, float, float]:
        return float(values[0]), float(values[1]), float(values[2])

    camera = Camera.looking_at(three(eye), three(target), width=320, height=240)
    return replace(scene, cameras=(camera,))
