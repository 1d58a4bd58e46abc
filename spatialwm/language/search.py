"""Goals are computed: pushes are tried in the engine, in a fixed order, the gentlest first."""

import math
from collections.abc import Callable, Iterable

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate
from spatialwm.language.places import extent, is_round, local_extent, support_of
from spatialwm.language.situation import Situation
from spatialwm.language.trial import HANDS, UNTOUCHED, Outcome, Trials, as_vector
from spatialwm.scene import Push, SceneObject

__all__ = ["push_by", "push_freely", "push_off", "push_to_edge", "tip_over"]

_FACTORS = (1.05, 1.3, 1.7, 2.2, 3.0)
"""Of the speed that friction or gravity alone would take: contacts and tumbling take more."""
_ROUND = tuple(k * math.pi / 6 for k in range(12))
_NEARBY = (0.0, 0.2, -0.2)
"""Directions to try [rad]: all round, or about the one asked for."""
_BUDGED, _FREE, _SIDEWAYS = 0.04, 0.4, 7
"""What is not moved this far [m], this part of its way, is pushed aside, by steps of 30 degrees up to 90."""
_ENOUGH = 8
"""Of so many pushes that work and disturb something, the one that disturbs least is taken."""
_SHOVES = 3
"""Rows of small pushes tried, each corrected by where the last one led."""
_CORRECTIONS = 8
"""Tries to meet a distance with one push: each corrects the last by the square law, 3 suffice on a plane."""
_FASTEST = 50.0
"""[m/s]"""
_ASIDE = 0.25
"""A thing pushed straight may drift aside by this part of its way: legs catch and turn it."""

_FROM_EDGE = 0.02
"""What is at an edge is so far from it [m]."""

Way = Float[np.ndarray, "3"]


def push_off(situation: Situation, thing: SceneObject, below: SceneObject, toward: Way | None) -> Push:
    """The gentlest push after which ``thing`` is below the top of ``below`` and nothing else moved.

    If every push that works disturbs something, the one that disturbs least.

    Raises:
        InputError: No push tried works.
    """
    box = extent(thing)
    fall = float(extent(below).high[1] - box.low[1]) - min(0.02, float(box.size[1]) / 2)
    pushes = _edge_pushes(situation, thing, below, toward)
    found = _first(situation, thing, pushes, lambda outcome: bool(outcome.moved[1] < fall))
    if found is None:
        raise InputError(f"No push gets '{thing.name}' off '{below.name}'; something may be in the way.")
    return found


def tip_over(situation: Situation, thing: SceneObject, toward: Way | None) -> Push:
    """The gentlest push at the top that tips ``thing`` by more than 45 degrees, others untouched if possible.

    Raises:
        InputError: No push tried works.
    """
    if is_round(thing):
        raise InputError(f"'{thing.name}' is round and cannot be knocked over.")
    box = extent(thing)
    height, width = float(box.size[1]), float(min(box.size[0], box.size[2]))
    mass, gravity = thing.body.mass, _gravity(situation)
    # About the bottom edge: energy to lift the middle over it, and the impulse at the top that gives it.
    rise = (math.hypot(height, width) - height) / 2
    inertia = mass * (height**2 + width**2) / 3
    needed = math.sqrt(2 * inertia * mass * gravity * rise) / height
    top = np.array([box.centre[0], box.high[1] - 0.05 * height, box.centre[2]])
    pushes = (
        Push(object=thing.name, impulse=as_vector(way * needed * factor), point=as_vector(top - way * rim))
        for factor in _FACTORS
        for way in _ways(situation, thing, toward)
        for rim in (0.0, 0.45 * width)  # what is hollow is hit at its rim
    )
    found = _first(situation, thing, pushes, lambda outcome: outcome.tilt > math.pi / 4)
    if found is None:
        raise InputError(f"No push knocks '{thing.name}' over; it may be too flat, or something holds it.")
    return found


def push_by(
    situation: Situation, thing: SceneObject, way: Way, metres: float
) -> tuple[tuple[int, Push], ...]:
    """What leaves ``thing`` within 10 % of ``metres`` further along ``way``, upright if it was.

    One push where that does; else, for what a single push tips, a row of small ones low on it.

    Returns:
        The pushes, each with its frame from now.

    Raises:
        InputError: Neither does; says how near they came.
    """
    if situation.on_paper:
        return ((0, Push(object=thing.name, impulse=as_vector(way * thing.body.mass))),)
    trials = Trials(situation, thing)
    push, sketched = _correct(situation, thing, way, metres, trials.sketched)
    outcome = trials.real(push) if _is_met(thing, sketched, way, metres) else sketched
    if _is_met(thing, outcome, way, metres):
        return ((0, push),)
    box = extent(thing)
    slip = situation.friction_below(thing, support_of(thing, situation.things)) * _gravity(situation)
    # what slides evenly does not tip when it is pushed lower than half its width over the friction
    low = 0.4 * float(box.size[[0, 2]].min()) * _gravity(situation) / slip
    height = float(np.clip(low, 0.1 * box.size[1], 0.5 * box.size[1]))
    foot = np.array([box.centre[0], box.low[1] + height, box.centre[2]])
    tried = [outcome]
    for hand in HANDS:
        aim = metres
        for _ in range(_SHOVES):
            pushes, shoved = trials.shove(way, aim, foot, slip, hand)
            tried.append(shoved)
            if pushes and _is_met(thing, shoved, way, metres):
                return pushes
            along = float(shoved.moved @ way)
            if shoved.tilt > math.pi / 6 or not 0.3 * metres < along < 2 * metres:
                break
            aim *= metres / along
    came = min((float(o.moved @ way) for o in tried), key=lambda x: abs(x - metres))
    raise InputError(f"No push moves '{thing.name}' {metres:.2f} m that way; the best moves it {came:.2f} m.")


def push_to_edge(
    situation: Situation, thing: SceneObject, below: SceneObject, toward: Way | None
) -> tuple[tuple[int, Push], ...]:
    """What leaves ``thing`` on ``below``, at its edge: the nearest, or the one ``toward``.

    Raises:
        InputError: It is there, or no push does it.
    """
    box, tried = extent(thing), list[tuple[float, Way]]()
    for way in (
        [toward] if toward is not None else [_turned(np.array([0.0, 0.0, 1.0]), a) for a in _ROUND[::3]]
    ):
        half = float(np.abs(way[[0, 2]]) @ box.size[[0, 2]]) / 2
        tried.append((_to_edge(box.centre, way, below) - half - _FROM_EDGE, way))
    metres, way = min(tried, key=lambda option: (option[0] < _FROM_EDGE, option[0]))
    if metres < _FROM_EDGE:
        raise InputError(f"'{thing.name}' is at the edge of '{below.name}' already.")
    return push_by(situation, thing, way, metres)


def push_freely(situation: Situation, thing: SceneObject, way: Way, force: tuple[float, float]) -> Push:
    """A push along ``way``, or where that meets a wall, least aside of it.

    Args:
        situation: What there is.
        thing: What is pushed.
        way: Where to.
        force: The impulse [N s], and how far it slides a thing [m].
    """
    size, reach = force
    if situation.on_paper:
        return Push(object=thing.name, impulse=as_vector(way * size))
    trials = Trials(situation, thing)
    enough = max(_BUDGED, _FREE * reach)
    pushes = [
        Push(object=thing.name, impulse=as_vector(_turned(way, angle) * size))
        for angle in sorted(_ROUND, key=_sharpness)[:_SIDEWAYS]
    ]
    for attempt in (trials.sketched, trials.real):  # for real, what stands in the way may be pushed along
        went = [0.0] * len(pushes)
        for k, push in enumerate(pushes):
            went[k] = float(np.linalg.norm(attempt(push).moved[[0, 2]]))
            if went[k] > enough:
                return push
    return pushes[int(np.argmax(went))] if went[0] < _BUDGED else pushes[0]


def _first(
    situation: Situation, thing: SceneObject, pushes: Iterable[Push], good: Callable[[Outcome], bool]
) -> Push | None:
    if situation.on_paper:
        return next(iter(pushes), None)
    trials = Trials(situation, thing)
    best: tuple[float, Push] | None = None
    worked = 0
    for push in pushes:
        outcome = trials.works(push, good)
        if outcome is None:
            continue
        if outcome.disturbed < UNTOUCHED:
            return push
        worked += 1
        if best is None or outcome.disturbed < best[0]:
            best = outcome.disturbed, push
        if worked == _ENOUGH:
            break
    return None if best is None else best[1]


def _is_met(thing: SceneObject, outcome: Outcome, way: Way, metres: float) -> bool:
    along = float(outcome.moved @ way)
    aside = float(np.linalg.norm((outcome.moved - way * along)[[0, 2]]))
    stands = outcome.tilt < math.pi / 6 or is_round(thing)
    return abs(along - metres) <= 0.1 * metres and aside <= _ASIDE * metres and stands


def _correct(
    situation: Situation, thing: SceneObject, way: Way, metres: float, attempt: Callable[[Push], Outcome]
) -> tuple[Push, Outcome]:
    """Push, see how far and where it went, correct speed (its square is the distance) and direction."""
    speed = math.sqrt(2 * thing.body.friction * _gravity(situation) * metres)
    turn, short, long = 0.0, 0.0, _FASTEST
    best: tuple[float, Push, Outcome] | None = None
    for _ in range(_CORRECTIONS):
        heading = _turned(way, turn)
        push = Push(object=thing.name, impulse=as_vector(heading * speed * thing.body.mass))
        outcome = attempt(push)
        along, across = float(outcome.moved @ way), float(outcome.moved @ _turned(way, math.pi / 2))
        fell = outcome.tilt > math.pi / 6 and not is_round(thing)
        miss = math.hypot(along - metres, across) + (metres if fell else 0.0)
        if best is None or miss < best[0]:
            best = miss, push, outcome
        if miss <= 0.05 * metres or (miss <= 0.25 * metres and _is_met(thing, outcome, way, metres)):
            break
        if along < metres:
            short = max(short, speed)
        else:
            long = min(long, speed)
        speed *= math.sqrt(metres / max(along, metres / 6))
        if not short < speed < long:  # tried already, or the law does not hold, as for what rolls and tumbles
            speed = (short + long) / 2 if long < _FASTEST else 2 * short
        if speed > _FASTEST:  # it leans on something
            break
        turn -= 0.7 * math.atan2(across, max(along, metres / 2))  # damped, or it swings past
    assert best is not None
    return best[1], best[2]


def _edge_pushes(
    situation: Situation, thing: SceneObject, below: SceneObject, toward: Way | None
) -> list[Push]:
    friction = situation.friction_below(thing, below)
    gravity, box = _gravity(situation), extent(thing)
    middle = box.centre
    pushes: list[tuple[float, int, Push]] = []
    for way in _ways(situation, thing, toward):
        distance = _to_edge(middle, way, below) + float(np.abs(way[[0, 2]]) @ box.size[[0, 2]]) / 2
        speed = math.sqrt(2 * friction * gravity * distance)
        for factor in _FACTORS:
            for height in (0.5, 0.25):  # at the middle; lower, it does not tip
                point = as_vector(np.array([middle[0], box.low[1] + height * box.size[1], middle[2]]))
                impulse = as_vector(way * speed * factor * thing.body.mass)
                push = Push(object=thing.name, impulse=impulse, point=point)
                pushes.append((round(speed * factor, 6), len(pushes), push))
    return [push for _, _, push in sorted(pushes, key=lambda p: p[:2])]


def _to_edge(point: np.ndarray, way: Way, below: SceneObject) -> float:
    """How far from the point along ``way`` the footprint of ``below`` ends [m]."""
    box = local_extent(below)
    back = quat_conjugate(below.quat.astype(float))
    local, heading = quat_rotate(back, point - below.position), quat_rotate(back, way)
    with np.errstate(divide="ignore", invalid="ignore"):
        exits = np.where(heading > 0, box.high - local, box.low - local) / heading
    sides = exits[np.abs(heading) > 1e-6]
    return max(float(sides.min()), 0.0)


def _ways(situation: Situation, thing: SceneObject, toward: Way | None) -> list[np.ndarray]:
    """Directions to try: about the one asked for, or all round, away from the agent first."""
    if toward is not None:
        return [_turned(toward, angle) for angle in _NEARBY]
    away = thing.position.astype(float) - situation.state.agent_position
    away[1] = 0.0
    length = float(np.linalg.norm(away))
    away = away / length if length > 1e-6 else situation.direction("forward")
    return [_turned(away, angle) for angle in sorted(_ROUND, key=_sharpness)]


def _sharpness(angle: float) -> tuple[float, float]:
    return round(abs(math.remainder(angle, math.tau)), 9), angle


def _turned(way: Way, angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * way[0] + s * way[2], 0.0, -s * way[0] + c * way[2]])


def _gravity(situation: Situation) -> float:
    return max(float(np.linalg.norm(situation.gravity)), 0.1)
