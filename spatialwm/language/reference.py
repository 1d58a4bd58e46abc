"""Noun phrases -> objects: by name, looks, order, size and place."""

import re
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.language.nouns import LOOKS, describing, fitting, is_plural, plain
from spatialwm.language.places import extent
from spatialwm.language.relations import EMPTY, LINKS, SIDES, bearing, by_relation, by_side, unloaded
from spatialwm.language.words import compact
from spatialwm.lift.text.words import singular
from spatialwm.scene import SceneObject

__all__ = ["View", "ambiguous", "candidates", "find_object", "meant", "unknown"]

_DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "my", "your", "our", "its", "some", "any",
                "of", "only", "very", "same", "single", "one's", "either", "just"}  # fmt: skip
_ANY = ("a ", "an ", "one ", "any ", "some ", "one of ", "either ")
_PRONOUNS = ("it", "that", "this", "that one", "this one", "them", "they", "them both", "them all",
             "the same", "the same one", "the thing", "the copy", "the clone", "the duplicate", "the new one",
             "him", "her")  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3,
    "4th": 4, "5th": 5, "last": -1, "final": -1,
}  # fmt: skip
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_OTHER = ("other", "another", "remaining")
_SUPERLATIVES: dict[str, tuple[str, int]] = {
    word: (measure, sign)
    for measure, low, high in (
        ("distance", "nearest closest near nearer closer", "farthest furthest far farther further"),
        ("volume", "smallest smaller tiniest", "biggest largest bigger larger hugest"),
        ("height", "shortest shorter", "tallest taller"),
        ("mass", "lightest lighter", "heaviest heavier"),
        ("right", "leftmost left lefthand left-hand leftest", "rightmost right righthand right-hand"),
        ("depth", "frontmost front foremost", "backmost back rearmost rear hindmost"),
        ("level", "bottom lower lowest bottommost undermost", "top upper highest topmost uppermost higher"),
        ("width", "narrowest narrower", "widest wider broadest"),
        ("thickness", "thinnest thinner thin slimmest slimmer slim", "thickest thicker thick fattest fat"),
        ("centre", "middle central centre center", ""),
    )
    for sign, words in ((1, low), (-1, high))
    for word in words.split()
}  # fmt: skip
_SIZES = {
    "small": ("volume", 1), "little": ("volume", 1), "big": ("volume", -1), "large": ("volume", -1),
    "tall": ("height", -1), "short": ("height", 1), "heavy": ("mass", -1), "light": ("mass", 1),
}  # fmt: skip
"""Tried as superlatives where nothing is described so."""
_TELLING = {*LOOKS, *_ORDINALS, *_SUPERLATIVES, *_OTHER, *_SIZES}
"""What ``one`` follows where it is no number."""
_LOOKS = re.compile(
    r"^(.+?)(?: which| that| who)?\s*(is not|are not|isn't|aren't|is|are|'s|not)\s+(?:the )?(.+?)(?: ones?)?$"
)
_ONE_OF = re.compile(
    r"^(?P<which>.+?)(?: ones?)? of (?:the |my |these |those )(?:two |three |four )?"
    r"(?P<noun>[\w ]+)$"
)
_OWNER = re.compile(r"^(?P<owner>(?:the |my |a )?[\w ]+?)'s (?P<part>[\w ]+)$")
_WHICH_OF = re.compile(
    r"^(?:the )?(?P<which>[a-z]+)(?: one)? (?:of|between|among) (?P<a>the .+?) and (?P<b>the .+)$"
)
_OWN = re.compile(r"^(?:its|their|his|her) (?P<part>[\w -]+)$")
_WHICH_IS = re.compile(
    r"^(?P<noun>.+?) (?:that|which) (?:is|are) (?:the )?(?P<which>[a-z]+)(?: one| ones| away)?(?: from you"
    r"| from me)?$"
)
_ANY_ONE = ("one", "any one", "either one", "any", "either")
_INNATE = ("volume", "height", "mass", "width", "thickness")
_SPATIAL = ("right", "depth", "level")
_IN_A_ROW = 0.05
"""[m]"""
_ALIKE = 1.01
"""Of what is this much alike, none is the biggest."""
_CLEARLY = 1.2
"""A big one is that much bigger than the next."""


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """From where things are spoken of, and what was spoken of last."""

    things: list[SceneObject]
    eye: Float[np.ndarray, "3"]
    """Where the speaker stands [m]."""
    rightward: Float[np.ndarray, "3"]
    last: str | None = None
    """Name of what ``it`` means."""
    group: tuple[str, ...] = ()
    """Names of the several that were spoken of last: ``the left one`` is one of them."""
    before: tuple[str, ...] = ()
    """Names mentioned before: ``the other one`` is none of them."""


def find_object(phrase: str, view: View) -> SceneObject:
    """The one object a noun phrase means.

    Args:
        phrase: Lower case, such as ``the red mug``, ``chair 2``, ``the mug nearest the lamp``, ``it``.
        view: What there is, and from where it is spoken of.

    Raises:
        UnknownObjectError: Nothing is called that.
        InputError: Several things are; the message lists them.
    """
    found = meant(phrase, view)
    if not found:
        raise unknown(phrase, view.things)
    if len(found) > 1 and not phrase.startswith(_ANY):
        raise ambiguous(phrase, found)
    return found[0]


def ambiguous(phrase: str, found: list[SceneObject]) -> InputError:
    """What is said when several things are meant."""
    names = ", ".join(f"'{t.name}'" for t in found)
    return InputError(f"'{phrase:.60}' may be {names}; say which, for example '{plain(found[0].name)}'.")


def unknown(phrase: str, things: list[SceneObject]) -> UnknownObjectError:
    """What is said when nothing is meant."""
    names = ", ".join(plain(t.name) for t in things)
    what = " ".join(_bare(phrase)) or phrase
    return UnknownObjectError(f"There is no '{what:.60}' in the scene; it has {names:.400}.")


def candidates(phrase: str, things: list[SceneObject]) -> list[SceneObject]:
    """All things a plain noun phrase may mean, or none."""
    words, _ = _selectors(_bare(phrase.replace("_", " ")))
    return fitting(words, things)


def meant(phrase: str, view: View) -> list[SceneObject]:
    """Everything a noun phrase may mean: one thing, or the several it does not tell apart.

    Raises:
        UnknownObjectError: What it is said to be on or near is not there.
        InputError: That is ambiguous.
    """
    phrase = compact(plain(phrase) if "_" in phrase or "/" in phrase else phrase).strip(" ,.")
    things = view.things
    if phrase in _PRONOUNS and view.last is not None:
        return [t for t in things if t.name == view.last]
    if exact := [t for t in things if plain(t.name) in (phrase, " ".join(_bare(phrase)))]:
        return exact[:1]
    if parts := _of_several(phrase, view):
        return parts
    if (owned := _OWNER.match(phrase)) is not None and _is_head(owned["part"], view):
        return meant(f"the {owned['part']} of {owned['owner']}", view)
    if (told := _WHICH_IS.match(phrase)) is not None and told["which"] in _SUPERLATIVES:
        return meant(f"the {told['which']} {told['noun'].removeprefix('the ')}", view)
    if (one := _ONE_OF.match(phrase)) is not None and (
        one["which"] in _ANY_ONE or not _is_head(one["which"], view)
    ):
        which = "" if one["which"] in _ANY_ONE else one["which"].removesuffix(" one")
        return meant(f"{which} {singular(one['noun'])}".strip(), view)
    if (looks := _LOOKS.match(phrase)) is not None and (kept := _looking(looks, view)) is not None:
        return kept
    for link in LINKS.finditer(phrase):
        left, right = phrase[: link.start()].strip(" ,"), phrase[link.end() :].strip(" ,")
        if left and right and _is_head(left, view):
            return _linked(left, link, right, view)
    return _selected(phrase, None, view)


def _without_load(phrase: str, view: View) -> list[SceneObject]:
    """``The empty table``, ``the bowl with nothing in it``; none when it is not about that."""
    match = EMPTY.match(phrase)
    if match is None or any("empty" in describing(t) for t in view.things):
        return []
    return unloaded(meant(match["np3"] or f"{match['np']} {match['np2']}".strip(), view), view.things)


def _is_head(phrase: str, view: View) -> bool:
    words, _ = _selectors(_bare(phrase))
    return bool(words and _heads(words, view))


def _linked(left: str, link: re.Match[str], right: str, view: View) -> list[SceneObject]:
    word = link["how"]
    words, select = _selectors(_bare(left))
    found = _heads(words, view)
    side = SIDES.get(re.sub(r"^(?:the|its|my|your)\s+", "", right))
    if word in ("at", "on", "in", "fromside") and side is not None and select in _SUPERLATIVES:
        return _selected(left, by_side(found, side, None, (view.eye, view.rightward), row=True), view)
    if word in ("at", "on", "in", "fromside") and side is not None:
        return by_side(found, side, select, (view.eye, view.rightward))
    if word == "of":
        return _selected(left, _owned(words, found, right, view), view)
    if right.split()[-1] in ("one", "ones") and words[-1] not in ("one", "ones"):
        alike = f"{right.rsplit(' ', 1)[0]} {singular(words[-1])}"
        plainly = re.sub(r"^(?:the )?(?:two|three|both) ", "", alike)
        right = alike if candidates(plainly, view.things) else right
    anchors = _anchors(word, right, view)
    found = [t for t in found if t.name not in {a.name for a in anchors}]
    kept = by_relation(found, word, anchors, view.things, (view.eye, view.rightward))
    if link["not"]:
        kept = [t for t in found if t.name not in {k.name for k in kept}]
    if not kept:
        where = f"{link.group(0).strip()} '{anchors[0].name}'"
        raise UnknownObjectError(f"There is no '{' '.join(_bare(left)):.60}' {where}.")
    if select is None and not is_plural(left) and word not in ("on", "in", "inside", "over", "under"):
        kept = kept[:1]
    return _selected(left, kept, view)


def _looking(match: re.Match[str], view: View) -> list[SceneObject] | None:
    """``The mug that is red``, ``not the red one``; None when it is not about looks."""
    words, _ = _selectors(_bare(match[1]))
    options = [
        {w for w in option.split() if w not in _DETERMINERS}
        for option in re.split(r"\s+(?:or|nor)\s+(?:is )?", match[3].removeprefix("neither "))
    ]
    found = _heads(words, view)
    known = {word for thing in view.things for word in describing(thing)}
    if not found or not all(looks and looks <= known for looks in options):
        return None
    wanted = match[2] in ("is", "are", "'s") and not match[3].startswith("neither ")
    kept = [t for t in found if any(looks <= describing(t) for looks in options) == wanted]
    return _selected(match[1], kept, view)


def _owned(words: list[str], found: list[SceneObject], owner: str, view: View) -> list[SceneObject]:
    """``The drawer of the desk``; ``the first of the mugs`` is one of what is owned itself."""
    whole = meant(owner, view)
    names = {t.name for t in whole}
    own = [t for t in view.things if t.body.joint is not None and t.body.joint.parent in names]
    parts = fitting(words, own) or [t for t in found if t in own]
    parts += [t for t in found if any(t.name.startswith(f"{name}/") for name in names) and t not in parts]
    return parts or whole


def _of_several(phrase: str, view: View) -> list[SceneObject]:
    """``The lighter of the radio and the plant``, ``its upper door``, ``the empty table``."""
    if bare := _without_load(phrase, view):
        return bare
    which, own = _WHICH_OF.match(phrase), _OWN.match(phrase)
    if which is not None and which["which"] in _SUPERLATIVES:
        return _select(phrase, which["which"], [*meant(which["a"], view), *meant(which["b"], view)], view)
    return [] if own is None else _own_parts(own["part"], view)


def _own_parts(part: str, view: View) -> list[SceneObject]:
    """``Its upper door``: of what was spoken of last."""
    words, _ = _selectors(_bare(part))
    own = [t for t in view.things if t.body.joint is not None and t.body.joint.parent == view.last]
    return _selected(part, fitting(words, own), view)


def _anchors(word: str, phrase: str, view: View) -> list[SceneObject]:
    parts = phrase.split(" and ") if word == "between" else [phrase]
    anchors: list[SceneObject] = []
    for part in parts:
        part = re.sub(r"^(?:the )?(?:two|three|both|both the) ", "the ", part) if word == "between" else part
        found = meant(part, view) if part not in ("me", "you", "myself", "yourself") else []
        if not found and part not in ("me", "you", "myself", "yourself"):
            raise unknown(part, view.things)
        if len(found) > 1 and word != "between":
            raise ambiguous(part, found)
        anchors += found
    return anchors


def _bare(phrase: str) -> list[str]:
    words = [w for w in phrase.split() if w not in _DETERMINERS]
    return words[1:] if len(words) > 1 and words[0] == "one" else words


def _selectors(words: list[str]) -> tuple[list[str], str | None]:
    """The words without the one that says which of several, and that."""
    words = [w for w in words if w not in _DETERMINERS]
    if len(words) > 2 and words[-2] in ("number", "no", "nr", "#"):
        words = [*words[:-2], words[-1]]
    if (
        len(words) > 1
        and (words[-1].lstrip("#").isdigit() or words[-1] in _NUMBERS)
        and (words[-1] != "one" or (len(words) == 2 and words[0] not in _TELLING))
    ):
        number = words[-1].lstrip("#")
        return words[:-1], str(_NUMBERS.get(number, number))
    select: str | None = None
    kept: list[str] = []
    for k, word in enumerate(words):
        last = k == len(words) - 1
        known = word in _ORDINALS or word in _SUPERLATIVES or word in _OTHER
        if known and not (last and kept):
            select = f"{select} {word}" if select is not None else word
        else:
            kept.append(word)
    return kept, select


def _heads(words: list[str], view: View) -> list[SceneObject]:
    """What nouns and adjectives fit; ``one`` is one of what was spoken of last."""
    if not words:
        words = ["ones"]
    if words[-1] in ("one", "ones"):
        looks = words[:-1]
        group = [t for t in view.things if t.name in view.group]
        if len(group) > 1 and (found := fitting([*looks, *plain(group[0].category).split()], group)):
            return found
        last = next((t for t in view.things if t.name == view.last), None)
        kind = None if last is None else plain(last.category)
        if kind is not None and (found := fitting([*looks, *kind.split()], view.things)):
            whole = None if last is None or last.body.joint is None else last.body.joint.parent
            leaves = [t for t in found if t.body.joint is not None and t.body.joint.parent == whole]
            return leaves if whole is not None and leaves else found
    found = fitting(words, view.things)
    if found or len(words) < 2:
        return found
    for k, word in enumerate(words[:-1]):
        if word in _SIZES:
            rest = fitting([*words[:k], *words[k + 1 :]], view.things)
            return _extreme(rest, _SIZES[word], view, clearly=True)
    return []


def _selected(phrase: str, among: list[SceneObject] | None, view: View) -> list[SceneObject]:
    words, select = _selectors(_bare(phrase))
    if select is not None and among is None and any(set(select.split()) & describing(t) for t in view.things):
        described = fitting(_bare(phrase), view.things)  # "the thick book" may be called so
        if described:
            return described
    found = _heads(words, view) if among is None else among
    if select is None or not found:
        return found
    for left, word in enumerate(reversed(select.split()), 1 - len(select.split())):
        row = left < 0 and word in _SUPERLATIVES and _SUPERLATIVES[word][0] in _SPATIAL
        found = _row(found, _SUPERLATIVES[word], view) if row else _select(phrase, word, found, view)
    return found


def _row(found: list[SceneObject], measure: tuple[str, int], view: View) -> list[SceneObject]:
    """All that are as far left or as high as the first: the top left drawer is one of the left ones."""
    values = [measure[1] * _measure(t, measure[0], found, view) for t in found]
    return [t for t, value in zip(found, values, strict=True) if value < min(values) + _IN_A_ROW]


def _select(phrase: str, word: str, found: list[SceneObject], view: View) -> list[SceneObject]:
    if word in _OTHER:
        done = [*view.before, *([view.last] if view.last else [])]
        known = [t for t in found if t.name in done]
        if not known:
            return found[1:2] if len(found) == 2 and not is_plural(phrase) else found
        return [t for t in found if t.name not in done] or [t for t in found if t.name != view.last]
    if word in _SUPERLATIVES:
        what = _SUPERLATIVES[word][0]
        sizes = [_measure(t, what, found, view) for t in found] if what in _INNATE else [0.0, 1.0]
        if len(found) > 1 and max(sizes) < _ALIKE * min(sizes):
            raise ambiguous(phrase, found)
        if is_plural(phrase) and len(found) > 1:
            best = _measure(_extreme(found, _SUPERLATIVES[word], view)[0], what, found, view)
            return [t for t in found if abs(_measure(t, what, found, view) - best) < 0.01 * abs(best)]
        return _extreme(found, _SUPERLATIVES[word], view)[:1]
    order = _ORDINALS.get(word, int(word) if word.isdigit() else 0)
    if order == -1:
        return found[-1:]
    if not 1 <= order <= len(found):
        names = ", ".join(f"'{t.name}'" for t in found)
        raise UnknownObjectError(f"There is no '{phrase:.60}'; the scene has {len(found)} such: {names}.")
    return [found[order - 1]]


def _extreme(
    found: list[SceneObject], measure: tuple[str, int], view: View, *, clearly: bool = False
) -> list[SceneObject]:
    """What is the most so; ``clearly``: all, where it is not by a fifth."""
    what, sign = measure
    values = [_measure(t, what, found, view) for t in found]
    order = sorted(range(len(found)), key=lambda k: (sign * values[k], k))
    if clearly and len(order) > 1:
        first, second = (abs(values[order[k]]) for k in (0, 1))
        if max(first, second) < _CLEARLY * min(first, second):
            return found
    return [found[order[0]]] if order else []


def _measure(thing: SceneObject, what: str, among: list[SceneObject], view: View) -> float:
    box = extent(thing)
    if what == "centre":
        spots = np.array([extent(t).centre for t in among])
        across = np.array([view.rightward, [0.0, 1.0, 0.0], [view.rightward[2], 0.0, -view.rightward[0]]])
        along = across[int(np.argmax(np.ptp(spots @ across.T, axis=0)))]
        return abs(float(box.centre @ along) - float(np.sort(spots @ along)[len(spots) // 2]))
    forward = np.array([view.rightward[2], 0.0, -view.rightward[0]])
    measures = {
        "distance": float(np.linalg.norm(box.centre - view.eye)),
        "volume": float(np.prod(box.size)),
        "height": float(box.size[1]),
        "mass": float(thing.body.mass),
        "right": bearing(box.centre, view.eye, view.rightward),
        "depth": float((box.centre - view.eye) @ forward),
        "level": float(box.centre[1]),
        "width": float(max(box.size[0], box.size[2])),
        "thickness": float(np.min(box.size)),
    }
    return measures[what]
