"""How surfaces look: procedural colour in the solid's own coordinates, no pictures needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

__all__ = ["Look", "Pattern", "albedo", "linear_from_srgb", "srgb_from_linear", "value_noise"]

Pattern = Literal[
    "plain", "wood", "plaster", "fabric", "ceramic", "metal", "leather", "paper", "leaf", "stone", "rug",
    "sky",
    "painting", "screen", "wicker", "soil", "shade",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
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
    if not detail and look.pattern not in ("sky", "painting", "rug", "shade"):
        return np.broadcast_to(base, points.shape).copy()
    shift = np.random.default_rng(look.seed).random(3) * 50
    factor = 1 + look.contrast * (_PATTERNS[look.pattern](points, shift, look.seed) - 1)
    return np.clip(base * factor, 0, 4 if look.pattern == "sky" else 0.92)


def value_noise(points: Float[np.ndarray, "n 3"], seed: int = 0) -> Float[np.ndarray, " n"]:
    """Smooth noise in 0..1 with features of size 1: random values on a lattice, blended (Perlin 1985)."""
    cell = np.floor(points)
    f = points - cell
    f = f * f * (3 - 2 * f)
    corner = cell.astype(np.int64)
    total = np.zeros(len(points))
    for x in (0, 1):
        for y in (0, 1):
            for z in (0, 1):
                weight = (
                    (f[:, 0] if x else 1 - f[:, 0])
                    * (f[:, 1] if y else 1 - f[:, 1])
                    * (f[:, 2] if z else 1 - f[:, 2])
                )
                total += weight * _hash(corner + np.array([x, y, z]), seed)
    return total


def _hash(lattice: np.ndarray, seed: int) -> np.ndarray:
    """Random values in 0..1 for integer points (multiply-xor mixing as in MurmurHash3)."""
    a = lattice.astype(np.uint32)
    h = a[:, 0] * np.uint32(0x9E3779B1) ^ a[:, 1] * np.uint32(0x85EBCA77) ^ a[:, 2] * np.uint32(0xC2B2AE3D)
    h ^= np.uint32((seed * 0x27D4EB2F) & 0xFFFFFFFF)
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    h *= np.uint32(0x297A2D39)
    h ^= h >> np.uint32(15)
    return h.astype(np.float64) / 2**32


def _noise(
    points: np.ndarray,
    shift: np.ndarray,
    per_metre: tuple[float | int, float | int, float | int],
    seed: int = 0,
) -> np.ndarray:
    """Noise about 0, within -1..1, with features of 1 / ``per_metre``."""
    return 2 * value_noise((points + shift) * np.array(per_metre), seed) - 1


def _factors(value: np.ndarray) -> np.ndarray:
    return value[:, None]


def _plain(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(np.ones(len(points)))


def _wood(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Year rings cut lengthwise: bands along x whose spacing wanders, fine fibres, a tone per board."""
    board = np.random.default_rng(seed + 1).normal(0, 0.07)
    wander = 0.6 * _noise(points, shift, (1.3, 6, 6)) + 0.3 * _noise(points, shift, (3.0, 14, 14), 3)
    across = np.abs(points[:, 1] + shift[1]) + np.abs(points[:, 2] + shift[2])
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (across * 24 + 1.6 * wander))
    fibre = _noise(points, shift, (5, 110, 110), 7)
    tone = 1 + board + 0.13 * (rings**1.5 - 0.4) + 0.09 * fibre + 0.08 * wander
    hue = 1 + np.outer(rings - 0.5, np.array([0.0, 0.035, 0.09]))  # late wood is redder
    return tone[:, None] * hue


def _plaster(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(1 + 0.018 * _noise(points, shift, (2, 2, 2)) + 0.008 * _noise(points, shift, (6, 6, 6)))


def _fabric(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A fine grain under a broad mottle."""
    grain = _noise(points, shift, (160, 160, 160))
    return _factors(1 + 0.10 * grain + 0.06 * _noise(points, shift, (9, 9, 9), 2))


def _rug(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Woven stripes along x in three tones."""
    band = np.sin(points[:, 1] * 2 * np.pi / 0.16) + 0.6 * np.sin(points[:, 1] * 2 * np.pi / 0.52 + 1)
    stripe = np.where(np.abs(band) > 1.15, 0.72, 1.0)
    return _factors(stripe * (1 + 0.12 * _noise(points, shift, (60, 200, 200))))


def _ceramic(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    speckle = np.where(value_noise((points + shift) * 420, 5) > 0.86, 0.86, 1.0)
    return _factors(speckle * (1 + 0.03 * _noise(points, shift, (25, 60, 25))))


def _metal(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(1 + 0.06 * _noise(points, shift, (6, 300, 300)))


def _leather(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    crease = np.abs(_noise(points, shift, (28, 28, 28)))
    return _factors(0.93 + 0.14 * crease + 0.06 * _noise(points, shift, (130, 130, 130), 3))


def _paper(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(0.96 + 0.05 * _noise(points, shift, (3, 900, 900)))


def _leaf(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    young = np.random.default_rng(seed).uniform(-1, 1)
    tone = 1 + 0.16 * young + 0.10 * _noise(points, shift, (40, 90, 90))
    return tone[:, None] * np.array([1 + 0.22 * young, 1.0, 1 - 0.1 * young])


def _stone(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    warp = _noise(points, shift, (4, 4, 4)) + 0.5 * _noise(points, shift, (11, 11, 11), 2)
    vein = np.exp(-np.abs(np.sin(3 * (points.sum(axis=1) * 3 + 1.7 * warp))) * 9)
    return _factors(1.03 - 0.35 * vein + 0.05 * _noise(points, shift, (45, 45, 45), 3))


def _sky(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A bright overcast sky over blurred trees. y is the world's height."""
    height = points[:, 1]
    edge = 1.12 + 0.16 * _noise(points, shift, (2.2, 0.01, 2.2)) + 0.07 * _noise(points, shift, (7, 2, 7), 2)
    trees = np.clip((edge - height) / 0.16 + 0.5, 0, 1)[:, None]
    leaves = np.array([0.44, 0.60, 0.34]) * (0.8 + 0.3 * _noise(points, shift, (9, 9, 9), 4))[:, None]
    return leaves * trees + np.array([1.0, 1.04, 1.10]) * (1 - trees)


def _painting(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Hills under a sky in soft bands, in tones around the picture's colour."""
    tones = np.array([[1.35, 1.25, 1.1], [1.1, 0.92, 0.78], [0.72, 0.74, 0.7], [0.40, 0.47, 0.52]])
    height = (
        points[:, 1] + 0.05 * _noise(points, shift, (5, 0.01, 5)) + 0.01 * _noise(points, shift, (30, 1, 30))
    )
    index = np.clip(np.floor((0.16 - height) / 0.10), 0, 3).astype(int)
    return tones[index] * (1 + 0.06 * _noise(points, shift, (60, 60, 60), 3))[:, None]


def _screen(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(np.ones(len(points)))


def _wicker(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    weave = np.sign(np.sin(points[:, 0] * 210) * np.sin((points[:, 1] + points[:, 2]) * 210))
    return _factors(1 + 0.16 * weave + 0.1 * _noise(points, shift, (40, 40, 40)))


def _shade(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A lit lamp shade: brightest at the bulb's height, with a seam at both rims. y is upright."""
    height = points[:, 1]
    t = (height - height.min()) / max(float(np.ptp(height)), 1e-9)
    bulb = 0.72 + 0.50 * np.exp(-(((t - 0.42) / 0.34) ** 2))
    seam = np.where((t < 0.025) | (t > 0.975), 0.75, 1.0)
    return _factors(bulb * seam * (1 + 0.05 * _noise(points, shift, (220, 60, 220))))


def _soil(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return _factors(1 + 0.4 * _noise(points, shift, (130, 130, 130)))


_PATTERNS: dict[Pattern, Callable[[np.ndarray, np.ndarray, int], np.ndarray]] = {
    "plain": _plain, "wood": _wood, "plaster": _plaster, "fabric": _fabric, "ceramic": _ceramic,
    "metal": _metal,
    "leather": _leather, "paper": _paper, "leaf": _leaf, "stone": _stone, "rug": _rug, "sky": _sky,
    "painting": _painting, "screen": _screen, "wicker": _wicker, "soil": _soil, "shade": _shade,
}  # fmt: skip
