"""What has been read of a text, and where in the sentence the reading is."""

from dataclasses import dataclass, field

from spatialwm.lift.text.language.groups import Draft, Mentions, Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.phrases import Chunk
from spatialwm.lift.text.language.surroundings import Surroundings

__all__ = ["Holder", "State"]


@dataclass
class Holder:
    """What the phrases of a list are with."""

    refs: list[Ref]
    relation: str
    explicit: bool
    closed: bool = False
    items: int = 0
    each: bool = False
    held: list[Ref] = field(default_factory=list[Ref])
    """What it holds, item by item."""
    parts: bool = False
    """It has drawers and the like, which end the list."""


class State:
    """Changes while the chunks of each sentence are walked over once."""

    def __init__(self) -> None:
        self.mentions = Mentions()
        self.drafts: list[Draft] = []
        self.surroundings = Surroundings()
        self.notes: list[str] = []
        self.given: dict[str, list[Ref]] = {}
        """What phrases mean that were resolved beforehand, by their word."""
        self.begin([])

    def begin(self, chunks: list[Chunk]) -> None:
        """Start a sentence."""
        self.chunks, self.at = chunks, 0
        self.base: list[Ref] = []  # subjects of the clause or of the list item
        self.heads: list[Ref] = []  # what a preposition belongs to
        self.near: list[Ref] = []  # the last new noun after a preposition
        self.previous: list[Ref] = []  # the list item before
        self.place = ""  # a wall or window as subject
        self.holder: Holder | None = None
        self.fronted: list[Draft] = []
        self.manners: list[tuple[list[Ref], str]] = []
        self.comma = self.denied = self.vague = self.after_be = self.restricted = False
        self.verb_seen = self.inverted = False
        self.it: list[Ref] = []  # what "it" stood for in this sentence
        self.item_at = -2  # where the last item's noun phrase is

    def after(self) -> Chunk | None:
        """The next chunk."""
        return self.chunks[self.at + 1] if self.at + 1 < len(self.chunks) else None

    def kind(self, ref: Ref) -> str:
        """What sort of thing it is."""
        return self.mentions.groups[ref.group].kind

    def tie(
        self, relation: str, subjects: list[Ref], anchors: list[Ref], part: str, text: str, *,
        each: bool = False,
        loose: bool = False, explicit: bool = True, denied: bool = False,
    ) -> None:  # fmt: skip
        """One more relation; with ``each``, new subjects become as many as there are anchors."""
        subjects = [r for r in subjects if r not in anchors] or subjects
        if each:
            self._multiply(relation, subjects, anchors)
        if not relation or not subjects:
            return
        for ref in subjects:
            if not loose and not denied:
                self.mentions.groups[ref.group].located = True
        self.drafts.append(Draft(relation, subjects, anchors, part, each, denied, loose, text, explicit))

    def _multiply(self, relation: str, subjects: list[Ref], anchors: list[Ref]) -> None:
        """Such as "a lamp on each table" are as many lamps as tables."""
        sides = 2 if relation == "flank" or relation in ("long side", "short side") else 1
        for ref in subjects:
            group = self.mentions.groups[ref.group]
            new = group.sentence == self.mentions.sentence and ref.members is None and group.noun.det != "the"
            anew = [a for a in anchors if a.each and a.group not in group.multiplied]
            times = sum(self.mentions.size(a) for a in anew) or 1
            group.multiplied |= {a.group for a in anchors}
            if new and not (relation == "flank" and group.count % 2 == 0):
                group.count = min(group.count * times * sides, 120)

    def refer(self, noun: Noun, *, anchor: bool = False) -> list[Ref]:
        """The group that a phrase means: an old one or a new one."""
        if noun.word in self.given:
            return [self.mentions.seen(ref) for ref in self.given[noun.word]]
        definite = noun.det in ("the", "each", "both", "other") or noun.subset or noun.ordinal is not None
        if definite:
            found = self.mentions.find(noun)
            if found:
                for ref in found:
                    self.mentions.seen(ref)
                return found
        elif anchor and not noun.plural and not noun.describers and noun.number in (None, 1):
            found = [r for r in self.mentions.find(noun) if self.mentions.size(r) > 1]
            if found and self.mentions.groups[found[0].group].noun.noun == noun.noun:
                return [Ref(found[0].group, (0,))]
        new = self.mentions.create(noun)
        group = self.mentions.groups[new.group]
        if noun.det in ("each", "both") and noun.number is None:
            group.count = 2
        return [Ref(new.group, None, True)] if noun.det == "each" else [new]

    def virtual(self, noun: str) -> list[Ref]:
        """Areas and place settings of a name, the latest first."""
        groups = self.mentions.groups
        return [
            Ref(i)
            for i in range(len(groups) - 1, -1, -1)
            if groups[i].virtual and groups[i].noun.noun == noun
        ]
