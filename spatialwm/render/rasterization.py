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
* render_mode: Colours, accumulated depth (D), expected depth (ED), or colours and then depth.
* rasterize_mode: ``antialiased`` dims splats which the blur made larger (Yu et al. 2024).
* owners: Also say which splat each pixel belongs to.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

import numpy as np

from spatialwm.errors import InputError, ShapeError
from spatialwm.optional import require
from spatialwm.render import cpu
from spatialwm.render.layout import EXTENT_X, EXTENT_Y, U, V

if TYPE_CHECKING:
    import torch

__all__ = ["RasterMeta", "RasterizeMode", "RenderMode", "rasterization"]

RenderMode = Literal["RGB", "D", "ED", "RGB+D", "RGB+ED"]
RasterizeMode = Literal["classic", "antialiased"]
Array = TypeVar("Array", np.ndarray, "torch.Tensor")


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
    return cast("tuple[Array, Array, RasterMeta]", _pictures(tensors, settings, backgrounds, render_mode))


def _pictures(
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    backgrounds: Any,  # noqa: ANN401
    mode: RenderMode,
) -> tuple[Any, Any, RasterMeta]:
    """Draw camera by camera where the tensors are."""
    draw, stack = _plain_picture, np.stack
    if not isinstance(tensors[0], np.ndarray):
        if any(cast("torch.Tensor", tensor).is_cuda for tensor in tensors):
            return cast("Any", _on_cuda)(*tensors, settings, backgrounds, mode)
        draw = importlib.import_module("spatialwm.render.autograd").differentiable_picture
        stack = importlib.import_module("torch").stack
    pictures = [
        _one(draw, k, tensors, settings, None if backgrounds is None else backgrounds[k], mode)
        for k in range(len(tensors[5]))
    ]
    drawn = [picture for _, _, picture in pictures]
    meta = RasterMeta(
        visible=tuple(picture.visible for picture in drawn),
        means2d=tuple(picture.rows[:, U : V + 1] for picture in drawn),
        extents=tuple(picture.rows[:, EXTENT_X : EXTENT_Y + 1] for picture in drawn),
        owners=np.stack([cast("np.ndarray", picture.owners) for picture in drawn])
        if settings.ranks
        else None,
    )
    return stack([c for c, _, _ in pictures]), stack([a for _, a, _ in pictures])[..., None], meta


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
        ranks=owners,
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
    if sh_degree is not None:
        if not 0 <= sh_degree <= 3 or colors.ndim != 3 or colors.shape[0] != count or colors.shape[2] != 3:
            raise ShapeError(f"colors: needs ({count}, k, 3) harmonics of degree 0 to 3.")
        if colors.shape[1] < (sh_degree + 1) ** 2:
            raise ShapeError(
                f"colors: degree {sh_degree} needs {(sh_degree + 1) ** 2} harmonics, got {colors.shape[1]}."
            )
    elif tuple(colors.shape[:-1]) not in {(count,), (viewmats.shape[0], count)}:
        raise ShapeError(f"colors: needs ({count}, d) channels, got {tuple(colors.shape)}.")


def _one(
    draw: Any,  # noqa: ANN401
    k: int,
    tensors: tuple[Any, ...],
    settings: cpu.Settings,
    background: Any,  # noqa: ANN401
    mode: RenderMode,
) -> tuple[Any, Any, cpu.Picture]:
    """Colours, alphas and the raw picture of camera k."""
    means, quats, scales, opacities, colors, viewmats, Ks = tensors
    if settings.sh_degree < 0:
        if "RGB" not in mode:
            colors = means[:, :0]
        elif colors.ndim == 3:
            colors = colors[k]
    channel_count = 3 if settings.sh_degree >= 0 else colors.shape[1]
    if background is None or "RGB" not in mode:
        background = means.reshape(-1)[:0]
        background = _extended(background, channel_count)
    if background.shape != (channel_count,):
        raise ShapeError(f"backgrounds: needs {channel_count} channels, got {tuple(background.shape)}.")
    if settings.depth_channel:
        background = _extended(background, 1)
    pixels, light, picture = draw(
        means, quats, scales, opacities, colors, viewmats[k], Ks[k], background, settings
    )
    alphas = 1 - light
    if "ED" in mode:
        depths = pixels[..., -1:] / alphas[..., None].clip(1e-10)
        pixels = _joined(pixels[..., :-1], depths)
    return pixels, alphas, picture


def _extended(vector: Any, count: int) -> Any:  # noqa: ANN401
    """``count`` zeros more at the end."""
    if isinstance(vector, np.ndarray):
        return np.pad(cast("np.ndarray", vector), (0, count))
    return importlib.import_module("torch").cat([vector, vector.new_zeros(count)])


def _joined(a: Any, b: Any) -> Any:  # noqa: ANN401
    if isinstance(a, np.ndarray):
        return np.concatenate([cast("np.ndarray", a), b], axis=-1)
    return importlib.import_module("torch").cat([a, b], dim=-1)


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
) -> tuple[np.ndarray, np.ndarray, cpu.Picture]:
    arrays = (np.ascontiguousarray(a) for a in (means, quats, scales, opacities, colors, view, K, background))
    names = ("means", "quats", "scales", "opacities", "colors", "view", "K", "background")
    picture = cpu.forward(cpu.Inputs(**dict(zip(names, arrays, strict=True))), settings)
    return picture.colors, picture.light, picture


def _on_cuda(
    means: Any,  # noqa: ANN401
    quats: Any,  # noqa: ANN401
    scales: Any,  # noqa: ANN401
    opacities: Any,  # noqa: ANN401
    colors: Any,  # noqa: ANN401
    viewmats: Any,  # noqa: ANN401
    Ks: Any,  # noqa: ANN401
    settings: cpu.Settings,
    backgrounds: Any,  # noqa: ANN401
    mode: RenderMode,
) -> tuple[Any, Any, RasterMeta]:
    """The same through gsplat."""
    if settings.ranks:
        raise InputError("gsplat does not say which splat a pixel belongs to; ask for owners on the CPU.")
    require("gsplat", extra="cuda")
    pixels, alphas, meta = importlib.import_module("gsplat").rasterization(
        means,
        quats,
        scales,
        opacities,
        colors,
        viewmats,
        Ks,
        settings.width,
        settings.height,
        near_plane=settings.near,
        far_plane=settings.far,
        eps2d=settings.blur,
        sh_degree=settings.sh_degree if settings.sh_degree >= 0 else None,
        backgrounds=backgrounds,
        render_mode=mode,
        rasterize_mode="antialiased" if settings.antialiased else "classic",
        packed=False,
    )
    radii = meta["radii"].detach().cpu().numpy()
    seen = [np.flatnonzero((radius > 0).all(axis=-1)) for radius in radii]
    centres = meta["means2d"].detach().cpu().numpy()
    return (
        pixels,
        alphas,
        RasterMeta(
            visible=tuple(seen),
            means2d=tuple(centres[k][index] for k, index in enumerate(seen)),
            extents=tuple(radii[k][index].astype(np.float32) for k, index in enumerate(seen)),
            owners=None,
        ),
    )
