"""Nouns: what each one is, in singular, and the nearest thing for those the catalogue does not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS, SUBSTITUTES
from spatialwm.lift.text.language.nearest import HYPERNYMS, NEAREST, SMALL
from spatialwm.lift.text.language.vague import ABSTRACT, ABSTRACT_ENDINGS, MASS, PARTS, PEOPLE
from spatialwm.lift.text.words import singular

__all__ = ["Known", "anything_like", "is_abstract", "kind_of", "singular", "thing_named"]

Kind = Literal[
    "seat", "table", "storage", "container", "bed", "small", "wall", "ceiling", "rug", "lamp", "big"
]


@dataclass(frozen=True)
class Known:
    """What a noun stands for."""

    category: str
    noun: str
    """As looked up, singular."""
    length: int
    """How many of the last words the noun is made of."""
    nearest: bool
    """The catalogue does not have it: the category is what comes nearest."""


def _key(words: tuple[str, ...]) -> str:
    return " ".join((*words[:-1], singular(words[-1]))).replace("-", " ")


@lru_cache(maxsize=4096)
def thing_named(words: tuple[str, ...]) -> Known | None:
    """The thing that the longest end of a compound names, or None."""
    for start in range(max(0, len(words) - 4), len(words)):
        rest = words[start:]
        key = _key(rest)
        tables: tuple[tuple[Mapping[str, str], bool], ...] = ((NOUNS, False), (SUBSTITUTES, True))
        for name in dict.fromkeys((key, key.replace(" ", ""), " ".join(rest).replace("-", " "))):
            for table, nearest in tables:
                if name in table:
                    return Known(table[name], key, len(rest), nearest)
            if name in NEAREST:
                return Known(_first_made(NEAREST[name]), key, len(rest), True)
    return None


def _first_made(candidates: tuple[str, ...]) -> str:
    for name in candidates:
        if name in NOUNS:
            return NOUNS[name]
    return "box"


def anything_like(words: tuple[str, ...]) -> Known:
    """A box of a suitable name for a noun nobody has heard of."""
    return Known("box", _key(words[-1:]), 1, True)


def is_abstract(word: str) -> bool:
    """Whether a noun names nothing that could stand in a room."""
    base = singular(word)
    if base in ABSTRACT or word in ABSTRACT:
        return True
    return thing_named((word,)) is None and len(word) > 5 and word.endswith(ABSTRACT_ENDINGS)


def is_part(word: str) -> bool:
    """Whether a noun names a part of a thing: a drawer, a leg, a pattern."""
    return singular(word) in PARTS


def is_mass(word: str) -> bool:
    """Whether a noun cannot be counted: tea, water, hay."""
    return word in MASS


def is_person(word: str) -> bool:
    """Whether a noun names people, who are not made."""
    return singular(word) in PEOPLE


def is_kind_of(noun: str, general: str) -> bool:
    """Whether one noun is a special case of another: a "dining table" of "table", an apple of "fruit"."""
    if noun == general or noun.endswith(" " + general):
        return True
    return noun.split()[-1] in HYPERNYMS.get(general, frozenset())


_KINDS: dict[str, Kind] = {
    head: kind
    for kind, heads in {
        "seat": "chair stool armchair bench sofa couch loveseat settee seat recliner throne ottoman pouf "
        "barstool sectional",
        "table": "nightstand pedestal trolley table desk counter workbench island vanity countertop",
        "storage": "bookshelf bookcase shelf wardrobe cabinet dresser cupboard rack closet cart unit "
        "shelving sideboard locker hutch fridge refrigerator freezer sink bathtub oven",
        "container": "box basket bin vase bowl cup mug glass bag jar pot tub crate chest bucket cooler "
        "holder bottle suitcase pan barrel hamper drawer",
        "bed": "bed crib bunk cot hammock mattress",
        "rug": "rug carpet mat",
        "wall": "picture painting mirror poster clock tv television whiteboard chalkboard blackboard "
        "photograph print artwork sconce board tapestry curtain screen",
        "ceiling": "chandelier pendant fan",
        "lamp": "lamp light lantern",
    }.items()
    for head in heads.split()
}  # pyright: ignore[reportAssignmentType]


def kind_of(noun: str, category: str) -> Kind:
    """What sort of thing it is where relations are concerned."""
    for name in (noun, category):
        words = name.split()
        if "pendant" in words or "ceiling" in words or "chandelier" in words:
            return "ceiling"
        if "wall" in words[:-1]:
            return "wall"
        if words and words[-1] in _KINDS and not (words[-1] == "glass" and len(words) > 2):
            found = _KINDS[words[-1]]
            return "lamp" if found == "wall" and words[-1] == "sconce" else found
    return "small" if CATALOGUE[category].habit in ("top", "inside") else "big"


def is_small(noun: str, category: str) -> bool:
    """Whether it is put on furniture rather than on the floor."""
    if CATALOGUE[category].habit in ("top", "inside"):
        return True
    return noun.split()[-1] in SMALL and CATALOGUE[category].habit not in ("hang", "rug", "ceiling")
