"""The closed classes of scene English: counts, colours, materials, sizes, relations, filler."""

from typing import Literal

__all__ = [
    "COLORS", "COUNTS", "FILLER", "IRREGULAR", "MATERIALS", "PLACES", "RELATIONS", "SHAPES", "SIZES",
    "Relation",
    "singular",
]  # fmt: skip

Relation = Literal[
    "on", "in", "under", "next to", "near", "in front of", "behind", "left of", "right of", "around",
    "between",
    "above", "against", "corner", "middle", "hang", "floor", "with", "window",
]  # fmt: skip

COUNTS: dict[str, int] = {
    "a": 1, "an": 1, "one": 1, "single": 1, "another": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a pair of": 2,
    "a couple of": 2,
    "pair of": 2, "couple of": 2, "some": 3, "several": 3, "a few": 3, "few": 3, "many": 5, "a dozen": 12,
    "dozen": 12, "a stack of": 1, "a set of": 1, "both": 2,
}  # fmt: skip

COLORS: dict[str, tuple[float, float, float]] = {
    "red": (0.72, 0.11, 0.09), "orange": (0.86, 0.44, 0.14), "yellow": (0.90, 0.73, 0.23),
    "green": (0.30, 0.48, 0.29),
    "blue": (0.20, 0.36, 0.58), "navy": (0.12, 0.18, 0.32), "teal": (0.13, 0.43, 0.44),
    "turquoise": (0.28, 0.66, 0.66),
    "purple": (0.41, 0.27, 0.50), "pink": (0.88, 0.62, 0.64), "brown": (0.42, 0.28, 0.19),
    "beige": (0.83, 0.76, 0.65),
    "cream": (0.93, 0.89, 0.79), "white": (0.93, 0.92, 0.90), "black": (0.12, 0.12, 0.13),
    "grey": (0.52, 0.53, 0.54),
    "gray": (0.52, 0.53, 0.54), "golden": (0.77, 0.60, 0.29), "gold": (0.77, 0.60, 0.29),
    "silver": (0.74, 0.75, 0.77),
    "olive": (0.42, 0.42, 0.24), "mustard": (0.80, 0.61, 0.20), "terracotta": (0.72, 0.41, 0.28),
}  # fmt: skip
"""sRGB of paint and glaze as bought, which is never pure."""

MATERIALS: dict[str, str] = {
    "wooden": "wood", "wood": "wood", "oak": "wood", "walnut": "wood", "pine": "wood", "metal": "metal",
    "metallic": "metal", "steel": "metal", "iron": "metal", "ceramic": "ceramic", "porcelain": "ceramic",
    "clay": "ceramic", "glass": "glass", "plastic": "plastic", "fabric": "fabric", "cloth": "fabric",
    "upholstered": "fabric", "velvet": "fabric", "leather": "leather", "stone": "stone", "marble": "stone",
    "concrete": "stone", "wicker": "wicker", "rattan": "wicker", "rubber": "rubber", "paper": "paper",
    "cardboard": "paper",
}  # fmt: skip

SIZES: dict[str, tuple[float, float]] = {
    "small": (0.8, 0.85), "little": (0.8, 0.85), "tiny": (0.65, 0.7), "compact": (0.85, 0.9),
    "large": (1.2, 1.1),
    "big": (1.2, 1.1), "huge": (1.35, 1.2), "tall": (1.0, 1.2), "high": (1.0, 1.15), "low": (1.0, 0.75),
    "short": (1.0, 0.85), "wide": (1.2, 1.0), "long": (1.2, 1.0), "narrow": (0.8, 1.0), "thin": (0.85, 1.0),
}  # fmt: skip
"""Factors on width and height."""

SHAPES = {"round": True, "circular": True, "rectangular": False, "square": False}

RELATIONS: dict[str, Relation] = {
    "on top of": "on", "on": "on", "upon": "on", "atop": "on", "onto": "on", "in": "in", "inside": "in",
    "into": "in",
    "inside of": "in", "within": "in", "under": "under", "underneath": "under", "beneath": "under",
    "below": "under",
    "next to": "next to", "beside": "next to", "by": "next to", "alongside": "next to",
    "adjacent to": "next to",
    "near": "near", "near to": "near", "close to": "near", "at": "next to", "in front of": "in front of",
    "behind": "behind", "to the left of": "left of", "on the left of": "left of", "left of": "left of",
    "to the right of": "right of", "on the right of": "right of", "right of": "right of", "around": "around",
    "surrounding": "around", "between": "between", "in between": "between", "above": "above", "over": "above",
    "against": "against", "along": "against", "with": "with",
    "facing": "in front of",
}  # fmt: skip

PLACES: dict[str, Relation] = {
    "in the corner of the room": "corner", "in a corner of the room": "corner", "in the corner": "corner",
    "in a corner": "corner", "in one corner": "corner", "in the other corner": "corner",
    "against the wall": "against",
    "against a wall": "against", "against the back wall": "against", "along the wall": "against",
    "by the wall": "against", "at the wall": "against", "on the wall": "hang", "on a wall": "hang",
    "on the back wall": "hang", "hanging on the wall": "hang", "in the middle of the room": "middle",
    "in the center of the room": "middle", "in the centre of the room": "middle", "in the middle": "middle",
    "in the center": "middle", "in the centre": "middle", "on the floor": "floor", "on the ground": "floor",
    "by the window": "window", "near the window": "window", "next to the window": "window",
    "under the window": "window", "at the window": "window", "in front of the window": "window",
}  # fmt: skip
"""Relations to the room itself, longest first when matched."""

FILLER = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "there",
        "there's",
        "sits",
        "sit",
        "sitting",
        "stands",
        "stand",
        "standing",
        "lies",
        "lie",
        "lying",
        "rests",
        "rest",
        "resting",
        "hangs",
        "hang",
        "hanging",
        "hung",
        "placed",
        "put",
        "set",
        "positioned",
        "located",
        "standing",
        "which",
        "who",
        "of",
        "to",
        "room",
        "scene",
        "living",
        "bedroom",
        "kitchen",
        "office",
        "in",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "it's",
        "has",
        "have",
        "having",
        "it",
        "photo-realistic",
        "realistic",
        "picture-of",
        "where",
        "while",
        "also",
        "then",
        "please",
        "make",
        "create",
        "show",
        "build",
        "me",
        "us",
        "i",
        "want",
        "we",
        "see",
        "containing",
        "contains",
        "holding",
        "holds",
        "each",
        "other",
    ]
)
"""Words without a picture of their own."""

IRREGULAR = {"shelves": "shelf", "bookshelves": "bookshelf", "knives": "knife", "glasses": "glass",
             "couches": "couch",
             "dishes": "dish", "benches": "bench", "boxes": "box", "cacti": "cactus", "glass": "glass",
             "leaves": "leaf", "canvas": "canvas", "chess": "chess"}  # fmt: skip


def singular(word: str) -> str:
    """The singular of a regular or listed English plural; other words as they are."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
