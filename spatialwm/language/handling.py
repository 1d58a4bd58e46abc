"""Clauses about things: take, put somewhere, open, add, remove, paint."""

import re

import numpy as np

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.going import ARM, go_near
from spatialwm.language.places import extent
from spatialwm.language.reference import candidates
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.lift.text.words import COLORS
from spatialwm.scene import Close, Grasp, Open, Paint, Place, Remove, SceneObject, Spawn, Vector

__all__ = ["add", "check_movable", "open_up", "paint", "put", "remove", "take"]

_WHERE = re.compile(
    r"^(.+?)\s+(?:back )?(?:(?:up |down )?(?:on top of|onto|on|upon|inside|into|in)|(beside|next to|near|by"
    r"|close to|alongside)|(to|at|over to))\s+(.+)$"
)
_SPOTS = (0.35, 0.5, 0.25)
"""How near to what something is put on the agent stands, in order of preference [m]."""
_TABLE = 0.25
"""What is at least this high is brought onto, what is lower beside [m]."""
_AIR = 0.01
"""New things appear this far over their ground [m]."""
_SHADES = {"dark": 0.55, "light": 1.5, "bright": 1.3, "pale": 1.4}


def check_movable(thing: SceneObject, done: str) -> None:
    """Raises InputError: It is static."""
    if thing.body.kind == "static":
        raise InputError(f"'{thing.name}' is static and cannot be {done}.")


def take(situation: Situation, thing: SceneObject) -> None:
    """Walk to it and take it into the hand, if it is not there."""
    if situation.state.held == thing.name:
        return
    go_near(situation, thing, ARM)
    situation.do(Grasp(object=thing.name))
    situation.wait(0.5)


def put(situation: Situation, rest: str) -> bool:
    """Put things on, in or beside another; whether ``rest`` says so at all."""
    match = _WHERE.match(re.sub(r"\b(down|back)\s+(?=on|in|at|to|beside)", "", rest))
    if match is None:
        return False
    noun = re.sub(r"\s+(?:down|up|back)$", "", match[1])
    found = situation.find_all(noun)
    for thing in found:
        check_movable(thing, "moved")
    goal = situation.find(match[4])
    beside = match[2] is not None or (match[3] is not None and float(extent(goal).high[1]) < _TABLE)
    situation.note("place", found, f"{'beside' if beside else 'on'} {goal.name}")
    for thing in found:
        if thing.name == goal.name:
            raise InputError(f"'{thing.name}' cannot be put on itself.")
        take(situation, thing)
        _put_down(situation, goal, beside=beside)
        situation.last = thing.name
    return True


def _put_down(situation: Situation, goal: SceneObject, *, beside: bool) -> None:
    refused: InputError | None = None
    for near in _SPOTS:
        if goal.category != "room":
            go_near(situation, next(t for t in situation.things if t.name == goal.name), near)
        try:
            situation.do(_place(situation, goal, beside=beside))
        except InputError as error:
            refused = error
            continue
        for _ in range(60):
            situation.wait(0.1)
            if situation.state.held is None:
                break
        situation.then_settle(1.0)
        return
    assert refused is not None
    raise refused


def _place(situation: Situation, goal: SceneObject, *, beside: bool) -> Place:
    if beside:
        return Place(beside=goal.name)
    if goal.body.colliders:
        return Place(on=goal.name)
    middle = extent(goal).centre  # a rug has no body: the spot on the floor
    spot = np.clip(situation.state.agent_position + 0.6 * situation.direction("forward"), *_bounds(goal))
    return Place(at=as_vector(np.array([spot[0], middle[1], spot[2]])))


def _bounds(goal: SceneObject) -> tuple[np.ndarray, np.ndarray]:
    box = extent(goal)
    return box.low, box.high


def open_up(situation: Situation, rest: str, *, opens: bool) -> None:
    """Open or close; ``rest`` may end with a part: half, 30 percent."""
    fraction = 1.0
    if match := re.search(r"\s*\b(?:half|halfway)(?: way)?\b", rest):
        fraction, rest = 0.5, (rest[: match.start()] + rest[match.end() :]).strip()
    elif match := re.search(r"\s*\b(\d+(?:\.\d+)?)\s*(?:%|percent)", rest):
        fraction = min(float(match[1]) / 100, 1.0)
        rest = (rest[: match.start()] + rest[match.end() :]).strip()
    found = situation.find_all(re.sub(r"\s+(?:fully|completely|up)$", "", rest))
    situation.note("open" if opens else "close", found, f"{fraction:g}" if opens else "")
    for thing in found:
        go_near(situation, thing, ARM)
        situation.do(Open(object=thing.name, fraction=fraction) if opens else Close(object=thing.name))
        situation.wait(3.0)


def remove(situation: Situation, rest: str) -> None:
    """Take things out of the world."""
    found = situation.find_all(rest)
    situation.note("remove", found)
    for thing in found:
        situation.do(Remove(object=thing.name))
    situation.then_settle()


def add(situation: Situation, rest: str) -> None:
    """A copy of something, on or beside something."""
    match = _WHERE.match(rest)
    noun, beside, goal = (rest, False, None) if match is None else (match[1], match[2] is not None, match[4])
    plain = re.sub(r"^(?:an?|another|one more|a second|a third|a new|some|the|new|more)\s+", "", noun)
    plain = re.sub(r"^(?:new|second|third|extra)\s+", "", plain)
    known = candidates(plain, situation.things)
    if not known:
        names = ", ".join(t.name for t in situation.things)
        raise UnknownObjectError(f"There is no '{plain:.60}' to copy; the scene has {names:.400}.")
    like = known[0]
    ground = situation.find(goal) if goal else None
    spot = _free_spot(situation, like, ground, beside=beside)
    names = {t.name for t in situation.predictor.scene.objects}
    stem = re.sub(r"_\d+$", "", like.name)
    name = next(f"{stem}_{k}" for k in range(2, 1000) if f"{stem}_{k}" not in names)
    how = "" if ground is None else f"{'beside' if beside else 'on'} {ground.name}"
    situation.note("spawn", [like], how)
    action = Spawn(object=name, like=like.name, at=as_vector(spot))
    situation.prepare(action)
    situation.do(action)
    situation.last = name
    situation.then_settle()


def _free_spot(
    situation: Situation, like: SceneObject, ground: SceneObject | None, *, beside: bool
) -> np.ndarray:
    """Origin of a copy of ``like`` on free ground [m].

    Raises:
        InputError: There is none.
    """
    mine, things = extent(like), situation.things
    half = mine.size / 2
    boxes = [extent(t) for t in things if t.body.colliders and t.category != "room"]
    if ground is None or ground.category == "room" or beside:
        near = extent(ground).centre if beside and ground is not None else situation.state.agent_position
        level = extent(ground).low[1] if beside and ground is not None else situation.state.agent_position[1]
        middles = [
            near + r * np.array([np.sin(a), 0, np.cos(a)])
            for r in np.arange(0.1, 2.0, 0.1)
            for a in np.arange(12)
        ]
        own: list[str] = []
    else:
        box = extent(ground)
        level = float(box.high[1])
        xs, zs = (np.linspace(float(box.low[k] + half[k]), float(box.high[k] - half[k]), 9) for k in (0, 2))
        middles = [np.array([x, 0.0, z]) for x in xs for z in zs]
        middles.sort(key=lambda m: (round(float(np.linalg.norm((m - box.centre)[[0, 2]])), 6), tuple(m)))
        own = [ground.name]
    agent = situation.state.agent_position
    for middle in middles:
        low = np.array([middle[0] - half[0], level + _AIR, middle[2] - half[2]]) - 0.005
        high = low + mine.size + 0.01
        near_agent = np.linalg.norm((middle - agent)[[0, 2]]) < 0.3 + max(half[0], half[2])
        blocked = any(np.all(high > b.low) and np.all(low < b.high) for b in boxes)
        if not blocked and not near_agent:
            return like.position + (low + 0.005 - mine.low)
    raise InputError(f"There is no free place for another '{like.name}' {'on ' + own[0] if own else 'here'}.")


def paint(situation: Situation, rest: str) -> bool:
    """Give things a colour; whether ``rest`` ends with one."""
    words = rest.split()
    if not words or words[-1] not in COLORS:
        return False
    color, shade, noun = COLORS[words[-1]], 1.0, words[:-1]
    if noun and noun[-1] in _SHADES:
        shade, noun = _SHADES[noun[-1]], noun[:-1]
    if not noun:
        return False
    name = f"{'' if shade == 1.0 else words[-2] + '-'}{words[-1]}"
    found = situation.find_all(" ".join(noun))
    situation.note("paint", found, name)
    red, green, blue = (round(min(part * shade, 1.0), 6) for part in color)
    value: Vector = (red, green, blue)
    for thing in found:
        situation.do(Paint(object=thing.name, color=value))
    return True
