"""The same steel ball on four soft blocks: ``docs/images/squeeze.jpg``.

Usage: python examples/squeeze.py [--out docs/images/squeeze.jpg]
"""

from pathlib import Path

import numpy as np
import tyro
from PIL import Image

from spatialwm.dynamics import simulate
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.render.pictures import colorize
from spatialwm.render.render import render
from spatialwm.scene import Body, Box, Camera, Scene, SceneObject, Sphere, Splats
from spatialwm.scene.elasticity import soft_body

SIZE = (0.44, 0.2, 0.44)
CELLS = (5, 3, 5)
BLOCKS = {  # colour, sRGB
    "rubber": (0.30, 0.33, 0.38),
    "silicone": (0.28, 0.58, 0.62),
    "foam": (0.93, 0.72, 0.28),
    "cushion": (0.86, 0.42, 0.40),
}
RADIUS, WEIGHT = 0.09, 24.0
"""Of the steel ball [m], [kg]."""
SUN = np.array([0.45, 0.85, 0.35]) / np.linalg.norm([0.45, 0.85, 0.35])


def surface(points: np.ndarray, normals: np.ndarray, colors: np.ndarray, pitch: float) -> Splats:
    """Flat splats on a surface, shaded by the sun once and for all."""
    other = np.where(np.abs(normals[:, :1]) > 0.9, [[0.0, 1, 0]], [[1.0, 0, 0]])
    along = np.cross(normals, other)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    axes = np.stack([along, np.cross(normals, along), normals], axis=2)
    light = 0.55 + 0.45 * np.clip(normals @ SUN, 0, 1)
    return Splats(
        means=points,
        quats=quat_from_matrix(axes),
        scales=np.tile([0.6 * pitch, 0.6 * pitch, 0.02 * pitch], (len(points), 1)),
        opacities=np.full(len(points), 0.98),
        sh=sh0_from_colors(colors * light[:, None]),
    )


def chequered_box(size: tuple[float, float, float], color: tuple[float, float, float]) -> Splats:
    """Squares of 5.5 cm and 5 cm, so that one sees the material move."""
    pitch = 0.004
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for axis in range(3):
        u, v = (b for b in range(3) if b != axis)
        grid = [np.arange(-size[b] / 2 + pitch / 2, size[b] / 2, pitch) for b in (u, v)]
        flat = np.stack(np.meshgrid(*grid, indexing="ij"), axis=-1).reshape(-1, 2)
        for side in (-1, 1):
            points, normals = np.zeros((len(flat), 3)), np.zeros((len(flat), 3))
            points[:, u], points[:, v], points[:, axis] = flat[:, 0], flat[:, 1], side * size[axis] / 2
            normals[:, axis] = side
            parts.append((points, normals))
    points, normals = (np.concatenate(each) for each in zip(*parts, strict=True))
    squares = np.floor((points - normals * 1e-3) / np.array([0.055, 0.05, 0.055])).sum(axis=1) % 2
    return surface(points, normals, np.array(color) * (0.82 + 0.18 * squares)[:, None], pitch)


def round_ball(radius: float) -> Splats:
    """Grey, by the golden spiral."""
    k = np.arange(9000) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / 9000), np.pi * (1 + 5**0.5) * k
    normals = np.stack(
        [np.sin(polar) * np.cos(azimuth), np.cos(polar), np.sin(polar) * np.sin(azimuth)], axis=1
    )
    return surface(normals * radius, normals, np.full((9000, 3), 0.66), 0.004)


def still_life() -> Scene:
    """Four blocks with a ball above each."""
    plank = (3.2, 0.1, 1.6)
    things = [
        SceneObject(
            name="table",
            position=np.array([0, -0.05, 0]),
            splats=surface(*plane(plank), 0.012),
            body=Body(colliders=(Box(size=np.array(plank)),)),
        )
    ]
    for k, (name, color) in enumerate(BLOCKS.items()):
        x = 0.62 * (k - 1.5)
        body = soft_body(name, SIZE, cells=CELLS)
        place = np.array([x, SIZE[1] / 2, 0])
        things.append(SceneObject(name=name, position=place, splats=chequered_box(SIZE, color), body=body))
        things.append(
            SceneObject(
                name=f"ball on {name}",
                position=np.array([x, SIZE[1] + RADIUS + 0.002, 0]),
                splats=round_ball(RADIUS),
                body=Body(kind="dynamic", mass=WEIGHT, colliders=(Sphere(radius=RADIUS),)),
            )
        )
    camera = Camera.looking_at((0.0, 0.78, 2.1), (0.0, 0.1, 0.0), vertical_fov=0.47, width=1600, height=560)
    return Scene(objects=tuple(things), background=(0.90, 0.91, 0.93), cameras=(camera,))


def plane(size: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The top of a table: points, normals, colours."""
    x, z = (np.arange(-size[b] / 2, size[b] / 2, 0.012) for b in (0, 2))
    flat = np.stack(np.meshgrid(x, z, indexing="ij"), axis=-1).reshape(-1, 2)
    points = np.stack([flat[:, 0], np.full(len(flat), size[1] / 2), flat[:, 1]], axis=1)
    return points, np.tile([0.0, 1, 0], (len(flat), 1)), np.full((len(flat), 3), 0.86)


def main(out: Path = Path("docs/images/squeeze.jpg"), seconds: float = 0.6) -> None:
    """Let the balls sink in, and take a picture.

    Args:
        out: Where to write it.
        seconds: How long they sink [s].
    """
    scene = still_life()
    after = simulate(scene, [], seconds=seconds)
    for name in BLOCKS:
        sunk = scene[f"ball on {name}"].position[1] - after[f"ball on {name}"].position[1]
        print(f"{name}: the ball sank {1000 * float(sunk):.1f} mm")
    Image.fromarray(colorize(render(after, list(after.cameras)), "color")).save(out, quality=90)
    print(f"wrote {out}")


if __name__ == "__main__":
    tyro.cli(main)
