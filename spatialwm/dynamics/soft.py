"""Soft bodies in the engine: trilinear cages of MuJoCo's flex, stepped with its ``discrete`` integrator.

Each control point is a point mass on three slides. Elasticity is linear in each cell's own rotating frame
(corotational), integrated implicitly, so stiff materials need no smaller step. The cage's whole box is
filled with material and its surface is the box's: a soft ball is a soft box with a ball painted in it.
All masses sit in the control points, equal ones: of one cell, three times the inertia of a solid box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.geoms import AGENT_BIT, NEARLY, SOLIMP, SOLREF
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.memory import Views
from spatialwm.errors import InputError
from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import matrix_from_quat, quat_conjugate, quat_rotate
from spatialwm.scene import Box, CageTrack, Scene, SceneObject, best_fit, cage_shares, deformation, rest_cage

__all__ = [
    "SoftPlace",
    "add_soft",
    "cage_tracks",
    "find_soft",
    "is_soft",
    "nodes_of",
    "push_soft",
    "record_soft",
    "soft_at",
    "soft_moves",
    "start_soft",
]

_SKIN = 1e-4
"""Contacts begin this far outside the surface [m]; MuJoCo wants a radius above 0."""
_FASTEST = 100.0
"""[m/s], as for rigid bodies."""
_SLACK = 0.05
"""A push may miss by this much [m], as one on a rigid body may."""
_STILL, _CALM = 1e-3, 0.3
"""Slower than this [m/s] and less accelerated [m/s^2] a soft thing rests: at 3 swings a second,
within 1 mm of where it would come to stand."""
_NEWTON = 8
"""Steps from the rigid guess to the point inside a deformed cage; one is enough if it is only sheared."""


@dataclass(frozen=True, eq=False)
class SoftPlace:
    """Where a soft object is in the model."""

    object: int
    """Index in the scene."""
    flex: int
    bodies: Int[np.ndarray, " k"]
    """Of its control points."""
    qpos: slice
    dofs: slice
    mass: float
    """Of one control point [kg]."""
    rest: Float[np.ndarray, "k 3"]
    """Undeformed control points in the object's frame [m]."""
    turn: Float[np.ndarray, "3 3"]
    """From the axes the control points slide along, the object's at the start, to the world's."""


def is_soft(scene: Scene) -> bool:
    """Whether anything in the scene is soft."""
    return any(thing.body.kind == "soft" for thing in scene.objects)


def add_soft(body: Any, thing: SceneObject, k: int) -> None:  # noqa: ANN401
    """Hang the control points and the flex of a soft object on its (fixed) body in the spec."""
    about, box = thing.body, thing.body.colliders[0]
    assert isinstance(box, Box)
    # Contacts are found at points twice as close as control points: under a ball, at control points alone,
    # they come and go and leave it on a few; under a plate, with 2 along an edge, it rattles.
    count = [2 * n + 1 for n in about.cells]
    flex = body.make_flex(
        f"o{k}",
        type="grid",
        dim=3,
        dof="trilinear",
        count=count,
        cellcount=list(about.cells),
        spacing=[float(size) / (n - 1) for size, n in zip(box.size, count, strict=True)],
        pos=box.position.astype(float),
        radius=_SKIN,
        mass=about.mass,
    )
    assert about.stiffness is not None
    flex.young, flex.poisson, flex.damping = about.stiffness, about.poisson, about.damping
    flex.contype, flex.conaffinity, flex.condim, flex.selfcollide = 1, 1 | AGENT_BIT, 3, 0
    flex.friction = [about.friction, 0.0, 0.0]
    flex.solref, flex.solimp = list(SOLREF), list(SOLIMP)
    flex.margin, flex.gap = 0.0, NEARLY


def find_soft(model: Any, scene: Scene) -> tuple[SoftPlace, ...]:  # noqa: ANN401
    """Where each soft object is in the compiled model."""
    mujoco = load_mujoco()

    found: list[SoftPlace] = []
    for k, thing in enumerate(scene.objects):
        if thing.body.kind != "soft":
            continue
        flex = int(mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_FLEX, f"o{k}"))
        first, count = int(model.flex_nodeadr[flex]), int(model.flex_nodenum[flex])
        bodies = np.array(model.flex_nodebodyid[first : first + count], int)
        joint = int(model.body_jntadr[bodies[0]])
        q, v = int(model.jnt_qposadr[joint]), int(model.jnt_dofadr[joint])
        found.append(
            SoftPlace(
                object=k,
                flex=flex,
                bodies=bodies,
                qpos=slice(q, q + 3 * count),
                dofs=slice(v, v + 3 * count),
                mass=thing.body.mass / count,
                rest=rest_cage(thing.body).astype(float),
                turn=matrix_from_quat(thing.quat.astype(float)),
            )
        )
    return tuple(found)


def start_soft(places: tuple[SoftPlace, ...], data: Any, scene: Scene) -> None:  # noqa: ANN401
    """Put the control points where the scene has them."""
    for place in places:
        thing = scene.objects[place.object]
        if thing.cage is not None:
            data.qpos[place.qpos] = np.ravel(thing.cage.astype(float) - rest_cage(thing.body))


def nodes_of(thing: SceneObject) -> Float[np.ndarray, "k 3"]:
    """Control points of a soft object as the scene has it, in the world [m]."""
    cage = rest_cage(thing.body) if thing.cage is None else thing.cage
    return transform(thing.position.astype(float), thing.quat.astype(float), cage.astype(float))


def record_soft(
    places: tuple[SoftPlace, ...],
    data: Any,  # noqa: ANN401
    scene: Scene,
    written: Views,
    *,
    at_start: bool,
) -> None:
    """Write down where the control points are, and the rigid motion that fits them best.

    Args:
        places: The soft objects.
        data: The engine, kinematics up to date.
        scene: Where it started.
        written: Where to.
        at_start: Write the poses the scene has.
    """
    mujoco = load_mujoco()

    nodes, first = written.nodes, 0
    for place in places:
        thing, rows = scene.objects[place.object], slice(first, first + len(place.bodies))
        first = rows.stop
        if at_start:
            nodes[rows] = nodes_of(thing)
            continue
        nodes[rows] = data.xpos[place.bodies]
        written.positions[place.object], turn = best_fit(place.rest, nodes[rows])
        mujoco.mju_mat2Quat(written.quats[place.object], turn.ravel())
        rates = data.qvel[place.dofs].reshape(-1, 3) @ place.turn.T
        written.velocities[place.object] = np.add.reduce(rates) / len(rates)
        arms = nodes[rows] - np.add.reduce(nodes[rows]) / len(rates)
        written.spins[place.object] = _spin(arms, rates)


def _spin(arms: Float[np.ndarray, "k 3"], rates: Float[np.ndarray, "k 3"]) -> Float[np.ndarray, "3"]:
    """Angular momentum over inertia, of equal masses."""
    spread, mixed = arms.T @ arms, arms.T @ rates
    momentum = (mixed - mixed.T)[(1, 2, 0), (2, 0, 1)]
    inertia = np.trace(spread) * np.eye(3) - spread
    return cast("np.ndarray", np.linalg.solve(inertia, momentum))


def cage_tracks(
    scene: Scene,
    nodes: Sequence[Float[np.ndarray, "k 3"]],
    positions: Float[np.ndarray, "t o 3"],
    quats: Float[np.ndarray, "t o 4"],
) -> tuple[CageTrack, ...]:
    """Control points over time, of a state each, in the frames of their objects."""
    tracks: list[CageTrack] = []
    first = 0
    for k, thing in enumerate(scene.objects):
        if thing.body.kind != "soft":
            continue
        rows = slice(first, first + int(np.prod(np.array(thing.body.cells) + 1)))
        first = rows.stop
        inverse = quat_conjugate(quats[:, k].astype(float))[:, None]
        in_world = np.array([each[rows] for each in nodes])
        inside = quat_rotate(inverse, in_world - positions[:, k].astype(float)[:, None]).astype(np.float32)
        inside[0] = rest_cage(thing.body) if thing.cage is None else thing.cage  # free of rounding
        tracks.append(CageTrack(name=thing.name, nodes=inside))
    return tuple(tracks)


def soft_at(places: tuple[SoftPlace, ...], scene: Scene, index: int) -> list[str]:
    """Name of the soft object whose coordinate (each is also a freedom) that is."""
    return [scene.objects[p.object].name for p in places if p.qpos.start <= index < p.qpos.stop]


def soft_moves(places: tuple[SoftPlace, ...], data: Any) -> bool:  # noqa: ANN401
    """Whether a control point moves or is about to: those that do neither may be left where they are."""
    for place in places:
        speeds, pulls = (np.abs(np.asarray(r[place.dofs])) for r in (data.qvel, data.qacc_warmstart))
        if bool(speeds.max() > _STILL) or bool(pulls.max() > _CALM):
            return True
    return False


def push_soft(
    place: SoftPlace,
    data: Any,  # noqa: ANN401
    scene: Scene,
    impulse: tuple[float, float, float],
    point: tuple[float, float, float] | None,
) -> None:
    """Change velocities of the control points next to ``point`` [m] so that all of ``impulse`` [N s] goes in.

    A force over a time is an impulse of force times frame in every frame.

    Raises:
        InputError: The point is not on the object, or a control point would fly faster than 100 m/s.
    """
    thing = scene.objects[place.object]
    nodes = np.array(data.xpos[place.bodies])
    shares = np.full(len(nodes), 1 / len(nodes)) if point is None else _shares(thing, nodes, np.array(point))
    change = shares[:, None] * np.array(impulse) / place.mass
    rates = data.qvel[place.dofs].reshape(-1, 3) + change @ place.turn
    speed = float(np.linalg.norm(rates, axis=1).max())
    if not speed <= _FASTEST:
        raise InputError(
            f"A corner of '{thing.name}' would fly at {speed:.0f} m/s; "
            f"the engine is sound up to {_FASTEST:.0f} m/s."
        )
    data.qvel[place.dofs] = rates.ravel()


def _shares(thing: SceneObject, nodes: np.ndarray, point: np.ndarray) -> np.ndarray:
    """The control points' shares of the point of the object that is now nearest to ``point``."""
    box = thing.body.colliders[0]
    assert isinstance(box, Box)
    low, high = (box.position.astype(float) + side * box.size.astype(float) / 2 for side in (-1, 1))
    shift, turn = best_fit(rest_cage(thing.body).astype(float), nodes)
    at: np.ndarray = np.clip((point - shift) @ turn, low, high)
    for _ in range(_NEWTON):
        here, gradient = deformation(at[None], thing.body, nodes)
        way = cast("np.ndarray", np.linalg.pinv(gradient[0]) @ (point - here[0]))
        at = np.clip(at + way, low, high)
    miss = float(np.linalg.norm(deformation(at[None], thing.body, nodes)[0][0] - point))
    if not miss <= _SLACK:
        raise InputError(
            f"The push at {tuple(np.round(point, 2).tolist())} misses '{thing.name}' by {miss:.2f} m."
        )
    return cage_shares(at, thing.body)
