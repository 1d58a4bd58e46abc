"""Clauses about what is not there yet: "add a blue ball on the table", "a ball rolls in from the left"."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.places import extent
from spatialwm.language.reference import candidates
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.lift.text.newcomer import kind_in_words, newcomer
from spatialwm.scene import Push, SceneObject, Spawn

__all__ = ["add", "is_new", "roll_in"]

_WHERE = re.compile(
    r"^(.+?)\s+(?:(on|onto|in|into|inside|over|above)|(beside|near|by|leftof|rightof|behind|infront"
    r"|to|at))\s+(.+)$"
)
_ARTICLE = re.compile(
    r"^(?:(?:an?|another|one|one more|some|the|new|more|second|third|fourth|fifth|extra|additional|further"
    r"|copy of|any)\s+)+"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "a couple of": 2, "a pair of": 2, "a few": 3, "several": 3}  # fmt: skip
_COUNT = re.compile(rf"^(?P<count>{'|'.join(_COUNTS)}|10|[2-9])\s+(?:more |new |extra |other )?(?=\w)")
_MOST = 10
"""Things that one clause adds."""
_SIDES = re.compile(r"(?:the )?(?P<way>left|right|front|back)(?: side)?|behind(?: (?:me|you))?")
_LOW = 0.25
"""What is lower is no place to put things on [m]."""
_AIR = 0.01
"""New things appear this far over their ground [m]."""
_HIGH = 0.5
"""What appears over something, or falls, appears this high over it [m]."""
_AHEAD = 1.2
"""What is added without a place appears this far ahead [m]."""
_WALL = 0.15
"""As thick as walls are, at most [m]."""
_ROLLING = 2.0
"""[m/s]"""


def add(situation: Situation, rest: str, *, falling: bool = False) -> None:
    """Copies of what is there, or new things of any kind that is known, on, over or beside something."""
    rest = re.sub(r"\s+(?:to|in|into) the (?:room|scene|world)$|\s+here$", "", rest)
    noun, how, goal = _parts(situation, rest)
    ground = situation.find(goal) if goal else None
    beside = how == "beside"
    over = falling or how == "over"
    for phrase in re.split(r"\s+and\s+(?=an?\b|one\b|two\b|three\b|another\b|some\b)", noun):
        counted = _COUNT.match(phrase)
        plain = _ARTICLE.sub("", phrase[counted.end() :] if counted else phrase)
        plain = re.sub(r"^one of (?=the |those )", "", plain)
        like, words, count = _model(situation, plain)
        if counted is not None:
            count = _COUNTS.get(counted["count"]) or int(counted["count"])
        if count > _MOST:
            raise InputError(f"At most {_MOST} things are added at a time, not {count}.")
        for _ in range(count):
            spot = _free_spot(situation, like, ground, beside=beside, rise=_HIGH if over else _AIR)
            said = "" if ground is None else f"{'beside' if beside else 'on'} {ground.name}"
            _spawn(situation, like, words, spot, said)
    situation.then_settle()


def is_new(situation: Situation, noun: str) -> bool:
    """Whether "a candle" is none of those that are there, and could be made."""
    if not re.match(r"^(?:an?|some|two|three|four|five|six) ", noun) or situation.can_find(noun):
        return False
    try:
        kind_in_words(_ARTICLE.sub("", noun))
    except InputError:
        return False
    return True


def roll_in(situation: Situation, noun: str, side: str) -> None:
    """Something appears at the edge of what one sees, and rolls or slides in.

    Raises:
        InputError: It cannot be made, or there is no free place at that side.
        UnknownObjectError: It is not known.
    """
    match = _SIDES.fullmatch(side)
    if match is None:
        raise InputError(f"'{side:.40}' is no side; say left, right, front or back.")
    way = match["way"] or "back"
    way = {"front": "forward"}.get(way, way)
    like, words, _ = _model(situation, _ARTICLE.sub("", noun))
    near = _AHEAD * situation.direction("forward") + 2 * _AHEAD * situation.direction(way)
    spot = _free_spot(situation, like, None, near=situation.state.agent_position + near)
    name = _spawn(situation, like, words, spot, way)
    situation.wait(0.1)
    mass = max(like.body.mass, 0.01)
    situation.do(Push(object=name, impulse=as_vector(-_ROLLING * mass * situation.direction(way))))
    situation.then_settle()


def _parts(situation: Situation, rest: str) -> tuple[str, str, str | None]:
    """What is added, ``on``, ``over``, ``beside`` or nothing, and what that is about."""
    match = _WHERE.match(rest)
    if match is not None and (one := re.match(r"^(the [a-z]+)(?: one)?$", match[4])) is not None:
        alike = f"{one[1]} {match[1].split()[-1]}"  # "a second stool beside the first"
        if not situation.can_find(match[4]) and situation.can_find(alike):
            match = _WHERE.match(f"{rest[: match.start(4)]}{alike}")
            assert match is not None
    if match is not None and match[4] in (
        "the first",
        "the first one",
        "the other one",
        "the old one",
        "the one",
    ):
        alike = f"the {match[1].split()[-1]}"  # "a second barrel beside the first one"
        match = _WHERE.match(f"{rest[: match.start(4)]}{alike}") if situation.can_find(alike) else match
    if match is None or match[4] in ("me", "you", "infront of me") or re.match(r"^of (?:me|you)$", match[4]):
        return (rest if match is None else match[1]), "", None
    if match[3] in ("to", "at"):
        beside = float(extent(situation.find(match[4])).high[1]) < _LOW
        return match[1], "beside" if beside else "on", match[4]
    if match[3] is not None:
        return match[1], "beside", match[4]
    return match[1], "over" if match[2] in ("over", "above") else "on", match[4]


def _model(situation: Situation, plain: str) -> tuple[SceneObject, str | None, int]:
    """What a new thing is like, the words it is made of when it is no copy, and how many were meant.

    Raises:
        UnknownObjectError: There is nothing of that name, and nothing of that kind can be made.
    """
    known = candidates(plain, situation.things)
    if plain in ("one", "it", "that", "of them", "one of them") and situation.last is not None:
        known = [t for t in situation.things if t.name == situation.last]
    if not known and situation.can_find(plain):
        known = situation.find_all(plain)
    literal = [t for t in known if set(plain.split()) & set(re.findall(r"[a-z]+", f"{t.name} {t.category}"))]
    if literal:
        return literal[0], None, 1
    try:
        kind, count = kind_in_words(plain)
        if not known or all(t.category != kind.category for t in known):
            made = newcomer(plain, situation.predictor.scene, name="new", at=(0.0, 0.0, 0.0), looks=False)
            return replace(made, name=kind.category.replace(" ", "_")), plain, count
    except InputError as error:
        if not known:
            raise UnknownObjectError(
                f"There is no '{plain:.60}' to copy, and none can be made: {error}"
            ) from error
    return known[0], None, 1


def _spawn(situation: Situation, like: SceneObject, words: str | None, spot: np.ndarray, how: str) -> str:
    """Do it; the name of what is new."""
    names = {t.name for t in situation.predictor.scene.objects}
    stem = re.sub(r"_\d+$", "", like.name)
    fresh = [stem] if words is not None else []
    name = next(n for n in (*fresh, *(f"{stem}_{k}" for k in range(2, 1000))) if n not in names)
    situation.note("spawn", [like], how)
    copy = None if words is not None else like.name
    action = Spawn(object=name, like=copy, words=words, at=as_vector(spot))
    situation.prepare(action)
    situation.do(action)
    situation.last = name
    return name


def _free_spot(
    situation: Situation,
    like: SceneObject,
    ground: SceneObject | None,
    *,
    beside: bool = False,
    near: Float[np.ndarray, "3"] | None = None,
    rise: float = _AIR,
) -> Float[np.ndarray, "3"]:
    """Origin of a thing like ``like`` on free ground, ``rise`` over it [m].

    Raises:
        InputError: There is none.
    """
    mine, things = extent(like), situation.things
    half = mine.size / 2
    boxes = [extent(t) for t in things if t.body.colliders and t.category != "room"]
    rooms = [extent(t) for t in things if t.category == "room"]
    agent = situation.state.agent_position
    on_top = ground is not None and ground.category != "room" and not beside
    if on_top and ground is not None:
        box = extent(ground)
        level, middles = float(box.high[1]), _on(box.low, box.high, half)
    elif beside and ground is not None:
        level, middles = float(extent(ground).low[1]), _around(extent(ground).centre)
    else:
        ahead = agent + _AHEAD * situation.direction("forward") if near is None else near
        level, middles = float(agent[1]), _around(ahead)
    for middle in middles:
        low = np.array([middle[0] - half[0], level + rise, middle[2] - half[2]]) - 0.005
        high = low + mine.size + 0.01
        inside = all(
            np.all(low[[0, 2]] > r.low[[0, 2]] + _WALL) and np.all(high[[0, 2]] < r.high[[0, 2]] - _WALL)
            for r in rooms
        )
        near_agent = np.linalg.norm((middle - agent)[[0, 2]]) < 0.3 + max(half[0], half[2])
        blocked = any(np.all(high > b.low) and np.all(low < b.high) for b in boxes)
        if inside and not blocked and not near_agent:
            return like.position + (low + 0.005 - mine.low)
    where = f"on {ground.name}" if on_top and ground is not None else "here"
    raise InputError(f"There is no free place for another '{like.name}' {where}.")


def _around(near: Float[np.ndarray, "3"]) -> Iterator[Float[np.ndarray, "3"]]:
    """Places around a point, the nearest first."""
    for far in np.arange(0.0, 2.5, 0.1):
        for turn in np.arange(12):
            yield near + far * np.array([np.sin(turn), 0.0, np.cos(turn)])


def _on(
    low: Float[np.ndarray, "3"], high: Float[np.ndarray, "3"], half: Float[np.ndarray, "3"]
) -> list[Float[np.ndarray, "3"]]:
    """Places on a top, the middle first."""
    xs, zs = (np.linspace(float(low[k] + half[k]), float(high[k] - half[k]), 9) for k in (0, 2))
    middles = [np.array([x, 0.0, z]) for x in xs for z in zs]
    centre = (low + high) / 2
    return sorted(middles, key=lambda m: (round(float(np.linalg.norm((m - centre)[[0, 2]])), 6), tuple(m)))
