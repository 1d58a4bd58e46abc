"""The agent's hand: a soft weld between its body and what it holds."""

from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.agent import RADIUS
from spatialwm.dynamics.geoms import AGENT_BIT
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.errors import InputError
from spatialwm.geometry.poses import compose, invert
from spatialwm.scene import SceneObject

__all__ = ["HEAVIEST", "LIFT", "REACH", "check_grasp", "check_reach", "close_hand", "grip_pose"]

REACH = 1.1
"""From the body's axis to the nearest point of the object [m]: an arm of 0.75 m, and 0.35 m that an adult
reaches further by leaning (Duncan 1990: 0.37 m)."""
LIFT = 0.05
"""A held thing is lifted this much [m], or it would scrape along and drag its table with it."""
HEAVIEST = 15.0
"""[kg] that most adults can carry alone (EN 1005-2 allows 15 kg for 85 % of them)."""


def check_grasp(compiled: Compiled, data: Any, mover: int, thing: SceneObject) -> None:  # noqa: ANN401
    """Refuse what is too far or too heavy.

    Raises:
        InputError: Says how far or heavy it is, and the limit.
    """
    if thing.body.kind == "dynamic" and thing.body.mass > HEAVIEST:
        raise InputError(
            f"'{thing.name}' weighs {thing.body.mass:.1f} kg; the hand lifts up to {HEAVIEST:.0f} kg."
        )
    check_reach(compiled, data, mover, thing.name)


def check_reach(compiled: Compiled, data: Any, mover: int, name: str) -> None:  # noqa: ANN401
    """Refuse what is too far.

    Raises:
        InputError: Says how far it is, and the limit.
    """
    mujoco = load_mujoco()

    model = compiled.model
    mujoco.mj_kinematics(model, data)
    agent = int(model.geom("agent").id)
    body = int(compiled.bodies[compiled.movers[mover]])
    first, count = int(model.body_geomadr[body]), int(model.body_geomnum[body])
    gaps = [mujoco.mj_geomDistance(model, data, agent, g, 100.0, None) for g in range(first, first + count)]
    distance = min(gaps) + RADIUS
    if distance > REACH:
        raise InputError(f"'{name}' is {distance:.2f} m away and the arm reaches {REACH} m; move closer.")


def grip_pose(compiled: Compiled, data: Any, mover: int) -> Float[np.ndarray, "7"]:  # noqa: ANN401
    """Pose of the thing in the agent's frame: as it is now, a free thing a little higher."""
    body, agent = int(compiled.bodies[compiled.movers[mover]]), int(compiled.model.body("agent").id)
    inverse = invert(np.array(data.xpos[agent]), np.array(data.xquat[agent]))
    lift = np.array([0.0, LIFT if compiled.free[mover] else 0.0, 0.0])
    return np.concatenate(compose(*inverse, np.array(data.xpos[body]) + lift, np.array(data.xquat[body])))


def close_hand(compiled: Compiled, data: Any, mover: int, grip: Float[np.ndarray, "7"]) -> None:  # noqa: ANN401
    """Hold the mover at ``grip``, and nothing else; -1 opens the hand.

    What is held does not touch the agent: the model's contact bits follow the hand.
    """
    model = compiled.model
    data.eq_active[compiled.weld_of_mover] = 0
    movable = compiled.mover_of_geom >= 0
    model.geom_conaffinity[movable] = 1 | AGENT_BIT
    if mover < 0:
        return
    model.geom_conaffinity[compiled.mover_of_geom == mover] = 1
    weld = compiled.weld_of_mover[mover]
    body = compiled.bodies[compiled.movers[mover]]
    centre = np.array(model.body_ipos[body])  # welded at the centre of mass: no lever for the solver
    at, turn = grip[:3], grip[3:]
    model.eq_data[weld, 0:3] = centre
    model.eq_data[weld, 3:6] = compose(at, turn, centre, np.array([1.0, 0, 0, 0]))[0]
    model.eq_data[weld, 6:10] = turn
    data.eq_active[weld] = 1
