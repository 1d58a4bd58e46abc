"""Goals are computed: impulses are tried in the engine, in a fixed order, the gentlest first."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_rotate
from spatialwm.language.places import extent, local_extent
from spatialwm.language.situation import Situation
from spatialwm.scene import Push, SceneObject, State, Vector, Wait

__all__ = ["push_by", "push_off", "tip_over"]

_UNTOUCHED = 1e-3
"""Other things that move less than this [m] count as not disturbed."""
_LONGEST = 4.0
"""How long a try is followed [s]."""
_FACTORS = (1.05, 1.25, 1.5, 1.9, 2.4, 3.0)
"""Of the speed that friction or gravity alone would take: contacts and tumbling take more."""
_SIXTEEN = tuple(k * math.pi / 8 for k in range(16))


@dataclass(frozen=True, eq=False)
class _Outcome:
    """How a try ended."""

    state: State
    disturbed: float
    """How far any other thing moved [m]."""


def push_off(situation: Situation, thing: SceneObject, below: SceneObject, toward: np.ndarray | None) -> Push:
    """The gentlest push after which ``thing`` is below the top of ``below`` and nothing else moved.

    If every push that works disturbs something, the one that disturbs least.

    Raises:
        InputError: No push tried works.
    """
    box = extent(thing)
    top = float(extent(below).high[1])
    best: tuple[float, Push] | None = None
    for push in _edge_pushes(situation, thing, below, toward):
        outcome = _try(situation, push)
        fell = float(outcome.state.positions[_index(situation, thing)][1] - thing.position[1])
        if box.low[1] + fell > top - min(0.02, float(box.size[1]) / 2):
            continue
        if outcome.disturbed < _UNTOUCHED:
            return push
        if best is None or outcome.disturbed < best[0]:
            best = outcome.disturbed, push
    if best is None:
        raise InputError(
            f"No push gets '{thing.name}' off '{below.name}'; something is in the way, or it is too heavy."
        )
    return best[1]


def tip_over(situation: Situation, thing: SceneObject, toward: np.ndarray | None) -> Push:
    """The gentlest push at the top that tips ``thing`` by more than 45 degrees, others untouched if possible.

    Raises:
        InputError: No push tried works.
    """
    box = extent(thing)
    height, width = float(box.size[1]), float(min(box.size[0], box.size[2]))
    mass, gravity = thing.body.mass, _gravity(situation)
    # About the bottom edge: energy to lift the middle over it, and the impulse at the top that gives it.
    rise = (math.hypot(height, width) - height) / 2
    inertia = mass * (height**2 + width**2) / 3
    needed = math.sqrt(2 * inertia * mass * gravity * rise) / height
    point = _vector(np.array([box.centre[0], box.high[1] - 0.05 * height, box.centre[2]]))
    best: tuple[float, Push] | None = None
    for factor in _FACTORS:
        for way in _ways(situation, thing, toward):
            push = Push(object=thing.name, impulse=_vector(way * needed * factor), point=point)
            outcome = _try(situation, push)
            if _tilt(situation, thing, outcome.state) < math.pi / 4:
                continue
            if outcome.disturbed < _UNTOUCHED:
                return push
            if best is None or outcome.disturbed < best[0]:
                best = outcome.disturbed, push
    if best is None:
        raise InputError(f"No push knocks '{thing.name}' over; it may be too flat, or something holds it.")
    return best[1]


def push_by(situation: Situation, thing: SceneObject, way: Float[np.ndarray, "3"], metres: float) -> Push:
    """The push along ``way`` that leaves ``thing`` within 10 % of ``metres`` further, upright if it was.

    Raises:
        InputError: No push tried does; says how near the best came.
    """
    box = extent(thing)
    nearest: tuple[float, float] | None = None
    for height in (None, 0.25, 0.1):  # lower, if a push at the centre makes it fall over
        level = 0.0 if height is None else float(box.low[1] + height * box.size[1])
        point = None if height is None else _vector(np.array([box.centre[0], level, box.centre[2]]))
        low, high = 0.0, 4 * math.sqrt(2 * 2.0 * _gravity(situation) * metres)
        speed = math.sqrt(2 * thing.body.friction * _gravity(situation) * metres)
        for _ in range(14):
            push = Push(object=thing.name, impulse=_vector(way * speed * thing.body.mass), point=point)
            outcome = _try(situation, push)
            moved = outcome.state.positions[_index(situation, thing)] - thing.position
            miss = float(np.linalg.norm(moved - way * metres))
            if miss <= 0.1 * metres and _tilt(situation, thing, outcome.state) < math.pi / 6:
                return push
            if nearest is None or miss < nearest[0]:
                nearest = miss, float(moved @ way)
            low, high = (speed, high) if float(moved @ way) < metres else (low, speed)
            speed = (low + high) / 2
    came = 0.0 if nearest is None else nearest[1]
    raise InputError(
        f"No push moves '{thing.name}' {metres:.2f} m that way; the best one moves it {came:.2f} m."
    )


def _edge_pushes(
    situation: Situation, thing: SceneObject, below: SceneObject, toward: np.ndarray | None
) -> Iterator[Push]:
    friction = situation.friction_below(thing, below)
    gravity, box = _gravity(situation), extent(thing)
    middle = box.centre
    pushes: list[tuple[float, int, Push]] = []
    for way in _ways(situation, thing, toward):
        distance = _to_edge(middle, way, below) + float(np.abs(way[[0, 2]]) @ box.size[[0, 2]]) / 2
        speed = math.sqrt(2 * friction * gravity * distance)
        for factor in _FACTORS:
            for height in (0.5, 0.25):  # at the middle; lower, it does not tip
                point = _vector(np.array([middle[0], box.low[1] + height * box.size[1], middle[2]]))
                impulse = _vector(way * speed * factor * thing.body.mass)
                push = Push(object=thing.name, impulse=impulse, point=point)
                pushes.append((round(speed * factor, 6), len(pushes), push))
    for _, _, push in sorted(pushes, key=lambda p: p[:2]):
        yield push


def _to_edge(point: np.ndarray, way: np.ndarray, below: SceneObject) -> float:
    """How far from the point along ``way`` the footprint of ``below`` ends [m]."""
    box = local_extent(below)
    back = quat_conjugate(below.quat.astype(float))
    local, heading = quat_rotate(back, point - below.position), quat_rotate(back, way)
    with np.errstate(divide="ignore", invalid="ignore"):
        exits = np.where(heading > 0, box.high - local, box.low - local) / heading
    sides = exits[np.abs(heading) > 1e-6]
    return max(float(sides.min()), 0.0)


def _ways(situation: Situation, thing: SceneObject, toward: np.ndarray | None) -> list[np.ndarray]:
    """Directions to try: the one asked for, or all round, away from the agent first."""
    if toward is not None:
        return [_turned(toward, angle) for angle in (0.0, 0.2, -0.2)]
    away = thing.position - situation.state.agent_position
    away = np.array([away[0], 0.0, away[2]], float)
    length = float(np.linalg.norm(away))
    away = away / length if length > 1e-6 else situation.direction("forward")
    return [
        _turned(away, angle)
        for angle in sorted(_SIXTEEN, key=lambda a: (abs(math.remainder(a, math.tau)), a))
    ]


def _turned(way: np.ndarray, angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * way[0] + s * way[2], 0.0, -s * way[0] + c * way[2]])


def _try(situation: Situation, push: Push) -> _Outcome:
    begin = situation.state
    predictor = situation.predictor
    state = predictor.step(begin, push)
    for _ in range(round(_LONGEST / DT)):
        state = predictor.step(state, Wait())
        if not np.any(state.velocities):
            break
    moved = np.linalg.norm(state.positions - begin.positions, axis=1)
    moved[state.names.index(push.object)] = 0.0
    return _Outcome(state, float(moved.max()))


def _tilt(situation: Situation, thing: SceneObject, state: State) -> float:
    """How far what was up before points away from up after [rad]."""
    k = _index(situation, thing)
    turn = quat_multiply(state.quats[k], quat_conjugate(situation.state.quats[k]))
    return float(np.arccos(np.clip(quat_rotate(turn, np.array([0.0, 1, 0]))[1], -1, 1)))


def _index(situation: Situation, thing: SceneObject) -> int:
    return situation.state.names.index(thing.name)


def _gravity(situation: Situation) -> float:
    return max(float(np.linalg.norm(situation.predictor.scene.gravity)), 0.1)


def _vector(values: np.ndarray) -> Vector:
    x, y, z = (np.round(values, 6) + 0.0).tolist()  # readable in the record; no negative zeros
    return x, y, z
