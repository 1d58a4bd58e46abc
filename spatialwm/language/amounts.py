"""Quantities in a clause: half a metre, two steps, a quarter turn, for a few seconds, 20 N, gently."""

import math
import re
from dataclasses import dataclass

__all__ = ["UNIT_WORDS", "Amounts", "number_of", "split_amounts"]

_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_HUNDREDS = {"a hundred": 100, "one hundred": 100, "hundred": 100, "two hundred": 200, "three hundred": 300}
_VAGUE: dict[str, float] = {
    "half a": 0.5, "half an": 0.5, "a half": 0.5, "half of a": 0.5, "half": 0.5, "a quarter of a": 0.25,
    "quarter of a": 0.25, "a quarter": 0.25, "quarter": 0.25, "three quarters of a": 0.75,
    "three quarter": 0.75, "a third of a": 1 / 3, "one and a half": 1.5, "a": 1.0, "an": 1.0, "one full": 1.0,
    "a full": 1.0, "full": 1.0, "a whole": 1.0, "a single": 1.0, "a couple of": 2.0, "a couple": 2.0,
    "a pair of": 2.0, "a few": 3.0, "few": 3.0, "some": 3.0, "several": 4.0, "a dozen": 12.0,
    "a big": 1.5, "a small": 0.5, "a little": 0.5, "a tiny": 0.3, "a large": 1.5, "a short": 0.5,
    "a long": 1.5, "another": 1.0, "one more": 1.0,
}  # fmt: skip
_NUMBERS: dict[str, float] = (
    {word: float(value) for word, value in (_SMALL | _TENS | _HUNDREDS).items()}
    | {f"{ten}{dash}{one}": float(a + b) for ten, a in _TENS.items() for one, b in list(_SMALL.items())[:9]
       for dash in (" ", "-")}
    | _VAGUE
)  # fmt: skip

_METRES = {
    1.0: "m metre metres meter meters", 0.01: "cm cms centimetre centimetres centimeter centimeters",
    0.001: "mm millimetre millimetres millimeter millimeters", 0.1: "decimetre decimetres",
    1000.0: "km kilometre kilometres", 0.3048: "feet foot ft", 0.0254: "inch inches",
    0.9144: "yard yards", 0.75: "step steps pace paces stride strides",
}  # fmt: skip
"""A step is 0.75 m (Bohannon 1997)."""
_SECONDS = {
    1.0: "s sec secs second seconds moment moments",
    3.0: "while",
    60.0: "minute minutes min",
    0.001: "ms millisecond milliseconds",
}
_RADIANS = {
    math.pi / 180: "deg degs degree degrees", 1.0: "rad rads radian radians",
    math.tau: "turn turns rotation rotations revolution revolutions circle circles",
}  # fmt: skip
_SPEEDS = {
    1.0: "m/s,metres per second,meters per second,metre per second,meter per second,metres a second"
    ",meters a second",
    1 / 3.6: "km/h,kmh,kilometres per hour,kilometers per hour,kilometres an hour",
    0.44704: "mph,miles per hour,miles an hour",
}
_UNITS: dict[str, tuple[str, float]] = {
    word: (quantity, size)
    for quantity, table, between in (
        ("metres", _METRES, " "), ("seconds", _SECONDS, " "), ("radians", _RADIANS, " "),
        ("speed", _SPEEDS, ","), ("newtons", {1.0: "n newton newtons"}, " "),
    )
    for size, words in table.items()
    for word in words.split(between)
}  # fmt: skip
"""Unit -> quantity and its size in it."""

_STRENGTHS: dict[float, str] = {
    4.0: "very hard,really hard,extremely hard,super hard,as hard as you can,as hard as possible"
    ",with all your might,with all your strength,with all your force,with full force,with full strength"
    ",at full speed,full speed,as fast as you can,as fast as possible,as far as you can,as high as you can"
    ",as high as possible,really high,very high,as far as possible"
    ",very far,very fast,really fast,violently,with maximum force,much harder",
    2.5: "hard,strongly,fast,quickly,far,forcefully,powerfully,vigorously,swiftly,with force"
    ",with a lot of force,roughly,a lot,briskly,rapidly,harder,faster,farther,further,pretty hard,quite hard"
    ",hurriedly,aggressively,with great force,with some force,a long way,energetically",
    2.0: "firmly,decisively",
    0.4: "gently,softly,lightly,carefully,slowly,slightly,a little bit,a bit,a little,delicately,cautiously"
    ",a tad,somewhat,a small bit,not too hard,not so hard,not very hard,not too far,a little way,tenderly"
    ",with care,quietly,calmly,ever so slightly,with little force,with a little force,a touch,easy"
    ",leisurely,gingerly",
    0.2: "very gently,very softly,very lightly,very carefully,very slowly,really gently,really slowly"
    ",a tiny bit,barely,extremely gently,just a little,just a bit,just slightly,just a tiny bit,super gently",
}
"""Adverbs -> factor on how far a plain push or throw goes."""
_ADVERBS = {word: factor for factor, words in _STRENGTHS.items() for word in words.split(",")}
_VERB_STRENGTHS = {
    "shove": 2.0, "kick": 2.5, "nudge": 0.3, "tap": 0.2, "hit": 2.0, "hurl": 2.5, "run": 2.0, "sprint": 4.0,
    "dash": 3.0, "jog": 2.0, "poke": 0.3, "prod": 0.3, "budge": 0.3, "smash": 3.0, "whack": 2.5, "punch": 2.5,
    "bash": 2.5, "slam": 3.0, "fling": 1.8, "rush": 3.0, "hurry": 2.0, "stroll": 0.6, "tiptoe": 0.2,
    "creep": 0.2, "sneak": 0.3, "ram": 3.0, "lob": 0.7, "launch": 2.5,
}  # fmt: skip


def _any_of(words: dict[str, float] | dict[str, tuple[str, float]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


UNIT_WORDS = (*_UNITS, *_ADVERBS, *_NUMBERS)
"""Units, adverbs and numbers, as they are written."""

_AMOUNT = re.compile(
    r"(?:\b(?:by|for|about|roughly|approximately|approx|exactly|precisely|at least|at most|up to(?= \d)|at"
    r"|with"
    r"|another|of|only|just|around(?= \d)|some(?= \d)|maybe|almost|nearly|a distance of|a speed of|the last"
    r"|an angle of)\s+)*(?:a force of\s+)?"
    rf"(?<![\w.,])(?:(?P<digits>\d+(?:[.,]\d+)?|\.\d+)|\b(?P<words>{_any_of(_NUMBERS)})\b)"
    rf"(?P<half> and a half)?[\s-]*(?:more |big |small |full |whole |good |large |short )?"
    rf"(?P<unit>{_any_of(_UNITS)})(?![\w/])(?P<more> and a half)?(?: of force)?"
    r"(?: long| high| tall| wide| into the air)?"
)
_NOT_AMOUNT = re.compile(r"^(?:a|an|one)\s+(?:second|sec|n|s|min|ms|m|rad)$|^(?:some|few) (?:n|s|m|min)$")
"""``a second mug`` is no time; ``for a second`` and a clause's last ``a second`` are."""
_STRENGTH = re.compile(rf"(?<!\bthe (?=far|fur))\b({_any_of(_ADVERBS)})\b")


@dataclass(frozen=True)
class Amounts:
    """The quantities of a clause; None where it names none."""

    metres: float | None = None
    seconds: float | None = None
    radians: float | None = None
    strength: float = 1.0
    """Factor on how far a push or throw goes."""
    speed: float | None = None
    """[m/s]"""
    newtons: float | None = None
    adverb: float = 1.0
    """The part of the strength that an adverb says."""


def number_of(text: str) -> float | None:
    """A number in digits or words."""
    if re.fullmatch(r"-?\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    return _NUMBERS.get(text)


def split_amounts(clause: str, verb: str) -> tuple[str, Amounts]:
    """Take quantities and adverbs out of a clause; returns the rest and what they say."""
    found: dict[str, float] = {}
    at = 0
    while (match := _AMOUNT.search(clause, at)) is not None:
        quantity, size = _UNITS[match["unit"]]
        if quantity in found or not _is_amount(match, clause):
            at = match.end()
            continue
        number = match["digits"] or match["words"]
        value = float(number.replace(",", ".")) if match["digits"] else _NUMBERS[number]
        value += 0.5 * bool(match["half"]) + 0.5 * bool(match["more"])
        found[quantity] = value * size
        clause, at = f"{clause[: match.start()]} {clause[match.end() :]}", match.start()
    adverb = 1.0
    while (said := _STRENGTH.search(clause)) is not None:
        adverb *= _ADVERBS[said.group(1)]
        clause = f"{clause[: said.start()]} {clause[said.end() :]}"
    rest = re.sub(r"\s+", " ", clause).strip()
    return rest, Amounts(strength=_VERB_STRENGTHS.get(verb, 1.0) * adverb, adverb=adverb, **found)


def _is_amount(match: re.Match[str], clause: str) -> bool:
    if _NOT_AMOUNT.match(f"{match['digits'] or match['words']} {match['unit']}") is None:
        return True
    ends = match.end() == len(clause)
    return match["unit"] in ("second", "sec") and (ends or match.group(0).startswith("for "))
