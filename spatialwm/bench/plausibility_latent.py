"""A small learned judge: pictures as a few numbers, the next ones foretold from the last three.

Principal components of small grey pictures, and a ridge regression over time, both learned from films that
can happen. Surprise is the worst error over a film, in units of the errors on its own films.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

__all__ = ["Latent", "learned", "small"]

_SIZE = 20, 36
_COMPONENTS = 24
_PAST = 3
"""Pictures that the next one is foretold from."""
_RIDGE = 1e-2


@dataclass(frozen=True, eq=False, kw_only=True)
class Latent:
    """What was learned."""

    mean: Float[np.ndarray, " p"]
    axes: Float[np.ndarray, "c p"]
    weights: Float[np.ndarray, "k c"]
    spread: Float[np.ndarray, " c"]
    """Of the errors while learning."""

    @property
    def parameter_count(self) -> int:
        """How many numbers were learned."""
        return self.mean.size + self.axes.size + self.weights.size + self.spread.size

    def surprise(self, film: Float[np.ndarray, "t p"]) -> float:
        """Worst error over time of foretelling each picture from the three before it."""
        codes = (film - self.mean) @ self.axes.T
        before, after = _pairs(codes)
        off = (after - before @ self.weights) / self.spread
        return float(np.sqrt(np.mean(off**2, axis=1)).max())


def small(picture: Float[np.ndarray, "h w 3"]) -> Float[np.ndarray, " p"]:
    """A picture's colours in 20 x 36 cells, with the mean brightness taken out."""
    high, wide, _ = picture.shape
    rows, columns = (np.arange(m) * n // m for n, m in zip((high, wide), _SIZE, strict=True))
    cells = np.add.reduceat(np.add.reduceat(picture, rows, axis=0), columns, axis=1)
    cells = cells / max(float(cells.mean()), 1e-6)
    return cells.ravel()


def learned(films: list[Float[np.ndarray, "t p"]]) -> Latent:
    """Learn from films that can happen."""
    every = np.concatenate(films)
    mean = every.mean(axis=0)
    axes = _principal(every - mean)
    pairs = [_pairs((film - mean) @ axes.T) for film in films]
    before, after = (np.concatenate([pair[k] for pair in pairs]) for k in (0, 1))
    gram = before.T @ before + _RIDGE * len(before) * np.eye(before.shape[1])
    weights = np.linalg.solve(gram, before.T @ after)
    spread = np.maximum((after - before @ weights).std(axis=0), 1e-6)
    return Latent(mean=mean, axes=axes, weights=weights, spread=spread)


def _principal(rows: Float[np.ndarray, "n p"]) -> Float[np.ndarray, "c p"]:
    """The first components, by a random start and four rounds of iteration (Halko et al. 2011)."""
    basis = np.random.default_rng(0).normal(size=(rows.shape[1], 2 * _COMPONENTS))
    for _ in range(4):
        basis, _ = np.linalg.qr(rows.T @ (rows @ basis))
    _, _, turned = np.linalg.svd(rows @ basis, full_matrices=False)
    return (basis @ turned.T).T[: min(_COMPONENTS, *rows.shape)]


def _pairs(codes: Float[np.ndarray, "t c"]) -> tuple[np.ndarray, np.ndarray]:
    """The last three codes, and the one after, as change since the last would be too easy to miss."""
    count = len(codes) - _PAST
    before = np.concatenate([codes[k : k + count] for k in range(_PAST)], axis=1)
    return np.concatenate([before, np.ones((count, 1))], axis=1), codes[_PAST:]
