"""A scene -> a compiled MuJoCo model, and where each object is in it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.agent import add_agent
from spatialwm.dynamics.geoms import ROLLING_ROWS, SOLREF, add_geoms
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.pairs import add_pairs
from spatialwm.dynamics.predictor import SUBSTEP
from spatialwm.dynamics.soft import SoftPlace, add_soft, find_soft, is_soft
from spatialwm.errors import InputError, SimulationError
from spatialwm.geometry.poses import compose, invert
from spatialwm.scene import Scene, SceneObject

__all__ = ["Compiled", "compile_scene"]

_JOINT_DAMPING_TIME = 1.0
"""A door or drawer let go loses 63 % of its speed in this time [s]."""
_HELD_SOLREF = (0.05, 1.0)
"""A grip gives way a little: a stiffer one explodes when the held thing is pressed on a wall."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """A MuJoCo model with the places of our objects in it. Arrays over movers are in scene order."""

    model: Any
    bodies: Int[np.ndarray, " o"]
    """Body of every object."""
    movers: Int[np.ndarray, " m"]
    """Objects that can move, as indices into the scene."""
    mover_bodies: Int[np.ndarray, " m"]
    """Body of every mover."""
    mover_places: slice | Int[np.ndarray, " m"]
    """``movers``, as a slice where they are neighbours: that is read and written three times as fast."""
    body_places: slice | Int[np.ndarray, " m"]
    """``mover_bodies``, likewise."""
    free: Bool[np.ndarray, " m"]
    """Whether the mover has all six freedoms."""
    slides: Bool[np.ndarray, " m"]
    """Whether the mover is on a slide joint."""
    parents: Int[np.ndarray, " m"]
    """The mover each mover hangs on, or -1."""
    hung: tuple[int, ...]
    """The movers that hang on other movers."""
    qpos: tuple[slice, ...]
    """Of each mover."""
    dofs: tuple[slice, ...]
    """Of each mover."""
    free_qpos: Int[np.ndarray, "f 7"]
    """Indices into ``qpos`` of every free mover."""
    free_dofs: Int[np.ndarray, "f 6"]
    """Indices into ``qvel`` of every free mover."""
    free_rates: slice | Int[np.ndarray, " r"]
    """``free_dofs``, one after the other."""
    radii: Float[np.ndarray, " v"]
    """Per degree of freedom: how far from its axis its body reaches [m]; 1 where nothing turns."""
    joint_qpos: Int[np.ndarray, " j"]
    """Index into ``qpos`` of every mover on a hinge or slide."""
    joint_dofs: Int[np.ndarray, " j"]
    """Index into ``qvel``, likewise."""
    mover_of_geom: Int[np.ndarray, " g"]
    """Index into movers, or -1."""
    mover_of_q: Int[np.ndarray, " q"]
    """Likewise, of each number of ``qpos``."""
    mover_of_v: Int[np.ndarray, " v"]
    """Likewise, of each number of ``qvel``."""
    trees: Int[np.ndarray, " m"]
    """Kinematic tree of each mover: what hangs together by joints."""
    tree_places: slice | Int[np.ndarray, " m"]
    """``trees``, as a slice where they are neighbours."""
    tree_of_geom: Int[np.ndarray, " g"]
    """Kinematic tree of each geom, or -1."""
    agent_geom: int
    """The agent's capsule."""
    agent_tree: int
    weld_of_mover: Int[np.ndarray, " m"]
    """Equality that holds the mover in the agent's hand."""
    soft: tuple[SoftPlace, ...]
    """The soft objects, which are no movers."""
    listed: bool
    """Whether the pairs of geoms that can meet are listed in the model."""
    rolls: bool
    """Whether any geom has rolling friction."""


def compile_scene(scene: Scene) -> Compiled:
    """Build the model: static objects fixed in the world, dynamic ones free, articulated ones on their joint.

    Raises:
        InputError: What the engine cannot do: a mover without collider, a joint on nothing.
        SimulationError: MuJoCo cannot build the model.
    """
    mujoco = load_mujoco()

    spec: Any = mujoco.MjSpec()
    _set_options(spec, scene)
    _check(scene)
    _add_objects(spec, scene)
    add_agent(spec)
    _add_welds(spec, scene)
    listed = add_pairs(spec, scene)
    try:
        model: Any = spec.compile()
    except ValueError as error:
        raise SimulationError(f"The physics engine cannot build this scene: {error!s:.200}") from error
    compiled = _places(model, scene, listed=listed)
    _set_masses(compiled, scene)
    return compiled


def _set_options(spec: Any, scene: Scene) -> None:  # noqa: ANN401
    mujoco = load_mujoco()

    spec.compiler.degree = False
    option = spec.option
    option.timestep = SUBSTEP
    option.gravity = scene.gravity.astype(float)
    kinds: Any = mujoco.mjtIntegrator  # flex elasticity is implicit only in the discrete one
    option.integrator = kinds.mjINT_DISCRETE if is_soft(scene) else kinds.mjINT_IMPLICITFAST
    option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC  # a pyramid's friction depends on the direction
    option.impratio = 10  # friction ten times as stiff as normals: slip 0.1 um/s, measured
    option.sleep_tolerance = -1.0  # never by MuJoCo's own clock
    # No reset: a broken state must be seen.
    option.disableflags |= int(mujoco.mjtDisableBit.mjDSBL_AUTORESET)


def _check(scene: Scene) -> None:
    for thing in scene.objects:
        body = thing.body
        if body.kind != "static" and not body.colliders:
            raise InputError(
                f"'{thing.name}' is {body.kind} but has no collider; give it one, or make it static."
            )
        joint = body.joint
        if joint is not None and joint.parent is not None:
            _check_parents(scene, thing)


def _check_parents(scene: Scene, thing: SceneObject) -> None:
    seen = {thing.name}
    joint = thing.body.joint
    while joint is not None and joint.parent is not None:
        if joint.parent in seen:
            raise InputError(f"'{thing.name}' hangs on itself through its joints; break the circle.")
        seen.add(joint.parent)
        joint = scene[joint.parent].body.joint


def _add_objects(spec: Any, scene: Scene) -> None:  # noqa: ANN401
    index = {thing.name: k for k, thing in enumerate(scene.objects)}
    made: dict[int, Any] = {}

    def make(k: int) -> Any:  # noqa: ANN401
        if k in made:
            return made[k]
        thing = scene.objects[k]
        joint = thing.body.joint
        parent = None if joint is None or joint.parent is None else index[joint.parent]
        position, quat = thing.position.astype(float), thing.quat.astype(float)
        if parent is not None:
            above = scene.objects[parent]
            inverse = invert(above.position.astype(float), above.quat.astype(float))
            position, quat = compose(*inverse, position, quat)
        holder = spec.worldbody if parent is None else make(parent)
        body = holder.add_body(name=f"o{k}", pos=position, quat=quat)
        made[k] = body
        if thing.body.kind == "soft":
            add_soft(body, thing, k)
            return body
        add_geoms(spec, body, thing, f"o{k}")
        _add_freedom(body, thing, k)
        if parent is not None:
            spec.add_exclude(bodyname1=f"o{parent}", bodyname2=f"o{k}")
        return body

    for k in range(len(scene.objects)):
        make(k)


def _add_freedom(body: Any, thing: SceneObject, k: int) -> None:  # noqa: ANN401
    mujoco = load_mujoco()

    if thing.body.kind == "dynamic":
        body.add_freejoint(name=f"o{k}")
    joint = thing.body.joint
    if joint is None:
        return
    kinds: Any = mujoco.mjtJoint
    made = body.add_joint(
        name=f"o{k}",
        type=kinds.mjJNT_HINGE if joint.kind == "hinge" else kinds.mjJNT_SLIDE,
        axis=joint.axis.astype(float),
        pos=joint.anchor.astype(float),
    )
    if joint.limits is not None:
        made.limited = mujoco.mjtLimited.mjLIMITED_TRUE
        made.range = list(joint.limits)
    made.solref_limit = list(SOLREF)


def _add_welds(spec: Any, scene: Scene) -> None:  # noqa: ANN401
    mujoco = load_mujoco()

    for k, thing in enumerate(scene.objects):
        if thing.body.kind not in ("static", "soft"):
            spec.add_equality(
                type=mujoco.mjtEq.mjEQ_WELD,
                objtype=mujoco.mjtObj.mjOBJ_BODY,
                name=f"hold{k}",
                name1="agent",
                name2=f"o{k}",
                active=False,
                solref=list(_HELD_SOLREF),
            )


def _places(model: Any, scene: Scene, *, listed: bool) -> Compiled:  # noqa: ANN401
    bodies = np.array([model.body(f"o{k}").id for k in range(len(scene.objects))], int)
    movers = np.array([k for k, t in enumerate(scene.objects) if t.body.kind not in ("static", "soft")], int)
    joints = [model.body_jntadr[bodies[k]] for k in movers]
    free = np.array([scene.objects[int(k)].body.kind == "dynamic" for k in movers], bool)
    starts = [(int(model.jnt_qposadr[j]), int(model.jnt_dofadr[j])) for j in joints]
    mover_of_body = np.full(model.nbody, -1)
    mover_of_body[bodies[movers]] = np.arange(len(movers))
    parents = mover_of_body[model.body_parentid[bodies[movers]]]
    free_dofs = np.array([v for (_, v), f in zip(starts, free, strict=True) if f], int)[:, None] + np.arange(
        6
    )
    return Compiled(
        model=model,
        bodies=bodies,
        movers=movers,
        mover_bodies=bodies[movers],
        mover_places=_as_slice(movers),
        body_places=_as_slice(bodies[movers]),
        free=free,
        slides=np.array([_is_slide(scene.objects[int(k)]) for k in movers], bool),
        parents=parents,
        hung=tuple(np.flatnonzero(parents >= 0).tolist()),
        qpos=tuple(slice(q, q + (7 if f else 1)) for (q, _), f in zip(starts, free, strict=True)),
        dofs=tuple(slice(v, v + (6 if f else 1)) for (_, v), f in zip(starts, free, strict=True)),
        free_qpos=np.array([q for (q, _), f in zip(starts, free, strict=True) if f], int)[:, None]
        + np.arange(7),
        free_dofs=free_dofs,
        free_rates=_as_slice(free_dofs.ravel()),
        radii=_radii(model),
        joint_qpos=np.array([q for (q, _), f in zip(starts, free, strict=True) if not f], int),
        joint_dofs=np.array([v for (_, v), f in zip(starts, free, strict=True) if not f], int),
        mover_of_geom=mover_of_body[model.geom_bodyid],
        mover_of_q=_owners(mover_of_body, model.jnt_bodyid, np.append(model.jnt_qposadr, model.nq)),
        mover_of_v=_owners(mover_of_body, model.jnt_bodyid, np.append(model.jnt_dofadr, model.nv)),
        trees=np.array(model.body_treeid[bodies[movers]], int),
        tree_places=_as_slice(np.array(model.body_treeid[bodies[movers]], int)),
        tree_of_geom=np.array(model.body_treeid[model.geom_bodyid], int),
        agent_geom=int(model.geom("agent").id),
        agent_tree=int(model.body_treeid[model.body("agent").id]),
        weld_of_mover=np.array([model.equality(f"hold{k}").id for k in movers], int),
        soft=find_soft(model, scene),
        listed=listed,
        rolls=bool((model.geom_condim == ROLLING_ROWS).any()),
    )


def _owners(
    mover_of_body: Int[np.ndarray, " b"], bodies: Int[np.ndarray, " j"], starts: Int[np.ndarray, " s"]
) -> Int[np.ndarray, " n"]:
    """The mover of each number, of which each joint has some; joints come in the order of their numbers."""
    return np.repeat(mover_of_body[bodies], np.diff(starts))


def _radii(model: Any) -> Float[np.ndarray, " v"]:  # noqa: ANN401
    mujoco = load_mujoco()

    kinds: Any = mujoco.mjtJoint
    found = np.ones(model.nv)
    for joint in range(model.njnt):
        kind, dof, body = model.jnt_type[joint], int(model.jnt_dofadr[joint]), int(model.jnt_bodyid[joint])
        geoms = slice(int(model.body_geomadr[body]), int(model.body_geomadr[body] + model.body_geomnum[body]))
        ways = np.linalg.norm(model.geom_pos[geoms] - model.jnt_pos[joint], axis=1) + model.geom_rbound[geoms]
        reach = float(ways.max(initial=0.0))
        if kind == kinds.mjJNT_FREE:
            found[dof + 3 : dof + 6] = reach
        elif kind == kinds.mjJNT_HINGE:
            found[dof] = reach
    return found


def _as_slice(index: Int[np.ndarray, " n"]) -> slice | Int[np.ndarray, " n"]:
    first = int(index[0]) if len(index) else 0
    neighbours = np.array_equal(index, np.arange(first, first + len(index)))
    return slice(first, first + len(index)) if neighbours else index


def _is_slide(thing: SceneObject) -> bool:
    return thing.body.joint is not None and thing.body.joint.kind == "slide"


def _set_masses(compiled: Compiled, scene: Scene) -> None:
    # The colliders give the shape of the inertia (at one density), the object its exact mass.
    mujoco = load_mujoco()

    model = compiled.model
    for k in map(int, compiled.movers):
        body = compiled.bodies[k]
        factor = scene.objects[k].body.mass / model.body_mass[body]
        model.body_mass[body] = scene.objects[k].body.mass
        model.body_inertia[body] *= factor
    data: Any = mujoco.MjData(model)
    mujoco.mj_setConst(model, data)
    for free, dofs in zip(compiled.free, compiled.dofs, strict=True):
        if not free:
            model.dof_damping[dofs] = model.dof_M0[dofs] / _JOINT_DAMPING_TIME
