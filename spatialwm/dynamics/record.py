"""A live engine -> the state anyone can read: called every frame, so it copies what it has, and no more."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.dynamics.agent import CROUCHED_EYE, EYE
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.memory import Memory, Views
from spatialwm.dynamics.rest import AT_START
from spatialwm.dynamics.sleep import are_awake
from spatialwm.dynamics.soft import record_soft
from spatialwm.scene import Scene, State

__all__ = ["Recorder", "later"]


class Recorder:
    """Writes down states of one engine. Everything that never moves is written beforehand."""

    def __init__(self, scene: Scene, live: Live, kind: Any, physics_size: int) -> None:  # noqa: ANN401
        count, model = len(scene.objects), live.compiled.model
        self._names = tuple(thing.name for thing in scene.objects)
        self._kind = kind
        self._scene = scene
        node_count = sum(len(place.bodies) for place in live.compiled.soft)
        self._written = Views(
            positions=np.zeros((count, 3)),
            quats=np.zeros((count, 4)),
            velocities=np.zeros((count, 3)),
            spins=np.zeros((count, 3)),
            agent=np.zeros(3),
            engine=np.zeros(physics_size + live.memory.size),
            nodes=np.zeros((node_count, 3)),
        )
        """What is written, frame after frame; each state takes a copy."""
        self._written.positions[:] = [o.position for o in scene.objects]
        self._written.quats[:] = [o.quat for o in scene.objects]
        self._starts = self._written.positions.copy(), self._written.quats.copy()
        self._written.agent[:] = 0.0, float(model.body_pos[model.body("agent").id][1]), 0.0
        self._physics = self._written.engine[:physics_size]
        self._memory = self._written.engine[physics_size:]
        self._hung = bool((model.tree_bodynum[live.compiled.trees] > 1).any())

    def state(self, live: Live, time: float, stance: Stance, *, at_start: bool = False) -> State:
        """The state now; ``at_start`` shows everything where the scene has it."""
        mujoco = load_mujoco()

        model, data, memory, written = live.compiled.model, live.data, live.memory, self._written
        for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_comVel):
            update(model, data)
        written.velocities.fill(0.0)
        written.spins.fill(0.0)
        if live.compiled.soft:
            record_soft(live.compiled.soft, data, self._scene, written, at_start=at_start)
        if not at_start:
            self._add_poses(live)
        x, z, _ = data.qpos[live.agent_q].tolist()
        written.agent[:] = x, memory.doings.level, z
        memory.asleep[:] = data.tree_asleep
        mujoco.mj_getState(model, data, self._physics, self._kind)
        memory.pack(self._memory)
        views = Views._make([part.copy() for part in written])
        for part in views:
            part.setflags(write=False)
        return self._made(views, memory, time, stance)

    def _made(self, views: Views, memory: Memory, time: float, stance: Stance) -> State:
        gone = memory.doings.gone
        return _as_it_is(
            {
                "time": time,
                "names": self._names,
                "positions": views.positions,
                "quats": views.quats,
                "velocities": views.velocities,
                "angular_velocities": views.spins,
                "agent_position": views.agent,
                "agent_yaw": stance.yaw,
                "agent_pitch": stance.pitch,
                "held": stance.held,
                "nodes": views.nodes,
                "agent_eye": CROUCHED_EYE if memory.doings.crouched else EYE,
                "gone": tuple(self._names[k] for k in gone.nonzero()[0]) if np.count_nonzero(gone) else (),
                "engine": views.engine,
            }
        )

    def _add_poses(self, live: Live) -> None:
        """Of movers: what is at its start is where the scene has it, and what sleeps has no speed."""
        compiled, data, written = live.compiled, live.data, self._written
        written.positions[compiled.mover_places] = data.xpos[compiled.body_places]
        written.quats[compiled.mover_places] = data.xquat[compiled.body_places]
        awake = are_awake(compiled, data)
        still = live.memory.flags == AT_START
        if np.count_nonzero(still):
            _keep_shown(live, still)
            hidden = compiled.movers[still]
            written.positions[hidden] = self._starts[0][hidden]
            written.quats[hidden] = self._starts[1][hidden]
            awake &= ~still
        rates = data.cvel[compiled.body_places]
        places = compiled.mover_places
        if np.count_nonzero(awake) < len(awake):
            rates, places = rates[awake], compiled.movers[awake]
        written.spins[places] = rates[:, :3]
        written.velocities[places] = rates[:, 3:]
        if self._hung:  # ``cvel`` is of the point at the tree's centre of mass
            bodies = compiled.mover_bodies[awake]
            roots = compiled.model.body_rootid[bodies]
            arms = data.xipos[bodies] - data.subtree_com[roots]
            written.velocities[compiled.movers[awake]] += _cross(rates[:, :3], arms)


def _cross(one: Float[np.ndarray, "n 3"], other: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, "n 3"]:
    """``np.cross``, to the bit, in a fifth of its time for a few rows."""
    turned = one[:, [1, 2, 0]] * other[:, [2, 0, 1]]
    turned -= one[:, [2, 0, 1]] * other[:, [1, 2, 0]]
    return turned


def later(state: State, time: float) -> State:
    """The same state at another time: nothing has moved."""
    return _as_it_is(vars(state) | {"time": time})


def _as_it_is(fields: Mapping[str, object]) -> State:
    """A state of arrays that are right and read-only already: checking them takes as long as a substep."""
    made = object.__new__(State)
    vars(made).update(fields)
    return made


def _keep_shown(live: Live, still: Bool[np.ndarray, " m"]) -> None:
    """What hangs on something that moved is not where the scene has it."""
    for k in live.compiled.hung:
        parent = live.compiled.parents[k]
        while parent >= 0:
            still[k] &= live.memory.flags[parent] == AT_START
            parent = live.compiled.parents[parent]
