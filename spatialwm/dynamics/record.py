"""A live engine -> the state anyone can read. Called every frame, so it makes one array and copies once."""

from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Bool, Int

from spatialwm.dynamics.agent import CROUCHED_EYE, EYE
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live, Stance
from spatialwm.dynamics.rest import AT_START
from spatialwm.dynamics.soft import record_soft
from spatialwm.scene import Scene, State

__all__ = ["Recorder", "later"]


class Recorder:
    """Writes down states of one engine. Everything that never moves is written beforehand."""

    def __init__(self, scene: Scene, live: Live, kind: Any, physics_size: int) -> None:  # noqa: ANN401
        count, model = len(scene.objects), live.compiled.model
        self._names = tuple(thing.name for thing in scene.objects)
        self._kind = kind
        self._physics_size = physics_size
        self._scene = scene
        node_count = sum(len(place.bodies) for place in live.compiled.soft)
        engine_size = physics_size + live.memory.size
        sizes = [3 * count, 4 * count, 3 * count, 3 * count, 3, engine_size, 3 * node_count]
        self._parts = [slice(a, b) for a, b in pairwise(np.cumsum([0, *sizes]).tolist())]
        self._template = np.zeros(sum(sizes))
        self._template[self._parts[0]] = np.ravel([o.position for o in scene.objects])
        self._template[self._parts[1]] = np.ravel([o.quat for o in scene.objects])
        self._template[self._parts[4]] = (0.0, float(model.body_pos[model.body("agent").id][1]), 0.0)
        self._hung = bool((model.tree_bodynum[live.compiled.trees] > 1).any())

    def state(self, live: Live, time: float, stance: Stance, *, at_start: bool = False) -> State:
        """The state now; ``at_start`` shows everything where the scene has it."""
        mujoco = load_mujoco()

        model, data, memory = live.compiled.model, live.data, live.memory
        for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_comVel):
            update(model, data)
        numbers = self._template.copy()
        positions, quats, velocities, spins, agent, engine, nodes = (numbers[part] for part in self._parts)
        if live.compiled.soft:
            tables = (positions.reshape(-1, 3), quats.reshape(-1, 4), velocities.reshape(-1, 3))
            record_soft(live.compiled.soft, data, self._scene, tables, spins.reshape(-1, 3), nodes, at_start)
        if not at_start:
            shown = _are_shown(live)
            places = live.compiled.movers[shown]
            bodies = live.compiled.bodies[places]
            positions.reshape(-1, 3)[places] = data.xpos[bodies]
            quats.reshape(-1, 4)[places] = data.xquat[bodies]
            awake = shown & (data.tree_asleep[live.compiled.trees] < 0)
            self._add_velocities(live, awake, velocities.reshape(-1, 3), spins.reshape(-1, 3))
        agent[1] = memory.doings.level
        agent[0], agent[2], _ = data.qpos[live.agent_q].tolist()
        memory.asleep[:] = data.tree_asleep
        mujoco.mj_getState(model, data, engine[: self._physics_size], self._kind)
        memory.pack(engine[self._physics_size :])
        numbers.flags.writeable = False  # and so are the parts of it that are taken from now on
        positions, quats, velocities, spins, agent, engine, nodes = (numbers[part] for part in self._parts)
        return State(
            time=time,
            names=self._names,
            positions=positions.reshape(-1, 3),
            quats=quats.reshape(-1, 4),
            velocities=velocities.reshape(-1, 3),
            angular_velocities=spins.reshape(-1, 3),
            agent_position=agent,
            agent_yaw=stance.yaw,
            agent_pitch=stance.pitch,
            held=stance.held,
            nodes=nodes.reshape(-1, 3),
            agent_eye=CROUCHED_EYE if memory.doings.crouched else EYE,
            gone=tuple(self._names[k] for k in memory.doings.gone.nonzero()[0]),
            engine=engine,
        )

    def _add_velocities(
        self, live: Live, awake: Bool[np.ndarray, " m"], velocities: np.ndarray, spins: np.ndarray
    ) -> None:
        """Of the centres of mass: MuJoCo's ``cvel`` is that of the point at the tree's centre of mass."""
        places: Int[np.ndarray, " a"] = live.compiled.movers[awake]
        bodies = live.compiled.bodies[places]
        rates = live.data.cvel[bodies]
        spins[places] = rates[:, :3]
        velocities[places] = rates[:, 3:]
        if self._hung:
            roots = live.compiled.model.body_rootid[bodies]
            arms = live.data.xipos[bodies] - live.data.subtree_com[roots]
            velocities[places] += np.cross(rates[:, :3], arms)


def later(state: State, time: float) -> State:
    """The same state at another time: nothing has moved."""
    return State(
        time=time,
        names=state.names,
        positions=state.positions,
        quats=state.quats,
        velocities=state.velocities,
        angular_velocities=state.angular_velocities,
        agent_position=state.agent_position,
        agent_yaw=state.agent_yaw,
        agent_pitch=state.agent_pitch,
        held=state.held,
        nodes=state.nodes,
        agent_eye=state.agent_eye,
        gone=state.gone,
        engine=state.engine,
    )


def _are_shown(live: Live) -> Bool[np.ndarray, " m"]:
    """Whether each mover is shown where the engine has it; one at its start is where the scene has it."""
    still = live.memory.flags == AT_START
    for k in live.compiled.hung:
        parent = live.compiled.parents[k]
        while parent >= 0:
            still[k] &= live.memory.flags[parent] == AT_START
            parent = live.compiled.parents[parent]
    return ~still
