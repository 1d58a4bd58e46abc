"""Clauses that move things without taking them: push, pull, topple, press."""

import math
import re

import numpy as np

from spatialwm.dynamics import DT
from spatialwm.errors import InputError
from spatialwm.language.amounts import Amounts
from spatialwm.language.handling import check_movable, is_hinged, open_up
from spatialwm.language.places import extent, support_of
from spatialwm.language.reference import meant
from spatialwm.language.relations import LINKS
from spatialwm.language.search import push_by, push_freely, push_off, push_to_edge, tip_over
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.language.words import DIRECTIONS, RELATIONS, VERBS, verb_at
from spatialwm.scene import Force, Push, SceneObject

__all__ = ["GOAL", "flat", "pull", "push", "puzzled", "strength_word", "take_way", "tip"]

_PLAIN_PUSH = 0.3
"""How far a push without a goal slides a thing [m]."""
_LEAST_PUSH = 0.06
"""A push that is seen [m]."""
_WEIGHTLESS = 1.0
"""Where nothing weighs anything, things are pushed as hard as under this gravity [m/s^2]."""
_STRONGEST = 2000.0
"""Of a push whose force is not said [N]; heavier things do not move."""
_PRESSED = 0.5
"""What is pressed for a time speeds up by this [m/s^2], over friction."""
_EXAMPLES = "'push the mug off the table', 'walk to the chair', 'grab the lamp, then throw it', 'look left'"

_WAY = re.compile(
    rf"(?<!\bon the )(?<!\bat the )(?<!\bfrom the )(?<!\bin the )(?<!fromside )\b"
    rf"({'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
)
_FIRST_WAY = re.compile(rf"(?<= ){_WAY.pattern[:-1]}\s+(?=(?:off|onto|into|against|over|edgeof)\b)")
"""A direction before a goal: ``to the left off the table``."""
GOAL = re.compile(rf"^(.*?)\s*\b({'|'.join(sorted(RELATIONS, key=len, reverse=True))})\b\s*(.*)$")
_NEAR_TO = re.compile(r"^(.+?) (beside|leftof|rightof|infront|behind|on|in|near|by) (.+)$")
_ALL_OF_IT = re.compile(
    r"^(?:everything|all|all things|all the things|anything|it all|all of it)"
    r"(?= (?:except|but|apart from|other than|besides|excluding) |$)"
)
_EXCEPT = re.compile(
    r"^(?P<goal>.+?),? (?:except(?: for)?|but(?: not)?|apart from|other than|besides|excluding) (?P<out>.+)$"
)
_ACROSS = re.compile(
    r"\s(?:across|along|over|around in|through) the (?:table|floor|room|desk|counter"
    r"|ground|rug|carpet|shelf|bed|bench|workbench|cabinet|couch|sofa|counter ?top|mat|tiles|top)\b"
)
_THERE = re.compile(r"^(?:the )?(?:floor|ground)$")

Pushes = tuple[tuple[int, Push | Force], ...]


def puzzled(clause: str) -> InputError:
    """What is said when a clause is not understood."""
    return InputError(f"'{clause:.80}' is not understood. Try {_EXAMPLES}.")


def take_way(rest: str) -> tuple[str, str | None]:
    """Split off a direction at the end: ``the mug left``."""
    if (match := _WAY.search(rest)) is not None:
        return rest[: match.start()].strip(), DIRECTIONS[match[1]]
    return rest, None


def strength_word(amounts: Amounts) -> str:
    """For the record."""
    strength = amounts.strength if amounts.adverb == 1.0 else amounts.adverb
    return "" if strength == 1.0 else ("hard" if strength > 1 else "gently")


def push(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Push things some way, off something, towards something, over."""
    noun, way_word, relation, goal = _parsed(situation, rest)
    if not noun:
        raise puzzled(clause)
    if (late := _EXCEPT.match(goal)) is not None:  # "everything off the desk except the lamp"
        goal, noun = late["goal"], f"{noun} except {late['out']}"
    if relation == "off" and goal and (whole := _ALL_OF_IT.match(noun)) is not None:
        noun = f"everything on {goal}{noun[whole.end() :]}"
    found = situation.find_all(noun)
    if goal == "it" and (told := LINKS.search(noun)) is not None:
        goal = noun[told.end() :].strip()  # "the chair nearest the fridge away from it"
    for thing in found:
        check_movable(thing, "pushed")
    if way_word in ("up", "down"):
        way_word, relation, goal = _upright(situation, found, way_word, relation, goal)
    way = None if way_word is None else situation.direction(way_word)
    if relation == "away":
        way = -flat(extent(situation.find(goal)).centre - extent(found[0]).centre)
    told = _told(situation, found[0], relation, goal)
    amount = " ".join(
        f"{value:g}{unit}"
        for value, unit in ((amounts.metres, "m"), (amounts.newtons, "n"), (amounts.seconds, "s"))
        if value is not None
    )
    verb = "topple" if relation == "over" and not goal else VERBS.get(verb_at(clause) or "", "push")
    verb = "pull" if verb == "pull" else "topple" if verb == "topple" else "push"
    situation.note(verb, found, f"{amount} {strength_word(amounts)} {way_word or ''} {told}")
    for number, thing in enumerate(found):
        if number:
            situation.catch_up()
        now = next(t for t in situation.things if t.name == thing.name)
        _give(situation, _pushes(situation, now, way, (relation, goal), amounts), amounts)
        situation.last = thing.name


def _parsed(situation: Situation, rest: str) -> tuple[str, str | None, str | None, str]:
    """Noun, direction, relation and goal."""
    rest = re.sub(r"\s+(?:more|further|again|harder|still)$", "", _ACROSS.sub("", rest))
    rest, way_word = take_way(rest)
    if way_word is None and (first := _FIRST_WAY.search(rest)) is not None:
        rest, way_word = f"{rest[: first.start()]} {rest[first.end() :]}", DIRECTIONS[first[1]]
    noun, relation, goal = rest, None, ""
    if (match := GOAL.match(rest)) is not None:
        noun, relation, goal = match[1], RELATIONS[match[2]], match[3]
        if not noun:  # "push over the lamp"
            noun, goal = goal, ""
        if way_word is None and (aside := take_way(noun))[1] is not None and aside[0]:
            noun, way_word = aside
        if relation == "towards" and _THERE.match(goal):
            relation, goal = "off", ""
    elif (
        way_word is None
        and (match := _NEAR_TO.match(rest)) is not None
        and not _tells_apart(situation, match[0], match[1], match[2])
    ):
        noun, relation, goal = match[1], "towards", match[3]
        if _THERE.match(goal):
            relation, goal = "off", ""
    return noun, way_word, relation, goal


def _tells_apart(situation: Situation, phrase: str, noun: str, link: str) -> bool:
    """Whether what follows the noun is needed to know which thing is meant, or is true of it."""
    if link not in ("on", "in") and situation.can_find(noun):
        return False  # it is the only one: where it is to go
    return situation.can_find(phrase) or not situation.can_find(noun)


def _upright(
    situation: Situation, found: list[SceneObject], way_word: str, relation: str | None, goal: str
) -> tuple[str | None, str | None, str]:
    if way_word == "down" and relation is None:
        below = support_of(found[0], situation.things)
        on_ground = below is None or below.category == "room"
        return None, "over" if on_ground else "off", ""  # what stands on the ground falls over
    if relation == "off" and way_word == "down":
        return None, relation, goal
    raise InputError(f"A push goes along the ground, not up or down: lift '{found[0].name}' with 'grab'.")


def _told(situation: Situation, thing: SceneObject, relation: str | None, goal: str) -> str:
    """Where a push leads, for the record: ``off table``."""
    if relation is None or (relation == "over" and not goal):
        return ""
    below = _below(situation, thing, goal) if relation in ("off", "edge") else situation.find(goal)
    situation.last = thing.name
    return f"{relation} {below.name}"


def _pushes(
    situation: Situation,
    thing: SceneObject,
    way: np.ndarray | None,
    aim: tuple[str | None, str],
    amounts: Amounts,
) -> Pushes:
    relation, goal = aim
    if relation == "over" and not goal:
        return ((0, tip_over(situation, thing, way)),)
    if relation == "off":
        return ((0, push_off(situation, thing, _below(situation, thing, goal), way)),)
    if relation == "edge":
        return push_to_edge(situation, thing, _below(situation, thing, goal), way)
    return _push_along(situation, thing, way, (relation, goal), amounts)


def _push_along(
    situation: Situation,
    thing: SceneObject,
    way: np.ndarray | None,
    aim: tuple[str | None, str],
    amounts: Amounts,
) -> Pushes:
    relation, goal = aim
    reach = max(_PLAIN_PUSH * amounts.strength, _LEAST_PUSH)
    if relation in ("towards", "into", "over"):
        other = situation.find(goal)
        line = extent(other).centre - extent(thing).centre
        way = flat(line)
        if relation == "into":
            reach = max(reach, 1.3 * math.hypot(line[0], line[2]))
        situation.last = thing.name
    said_nowhere = way is None
    if way is None:
        way = flat(extent(thing).centre - situation.state.agent_position)
    if amounts.metres is not None:
        return push_by(situation, thing, way, amounts.metres)
    friction = situation.friction_below(thing, support_of(thing, situation.things))
    gravity = float(np.linalg.norm(situation.gravity))
    if amounts.newtons is not None or amounts.seconds is not None:
        plain = min(thing.body.mass * (friction * gravity + _PRESSED * amounts.strength), _STRONGEST)
        force = plain if amounts.newtons is None else amounts.newtons
        seconds = 1.0 if amounts.seconds is None else amounts.seconds
        return ((0, Force(object=thing.name, force=as_vector(way * force), seconds=seconds)),)
    size = math.sqrt(2 * friction * max(gravity, _WEIGHTLESS) * reach) * thing.body.mass
    if said_nowhere:
        return ((0, push_freely(situation, thing, way, (size, reach))),)
    return ((0, Push(object=thing.name, impulse=as_vector(way * size))),)


def _give(situation: Situation, pushes: Pushes, amounts: Amounts) -> None:
    done = 0
    for frame, action in pushes:
        situation.wait((frame - done) * DT)
        situation.do(action)
        done = frame + 1
        if isinstance(action, Force):
            situation.wait(min(action.seconds, 600.0))
    situation.then_settle()


def pull(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """The same towards the speaker."""
    rest = re.sub(r" (?:closer|nearer|over)$", "", rest)
    if is_hinged(situation, part := re.sub(r"^(?:out|open) | (?:out|open)$", "", rest)):
        open_up(situation, f"{part} a bit" if amounts.adverb < 1.0 else part, opens=True)
        return
    _, way_word, relation, _ = _parsed(situation, rest)
    if way_word is None and relation is None:
        rest = f"{re.sub(r' out$', '', rest)} towards me"
    push(situation, rest, amounts, clause)


def tip(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Knock things over."""
    if not rest:
        raise puzzled(clause)
    rest, way = take_way(re.sub(r" (?:over|down|onto its side|on its side)$", "", rest))
    push(situation, f"{rest} {way or ''} over".replace("  ", " "), amounts, clause)


def _below(situation: Situation, thing: SceneObject, goal: str) -> SceneObject:
    if goal not in ("", "it", "the edge", "there"):
        below = _ground(situation, thing, goal)
        if extent(thing).low[1] < extent(below).high[1] - 0.05 and not _stands_in(thing, below):
            raise InputError(f"'{thing.name}' is not on '{below.name}'.")
        return below
    below = support_of(thing, situation.things)
    if below is None:
        raise InputError(f"'{thing.name}' stands on nothing it could be pushed off.")
    return below


def _ground(situation: Situation, thing: SceneObject, goal: str) -> SceneObject:
    """What a goal means; of several, the one on which the thing stands."""
    under = support_of(thing, situation.things)
    if under is not None and under.name in {t.name for t in meant(goal, situation.view())}:
        return under
    return situation.find(goal)


def _stands_in(thing: SceneObject, below: SceneObject) -> bool:
    """As a cushion stands in a sofa: the sofa's back is higher than its seat."""
    its, box = extent(thing), extent(below)
    return bool(box.gap(its.centre) == 0 and its.low[1] > box.low[1] + 0.1)


def flat(way: np.ndarray) -> np.ndarray:
    """Horizontal and of length 1; forward for nothing."""
    level = np.array([way[0], 0.0, way[2]], float)
    length = float(np.linalg.norm(level))
    return level / length if length > 1e-6 else np.array([0.0, 0.0, -1.0])
