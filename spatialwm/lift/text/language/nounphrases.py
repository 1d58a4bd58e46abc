"""Noun phrases: determiner, number, describing words, and the noun they end in."""

from dataclasses import dataclass, replace

from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.language import closed
from spatialwm.lift.text.language.describing import is_describing, is_listed_look, is_measure_or_stuff
from spatialwm.lift.text.language.determiners import Start, start_of
from spatialwm.lift.text.language.listed import listed
from spatialwm.lift.text.language.nouns import (
    anything_like,
    is_abstract,
    is_mass,
    is_part,
    is_person,
    singular,
    thing_named,
)
from spatialwm.lift.text.language.rooms import place_named
from spatialwm.lift.text.language.vague import AREAS
from spatialwm.lift.text.language.verbs import is_transitive, participle, verb_form

__all__ = ["Noun", "noun_phrase"]


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A noun phrase."""

    kind: str
    """thing, part, place (of the room), side, room, area, person, abstract, pronoun, describing, unknown."""
    det: str = ""
    number: int | None = None
    vague: bool = False
    """The number is not meant exactly."""
    bound: str = ""
    arrangement: str = ""
    ordinal: int | None = None
    describers: tuple[str, ...] = ()
    noun: str = ""
    """Singular; of pronouns the sort of pronoun; of places and sides the part."""
    word: str = ""
    """The noun with the nouns before it, as written, singular."""
    category: str = ""
    nearest: bool = False
    plural: bool = False
    text: str = ""
    subset: bool = False
    """The number is of those that are meant: "two of the beds"."""
    unit: int = 1
    """Of a pair: 2."""
    same: bool = False
    """As many as of what was mentioned before."""


def noun_phrase(words: list[str], at: int) -> tuple[Noun, int] | None:
    """The noun phrase that starts here, and where it ends."""
    start = start_of(words, at)
    end, content = _content(words, start)
    text = " ".join(words[at:end])
    if content:
        return _named(start, content, text), end
    if end == at:
        if words[at] in closed.PRONOUNS:
            return Noun(kind="pronoun", noun=closed.PRONOUNS[words[at]], text=words[at]), at + 1
        return None
    return _pronoun(start, words, at, text), max(end, at + 1)


def _pronoun(start: Start, words: list[str], at: int, text: str) -> Noun:
    """A phrase without a noun: "each", "the other", "two of them"."""
    sort = {"each": "each", "both": "both", "other": "other", "another": "another"}.get(start.det, "")
    if not sort and start.number is not None:
        sort = "one" if start.number == 1 else "number"
    if start.ordinal is not None:
        sort = "ordinal"
    if not sort and words[at] in closed.PRONOUNS:
        sort = closed.PRONOUNS[words[at]]
    return Noun(kind="pronoun" if sort else "abstract", det=start.det, number=start.number, noun=sort,
    text=text,
                bound=start.bound, ordinal=start.ordinal, subset=start.subset)  # fmt: skip


def _content(words: list[str], start: Start) -> tuple[int, tuple[str, ...]]:
    """Describing words and nouns, and where they end."""
    content: list[str] = []
    at = start.at
    if start.subset and words[at - 1] in ("them", "which", "whom"):
        return at, ()
    while at < len(words):
        word = words[at]
        if word in (",", "and", "or"):
            if not (content and all(map(_only_describes, content)) and _describes_on(words, at + 1)):
                break
        elif _stops(words, at, content, start):
            break
        elif word not in closed.ADVERBS or word in closed.SIDES:
            content.append(word)
        at += 1
    return at, tuple(content)


def _stops(words: list[str], at: int, content: list[str], start: Start) -> bool:
    """Whether a word is none of a noun phrase's."""
    word = words[at]
    if (word == "can" and (content or start.det)) or (content and word in ("one", "ones")):
        return False
    if word in _STOPS or word in closed.RELATIVES or closed.relation_at(words, at) is not None:
        return True
    if word in closed.ADVERBS and word not in closed.SIDES:
        return bool(content) and not all(map(_only_describes, content))
    if content:
        numeral = closed.number_of(word) is not None and word != "twin"
        return numeral or _ends_before(words, at, content, start)
    alone = start.number == 1 or start.det in ("each", "other", "both")
    return alone and _is_verb(words, at)


_STOPS = (
    closed.AUXILIARIES | closed.BOUNDARIES | closed.SKIPPED_STARTS
    | (frozenset(closed.DETERMINERS) - {"other", "one"}) | {"it", "them", "they", "not", "never"}
)  # fmt: skip


def _only_describes(word: str) -> bool:
    return is_describing(word) and thing_named((word,)) is None and word not in AREAS and not is_part(word)


def _describes_on(words: list[str], at: int) -> bool:
    """Whether another describing word and then a noun follow: "black and white cat"."""
    if at < len(words) and words[at] == "and":
        at += 1
    if at >= len(words) or not is_describing(words[at]) or participle(words[at]) is not None:
        return False
    following = at + 1
    while following < len(words) and words[following] in (",", "and"):
        following += 1
    if following >= len(words):
        return False
    word = words[following]
    return word not in _STOPS and closed.relation_at(words, following) is None


def _ends_before(words: list[str], at: int, content: list[str], start: Start) -> bool:
    """Whether the word is the verb after this noun phrase rather than a part of it."""
    word = words[at]
    if all(map(_only_describes, content)) or _in_compound(words, at, content, start):
        return False
    form, known = participle(word), verb_form(word)
    if form is not None and not is_part(word):
        if singular(content[-1]) != content[-1]:
            return True
        if thing_named((word,)) is None:
            return closed.is_closed(words, at + 1) or (known is not None and is_transitive(form))
        return False
    if form is not None or known is None or (is_part(word) and thing_named(tuple(content)) is None):
        return False
    return known.form == "s" or _agrees(word, content, start)


def _in_compound(words: list[str], at: int, content: list[str], start: Start) -> bool:
    """Whether a word is in a known compound: the "stand" of "TV stand", the "dining" of "dining table"."""
    before = thing_named((*content, words[at]))
    one = start.det in ("a", "each", "another") or start.number == 1
    many = singular(words[at]) != words[at] and verb_form(words[at]) is not None
    if before is not None and before.length > 1 and not (one and many):
        return True
    ahead = ((n, thing_named(tuple(words[at : at + n]))) for n in (3, 2) if at + n <= len(words))
    return any(named is not None and named.length == length for length, named in ahead)


def _agrees(word: str, content: list[str], start: Start) -> bool:
    """Whether the base form of a verb can follow: "shelves hold tools", not "a headphone display"."""
    last = singular(content[-1])
    if last in closed.ARCHITECTURE or last in closed.SIDES:
        return True
    one = start.det in ("a", "each", "another") or start.number == 1
    return last != content[-1] and not one and place_named((word,)) is None


def _is_verb(words: list[str], at: int) -> bool:
    """After "one", "each" or "the other": "one holding a lamp", "each topped with a candle"."""
    known = verb_form(words[at])
    if known is not None and known.form == "ed":
        return closed.is_closed(words, at + 1)
    return known is not None and (
        is_transitive(known) if known.form == "ing" else known.form in ("s", "base")
    )


def _named(start: Start, content: tuple[str, ...], text: str) -> Noun:
    """What the phrase is about."""
    content = _whole(content)
    last = content[-1]
    if last in ("one", "ones"):
        return Noun(kind="pronoun", noun="that one", det=start.det, describers=content[:-1], text=text)
    base = Noun(kind="", det=start.det, number=start.number, vague=start.vague, bound=start.bound, text=text,
                arrangement=start.arrangement, ordinal=start.ordinal, unit=start.unit, subset=start.subset,
                same=start.same, describers=content[:-1], noun=singular(last), word=singular(last),
                plural=singular(last) != last or _numbers_many(start) or _bare_plural(start,
                last))  # fmt: skip
    known = thing_named(content)
    place = place_named(content)
    head = singular(last)
    if known is not None and known.length > 1:
        return _thing(base, content)
    if head in closed.ARCHITECTURE and head not in ("room", "corner", "middle"):
        return replace(base, kind="place", noun=closed.ARCHITECTURE[head])
    if head in closed.SIDES and not (known is not None and not known.nearest):
        return replace(base, kind="side", noun=closed.SIDES[head])
    if place is not None and (known is None or known.nearest or place == "closet"):
        return replace(base, kind="room", noun=place, word=" ".join(content[-2:]))
    if is_part(last):
        category = known.category if known else ""
        return replace(base, kind="part", word=" ".join((*content[:-1], last)), category=category)
    if head == "light" and not (start.det or start.number or base.plural):
        return replace(base, kind="abstract")
    if known is not None:
        return _thing(base, content)
    return _unnamed(base, content, last)


_WHOLES: dict[str, frozenset[str]] = {
    "vehicle": frozenset(
        listed("window windshield windscreen mirror door hood bonnet roof bumper headlight")
    ),
    "electronics": frozenset(listed("keyboard screen lid")),
    "appliance": frozenset(listed("door lid handle")),
}
"""Parts by which such things are meant: a bird beside a car window is beside a car."""


def _whole(content: tuple[str, ...]) -> tuple[str, ...]:
    """Without the part, where a thing is named by a part of it."""
    if len(content) < 2:
        return content
    whole = thing_named(content[:-1])
    known = thing_named(content)
    if whole is None or (known is not None and known.length > 1):
        return content
    last = singular(content[-1])
    parts = (p for tag, p in _WHOLES.items() if tag in CATALOGUE[whole.category].tags)
    return content[:-1] if any(last in p for p in parts) else content


def _unnamed(base: Noun, content: tuple[str, ...], last: str) -> Noun:
    head = singular(last)
    if head in AREAS:
        return replace(base, kind="area")
    if is_person(last):
        return replace(base, kind="person")
    if is_abstract(last) or is_mass(last):
        return replace(base, kind="abstract")
    if is_describing(last):
        return replace(base, kind="describing", describers=content)
    if base.det or base.number is not None or (base.plural and last.isascii()):
        return _thing(base, content)
    return replace(base, kind="unknown")


def _bare_plural(start: Start, last: str) -> bool:
    """Such as "headphones" without a determiner."""
    return (
        not start.det
        and start.number is None
        and last.endswith("s")
        and not last.endswith(("ss", "us", "is"))
    )


def _numbers_many(start: Start) -> bool:
    return start.number is not None and start.number > 1


def _thing(base: Noun, content: tuple[str, ...]) -> Noun:
    known = thing_named(content) or anything_like(content)
    first = len(content) - known.length
    word_from = first
    while word_from > 0 and not is_describing(content[word_from - 1]) and first - word_from < 2:
        word_from -= 1
    word = " ".join((*content[word_from:-1], singular(content[-1])))
    bare = (
        thing_named(content[first + 1 :])
        if known.length > 1 and is_measure_or_stuff(content[first])
        else None
    )
    if bare is not None and CATALOGUE[bare.category].tags.isdisjoint(CATALOGUE[known.category].tags):
        bare = None  # a hot dog is no dog
    noun = known.noun
    if bare is not None and bare.length == known.length - 1:
        noun, word, known = bare.noun, bare.noun, replace(known, category=bare.category)
    inside = (w for w in content[first:-1] if is_listed_look(w) or "-" in w)
    return replace(
        base,
        kind="thing",
        noun=noun,
        word=word,
        category=known.category,
        nearest=known.nearest,
        describers=_joined((*content[:first], *inside)),
    )


_SUFFIXES = frozenset(listed("themed theme style styled inspired shaped sized size colored coloured toned"))


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Such as "frozen themed" is one describing word: frozen-themed."""
    out: list[str] = []
    for word in words:
        if word in _SUFFIXES and out:
            out[-1] = f"{out[-1]}-{word}"
        elif word != "of":
            out.append(word)
    return tuple(out)
