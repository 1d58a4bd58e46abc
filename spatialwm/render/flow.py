"""Optical flow: where each pixel's surface goes, from its depth, its object and how that moves."""

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.geometry.cameras import project, unproject
from spatialwm.geometry.poses import compose, invert, transform
from spatialwm.render.render import RenderResult
from spatialwm.scene import Camera, Scene

__all__ = ["colorize_flow", "optical_flow"]

_FULL = 0.02
"""Flow in widths of the picture per frame at which its colour is full: faster is no brighter."""


def optical_flow(
    result: RenderResult, before: Scene, after: Scene, camera: Camera, later: Camera
) -> Float[np.ndarray, "h w 2"]:
    """Pixels right and down by which what is seen moves until the next picture; 0 where nothing is.

    Objects move as their frames do: the flow of what deforms is that of its rigid motion. A surface that is
    hidden in the next picture has its flow all the same.

    Args:
        result: ``before`` drawn from ``camera``; its first picture counts.
        before: The scene now.
        after: The same objects one frame later.
        camera: Where from, now.
        later: Where from, then.
    """
    depths, ids = result.depths[0].astype(float), result.ids[0]
    seen = np.isfinite(depths) & (ids >= 0)
    rows, columns = np.nonzero(seen)
    pixels = np.stack([columns, rows], axis=-1) + 0.5
    points = unproject(pixels, depths[seen], camera.K)
    world = points @ camera.world_from_camera[:3, :3].T + camera.world_from_camera[:3, 3]
    for k in np.unique(ids[seen]):
        old, new = before.objects[int(k)], after.objects[int(k)]
        if np.array_equal(old.position, new.position) and np.array_equal(old.quat, new.quat):
            continue
        undo = invert(old.position.astype(float), old.quat.astype(float))
        moved = compose(new.position.astype(float), new.quat.astype(float), *undo)
        here = ids[seen] == k
        world[here] = transform(*moved, world[here])
    there = (world - later.world_from_camera[:3, 3]) @ later.world_from_camera[:3, :3]
    found, ahead = project(there, later.K)
    flow = np.zeros((*depths.shape, 2))
    flow[seen] = np.where(ahead[:, None] > 0, found - pixels, 0.0)
    return flow


def colorize_flow(flow: Float[np.ndarray, "h w 2"]) -> UInt8[np.ndarray, "h w 3"]:
    """Flow as a picture: the hue is its direction (right is red, down is green), white does not move."""
    angles = np.arctan2(flow[..., 1], flow[..., 0])[..., None]
    strength = np.clip(np.linalg.norm(flow, axis=-1) / (_FULL * flow.shape[1]), 0, 1)[..., None]
    hues = 0.5 + 0.5 * np.cos(angles - np.array([0, 2, 4]) * np.pi / 3)
    shown: np.ndarray = 255 * (1 - strength * (1 - hues))
    return shown.round().astype(np.uint8)
