"""What is looked at in each frame of ``bench endurance``: does a thing escape, overlap, vanish or race."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.checkup import deepest_overlap, energy
from spatialwm.dynamics.impulse import apply_impulse
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.rest import FREE
from spatialwm.scene import Action, Box, Look, Move, Push, Release, Remove, Spawn, State, Throw, Wait

__all__ = ["Tally", "Watch"]

_DEEP = 0.02
"""An overlap beyond this is a failure [m]."""
_FASTEST = 12.0
"""Nothing thrown at 6 m/s in a room of 2.6 m gets faster than 9.3 m/s."""
_WINDOW = 20
"""Frames in which a bounce gives back what it took."""
_CREATED = (0.05, 0.02)
"""Energy that may appear: that much [J], and this share of its changes in the window (contacts are
springs)."""
_LEAP = (0.05, 1.5)
"""A thing may be that far [m] from where it was, and this many times the way its speed explains."""
_UNIT = 1e-6
"""How far a rotation's length may be from 1."""


@dataclass
class Tally:
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
    """Of the engine's steps alone [s]."""
    cpu_all: float = 0.0
    """With all checks [s]."""

    def note(self, how_bad: float, when: float, text: str) -> None:
        """Keep the first few words, and the worst moment."""
        if len(self.notes) < 5 and text:
            self.notes.append(f"{when:.2f} s: {text}")
        if how_bad > self.worst[0]:
            self.worst = how_bad, when


class Watch:
    """Looks at every frame. What has failed once is counted once.

    The predictor's scene ends with its shell: the front wall and the ceiling.
    """

    def __init__(self, predictor: EnginePredictor, tally: Tally) -> None:
        self._predictor = predictor
        self._tally = tally
        self._levels: list[float] = []
        self._level = energy(predictor.live)
        self._failed: set[str] = set()
        self._start = predictor.initial()
        objects = predictor.scene.objects
        kinds = np.array([o.body.kind for o in objects])
        self._movers, self._fixed = np.flatnonzero(kinds != "static"), np.flatnonzero(kinds == "static")
        live = predictor.live
        self._scratch = replace(live, data=load_mujoco().MjData(live.compiled.model))
        self._reach = np.zeros(len(objects))
        """From an object's origin to its farthest centre of mass: how its spin moves it [m]."""
        self._reach[:] = np.linalg.norm(live.compiled.model.body_ipos[live.compiled.bodies], axis=1)
        shell = objects[-1].body.colliders
        assert isinstance(shell[0], Box) and isinstance(shell[1], Box)
        wide, deep, high = shell[1].size[0] / 2, shell[1].size[2] / 2, shell[1].position[1]
        self._low, self._high = np.array([-wide, -0.3, -deep]), np.array([wide, high, deep])

    def look(self, before: State, state: State, action: Action) -> None:
        """Check one frame."""
        if state.positions is before.positions and state.gone == before.gone:
            return
        self._present(before, state, action)
        self._bounds(state)
        self._overlap(state)
        self._energy(before, state, action)

    def look_around(self, state: State) -> None:
        """Now and then: whether all that rests lies on something."""
        mujoco = load_mujoco()

        live = self._predictor.live
        compiled, model = live.compiled, live.compiled.model
        data = mujoco.MjData(model)
        data.qpos[:] = live.data.qpos
        for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_collision):
            update(model, data)
        geoms = np.asarray(data.contact.geom).ravel()
        touching = np.isin(np.arange(len(compiled.movers)), compiled.mover_of_geom[geoms[geoms >= 0]])
        for mover in compiled.hung:  # what stands on its own drawer stands
            root = mover
            while touching[mover] and compiled.parents[root] >= 0:
                root = int(compiled.parents[root])
                touching[root] = True
        for mover in np.flatnonzero((live.memory.flags > FREE) & compiled.free & ~touching):
            k = int(compiled.movers[mover])
            if state.names[k] not in state.gone:
                self._lose(state, k, "rests in the air")

    # ------------------------------------------------------------- one thing each

    def _fail(self, kind: str, key: str) -> bool:
        if f"{kind} {key}" in self._failed:
            return False
        self._failed.add(f"{kind} {key}")
        return True

    def _lose(self, state: State, k: int, how: str) -> None:
        name = self._start.names[k]
        if self._fail("lost", name):
            self._tally.lost += 1
            self._tally.note(200.0, state.time, f"'{name}' {how}")

    def _present(self, before: State, state: State, action: Action) -> None:
        """Everything is still there, once, in one piece, and where its motion has brought it."""
        if state.names != self._start.names:
            for k, name in enumerate(self._start.names):
                if state.names.count(name) != 1:
                    self._lose(state, k, "is not in the state once")
            return
        asked = action.object if isinstance(action, Spawn | Remove) else None
        for name in set(before.gone) ^ set(state.gone):
            if name != asked:
                self._lose(state, state.names.index(name), "came or went by itself")
        lengths = np.sqrt(np.einsum("oa,oa->o", state.quats, state.quats))
        poses = np.isfinite(state.positions).all(axis=1) & (np.abs(lengths - 1) < _UNIT)
        for k in np.flatnonzero(~poses):
            self._lose(state, int(k), "has no pose")
        moved = (state.positions != self._start.positions) | (state.quats[:, 1:] != self._start.quats[:, 1:])
        for k in self._fixed[moved[self._fixed].any(axis=1)]:
            self._lose(state, int(k), "moved though it is static")
        way = np.linalg.norm(state.positions - before.positions, axis=1)
        if (way > _LEAP[0]).any():
            self._leaps(before, state, way, action)

    def _leaps(self, before: State, state: State, way: np.ndarray, action: Action) -> None:
        asked = action.object if isinstance(action, Spawn | Remove) else None
        fastest = np.zeros(len(way))
        for each in (before, state):
            speed = np.linalg.norm(each.velocities, axis=1)
            spin = np.linalg.norm(each.angular_velocities, axis=1)
            fastest = np.maximum(fastest, speed + spin * self._reach)
        if isinstance(action, Push):  # what is sent into something may have lost its speed by now
            mass = self._predictor.scene[action.object].body.mass
            fastest[state.names.index(action.object)] += np.linalg.norm(action.impulse) / mass
        if isinstance(action, Throw) and before.held is not None:
            fastest[state.names.index(before.held)] += np.linalg.norm(action.velocity)
        for k in np.flatnonzero(way > _LEAP[0] + _LEAP[1] * fastest * DT):
            if state.names[k] not in (asked, *state.gone, *before.gone):
                self._lose(state, int(k), f"leapt {way[k]:.2f} m in a frame")

    def _bounds(self, state: State) -> None:
        places = state.positions[self._movers]
        outside = ~((places > self._low) & (places < self._high)).all(axis=1)
        for k in np.flatnonzero(outside):
            name = state.names[int(self._movers[k])]
            if name not in state.gone and self._fail("escape", name):
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
        level, there_was = energy(self._predictor.live), self._level
        self._level = level
        went = before.agent_position != state.agent_position
        climbs, walks = bool(went[1]), bool(went.any())
        work = self._work(before, action)
        if work is None or state.held or before.held or climbs:
            # From what a hand left there nothing may gain. An impact may be under way, and what it gives
            # back was there before.
            self._levels = [max(level, there_was + (work or 0.0))]
            return
        if work:
            self._levels = [each + work for each in self._levels or [there_was]]
        if self._levels and not walks:  # what a body does to what it touches is not measured
            highest, lowest = max(self._levels), min(self._levels)
            created = level - highest
            if created > _CREATED[0] + _CREATED[1] * (highest - lowest) and self._fail(
                "energy", f"{int(state.time)}"
            ):
                self._tally.jumps += 1
                self._tally.note(10 + created, state.time, f"{created:.2f} J from nowhere")
        self._levels = [*self._levels[1 - _WINDOW :], level]

    def _work(self, before: State, action: Action) -> float | None:
        """What an action does the moment it is done [J]; None where that is not known."""
        if isinstance(action, Wait | Look | Move | Release):
            return 0.0
        if not isinstance(action, Push | Throw):
            return None
        mujoco = load_mujoco()

        scratch = self._scratch
        compiled, data = scratch.compiled, scratch.data
        kind: Any = mujoco.mjtState.mjSTATE_INTEGRATION
        size = mujoco.mj_stateSize(compiled.model, kind)
        mujoco.mj_setState(compiled.model, data, before.engine[:size], kind)
        there_was = self._measured()
        if isinstance(action, Push):
            apply_impulse(compiled, data, scratch.movers[action.object], action)
        else:
            data.qvel[compiled.dofs[scratch.movers[str(before.held)]]] = (*action.velocity, 0.0, 0.0, 0.0)
        return self._measured() - there_was

    def _measured(self) -> float:
        mujoco = load_mujoco()

        for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_makeM):
            update(self._scratch.compiled.model, self._scratch.data)
        return energy(self._scratch)
