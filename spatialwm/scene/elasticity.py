"""What soft (and hard) things are made of: elastic constants in SI units, with their sources.

Typical values; every one of these materials varies by a factor of two and more.
"""

from dataclasses import dataclass

import numpy as np

from spatialwm.errors import InputError
from spatialwm.scene.body import Body, Box

__all__ = ["ELASTIC_MATERIALS", "Elastic", "soft_body"]


@dataclass(frozen=True, kw_only=True)
class Elastic:
    """An isotropic elastic material."""

    density: float
    """[kg/m^3]"""
    young: float
    """Young's modulus [Pa]."""
    poisson: float
    damping: float
    """Kelvin-Voigt time: stress per strain rate over stress per strain [s]; chosen so that a block of 0.3 m
    comes to rest as the real thing does, steel and wood at once, foam within half a second."""
    source: str


ELASTIC_MATERIALS = {
    "steel": Elastic(
        density=7850.0,
        young=2.0e11,
        poisson=0.29,
        damping=1e-3,
        source="Callister and Rethwisch, Materials Science and Engineering, appendix B: plain carbon steel",
    ),
    "wood": Elastic(
        density=680.0,
        young=1.2e10,
        poisson=0.37,
        damping=2e-3,
        source="USDA Wood Handbook FPL-GTR-282, chapter 5: white oak along the grain, taken as isotropic",
    ),
    "rubber": Elastic(
        density=1000.0,
        young=2.0e6,
        poisson=0.49,
        damping=5e-3,
        source="Gent, Engineering with Rubber, chapter 3: soft vulcanised natural rubber; its Poisson ratio "
        "0.4999 is taken as 0.49",
    ),
    "silicone": Elastic(
        density=1070.0,
        young=6.9e4,
        poisson=0.45,
        damping=2e-2,
        source="Smooth-On data sheet of Ecoflex 00-30: 100 % modulus and specific gravity; nearly "
        "incompressible, taken as 0.45",
    ),
    "foam": Elastic(
        density=30.0,
        young=5.0e4,
        poisson=0.33,
        damping=2e-2,
        source="Gibson and Ashby, Cellular Solids, chapter 5: flexible open-cell polyurethane, "
        "Poisson ratio 1/3",
    ),
    "cushion": Elastic(
        density=25.0,
        young=1.5e4,
        poisson=0.2,
        damping=5e-2,
        source="ISO 2439 indentation of seating foam, about 150 N on 0.0323 m^2 at 25 % and the plateau's "
        "slope at the start; Poisson ratio between foam and loose fill",
    ),
}
"""Name -> material."""


def soft_body(
    material: str,
    size: tuple[float, float, float],
    *,
    cells: tuple[int, int, int] = (1, 1, 1),
    friction: float = 0.6,
) -> Body:
    """A soft block about its object's origin.

    Args:
        material: A name in ``ELASTIC_MATERIALS``.
        size: Edge lengths [m].
        cells: Of its cage; more of them let a dent stay local.
        friction: Coulomb coefficient.

    Raises:
        InputError: An unknown material, or a size that is not above 0.
    """
    if material not in ELASTIC_MATERIALS:
        raise InputError(f"There is no material '{material:.40}'; known: {', '.join(ELASTIC_MATERIALS)}.")
    about = ELASTIC_MATERIALS[material]
    return Body(
        kind="soft",
        colliders=(Box(size=np.array(size)),),
        mass=about.density * float(np.prod(size)),
        friction=friction,
        stiffness=about.young,
        poisson=about.poisson,
        damping=about.damping,
        cells=cells,
    )
