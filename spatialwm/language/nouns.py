"""Nouns and adjectives -> the objects they fit, whatever a thing is called."""

import re

from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.words import COLORS, MATERIALS, SIZES, singular
from spatialwm.scene import SceneObject

__all__ = ["KNOWN_NOUNS", "LOOKS", "SYNONYMS", "describing", "fitting", "is_plural", "plain"]

_ANYTHING = {"thing", "object", "item", "stuff", "one", "something", "anything", "piece"}
"""Nouns that fit whatever can be moved."""
SYNONYMS = tuple(
    frozenset(group.split(","))
    for group in (
        "mug,cup,teacup,coffee cup,coffee mug,tumbler", "sofa,couch,settee,loveseat",
        "room,floor,ground,wall,carpet floor",
        "desk,table,writing desk,workbench,worktable", "tv,television,monitor,screen,display,telly,tele",
        "ball,sphere,football,basketball,soccer ball,beach ball", "box,crate,cube,carton,package,case,chest",
        "chair,seat,armchair,stool,office chair,desk chair,swivel chair",
        "vase,pot,urn,jug", "shelf,bookshelf,bookcase,rack,shelving unit", "rug,carpet,mat",
        "plant,flower,potted plant,houseplant,tree,fern",
        "cupboard,cabinet,wardrobe,closet,dresser,sideboard,armoire", "cushion,pillow,throw pillow",
        "bin,trash can,trash,rubbish bin,garbage can,waste bin,wastebasket,waste basket,trash bin,garbage"
        ",basket",
        "fridge,refrigerator,icebox,freezer", "laptop,computer,notebook,pc,macbook",
        "lamp,light,desk lamp,table lamp,floor lamp,lantern", "bottle,flask", "picture,painting,poster,frame",
        "counter,countertop,worktop,kitchen counter", "stove,oven,cooker,range",
        "nightstand,bedside table,night table,side table,end table", "teddy bear,teddy,bear,stuffed animal",
        "plate,dish,saucer", "door,exit,entrance,doorway", "book,novel,paperback",
    )
)  # fmt: skip
"""Words for one thing: tried when nothing has the word itself."""
_LONG_ENOUGH = 4
"""Letters of a noun that may be the end of another."""
_SAME_LOOK = {
    "gray": "grey",
    "wood": "wooden",
    "little": "small",
    "tiny": "small",
    "large": "big",
    "huge": "big",
}


KNOWN_NOUNS = frozenset(
    form
    for phrase in (*NOUNS, *NOUNS.values(), *(name for group in SYNONYMS for name in group))
    for form in (phrase.split()[-1], f"{phrase.split()[-1]}s")
)
"""Every word that names a kind of thing, and its plural."""
LOOKS = {*COLORS, *MATERIALS, *SIZES}


def plain(name: str) -> str:
    """``fridge_1/door`` -> ``fridge 1 door``."""
    return re.sub(r"[\s_\-./]+", " ", name.lower()).strip()


def is_plural(phrase: str) -> bool:
    """Whether its last word is a plural."""
    noun = phrase.split()[-1] if phrase.split() else ""
    return noun in ("ones", "things", "objects", "items") or (len(noun) > 2 and singular(noun) != noun
                                                              and noun != "glasses")  # fmt: skip


def fitting(words: list[str], things: list[SceneObject]) -> list[SceneObject]:
    """Objects that a noun with adjectives before it fits: by name or category, else by a synonym.

    What is called exactly so comes alone: ``the table`` is no coffee table where there is a table.
    """
    if not words:
        return []
    named = [t for t in things if _is_named(words, t)]
    if called := [t for t in things if _is_called(words, t)]:
        return called
    named = [t for t in named if _own_noun(t) is None] or named
    exact = [t for t in named if any(_category_of(words[k:]) == plain(t.category) for k in range(len(words)))]
    if exact or named:
        return exact or named
    for start in range(max(len(words) - 3, 0), len(words)):
        noun = " ".join([*words[start:-1], singular(words[-1])])
        others = {other for group in SYNONYMS if noun in group for other in group}
        if (meant := NOUNS.get(noun)) is not None:
            others.add(plain(meant))
        found = [t for t in things if any(_is_named([*words[:start], *o.split()], t) for o in sorted(others))]
        if found:
            own = [t for t in found if plain(t.category).split()[-1] == singular(words[-1])]
            return own or found
    for look in (_by_owner, _turned_round, _by_head, _by_ending):
        if found := look(words, things):
            return found
    if singular(words[-1]) in _ANYTHING:
        looks = set(words[:-1])
        return [t for t in things if t.body.kind != "static" and looks <= describing(t)]
    return []


def _own_noun(thing: SceneObject) -> str | None:
    """What it was called when it was asked for, where that is not its kind: a box may be a crate."""
    last = thing.attributes[-1] if thing.attributes else ""
    kind = plain(thing.category)
    return last if last in NOUNS and last != kind and plain(NOUNS[last]) == kind else None


def _is_called(words: list[str], thing: SceneObject) -> bool:
    """Whether that is its own noun, with adjectives that are true of it."""
    own = (_own_noun(thing) or "").split()
    said = [*words[:-1], singular(words[-1])]
    if not own or said[-len(own) :] != own:
        return False
    known = describing(thing)
    return all(_SAME_LOOK.get(w, w) in known or w in known for w in said[: -len(own)])


def _by_owner(words: list[str], things: list[SceneObject]) -> list[SceneObject]:
    """``The fridge door`` is the refrigerator's: what a part belongs to may have another word too."""
    for k, word in enumerate(words[:-1]):
        others = {other for group in SYNONYMS if singular(word) in group for other in group}
        named = [[*words[:k], *other.split(), *words[k + 1 :]] for other in sorted(others)]
        if found := [t for t in things if any(_is_named(each, t) for each in named)]:
            return found
    return []


def _by_head(words: list[str], things: list[SceneObject]) -> list[SceneObject]:
    """``The coffee table`` where there is but one table: a compound is a kind of its last word."""
    head = singular(words[-1])
    for k in range(len(words) - 1):
        if " ".join([*words[k:-1], head]) in NOUNS:
            found = [t for t in things if plain(t.category) == head and _is_named([*words[:k], head], t)]
            return found if len(found) == 1 else []
    return []


def _by_ending(words: list[str], things: list[SceneObject]) -> list[SceneObject]:
    """``The bench`` where there is but a workbench."""
    noun, looks = singular(words[-1]), {_SAME_LOOK.get(w, w) for w in words[:-1]}
    if len(noun) < _LONG_ENOUGH or noun in _ANYTHING:
        return []
    return [t for t in things if plain(t.category).endswith(noun) and looks <= describing(t)]


def _turned_round(words: list[str], things: list[SceneObject]) -> list[SceneObject]:
    """``Mug red``: a look that is said after its noun."""
    if len(words) < 2 or words[-1] not in LOOKS or all(word in LOOKS for word in words):
        return []
    return fitting([words[-1], *words[:-1]], things)


def describing(thing: SceneObject) -> set[str]:
    """The words of its looks, material and category."""
    words = {w for text in (*thing.attributes, thing.material, thing.category) for w in plain(text).split()}
    words |= {word for word, stuff in MATERIALS.items() if stuff == thing.material}
    painted = thing.paint
    if painted is not None:
        words = (words - set(COLORS)) | {name for name, color in COLORS.items() if color == painted}
    return words


def _category_of(words: list[str]) -> str:
    return " ".join([*words[:-1], singular(words[-1])])


def _is_named(words: list[str], thing: SceneObject) -> bool:
    category, name = plain(thing.category).split(), re.sub(r"\d+", "", plain(thing.name)).split()
    heads = {part[-1] for part in (category, name) if part}
    noun = words[-1]
    nouns = {noun, singular(noun), noun.removesuffix("s")}
    looks = {_SAME_LOOK.get(w, w) for w in words[:-1]}
    known = describing(thing) | set(category) | set(name)
    known |= {_SAME_LOOK[w] for w in known if w in _SAME_LOOK}
    return bool(nouns & heads) and all(w in known or _SAME_LOOK.get(w) in known for w in looks)
