"""Sentences that change a scene, resolved against what is in it: "move the lamp behind the sofa"."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from spatialwm.errors import InputError
from spatialwm.lift.text.edit_records import (
    Add,
    Edit,
    Move,
    Recolor,
    Refinish,
    Rematerial,
    Remove,
    Replace,
    Resize,
    SetTime,
    SetWeather,
    Turn,
)
from spatialwm.lift.text.graph import Tie
from spatialwm.lift.text.language.clauses import read_sentence
from spatialwm.lift.text.language.describing import COLORS, MATERIALS, SIZES, color_of
from spatialwm.lift.text.language.expand import expanded
from spatialwm.lift.text.language.groups import Ref
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.phrases import Chunk, chunks
from spatialwm.lift.text.language.references import Inventory
from spatialwm.lift.text.language.state import State
from spatialwm.lift.text.language.surroundings import time_in, weather_in
from spatialwm.lift.text.language.tokens import sentences
from spatialwm.lift.text.refinish import FLOORS, WALLS
from spatialwm.scene import Scene

__all__ = [
    "Add", "Edit", "Move", "Recolor", "Refinish", "Rematerial", "Remove", "Replace", "Resize", "SetTime",
    "SetWeather", "Turn", "read_edit",
]  # fmt: skip

_COMMANDS: dict[str, str] = {
    "add": "add", "insert": "add", "create": "add", "include": "add", "place": "put", "put": "put",
    "set": "put", "move": "move", "shift": "move", "bring": "move", "push": "move", "relocate": "move",
    "hang": "put", "lean": "put", "stack": "put", "remove": "remove", "delete": "remove", "drop": "remove",
    "take": "remove", "clear": "remove", "erase": "remove", "make": "make", "paint": "make", "color": "make",
    "colour": "make", "recolor": "make", "recolour": "make", "change": "change", "replace": "replace",
    "swap": "replace", "exchange": "replace", "turn": "turn", "rotate": "turn", "face": "turn",
    "enlarge": "grow", "shrink": "shrink", "scale": "make", "widen": "grow", "let": "make",
}  # fmt: skip
_SHIFT = frozenset(["make", "turn", "let"])
"""Verbs after which "it" may be the time or the weather: "make it night"."""
_GROWTH = {"grow": 1.25, "shrink": 0.8, "larger": 1.25, "bigger": 1.25, "taller": 1.25, "smaller": 0.8,
           "shorter": 0.8, "wider": 1.25, "narrower": 0.8, "lower": 0.8, "longer": 1.25}  # fmt: skip
_TWICE = re.compile(r"(?:(\d+(?:\.\d+)?) times|(twice)|(half)|(double))")
_BEFORE_TO = frozenset(["next", "close", "near", "left", "right", "adjacent", "opposite"])
_AWAY = (["away"], ["out"], ["off"])
_ROUND = frozenset(["by", "around", "left", "right", "clockwise", "counter-clockwise", "counterclockwise"])
_DEGREES = re.compile(r"(\d+(?:\.\d+)?) degrees?")
_MOST_EDITS = 40


def read_edit(text: str, scene: Scene) -> tuple[Edit, ...]:
    """What a text wants changed.

    Raises:
        InputError: A sentence is no command, or what it is about is not in the scene or could be several.
    """
    reader = _Editor(scene)
    for words in sentences(text)[:_MOST_EDITS]:
        for command in _commands(words)[:_MOST_EDITS]:
            reader.command(command)
    if not reader.edits:
        raise InputError("The text asks for no change; say for example 'add a lamp on the desk'.")
    return tuple(reader.edits)


def _commands(words: list[str]) -> list[list[str]]:
    """A sentence cut where another command begins."""
    out: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        joint = words[at] in (",", "and", "then")
        following = next(
            (k for k in range(at, len(words)) if words[k] not in (",", "and", "then", "please")), None
        )
        if joint and following is not None and _starts(words, following):
            out.append([])
            at = following
            continue
        out[-1].append(words[at])
        at += 1
    return [c for c in out if any(w not in (",", "and", "then", "please") for w in c)]


def _starts(words: list[str], at: int) -> bool:
    if words[at] in _COMMANDS:
        return True
    return words[at : at + 2] in (["it", "is"], ["get", "rid"], ["it", "should"], ["i", "want"])


class _Editor:
    """Reads one command after the other; later ones may say "it"."""

    def __init__(self, scene: Scene) -> None:
        self.inventory = Inventory(scene)
        self.edits: list[Edit] = []

    def command(self, words: list[str]) -> None:
        """Read one command."""
        self.inventory.before = self.inventory.last
        words = [w for w in words if w != "please"]
        if words[:3] == ["get", "rid", "of"]:
            words = ["remove", *words[3:]]
        if words[:2] in (["i", "want"], ["there", "is"], ["there", "should"]):
            words = ["add", *words[2:]]
        verb, rest = _COMMANDS.get(words[0], ""), words[1:]
        ambient = words[0] == "it" or (words[0] in _SHIFT and words[1:2] == ["it"])
        if (ambient or not verb) and self._ambient(words):
            return
        if not verb:
            raise InputError(
                f"'{' '.join(words)[:60]}' is no change; start with add, move, remove, make or turn."
            )
        self._obey(verb, rest)

    def _obey(self, verb: str, rest: list[str]) -> None:
        if verb in ("add", "put", "move"):
            self._place(rest, may_move=verb != "add")
        elif verb == "remove":
            self.edits.append(Remove(names=self._names(rest[1:] if rest[:1] in _AWAY else rest)))
        elif verb == "replace":
            self._replace(rest, "with" if "with" in rest else "by" if "by" in rest else "for")
        elif verb in ("make", "change") and self._refinish([w for w in rest if w not in _INTO]):
            return
        elif verb == "change" and "to" in rest:
            self._change(rest)
        elif verb == "turn" and not self._described(rest):
            self._turn(rest)
        else:
            self._make([verb, *rest] if verb in _GROWTH else rest)

    def _ambient(self, words: list[str]) -> bool:
        """It is evening; make it rain."""
        time, weather = time_in(words), weather_in(words)
        if time is not None:
            self.edits.append(SetTime(time=time))
        if weather is not None:
            self.edits.append(SetWeather(weather=weather))
        return time is not None or weather is not None

    def _refinish(self, words: list[str]) -> bool:
        """The floor marble, the walls green and the back wall blue."""
        ends = [k for k, w in enumerate(words) if w in _SURFACES]
        found: list[Refinish] = []
        for k, following in pairwise([*ends, len(words)]):
            start = k
            while start > 0 and words[start - 1] in _OF_ROOM:
                start -= 1
            stop = following
            while following < len(words) and stop > k and words[stop - 1] in (*_OF_ROOM, "and", ","):
                stop -= 1
            look = tuple(w for w in words[k + 1 : stop] if w not in ("a", "of", ","))
            if (not found and start > 0) or not look or not all(_is_finish(w) for w in look):
                return False
            surface = "back wall" if words[k] == "wall" and "back" in words[start:k] else _SURFACES[words[k]]
            found.append(Refinish(surface=surface, words=look, color=color_of(look)))
        self.edits += found
        return bool(found)

    def _names(self, words: list[str]) -> tuple[str, ...]:
        """The objects that the noun phrases of a command mean."""
        found: list[str] = []
        for chunk in chunks(words):
            if isinstance(chunk, Noun) and (
                self.inventory.has(chunk.text) or chunk.kind in ("thing", "pronoun")
            ):
                found.extend(self.inventory.meant(chunk))
        if not found:
            raise InputError(
                f"'{' '.join(words)[:60]}' names nothing in the scene; {self.inventory.listing()}."
            )
        return tuple(dict.fromkeys(found))

    def _split(self, words: list[str]) -> tuple[list[str], tuple[str, ...]]:
        """The phrase that names objects, and the describing words after it."""
        cut = len(words)
        while cut > 1 and (words[cut - 1] in COLORS or _is_look(words[cut - 1])):
            cut -= 1
        return words[:cut], tuple(w for w in words[cut:] if w not in ("a", "and", "bit", "much"))

    def _described(self, words: list[str]) -> bool:
        return bool(self._split(words)[1])

    def _make(self, words: list[str]) -> None:
        """Make the sofa dark green, larger, of leather."""
        phrase, look = self._split([w for w in words if w not in ("into", "of", "from", "be", "than")])
        twice = _TWICE.search(" ".join(words))
        factor = _factor(twice) if twice else next((_GROWTH[w] for w in words if w in _GROWTH), 1.0)
        names = self._names(
            [w for w in phrase if w not in _GROWTH and w not in ("twice", "half", "double", "as")]
        )
        before = len(self.edits)
        self._looks(names, look)
        for word in look:
            if word in SIZES and not twice:
                self.edits.append(Resize(names=names, wide=SIZES[word][0], tall=SIZES[word][1]))
        if factor != 1.0:
            upright = any(w in ("taller", "shorter", "lower") for w in words)
            flat = any(w in ("wider", "narrower", "longer") for w in words)
            self.edits.append(
                Resize(names=names, wide=1.0 if upright else factor, tall=1.0 if flat else factor)
            )
        if len(self.edits) == before:
            raise InputError(
                f"'{' '.join(words)[:60]}' does not say what it should become; name a colour or size."
            )

    def _looks(self, names: tuple[str, ...], look: tuple[str, ...]) -> None:
        color = color_of(look)
        if color is not None:
            self.edits.append(Recolor(names=names, color=color, words=look))
        for word in look:
            if word in MATERIALS and (color is None or word not in COLORS):
                self.edits.append(Rematerial(names=names, material=MATERIALS[word], words=look))

    def _change(self, words: list[str]) -> None:
        """Change the sofa to green; change the chair to a stool."""
        cut = words.index("to")
        new = next((c for c in chunks(words[cut + 1 :]) if isinstance(c, Noun) and c.kind == "thing"), None)
        if new is not None and not _is_look(words[-1]):
            self._replace(words, "to")
        else:
            self._make([*words[:cut], *words[cut + 1 :]])

    def _replace(self, words: list[str], joint: str) -> None:
        if joint not in words:
            raise InputError(f"'replace {' '.join(words)[:60]}' does not say by what; add 'with ...'.")
        cut = words.index(joint)
        names = self._names(words[:cut])
        state = State()
        read_sentence(state, chunks(words[cut + 1 :]))
        things, _, _ = expanded(state.mentions.groups, [])
        if not things:
            raise InputError(f"'{' '.join(words[cut + 1 :])[:60]}' is not known; it cannot replace anything.")
        self.edits.append(Replace(names=names, thing=things[0]))

    def _turn(self, words: list[str]) -> None:
        text = " ".join(words)
        if any(w in text for w in ("toward", "to face", "facing")) and not _DEGREES.search(text):
            moved = text.replace("to face", "facing").replace("towards", "facing").replace("toward", "facing")
            self._place(moved.split(), may_move=True)
            return
        degrees = (
            float(found[1]) if (found := _DEGREES.search(text)) else 180.0 if "around" in words else 90.0
        )
        sign = -1.0 if "right" in words or ("clockwise" in words and "counter" not in text) else 1.0
        phrase = _DEGREES.sub(" ", text).split()
        names = self._names([w for w in phrase if w not in _ROUND])
        self.edits.append(Turn(names=names, angle=sign * degrees % 360.0 * math.pi / 180.0))

    def _place(self, words: list[str], *, may_move: bool) -> None:
        """Add what is new, move what is there; to where the prepositions say."""
        words = [
            "at" if w == "to" and before not in _BEFORE_TO else w for before, w in pairwise(["", *words])
        ]
        state, existing = self.inventory.state()
        said = [self._resolved(state, c) for c in chunks(words)]
        read_sentence(state, said)
        things, ties, _ = expanded(state.mentions.groups, state.drafts)
        new = list(range(len(existing), len(things)))
        subjects = {k for t in ties for k in t.subjects}
        if new:
            used = sorted({k for t in ties for k in (*t.subjects, *t.anchors) if k < len(existing)})
            index = {k: i for i, k in enumerate([*used, *new])}
            self.edits.append(
                Add(
                    things=tuple(things[k] for k in new),
                    ties=tuple(_renumbered(t, index) for t in ties),
                    names=tuple(existing[k] for k in used),
                )
            )
            self.inventory.last = []
        elif may_move and subjects:
            used = sorted({k for t in ties for k in (*t.subjects, *t.anchors)})
            index = {k: i for i, k in enumerate(used)}
            self.edits.append(
                Move(ties=tuple(_renumbered(t, index) for t in ties), names=tuple(existing[k] for k in used))
            )
        else:
            raise InputError(
                f"'{' '.join(words)[:60]}' does not say what goes where; try 'move the lamp behind the sofa'."
            )

    def _resolved(self, state: State, chunk: Chunk) -> Chunk:
        """A phrase for objects of the scene, tied to those it means."""
        by_name = isinstance(chunk, Noun) and self.inventory.has(chunk.text)
        if not isinstance(chunk, Noun) or not (by_name or chunk.kind in ("thing", "pronoun")):
            return chunk
        known = chunk.kind == "pronoun" or chunk.det in ("the", "both", "each", "other") or chunk.subset
        if not known and not by_name:
            return chunk
        names = self.inventory.meant(chunk)
        key = f"given {len(state.given)}"
        each = chunk.det == "each" or chunk.noun == "each"
        state.given[key] = [Ref(self.inventory.names.index(n), None, each) for n in names]
        return replace(chunk, kind="thing", word=key, det="the", category=chunk.category or "box")


def _renumbered(tie: Tie, index: dict[int, int]) -> Tie:
    return replace(
        tie, subjects=tuple(index[k] for k in tie.subjects), anchors=tuple(index[k] for k in tie.anchors)
    )


def _factor(found: re.Match[str]) -> float:
    if found[1]:
        return min(max(float(found[1]), 0.1), 5.0)
    return 0.5 if found[3] else 2.0


def _is_look(word: str) -> bool:
    return word in COLORS or word in MATERIALS or word in SIZES or word in _GROWTH or word in _SHADES


def _is_finish(word: str) -> bool:
    return word in FLOORS or word in WALLS or word in COLORS or word in MATERIALS or word in _SHADES


_INTO = frozenset(["to", "into", "with", "be", "from", "out", "of", "in"])
_SURFACES: dict[str, Literal["floor", "walls", "back wall"]] = {
    "floor": "floor", "ground": "floor", "wall": "walls", "walls": "walls",
}  # fmt: skip
_OF_ROOM = frozenset(["the", "all", "back", "four", "whole", "entire", "room's", "our", "its", "three"])
_SHADES = frozenset(
    ["dark", "light", "pale", "bright", "deep", "soft", "off", "sky", "navy", "a", "bit", "much"]
)
