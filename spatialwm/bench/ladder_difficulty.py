"""Does each level of the ladder ask for more than the one below?"""

from collections.abc import Sequence

import numpy as np

from spatialwm.bench.ladder_agents import anything
from spatialwm.bench.ladder_levels import Level, LiveGame
from spatialwm.dynamics import ENGINE

__all__ = ["cleared_by_chance", "easier"]


def cleared_by_chance(level: Level, plans: int) -> float:
    """Share of plans drawn uniformly that clear a level in the engine; the first is what ``random`` does."""
    game, rng = LiveGame(level, ENGINE), np.random.default_rng((level.seed, 11))
    drawn = [tuple(anything(level, rng) for _ in range(level.decisions)) for _ in range(plans)]
    return sum(game.play(decisions)[1] == 0 for decisions in drawn) / plans


def easier(hardness: Sequence[Sequence[float]]) -> list[int]:
    """Places, from 1, that are easier than the one before beyond chance.

    Args:
        hardness: Per level, one number per seed.

    Returns:
        Those whose mean is lower by more than two standard errors of the difference.
    """
    found: list[int] = []
    for k in range(1, len(hardness)):
        below, here = (np.array(part, float) for part in hardness[k - 1 : k + 1])
        noise = 2 * float(np.sqrt(_of_mean(below) + _of_mean(here)))
        if here.mean() < below.mean() - noise - 1e-12:
            found.append(k)
    return found


def _of_mean(sample: np.ndarray) -> float:
    """Variance of the mean; of one number alone unknown, and taken as 0."""
    return float(sample.var(ddof=1)) / len(sample) if len(sample) > 1 else 0.0
