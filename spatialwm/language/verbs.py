"""One clause -> actions, acted out in the situation."""

import math
import re
from collections.abc import Callable

import numpy as np

from spatialwm.dynamics import DT
from spatialwm.errors import InputError
from spatialwm.language.places import extent, support_of
from spatialwm.language.search import push_by, push_off, tip_over
from spatialwm.language.situation import EYE_HEIGHT, Situation
from spatialwm.language.trial import as_vector
from spatialwm.language.words import DIRECTIONS, RELATIONS, VERBS, Amounts, split_amounts
from spatialwm.scene import Action, Grasp, Look, Move, Push, Release, SceneObject, Throw, Wait

__all__ = ["act_out"]

_PLAIN_PUSH = 0.3
"""How far a push without a goal slides a thing [m]."""
_PLAIN_WALK, _PLAIN_TURN, _PLAIN_GLANCE, _PLAIN_TILT = 1.0, math.pi / 2, math.pi / 4, 0.35
"""Without an amount: [m]; turn, look aside, look up or down [rad]."""
_WALK, _THROW = 1.4, 4.0
"""[m/s]"""
_ARM = 0.8
"""Stand this near to grasp [m]: a little less than the reach."""
_BESIDE = 0.6
"""Stand this near when going to something [m]."""
_LONGEST_WAIT = 600.0
"""[s]"""
_EXAMPLES = "'push the mug off the table', 'walk to the chair', 'grab the lamp, then throw it', 'look left'"

_VERB = re.compile("|".join(rf"{re.escape(v)}\b" for v in sorted(VERBS, key=len, reverse=True)))
_WAY = re.compile(rf"\b({'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$")
_GOAL = re.compile(rf"^(.*?)\s*\b({'|'.join(sorted(RELATIONS, key=len, reverse=True))})\b\s*(.*)$")


def act_out(situation: Situation, clause: str) -> None:
    """Understand one clause, do it, and let it come to its end.

    Raises:
        InputError: It is not understood, ambiguous, or cannot be done.
        UnknownObjectError: It names what is not there.
    """
    situation.catch_up()
    match = _VERB.match(clause)
    if match is None:
        raise _puzzled(clause)
    verb = match.group(0)
    rest, amounts = split_amounts(clause[match.end() :].strip(), verb)
    kind = VERBS[verb]
    if kind == "move" and rest.startswith(("the ", "a ", "my ", "it")):
        kind = "approach" if verb == "approach" else "push"
    _ACTS[kind](situation, rest, amounts, clause)


def _puzzled(clause: str) -> InputError:
    return InputError(f"'{clause:.80}' is not understood. Try {_EXAMPLES}.")


def _push(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    noun, relation, goal = rest, None, ""
    if (match := _GOAL.match(rest)) is not None:
        noun, relation, goal = match[1], RELATIONS[match[2]], match[3]
        if not noun:  # "push over the lamp"
            noun, goal = goal, ""
    if not noun:
        raise _puzzled(clause)
    thing = _movable(situation, noun, "pushed")
    way = None if way_word is None else situation.direction(way_word)
    if relation == "over" and not goal:
        pushes = ((0, tip_over(situation, thing, way)),)
    elif relation == "off":
        below = _below(situation, thing, goal)
        pushes = ((0, push_off(situation, thing, below, way)),)
    else:
        pushes = _push_along(situation, thing, way, relation, goal, amounts)
    situation.last = thing.name
    done = 0
    for frame, push in pushes:
        situation.wait((frame - done) * DT)
        situation.do(push)
        done = frame + 1
    situation.then_settle()


def _tip(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    _push(situation, f"{rest} over", amounts, clause)


def _push_along(
    situation: Situation,
    thing: SceneObject,
    way: np.ndarray | None,
    relation: str | None,
    goal: str,
    amounts: Amounts,
) -> tuple[tuple[int, Push], ...]:
    reach = _PLAIN_PUSH * amounts.strength
    if relation in ("towards", "into"):
        other = situation.find(goal)
        line = extent(other).centre - extent(thing).centre
        way = _flat(line)
        if relation == "into":
            reach = max(reach, 1.3 * math.hypot(line[0], line[2]))
    if way is None:
        way = _flat(thing.position - situation.state.agent_position)
    if not way[0] and not way[2]:
        raise InputError(f"A push goes along the ground, not up or down: lift '{thing.name}' with 'grab'.")
    if amounts.metres is not None:
        return push_by(situation, thing, way, amounts.metres)
    friction = situation.friction_below(thing, support_of(thing, situation.things))
    gravity = float(np.linalg.norm(situation.predictor.scene.gravity))
    speed = math.sqrt(2 * friction * gravity * reach)
    return ((0, Push(object=thing.name, impulse=as_vector(way * speed * thing.body.mass))),)


def _grasp(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if not (noun := rest.removesuffix(" up").strip()):
        raise _puzzled(clause)
    _take(situation, _movable(situation, noun, "grasped"))


def _take(situation: Situation, thing: SceneObject) -> None:
    _go_near(situation, thing, _ARM)
    situation.do(Grasp(object=thing.name))
    situation.wait(0.5)


def _release(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if rest and (thing := situation.find(rest)).name != situation.state.held:
        raise InputError(f"'{thing.name}' is not in the hand; grab it first.")
    situation.do(Release())
    situation.then_settle()


def _throw(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    match = _GOAL.match(rest)
    noun, goal = (match[1], match[3]) if match is not None else (rest, "")
    if not noun:
        raise _puzzled(clause)
    thing = _movable(situation, noun, "thrown")
    target = situation.find(goal) if goal else None
    if situation.state.held != thing.name:
        _take(situation, thing)
    speed = _THROW * math.sqrt(amounts.strength)
    if target is not None:
        velocity = _ballistic(situation, thing, target, speed)
    else:
        way = situation.direction(way_word or "forward")
        velocity = way * speed if way[1] else speed * (way * math.cos(0.5) + np.array([0, math.sin(0.5), 0]))
    situation.last = thing.name
    situation.do(Throw(velocity=as_vector(velocity)))
    situation.then_settle()


def _ballistic(situation: Situation, thing: SceneObject, target: SceneObject, speed: float) -> np.ndarray:
    way = extent(target).centre - situation.extent(thing.name).centre
    seconds = max(float(np.linalg.norm(way)) / speed, 0.2)
    return way / seconds - situation.predictor.scene.gravity.astype(float) * seconds / 2


def _move(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    match = _GOAL.match(rest)
    speed = _WALK * min(math.sqrt(amounts.strength), 3.0)
    if match is not None and match[3]:
        _approach(situation, match[3], amounts, clause)
        return
    if rest or way_word in ("up", "down"):
        raise _puzzled(clause)
    way = situation.direction(way_word or "forward")
    length = _PLAIN_WALK if amounts.metres is None else amounts.metres
    situation.do(Move(displacement=as_vector(way * length), speed=round(speed, 3)))
    situation.then_settle(length / speed + 3.0)


def _approach(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    thing = situation.find(rest)
    if amounts.metres is not None:
        way = _flat(extent(thing).centre - situation.state.agent_position)
        _walk(situation, way * amounts.metres, _WALK * min(math.sqrt(amounts.strength), 3.0))
        return
    _go_near(situation, thing, _BESIDE)
    left = extent(thing).gap(situation.state.agent_position)
    if left > _BESIDE + 0.3:
        raise InputError(f"The way to '{thing.name}' is blocked {left:.1f} m before it; go around in steps.")


def _go_near(situation: Situation, thing: SceneObject, distance: float) -> None:
    box, feet = extent(thing), situation.state.agent_position
    gap = box.gap(feet)
    if gap <= distance:
        return
    nearest = np.clip(feet, box.low, box.high)
    line = (nearest - feet) * np.array([1, 0, 1])
    _walk(situation, line * (gap - distance) / gap, _WALK)


def _walk(situation: Situation, displacement: np.ndarray, speed: float) -> None:
    situation.do(Move(displacement=as_vector(displacement), speed=round(speed, 3)))
    situation.walk_until_still(float(np.linalg.norm(displacement)) / speed + 3.0)


def _look(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    turns = clause.startswith("turn")
    if way_word is not None and not rest:
        action = _look_aside(way_word, amounts, turns)
    elif noun := re.sub(r"^(?:at|to|towards|toward)\s+", "", rest):
        thing = situation.find(noun)
        way = extent(thing).centre - situation.state.agent_position - np.array([0, EYE_HEIGHT, 0])
        yaw = math.atan2(-way[0], -way[2]) - situation.state.agent_yaw
        pitch = math.atan2(way[1], math.hypot(way[0], way[2])) - situation.state.agent_pitch
        action = Look(yaw=round(math.remainder(yaw, math.tau), 6), pitch=round(pitch, 6))
    else:
        raise _puzzled(clause)
    situation.do(action)
    situation.then_settle(0.5)


def _look_aside(word: str, amounts: Amounts, turns: bool) -> Action:
    if word in ("up", "down"):
        angle = _PLAIN_TILT if amounts.radians is None else amounts.radians
        return Look(pitch=angle if word == "up" else -angle)
    plain = {"back": math.pi, "forward": 0.0}.get(word, _PLAIN_TURN if turns else _PLAIN_GLANCE)
    angle = plain if amounts.radians is None else amounts.radians
    return Look(yaw=-angle if word == "right" else angle)


def _wait(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if rest not in ("", "a moment", "a while", "moment"):
        raise _puzzled(clause)
    seconds = 1.0 if amounts.seconds is None else amounts.seconds
    if seconds > _LONGEST_WAIT:
        raise InputError(f"Waiting takes at most {_LONGEST_WAIT:.0f} s, got {seconds:.0f}.")
    situation.do(Wait())
    situation.wait(seconds - DT)


def _take_way(rest: str) -> tuple[str, str | None]:
    """Split off a direction at the end, or one before the goal: ``the mug left off the table``."""
    if (match := _WAY.search(rest)) is not None:
        return rest[: match.start()].strip(), DIRECTIONS[match[1]]
    return rest, None


def _movable(situation: Situation, noun: str, done: str) -> SceneObject:
    thing = situation.find(noun)
    if thing.body.kind == "static":
        raise InputError(f"'{thing.name}' is static and cannot be {done}.")
    return thing


def _below(situation: Situation, thing: SceneObject, goal: str) -> SceneObject:
    if goal:
        below = situation.find(goal)
        if extent(thing).low[1] < extent(below).high[1] - 0.05:
            raise InputError(f"'{thing.name}' is not on '{below.name}'.")
        return below
    below = support_of(thing, situation.things)
    if below is None:
        raise InputError(f"'{thing.name}' stands on nothing it could be pushed off.")
    return below


def _flat(way: np.ndarray) -> np.ndarray:
    flat = np.array([way[0], 0.0, way[2]], float)
    length = float(np.linalg.norm(flat))
    return flat / length if length > 1e-6 else np.array([0.0, 0.0, -1.0])


_ACTS: dict[str, Callable[[Situation, str, Amounts, str], None]] = {
    "push": _push,
    "tip": _tip,
    "grasp": _grasp,
    "release": _release,
    "throw": _throw,
    "move": _move,
    "approach": _approach,
    "look": _look,
    "wait": _wait,
}
