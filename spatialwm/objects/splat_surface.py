"""The surface that splats show to cameras, as one mesh."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.objects.surfaces import fuse_depths
from spatialwm.render import rasterize
from spatialwm.scene import Camera, Mesh, Scene, SceneObject, Splats

__all__ = ["mesh_from_splats", "meshed", "surface_depth"]

Depth = Literal["mean", "middle"]
_SOLID = 0.5
"""Coverage from which a pixel shows a surface: below, most light comes from behind."""
_STEEPEST = np.tan(np.radians(75.0))
"""Slope at which a surface turns away from the camera: there the splats' fuzzy rim hides where it is."""
_VIEWS, _VOXELS = 48, 160
"""Of an object that says not where it was seen from: cameras around it, voxels along its longest side."""
_MOST_BYTES = 2 << 30


def mesh_from_splats(
    splats: Splats,
    cameras: Sequence[Camera],
    *,
    voxel: float,
    truncation: float | None = None,
    least_views: int = 2,
    smallest_part: float = 0.005,
    kind: Depth = "mean",
) -> Mesh:
    """Draw the splats from every camera, and fuse what is seen (as 2DGS does, Huang et al. 2024, 5.2).

    Args:
        splats: In the world.
        cameras: Where they were trained from; what none of them sees stays open.
        voxel: As in ``fuse_depths`` [m].
        truncation: As there [m]; also how far a pixel's mean depth may lie from its middle splat.
        least_views: As there.
        smallest_part: As there.
        kind: As in ``surface_depth``.

    Raises:
        InputError: No camera, nothing to see, or too many pictures for the memory.
        MissingExtraError: Numba or scikit-image is not installed.
    """
    size = sum(camera.width * camera.height * 7 for camera in cameras)
    if size > _MOST_BYTES:
        raise InputError(
            f"Pictures of {len(cameras)} cameras take {size >> 30} GiB; give fewer or smaller ones."
        )
    band = 4 * voxel if truncation is None else truncation
    seen = [surface_depth(splats, camera, agreement=band, kind=kind) for camera in cameras]
    return fuse_depths(
        [depth for depth, _ in seen],
        [colors for _, colors in seen],
        cameras,
        voxel=voxel,
        truncation=truncation,
        least_views=least_views,
        smallest_part=smallest_part,
    )


def surface_depth(
    splats: Splats, camera: Camera, *, agreement: float, kind: Depth = "mean"
) -> tuple[Float[np.ndarray, "h w"], UInt8[np.ndarray, "h w 3"]]:
    """Depth [m] of the surface in each pixel, 0 where there is none, and its sRGB colour.

    The mean depth is smooth on a surface, but between two surfaces it lies in the air; such a pixel shows
    itself by the splat at which half of its light is spent, whose centre is then farther away than
    ``agreement`` [m] plus three of its standard deviations. Rims, where the surface turns away, are left to
    other cameras.

    Where splats are faint, as on plain walls learnt from few photos, light from behind shines through and the
    mean lies behind the surface (by 4 to 9 cm in a room). The middle splat's centre is off as much to both
    sides, which fusion averages out.

    Args:
        splats: In the world.
        camera: Where they are seen from.
        agreement: See above [m]; for mean depths.
        kind: The light's mean depth, or that of the middle splat.
    """
    result = rasterize(splats, [camera], ids=np.arange(len(splats), dtype=np.int32))
    middle = result.ids[0]
    pose = camera.world_from_camera
    centres = (splats.means.astype(np.float64) - pose[:3, 3]) @ pose[:3, 2]
    slack = agreement + 3 * splats.scales.astype(np.float64).max(axis=1)
    solid = (result.alphas[0] > _SOLID) & (middle >= 0) & np.isfinite(result.depths[0])
    colors = (np.clip(result.colors[0], 0, 1) * 255 + 0.5).astype(np.uint8)
    if kind == "middle":
        return np.where(solid, np.maximum(centres[middle], 0), 0).astype(np.float32), colors
    depths = np.where(solid, result.depths[0], 0)
    apart = np.abs(depths - centres[middle])
    depths = np.where(solid & (apart <= slack[middle]), depths, 0)
    return np.where(_faces_camera(depths, camera), depths, 0).astype(np.float32), colors


def _faces_camera(depths: np.ndarray, camera: Camera) -> np.ndarray:
    """Pixels whose depth falls or rises less than a steep surface's to both sides in both directions."""
    steps = (depths * _STEEPEST / camera.K[0, 0], depths * _STEEPEST / camera.K[1, 1])
    facing = depths > 0
    for axis, step in ((1, steps[0]), (0, steps[1])):
        for side in (1, -1):
            # beyond the picture's edge nothing is known, so its own depth stands in
            neighbours = np.roll(depths, side, axis=axis)
            edge = [slice(None), slice(None)]
            edge[axis] = slice(0, 1) if side == 1 else slice(-1, None)
            neighbours[tuple(edge)] = depths[tuple(edge)]
            facing &= np.abs(neighbours - depths) <= step
    return facing


def meshed(scene: Scene) -> Scene:
    """The scene without splats: objects that have no mesh get one fused from their splats.

    Raises:
        InputError: An object's splats show no surface.
        MissingExtraError: Numba or scikit-image is not installed.
    """
    return replace(scene, objects=tuple(_meshed(thing) for thing in scene.objects))


def _meshed(thing: SceneObject) -> SceneObject:
    if thing.splats is None or thing.mesh is not None:
        return replace(thing, splats=None)
    low, high = np.percentile(thing.splats.means, [1, 99], axis=0)
    mesh = mesh_from_splats(
        thing.splats, _around((low + high) / 2, high - low), voxel=float((high - low).max()) / _VOXELS
    )
    return replace(thing, splats=None, mesh=mesh)


def _around(middle: np.ndarray, extent: np.ndarray) -> list[Camera]:
    """Cameras on a sphere, looking in."""
    k = np.arange(_VIEWS) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / _VIEWS), np.pi * (1 + 5**0.5) * k
    ways = np.stack([np.sin(polar) * np.cos(azimuth), np.cos(polar), np.sin(polar) * np.sin(azimuth)], 1)
    eyes = middle + ways * float(np.linalg.norm(extent)) * 1.5
    x, y, z = middle.tolist()
    return [
        Camera.looking_at((float(a), float(b), float(c)), (x, y, z), width=400, height=400)
        for a, b, c in eyes
    ]
