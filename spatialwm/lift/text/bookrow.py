"""A row of upright books, as one thing: what fills the shelves of rooms that are lived in."""

import numpy as np

from spatialwm.lift.text.furniture.kit import Color, stuff
from spatialwm.lift.text.furniture.parts import Part, block, built, group, moved, slab
from spatialwm.lift.text.model import Model, box
from spatialwm.lift.text.solids import turn

__all__ = ["row_of_books"]

_CLOTHS: tuple[Color, ...] = (
    (0.46, 0.16, 0.14), (0.16, 0.26, 0.38), (0.20, 0.34, 0.26), (0.72, 0.60, 0.38), (0.86, 0.82, 0.72),
    (0.33, 0.22, 0.30), (0.62, 0.36, 0.20), (0.24, 0.25, 0.27), (0.40, 0.52, 0.55),
)  # fmt: skip
"""Covers of cloth and paper (sRGB)."""
_OCTAVO = (0.15, 0.185, 0.245)
"""Depth, least and greatest height of a common hardback [m] (octavo to royal)."""


def row_of_books(seed: int) -> Model:
    """Three to seven books side by side, spines to the front, the last one sometimes leaning."""
    rng = np.random.default_rng([seed, 17])
    count = int(rng.integers(3, 8))
    thick = rng.uniform(0.018, 0.042, count)
    tall = rng.uniform(_OCTAVO[1], _OCTAVO[2], count)
    deep = _OCTAVO[0] * rng.uniform(0.9, 1.1, count)
    parts: list[Part] = []
    x = -float(thick.sum()) / 2
    for k in range(count):
        one = _book(float(thick[k]), float(tall[k]), float(deep[k]), _CLOTHS[int(rng.integers(len(_CLOTHS)))])
        x += float(thick[k]) / 2
        lean = 0.09 if k == count - 1 and count > 3 and rng.random() < 0.5 else 0.0
        drop = float(np.sin(lean) * thick[k] / 2)
        parts.append(moved(one, x, drop, 0, by=turn(z=lean)))
        x += float(thick[k]) / 2 + 0.001
    wide, low, depth = float(thick.sum()), float(tall.min()), float(deep.max())
    whole = Part((), (box(wide, low, depth, y=low / 2),))
    return built(stuff("paper"), *(Part(p.pieces) for p in parts), whole, mass=0.45 * count)


def _book(thick: float, tall: float, deep: float, cloth: Color) -> Part:
    cover = stuff("fabric", cloth)
    band = stuff("plastic", (0.80, 0.68, 0.40))
    return group(
        block(stuff("paper"), thick - 0.006, tall - 0.008, deep - 0.008, 0, 0.004, -0.002, bevel=0.001),
        slab(cover, 0.003, tall, deep, -thick / 2 + 0.0015, bevel=0.001),
        slab(cover, 0.003, tall, deep, thick / 2 - 0.0015, bevel=0.001),
        slab(cover, thick, tall, 0.004, 0, 0, deep / 2 - 0.002, bevel=0.0015),
        slab(band, thick * 0.9, 0.012, 0.001, 0, tall * 0.72, deep / 2 + 0.0004, bevel=0.0),
    )
