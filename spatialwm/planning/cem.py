"""The cross-entropy method over typed plans (Rubinstein 1999; iCEM, Pinneri et al. 2020, keeps its elites).

Which kind of plan (push, push twice, carry) is one more thing that is drawn, with probabilities that follow
the elites, as each kind's means and spreads do.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.dynamics import ENGINE, Maker
from spatialwm.errors import InputError
from spatialwm.planning.candidates import Kind, kinds_for
from spatialwm.planning.foretold import Foreteller, Timed
from spatialwm.planning.goals import Ending
from spatialwm.planning.tried import avoided
from spatialwm.planning.wishes import Wish, cost, fulfilled
from spatialwm.scene import Action, Move, Push, Scene

__all__ = ["Plan", "best_of", "checked", "plan"]

_ROUND = 10
"""Plans that are drawn and foretold together."""
_ELITES = 2
_SMOOTH = 0.8
"""Weight of the elites against what was believed before."""
_NARROWEST = 0.05
"""Spread of a number, at least."""
_EFFORT = 0.002
"""Cost of a push per m/s it gives, and of a metre walked: of two plans that do, the gentler."""
_DRAWS = 200
"""Until it is believed that everything was tried."""
_MOST = 100_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """What to do, and what is foretold of it."""

    actions: Timed
    reached: bool
    """Whether the engine foretells that every wish comes true."""
    cost: float
    """How far from it [m], with a little for effort."""
    kind: str
    tried: int
    """Plans that were foretold."""
    costs: tuple[float, ...]
    """Of every plan in the order it was tried."""
    hits: tuple[bool, ...]
    """Whether each would have done."""


@dataclass(kw_only=True)
class _LiveBelief:
    """A live handle: what is believed to work."""

    kinds: tuple[Kind, ...]
    shares: np.ndarray
    means: list[np.ndarray]
    spreads: list[np.ndarray]

    @classmethod
    def fresh(cls, kinds: tuple[Kind, ...]) -> "_LiveBelief":
        return cls(
            kinds=kinds,
            shares=np.full(len(kinds), 1 / len(kinds)),
            means=[np.zeros(k.size) for k in kinds],
            spreads=[np.ones(k.size) for k in kinds],
        )

    def draw(self, rng: np.random.Generator) -> tuple[int, np.ndarray]:
        which = int(rng.choice(len(self.kinds), p=self.shares))
        return which, rng.normal(self.means[which], self.spreads[which])

    def draw_untried(self, rng: np.random.Generator, avoid: tuple[Action, ...]) -> tuple[int, np.ndarray]:
        """One with nothing in it that has failed.

        Raises:
            InputError: There is none, as it seems.
        """
        for _ in range(_DRAWS):
            which, numbers = self.draw(rng)
            if not avoid or not avoided(self.kinds[which].decode(numbers), avoid):
                return which, numbers
        raise InputError("Whatever might do was tried, and failed.")

    def follow(self, elites: list[tuple[int, np.ndarray]]) -> None:
        counts = np.bincount([which for which, _ in elites], minlength=len(self.kinds))
        shares = _SMOOTH * counts / len(elites) + (1 - _SMOOTH) * self.shares
        self.shares = (shares + 0.02) / (shares + 0.02).sum()
        for which in range(len(self.kinds)):
            numbers = np.array([n for k, n in elites if k == which])
            if len(numbers):
                spread = np.maximum(numbers.std(axis=0), _NARROWEST)
                self.means[which] += _SMOOTH * (numbers.mean(axis=0) - self.means[which])
                self.spreads[which] += _SMOOTH * (spread - self.spreads[which])


def plan(
    scene: Scene,
    wishes: tuple[Wish, ...],
    *,
    budget: int = 64,
    seconds: float = 3.0,
    seed: int = 0,
    threads: int | None = None,
    progress: Callable[[str], None] | None = None,
    maker: Maker = ENGINE,
    avoid: tuple[Action, ...] = (),
) -> Plan:
    """Find actions that bring the wishes about.

    Args:
        scene: Where it starts; a scene with a rollout is gone on from its end.
        wishes: What is to be so.
        budget: Plans that may be foretold; it stops after a round in which one would do.
        seconds: How long each is watched after its last action [s].
        seed: The same seed gives the same plan, whatever the number of threads.
        threads: How many at a time; as many as there are processors when not given.
        progress: Is told how far it is.
        maker: Of the predictor that foretells.
        avoid: What was tried and failed; nothing alike is in the plan.

    Raises:
        InputError: Nothing that is wished for can be moved, or a budget that cannot be meant.
    """
    live, kinds = _prepared(scene, wishes, budget, threads, maker)
    kinds = _untried(kinds, avoid)
    rng, belief = np.random.default_rng(seed), _LiveBelief.fresh(kinds)
    tried: list[tuple[float, bool, int, np.ndarray, Timed]] = []
    while len(tried) < budget:
        count = min(_ROUND, budget - len(tried))
        drawn = [belief.draw_untried(rng, avoid) for _ in range(count)]
        plans = [kinds[which].decode(numbers) for which, numbers in drawn]
        if not tried:  # what needs no luck comes first
            firsts = [(k, kind.first) for k, kind in enumerate(kinds) if kind.first is not None][:count]
            for at, (k, first) in enumerate(firsts):
                drawn[at], plans[at] = (k, np.zeros(kinds[k].size)), first
        scored = _scored(live, wishes, plans, seconds)
        tried += [(*s, *d, p) for s, d, p in zip(scored, drawn, plans, strict=True)]
        best = min(tried, key=lambda t: (not t[1], t[0]))
        if progress is not None:
            progress(f"{len(tried)} of {budget} plans, the best {best[0]:.2f} m away")
        if best[1]:
            break
        able = sorted((t for t in tried if math.isfinite(t[0])), key=lambda t: t[0])[:_ELITES]
        if able:
            belief.follow([(which, numbers) for _, _, which, numbers, _ in able])
    best = min(tried, key=lambda t: (not t[1], t[0]))
    return _told(best, tried, kinds)


def best_of(
    scene: Scene, wishes: tuple[Wish, ...], *, budget: int, seconds: float = 3.0, seed: int = 0,
    threads: int | None = None,
) -> Plan:  # fmt: skip
    """The best of plans drawn without learning: what scaling with the budget is measured on.

    Raises:
        InputError: As ``plan``.
    """
    live, kinds = _prepared(scene, wishes, budget, threads)
    rng, belief = np.random.default_rng(seed), _LiveBelief.fresh(kinds)
    drawn = [belief.draw(rng) for _ in range(budget)]
    plans = [kinds[which].decode(numbers) for which, numbers in drawn]
    scored = _scored(live, wishes, plans, seconds)
    tried = [(*s, *d, p) for s, d, p in zip(scored, drawn, plans, strict=True)]
    return _told(min(tried, key=lambda t: (not t[1], t[0])), tried, kinds)


def checked(scene: Scene, wishes: tuple[Wish, ...], found: Plan, *, seconds: float) -> Plan:
    """The plan, with whether the engine makes the wishes true by it, and how far from it: not who foretold.

    Args:
        scene: As it was planned for.
        wishes: Likewise.
        found: The plan.
        seconds: How long it is watched after its last action [s].
    """
    (ending,) = Foreteller(scene, threads=1).endings([found.actions], seconds=seconds)
    if ending is None:
        return replace(found, reached=False, cost=math.inf)
    return replace(found, reached=fulfilled(wishes, ending), cost=cost(wishes, ending))


def _prepared(
    scene: Scene, wishes: tuple[Wish, ...], budget: int, threads: int | None, maker: Maker = ENGINE
) -> tuple[Foreteller, tuple[Kind, ...]]:
    if not 1 <= budget <= _MOST:
        raise InputError(f"A budget is 1 to {_MOST:,} plans, got {budget}.")
    if not wishes:
        raise InputError("There is nothing to plan for: give at least one wish.")
    live = Foreteller(scene, threads=threads, maker=maker)
    kinds = kinds_for(wishes, scene, live.now)
    if not kinds:
        names = ", ".join(f"'{w.words[0]}'" for w in wishes)
        raise InputError(f"Nothing can be done about {names}: it does not move.")
    return live, kinds


def _untried(kinds: tuple[Kind, ...], avoid: tuple[Action, ...]) -> tuple[Kind, ...]:
    """The kinds of plans whose first has nothing in it that failed."""
    left = tuple(kind for kind in kinds if kind.first is None or not avoided(kind.first, avoid))
    if not left:
        raise InputError("Whatever might do was tried, and failed.")
    return left


def _scored(
    live: Foreteller, wishes: tuple[Wish, ...], plans: list[Timed], seconds: float
) -> list[tuple[float, bool]]:
    endings = live.endings(plans, seconds=seconds)
    return [_score(wishes, ending) for ending in endings]


def _score(wishes: tuple[Wish, ...], ending: Ending | None) -> tuple[float, bool]:
    if ending is None:
        return math.inf, False
    pushes = [a for _, a in ending.actions if isinstance(a, Push)]
    speeds = sum(math.hypot(*p.impulse) / ending.scene[p.object].body.mass for p in pushes)
    metres = sum(math.hypot(*a.displacement) for _, a in ending.actions if isinstance(a, Move))
    return cost(wishes, ending) + _EFFORT * (speeds + metres), fulfilled(wishes, ending)


def _told(
    best: tuple[float, bool, int, np.ndarray, Timed],
    tried: list[tuple[float, bool, int, np.ndarray, Timed]],
    kinds: tuple[Kind, ...],
) -> Plan:
    away, done, which, _, actions = best
    if not math.isfinite(away):
        raise InputError("None of the plans that were tried can be done; try a larger --budget.")
    return Plan(
        actions=actions,
        reached=done,
        cost=away,
        kind=kinds[which].name,
        tried=len(tried),
        costs=tuple(t[0] for t in tried),
        hits=tuple(t[1] for t in tried),
    )
