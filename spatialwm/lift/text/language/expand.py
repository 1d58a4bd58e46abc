"""Groups to single things, and relations between groups to relations between things."""

from dataclasses import dataclass, replace
from typing import cast, get_args

from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS
from spatialwm.lift.text.graph import Relation, RoomPart, Thing, Tie
from spatialwm.lift.text.language.describing import MATERIALS, SHAPES, SIZES, STATES, STYLES, color_of
from spatialwm.lift.text.language.groups import Draft, Group, Ref
from spatialwm.lift.text.language.nouns import kind_of

__all__ = ["MOST_THINGS", "expanded"]

MOST_THINGS = 120
"""Of one scene; what is asked for beyond is cut and noted."""
_KNOWN = frozenset(get_args(Relation))
_ONE_BY_ONE = frozenset(
    {"on", "in", "under", "above", "around", "left part", "right part", "next to", "in front of", "long side",
     "short side", "flank", "behind"}
)  # fmt: skip
"""Relations where two things have one anchor each rather than both the same two."""
_CARRIES = frozenset({"table", "storage", "bed", "container", "seat", "small", "big"})


@dataclass(frozen=True)
class _Plain:
    """A relation between single things."""

    relation: str
    subjects: tuple[int, ...]
    anchors: tuple[int, ...]


def expanded(groups: list[Group], drafts: list[Draft]) -> tuple[list[Thing], list[Tie], list[str]]:
    """Single things, their relations, and what had to be left out."""
    _settle_counts(groups, drafts)
    drafts = _through_virtual(groups, drafts)
    things, members, notes = _things(groups)
    ties: list[Tie] = []
    things = _on_top(things, drafts, groups)
    placed = {(r.group) for d in drafts if not d.loose and _locates(d) for r in d.subjects}
    for draft in drafts:
        given_up = draft.loose and not draft.explicit and any(r.group in placed for r in draft.subjects)
        if given_up and not _still_on(draft, groups, drafts):
            continue
        ties.extend(_tied(draft, groups, members, things))
    once = {(t.relation, t.subjects, t.anchors, t.part, t.denied): t for t in reversed(ties)}
    return things, list(reversed(once.values())), notes


def _on_top(things: list[Thing], drafts: list[Draft], groups: list[Group]) -> list[Thing]:
    """A lamp on a table is a table lamp."""
    if "table lamp" not in CATALOGUE:
        return things
    tops = {
        r.group for d in drafts for r in d.subjects
        if d.anchors and groups[d.anchors[0].group].kind in ("table", "storage")
        and (d.relation == "on" or (d.relation in ("with", "hold") and _with(groups[r.group],
        groups[d.anchors[0].group],
                                                                              explicit=False) == "on"))
    }  # fmt: skip
    lamp = NOUNS.get("lamp")
    return [
        replace(t, category="table lamp")
        if t.group in tops and t.category == lamp and t.word in ("lamp", "light")
        else t
        for t in things
    ]


def _locates(draft: Draft) -> bool:
    return draft.relation not in ("stack", "row", "circle", "left side", "right side", "face to face",
    "mounted",
                                  "from above", "facing")  # fmt: skip


def _still_on(draft: Draft, groups: list[Group], drafts: list[Draft]) -> bool:
    """A small thing "with" another stays on it when nothing else is said to carry it."""
    own = {r.group for r in draft.subjects}
    said = [d for d in drafts if d is not draft and not d.loose and own & {r.group for r in d.subjects}]
    carried = any(d.relation in ("on", "in", "hang", "mounted", "under") or d.part for d in said)
    beside = any({a.group for a in d.anchors} & {a.group for a in draft.anchors} for d in said if _locates(d))
    return all(groups[g].small for g in own) and not carried and not beside


def _settle_counts(groups: list[Group], drafts: list[Draft]) -> None:
    """Books on two shelves are at least two for each."""
    for draft in drafts:
        if draft.relation not in ("on", "in", "with", "hold"):
            continue
        homes = sum(groups[a.group].count if a.members is None else len(a.members) for a in draft.anchors)
        for ref in draft.subjects:
            group = groups[ref.group]
            if group.open_count and homes > 1:
                group.count = min(max(group.count, 2 * homes), MOST_THINGS)


def _through_virtual(groups: list[Group], drafts: list[Draft]) -> list[Draft]:
    """What is said of a seating area holds for what is in it."""
    content: dict[int, list[Ref]] = {}
    for draft in drafts:
        for anchor in draft.anchors:
            if groups[anchor.group].virtual and groups[anchor.group].noun.noun != "place setting":
                content.setdefault(anchor.group, []).extend(draft.subjects)
    homes = {r.group: d.anchors for d in drafts for r in d.subjects if groups[r.group].virtual}
    out: list[Draft] = []
    for draft in drafts:
        subjects = [
            s for r in draft.subjects for s in (content.get(r.group, []) if groups[r.group].virtual else [r])
        ]
        anchors = [
            a for r in draft.anchors for a in (homes.get(r.group, []) if groups[r.group].virtual else [r])
        ]
        if not subjects or (draft.anchors and not anchors):
            continue
        relation = "on" if any(groups[a.group].virtual for a in draft.anchors) else draft.relation
        out.append(Draft(relation, subjects, anchors, draft.part, draft.each, draft.denied, draft.loose,
        draft.text,
                         draft.explicit))  # fmt: skip
    return out


def _things(groups: list[Group]) -> tuple[list[Thing], dict[int, list[int]], list[str]]:
    things: list[Thing] = []
    members: dict[int, list[int]] = {}
    notes: list[str] = []
    for index, group in enumerate(groups):
        if group.virtual:
            members[index] = []
            continue
        count = min(group.count, MOST_THINGS - len(things))
        if count < group.count:
            notes.append(
                f"Only {count} of {group.count} of '{group.noun.word}' fit into a scene of {MOST_THINGS}."
            )
        members[index] = list(range(len(things), len(things) + count))
        things.extend([_thing(group, index)] * count)
    return things, members, notes


def _thing(group: Group, index: int) -> Thing:
    words = tuple(dict.fromkeys(group.attributes))
    wide, tall, round_ = 1.0, 1.0, None
    for word in words:
        if word in SIZES and not (word == "full" and group.kind in ("container", "storage")):
            wide, tall = wide * SIZES[word][0], tall * SIZES[word][1]
        round_ = SHAPES.get(word, round_)
    own = tuple(dict.fromkeys((*words, *group.noun.word.split()[:-1])))
    return Thing(
        category=group.noun.category,
        word=group.noun.word,
        group=index,
        attributes=words,
        color=color_of(own),
        material=next((MATERIALS[w] for w in own if w in MATERIALS), None),
        wide=min(max(round(wide, 3), 0.4), 2.0),
        tall=min(max(round(tall, 3), 0.4), 2.0),
        round=round_,
        style=next((w for w in words if w in STYLES or w.endswith(("-themed", "-style", "-styled"))), None),
        states=tuple(dict.fromkeys(STATES[w] for w in words if w in STATES)),
    )


def _tied(draft: Draft, groups: list[Group], members: dict[int, list[int]], things: list[Thing]) -> list[Tie]:
    subjects = [k for r in draft.subjects for k in _chosen(r, members)]
    anchors = [k for r in draft.anchors for k in _chosen(r, members) if k not in subjects]
    if not subjects or (draft.anchors and not anchors):
        return []
    relations = _meant(draft, groups)
    ties: list[Tie] = []
    for relation in relations:
        for plain in _spread(relation, draft, subjects, anchors, things):
            if plain.relation in _KNOWN:
                part = cast(RoomPart, draft.part) if draft.part else None
                ties.append(
                    Tie(
                        relation=cast(Relation, plain.relation),
                        subjects=plain.subjects,
                        anchors=plain.anchors,
                        part=part if part or plain.anchors else _usual_part(plain.relation),
                        denied=draft.denied,
                        text=draft.text,
                    )
                )
    return ties


def _spread(
    relation: str, draft: Draft, subjects: list[int], anchors: list[int], things: list[Thing]
) -> list[_Plain]:
    """One relation to each kind of anchor, except for "between"; only one kind can carry something."""
    if relation == "hang":
        return [_Plain(relation, tuple(subjects), ())]
    kinds = list(dict.fromkeys(things[k].word for k in anchors))
    if len(kinds) < 2 or relation == "between":
        return _distributed(relation, subjects, anchors, each=draft.each)
    of_kind = [[k for k in anchors if things[k].word == kind] for kind in kinds]
    if relation in ("on", "in"):
        carrying = [own for own in of_kind if kind_of(things[own[0]].word, things[own[0]].category) != "seat"]
        of_kind = (carrying or of_kind)[:1]
    return [plain for own in of_kind for plain in _distributed(relation, subjects, own, each=draft.each)]


def _usual_part(relation: str) -> RoomPart | None:
    parts: dict[str, RoomPart] = {"hang": "ceiling", "mounted": "wall", "corner": "corner", "middle": "room",
                                  "leaning": "wall", "against": "wall"}  # fmt: skip
    return parts.get(relation)


def _chosen(ref: Ref, members: dict[int, list[int]]) -> list[int]:
    own = members.get(ref.group, [])
    return own if ref.members is None else [own[k] for k in ref.members if k < len(own)]


_ALWAYS: dict[str, tuple[str, ...]] = {
    "adorn": ("on",),
    "cover": ("on",),
    "line": ("along",),
    "at": ("next to",),
}


def _meant(draft: Draft, groups: list[Group]) -> tuple[str, ...]:
    """The relations of the graph that a word stands for here, given what it is about."""
    subject = groups[draft.subjects[0].group]
    anchor = groups[draft.anchors[0].group] if draft.anchors else None
    match draft.relation:
        case "with" | "hold" | "accompany":
            return (_with(subject, anchor, explicit=draft.relation == "hold"),) if anchor else ()
        case "left side" | "right side":
            return _at_one_side(draft.relation.removesuffix(" side"), subject, anchor)
        case "from above":
            return ("mounted",) if subject.kind == "wall" else ("hang",)
        case "overhead":
            return ("above", "hang") if anchor else ("hang",)
        case "in" if anchor and anchor.kind in ("table", "seat", "bed", "rug"):
            return ("on",)
        case "at" if anchor and subject.small and anchor.kind in ("table", "storage"):
            return ("on",)
        case "middle" if anchor and (subject.small or subject.kind == "lamp"):
            return ("on", "middle")
        case _:
            return _ALWAYS.get(draft.relation, (draft.relation,))


def _at_one_side(side: str, subject: Group, anchor: Group | None) -> tuple[str, ...]:
    if anchor is None:
        return (f"{side} part",)
    if subject.small and anchor.kind in _CARRIES:
        inside = anchor.kind in ("storage", "container") and _shelved(anchor)
        return ("in" if inside else "on", f"{side} part")
    return (f"{side} of",)


def _shelved(group: Group) -> bool:
    words = f"{group.noun.noun} {group.noun.category}".split()
    return any(w in ("bookshelf", "bookcase", "shelf", "rack", "wardrobe", "closet", "fridge") for w in words)


def _with(subject: Group, anchor: Group, *, explicit: bool) -> str:
    """What "with" says: on, in, at, or beside, as such things usually are."""
    noun = subject.noun.noun.split()[-1]
    if noun in ("blanket", "throw", "quilt", "tablecloth", "cloth", "sheet", "duvet"):
        return "on"
    if anchor.kind == "container":
        return "in"
    lit = subject.kind == "lamp" and subject.noun.word in ("lamp", "light", "small lamp")
    carried = anchor.kind in ("table", "storage") and (lit or noun in ("plant", "fern", "cactus"))
    if subject.small or explicit or carried:
        inside = anchor.kind == "storage" and (_shelved(anchor) or explicit)
        top = anchor.noun.noun.split()[-1] in (
            "counter",
            "sideboard",
            "dresser",
            "nightstand",
            "stand",
            "cart",
        )
        if inside and not top:
            return "in"
        return "on" if anchor.kind in _CARRIES else "near"
    if subject.kind == "ceiling":
        return "above"
    if subject.kind == "wall" and anchor.kind in ("table", "storage", "bed", "seat"):
        return "above" if noun not in ("tv", "television", "screen", "monitor") else "on"
    if subject.kind == "rug":
        return "near"
    return "next to"


def _distributed(relation: str, subjects: list[int], anchors: list[int], *, each: bool) -> list[_Plain]:
    if relation == "flank":
        return _flanking(subjects, anchors)
    if relation == "face to face":
        return _facing(subjects)
    if relation == "side by side":
        return [_Plain("row", tuple(subjects), ())]
    spread = len(anchors) > 1 and (each or (relation in _ONE_BY_ONE and len(subjects) >= len(anchors)))
    if not spread or relation == "between":
        return [_Plain(relation, tuple(subjects), tuple(anchors))]
    if len(subjects) % len(anchors) == 0:
        size = len(subjects) // len(anchors)
        parts = [subjects[k * size : (k + 1) * size] for k in range(len(anchors))]
    else:
        parts = [subjects[k :: len(anchors)] for k in range(len(anchors))]
    return [_Plain(relation, tuple(p), (a,)) for p, a in zip(parts, anchors, strict=True) if p]


def _flanking(subjects: list[int], anchors: list[int]) -> list[_Plain]:
    """Half to the left of each anchor, half to the right."""
    if not anchors:
        return [_Plain("against", tuple(subjects), ())]
    share = max(len(subjects) // len(anchors), 1)
    out: list[_Plain] = []
    for k, anchor in enumerate(anchors):
        mine = subjects[k * share : (k + 1) * share] if k < len(anchors) - 1 else subjects[k * share :]
        if len(mine) == 1:
            out.append(_Plain("next to", tuple(mine), (anchor,)))
        elif mine:
            half = len(mine) // 2
            out.append(_Plain("left of", tuple(mine[:half]), (anchor,)))
            out.append(_Plain("right of", tuple(mine[half:]), (anchor,)))
    return out


def _facing(subjects: list[int]) -> list[_Plain]:
    half = max(len(subjects) // 2, 1)
    first, second = tuple(subjects[:half]), tuple(subjects[half:])
    if not second:
        return []
    return [_Plain("facing", first, second), _Plain("facing", second, first)]
