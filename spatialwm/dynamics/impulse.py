"""Impulses: exact changes of velocity."""

from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.sleep import wake
from spatialwm.errors import InputError
from spatialwm.scene import Push

__all__ = ["apply_impulse", "check_speed"]

_FASTEST = 100.0
"""[m/s]; faster, and 1.7 ms substeps are 17 cm apart."""
_SLACK = 0.05
"""A push may miss an object's bounding ball by this much [m]: a click on splats around it."""


def apply_impulse(compiled: Compiled, data: Any, mover: int, push: Push) -> None:  # noqa: ANN401
    """Change velocities by M^-1 J^T p: of a free body p/m at its centre and I^-1 (r x p) about it.

    Raises:
        InputError: The point is not on the object, or it would fly faster than 100 m/s.
    """
    mujoco = load_mujoco()

    model = compiled.model
    body = int(compiled.bodies[compiled.movers[mover]])
    wake(compiled, data, np.arange(len(compiled.movers)) == mover)
    for update in (mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_makeM, mujoco.mj_factorM):
        update(model, data)
    centre = np.array(data.xipos[body])
    point = centre if push.point is None else np.array(push.point, float)
    if push.point is not None:  # the centre of a tyre is not in it, and is pushed all the same
        _check_point(model, data, body, point, push.object)
    jacobian = np.zeros((3, model.nv))
    mujoco.mj_jac(model, data, jacobian, None, point, body)
    change = np.zeros((1, model.nv))
    mujoco.mj_solveM(model, data, change, np.array([push.impulse], float) @ jacobian)
    there = np.zeros((3, model.nv))
    mujoco.mj_jac(model, data, there, None, centre, body)
    check_speed(push.object, float(np.linalg.norm(there @ (data.qvel + change[0]))))
    data.qvel[:] += change[0]


def check_speed(name: str, speed: float) -> None:
    """Refuse speeds the engine is not sound at."""
    if not speed <= _FASTEST:
        raise InputError(
            f"'{name}' would fly at {speed:.0f} m/s; the engine is sound up to {_FASTEST:.0f} m/s."
        )


def _check_point(model: Any, data: Any, body: int, point: np.ndarray, name: str) -> None:  # noqa: ANN401
    first, count = int(model.body_geomadr[body]), int(model.body_geomnum[body])
    geoms = slice(first, first + count)
    gaps = np.linalg.norm(np.asarray(data.geom_xpos[geoms]) - point, axis=1) - model.geom_rbound[geoms]
    if not gaps.min() <= _SLACK:
        raise InputError(
            f"The push at {tuple(np.round(point, 2).tolist())} misses '{name}' by {gaps.min():.2f} m."
        )
