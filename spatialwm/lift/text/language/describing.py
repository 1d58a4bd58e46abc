"""Describing words: colours, materials, sizes, shapes, styles and states, and what they mean."""

import re

from spatialwm.lift.text.language.listed import listed
from spatialwm.lift.text.words import COLORS as _BASIC
from spatialwm.lift.text.words import MATERIALS as _BASIC_MATERIALS
from spatialwm.lift.text.words import SIZES as _BASIC_SIZES

__all__ = [
    "COLORS", "DESCRIBING", "MATERIALS", "MOODS", "SHAPES", "SIZES", "STATES", "STYLES", "color_of",
    "is_describing", "is_listed_look", "is_measure_or_stuff",
]  # fmt: skip

Rgb = tuple[float, float, float]

COLORS: dict[str, Rgb] = _BASIC | {
    "crimson": (0.62, 0.09, 0.13), "scarlet": (0.76, 0.13, 0.09), "maroon": (0.42, 0.10, 0.13),
    "burgundy": (0.40, 0.08, 0.14), "coral": (0.90, 0.49, 0.41), "salmon": (0.91, 0.58, 0.50),
    "peach": (0.95, 0.76, 0.62), "amber": (0.85, 0.58, 0.16), "lime": (0.62, 0.76, 0.22),
    "mint": (0.66, 0.85, 0.74), "sage": (0.60, 0.67, 0.56), "emerald": (0.10, 0.45, 0.31),
    "aqua": (0.42, 0.78, 0.80), "cyan": (0.24, 0.70, 0.78), "indigo": (0.24, 0.21, 0.46),
    "violet": (0.47, 0.32, 0.60), "lavender": (0.74, 0.69, 0.85), "lilac": (0.77, 0.66, 0.82),
    "magenta": (0.70, 0.20, 0.49), "tan": (0.78, 0.64, 0.47), "khaki": (0.70, 0.65, 0.47),
    "ivory": (0.95, 0.92, 0.84), "charcoal": (0.23, 0.24, 0.26), "bronze": (0.55, 0.40, 0.24),
    "copper": (0.70, 0.42, 0.29), "rust": (0.60, 0.30, 0.17), "chocolate": (0.30, 0.19, 0.13),
    "rose": (0.83, 0.50, 0.53), "taupe": (0.53, 0.48, 0.42), "turquoise": (0.28, 0.66, 0.66),
    "pastel": (0.86, 0.82, 0.84), "blond": (0.86, 0.74, 0.55),
}  # fmt: skip
_SHADES = {"light": 0.45, "pale": 0.55, "soft": 0.35, "pastel": 0.55, "bright": 0.12, "dark": -0.5,
           "deep": -0.4, "warm": 0.0, "off": 0.1, "sky": 0.45, "baby": 0.45, "powder": 0.45, "hot": 0.0,
           "forest": -0.4, "royal": -0.1, "midnight": -0.65, "navy": -0.5, "olive": -0.2, "dusty": 0.2,
           "muted": 0.15, "rich": -0.2, "neon": 0.1, "cherry": -0.2, "brick": -0.3}  # fmt: skip
"""What a word before a colour does: towards white above 0, towards black below."""

MATERIALS: dict[str, str] = _BASIC_MATERIALS | {
    "mahogany": "wood", "teak": "wood", "birch": "wood", "maple": "wood", "cherrywood": "wood",
    "bamboo": "wood", "plywood": "wood", "timber": "wood", "ash": "wood", "cedar": "wood", "ebony": "wood",
    "hardwood": "wood", "driftwood": "wood", "rosewood": "wood",
    "aluminum": "metal", "aluminium": "metal", "brass": "metal", "copper": "metal", "bronze": "metal",
    "chrome": "metal", "stainless": "metal", "wrought-iron": "metal", "tin": "metal", "zinc": "metal",
    "crystal": "glass", "acrylic": "plastic", "vinyl": "plastic", "lucite": "plastic", "resin": "plastic",
    "linen": "fabric", "cotton": "fabric", "wool": "fabric", "woolen": "fabric", "silk": "fabric",
    "canvas": "fabric", "denim": "fabric", "plush": "fabric", "knitted": "fabric", "woven": "wicker",
    "suede": "leather", "granite": "stone", "slate": "stone", "brick": "stone", "quartz": "stone",
    "terrazzo": "stone", "cement": "stone", "terracotta": "ceramic", "earthenware": "ceramic",
    "stoneware": "ceramic", "glazed": "ceramic", "tiled": "ceramic", "straw": "wicker", "cane": "wicker",
}  # fmt: skip

SIZES: dict[str, tuple[float, float]] = _BASIC_SIZES | {
    "mini": (0.7, 0.75), "miniature": (0.5, 0.5), "petite": (0.8, 0.85), "medium": (1.0, 1.0),
    "sizable": (1.15, 1.1), "sizeable": (1.15, 1.1), "oversized": (1.3, 1.1), "spacious": (1.25, 1.05),
    "massive": (1.4, 1.25), "giant": (1.5, 1.4), "enormous": (1.4, 1.3), "grand": (1.2, 1.15),
    "medium-sized": (1.0, 1.0), "small-sized": (0.8, 0.85), "slim": (0.8, 1.0), "slender": (0.8, 1.0),
    "thick": (1.1, 1.0), "broad": (1.2, 1.0), "king": (1.2, 1.0), "king-size": (1.2, 1.0),
    "king-sized": (1.2, 1.0), "queen": (1.08, 1.0), "queen-size": (1.08, 1.0), "queen-sized": (1.08, 1.0),
    "double": (1.0, 1.0), "twin": (0.72, 1.0), "twin-size": (0.72, 1.0), "twin-sized": (0.72, 1.0),
    "single-size": (0.72, 1.0), "full": (0.95, 1.0), "full-size": (0.95, 1.0), "full-sized": (0.95, 1.0),
    "full-length": (1.0, 1.4), "floor-to-ceiling": (1.0, 1.3), "waist-high": (1.0, 0.9),
    "extendable": (1.1, 1.0), "elongated": (1.25, 1.0), "two-seater": (0.85, 1.0),
    "three-seater": (1.05, 1.0), "four-seater": (1.3, 1.0), "sectional": (1.25, 1.0),
    "six-seater": (1.2, 1.0), "deep": (1.1, 1.0), "shallow": (0.9, 0.8), "chunky": (1.1, 1.05),
}  # fmt: skip
"""Factors on width and height."""

SHAPES: dict[str, bool] = {
    "round": True, "circular": True, "oval": True, "rounded": True, "elliptical": True, "spherical": True,
    "rectangular": False, "square": False, "oblong": False, "irregular-shaped": True, "l-shaped": False,
    "u-shaped": False, "curved": True, "kidney-shaped": True, "hexagonal": True, "octagonal": True,
}  # fmt: skip
"""Whether the outline has no corners."""

STYLES = frozenset(
    listed(
        "modern contemporary rustic vintage antique retro industrial scandinavian nordic minimalist "
        "minimal classic classical traditional victorian baroque bohemian boho mid-century art-deco deco "
        "gothic farmhouse coastal tropical steampunk futuristic japanese zen mediterranean moroccan "
        "french colonial eclectic urban country shabby-chic luxury luxurious elegant ornate cubist "
        "medieval sci-fi cyberpunk asian chinese persian turkish tech-styled high-tech old-fashioned "
        "shaker tuscan"
    )
)
STATES = {
    "open": "open", "opened": "open", "ajar": "open", "closed": "closed", "shut": "closed", "lit": "lit",
    "glowing": "lit", "burning": "lit", "unlit": "unlit", "stacked": "stacked", "piled": "stacked",
    "broken": "broken", "cracked": "broken", "shattered": "broken", "tipped": "tipped",
    "overturned": "tipped", "toppled": "tipped", "empty": "empty", "full": "full", "folded": "folded",
    "rolled": "rolled", "unmade": "unmade", "made": "made", "dirty": "dirty", "clean": "clean",
    "scattered": "scattered", "messy": "scattered", "rotten": "rotten",
}  # fmt: skip
"""Words for how a thing is just now, to one word each."""

MOODS = frozenset(
    listed(
        "cozy cosy warm inviting welcoming calm serene quiet peaceful gloomy dark bright airy lively "
        "cheerful romantic playful dramatic moody sunny tranquil relaxing relaxed intimate spooky eerie "
        "festive busy abandoned messy tidy clean simple plain compact versatile"
    )
)

DESCRIBING = frozenset(
    listed(
        "comfortable comfy powerful ergonomic decorative stylish fresh colorful colourful adjustable "
        "rolling swivel folding foldable reclining matching identical similar different various assorted "
        "additional extra several-year-old old new beautiful nice lovely pretty cute fluffy soft hard "
        "heavy sturdy sleek fancy simple plain patterned striped checkered floral abstract geometric "
        "woven potted hanging freestanding built-in wall-mounted mounted standing adjacent nearby ample "
        "exposed visible featured educational commercial electronic electric digital mechanical "
        "interactive artistic creative professional personal private public outdoor indoor interior "
        "exterior central main primary secondary left right upper lower top bottom front back rear inner "
        "outer middle own only same equal fitting tinted frosted polished shiny glossy matte painted "
        "unpainted rough smooth textured quilted tufted padded cushioned winged high-backed low-backed "
        "wheeled oversized cushy plush luxurious delicate ornate carved hand-carved handmade hand-woven "
        "framed unframed illuminated colored coloured multicolored multi-colored multicoloured rainbow "
        "transparent translucent opaque reflective themed styled inspired little long-haired hungry happy "
        "sad angry lone lonely young adult wild rusty worn dusty faded weathered distressed reclaimed "
        "recycled healthy lush leafy green-leaved tall-backed sliding revolving glass-top glass-topped "
        "unusual typical regular normal special favorite favourite cool neat tidy organized sharp pointed "
        "flat steep dry wet cold hot warm steaming frozen ripe raw cooked delicious sweet famous wintery "
        "snowy sunny rainy foggy misty grassy sandy dirt rocky wooded shady gray-haired scowling "
        "functional practical convenient handy essential multiple"
    )
)
"""Words that describe without a look of their own; others are told by their endings."""

_ENDINGS = re.compile(
    r".{2,}(?:-(?:themed?|styled?|style|inspired|shaped|sized?|coloured|colored|backed|topped|legged|"
    r"mounted|level|tier|tiered|door|drawer|sink|seater|seat|century|length|purpose|poster|friendly|piece|"
    r"pound|inch|foot|person|panel|mounted)|ful|ous|ish|less|able|ible|ed|esque)$"
)
_STRIP = re.compile(r"-(?:coloured|colored|toned|tinted|ish)$|ish$")


def is_describing(word: str) -> bool:
    """Whether a word describes rather than names."""
    return (
        word in COLORS or word in MATERIALS or word in SIZES or word in SHAPES or word in STYLES
        or word in STATES or word in MOODS or word in DESCRIBING or word in _SHADES
        or _ENDINGS.match(word) is not None or _STRIP.sub("", word) in COLORS
        or ("-" in word and not word[-1].isdigit())
        or (word.endswith("ing") and len(word) > 5) or (word.endswith("y") and word[:-1] in MATERIALS)
    )  # fmt: skip


def is_listed_look(word: str) -> bool:
    """Whether a word describes wherever it stands: the "twin" of "twin bed"."""
    return any(word in table for table in (COLORS, MATERIALS, SIZES, SHAPES, STYLES, STATES, DESCRIBING))


def is_measure_or_stuff(word: str) -> bool:
    """Whether a word gives a size, a colour, a material or a quality: "comfy", but not "folding"."""
    quality = (word in DESCRIBING or word in STYLES) and not word.endswith(("ing", "ed"))
    return word in SIZES or word in COLORS or word in MATERIALS or quality


def color_of(words: tuple[str, ...]) -> Rgb | None:
    """The colour (sRGB) that describing words give: "dark", "green" is a dark green."""
    found: Rgb | None = None
    shift = 0.0
    for word in (part for w in words for part in (w, *(w.split("-") if "-" in w else ()))):
        name = _STRIP.sub("", word)
        if name in COLORS and (found is None or word not in _SHADES):
            found = found or COLORS[name]
        elif word in _SHADES and found is None:
            shift = _SHADES[word]
    if found is None:
        return None
    if shift >= 0:
        red, green, blue = (c + (0.96 - c) * shift for c in found)
    else:
        red, green, blue = (c * (1 + shift) for c in found)
    return round(red, 3), round(green, 3), round(blue, 3)
