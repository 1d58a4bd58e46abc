"""The way from a text to its graph."""

from dataclasses import replace

from spatialwm.errors import InputError
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.language.clauses import read_sentence
from spatialwm.lift.text.language.comparisons import Comparison, apply_comparisons, without_comparisons
from spatialwm.lift.text.language.expand import expanded
from spatialwm.lift.text.language.furnishing import usually_in
from spatialwm.lift.text.language.groups import Group
from spatialwm.lift.text.language.habits import with_habits, with_sinks
from spatialwm.lift.text.language.phrases import chunks
from spatialwm.lift.text.language.state import State
from spatialwm.lift.text.language.tokens import sentences

__all__ = ["read_graph"]

_MOST_SENTENCES = 400
_EMPTY = frozenset({"empty", "bare", "nothing", "no", "without", "unfurnished"})
"""Words of a text that wants nothing in it."""
_MOST_WORDS = 400
"""Of one sentence; what goes on longer is no sentence."""


def read_graph(text: str, *, seed: int = 0, furnish: bool = True) -> SceneGraph:
    """What a text asks for; a place of which only the name is said gets what is usual there (``furnish``).

    The text is cut into noun phrases, prepositions and verbs by closed lists of words; a reader of clauses
    decides what belongs to what. Whatever is not understood, replaced or left out is said in the notes.

    Raises:
        InputError: The text is too long, or names nothing that can be made.
    """
    state = State()
    found = sentences(text)
    compared: list[Comparison] = []
    if len(found) > _MOST_SENTENCES or max(map(len, found), default=0) > _MOST_WORDS:
        state.notes.append(f"Only {_MOST_SENTENCES} sentences of at most {_MOST_WORDS} words were read.")
    for words in found[:_MOST_SENTENCES]:
        plain, said = without_comparisons(words[:_MOST_WORDS])
        compared.extend(said)
        read_sentence(state, chunks(plain))
    apply_comparisons(state.mentions.groups, compared)
    things, ties, cut = expanded(state.mentions.groups, state.drafts)
    setting = state.surroundings.setting(found)
    if furnish and not things and state.surroundings.named and not _EMPTY & set(text.lower().split()):
        return _furnished(text, setting.name, seed)
    if not things or all(map(_is_any_box, state.mentions.groups)):
        raise InputError(
            f"Nothing in '{_shown(text)}' is known; name things, such as {', '.join(list(CATALOGUE)[:8])} "
            f"or another of {len(CATALOGUE)} kinds."
        )
    if not state.surroundings.named and any(map(_is_outside, things)):
        setting = replace(setting, kind="outdoors")
    things = with_sinks(things, ties, setting)
    notes = [*state.notes, *state.mentions.notes, *cut]
    return SceneGraph(
        things=tuple(things),
        ties=tuple(with_habits(things, ties)),
        setting=setting,
        notes=tuple(dict.fromkeys(notes)),
    )


def _furnished(text: str, place: str, seed: int) -> SceneGraph:
    """A place of which only the name was said, with what is usual there."""
    usual = usually_in(place)
    graph = read_graph(f"{text.rstrip().rstrip('.')}. There is {usual}.", seed=seed)
    return replace(graph, notes=(f"Of what is in it nothing was said; made with {usual}.", *graph.notes))


def _is_any_box(group: Group) -> bool:
    """Whether nothing like it is known, so that it would be made as a box."""
    return group.noun.nearest and group.noun.category == "box"


def _is_outside(thing: Thing) -> bool:
    """Whether it is a vehicle or a building: out of doors, where nothing is said of a room."""
    return "outdoor" in CATALOGUE[thing.category].tags and bool(
        {"vehicle", "building"} & CATALOGUE[thing.category].tags
    )


def _shown(text: str) -> str:
    """The beginning of a text, in one line and without control characters."""
    line = " ".join(text[:400].split())[:60]
    return "".join(c for c in line if c.isprintable())
