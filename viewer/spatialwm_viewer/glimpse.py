"""A glimpse of a scene: a few of its splats, which a page draws by itself before it can show the scene.

A million splats are 60 MB, and the page's own code takes a third of a second to begin. A glimpse is one
megabyte and is drawn by 200 lines that stand in the page itself. It shows the scene's own splats, merged.

Layout, little-endian: ``SWG1``, count (uint32), 13 float32 (eye, forward, vertical angle [rad], aspect,
background, logarithms of the least and the greatest scale), uint32 1 where splats are antialiased; then means
(3 float32 each), opacities (float32), scales (3 uint8, logarithmic), rotations (4 int8, xyzw) and colours (3
uint8, sRGB), one column after the other.
"""

import struct
from dataclasses import replace

import numpy as np

from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.io.splat_tree import merged_runs
from spatialwm.scene import Scene, SceneObject, Splats, at_time, world_splats
from spatialwm.scene.splat_edits import some_splats, with_sh_degree

__all__ = ["MOST", "glimpse_of"]

MOST = 40_000
"""Splats of a glimpse: about a megabyte."""
_MERGED = 4
"""Splats that become one, at most: of more, only some are looked at, so that it takes no second."""
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
    shown = [thing for thing in scene.objects if thing.splats is not None and not thing.hidden]
    total = sum(len(thing.splats) for thing in shown if thing.splats is not None)
    objects = tuple(_fewer(thing, total) for thing in shown)
    splats = world_splats(replace(scene, objects=objects, rollout=None))[0] if streamed is None else streamed
    return _packed(splats, scene) if len(splats) else None


def _fewer(thing: SceneObject, total: int) -> SceneObject:
    """Its part of a glimpse of ``total`` splats: every so-manieth is taken, and neighbours are merged."""
    if thing.splats is None:
        return thing
    splats = with_sh_degree(thing.splats, 0)
    step = max(-(-total // (MOST * _MERGED)), 1)
    if step > 1:
        splats = some_splats(splats, slice(None, None, step))
        splats = replace(splats, scales=splats.scales * np.float32(np.sqrt(step)))
    return replace(thing, splats=merged_runs(splats, -(-total // (step * MOST))))


def _packed(splats: Splats, scene: Scene) -> bytes:
    camera = scene.cameras[0]
    pose = camera.world_from_camera
    angle = 2 * np.arctan(camera.height / 2 / camera.K[1, 1])
    logs = np.log(np.maximum(splats.scales, 1e-6))
    low, high = float(logs.min()), max(float(logs.max()), float(logs.min()) + 1e-3)
    numbers = (*pose[:3, 3], *pose[:3, 2], angle, camera.width / camera.height, *scene.background, low, high)
    quats: np.ndarray = splats.quats / np.maximum(np.linalg.norm(splats.quats, axis=1, keepdims=True), 1e-9)
    turns: np.ndarray = np.round(quats[:, [1, 2, 3, 0]] * 127)
    return b"".join((
        _MAGIC,
        struct.pack("<I13fI", len(splats), *map(float, numbers), int(scene.antialiased)),
        splats.means.astype("<f4").tobytes(),
        splats.opacities.astype("<f4").tobytes(),
        np.round((logs - low) / (high - low) * 255).astype(np.uint8).tobytes(),
        turns.astype(np.int8).tobytes(),
        np.round(np.clip(colors_from_sh0(splats.sh), 0, 1) * 255).astype(np.uint8).tobytes(),
    ))  # fmt: skip
