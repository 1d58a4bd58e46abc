"""A hard ball on soft ground, against Hertz: part of ``spatialwm bench soft``.

Hertz's ground is an elastic half space, which no cage is. A quarter of a block stands for it: on the two
planes of symmetry control points do not leave the plane, and on the three far faces they are where the half
space has them, in Boussinesq's solution for a point force, which at 3 contact radii is Hertz's to 1.2 %
(Johnson, Contact Mechanics, sections 3.2 and 3.4). Cage, elasticity and contacts are those of every scene; a
control point is held by giving it an inertia that nothing moves. Only the forces' balance is looked at, so
masses are chosen for a quick and quiet approach.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.bench.table import Row
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.scene import Body, Box, Joint, Scene, SceneObject, Sphere
from spatialwm.scene.elasticity import ELASTIC_MATERIALS

__all__ = ["hertz_rows"]

_CELLS = {"rubber": 8, "silicone": 6, "foam": 6, "cushion": 6}
"""Along each edge of the block. Rubber hardly changes its volume, and cells that keep theirs are too stiff
(locking): it takes more of them."""
_RADIUS = 1.0
"""Of the ball [m]; the law has no scale of its own."""
_DENTS = 0.008, 0.01, 0.012
"""How deep Hertz says the forces press [m]: contact radii of 9 and 11 cm."""
_SIDE = 0.3
"""Of the quarter block [m]: 3 contact radii."""
_PER_RADIUS = 0.1 / _SIDE
"""Of a contact radius, for each cell along an edge."""
_FEWER = (("rubber", 4), ("rubber", 6), ("cushion", 4))
"""Coarser cages, to see where it goes."""
_DT, _STEPS = 0.005, 240
"""Six times the slowest swing; the second half is averaged."""
_SWING = 0.2
"""Of the block [s]: forty steps, so contacts are stiff beside it."""
_HELD = 1e9
"""Inertia of what does not move [kg]."""


@dataclass(frozen=True, eq=False)
class _Ground:
    """A compiled quarter block under a ball."""

    compiled: Compiled
    rest: Float[np.ndarray, "k 3"]
    """Control points, the ball's foot at the origin [m]."""
    far: np.ndarray
    """Control points on the far faces."""
    held: np.ndarray
    """Freedoms that are held, for each control point."""


def hertz_rows() -> list[Row]:
    """Slopes of force over depth^1.5 for four materials, and for coarser cages."""
    rows: list[Row] = []
    for name, cells in _CELLS.items():
        slope, text = _described(name, cells)
        rows.append(Row(name=f"{name}: slope off Hertz's", value=slope, unit="%", at_most=10, note=text))
    for name, cells in _FEWER:
        slope, text = _described(name, cells)
        rows.append(Row(name=f"{name}, coarser: slope off Hertz's", value=slope, unit="%", note=text))
    return rows


def _described(material: str, cells: int) -> tuple[float, str]:
    slope, power = _law(material, cells)
    text = f"{slope:.3f} of Hertz's; power {power:.2f}; {_PER_RADIUS * cells:.1f} cells per contact radius"
    return 100 * abs(slope - 1), text


def _law(material: str, cells: int) -> tuple[float, float]:
    """Measured slope over Hertz's, and the power of depth that the force grows with."""
    about = ELASTIC_MATERIALS[material]
    factor = 4 / 3 * about.young / (1 - about.poisson**2) * _RADIUS**0.5
    forces = factor * np.array(_DENTS) ** 1.5
    depths = _depths(_ground(about.young, about.poisson, cells), forces, about.young, about.poisson)
    powers = depths**1.5
    slope = float((forces * powers).sum() / (powers * powers).sum()) / factor
    rise, way = np.diff(np.log(forces)), np.diff(np.log(depths))
    return slope, float((rise * way).sum() / (way * way).sum())


def _ground(young: float, poisson: float, cells: int) -> _Ground:
    mujoco = load_mujoco()

    soft = Body(
        kind="soft",
        colliders=(Box(size=np.full(3, _SIDE)),),
        mass=young * _SIDE * _SWING**2,
        friction=0.0,
        stiffness=young,
        poisson=poisson,
        damping=0.75 * _SWING,
        cells=(cells, cells, cells),
    )
    block = SceneObject(name="block", position=np.array([1.0, -1.0, 1.0]) * _SIDE / 2, body=soft)
    hard = Body(
        kind="articulated",
        mass=soft.mass / 50,
        friction=0.0,
        colliders=(Sphere(radius=_RADIUS),),
        joint=Joint(kind="slide", parent=None, axis=np.array([0.0, 1, 0])),
    )
    ball = SceneObject(name="ball", position=np.array([0.0, _RADIUS + 2e-4, 0.0]), body=hard)
    compiled = compile_scene(Scene(objects=(block, ball), gravity=np.zeros(3)))
    rest = compiled.soft[0].rest + block.position
    near, beyond = np.abs(rest) < 1e-6, np.abs(rest) > _SIDE - 1e-6
    held = near & np.array([True, False, True])
    far = np.asarray(beyond.any(axis=1))
    held[far] = True
    model = compiled.model
    model.opt.timestep = _DT
    model.geom_contype[compiled.agent_geom] = model.geom_conaffinity[compiled.agent_geom] = 0
    model.dof_armature[_coordinates(compiled.soft[0].dofs)[held]] = _HELD
    mujoco.mj_setConst(model, mujoco.MjData(model))
    return _Ground(compiled, rest, far, held)


def _coordinates(part: slice) -> np.ndarray:
    return np.arange(int(part.start), int(part.stop)).reshape(-1, 3)


def _depths(
    ground: _Ground, forces: Float[np.ndarray, " f"], young: float, poisson: float
) -> Float[np.ndarray, " f"]:
    """How deep the ball's foot sits below the free surface under each force [m]."""
    mujoco = load_mujoco()

    compiled = ground.compiled
    data: Any = mujoco.MjData(compiled.model)
    place = compiled.soft[0]
    qpos, dofs = _coordinates(place.qpos), _coordinates(place.dofs)
    depths: list[float] = []
    for force in forces.tolist():
        shifts = _boussinesq(force, young, poisson, ground.rest[ground.far])
        data.qpos[qpos[ground.far]] = shifts
        data.qvel[dofs[ground.held]] = 0.0
        data.qfrc_applied[compiled.dofs[0]] = -force / 4
        track: list[float] = []
        for _ in range(_STEPS):
            mujoco.mj_step(compiled.model, data)
            track.append(-2e-4 - float(data.qpos[compiled.qpos[0]][0]))
        depths.append(float(np.mean(track[_STEPS // 2 :])))
    return np.array(depths)


def _boussinesq(
    force: float, young: float, poisson: float, points: Float[np.ndarray, "n 3"]
) -> Float[np.ndarray, "n 3"]:
    """Shifts [m] in a half space y <= 0 under a force [N] at the origin, downwards (Johnson, eq. 3.18)."""
    across, depth = points[:, ::2], -points[:, 1]
    distance = np.linalg.norm(points, axis=1)
    scale = force * (1 + poisson) / (2 * np.pi * young)
    outward = scale * (depth / distance**3 - (1 - 2 * poisson) / (distance * (distance + depth)))
    down = scale * (depth**2 / distance**3 + 2 * (1 - poisson) / distance)
    return np.stack([outward * across[:, 0], -down, outward * across[:, 1]], axis=1)
