"""Text to sentences of words: one spelling for everything that can be written in many ways."""

import re
import unicodedata

from spatialwm.errors import InputError

__all__ = ["MAX_CHARACTERS", "sentences"]

MAX_CHARACTERS = 100_000
"""Some forty pages; a scene description is a few hundred characters."""
_MAX_WORD = 40
"""Longer than any English compound; what is longer is not a word."""

_SPELLINGS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": " ", "\u201d": " ", '"': " ", "`": "'",
                            "\u2014": ",", "\u2013": "-", "\u2012": "-", "(": ",", ")": ",", "[": ",",
                            "]": ",", "{": ",", "}": ",", ":": ",", "/": " ", "\u00d7": "x", "&": " and ",
                            "+": " and ", "*": " ", "#": " "})  # fmt: skip
_END = re.compile(r"[;!?\n\r]+|\.(?!\d)")
_WORD = re.compile(r"\d+\.\d+|[^\W_]+(?:[-'_][^\W_]+)*|,")
_COMPOUNDS = re.compile(
    r"(?<![\w-])(?!(?:a|an|the|and|or|with|of|in|is|are|has)\b)([^\W_]+(?:-[^\W_]+)*) "
    r"(themed|styled|inspired|shaped|sized|colou?red|style(?= [a-z]))\b(?! by)"
)
_AS_MANY = re.compile(r"\b(?:the|an|a) (?:same|equal) (?:number|amount) of\b")
_ROWS = re.compile(r"\bin (?:\w+ )?(?:neat |straight |equal )?(rows|lines|columns)\b")
_CLOSE_UP = re.compile(r"\bclose up\b( of of\b)?")
_GLUED = re.compile(r"(\d+(?:\.\d+)?)\s*(m|cm|metres?|meters?|ft|feet|pm|am)\b")
_PRODUCT = re.compile(r"(\d+(?:\.\d+)?)\s*(m|metres?|meters?)?\s*(?:x|by)\s*(\d+(?:\.\d+)?)(?!\d)")
_DASH = re.compile(r"\s-+\s|--+")
_CONTRACTIONS = {"there's": "there is", "it's": "it is", "that's": "that is", "isn't": "is not",
                 "aren't": "are not", "doesn't": "does not", "don't": "do not", "hasn't": "has not",
                 "can't": "can not", "they're": "they are", "i'd": "i would", "let's": "let us",
                 "w/": "with", "tvs": "tv's"}  # fmt: skip
_CONTRACTED = re.compile(r"\b(" + "|".join(map(re.escape, _CONTRACTIONS)) + r")(?=\s|$)")


def sentences(text: str) -> list[list[str]]:
    """Lower-case words of each sentence; commas are words, accents are dropped.

    Raises:
        InputError: The text is longer than ``MAX_CHARACTERS``.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"The text has {len(text)} characters; {MAX_CHARACTERS} can be read. Shorten it.")
    plain = _DASH.sub(" , ", _without_accents(text).lower().translate(_SPELLINGS))
    plain = _CONTRACTED.sub(lambda m: _CONTRACTIONS[m[1]], plain)
    plain = _GLUED.sub(r"\1 \2", _PRODUCT.sub(r"\1 by \3 ", plain))
    plain = _CLOSE_UP.sub(
        "close-up", _ROWS.sub("in rows", _AS_MANY.sub("as-many", _COMPOUNDS.sub(r"\1-\2", plain)))
    )
    found = [[w[:_MAX_WORD].strip("'") or "," for w in _WORD.findall(part)] for part in _END.split(plain)]
    return [words for words in found if words]


def _without_accents(text: str) -> str:
    """Compatibility forms, without combining marks: e for an e with an acute."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
