"""Noun phrases that start an item: the subject of a clause, or one more of a list."""

from dataclasses import replace

from spatialwm.lift.text.language.groups import Draft, Ref
from spatialwm.lift.text.language.listing import hold, is_listed, take_fronted
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_kind_of
from spatialwm.lift.text.language.phrases import Chunk, Joint, Link, Verb
from spatialwm.lift.text.language.rooms import BUILDINGS, ROOMS
from spatialwm.lift.text.language.state import State
from spatialwm.lift.text.language.vague import PICTURES

__all__ = ["noun_item"]


def noun_item(state: State, noun: Noun) -> None:
    """Take a noun phrase in."""
    match noun.kind:
        case "thing":
            thing_item(state, noun)
        case "room":
            _room(state, noun)
        case "place":
            _architecture(state, noun)
        case "settings":
            _settings(state, noun)
        case "area":
            _area(state, noun)
        case "pronoun":
            _pronoun(state, noun)
        case "part" | "side":
            _part(state, noun)
        case "describing":
            _described(state, noun)
        case _:
            _not_made(state, noun)


def _not_made(state: State, noun: Noun) -> None:
    if noun.kind == "unknown":
        if not state.vague:
            state.notes.append(f"Not understood: '{noun.text}'.")
    elif noun.kind == "person":
        state.notes.append(f"People are not made: '{noun.text}' was left out.")
    state.base = state.base if state.verb_seen else []


def _room(state: State, noun: Noun) -> None:
    if not state.mentions.groups and not (state.surroundings.named and noun.det != "a"):
        state.surroundings.name(noun)
    state.base, state.heads, state.near = [], [], []


def _architecture(state: State, noun: Noun) -> None:
    state.place = noun.noun
    if noun.noun in ("window", "door") and noun.det != "the":
        state.surroundings.opening(noun, _wall_after(state))
    state.surroundings.describe_part(noun)
    state.base, state.heads, state.near = [], [], []


def _wall_after(state: State) -> str:
    """The wall of "two windows on the left wall"."""
    for chunk in state.chunks[state.at + 1 : state.at + 4]:
        if isinstance(chunk, Noun) and chunk.kind == "place" and chunk.noun == "wall":
            state.at += state.chunks[state.at + 1 :].index(chunk) + 1
            return next((w for w in chunk.describers if w in ("left", "right", "back", "front")), "")
    return ""


def _settings(state: State, noun: Noun) -> None:
    """A table set for six."""
    tables = [r for r in state.heads or state.base if state.kind(r) == "table"]
    if not tables:
        return
    count = (noun.number or 1) * (state.mentions.size(tables[0]) if tables[0].each else 1)
    place = Noun(kind="thing", number=count, noun="place setting", word="place setting", category="plate")
    ref = state.mentions.create(place, virtual=True)
    state.drafts.append(Draft("on", [ref], tables, each=True))
    ref = Ref(ref.group, None, True)
    state.base = state.heads = [ref]
    state.holder = None


def _area(state: State, noun: Noun) -> None:
    if noun.noun == "setting" and (found := state.virtual("place setting")):
        ref = Ref(found[0].group, None, True)
        state.base = state.heads = [ref]
        state.holder = None
    elif not state.surroundings.named and not state.mentions.groups:
        _room(state, noun)
    elif state.holder is None or not state.holder.refs:
        state.base = state.heads = [state.mentions.create(noun, virtual=True)]
        take_fronted(state, state.heads)
    elif isinstance(state.after(), Verb):
        state.heads = state.holder.refs


def _part(state: State, noun: Noun) -> None:
    """A drawer, a level: describes the holder, or stands for the whole."""
    held = state.at > 0 and isinstance(state.chunks[state.at - 1], Link | Verb)
    if state.holder and state.holder.refs and (noun.det not in ("the", "other") or held):
        words = (*(("multiple",) if noun.vague else ()),
        *((str(noun.number),) if noun.number and not noun.vague
                 else ()), *noun.describers, noun.word.split()[-1])  # fmt: skip
        for ref in state.holder.refs:
            state.mentions.groups[ref.group].attributes.append("-".join(dict.fromkeys(words)))
        state.holder.parts, state.holder.items = True, state.holder.items + 1
        return
    whole = [r for r in reversed(state.mentions.recent) if state.kind(r) in ("storage", "table")]
    if whole and (noun.det in ("the", "other", "each") or noun.ordinal is not None):
        state.base = state.heads = [Ref(whole[0].group, whole[0].members)]
        state.holder, state.near = None, []
    elif noun.category and not held:
        thing_item(state, replace(noun, kind="thing", word=noun.noun, describers=noun.describers))


def _described(state: State, noun: Noun) -> None:
    """The sofa is dark green; the walls are white."""
    if not state.after_be:
        state.notes.append(f"Not understood: '{noun.text}'.") if noun.describers[-1:] else None
    for ref in state.heads:
        state.mentions.groups[ref.group].attributes.extend(noun.describers)
    if not state.heads and state.place:
        state.surroundings.describe_part(
            Noun(kind="place", noun=state.place, describers=noun.describers, det="the")
        )
    elif not state.heads:
        state.surroundings.describe(noun.describers)


def _pronoun(state: State, noun: Noun) -> None:
    before = state.chunks[state.at - 1] if state.at else None
    if noun.noun == "each" and isinstance(before, Noun) and state.holder and state.holder.refs:
        state.tie(
            "", state.heads, [Ref(r.group, r.members, True) for r in state.holder.refs], "", "", each=True
        )
        return
    more = noun.noun in ("one", "number") and not noun.subset and _is_further(state, before)
    if more and state.heads:
        model = state.mentions.groups[state.heads[0].group].noun
        refs = [state.mentions.create(_again(model, noun))]
    else:
        refs = state.mentions.pronoun(noun, subject=state.base, last=state.near or state.heads, not_these=[])
    if refs:
        state.previous = state.base or state.previous
        state.base = state.heads = refs
        state.near, state.holder = [], None
        take_fronted(state, refs)


def _is_further(state: State, before: Chunk | None) -> bool:
    """Whether "and one" adds to those that were placed: "four on the long side and one on a short side"."""
    joined = isinstance(before, Joint) and before.conjunction and not before.comma
    if not joined or not state.heads:
        return False
    group = state.mentions.groups[state.heads[0].group]
    return group.used == 0 and group.located and state.heads[0].members is None


def thing_item(state: State, noun: Noun) -> None:
    if noun.det == "no" or state.denied:
        state.denied = False
        state.notes.append(f"Left out as asked: {noun.word}.")
        state.surroundings.absent.append(noun.noun)
        return
    after = _after_the_hour(state) if _is_room_here(state, noun) else state.after()
    if _is_room_here(state, noun) and not (
        isinstance(after, Link) and after.relation not in ("with", "including")
    ):
        _room(state, replace(noun, kind="room", noun=noun.word.split()[-1]))
        return
    if (
        noun.noun in PICTURES
        and not state.mentions.groups
        and isinstance(after, Link)
        and after.relation == "of"
    ):
        state.at += 2
        return
    if state.vague and not (noun.det or noun.number):
        return
    if _is_total(state, noun):
        return
    joined = state.at > 0 and isinstance(state.chunks[state.at - 1], Joint)
    tight = joined and not state.comma and state.item_at == state.at - 2
    state.item_at = state.at
    listed = is_listed(state, noun, joined=joined)
    if listed and _is_sum(state, noun):
        return
    refs = state.refer(noun)
    if listed and state.holder:
        hold(state, refs, tight=tight)
    else:
        new_item(state, refs, tight=tight and not (state.holder and state.holder.refs))


def _after_the_hour(state: State) -> Chunk | None:
    """The next chunk but for such as "at night"."""
    at = state.at + 1
    while at + 1 < len(state.chunks) and isinstance(state.chunks[at], Link):
        about = state.chunks[at + 1]
        if not (isinstance(about, Noun) and about.kind == "abstract"):
            break
        at += 2
    return state.chunks[at] if at < len(state.chunks) else None


def _is_room_here(state: State, noun: Noun) -> bool:
    """Whether a building named first is where everything is: "a garage with a car"."""
    head = noun.word.split()[-1]
    first = not state.surroundings.named and not state.mentions.groups
    return first and head in ROOMS and head not in BUILDINGS


def _is_total(state: State, noun: Noun) -> bool:
    """Such as "stacks of plates with at least 20 plates in total" is about the same plates."""
    if not isinstance(state.chunks[state.at - 1], Link):
        return False
    same = [r for r in state.heads if state.mentions.groups[r.group].noun.noun == noun.noun]
    if not same or noun.number is None or not state.holder or noun.det:
        return False
    group = state.mentions.groups[same[0].group]
    group.count, group.open_count = min(noun.number, 120), False
    return True


def _is_sum(state: State, noun: Noun) -> bool:
    """Such as "at least six fruits" in a bowl of apples and oranges are those."""
    holder = state.holder
    if holder is None or noun.number is None:
        return False
    inside = {r.group for d in state.drafts if set(d.anchors) & set(holder.refs) for r in d.subjects}
    groups = [state.mentions.groups[k] for k in sorted(inside)]
    kinds = [
        g for g in groups if g.noun.noun != noun.noun and is_kind_of(g.noun.noun, noun.noun) and g.open_count
    ]
    if not kinds:
        return False
    for k, group in enumerate(kinds):
        group.count = max((noun.number + len(kinds) - 1 - k) // len(kinds), 1)
    return True


def new_item(state: State, refs: list[Ref], *, tight: bool) -> None:
    """A new item of the list, or the subject of a clause."""
    if tight and state.base:
        state.base = [*state.base, *refs]
    else:
        state.previous = state.base or state.previous
        state.base = refs
        if state.holder and state.holder.refs:
            state.holder = None
    state.heads, state.near, state.place = state.base, [], ""
    take_fronted(state, refs)


def _again(model: Noun, said: Noun) -> Noun:
    """More of the same."""
    return replace(model, number=said.number or 1, det="", plural=(said.number or 1) > 1, bound=said.bound)
