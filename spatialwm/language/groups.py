"""Noun phrases -> several objects: both, all, everything on the table except the plate, this and that."""

import re
from collections.abc import Callable

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.nouns import describing, is_plural
from spatialwm.language.places import extent
from spatialwm.language.reference import View, meant, unknown
from spatialwm.language.relations import is_on
from spatialwm.language.words import compact
from spatialwm.lift.text.words import COLORS, MATERIALS, SIZES, singular
from spatialwm.scene import SceneObject

__all__ = ["find_group"]

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
_COUNT = "|".join(_COUNTS)
_SOME_OF = re.compile(
    rf"^(?:any |just |only )?(?P<count>{_COUNT}) of (?P<rest>(?:the|these|those|them|my)\b.*)$"
)
_THINGS = r"(?:things?|objects?|items?|stuff|of the things|of it|pieces?)"
_EVERYTHING = re.compile(
    rf"^(?:everything|anything|whatever|what|(?:all|every|each)(?: (?:of )?the)? {_THINGS}|the (?:things"
    rf"|objects|items|stuff|pieces)"
    rf"|all|the rest)(?: else)?"
    r"(?: (?:that|which)(?: is| are)?| is| are)?(?: (?:lying|standing|sitting|currently|placed|resting"
    r"|left))*(?:\s+(?P<place>.+))?$"
)
_ALL = re.compile(
    rf"^(?P<how>all|both|every|each|every single|(?:all|the) (?P<count>{_COUNT})|(?P<count2>{_COUNT}))(?:"
    rf" of)?(?: the| those| these| my)?"
    rf"(?: (?P<count3>{_COUNT}))? (?P<rest>.+)$"
)
_EXCEPT = re.compile(
    r"^(.+?)(?<!\bis)(?<!\bare)[\s,]+"
    r"(?:except(?: for| from)?|but not|but|apart from|other than|besides|excluding|aside from|save for|not"
    r"|minus|without)\s+(.+)$"
)
_TELLING = {
    *COLORS,
    *SIZES,
    *MATERIALS,
    *("left", "right", "first", "second", "third", "fourth", "last", "nearest", "farthest"),
}
"""Words that tell one thing from others of its kind."""
_ALL_WORDS = re.compile(rf"^(?:all|both|every|each|the|of|my|{_COUNT}|\s)+\b\s*")
_PLACE = re.compile(
    r"^(?:that is |which is |right |directly )*(on|onto|in|inside|under|beside|near|around"
    r"|at)\s+(.+)$"
)

_EITHER = re.compile(r"^either (?P<first>.+?) or .+$")
Find = Callable[[str], SceneObject]


def find_group(phrase: str, view: View, find: Find) -> list[SceneObject]:
    """The objects a noun phrase means; ``find`` finds single ones.

    Raises:
        UnknownObjectError: There are none.
        InputError: A count that is not theirs, or a single phrase that is ambiguous.
    """
    phrase = _EITHER.sub(r"\g<first>", compact(phrase.strip(" ,")))
    if phrase.startswith("both ") and " and " in phrase and not is_plural(_head(phrase).split(" and ")[0]):
        phrase = phrase.removeprefix("both ")
    if (match := _EXCEPT.match(phrase)) is not None and _is_many(match[1]):
        return _without(phrase, match[1], match[2], view, find)
    if (match := _EVERYTHING.match(phrase)) is not None and _is_place(match["place"]):
        return _everything(match["place"], view, find)
    if (match := _SOME_OF.match(phrase)) is not None:
        return _some(phrase, match, view, find)
    if " and " in phrase and " between " not in phrase and phrase not in _parts(phrase):
        found = [t for part in _parts(phrase) for t in find_group(part, view, find)]
        return list({t.name: t for t in found}.values())
    if (match := _ALL.match(phrase)) is not None and not phrase.endswith(" one"):
        return _all(phrase, match, view)
    if (match := _EXCEPT.match(phrase)) is not None:
        return _without(phrase, match[1], match[2], view, find)
    if is_plural(_head(phrase)):
        found = meant(phrase, view)
        if not found:
            raise unknown(phrase, view.things)
        return found
    return [find(phrase)]


def _parts(phrase: str) -> list[str]:
    """``the red and the blue mug`` are two mugs, and so are ``the red and blue mugs``."""
    parts = [part.strip() for part in re.split(r"\s*,\s*(?:and )?|\s+and\s+", phrase) if part.strip()]
    noun = parts[-1].split()[-1]
    bare = [part.removeprefix("the ") for part in parts[:-1]]
    if len(parts[-1].split()) < 2 or not all(word in _TELLING for word in bare):
        return parts
    last = " ".join([*parts[-1].split()[:-1], singular(noun)])
    return [*(f"{word} {singular(noun)}" for word in bare), last]


def _is_many(phrase: str) -> bool:
    return bool(_EVERYTHING.match(phrase) or _ALL.match(phrase) or is_plural(_head(phrase)))


def _head(phrase: str) -> str:
    return re.split(
        r" (?:on|in|inside|beside|near|under|behind|leftof|rightof|nearest|with|of|that|which"
        r"|at) ",
        phrase,
    )[0]


def _is_place(place: str | None) -> bool:
    return place is None or _PLACE.match(place) is not None


def _without(phrase: str, whole: str, out: str, view: View, find: Find) -> list[SceneObject]:
    if (
        late := re.match(
            r"^(.+?) ((?:on|in|inside|under)"
            r" .+)$",
            out,
        )
    ) is not None and _EVERYTHING.match(whole):
        whole, out = f"{whole} {late[2]}", late[1]  # everything except the plate on the table
    if (one := re.match(r"^(?:the )?(?P<which>(?:[a-z]+ )*?)ones? (?P<rest>(?:on|in|near|nearest|farthest"
                        r"|beside|by|behind"
                        r"|infront|under|leftof|rightof|at|with|that|which"
                        r"|of) .+)$", out)) is not None:  # fmt: skip
        noun = singular(_head(re.sub(_ALL_WORDS, "", whole)))
        out = f"the {one['which']}{noun} {one['rest']}"
    found = find_group(whole, view, find)
    names = _left_out(out, found, view, find)
    kept = [t for t in found if t.name not in names]
    if not kept:
        raise InputError(f"'{phrase:.80}' leaves nothing over.")
    return kept


def _left_out(phrase: str, among: list[SceneObject], view: View, find: Find) -> set[str]:
    """Names that are excepted: 'the blue one' is one of those among which it is said."""
    names: set[str] = set()
    for part in re.split(r"\s+(?:and|or|nor)\s+", phrase):
        if (match := re.match(r"^(?:the )?(.+?) ones?$", part)) is not None:
            words = set(match[1].split())
            hit = [t for t in among if words <= describing(t)]
            if not hit and not any(words <= describing(t) for t in view.things):
                hit = _among(part, among, view, find)
        else:
            hit = _among(part, among, view, find)
        names |= {t.name for t in hit}
    return names


def _among(phrase: str, among: list[SceneObject], view: View, find: Find) -> list[SceneObject]:
    inner = View(things=among, eye=view.eye, rightward=view.rightward, last=view.last, before=view.before)
    found = meant(phrase, inner)
    if len(found) == 1 or (found and is_plural(_head(phrase))):
        return found
    return find_group(phrase, view, find)


def _everything(place: str | None, view: View, find: Find) -> list[SceneObject]:
    loose = [t for t in view.things if t.body.kind == "dynamic"]
    if place is None:
        return loose
    match = _PLACE.match(place)
    if match is None:
        raise InputError(f"'{place:.60}' is no place; say for example 'everything on the table'.")
    anchor = find(match[2])
    if match[1] in ("beside", "near", "around", "at"):
        found = [t for t in loose if t.name != anchor.name and extent(anchor).gap(extent(t).centre) < 1.0]
    elif match[1] == "under":
        found = [t for t in loose if extent(anchor).gap(extent(t).centre) == 0
                 and extent(t).high[1] < extent(anchor).high[1]]  # fmt: skip
    else:
        found = [t for t in loose if is_on(t, anchor, view.things)]
    if not found:
        raise UnknownObjectError(f"There is nothing on '{anchor.name}'.")
    return found


def _some(phrase: str, match: re.Match[str], view: View, find: Find) -> list[SceneObject]:
    """``Two of the chairs``: any two."""
    found, count = find_group(match["rest"], view, find), _COUNTS[match["count"]]
    if len(found) < count:
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"'{phrase:.60}' should be {count}; there are {len(found)}: {names}.")
    return found[:count]


def _all(phrase: str, match: re.Match[str], view: View) -> list[SceneObject]:
    rest = match["rest"]
    if match["how"] in ("every", "each", "every single"):
        rest = re.sub(r"^one of (?:the )?", "", rest)
    found = meant(rest, view)
    if not found:
        raise unknown(rest, view.things)
    word = match["count"] or match["count2"] or match["count3"] or ("two" if match["how"] == "both" else None)
    if match["count2"] is not None and len(found) > _COUNTS[match["count2"]]:
        return found[: _COUNTS[match["count2"]]]  # "two chairs" are any two
    if word is not None and len(found) != _COUNTS[word]:
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"'{phrase:.60}' should be {word}; there are {len(found)}: {names}; say which.")
    return found
