"""Words to chunks: noun phrases, prepositions, verbs and joints. What belongs to what comes later."""

from dataclasses import dataclass, replace

from spatialwm.lift.text.language import closed
from spatialwm.lift.text.language.describing import is_describing
from spatialwm.lift.text.language.nounphrases import Noun, noun_phrase
from spatialwm.lift.text.language.nouns import is_person, singular, thing_named
from spatialwm.lift.text.language.vague import MEASURES
from spatialwm.lift.text.language.verbs import Sense, VerbForm, is_transitive, participle, verb_form

__all__ = ["Boundary", "Chunk", "Joint", "Link", "Negation", "Relative", "Verb", "chunks"]


@dataclass(frozen=True)
class Link:
    """A preposition."""

    relation: str
    text: str


@dataclass(frozen=True)
class Verb:
    """A verb and what it says."""

    lemma: str
    finite: bool
    sense: Sense
    by: bool = False
    """Followed by "by" or "with": what comes next is with the subject."""
    form: str = "base"
    plural: bool = True


@dataclass(frozen=True)
class Joint:
    """A comma or "and"."""

    comma: bool
    conjunction: bool


@dataclass(frozen=True)
class Boundary:
    """A word that starts a new clause: while, where."""


@dataclass(frozen=True)
class Relative:
    """which, that, who."""


@dataclass(frozen=True)
class Negation:
    """not."""


Chunk = Noun | Link | Verb | Joint | Boundary | Relative | Negation
_THERE = Verb("there", True, Sense())


def chunks(words: list[str]) -> list[Chunk]:
    """The chunks of one sentence."""
    found: list[Chunk] = []
    at = 0
    while at < len(words):
        chunk, at = _next(words, at, found)
        if chunk is not None:
            found.append(chunk)
    return _joined(found)


def _next(words: list[str], at: int, before: list[Chunk]) -> tuple[Chunk | None, int]:
    small = _small_word(words, at)
    if small is not None:
        return small
    if closed.bound_at(words, at):
        return noun_phrase(words, at) or (None, at + 1)
    link = closed.relation_at(words, at)
    if link is not None:
        return Link(*link[0]), link[1]
    word = words[at]
    if word in closed.SKIPPED_STARTS:
        people = _people(words, at + 1) if word == "for" else None
        if people is None:
            return None, _after_purpose(words, at + 1)
        return Noun(kind="settings", number=people[0], noun="setting", text=f"for {people[0]}"), people[1]
    verb = _verb_at(words, at, before)
    if verb is not None:
        return verb, at + 1 + verb.by
    if word in closed.ADVERBS and word not in closed.SIDES:
        return None, at + 1
    return noun_phrase(words, at) or (None, at + 1)


def _small_word(words: list[str], at: int) -> tuple[Chunk, int] | None:
    """Joints, boundaries, relatives, negations and forms of "be"."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in (",", "and", "or"):
        return Joint(word == ",", word != ","), at + 1
    if word in ("not", "never"):
        return Negation(), at + 1
    if word == "there" and after in ("is", "are", "was", "were", "should"):
        return _THERE, at + 2
    if word in ("upon", "when", "while", "after", "before", "by") and _is_gerund(words, at + 1):
        return Boundary(), _after_comma(words, at + 1)
    if word in closed.BOUNDARIES:
        return Boundary(), at + 1
    if word in ("which", "who") or (word == "that" and _is_verb_at(words, at + 1)):
        return Relative(), at + 1
    if word in closed.AUXILIARIES:
        return Verb("be", True, Sense(), form="be", plural=word in ("are", "were")), at + 1
    return None


def _after_purpose(words: list[str], at: int) -> int:
    """Skip a purpose: up to a comma, a joint before a determiner, a verb or a preposition of place."""
    while at < len(words):
        word = words[at]
        if word == "," or word in closed.BOUNDARIES or word in closed.AUXILIARIES or word in closed.RELATIVES:
            return at
        if word == "and" and at + 1 < len(words) and _starts_anew(words, at + 1):
            return at
        link = closed.relation_at(words, at)
        if link is not None and link[0][0] not in ("of", "like", "from", "at"):
            return at
        form = verb_form(word)
        if form is not None and form.form == "s" and at + 1 < len(words):
            return at
        at += 1
    return at


def _people(words: list[str], at: int) -> tuple[int, int] | None:
    """How many "for six people" are, and where it ends."""
    number = closed.number_of(words[at]) if at < len(words) else None
    if number is None:
        return None
    after = words[at + 1] if at + 1 < len(words) else ","
    if is_person(after) or after in ("diners", "person"):
        return number, at + 2
    return (number, at + 1) if closed.is_closed(words, at + 1) else None


def _is_gerund(words: list[str], at: int) -> bool:
    return at < len(words) and words[at].endswith("ing") and verb_form(words[at]) is not None


def _after_comma(words: list[str], at: int) -> int:
    """Skip "entering through the door,"; nothing where no comma follows."""
    return words.index(",", at) if "," in words[at:] else at


def _starts_anew(words: list[str], at: int) -> bool:
    word = words[at]
    return word in ("a", "an", "the") or closed.number_of(word) is not None or participle(word) is not None


def _is_verb_at(words: list[str], at: int) -> bool:
    while at < len(words) and words[at] in closed.ADVERBS:
        at += 1
    if at >= len(words):
        return False
    form = verb_form(words[at])
    return words[at] in closed.AUXILIARIES or (form is not None and form.form in ("s", "base"))


def _verb_at(words: list[str], at: int, before: list[Chunk]) -> Verb | None:
    word, after = words[at], words[at + 1] if at + 1 < len(words) else "."
    if after == "of" and singular(word) in MEASURES:
        return None
    known, form = verb_form(word), participle(word)
    closed_after = closed.is_closed(words, at + 1)
    if form is not None:
        takes = is_transitive(form) and known is not None and not (form.sense.vague and thing_named((after,)))
        if closed_after or takes:
            by = after in ("by", "with") and form.form == "ed"
            by = by or (form.lemma == "overflow" and after == "with") or (after == "in" and _passive_in(form))
            return Verb(form.lemma, False, form.sense, by, form.form)
        return None
    if known is None:
        return None
    if known.form == "s":
        after_noun = bool(before) and isinstance(before[-1], Noun | Relative | Link)
        if after_noun or (closed_after and after not in (",", "and", ".")):
            return Verb(
                known.lemma, True, known.sense, after == "with" and known.lemma == "overflow", "s", False
            )
        return None
    last = before[-1] if before else None
    if is_describing(word) and isinstance(last, Verb) and last.form == "be":
        return None
    if isinstance(last, Verb) and last.form == "be" and last.lemma != "there":
        return Verb(known.lemma, True, known.sense, False, "base")
    command = not before and (after in closed.DETERMINERS or closed.number_of(after) is not None)
    goes_on = bool(before) and isinstance(before[-1], Noun | Relative)
    if command or goes_on or (before and isinstance(before[-1], Joint) and after in closed.DETERMINERS):
        return Verb(known.lemma, True, known.sense, False, "base")
    return None


def _passive_in(form: VerbForm) -> bool:
    return form.form == "ed" and form.lemma in ("cover", "fill", "dress", "drape")


def _joined(found: list[Chunk]) -> list[Chunk]:
    """Commas and conjunctions next to each other become one joint; "be" and its participle one verb."""
    out: list[Chunk] = []
    for chunk in found:
        last = out[-1] if out else None
        if isinstance(chunk, Joint) and isinstance(last, Joint):
            out[-1] = Joint(last.comma or chunk.comma, last.conjunction or chunk.conjunction)
        elif isinstance(chunk, Verb) and isinstance(last, Verb) and last.form == "be" and not chunk.finite:
            out[-1] = replace(chunk, finite=True, plural=last.plural)
        else:
            out.append(chunk)
    return out
