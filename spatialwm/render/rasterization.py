"""``rasterization``: gsplat's function, on any machine.

Names, shapes and meanings are those of gsplat 1.5 (Ye et al. 2024), so code written for it runs here on a
CPU. CUDA tensors go to gsplat itself.

Arguments of ``rasterization``:

* means: (n, 3) centres.
* quats: (n, 4) rotations wxyz, of any length above 0.
* scales: (n, 3) standard deviations.
* opacities: (n) peak alphas.
* colors: (n, d) or (c, n, d) channels, or with ``sh_degree`` (n, k, 3) harmonics.
* viewmats: (c, 4, 4) camera from world, OpenCV axes.
* Ks: (c, 3, 3) intrinsics [px].
* width: [px]
* height: [px]
* near_plane: Splats nearer than this are left out.
* far_plane: Splats farther than this are left out.
* eps2d: Blur added to 2D covariances [px^2].
* sh_degree: Harmonics of up to this degree are used.
* backgrounds: (c, d) colours behind everything; 0 when left out.
* render_mode: Colours; accumulated depth (D), expected depth (ED) or median depth (MD); or colours and then
  depth. The median depth is that of the splat at which half of the pixel's light is spent, 0 where less than
  half ever is; gsplat has it for surfels only.
* rasterize_mode: ``antialiased`` dims splats which the blur made larger (Yu et al. 2024).
* camera_model: ``pinhole``, ``fisheye`` (equidistant; what is before the camera, so less than 180 degrees) or
  ``ortho`` (parallel rays; fx and fy in px/m).
* radial_coeffs: (c, 6) OpenCV's k1 to k6 of pinholes, or (c, 4) k1 to k4 of fisheyes.
* tangential_coeffs: (c, 2) OpenCV's p1 and p2 of pinholes.
* normals: Also blend the splats' normals.
* owners: Also say which splat each pixel belongs to.

Any number d of channels up to 1024 is drawn, 32 at a time, at about 5 ms a channel for the garden of
``spatialwm bench raster`` where three cost 45 ms. Distortions need no ``with_ut``: splats go through the lens
by its derivative (EWA, ``lenses.py``).
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

import numpy as np

from spatialwm.errors import InputError, ShapeError
from spatialwm.render import cpu, cuda
from spatialwm.render.either import as_numpy, extended, joined, namespace, taken
from spatialwm.render.layout import EXTENT_X, EXTENT_Y, U, V
from spatialwm.render.lenses import CameraModel, lens_row
from spatialwm.render.normals import splat_normals

if TYPE_CHECKING:
    import torch

__all__ = ["RasterMeta", "RasterizeMode", "RenderMode", "rasterization"]

RenderMode = Literal["RGB", "D", "ED", "MD", "RGB+D", "RGB+ED", "RGB+MD"]
RasterizeMode = Literal["classic", "antialiased"]
Array = TypeVar("Array", np.ndarray, "torch.Tensor")
_CHUNK = 32
"""Channels drawn at a time: as many as an AVX-512 machine has registers (as gsplat's channel_chunk)."""
_MOST_CHANNELS = 1024
"""A 1 megapixel picture of them takes 4 GB."""


@dataclass(frozen=True, eq=False, kw_only=True)
class RasterMeta:
    """What else a rasterisation knows, per camera."""

    visible: tuple[np.ndarray, ...]
    """Indices of the splats in the picture, ascending."""
    means2d: tuple[np.ndarray, ...]
    """Their centres (n, 2) [px]."""
    extents: tuple[np.ndarray, ...]
    """Half widths and heights (n, 2) of the boxes in which they are seen [px]."""
    owners: np.ndarray | None
    """(c, h, w) splat at which half of the pixel's light is spent (so its depth is the median), -1 for
    none."""
    normals: np.ndarray | torch.Tensor | None = None
    """(c, h, w, 3) blended unit normals in the world, turned to the camera: no longer than the alpha."""


def rasterization(
    means: Array,
    quats: Array,
    scales: Array,
    opacities: Array,
    colors: Array,
    viewmats: Array,
    Ks: Array,
    width: int,
    height: int,
    *,
    near_plane: float = 0.01,
    far_plane: float = 1e10,
    eps2d: float = 0.3,
    sh_degree: int | None = None,
    backgrounds: Array | None = None,
    render_mode: RenderMode = "RGB",
    rasterize_mode: RasterizeMode = "classic",
    camera_model: CameraModel = "pinhole",
    radial_coeffs: Array | None = None,
    tangential_coeffs: Array | None = None,
    normals: bool = False,
    owners: bool = False,
) -> tuple[Array, Array, RasterMeta]:
    """Draw 3D Gaussians from several cameras; differentiable when given torch tensors.

    The arguments are explained at the top of this module. Gradients reach means, quats, scales,
    opacities, colors, backgrounds and viewmats. NumPy arrays need no torch. The splat that takes a
    pixel's last 1e-4 of light still counts, unlike in gsplat: pictures differ by no more than that.

    Returns:
        Colours (c, h, w, d), alphas (c, h, w, 1) and the rest.
    """
    tensors = means, quats, scales, opacities, colors, viewmats, Ks
    mode = render_mode, rasterize_mode, sh_degree
    settings = _settings(width, height, near_plane, far_plane, eps2d, mode, owners)
    _check(*tensors, sh_degree)
    lens = camera_model, radial_coeffs, tangential_coeffs
    _check_lens(*lens, viewmats.shape[0])
    draw = _on_cpu
    if any(not isinstance(t, np.ndarray) and cast("Any", t).is_cuda for t in tensors):
        draw = _on_cuda
    return cast(
        "tuple[Array, Array, RasterMeta]", draw(tensors, settings, backgrounds, render_mode, lens, normals)
    )


def _on_cpu(
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    backgrounds: Any,  # noqa: ANN401
    mode: RenderMode,
    lens: tuple[CameraModel, Any, Any],
    normals: bool,
) -> tuple[Any, Any, RasterMeta]:
    """Draw camera by camera."""
    cameras = range(len(tensors[5]))
    rows = [_lens_of(lens, k, tensors[6][k], settings) for k in cameras]
    drawn = [
        _one(k, tensors, settings, None if backgrounds is None else backgrounds[k], mode, rows[k])
        for k in cameras
    ]
    pictures = [picture for _, _, picture in drawn]
    meta = RasterMeta(
        visible=tuple(picture.visible for picture in pictures),
        means2d=tuple(picture.rows[:, U : V + 1] for picture in pictures),
        extents=tuple(picture.rows[:, EXTENT_X : EXTENT_Y + 1] for picture in pictures),
        owners=np.stack([cast("np.ndarray", picture.owners) for picture in pictures])
        if settings.ranks
        else None,
    )
    stack = namespace(tensors[0]).stack
    if normals:
        blended = [_normals(k, tensors, settings, rows[k]) for k in cameras]
        meta = replace(meta, normals=stack(blended))
    return stack([c for c, _, _ in drawn]), stack([a for _, a, _ in drawn])[..., None], meta


def _lens_of(
    lens: tuple[CameraModel, Any, Any],
    k: int,
    K: Any,  # noqa: ANN401
    settings: cpu.Settings,
) -> np.ndarray | None:
    model, radial, tangential = lens
    radial, tangential = (None if c is None else as_numpy(c[k]) for c in (radial, tangential))
    return lens_row(model, radial, tangential, as_numpy(K), settings.width, settings.height)


def _settings(
    width: int,
    height: int,
    near: float,
    far: float,
    blur: float,
    modes: tuple[RenderMode, RasterizeMode, int | None],
    owners: bool,
) -> cpu.Settings:
    """Raises InputError."""
    render_mode, rasterize_mode, sh_degree = modes
    if not (0 < width <= 16384 and 0 < height <= 16384):
        raise InputError(f"A picture of {width} x {height} pixels cannot be drawn; use 1 to 16384.")
    if render_mode not in get_args(RenderMode) or rasterize_mode not in get_args(RasterizeMode):
        raise InputError(f"There is no render mode '{render_mode}' with rasterize mode '{rasterize_mode}'.")
    return cpu.Settings(
        width=width,
        height=height,
        near=near,
        far=far,
        blur=blur,
        antialiased=rasterize_mode == "antialiased",
        sh_degree=-1 if sh_degree is None or "RGB" not in render_mode else sh_degree,
        depth_channel="D" in render_mode,
        ranks=owners or "MD" in render_mode,
    )


def _check(
    means: Any,  # noqa: ANN401
    quats: Any,  # noqa: ANN401
    scales: Any,  # noqa: ANN401
    opacities: Any,  # noqa: ANN401
    colors: Any,  # noqa: ANN401
    viewmats: Any,  # noqa: ANN401
    Ks: Any,  # noqa: ANN401
    sh_degree: int | None,
) -> None:
    count = means.shape[0]
    wanted = {
        "means": (means, (count, 3)),
        "quats": (quats, (count, 4)),
        "scales": (scales, (count, 3)),
        "opacities": (opacities, (count,)),
        "viewmats": (viewmats, (viewmats.shape[0], 4, 4)),
        "Ks": (Ks, (viewmats.shape[0], 3, 3)),
    }
    for name, (array, shape) in wanted.items():
        if tuple(array.shape) != shape:
            raise ShapeError(f"{name}: needs shape {shape}, got {tuple(array.shape)}.")
        if array.dtype != means.dtype:
            raise InputError(f"{name} is {array.dtype} but means is {means.dtype}; give one float type.")
    if str(means.dtype).rpartition(".")[2] not in ("float32", "float64"):
        raise InputError(f"means is {means.dtype}; give float32 or float64.")
    if viewmats.shape[0] == 0:
        raise InputError("Rasterisation needs at least one camera.")
    _check_colors(tuple(colors.shape), count, viewmats.shape[0], sh_degree)


def _check_colors(shape: tuple[int, ...], count: int, camera_count: int, sh_degree: int | None) -> None:
    counts = {(count,), (camera_count, count)}
    if sh_degree is not None:
        if not 0 <= sh_degree <= 3 or shape[:-2] not in counts or shape[-1] != 3:
            raise ShapeError(f"colors: needs ({count}, k, 3) harmonics of degree 0 to 3, got {shape}.")
        if shape[-2] < (sh_degree + 1) ** 2:
            raise ShapeError(
                f"colors: degree {sh_degree} needs {(sh_degree + 1) ** 2} harmonics, got {shape[-2]}."
            )
    elif shape[:-1] not in counts:
        raise ShapeError(f"colors: needs ({count}, d) channels, got {shape}.")
    elif not 1 <= shape[-1] <= _MOST_CHANNELS:
        raise InputError(f"colors: 1 to {_MOST_CHANNELS} channels can be drawn, not {shape[-1]}.")


def _check_lens(model: CameraModel, radial: Any, tangential: Any, count: int) -> None:  # noqa: ANN401
    if model not in get_args(CameraModel):
        raise InputError(f"There is no camera model '{model}'; use {', '.join(get_args(CameraModel))}.")
    for name, values in (("radial_coeffs", radial), ("tangential_coeffs", tangential)):
        if values is not None and (values.ndim != 2 or values.shape[0] != count):
            raise ShapeError(f"{name}: needs a row for each of {count} cameras, got {tuple(values.shape)}.")


def _one(
    k: int,
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    background: Any,  # noqa: ANN401
    mode: RenderMode,
    lens: np.ndarray | None,
) -> tuple[Any, Any, cpu.Picture]:
    """Colours, alphas and the raw picture of camera k."""
    means, _, _, _, colors, viewmats, _ = tensors
    if "RGB" not in mode:
        colors = means[:, :0]
    elif colors.ndim == (4 if settings.sh_degree >= 0 else 3):
        colors = colors[k]
    channel_count = 3 if settings.sh_degree >= 0 else colors.shape[1]
    if background is None or "RGB" not in mode:
        background = extended(means.reshape(-1)[:0], channel_count)
    if background.shape != (channel_count,):
        raise ShapeError(f"backgrounds: needs {channel_count} channels, got {tuple(background.shape)}.")
    pixels, light, picture = _in_chunks(k, (*tensors[:4], colors, *tensors[5:]), settings, background, lens)
    alphas = 1 - light
    if "ED" in mode:
        pixels = joined([pixels[..., :-1], pixels[..., -1:] / alphas[..., None].clip(1e-10)])
    elif "MD" in mode:
        depths = means @ viewmats[k][2, :3] + viewmats[k][2, 3]
        pixels = joined([pixels[..., :-1], taken(depths, cast("np.ndarray", picture.owners))[..., None]])
    return pixels, alphas, picture


def _in_chunks(
    k: int,
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    background: Any,  # noqa: ANN401
    lens: np.ndarray | None,
) -> tuple[Any, Any, cpu.Picture]:
    """Draw 32 channels at a time, the depth last; light and picture are those of the first time."""
    means, _, _, _, colors, viewmats, Ks = tensors
    draw: Any = _plain_picture
    if not isinstance(means, np.ndarray):
        draw = importlib.import_module("spatialwm.render.autograd").differentiable_picture
    count = len(background)
    drawn: list[tuple[Any, Any, cpu.Picture]] = []
    for start in range(0, count + settings.depth_channel, _CHUNK):
        ends = start + _CHUNK >= count + settings.depth_channel
        chosen = replace(
            settings, depth_channel=settings.depth_channel and ends, ranks=settings.ranks and start == 0
        )
        behind = extended(background[start : start + _CHUNK], int(chosen.depth_channel))
        here = colors if settings.sh_degree >= 0 else colors[:, start : start + _CHUNK]
        drawn.append(draw(*tensors[:4], here, viewmats[k], Ks[k], behind, chosen, lens))
    return joined([pixels for pixels, _, _ in drawn]), drawn[0][1], drawn[0][2]


def _normals(k: int, tensors: tuple[Any, ...], settings: cpu.Settings, lens: np.ndarray | None) -> Any:  # noqa: ANN401
    means, quats, scales, _, _, viewmats, _ = tensors
    channels = splat_normals(means, quats, scales, viewmats[k])
    chosen = replace(settings, sh_degree=-1, depth_channel=False, ranks=False)
    nothing = extended(means.reshape(-1)[:0], 3)
    return _in_chunks(k, (*tensors[:4], channels, *tensors[5:]), chosen, nothing, lens)[0]


def _plain_picture(
    means: np.ndarray,
    quats: np.ndarray,
    scales: np.ndarray,
    opacities: np.ndarray,
    colors: np.ndarray,
    view: np.ndarray,
    K: np.ndarray,
    background: np.ndarray,
    settings: cpu.Settings,
    lens: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray, cpu.Picture]:
    arrays = (np.ascontiguousarray(a) for a in (means, quats, scales, opacities, colors, view, K, background))
    names = ("means", "quats", "scales", "opacities", "colors", "view", "K", "background")
    picture = cpu.forward(cpu.Inputs(**dict(zip(names, arrays, strict=True)), lens=lens), settings)
    return picture.colors, picture.light, picture


def _on_cuda(
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    backgrounds: Any,  # noqa: ANN401
    mode: RenderMode,
    lens: tuple[CameraModel, Any, Any],
    normals: bool,
) -> tuple[Any, Any, RasterMeta]:
    """The same through gsplat, all cameras at once."""
    if "RGB" not in mode:  # gsplat wants colours even then; harmonics need a degree, so it gets others
        tensors, backgrounds = (*tensors[:4], tensors[0].detach(), *tensors[5:]), None
    drawn = cuda.pictures(tensors, settings, cuda.gsplat_arguments(settings, mode, backgrounds, *lens))
    meta = RasterMeta(visible=drawn.visible, means2d=drawn.means2d, extents=drawn.extents, owners=None)
    if normals:
        means, quats, scales, _, _, viewmats, _ = tensors
        channels = namespace(means).stack([splat_normals(means, quats, scales, view) for view in viewmats])
        chosen = replace(settings, sh_degree=-1, depth_channel=False)
        arguments = cuda.gsplat_arguments(chosen, "RGB", None, *lens)
        blended = cuda.pictures((*tensors[:4], channels, *tensors[5:]), chosen, arguments)
        meta = replace(meta, normals=blended.colors)
    return drawn.colors, drawn.alphas, meta
