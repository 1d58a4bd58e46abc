"""Lists that something holds: which phrases still belong to them."""

from spatialwm.lift.text.language.groups import Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_kind_of, is_small, kind_of
from spatialwm.lift.text.language.phrases import Boundary, Joint, Link, Relative, Verb
from spatialwm.lift.text.language.state import State

__all__ = ["hold", "is_listed", "take_fronted"]


def is_listed(state: State, noun: Noun, *, joined: bool) -> bool:
    """Whether the phrase is one more of what the holder holds."""
    holder = state.holder
    if holder is None:
        return False
    if not joined or holder.items == 0:
        return True
    if not holder.refs:
        return False
    if noun.det == "the" or holder.parts or (state.verb_seen and verb_follows(state)):
        return False
    small = is_small(noun.noun, noun.category) and kind_of(noun.noun, noun.category) != "wall"
    beside = holder.relation in ("flank", "around", "accompany", "near")
    plain = not isinstance(state.after(), Link)
    if state.comma and holder.closed:
        return False
    if state.comma:
        return small or (beside and plain)
    return small or plain or holder.relation != "with"


def verb_follows(state: State) -> bool:
    """Whether the phrase is the subject of a verb of its own."""
    for chunk in state.chunks[state.at + 1 : state.at + 9]:
        if isinstance(chunk, Verb) and chunk.finite:
            return True
        if isinstance(chunk, Joint | Boundary | Relative):
            return False
    return False


def hold(state: State, refs: list[Ref], *, tight: bool) -> None:
    """One more thing with the holder."""
    holder = state.holder
    assert holder is not None
    if holder.relation == "with" and _is_breakdown(state, refs, holder.refs):
        holder.refs, holder.relation = _home(state, holder.refs)
    if any(state.mentions.groups[r.group].open_count for r in refs):
        holder.refs = [h for r in holder.refs for h in _table_of(state, r)]
    if holder.refs:
        each = holder.each or any(r.each for r in holder.refs)
        state.tie(holder.relation, refs, holder.refs, "", "", each=each, loose=True, explicit=holder.explicit)
    state.heads = [*state.heads, *refs] if tight and holder.items else refs
    holder.items += 1
    holder.held.extend(refs)
    before = state.chunks[state.at - 1] if state.at else None
    told = any(
        state.mentions.groups[r.group].noun.det or state.mentions.groups[r.group].noun.number for r in refs
    )
    holder.closed = isinstance(before, Joint) and before.conjunction and told
    if not holder.refs:
        state.previous = state.base or state.previous
        state.base = state.heads
    state.near = []
    if not holder.refs:
        take_fronted(state, refs)


def _is_breakdown(state: State, refs: list[Ref], whole: list[Ref]) -> bool:
    """Such as "dishes with five plates and three glasses" are those plates and glasses."""
    groups = state.mentions.groups
    return any(
        groups[w.group].noun.noun != groups[r.group].noun.noun
        and is_kind_of(groups[r.group].noun.noun, groups[w.group].noun.noun)
        and groups[w.group].open_count
        for w in whole
        for r in refs
    )


def _table_of(state: State, ref: Ref) -> list[Ref]:
    """The table of place settings; other things as they are."""
    if state.mentions.groups[ref.group].noun.noun != "place setting":
        return [ref]
    homes = [d.anchors for d in state.drafts if any(s.group == ref.group for s in d.subjects)]
    return homes[0] if homes else []


def _home(state: State, whole: list[Ref]) -> tuple[list[Ref], str]:
    """Where the general thing is, which is now left to its parts."""
    for ref in whole:
        state.mentions.groups[ref.group].count = 0
    for draft in state.drafts:
        if any(r in draft.subjects for r in whole):
            return draft.anchors, draft.relation
    return [], ""


def take_fronted(state: State, refs: list[Ref]) -> None:
    """Give what stood before its subject, "On the desk is", to the subject."""
    for draft in state.fronted:
        state.tie(draft.relation, refs, draft.anchors, draft.part, draft.text, each=draft.each)
    after = state.after()
    if not state.inverted and (not isinstance(after, Joint) or after.comma):
        state.fronted = []
