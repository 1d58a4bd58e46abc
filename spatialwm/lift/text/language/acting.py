"""Verbs: who does it, and what that says of where things are."""

from spatialwm.lift.text.language.attaching import place
from spatialwm.lift.text.language.groups import Draft, Ref
from spatialwm.lift.text.language.phrases import Joint, Link, Verb
from spatialwm.lift.text.language.state import Holder, State

__all__ = ["act", "settle_manner"]


def act(state: State, verb: Verb) -> None:
    """Take a verb in."""
    state.after_be = verb.form == "be"
    if verb.finite:
        _finite(state, verb)
        subject = state.heads
    else:
        subject = _participle_subject(state, verb)
    sense = verb.sense
    state.vague = sense.vague
    if verb.by:
        _by(state, verb, subject)
    elif sense.holds:
        inner = not verb.finite and subject and state.kind(subject[-1]) == "container"
        subject = subject[-1:] if inner else subject
        state.holder = Holder(subject, "hold" if verb.lemma not in ("have", "feature", "include") else "with",
                              verb.lemma not in ("have", "feature", "include"),
                              each=any(r.each for r in subject))  # fmt: skip
        state.heads = subject
    elif sense.relation and verb.form != "ed":
        _transitive(state, verb, subject)
    elif sense.manner and subject:
        state.manners.append((subject, sense.manner))


def _finite(state: State, verb: Verb) -> None:
    state.verb_seen = True
    state.inverted = bool(state.fronted) and not state.base and verb.lemma in ("there", "be")
    if verb.lemma == "there" or (not state.base and not state.place):
        state.base, state.heads, state.near = [], [], []
        state.holder = Holder([], "", True) if verb.lemma == "there" or verb.sense.holds else state.holder
        return
    if state.restricted:
        state.restricted = False
    elif len(state.base) > 1 and not verb.plural:
        state.base = state.base[-1:]
    state.heads, state.near, state.holder = state.base, [], None


def _participle_subject(state: State, verb: Verb) -> list[Ref]:
    before = state.chunks[state.at - 1] if state.at else None
    if isinstance(before, Joint) and before.comma:
        if state.holder is not None and not state.holder.refs and state.holder.items == 0:
            return state.heads
        state.heads = state.base
        return state.base
    if isinstance(before, Joint) and verb.by:
        return state.base or state.heads
    state.heads, state.near = state.near or state.heads, []
    return state.heads


def _by(state: State, verb: Verb, subject: list[Ref]) -> None:
    """Flanked by, topped with, filled with."""
    relation = verb.sense.passive or verb.sense.relation or "with"
    if not subject and state.place:
        state.fronted.append(Draft("mounted" if state.place == "wall" else "near", [], [], state.place))
        state.base, state.heads = [], []
        return
    state.heads, state.near = subject, []
    state.holder = Holder(subject, relation, relation != "with", each=any(r.each for r in subject))


def _transitive(state: State, verb: Verb, subject: list[Ref]) -> None:
    """Surrounds, faces, covers: what follows is the anchor."""
    if subject:
        state.heads = subject
        place(state, Link(verb.sense.relation, verb.lemma), subject)


def settle_manner(state: State, refs: list[Ref], manner: str) -> None:
    """Hang, mount, lean or stack what was said to be so, unless it was said where."""
    if manner == "stack":
        state.drafts.append(Draft("stack", refs, text="stacked"))
        return
    said = [d for d in state.drafts if any(r in d.subjects for r in refs) and not d.loose]
    if manner == "leaning":
        support = [d for d in said if d.relation in ("against", "on")] or said[:1]
        for draft in support:
            draft.relation = "leaning"
        return
    if any(
        d.part in ("wall", "ceiling") or d.relation in ("hang", "mounted", "on", "in", "under") for d in said
    ):
        return
    state.drafts.append(Draft("from above" if manner == "hang" else "mounted", refs, text=manner))
