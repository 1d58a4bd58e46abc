"""A scene as a Gymnasium environment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor, start_of
from spatialwm.environment.acting import BOX_SIZE, VERBS, action_from_box, action_from_dict, movers_of
from spatialwm.environment.variation import FACTORS, varied
from spatialwm.errors import InputError, SimulationError, SpatialwmError
from spatialwm.optional import require
from spatialwm.planning.goals import Ending
from spatialwm.planning.wishes import Wish, fulfilled, wishes_from_text
from spatialwm.render import render
from spatialwm.render.pictures import resized
from spatialwm.scene import Action, Body, Box, Camera, Mesh, Scene, SceneObject, State, Wait

require("gymnasium", extra="gym")

import gymnasium  # noqa: E402 (an extra: first it is said how to get it)
from gymnasium import spaces  # noqa: E402

__all__ = ["ID", "Observed", "SceneEnvironment", "register"]

ID = "spatialwm/Scene-v0"
Observed = Literal["state", "pixels", "depth", "ids"]
_KINDS: tuple[Observed, ...] = ("state", "pixels", "depth", "ids")
_FAR = 100.0
"""Depth of what is farther, or nothing [m]."""
_EACH, _AGENT = 13, 7
"""Numbers per mover: position, quaternion, velocity, angular velocity; of the agent: feet, yaw, pitch, eyes,
and which mover it holds, -1 for none."""
_EDGE = 1e4
"""Bound of a state's numbers."""


def register() -> None:
    """Make ``gymnasium.make("spatialwm/Scene-v0")`` work; done by importing the package."""
    if ID not in gymnasium.registry:
        gymnasium.register(  # pyright: ignore[reportUnknownMemberType]
            ID, entry_point="spatialwm.environment.environment:SceneEnvironment"
        )


class SceneEnvironment(gymnasium.Env[Any, Any]):
    """Act in a scene, ``frames`` engine frames of 1/60 s at a time. A live handle.

    An action that cannot be done (out of reach, nothing held) does nothing; ``info["refused"]`` says why.
    The reward is 1 in the step in which the goal first holds, which ends the episode, and 0 before; without a
    goal it is 0. Box actions are ``[which thing, vx, vy, vz]`` in [-1, 1]: a push, or nothing at velocity 0.
    Dict actions are ``verb``, ``target`` and ``vector``, see ``spatialwm.environment.acting``.

    Raises:
        InputError: A scene in which nothing moves, an unknown observation, pixels without a camera or of soft
            things.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 10}  # noqa: RUF012 (Gymnasium's own form)

    def __init__(
        self,
        scene: Scene | Path | str | None = None,
        *,
        actions: Literal["box", "dict"] = "box",
        observations: Sequence[str] = ("state",),
        goal: str | None = None,
        variation: Sequence[str] = (),
        size: tuple[int, int] = (64, 64),
        frames: int = 6,
        seconds: float = 10.0,
        render_mode: str | None = None,
    ) -> None:
        """Prepare.

        Args:
            scene: A scene or its file; a block, a brick and a step by default.
            actions: Which action space.
            observations: Of state, pixels, depth and ids, one or more: the keys of an observation.
            goal: A sentence that is to become true: "the block is on the step".
            variation: Factors drawn anew at every reset: mass, friction, color.
            size: Width and height of pictures [px].
            frames: Engine frames per step.
            seconds: After which an episode is cut off [s].
            render_mode: ``rgb_array`` or None.
        """
        self.render_mode = render_mode
        self._scene = start_of(_given(scene))
        self._movers = movers_of(self._scene)
        self._check(observations, variation, frames, seconds)
        self._frames, self._end, self._variation = frames, seconds, tuple(variation)
        self._wishes: tuple[Wish, ...] = wishes_from_text(goal, self._scene) if goal is not None else ()
        needs_pictures = render_mode is not None or any(kind != "state" for kind in observations)
        self._camera = _camera(self._scene, size) if needs_pictures else None
        self._dict_actions = actions == "dict"
        self._set_spaces(observations, size)
        self._built: Scene = self._scene
        self._predictor = EnginePredictor(self._built)
        self._first = self._state = self._predictor.initial()

    def _check(
        self, observations: Sequence[str], variation: Sequence[str], frames: int, seconds: float
    ) -> None:
        if not self._movers:
            raise InputError("Nothing in this scene moves; there is nothing to act on.")
        if not observations or set(observations) - set(_KINDS):
            raise InputError(
                f"Observations are one or more of {', '.join(_KINDS)}; got {list(observations)}."
            )
        if unknown := set(variation) - set(FACTORS):
            raise InputError(
                f"There is no factor of variation '{min(unknown):.40}'; known: {', '.join(FACTORS)}."
            )
        if not (1 <= frames <= 600 and 0 < seconds <= 3600):
            raise InputError(
                f"A step takes 1 to 600 frames, an episode up to 3600 s; got {frames}, {seconds:g}."
            )

    def _set_spaces(self, observations: Sequence[str], size: tuple[int, int]) -> None:
        count, (width, height) = len(self._movers), size
        kinds: dict[str, spaces.Space[Any]] = {
            "state": spaces.Box(-_EDGE, _EDGE, (count * _EACH + _AGENT,), np.float32),
            "pixels": spaces.Box(0, 255, (height, width, 3), np.uint8),
            "depth": spaces.Box(0.0, _FAR, (height, width), np.float32),
            "ids": spaces.Box(-1, len(self._scene.objects) - 1, (height, width), np.int32),
        }
        self._observed = tuple(kind for kind in _KINDS if kind in observations)
        self.observation_space = spaces.Dict({kind: kinds[kind] for kind in self._observed})
        self.action_space = spaces.Box(-1.0, 1.0, (BOX_SIZE,), np.float32)
        if self._dict_actions:
            self.action_space = spaces.Dict(
                {
                    "verb": spaces.Discrete(len(VERBS)),
                    "target": spaces.Discrete(count),
                    "vector": spaces.Box(-1.0, 1.0, (3,), np.float32),
                }
            )
        self.variation_space = spaces.Dict(
            {
                name: spaces.Box(low, high, (count, 3) if name == "color" else (count,), np.float64)
                for name, (low, high) in FACTORS.items()
            }
        )

    # ----------------------------------------------------------------------------------------- Gymnasium

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Back to the start, with factors of variation drawn anew.

        ``options={"variation": {"mass": [...]}}`` sets factors by hand instead, ``{}`` sets none.

        Raises:
            InputError: A factor that does not exist or is out of bounds.
        """
        super().reset(seed=seed)
        count = len(self._movers)
        asked = (options or {}).get("variation")
        if asked is None:
            values = {
                name: self.np_random.uniform(*FACTORS[name], (count, 3) if name == "color" else count)
                for name in self._variation
            }
        elif isinstance(asked, Mapping):
            held = cast("Mapping[str, Any]", asked)
            values = {str(name): np.asarray(value, float) for name, value in held.items()}
        else:
            raise InputError("options['variation'] maps factors to numbers.")
        built = varied(self._scene, values, tuple(t.name for t in self._movers)) if values else self._scene
        if built is not self._built:
            self._predictor, self._built = EnginePredictor(built), built
        self._first = self._state = self._predictor.initial()
        return self._observation(), {"variation": values, "success": False}

    def step(self, action: Any) -> tuple[dict[str, np.ndarray], float, bool, bool, dict[str, Any]]:  # noqa: ANN401
        """Do it, and let ``frames`` frames pass."""
        movers = movers_of(self._built)
        done: Action = (
            action_from_dict(cast("Mapping[str, Any]", action), movers)
            if self._dict_actions
            else action_from_box(np.asarray(action), movers)
        )
        info: dict[str, Any] = {"action": done}
        state = self._state
        try:
            state = self._predictor.step(state, done)
        except SimulationError:
            raise
        except SpatialwmError as refusal:
            info["refused"] = str(refusal)
            state = self._predictor.step(state, Wait())
        for _ in range(self._frames - 1):
            state = self._predictor.step(state, Wait())
        self._state = state
        success = bool(self._wishes) and fulfilled(self._wishes, self._run())
        info["success"] = success
        return self._observation(), float(success), success, state.time >= self._end - DT / 2, info

    def render(self) -> np.ndarray | None:  # type: ignore[override]
        """The picture of now, (h, w, 3) uint8, in the mode ``rgb_array``."""
        if self.render_mode is None or self._camera is None:
            return None
        return _bytes(render(self.scene, [self._camera]).colors[0])

    @property
    def scene(self) -> Scene:
        """The scene as it is now."""
        state = self._state
        return replace(
            self._built,
            objects=tuple(
                replace(
                    thing, position=state.positions[k], quat=state.quats[k], hidden=thing.name in state.gone
                )
                for k, thing in enumerate(self._built.objects)
            ),
        )

    @property
    def state(self) -> State:
        """The engine's state."""
        return self._state

    # ------------------------------------------------------------------------------------------- private

    def _run(self) -> Ending:
        return Ending(scene=self._built, states=(self._first, self._state), actions=())

    def _observation(self) -> dict[str, np.ndarray]:
        wanted = self._observed
        found: dict[str, np.ndarray] = {}
        if "state" in wanted:
            found["state"] = self._numbers()
        if self._camera is not None and set(wanted) - {"state"}:
            drawn = render(self.scene, [self._camera])
            pictures = {
                "pixels": _bytes(drawn.colors[0]),
                "depth": np.clip(drawn.depths[0], 0, _FAR).astype(np.float32),
                "ids": drawn.ids[0].astype(np.int32),
            }
            found |= {kind: pictures[kind] for kind in wanted if kind != "state"}
        return found

    def _numbers(self) -> np.ndarray:
        state = self._state
        at = [state.names.index(thing.name) for thing in self._movers]
        parts = (state.positions, state.quats, state.velocities, state.angular_velocities)
        held = -1.0 if state.held is None else float([t.name for t in self._movers].index(state.held))
        agent = (*state.agent_position, state.agent_yaw, state.agent_pitch, state.agent_eye, held)
        each = np.concatenate([part[at] for part in parts], axis=1)
        return np.clip(np.concatenate([each.ravel(), agent]), -_EDGE, _EDGE).astype(np.float32)


def _bytes(colors: np.ndarray) -> np.ndarray:
    return np.round(colors * 255).astype(np.uint8)


def _given(scene: Scene | Path | str | None) -> Scene:
    if isinstance(scene, Scene):
        return scene
    if scene is None:
        return _block_and_step()
    from spatialwm.io import load

    return load(Path(scene))


def _camera(scene: Scene, size: tuple[int, int]) -> Camera:
    if any(thing.body.kind == "soft" for thing in scene.objects):
        raise InputError("Pictures of soft things are not drawn by the environment; observe 'state' only.")
    if not scene.cameras:
        raise InputError("This scene has no camera to see it from; observe 'state' only, or give it one.")
    return resized(scene.cameras[0], size)


def _block_and_step() -> Scene:
    """A block and a brick on a floor, and a step: what there is without a scene."""
    return Scene(
        objects=(
            _boxed("floor", (6.0, 0.1, 6.0), (0.0, -0.05, 0.0), Body(friction=0.05)),
            _boxed("step", (0.8, 0.15, 0.6), (0.0, 0.075, -0.8), Body(friction=0.3)),
            _boxed(
                "block", (0.15, 0.15, 0.15), (-0.3, 0.075, 0.0), Body(kind="dynamic", mass=1.0, friction=0.3)
            ),
            _boxed("brick", (0.3, 0.1, 0.15), (0.4, 0.05, 0.1), Body(kind="dynamic", mass=2.0, friction=0.4)),
        ),
        cameras=(Camera.looking_at((0.0, 1.4, 2.0), (0.0, 0.1, -0.2), width=64, height=64),),
    )


def _boxed(
    name: str, size: tuple[float, float, float], at: tuple[float, float, float], body: Body
) -> SceneObject:
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return SceneObject(
        name=name,
        category=name,
        position=np.array(at),
        mesh=Mesh(vertices=corners * np.array(size), faces=faces),
        body=replace(body, colliders=(Box(size=np.array(size)),)),
    )
