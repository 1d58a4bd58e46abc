"""What comes before the describing words of a noun phrase: determiners, numbers, bounds and measures."""

from dataclasses import dataclass, replace

from spatialwm.lift.text.language import closed
from spatialwm.lift.text.language.nouns import singular
from spatialwm.lift.text.language.vague import MEASURES

__all__ = ["Start", "start_of"]


@dataclass(frozen=True, kw_only=True)
class Start:
    """What comes before the describing words."""

    det: str = ""
    number: int | None = None
    vague: bool = False
    bound: str = ""
    arrangement: str = ""
    ordinal: int | None = None
    unit: int = 1
    subset: bool = False
    same: bool = False
    at: int


def start_of(words: list[str], at: int) -> Start:
    """The determiners and numbers that start here, and where they end."""
    start = Start(at=at)
    while start.at < len(words):
        step = _start_step(words, start)
        if step is None:
            break
        start = step
    return start


def _start_step(words: list[str], start: Start) -> Start | None:
    """One more word of the start; None when the describing words begin."""
    word, after = words[start.at], words[start.at + 1] if start.at + 1 < len(words) else ""
    steps = (
        _bound_step(words, start),
        _number_step(start, word, after),
        _determiner_step(start, word, after),
    )
    step = next((s for s in steps if s is not None), None)
    if step is None and word == "of" and _can_be_partitive(start):
        return _subset(words, start)
    return step


def _can_be_partitive(start: Start) -> bool:
    return start.at > 0 and (start.number is not None or start.det in ("each", "both", "the"))


def _bound_step(words: list[str], start: Start) -> Start | None:
    for length in (4, 3, 2, 1):
        said, after = " ".join(words[start.at : start.at + length]), start.at + length
        if said in closed.BOUNDS and after < len(words) and _number_at(words, after):
            return replace(start, bound=closed.BOUNDS[said], at=after)
    return None


def _number_step(start: Start, word: str, after: str) -> Start | None:
    number, at = closed.number_of(word), start.at + 1
    multiple = word in ("single", "double", "triple") and start.number is not None
    if number is not None and word != "twin" and not multiple:
        number = number * start.number if word == "dozen" and start.number is not None else number
        return replace(start, number=number, at=at, det=_plain(start.det))
    if word in closed.VAGUE_NUMBERS:
        return replace(
            start,
            number=closed.VAGUE_NUMBERS[word],
            vague=True,
            at=at + (after == "of"),
            det=_plain(start.det),
        )
    if singular(word) in MEASURES and after == "of":
        return _measured(start, word)
    if word in ("pair", "couple") and start.det:
        return replace(start, number=2, at=at)
    return replace(start, same=True, at=at) if word == "as-many" else None


def _plain(det: str) -> str:
    """A number takes the place of "a"."""
    return "" if det == "a" else det


def _determiner_step(start: Start, word: str, after: str) -> Start | None:
    at = start.at + 1
    if word in closed.DETERMINERS and (word != "one" or start.det):
        if word in ("this", "that", "these", "those", "all") and after in ("is", "are", "has", "have", ","):
            return None
        det = "no" if start.det == "no" else closed.DETERMINERS[word]
        return replace(start, det="other" if start.det == "the" and det == "other" else det, at=at)
    if word in closed.ORDINALS and start.det and word not in ("left", "right"):
        return replace(start, ordinal=closed.ORDINALS[word], at=at)
    if word in closed.ADVERBS and word not in closed.SIDES and start.det:
        return replace(start, at=at)
    return None


def _number_at(words: list[str], at: int) -> bool:
    return closed.number_of(words[at]) is not None or words[at] in ("a", "an", "one")


def _measured(start: Start, word: str) -> Start:
    """A stack of, five pairs of, a row of."""
    base = singular(word)
    many = singular(word) != word
    unit = 2 if base in ("pair", "couple", "duo") else 3 if base == "trio" else start.unit
    number = start.number
    vague = start.vague
    if base == "dozen":
        number = 12 * (number or 1)
    elif unit > 1:
        number = unit * (number or (2 if many else 1))
    else:
        number = None
    return replace(start, det="", number=number, vague=vague or (number is None), unit=unit,
                   arrangement=MEASURES[base] or start.arrangement, at=start.at + 2)  # fmt: skip


def _subset(words: list[str], start: Start) -> Start | None:
    """Such as "two of the", "one of which", "three of four"."""
    at = start.at + 1
    if at >= len(words):
        return None
    if words[at] in ("them", "which", "these", "those", "whom"):
        return replace(start, subset=True, at=at + 1)
    if words[at] in ("the", "these", "those", "its", "their", "all"):
        return replace(start, subset=True, at=at + 1)
    whole = closed.number_of(words[at])
    if whole is not None:
        return replace(start, number=whole, at=at + 1)
    return replace(start, at=at) if start.vague else None
