"""The engine predictor: MuJoCo steps the scene's bodies."""

from collections.abc import Callable
from typing import Any

import numpy as np

from spatialwm.dynamics.acting import STEEPEST, act
from spatialwm.dynamics.acting_world import keep_away, restore
from spatialwm.dynamics.agent import CROUCHED_EYE, EYE, place_agent
from spatialwm.dynamics.doings import Doings, Errand
from spatialwm.dynamics.errands import carry_on
from spatialwm.dynamics.feet import follow_ground, mark_ground
from spatialwm.dynamics.hand import close_hand
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.memory import Memory, Walk
from spatialwm.dynamics.model import SUBSTEPS, Compiled, compile_scene
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.rest import AT_START, FREE, stillness, supported_by_rest, update_rest
from spatialwm.dynamics.walking import is_standing, stand_still, steer
from spatialwm.errors import InputError, SimulationError
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.scene import Action, Scene, State

__all__ = ["EnginePredictor"]

_SETTLE_FRAMES = 60
"""How long the start is watched to see what rests: 1 s, in which an unsupported thing falls 5 m."""
_SETTLED = (0.005, 0.035, 0.02, 0.1)
"""What moves less than 5 mm and 2 degrees then, and is slow, rests: lifted things stand a little off."""
_FULL = [1, 2]
"""MuJoCo's warnings that contacts or constraints were dropped (mjtWarning)."""
_BAD = [3, 4, 5]
"""... that positions, velocities or accelerations are not finite or huge."""


class EnginePredictor:
    """S' = f(S, A) by MuJoCo. A live handle: it owns an engine, so use one per thread.

    ``step`` is exact from any state of the same scene, in any order, in any predictor made from that scene.

    Raises:
        InputError: The scene has what the engine cannot do, such as a soft body.
        SimulationError: MuJoCo cannot build the scene.
    """

    dt: float = DT

    def __init__(
        self, scene: Scene, seed: int = 0, watch: Callable[[Compiled, Any], None] | None = None
    ) -> None:
        """Build the engine. ``seed`` is kept for the record: this predictor has no randomness.

        ``watch`` is shown the engine after every substep, and changes nothing.
        """
        mujoco = load_mujoco()

        self.scene = scene
        self.seed = seed
        self._watch = None
        self._compiled = compile_scene(scene)
        self._data: Any = mujoco.MjData(self._compiled.model)
        self._kind: Any = mujoco.mjtState.mjSTATE_INTEGRATION
        self._names = tuple(thing.name for thing in scene.objects)
        self._positions = np.array([o.position for o in scene.objects], float).reshape(-1, 3)
        self._quats = np.array([o.quat for o in scene.objects], float).reshape(-1, 4)
        self._live = self._fresh()
        self._last: State | None = None
        self._initial = self._start()
        self._watch = watch

    def initial(self) -> State:
        """The start of the scene: everything where the scene has it, nothing moves."""
        return self._initial

    def step(self, state: State, action: Action) -> State:
        """Advance by ``self.dt`` seconds under ``action``. ``state`` is not changed.

        A ``Move`` goes on during later steps until it is done, blocked, or replaced.

        Raises:
            InputError: The action cannot be done: out of reach, nothing held, a static object.
            UnknownObjectError: It names an object that is not there.
            SimulationError: The engine broke down; names the time and the object.
        """
        if state is not self._last:
            self._load(state)
        self._last = None  # stays so if anything below raises
        stance = Stance(yaw=state.agent_yaw, pitch=state.agent_pitch, held=state.held)
        stance = act(self._live, action, stance)
        if stance.held is not None or not self._is_all_still(stance):
            stance = self._advance(stance, state.time)
        self._last = self._record((round(state.time / DT) + 1) * DT, stance)
        return self._last

    # ------------------------------------------------------------------ start

    def _fresh(self) -> Live:
        model, count = self._compiled.model, len(self._compiled.movers)
        anchors = np.array(model.qpos0, float)
        place, rate = (int(at[0]) for at in (model.joint("agent.x").qposadr, model.joint("agent.x").dofadr))
        doings = Doings(
            gone=np.array([thing.hidden for thing in self.scene.objects], bool),
            gravity=self.scene.gravity.astype(float),
            wind=np.zeros(3),
            errand=Errand(),
        )
        return Live(
            scene=self.scene,
            compiled=self._compiled,
            data=self._data,
            memory=Memory(np.zeros(count, int), np.zeros(count), anchors, Walk(), np.zeros(7), doings),
            movers={self._names[int(k)]: m for m, k in enumerate(self._compiled.movers)},
            agent_q=slice(place, place + 3),
            agent_v=slice(rate, rate + 3),
        )

    def _start(self) -> State:
        mujoco = load_mujoco()

        compiled, data = self._compiled, self._data
        for free, q in zip(compiled.free, compiled.qpos, strict=True):
            if free:
                data.qpos[q][3:] = quat_normalize(np.asarray(data.qpos[q][3:]))
        keep_away(self._live)
        mark_ground(self._live)
        mujoco.mj_forward(compiled.model, data)
        x, z, yaw = place_agent(compiled.model, data, self.scene)
        data.qpos[self._live.agent_q] = x, z, yaw
        data.ctrl[:] = x, z, yaw
        level = float(compiled.model.body_pos[int(compiled.model.body("agent").id)][1])
        self._live.memory.doings.level = level
        self._find_what_rests(yaw)
        keep_away(self._live)
        pitch = 0.0
        if self.scene.cameras:
            pitch = float(np.arcsin(np.clip(self.scene.cameras[0].world_from_camera[1, 2], -1, 1)))
        stance = Stance(yaw=yaw, pitch=float(np.clip(pitch, -STEEPEST, STEEPEST)), held=None)
        return self._record(0.0, stance, at_start=True)

    def _find_what_rests(self, yaw: float) -> None:
        # Watch one second without holding anything. What stays rests from the start, at the pose the engine
        # settles it to, and is shown where the scene has it.
        compiled, data, memory = self._compiled, self._data, self._live.memory
        before = self._physics()
        start = np.array(data.qpos)
        try:
            for _ in range(_SETTLE_FRAMES):
                self._substeps(0.0)
        except SimulationError:
            rests = np.zeros(
                len(self._live.movers), bool
            )  # the same happens, and is raised, in the run itself
        else:
            rests = supported_by_rest(compiled, data, stillness(compiled, data, start).within(*_SETTLED))
        settled = np.array(data.qpos)
        self._set_physics(before)
        memory.flags[:] = np.where(rests, AT_START, FREE)
        memory.anchors[:] = start
        for k in np.flatnonzero(rests):
            memory.anchors[compiled.qpos[k]] = settled[compiled.qpos[k]]
            data.qpos[compiled.qpos[k]] = settled[compiled.qpos[k]]

    # ------------------------------------------------------------------- time

    def _is_all_still(self, stance: Stance) -> bool:
        memory = self._live.memory
        quiet = is_standing(self._live, stance.yaw) and not memory.doings.busy
        return quiet and bool(np.all(memory.flags > FREE))

    def _advance(self, stance: Stance, time: float) -> Stance:
        memory = self._live.memory
        steer(self._live, stance.yaw)
        if memory.doings.airborne or not is_standing(self._live, stance.yaw):
            follow_ground(self._live)
        stance = carry_on(self._live, stance)
        self._substeps(time)
        keep_away(self._live)
        mover = -1 if stance.held is None else self._live.movers[stance.held]
        update_rest(self._compiled, self._data, memory.flags, memory.quiet, memory.anchors, mover)
        stand_still(self._live)
        return stance

    def _substeps(self, time: float) -> None:
        mujoco = load_mujoco()

        model, data = self._compiled.model, self._data
        before = self._physics()
        if self._watch is None:
            mujoco.mj_step(model, data, SUBSTEPS)
        else:
            for _ in range(SUBSTEPS):
                mujoco.mj_step(model, data)
                self._watch(self._compiled, data)
        if not self._warnings():
            return
        self._set_physics(
            before
        )  # once more in single substeps: trouble spreads, its origin is seen in the first
        for _ in range(SUBSTEPS):
            mujoco.mj_step(model, data)
            if broken := self._warnings():
                raise SimulationError(self._breakdown(time, broken[0], int(data.warning[broken[0]].lastinfo)))

    def _warnings(self) -> list[int]:
        return [w for w in (_BAD + _FULL) if self._data.warning[w].number]

    def _breakdown(self, time: float, warning: int, index: int) -> str:
        if warning in _FULL:
            return f"At {time:.2f} s there are more contacts than the engine can hold; use simpler colliders."
        places = self._compiled.qpos if warning == _BAD[0] else self._compiled.dofs
        names = [n for n, m in self._live.movers.items() if places[m].start <= index < places[m].stop]
        where = f"'{names[0]}'" if names else "the agent"
        return f"The simulation broke down at {time:.2f} s at {where}; check its size, mass and forces."

    # ------------------------------------------------------------------ state

    def _physics(self) -> np.ndarray:
        mujoco = load_mujoco()

        physics = np.empty(mujoco.mj_stateSize(self._compiled.model, self._kind))
        mujoco.mj_getState(self._compiled.model, self._data, physics, self._kind)
        return physics

    def _set_physics(self, physics: np.ndarray) -> None:
        mujoco = load_mujoco()

        mujoco.mj_setState(self._compiled.model, self._data, physics, self._kind)
        for warning in self._data.warning:
            warning.number = 0

    def _load(self, state: State) -> None:
        mujoco = load_mujoco()

        compiled, model = self._compiled, self._compiled.model
        if state.names != self._names or (state.held is not None and state.held not in self._live.movers):
            raise InputError("This state is not of this scene; start from predictor.initial().")
        size = mujoco.mj_stateSize(model, self._kind)
        physics, self._live.memory = Memory.unpack(
            state.engine, size, len(self._live.movers), model.nq, len(self._names)
        )
        self._set_physics(physics)
        held = -1 if state.held is None else self._live.movers[state.held]
        close_hand(compiled, self._data, held, self._live.memory.grip)
        restore(self._live)
        self._refresh()

    def _refresh(self) -> None:
        mujoco = load_mujoco()

        model, data = self._compiled.model, self._data
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_comVel(model, data)

    def _record(self, time: float, stance: Stance, *, at_start: bool = False) -> State:
        compiled, data, memory = self._compiled, self._data, self._live.memory
        self._refresh()
        positions, quats = self._positions.copy(), self._quats.copy()
        velocities, spins = np.zeros_like(positions), np.zeros_like(positions)
        shown = np.ones(len(compiled.movers), bool) if at_start else ~self._is_at_start()
        moving = compiled.movers[shown]
        if not at_start:
            positions[moving] = data.xpos[compiled.bodies[moving]]
            quats[moving] = data.xquat[compiled.bodies[moving]]
            self._velocities(moving, velocities, spins)
        x, z, _ = data.qpos[self._live.agent_q]
        doings = memory.doings
        return State(
            time=time,
            names=self._names,
            positions=positions,
            quats=quats,
            velocities=velocities,
            angular_velocities=spins,
            agent_position=np.array([x, doings.level, z], float),
            agent_yaw=stance.yaw,
            agent_pitch=stance.pitch,
            held=stance.held,
            agent_eye=CROUCHED_EYE if doings.crouched else EYE,
            gone=tuple(self._names[k] for k in np.flatnonzero(doings.gone)),
            engine=memory.pack(self._physics()),
        )

    def _is_at_start(self) -> np.ndarray:
        still = self._live.memory.flags == AT_START
        for k in np.flatnonzero(self._compiled.parents >= 0):
            parent = self._compiled.parents[k]
            while parent >= 0:
                still[k] &= self._live.memory.flags[parent] == AT_START
                parent = self._compiled.parents[parent]
        return still

    def _velocities(self, moving: np.ndarray, velocities: np.ndarray, spins: np.ndarray) -> None:
        """Of the centres of mass: MuJoCo's ``cvel`` is that of the point at the tree's centre of mass."""
        model, data, bodies = self._compiled.model, self._data, self._compiled.bodies[moving]
        rates = np.asarray(data.cvel)[bodies]
        arms = np.asarray(data.xipos)[bodies] - np.asarray(data.subtree_com)[model.body_rootid[bodies]]
        (wx, wy, wz), (x, y, z) = rates[:, :3].T, arms.T
        spins[moving] = rates[:, :3]
        velocities[moving] = rates[:, 3:] + np.stack([wy * z - wz * y, wz * x - wx * z, wx * y - wy * x], 1)
