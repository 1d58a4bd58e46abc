"""The engine in phyworld: MuJoCo from the same three frames, and the engine as scenes use it."""

from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT as FRAME
from spatialwm.dynamics import EnginePredictor
from spatialwm.dynamics.library import load_mujoco
from spatialwm.predictors.event_net import motion
from spatialwm.predictors.phyworld import DT
from spatialwm.scene import Body, Push, Scene, SceneObject, Sphere, Wait

__all__ = ["by_engine", "by_mujoco"]

_STEP = 2e-6
"""In contact [s]; free flight is exact at any step, so it takes one to the next contact or frame."""
_SPRING = 2e8
"""Of an elastic contact [1/s^2]: it lasts 0.2 ms, a hundred steps, and gives way by a millimetre at most."""


def by_mujoco(
    frames: Float[np.ndarray, "n 3 b 2"],
    radii: Float[np.ndarray, "n b"],
    gravity: Float[np.ndarray, "2"],
    *,
    count: int,
) -> Float[np.ndarray, "n t b 2"]:
    """All frames by MuJoCo with undamped contacts and a Runge-Kutta integrator, told the gravity.

    Args:
        frames: Centres in the first three frames [m].
        radii: [m]; masses go with their squares.
        gravity: [m/s^2]
        count: How many frames, with the given ones.
    """
    mujoco = load_mujoco()

    speeds = motion(frames, gravity, DT)
    paths = np.zeros((len(frames), count, radii.shape[1], 2))
    paths[:, :3] = frames
    for n, r in enumerate(radii):
        model: Any = mujoco.MjModel.from_xml_string(_xml(r, gravity))
        data: Any = mujoco.MjData(model)
        data.qpos[:], data.qvel[:] = frames[n, 2].ravel(), speeds[n].ravel()
        for k in range(3, count):
            _advance(model, data, r)
            paths[n, k] = np.asarray(data.qpos).reshape(-1, 2)
    return paths


def _advance(model: Any, data: Any, radii: Float[np.ndarray, " b"]) -> None:  # noqa: ANN401
    """One frame."""
    mujoco = load_mujoco()

    left = DT
    while left > 1e-12:
        step = left
        if len(radii) == 2:
            place, rate = np.asarray(data.qpos).reshape(2, 2), np.asarray(data.qvel).reshape(2, 2)
            apart, rates = place[1] - place[0], rate[1] - rate[0]
            distance = float(np.linalg.norm(apart))
            gap, closing = distance - float(radii.sum()), -float(apart @ rates) / distance
            if gap > closing * _STEP > 0:  # Runge-Kutta looks at the end of its step: that must be free too
                step = min(left, gap / closing - _STEP / 2)
            elif gap <= 0 or closing > 0:
                step = min(left, _STEP)
        model.opt.timestep = step
        mujoco.mj_step(model, data)
        left -= step


def _xml(radii: Float[np.ndarray, " b"], gravity: Float[np.ndarray, "2"]) -> str:
    bodies = "".join(
        '<body><joint type="slide" axis="1 0 0"/><joint type="slide" axis="0 1 0"/>'
        f'<geom size="{r!r}" mass="{r * r!r}" solref="{-_SPRING} 0" solimp="0.9 0.9 0.001" condim="1"/>'
        "</body>"
        for r in radii.tolist()
    )
    option = f'<option integrator="RK4" gravity="{gravity[0]} {gravity[1]} 0"/>'
    return f"<mujoco>{option}<worldbody>{bodies}</worldbody></mujoco>"


def by_engine(
    frames: Float[np.ndarray, "n 3 b 2"],
    radii: Float[np.ndarray, "n b"],
    gravity: Float[np.ndarray, "2"],
    *,
    count: int,
) -> Float[np.ndarray, "n t b 2"]:
    """All frames by ``EnginePredictor``: balls in a scene, bouncing fully, pushed to their speeds."""
    speeds = motion(frames, gravity, DT)
    paths = np.zeros((len(frames), count, radii.shape[1], 2))
    paths[:, :3] = frames
    per_frame = round(DT / FRAME)
    for n, r in enumerate(radii):
        predictor = EnginePredictor(_balls(frames[n, 2], r, gravity))
        state = predictor.initial()
        pushes = [
            Push(f"ball {b}", impulse=(float(v[0] * r[b] ** 2), float(v[1] * r[b] ** 2), 0.0))
            for b, v in enumerate(speeds[n])
        ]
        balls = len(pushes)
        places: list[np.ndarray] = []
        for k in range((count - 3) * per_frame + balls - 1):
            state = predictor.step(state, pushes[k] if k < balls else Wait())
            places.append(state.positions[:, :2])
        late = np.array(places)[balls - 1 :]  # a push takes a frame
        paths[n, 3:] = late[per_frame - 1 :: per_frame][: count - 3]
    return paths


def _balls(
    places: Float[np.ndarray, "b 2"], radii: Float[np.ndarray, " b"], gravity: Float[np.ndarray, "2"]
) -> Scene:
    balls = tuple(
        SceneObject(
            name=f"ball {k}",
            position=np.array([*place, 0.0]),
            body=Body(
                kind="dynamic",
                mass=float(r) ** 2,
                friction=0.0,
                restitution=1.0,
                colliders=(Sphere(radius=float(r)),),
            ),
        )
        for k, (place, r) in enumerate(zip(places, radii, strict=True))
    )
    return Scene(objects=balls, gravity=np.array([*gravity, 0.0]))
