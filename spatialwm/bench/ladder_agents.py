"""Agents of the ladder. Anything enters that maps a level and a predictor to decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from spatialwm.bench.ladder_levels import Decision, Level, LiveGame
from spatialwm.dynamics import Predictor
from spatialwm.scene import Scene

__all__ = ["AGENTS", "Agent", "Attempt", "anything", "cem", "knowing", "random"]

_ROUND = 16
"""Plans that are drawn before the belief follows the best of them."""
_ELITES = 4
_SMOOTH = 0.8
"""Weight of the elites against what was believed before."""
_LEAST = 0.02
"""Share of a choice, at least."""
_NARROWEST = 0.02
"""Spread of a number, at least."""
_FORGET = 6
"""Rounds without progress after which the belief starts afresh."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What an agent decided."""

    decisions: tuple[Decision, ...]
    tried: int
    """Plans that it foretold first."""
    foretold: float | None = None
    """Cost of what was decided, as it was foretold."""


@runtime_checkable
class Agent(Protocol):
    """The one function through which agents enter."""

    def __call__(
        self, level: Level, *, predictor: Callable[[Scene], Predictor], budget: int, seed: int
    ) -> Attempt:
        """Decide.

        Args:
            level: What is asked, with its scene at the start and what happened since then.
            predictor: What the agent may foretell with; the result is always computed by the engine.
            budget: Plans it may foretell.
            seed: The same seed, the same decisions.
        """
        ...


def random(level: Level, *, predictor: Callable[[Scene], Predictor], budget: int, seed: int) -> Attempt:
    """As many decisions as may be made, drawn uniformly, without foretelling any."""
    del predictor, budget
    rng = np.random.default_rng((seed, 11))
    return Attempt(decisions=tuple(anything(level, rng) for _ in range(level.decisions)), tried=0)


def knowing(level: Level, *, predictor: Callable[[Scene], Predictor], budget: int, seed: int) -> Attempt:
    """The decisions that the level was built with: shows that it can be cleared."""
    del predictor, budget, seed
    return Attempt(decisions=level.solution, tried=0)


def cem(level: Level, *, predictor: Callable[[Scene], Predictor], budget: int, seed: int) -> Attempt:
    """The cross-entropy method over whole sequences: which choice at each place, and with which numbers."""
    game, rng = LiveGame(level, predictor), np.random.default_rng((seed, 12))
    belief, best, since = _LiveBelief(level), None, 0
    tried: list[tuple[float, tuple[Decision, ...]]] = []
    while len(tried) < budget:
        drawn = [belief.draw(rng) for _ in range(min(_ROUND, budget - len(tried)))]
        for decisions in drawn:
            tried.append((game.play(decisions)[1], decisions))
            if tried[-1][0] == 0:
                return Attempt(decisions=decisions, tried=len(tried), foretold=0.0)
        leading = sorted(tried[-4 * _ROUND :], key=lambda t: t[0])
        since = 0 if best is None or leading[0][0] < best else since + 1
        best = leading[0][0] if best is None else min(best, leading[0][0])
        if since >= _FORGET:
            belief, since, best = _LiveBelief(level), 0, None
            continue
        belief.follow([decisions for _, decisions in leading[:_ELITES]])
    cost, decisions = min(tried, key=lambda t: t[0])
    return Attempt(decisions=decisions, tried=len(tried), foretold=cost)


class _LiveBelief:
    """A live handle: what is believed to work at each place of a sequence."""

    def __init__(self, level: Level) -> None:
        self._shares = np.full((level.decisions, len(level.choices)), 1 / len(level.choices))
        self._means = np.zeros((level.decisions, len(level.choices), level.numbers))
        self._spreads = np.full_like(self._means, 0.7)
        self._fresh = True

    def draw(self, rng: np.random.Generator) -> tuple[Decision, ...]:
        """A sequence."""
        found: list[Decision] = []
        for shares, means, spreads in zip(self._shares, self._means, self._spreads, strict=True):
            which = int(rng.choice(len(shares), p=shares))
            numbers = means[which] + spreads[which] * rng.normal(size=len(means[which]))
            if self._fresh:
                numbers = rng.uniform(-1, 1, len(means[which]))
            found.append((which, tuple(float(v) for v in np.clip(numbers, -1, 1))))
        return tuple(found)

    def follow(self, elites: Sequence[tuple[Decision, ...]]) -> None:
        """Move towards the elites."""
        self._fresh = False
        for place in range(len(self._shares)):
            chosen = np.array([decisions[place][0] for decisions in elites])
            counts = np.bincount(chosen, minlength=self._shares.shape[1]) / len(elites)
            shares = _SMOOTH * counts + (1 - _SMOOTH) * self._shares[place]
            shares = np.maximum(shares, _LEAST)
            self._shares[place] = shares / shares.sum()
            for which in np.unique(chosen).tolist():
                numbers = np.array([d[place][1] for d in elites if d[place][0] == which])
                spread = np.maximum(numbers.std(axis=0), _NARROWEST)
                self._means[place, which] += _SMOOTH * (numbers.mean(axis=0) - self._means[place, which])
                self._spreads[place, which] += _SMOOTH * (spread - self._spreads[place, which])


def anything(level: Level, rng: np.random.Generator) -> Decision:
    """A decision, drawn uniformly."""
    return int(rng.integers(len(level.choices))), tuple(rng.uniform(-1, 1, level.numbers).tolist())


AGENTS: dict[str, Agent] = {"cem": cem, "random": random, "solution": knowing}
"""Name -> agent."""
