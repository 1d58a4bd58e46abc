"""One model of a library that the user has, and the library."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.words import singular

__all__ = ["Asset", "Library", "category_of", "plain", "words_of"]

Turn = tuple[float, float, float, float, float, float, float, float, float]

_LONGEST = 200
"""Characters of a name, an author or a licence that are kept."""
_ASIDE = re.compile(r"\b(?:with|without|on|in|under|of|for|and|by)\b|[,;:(\[/-]")
"""What follows is not what the thing is: a chair *with* a cushion."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """What a library says of a model. Nothing of it is read before it is used."""

    name: str
    """As the library calls it: ``Armchair``."""
    category: str | None
    """Key of the catalogue; None is a thing that no text can name."""
    words: frozenset[str]
    """All that its name and tags say, singular, in lower case."""
    size: tuple[float, float, float]
    """Width, height, depth [m]."""
    license: str
    author: str
    library: str
    """Name of the library."""
    path: Path
    """Archive or folder that holds the model."""
    member: str
    """Name of the model file in it."""
    turn: Turn = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    """Row by row, from the file's axes to front +z and up +y."""
    top: float | None = None
    """Where things put on it stand [m], when the library says so."""


@dataclass(frozen=True, kw_only=True)
class Library:
    """Models in one place."""

    name: str
    path: Path
    license: str
    assets: tuple[Asset, ...]
    notes: tuple[str, ...] = ()
    """What could not be used, a sentence each."""


def plain(text: object) -> str:
    """One line of printable characters, of a bounded length; empty for what is no text."""
    if not isinstance(text, str):
        return ""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * _LONGEST])
    return " ".join(kept.split())[:_LONGEST]


def words_of(*texts: str) -> frozenset[str]:
    """The words of names and tags, singular."""
    return frozenset(singular(w) for text in texts for w in re.findall(r"[a-z0-9]+", text.lower()))


def category_of(name: str) -> str | None:
    """The catalogue's category of a name by its last noun: ``Bar stool`` is a stool.

    Only nouns that the catalogue itself has count, not what comes near.
    """
    head = _ASIDE.split(name.lower(), maxsplit=1)[0]
    words = re.findall(r"[a-z0-9']+", head)
    numbers = [k for k, word in enumerate(words) if k and word[0].isdigit()]
    words = words[: numbers[0]] if numbers else words  # a sofa of 3 seats is a sofa
    for start in range(max(0, len(words) - 4), len(words)):
        rest = (*words[start:-1], singular(words[-1]))
        for key in (" ".join(rest), "".join(rest), " ".join(words[start:])):
            if key in NOUNS:
                return NOUNS[key]
    return None
