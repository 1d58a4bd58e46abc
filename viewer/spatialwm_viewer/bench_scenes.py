"""Scenes that the viewer's benchmark looks at."""

import numpy as np

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.scene import Body, Box, Camera, Rollout, Scene, SceneObject, Splats

__all__ = ["cubes", "dancing", "million", "table"]

_EDGE = 0.12
"""Of a cube [m]."""
_EACH = 60
"""Splats of a cube."""


def cubes(count: int) -> Scene:
    """Cubes in layers of 16 over a floor: pushed, they fall against each other for seconds."""
    floor = _box("floor", np.array([4.0, 0.1, 4.0]), np.array([0.0, -0.05, 0.0]), 0.0)
    side = 4
    things: list[SceneObject] = []
    for k in range(count):
        layer, row, column = k // side**2, k // side % side, k % side
        at = np.array([(column - 1.5) * 0.16, 0.3 + layer * 0.2, (row - 1.5) * 0.16])
        things.append(_box(f"cube {k + 1}", np.full(3, _EDGE), at, 0.3))
    return Scene(objects=(floor, *things), cameras=(Camera.looking_at((0.9, 1.1, 1.9), (0.0, 0.4, 0.0)),))


def dancing(count: int, seconds: float = 60.0) -> Scene:
    """Cubes that all move all the time, by a rollout of their own: only drawing costs."""
    side = int(np.ceil(np.sqrt(count)))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)[:count]
    at = np.concatenate([grid * 0.2 - 0.1 * side, np.full((count, 1), 0.3)], axis=1)[:, [0, 2, 1]]
    things = [_box(f"cube {k + 1}", np.full(3, _EDGE), at[k], 0.3) for k in range(count)]
    times = np.arange(0.0, seconds, 1 / 15)
    phase = np.linspace(0.0, 2 * np.pi, count)
    positions = np.repeat(at[None], len(times), axis=0)
    positions[:, :, 1] += 0.1 * np.sin(3.0 * times[:, None] + phase)
    turn = 0.5 * np.sin(2.0 * times[:, None] + phase)
    quats = np.stack([np.cos(turn), 0 * turn, np.sin(turn), 0 * turn], axis=-1)
    rollout = Rollout(
        times=times, names=tuple(thing.name for thing in things), positions=positions, quats=quats
    )
    eye = (0.05 * side, 0.14 * side, 0.2 * side)
    return Scene(objects=tuple(things), cameras=(Camera.looking_at(eye, (0.0, 0.2, 0.0)),), rollout=rollout)


def million(count: int = 1_000_000) -> Scene:
    """A room's walls in splats: one object that stands still."""
    rng = np.random.default_rng(0)
    points = rng.uniform(-1.0, 1.0, (count, 3))
    sides = rng.integers(0, 5, count)  # the sixth is open
    axes = np.array([0, 0, 1, 1, 2])[sides]
    points[np.arange(count), axes] = np.array([-1.0, 1.0, -1.0, 1.0, -1.0])[sides]
    shade = 0.5 + 0.4 * np.sin(9 * points)
    splats = Splats(
        means=points * np.array([2.0, 1.3, 2.0]),
        quats=np.tile([1.0, 0.0, 0.0, 0.0], (count, 1)),
        scales=np.full((count, 3), 0.004),
        opacities=np.full(count, 0.8),
        sh=sh0_from_colors(shade),
    )
    return Scene(
        objects=(SceneObject(name="room", category="room", splats=splats),),
        cameras=(Camera.looking_at((0.0, 0.2, 2.5), (0.0, 0.0, 0.0)),),
    )


def table() -> Scene:
    """A crate on a table: something to click at and push."""
    board = _box("table", np.array([1.2, 0.7, 0.7]), np.array([0.0, 0.35, 0.0]), 0.0)
    crate = _box("crate", np.full(3, 0.25), np.array([0.0, 0.825, 0.0]), 2.0)
    floor = _box("floor", np.array([3.0, 0.1, 3.0]), np.array([0.0, -0.05, 0.0]), 0.0)
    return Scene(
        objects=(floor, board, crate), cameras=(Camera.looking_at((0.1, 1.35, 1.5), (0.0, 0.72, 0.0)),)
    )


def _box(name: str, size: np.ndarray, at: np.ndarray, mass: float) -> SceneObject:
    rng = np.random.default_rng(len(name))
    sides = np.repeat(np.arange(6), _EACH // 6)
    points = rng.uniform(-0.5, 0.5, (len(sides), 3))
    points[np.arange(len(sides)), sides // 2] = np.where(sides % 2, 0.5, -0.5)
    splats = Splats(
        means=points * size,
        quats=np.tile([1.0, 0.0, 0.0, 0.0], (len(sides), 1)),
        scales=np.full((len(sides), 3), float(np.cbrt(np.prod(size))) / np.sqrt(len(sides))),
        opacities=np.full(len(sides), 0.9),
        sh=sh0_from_colors(np.full((len(sides), 3), 0.6) * rng.uniform(0.6, 1.3, 3).clip(0.2, 1.0)),
    )
    return SceneObject(
        name=name,
        category=name.split(" ", maxsplit=1)[0],
        position=at,
        splats=splats,
        body=Body(kind="dynamic" if mass else "static", mass=mass, colliders=(Box(size=size),)),
    )
