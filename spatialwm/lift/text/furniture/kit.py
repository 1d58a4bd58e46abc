"""What all builders share: finishes and colours."""

from dataclasses import dataclass

from spatialwm.lift.text.model import Piece, Spec
from spatialwm.lift.text.solids import Solid
from spatialwm.lift.text.surfaces import Look, Pattern

__all__ = ["BLACK", "BRASS", "LINEN", "OAK", "WALNUT", "WHITE", "Color", "Finish", "finish", "piece"]

Color = tuple[float, float, float]

OAK: Color = (0.76, 0.60, 0.42)
WALNUT: Color = (0.53, 0.36, 0.24)
LINEN: Color = (0.90, 0.86, 0.78)
WHITE: Color = (0.93, 0.92, 0.90)
BLACK: Color = (0.15, 0.15, 0.16)
BRASS: Color = (0.72, 0.56, 0.30)


@dataclass(frozen=True, kw_only=True)
class Finish:
    """A material with its look."""

    material: str
    pattern: Pattern
    color: Color
    fill: float = 1.0
    roughness: float = 0.8
    metallic: float = 0.0


_FINISHES = {
    "wood": Finish(material="wood", pattern="wood", color=OAK),
    "metal": Finish(
        material="metal", pattern="metal", color=(0.62, 0.63, 0.65), fill=0.12, roughness=0.35, metallic=0.8
    ),
    "ceramic": Finish(material="ceramic", pattern="ceramic", color=WHITE, roughness=0.2),
    "glass": Finish(material="glass", pattern="plain", color=(0.70, 0.82, 0.80), fill=0.6, roughness=0.1),
    "plastic": Finish(material="plastic", pattern="plain", color=WHITE, fill=0.6, roughness=0.5),
    "fabric": Finish(material="fabric", pattern="fabric", color=(0.62, 0.62, 0.60), roughness=0.95),
    "leather": Finish(material="leather", pattern="leather", color=(0.52, 0.31, 0.18), roughness=0.5),
    "stone": Finish(material="stone", pattern="stone", color=(0.86, 0.85, 0.82), fill=0.6, roughness=0.4),
    "paper": Finish(material="paper", pattern="paper", color=(0.93, 0.90, 0.82)),
    "wicker": Finish(material="wicker", pattern="wicker", color=(0.70, 0.53, 0.33)),
    "rubber": Finish(material="rubber", pattern="plain", color=(0.80, 0.25, 0.15), fill=0.12),
}


def finish(spec: Spec, default: str, color: Color | None = None) -> Finish:
    """The asked material, or ``default`` in ``color``; an asked colour is paint and hides wood's grain."""
    name = spec.material or default
    base = _FINISHES[name]
    chosen = spec.color or (color if name == default else None) or base.color
    painted = spec.color is not None and base.pattern in ("wood", "stone")
    return Finish(
        material=base.material,
        pattern="plain" if painted else base.pattern,
        color=chosen,
        fill=base.fill,
        roughness=base.roughness,
        metallic=base.metallic,
    )


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
