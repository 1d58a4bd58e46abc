"""Prepositions: what each one belongs to, and what it leads to."""

from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.language.groups import Draft, Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_small
from spatialwm.lift.text.language.phrases import Chunk, Joint, Link, Relative
from spatialwm.lift.text.language.sides import at_side
from spatialwm.lift.text.language.state import Holder, State
from spatialwm.lift.text.language.vague import PICTURES

__all__ = ["attach", "place"]

_ALONE = frozenset({"row", "circle", "stack", "face to face", "side by side"})
"""Relations among the subjects themselves."""
_BEARERS = frozenset({"table", "storage", "bed", "seat"})
"""Kinds on which things stand."""
_STANDING = frozenset({"free", "middle", "corner", "rug"})
"""Habits of what hangs on no wall, unless it alone is said to."""
_CLOSE = frozenset({"on", "in", "of", "middle", "against", "along", "with"})
"""Prepositions that belong to the last noun when it is new: "a book on a table in the corner"."""


def attach(state: State, link: Link) -> None:
    """Take a preposition in, with what it leads to."""
    subjects = _subjects(state, link)
    after = state.after()
    if link.relation in ("with", "together", "accompany", "including"):
        _with(state, link, subjects)
    elif link.relation == "of":
        _of(state, after)
    elif link.relation in _ALONE:
        state.tie(link.relation, subjects or state.base, [], "", link.text)
    else:
        place(state, link, subjects)


def _subjects(state: State, link: Link) -> list[Ref]:
    if state.comma and not state.fronted and isinstance(state.chunks[state.at - 1], Joint):
        if state.base and not (state.holder and not state.holder.refs):
            state.heads = state.base
        if link.relation == "on" and _is_rug(state.after()):
            return _round_a_rug(state) or state.base or state.heads
        return state.base or state.heads
    if state.near and link.relation in _CLOSE:
        return state.near
    holder, after = state.holder, state.after()
    pointing = isinstance(after, Noun) and after.kind == "pronoun" and after.noun == "it"
    if pointing and holder is not None and holder.refs and link.relation in ("on", "in"):
        return holder.held or state.heads
    if len(state.heads) > 1 and isinstance(after, Noun) and after.kind == "pronoun":
        if pointing and link.relation in ("on", "in") and (bearer := _bearer(state)) is not None:
            state.previous = [bearer]
            return state.heads
        state.previous = state.heads[:-1]
        return state.heads[-1:]
    if state.near and link.relation not in ("facing", "across") and _too_small(state, after):
        return state.near
    seated = (
        holder is not None and holder.relation == "with" and any(state.kind(r) == "seat" for r in state.heads)
    )
    if (
        seated
        and isinstance(after, Noun)
        and after.kind in ("side", "place")
        and after.noun in ("corner", "wall", "window", "middle")
    ):
        return [*(holder.refs if holder else []), *state.heads]
    return state.heads


def _bearer(state: State) -> Ref | None:
    """A low table, a teapot and two bowls on it: on what was named before all that bears nothing."""
    if any(state.kind(r) in _BEARERS for r in state.heads):
        return None
    before = [r for r in state.mentions.recent if r.group < min(h.group for h in state.heads)]
    last = before[-1] if before else None
    return last if last is not None and state.kind(last) in _BEARERS else None


def _is_rug(after: Chunk | None) -> bool:
    return isinstance(after, Noun) and after.kind == "thing" and CATALOGUE[after.category].habit == "rug"


def _round_a_rug(state: State) -> list[Ref]:
    """A sofa, a coffee table and a lamp, on a rug: it lies under the tables of such a list, or the bed."""
    now = [
        r for r in state.mentions.recent if state.mentions.groups[r.group].sentence == state.mentions.sentence
    ]
    return [r for r in now if state.kind(r) == "bed"] or [r for r in now if state.kind(r) == "table"]


def _habit(state: State, ref: Ref) -> str:
    return CATALOGUE[state.mentions.groups[ref.group].noun.category].habit


def _too_small(state: State, after: Chunk | None) -> bool:
    """A mug on a table next to two chairs: it is the table that is next to them."""
    if not isinstance(after, Noun) or after.kind != "thing" or is_small(after.noun, after.category):
        return False
    groups = state.mentions.groups
    return all(groups[r.group].small for r in state.heads) and not any(
        groups[r.group].small for r in state.near
    )


def _with(state: State, link: Link, subjects: list[Ref]) -> None:
    relation = {"with": "with", "accompany": "accompany"}.get(link.relation, "")
    if link.relation == "together":
        state.holder = Holder([], "", True, items=0) if state.holder is None else state.holder
        return
    if link.relation == "including":
        return
    if not subjects and state.holder is None and state.fronted:
        return
    subjects = subjects[-1:] if link.relation == "with" else subjects
    state.heads = subjects
    state.holder = Holder(subjects, relation, False, each=any(r.each for r in subjects))


def _of(state: State, after: Chunk | None) -> None:
    """Such as "a vase of flowers", "a painting of a horse", "a cup of tea"."""
    if not isinstance(after, Noun):
        return
    state.at += 2
    refs = state.near or state.heads
    if not refs:
        if after.kind == "thing":
            state.at -= 1
        return
    group = state.mentions.groups[refs[-1].group]
    if (
        after.kind == "thing"
        and group.noun.noun not in PICTURES
        and group.kind in ("container", "small", "storage")
    ):
        inside = state.refer(after)
        state.tie("in", inside, refs[-1:], "", f"of {after.text}", explicit=True)
        state.near = inside
    else:
        group.attributes.append(f"of {after.text}")


def place(state: State, link: Link, subjects: list[Ref]) -> None:
    """A preposition of place with what follows it."""
    if isinstance(state.after(), Relative):
        anchors = state.base if state.verb_seen else state.near or state.heads
        state.fronted.append(Draft(link.relation, [], anchors, text=f"{link.text} which"))
        state.base, state.heads, state.near, state.holder = [], [], [], None
        state.at += 2
        return
    place, state.at = at_side(state, link, state.at + 1, subjects)
    if place is None:
        return
    each = place.each or place.relation == "flank" or any(r.each for r in place.anchors)
    if not subjects and not state.place:
        state.fronted.append(Draft(place.relation, [], place.anchors, place.part, each=each, text=place.text))
        return
    if not subjects:
        return
    if place.relation == "mounted":  # a barrel and a dartboard on the wall
        subjects = [r for r in subjects if _habit(state, r) not in _STANDING] or subjects
    denied, state.denied = state.denied, False
    state.tie(place.relation, subjects, place.anchors, place.part, place.text, each=each, denied=denied)
    state.near = place.new
    if place.new and subjects is state.base and not state.holder:
        state.heads = state.base
