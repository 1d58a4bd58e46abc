"""``spatialwm bench trust``: are faults in a record seen, is what is right believed, and is the band honest?

Rooms and actions are drawn from seeds that no limit and no band was chosen on.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.bench.trust_calibration import CALIBRATED_ON, Errors, coverage, errors_of, together
from spatialwm.bench.trust_faults import FAULTS, MAGNITUDES, Fault, FaultKind, clean, faulty
from spatialwm.dynamics import INVARIANTS, judge
from spatialwm.errors import InputError
from spatialwm.scene import Scene, Trust

__all__ = ["auroc", "run"]

_HELD_OUT = 10_000
"""First seed of those held out."""
_LATE = 1.0
"""A fault seen later than this after it began is not counted as found [s]: it takes half a second to rise."""


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A record, judged."""

    seed: int
    fault: Fault | None
    lowest: float
    """Score."""
    first: tuple[float, str, str] | None
    """Where trust is lost first [s], at what, by which invariant."""
    worst: tuple[float, str, str]

    @property
    def found(self) -> bool:
        """Whether trust is lost when the fault begins, and not before."""
        if self.fault is None or self.first is None:
            return False
        return -0.05 <= self.first[0] - self.fault.time <= _LATE

    def __str__(self) -> str:
        when, name, law = self.worst
        said = f"seed {self.seed}: lowest score {self.lowest:.2f} at {when:.2f} s, {law} of '{name}'"
        if self.fault is None:
            return said
        fault = self.fault
        return f"{fault.kind} of {fault.magnitude:.3g} at '{fault.object}', {fault.time:.2f} s: {said}"


def run(seeds: int = 60) -> Table:
    """Judge clean and faulty records of rooms in which things are pushed about.

    Args:
        seeds: How many rooms; each gives a clean record and one with each kind of fault.
    """
    if not 2 <= seeds <= 10_000:
        raise InputError(f"The benchmark of trust takes 2 to 10000 seeds, got {seeds}.")
    right: list[_Case] = []
    wrong: dict[FaultKind, list[_Case]] = {kind: [] for kind in FAULTS}
    inside: list[Errors] = []
    spent, judged = 0.0, 0
    for k in range(seeds):
        seed = _HELD_OUT + k
        done = clean(seed)
        began = time.process_time()
        right.append(_judged(done, seed, None))
        spent, judged = spent + time.process_time() - began, judged + 1
        assert done.rollout is not None
        inside.append(errors_of(seed, done.rollout, copies=2))
        for kind in FAULTS:
            sizes = MAGNITUDES[kind]
            spoiled = faulty(done, seed, kind, sizes[k % len(sizes)])
            if spoiled is not None:
                wrong[kind].append(_judged(spoiled[0], seed, spoiled[1]))
    known = together([errors_of(seed) for seed in CALIBRATED_ON[: max(seeds // 2, 1)]])
    rows = [*_fault_rows(right, wrong), *_band_rows(known, together(inside)), *_clean_rows(right)]
    rows.append(Row(name="time to judge a rollout of 3 s", value=spent / judged, unit="CPU s", at_most=1.0))
    return Table(title=f"bench trust: {seeds} rooms", rows=tuple(rows), lines=_worst(right, wrong))


def auroc(right: list[float], wrong: list[float]) -> float:
    """How often a faulty record scores lower than a clean one; equal scores count half."""
    below = np.array(wrong)[:, None] - np.array(right)[None]
    return float((below < 0).mean() + 0.5 * (below == 0).mean()) if below.size else 0.0


def _judged(scene: Scene, seed: int, fault: Fault | None) -> _Case:
    judgement, rollout = judge(scene), scene.rollout
    assert rollout is not None

    def said(frame: int, k: int) -> tuple[float, str, str]:
        return float(rollout.times[frame]), judgement.names[k], INVARIANTS[int(judgement.reasons[frame, k])]

    lowest = judgement.scores.min(axis=1)
    lost = np.flatnonzero(lowest < Trust.LOST)
    place: Callable[[int], int] = lambda frame: int(judgement.scores[frame].argmin())  # noqa: E731
    worst = int(lowest.argmin())
    return _Case(
        seed=seed,
        fault=fault,
        lowest=float(lowest[worst]),
        first=said(int(lost[0]), place(int(lost[0]))) if len(lost) else None,
        worst=said(worst, place(worst)),
    )


def _fault_rows(right: list[_Case], wrong: dict[FaultKind, list[_Case]]) -> list[Row]:
    rows: list[Row] = []
    usual = [case.lowest for case in right]
    for kind, cases in wrong.items():
        found = sum(case.found for case in cases)
        least = MAGNITUDES[kind][0]
        subtle = [case.lowest for case in cases if case.fault and case.fault.magnitude == least]
        rows.append(
            Row(
                name=f"AUROC {kind}",
                value=auroc(usual, [case.lowest for case in cases]),
                at_least=0.95,
                note=f"{len(cases)} records, the subtlest ({least:.2g}) alone {auroc(usual, subtle):.3f}; "
                f"trust lost at the fault in {found}",
            )
        )
    return rows


def _band_rows(known: Errors, held_out: Errors) -> list[Row]:
    return [
        Row(name="90 % band: coverage of calibrated rooms", value=100 * coverage(known), unit="%"),
        Row(
            name="90 % band: coverage of held-out rooms",
            value=100 * coverage(held_out),
            unit="%",
            at_least=87,
            at_most=93,
            note=f"{len(held_out.errors)} places",
        ),
    ]


def _clean_rows(right: list[_Case]) -> list[Row]:
    alarms = sum(case.first is not None for case in right)
    minutes = len(right) * 3.0 / 60
    return [
        Row(
            name="false alarms per simulated minute",
            value=alarms / minutes,
            at_most=0.0,
            note=f"{alarms} in {minutes:.1f} min",
        ),
        Row(name="lowest score of a clean record", value=min(case.lowest for case in right)),
    ]


def _worst(right: list[_Case], wrong: dict[FaultKind, list[_Case]]) -> tuple[str, ...]:
    lines = [f"clean, {case}" for case in sorted(right, key=lambda case: case.lowest)[:3]]
    for cases in wrong.values():
        lines += [str(case) for case in sorted(cases, key=lambda case: -case.lowest)[:2]]
    return tuple(lines)
