"""Does a scene stand: nothing interpenetrates, everything is held, and nothing moves when time starts."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from spatialwm.bench.text.architecture import ROOM_CATEGORIES, Architecture
from spatialwm.bench.text.shapes import Shape
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import compile_scene
from spatialwm.scene import Scene

__all__ = ["Standing", "standing"]

_PROBE = 0.005
"""Deeper overlap is a collision, as SceneEval's probe [m]."""
_TOUCH = 0.01
"""What is this near is held [m]."""
_SECONDS = 5.0
_TIPPED = np.cos(np.deg2rad(10.0))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the engine says; names of offenders."""

    colliding: tuple[str, ...]
    unsupported: tuple[str, ...]
    moved: tuple[str, ...]
    """Their centres of mass, by more than 5 mm in 5 s: what rolls about its foot moves too."""
    tipped: tuple[str, ...]
    """By more than 10 degrees."""
    farthest: float
    """Longest way of anything [m]."""


def standing(scene: Scene, shapes: tuple[Shape, ...], place: Architecture) -> Standing:
    """Simulate 5 s with plain MuJoCo: nothing is held in place."""
    mujoco = load_mujoco()
    compiled = compile_scene(scene)
    model: Any = compiled.model
    model.geom_contype[compiled.agent_geom] = model.geom_conaffinity[compiled.agent_geom] = 0  # nobody there
    data: Any = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    colliding = _contacts(data, model, compiled.bodies, shapes) | _static_overlaps(shapes)
    bodies = compiled.bodies[compiled.movers]
    before = np.array(data.xipos)[bodies], np.array(data.xmat)[bodies]
    touched: set[int] = set()
    for step in range(round(_SECONDS / model.opt.timestep)):
        mujoco.mj_step(model, data)
        if step % 50 == 0:
            touched |= {int(model.geom_bodyid[g]) for pair in data.contact.geom for g in pair}
    way = np.linalg.norm(np.array(data.xipos)[bodies] - before[0], axis=1)
    up = [
        b.reshape(3, 3).T @ a.reshape(3, 3)
        for b, a in zip(before[1], np.array(data.xmat)[bodies], strict=True)
    ]
    tilt = np.array([turn[1, 1] for turn in up]).reshape(-1)
    names = [shapes[int(k)].name for k in compiled.movers]
    floating = {
        n for n, body, w in zip(names, bodies, way, strict=True) if int(body) not in touched or w > _TOUCH
    }
    return Standing(
        colliding=tuple(sorted(colliding)),
        unsupported=tuple(sorted(floating | _loose_statics(shapes, place))),
        moved=tuple(n for n, w in zip(names, way, strict=True) if w > _PROBE),
        tipped=tuple(n for n, t in zip(names, tilt, strict=True) if t < _TIPPED),
        farthest=float(way.max(initial=0.0)),
    )


def _contacts(data: Any, model: Any, bodies: np.ndarray, shapes: tuple[Shape, ...]) -> set[str]:  # noqa: ANN401
    name_of = {int(body): shape.name for body, shape in zip(bodies, shapes, strict=True)}
    found: set[str] = set()
    for pair, depth in zip(data.contact.geom, data.contact.dist, strict=True):
        if depth < -_PROBE:
            found |= {name_of.get(int(model.geom_bodyid[g]), "") for g in pair} - {""}
    return {name for name in found if name not in ROOM_CATEGORIES}


def _static_overlaps(shapes: tuple[Shape, ...]) -> set[str]:
    """Fixed things have no contacts in the engine; their boxes tell."""
    fixed = [s for s in shapes if s.static and s.category not in ROOM_CATEGORIES and s.half[1] > _TOUCH]
    return {name for a, b in combinations(fixed, 2) if _overlap(a, b) for name in (a.name, b.name)}


def _overlap(a: Shape, b: Shape) -> bool:
    """Separating-axis test of two boxes, each shrunk by the probe."""
    axes = np.concatenate([a.axes.T, b.axes.T])
    apart = np.abs(axes @ (b.center - a.center))
    reach = np.abs(axes @ a.axes) @ np.maximum(a.half - _PROBE / 2, 0)
    reach = reach + np.abs(axes @ b.axes) @ np.maximum(b.half - _PROBE / 2, 0)
    return bool((apart < reach).all())


def _loose_statics(shapes: tuple[Shape, ...], place: Architecture) -> set[str]:
    """Fixed things that touch neither floor, wall, ceiling nor another thing."""
    things = [s for s in shapes if s.category not in ROOM_CATEGORIES]
    return {s.name for s in things if s.static and not _held(s, things, place)}


def _held(shape: Shape, things: list[Shape], place: Architecture) -> bool:
    if shape.bottom < _TOUCH or shape.top > place.ceiling - _TOUCH - 0.05:
        return True
    for wall in place.walls:
        if float(((shape.surface - wall.center) @ wall.inward).min()) < _TOUCH * 2:
            return True
    for other in things:
        if other is not shape:
            near = np.abs(other.local(shape.surface)) <= other.half + _TOUCH
            if near.all(axis=1).any():
                return True
    return False
