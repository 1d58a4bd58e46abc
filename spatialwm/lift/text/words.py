"""Basic colours, materials and sizes of things, as words; singulars of nouns."""

__all__ = ["COLORS", "MATERIALS", "SIZES", "singular"]

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

_IRREGULAR = {
    "shelves": "shelf", "bookshelves": "bookshelf", "knives": "knife", "leaves": "leaf", "loaves": "loaf",
    "wolves": "wolf", "scarves": "scarf", "halves": "half", "glasses": "glass", "lenses": "lens",
    "cacti": "cactus", "geese": "goose", "mice": "mouse", "feet": "foot", "teeth": "tooth",
    "children": "child", "men": "man", "women": "woman", "people": "person", "oxen": "ox",
    "sheep": "sheep", "sheeps": "sheep", "fish": "fish", "deer": "deer", "buss": "bus", "buses": "bus",
    "benchs": "bench", "sandwichs": "sandwich", "couchs": "couch", "mouses": "mouse", "knifes": "knife",
    "shelfs": "shelf", "canvas": "canvas", "chess": "chess", "bookcases": "bookcase", "vases": "vase",
    "cases": "case", "suitcases": "suitcase", "briefcases": "briefcase", "houses": "house",
    "horses": "horse", "hoses": "hose", "roses": "rose", "purses": "purse", "dice": "dice",
    "bases": "base", "axes": "axe", "shoes": "shoe", "toes": "toe", "canoes": "canoe", "scissors": "scissors",
    "pants": "pants", "jeans": "jeans", "binoculars": "binoculars", "series": "series", "movies": "movie",
    "cookies": "cookie", "ties": "tie", "pies": "pie", "brownies": "brownie", "selfies": "selfie",
    "headphones": "headphones", "headphone": "headphones", "stairs": "stairs", "skis": "skis",
    "tv's": "tv", "gas": "gas", "bus": "bus", "drawers": "drawer", "supplies": "supply", "oases": "oasis",
    "tomatoes": "tomato", "potatoes": "potato", "mangoes": "mango", "heroes": "hero", "clothes": "clothes",
    "barstools": "barstool", "goggles": "goggles", "chaises": "chaise", "dishes": "dish",
    "broccolis": "broccoli", "mattresses": "mattress", "blouses": "blouse", "cheeses": "cheese",
    "nooses": "noose", "fuses": "fuse", "gases": "gas", "lens": "lens", "chassis": "chassis",
    "barre": "barre", "brass": "brass", "analyses": "analysis", "plus": "plus",
}  # fmt: skip


def singular(word: str) -> str:
    """The singular of an English noun: by list, else by its ending; other words as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if "-" in word and len(word) > 4:
        front, _, last = word.rpartition("-")
        return f"{front}-{singular(last)}"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
        return word[:-1]
    return word
