"""Pictures of splats and of whole scenes."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from spatialwm.errors import InputError, MissingExtraError
from spatialwm.optional import require
from spatialwm.render import reference
from spatialwm.render.meshes import Surface, draw_object
from spatialwm.scene import Camera, Scene, Splats, painted, world_splats
from spatialwm.shapes import freeze_arrays

__all__ = ["Backend", "RenderResult", "rasterize", "render"]

Backend = Literal["auto", "reference", "cpu"]
_Layers = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
_Draw = Callable[[Splats, np.ndarray, Camera, Surface, bool, bool], _Layers]


@dataclass(frozen=True, eq=False, kw_only=True)
class RenderResult:
    """Pictures from ``c`` cameras of one size."""

    colors: Float[np.ndarray, "c h w 3"]
    """sRGB, in [0, 1]."""
    alphas: Float[np.ndarray, "c h w"]
    """Coverage, 0 to 1."""
    depths: Float[np.ndarray, "c h w"]
    """Expected depth along the camera's z [m]; infinite where nothing is."""
    ids: Int[np.ndarray, "c h w"]
    """Index of the object at which half of the pixel's light is spent, -1 for none."""
    normals: Float[np.ndarray, "c h w 3"] | None = None
    """Unit, in the world, towards the camera; 0 where nothing is. None unless asked for."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def rasterize(
    splats: Splats,
    cameras: Sequence[Camera],
    *,
    ids: Int[np.ndarray, " n"] | None = None,
    background: tuple[float, float, float] = (0.0, 0.0, 0.0),
    normals: bool = False,
    antialiased: bool = False,
    backend: Backend = "auto",
) -> RenderResult:
    """Draw splats as 3D Gaussian splatting does, with gsplat's conventions.

    Args:
        splats: In the world.
        cameras: All of one size.
        ids: Object index per splat; all 0 when left out.
        background: sRGB behind everything.
        normals: Also draw normals: of a splat, its shortest axis.
        antialiased: Dim splats that the pixel blur made larger, as in ``Scene.antialiased``.
        backend: ``reference`` (NumPy, slow), ``cpu`` (Numba), or ``auto``: the fastest that is installed.

    Raises:
        InputError: No camera, or cameras of different sizes.
        MissingExtraError: The backend's package is not installed.
    """
    owners = np.zeros(len(splats), np.int32) if ids is None else ids
    surfaces = [Surface(camera, background) for camera in _checked(cameras)]
    return _composite(splats, owners, cameras, surfaces, (normals, antialiased), backend)


def render(
    scene: Scene, cameras: Sequence[Camera], *, normals: bool = False, backend: Backend = "auto"
) -> RenderResult:
    """Draw a scene: its splats, and the meshes of objects that have no splats.

    Args:
        scene: What to draw.
        cameras: All of one size.
        normals: Also draw normals: of a splat its shortest axis, of a mesh those of its triangles.
        backend: As of ``rasterize``; meshes too are drawn by NumPy or Numba.

    Raises:
        InputError: No camera, or cameras of different sizes.
        MissingExtraError: The backend's package is not installed.
    """
    splats, owners = world_splats(scene)
    surfaces = [Surface(camera, scene.background) for camera in _checked(cameras)]
    for surface in surfaces:
        for k, thing in enumerate(scene.objects):
            if thing.splats is None and thing.mesh is not None and not thing.hidden:
                draw_object(surface, painted(thing), k, plainly=True if backend == "reference" else None)
    return _composite(splats, owners, cameras, surfaces, (normals, scene.antialiased), backend)


def _checked(cameras: Sequence[Camera]) -> Sequence[Camera]:
    if not cameras:
        raise InputError("Rendering needs at least one camera.")
    if len({(camera.width, camera.height) for camera in cameras}) > 1:
        raise InputError("Cameras of one call must have the same width and height.")
    return cameras


def _composite(
    splats: Splats,
    owners: np.ndarray,
    cameras: Sequence[Camera],
    surfaces: Sequence[Surface],
    how: tuple[bool, bool],
    backend: Backend,
) -> RenderResult:
    draw = _drawer(backend)
    pictures = [
        _picture(splats, owners, camera, surface, draw, how)
        for camera, surface in zip(cameras, surfaces, strict=True)
    ]
    colors, alphas, depths, ids, facing = (np.stack(parts) for parts in zip(*pictures, strict=True))
    return RenderResult(
        colors=colors, alphas=alphas, depths=depths, ids=ids, normals=facing if how[0] else None
    )


def _picture(
    splats: Splats, owners: np.ndarray, camera: Camera, surface: Surface, draw: _Draw, how: tuple[bool, bool]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    normals, antialiased = how
    channels, alphas, sums, ids = draw(splats, owners, camera, surface, normals, antialiased)
    colors, facing = channels[..., :3], channels[..., 3:]
    left = 1 - alphas
    solid = np.isfinite(surface.depths)
    colors = np.clip(colors + left[..., None] * surface.colors, 0, 1)
    coverage = np.where(solid, 1, alphas)
    sums = sums + np.where(solid, left * np.where(solid, surface.depths, 0), 0)
    depths = np.where(coverage > 0, sums / np.maximum(coverage, 1e-12), np.inf)
    if normals:
        facing = facing + left[..., None] * surface.normals
        lengths = np.linalg.norm(facing, axis=2, keepdims=True)
        facing = np.where(lengths > 1e-6, facing / np.maximum(lengths, 1e-6), 0)
    return colors, coverage, depths, np.where(left > 0.5, surface.ids, ids), facing


def _drawer(backend: Backend) -> _Draw:
    if backend == "reference":
        return reference.draw
    if backend == "auto":
        try:
            require("numba", extra="render")
        except MissingExtraError:
            return reference.draw
    require("numba", extra="render")
    return importlib.import_module("spatialwm.render.layers").draw
