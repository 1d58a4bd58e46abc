"""The engine predictor: MuJoCo steps the scene's bodies."""

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

import numpy as np

from spatialwm.dynamics.acting import STEEPEST, act
from spatialwm.dynamics.acting_world import keep_away, restore
from spatialwm.dynamics.agent import place_agent
from spatialwm.dynamics.doings import Doings
from spatialwm.dynamics.errands import carry_on
from spatialwm.dynamics.feet import follow_ground, mark_ground
from spatialwm.dynamics.hand import close_hand
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.memory import Memory, Walk
from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.dynamics.pairs import substeps
from spatialwm.dynamics.passive import allow, is_made, keep_passive
from spatialwm.dynamics.predictor import DT, SUBSTEPS
from spatialwm.dynamics.record import Recorder, later
from spatialwm.dynamics.rest import AT_START, FREE, LOOK_BACK, stillness, supported_by_rest, update_rest
from spatialwm.dynamics.sleep import AWAKE, are_awake, lay_asleep, put_to_sleep, wake, wake_all
from spatialwm.dynamics.soft import soft_at, soft_moves, start_soft
from spatialwm.dynamics.walking import is_standing, stand_still, steer
from spatialwm.errors import InputError, SimulationError
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.scene import Action, Scene, State, Wait

__all__ = ["EnginePredictor", "Stepper"]

_SETTLE_FRAMES = 60
"""How long the start is watched to see what rests: 1 s, in which an unsupported thing falls 5 m."""
_SETTLED = np.array([[0.005], [0.035], [0.02], [0.1]])
"""What moves less than 5 mm and 2 degrees then, and is slow, rests: lifted things stand a little off."""
_FAST = 1.5
"""[m/s]: from here contacts are foreseen, at twice the price: a 20 m/s ball passes no 1 cm floor."""
_SPECULATIVE = 1 << 7
"""mjENBL_SPECULATIVE"""
_REST_FRAMES = 6
"""What rests is put to sleep every 0.1 s, and when nothing moves any more."""
_FULL = [1, 2]
"""MuJoCo's warnings that contacts or constraints were dropped (mjtWarning)."""
_BAD = [3, 4, 5]
"""... that positions, velocities or accelerations are not finite or huge."""


@runtime_checkable
class Stepper(Protocol):
    """A live handle: another way through one frame of loose rigid things, where it has one."""

    name: str
    """What its rollouts say computed them."""
    observed: bool
    """Whether its frames are looked at for energy from nowhere, as the engine's are."""

    def step(self, compiled: Compiled, data: Any) -> bool:  # noqa: ANN401
        """Advance the engine by one frame, or say False and leave positions and velocities as they are."""
        ...


class EnginePredictor:
    """S' = f(S, A) by MuJoCo. A live handle: it owns an engine, so use one per thread.

    ``step`` is exact from any state of the same scene, in any order, in any predictor made from that scene.

    Raises:
        InputError: The scene has what the engine cannot do, such as a mover without collider.
        SimulationError: MuJoCo cannot build the scene.
    """

    dt: float = DT

    def __init__(
        self,
        scene: Scene,
        seed: int = 0,
        watch: Callable[[Compiled, Any], None] | None = None,
        *,
        stepper: Stepper | None = None,
    ) -> None:
        """Build the engine. ``seed`` is kept for the record: this predictor has no randomness.

        ``watch`` is shown the engine after every substep, and changes nothing. A frame that breaks the law
        of energy is computed twice, and shown twice. ``stepper`` takes the frames that it can and in which
        the agent neither walks nor holds anything and nothing is soft.
        """
        mujoco = load_mujoco()

        self.scene = scene
        self.seed = seed
        self._watch = self._stepper = None
        self._compiled = compile_scene(scene)
        self._data: Any = mujoco.MjData(self._compiled.model)
        self._kind: Any = mujoco.mjtState.mjSTATE_INTEGRATION
        self._names = tuple(thing.name for thing in scene.objects)
        self._before = np.empty(mujoco.mj_stateSize(self._compiled.model, self._kind))
        self._live = self._fresh()
        self._last: State | None = None
        self._initial = self._start()
        self._watch, self._stepper = watch, stepper
        self._alone = True

    @property
    def live(self) -> Live:
        """The engine as it is after the last step; for reading."""
        return self._live

    @property
    def name(self) -> str:
        """What its rollouts say computed them."""
        return "engine" if self._stepper is None else self._stepper.name

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
        before = Stance(yaw=state.agent_yaw, pitch=state.agent_pitch, held=state.held)
        stance = act(self._live, action, before)
        frame = round(state.time / DT) + 1
        standing = is_standing(self._live, stance.yaw)
        goes_on = stance.held is not None or not standing or self._live.memory.doings.busy
        if goes_on or self._anything_moves(state, action):
            if not isinstance(action, Wait):
                allow(self._live)
            stance = self._advance(stance, frame, driven=goes_on or bool(self._compiled.soft))
            self._last = self._recorder.state(self._live, frame * DT, stance)
        elif isinstance(action, Wait):
            self._last = later(state, frame * DT)
        else:
            self._last = self._recorder.state(self._live, frame * DT, stance)
        return self._last

    # ------------------------------------------------------------------ start

    def _fresh(self) -> Live:
        model, count = self._compiled.model, len(self._compiled.movers)
        anchors = np.array(model.qpos0, float)
        place, rate = (int(at[0]) for at in (model.joint("agent.x").qposadr, model.joint("agent.x").dofadr))
        return Live(
            scene=self.scene,
            compiled=self._compiled,
            data=self._data,
            memory=Memory(
                flags=np.zeros(count, int),
                quiet=np.zeros(count),
                anchors=anchors,
                walk=Walk(),
                grip=np.zeros(7),
                doings=Doings.fresh(self.scene),
                asleep=np.full(int(model.ntree), AWAKE),
            ),
            movers={self._names[int(k)]: m for m, k in enumerate(self._compiled.movers)},
            agent_q=slice(place, place + 3),
            agent_v=slice(rate, rate + 3),
        )

    def _start(self) -> State:
        mujoco = load_mujoco()

        compiled, data = self._compiled, self._data
        start_soft(compiled.soft, data, self.scene)
        for free, q in zip(compiled.free, compiled.qpos, strict=True):
            if free:
                data.qpos[q][3:] = quat_normalize(np.asarray(data.qpos[q][3:]))
        keep_away(self._live)
        mark_ground(self._live)
        mujoco.mj_forward(compiled.model, data)
        x, z, yaw = place_agent(compiled.model, data, self.scene)
        data.qpos[self._live.agent_q] = x, z, yaw
        data.ctrl[:] = x, z, yaw
        self._live.memory.doings.level = float(
            compiled.model.body_pos[int(compiled.model.body("agent").id)][1]
        )
        self._find_what_rests()
        keep_away(self._live)
        allow(self._live)
        self._recorder = Recorder(self.scene, self._live, self._kind, len(self._before))
        pitch = 0.0
        if self.scene.cameras:
            pitch = float(np.arcsin(np.clip(self.scene.cameras[0].world_from_camera[1, 2], -1, 1)))
        stance = Stance(yaw=yaw, pitch=float(np.clip(pitch, -STEEPEST, STEEPEST)), held=None)
        return self._recorder.state(self._live, 0.0, stance, at_start=True)

    def _find_what_rests(self) -> None:
        # Watch one second without holding anything. What stays rests from the start, at the pose the engine
        # settles it to, and is shown where the scene has it.
        mujoco = load_mujoco()

        compiled, data, memory = self._compiled, self._data, self._live.memory
        before = np.empty_like(self._before)
        mujoco.mj_getState(compiled.model, data, before, self._kind)
        start = np.array(data.qpos)
        try:
            for _ in range(_SETTLE_FRAMES):
                self._substeps(0.0)
        except SimulationError:
            rests = np.zeros(
                len(self._live.movers), bool
            )  # the same happens, and is raised, in the run itself
        else:
            rests = supported_by_rest(compiled, data, stillness(compiled, data, start).within(_SETTLED))
        settled = np.array(data.qpos)
        self._set_physics(before)
        memory.flags[:] = np.where(rests, AT_START, FREE)
        memory.anchors[:] = start
        for k in np.flatnonzero(rests):
            memory.anchors[compiled.qpos[k]] = settled[compiled.qpos[k]]
            data.qpos[compiled.qpos[k]] = settled[compiled.qpos[k]]
        put_to_sleep(compiled, data, rests)

    # ------------------------------------------------------------------- time

    def _anything_moves(self, state: State, action: Action) -> bool:
        if self._some_free():
            return True
        begins = state.time == 0 or not isinstance(action, Wait)
        return bool(self._compiled.soft) and (begins or soft_moves(self._compiled.soft, self._data))

    def _some_free(self) -> bool:
        flags = self._live.memory.flags
        return bool(np.count_nonzero(flags) < len(flags))  # FREE is 0

    def _advance(self, stance: Stance, frame: int, *, driven: bool) -> Stance:
        live, compiled, data = self._live, self._compiled, self._data
        standing = is_standing(live, stance.yaw)
        if not standing:
            steer(live, stance.yaw)
        if not standing or live.memory.doings.airborne:
            follow_ground(live)
        stance = carry_on(live, stance)
        flags = live.memory.flags
        freed = (flags == FREE) & ~are_awake(compiled, data)
        if np.count_nonzero(freed):
            wake(compiled, data, freed)
        rates = np.array(data.qvel)
        self._alone = standing and stance.held is None and not compiled.soft
        self._substeps((frame - 1) * DT)
        driven = driven or (self._stepped and self._stepper is not None and not self._stepper.observed)
        if not driven and is_made(live):
            self._without_bounce()
        if np.count_nonzero(live.memory.doings.gone):
            keep_away(live)
        mover = -1 if stance.held is None else live.movers[stance.held]
        awake = are_awake(compiled, data)
        update_rest(live, mover, awake, look_back=frame % LOOK_BACK == 0)
        stand_still(live)
        due = frame % _REST_FRAMES == 0 or not self._some_free()
        if due and np.count_nonzero((flags > FREE) & awake):
            put_to_sleep(compiled, data, flags > FREE)
        keep_passive(live, rates, driven=driven)
        return stance

    def _substeps(self, time: float) -> None:
        mujoco = load_mujoco()

        model, data = self._compiled.model, self._data
        mujoco.mj_getState(model, data, self._before, self._kind)
        self._look_ahead()
        try:
            self._run()
        except mujoco.FatalError:  # a neighbour of a sleeper was missed: once more, with everything awake
            mujoco.mj_resetData(model, data)
            self._set_physics(self._before)
            wake_all(self._compiled, data)
            self._run()
        if not np.count_nonzero(data.warning.number) or not self._warnings():
            return
        self._set_physics(self._before)
        wake_all(self._compiled, data)
        for _ in range(SUBSTEPS):  # trouble spreads: its origin is seen in single substeps
            substeps(self._compiled, data, 1)
            if broken := self._warnings():
                raise SimulationError(self._breakdown(time, broken[0], int(data.warning[broken[0]].lastinfo)))

    def _without_bounce(self) -> None:
        """The same frame once more; a watch sees it twice."""
        self._set_physics(self._before)
        wake_all(self._compiled, self._data)
        self._run(bounces=False)

    def look(self, state: State) -> None:
        """Show ``watch`` one substep from a state with everything awake, even what rests.

        Raises:
            InputError: The state is of another scene.
        """
        self._load(state)
        self._last = None
        wake_all(self._compiled, self._data)
        substeps(self._compiled, self._data, 1)
        if self._watch is not None:
            self._watch(self._compiled, self._data)

    def _look_ahead(self) -> None:
        option, speeds = self._compiled.model.opt, self._data.qvel * self._compiled.radii
        fast = speeds @ speeds > _FAST**2 and (
            speeds.item(speeds.argmax()) > _FAST or speeds.item(speeds.argmin()) < -_FAST
        )
        if fast != bool(option.enableflags & _SPECULATIVE):
            option.enableflags ^= _SPECULATIVE

    def _run(self, *, bounces: bool = True) -> None:
        self._stepped = (
            bounces
            and self._stepper is not None
            and self._alone
            and self._stepper.step(self._compiled, self._data)
        )
        if self._stepped:
            return
        if self._watch is None:
            substeps(self._compiled, self._data, SUBSTEPS, bounces=bounces)
            return
        for _ in range(SUBSTEPS):
            substeps(self._compiled, self._data, 1, bounces=bounces)
            self._watch(self._compiled, self._data)

    def _warnings(self) -> list[int]:
        return [w for w in (_BAD + _FULL) if self._data.warning[w].number]

    def _breakdown(self, time: float, warning: int, index: int) -> str:
        if warning in _FULL:
            return f"At {time:.2f} s there are more contacts than the engine can hold; use simpler colliders."
        places = self._compiled.qpos if warning == _BAD[0] else self._compiled.dofs
        names = [n for n, m in self._live.movers.items() if places[m].start <= index < places[m].stop]
        names += soft_at(self._compiled.soft, self.scene, index)
        where = f"'{names[0]}'" if names else "the agent"
        return f"The simulation broke down at {time:.2f} s at {where}; check its size, mass and forces."

    # ------------------------------------------------------------------ state

    def _set_physics(self, physics: np.ndarray) -> None:
        mujoco = load_mujoco()

        mujoco.mj_setState(self._compiled.model, self._data, physics, self._kind)
        if self._data.warning.number.any():
            for warning in self._data.warning:
                warning.number = 0

    def _load(self, state: State) -> None:
        compiled, model = self._compiled, self._compiled.model
        if state.names != self._names or (state.held is not None and state.held not in self._live.movers):
            raise InputError("This state is not of this scene; start from predictor.initial().")
        physics, self._live.memory = Memory.unpack(
            state.engine,
            physics_size=len(self._before),
            mover_count=len(compiled.movers),
            q_size=model.nq,
            tree_count=model.ntree,
            object_count=len(self._names),
        )
        self._set_physics(physics)
        held = -1 if state.held is None else self._live.movers[state.held]
        close_hand(compiled, self._data, held, self._live.memory.grip)
        restore(self._live)
        wake_all(compiled, self._data)
        lay_asleep(compiled, self._data, self._live.memory.asleep)
