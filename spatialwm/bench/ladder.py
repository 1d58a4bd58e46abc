"""``spatialwm bench ladder``: how high does an agent climb in levels that get harder without end?

Each family is a rule with a number: the same family, number and seed make the same level, and each is
solvable by construction (``--agent solution`` plays what it was built with). An agent decides once, may
foretell as many plans as its budget allows, and the engine computes what its decisions lead to. The score
of a family is the highest level cleared in at least four of five seeds, all lower ones too. That levels get
harder is measured too: by the plans an agent needed, and for ``random`` by the share of plans that clear.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spatialwm.bench.ladder_agents import AGENTS, Agent
from spatialwm.bench.ladder_difficulty import cleared_by_chance, easier
from spatialwm.bench.ladder_hands import dominoes, hanoi, memory, stack
from spatialwm.bench.ladder_levels import Level, LiveGame, Run
from spatialwm.bench.ladder_shots import billiards, maze, throw
from spatialwm.bench.reel import Clip, write_reel
from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import ENGINE, Maker, Predictor
from spatialwm.errors import InputError
from spatialwm.predictors.contact_files import load_contacts
from spatialwm.predictors.named import by_network, named
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
_BUDGET = 64
_DRAWN, _DRAWN_UP_TO = 12, 3
"""Plans per seed that say how hard a level is for chance, and the last such level."""
_WORST = 10


@dataclass(frozen=True, eq=False, kw_only=True)
class Cleared:
    """One level, tried by an agent."""

    level: Level
    run: Run
    cost: float
    tried: int
    foretold: float | None = None
    """Cost of it as the agent's predictor had it."""

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
    predictor: str = "engine",
    family: str | None = None,
    budget: int = _BUDGET,
    first: int = _HELD_OUT,
    highest: int | None = None,
    out: Path | None = None,
) -> Table:
    """Climb.

    Args:
        agent: ``cem``, ``random``, or ``solution``.
        predictor: What foretells: ``engine``, ``hybrid``, ``model`` (the shipped network alone) or the folder
            of another. What is decided is computed by the engine.
        family: Only this one.
        budget: Plans that may be foretold per level.
        first: First of the five seeds.
        highest: Where a climb ends; at 8 by default, of Hanoi at 5.
        out: Folder for the ten worst cases as scenes, and a page that shows them.

    Raises:
        InputError: No such agent or family, or a budget that cannot be meant.
        MissingFileError: No such predictor.
    """
    _check(agent, family, budget, first, highest)
    maker = by_network(load_contacts(), hybrid=False) if predictor == "model" else named(predictor)
    rows: list[Row] = []
    cases: list[Cleared] = []
    simpler: list[str] = []
    began = time.process_time()
    for name in FAMILIES if family is None else (family,):
        top, tried = climb(AGENTS[agent], name, predictor=maker, budget=budget, first=first, highest=highest)
        cases += tried
        hardness, note = _chance(name, first, highest) if agent == "random" else _needed(tried, budget)
        simpler += [f"{name} {k + 1}" for k in easier(hardness)]
        rows.append(Row(name=name, value=float(top), unit="levels", note=note))
    if family is None:
        rows.append(Row(name="all families", value=sum(row.value for row in rows), unit="levels"))
    rows += _summary(cases, simpler)
    rows.append(Row(name="time", value=time.process_time() - began, unit="CPU s"))
    worst = sorted(cases, key=lambda c: (c.done, c.level.number, -c.tried, -c.cost))[:_WORST]
    who = _who(agent, maker)
    if out is not None:
        clips = [Clip(title=str(case), scene=case.level.scene, run=case.run) for case in worst]
        write_reel(clips, out, title=f"ladder, {who}: the {len(clips)} worst cases")
    return Table(
        title=f"bench ladder: {who}, highest level cleared in {_NEEDED} of {_SEEDS} seeds",
        rows=tuple(rows),
        lines=tuple(map(str, worst)),
    )


def _check(agent: str, family: str | None, budget: int, first: int, highest: int | None) -> None:
    if agent not in AGENTS:
        raise InputError(f"There is no agent '{agent:.40}'; known: {', '.join(AGENTS)}.")
    if family is not None and family not in FAMILIES:
        raise InputError(f"There is no family '{family:.40}'; known: {', '.join(FAMILIES)}.")
    if not 1 <= budget <= 100_000 or not 0 <= first < 2**31:
        raise InputError(f"A budget is 1 to 100,000 plans and a seed at least 0, got {budget} and {first}.")
    if highest is not None and not 1 <= highest <= 100:
        raise InputError(f"A climb ends at level 1 to 100, got {highest}.")


def _who(agent: str, maker: Maker) -> str:
    return f"{agent} with {maker.name}" if agent == "cem" else agent


def _summary(cases: list[Cleared], simpler: list[str]) -> Iterator[Row]:
    promised = [case for case in cases if case.foretold == 0]
    if promised:
        broken = sum(not case.done for case in promised)
        yield Row(name="foretold as cleared, and not", value=float(broken), note=f"of {len(promised)}")
    yield Row(
        name="levels easier than the one below, beyond chance",
        value=float(len(simpler)),
        at_most=0.0,
        note=", ".join(simpler),
    )


def _last(family: str, highest: int | None) -> int:
    return highest or (_MOST_DISCS if family == "hanoi" else _HIGHEST)


def _chance(family: str, first: int, highest: int | None) -> tuple[list[list[float]], str]:
    """How hard levels are for chance: per level and seed, the share of plans that do not clear it."""
    levels = range(1, min(_last(family, highest), _DRAWN_UP_TO) + 1)
    shares = [
        [cleared_by_chance(FAMILIES[family](number, seed), _DRAWN) for seed in range(first, first + _SEEDS)]
        for number in levels
    ]
    said = [f"{n}: {100 * sum(of) / len(of):.0f} %" for n, of in zip(levels, shares, strict=True)]
    return [[1 - share for share in of] for of in shares], "of plans, " + ", ".join(said)


def _needed(tries: list[Cleared], budget: int) -> tuple[list[list[float]], str]:
    """How hard levels were for whoever climbed: the plans it needed, all of them where it failed."""
    by_number = [[case for case in tries if case.level.number == n] for n in _numbers(tries)]
    plans = [[float(case.tried if case.done else budget) for case in cases] for cases in by_number]
    return plans, ", ".join(_by_level(tries))


def _numbers(tries: list[Cleared]) -> list[int]:
    return sorted({case.level.number for case in tries})


def climb(
    agent: Agent,
    family: str,
    *,
    predictor: Callable[[Scene], Predictor] = ENGINE,
    budget: int = _BUDGET,
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
    last = _last(family, highest)
    for number in range(1, last + 1):
        at_number: list[Cleared] = []
        for seed in range(first, first + _SEEDS):
            level = FAMILIES[family](number, seed)
            attempt = agent(level, predictor=predictor, budget=budget, seed=seed)
            played, cost = LiveGame(level, ENGINE).play(attempt.decisions, keep=True)
            at_number.append(
                Cleared(level=level, run=played, cost=cost, tried=attempt.tried, foretold=attempt.foretold)
            )
            if sum(not case.done for case in at_number) > _SEEDS - _NEEDED:
                break
        tries += at_number
        if sum(case.done for case in at_number) < _NEEDED:
            return number - 1, tries
    return last, tries


def _by_level(tries: list[Cleared]) -> Iterator[str]:
    for number in _numbers(tries):
        here = [case for case in tries if case.level.number == number]
        plans = sum(case.tried for case in here) / len(here)
        mean = f" ({plans:.0f} plans)" if plans else ""
        yield f"{number}: {sum(case.done for case in here)} of {len(here)}{mean}"
