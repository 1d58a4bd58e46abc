"""Which things of a scene belong to which annotated category. Only what was really built counts."""

from collections.abc import Sequence

from spatialwm.bench.text.shapes import Shape
from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.language.nouns import is_kind_of
from spatialwm.lift.text.words import singular

__all__ = ["category_of", "matches"]


def category_of(noun: str) -> str | None:
    """The catalogue's category of an annotated noun such as ``dining_chair``, or None when it is unknown.

    The whole noun is looked for first, then what is left without its first words: a "gaming desk" is a desk.
    """
    words = noun.lower().replace("_", " ").replace("-", " ").split()
    for first in range(len(words)):
        rest = words[first:]
        for phrase in (" ".join(rest), " ".join([*rest[:-1], singular(rest[-1])])):
            if phrase in NOUNS:
                return NOUNS[phrase]
    return None


def matches(nouns: Sequence[str], shapes: Sequence[Shape]) -> dict[str, tuple[Shape, ...]]:
    """For each annotated noun the things that are one, each thing for one noun at most.

    A special case counts as the general thing: a table lamp is a lamp, an apple is fruit. Where a thing can
    go to two nouns ("chair" and "dining chair"), it goes to the one whose words are in its name or
    attributes, else to the more general one.
    """
    found: dict[str, list[Shape]] = {noun: [] for noun in nouns}
    categories = {noun: category_of(noun) for noun in nouns}
    for shape in shapes:
        candidates = [
            noun
            for noun in nouns
            if categories[noun] == shape.category
            or is_kind_of(shape.category, noun.lower().replace("_", " "))
        ]
        if candidates:
            found[max(candidates, key=lambda noun: _likeness(noun, shape))].append(shape)
    return {noun: tuple(things) for noun, things in found.items()}


def _likeness(noun: str, shape: Shape) -> tuple[int, int]:
    words = noun.lower().split("_")
    said = {*shape.name.lower().split("_"), *" ".join(shape.attributes).lower().replace("-", " ").split()}
    known = sum(word in said for word in words)
    return known - (len(words) - known), -len(words)
