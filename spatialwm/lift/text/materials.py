"""What things are made of: density, friction and bounce."""

from dataclasses import dataclass

__all__ = ["MATERIALS", "Material"]


@dataclass(frozen=True, kw_only=True)
class Material:
    """Numbers physics needs of a material."""

    density: float
    """[kg/m^3]"""
    friction: float
    """Coulomb coefficient on a wooden floor."""
    restitution: float
    """Bounce on a wooden floor, 0 to 1."""


# Densities: Engineering ToolBox, "Solids - Densities" and "Wood Species - Densities" (middle of each range).
# Friction: Engineering ToolBox, "Friction Coefficients" (wood on wood 0.25-0.5, leather on wood 0.4-0.5,
# metal on wood 0.2-0.6, glass on wood about 0.3). Restitution: ASM "coefficient of restitution" tables give
# 0.5-0.7 for hard small bodies on steel; halved here because a wooden floor takes up energy.
MATERIALS = {
    "wood": Material(density=680.0, friction=0.45, restitution=0.20),  # beech and oak, 12 % moisture
    "metal": Material(density=7850.0, friction=0.40, restitution=0.25),  # mild steel
    "ceramic": Material(density=2400.0, friction=0.35, restitution=0.25),  # glazed stoneware
    "glass": Material(density=2500.0, friction=0.30, restitution=0.30),  # soda-lime
    "plastic": Material(density=950.0, friction=0.35, restitution=0.35),  # polypropylene
    "fabric": Material(density=45.0, friction=0.60, restitution=0.05),  # upholstery foam with its cover
    "leather": Material(density=60.0, friction=0.50, restitution=0.05),  # the same foam in a heavier cover
    "paper": Material(density=800.0, friction=0.40, restitution=0.05),  # book block
    "stone": Material(density=2650.0, friction=0.50, restitution=0.20),  # granite and marble
    "rubber": Material(density=1100.0, friction=0.80, restitution=0.75),  # a ball's skin
    "wicker": Material(density=350.0, friction=0.50, restitution=0.10),  # woven willow with its gaps
    "soil": Material(density=900.0, friction=0.60, restitution=0.05),  # potting soil, moist
    "leaf": Material(density=700.0, friction=0.40, restitution=0.05),  # fresh leaves
    "flesh": Material(density=1000.0, friction=0.60, restitution=0.05),  # bodies float, just about
    "food": Material(density=700.0, friction=0.50, restitution=0.05),  # between bread (300) and fruit (900)
    "water": Material(density=1000.0, friction=0.10, restitution=0.00),
    "wax": Material(density=900.0, friction=0.40, restitution=0.10),  # paraffin
    "plaster": Material(density=1200.0, friction=0.60, restitution=0.10),
}
