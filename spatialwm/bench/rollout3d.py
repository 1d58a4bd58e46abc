"""``spatialwm bench rollout3d``: loose things in 3-D, foretold for 100 frames, in and out of distribution.

Drops and pushes of 5 to 10 boxes, balls, cylinders, capsules and hulls, as the network learned from, and with
twice the things, twice the speed, or every other thing four times as heavy. Truth is the engine. Because such
worlds are chaotic, the engine itself is run once more from a start 0.1 mm off: nothing that is not exact can
be better than that for long. Errors are over all loose things: root mean squares, as the papers have them.
"""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.bench.ladder_levels import Run
from spatialwm.bench.reel import Clip, write_reel
from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, ENGINE, EnginePredictor, Maker
from spatialwm.dynamics.simulate import run_timeline
from spatialwm.errors import InputError
from spatialwm.predictors.blend import LiveBlend
from spatialwm.predictors.coarse import LiveCoarse
from spatialwm.predictors.contact_files import load_contacts
from spatialwm.predictors.named import by_network
from spatialwm.predictors.worlds import KINDS, SECONDS, SHIFTS, Kind, Shift, World, draw_world
from spatialwm.scene import State

__all__ = ["errors", "run"]

_HELD_OUT = 7_000_000
"""First seed; nothing was learned, calibrated or chosen on these."""
_FRAMES = round(SECONDS / DT)
_HORIZONS = 50, 100
_OFF = 1e-4
"""How far off the start of the engine's second run is [m]."""
_WORST = 10
_BAR = 1.2
_COST = 1.0
"""Times the engine: a hybrid that takes longer is of no use."""
_ALWAYS = "hybrid that looks at every frame"
_SHAKEN = "engine, start 0.1 mm off"
_ANCHORS = (
    "anchors, quoted (RMSE at 50 / 100 frames on MOVi-B): RigidFormer 0.050 m, 4.0 deg / 0.161 m, 15.3 deg; "
    "HOPNet 0.047 m, 4.9 deg / 0.176 m, 17.9 deg; FIGNet (by HOPNet) 0.141 m, 7.4 deg / 0.516 m, 25.0 deg",
    "not the same data: MOVi-B is made with PyBullet, of meshes, at another frame rate; these worlds are "
    "ours, and the engine is both teacher and truth",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Case:
    """One world, foretold."""

    kind: Kind
    shift: str
    seed: int
    world: World
    states: dict[str, list[State]]
    """By predictor."""
    moved: dict[str, Float[np.ndarray, "h o"]]
    """By predictor, at each horizon: how far things are from where they should be [m]."""
    turned: dict[str, Float[np.ndarray, "h o"]]
    """Likewise [deg]."""
    seconds: dict[str, float]
    """CPU time of each."""
    learned: dict[str, float]
    """Share of what was awake, over the frames in which anything moved, that the network took."""


def run(clips: int = 20, model: Path | None = None, out: Path | None = None) -> Table:
    """Foretell, compare, and write the worst.

    Args:
        clips: Worlds of each kind, in each row.
        model: Folder that 'spatialwm train dynamics --preset drops|pushes|both' wrote; the shipped one by
            default.
        out: Folder for the ten worst cases of the hybrid, each with what the engine has, and their reel.

    Raises:
        InputError: Fewer than 2 clips or more than 10,000.
    """
    if not 2 <= clips <= 10_000:
        raise InputError(f"The benchmark of rollouts takes 2 to 10,000 clips, got {clips}.")
    net = load_contacts(model)
    makers = {
        _SHAKEN: ENGINE,
        "hybrid": by_network(net, hybrid=True),
        _ALWAYS: Maker(name="always", stepper=lambda: LiveBlend(net, name="always", always=True)),
        "network alone": by_network(net, hybrid=False),
        "response by hand": Maker(name="by hand", stepper=lambda: LiveCoarse(None, name="by hand")),
    }
    cases = {
        shift.name: [_case(kind, k, shift, makers) for k in range(clips) for kind in KINDS]
        for shift in SHIFTS
    }
    rows = [_row(name, shift, found) for name in makers for shift, found in cases.items()]
    asked = ("hybrid", _ALWAYS, "network alone")
    rows += [row for name in asked for row in _ratios(name, cases)]
    rows += [_excess(name, shift, found) for name in asked[:2] for shift, found in cases.items()]
    rows += [_cost(name, shift, found) for name in asked for shift, found in cases.items()]
    ranked = sorted(
        (case for found in cases.values() for case in found), key=lambda case: -case.moved["hybrid"][-1].max()
    )
    lines = [
        f"{verdict}: {_told(c)}"
        for verdict, some in (("worst", ranked[:3]), ("best", ranked[-3:]))
        for c in some
    ]
    if out is not None:
        write_reel(
            _clips(ranked[:_WORST], makers["hybrid"].name),
            out,
            title="bench rollout3d: the worst, and the engine",
        )
    return Table(
        title=f"bench rollout3d: {2 * clips} worlds a row, 100 frames of 1/60 s",
        rows=tuple(rows),
        lines=(*lines, *_ANCHORS),
    )


def errors(
    truth: list[State], found: list[State]
) -> tuple[Float[np.ndarray, "h o"], Float[np.ndarray, "h o"]]:
    """At each horizon how far things are off [m], and turned [deg], without the floor, which comes first."""
    moved: list[np.ndarray] = []
    turned: list[np.ndarray] = []
    for frame in _HORIZONS:
        one, other = truth[frame], found[frame]
        moved.append(np.linalg.norm(one.positions - other.positions, axis=1)[1:])
        cosines = np.abs((one.quats * other.quats).sum(axis=1))[1:]
        turned.append(np.degrees(2 * np.arccos(np.minimum(cosines, 1.0))))
    return np.array(moved), np.array(turned)


def _case(kind: Kind, seed: int, shift: Shift, makers: dict[str, Maker]) -> _Case:
    world = draw_world(kind, _HELD_OUT + seed, shift)
    truth, spent, _ = _foretold(world, ENGINE)
    states, seconds, learned = {"truth": truth}, {"truth": spent}, dict[str, float]()
    for name, maker in makers.items():
        start = _shaken(world, seed) if maker is ENGINE else world
        states[name], seconds[name], learned[name] = _foretold(start, maker)
    found = {name: errors(truth, states[name]) for name in makers}
    return _Case(
        kind=kind,
        shift=shift.name,
        seed=_HELD_OUT + seed,
        world=world,
        states={name: states[name] for name in ("truth", "hybrid")},
        moved={name: pair[0] for name, pair in found.items()},
        turned={name: pair[1] for name, pair in found.items()},
        seconds=seconds,
        learned=learned,
    )


def _foretold(world: World, maker: Maker) -> tuple[list[State], float, float]:
    stepper = None if maker.stepper is None else maker.stepper()
    predictor = EnginePredictor(world.scene, stepper=stepper)
    timeline = {round(at / DT): action for at, action in world.actions}
    began = time.process_time()
    states = run_timeline(predictor, timeline, _FRAMES)
    spent = time.process_time() - began
    if isinstance(stepper, LiveBlend):
        return states, spent, float(np.mean(stepper.shares or [0.0]))
    return states, spent, float(isinstance(stepper, LiveCoarse))


def _shaken(world: World, seed: int) -> World:
    rng = np.random.default_rng(seed)
    ways = rng.normal(size=(len(world.scene.objects), 3))
    ways *= _OFF / np.linalg.norm(ways, axis=1, keepdims=True)
    objects = tuple(
        replace(thing, position=thing.position + way) if k else thing
        for k, (thing, way) in enumerate(zip(world.scene.objects, ways, strict=True))
    )
    return replace(world, scene=replace(world.scene, objects=objects))


# ------------------------------------------------------------------------------------------------- figures


def _rms(found: list[_Case], name: str, horizon: int, what: str) -> float:
    values = np.concatenate([getattr(case, what)[name][horizon] for case in found])
    return float(np.sqrt(np.mean(values**2)))


def _row(name: str, shift: str, found: list[_Case]) -> Row:
    middle = np.median(np.concatenate([case.moved[name][1] for case in found]))
    return Row(
        name=f"{name}, {shift}: translation at 100 frames",
        value=_rms(found, name, 1, "moved"),
        unit="m",
        note=f"{_rms(found, name, 1, 'turned'):.1f} deg, median {100 * middle:.2g} cm; at 50 frames "
        f"{_rms(found, name, 0, 'moved'):.3f} m, {_rms(found, name, 0, 'turned'):.1f} deg",
    )


def _ratios(name: str, cases: dict[str, list[_Case]]) -> list[Row]:
    usual, *others = cases

    def ratio(who: str, other: str, horizon: int, what: str) -> float:
        return _rms(cases[other], who, horizon, what) / max(_rms(cases[usual], who, horizon, what), 1e-9)

    return [
        Row(
            name=f"{name}: {said}, {other} over in distribution",
            value=ratio(name, other, 1, what),
            at_most=_BAR if name == "hybrid" else None,
            note=f"at 100 frames; at 50 {ratio(name, other, 0, what):.2f}; "
            f"the engine 0.1 mm off {ratio(_SHAKEN, other, 1, what):.2f}",
        )
        for other in others
        for what, said in (("moved", "translation"), ("turned", "rotation"))
    ]


def _excess(name: str, shift: str, found: list[_Case]) -> Row:
    moved, turned = (
        _rms(found, name, 1, what) / max(_rms(found, _SHAKEN, 1, what), 1e-9) for what in ("moved", "turned")
    )
    return Row(
        name=f"{name} over the engine 0.1 mm off, {shift}",
        value=moved,
        unit="times",
        note=f"translation at 100 frames; rotation {turned:.2f}",
    )


def _cost(name: str, shift: str, found: list[_Case]) -> Row:
    share = 100 * float(np.mean([case.learned[name] for case in found]))
    spent = sum(case.seconds[name] for case in found) / sum(case.seconds["truth"] for case in found)
    return Row(
        name=f"{name}, {shift}: CPU time over the engine's",
        value=spent,
        at_most=_COST if name == "hybrid" else None,
        note=f"{share:.0f} % of what was awake was learned",
    )


# -------------------------------------------------------------------------------------------------- the reel


def _told(case: _Case) -> str:
    moved, floor = case.moved["hybrid"][-1].max(), case.moved[_SHAKEN][-1].max()
    return (
        f"{case.kind}, {case.shift}, seed {case.seed}: one thing is {moved:.3f} m off at 100 frames "
        f"(the engine 0.1 mm off: {floor:.3f} m)"
    )


def _clips(cases: list[_Case], name: str) -> list[Clip]:
    clips: list[Clip] = []
    for case in cases:
        for who, states, by in (("hybrid", "hybrid", name), ("engine", "truth", "engine")):
            run = Run(states=tuple(case.states[states]), actions=case.world.actions)
            clips.append(Clip(title=f"{who}: {_told(case)}", scene=case.world.scene, run=run, predictor=by))
    return clips
