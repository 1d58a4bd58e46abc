"""Worlds of loose things to learn from and to be tested on: drops and pushes of mixed shapes on a floor.

Boxes, balls, cylinders, capsules and convex hulls of 8 to 24 cm, of five densities, frictions and three
restitutions. ``drops`` lets them fall from up to 0.9 m while they fly and spin; in ``pushes`` they stand
around and are pushed one after the other. Nothing here is taken from elsewhere.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_from_axis_angle, quat_normalize
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Camera,
    Capsule,
    Collider,
    ConvexHull,
    Cylinder,
    Push,
    Scene,
    SceneObject,
    Sphere,
)

__all__ = ["KINDS", "SECONDS", "SHIFTS", "Kind", "Shift", "World", "draw_world", "pushed_around"]

Kind = Literal["drops", "pushes"]
KINDS: tuple[Kind, ...] = ("drops", "pushes")
SECONDS = 100 / 60
"""100 frames."""
_COUNTS = 5, 10
"""Things in a world as it is learned from."""
_SIZES = 0.08, 0.24
"""[m]"""
_DENSITIES = (150.0, 300.0, 500.0, 700.0, 1000.0)
"""Of things, hollow and full [kg/m^3]."""
_FRICTIONS = (0.2, 0.4, 0.6, 0.8)
_RESTITUTIONS = (0.0, 0.0, 0.3, 0.6)
_FLOOR_FRICTION = 0.2
"""A contact takes the larger one, so things differ on it."""
_MOST = 64
_CAMERA = Camera.looking_at((0.0, 1.6, 3.2), (0.0, 0.2, 0.0), width=320, height=240)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """How a world differs from those that were learned from."""

    name: str
    count: float = 1.0
    """Things, times."""
    speed: float = 1.0
    """What they are pushed or thrown with, times."""
    mass: float = 1.0
    """Of every other thing, times, the pushes with it."""


SHIFTS: tuple[Shift, ...] = (
    Shift(name="in distribution"),
    Shift(name="2x objects", count=2.0),
    Shift(name="2x speed", speed=2.0),
    Shift(name="4x mass", mass=4.0),
)
"""As the benchmark has them; the first is none."""


@dataclass(frozen=True, eq=False, kw_only=True)
class World:
    """A scene, and what is done in it."""

    scene: Scene
    actions: tuple[tuple[float, Action], ...]
    """Times [s] and actions, at most one per frame."""


def draw_world(kind: Kind, seed: int, shift: Shift = SHIFTS[0]) -> World:
    """One world of a kind.

    Args:
        kind: ``drops`` or ``pushes``.
        seed: The same seed gives the same world; shifts of one seed have the same things.
        shift: How it differs.

    Raises:
        InputError: An unknown kind, or a shift to no things or more than 64.
    """
    if kind not in KINDS:
        raise InputError(f"There are worlds of {' and '.join(KINDS)}, not of '{kind:.40}'.")
    rng = np.random.default_rng([KINDS.index(kind), seed])
    count = round(float(rng.integers(_COUNTS[0], _COUNTS[1] + 1)) * shift.count)
    if not 1 <= count <= _MOST:
        raise InputError(f"A world has 1 to {_MOST} things, got {count}.")
    floor = SceneObject(
        name="floor",
        category="floor",
        position=np.array([0, -0.1, 0]),
        body=Body(colliders=(Box(size=np.array([40.0, 0.2, 40.0])),), friction=_FLOOR_FRICTION),
    )
    things = [_thing(rng, k, kind, count) for k in range(count)]
    actions = _doings(rng, kind, things, shift)
    if shift.mass != 1:
        things = [
            replace(t, body=replace(t.body, mass=t.body.mass * shift.mass)) if k % 2 == 0 else t
            for k, t in enumerate(things)
        ]
        actions = _heavier(actions, {t.name for t in things[::2]}, shift.mass)
    return World(scene=Scene(objects=(floor, *things), cameras=(_CAMERA,)), actions=actions)


def pushed_around(scene: Scene) -> Callable[[int], World]:
    """Worlds of one scene, by seed: up to four of its loose things are pushed somewhere, 0.2 s apart.

    Raises:
        InputError: Nothing in the scene is loose.
    """
    start = replace(scene, rollout=None)
    loose = [t for t in start.objects if t.body.kind == "dynamic" and not t.hidden]
    if not loose:
        raise InputError("There is nothing to learn from: nothing in this scene can be pushed around.")

    def made(seed: int) -> World:
        rng = np.random.default_rng([len(KINDS), seed])
        order: list[int] = rng.permutation(len(loose))[:4].tolist()
        chosen = [loose[k] for k in order]
        pushed: list[tuple[float, Action]] = []
        for k, thing in enumerate(chosen):
            angle, speed = float(rng.uniform(0, math.tau)), float(rng.uniform(0.5, 3.0))
            way = speed * np.array([math.cos(angle), float(rng.uniform(0, 0.5)), math.sin(angle)])
            pushed.append((0.05 + 0.2 * k, _push(thing, way)))
        return World(scene=start, actions=tuple(pushed))

    return made


def _thing(rng: np.random.Generator, k: int, kind: Kind, count: int) -> SceneObject:
    collider, volume, low = _shape(rng)
    density = float(rng.choice(_DENSITIES))
    body = Body(
        kind="dynamic",
        mass=density * volume,
        friction=float(rng.choice(_FRICTIONS)),
        restitution=float(rng.choice(_RESTITUTIONS)),
        colliders=(collider,),
    )
    wide = 0.28 * math.sqrt(count) if kind == "pushes" else 0.18 * math.sqrt(count)
    side = math.ceil(math.sqrt(count))
    cell = np.array([k % side, k // side]) - (side - 1) / 2
    spot = cell * (2 * wide / side if kind == "drops" else 0.4) + rng.uniform(-0.05, 0.05, 2)
    yaw = quat_from_axis_angle(np.array([0.0, 1.0, 0.0]), float(rng.uniform(0, math.tau)))
    if kind == "pushes":
        height, quat = low, yaw
    else:
        height, quat = float(rng.uniform(0.25, 0.9)) + 0.25 * (k % 2), _any_turn(rng)
    color = tuple(float(c) for c in rng.uniform(0.2, 0.9, 3))
    return SceneObject(
        name=f"{type(collider).__name__.lower()}_{k}",
        category=type(collider).__name__.lower(),
        position=np.array([spot[0], height, spot[1]]),
        quat=quat,
        body=body,
        paint=(color[0], color[1], color[2]),
    )


def _any_turn(rng: np.random.Generator) -> np.ndarray:
    return quat_normalize(rng.normal(size=4))


def _shape(rng: np.random.Generator) -> tuple[Collider, float, float]:
    """A collider, its volume [m^3], and how high its origin is when it stands [m]."""
    a, b, c = rng.uniform(*_SIZES, 3).tolist()
    match int(rng.integers(5)):
        case 0:
            return Box(size=np.array([a, b, c])), a * b * c, b / 2
        case 1:
            radius = a / 2
            return Sphere(radius=radius), 4 / 3 * math.pi * radius**3, radius
        case 2:
            radius = a / 2
            return Cylinder(radius=radius, height=b), math.pi * radius**2 * b, b / 2
        case 3:
            radius = a / 3
            volume = math.pi * radius**2 * b + 4 / 3 * math.pi * radius**3
            return Capsule(radius=radius, height=b), volume, b / 2 + radius
        case _:
            corners = rng.normal(size=(12, 3))
            corners *= np.array([a, b, c]) / 2 / np.linalg.norm(corners, axis=1, keepdims=True)
            return ConvexHull(points=corners), 0.35 * a * b * c, float(-corners[:, 1].min())


def _doings(
    rng: np.random.Generator, kind: Kind, things: list[SceneObject], shift: Shift
) -> tuple[tuple[float, Action], ...]:
    """Pushes: of what drops, one each in the first frames; else four, 0.2 s apart, towards the middle."""
    pushed: list[tuple[float, Action]] = []
    if kind == "drops":
        for k, thing in enumerate(things):
            speed = rng.normal(0, 0.8, 3) * (1, 0.5, 1) * shift.speed
            pushed.append((k / 60, _push(thing, speed)))
        return tuple(pushed)
    chosen: list[int] = rng.permutation(len(things))[:4].tolist()
    for k, which in enumerate(chosen):
        thing = things[which]
        way = -thing.position[[0, 2]] + rng.uniform(-0.2, 0.2, 2)
        way = way / max(float(np.linalg.norm(way)), 1e-3) * rng.uniform(1.0, 3.0) * shift.speed
        pushed.append((0.05 + 0.2 * k, _push(thing, np.array([way[0], 0.0, way[1]]))))
    return tuple(pushed)


def _push(thing: SceneObject, speed: np.ndarray) -> Push:
    x, y, z = (thing.body.mass * speed).tolist()
    return Push(thing.name, impulse=(x, y, z))


def _heavier(
    actions: tuple[tuple[float, Action], ...], names: set[str], factor: float
) -> tuple[tuple[float, Action], ...]:
    found: list[tuple[float, Action]] = []
    for time, action in actions:
        if isinstance(action, Push) and action.object in names:
            x, y, z = (factor * v for v in action.impulse)
            action = replace(action, impulse=(x, y, z))
        found.append((time, action))
    return tuple(found)
