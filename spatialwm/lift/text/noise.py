"""Noise that procedural looks are made of."""

import numpy as np
from jaxtyping import Float

__all__ = ["factors", "hashed", "noise", "value_noise"]


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
                total += weight * hashed(corner + np.array([x, y, z]), seed)
    return total


def hashed(lattice: np.ndarray, seed: int) -> np.ndarray:
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


def noise(
    points: np.ndarray,
    shift: np.ndarray,
    per_metre: tuple[float | int, float | int, float | int],
    seed: int = 0,
) -> np.ndarray:
    """Noise about 0, within -1..1, with features of 1 / ``per_metre``."""
    return 2 * value_noise((points + shift) * np.array(per_metre), seed) - 1


def factors(value: np.ndarray) -> np.ndarray:
    """One factor for all three colours."""
    return value[:, None]
