"""Printed and shown pictures: patterns over a panel whose x and y go from -0.5 to 0.5."""

import numpy as np

from spatialwm.lift.text.noise import factors, noise, value_noise

__all__ = ["abstract", "cover", "glyphs", "keys", "map_", "page", "painting", "poster", "screen"]


def painting(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Hills under a sky in soft bands, with a sun, in tones around the picture's colour. x, y: -0.5..0.5."""
    rng = np.random.default_rng(seed)
    x, y = points[:, 0], points[:, 1]
    out = np.outer(1.45 - 0.5 * (0.5 - y), np.array([1.0, 0.96, 0.88]))
    sun = np.hypot(x - rng.uniform(-0.3, 0.3), 0.8 * (y - rng.uniform(0.15, 0.3))) < 0.09
    out[sun] = np.array([1.75, 1.25, 0.75])
    tones = np.array([[1.0, 0.86, 0.74], [0.72, 0.74, 0.72], [0.46, 0.56, 0.58], [0.30, 0.36, 0.36]])
    for k, tone in enumerate(tones):
        wave = 0.13 * value_noise(np.stack([x * (2.5 + k) + shift[k % 3], 0 * x, 0 * x], 1), seed)
        out[y < 0.12 - 0.16 * k + wave] = tone
    return out * (1 + 0.06 * noise(points, shift, (70, 70, 70), 3))[:, None]


_PAINTS = np.array([[1.0, 0.32, 0.22], [0.98, 0.78, 0.28], [0.18, 0.36, 0.62], [0.95, 0.92, 0.84],
                    [0.20, 0.55, 0.50], [0.10, 0.11, 0.14], [0.90, 0.55, 0.60]])  # fmt: skip


def abstract(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Broken planes in strong colours: cells around random points, dark lines between them."""
    rng = np.random.default_rng(seed)
    sites, colors = rng.uniform(-0.5, 0.5, (14, 2)), _PAINTS[rng.integers(0, len(_PAINTS), 14)]
    skew = points[:, :2] + 0.08 * np.stack([points[:, 1], -points[:, 0]], 1)
    away = np.abs(skew[:, None] - sites).sum(2)
    order = np.sort(away, axis=1)
    line = order[:, 1] - order[:, 0] < 0.018
    return np.where(line[:, None], 0.12, colors[away.argmin(1)])


def poster(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A big shape over a ground of one colour, a title below."""
    rng = np.random.default_rng(seed)
    x, y = points[:, 0], points[:, 1]
    ground, shape = _PAINTS[rng.integers(0, 3)], _PAINTS[rng.integers(3, len(_PAINTS))]
    out = np.outer(1 - 0.35 * (0.5 - y), ground)
    kind = int(rng.integers(3))
    away = (
        np.hypot(x, y - 0.1) if kind == 0 else np.abs(x) + np.abs(y - 0.1) if kind == 1 else np.abs(x) * 2 - y
    )
    out[(away < 0.27) if kind < 2 else (away < 0.12) & (y > -0.2)] = shape
    title = (np.abs(y + 0.32) < 0.035) & (np.abs(x) < 0.34) & (value_noise(points * 26 + shift, seed) > 0.3)
    out[title] = np.array([0.96, 0.95, 0.90])
    out[(np.abs(x) > 0.465) | (np.abs(y) > 0.475)] = np.array([0.96, 0.95, 0.92])
    return out


def cover(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A book's or magazine's front: title bars above, a picture below."""
    x, y = points[:, 0], points[:, 1]
    out = np.ones((len(points), 3))
    picture = (np.abs(x) < 0.36) & (y < 0.12) & (y > -0.38)
    out[picture] = np.array([1.5, 1.4, 1.2])
    out[picture & (np.hypot(x, y + 0.13) < 0.14)] = np.array([0.6, 0.7, 0.8])
    words = value_noise(np.stack([x * 30, y * 0, x * 0], 1) + shift, seed) > 0.25
    out[(np.abs(y - 0.34) < 0.05) & (np.abs(x) < 0.36) & words] = np.array([1.7, 1.65, 1.4])
    out[(np.abs(y - 0.22) < 0.02) & (np.abs(x) < 0.24)] = np.array([1.5, 1.4, 1.2])
    return out


def page(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Lines of print."""
    x, y = points[:, 0], points[:, 1]
    line = np.sin(y * 2 * np.pi * 22) > 0.2
    word = value_noise(np.stack([x * 24 + shift[0], np.floor(y * 22), 0 * x], 1), seed) > 0.3
    inside = (np.abs(x) < 0.42) & (np.abs(y) < 0.44)
    return factors(np.where(line & word & inside, 0.55, 1.0))


def glyphs(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """A few large strokes of chalk or marker."""
    x, y = points[:, 0], points[:, 1]
    wave = y - 0.16 * np.round(y / 0.16) - 0.022 * np.sin(x * 95 + 9 * np.round(y / 0.16) + shift[0])
    word = value_noise(np.stack([x * 12 + shift[1], np.round(y / 0.16), 0 * x], 1), seed) > 0.42
    inside = (np.abs(x) < 0.38) & (np.abs(y) < 0.36) & (x < 0.1 + 0.25 * np.sin(7 * np.round(y / 0.16)))
    drawn = (np.abs(wave) < 0.010) & word & inside
    return np.where(drawn[:, None], np.array([0.35, 0.45, 0.75]), 1.0)


def map_(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Land and sea with a coast between."""
    scale = 3.2 if np.abs(points).max() > 0.3 else 14.0
    land = value_noise(points * scale + shift, seed) + 0.4 * value_noise(points * 3 * scale + shift, seed + 1)
    height = np.clip((land - 0.72) * 3, 0, 1)[:, None]
    ground = np.array([0.55, 0.72, 0.38]) * (1 - height) + np.array([0.86, 0.76, 0.52]) * height
    return np.where((land > 0.72)[:, None], ground, np.array([0.30, 0.55, 0.80]))


def screen(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Dark when off; a lit one shows a window over a soft ground. x, y: -0.5..0.5 of a panel."""
    x, y = points[:, 0], points[:, 1]
    glow = 1 + 0.35 * np.cos(2.4 * x + shift[0]) * np.cos(2.1 * y + shift[1])
    out = glow[:, None] * np.array([1.0, 1.0, 1.05])
    if seed % 2:
        window = (np.abs(x + 0.08) < 0.32) & (np.abs(y - 0.03) < 0.34)
        out[window] = np.array([1.9, 1.85, 1.7])
        line = window & (np.sin(y * 75) > 0.25) & (x < 0.1 + 0.1 * np.sin(np.floor(y * 12) * 5)) & (x > -0.36)
        out[line & (y < 0.28)] = np.array([0.75, 0.85, 1.1])
        out[window & (y > 0.30)] = np.array([0.9, 1.0, 1.25])
    return out


def keys(points: np.ndarray, shift: np.ndarray, seed: int) -> np.ndarray:
    """Rows of key caps with dark gaps; 16 by 5 over a panel."""
    across, along = points[:, 0] * 16 + 0.25 * np.floor(points[:, 1] * 5), points[:, 1] * 5
    gap = (np.abs(across - np.round(across)) > 0.42) | (np.abs(along - np.round(along - 0.5) - 0.5) > 0.40)
    space = (np.abs(points[:, 1] + 0.4) < 0.1) & (np.abs(points[:, 0]) < 0.2)
    return factors(np.where(gap & ~space, 0.25, 1.0))
