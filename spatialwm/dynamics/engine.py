"""The engine predictor: MuJoCo steps the scene's bodies."""

from collections.abc import Callable
from typing import Any

import numpy as np

from spatialwm.dynamics.agent import carrot, place_agent, stride
from spatialwm.dynamics.hand import check_grasp, close_hand, grip_pose
from spatialwm.dynamics.impulse import apply_impulse, check_speed
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.memory import Memory, Walk
from spatialwm.dynamics.model import SUBSTEPS, Compiled, compile_scene
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.rest import AT_START, FREE, stillness, supported_by_rest, update_rest
from spatialwm.errors import InputError, SimulationError
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.scene import Action, Grasp, Look, Move, Push, Release, Scene, State, Throw, Wait

__all__ = ["EnginePredictor"]

_SETTLE_FRAMES = 60
"""How long the start is watched to see what rests: 1 s, in which an unsupported thing falls 5 m."""
_SETTLED = (0.005, 0.035, 0.02, 0.1)
"""What moves less than 5 mm and 2 degrees then, and is slow, rests: lifted things stand a little off."""
_TURN = 3.0
"""How fast the body follows the head [rad/s]."""
_STEEPEST = 1.5
"""The head looks up or down at most this far [rad]."""
_FASTEST_WALK = 10.0
"""[m/s]"""
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
        self._movers = {self._names[int(k)]: m for m, k in enumerate(self._compiled.movers)}
        self._memory = self._fresh_memory()
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
        yaw, pitch, held = self._do(action, state)
        if held is not None or not self._is_all_still(yaw):
            self._advance(yaw, state.time, held)
        self._last = self._record((round(state.time / DT) + 1) * DT, yaw, pitch, held)
        return self._last

    # ------------------------------------------------------------------ start

    def _fresh_memory(self) -> Memory:
        count, model = len(self._movers), self._compiled.model
        anchors = np.array(model.qpos0, float)
        return Memory(np.zeros(count, int), np.zeros(count), anchors, Walk(), np.zeros(7))

    def _start(self) -> State:
        mujoco = load_mujoco()

        compiled, data = self._compiled, self._data
        for free, q in zip(compiled.free, compiled.qpos, strict=True):
            if free:
                data.qpos[q][3:] = quat_normalize(np.asarray(data.qpos[q][3:]))
        mujoco.mj_forward(compiled.model, data)
        x, z, yaw = place_agent(compiled.model, data, self.scene)
        start = int(compiled.model.joint("agent.x").qposadr[0])
        data.qpos[start : start + 3] = x, z, yaw
        data.ctrl[:] = x, z, yaw
        self._agent_q = slice(start, start + 3)
        begin = int(compiled.model.joint("agent.x").dofadr[0])
        self._agent_v = slice(begin, begin + 3)
        self._find_what_rests(yaw)
        pitch = 0.0
        if self.scene.cameras:
            pitch = float(np.arcsin(np.clip(self.scene.cameras[0].world_from_camera[1, 2], -1, 1)))
        return self._record(0.0, yaw, float(np.clip(pitch, -_STEEPEST, _STEEPEST)), None, at_start=True)

    def _find_what_rests(self, yaw: float) -> None:
        # Watch one second without holding anything. What stays rests from the start, at the pose the engine
        # settles it to, and is shown where the scene has it.
        compiled, data, memory = self._compiled, self._data, self._memory
        before = self._physics()
        start = np.array(data.qpos)
        try:
            for _ in range(_SETTLE_FRAMES):
                self._substeps(0.0)
        except SimulationError:
            rests = np.zeros(len(self._movers), bool)  # the same happens, and is raised, in the run itself
        else:
            rests = supported_by_rest(compiled, data, stillness(compiled, data, start).within(*_SETTLED))
        settled = np.array(data.qpos)
        self._set_physics(before)
        memory.flags[:] = np.where(rests, AT_START, FREE)
        memory.anchors[:] = start
        for k in np.flatnonzero(rests):
            memory.anchors[compiled.qpos[k]] = settled[compiled.qpos[k]]
            data.qpos[compiled.qpos[k]] = settled[compiled.qpos[k]]

    # ---------------------------------------------------------------- actions

    def _do(self, action: Action, state: State) -> tuple[float, float, str | None]:
        yaw, pitch, held = state.agent_yaw, state.agent_pitch, state.held
        match action:
            case Push():
                self._push(action)
            case Grasp():
                held = self._grasp(action.object, held)
            case Release():
                self._let_go(held)
                held = None
            case Throw():
                self._throw(action, held)
                held = None
            case Move():
                self._walk(action)
            case Look():
                yaw += action.yaw
                pitch = float(np.clip(pitch + action.pitch, -_STEEPEST, _STEEPEST))
            case Wait():
                pass
        return yaw, pitch, held

    def _mover(self, name: str, done: str) -> int:
        thing = self.scene[name]
        if thing.body.kind == "static":
            raise InputError(f"'{name}' is static and cannot be {done}.")
        return self._movers[name]

    def _push(self, action: Push) -> None:
        mover = self._mover(action.object, "pushed")
        apply_impulse(self._compiled, self._data, mover, action)
        self._memory.flags[mover] = FREE

    def _grasp(self, name: str, held: str | None) -> str:
        if held is not None:
            raise InputError(f"The hand holds '{held}'; release it before grasping '{name:.60}'.")
        mover = self._mover(name, "grasped")
        check_grasp(self._compiled, self._data, mover, self.scene[name])
        self._memory.grip = grip_pose(self._compiled, self._data, mover)
        self._memory.flags[mover] = FREE
        close_hand(self._compiled, self._data, mover, self._memory.grip)
        return name

    def _let_go(self, held: str | None) -> int:
        if held is None:
            raise InputError("The hand is empty; grasp something first.")
        close_hand(self._compiled, self._data, -1, self._memory.grip)
        return self._movers[held]

    def _throw(self, action: Throw, held: str | None) -> None:
        mover = self._let_go(held)
        if not self._compiled.free[mover]:
            raise InputError(f"'{held}' hangs on a joint and cannot be thrown; release it.")
        check_speed(str(held), float(np.linalg.norm(action.velocity)))
        dofs = self._compiled.dofs[mover]
        self._data.qvel[dofs] = (*action.velocity, 0.0, 0.0, 0.0)

    def _walk(self, action: Move) -> None:
        if not 0 < action.speed <= _FASTEST_WALK:
            raise InputError(
                f"A move needs a speed above 0 and up to {_FASTEST_WALK} m/s, got {action.speed}."
            )
        way = np.array([action.displacement[0], action.displacement[2]])
        if not np.linalg.norm(way) < 1e4:
            raise InputError(f"A move goes at most 10 km, got {action.displacement}.")
        x, z = (np.asarray(self._data.qpos[self._agent_q])[:2] + way).tolist()
        self._memory.walk = Walk(True, (x, z), action.speed, self._memory.walk.rate)

    # ------------------------------------------------------------------- time

    def _is_all_still(self, yaw: float) -> bool:
        data = self._data
        standing = np.array_equal(data.qpos[self._agent_q], data.ctrl) and not np.any(
            data.qvel[self._agent_v]
        )
        turned = float(data.ctrl[2]) == yaw
        return (
            standing and turned and not self._memory.walk.active and bool(np.all(self._memory.flags > FREE))
        )

    def _advance(self, yaw: float, time: float, held: str | None) -> None:
        memory = self._memory
        self._steer(yaw)
        self._substeps(time)
        mover = -1 if held is None else self._movers[held]
        update_rest(self._compiled, self._data, memory.flags, memory.quiet, memory.anchors, mover)
        self._stand_still()

    def _steer(self, yaw: float) -> None:
        data, walk = self._data, self._memory.walk
        turn = yaw - float(data.ctrl[2])
        data.ctrl[2] += np.clip(turn, -_TURN * DT, _TURN * DT)
        if abs(turn) <= _TURN * DT:
            data.ctrl[2] = yaw
        if not walk.active:
            return
        now, target, end = np.array(data.qpos[self._agent_q])[:2], np.array(data.ctrl[:2]), np.array(walk.end)
        walk.rate = stride(walk.speed, walk.rate, float(np.linalg.norm(end - target)), DT)
        following = carrot(now, target, end, walk.rate * DT)
        waits = np.array_equal(following, target) and not np.array_equal(target, end)
        walk.blocked = walk.blocked + DT if waits else 0.0
        walk.rate = 0.0 if waits else walk.rate
        data.ctrl[:2] = following
        if walk.blocked > 0.5:  # a wall: stay here instead of pressing on
            data.ctrl[:2] = now
            walk.active = False
        elif np.array_equal(following, end):
            walk.active = False

    def _stand_still(self) -> None:
        data = self._data
        off = np.abs(np.asarray(data.qpos[self._agent_q]) - data.ctrl).max()
        if off < 1e-4 and np.abs(data.qvel[self._agent_v]).max() < 1e-3 and not self._memory.walk.active:
            data.qpos[self._agent_q] = data.ctrl
            data.qvel[self._agent_v] = 0.0

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
        names = [n for n, m in self._movers.items() if places[m].start <= index < places[m].stop]
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
        if state.names != self._names or (state.held is not None and state.held not in self._movers):
            raise InputError("This state is not of this scene; start from predictor.initial().")
        size = mujoco.mj_stateSize(model, self._kind)
        physics, self._memory = Memory.unpack(state.engine, size, len(self._movers), model.nq)
        self._set_physics(physics)
        held = -1 if state.held is None else self._movers[state.held]
        close_hand(compiled, self._data, held, self._memory.grip)
        self._refresh()

    def _refresh(self) -> None:
        mujoco = load_mujoco()

        model, data = self._compiled.model, self._data
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_comVel(model, data)

    def _record(
        self, time: float, yaw: float, pitch: float, held: str | None, *, at_start: bool = False
    ) -> State:
        compiled, data, memory = self._compiled, self._data, self._memory
        self._refresh()
        positions, quats = self._positions.copy(), self._quats.copy()
        velocities, spins = np.zeros_like(positions), np.zeros_like(positions)
        shown = np.ones(len(compiled.movers), bool) if at_start else ~self._is_at_start()
        moving = compiled.movers[shown]
        if not at_start:
            positions[moving] = data.xpos[compiled.bodies[moving]]
            quats[moving] = data.xquat[compiled.bodies[moving]]
            self._velocities(moving, velocities, spins)
        x, z, _ = data.qpos[self._agent_q]
        level = compiled.model.body_pos[compiled.model.body("agent").id][1]
        return State(
            time=time,
            names=self._names,
            positions=positions,
            quats=quats,
            velocities=velocities,
            angular_velocities=spins,
            agent_position=np.array([x, level, z], float),
            agent_yaw=yaw,
            agent_pitch=pitch,
            held=held,
            engine=memory.pack(self._physics()),
        )

    def _is_at_start(self) -> np.ndarray:
        still = self._memory.flags == AT_START
        for k in np.flatnonzero(self._compiled.parents >= 0):
            parent = self._compiled.parents[k]
            while parent >= 0:
                still[k] &= self._memory.flags[parent] == AT_START
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
