"""Scenes that show at once when an axis, a sign, a unit or a motion is wrong, and how points are compared."""

import numpy as np

from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import (
    Body,
    Box,
    Capsule,
    Cylinder,
    Mesh,
    Rollout,
    Scene,
    SceneObject,
    Sphere,
    Splats,
    at_time,
    world_splats,
)

__all__ = [
    "TIMES",
    "dropped_scene",
    "expected_points",
    "long_pose",
    "long_scene",
    "marked_scene",
    "mirrored",
    "off",
]

TIMES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the marked scene's rollout, at which animation is compared [s]."""
_F_BARS = (
    ((0.0, 0.5, 0.0), (0.2, 1.0, 0.1)),
    ((0.3, 0.9, 0.0), (0.4, 0.2, 0.1)),
    ((0.2, 0.5, 0.0), (0.2, 0.2, 0.1)),
    ((0.0, 0.1, 0.1), (0.1, 0.1, 0.1)),
)
"""Stem, long bar, short bar, and a knob on the front: centres and sizes [m]."""


def marked_scene() -> Scene:
    """A letter F with a knob on its front and a cube that falls and turns, with meshes, splats and bodies."""
    bars = tuple(Box(position=np.array(c), size=np.array(s)) for c, s in _F_BARS)
    parts = [collider_mesh(bar, None) for bar in bars]
    faces = np.concatenate([part.faces + 8 * k for k, part in enumerate(parts)])
    letter = Mesh(vertices=np.concatenate([part.vertices for part in parts]), faces=faces)
    cube = collider_mesh(Box(size=np.ones(3)), None)
    times = np.linspace(0, 1, 61)
    places = np.stack([np.full(61, 2.0), 3 - 4.905 * times**2, np.full(61, -1.0)], axis=-1)
    turns = np.stack([quat_from_axis_angle(np.array([1.0, 2, 3]), 0.7 + 3 * t) for t in times])
    box = Body(kind="dynamic", mass=2.5, restitution=0.3, colliders=(Box(size=np.ones(3)),))
    return Scene(
        objects=(
            SceneObject(
                name="letter", mesh=letter, splats=_splats(letter.vertices), body=Body(colliders=bars)
            ),
            SceneObject(
                name="cube",
                position=places[-1],
                quat=turns[-1],
                mesh=cube,
                splats=_splats(cube.vertices),
                body=box,
            ),
        ),
        rollout=Rollout(times=times, names=("cube",), positions=places[:, None], quats=turns[:, None]),
    )


def _splats(points: np.ndarray, seed: int = 7) -> Splats:
    rng = np.random.default_rng(seed)
    quats = rng.normal(size=(len(points), 4))
    return Splats(
        means=points,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(0.01, 0.05, (len(points), 3)),
        opacities=rng.uniform(0.6, 1, len(points)),
        sh=rng.normal(size=(len(points), 1, 3)) * 0.3,
    )


def expected_points(scene: Scene) -> dict[str, np.ndarray]:
    """World corners of each mesh now (``cube``) and at ``TIMES`` (``cube@0.25``), and all ``splats`` [m]."""
    found = {"splats": world_splats(scene)[0].means.astype(float)}
    for time in (None, *TIMES):
        then = scene if time is None else at_time(scene, time)
        for thing in then.objects:
            if thing.mesh is not None:
                label = thing.name if time is None else f"{thing.name}@{time:g}"
                pose = thing.position.astype(float), thing.quat.astype(float)
                found[label] = transform(*pose, thing.mesh.vertices.astype(float))
    return found


def off(found: np.ndarray, expected: np.ndarray) -> float:
    """How far the furthest point of either set is from the nearest of the other [m]; infinite without any."""
    if not len(found) or not len(expected):
        return float("inf")
    apart = np.linalg.norm(found[:, None] - expected[None], axis=-1)
    return float(max(apart.min(axis=0).max(), apart.min(axis=1).max()))


def mirrored(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether a mirror image of what was expected fits better than itself."""
    signs = [np.array(s) for s in ((-1, 1, 1), (1, -1, 1), (1, 1, -1), (-1, -1, -1))]
    return min(off(found, expected * sign) for sign in signs) < off(found, expected)


def dropped_scene() -> Scene:
    """One of each shape above a floor; all come to rest within three seconds."""
    shapes = {
        "box": Box(size=np.array([0.4, 0.2, 0.3])),
        "ball": Sphere(radius=0.15),
        "can": Cylinder(radius=0.1, height=0.3),
        "pill": Capsule(radius=0.1, height=0.2),
    }
    floor = Body(friction=0.7, colliders=(Box(size=np.array([8.0, 0.1, 8.0])),))
    things = [
        SceneObject(
            name=name,
            position=np.array([1.2 * k - 2.0, 0.8, 0.0]),
            body=Body(kind="dynamic", mass=0.5 + k, friction=0.7, colliders=(shape,)),
        )
        for k, (name, shape) in enumerate(shapes.items())
    ]
    ground = SceneObject(name="floor", position=np.array([0.0, -0.05, 0.0]), body=floor)
    return Scene(objects=(ground, *things))


def long_scene(splat_count: int, frames: int) -> Scene:
    """Ten things that swing and tumble at 60 Hz; ``long_pose`` of each is known at any time."""
    rng = np.random.default_rng(1)
    times = np.arange(frames) / 60
    names = tuple(f"thing_{k}" for k in range(10))
    poses = [long_pose(k, times) for k in range(10)]
    objects = tuple(
        SceneObject(
            name=name,
            position=poses[k][0][-1],
            quat=poses[k][1][-1],
            splats=_splats(rng.normal(size=(splat_count // 10, 3)) * 0.1, seed=k),
        )
        for k, name in enumerate(names)
    )
    positions, quats = (np.stack([pose[i] for pose in poses], axis=1) for i in (0, 1))
    return Scene(objects=objects, rollout=Rollout(times=times, names=names, positions=positions, quats=quats))


def long_pose(k: int, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places and turns of thing ``k``: at most 9.8 m/s^2, as things that fall have."""
    swing = np.stack([np.sin(3.1 * times + k), np.cos(3.1 * times), 0.3 * np.sin(times)], axis=-1)
    axis = np.array([1.0, k - 4.5, 2.0])
    turns = np.stack([quat_from_axis_angle(axis / np.linalg.norm(axis), 4 * t + k) for t in times])
    return swing + np.array([k, 1.0, 0.0]), turns
