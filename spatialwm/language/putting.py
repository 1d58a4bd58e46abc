"""Clauses that set things down: on, in, beside, left of, behind something, and back again."""

import re

import numpy as np

from spatialwm.errors import InputError
from spatialwm.language.going import WALK, go_near, walk
from spatialwm.language.handling import check_movable, is_put_down, take
from spatialwm.language.moving import beside_spot
from spatialwm.language.nouns import KNOWN_NOUNS, is_plural
from spatialwm.language.places import extent
from spatialwm.language.relations import is_on, whole_of
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.scene import Place, SceneObject

__all__ = ["put"]

_WHERE = re.compile(
    r"\s+(?:(?:back|right|directly|straight|up|down|over|across|all the way) )*"
    r"(?P<how>onto|on|over|above|inside|into|in|beside|near|by|against|leftof|rightof|behind|infront"
    r"|between|under"
    r"|towards|to|at|around)\s+(?P<goal>.+)$"
)
_UNFINISHED = re.compile(r"\b(?:that|which|who|is|are|that's|lying|standing|sitting|placed|currently|now)$")
"""``Everything that is`` goes on: on the desk."""
_IT = ("it", "them", "that", "there", "him", "her")
_ALL = re.compile(r"^(?:everything|all|all things|anything|all of it|whatever)$")
_BESIDE = ("beside", "near", "by", "against", "around")
_SIDES = ("leftof", "rightof", "behind", "infront")
_TO = ("to", "at", "towards")
_THERE = ("there", "that", "top", "the top", "top of it", "top of that")
_FIXTURES = ("door", "window", "wall")
_WORDS = {"leftof": "left", "rightof": "right", "infront": "front", "onto": "on", "over": "on", "above": "on",
          "into": "in", "inside": "in"}  # fmt: skip
_SPOTS = (0.35, 0.5, 0.25)
"""How near to what something is put on the agent stands, in order of preference [m]."""
_TABLE = 0.25
"""What is at least this high is brought onto, what is lower beside [m]."""
_ON_FLOOR, _BULKY = 0.05, 0.25
"""What stands lower than this is on the floor; what is wider or higher than that is not for stools [m]."""
_TABLES = (
    "table",
    "desk",
    "counter",
    "coffee table",
    "dining table",
    "workbench",
    "side table",
    "bed",
    "kitchen island",
    "console table",
    "table 2",
)
_IN_FRONT = 0.7
"""What is put on the floor lies so far from the feet [m]."""
_GAP = 0.06
"""Between things that stand side by side [m]."""


def put(situation: Situation, rest: str, *, stacked: bool = False) -> bool:
    """Put things on, in or beside another, ``stacked`` one on the other; whether ``rest`` says so at all."""
    read = _read(situation, rest)
    if read is None:
        return False
    noun, how, goal_words = read
    if noun in _IT and goal_words in (*_IT, *_THERE) and is_put_down(situation, noun):
        return True  # "carry it to the stool and drop it on it"
    spoken_of = situation.last  # before the thing itself: "tip the bin, then put the mug next to it"
    found = situation.find_all(noun)
    for thing in found:
        check_movable(thing, "moved")
    goals = _goals(situation, how, goal_words, found[-1].name, spoken_of if noun not in _IT else None)
    goal = goals[0]
    if how in _TO and goal.category in _FIXTURES:
        _carry(situation, found, goal)
        return True
    situation.destination = goal.name
    if how in _TO:
        how = _how_to(found[-1], goal)
    word = "beside" if how in _BESIDE else _WORDS.get(how, how)
    situation.note("place", found, f"{word} {' '.join(g.name for g in goals)}")
    for thing in found:
        if thing.name == goal.name:
            raise InputError(f"'{thing.name}' cannot be put on itself.")
        if thing.body.mass > 0 and how in ("on", "onto") and goal.name == situation.state.held:
            raise InputError(f"'{goal.name}' is in the hand; put it down first.")
        take(situation, thing)
        _put_down(situation, thing, goals, how)
        situation.last = thing.name
        if stacked and how in ("on", "onto"):
            goals = [thing]
    return True


def _how_to(thing: SceneObject, goal: SceneObject) -> str:
    """``Carry it to the table``: onto it; what is large and on the floor goes beside what is no table."""
    top, mine = float(extent(goal).high[1]), extent(thing)
    bulky = float(mine.low[1]) < _ON_FLOOR and float(mine.size.max()) > _BULKY
    if goal.category == "room" or (top >= _TABLE and not (bulky and goal.category not in _TABLES)):
        return "on"
    return "beside"


def _goals(situation: Situation, how: str, words: str, moved: str, it: str | None) -> list[SceneObject]:
    """Where something goes: ``there`` is where one went last, ``it`` what was spoken of before."""
    if words in _IT and it in (None, moved):
        it = situation.spoken_before(moved)
    if words in _IT and it not in (None, moved):
        situation.last = it
    if how == "between":
        return situation.find_both(words)
    if words in _THERE and situation.destination not in (None, moved):
        return [t for t in situation.things if t.name == situation.destination]
    if how in _BESIDE and is_plural(words.split(" and ")[-1]):
        return situation.find_all(words)[:1]
    found = situation.find(words)
    joint = found.body.joint
    if joint is None or joint.parent is None or "drawer" in found.name:
        return [found]
    return [t for t in situation.things if t.name == joint.parent] or [found]  # not onto its door


def _carry(situation: Situation, found: list[SceneObject], goal: SceneObject) -> None:
    """To a door or a window: there it is held."""
    if len(found) > 1:
        raise InputError(f"The hand holds one thing at a time; take one to '{goal.name}' after another.")
    if situation.state.held != found[0].name:
        situation.note("grasp", found)
    take(situation, found[0])
    situation.note("walk", [goal])
    go_near(situation, goal, _SPOTS[0])
    situation.last = found[0].name


def _read(situation: Situation, rest: str) -> tuple[str, str, str] | None:
    """Noun, relation, goal: split where both sides mean something, the first such place."""
    splits = [(rest[: m.start()], m["how"], m["goal"]) for m in _splits(rest)]
    if not splits:
        return None
    splits = [(noun, how, _alone(situation, goal)) for noun, how, goal in splits]
    good = [s for s in splits if situation.can_find(_noun(situation, s[0]))
            and (s[1] == "between" or situation.can_find(whole_of(s[2])))]  # fmt: skip
    if len(good) > 1 and _ALL.match(good[0][0]):  # "everything on the table on the floor"
        good = good[1:]
    noun, how, goal = (good or splits)[0]
    if " except " in goal:  # "both balls on the bed, but leave the teddy"
        goal, out = goal.split(" except ", 1)
        noun = f"{noun} except {out}"
    goal = _ones(whole_of(goal), noun)
    if (near := re.match(r"^(.+?) (beside|near|by|leftof|rightof|behind|infront) (.+)$", goal)) is not None:
        how, goal = _nearer(situation, how, near)
    return _noun(situation, noun), how, goal


def _alone(situation: Situation, goal: str) -> str:
    """``The table with the other one``: the table, unless it is told from others so."""
    if " with " not in goal or (situation.can_find(goal) and " with the other" not in goal):
        return goal
    return goal.split(" with ", 1)[0]


def _ones(goal: str, noun: str) -> str:
    """``The blue vase next to the green one``: a vase."""
    head = noun.split()[-1] if noun not in _IT else ""
    return (
        re.sub(r"(?<=\w )one(?P<many>s?)\b", lambda m: f"{head}{m['many']}", goal)
        if head in KNOWN_NOUNS
        else goal
    )


def _splits(rest: str) -> list[re.Match[str]]:
    found = [_WHERE.match(rest, k) for k, letter in enumerate(rest) if letter == " " and k]
    return [m for m in found if m is not None and not _UNFINISHED.search(rest[: m.start()])]


def _noun(situation: Situation, noun: str) -> str:
    """What is put somewhere; ``the mug from the desk`` is the one on it, or any."""
    noun = re.sub(r"\s+(?:down|up|back|over|across|away)$", "", noun)
    if (start := re.match(r"^(.+?) (?:from|off|outof)(?: of)? (.+)$", noun)) is not None:
        there = f"{start[1]} on {start[2]}"
        return there if situation.can_find(there) else start[1]
    return noun


def _nearer(situation: Situation, how: str, near: re.Match[str]) -> tuple[str, str]:
    """``On the table next to the plate``: beside the plate, if that is there; else a table by a plate."""
    whole, ground, side, other = near[0], near[1], near[2], near[3]
    if how not in ("on", "onto", "in", "at", "to") or not situation.can_find(other):
        return how, whole
    if not situation.can_find(ground):
        return how, whole
    spoken_of = situation.last
    below, beside = situation.find(ground), situation.find(other)
    situation.last = spoken_of
    if below.category == "room" or is_on(beside, below, situation.things):
        return side, other
    return how, whole


def _put_down(situation: Situation, thing: SceneObject, goals: list[SceneObject], how: str) -> None:
    goal = goals[0]
    refused: InputError | None = None
    for near in _SPOTS if goal.body.colliders else (_IN_FRONT, _SPOTS[0]):
        if goal.category != "room":
            go_near(situation, next(t for t in situation.things if t.name == goal.name), near)
        if how in _SIDES or how in ("between", "under"):
            _step_off(situation, _spot(situation, thing, goals, how))
        try:
            situation.do(_place(situation, thing, goals, how))
        except InputError as error:
            refused = error
            continue
        for _ in range(90):
            situation.wait(0.1)
            if situation.state.held is None:
                break
        situation.then_settle(1.0)
        return
    assert refused is not None
    raise refused


def _step_off(situation: Situation, spot: np.ndarray) -> None:
    """Not to stand where something is to be put."""
    line = (situation.state.agent_position - spot) * np.array([1, 0, 1])
    far = float(np.linalg.norm(line))
    if far < _IN_FRONT:
        back = line / far if far > 0.05 else situation.direction("back")
        walk(situation, back * (_IN_FRONT - far), WALK)


def _place(situation: Situation, thing: SceneObject, goals: list[SceneObject], how: str) -> Place:
    goal = next(t for t in situation.things if t.name == goals[0].name)
    if how in _SIDES or how in ("between", "under"):
        return Place(at=as_vector(_spot(situation, thing, goals, how)))
    if how in _BESIDE:
        return Place(beside=goal.name)
    if goal.body.colliders:
        return Place(on=goal.name)
    middle = extent(goal).centre  # a rug has no body: the spot on the floor
    box, feet = extent(goal), situation.state.agent_position
    xs, zs = (np.linspace(float(box.low[k]), float(box.high[k]), 13)[1:-1] for k in (0, 2))
    grid = [np.array([x, middle[1], z]) for x in xs for z in zs]
    far = [abs(float(np.linalg.norm((spot - feet)[[0, 2]])) - _IN_FRONT) for spot in grid]
    return Place(at=as_vector(grid[int(np.argmin(far))]))


def _spot(situation: Situation, thing: SceneObject, goals: list[SceneObject], how: str) -> np.ndarray:
    """Where the underside comes to lie, at the level on which the goal stands [m]."""
    now = {t.name: t for t in situation.things}
    level = float(extent(now[goals[0].name]).low[1])
    if how == "between":
        spot = np.mean([extent(now[g.name]).centre for g in goals], axis=0)
    elif how == "under":
        spot = extent(now[goals[0].name]).centre
    else:
        wide = float(np.max(extent(now[thing.name]).size[[0, 2]])) / 2
        spot = beside_spot(situation, now[goals[0].name], how, wide + _GAP)
    return np.array([spot[0], level, spot[2]])
