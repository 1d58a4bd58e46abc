"""The slow, readable twin: one splat after the other, front to back. Fast backends are held against it."""

from dataclasses import replace

import numpy as np

from spatialwm.render.meshes import Surface
from spatialwm.render.normals import splat_normals
from spatialwm.render.projection import MIN_ALPHA, Footprints, project_splats
from spatialwm.scene import Camera, Splats

__all__ = ["MAX_ALPHA", "MIN_TRANSMITTANCE", "blend", "draw"]

MAX_ALPHA = 0.999
"""One splat never hides everything behind it (gsplat)."""
MIN_TRANSMITTANCE = 1e-4
"""A pixel with less light left is finished (Kerbl et al. 2023)."""


def draw(
    splats: Splats,
    owners: np.ndarray,
    camera: Camera,
    surface: Surface,
    normals: bool = False,
    antialiased: bool = False,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Project and ``blend``; ``owners`` is the object index per splat.

    With ``normals`` there are three more channels: normals in the world, towards the camera.
    ``antialiased`` is as of ``project_splats``.
    """
    prints = project_splats(splats, camera, antialiased=antialiased)
    if normals:
        view = np.linalg.inv(camera.world_from_camera)
        facing = splat_normals(splats.means, splats.quats, splats.scales, view)[prints.indices]
        prints = replace(prints, colors=np.concatenate([prints.colors, facing], axis=1))
    return blend(prints, owners[prints.indices], surface)


def blend(
    prints: Footprints, ids: np.ndarray, surface: Surface
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Composite splats over a surface that hides what is behind it.

    Args:
        prints: Projected splats, nearest first.
        ids: Object index per splat, shape (n).
        surface: What is behind and between: colours, depths, ids.

    Returns:
        Colours (h, w, c), alphas (h, w), alpha-weighted depth sums (h, w), and object ids (h, w): the object
        at which half of the pixel's light is spent.
    """
    height, width = surface.depths.shape
    colors = np.zeros((height, width, prints.colors.shape[1]))
    light = np.ones((height, width))
    depths = np.zeros((height, width))
    owners = np.full((height, width), -1, np.int32)
    for k in range(len(prints.means)):
        mean, extent = prints.means[k], prints.extents[k]
        x0, y0 = np.maximum(np.ceil(mean - extent - 0.5), 0).astype(int)
        x1, y1 = np.minimum(np.floor(mean + extent - 0.5), (width - 1, height - 1)).astype(int)
        if x0 > x1 or y0 > y1:
            continue
        window = np.s_[y0 : y1 + 1, x0 : x1 + 1]
        ys, xs = np.mgrid[y0 : y1 + 1, x0 : x1 + 1] + 0.5
        dx, dy = xs - mean[0], ys - mean[1]
        xx, xy, yy = prints.conics[k]
        alphas = np.minimum(
            prints.opacities[k] * np.exp(-0.5 * (xx * dx * dx + yy * dy * dy) - xy * dx * dy), MAX_ALPHA
        )
        visible = (prints.depths[k] < surface.depths[window]) & (light[window] > MIN_TRANSMITTANCE)
        alphas = np.where((alphas >= MIN_ALPHA) & visible, alphas, 0)
        weights = alphas * light[window]
        colors[window] += weights[..., None] * prints.colors[k]
        depths[window] += weights * prints.depths[k]
        before = light[window]
        after = before * (1 - alphas)
        owners[window] = np.where((before > 0.5) & (after <= 0.5), ids[k], owners[window])
        light[window] = after
    return colors, 1 - light, depths, owners
