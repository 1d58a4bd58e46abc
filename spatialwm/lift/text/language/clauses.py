"""Chunks to groups and relations: walks over a sentence once."""

from spatialwm.lift.text.language.acting import act, settle_manner
from spatialwm.lift.text.language.attaching import attach
from spatialwm.lift.text.language.items import noun_item
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.phrases import Boundary, Chunk, Joint, Link, Negation, Relative, Verb
from spatialwm.lift.text.language.state import State

__all__ = ["read_sentence"]


def _joint(state: State, joint: Joint) -> None:
    state.comma, state.vague, state.after_be = joint.comma, False, False
    if joint.comma:
        state.near = []


def _boundary(state: State) -> None:
    state.previous = state.base or state.previous
    state.base, state.heads, state.near, state.holder = [], [], [], None
    state.comma = state.vague = state.after_be = False


def _relative(state: State) -> None:
    subject = state.near or state.heads
    if subject:
        state.base, state.heads, state.near, state.restricted = subject, subject, [], True


def _end(state: State) -> None:
    for refs, manner in state.manners:
        settle_manner(state, refs, manner)
    if state.fronted and state.previous:
        for draft in state.fronted:
            state.tie(draft.relation, state.previous, draft.anchors, draft.part, draft.text, each=draft.each)
        state.fronted = []


def _step(state: State, chunk: Chunk) -> None:
    match chunk:
        case Noun():
            noun_item(state, chunk)
        case Link():
            attach(state, chunk)
        case Verb():
            act(state, chunk)
        case Joint():
            _joint(state, chunk)
        case Boundary():
            _boundary(state)
        case Relative():
            _relative(state)
        case Negation():
            state.denied = True


def read_sentence(state: State, chunks: list[Chunk]) -> None:
    """Read one sentence."""
    state.mentions.sentence += 1
    state.begin(chunks)
    while state.at < len(state.chunks):
        before = state.at
        _step(state, state.chunks[state.at])
        state.at = max(state.at, before + 1)
    _end(state)
