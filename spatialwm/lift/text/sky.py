"""The sky as colour by direction: gradient, sun, clouds, stars, and what stands on the horizon."""

from typing import Literal

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.daylight import Daylight
from spatialwm.lift.text.noise import hashed, value_noise

__all__ = ["Skyline", "sea_sheen", "sky_colors", "skyline_of"]

Skyline = Literal["hills", "sea", "town", "trees"]

_SKYLINES: dict[str, Skyline] = {
    "beach": "sea", "harbour": "sea", "harbor": "sea", "pier": "sea", "dock": "sea", "quay": "sea",
    "shore": "sea",
    "seaside": "sea", "coast": "sea", "promenade": "sea", "lake": "sea", "lakeside": "sea", "street": "town",
    "square": "town", "plaza": "town", "market": "town", "marketplace": "town", "road": "town",
    "alley": "town",
    "rooftop": "town", "city": "town", "town": "town", "sidewalk": "town", "lot": "town", "balcony": "town",
    "garden": "trees", "park": "trees", "forest": "trees", "woods": "trees", "backyard": "trees",
    "yard": "trees",
    "playground": "trees", "patio": "trees", "terrace": "trees", "courtyard": "town", "campsite": "trees",
    "orchard": "trees", "clearing": "trees", "jungle": "trees", "camp": "trees", "lawn": "trees",
}  # fmt: skip


def skyline_of(name: str) -> Skyline:
    """What is far away at a place of that name; hills where nothing is known."""
    words = name.lower().replace("-", " ").split()
    for word in reversed(words):
        if word in _SKYLINES:
            return _SKYLINES[word]
    return "hills"


def sky_colors(
    day: Daylight, ways: Float[np.ndarray, "n 3"], *, skyline: Skyline, seed: int, sunny: bool = True
) -> Float[np.ndarray, "n 3"]:
    """Linear colour of the sky in unit directions ``ways``; below the horizon that of far land or sea.

    Args:
        day: Time and weather.
        ways: In the world.
        skyline: What stands on the horizon.
        seed: Of clouds and hills.
        sunny: Show the sun itself; a window shows a part of the sky without it.
    """
    up = ways[:, 1]
    colors = _air(day, ways, sunny)
    colors = _clouded(day, ways, colors, seed)
    if day.stars:
        cell = np.floor(ways * 70).astype(np.int64)
        shine = hashed(cell, seed + 5)
        bright = np.clip((shine - 0.9945) / 0.0055, 0, 1)[:, None] * np.clip(4 * up, 0, 1)[:, None]
        colors = colors + 0.8 * bright
    return _skyline(day, ways, colors, skyline, seed)


def _air(day: Daylight, ways: np.ndarray, sunny: bool) -> np.ndarray:
    """From the horizon to the zenith, brighter about the sun."""
    share = np.clip(ways[:, 1:2], 0, 1) ** 0.55
    colors = day.horizon * (1 - share) + day.zenith * share
    near = np.clip(ways @ day.to_sun, 0, 1)[:, None]
    colors = colors + day.glow * (0.55 * near**4 + 0.9 * near**48)
    if sunny and (day.sun.any() or day.stars):
        width = 0.9990 if not day.stars else 0.9992
        disc = np.clip((near - width) / 0.0006, 0, 1)
        colors = colors + disc * (
            1.2 * np.maximum(day.glow, 0.4) if not day.stars else np.array([0.75, 0.8, 0.85])
        )
    return colors


def _clouded(day: Daylight, ways: np.ndarray, colors: np.ndarray, seed: int) -> np.ndarray:
    if day.clouds <= 0:
        return colors
    plane = ways[:, [0, 2]] / (np.maximum(ways[:, 1:2], 0) + 0.16)  # a flat layer, seen from below
    at = np.concatenate([1.3 * plane, np.full((len(ways), 1), 0.37)], axis=1) + 13.7
    puff = (
        value_noise(at, seed) + 0.5 * value_noise(2.1 * at, seed + 1) + 0.25 * value_noise(4.3 * at, seed + 2)
    )
    puff /= 1.75
    cover = np.clip((puff - (0.72 - 0.55 * day.clouds)) / 0.22, 0, 1)
    cover = (cover * cover * (3 - 2 * cover) * np.clip(ways[:, 1] / 0.10, 0, 1))[:, None]
    near = np.clip(ways @ day.to_sun, 0, 1)[:, None]
    body = 1.12 * day.horizon + 0.5 * day.zenith + 0.28 * day.sun * day.sun.any() + day.glow * near**3
    body = np.minimum(body, 1.2) if day.sun.any() else body
    shade = 1 - 0.38 * np.clip((puff[:, None] - 0.45) * 2.2, 0, 1)  # thick clouds are dark below
    return colors * (1 - 0.85 * cover) + 0.85 * cover * body * shade


def _skyline(day: Daylight, ways: np.ndarray, colors: np.ndarray, skyline: Skyline, seed: int) -> np.ndarray:
    """Silhouettes, paler the farther they are; the haze is the horizon's colour."""
    turn = np.arctan2(ways[:, 0], -ways[:, 2])
    around = np.stack([np.sin(turn), np.cos(turn), np.zeros_like(turn)], axis=1) + 3.0
    rise = ways[:, 1]
    light = 0.55 * day.ambient + 0.25 * day.sun
    hills = _ridge(around, 2.4, seed) * 0.10 + _ridge(around, 7.0, seed + 1) * 0.03
    if skyline == "sea":
        return _sea(day, ways, colors, around, seed)
    out = _behind(colors, rise, 0.35 * hills + 0.035, 0.16 * light * _TREES * 1.2, 0.72, day)
    if skyline == "town":
        block = np.floor(turn * 11 + 40).astype(np.int64)
        tall = 0.07 + 0.12 * hashed(np.stack([block, block * 0, block * 0], 1), seed + 3)
        tone = 0.5 + 0.6 * hashed(np.stack([block, block * 0, block * 0], 1), seed + 4)[:, None]
        wall = light * np.array([0.42, 0.36, 0.31]) * tone
        if day.dark:
            column, row = np.floor(turn * 66).astype(np.int64), np.floor(rise * 40).astype(np.int64)
            lit = hashed(np.stack([column, row, block], 1), seed + 6) > 0.72
            wall = wall + (lit & (rise < 0.9 * tall))[:, None] * np.array([0.75, 0.48, 0.20])
        return _behind(out, rise, tall, wall, 0.30, day)
    if skyline == "trees":
        crown = 0.075 + 0.10 * _ridge(around, 9.0, seed + 2) + 0.03 * _ridge(around, 40.0, seed + 3)
        leaf = value_noise(np.stack([turn * 34, rise * 34, 0 * turn], 1), seed) * 0.7 + 0.6
        return _behind(out, rise, crown, 0.30 * light * _TREES * leaf[:, None], 0.22, day)
    return _behind(out, rise, 0.28 * hills + 0.012, 0.24 * light * _TREES, 0.45, day)


_TREES = np.array([0.42, 0.56, 0.26])


def _behind(
    colors: np.ndarray, rise: np.ndarray, tall: np.ndarray, color: np.ndarray, haze: float, day: Daylight
) -> np.ndarray:
    """Colours with a silhouette before them."""
    haze = float(np.clip(haze + 12 * day.haze, 0, 0.97))
    shown = np.clip((tall - rise) / 0.006 + 0.5, 0, 1)[:, None]
    return colors * (1 - shown) + shown * (color * (1 - haze) + day.horizon * haze)


def sea_sheen(day: Daylight) -> Float[np.ndarray, "3"]:
    """What far water mirrors."""
    return 0.50 * day.horizon + 0.42 * day.zenith


def _sea(day: Daylight, ways: np.ndarray, colors: np.ndarray, around: np.ndarray, seed: int) -> np.ndarray:
    """Water to the horizon, which mirrors the sky, with a headland far away."""
    hills = 0.05 * np.clip(_ridge(around, 2.0, seed) - 0.45, 0, 1)
    light = 0.55 * day.ambient + 0.25 * day.sun
    colors = _behind(colors, ways[:, 1], hills, 0.2 * light * _TREES, 0.66, day)
    water = sea_sheen(day)
    sea = np.clip((0.002 - ways[:, 1]) / 0.004, 0, 1)[:, None]
    return colors * (1 - sea) + water * sea


def _ridge(around: np.ndarray, fineness: float, seed: int) -> np.ndarray:
    return value_noise(around * fineness, seed)
