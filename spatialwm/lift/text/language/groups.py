"""What a text has mentioned so far, and what a later phrase refers back to."""

from dataclasses import dataclass, field

from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.language.listed import listed
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_kind_of, is_small, kind_of

__all__ = ["Draft", "Group", "Mentions", "Ref"]

_MOST = 120
"""Things of one phrase; a room with more would hold nothing else."""


@dataclass(frozen=True)
class Ref:
    """Some things of a group."""

    group: int
    members: tuple[int, ...] | None = None
    """None is all of them."""
    each: bool = False
    """One by one: what is said holds for each on its own."""


@dataclass
class Group:
    """Things mentioned in one phrase; grows while its sentence is read."""

    noun: Noun
    count: int
    open_count: bool = False
    """No number was said: "books"."""
    attributes: list[str] = field(default_factory=list[str])
    virtual: bool = False
    """A seating area, a place setting: holds others without being one."""
    sentence: int = 0
    located: bool = False
    """Some relation to its surroundings was said."""
    multiplied: set[int] = field(default_factory=set[int])
    """The groups for each of which there are some."""
    used: int = 0
    """How many members were already singled out: "one ... the other"."""

    @property
    def small(self) -> bool:
        """Whether it is put on furniture."""
        return not self.virtual and is_small(self.noun.noun, self.noun.category)

    @property
    def kind(self) -> str:
        """What it is where relations are concerned."""
        return "virtual" if self.virtual else kind_of(self.noun.noun, self.noun.category)


@dataclass
class Draft:
    """A relation as read, before groups become single things."""

    relation: str
    subjects: list[Ref]
    anchors: list[Ref] = field(default_factory=list[Ref])
    part: str = ""
    each: bool = False
    denied: bool = False
    loose: bool = False
    """Given up when the subject is said to be elsewhere: "a table, with two chairs in the corner"."""
    text: str = ""
    explicit: bool = True
    """Of "holds" as against "with"."""


class Mentions:
    """The groups in the order of their first mention."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.recent: list[Ref] = []
        """Latest last; what pronouns look through."""
        self.sentence = 0
        self.notes: list[str] = []

    def create(self, noun: Noun, *, virtual: bool = False) -> Ref:
        """A new group."""
        open_count = noun.number is None and noun.plural
        count = noun.number if noun.number is not None else 1
        if noun.number is None and noun.arrangement:
            count, open_count = 4, True
        elif open_count:
            count = 2
        if noun.same and self.groups:
            count, open_count = self.groups[-1].count, False
        if noun.bound == "more":
            count += 1
        elif noun.bound == "fewer":
            count = max(count - 1, 1)
        if count > _MOST:
            self.notes.append(f"{count} of '{noun.word}' were asked for; {_MOST} are made.")
        if noun.nearest:
            self.notes.append(f"'{noun.word}' is not known; made as '{noun.category}', the nearest there is.")
        elif noun.word not in NOUNS and not virtual:
            self.notes.append(f"'{noun.word}' is made as '{noun.category}'.")
        group = Group(
            noun, min(max(count, 0), _MOST), open_count, list(noun.describers), virtual, self.sentence
        )
        if open_count and not noun.arrangement and group.small:
            group.count = 3
        self.groups.append(group)
        return self.seen(Ref(len(self.groups) - 1))

    def seen(self, ref: Ref) -> Ref:
        """Remember that these were talked about."""
        self.recent.append(ref)
        del self.recent[:-60]
        return ref

    def size(self, ref: Ref) -> int:
        """How many things are meant."""
        return self.groups[ref.group].count if ref.members is None else len(ref.members)

    def find(self, noun: Noun) -> list[Ref]:
        """What a definite phrase refers to; nothing when nothing fits."""
        best: list[tuple[float, int]] = []
        for index in range(len(self.groups) - 1, max(-1, len(self.groups) - 200), -1):
            score = self._fit(noun, self.groups[index])
            if score > 0:
                best.append((score, index))
        if not best:
            return []
        top = max(score for score, _ in best)
        if noun.plural and noun.number is None:
            found = [Ref(i) for score, i in reversed(best) if score >= top - 0.01]
        else:
            found = [Ref(next(i for score, i in best if score == top))]
        return [self._selected(noun, ref) for ref in found]

    def _fit(self, noun: Noun, group: Group) -> float:
        if group.virtual or group.count == 0:
            return 0.0
        other, score = group.noun, 0.0
        if noun.word in (other.word, other.noun) or noun.noun == other.noun:
            score = 4.0
        elif is_kind_of(other.noun, noun.noun) or is_kind_of(other.word, noun.noun):
            score = 3.0
        elif (
            noun.category == other.category
            and noun.category not in ("box", "ball", "book")
            and not noun.nearest
        ):
            score = 2.0
        elif noun.noun.endswith(" " + other.noun) and not noun.describers:
            score = 1.0
        if not score:
            return 0.0
        extra = [w for w in noun.describers if w not in group.attributes and w not in _ORDERING]
        if extra and other.describers and score < 4:
            return 0.0
        score -= 0.5 * len(extra)
        if noun.plural and group.count < 2 and noun.number is None:
            score -= 0.3
        if noun.number is not None and not noun.subset and noun.number != group.count:
            score -= 1.0
        return score

    def _selected(self, noun: Noun, ref: Ref) -> Ref:
        """Members picked out by "left", "second", "other" or a number."""
        group = self.groups[ref.group]
        if noun.det == "each":
            return Ref(ref.group, None, True)
        if noun.det == "other" or noun.det == "another":
            return self.rest_of(ref.group)
        if noun.ordinal is not None and group.count > 1:
            return Ref(ref.group, (noun.ordinal % group.count,))
        if group.count > 1 and "left" in noun.describers:
            return Ref(ref.group, (0,))
        if group.count > 1 and "right" in noun.describers:
            return Ref(ref.group, (group.count - 1,))
        if group.count > 1 and {"top", "upper"} & set(noun.describers):
            return Ref(ref.group, (0,))
        if group.count > 1 and {"bottom", "lower"} & set(noun.describers):
            return Ref(ref.group, (group.count - 1,))
        if group.count > 2 and "middle" in noun.describers:
            return Ref(ref.group, tuple(range(1, group.count - 1)))
        if noun.number is not None and noun.number < group.count and (noun.subset or noun.det):
            return self.next_of(ref.group, noun.number)
        return ref

    def next_of(self, group: int, number: int) -> Ref:
        """The next members that were not singled out yet."""
        held = self.groups[group]
        first = held.used if held.used + number <= held.count else 0
        held.used = first + number
        return Ref(group, tuple(range(first, min(first + number, held.count))))

    def rest_of(self, group: int) -> Ref:
        """Those that were not singled out."""
        held = self.groups[group]
        first = held.used if 0 < held.used < held.count else max(held.count - 1, 0)
        held.used = held.count
        return Ref(group, tuple(range(first, held.count)))

    def pronoun(self, noun: Noun, *, subject: list[Ref], last: list[Ref], not_these: list[Ref]) -> list[Ref]:
        """What a pronoun refers to, given the clause's subject and the last phrase."""
        avoided = {r.group for r in not_these}
        pool = [r for r in (*subject, *reversed(last), *reversed(self.recent)) if r.group not in avoided]
        pool = [r for r in pool if not self.groups[r.group].virtual] or pool
        many = [r for r in (*reversed(last), *subject, *reversed(self.recent))
                if r.group not in avoided and self.size(r) > 1]  # fmt: skip
        sort = noun.noun
        if sort == "it":
            return [r for r in pool if self.size(r) == 1][:1] or pool[:1]
        if sort == "that one":
            return [self._selected(noun, many[0])] if many else pool[:1]
        if sort in ("them", "each", "both") or noun.subset:
            if sort == "both" or not many:
                pairs = last if len(last) > 1 else subject if len(subject) > 1 else many[:1] or pool[:2]
                return [Ref(r.group, r.members, sort == "each") for r in pairs if r.group not in avoided]
            if noun.subset and noun.number is not None and sort != "each":
                return [self.next_of(many[0].group, noun.number)]
            return [Ref(many[0].group, many[0].members, sort == "each")]
        if sort in ("one", "number", "ordinal", "half") and many:
            return [self.next_of(many[0].group, noun.number or 1)]
        if sort in ("other", "another"):
            partly = [r for r in many if 0 < self.groups[r.group].used < self.groups[r.group].count]
            chosen = partly or many
            return [self.rest_of(chosen[0].group)] if chosen else pool[1:2]
        if sort in ("former", "latter") and len(self.recent) > 1:
            return [self.recent[-2 if sort == "former" else -1]]
        return pool[:1]


_ORDERING = frozenset(listed("left right other same first second third last top bottom middle upper lower"))
