"""The words that are understood, as tables, and the numbers and strengths in a sentence."""

import math
import re
from dataclasses import dataclass

__all__ = [
    "CLAUSE_BREAK",
    "DIRECTIONS",
    "POLITE",
    "RELATIONS",
    "VERBS",
    "Amounts",
    "normalize",
    "split_amounts",
    "verb_first",
]

CLAUSE_BREAK = re.compile(
    r"\s*(?:[;,.!]|\band then\b|\bthen\b|\bafter that\b|\bafterwards\b|\band\b)(?:\s+|$)"
)
"""Between one thing to do and the next. A decimal point is followed by a digit, not by a space."""

POLITE = re.compile(
    r"^(?:please|now|first|finally|next|kindly|just|can you|could you|would you|will you"
    r"|i want you to|let us|lets)\s+"
)

VERBS: dict[str, str] = {
    "put": "place", "place": "place", "set": "place", "lay": "place", "stack": "place", "bring": "place",
    "carry": "place", "position": "place", "leave": "place", "set down": "release", "lay down": "release",
    "open": "open", "pull open": "open", "close": "close", "shut": "close",
    "add": "spawn", "spawn": "spawn", "create": "spawn", "insert": "spawn", "make another": "spawn",
    "remove": "remove", "delete": "remove", "get rid of": "remove", "take away": "remove",
    "destroy": "remove", "erase": "remove",
    "paint": "paint", "colour": "paint", "color": "paint", "dye": "paint", "recolor": "paint",
    "make": "paint",
    "turn off gravity": "gravity",
    "jump": "jump", "hop": "jump", "leap": "jump",
    "crouch": "crouch", "duck": "crouch", "squat": "crouch", "kneel": "crouch", "bend down": "crouch",
    "stand up": "stand", "get up": "stand",
    "pull": "pull", "drag": "pull", "tug": "pull",
    "knock over": "tip", "tip over": "tip", "push over": "tip", "topple": "tip", "overturn": "tip",
    "upset": "tip",
    "push": "push", "shove": "push", "hit": "push", "knock": "push", "kick": "push", "nudge": "push",
    "slide": "push", "roll": "push", "tap": "push", "bump": "push", "tip": "push", "strike": "push",
    "sweep": "push", "bash": "push", "punch": "push",
    "pick up": "grasp", "take hold of": "grasp", "get hold of": "grasp", "grasp": "grasp", "grab": "grasp",
    "take": "grasp", "seize": "grasp", "hold": "grasp", "lift": "grasp", "get": "grasp", "pick": "grasp",
    "let go of": "release", "let go": "release", "put down": "release", "release": "release",
    "drop": "release",
    "throw": "throw", "toss": "throw", "fling": "throw", "hurl": "throw", "chuck": "throw", "lob": "throw",
    "pitch": "throw",
    "move": "move", "walk": "move", "go": "move", "step": "move", "run": "move", "approach": "move",
    "sidestep": "move",
    "look": "look", "turn": "look", "face": "look", "gaze": "look",
    "wait": "wait", "pause": "wait", "hold on": "wait", "do nothing": "wait", "stand still": "wait",
}  # fmt: skip
"""First words of a clause -> what is done. The longest match counts."""

DIRECTIONS: dict[str, str] = {
    "to the left": "left", "to the right": "right", "to my left": "left", "to my right": "right",
    "leftwards": "left", "rightwards": "right", "left": "left", "right": "right",
    "away from me": "forward", "away": "forward", "forwards": "forward", "forward": "forward",
    "straight ahead": "forward", "ahead": "forward",
    "towards you": "back", "towards myself": "back", "to you": "back",
    "towards me": "back", "toward me": "back", "to me": "back", "backwards": "back", "backward": "back",
    "back": "back", "around": "back", "upwards": "up", "up": "up", "downwards": "down", "down": "down",
}  # fmt: skip
"""Seen from the agent."""

RELATIONS: dict[str, str] = {
    "away from": "away", "off of": "off", "off": "off", "from": "off", "under": "towards",
    "towards": "towards", "toward": "towards", "into": "into",
    "against": "into", "onto": "towards", "to": "towards", "at": "towards", "over": "over",
}  # fmt: skip
"""Between an object and its goal."""

_STRENGTHS: dict[str, float] = {
    "very hard": 4.0, "very gently": 0.2, "as hard as you can": 4.0, "with all your might": 4.0,
    "hard": 2.5, "strongly": 2.5, "firmly": 2.0, "fast": 2.5, "quickly": 2.5, "far": 2.5,
    "gently": 0.4, "softly": 0.4, "lightly": 0.4, "carefully": 0.4, "slowly": 0.4, "slightly": 0.4,
    "a little bit": 0.4, "a bit": 0.4, "a little": 0.4,
}  # fmt: skip
"""Adverbs -> factor on how far a plain push or throw goes."""

_VERB_STRENGTHS = {"shove": 2.0, "kick": 2.5, "nudge": 0.3, "tap": 0.2, "hit": 2.0, "hurl": 2.5, "run": 2.0}

_NUMBERS = {
    "half a": 0.5, "half": 0.5, "a quarter of a": 0.25, "one and a half": 1.5, "a": 1.0, "an": 1.0,
    "one": 1.0, "two": 2.0,
    "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
}  # fmt: skip

_UNITS: dict[str, tuple[str, float]] = {
    "m": ("metres", 1.0), "metre": ("metres", 1.0), "metres": ("metres", 1.0), "meter": ("metres", 1.0),
    "meters": ("metres", 1.0), "cm": ("metres", 0.01), "centimetre": ("metres", 0.01),
    "centimetres": ("metres", 0.01), "centimeter": ("metres", 0.01), "centimeters": ("metres", 0.01),
    "mm": ("metres", 0.001), "feet": ("metres", 0.3048), "foot": ("metres", 0.3048),
    "steps": ("metres", 0.75), "step": ("metres", 0.75),
    "s": ("seconds", 1.0), "sec": ("seconds", 1.0), "second": ("seconds", 1.0), "seconds": ("seconds", 1.0),
    "minute": ("seconds", 60.0), "minutes": ("seconds", 60.0), "ms": ("seconds", 0.001),
    "milliseconds": ("seconds", 0.001),
    "deg": ("radians", math.pi / 180), "degrees": ("radians", math.pi / 180),
    "degree": ("radians", math.pi / 180),
}  # fmt: skip
"""Unit -> quantity and its size in it; a step is 0.75 m (Bohannon 1997)."""


def _alternatives(words: dict[str, object]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_AMOUNT = re.compile(
    rf"(?:\b(?:by|for|about)\s+)?(?:(\d+(?:\.\d+)?)|\b({_alternatives(dict(_NUMBERS))}))"
    rf"\s*\b({_alternatives(dict(_UNITS))})\b"
)
_GLUED = re.compile(rf"(?:\b(?:by|for|about)\s+)?(?<![\w.])(\d+(?:\.\d+)?)({_alternatives(dict(_UNITS))})\b")
_STRENGTH = re.compile(rf"\b({_alternatives(dict(_STRENGTHS))})\b")
_LEADING_STRENGTH = re.compile(rf"^({_alternatives(dict(_STRENGTHS))})\s+(.+)$")


@dataclass(frozen=True)
class Amounts:
    """The quantities of a clause; None where it names none."""

    metres: float | None = None
    seconds: float | None = None
    radians: float | None = None
    strength: float = 1.0
    """Factor on how far a push or throw goes."""


def normalize(sentence: str) -> str:
    """Lower case, one space between words, typographic signs made plain."""
    plain = sentence.lower().replace("\u2019", "'").replace("\u00b0", " degrees").replace("let's", "lets")
    plain = re.sub(r"\b(nearest|closest) to\b", "nearest", plain).replace("next to", "beside")
    return re.sub(r"\s+", " ", plain).strip()


def verb_first(clause: str) -> str:
    """The verb first: 'gently push the cup' becomes 'push the cup gently'."""
    return _LEADING_STRENGTH.sub(r"\2 \1", clause)


def split_amounts(clause: str, verb: str) -> tuple[str, Amounts]:
    """Take quantities and adverbs out of a clause; returns the rest and what they say."""
    found: dict[str, float] = {}
    for pattern in (_GLUED, _AMOUNT):
        if match := pattern.search(clause):
            *numbers, unit = match.groups()
            word = next(n for n in numbers if n is not None)
            quantity, size = _UNITS[unit]
            found[quantity] = (_NUMBERS[word] if word in _NUMBERS else float(word)) * size
            clause = f"{clause[: match.start()]} {clause[match.end() :]}"
    strength = _VERB_STRENGTHS.get(verb, 1.0)
    if match := _STRENGTH.search(clause):
        strength *= _STRENGTHS[match.group(1)]
        clause = f"{clause[: match.start()]} {clause[match.end() :]}"
    amounts = Amounts(found.get("metres"), found.get("seconds"), found.get("radians"), strength)
    return re.sub(r"\s+", " ", clause).strip(), amounts
