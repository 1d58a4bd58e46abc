"""How a frame would have come out, had its contacts answered otherwise: gradients through the solver.

The solver minimises a convex function of the accelerations; where it has its minimum, the implicit function
theorem says how the rates after the step go with what the contacts asked for:

    d rates / d asked = W J' S (1 + A S)^-1,   A = J W J',   W the inverse inertia,

with S the second derivative of the contacts' cost: how stiff a contact is, in its friction cone or at rest.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.predictor import DT
from spatialwm.predictors.coarse import Contacts
from spatialwm.predictors.contact_net import MIDDLE, Pulls

__all__ = ["pulls"]

_QUADRATIC, _CONE = 1, 4
"""mjtConstraintState: a row that is a spring, and one of a contact that slides."""
_LARGE = 0.3
"""Errors count by their square up to here, and then by their size [m/s]."""


def pulls(
    model: Any,  # noqa: ANN401
    data: Any,  # noqa: ANN401
    contacts: Contacts,
    after: Float[np.ndarray, " q"],
    rates_after: Float[np.ndarray, " v"],
) -> Pulls:
    """Gradients of the error of the frame the engine's data are at the end of.

    The error is half the kinetic energy of what is off, over the mean mass of the loose things: of the rates,
    and of the positions as rates.

    Args:
        model: Of the engine.
        data: After one step, its rows of force as the solver left them.
        contacts: Of the start of the step.
        after: Where everything should be.
        rates_after: And how fast.
    """
    mujoco = load_mujoco()

    off = data.qvel - rates_after
    apart = np.zeros(model.nv)
    mujoco.mj_differentiatePos(model, apart, DT, after, data.qpos)
    size = np.abs(off) * _reach(model) + 1e-9
    fair = np.minimum(_LARGE / size, 1.0)
    heavy = np.zeros((2, model.nv))
    inertia = np.zeros(model.nv)
    for k, rates in enumerate((off * fair, apart * fair)):
        mujoco.mj_mulM(model, data, inertia, rates)
        heavy[k] = inertia
    unit = float(model.body_mass[model.jnt_bodyid[np.asarray(model.jnt_type) == 0]].mean())
    error = float(off @ heavy[0] + apart @ heavy[1]) / 2 / unit
    along, seen, moved = np.zeros(data.nefc), np.zeros(data.nefc), np.zeros(data.nefc)
    mujoco.mj_mulJacVec(model, data, along, fair * (off + MIDDLE * apart))
    mujoco.mj_mulJacVec(model, data, seen, off)
    mujoco.mj_mulJacVec(model, data, moved, fair * apart)
    asked = _by_asked(model, data, contacts, along) / unit
    rows, grips = contacts.rows, contacts.grips
    at = rows[grips]
    acting = data.efc_force[rows] * moved[rows]
    taken = np.zeros(len(rows))
    for k in (1, 2):
        acting[grips] += data.efc_force[at + k] * moved[at + k]
        taken[grips] -= asked[at + k] * contacts.along[grips, k - 1]
    slip = np.maximum(contacts.met.slip, 1e-6)
    return Pulls(asked[rows], DT * acting / unit, taken / slip, seen[rows], error)


def _reach(model: Any) -> Float[np.ndarray, " v"]:  # noqa: ANN401
    """How far from its axis a turn counts [m]; 1 where nothing turns."""
    found = np.ones(model.nv)
    for joint in range(model.njnt):
        if model.jnt_type[joint] == 0:  # mjJNT_FREE
            first = int(model.jnt_dofadr[joint])
            found[first + 3 : first + 6] = 0.1
    return found


def _by_asked(
    model: Any,  # noqa: ANN401
    data: Any,  # noqa: ANN401
    contacts: Contacts,
    along: Float[np.ndarray, " e"],
) -> Float[np.ndarray, " e"]:
    """By the rate that every row asks for."""
    mujoco = load_mujoco()

    active = np.flatnonzero(data.efc_state != 0)
    found = np.zeros(data.nefc)
    if not len(active):
        return found
    ways, unit = np.zeros((len(active), model.nv)), np.zeros(data.nefc)
    for k, row in enumerate(active):
        unit[row] = 1.0
        mujoco.mj_mulJacTVec(model, data, ways[k], unit)
        unit[row] = 0.0
    moved = np.zeros_like(ways)
    mujoco.mj_solveM(model, data, moved, ways)
    stiff = _stiffness(model, data, contacts, active)
    found[active] = stiff @ np.linalg.solve(np.eye(len(active)) + ways @ moved.T @ stiff, along[active])
    return found


def _stiffness(
    model: Any,  # noqa: ANN401
    data: Any,  # noqa: ANN401
    contacts: Contacts,
    active: Int[np.ndarray, " a"],
) -> Float[np.ndarray, "a a"]:
    """Second derivative of the contacts' cost, between the rows that are active."""
    found = np.diag(np.where(data.efc_state[active] == _QUADRATIC, data.efc_D[active], 0.0))
    place = np.full(data.nefc, -1)
    place[active] = np.arange(len(active))
    sliding = np.flatnonzero(data.efc_state[contacts.rows] == _CONE)
    if not len(sliding):
        return found
    residual = np.zeros(data.nefc)
    load_mujoco().mj_mulJacVec(model, data, residual, data.qacc)
    residual -= data.efc_aref
    for k, row in zip(sliding.tolist(), contacts.rows[sliding].tolist(), strict=True):
        count = 1 + len(contacts.frictions[k])
        block = slice(int(place[row]), int(place[row]) + count)
        found[block, block] = _cone(
            residual[row : row + count], contacts.frictions[k], float(contacts.cones[k]), data.efc_D[row]
        )
    return found


def _cone(
    residual: Float[np.ndarray, " d"], frictions: Float[np.ndarray, " f"], mu: float, stiff: float
) -> Float[np.ndarray, "d d"]:
    """Of one sliding contact: its cost is half the square of how far it is from its elliptic cone."""
    scales = np.concatenate([[mu], frictions])
    scaled = residual * scales
    slip = max(float(np.linalg.norm(scaled[1:])), 1e-12)
    way = scaled[1:] / slip
    factor = stiff / (mu**2 * (1 + mu**2))
    short = min(float(scaled[0]) - mu * slip, 0.0)
    outward = np.concatenate([[1.0], -mu * way])
    bent = np.zeros((len(scaled), len(scaled)))
    bent[1:, 1:] = -mu / slip * (np.eye(len(way)) - np.outer(way, way))
    return factor * (np.outer(outward, outward) + short * bent) * np.outer(scales, scales)
