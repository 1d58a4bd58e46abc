"""Relations nobody says because everybody expects them: chairs face their table, pictures hang on walls."""

from dataclasses import dataclass, replace

from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.graph import Relation, RoomPart, Setting, Thing, Tie
from spatialwm.lift.text.language.listed import listed
from spatialwm.lift.text.language.nouns import is_small, kind_of

__all__ = ["with_habits", "with_sinks"]


@dataclass(frozen=True)
class _Companion:
    """Where a thing goes beside another that is in the same scene."""

    subject: frozenset[str]
    relation: Relation
    anchor: frozenset[str]
    share: bool = True
    """All go to the same anchor; otherwise they are spread over all there are."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


_COMPANIONS = (
    _Companion(_words("pillow,cushion,throw pillow,blanket,throw blanket,quilt,comforter,duvet"), "on",
               _words("bed,sofa,couch,loveseat,armchair,daybed,futon")),
    _Companion(_words("tv,television"), "on",
    _words("tv stand,tv console,media console,entertainment center")),
    _Companion(_words("monitor,computer monitor,computer,keyboard,mouse,laptop,desk lamp,printer,pc,"
    "gaming pc"), "on",
               _words("desk,computer desk,gaming desk,writing desk,office desk,workstation")),
    _Companion(_words("office chair,desk chair,computer chair,gaming chair,rolling chair,swivel chair"),
    "in front of",
               _words("desk,computer desk,gaming desk,writing desk,office desk,workstation,vanity")),
    _Companion(_words("nightstand,bedside table,night stand"), "next to", _words("bed"), share=False),
    _Companion(_words("bedside lamp,alarm clock,bedside clock"), "on", _words("nightstand,bedside table")),
    _Companion(_words("dining chair,chair"), "next to",
               _words("dining table,kitchen table,conference table,table,desk,bistro table,picnic table"),
               share=False),
    _Companion(_words("bar stool,barstool,stool"), "next to",
    _words("bar,bar table,kitchen island,island,counter"),
               share=False),
    _Companion(_words("coffee table"), "in front of", _words("sofa,couch,loveseat,sectional")),
    _Companion(_words("tablecloth,centerpiece,fruit bowl"), "on", _words("dining table,table")),
    _Companion(_words("sink,basin,faucet,microwave,toaster,coffee maker,coffee machine,kettle,blender"), "on",
               _words("counter,kitchen counter,countertop,vanity,kitchen island")),
    _Companion(_words("range hood,hood"), "above", _words("stove,cooker,cooktop")),
)  # fmt: skip
"""In the order in which they are tried; the first whose anchor is there is taken."""
_ON_WALLS = frozenset(
    listed(
        "picture painting mirror poster clock whiteboard chalkboard blackboard photograph artwork sconce "
        "tapestry curtain print dartboard corkboard banner plaque calendar"
    )
)
_KITCHENS = ("kitchen", "restaurant", "bar", "cafe", "diner", "bakery", "canteen")
_HEADS_OF_SCREENS = frozenset(listed("tv television screen"))
_FROM_CEILINGS = frozenset(listed("chandelier pendant"))
_AGAINST_WALLS = frozenset(
    listed(
        "bookshelf bookcase wardrobe bed sofa couch cabinet dresser sideboard cupboard shelf piano closet "
        "fridge refrigerator toilet bathtub fireplace stove oven workbench counter nightstand vanity "
        "armoire hutch locker"
    )
)
_ANYWHERE = frozenset({"stack", "row", "circle", "facing", "facing away", "near", "far", "across", "along"})
"""Relations that leave open what a thing stands on."""


def with_habits(things: list[Thing], ties: list[Tie]) -> list[Tie]:
    """The ties that were said and, after them, those that go without saying. None contradicts a said one."""
    usual = _Usual(things, ties)
    for thing, index in zip(things, range(len(things)), strict=True):
        usual.add(index, thing)
    usual.together()
    return usual.merged()


def with_sinks(things: list[Thing], ties: list[Tie], setting: Setting) -> list[Thing]:
    """The sink of a kitchen, or one with dishes in it, is no washbasin."""
    kitchen = any(word in setting.name for word in _KITCHENS)
    dishes = {
        k for t in ties if t.relation == "in" for k in t.anchors
        if any("tableware" in CATALOGUE[things[s].category].tags for s in t.subjects)
    }  # fmt: skip
    return [
        replace(t, category="kitchen sink")
        if t.category == "sink" and t.word == "sink" and (kitchen or k in dishes)
        else t
        for k, t in enumerate(things)
    ]


class _Usual:
    """Finds what is usual for the things of one scene."""

    def __init__(self, things: list[Thing], ties: list[Tie]) -> None:
        self.things, self.said, self.added = things, ties, list[Tie]()
        self.placed = {
            k
            for t in ties
            if t.relation not in _ANYWHERE and not t.denied and not self._only_a_rug(t)
            for k in t.subjects
        }
        self.carried = {
            k for t in ties if t.relation in ("on", "in", "hang", "mounted", "leaning") for k in t.subjects
        }
        self.anchored = {k for t in ties for k in t.anchors}
        self.beside = {k for t in ties if t.anchors for k in t.subjects}
        self.denied = {(k, t.part) for t in ties if t.denied for k in t.subjects}
        self.taken: dict[int, int] = {}

    def add(self, index: int, thing: Thing) -> None:
        """What is usual for one thing."""
        heads = thing.word.split()
        kind = kind_of(thing.word, thing.category)
        if index not in self.carried:
            if self._hangs(thing, kind) and not self._under_another(index):
                self._imply("hang", index, part="ceiling")
            elif self._on_wall(thing, kind):
                self._imply("mounted", index, part="wall")
        if index not in self.placed and {"central", "centered", "centred"} & set(thing.attributes):
            self._imply("middle", index, part="room")
        if index not in self.placed and heads[-1] == "rug" and index not in self.anchored:
            self._imply("middle", index, part="room")
        if index not in self.placed and not self._stuck(index):
            for rule in _COMPANIONS:
                if (thing.word in rule.subject or heads[-1] in rule.subject) and self._accompany(index, rule):
                    return
        if (
            index not in self.placed
            and heads[-1] in _AGAINST_WALLS
            and not is_small(thing.word, thing.category)
        ) and not any(t.relation == "against" and index in t.subjects for t in self.added):
            self._imply("against", index, part="wall")

    def _only_a_rug(self, tie: Tie) -> bool:
        """What is on a rug can still be before the sofa."""
        return bool(tie.anchors) and all(
            CATALOGUE[self.things[k].category].habit == "rug" for k in tie.anchors
        )

    def _stuck(self, index: int) -> bool:
        return any(index in t.subjects for t in self.added)

    def _under_another(self, index: int) -> bool:
        return any(
            index in t.subjects and t.relation in ("under", "next to") and t.anchors for t in self.said
        )

    def _hangs(self, thing: Thing, kind: str) -> bool:
        words = {*thing.word.split(), *thing.attributes}
        lamp = bool({"light", "lamp", "lantern"} & words)
        return (
            kind == "ceiling"
            or bool(_FROM_CEILINGS & words)
            or (lamp and bool({"string", "overhead"} & words))
        )

    def _on_wall(self, thing: Thing, kind: str) -> bool:
        words = {*thing.word.split(), *thing.attributes}
        if {"wall-mounted", "wall-hung"} & words or "wall" in thing.word.split()[:-1]:
            return True
        return (
            bool(_ON_WALLS & set(thing.word.split()[-1:]))
            and not {"standing", "freestanding", "full"} & words
        )

    def _accompany(self, index: int, rule: _Companion) -> bool:
        anchors = [k for k, t in enumerate(self.things) if k != index
                   and (t.word in rule.anchor or t.word.split()[-1] in rule.anchor)
                   and not is_small(t.word, t.category)]  # fmt: skip
        if not anchors:
            return False
        anchor = min(
            anchors, key=lambda k: (self.taken.get(k, 0) // 8, not rule.share and self.taken.get(k, 0), k)
        )
        self.taken[anchor] = self.taken.get(anchor, 0) + 1
        self._imply(rule.relation, index, anchor)
        return True

    def together(self) -> None:
        """What follows for others from what was said of some."""
        for tie in self.said:
            self._both_sides(tie)
            if tie.relation == "corner":
                self._in_one_corner(tie)
            elif tie.relation == "facing":
                self._on_stands(tie)
            elif tie.relation == "in front of":
                self._watching(tie)
            elif tie.relation in ("next to", "near") and not tie.text:
                self._at_desks(tie)
            elif tie.relation == "middle" and tie.part:
                self._in_the_middle(tie)
        self._on_the_same_table()
        for k, thing in enumerate(self.things):
            if thing.word.split()[-1] == "table" and k in self.anchored:
                self._turned_to(k)

    def _in_one_corner(self, tie: Tie) -> None:
        """Two things in one corner are beside each other."""
        groups = [self.things[k].group for k in tie.subjects]
        if len(set(groups)) == 2:
            for k, group in zip(tie.subjects, groups, strict=True):
                if group != groups[0] and k not in self.beside:
                    self._imply("next to", k, tie.subjects[0])

    def _on_stands(self, tie: Tie) -> None:
        """What a thing faces, its stand faces too."""
        for on in self.said:
            carries = on.relation == "on" and on.anchors and set(on.subjects) & set(tie.subjects)
            if carries and tie.anchors and on.anchors[0] not in tie.anchors:
                self._imply("facing", on.anchors[0], *tie.anchors)

    def _watching(self, tie: Tie) -> None:
        """A sofa in front of a TV faces it."""
        screens = [k for k in tie.anchors if _HEADS_OF_SCREENS & set(self.things[k].word.split()[-1:])]
        facing = {k for t in self.said if t.relation.startswith("facing") for k in t.subjects}
        for k in tie.subjects if screens else ():
            if kind_of(self.things[k].word, self.things[k].category) in ("seat", "bed") and k not in facing:
                self._imply("facing", k, screens[0])

    def _at_desks(self, tie: Tie) -> None:
        """The chair that a desk comes with stands before it."""
        for anchor in tie.anchors:
            entry = CATALOGUE[self.things[anchor].category]
            if entry.habit != "wall" or "surface" not in entry.tags or "storage" in entry.tags:
                continue
            for k in tie.subjects:
                if kind_of(self.things[k].word, self.things[k].category) == "seat":
                    self._imply("in front of", k, anchor)
                    self._imply("facing", k, anchor)

    def _on_the_same_table(self) -> None:
        """A plate in front of a chair is on the chair's table; a cup beside a plate where the plate is."""
        beside = ("in front of", "next to", "left of", "right of", "near", "behind", "between", "around")
        for tie in self.said:
            free = [k for k in tie.subjects if k not in self.carried
                    and is_small(self.things[k].word, self.things[k].category)]  # fmt: skip
            if tie.relation not in beside or not tie.anchors or not free:
                continue
            for relation, carrier in self._carriers(tie.anchors[0]):
                for k in free:
                    self._imply(relation, k, carrier)

    def _carriers(self, anchor: int) -> list[tuple[Relation, int]]:
        """What carries the anchor, or the table it stands at."""
        for tie in (*self.said, *self.added):
            if anchor in tie.subjects and tie.anchors:
                carrier = tie.anchors[0]
                kind = kind_of(self.things[carrier].word, self.things[carrier].category)
                small = is_small(self.things[anchor].word, self.things[anchor].category)
                if small and tie.relation in ("on", "in"):
                    return [(tie.relation, carrier)]
                if not small and kind == "table" and tie.relation != "on":
                    return [("on", carrier)]
        return []

    def _both_sides(self, tie: Tie) -> None:
        """Two nightstands beside a bed are one on each side."""
        if tie.relation in ("next to", "near") and len(tie.subjects) == 2 and len(tie.anchors) == 1:
            words = [self.things[k].word.split()[-1] for k in (*tie.subjects, *tie.anchors)]
            if words[:2] == ["nightstand"] * 2 and words[2] == "bed":
                self._imply("left of", tie.subjects[0], tie.anchors[0])
                self._imply("right of", tie.subjects[1], tie.anchors[0])
        if tie.relation in ("left of", "right of") and len(tie.anchors) == 1:
            for above in self.said:
                if above.relation == "above" and above.subjects == tie.anchors and above.anchors:
                    for k in tie.subjects:
                        self._imply(tie.relation, k, above.anchors[0])

    def _in_the_middle(self, tie: Tie) -> None:
        """What is on the rug, and what is between things that are in the middle."""
        rugs = [k for k in tie.subjects if kind_of(self.things[k].word, self.things[k].category) == "rug"]
        for k in tie.subjects:
            if rugs and k not in rugs and k not in self.carried:
                self._imply("on", k, rugs[0])
        for other in self.said:
            if other.relation == "between" and other.anchors and set(other.anchors) <= set(tie.subjects):
                for k in other.subjects:
                    self._imply("middle", k, part="room")

    def _turned_to(self, table: int) -> None:
        """Seats at a table face it."""
        for tie in self.said:
            if table in tie.anchors and tie.relation in (
                "around",
                "long side",
                "short side",
                "next to",
                "head",
            ):
                seats = [
                    k for k in tie.subjects if kind_of(self.things[k].word, self.things[k].category) == "seat"
                ]
                facing = {k for t in self.said if t.relation.startswith("facing") for k in t.subjects}
                for k in seats:
                    if k not in facing:
                        self._imply("facing", k, table)

    def _imply(self, relation: Relation, subject: int, *anchors: int, part: RoomPart | None = None) -> None:
        if part and (subject, part) in self.denied:
            return
        self.added.append(
            Tie(relation=relation, subjects=(subject,), anchors=anchors, part=part, implied=True)
        )

    def merged(self) -> list[Tie]:
        """Said ties, then usual ones with the subjects of equal ones together."""
        groups: dict[tuple[Relation, tuple[int, ...], RoomPart | None, int], list[int]] = {}
        for tie in self.added:
            key = (tie.relation, tie.anchors, tie.part, self.things[tie.subjects[0]].group)
            groups.setdefault(key, []).extend(tie.subjects)
        usual = [
            Tie(
                relation=relation,
                subjects=tuple(dict.fromkeys(subjects)),
                anchors=anchors,
                part=part,
                implied=True,
            )
            for (relation, anchors, part, _), subjects in groups.items()
        ]
        return [*self.said, *usual]
