"""One clause -> actions, acted out in the situation."""

import math
import re
from collections.abc import Callable

import numpy as np

from spatialwm.dynamics import DT
from spatialwm.errors import InputError
from spatialwm.language.going import WALK, go_to, walk
from spatialwm.language.handling import add, check_movable, open_up, paint, put, remove, take
from spatialwm.language.places import extent, support_of
from spatialwm.language.reference import candidates
from spatialwm.language.search import push_by, push_off, tip_over
from spatialwm.language.situation import EYE_HEIGHT, Situation
from spatialwm.language.trial import as_vector
from spatialwm.language.words import DIRECTIONS, RELATIONS, VERBS, Amounts, split_amounts
from spatialwm.language.world import change_world, crouch, jump
from spatialwm.scene import Action, Look, Move, Push, Release, SceneObject, Throw, Wait

__all__ = ["act_out"]

_PLAIN_PUSH = 0.3
"""How far a push without a goal slides a thing [m]."""
_PLAIN_WALK, _PLAIN_TURN, _PLAIN_GLANCE, _PLAIN_TILT = 1.0, math.pi / 2, math.pi / 4, 0.35
"""Without an amount: [m]; turn, look aside, look up or down [rad]."""
_THROW = 4.0
"""[m/s]"""
_THINGS = ("the ", "a ", "an ", "my ", "it", "both ", "all ", "every", "them", "down ")
"""What follows a verb of moving when a thing is moved."""
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
    if change_world(situation, clause):
        return
    match = _VERB.match(clause)
    if match is None:
        raise _puzzled(clause)
    verb = match.group(0)
    rest, amounts = split_amounts(clause[match.end() :].strip(), verb)
    kind = VERBS[verb]
    if kind == "place" or (kind in ("move", "release") and rest.startswith(_THINGS)):
        if _WAY.search(rest) is None and put(situation, rest):
            return
        kind = {"place": "release", "move": "push"}.get(kind, kind)
        if verb in ("leave", "bring", "carry", "approach"):
            kind = "approach" if verb == "approach" else "puzzled"
    if kind not in _ACTS:
        raise _puzzled(clause)
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
    if way_word is None and (aside := _take_way(noun))[1] is not None and aside[0]:
        noun, way_word = aside
    found = situation.find_all(noun)
    for thing in found:
        check_movable(thing, "pushed")
    way = None if way_word is None else situation.direction(way_word)
    if relation == "away":
        way = -_flat(extent(situation.find(goal)).centre - extent(found[0]).centre)
    other = _goal_words(situation, found[0], relation, goal)
    amount = "" if amounts.metres is None else f"{amounts.metres:g}m"
    verb = "topple" if relation == "over" and not goal else "push"
    for number, thing in enumerate(found):
        if number:
            situation.catch_up()
        now = next(t for t in situation.things if t.name == thing.name)
        pushes = _pushes(situation, now, way, (relation, goal), amounts)
        if not number:
            strength = "" if amounts.strength == 1.0 else ("hard" if amounts.strength > 1 else "gently")
            situation.note(verb, found, f"{amount} {strength} {way_word or ''} {other}")
        _give(situation, pushes)
        situation.last = thing.name


def _goal_words(situation: Situation, thing: SceneObject, relation: str | None, goal: str) -> str:
    """Where a push leads, for the record: ``off table``."""
    if relation is None or (relation == "over" and not goal):
        return ""
    below = _below(situation, thing, goal) if relation == "off" else situation.find(goal)
    situation.last = thing.name
    return f"{relation} {below.name}"


def _pushes(
    situation: Situation,
    thing: SceneObject,
    way: np.ndarray | None,
    aim: tuple[str | None, str],
    amounts: Amounts,
) -> tuple[tuple[int, Push], ...]:
    relation, goal = aim
    if relation == "over" and not goal:
        return ((0, tip_over(situation, thing, way)),)
    if relation == "off":
        below = _below(situation, thing, goal)
        return ((0, push_off(situation, thing, below, way)),)
    return _push_along(situation, thing, way, relation, goal, amounts)


def _give(situation: Situation, pushes: tuple[tuple[int, Push], ...]) -> None:
    done = 0
    for frame, push in pushes:
        situation.wait((frame - done) * DT)
        situation.do(push)
        done = frame + 1
    situation.then_settle()


def _pull(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if _GOAL.match(rest) is None and _WAY.search(rest) is None:
        rest = f"{re.sub(' (?:closer|nearer)$', '', rest)} towards me"
    _push(situation, rest, amounts, clause)


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
        way = _flat(extent(thing).centre - situation.state.agent_position)
    if not way[0] and not way[2]:
        raise InputError(f"A push goes along the ground, not up or down: lift '{thing.name}' with 'grab'.")
    if amounts.metres is not None:
        return push_by(situation, thing, way, amounts.metres)
    friction = situation.friction_below(thing, support_of(thing, situation.things))
    gravity = float(np.linalg.norm(situation.predictor.scene.gravity))
    speed = math.sqrt(2 * friction * gravity * reach)
    return ((0, Push(object=thing.name, impulse=as_vector(way * speed * thing.body.mass))),)


def _grasp(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    noun = re.sub(r"\s+(?:with|in) (?:my|your|the|one) hands?$|\s+up$|^up\s+", "", rest).strip()
    if (match := re.match(r"^(?:me\s+)?(.+?)\s+(?:from|off)\s+(.+)$", noun)) is not None:
        noun = match[1] if len(candidates(match[1], situation.things)) == 1 else f"{match[1]} on {match[2]}"
    noun = noun.removeprefix("me ")
    if not noun:
        raise _puzzled(clause)
    found = situation.find_all(noun)
    if len(found) > 1:
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"The hand holds one thing at a time; '{noun:.60}' is {names}.")
    check_movable(found[0], "grasped")
    situation.note("grasp", found)
    take(situation, found[0])


def _release(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest = re.sub(r"^down\s+|\s*\bdown$", "", rest).strip()
    if rest and (thing := situation.find(rest)).name != situation.state.held:
        raise InputError(f"'{thing.name}' is not in the hand; grab it first.")
    held = [t for t in situation.things if t.name == situation.state.held]
    situation.note("release", held)
    situation.do(Release())
    situation.then_settle()


def _throw(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    speed, rest = _speed_of(rest)
    rest, way_word = _take_way(rest)
    match = _GOAL.match(rest)
    noun, goal = (match[1], match[3]) if match is not None else (rest, "")
    if not noun:
        raise _puzzled(clause)
    found = situation.find_all(noun)
    for thing in found:
        check_movable(thing, "thrown")
    target = situation.find(goal) if goal else None
    strength = "" if amounts.strength == 1.0 else ("hard" if amounts.strength > 1 else "gently")
    where = f"at {target.name}" if target is not None else way_word or "forward"
    situation.note("throw", found, f"{'' if speed is None else f'{speed:g}m/s'} {strength} {where}")
    for thing in found:
        take(situation, thing)
        quick = _THROW * math.sqrt(amounts.strength) if speed is None else speed
        if target is not None and target.category != "room":
            velocity = _ballistic(situation, thing, target, quick)
        else:
            way = situation.direction("forward" if target else way_word or "forward")
            steep = np.array([0, math.sin(0.5), 0])
            velocity = way * quick if way[1] else quick * (way * math.cos(0.5) + steep)
        situation.last = thing.name
        situation.do(Throw(velocity=as_vector(velocity)))
        situation.then_settle()
        if thing is not found[-1]:
            situation.catch_up()


def _speed_of(rest: str) -> tuple[float | None, str]:
    """A speed in the clause [m/s], and the rest of it."""
    match = re.search(
        r"\s*\b(?:at|with)?\s*(\d+(?:\.\d+)?)\s*(?:m/s|meters? per second|metres? per second)", rest
    )
    if match is None:
        return None, rest
    return float(match[1]), (rest[: match.start()] + rest[match.end() :]).strip()


def _ballistic(situation: Situation, thing: SceneObject, target: SceneObject, speed: float) -> np.ndarray:
    way = extent(target).centre - situation.extent(thing.name).centre
    seconds = max(float(np.linalg.norm(way)) / speed, 0.2)
    return way / seconds - situation.predictor.scene.gravity.astype(float) * seconds / 2


def _move(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    match = _GOAL.match(rest)
    rest = re.sub(r"^(?:over|up|around|across|back|right)\s+(?=to\b)", "", rest)
    speed = WALK * min(math.sqrt(amounts.strength), 3.0)
    if match is not None and match[3]:
        _approach(situation, match[3], amounts, clause)
        return
    if rest or way_word in ("up", "down"):
        raise _puzzled(clause)
    way = situation.direction(way_word or "forward")
    length = _PLAIN_WALK if amounts.metres is None else amounts.metres
    situation.note("walk", how=f"{length:g}m {way_word or 'forward'}")
    situation.do(Move(displacement=as_vector(way * length), speed=round(speed, 3)))
    situation.then_settle(length / speed + 3.0)


def _approach(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    thing = situation.find(rest)
    situation.note("walk", [thing], "" if amounts.metres is None else f"{amounts.metres:g}m")
    if amounts.metres is not None:
        way = _flat(extent(thing).centre - situation.state.agent_position)
        walk(situation, way * amounts.metres, WALK * min(math.sqrt(amounts.strength), 3.0))
        return
    go_to(situation, thing)


def _look(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = _take_way(rest)
    turns = clause.startswith("turn")
    if way_word is not None and not rest:
        action = _look_aside(way_word, amounts, turns)
        angle = "" if amounts.radians is None else f"{math.degrees(amounts.radians):g}deg "
        situation.note("look", how="180deg" if way_word == "back" else f"{angle}{way_word}")
    elif noun := re.sub(r"^(?:(?:down|up|over)\s+)?(?:to face|to look at|at|to|towards|toward)\s+", "", rest):
        thing = situation.find(noun)
        way = extent(thing).centre - situation.state.agent_position - np.array([0, EYE_HEIGHT, 0])
        yaw = math.atan2(-way[0], -way[2]) - situation.state.agent_yaw
        pitch = math.atan2(way[1], math.hypot(way[0], way[2])) - situation.state.agent_pitch
        action = Look(yaw=round(math.remainder(yaw, math.tau), 6), pitch=round(pitch, 6))
        situation.note("look", [thing])
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
    situation.note("wait", how=f"{seconds:g}s")
    situation.do(Wait())
    situation.wait(seconds - DT)


def _take_way(rest: str) -> tuple[str, str | None]:
    """Split off a direction at the end, or one before the goal: ``the mug left off the table``."""
    if (match := _WAY.search(rest)) is not None:
        return rest[: match.start()].strip(), DIRECTIONS[match[1]]
    return rest, None


def _jump(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if rest not in ("", "up", "high"):
        raise _puzzled(clause)
    jump(situation, amounts.metres)


def _crouch(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if rest not in ("", "down", "low", "down low"):
        raise _puzzled(clause)
    crouch(situation, down=True)


def _stand(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    crouch(situation, down=False)


def _open(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    open_up(situation, rest, opens=True)


def _close(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    open_up(situation, rest, opens=False)


def _remove(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    remove(
        situation,
        re.sub(r"\s+from .*$", "", rest) if "everything" not in rest else rest.replace(" from ", " on "),
    )


def _add(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    add(situation, rest)


def _paint(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if not paint(situation, rest):
        raise _puzzled(clause)


def _below(situation: Situation, thing: SceneObject, goal: str) -> SceneObject:
    if goal not in ("", "it"):
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
    "push": _push, "pull": _pull, "tip": _tip,
    "grasp": _grasp, "release": _release, "throw": _throw, "open": _open, "close": _close,
    "remove": _remove, "spawn": _add, "paint": _paint,
    "move": _move, "approach": _approach, "look": _look, "jump": _jump, "crouch": _crouch, "stand": _stand,
    "wait": _wait,
}  # fmt: skip
