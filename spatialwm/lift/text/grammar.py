"""Scene English to a list of requested things: "COUNT ADJ* NOUN (RELATION NOUN)*", joined by commas.

The closed-class words cut a sentence into noun phrases and relations; whatever is left over is reported,
never dropped. After Coyne and Sproat 2001 (WordsEye), without a parser: scene prose is a narrow genre.
"""

import re
from dataclasses import dataclass, field, replace

from spatialwm.errors import InputError
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS, SUBSTITUTES
from spatialwm.lift.text.words import (
    COLORS,
    COUNTS,
    FILLER,
    MATERIALS,
    PLACES,
    RELATIONS,
    SHAPES,
    SIZES,
    Relation,
    singular,
)

__all__ = ["Link", "Reading", "Request", "read"]

_MAX_CHARACTERS = 4000
_MAX_COUNT = 12
_MAX_THINGS = 60
"""What a room of a few metres holds, and what the light is computed for in seconds."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A relation to another request, or to the room."""

    relation: Relation
    anchor: int | None = None
    """Index of the request; None is the room."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Things asked for, all of one kind."""

    category: str
    word: str = ""
    """The noun as written, singular."""
    count: int = 1
    attributes: tuple[str, ...] = ()
    """The describing words as written."""
    color: tuple[float, float, float] | None = None
    material: str | None = None
    wide: float = 1.0
    tall: float = 1.0
    round: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text, understood."""

    requests: tuple[Request, ...]
    notes: tuple[str, ...]
    """A sentence for everything that was not understood or was replaced."""


def read(text: str) -> Reading:
    """The things a text asks for.

    Raises:
        InputError: The text is empty or too long, or names nothing that is known.
    """
    if len(text) > _MAX_CHARACTERS:
        raise InputError(f"The text has {len(text)} characters; {_MAX_CHARACTERS} can be read. Shorten it.")
    reader = _Reader()
    for sentence in re.split(r"[.;:!?\n]+", text.lower().replace("\u2019", "'")):
        reader.sentence(re.findall(r"[a-z0-9'\-]+|,", sentence))
    if not reader.requests:
        known = ", ".join(CATALOGUE)
        raise InputError(f"Nothing in '{text.strip():.60}' is known; things that can be made: {known}.")
    return Reading(requests=tuple(reader.requests), notes=tuple(dict.fromkeys(reader.notes)))


@dataclass
class _Phrase:
    """A noun phrase being read."""

    count: int | None = None
    definite: bool = False
    words: list[str] = field(default_factory=list[str])
    unknown: list[str] = field(default_factory=list[str])


class _Reader:
    """Walks over the words once, keeping what later words may refer to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.notes: list[str] = []
        self.sentence([])

    def sentence(self, tokens: list[str]) -> None:
        """Read one sentence."""
        self.phrase = _Phrase()
        self.subject: int | None = None  # what a relation is about
        self.head: int | None = None  # the first thing of the list item
        self.relation: Relation | None = None
        self.conjuncts: list[int] = []  # "books and a lamp" share what follows
        self.carried: Link | None = (
            None  # "a desk with a lamp, a book": the book too; "on the table there is a mug"
        )
        self.orphan = False  # the subject was not understood, so its relations belong to nothing
        position = 0
        while position < len(tokens):
            position += self._step(tokens, position)
        self._close_phrase()

    def _step(self, tokens: list[str], i: int) -> int:
        """Consume the longest thing known at ``i``; how many words that was."""
        if tokens[i] in (",", "and", "plus"):
            self._close_phrase()
            self._next_item()
            return 1
        for length in range(min(6, len(tokens) - i), 0, -1):
            words = " ".join(tokens[i : i + length])
            if words in PLACES:
                self._place(PLACES[words])
            elif words in RELATIONS:
                self._start_relation(RELATIONS[words])
            elif words in COUNTS or words.isdigit():
                self._close_phrase()
                self.phrase.count = int(words[:3]) if words.isdigit() else COUNTS[words]
            elif (category := self._noun(words, tokens, i + length)) is not None:
                self._noun_phrase(category, words)
            else:
                continue
            return length
        self._single(tokens[i])
        return 1

    def _noun(self, words: str, tokens: list[str], after: int) -> str | None:
        """The category of a noun, unless it describes the next word ("glass table", "plant pot")."""
        *start, last = words.split()
        name = " ".join([*start, singular(last)])
        if name in MATERIALS and after < len(tokens) and self._goes_on(tokens, after):
            return None
        if name in NOUNS:
            return NOUNS[name]
        if name in SUBSTITUTES:
            category = SUBSTITUTES[name]
            article = "an" if category[0] in "aeiou" else "a"
            self.notes.append(f"'{name}' is not known; {article} {category} was used.")
            return category
        return None

    def _goes_on(self, tokens: list[str], i: int) -> bool:
        """Whether a noun phrase goes on at ``i``."""
        known = (COLORS, MATERIALS, SIZES, SHAPES)
        pairs = (singular(tokens[i]), " ".join([tokens[i], *map(singular, tokens[i + 1 : i + 2])]))
        return any(tokens[i] in table for table in known) or any(
            p in NOUNS or p in SUBSTITUTES for p in pairs
        )

    def _single(self, word: str) -> None:
        """A word that is neither noun nor relation."""
        if word in ("it", "them"):
            self._pronoun(plural=word == "them")
        elif word in ("the", "its", "that", "this", "these", "those", "their"):
            self._close_phrase()
            self.phrase.definite = True
        elif any(word in table for table in (COLORS, MATERIALS, SIZES, SHAPES)):
            self.phrase.words.append(word)
        elif word not in FILLER:
            self.phrase.unknown.append(word)

    def _close_phrase(self) -> None:
        """A phrase that ended without a known noun: say so, and let nothing hang on it."""
        left = self.phrase.unknown
        if left:
            self._report(left)
            self.subject, self.orphan, self.relation = None, True, None
        elif self.phrase.words:
            self._report(self.phrase.words)
        self.phrase = _Phrase()

    def _report(self, words: list[str]) -> None:
        self.notes.extend(f"Not understood: '{word}'." for word in words)

    def _next_item(self) -> None:
        """A comma or "and": the next phrase starts a new item, which may share the relation to come."""
        if self.subject is not None and not self.requests[self.subject].links:
            self.conjuncts.append(self.subject)
        else:
            self.conjuncts = []
        self.relation, self.orphan, self.subject = None, False, None

    def _start_relation(self, relation: Relation) -> None:
        self._close_phrase()
        if relation == "with" and self.subject is not None:
            self.head = self.subject
        self.relation = relation

    def _place(self, relation: Relation) -> None:
        """A relation to the room is about a list item's first thing: "a bed with a quilt in the corner"."""
        self._close_phrase()
        target = self.head if relation != "hang" and self.head is not None else self.subject
        if self.orphan:
            return
        if target is None:
            self.carried = Link(relation=relation)
            return
        if self.requests[target].links and self.subject is not None:
            target = self.subject
        self._link(target, Link(relation=relation))

    def _pronoun(self, *, plural: bool) -> None:
        """Resolve "it" or "them" to the latest fitting thing that is not the subject itself."""
        if self.relation is None or self.subject is None:
            return
        fitting = [
            k
            for k in range(len(self.requests) - 1, -1, -1)
            if k != self.subject and k not in self.conjuncts and (self.requests[k].count > 1) == plural
        ]
        heads = [k for k in fitting if not _is_loose(self.requests[k])]
        for choice in (heads or fitting)[:1]:
            self._relate(self.subject, choice)
        self.relation = None

    def _noun_phrase(self, category: str, words: str) -> None:
        phrase, self.phrase = self.phrase, _Phrase()
        self._report(phrase.unknown)
        known = self._earlier(category, phrase) if phrase.definite else None
        index = self._add(category, singular(words), phrase) if known is None else known
        relation, self.relation = self.relation, None
        if relation == "with" and self.head is not None and not self.orphan:
            self._belongs(index, self.head)
        elif relation is not None and self.subject is not None:
            self._relate_with(self.subject, relation, index)
            self.subject = index  # "a mug on a table next to two chairs": the table is next to them
            return
        elif relation is not None and not self.orphan:
            self.carried = Link(relation=relation, anchor=index)
            return
        elif self.carried is not None and known is None:
            self._carry(index)
        if self.head is None or relation is None:
            self.head = index if relation != "with" else self.head
        self.subject, self.orphan = index, False

    def _carry(self, index: int) -> None:
        """The next thing of "a desk with a lamp, a book" or of "on the table there is a mug"."""
        carried = self.carried
        if carried is None:
            return
        loose = _is_loose(self.requests[index])
        if carried.relation in ("on", "in") and carried.anchor is not None and not loose:
            self.carried = None
            return
        self._link(index, carried)
        if carried.anchor is None:
            self.carried = None

    def _earlier(self, category: str, phrase: _Phrase) -> int | None:
        """The thing that "the table" means: the latest of that kind with those words."""
        for k in range(len(self.requests) - 1, -1, -1):
            words = self.requests[k].attributes
            if self.requests[k].category == category and all(word in words for word in phrase.words):
                return k
        return None

    def _add(self, category: str, word: str, phrase: _Phrase) -> int:
        count = 1 if phrase.count is None else phrase.count
        room = min(_MAX_COUNT, _MAX_THINGS - sum(r.count for r in self.requests))
        if count > room:
            self.notes.append(f"{count} of '{category}' were asked for; {max(room, 0)} were made.")
        kept = max(min(count, room), 0)
        request = Request(category=category, word=word, count=kept, attributes=tuple(phrase.words))
        self.requests.append(_described(request))
        return len(self.requests) - 1

    def _belongs(self, index: int, holder: int) -> None:
        """What a thing comes "with" is on it if it is small ("a bed with two cushions"), beside it if not."""
        on = _is_loose(self.requests[index])
        link = Link(relation="on" if on else "next to", anchor=holder)
        self._link(index, link)
        self.carried = link if on else None

    def _relate(self, subject: int, anchor: int) -> None:
        if self.relation is not None:
            self._relate_with(subject, self.relation, anchor)

    def _relate_with(self, subject: int, relation: Relation, anchor: int) -> None:
        """Link the subject and what was listed before it and shares it ("two books and a lamp on a desk")."""
        shared = [k for k in self.conjuncts if _is_loose(self.requests[k])]
        same = relation in ("on", "in", "under") or _is_loose(self.requests[subject])
        for k in [*(shared if same else []), subject]:
            self._link(k, Link(relation="on" if relation == "with" else relation, anchor=anchor))
        self.conjuncts = []

    def _link(self, index: int, link: Link) -> None:
        request = self.requests[index]
        small = _is_loose(request) and link.relation == "on" and link.anchor is not None
        category = "table lamp" if small and request.category == "floor lamp" else request.category
        self.requests[index] = replace(request, category=category, links=(*request.links, link))


def _is_loose(request: Request) -> bool:
    """Whether it usually stands on something. A "lamp" is either kind until its place is known."""
    return CATALOGUE[request.category].habit == "top" or request.word in ("lamp", "light")


def _described(request: Request) -> Request:
    """The request with its describing words turned into colour, material and size."""
    for word in request.attributes:
        if word in COLORS:
            request = replace(request, color=COLORS[word])
        elif word in MATERIALS:
            request = replace(request, material=MATERIALS[word])
        elif word in SIZES:
            wide, tall = SIZES[word]
            request = replace(request, wide=request.wide * wide, tall=request.tall * tall)
        else:
            request = replace(request, round=SHAPES[word])
    return request
