"""One episode: random pushes in a scene, what they led to, and how it looked. A pure function of its seed."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.datasets.studio import LiveStudio
from spatialwm.datasets.touches import LiveTouches
from spatialwm.dynamics import EnginePredictor, start_of
from spatialwm.errors import InputError, SimulationError, SpatialwmError
from spatialwm.render.flow import optical_flow
from spatialwm.render.pictures import resized
from spatialwm.scene import Camera, Push, Scene, SceneObject, State, Wait

__all__ = ["KINDS", "Episode", "Settings", "episode", "episodes"]

KINDS = ("state", "rgb", "depth", "ids", "flow", "contacts")
"""What an observation may hold."""
_SPEEDS = 0.2, 2.0
"""That a push gives [m/s]."""
_STEEPEST = 0.6
"""Of a push, upwards [rad]."""
_WAITS = 0.25
"""Share of steps without an action."""
_FAR = 100.0
"""Depth of what is farther, or nothing [m]."""
_MOST_STEPS, _MOST_PIXELS = 10_000, 1024


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every episode of a data set is like."""

    steps: int = 16
    """Actions per episode; there is one more observation."""
    frames: int = 6
    """Engine frames of 1/60 s per step."""
    width: int = 64
    height: int = 64
    """Of pictures [px]."""
    kinds: tuple[str, ...] = KINDS
    """Of ``KINDS``: what is observed."""

    def __post_init__(self) -> None:
        if unknown := set(self.kinds) - set(KINDS):
            raise InputError(f"There is no observation '{min(unknown):.40}'; known: {', '.join(KINDS)}.")
        if not self.kinds:
            raise InputError(f"Nothing would be observed; name one or more of {', '.join(KINDS)}.")
        if not (1 <= self.steps <= _MOST_STEPS and 1 <= self.frames <= 600):
            raise InputError(
                f"An episode has 1 to {_MOST_STEPS:,} steps of 1 to 600 frames; got {self.steps} of "
                f"{self.frames}."
            )
        if not (8 <= self.width <= _MOST_PIXELS and 8 <= self.height <= _MOST_PIXELS):
            raise InputError(f"Pictures are 8 to {_MOST_PIXELS} pixels wide and high.")

    @property
    def fps(self) -> float:
        """Steps per second."""
        return 60 / self.frames


@dataclass(frozen=True, eq=False, kw_only=True)
class Episode:
    """Rows of one episode: ``steps + 1`` observations; the action of a row leads to the next row."""

    columns: dict[str, np.ndarray]
    """``state`` float32 (position, quaternion, velocity, angular velocity of all that moves), ``action``
    float32 (which mover, or -1, and the velocity given to it [m/s]; NaN in the last row), ``rgb`` uint8,
    ``depth`` float32 [m], ``ids`` int16, ``flow`` float16 [px to the next row; 0 in the last]."""
    contacts: np.ndarray
    """float32 (c, 4): row, two objects as indices into the scene (its length: the agent), normal impulse
    during the step [N s]."""
    sentences: tuple[str, ...]
    """What is done, in words; empty in the last row."""

    @property
    def checksum(self) -> str:
        """SHA-256 of everything in it."""
        digest = hashlib.sha256("\0".join(self.sentences).encode())
        for name in sorted(self.columns):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self.columns[name]).tobytes())
        digest.update(np.ascontiguousarray(self.contacts).tobytes())
        return digest.hexdigest()


def episode(scene: Scene, settings: Settings, seed: int) -> Episode:
    """Push things about at random, and write down what happens: see ``episodes``."""
    return next(episodes(scene, settings, [seed]))


def episodes(scene: Scene, settings: Settings, seeds: Sequence[int]) -> Iterator[Episode]:
    """Push things about at random, and write down what happens.

    Args:
        scene: Where each starts; a rollout is left out.
        settings: What is observed, and how long.
        seeds: One per episode; the same seed gives the same episode, to the byte, whatever came before.

    Raises:
        InputError: Nothing moves in the scene, or pictures are wanted and it has no camera or soft things.
        SimulationError: The engine broke down.
    """
    start = start_of(scene)
    movers = [k for k, t in enumerate(start.objects) if t.body.kind in ("dynamic", "articulated")]
    if not movers:
        raise InputError("Nothing in this scene moves; there is nothing to record.")
    camera = _camera(start, settings)
    studio = None if camera is None else (camera, LiveStudio(start, camera))
    touches = LiveTouches()
    predictor = EnginePredictor(start, watch=touches if "contacts" in settings.kinds else None)
    for seed in seeds:
        yield _recorded(start, movers, settings, predictor, touches, studio, seed)


def _recorded(
    start: Scene,
    movers: list[int],
    settings: Settings,
    predictor: EnginePredictor,
    touches: LiveTouches,
    studio: tuple[Camera, LiveStudio] | None,
    seed: int,
) -> Episode:
    rng = np.random.default_rng((seed, 31))
    states, actions = [predictor.initial()], np.full((settings.steps + 1, 4), np.nan, np.float32)
    sentences, contacts = list[str](), list[tuple[float, int, int, float]]()
    for step in range(settings.steps):
        push, numbers = _drawn(start, movers, rng)
        touches.forget()
        state, numbers = _stepped(predictor, states[-1], push, numbers, settings.frames)
        actions[step] = numbers
        sentences.append(_said(start, movers, numbers))
        contacts += [(float(step), *row) for row in touches.rows()]
        states.append(state)
    columns = {"action": actions}
    if "state" in settings.kinds:
        columns["state"] = np.array([_numbers(state, movers) for state in states], np.float32)
    if studio is not None:
        columns |= _pictures(start, states, studio, settings)
    return Episode(
        columns=columns,
        contacts=np.array(contacts, np.float32).reshape(-1, 4),
        sentences=(*sentences, ""),
    )


def _camera(scene: Scene, settings: Settings) -> Camera | None:
    if not set(settings.kinds) & {"rgb", "depth", "ids", "flow"}:
        return None
    if not scene.cameras:
        raise InputError("This scene has no camera to see it from; leave out rgb, depth, ids and flow.")
    if any(thing.body.kind == "soft" for thing in scene.objects):
        raise InputError("Pictures of soft things are not recorded; leave out rgb, depth, ids and flow.")
    return resized(scene.cameras[0], (settings.width, settings.height))


def _drawn(scene: Scene, movers: list[int], rng: np.random.Generator) -> tuple[Push | None, np.ndarray]:
    """A push of something, or nothing."""
    which, waits = int(rng.integers(len(movers))), bool(rng.random() < _WAITS)
    angle, rise = float(rng.uniform(0, math.tau)), float(rng.uniform(0, _STEEPEST))
    speed = float(rng.uniform(*_SPEEDS))
    if waits:
        return None, np.array([-1.0, 0, 0, 0])
    thing = scene.objects[movers[which]]
    flat = speed * math.cos(rise)
    velocity = np.array([flat * math.cos(angle), speed * math.sin(rise), flat * math.sin(angle)])
    x, y, z = (thing.body.mass * velocity).tolist()
    return Push(thing.name, impulse=(x, y, z)), np.array([which, *velocity])


def _stepped(
    predictor: EnginePredictor, state: State, push: Push | None, numbers: np.ndarray, frames: int
) -> tuple[State, np.ndarray]:
    """The state some frames later, and what was done: nothing, where the push cannot be."""
    action = Wait() if push is None else push
    for frame in range(frames):
        try:
            state = predictor.step(state, action if frame == 0 else Wait())
        except SimulationError:
            raise
        except SpatialwmError:
            numbers = np.array([-1.0, 0, 0, 0])
            state = predictor.step(state, Wait())
    return state, numbers


def _said(scene: Scene, movers: list[int], numbers: np.ndarray) -> str:
    if numbers[0] < 0:
        return "wait"
    thing: SceneObject = scene.objects[movers[int(numbers[0])]]
    x, _, z = numbers[1:].tolist()
    way = ("right" if x > 0 else "left") if abs(x) > abs(z) else ("forward" if z < 0 else "back")
    return f"push the {thing.name.replace('_', ' ')} {way} at {math.hypot(*numbers[1:].tolist()):.1f} m/s"


def _numbers(state: State, movers: list[int]) -> np.ndarray:
    parts = (state.positions, state.quats, state.velocities, state.angular_velocities)
    return np.concatenate([part[movers] for part in parts], axis=1).ravel()


def _pictures(
    start: Scene, states: list[State], studio: tuple[Camera, LiveStudio], settings: Settings
) -> dict[str, np.ndarray]:
    camera, live = studio
    scenes = [_as_it_is(start, state) for state in states]
    drawn = [live.picture(scene) for scene in scenes]
    flow = np.zeros((len(states), settings.height, settings.width, 2), np.float16)
    if "flow" in settings.kinds:
        for k in range(len(states) - 1):
            moved = np.any(states[k].positions != states[k + 1].positions, axis=1)
            moved |= np.any(states[k].quats != states[k + 1].quats, axis=1)
            ids = drawn[k].ids  # nothing else flows before a camera that stands still
            moving = replace(drawn[k], ids=np.where((ids >= 0) & moved[ids], ids, -1))
            flow[k] = optical_flow(moving, scenes[k], scenes[k + 1], camera, camera)
    found = {
        "rgb": np.array([np.round(d.colors[0] * 255) for d in drawn], np.uint8),
        "depth": np.array([np.clip(d.depths[0], 0, _FAR) for d in drawn], np.float32),
        "ids": np.array([d.ids[0] for d in drawn], np.int16),
        "flow": flow,
    }
    return {kind: found[kind] for kind in settings.kinds if kind in found}


def _as_it_is(start: Scene, state: State) -> Scene:
    return replace(
        start,
        objects=tuple(
            replace(t, position=state.positions[k], quat=state.quats[k], hidden=t.name in state.gone)
            for k, t in enumerate(start.objects)
        ),
    )
