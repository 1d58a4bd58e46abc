"""``spatialwm bench endurance``: random actions for minutes and hours; does the world stay in one piece?

The long form is ``spatialwm bench endurance --seeds 100 --minutes 60``; with ``--first`` it is done in parts.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialwm.bench.endurance_watch import Tally, Watch
from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor, simulate
from spatialwm.errors import InputError, SimulationError
from spatialwm.io import save
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Grasp,
    Look,
    Move,
    Push,
    Release,
    Scene,
    SceneObject,
    State,
    Throw,
    Vector,
    Wait,
)

__all__ = ["ROOMS", "closed_room", "run"]

ROOMS = (
    "a living room with a sofa, a coffee table with two mugs and a vase on it, an armchair, a bookshelf with "
    "five books, a floor lamp, a ball and a rug",
    "a kitchen with a table, four chairs, four plates on the table, four mugs on the table, a bowl and a "
    "bottle",
    "an office with a desk, a chair, a lamp on the desk, a laptop on the desk, a bookshelf with six books, "
    "a bin, a plant and a box",
    "a bedroom with a bed, two nightstands, a lamp on a nightstand, a wardrobe, a chair, a ball, three books "
    "on the bed and a cabinet with a vase on it",
)
"""12 to 20 objects each."""
_ROUND = 600
"""Frames between two looks at whether all that rests lies on something."""
_PAUSE = 3.0
"""Between two actions, on average [s]: the pace of somebody tidying up."""


def run(seeds: int = 4, minutes: float = 1.0, first: int = 0, out: Path | None = None) -> Table:
    """Act at random in furnished rooms, one room per seed.

    Args:
        seeds: How many rooms.
        minutes: How long in each [min].
        first: The first room's seed, so that a long run can be done in parts.
        out: Folder for the worst case, as a scene with the seconds before it.
    """
    if not (0 < seeds <= 10_000 and 0 < minutes <= 60 and first >= 0):
        raise InputError(
            f"Endurance takes 1 to 10000 seeds, from 0 up, of up to 60 minutes; got {seeds} of {minutes}."
        )
    tallies: list[Tally] = []
    worst: tuple[float, int, list[tuple[float, Action]]] | None = None
    for seed in range(first, first + seeds):
        tally, log = _one(closed_room(seed), seed, round(minutes * 60 / DT))
        tallies.append(tally)
        if worst is None or tally.worst[0] > tallies[worst[1] - first].worst[0]:
            worst = tally.worst[1], seed, log
    lines = [f"seed {k}: {note}" for k, tally in enumerate(tallies, first) for note in tally.notes]
    if out is not None and worst is not None:
        lines.append(f"worst case: {_save_worst(out, *worst)}")
    return _table(tallies, minutes, tuple(lines))


def closed_room(seed: int) -> Scene:
    """A furnished room of 12 to 20 objects with its fourth wall and a ceiling: nothing may leave it."""
    room = bodies_from_text(ROOMS[seed % len(ROOMS)], seed=seed)
    walls = [c for c in room.objects[0].body.colliders if isinstance(c, Box)][1:]
    width, depth, high = max(w.size[0] for w in walls), max(w.size[2] for w in walls), walls[0].size[1]
    front = Box(size=np.array([width + 0.5, high, 0.12]), position=np.array([0, high / 2, depth / 2 + 0.06]))
    top = Box(size=np.array([width + 1, 0.2, depth + 1]), position=np.array([0.0, high + 0.1, 0.0]))
    shell = SceneObject(name="shell", category="wall", body=Body(colliders=(front, top)))
    return replace(room, objects=(*room.objects, shell))


def _one(scene: Scene, seed: int, frames: int) -> tuple[Tally, list[tuple[float, Action]]]:
    predictor = EnginePredictor(scene, seed)
    player, tally = _Player(scene, seed), Tally()
    log: list[tuple[float, Action]] = []
    before = predictor.initial()
    watch = Watch(predictor, tally)
    began = time.process_time()
    for frame in range(frames):
        try:
            state, action = _stepped(predictor, before, player.next(before), tally)
        except SimulationError as error:
            tally.breakdowns += 1
            tally.note(1e3, before.time, str(error))
            break
        if not isinstance(action, Wait):
            log.append((frame * DT, action))
            tally.done += 1
        watch.look(before, state, action)
        if frame % _ROUND == _ROUND - 1:
            watch.look_around(state)
        before = state
    watch.look_around(before)
    tally.cpu_all = time.process_time() - began
    tally.seconds = before.time
    return tally, log


def _stepped(predictor: EnginePredictor, before: State, action: Action, tally: Tally) -> tuple[State, Action]:
    """One frame; an action that cannot be done is a wait."""
    began = time.process_time()
    try:
        state = predictor.step(before, action)
    except InputError:
        tally.refused += 1
        action = Wait()
        state = predictor.step(before, action)
    finally:
        tally.cpu += time.process_time() - began
    return state, action


class _Player:
    """Somebody who walks about, pushes, grasps, carries, drops and throws things, at random."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._things = [(k, o) for k, o in enumerate(scene.objects) if o.body.kind == "dynamic"]
        self._wait = 30
        self._plan: list[tuple[int, Callable[[State], Action]]] = []

    def next(self, state: State) -> Action:
        """What to do in this frame."""
        self._wait -= 1
        if self._wait > 0:
            return Wait()
        if not self._plan:
            self._plan = self._holding(state) if state.held else self._choose()
        pause, make = self._plan.pop(0)
        self._wait = pause
        return make(state)

    def _pause(self) -> int:
        return 1 + round(self._rng.exponential(_PAUSE) / DT)

    def _choose(self) -> list[tuple[int, Callable[[State], Action]]]:
        kind = self._rng.choice(["push", "walk", "look", "grasp"], p=[0.4, 0.2, 0.1, 0.3])
        index, thing = self._things[self._rng.integers(len(self._things))]
        if kind == "push":
            return [(self._pause(), lambda _: self._push(thing))]
        if kind == "look":
            return [(self._pause(), lambda _: Look(yaw=float(self._rng.uniform(-2, 2))))]
        if kind == "walk":
            return [(self._pause(), lambda _: Move(displacement=self._flat(2.0)))]
        return [
            (120, lambda state: self._approach(state, index)),
            (self._pause(), lambda _: Grasp(object=thing.name)),
        ]

    def _holding(self, state: State) -> list[tuple[int, Callable[[State], Action]]]:
        kind = self._rng.choice(["walk", "release", "throw"], p=[0.4, 0.3, 0.3])
        if kind == "walk":
            return [(self._pause(), lambda _: Move(displacement=self._flat(2.0)))]
        if kind == "release":
            return [(self._pause(), lambda _: Release())]
        x, _, z = self._flat(float(self._rng.uniform(0.5, 5.5)))
        velocity = (x, float(self._rng.uniform(-1, 3)), z)
        return [(self._pause(), lambda _: Throw(velocity=velocity))]

    def _push(self, thing: SceneObject) -> Action:
        x, _, z = self._flat(thing.body.mass * float(self._rng.uniform(0.2, 4.0)))
        return Push(object=thing.name, impulse=(x, thing.body.mass * float(self._rng.uniform(0, 1)), z))

    def _approach(self, state: State, index: int) -> Action:
        way = state.positions[index] - state.agent_position
        x, z = float(way[0]), float(way[2])
        distance = max(float(np.hypot(x, z)), 1e-3)
        share = max(distance - 0.5, 0.05) / distance
        return Move(displacement=(x * share, 0.0, z * share))

    def _flat(self, length: float) -> Vector:
        angle = float(self._rng.uniform(0, 2 * np.pi))
        return length * float(np.cos(angle)), 0.0, length * float(np.sin(angle))


def _save_worst(out: Path, when: float, seed: int, log: list[tuple[float, Action]]) -> Path:
    """The scene as it was some seconds before the worst moment, and what happened until then."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"endurance-seed-{seed}.glb"
    scene = closed_room(seed)
    seconds = max(when, 1.0) + DT
    save(simulate(scene, [(t, a) for t, a in log if t < seconds - DT], seconds=seconds, seed=seed), path)
    return path


def _table(tallies: list[Tally], minutes: float, lines: tuple[str, ...]) -> Table:
    def total(name: str) -> float:
        return float(sum(getattr(tally, name) for tally in tallies))

    seconds, cpu, cpu_all = total("seconds"), total("cpu"), total("cpu_all")
    failures = [
        Row(name=text, value=total(name), at_most=0.0)
        for name, text in (
            ("breakdowns", "NaN and breakdowns"),
            ("escapes", "things that left the room"),
            ("overlaps", "overlaps over 20 mm"),
            ("jumps", "energy or speed from nowhere"),
            ("lost", "lost, leapt or hovering objects"),
        )
    ]
    return Table(
        title=f"bench endurance: {len(tallies)} rooms, {minutes:g} min each",
        rows=(
            *failures,
            Row(name="deepest overlap", value=1e3 * max(t.deepest for t in tallies), unit="mm"),
            Row(name="actions done", value=total("done"), note=f"{total('refused'):.0f} refused by name"),
            Row(name="simulated", value=seconds / 60, unit="min"),
            Row(name="real time per core", value=seconds / cpu, unit="x", at_least=60.0, note="the engine"),
            Row(name="... with all checks", value=seconds / cpu_all, unit="x"),
        ),
        lines=lines,
    )
