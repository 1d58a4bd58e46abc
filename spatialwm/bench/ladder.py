"""``spatialwm bench ladder``: how high does an agent climb in levels that get harder without end?

Each family is a rule with a number: the same family, number and seed make the same level, and each is
solvable by construction (``--agent solution`` plays what it was built with). An agent decides once, may
foretell as many plans as its budget allows, and the engine computes what its decisions lead to. The score
of a family is the highest level cleared in at least four of five seeds, all lower ones too.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spatialwm.bench.ladder_agents import AGENTS, ENGINE, Agent
from spatialwm.bench.ladder_hands import dominoes, hanoi, memory, stack
from spatialwm.bench.ladder_levels import Level, LiveGame, Run
from spatialwm.bench.ladder_shots import billiards, maze, throw
from spatialwm.bench.reel import Clip, write_reel
from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import Predictor
from spatialwm.errors import InputError
from spatialwm.scene import Scene

__all__ = ["FAMILIES", "Cleared", "climb", "run"]

FAMILIES: dict[str, Callable[[int, int], Level]] = {
    "maze": maze,
    "stack": stack,
    "hanoi": hanoi,
    "dominoes": dominoes,
    "billiards": billiards,
    "throw": throw,
    "memory": memory,
}
"""Name -> (number, seed) -> level."""
_SEEDS, _NEEDED = 5, 4
_HELD_OUT = 70_000
"""First seed; agents were not made on these."""
_HIGHEST, _MOST_DISCS = 8, 5
"""A climb ends there by default; six discs of Hanoi are 63 moves of two seconds each."""
_WORST = 10


@dataclass(frozen=True, eq=False, kw_only=True)
class Cleared:
    """One level, tried by an agent."""

    level: Level
    run: Run
    cost: float
    tried: int

    @property
    def done(self) -> bool:
        """Whether it was cleared."""
        return self.cost == 0

    def __str__(self) -> str:
        level = self.level
        said = "cleared" if self.done else f"not cleared, {self.cost:.2f} short"
        return f"{level.family} {level.number}, seed {level.seed}: {said} after {self.tried} plans"


def run(
    agent: str = "cem",
    family: str | None = None,
    budget: int = 128,
    first: int = _HELD_OUT,
    highest: int | None = None,
    out: Path | None = None,
) -> Table:
    """Climb.

    Args:
        agent: ``cem`` (the engine foretells), ``random``, or ``solution``.
        family: Only this one.
        budget: Plans that may be foretold per level.
        first: First of the five seeds.
        highest: Where a climb ends; at 8 by default, of Hanoi at 5.
        out: Folder for the ten worst cases as scenes, and a page that shows them.

    Raises:
        InputError: No such agent or family, or a budget that cannot be meant.
    """
    if agent not in AGENTS:
        raise InputError(f"There is no agent '{agent:.40}'; known: {', '.join(AGENTS)}.")
    if family is not None and family not in FAMILIES:
        raise InputError(f"There is no family '{family:.40}'; known: {', '.join(FAMILIES)}.")
    if not 1 <= budget <= 100_000 or not 0 <= first < 2**31:
        raise InputError(f"A budget is 1 to 100,000 plans and a seed at least 0, got {budget} and {first}.")
    if highest is not None and not 1 <= highest <= 100:
        raise InputError(f"A climb ends at level 1 to 100, got {highest}.")
    rows: list[Row] = []
    cases: list[Cleared] = []
    began = time.process_time()
    for name in FAMILIES if family is None else (family,):
        highest, tried = climb(
            AGENTS[agent], name, predictor=ENGINE, budget=budget, first=first, highest=highest
        )
        cases += tried
        rows.append(Row(name=name, value=float(highest), unit="levels", note=_shares(tried)))
    if family is None:
        rows.append(Row(name="all families", value=sum(row.value for row in rows), unit="levels"))
    rows.append(Row(name="time", value=time.process_time() - began, unit="CPU s"))
    worst = sorted(cases, key=lambda c: (c.done, c.level.number, -c.tried, -c.cost))[:_WORST]
    if out is not None:
        clips = [Clip(title=str(case), scene=case.level.scene, run=case.run) for case in worst]
        write_reel(clips, out, title=f"ladder, {agent}: the {len(clips)} worst cases")
    return Table(
        title=f"bench ladder: {agent}, highest level cleared in {_NEEDED} of {_SEEDS} seeds",
        rows=tuple(rows),
        lines=tuple(map(str, worst)),
    )


def climb(
    agent: Agent,
    family: str,
    *,
    predictor: Callable[[Scene], Predictor] = ENGINE,
    budget: int = 128,
    first: int = _HELD_OUT,
    highest: int | None = None,
) -> tuple[int, list[Cleared]]:
    """Level after level until one is not cleared in four of five seeds.

    Args:
        agent: Whoever climbs: see ``Agent``.
        family: One of ``FAMILIES``.
        predictor: What the agent foretells with.
        budget: Plans it may foretell per level.
        first: First of the five seeds.
        highest: Where the climb ends; at 8 by default, of Hanoi at 5.

    Returns:
        The highest level cleared, and every try.
    """
    tries: list[Cleared] = []
    last = highest or (_MOST_DISCS if family == "hanoi" else _HIGHEST)
    for number in range(1, last + 1):
        at_number: list[Cleared] = []
        for seed in range(first, first + _SEEDS):
            level = FAMILIES[family](number, seed)
            attempt = agent(level, predictor=predictor, budget=budget, seed=seed)
            played, cost = LiveGame(level, ENGINE).play(attempt.decisions, keep=True)
            at_number.append(Cleared(level=level, run=played, cost=cost, tried=attempt.tried))
            if sum(not case.done for case in at_number) > _SEEDS - _NEEDED:
                break
        tries += at_number
        if sum(case.done for case in at_number) < _NEEDED:
            return number - 1, tries
    return last, tries


def _shares(tries: list[Cleared]) -> str:
    return ", ".join(_by_level(tries))


def _by_level(tries: list[Cleared]) -> Iterator[str]:
    for number in sorted({case.level.number for case in tries}):
        here = [case for case in tries if case.level.number == number]
        plans = sum(case.tried for case in here) / len(here)
        mean = f" ({plans:.0f} plans)" if plans else ""
        yield f"{number}: {sum(case.done for case in here)} of {len(here)}{mean}"
