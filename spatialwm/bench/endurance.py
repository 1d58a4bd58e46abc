"""``spatialwm bench endurance``: random actions for minutes and hours; does the world stay in one piece?

The long form is ``spatialwm bench endurance --seeds 100 --minutes 60``.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor, simulate
from spatialwm.dynamics.checkup import deepest_overlap, energy
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
_PAUSE = 3.0
"""Between two actions, on average [s]: the pace of somebody tidying up."""
_DEEP = 0.02
"""An overlap beyond this is a failure [m]."""
_FASTEST = 12.0
"""Nothing thrown at 6 m/s in a room of 2.6 m gets faster than 9.3 m/s."""
_WINDOW = 20
"""Frames in which a bounce gives back what it took."""
_CREATED = (0.05, 0.02)
"""Energy that may appear: that much [J], and this share of its changes in the window (contacts are
springs)."""


@dataclass
class _Tally:
    """What went wrong in one run."""

    breakdowns: int = 0
    escapes: int = 0
    overlaps: int = 0
    jumps: int = 0
    lost: int = 0
    refused: int = 0
    done: int = 0
    deepest: float = 0.0
    notes: list[str] = field(default_factory=list[str])
    worst: tuple[float, float] = (0.0, 0.0)
    """How bad, and when [s]."""
    seconds: float = 0.0
    cpu: float = 0.0

    def note(self, how_bad: float, when: float, text: str) -> None:
        """Keep the first few words, and the worst moment."""
        if len(self.notes) < 5 and text:
            self.notes.append(f"{when:.2f} s: {text}")
        if how_bad > self.worst[0]:
            self.worst = how_bad, when


def run(seeds: int = 4, minutes: float = 1.0, out: Path | None = None) -> Table:
    """Act at random in furnished rooms, one room per seed.

    Args:
        seeds: How many rooms.
        minutes: How long in each [min].
        out: Folder for the worst case, as a scene with the seconds before it.
    """
    if not (0 < seeds <= 10_000 and 0 < minutes <= 60):
        raise InputError(f"Endurance takes 1 to 10000 seeds of up to 60 minutes, got {seeds} of {minutes}.")
    tallies: list[_Tally] = []
    worst: tuple[float, int, list[tuple[float, Action]]] | None = None
    for seed in range(seeds):
        tally, log = _one(closed_room(seed), seed, round(minutes * 60 / DT))
        tallies.append(tally)
        if worst is None or tally.worst[0] > tallies[worst[1]].worst[0]:
            worst = tally.worst[1], seed, log
    lines = [f"seed {k}: {note}" for k, tally in enumerate(tallies) for note in tally.notes]
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


def _one(scene: Scene, seed: int, frames: int) -> tuple[_Tally, list[tuple[float, Action]]]:
    predictor = EnginePredictor(scene, seed)
    player, tally = _Player(scene, seed), _Tally()
    log: list[tuple[float, Action]] = []
    state = before = predictor.initial()
    watch = _Watch(predictor, tally)
    began = time.process_time()
    for frame in range(frames):
        action = player.next(state)
        try:
            state = predictor.step(before, action)
        except InputError:
            tally.refused += 1
            action = Wait()
            state = predictor.step(before, action)
        except SimulationError as error:
            tally.breakdowns += 1
            tally.note(1e3, before.time, str(error))
            break
        if not isinstance(action, Wait):
            log.append((frame * DT, action))
            tally.done += 1
        watch.look(before, state, action)
        before = state
    tally.cpu = time.process_time() - began
    tally.seconds = before.time
    tally.lost = len(scene.objects) - len(set(before.names) & {o.name for o in scene.objects})
    return tally, log


class _Watch:
    """Looks at every frame. What has failed once is counted once."""

    def __init__(self, predictor: EnginePredictor, tally: _Tally) -> None:
        self._predictor = predictor
        self._tally = tally
        self._levels: list[float] = []
        self._failed: set[str] = set()
        objects = predictor.scene.objects
        self._movers = np.array([k for k, o in enumerate(objects) if o.body.kind != "static"])
        shell = objects[-1].body.colliders
        assert isinstance(shell[0], Box) and isinstance(shell[1], Box)
        wide, deep, high = shell[1].size[0] / 2, shell[1].size[2] / 2, shell[1].position[1]
        self._low, self._high = np.array([-wide, -0.3, -deep]), np.array([wide, high, deep])

    def look(self, before: State, state: State, action: Action) -> None:
        """Check one frame."""
        if state.positions is before.positions:
            return
        self._bounds(state)
        self._overlap(state)
        self._energy(before, state, action)

    def _fail(self, kind: str, key: str) -> bool:
        if f"{kind} {key}" in self._failed:
            return False
        self._failed.add(f"{kind} {key}")
        return True

    def _bounds(self, state: State) -> None:
        places = state.positions[self._movers]
        outside = ~((places > self._low) & (places < self._high)).all(axis=1)
        for k in np.flatnonzero(outside):
            name = state.names[int(self._movers[k])]
            if self._fail("escape", name):
                self._tally.escapes += 1
                self._tally.note(100.0, state.time, f"'{name}' left the room at {np.round(places[k], 2)}")

    def _overlap(self, state: State) -> None:
        depth, one, other = deepest_overlap(self._predictor.live)
        self._tally.deepest = max(self._tally.deepest, depth)
        text = ""
        if depth > _DEEP and self._fail("overlap", f"{one} {other} {int(state.time)}"):
            self._tally.overlaps += 1
            text = f"'{one}' and '{other}' overlap by {1e3 * depth:.0f} mm"
        self._tally.note(depth, state.time, text)

    def _energy(self, before: State, state: State, action: Action) -> None:
        speed = float(np.sqrt((state.velocities**2).sum(axis=1).max()))
        if speed > _FASTEST and self._fail("speed", f"{int(state.time)}"):
            self._tally.jumps += 1
            self._tally.note(50.0, state.time, f"something flies at {speed:.1f} m/s")
        agent_moves = not np.array_equal(before.agent_position, state.agent_position)
        turns = before.agent_yaw != state.agent_yaw
        if not isinstance(action, Wait) or state.held or before.held or agent_moves or turns:
            self._levels = []
            return
        level = energy(self._predictor.live)
        if self._levels:
            highest, lowest = max(self._levels), min(self._levels)
            created = level - highest
            if created > _CREATED[0] + _CREATED[1] * (highest - lowest) and self._fail(
                "energy", f"{int(state.time)}"
            ):
                self._tally.jumps += 1
                self._tally.note(10 + created, state.time, f"{created:.2f} J from nowhere")
        self._levels = [*self._levels[1 - _WINDOW :], level]


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


def _table(tallies: list[_Tally], minutes: float, lines: tuple[str, ...]) -> Table:
    def total(name: str) -> float:
        return float(sum(getattr(tally, name) for tally in tallies))

    seconds, cpu = total("seconds"), total("cpu")
    failures = [
        Row(name=text, value=total(name), at_most=0)
        for name, text in (
            ("breakdowns", "NaN and breakdowns"),
            ("escapes", "things that left the room"),
            ("overlaps", "overlaps over 20 mm"),
            ("jumps", "energy or speed from nowhere"),
            ("lost", "lost objects"),
        )
    ]
    return Table(
        title=f"bench endurance: {len(tallies)} rooms, {minutes:g} min each",
        rows=(
            *failures,
            Row(name="deepest overlap", value=1e3 * max(t.deepest for t in tallies), unit="mm"),
            Row(name="actions done", value=total("done"), note=f"{total('refused'):.0f} refused by name"),
            Row(name="simulated", value=seconds / 60, unit="min"),
            Row(name="real time per core", value=seconds / cpu, unit="x", at_least=60),
        ),
        lines=lines,
    )
