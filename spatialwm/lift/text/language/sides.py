"""What follows a preposition: a thing, a side of a thing, a part of the room, or nothing."""

from dataclasses import dataclass, field, replace

from spatialwm.lift.text.language.groups import Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.phrases import Chunk, Joint, Link, Verb
from spatialwm.lift.text.language.state import State
from spatialwm.lift.text.language.vague import PICTURES

__all__ = ["Place", "at_side"]


@dataclass(frozen=True)
class Place:
    """Where something is."""

    relation: str
    anchors: list[Ref] = field(default_factory=list[Ref])
    part: str = ""
    text: str = ""
    each: bool = False
    new: list[Ref] = field(default_factory=list[Ref])
    """The anchors when they were mentioned for the first time."""


_PARTS_OF_ROOM: dict[str, dict[str, str]] = {
    "wall": {"on": "mounted", "in": "mounted", "at": "against", "next to": "against", "near": "against",
             "above": "mounted", "from": "mounted", "cover": "mounted", "adorn": "mounted", "line": "along",
             "across": "against", "hang": "mounted", "around": "along", "between": "along",
             "facing": "facing",
             "middle": "against"},
    "ceiling": {"": "hang", "near": "hang"},
    "floor": {"": "on"}, "ground": {"": "on"},
    "corner": {"": "corner", "far": "far", "facing": "facing", "across": "across"},
    "door": {"on": "near", "in": "near", "at": "near", "along": "near", "from": "near", "against": "near"},
    "window": {"on": "near", "in": "near", "at": "near", "along": "near", "from": "near", "against": "near"},
}  # fmt: skip
"""What a preposition means before a part of the room; the entry of "" is for all others."""
_OF_ROOM = {"middle": "middle", "back of": "back part", "front of": "front part", "left side": "left part",
            "right side": "right part", "left of": "left part", "right of": "right part", "around": "along",
            "corner": "corner", "end": "back part", "head": "front part", "along": "along"}  # fmt: skip
_OF_THING = {"back of": "behind", "front of": "in front of", "at": "next to", "from": "hang",
"through": "near",
             "adorn": "on", "cover": "on", "end": "foot", "off": "near", "of": ""}  # fmt: skip


def at_side(state: State, link: Link, at: int, subjects: list[Ref]) -> tuple[Place | None, int]:
    """The place that a preposition leads to, and the index of the chunk after it."""
    chunk = state.chunks[at] if at < len(state.chunks) else None
    if isinstance(chunk, Noun) and not (chunk.kind == "pronoun" and link.relation == "overhead"):
        text = f"{link.text} {chunk.text}"
        match chunk.kind:
            case "side":
                return _side(state, link, chunk, at, subjects)
            case "place":
                return _part(state, link, chunk, text), at + 1
            case "room":
                return _room(state, link, chunk, text), at + 1
            case "thing" if (
                link.relation == "in" and chunk.noun in PICTURES and not state.mentions.find(chunk)
            ):
                return None, at + 1  # what is in a photo is all there is
            case "thing" | "pronoun" | "part":
                return _thing(state, link, at, subjects)
            case "area":
                found = [r for r in state.mentions.recent if state.mentions.groups[r.group].virtual]
                place = Place(link.relation, found[-1:], text=text) if chunk.det == "the" and found else None
                return place, at + 1
            case "person" | "unknown":
                state.notes.append(f"Not understood: '{text}'.")
                return None, at + 1
            case _:
                return None, at + 1
    return _without_anchor(state, link, subjects), at


def _part(state: State, link: Link, noun: Noun, text: str) -> Place:
    state.surroundings.describe_part(noun)
    if noun.noun in ("window", "door"):
        state.surroundings.mention(noun.noun)
    meanings = _PARTS_OF_ROOM[noun.noun]
    relation = meanings.get(link.relation, meanings.get("", link.relation))
    if relation == "mounted" and link.relation == "on" and noun.noun == "wall":
        text = f"on {noun.text}"
    side = next((w for w in noun.describers if w in ("left", "right", "front")), "")
    if side and noun.noun == "wall":
        text += f" ({side} wall)"
    return Place(_OF_THING.get(relation, relation), part=noun.noun, text=text)


def _room(state: State, link: Link, noun: Noun, text: str) -> Place | None:
    if noun.det != "the" and not state.surroundings.named:
        state.surroundings.name(noun)
    if link.relation in _OF_ROOM:
        return Place(
            _OF_ROOM[link.relation], part="corner" if link.relation == "corner" else "room", text=text
        )
    return None


def _thing(state: State, link: Link, at: int, subjects: list[Ref]) -> tuple[Place | None, int]:
    noun = state.chunks[at]
    assert isinstance(noun, Noun)
    text = f"{link.text} {noun.text}"
    anchors, new = _anchors(state, noun, subjects)
    at += 1
    while second := _second(state, link, noun, at):
        more, also_new = _anchors(state, second, subjects)
        anchors, new = [*anchors, *more], new or also_new
        text, at = f"{text} and {second.text}", at + 2
    if not anchors:
        return None, at
    relation = _OF_THING.get(link.relation, link.relation)
    each = any(r.each for r in anchors)
    return Place(relation, anchors, text=text, each=each, new=anchors if new else []), at


def _anchors(state: State, noun: Noun, subjects: list[Ref]) -> tuple[list[Ref], bool]:
    if noun.kind == "pronoun":
        pool = state.holder.refs if state.holder and state.holder.refs != subjects else state.base
        groups = {r.group for r in subjects}
        if noun.noun == "it":
            pool = [r for r in (*pool, *state.it, *state.previous) if r.group not in groups]
            found = state.mentions.pronoun(noun, subject=pool, last=pool, not_these=subjects)
            state.it = found or state.it
            return found, False
        if noun.noun == "them" and len(state.base) > len(subjects):
            return [r for r in state.base if r not in subjects], False
        if noun.noun == "them" and state.holder and sum(map(state.mentions.size, state.holder.refs)) < 2:
            pool = []
        return state.mentions.pronoun(noun, subject=pool, last=pool, not_these=subjects), False
    if noun.kind == "part":
        whole = [
            r for r in reversed(state.mentions.recent) if state.mentions.groups[r.group].kind == "storage"
        ]
        return [Ref(r.group, r.members) for r in whole[:1]], False
    before = len(state.mentions.groups)
    refs = state.refer(noun, anchor=True)
    return refs, len(state.mentions.groups) > before


def _second(state: State, link: Link, first: Noun, at: int) -> Noun | None:
    """The other of "between the sofa and the TV", and of "next to the bed and the desk"."""
    chunks = state.chunks
    if at + 1 >= len(chunks) or not isinstance(chunks[at], Joint):
        return None
    joint, noun = chunks[at], chunks[at + 1]
    if not isinstance(joint, Joint) or not isinstance(noun, Noun) or noun.kind != "thing" or joint.comma:
        return None
    if link.relation == "between" or (first.det == "the" == noun.det and first.kind == "thing"):
        return noun
    end = at + 2 >= len(chunks) or (isinstance(chunks[at + 2], Joint) and not _goes_on(chunks, at + 3))
    before = chunks[at - 3] if at >= 3 else None
    return noun if end and isinstance(before, Verb) and not before.finite else None


def _goes_on(chunks: list[Chunk], at: int) -> bool:
    return at < len(chunks) and isinstance(chunks[at], Noun)


def _parallel(state: State, link: Link) -> list[Ref]:
    """A knife to the left of the plate and a spoon to the right: of the plate too."""
    if link.relation not in ("left of", "right of", "left side", "right side", "across"):
        return []
    for draft in reversed(state.drafts[-4:]):
        if draft.anchors and draft.relation in _BESIDE and not draft.loose:
            return draft.anchors
    return []


_BESIDE = frozenset({"left of", "right of", "left side", "right side", "next to"})


def _without_anchor(state: State, link: Link, subjects: list[Ref]) -> Place | None:
    """Nearby, overhead, on top, behind: beside what was talked about."""
    groups = {r.group for r in subjects}
    before_it = state.chunks[state.at - 1] if state.at else None
    if link.relation in ("left of", "right of") and isinstance(before_it, Noun) and before_it.kind == "place":
        return Place(_OF_ROOM[link.relation], part="room", text=link.text)
    parallel = _parallel(state, link)
    if parallel:
        return Place("next to" if link.relation == "across" else link.relation, parallel, text=link.text)
    holder = state.holder.refs if state.holder else []
    first = state.mentions.recent[:1]
    before = (first,) if link.relation == "overhead" else (state.previous, state.mentions.recent[-1:], first)
    if " its " in f" {link.text} ":
        before = (state.it, [r for r in state.base if r.group not in groups], *before)
        pools = [pool for pool in (holder, *before) if any(r.group not in groups for r in pool)]
        state.it = pools[0][:1] if pools else []
    if link.relation in ("long side", "short side", "end"):
        tables = [r for r in state.mentions.recent if state.mentions.groups[r.group].kind == "table"]
        before = (tables[-1:], *before)
    for pool in (holder, *before):
        anchors = [r for r in pool if r.group not in groups]
        if anchors:
            relation = _OF_THING.get(link.relation, link.relation)
            return Place(relation, anchors[:2], text=link.text, each=any(r.each for r in anchors[:2]))
    if link.relation in _OF_ROOM:
        return Place(_OF_ROOM[link.relation], part="room", text=link.text)
    return Place("hang", part="ceiling", text=link.text) if link.relation == "overhead" else None


def _side(state: State, link: Link, noun: Noun, at: int, subjects: list[Ref]) -> tuple[Place | None, int]:
    """On the long side of the table, in the corner, at each end, on the left."""
    following = state.chunks[at + 1] if at + 1 < len(state.chunks) else None
    text = f"{link.text} {noun.text}"
    relation, each = _side_relation(link, noun)
    if isinstance(following, Link) and following.relation in ("of", "from", "to"):
        whole = state.chunks[at + 2] if at + 2 < len(state.chunks) else None
        if isinstance(whole, Noun) and whole.kind in ("thing", "pronoun"):
            place, end = _thing(state, Link(relation, text + " of"), at + 2, subjects)
            if place is None:
                return None, end
            return replace(place, relation=_on_thing(relation, link), each=each or place.each), end
        if isinstance(whole, Noun):
            return _side_of_room(relation, f"{text} of {whole.text}"), at + 3
        return _side_of_room(relation, text), at + 1
    small = all(state.mentions.groups[r.group].small for r in subjects)
    inside = relation == "middle" and small and state.holder and state.holder.refs
    if relation in ("corner", "middle", "back of", "front of") and not inside:
        return _side_of_room(relation, text), at + 1
    place = _without_anchor(state, Link(relation, text), subjects)
    if place is None:
        return _side_of_room(relation, text), at + 1
    return replace(place, each=each or place.each), at + 1


def _side_of_room(relation: str, text: str) -> Place | None:
    if relation == "corner":
        return Place("corner", part="corner", text=text)
    if relation in ("flank", "next to"):
        return Place("against", part="wall", text=text)
    return Place(
        _OF_ROOM.get(relation, "middle" if relation == "middle" else "back part"), part="room", text=text
    )


def _on_thing(relation: str, link: Link) -> str:
    if relation == "corner":
        return "on" if link.relation == "on" else "near"
    if relation == "middle":
        return "middle" if link.relation in ("on", "in", "at") else link.relation
    return _OF_THING.get(relation, relation)


def _side_relation(link: Link, noun: Noun) -> tuple[str, bool]:
    words, sort = set(noun.describers), noun.noun
    several = noun.det == "both" or noun.number == 2 or (noun.plural and noun.number is None)
    each = noun.det == "each" or noun.det == "both"
    if link.relation in ("across", "far", "near") and sort == "corner":
        return "corner", each
    for word, relation in (("long", "long side"), ("short", "short side"), ("longer", "long side"),
                           ("shorter", "short side"), ("left", "left side"), ("right", "right side"),
                           ("left-hand", "left side"), ("right-hand", "right side"), ("opposite", "across"),
                           ("other", "across"), ("back", "back of"), ("front", "front of")):  # fmt: skip
        if word in words and sort in ("side", "end", "part", "edge"):
            return relation, each
    if noun.det == "other" and sort == "side":
        return "across", False
    simple = {"head": "head", "foot": "foot", "corner": "corner", "middle": "middle", "edge": "on",
              "left": "left side", "right": "right side", "back": "back of", "front": "front of",
              "bottom": "in" if link.relation == "in" else "under", "top": "on"}  # fmt: skip
    if sort == "side":
        return ("flank", True) if each or several else ("next to", False)
    if sort == "end":
        return ("short side", each) if each or several else ("end", False)
    if sort == "corner":
        return "corner", False
    if sort == "wall":
        return "along", False
    return simple.get(sort, link.relation), each
