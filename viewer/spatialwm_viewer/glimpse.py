"""A glimpse of a scene: a few of its splats, which a page draws by itself before it can show the scene.

A million splats are 60 MB, and the page's own code takes a third of a second to begin. A glimpse is one megabyte
and is drawn by 200 lines that stand in the page itself. What one sees of it are the scene's own splats, thinned.

Layout, little-endian: ``SWG1``, count (uint32), 13 float32 (eye, forward, vertical angle [rad], aspect, background,
logarithms of the least and the greatest scale), uint32 1 where splats are antialiased; then columns: means (3
float32), opacities (float32), scales (3 uint8, logarithmic), rotations (4 int8, xyzw), colours (3 uint8, sRGB).
"""

import struct
from dataclasses import replace

import numpy as np

from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.scene import Scene, SceneObject, Splats, at_time, world_splats
from spatialwm.scene.splat_edits import some_splats, with_sh_degree

__all__ = ["MOST", "glimpse_of"]

MOST = 40_000
"""Splats of a glimpse: about a megabyte."""
_MAGIC = b"SWG1"


def glimpse_of(scene: Scene, streamed: Splats | None = None) -> bytes | None:
    """What a page shows first; None where there are no splats, or nobody said from where to look.

    Args:
        scene: As its page begins: where the recording starts, if it has one.
        streamed: Splats that are shown instead of the objects' own.
    """
    if not scene.cameras:
        return None
    if scene.rollout is not None and len(scene.rollout.times):
        scene = at_time(scene, float(scene.rollout.times[0]))
    total = sum(len(thing.splats) for thing in scene.objects if thing.splats is not None and not thing.hidden)
    step = max(total / MOST, 1.0)
    few = replace(scene, objects=tuple(_fewer(thing, step) for thing in scene.objects), rollout=None)
    splats = world_splats(few)[0] if streamed is None else streamed
    return _packed(splats, scene) if len(splats) else None


def _fewer(thing: SceneObject, step: float) -> SceneObject:
    """Every ``step``-th splat, so much wider that a surface stays covered."""
    if thing.splats is None:
        return thing
    plain = with_sh_degree(thing.splats, 0)
    if step > 1:
        rows = (np.arange(max(int(len(plain) / step), min(len(plain), 1))) * step).astype(np.int64)
        plain = some_splats(plain, rows)
        plain = replace(plain, scales=plain.scales * np.float32(np.sqrt(step)))
    return replace(thing, splats=plain)


def _packed(splats: Splats, scene: Scene) -> bytes:
    camera = scene.cameras[0]
    pose = camera.world_from_camera
    angle = 2 * np.arctan(camera.height / 2 / camera.K[1, 1])
    logs = np.log(np.maximum(splats.scales, 1e-6))
    low, high = float(logs.min()), max(float(logs.max()), float(logs.min()) + 1e-3)
    numbers = (*pose[:3, 3], *pose[:3, 2], angle, camera.width / camera.height, *scene.background, low, high)
    quats = splats.quats / np.maximum(np.linalg.norm(splats.quats, axis=1, keepdims=True), 1e-9)
    return b"".join((
        _MAGIC,
        struct.pack("<I13fI", len(splats), *map(float, numbers), int(scene.antialiased)),
        splats.means.astype("<f4").tobytes(),
        splats.opacities.astype("<f4").tobytes(),
        np.round((logs - low) / (high - low) * 255).astype(np.uint8).tobytes(),
        np.round(quats[:, [1, 2, 3, 0]] * 127).astype(np.int8).tobytes(),
        np.round(np.clip(colors_from_sh0(splats.sh), 0, 1) * 255).astype(np.uint8).tobytes(),
    ))  # fmt: skip
