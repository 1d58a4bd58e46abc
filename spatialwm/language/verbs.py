"""One clause -> actions, acted out in the situation."""

import math
import re
from collections.abc import Callable

import numpy as np

from spatialwm.errors import InputError
from spatialwm.language.adding import add, is_new, roll_in
from spatialwm.language.amounts import Amounts, split_amounts
from spatialwm.language.handling import check_movable, grasp, open_up, paint, release, remove, take
from spatialwm.language.moving import crouch_down, jump_up, look, move, stand_up, wait
from spatialwm.language.places import extent
from spatialwm.language.pushing import GOAL, flat, pull, push, puzzled, strength_word, take_way, tip
from spatialwm.language.putting import put
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.language.words import ENTERS, VERBS, compact, verb_at
from spatialwm.language.world import change_world
from spatialwm.scene import SceneObject, Throw

__all__ = ["act_out"]

_THROW = 4.0
"""[m/s]"""
_THINGS = re.compile(
    r"^(?:the|a|an|my|your|it|that|this|them|these|those|both|all|every|everything|each|down|one|two|three"
    r"|whatever)\b"
)
"""What follows a verb of moving when a thing is moved."""
_NOWHERE = re.compile(
    r"^(?:the )?(?:room|air|wall|distance|(?:other|far|opposite) (?:side|end)(?: of .+)?|corner(?: of .+)?"
    r"|middle of the room|cent(?:re|er) of the room)$"
)
"""Where a throw just goes ahead."""
_ABOVE = re.compile(r"\s+from (?:the )?(?:ceiling|sky|above|air|high up|up high)$")
_OWN = ("scoot", "slide", "shift", "budge", "hustle", "roll")
_ONTO = r"(?:on|onto|in|into|inside)"


def act_out(situation: Situation, clause: str) -> None:
    """Understand one clause, do it, and let it come to its end.

    Raises:
        InputError: It is not understood, ambiguous, or cannot be done.
        UnknownObjectError: It names what is not there.
    """
    if clause.startswith("mention "):
        if situation.can_find(noun := clause.removeprefix("mention ")):
            situation.speak_of(situation.find_all(noun))
        return
    situation.catch_up()
    if change_world(situation, clause):
        return
    if (entering := ENTERS.match(clause)) is not None:
        roll_in(situation, entering["np"] or entering["np2"], entering["side"])
        return
    verb = verb_at(clause)
    if verb is None:
        raise puzzled(clause)
    rest, amounts = split_amounts(clause[len(verb) :].strip(), verb)
    rest = compact(rest)
    noun = re.split(r" (?:off|to|onto|on|into|from|towards|beside) ", rest)[0]
    thing = verb == "move" and situation.can_find(take_way(noun)[0])
    kind, rest = _kind_of(verb, rest, amounts, thing=thing)
    if kind in ("place", "release") and _adds(situation, rest):
        add(situation, _ABOVE.sub("", rest), falling=kind == "release" or _ABOVE.search(rest) is not None)
        return
    if kind in ("place", "release", "throw") and situation.state.held is not None:
        situation.last = situation.state.held  # "it" is what is in the hand
    if kind == "place":
        if put(situation, rest, stacked=verb == "stack"):
            return
        kind = _without_goal(situation, verb, rest, clause)
    _ACTS.get(kind, _not_understood)(situation, rest, amounts, clause)


def _not_understood(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    raise puzzled(clause)


def _without_goal(situation: Situation, verb: str, rest: str, clause: str) -> str:
    """What is done where nothing says where to."""
    if verb in ("leave", "bring", "carry", "return", "stand", "rest", "stick"):
        raise puzzled(clause)
    if verb in ("move", "transfer"):
        return "push"
    if situation.state.held is None and "down" not in rest.split():
        raise InputError(f"Say where '{rest:.60}' is to be: on, in or beside what.")
    return "release"


def _kind_of(verb: str, rest: str, amounts: Amounts, *, thing: bool = False) -> tuple[str, str]:
    """What is done: ``move`` and ``drop`` say it by what follows them; ``thing``: a thing's name does."""
    kind = VERBS[verb]
    if verb in ("carry", "bring", "take") and " around " in rest:
        return "nothing", rest
    if kind == "move" and (_is_thing(rest) or thing) and verb in ("move", "run", "walk", "back", "advance"):
        rest = re.sub(r"^over (?=the|it)", "", rest)
        settles = re.search(
            rf" (?:{_ONTO}|beside|near|leftof|rightof|behind|infront|between|under|to|next"
            rf" to) (?!the (?:left|right)$|me$|you$)",
            rest,
        )
        directed = take_way(rest)[1] not in (None, "down") or amounts.metres is not None or "edgeof" in rest
        return ("place" if settles and not directed else "push"), rest
    if (
        verb in _OWN
        and (own := take_way(re.sub(r"^(?:over|aside|a bit) ?", "", rest)))
        and not own[0]
        and own[1]
    ):
        return "move", own[1]  # "scoot to the left" is said of oneself
    if (
        kind == "release"
        and re.search(
            rf" (?:{_ONTO}|beside|near|to|behind"
            rf"|between) ",
            rest,
        )
        and not rest.endswith("down")
    ):
        return "place", rest
    if kind == "place" and (
        re.search(r"\b(?:outof|off)\b", rest) or (amounts.metres is not None and take_way(rest)[1])
    ):
        return ("pull" if verb == "bring" else "push"), rest
    if kind == "throw" and re.search(r"\boff\b", rest):
        return "push", rest
    if verb in ("take", "get", "fetch") and re.search(r" (?:to|onto) (?!me\b|you\b)", rest):
        return "place", rest
    return kind, rest


def _adds(situation: Situation, rest: str) -> bool:
    """Whether what is put somewhere is not there yet: "put a candle on the table"."""
    noun = re.match(r"^(.+?)(?: (?:on|onto|in|into|inside|over|above|beside|near|by|from|leftof|rightof"
                    r"|behind"
                    r"|infront|to|at|down)\b.*)?$", rest)  # fmt: skip
    return noun is not None and is_new(situation, noun[1])


def _is_thing(rest: str) -> bool:
    return bool(_THINGS.match(rest)) or bool(re.match(r"^(?:[a-z]+_\d|chair|mug|box)\b", rest))


def _throw(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest, way_word = take_way(rest)
    match = re.match(r"^(.+?) (?:on|in|inside|across|through|past|near|beside|behind"
                     r"|outof) (?!(?:the )?(?:left|right)\b)(.+)$",
                     rest)  # fmt: skip
    if match is not None and situation.can_find(
        match[0]
    ):  # true of it, unless it is the only one and needs no telling
        match = match if situation.can_find(match[1]) and GOAL.match(match[2]) is None else None
    noun, goal = (match[1], match[2]) if match is not None else (rest, "")
    found_goal = GOAL.match(rest) if match is None else None
    if found_goal is not None:
        noun, goal = found_goal[1], found_goal[3]
    if not noun:
        raise puzzled(clause)
    if way_word is None and (aside := take_way(noun))[1] is not None and aside[0]:
        noun, way_word = aside
    nowhere = (
        " at room"
        if _NOWHERE.match(goal) or re.search(r"\b(?:to|at|on|onto) the (?:floor|ground)\b", clause)
        else ""
    )
    goal = "" if _NOWHERE.match(goal) else goal
    over = match is None and found_goal is not None and found_goal[2] == "over"
    found = situation.find_all(noun)
    for thing in found:
        check_movable(thing, "thrown")
    other = situation.spoken_before(found[-1].name) if goal in ("it", "that", "him", "her") else None
    if other is not None:
        target = next(t for t in situation.things if t.name == other)
    else:
        target = situation.find(goal) if goal else None
    where = (
        f"at {target.name} towards {target.name}"
        if target is not None
        else f"{way_word or 'forward'}{nowhere}"
    )
    speed = "" if amounts.speed is None else f"{amounts.speed:g}m/s"
    situation.note("throw", found, f"{speed} {strength_word(amounts)} {where}")
    for thing in found:
        take(situation, thing)
        velocity = _velocity(situation, thing, target, way_word, amounts)
        if over and target is not None:  # beyond it
            velocity = _lobbed(flat(extent(target).centre - situation.state.agent_position), amounts)
        situation.last = thing.name
        situation.do(Throw(velocity=as_vector(velocity)))
        situation.then_settle()
        if thing is not found[-1]:
            situation.catch_up()


def _velocity(
    situation: Situation,
    thing: SceneObject,
    target: SceneObject | None,
    way_word: str | None,
    amounts: Amounts,
) -> np.ndarray:
    if target is not None and target.category != "room":
        return _ballistic(situation, thing, target, _quick(amounts))
    way = situation.direction("forward" if target else way_word or "forward")
    return way * _quick(amounts) if way[1] else _lobbed(way, amounts)


def _quick(amounts: Amounts) -> float:
    return _THROW * math.sqrt(amounts.strength) if amounts.speed is None else amounts.speed


def _lobbed(way: np.ndarray, amounts: Amounts) -> np.ndarray:
    """Along a level way, a little upwards [m/s]."""
    return _quick(amounts) * (way * math.cos(0.5) + np.array([0, math.sin(0.5), 0]))


def _ballistic(situation: Situation, thing: SceneObject, target: SceneObject, speed: float) -> np.ndarray:
    way = extent(target).centre - situation.extent(thing.name).centre
    seconds = max(float(np.linalg.norm(way)) / speed, 0.2)
    return way / seconds - situation.gravity * seconds / 2


def _open(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    part = (
        f"{rest} a bit" if amounts.strength < 1.0 and "slam" not in clause and "slow" not in clause else rest
    )
    open_up(situation, part if re.search(r"\b(?:bit|slightly|little|tad)\b", clause) else rest, opens=True)


def _close(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    open_up(situation, rest, opens=False)


def _remove(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    rest = re.sub(r"\s+(?:away|off|out|altogether|completely)$|^(?:away|off|out) ", "", rest)
    place = re.match(r"^(.+?) (?:from|off|outof) (.+)$", rest)
    if place is not None:
        anchored = f"{place[1]} on {place[2]}"
        rest = anchored if situation.can_find(anchored) else place[1]
    remove(situation, rest)


def _add(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    add(situation, rest)


def _paint(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    if not paint(situation, rest):
        raise puzzled(clause)


def _place(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    raise InputError(f"'{clause:.60}' does not say where; say for example 'put the mug on the table'.")


_ACTS: dict[str, Callable[[Situation, str, Amounts, str], None]] = {
    "push": push, "pull": pull, "tip": tip,
    "grasp": grasp, "release": release, "throw": _throw, "open": _open, "close": _close,
    "remove": _remove, "spawn": _add, "paint": _paint, "place": _place,
    "move": move, "look": look, "jump": jump_up, "crouch": crouch_down, "stand": stand_up, "wait": wait,
}  # fmt: skip
