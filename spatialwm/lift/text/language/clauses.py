"""Chunks to groups and relations: who holds what, and what a preposition belongs to."""

from dataclasses import dataclass

from spatialwm.lift.text.language.groups import Draft, Mentions, Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_kind_of, is_small, kind_of
from spatialwm.lift.text.language.phrases import (
    Boundary,
    Chunk,
    Joint,
    Link,
    Negation,
    Relative,
    Verb,
)
from spatialwm.lift.text.language.sides import Place, at_side
from spatialwm.lift.text.language.surroundings import Surroundings
from spatialwm.lift.text.language.vague import PICTURES

__all__ = ["Reader"]

_ALONE = frozenset({"row", "circle", "stack", "face to face", "side by side"})
"""Relations among the subjects themselves."""
_CLOSE = frozenset({"on", "in", "of", "middle", "against", "along", "with"})
"""Prepositions that belong to the last noun when it is new: "a book on a table in the corner"."""


@dataclass
class _Holder:
    """What the phrases of a list are with."""

    refs: list[Ref]
    relation: str
    explicit: bool
    closed: bool = False
    items: int = 0
    each: bool = False
    parts: bool = False
    """It has drawers and the like, which end the list."""


class Reader:
    """Walks over the chunks of each sentence once."""

    def __init__(self) -> None:
        self.mentions = Mentions()
        self.drafts: list[Draft] = []
        self.surroundings = Surroundings()
        self.notes: list[str] = []
        self._begin([])

    def sentence(self, chunks: list[Chunk]) -> None:
        """Read one sentence."""
        self.mentions.sentence += 1
        self._begin(chunks)
        while self.at < len(self.chunks):
            before = self.at
            self._step(self.chunks[self.at])
            self.at = max(self.at, before + 1)
        self._end()

    def _begin(self, chunks: list[Chunk]) -> None:
        self.chunks, self.at = chunks, 0
        self.base: list[Ref] = []  # subjects of the clause or of the list item
        self.heads: list[Ref] = []  # what a preposition belongs to
        self.near: list[Ref] = []  # the last new noun after a preposition
        self.previous: list[Ref] = []  # the list item before
        self.place = ""  # a wall or window as subject
        self.holder: _Holder | None = None
        self.fronted: list[Draft] = []
        self.manners: list[tuple[list[Ref], str]] = []
        self.comma = self.denied = self.vague = self.after_be = self.restricted = False
        self.verb_seen = self.inverted = False
        self.it: list[Ref] = []  # what "it" stood for in this sentence
        self.item_at = -2  # where the last item's noun phrase is

    def _end(self) -> None:
        for refs, manner in self.manners:
            self._manner(refs, manner)
        if self.fronted and self.previous:
            for draft in self.fronted:
                self._tie(draft.relation, self.previous, draft.anchors, draft.part, draft.text, each=draft.each)
            self.fronted = []

    def _step(self, chunk: Chunk) -> None:
        match chunk:
            case Noun():
                self._noun(chunk)
            case Link():
                self._link(chunk)
            case Verb():
                self._verb(chunk)
            case Joint():
                self._joint(chunk)
            case Boundary():
                self._boundary()
            case Relative():
                self._relative()
            case Negation():
                self.denied = True

    # --- joints and clauses

    def _joint(self, joint: Joint) -> None:
        self.comma, self.vague, self.after_be = joint.comma, False, False
        if joint.comma:
            self.near = []

    def _boundary(self) -> None:
        self.previous = self.base or self.previous
        self.base, self.heads, self.near, self.holder = [], [], [], None
        self.comma = self.vague = self.after_be = False

    def _relative(self) -> None:
        subject = self.near or self.heads
        if subject:
            self.base, self.heads, self.near, self.restricted = subject, subject, [], True

    # --- noun phrases that start an item

    def _noun(self, noun: Noun) -> None:
        match noun.kind:
            case "thing":
                self._thing(noun)
            case "room":
                self._room(noun)
            case "place":
                self._architecture(noun)
            case "settings":
                self._settings(noun)
            case "area":
                self._area(noun)
            case "pronoun":
                self._pronoun(noun)
            case "part" | "side":
                self._part(noun)
            case "describing":
                self._described(noun)
            case _:
                self._not_made(noun)

    def _not_made(self, noun: Noun) -> None:
        if noun.kind == "unknown":
            if not self.vague:
                self.notes.append(f"Not understood: '{noun.text}'.")
        elif noun.kind == "person":
            self.notes.append(f"People are not made: '{noun.text}' was left out.")
        self.base = self.base if self.verb_seen else []

    def _room(self, noun: Noun) -> None:
        if not self.mentions.groups and not (self.surroundings.named and noun.det != "a"):
            self.surroundings.name(noun)
        self.base, self.heads, self.near = [], [], []

    def _architecture(self, noun: Noun) -> None:
        self.place = noun.noun
        if noun.noun in ("window", "door") and noun.det != "the":
            self.surroundings.opening(noun, self._wall_after())
        self.surroundings.describe_part(noun)
        self.base, self.heads, self.near = [], [], []

    def _wall_after(self) -> str:
        """The wall of "two windows on the left wall"."""
        for chunk in self.chunks[self.at + 1 : self.at + 4]:
            if isinstance(chunk, Noun) and chunk.kind == "place" and chunk.noun == "wall":
                self.at += self.chunks[self.at + 1 :].index(chunk) + 1
                return next((w for w in chunk.describers if w in ("left", "right", "back", "front")), "")
        return ""

    def _settings(self, noun: Noun) -> None:
        """A table set for six."""
        tables = [r for r in self.heads or self.base if self._kind(r) == "table"]
        if not tables:
            return
        count = (noun.number or 1) * (self.mentions.size(tables[0]) if tables[0].each else 1)
        place = Noun(kind="thing", number=count, noun="place setting", word="place setting", category="plate")
        ref = self.mentions.create(place, virtual=True)
        self.drafts.append(Draft("on", [ref], tables, each=True))
        ref = Ref(ref.group, None, True)
        self.base = self.heads = [ref]
        self.holder = None

    def _area(self, noun: Noun) -> None:
        if noun.noun == "setting" and (found := self._virtual("place setting")):
            ref = Ref(found[0].group, None, True)
            self.base = self.heads = [ref]
            self.holder = None
        elif not self.surroundings.named and not self.mentions.groups:
            self._room(noun)
        elif self.holder is None or not self.holder.refs:
            self.base = self.heads = [self.mentions.create(noun, virtual=True)]
            self._take_fronted(self.heads)
        elif isinstance(self._after(), Verb):
            self.heads = self.holder.refs

    def _virtual(self, noun: str) -> list[Ref]:
        groups = self.mentions.groups
        return [Ref(i) for i in range(len(groups) - 1, -1, -1) if groups[i].virtual and groups[i].noun.noun == noun]

    def _after(self) -> Chunk | None:
        return self.chunks[self.at + 1] if self.at + 1 < len(self.chunks) else None

    def _part(self, noun: Noun) -> None:
        """A drawer, a level: describes the holder, or stands for the whole."""
        held = self.at > 0 and isinstance(self.chunks[self.at - 1], Link | Verb)
        if self.holder and self.holder.refs and (noun.det not in ("the", "other") or held):
            words = (*(("multiple",) if noun.vague else ()), *((str(noun.number),) if noun.number and not noun.vague
                     else ()), *noun.describers, noun.word.split()[-1])  # fmt: skip
            for ref in self.holder.refs:
                self.mentions.groups[ref.group].attributes.append("-".join(dict.fromkeys(words)))
            self.holder.parts, self.holder.items = True, self.holder.items + 1
            return
        whole = [r for r in reversed(self.mentions.recent) if self._kind(r) in ("storage", "table")]
        if whole and (noun.det in ("the", "other", "each") or noun.ordinal is not None):
            self.base = self.heads = [Ref(whole[0].group, whole[0].members)]
            self.holder, self.near = None, []

    def _described(self, noun: Noun) -> None:
        """The sofa is dark green; the walls are white."""
        if not self.after_be:
            self.notes.append(f"Not understood: '{noun.text}'.") if noun.describers[-1:] else None
        for ref in self.heads:
            self.mentions.groups[ref.group].attributes.extend(noun.describers)
        if not self.heads and self.place:
            self.surroundings.describe_part(
                Noun(kind="place", noun=self.place, describers=noun.describers, det="the")
            )
        elif not self.heads:
            self.surroundings.describe(noun.describers)

    def _pronoun(self, noun: Noun) -> None:
        before = self.chunks[self.at - 1] if self.at else None
        more = noun.noun in ("one", "number") and not noun.subset and self._is_further(before)
        if more and self.heads:
            model = self.mentions.groups[self.heads[0].group].noun
            refs = [self.mentions.create(_again(model, noun))]
        else:
            refs = self.mentions.pronoun(noun, subject=self.base, last=self.near or self.heads, not_these=[])
        if refs:
            self.previous = self.base or self.previous
            self.base = self.heads = refs
            self.near, self.holder = [], None
            self._take_fronted(refs)

    def _is_further(self, before: Chunk | None) -> bool:
        """Whether "and one" adds to those that were placed: "four on the long side and one on a short side"."""
        joined = isinstance(before, Joint) and before.conjunction and not before.comma
        if not joined or not self.heads:
            return False
        group = self.mentions.groups[self.heads[0].group]
        return group.used == 0 and group.located and self.heads[0].members is None

    def _thing(self, noun: Noun) -> None:
        if noun.det == "no" or self.denied:
            self.denied = False
            self.notes.append(f"Left out as asked: {noun.word}.")
            self.surroundings.absent.append(noun.noun)
            return
        after = self._after()
        if noun.noun in PICTURES and not self.mentions.groups and isinstance(after, Link) and after.relation == "of":
            self.at += 2
            return
        if self.vague and not (noun.det or noun.number):
            return
        if self._is_total(noun):
            return
        joined = self.at > 0 and isinstance(self.chunks[self.at - 1], Joint)
        tight = joined and not self.comma and self.item_at == self.at - 2
        self.item_at = self.at
        listed = self._listed(noun, joined=joined)
        if listed and self._is_sum(noun):
            return
        refs = self.refer(noun)
        if listed and self.holder:
            self._hold(refs, tight=tight)
        else:
            self._item(refs, tight=tight and not (self.holder and self.holder.refs))

    def _is_total(self, noun: Noun) -> bool:
        """ "stacks of plates with at least 20 plates in total" is about the same plates."""
        if not isinstance(self.chunks[self.at - 1], Link):
            return False
        same = [r for r in self.heads if self.mentions.groups[r.group].noun.noun == noun.noun]
        if not same or noun.number is None or not self.holder or noun.det:
            return False
        group = self.mentions.groups[same[0].group]
        group.count, group.open_count = min(noun.number, 120), False
        return True

    def _is_sum(self, noun: Noun) -> bool:
        """ "at least six fruits" in a bowl of apples and oranges are those."""
        holder = self.holder
        if holder is None or noun.number is None:
            return False
        inside = {r.group for d in self.drafts if set(d.anchors) & set(holder.refs) for r in d.subjects}
        groups = [self.mentions.groups[k] for k in sorted(inside)]
        kinds = [g for g in groups if g.noun.noun != noun.noun and is_kind_of(g.noun.noun, noun.noun) and g.open_count]
        if not kinds:
            return False
        for k, group in enumerate(kinds):
            group.count = max((noun.number + len(kinds) - 1 - k) // len(kinds), 1)
        return True

    def _item(self, refs: list[Ref], *, tight: bool) -> None:
        """A new item of the list, or the subject of a clause."""
        if tight and self.base:
            self.base = [*self.base, *refs]
        else:
            self.previous = self.base or self.previous
            self.base = refs
            if self.holder and self.holder.refs:
                self.holder = None
        self.heads, self.near, self.place = self.base, [], ""
        self._take_fronted(refs)

    def _take_fronted(self, refs: list[Ref]) -> None:
        for draft in self.fronted:
            self._tie(draft.relation, refs, draft.anchors, draft.part, draft.text, each=draft.each)
        after = self._after()
        if not self.inverted and (not isinstance(after, Joint) or after.comma):
            self.fronted = []

    def _listed(self, noun: Noun, *, joined: bool) -> bool:
        """Whether the phrase is one more of what the holder holds."""
        holder = self.holder
        if holder is None:
            return False
        if not joined or holder.items == 0:
            return True
        if not holder.refs:
            return False
        if noun.det == "the" or holder.parts or (self.verb_seen and self._verb_follows()):
            return False
        small = is_small(noun.noun, noun.category) and kind_of(noun.noun, noun.category) != "wall"
        beside = holder.relation in ("flank", "around", "accompany", "near")
        plain = not isinstance(self._after(), Link)
        if self.comma and holder.closed:
            return False
        if self.comma:
            return small or (beside and plain)
        return small or plain or holder.relation not in ("with",)

    def _verb_follows(self) -> bool:
        """Whether the phrase is the subject of a verb of its own."""
        for chunk in self.chunks[self.at + 1 : self.at + 9]:
            if isinstance(chunk, Verb) and chunk.finite:
                return True
            if isinstance(chunk, Joint | Boundary | Relative):
                return False
        return False

    def _hold(self, refs: list[Ref], *, tight: bool) -> None:
        """One more thing with the holder."""
        holder = self.holder
        assert holder is not None
        if holder.relation == "with" and self._is_breakdown(refs, holder.refs):
            holder.refs, holder.relation = self._home(holder.refs)
        if any(self.mentions.groups[r.group].open_count for r in refs):
            holder.refs = [h for r in holder.refs for h in self._table_of(r)]
        if holder.refs:
            each = holder.each or any(r.each for r in holder.refs)
            self._tie(holder.relation, refs, holder.refs, "", "", each=each, loose=True, explicit=holder.explicit)
        self.heads = [*self.heads, *refs] if tight and holder.items else refs
        holder.items += 1
        before = self.chunks[self.at - 1] if self.at else None
        told = any(self.mentions.groups[r.group].noun.det or self.mentions.groups[r.group].noun.number for r in refs)
        holder.closed = isinstance(before, Joint) and before.conjunction and told
        if not holder.refs:
            self.previous = self.base or self.previous
            self.base = self.heads
        self.near = []
        self._take_fronted(refs)

    def _is_breakdown(self, refs: list[Ref], whole: list[Ref]) -> bool:
        """ "dishes with five plates and three glasses" are those plates and glasses."""
        groups = self.mentions.groups
        return any(
            groups[w.group].noun.noun != groups[r.group].noun.noun
            and is_kind_of(groups[r.group].noun.noun, groups[w.group].noun.noun)
            and groups[w.group].open_count
            for w in whole
            for r in refs
        )

    def _table_of(self, ref: Ref) -> list[Ref]:
        """The table of place settings; other things as they are."""
        if self.mentions.groups[ref.group].noun.noun != "place setting":
            return [ref]
        return next((d.anchors for d in self.drafts if any(s.group == ref.group for s in d.subjects)), [])

    def _home(self, whole: list[Ref]) -> tuple[list[Ref], str]:
        """Where the general thing is, which is now left to its parts."""
        for ref in whole:
            self.mentions.groups[ref.group].count = 0
        for draft in self.drafts:
            if any(r in draft.subjects for r in whole):
                return draft.anchors, draft.relation
        return [], ""

    def refer(self, noun: Noun, *, anchor: bool = False) -> list[Ref]:
        """The group that a phrase means: an old one or a new one."""
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

    # --- prepositions

    def _link(self, link: Link) -> None:
        subjects = self._subjects(link)
        after = self._after()
        if link.relation in ("with", "together", "accompany", "including"):
            self._with(link, subjects)
        elif link.relation == "of":
            self._of(after)
        elif link.relation in _ALONE:
            self._tie(link.relation, subjects or self.base, [], "", link.text)
        else:
            self._place(link, subjects)

    def _subjects(self, link: Link) -> list[Ref]:
        if self.comma and not self.fronted and isinstance(self.chunks[self.at - 1], Joint):
            if self.base and not (self.holder and not self.holder.refs):
                self.heads = self.base
            return self.base or self.heads
        if self.near and link.relation in _CLOSE:
            return self.near
        holder, after = self.holder, self._after()
        if self.near and self._too_small(after):
            return self.near
        seated = holder is not None and holder.relation == "with" and any(self._kind(r) == "seat" for r in self.heads)
        if seated and isinstance(after, Noun) and after.kind in ("side", "place") and after.noun in ("corner", "wall",
                                                                                                     "window", "middle"):
            return [*(holder.refs if holder else []), *self.heads]
        return self.heads

    def _too_small(self, after: Chunk | None) -> bool:
        """A mug on a table next to two chairs: it is the table that is next to them."""
        if not isinstance(after, Noun) or after.kind != "thing" or is_small(after.noun, after.category):
            return False
        groups = self.mentions.groups
        return all(groups[r.group].small for r in self.heads) and not any(groups[r.group].small for r in self.near)

    def _with(self, link: Link, subjects: list[Ref]) -> None:
        relation = {"with": "with", "accompany": "accompany"}.get(link.relation, "")
        if link.relation == "together":
            self.holder = _Holder([], "", True, items=0) if self.holder is None else self.holder
            return
        if link.relation == "including":
            return
        if not subjects and self.holder is None and self.fronted:
            return
        subjects = subjects[-1:] if link.relation == "with" else subjects
        self.heads = subjects
        self.holder = _Holder(subjects, relation, False, each=any(r.each for r in subjects))

    def _of(self, after: Chunk | None) -> None:
        """ "a vase of flowers", "a painting of a horse", "a cup of tea"."""
        if not isinstance(after, Noun):
            return
        self.at += 2
        refs = self.near or self.heads
        if not refs:
            if after.kind == "thing":
                self.at -= 1
            return
        group = self.mentions.groups[refs[-1].group]
        if after.kind == "thing" and group.noun.noun not in PICTURES and group.kind in ("container", "small"):
            inside = self.refer(after)
            self._tie("in", inside, refs[-1:], "", f"of {after.text}", explicit=True)
            self.near = inside
        else:
            group.attributes.append(f"of {after.text}")

    def _place(self, link: Link, subjects: list[Ref]) -> None:
        """A preposition of place with what follows it."""
        place, self.at = at_side(self, link, self.at + 1, subjects)
        if place is None:
            return
        each = place.each or place.relation == "flank" or any(r.each for r in place.anchors)
        if not subjects and not self.place:
            self.fronted.append(Draft(place.relation, [], place.anchors, place.part, each=each, text=place.text))
            return
        if not subjects:
            return
        denied, self.denied = self.denied, False
        self._tie(place.relation, subjects, place.anchors, place.part, place.text, each=each, denied=denied)
        self.near = place.new
        if place.new and subjects is self.base and not self.holder:
            self.heads = self.base

    def _tie(
        self, relation: str, subjects: list[Ref], anchors: list[Ref], part: str, text: str, *, each: bool = False,
        loose: bool = False, explicit: bool = True, denied: bool = False,
    ) -> None:  # fmt: skip
        subjects = [r for r in subjects if r not in anchors] or subjects
        if not relation or not subjects:
            return
        if each:
            self._multiply(relation, subjects, anchors)
        for ref in subjects:
            if not loose and not denied:
                self.mentions.groups[ref.group].located = True
        self.drafts.append(Draft(relation, subjects, anchors, part, each, denied, loose, text, explicit))

    def _multiply(self, relation: str, subjects: list[Ref], anchors: list[Ref]) -> None:
        """ "a lamp on each table" are as many lamps as tables."""
        times = max((self.mentions.size(a) for a in anchors if a.each), default=1)
        if relation == "flank" or (relation in ("long side", "short side") and times == 1):
            times *= 2
        for ref in subjects:
            group = self.mentions.groups[ref.group]
            new = group.sentence == self.mentions.sentence and ref.members is None and group.noun.det != "the"
            if not new or (relation == "flank" and group.count % 2 == 0):
                continue
            group.count = min(group.count * times, 120)

    # --- verbs

    def _verb(self, verb: Verb) -> None:
        self.after_be = verb.form == "be"
        if verb.finite:
            self._finite(verb)
            subject = self.heads
        else:
            subject = self._participle_subject(verb)
        sense = verb.sense
        self.vague = sense.vague
        if verb.by:
            self._by(verb, subject)
        elif sense.holds:
            self.holder = _Holder(subject, "hold" if verb.lemma not in ("have", "feature", "include") else "with",
                                  verb.lemma not in ("have", "feature", "include"),
                                  each=any(r.each for r in subject))  # fmt: skip
            self.heads = subject
        elif sense.relation and verb.form != "ed":
            self._transitive(verb, subject)
        elif sense.manner and subject:
            self.manners.append((subject, sense.manner))

    def _finite(self, verb: Verb) -> None:
        self.verb_seen = True
        self.inverted = bool(self.fronted) and not self.base and verb.lemma in ("there", "be")
        if verb.lemma == "there" or (not self.base and not self.place):
            self.base, self.heads, self.near = [], [], []
            self.holder = _Holder([], "", True) if verb.lemma == "there" or verb.sense.holds else self.holder
            return
        if self.restricted:
            self.restricted = False
        elif len(self.base) > 1 and not verb.plural:
            self.base = self.base[-1:]
        self.heads, self.near, self.holder = self.base, [], None

    def _participle_subject(self, verb: Verb) -> list[Ref]:
        before = self.chunks[self.at - 1] if self.at else None
        if isinstance(before, Joint) and before.comma:
            if self.holder is not None and not self.holder.refs and self.holder.items == 0:
                return self.heads
            self.heads = self.base
            return self.base
        if isinstance(before, Joint) and verb.by:
            return self.base or self.heads
        self.heads, self.near = self.near or self.heads, []
        return self.heads

    def _by(self, verb: Verb, subject: list[Ref]) -> None:
        """flanked by, topped with, filled with."""
        relation = verb.sense.passive or verb.sense.relation or "with"
        if not subject and self.place:
            self.fronted.append(Draft("mounted" if self.place == "wall" else "near", [], [], self.place))
            self.base, self.heads = [], []
            return
        self.heads, self.near = subject, []
        self.holder = _Holder(subject, relation, relation != "with", each=any(r.each for r in subject))

    def _transitive(self, verb: Verb, subject: list[Ref]) -> None:
        """surrounds, faces, covers: what follows is the anchor."""
        if subject:
            self.heads = subject
            self._place(Link(verb.sense.relation, verb.lemma), subject)

    def _manner(self, refs: list[Ref], manner: str) -> None:
        if manner == "stack":
            self.drafts.append(Draft("stack", refs, text="stacked"))
            return
        said = [d for d in self.drafts if any(r in d.subjects for r in refs) and not d.loose]
        if manner == "leaning":
            for draft in said:
                draft.relation = "leaning" if draft.relation in ("against", "on", "next to") else draft.relation
            return
        if any(d.part in ("wall", "ceiling") or d.relation in ("hang", "mounted", "on", "in", "under") for d in said):
            return
        self.drafts.append(Draft("from above" if manner == "hang" else "mounted", refs, text=manner))

    def _kind(self, ref: Ref) -> str:
        return self.mentions.groups[ref.group].kind


def _again(model: Noun, said: Noun) -> Noun:
    """More of the same."""
    from dataclasses import replace

    return replace(model, number=said.number or 1, det="", plural=(said.number or 1) > 1, bound=said.bound)


_ = Place
