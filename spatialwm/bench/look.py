"""``spatialwm bench look``: do splats and mesh of a scene made of words show the same picture?

Every scene has both, with the same light baked in. Viewers of splats, game engines and editors take one or the
other, so both have to look alike: peak signal-to-noise ratio between the two pictures, from the scene's first
camera, over the gallery's prompts.
"""

# ruff: noqa: E501  (prompts are sentences)

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
_PIXEL = 0.3
"""Variance of the Gaussian pixel with which splats are drawn [px^2] (Zwicker et al., "EWA splatting", 2001, with
3DGS's value); the mesh picture is filtered by the same."""
_GAMMA = 2.2
"""Of the mesh renderer's pictures."""

PROMPTS = {
    "living-room": "a cosy living room with a sofa, two armchairs, a coffee table with a vase on it, a bookshelf and a "
    "floor lamp, on a rug",
    "bedroom-morning": "a scandinavian bedroom in the morning with a double bed, two nightstands with a table lamp on "
    "each, a wardrobe and a rug",
    "kitchen": "a kitchen with a fridge, a stove, a sink and a round table with two chairs and a bowl of fruit on it",
    "dining-evening": "an elegant dining room in the evening with a dining table, six chairs around it, a vase on the "
    "table and a cabinet against the wall",
    "study-night": "a victorian study at night with a desk, a desk lamp on the desk, a leather armchair, two bookshelves "
    "and a globe",
    "bathroom": "a bathroom with a bathtub, a sink, a toilet and a potted plant",
    "nursery": "a nursery with a crib, a rocking chair, a teddy bear, a toy box and a rug",
    "classroom": "a classroom with six desks, six chairs, a blackboard on the wall and a globe",
    "office": "a modern office with two desks, two office chairs, a laptop on each desk and a plant in the corner",
    "clinic": "a dental clinic with an examination chair, a cabinet, a sink and a stool",
    "loft-dusk": "an industrial loft at dusk with a leather sofa, a wooden coffee table, a floor lamp and a bicycle",
    "cafe-rain": "a rainy cafe with three round tables, six chairs, a counter and a coffee machine on the counter",
    "pub-night": "a pub at night with a bar counter, four bar stools, a barrel and a dartboard on the wall",
    "japanese": "a japanese room with a low table, a teapot and two bowls on it, two armchairs and a plant",
    "cabin-winter": "a rustic living room on a snowy day with an armchair, a fireplace, a rug and a wooden table with a mug on it",
    "garage": "a garage with a workbench, a toolbox on the workbench, a bicycle and a stack of tires",
    "music-l": "an L-shaped room with a piano, a piano stool, a guitar and a music stand",
    "dungeon": "a dungeon with a wooden table, a candle on the table, a barrel and a chest",
    "harbour-dusk": "a rainy harbour square at dusk with two market stalls, crates and a bench under a tree",
    "garden": "a garden with a table, four chairs around it, a bench and a parasol",
    "beach": "a beach with two deck chairs, a parasol, a cooler and a beach ball",
    "street-night": "a street at night with a street lamp, a parked car, a bench and a mailbox",
    "snow-square": "a snowy square in the evening with a fountain, two benches and a street lamp",
    "forest-camp": "a foggy forest clearing with a tent, a campfire and two logs",
}
"""The gallery: name -> text."""


def run(most: int | None = None) -> Table:
    """Make every scene of the gallery and draw it twice.

    Args:
        most: Only so many prompts, from the first.
    """
    found: list[tuple[float, float, int, str]] = []
    for prompt in [*PROMPTS.values()][:most]:
        start = time.process_time()
        scene = scene_from_text(prompt)
        seconds = time.process_time() - start
        camera = resized(scene.cameras[0], _SIZE)
        splats = render(scene, [camera]).colors[0]
        found.append((psnr(splats, mesh_picture(scene, camera)), seconds, scene.splat_count, prompt))
    ratios, seconds, counts = (
        np.array(column) for column in zip(*((f[0], f[1], f[2]) for f in found), strict=True)
    )
    rows = (
        Row(name="splats against mesh, worst", value=float(ratios.min()), unit="dB", at_least=30),
        Row(name="splats against mesh, median", value=float(np.median(ratios)), unit="dB"),
        Row(name="CPU time per scene, median", value=float(np.median(seconds)), unit="s", at_most=4),
        Row(
            name="CPU time per scene, 95th percentile",
            value=float(np.percentile(seconds, 95)),
            unit="s",
            at_most=10,
        ),
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
    fine = _filtered(_filtered(picture, 0), 1)
    return fine.reshape(camera.height, _FINER, camera.width, _FINER, 3).mean(axis=(1, 3))


def _filtered(picture: np.ndarray, axis: int) -> np.ndarray:
    """Blurred along one axis by the splats' pixel filter."""
    reach = 4
    weights = [float(np.exp(-0.5 * (k / _FINER) ** 2 / _PIXEL)) for k in range(-reach, reach + 1)]
    padded: np.ndarray = np.pad(
        picture, [(reach, reach) if k == axis else (0, 0) for k in range(3)], mode="edge"
    )
    length = picture.shape[axis]
    total = np.zeros_like(picture, dtype=float)
    for k, weight in enumerate(weights):
        total += weight * padded.take(range(k, k + length), axis=axis)
    return total / sum(weights)


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
