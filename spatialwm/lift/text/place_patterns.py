"""How floors, walls and grounds look: units laid in rows, and what grows or lies about."""

from collections.abc import Callable

import numpy as np

from spatialwm.lift.text.noise import hashed, noise, value_noise

__all__ = ["PLACE_PATTERNS"]


def _unit_of(points: np.ndarray) -> np.ndarray:
    """Random 0..1 for each unit; units are 10 apart along z (see ``masonry``)."""
    unit = np.round(points[:, 2] / 10).astype(np.int64)
    return hashed(np.stack([unit, 0 * unit, 0 * unit], axis=1), 9)


def _boards(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Boards, each cut from its own part of a tree."""
    wander = 0.6 * noise(points, shift, (1.3, 6, 6)) + 0.3 * noise(points, shift, (3.0, 14, 14), 3)
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (np.abs(points[:, 1] + 0.3) * 22 + 1.6 * wander))
    tone = 0.80 + 0.34 * _unit_of(points) + 0.07 * (rings**1.5 - 0.4) + 0.05 * wander
    hue = 1 + np.outer(rings - 0.5, np.array([0.0, 0.02, 0.05]))
    return tone[:, None] * hue


def _bricks(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Fired clay, no two alike."""
    share = _unit_of(points)
    tone = 0.66 + 0.62 * share + 0.10 * noise(points, shift, (22, 22, 1))
    cool = np.abs(share - 0.5)[:, None] * np.array([-0.10, 0.06, 0.12])
    return tone[:, None] * (1 + cool)


def _tiles(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    return (0.965 + 0.07 * _unit_of(points) + 0.02 * noise(points, shift, (6, 6, 1)))[:, None]


def _cobbles(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    share = _unit_of(points)
    tone = 0.72 + 0.55 * share + 0.10 * noise(points, shift, (18, 18, 1))
    return tone[:, None] * (1 + (share[:, None] - 0.5) * np.array([0.10, 0.0, -0.10]))


def _ground(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Earth, asphalt, concrete: broad patches under fine grit."""
    broad = noise(points, shift, (0.5, 0.5, 0.5)) + 0.5 * noise(points, shift, (1.7, 1.7, 1.7), 1)
    grit = noise(points, shift, (34, 34, 34), 2)
    return (1 + 0.10 * broad + 0.10 * grit)[:, None]


def _lawn(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Mown grass: mottled, yellower where dry."""
    broad = noise(points, shift, (0.45, 0.45, 0.45)) + 0.6 * noise(points, shift, (1.9, 1.9, 1.9), 1)
    fine = noise(points, shift, (21, 21, 21), 2)
    tone = 1 + 0.16 * broad + 0.22 * fine
    return tone[:, None] * (1 + broad[:, None] * np.array([0.10, 0.0, -0.06]))


def _dunes(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Sand with wind ripples that wander."""
    bend = noise(points, shift, (0.8, 0.8, 0.8))
    ripple = np.sin(2 * np.pi * (points[:, 2] * 5.5 + 0.9 * bend + 0.5 * points[:, 0]))
    tone = 1 + 0.035 * ripple * (0.5 + bend) + 0.05 * noise(points, shift, (0.6, 0.6, 0.6), 3)
    return (tone + 0.05 * noise(points, shift, (30, 30, 30), 2))[:, None]


def _pile(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A carpet's pile."""
    return (1 + 0.06 * noise(points, shift, (40, 40, 40)) + 0.03 * noise(points, shift, (2, 2, 2), 1))[
        :, None
    ]


def _flat(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Colours of the sky come from the daylight, by direction."""
    return np.ones((len(points), 1))


def _snowfield(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    drift = value_noise(points * 0.8 + shift, seed) - 0.5
    return (1 + 0.05 * drift + 0.02 * noise(points, shift, (20, 20, 20)))[:, None] * np.array(
        [0.98, 1.0, 1.02]
    )


PLACE_PATTERNS: dict[str, Callable[[np.ndarray, np.ndarray, int], np.ndarray]] = {
    "boards": _boards, "bricks": _bricks, "cobbles": _cobbles, "dunes": _dunes, "firmament": _flat,
    "ground": _ground, "lawn": _lawn, "pile": _pile, "snowfield": _snowfield, "tiles": _tiles,
}  # fmt: skip
"""Pattern -> factors on a colour, as in ``surfaces``."""
