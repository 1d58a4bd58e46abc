"""Noun phrases -> objects: by name, category, attributes, order and place."""

import re

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.places import extent, support_of
from spatialwm.scene import SceneObject

__all__ = ["candidates", "find_object"]

_DETERMINERS = {"the", "a", "an", "this", "that", "my", "some", "any", "of"}
_ANY = ("a ", "an ", "any ", "some ")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "5th": 5, "last": -1, "other": 2,
}  # fmt: skip
_SUPERLATIVES = (
    "nearest", "closest", "farthest", "furthest", "biggest", "largest", "smallest", "tallest", "heaviest",
    "lightest", "leftmost", "rightmost", "left", "right",
)  # fmt: skip
_SYNONYMS = (
    {"mug", "cup"}, {"sofa", "couch"}, {"room", "floor", "ground", "wall"}, {"desk", "table"},
    {"tv", "television", "monitor", "screen"}, {"ball", "sphere"}, {"box", "crate", "cube"},
    {"chair", "seat", "armchair", "stool"}, {"vase", "pot"}, {"shelf", "bookshelf", "bookcase"},
    {"rug", "carpet", "mat"}, {"plant", "flower"}, {"cupboard", "cabinet", "wardrobe"},
)  # fmt: skip
"""Words for one thing: tried when nothing has the word itself."""
_PLACE = re.compile(
    r"^(?!the (?:nearest|closest|farthest|furthest)\b)(.+?) (?:which is |that is |that's |standing |lying )?"
    r"(nearest|closest|farthest from|furthest from|farthest|furthest|beside|near|by|close to|on top of|on"
    r"|in|inside|under|below|behind|in front of) (?:to )?(.+)$"
)
_NOT = re.compile(
    r"^(.+?) (?:(?:that|which) (?:is|are) |that's )?(?:not|(?:that|which) isn't) "
    r"(?:the )?(.+?)(?: ones?)?$"
)


def find_object(
    phrase: str,
    things: list[SceneObject],
    *,
    eye: Float[np.ndarray, "3"],
    rightward: Float[np.ndarray, "3"],
    last: str | None = None,
) -> SceneObject:
    """The one object a noun phrase means.

    Args:
        phrase: Lower case, such as ``the red mug``, ``chair 2``, ``the mug nearest the lamp``, ``it``.
        things: The scene's objects where they are now.
        eye: Where the speaker stands [m], for ``nearest``.
        rightward: The speaker's right, for ``leftmost``.
        last: Name of what ``it`` means.

    Raises:
        UnknownObjectError: Nothing is called that.
        InputError: Several things are; the message lists them.
    """
    phrase = phrase.replace("_", " ")
    if phrase in ("it", "that", "this", "them") and last is not None:
        return next(t for t in things if t.name == last)
    if exact := [t for t in things if _plain(t.name) in (phrase, _bare(phrase))]:
        return exact[0]
    if (other := _NOT.match(phrase)) is not None:
        return _the_other(other[1], other[2], things)
    if (place := _PLACE.match(phrase)) is not None:
        anchor = find_object(place[3], things, eye=eye, rightward=rightward, last=last)
        return _by_place(place[1], place[2], anchor, things)
    found, order = _matches(phrase, things)
    if isinstance(order, str):
        return _superlative(order, found, eye, rightward)
    if order is not None:
        return _ordinal(phrase, order, found)
    if len(found) > 1 and not phrase.startswith(_ANY):
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"'{phrase:.60}' may be {names}; say which, for example '{_plain(found[0].name)}'.")
    return found[0]


def candidates(phrase: str, things: list[SceneObject]) -> list[SceneObject]:
    """All things a plain noun phrase may mean, or none."""
    try:
        return _matches(phrase.replace("_", " "), things)[0]
    except UnknownObjectError:
        return []


def _the_other(phrase: str, wrong: str, things: list[SceneObject]) -> SceneObject:
    words = set(wrong.split()) - _DETERMINERS
    found = [t for t in _matches(phrase, things)[0] if not words <= _described(t)]
    if len(found) != 1:
        names = ", ".join(f"'{t.name}'" for t in found) or "nothing"
        raise InputError(f"'{phrase:.60}' that is not '{wrong:.40}' may be {names}; say which.")
    return found[0]


def _described(thing: SceneObject) -> set[str]:
    return {w for text in (*thing.attributes, thing.material, thing.category) for w in _plain(text).split()}


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]+", " ", name.lower()).strip()


def _bare(phrase: str) -> str:
    return " ".join(w for w in phrase.split() if w not in _DETERMINERS)


def _matches(phrase: str, things: list[SceneObject]) -> tuple[list[SceneObject], int | str | None]:
    words = _bare(phrase).split()
    order: int | str | None = None
    for word in list(words[:-1]):  # the last word is the noun
        if word in _ORDINALS or word in _SUPERLATIVES:
            order = _ORDINALS.get(word, word)
            words.remove(word)
    if len(words) > 1 and words[-1].isdigit():
        order = int(words.pop())
    found = [t for t in things if _fits(words, t)]
    if not found and words:
        others = {word for group in _SYNONYMS if words[-1] in group for word in group}
        found = [t for t in things if any(_fits([*words[:-1], other], t) for other in others)]
    if not found:
        names = ", ".join(_plain(t.name) for t in things)
        raise UnknownObjectError(
            f"There is no '{_bare(phrase) or phrase:.60}' in the scene; it has {names:.400}."
        )
    return found, order


def _fits(words: list[str], thing: SceneObject) -> bool:
    if not words:
        return False
    category, name = _plain(thing.category).split(), re.sub(r"\d+", "", _plain(thing.name)).split()
    heads = {part[-1] for part in (category, name) if part}
    noun = words[-1]
    singular = {noun, noun.removesuffix("s"), noun.removesuffix("es")}
    described = {w for text in (*thing.attributes, thing.material) for w in _plain(text).split()}
    return bool(singular & heads) and set(words[:-1]) <= described | set(category) | set(name)


def _ordinal(phrase: str, order: int, found: list[SceneObject]) -> SceneObject:
    if order == -1:
        return found[-1]
    if not 1 <= order <= len(found):
        names = ", ".join(f"'{t.name}'" for t in found)
        raise UnknownObjectError(f"There is no '{phrase:.60}'; the scene has {len(found)} such: {names}.")
    return found[order - 1]


def _superlative(
    word: str, found: list[SceneObject], eye: Float[np.ndarray, "3"], rightward: Float[np.ndarray, "3"]
) -> SceneObject:
    boxes = [extent(t) for t in found]
    far = [float(np.linalg.norm(b.centre - eye)) for b in boxes]
    volume = [float(np.prod(b.size)) for b in boxes]
    right = [float(b.centre @ rightward) for b in boxes]
    mass = [t.body.mass for t in found]
    height = [float(b.size[1]) for b in boxes]
    measure, sign = {
        "nearest": (far, 1), "closest": (far, 1), "farthest": (far, -1), "furthest": (far, -1),
        "biggest": (volume, -1), "largest": (volume, -1), "smallest": (volume, 1), "tallest": (height, -1),
        "heaviest": (mass, -1), "lightest": (mass, 1), "leftmost": (right, 1), "left": (right, 1),
        "rightmost": (right, -1), "right": (right, -1),
    }[word]  # fmt: skip
    return found[min(range(len(found)), key=lambda k: sign * measure[k])]


def _by_place(phrase: str, relation: str, anchor: SceneObject, things: list[SceneObject]) -> SceneObject:
    found = [t for t in _matches(phrase, things)[0] if t.name != anchor.name]
    if relation in ("on", "on top of", "in", "inside"):
        found = [t for t in found if _stands_on(t, anchor, things)]
    elif relation in ("under", "below"):
        found = [t for t in found if extent(t).centre[1] < extent(anchor).centre[1]]
    if not found:
        raise UnknownObjectError(f"There is no '{_bare(phrase):.60}' {relation} '{anchor.name}'.")
    there = extent(anchor).centre
    nearest = sorted(found, key=lambda t: float(np.linalg.norm(extent(t).centre - there)))
    if len(found) > 1 and relation.split()[0] in ("on", "in", "inside"):
        names = ", ".join(f"'{t.name}'" for t in found)
        raise InputError(f"On '{anchor.name}' there are {names}; say which.")
    return nearest[-1] if relation.startswith(("far", "fur")) else nearest[0]


def _stands_on(thing: SceneObject, anchor: SceneObject, things: list[SceneObject]) -> bool:
    below = support_of(thing, things)
    return below is not None and below.name == anchor.name
