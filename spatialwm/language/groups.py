"""Noun phrases -> several objects: both, all, everything on the table except the plate, this and that."""

import re
from collections.abc import Callable

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.places import support_of
from spatialwm.language.reference import candidates
from spatialwm.scene import SceneObject

__all__ = ["find_group"]

_ALL = re.compile(r"^(?:all(?: of)?(?: the)?|both(?: of)?(?: the)?|every|each(?: of the)?)\s+(.+)$")
_COUNTED = re.compile(r"^(?:the )?(two|three|four|five|six)\s+(.+)$")
_EVERYTHING = re.compile(
    r"^(?:everything|all things|all the things|anything|all)(?: else)?(?: that is)?(?:\s+(.+))?$"
)
_EXCEPT = re.compile(
    r"^(.+?)(?<!\bis)(?<!\bare)[\s,]+"
    r"(?:except(?: for)?|but not|but|apart from|other than|besides|not)\s+(.+)$"
)
_PLACE = re.compile(r"^(on top of|on|in|inside)\s+(.+)$")
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

Find = Callable[[str], SceneObject]


def find_group(phrase: str, things: list[SceneObject], find: Find) -> list[SceneObject]:
    """The objects a noun phrase means; ``find`` finds single ones.

    Raises:
        UnknownObjectError: There are none.
        InputError: A count that is not theirs, or a single phrase that is ambiguous.
    """
    if (match := _EXCEPT.match(phrase)) is not None:
        found = find_group(match[1], things, find)
        out = _left_out(match[2], found, find)
        kept = [t for t in found if t.name not in out]
        if not kept:
            raise InputError(f"'{phrase:.80}' leaves nothing over.")
        return kept
    if (match := _EVERYTHING.match(phrase)) is not None and (match[1] is None or _PLACE.match(match[1])):
        return _everything(match[1], things, find)
    if (match := _ALL.match(phrase)) is not None:
        return _all(phrase, match[1], things, find)
    if (match := _COUNTED.match(phrase)) is not None:
        found = _all(phrase, match[2], things, find)
        if len(found) != _COUNTS[match[1]]:
            names = ", ".join(f"'{t.name}'" for t in found)
            raise InputError(f"'{phrase:.60}': there are {len(found)}: {names}; say which.")
        return found
    if " and " in phrase:
        found = [t for part in phrase.split(" and ") for t in find_group(part.strip(), things, find)]
        return list({t.name: t for t in found}.values())
    several = candidates(phrase, things)
    if len(several) > 1 and _is_plural(phrase):
        return several
    return [find(phrase)]


def _left_out(phrase: str, among: list[SceneObject], find: Find) -> set[str]:
    """Names that are excepted: 'the blue one' is one of those among which it is said."""
    names: set[str] = set()
    for part in re.split(r"\s+(?:and|or|nor)\s+", phrase):
        if (match := re.match(r"^(?:the )?(.+?) ones?$", part)) is not None:
            words = set(match[1].split())
            hit = [t for t in among if words <= {*t.attributes, t.material}]
        else:
            hit = find_group(part, among, lambda p: _one_of(p, among, find))
        names |= {t.name for t in hit}
    if not names:
        raise UnknownObjectError(f"There is no '{phrase:.60}' among {', '.join(t.name for t in among):.300}.")
    return names


def _one_of(phrase: str, among: list[SceneObject], find: Find) -> SceneObject:
    found = candidates(phrase, among)
    return found[0] if len(found) == 1 else find(phrase)


def _everything(place: str | None, things: list[SceneObject], find: Find) -> list[SceneObject]:
    loose = [t for t in things if t.body.kind == "dynamic"]
    if place is None:
        raise InputError("'everything' needs a place; say for example 'everything on the table'.")
    match = _PLACE.match(place)
    assert match is not None
    below = find(match[2])
    found = [t for t in loose if _is_on(t, below, things)]
    if not found:
        raise UnknownObjectError(f"There is nothing on '{below.name}'.")
    return found


def _all(phrase: str, rest: str, things: list[SceneObject], find: Find) -> list[SceneObject]:
    place = None
    if (match := re.match(r"^(.+?)\s+((?:on top of|on|in|inside)\s+.+)$", rest)) is not None:
        rest, place = match[1], match[2]
    found = candidates(rest, things)
    if place is not None and (where := _PLACE.match(place)) is not None:
        below = find(where[2])
        found = [t for t in found if _is_on(t, below, things)]
    if not found:
        find(rest)  # says what there is
        raise UnknownObjectError(f"There is no '{rest:.60}' there.")
    if phrase.startswith("both") and len(found) != 2:
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"'{phrase:.60}' should be two; there are {len(found)}: {names}.")
    return found


def _is_on(thing: SceneObject, below: SceneObject, things: list[SceneObject]) -> bool:
    """Whether it stands on it, directly or on what stands on it."""
    seen: set[str] = set()
    above: SceneObject | None = thing
    while above is not None and above.name not in seen:
        seen.add(above.name)
        above = support_of(above, things)
        if above is not None and above.name == below.name:
            return True
    return False


def _is_plural(phrase: str) -> bool:
    noun = phrase.split()[-1] if phrase.split() else ""
    return noun.endswith("s") and not noun.endswith("ss") and noun != "glasses"
