"""``spatialwm bench look``: do splats and mesh of a scene made of words show the same picture?

Every scene has both, with the same light baked in. Viewers of splats, game engines and editors take one or the
other, so both have to look alike: peak signal-to-noise ratio between the two pictures, from the scene's first
camera, over the gallery's prompts.
"""

import time
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from spatialwm.bench.table import Row, Table
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate
from spatialwm.lift.text import scene_from_text
from spatialwm.lift.text.surfaces import srgb_from_linear
from spatialwm.render import render
from spatialwm.render.pictures import resized
from spatialwm.scene import Camera, Scene, SceneObject

__all__ = ["PROMPTS", "mesh_picture", "psnr", "run"]

_SIZE = (720, 480)
"""Of the pictures [px]."""
_SKY = np.array([0.25, 0.9, 0.35]) / np.linalg.norm([0.25, 0.9, 0.35])
"""The mesh renderer's light comes from there; normals that all face it leave the baked light alone."""
_FINER = 2
"""Mesh pictures are drawn so much larger and averaged: a z-buffer has hard edges."""
_GAMMA = 2.2
"""Of the mesh renderer's pictures."""

PROMPTS: tuple[str, ...] = ()


def run(most: int | None = None) -> Table:
    """Make every scene of the gallery and draw it twice.

    Args:
        most: Only so many prompts, from the first.
    """
    found: list[tuple[float, float, int, str]] = []
    for prompt in PROMPTS[:most]:
        start = time.process_time()
        scene = scene_from_text(prompt)
        seconds = time.process_time() - start
        camera = resized(scene.cameras[0], _SIZE)
        splats = render(scene, [camera]).colors[0]
        found.append((psnr(splats, mesh_picture(scene, camera)), seconds, scene.splat_count, prompt))
    ratios, seconds, counts = (np.array(column) for column in zip(*((f[0], f[1], f[2]) for f in found), strict=True))
    rows = (
        Row(name="splats against mesh, worst", value=float(ratios.min()), unit="dB", at_least=30),
        Row(name="splats against mesh, median", value=float(np.median(ratios)), unit="dB"),
        Row(name="CPU time per scene, median", value=float(np.median(seconds)), unit="s", at_most=4),
        Row(name="CPU time per scene, 95th percentile", value=float(np.percentile(seconds, 95)), unit="s", at_most=10),
        Row(name="splats per scene, most", value=float(counts.max()), at_most=400_000),
        Row(name="splats per scene, least", value=float(counts.min())),
    )
    lines = tuple(f"{f[0]:5.1f} dB  {f[1]:5.2f} s  {f[2]:7,} splats  {f[3]:.80}" for f in sorted(found))
    return Table(title=f"bench look: {len(found)} prompts of the gallery", rows=rows, lines=lines)


def mesh_picture(scene: Scene, camera: Camera) -> Float[np.ndarray, "h w 3"]:
    """The scene's meshes in the light that is baked into them, sRGB in [0, 1]."""
    bare = replace(scene, objects=tuple(_unlit(o) for o in scene.objects), rollout=None)
    background = np.array(scene.background)
    result = render(bare, [resized(camera, (camera.width * _FINER, camera.height * _FINER))])
    linear = result.colors[0].astype(float) ** _GAMMA
    picture = np.where(result.ids[0][..., None] < 0, background, srgb_from_linear(linear))
    return picture.reshape(camera.height, _FINER, camera.width, _FINER, 3).mean(axis=(1, 3))


def _unlit(thing: SceneObject) -> SceneObject:
    if thing.mesh is None:
        return replace(thing, splats=None)
    toward = quat_rotate(quat_conjugate(thing.quat.astype(float)), _SKY)
    normals = np.broadcast_to(toward, thing.mesh.vertices.shape).astype(np.float32)
    return replace(thing, splats=None, mesh=replace(thing.mesh, normals=normals))


def psnr(one: Float[np.ndarray, "h w 3"], other: Float[np.ndarray, "h w 3"]) -> float:
    """Peak signal-to-noise ratio of two pictures in [0, 1] [dB]."""
    error = float(np.mean((one.astype(float) - other.astype(float)) ** 2))
    return float(10 * np.log10(1 / max(error, 1e-12)))
