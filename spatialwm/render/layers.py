"""Splats over meshes on the CPU backend: the fast twin of ``reference.draw``."""

from dataclasses import replace

import numpy as np

from spatialwm.render import cpu
from spatialwm.render.meshes import Surface
from spatialwm.render.normals import splat_normals
from spatialwm.scene import Camera, Splats

__all__ = ["draw"]


def draw(
    splats: Splats,
    owners: np.ndarray,
    camera: Camera,
    surface: Surface,
    normals: bool = False,
    antialiased: bool = False,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """As ``reference.draw``, in single precision."""
    inputs = cpu.Inputs(
        means=splats.means,
        quats=splats.quats,
        scales=splats.scales,
        opacities=splats.opacities,
        colors=splats.sh,
        view=np.linalg.inv(camera.world_from_camera).astype(np.float32),
        K=camera.K.astype(np.float32),
        background=np.zeros(4, np.float32),
    )
    settings = cpu.Settings(
        width=camera.width,
        height=camera.height,
        antialiased=antialiased,
        sh_degree=splats.sh_degree,
        depth_channel=True,
        ranks=True,
    )
    limits = surface.depths.astype(np.float32) if np.isfinite(surface.depths).any() else None
    picture = cpu.forward(inputs, settings, limits)
    assert picture.owners is not None
    ids = np.full(picture.owners.shape, -1, np.int32)
    seen = picture.owners >= 0
    ids[seen] = owners[picture.owners[seen]]
    colors = picture.colors[..., :3]
    if normals:
        facing = splat_normals(inputs.means, inputs.quats, inputs.scales, inputs.view)
        inputs = replace(inputs, colors=facing)
        blended = cpu.forward(inputs, replace(settings, sh_degree=-1, ranks=False), limits)
        colors = np.concatenate([colors, blended.colors[..., :3]], axis=2)
    return colors, 1 - picture.light, picture.colors[..., 3], ids
