"""Scenes that show at once when an axis, a sign or a unit is wrong, and readers that are not ours."""

from pathlib import Path
from typing import Any

import numpy as np
import trimesh

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import (
    Body,
    Box,
    Capsule,
    ConvexHull,
    Cylinder,
    Joint,
    Mesh,
    Push,
    Rollout,
    Scene,
    SceneObject,
    Sphere,
    Splats,
    Throw,
    TriangleMesh,
    Wait,
)

Json = dict[str, Any]

TURN = quat_from_axis_angle(np.array([1.0, 2, 3]), 0.7)


def boxes_mesh(boxes: list[tuple[tuple[float, ...], tuple[float, ...]]]) -> Mesh:
    """Boxes given as centre and size, as one mesh."""
    parts = [collider_mesh(Box(position=np.array(c), size=np.array(s)), None) for c, s in boxes]
    faces = [part.faces + 8 * k for k, part in enumerate(parts)]
    return Mesh(vertices=np.concatenate([p.vertices for p in parts]), faces=np.concatenate(faces))


def splats_on(points: np.ndarray, degree: int = 3) -> Splats:
    rng = np.random.default_rng(7)
    sh = rng.normal(size=(len(points), (degree + 1) ** 2, 3)) * 0.1
    sh[:, :1] = sh0_from_colors(rng.uniform(0.2, 0.8, (len(points), 3)))
    quats = rng.normal(size=(len(points), 4))
    return Splats(
        means=points,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(0.01, 0.05, (len(points), 3)),
        opacities=rng.uniform(0.6, 1, len(points)),
        sh=sh,
    )


F_BARS: list[tuple[tuple[float, ...], tuple[float, ...]]] = [
    ((0.0, 0.5, 0.0), (0.2, 1.0, 0.1)),  # the stem
    ((0.3, 0.9, 0.0), (0.4, 0.2, 0.1)),  # the long bar, on top
    ((0.2, 0.5, 0.0), (0.2, 0.2, 0.1)),  # the short bar
    ((0.0, 0.1, 0.1), (0.1, 0.1, 0.1)),  # a knob on the front
]


def chirality_scene() -> Scene:
    """A letter F with a knob on its front, a turned 1 m cube that falls, and an arrow of splats alone."""
    letter = boxes_mesh(F_BARS)
    bars = tuple(Box(position=np.array(c), size=np.array(s)) for c, s in F_BARS)
    cube = boxes_mesh([((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))])
    arrow = np.array([[0, 0, 0.5], [0.1, 0, 0], [-0.1, 0, 0], [0, 0.05, 0], [0, 0, -0.5]])
    times = np.linspace(0, 1, 5)
    falling = np.stack([np.full(5, 2.0), 3 - 4.905 * times**2, np.full(5, -1.0)], axis=-1)
    turning = np.stack([quat_from_axis_angle(np.array([1.0, 2, 3]), 0.7 + 3 * t) for t in times])
    turning[2] *= -1  # the same turn, written with the other sign
    return Scene(
        objects=(
            SceneObject(
                name="letter F", mesh=letter, splats=splats_on(letter.vertices), body=Body(colliders=bars)
            ),
            SceneObject(
                name="cube",
                position=falling[-1],
                quat=turning[-1],
                mesh=cube,
                splats=splats_on(cube.vertices, 0),
                body=Body(kind="dynamic", mass=2.5, restitution=0.3, colliders=(Box(size=np.ones(3)),)),
            ),
            SceneObject(name="arrow", position=np.array([0.0, 1, 2]), quat=TURN, splats=splats_on(arrow)),
        ),
        rollout=Rollout(
            times=times,
            names=("cube",),
            positions=falling[:, None],
            quats=turning[:, None],
            actions=(
                (0.1, Push(object="cube", impulse=(1.0, 2.0, 3.0), point=(0.0, 1.0, 0.0))),
                (0.2, Throw(velocity=(1.0, 0.0, -1.0))),
                (0.3, Wait()),
            ),
        ),
    )


def workshop_scene() -> Scene:
    """Every kind of collider, a door on a hinge, a drawer, bare splats, bare colliders, and awkward names."""
    hull = ConvexHull(points=np.random.default_rng(0).normal(size=(400, 3)), position=np.ones(3), quat=TURN)
    place = {"position": np.array([0.1, 0.2, 0.3]), "quat": TURN}
    shapes = (
        Sphere(radius=0.5, **place),
        Capsule(radius=0.2, height=1.0, **place),
        Cylinder(radius=0.3, height=0.4, **place),
        hull,
    )
    hinge = Joint(kind="hinge", parent=None, axis=np.array([0.0, 1, 0]), limits=(0.0, 1.5))
    slide = Joint(kind="slide", parent="door", axis=np.array([0.0, 0, 1]), limits=(0.0, 0.4))
    box = (Box(size=np.array([0.8, 2.0, 0.05])),)
    return Scene(
        objects=(
            SceneObject(name="Zimmer №1", mesh=boxes_mesh(F_BARS), body=Body(colliders=(TriangleMesh(),))),
            SceneObject(name="zimmer 1", body=Body(kind="dynamic", mass=3.0, colliders=shapes)),
            SceneObject(name="door", body=Body(kind="articulated", mass=9.0, colliders=box, joint=hinge)),
            SceneObject(name="drawer", body=Body(kind="articulated", mass=2.0, colliders=box, joint=slide)),
            SceneObject(
                name="cushion",
                splats=splats_on(np.random.default_rng(1).normal(size=(50, 3))),
                body=Body(kind="soft", mass=0.5, stiffness=1e4, colliders=(Box(size=np.array([4.0, 4, 4])),)),
            ),
            SceneObject(
                name="puff",
                splats=splats_on(np.random.default_rng(2).normal(size=(50, 3))),
                body=Body(kind="dynamic", mass=0.5),
            ),
            SceneObject(name="marker"),
        )
    )


def world_vertices(scene: Scene, name: str, local: np.ndarray) -> np.ndarray:
    thing = scene[name]
    return transform(thing.position.astype(float), thing.quat.astype(float), local.astype(float))


def glb_vertices(path: Path) -> dict[str, np.ndarray]:
    """World vertices of every node with triangles, as trimesh reads them."""
    loaded = trimesh.load_scene(path)
    found: dict[str, np.ndarray] = {}
    for node in loaded.graph.nodes_geometry:
        matrix, geometry = loaded.graph[node]
        shape = loaded.geometry[geometry]
        if isinstance(shape, trimesh.Trimesh):
            found[node] = np.asarray(trimesh.transform_points(shape.vertices, matrix))
    return found


def same_points(a: np.ndarray, b: np.ndarray, tolerance: float = 1e-5) -> bool:
    """Whether two sets of points are the same, in any order and multiplicity."""
    distances = np.linalg.norm(a[:, None] - b[None], axis=-1)
    return bool(distances.min(axis=0).max() < tolerance and distances.min(axis=1).max() < tolerance)


def handedness_of_f(points: np.ndarray) -> float:
    """Sign of (long bar, up, knob) of the F: +1 as read in a right-handed world, -1 mirrored."""
    foot, top, bar, knob = points
    return float(np.sign(np.linalg.det([bar - top, top - foot, knob - foot])))


F_MARKS = np.array([[0.0, 0, 0], [0, 1, 0], [0.5, 1, 0], [0, 0.1, 0.15]])


def ply_rows(data: bytes) -> dict[str, np.ndarray]:
    """A PLY's columns, read without our reader."""
    header, _, body = data.partition(b"end_header\n")
    names = [line.split()[-1].decode() for line in header.splitlines() if line.startswith(b"property float")]
    return dict(zip(names, np.frombuffer(body, "<f4").reshape(-1, len(names)).T, strict=True))


def ply_points(data: bytes) -> np.ndarray:
    rows = ply_rows(data)
    return np.stack([rows["x"], rows["y"], rows["z"]], axis=-1).astype(float)
