"""How surfaces look: procedural colour in the solid's own coordinates, no pictures needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.lift.text import prints
from spatialwm.lift.text.noise import factors, hashed, noise, value_noise
from spatialwm.lift.text.place_patterns import PLACE_PATTERNS

__all__ = ["Look", "Pattern", "albedo", "linear_from_srgb", "srgb_from_linear", "value_noise"]

Pattern = Literal[
    "plain", "wood", "plaster", "fabric", "ceramic", "metal", "leather", "paper", "leaf", "stone", "rug",
    "sky",
    "painting", "screen", "wicker", "soil", "shade",
    "abstract", "bark", "brick", "checker", "concrete", "cover", "foliage", "food", "fur", "glyphs", "grass",
    "keys", "map", "mirror", "page", "patches", "plaid", "poster", "stripes", "tile", "water",
    "boards", "bricks", "cobbles", "dunes", "firmament", "ground", "lawn", "pile", "snowfield", "tiles",
    "picture", "corners",
]  # fmt: skip
_PRINTED = frozenset(
    ["sky", "painting", "rug", "shade", "abstract", "cover", "glyphs", "keys", "map", "mirror", "page",
     "patches", "poster", "screen", "stripes", "checker", "plaid", "firmament"]
)  # fmt: skip
"""Patterns that are the thing's picture, which its mesh carries too."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """Colour and pattern of one piece."""

    color: tuple[float, float, float]
    """Mean colour (sRGB)."""
    pattern: Pattern = "plain"
    seed: int = 0
    """Shifts the pattern."""
    glow: float = 0.0
    """Light it sends out itself, times its colour."""
    stretch: tuple[float, float] = (1.0, 1.0)
    """Splat spacing along u and v, times the model's spacing; wood likes long ones."""
    contrast: float = 1.0
    """Of the pattern about its mean."""
    roughness: float = 0.8
    metallic: float = 0.0
    picture: UInt8[np.ndarray, "h w 3"] | None = None
    """sRGB, of the pattern ``picture``: the solid's own coordinates are then places on it, (0, 0) at the top
    left, repeated beyond 1, and ``color`` is a factor (linear). With ``corners`` they are linear colours."""


def linear_from_srgb(colors: np.ndarray) -> np.ndarray:
    """Linear light of sRGB values (IEC 61966-2-1)."""
    c = np.asarray(colors, float)
    return np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0) + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(light: np.ndarray) -> np.ndarray:
    """The sRGB values of linear light (IEC 61966-2-1)."""
    c = np.clip(light, 0, 1)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** (1 / 2.4) - 0.055)


def albedo(look: Look, points: Float[np.ndarray, "n 3"], *, detail: bool = True) -> Float[np.ndarray, "n 3"]:
    """Linear reflectance at ``points`` in the solid's own coordinates [m], x along the grain.

    Without ``detail`` only what vertices a hand apart can carry: the mean colour.
    """
    base = linear_from_srgb(np.array(look.color))
    if look.picture is not None:
        return np.clip(_looked_up(look.picture, points) * np.array(look.color), 0, 0.92)
    if look.pattern == "corners":
        return np.clip(points, 0, 0.92).astype(float)
    if not detail and look.pattern not in _PRINTED:
        return np.broadcast_to(base, points.shape).copy()
    shift = np.random.default_rng(look.seed).random(3) * 50
    factor = 1 + look.contrast * (_PATTERNS[look.pattern](points, shift, look.seed) - 1)
    return np.clip(base * factor, 0, 4 if look.pattern == "sky" else 0.92)


def _looked_up(picture: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Linear colours between the middles of a picture's texels, which repeats."""
    tall, wide = picture.shape[:2]
    at = (places[:, :2] % 1.0) * np.array([wide, tall]) - 0.5
    low = np.floor(at).astype(np.int64)
    part = (at - low)[:, :, None]
    x, y = [low[:, 0] % wide, (low[:, 0] + 1) % wide], [low[:, 1] % tall, (low[:, 1] + 1) % tall]
    values = _LINEAR_BYTES
    upper = values[picture[y[0], x[0]]] * (1 - part[:, 0]) + values[picture[y[0], x[1]]] * part[:, 0]
    lower = values[picture[y[1], x[0]]] * (1 - part[:, 0]) + values[picture[y[1], x[1]]] * part[:, 0]
    return upper * (1 - part[:, 1]) + lower * part[:, 1]


_LINEAR_BYTES = linear_from_srgb(np.arange(256) / 255)


def _plain(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return factors(np.ones(len(points)))


def _wood(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Year rings cut lengthwise: bands along x whose spacing wanders, fine fibres, a tone per board."""
    board = np.random.default_rng(seed + 1).normal(0, 0.07)
    wander = 0.6 * noise(points, shift, (1.3, 6, 6)) + 0.3 * noise(points, shift, (3.0, 14, 14), 3)
    across = np.abs(points[:, 1] + shift[1]) + np.abs(points[:, 2] + shift[2])
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (across * 24 + 1.6 * wander))
    fibre = noise(points, shift, (5, 110, 110), 7)
    tone = 1 + board + 0.13 * (rings**1.5 - 0.4) + 0.09 * fibre + 0.08 * wander
    hue = 1 + np.outer(rings - 0.5, np.array([0.0, 0.035, 0.09]))  # late wood is redder
    return tone[:, None] * hue


def _plaster(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return factors(1 + 0.018 * noise(points, shift, (2, 2, 2)) + 0.008 * noise(points, shift, (6, 6, 6)))


def _fabric(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A fine grain under a broad mottle."""
    grain = noise(points, shift, (160, 160, 160))
    return factors(1 + 0.10 * grain + 0.06 * noise(points, shift, (9, 9, 9), 2))


def _rug(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Woven stripes along x in three tones."""
    band = np.sin(points[:, 1] * 2 * np.pi / 0.16) + 0.6 * np.sin(points[:, 1] * 2 * np.pi / 0.52 + 1)
    stripe = np.where(np.abs(band) > 1.15, 0.72, 1.0)
    return factors(stripe * (1 + 0.12 * noise(points, shift, (60, 200, 200))))


def _ceramic(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    speckle = np.where(value_noise((points + shift) * 420, 5) > 0.86, 0.86, 1.0)
    return factors(speckle * (1 + 0.03 * noise(points, shift, (25, 60, 25))))


def _metal(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return factors(1 + 0.025 * noise(points, shift, (6, 300, 300)))


def _leather(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    crease = np.abs(noise(points, shift, (28, 28, 28)))
    return factors(0.93 + 0.14 * crease + 0.06 * noise(points, shift, (130, 130, 130), 3))


def _paper(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return factors(0.96 + 0.05 * noise(points, shift, (3, 900, 900)))


def _leaf(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    young = np.random.default_rng(seed).uniform(-1, 1)
    tone = 1 + 0.16 * young + 0.10 * noise(points, shift, (40, 90, 90))
    return tone[:, None] * np.array([1 + 0.22 * young, 1.0, 1 - 0.1 * young])


def _stone(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    warp = noise(points, shift, (4, 4, 4)) + 0.5 * noise(points, shift, (11, 11, 11), 2)
    vein = np.exp(-np.abs(np.sin(3 * (points.sum(axis=1) * 3 + 1.7 * warp))) * 9)
    return factors(1.03 - 0.35 * vein + 0.05 * noise(points, shift, (45, 45, 45), 3))


def _sky(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A bright overcast sky over blurred trees. y is the world's height."""
    height = points[:, 1]
    edge = 1.12 + 0.16 * noise(points, shift, (2.2, 0.01, 2.2)) + 0.07 * noise(points, shift, (7, 2, 7), 2)
    trees = np.clip((edge - height) / 0.16 + 0.5, 0, 1)[:, None]
    leaves = np.array([0.44, 0.60, 0.34]) * (0.8 + 0.3 * noise(points, shift, (9, 9, 9), 4))[:, None]
    return leaves * trees + np.array([1.0, 1.04, 1.10]) * (1 - trees)


def _mirror(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A soft slanting sheen: what a bright room looks like in a mirror, for a picture that cannot reflect."""
    slant = points[:, 0] - points[:, 1] if np.abs(points).max() < 0.51 else points[:, 0] - points[:, 2]
    return factors(0.88 + 0.16 * np.sin(slant * 7) + 0.12 * (np.abs(np.sin(slant * 4.2 + 1)) > 0.93))


def _concrete(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    pores = np.where(value_noise((points + shift) * 55, 5) > 0.86, 0.85, 1.0)
    return factors(
        pores * (1 + 0.06 * noise(points, shift, (3, 3, 3)) + 0.05 * noise(points, shift, (90, 90, 90), 2))
    )


def _upright(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates along and up a wall, whichever way it faces."""
    return points[:, 0] + points[:, 2], points[:, 1]


def _brick(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Bricks of 24 x 7 cm in stretcher bond, mortar joints of 1 cm. y is up."""
    along, up = _upright(points)
    row = np.floor(up / 0.08)
    cell = along / 0.25 + 0.5 * (row % 2)
    joint = (up / 0.08 - row < 0.13) | (cell - np.floor(cell) < 0.04)
    tone = hashed(np.stack([np.floor(cell), row, 0 * row], 1).astype(np.int64), seed)
    brick = np.outer(0.8 + 0.4 * tone, np.ones(3)) * (1 + 0.08 * noise(points, shift, (60, 60, 60)))[:, None]
    return np.where(joint[:, None], np.array([1.25, 1.9, 2.2]), brick)


def _tile(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Square tiles of 15 cm with grey joints."""
    near = np.abs((points + shift * 0) / 0.15 - np.round(points / 0.15))
    joint = np.sort(near, axis=1)[:, 1] < 0.03
    return factors(np.where(joint, 0.72, 1 + 0.02 * noise(points, shift, (8, 8, 8))))


def _foliage(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Clumps of leaves: bright tips over dark gaps, yellower where young."""
    clump, leaf = noise(points, shift, (5, 5, 5)), noise(points, shift, (28, 28, 28), 2)
    tone = 0.95 + 0.28 * clump + 0.42 * leaf
    return np.clip(tone, 0.25, 2)[:, None] * np.stack(
        [1 + 0.25 * leaf, 1 + 0.04 * leaf, 0.9 - 0.15 * leaf], 1
    )


def _grass(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    blade = noise(points, shift, (150, 150, 150)) + 0.6 * noise(points, shift, (6, 6, 6), 1)
    return (1 + 0.3 * blade)[:, None] * np.stack([1 + 0.15 * blade, 1 + 0 * blade, 1 - 0.1 * blade], 1)


def _bark(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    ridge = np.abs(noise(points, shift, (6, 34, 34))) + 0.4 * np.abs(noise(points, shift, (16, 90, 90), 1))
    return factors(0.68 + 0.85 * ridge)


def _fur(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    strand = noise(points, shift, (60, 220, 60)) + 0.5 * noise(points, shift, (14, 30, 14), 1)
    return factors(1 + 0.16 * strand)


def _food(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Baked, grown or ripe: soft mottling."""
    tone = 0.12 * noise(points, shift, (45, 45, 45)) + 0.08 * noise(points, shift, (160, 160, 160), 1)
    return (1 + tone)[:, None] * np.stack([1 + 0 * tone, 1 + 0.6 * tone, 1 + 0.9 * tone], 1)


def _water(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    wave = noise(points, shift, (9, 9, 9)) + 0.5 * noise(points, shift, (25, 25, 25), 1)
    return factors(1 + 0.16 * wave + 0.5 * (wave > 0.95))


def _patches(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A coat of patches with pale lines between them for even seeds (a giraffe), else spots (a cow)."""
    if seed % 2:
        spot = value_noise(points * 4.2 + shift, seed) > 0.56
        return np.where(spot[:, None], np.array([0.12, 0.10, 0.09]), 1.0)
    cell = points * 5.0 + shift
    sites = np.floor(cell)[:, None] + _OFFSETS
    jitter = np.stack([hashed(sites.reshape(-1, 3).astype(np.int64), k) for k in (1, 2, 3)], 1).reshape(
        sites.shape
    )
    away = np.sort(np.linalg.norm(cell[:, None] - sites - jitter, axis=2), axis=1)
    line = away[:, 1] - away[:, 0] < 0.16
    return np.where(line[:, None], np.array([1.7, 1.9, 2.2]), 1.0)


_OFFSETS = np.array([(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)], float)


def _stripes(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Dark bands across z that wander: a zebra's coat, a striped cloth."""
    wander = noise(points, shift, (5, 5, 5))
    return factors(np.where(np.sin(points[:, 2] * 62 + 2.2 * wander + points[:, 1] * 12) > 0.05, 0.1, 1.0))


def _checker(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Eight by eight fields over a panel."""
    fields = np.floor((points[:, 0] + 0.5) * 8) + np.floor((points[:, 1] + 0.5) * 8)
    return factors(np.where(fields % 2 == 0, 0.28, 1.0))


def _plaid(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Woven checks of 12 cm."""
    u, v = points[:, 0], points[:, 1] if np.ptp(points[:, 1]) > np.ptp(points[:, 2]) else points[:, 2]
    band = (np.sin(u * 2 * np.pi / 0.12) > 0.2) * 1.0 + (np.sin(v * 2 * np.pi / 0.12) > 0.2) * 1.0
    thread = 1 + 0.06 * noise(points, shift, (220, 220, 220))
    return (np.array([1.12, 0.82, 0.5])[band.astype(int)] * thread)[:, None] * np.ones(3)


def _wicker(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    weave = np.sign(np.sin(points[:, 0] * 210) * np.sin((points[:, 1] + points[:, 2]) * 210))
    return factors(1 + 0.16 * weave + 0.1 * noise(points, shift, (40, 40, 40)))


def _shade(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A lit lamp shade: brightest at the bulb's height, with a seam at both rims. y is upright."""
    height = points[:, 1]
    t = (height - height.min()) / max(float(np.ptp(height)), 1e-9)
    bulb = 0.72 + 0.50 * np.exp(-(((t - 0.42) / 0.34) ** 2))
    seam = np.where((t < 0.025) | (t > 0.975), 0.75, 1.0)
    return factors(bulb * seam * (1 + 0.05 * noise(points, shift, (220, 60, 220))))


def _soil(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return factors(1 + 0.4 * noise(points, shift, (130, 130, 130)))


_PATTERNS: dict[str, Callable[[np.ndarray, np.ndarray, int], np.ndarray]] = {
    "plain": _plain, "wood": _wood, "plaster": _plaster, "fabric": _fabric, "ceramic": _ceramic,
    "metal": _metal,
    "leather": _leather, "paper": _paper, "leaf": _leaf, "stone": _stone, "rug": _rug, "sky": _sky,
    "painting": prints.painting, "screen": prints.screen, "wicker": _wicker, "soil": _soil, "shade": _shade,
    "abstract": prints.abstract, "bark": _bark, "brick": _brick, "checker": _checker, "concrete": _concrete,
    "cover": prints.cover, "foliage": _foliage, "food": _food, "fur": _fur, "glyphs": prints.glyphs,
    "grass": _grass,
    "keys": prints.keys, "map": prints.map_, "mirror": _mirror, "page": prints.page, "patches": _patches,
    "plaid": _plaid, "poster": prints.poster,
    "stripes": _stripes, "tile": _tile, "water": _water, **PLACE_PATTERNS,
}  # fmt: skip
