"""Clauses about things: take, put somewhere, open, add, remove, paint."""

import re

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.language.amounts import Amounts
from spatialwm.language.going import ARM, go_near
from spatialwm.language.nouns import fitting
from spatialwm.language.reference import ambiguous, meant
from spatialwm.language.situation import Situation
from spatialwm.lift.text.words import COLORS
from spatialwm.scene import Close, Grasp, Open, Paint, Release, Remove, SceneObject, Vector

__all__ = [
    "check_movable",
    "grasp",
    "is_hinged",
    "is_put_down",
    "open_up",
    "paint",
    "release",
    "remove",
    "take",
]

_BUT = re.compile(rf"^(?P<np>.+) (?P<color>(?:[a-z]+ )?(?:{'|'.join(COLORS)})) except (?P<out>.+)$")
_LIFTED = 3.5
"""Longest time in which the hand lifts something to the chest [s]."""
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
    situation.wait_for(thing.name, _LIFTED)


def grasp(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Take one thing into the hand."""
    noun = re.sub(
        r"\s+(?:with|in) (?:my|your|the|one) hands?$|\s+(?:up|over|high|off the ground)$"
        r"|^up\s+",
        "",
        rest,
    ).strip()
    if not noun:
        raise InputError(f"'{clause:.60}' needs a thing; say for example 'grab the mug'.")
    if (match := re.match(r"^(.+?)\s+(?:from|off|outof)\s+(?:of )?(.+)$", noun)) is not None:
        place = re.sub(r"^(?:on|under|beside) ", "", match[2])
        there = f"{match[1]} on {place}"
        noun = match[1] if _is_one(situation, match[1]) and not _is_one(situation, there) else there
    found = situation.find_all(noun)
    if len(found) > 1:
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"The hand holds one thing at a time; '{noun:.60}' is {names}.")
    check_movable(found[0], "grasped")
    if (
        clause.startswith(("hold", "hang", "keep"))
        and amounts.seconds is None
        and situation.state.held == found[0].name
    ):
        return  # "pick it up and hold it"
    if amounts.seconds is not None and situation.state.held == found[0].name:
        situation.note("wait", how=f"{amounts.seconds:g}s")
        situation.wait(min(amounts.seconds, 600.0))
        return
    lasting = "" if amounts.seconds is None else f"{amounts.seconds:g}s"
    situation.note("grasp", found, lasting)
    take(situation, found[0])
    if amounts.seconds is not None:
        situation.wait(min(amounts.seconds, 600.0))


def _is_one(situation: Situation, noun: str) -> bool:
    try:
        return len(meant(noun, situation.view())) == 1
    except SpatialwmError:
        return False


def release(situation: Situation, rest: str, amounts: Amounts, clause: str) -> None:
    """Open the hand."""
    rest = re.sub(
        r"^(?:down|of)\s+|\s*\b(?:down|here|there|gently|go|off the floor)$"
        r"|\s*off$",
        "",
        rest,
    ).strip()
    if rest in ("it", "that", "everything", "what you are"
                                            " holding", "what you hold", "the thing", "the object", "them",
                "what you have", "whatever you are holding", "this"):  # fmt: skip
        rest = "" if situation.state.held is not None else "it"
    if is_put_down(situation, rest):
        return
    if rest and (thing := situation.find(rest)).name != situation.state.held:
        if situation.state.held is not None or not clause.startswith("drop"):
            raise InputError(f"'{thing.name}' is not in the hand; grab it first.")
        check_movable(thing, "dropped")
        situation.note("grasp", [thing])
        take(situation, thing)
    held = [t for t in situation.things if t.name == situation.state.held]
    situation.note("release", held)
    situation.do(Release())
    situation.then_settle()


def is_put_down(situation: Situation, rest: str) -> bool:
    """``Carry it to the table and put it down``: it lies there already."""
    if situation.state.held is not None or not situation.readings or situation.readings[-1].verb != "place":
        return False
    return rest in ("", "it", "them", "that", "him", "her") or [t.name for t in situation.find_all(rest)] == [
        *situation.readings[-1].objects
    ]


_PARTS = {
    "half": 0.5, "half way": 0.5, "halfway": 0.5, "a quarter": 0.25, "a third": 1 / 3, "three quarters": 0.75,
    "a bit": 0.2, "a little": 0.2, "a little bit": 0.2, "slightly": 0.2, "a crack": 0.1, "ajar": 0.2,
    "partly": 0.5, "partially": 0.5, "two thirds": 2 / 3,
    "a tiny bit": 0.1, "one third": 1 / 3, "one quarter": 0.25, "a tad": 0.2,
}  # fmt: skip
_PART = re.compile(
    rf"\s*\b(?:(?:by|about|around|roughly|only|just|almost|nearly"
    rf"|to) )*({'|'.join(sorted(_PARTS, key=len, reverse=True))})(?: open| of the way"
    rf"| way)?\b"
)
_PERCENT = re.compile(
    r"\s*\b(?:(?:by|to|about|around|roughly|only|just) )*(\d+(?:\.\d+)?)\s*(?:%|percent)(?: open)?"
)
_WHOLLY = re.compile(
    r"\s+(?:fully|completely|up|wide|all the way|entirely|wide open|again|open|shut"
    r"|closed)$"
)


def open_up(situation: Situation, rest: str, *, opens: bool) -> None:
    """Open or close; ``rest`` may end with a part: half, 30 percent, a bit."""
    fraction = 1.0
    if match := _PART.search(rest):
        fraction, rest = _PARTS[match[1]], (rest[: match.start()] + rest[match.end() :]).strip()
    elif match := _PERCENT.search(rest):
        fraction = min(float(match[1]) / 100, 1.0)
        rest = (rest[: match.start()] + rest[match.end() :]).strip()
    while (shorter := _WHOLLY.sub("", rest)) != rest:
        rest = shorter
    found = _said_before(situation, rest, opens=opens) or situation.find_all(rest)
    hinged = [part for thing in found for part in _hinged(situation, thing)]
    situation.speak_of(hinged)
    situation.opened = tuple(t.name for t in hinged) if opens else situation.opened
    partly = f"{fraction:g} {100 * fraction:g}%" if fraction < 1.0 or opens else ""
    situation.note("open" if opens else "close", hinged, partly)
    for thing in hinged:
        go_near(situation, thing, ARM)
        aim = fraction if opens else 1.0 - fraction
        whole = not opens and fraction == 1.0
        situation.do(Close(object=thing.name) if whole else Open(object=thing.name, fraction=aim))
        situation.wait(3.0)


_LEAF = re.compile(r"^(?:it|them|them both|both|(?:(?:the|its|both|all|their)(?: of)?(?: the"
                   r"| its)? )?(?:(?P<which>[a-z-]+) )?"
                   r"(?P<leaf>door|drawer|lid|cover)(?P<many>s)?(?: again)?)$")  # fmt: skip


def _said_before(situation: Situation, rest: str, *, opens: bool) -> list[SceneObject]:
    """``The door``, ``it``: of what was spoken of last that has one, if it has."""
    match = _LEAF.match(rest)
    if match is None:
        return []
    spoken_of = situation.spoken_of()
    opened = [t for t in situation.things if t.name in situation.opened and (match["leaf"] or "") in t.name]
    if opened and not opens and match["which"] is None:
        return opened
    for thing in spoken_of:
        own = [thing] if thing.body.joint is not None else _jointed(situation, thing)
        if match["leaf"] is None and own:
            return own if len(own) == 1 or rest != "it" or "drawer" not in own[0].name else []
        same = [t for t in own if match["leaf"] in t.name]
        if same and match["which"] is None:
            return same if match["many"] or len(same) == 1 else []
        if same and match["which"] is not None:
            if fitting([match["which"]], situation.things):
                return []  # "the wardrobe doors" are all of the wardrobe's
            return meant(f"the {match['which']} {match['leaf']}", situation.view(of=same))
    return []


def is_hinged(situation: Situation, phrase: str) -> bool:
    """Whether it names doors, drawers or lids only; it may end with how far they are opened."""
    noun = _PERCENT.sub("", _PART.sub("", phrase)).strip()
    return situation.can_find(noun) and all(t.body.joint is not None for t in situation.find_all(noun))


def _hinged(situation: Situation, thing: SceneObject) -> list[SceneObject]:
    """What opens when one says so of a thing: itself, or its doors, or its one drawer or lid.

    Raises:
        InputError: It has several drawers, and one is meant.
    """
    if thing.body.joint is not None:
        return [thing]
    parts = _jointed(situation, thing)
    doors = [t for t in parts if "drawer" not in t.name]
    if len(parts) > 1 and not doors:
        raise ambiguous(thing.name, parts)
    return doors or parts or [thing]


def _jointed(situation: Situation, thing: SceneObject) -> list[SceneObject]:
    """Its doors, drawers and lids."""
    return [t for t in situation.things if t.body.joint is not None
            and (t.body.joint.parent == thing.name or t.name.startswith(f"{thing.name}/"))]  # fmt: skip


def remove(situation: Situation, rest: str) -> None:
    """Take things out of the world; "make them vanish" after they did says no more."""
    if (
        rest in ("it", "them", "them all", "them both")
        and situation.readings
        and situation.readings[-1].verb == "remove"
    ):
        return
    found = situation.find_all(rest)
    situation.note("remove", found)
    for thing in found:
        situation.do(Remove(object=thing.name))
    situation.then_settle()


def paint(situation: Situation, rest: str) -> bool:
    """Give things a colour; whether ``rest`` ends with one."""
    if (spared := _BUT.match(rest)) is not None:  # "the red one green, not the blue one"
        rest = f"{spared['np']} except {spared['out']} {spared['color']}"
    words = rest.replace("-", " ").split()
    if not words or words[-1] not in COLORS:
        return False
    color, shade, noun = COLORS[words[-1]], 1.0, words[:-1]
    if noun and noun[-1] in _SHADES:
        shade, noun = _SHADES[noun[-1]], noun[:-1]
    if not noun:
        return False
    name = f"{'' if shade == 1.0 else f'{words[-2]} '}{words[-1]}"
    found = situation.find_all(" ".join(noun[:-1] if noun[-1] in ("in", "to", "into", "with") else noun))
    situation.note("paint", found, name)
    red, green, blue = (round(min(part * shade, 1.0), 6) for part in color)
    value: Vector = (red, green, blue)
    parts = [part for thing in found for part in _jointed(situation, thing)]
    for thing in {t.name: t for t in (*found, *parts)}.values():
        situation.do(Paint(object=thing.name, color=value))
    return True
