"""Densification as Markov-chain Monte Carlo (Kheradmand et al. 2024): relocate the dead, add, and shake.

No thresholds on gradients, no resets, no splitting rules: splats that have faded out move to where an
opaque one is, new ones join there, and the ones that share a place get the opacity and size with which
together they look as the one did. A cap says how many there may be.
"""

import functools
import math

import numpy as np

from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.photos.model import GROUPS, LiveModel

__all__ = ["relocate_and_grow", "shake"]

DEAD = 0.005
"""Opacity below which a splat counts as gone (Kheradmand et al. 2024)."""
_MOST_COPIES = 51
"""Of one splat at a time: the binomials beyond lose precision."""
_NOISE = 5e5
"""Noise per learning rate of the means (Kheradmand et al. 2024)."""


def relocate_and_grow(model: LiveModel, wanted: int, rng: np.random.Generator) -> int:
    """Move dead splats onto living ones and add splats until there are ``wanted``; returns how many moved."""
    opacities = model.opacities
    alive = np.flatnonzero(opacities > DEAD)
    dead = np.flatnonzero(opacities <= DEAD)
    added = np.arange(model.count, max(model.count, min(wanted, model.capacity)))
    targets = np.concatenate([dead, added])
    if len(targets) == 0 or len(alive) == 0:
        return 0
    weights = np.cumsum(opacities[alive].astype(float))
    draws = np.searchsorted(weights, rng.uniform(0, weights[-1], len(targets)), side="right")
    sources = alive[np.minimum(draws, len(alive) - 1)]
    copies = np.bincount(sources, minlength=model.count)[sources] + 1
    shared_opacity, shrink = _shared(opacities[sources].astype(float), np.minimum(copies, _MOST_COPIES))
    model.values["logit_opacities"][sources, 0] = np.log(shared_opacity / (1 - shared_opacity))
    model.values["log_scales"][sources] = model.values["log_scales"][sources] + np.log(shrink)[:, None]
    for group in GROUPS:
        model.values[group][targets] = model.values[group][sources]
        for memory in (model.first, model.second):
            memory[group][sources] = 0
            memory[group][targets] = 0
    model.count += len(added)
    return len(targets)


def _shared(opacities: np.ndarray, copies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Opacity and size factor of each of N splats that together look like one (equation 9 of the paper)."""
    each = 1 - (1 - np.minimum(opacities, 1 - 1e-6)) ** (1 / copies)
    powers = each[:, None] ** np.arange(1, _MOST_COPIES + 1)
    total = (powers * _series()[copies]).sum(axis=1)
    return np.clip(each, DEAD, 1 - 1e-6), np.clip(opacities / total, 1e-3, 1.0)


@functools.cache
def _series() -> np.ndarray:
    """Coefficients [N, k] of e^(k + 1) in sum_i sum_k binomial(i - 1, k) (-1)^k e^(k + 1) / sqrt(k + 1)."""
    table = np.zeros((_MOST_COPIES + 1, _MOST_COPIES))
    for copies in range(1, _MOST_COPIES + 1):
        table[copies] = table[copies - 1]
        for k in range(copies):
            table[copies, k] += math.comb(copies - 1, k) * (-1) ** k / math.sqrt(k + 1)
    return table


def shake(model: LiveModel, rate: float, rng: np.random.Generator) -> None:
    """Noise on the means of nearly transparent splats, shaped like each splat: they look for something to do.

    The gate is the paper's, 1 / (1 + exp(100 (opacity - 0.005))); above opacity 0.1 it is below 1e-4 and
    left out.
    """
    opacities = model.opacities
    chosen = np.flatnonzero(opacities < 0.1)
    if len(chosen) == 0:
        return
    gate = 1 / (1 + np.exp(100 * (opacities[chosen] - DEAD)))
    quats = model.used("quats")[chosen]
    axes = matrix_from_quat(quats / np.linalg.norm(quats, axis=1, keepdims=True))
    axes = axes * np.exp(model.used("log_scales")[chosen])[:, None, :]
    noise = rng.standard_normal((len(chosen), 3), np.float32) * (gate * rate * _NOISE)[:, None]
    step = np.einsum("nij,nkj,nk->ni", axes, axes, noise)
    model.values["means"][chosen] += step.astype(np.float32)
