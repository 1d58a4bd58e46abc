"""Sloppy writing made plain: chat words, fillers, fractions, and words with one slip of the finger."""

import re
from collections.abc import Iterable
from functools import cache
from typing import cast

from spatialwm.language import (
    clauses,
    groups,
    manners,
    moving,
    reference,
    relations,
    rewriting,
    topics,
    world,
)
from spatialwm.language.amounts import UNIT_WORDS
from spatialwm.language.nouns import SYNONYMS, plain
from spatialwm.language.words import DIRECTIONS, VERBS
from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.words import COLORS, SIZES, singular
from spatialwm.scene import Scene

__all__ = ["spelled"]

_CLOSED_WORDS = (
    "the and then with from onto into over under next nearest closest between behind front before after "
    "both every everything except without please first second third fourth last other another gravity wind "
    "lights light left right again twice once"
)
"""Little words that are often mistyped."""
_REAL_WORDS = (
    "sing sting song sling slide glass class pour four tour your hour mow cow tow sow fill fell feel fall "
    "eat bake cake make take tale talk tall stalk wall hug rug mug bug tug pug jug dug read bread wave save "
    "cave "
    "shake stake sake rake break clean clear lean mean cook book look hook took crook fold hold cold told "
    "gold bold burn turn bite kite quite melt wash cash dash mash water cut cup pet pat put set ride rise "
    "drive drink think climb limb stir star stair spill spell smell small shell trim trip strip chop shop "
    "stop top lock block clock plug plum feed seed need tie die lie tape shape build fix mix mend bend send "
    "end tear ear wear bear near tune tone stone charge change chance write white wipe ripe pipe steal steel "
    "stroke strike hide side wide hang bang sew new few saw was has had not now how row low slow show blow "
    "know throw thrown lit list lost best rest test chest west vest pain plain gain rain train brain aim "
    "where there here were these those this that thus than them they then hen ten tent tend sent rent "
    "chat plus man men kid kids mum mom dad honey dear lol bro dude guys whole "
    "hole while will well wall wish fish dish want went word work world would could should cord"
)
"""Words that are no slips, however near they come to one that is understood."""
_CLOSED, _REAL = frozenset(_CLOSED_WORDS.split()), frozenset(_REAL_WORDS.split())
_CHAT = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\b(?:u|ya)\b", "you"), (r"\b(?:pls|plz|plse)\b", "please"), (r"\bwanna\b", "want to"),
        (r"\bgonna\b", "going to"), (r"\bgotta\b", "have to"), (r"\bgimme\b", "give me"),
        (r"\blemme\b", "let me"), (r"\b(do|does|is|are|must|should)nt\b", r"\1n't"),
        (r"\bthats\b", "that is"), (r"(?<!\w)'?em\b", "them"), (r"\babit\b", "a bit"),
        (r"\balot\b", "a lot"), (r"\bontop\b", "on top"), (r"\binbetween\b", "in between"),
        (r"\bpickup (?=the|a|an|my|it|that|this)\b", "pick up "), (r"\bin to (?=the|a|my)\b", "into "),
        (r"\bputdown (?=the|it|that)\b", "put down "), (r"\b(?:mtrs?|mts)\b", "metres"),
        (r"(?:^|(?<=\s))(?:u+m+|u+h+m*|e+r+m?|h+m+|a+h+|oh+|ahem)(?:\s*,|\.{2,}|$|(?=\s))\s*", ""),
        (r"\s*,\s*(?:like|you know|i mean|i guess|sort of|kind of)\s*,\s*", " "),
        ("\u00bd", "1/2"), ("\u00bc", "1/4"), ("\u00be", "3/4"), (r"\.{2,}|\u2026", ", "),
    )
)  # fmt: skip
_FRACTION = re.compile(r"(?<![\w./])(\d{1,2})/(\d{1,2})(?![\w./])")
_SPOKEN = re.compile(
    r"\b(?:say|shout|whisper|yell|tell|announce|exclaim|call out)\b[^;.]*"
    r"|\"[^\"]*\"|'[^']*'(?!\w)"
)
"""What is to be said is left as it is written."""
_LONG_WORD = re.compile(r"[a-z]{3,}")
_LONG, _VERY_LONG = 5, 8
"""Letters of a word that may have one wrong, and of one that may be any that the grammar knows."""
_PHRASE = 40
"""Characters of the longest phrase in a table: what is longer is a docstring."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def spelled(sentence: str, scene: Scene) -> str:
    """The sentence in lower case with chat words, fillers and slips of one letter mended.

    A word that is neither understood nor in the scene is taken for the one understood word in which a
    letter was left out, doubled or swapped with its neighbour, if there is just one.
    """
    text = sentence.replace("\u2019", "'")
    begin, parts = 0, list[str]()
    for kept in _SPOKEN.finditer(text.lower()):
        parts += [_mended(text[begin : kept.start()], scene), text[kept.start() : kept.end()]]
        begin = kept.end()
    return "".join([*parts, _mended(text[begin:], scene)])


def _mended(text: str, scene: Scene) -> str:
    text = text.lower()
    for pattern, to in _CHAT:
        text = pattern.sub(to, text)
    text = re.sub(r"(?<=[a-z]), +, ?|\bthe, (?=[a-z])", lambda m: "the " if m[0][0] == "t" else ", ", text)
    text = _FRACTION.sub(lambda m: f"{int(m[1]) / max(int(m[2]), 1):g}", text)
    own = {word for thing in scene.objects for word in plain(thing.name).split()}
    own |= {word for thing in scene.objects for said in thing.attributes for word in said.split()}
    own |= {name for group in SYNONYMS if own & group for name in group if " " not in name}
    return re.sub(r"(?<![\w'])[a-z]{3,}(?![\w'])", lambda m: _word(m[0], own), text)


def _word(word: str, own: set[str]) -> str:
    known = _known()
    if (
        word in known
        or word in own
        or word in _REAL
        or word in _used()
        or singular(word) in known
        or singular(word) in own
    ):
        return word
    found = {near for near in _slips(word) if near in known}
    if not found and len(word) > _VERY_LONG:
        found = {near for near in _slips(word) if near in _used()}
    if not found and len(word) >= _LONG:
        found = {near for near in own if len(near) == len(word) and sum(map(str.__ne__, near, word)) == 1}
    return found.pop() if len(found) == 1 else word


def _slips(word: str) -> set[str]:
    """Words of which this may be a slip: letters swapped, one too few or doubled."""
    swapped = {word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1)}
    if len(word) < 4:
        return swapped
    doubled = {word[:k] + word[k + 1 :] for k in range(1, len(word)) if word[k] == word[k - 1]}
    longer = {word[:k] + letter + word[k:] for k in range(1, len(word) + 1) for letter in _LETTERS}
    return swapped | doubled | longer


@cache
def _known() -> frozenset[str]:
    phrases = (*VERBS, *DIRECTIONS, *COLORS, *SIZES, *UNIT_WORDS, *NOUNS, *NOUNS.values())
    words = {word for phrase in phrases for word in re.findall(r"[a-z]{3,}", phrase)}
    words |= {word for group in SYNONYMS for phrase in group for word in phrase.split()}
    return frozenset(words) | _CLOSED


@cache
def _used() -> frozenset[str]:
    """The words that the rules of the grammar name: right as they are."""
    modules = (clauses, groups, manners, moving, reference, relations, rewriting, topics, world)
    return frozenset(word for module in modules for word in _in_patterns(vars(module)))


def _in_patterns(value: object) -> set[str]:
    if isinstance(value, re.Pattern):
        return set(_LONG_WORD.findall(cast("re.Pattern[str]", value).pattern))
    if isinstance(value, str):
        return set(_LONG_WORD.findall(value)) if len(value) < _PHRASE else set()
    if isinstance(value, dict):
        table = cast("dict[object, object]", value)
        return {word for each in (*table, *table.values()) for word in _in_patterns(each)}
    if isinstance(value, tuple | list | set | frozenset):
        return {word for each in cast("Iterable[object]", value) for word in _in_patterns(each)}
    return set()
