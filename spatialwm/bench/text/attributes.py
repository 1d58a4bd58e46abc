"""Whether a thing has an attribute: seen where it can be seen, else by the words it carries."""

import colorsys

import numpy as np

from spatialwm.bench.text.shapes import Shape
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.language.closed import NUMBERS
from spatialwm.lift.text.model import Spec
from spatialwm.lift.text.words import COLORS, MATERIALS, singular

__all__ = ["has"]

_LARGER = {"large", "big", "sizable", "oversized", "huge", "spacious", "grand"}
_SMALLER = {"small", "mini", "little", "tiny", "compact"}
_TALLER, _LOWER = {"tall", "high"}, {"low", "short"}
_LONGER = {"long", "wide"}
_ROUND = {"round", "circular"}
_NOTICEABLE = 1.08
"""A thing this much larger than usual is seen as large."""
_GREYS = {"white", "black", "grey", "gray", "silver"}
_NO_QUALITY = {"has", "with", "style", "styled", "theme", "themed", "shape", "shaped", "size", "sized"}
"""Words that say what sort of quality the others name: a "steampunk style" desk is a steampunk desk."""
_HUE = 35.0
"""Degrees of hue which still have one name: the names are about 30 degrees apart."""


def has(shape: Shape, attribute: str) -> tuple[bool, bool]:
    """Whether a thing has an attribute, and whether that was seen (else: it only carries the word)."""
    word = attribute.lower().replace("_", " ").replace("-", " ").strip()
    plain = word.removesuffix(" colored").removesuffix(" coloured")
    if plain in COLORS and shape.color is not None:
        return _is_color(shape.color, plain), True
    if word in MATERIALS:
        return shape.material == MATERIALS[word], True
    if (judged := _by_size(shape, word)) is not None:
        return judged, True
    if word in _ROUND:
        return _is_round(shape), True
    return _qualities(word) <= _qualities(" ".join(shape.attributes)), False


def _qualities(text: str) -> set[str]:
    """Words that tell things apart; numbers as digits, nouns in singular."""
    words = text.lower().replace("_", " ").replace("-", " ").split()
    return {str(NUMBERS.get(w, singular(w))) for w in words if w not in _NO_QUALITY} or set(words)


def _by_size(shape: Shape, word: str) -> bool | None:
    if shape.category not in CATALOGUE:
        return None
    usual = CATALOGUE[shape.category].build(Spec())
    size = usual.high - usual.low
    ours = 2 * shape.half
    flat = float(np.sqrt(ours[0] * ours[2] / max(size[0] * size[2], 1e-9)))
    tall = float(ours[1] / max(size[1], 1e-9))
    long = float(max(ours[0], ours[2]) / max(size[0], size[2], 1e-9))
    if word in _LARGER:
        return max(flat, tall) >= _NOTICEABLE
    if word in _SMALLER:
        return min(flat, tall) <= 1 / _NOTICEABLE
    if word in _TALLER:
        return tall >= _NOTICEABLE
    if word in _LOWER:
        return tall <= 1 / _NOTICEABLE
    if word in _LONGER:
        return long >= _NOTICEABLE
    return None


def _is_round(shape: Shape) -> bool:
    """Nothing of it is in the corners of its outline: seen from above, or from before if it is flat."""
    face = np.argsort(shape.half, kind="stable")[1:] if shape.half[1] > 3 * shape.half[2] else [0, 2]
    local = np.abs(shape.local(shape.surface))[:, face] / shape.half[face]
    return bool(np.linalg.norm(local, axis=1).max() < 1.15)


def _is_color(seen: np.ndarray, word: str) -> bool:
    """By hue and lightness, allowing for the light it stands in and for its other parts."""
    hue, light, strength = colorsys.rgb_to_hls(*(float(c) for c in np.clip(seen, 0, 1)))
    if word in _GREYS:
        bounds = {"white": (0.45, 1.0), "black": (0.0, 0.35)}.get(word, (0.2, 0.8))
        return bounds[0] <= light <= bounds[1] and strength < 0.45
    wanted = colorsys.rgb_to_hls(*COLORS[word])[0]
    apart = abs(hue - wanted) * 360
    return min(apart, 360 - apart) <= _HUE and strength > 0.05
