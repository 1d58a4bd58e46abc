"""Clauses about the speaker's own body: walk, look, jump, crouch, wait."""

import math
import re

import numpy as np

from spatialwm.dynamics import DT
from spatialwm.errors import InputError
from spatialwm.language.amounts import Amounts
from spatialwm.language.going import WALK, go_to, go_to_spot, walk
from spatialwm.language.places import Extent, extent
from spatialwm.language.pushing import GOAL, flat, puzzled, take_way
from spatialwm.language.relations import whole_of
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.language.world import crouch, jump
from spatialwm.scene import Action, Look, Move, SceneObject, Wait

__all__ = ["crouch_down", "jump_up", "look", "move", "stand_up", "wait"]

_PLAIN_WALK, _PLAIN_TURN, _PLAIN_GLANCE, _PLAIN_TILT = 1.0, math.pi / 2, math.pi / 4, 0.35
"""Without an amount: [m]; turn, look aside, look up or down [rad]."""
_LONGEST_WAIT = 600.0
"""[s]"""
_STEPS = ("step", "sidestep", "pace", "stride")
_PASSED = 0.3
"""Who walks into something goes on this far [m]."""
_BODY = 0.3
"""Half the width of who stands somewhere [m]."""
_SPOT = re.compile(r"^(?:to )?(leftof|rightof|infront|behind|between) (.+)$")
_FILL = re.compile(
    r"^(?:(?:over|up|across|straight|right|directly|all the way|back|on|out|along|down|forward|quickly) )+"
    r"(?=(?:to|towards|into|at)\b)"
)
_MOMENTS = {
    "a moment", "moment", "a while", "a bit", "a second", "a little", "a short while", "here", "there", "up",
    "a little while", "briefly", "a sec", "still", "for me", "just", "and see", "and watch", "quietly",
}  # fmt: skip


def move(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Walk some way, or to, behind, away from something."""
    rest = _FILL.sub("", re.sub(r"^(?:for|a|and)\s+|\s+(?:for|a|more|time)$", "", rest))
    if (round_about := re.match(r"^(?:all the way )?around (.+)$", rest)) is not None:
        _go_around(situation, round_about[1])
        return
    if (spot := _SPOT.match(rest)) is not None:
        _go_beside(situation, spot[1], spot[2])
        return
    if (near := re.match(r"^(?:beside|near|by) (.+)$", rest)) is not None:
        rest = f"to {near[1]}"
    plain, way_word = take_way(rest)
    match = GOAL.match(plain)
    speed = WALK * min(math.sqrt(amounts.strength), 3.0) if amounts.speed is None else amounts.speed
    if match is not None and match[3] and way_word is None:
        away = match[2] in ("away from", "from", "farther from", "further from", "off")
        part = 0.5 if re.search(r"\b(?:half ?way|half)\b", match[1]) else 1.0
        _approach(situation, match[3], amounts, (speed, away, match[2] in ("into", "against"), part))
        return
    if plain or way_word in ("up", "down"):
        raise puzzled(clause)
    way = situation.direction(way_word or "forward")
    length = _PLAIN_WALK if amounts.metres is None else amounts.metres
    if amounts.metres is None and amounts.seconds is not None:
        length = speed * amounts.seconds
    lasting = "" if amounts.seconds is None else f" {amounts.seconds:g}s"
    situation.note("walk", how=f"{length:g}m{lasting} {way_word or 'forward'}")
    situation.do(Move(displacement=as_vector(way * length), speed=round(speed, 3)))
    situation.then_settle(length / speed + 3.0)


def _approach(
    situation: Situation, phrase: str, amounts: Amounts, manner: tuple[float, bool, bool, float]
) -> None:
    speed, away, into, part = manner
    thing = situation.find(phrase if situation.can_find(phrase) else whole_of(phrase))
    amount = "" if amounts.metres is None else f"{amounts.metres:g}m"
    situation.note("walk", [thing], f"{amount} {'away' if away else 'towards'} {thing.name}")
    situation.destination = thing.name
    line = extent(thing).centre - situation.state.agent_position
    gap = extent(thing).gap(situation.state.agent_position)
    if away or amounts.metres is not None:
        length = _PLAIN_WALK if amounts.metres is None else amounts.metres
        walk(situation, flat(line) * (-length if away else length), speed)
    elif part < 1.0:
        walk(situation, flat(line) * part * gap, speed)
    elif into:
        walk(situation, flat(line) * (gap + _PASSED), speed)
    else:
        go_to(situation, thing, speed)


def _go_beside(situation: Situation, side: str, phrase: str) -> None:
    things = situation.find_both(phrase) if side == "between" else [situation.find(phrase)]
    middle = np.mean([extent(t).centre for t in things], axis=0)
    spot = middle if side == "between" else beside_spot(situation, things[0], side, _BODY + 0.15)
    word = {"leftof": "left", "rightof": "right", "infront": "front", "behind": "behind"}.get(side, side)
    situation.note("walk", things, f"{word} of {things[0].name}")
    foot = np.array([spot[0], situation.state.agent_position[1], spot[2]])
    go_to_spot(situation, Extent(foot, foot), things[0].name)


def _go_around(situation: Situation, phrase: str) -> None:
    thing = situation.find(phrase)
    situation.note("walk", [thing], f"around {thing.name}")
    go_to(situation, thing)
    start = situation.state.agent_position
    far = flat(extent(thing).centre - start)
    right = np.array([-far[2], 0.0, far[0]])
    box = extent(thing)
    for way in (right, far, -right, -far):
        spot = box.centre + way * (float(np.abs(way[[0, 2]]) @ box.size[[0, 2]]) / 2 + _BODY + 0.15)
        foot = np.array([spot[0], start[1], spot[2]])
        go_to_spot(situation, Extent(foot, foot), thing.name)


def beside_spot(situation: Situation, thing: SceneObject, side: str, spare: float) -> np.ndarray:
    """The middle of a place left of, right of, behind or in front of a thing, as the speaker sees it [m]."""
    box = extent(thing)
    far = flat(box.centre - situation.state.agent_position)
    right = np.array([-far[2], 0.0, far[0]])
    way = {"leftof": -right, "rightof": right, "behind": far, "infront": -far}[side]
    reach = float(np.abs(way[[0, 2]]) @ box.size[[0, 2]]) / 2 + spare
    return box.centre + way * reach


def look(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Turn the head some way, or to something."""
    turns = clause.startswith(("turn", "rotate", "pivot", "swivel", "spin", "whirl"))
    if turns and re.match(r"^(?:the|my|a|it|that|both|all)\b", rest):
        raise InputError(f"'{clause:.60}': things are pushed, pulled or knocked over, not turned by hand.")
    if turns and amounts.radians is None and rest in ("", "around"):
        rest = "around"
    plain, way_word = take_way(rest)
    aimed = re.sub(
        r"^(?:(?:down|up|over|back|around|straight|directly|out|closely|away) )*(?:to face|to look at|at"
        r"|to|towards|from|on|into|for|in|round at|outof|through|inside|under|behind)\b\s*",
        "", plain,
    )  # fmt: skip
    if way_word is None and not plain and amounts.radians is not None:
        way_word = "left"
    if way_word is not None and not plain:
        action = _look_aside(way_word, amounts, turns)
        angle = "" if amounts.radians is None else f"{math.degrees(amounts.radians):g}deg "
        situation.note(
            "look", how="180deg back" if way_word == "back" and not angle else f"{angle}{way_word}"
        )
    elif aimed:
        thing = situation.find(aimed)
        way = extent(thing).centre - situation.eye
        away = math.pi if re.search(r"\baway from\b", plain) else 0.0
        yaw = math.atan2(-way[0], -way[2]) - situation.state.agent_yaw + away
        pitch = 0.0 if away else math.atan2(way[1], math.hypot(way[0], way[2])) - situation.state.agent_pitch
        action = Look(yaw=round(math.remainder(yaw, math.tau), 6), pitch=round(pitch, 6))
        situation.note("look", [thing], f"away {thing.name}" if away else "")
    else:
        raise puzzled(clause)
    situation.do(action)
    situation.then_settle(0.5)
    _for_a_time(situation, amounts)


def _look_aside(word: str, amounts: Amounts, turns: bool) -> Action:
    if word in ("up", "down"):
        angle = _PLAIN_TILT if amounts.radians is None else amounts.radians
        return Look(pitch=angle if word == "up" else -angle)
    plain = {"back": math.pi, "forward": 0.0}.get(word, _PLAIN_TURN if turns else _PLAIN_GLANCE)
    angle = plain if amounts.radians is None else amounts.radians
    return Look(yaw=-angle if word == "right" else angle)


def _for_a_time(situation: Situation, amounts: Amounts) -> None:
    """``Look at it for two seconds``."""
    if amounts.seconds is not None:
        situation.wait(min(amounts.seconds, _LONGEST_WAIT))


def wait(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Do nothing for a while."""
    rest = re.sub(r"^(?:for|and|here|there|still)\s+|\s+(?:here|there|still|longer|more|or so)$", "", rest)
    if rest not in ("", "for") and rest not in _MOMENTS:
        raise puzzled(clause)
    seconds = 1.0 if amounts.seconds is None else amounts.seconds
    if seconds > _LONGEST_WAIT:
        raise InputError(f"Waiting takes at most {_LONGEST_WAIT:.0f} s, got {seconds:.0f}.")
    situation.note("wait", how=f"{seconds:g}s")
    situation.wait(seconds - DT)
    situation.do(Wait())  # at its end, or nobody would know how long


def jump_up(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Jump."""
    if rest not in (
        "",
        "up",
        "high",
        "up high",
        "up and down",
        "in the air",
        "into the air",
        "up in the air",
        "on the spot",
    ):
        raise puzzled(clause)
    height = None if amounts.strength == 1.0 else (0.8 if amounts.strength > 1 else 0.2)
    jump(situation, height if amounts.metres is None else amounts.metres)


def crouch_down(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Make oneself small."""
    if rest not in ("", "down", "low", "down low", "on the floor", "on the ground", "behind it"):
        raise puzzled(clause)
    crouch(situation, down=True)
    _for_a_time(situation, amounts)


def stand_up(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Be tall again."""
    if rest not in ("", "up", "again", "straight", "tall", "upright", "straight again"):
        raise puzzled(clause)
    crouch(situation, down=False)
