"""What all builders share: finishes, colours and the palettes of styles."""
# fmt: off

from dataclasses import dataclass, replace

from spatialwm.lift.text.model import Piece, Spec
from spatialwm.lift.text.solids import Solid
from spatialwm.lift.text.surfaces import Look, Pattern

__all__ = [
    "BLACK", "BRASS", "DARK", "GREEN", "LINEN", "OAK", "PINE", "RED", "STEEL", "STYLES", "WALNUT", "WHITE",
    "Color", "Finish", "Style", "finish", "piece", "shade", "stuff", "style_of", "trim",
]

Color = tuple[float, float, float]

OAK: Color = (0.76, 0.60, 0.42)
PINE: Color = (0.84, 0.69, 0.48)
WALNUT: Color = (0.53, 0.36, 0.24)
LINEN: Color = (0.90, 0.86, 0.78)
WHITE: Color = (0.93, 0.92, 0.90)
BLACK: Color = (0.15, 0.15, 0.16)
DARK: Color = (0.24, 0.25, 0.27)
BRASS: Color = (0.72, 0.56, 0.30)
STEEL: Color = (0.66, 0.67, 0.69)
RED: Color = (0.70, 0.15, 0.12)
GREEN: Color = (0.25, 0.41, 0.21)


@dataclass(frozen=True, kw_only=True)
class Finish:
    """A material with its look."""

    material: str
    pattern: Pattern
    color: Color
    fill: float = 1.0
    roughness: float = 0.8
    metallic: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Style:
    """Colours by material, and the shape of legs."""

    wood: Color | None = None
    metal: Color | None = None
    fabric: Color | None = None
    legs: str = "tapered"


STYLES: dict[str, Style] = {"modern": Style(wood=(0.58, 0.44, 0.32), metal=BLACK, fabric=(0.47, 0.49, 0.51),
        legs="square"), "minimalist": Style(wood=(0.88, 0.86, 0.82), metal=STEEL, fabric=(0.80, 0.79, 0.76),
        legs="square"), "scandinavian": Style(wood=(0.85, 0.72, 0.54), metal=WHITE,
        fabric=(0.73, 0.75, 0.74), legs="splayed"), "industrial": Style(wood=(0.47, 0.33, 0.21),
        metal=BLACK, fabric=(0.36, 0.27, 0.21), legs="frame"), "rustic": Style(wood=(0.55, 0.38, 0.23),
        metal=(0.30, 0.27, 0.25), fabric=(0.62, 0.52, 0.40), legs="square"), "victorian": Style(
        wood=(0.36, 0.18, 0.12), metal=BRASS, fabric=(0.44, 0.13, 0.16), legs="turned"),
    "vintage": Style(wood=(0.60, 0.38, 0.22), metal=BRASS, fabric=(0.68, 0.52, 0.22), legs="turned"),
    "mid century": Style(wood=(0.60, 0.37, 0.21), metal=BRASS, fabric=(0.38, 0.46, 0.40), legs="splayed"),
    "bohemian": Style(wood=(0.62, 0.42, 0.26), metal=BRASS, fabric=(0.70, 0.40, 0.27), legs="tapered"),
    "japanese": Style(wood=(0.74, 0.57, 0.38), metal=BLACK, fabric=(0.78, 0.74, 0.66), legs="square"),
    "coastal": Style(wood=(0.87, 0.84, 0.78), metal=STEEL, fabric=(0.52, 0.65, 0.73), legs="tapered"),
    "art deco": Style(wood=(0.22, 0.15, 0.12), metal=BRASS, fabric=(0.12, 0.30, 0.30), legs="tapered"),
    "steampunk": Style(wood=(0.38, 0.23, 0.14), metal=(0.62, 0.43, 0.22), fabric=(0.40, 0.24, 0.15),
        legs="turned"), "gothic": Style(wood=(0.18, 0.12, 0.11), metal=BLACK, fabric=(0.32, 0.08, 0.12),
        legs="turned"), "futuristic": Style(wood=(0.90, 0.91, 0.93), metal=(0.80, 0.82, 0.85),
        fabric=(0.25, 0.33, 0.42), legs="sled"), "gaming": Style(wood=(0.14, 0.14, 0.16), metal=BLACK,
        fabric=(0.16, 0.16, 0.18), legs="frame"), "frozen": Style(wood=(0.80, 0.89, 0.95),
        metal=(0.75, 0.83, 0.90), fabric=(0.55, 0.74, 0.88)), "minecraft": Style(wood=(0.48, 0.35, 0.22),
        metal=(0.45, 0.45, 0.45), fabric=(0.37, 0.56, 0.24), legs="square"),
    "incredibles": Style(wood=(0.70, 0.14, 0.10), metal=BLACK, fabric=(0.74, 0.13, 0.10))}
_ALIKE = {"contemporary": "modern", "sleek": "modern", "stylish": "modern", "nordic": "scandinavian",
    "scandi": "scandinavian", "scandinavian style": "scandinavian", "farmhouse": "rustic",
    "country": "rustic", "loft": "industrial", "antique": "victorian", "traditional": "victorian",
    "classic": "victorian", "classical": "victorian", "ornate": "victorian", "grand": "victorian",
    "baroque": "victorian", "royal": "victorian", "retro": "mid century", "midcentury": "mid century",
    "mid century modern": "mid century", "boho": "bohemian", "zen": "japanese", "beach": "coastal",
    "nautical": "coastal", "deco": "art deco", "sci fi": "futuristic", "gamer": "gaming",
    "powerful": "gaming", "minimal": "minimalist", "simple": "minimalist", "elegant": "art deco",
    "rural": "rustic"}


def style_of(spec: Spec) -> Style | None:
    """The palette of the asked style, or of a describing word that names one."""
    said = [*([spec.style] if spec.style else []), *sorted(spec.features)]
    for word in said:
        name = word.lower().replace("-", " ").replace("_", " ")
        for cut in (name, name.removesuffix(" style"), name.removesuffix(" themed"),
            name.removesuffix(" styled")):
            found = STYLES.get(_ALIKE.get(cut, cut))
            if found:
                return found
    return None


_FINISHES = {"wood": Finish(material="wood", pattern="wood", color=OAK), "metal": Finish(material="metal",
        pattern="metal", color=(0.62, 0.63, 0.65), fill=0.12, roughness=0.35, metallic=0.8),
    "ceramic": Finish(material="ceramic", pattern="ceramic", color=WHITE, roughness=0.2),
    "glass": Finish(material="glass", pattern="plain", color=(0.70, 0.82, 0.80), fill=0.6, roughness=0.1),
    "plastic": Finish(material="plastic", pattern="plain", color=WHITE, fill=0.6, roughness=0.5),
    "fabric": Finish(material="fabric", pattern="fabric", color=(0.62, 0.62, 0.60), roughness=0.95),
    "leather": Finish(material="leather", pattern="leather", color=(0.52, 0.31, 0.18), roughness=0.5),
    "stone": Finish(material="stone", pattern="stone", color=(0.86, 0.85, 0.82), fill=0.6, roughness=0.4),
    "concrete": Finish(material="stone", pattern="concrete", color=(0.66, 0.65, 0.63), fill=0.6,
        roughness=0.9), "brick": Finish(material="stone", pattern="brick", color=(0.60, 0.32, 0.24),
        fill=0.7, roughness=0.9), "paper": Finish(material="paper", pattern="paper",
        color=(0.93, 0.90, 0.82)), "wicker": Finish(material="wicker", pattern="wicker",
        color=(0.70, 0.53, 0.33)), "rubber": Finish(material="rubber", pattern="plain",
        color=(0.80, 0.25, 0.15), fill=0.12), "leaf": Finish(material="leaf", pattern="leaf", color=GREEN,
        roughness=0.6), "foliage": Finish(material="leaf", pattern="foliage", color=GREEN, fill=0.02,
        roughness=0.9), "bark": Finish(material="wood", pattern="bark", color=(0.36, 0.28, 0.20),
        roughness=0.95), "fur": Finish(material="flesh", pattern="fur", color=(0.55, 0.38, 0.22),
        roughness=0.95), "flesh": Finish(material="flesh", pattern="plain", color=(0.85, 0.66, 0.54),
        roughness=0.7), "food": Finish(material="food", pattern="food", color=(0.82, 0.62, 0.36),
        roughness=0.8), "soil": Finish(material="soil", pattern="soil", color=(0.24, 0.17, 0.12),
        roughness=1.0), "water": Finish(material="water", pattern="water", color=(0.36, 0.58, 0.66),
        roughness=0.05), "wax": Finish(material="wax", pattern="plain", color=(0.95, 0.92, 0.84),
        roughness=0.5)}


def finish(spec: Spec, default: str, color: Color | None = None) -> Finish:
    """The asked material, or ``default`` in ``color``; an asked colour is paint and hides wood's grain.

    What a style says of a material comes before the builder's own colour, and after an asked one.
    """
    name = spec.material if spec.material in _FINISHES else default
    base, style = _FINISHES[name], style_of(spec)
    styled = getattr(style, name) if style and name in ("wood", "metal", "fabric") else None
    chosen = spec.color or styled or (color if name == default else None) or base.color
    painted = spec.color is not None and base.pattern in ("wood", "stone")
    return replace(base, color=chosen, pattern="plain" if painted else base.pattern)


def stuff(name: str, color: Color | None = None) -> Finish:
    """A finish whatever was asked: of the parts that a colour or material is not said of."""
    return replace(_FINISHES[name], color=color or _FINISHES[name].color)


def trim(spec: Spec, name: str = "metal", color: Color = STEEL) -> Finish:
    """Handles, feet and frames: the style's colour or ``color``."""
    return finish(Spec(style=spec.style, features=spec.features), name, color)


def shade(color: Color, factor: float) -> Color:
    """A colour made darker (below 1) or lighter."""
    r, g, b = (min(max(c * factor, 0.0), 1.0) for c in color)
    return (r, g, b)


def piece(
    solid: Solid, made: Finish, *, seed: int = 0, fill: float | None = None, glow: float = 0.0
) -> Piece:
    """A solid in a finish. Wood gets splats stretched along its grain."""
    look = Look(
        color=made.color,
        pattern=made.pattern,
        seed=seed,
        glow=glow,
        stretch=(1.05, 0.8) if made.pattern == "wood" else (1.0, 1.0),
        roughness=made.roughness,
        metallic=made.metallic,
    )
    return Piece(solid=solid, look=look, material=made.material, fill=made.fill if fill is None else fill)
