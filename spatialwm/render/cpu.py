"""The CPU backend: one picture forward and backward, over plain arrays.

This is the layer without torch: training calls it directly, ``rasterization`` and ``autograd`` wrap it.
"""

import importlib
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from spatialwm.optional import require
from spatialwm.render.layout import CHUNK, FEATURES, TILE, moment_stride

__all__ = ["Gradients", "Inputs", "Picture", "Settings", "backward", "forward"]

_LOCK = threading.Lock()
"""Numba's simplest threading layer cannot be entered twice at a time, and there is one scratch memory."""
_SCRATCH: dict[str, np.ndarray] = {}
"""Kept from call to call: fresh pages of tens of megabytes would cost as much as projecting."""
_KEPT = 1 << 28
"""Largest scratch array that is kept [bytes]."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What does not change from splat to splat."""

    width: int
    height: int
    near: float = 0.01
    """[m]"""
    far: float = 1e10
    """[m]"""
    blur: float = 0.3
    """Added to the diagonal of every 2D covariance [px^2], so that no splat falls between pixels."""
    antialiased: bool = False
    """Dim splats that the blur made larger (Yu et al. 2024, Mip-Splatting)."""
    sh_degree: int = -1
    """Of the harmonics in use; -1 when colours are given as they are."""
    depth_channel: bool = False
    """Blend the depth as one more channel."""
    ranks: bool = False
    """Note for each pixel the splat at which half of its light is spent."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Inputs:
    """Inputs of one picture; arrays are C-contiguous and of one float type."""

    means: np.ndarray
    quats: np.ndarray
    scales: np.ndarray
    opacities: np.ndarray
    colors: np.ndarray
    """(n, k, 3) harmonics, or (n, c) channels."""
    view: np.ndarray
    """(4, 4) camera from world."""
    K: np.ndarray
    background: np.ndarray
    """(c) including the depth channel."""
    lens: np.ndarray | None = None
    """How the camera bends rays (lenses.py); None for a pinhole."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Picture:
    """One picture and what its backward pass needs."""

    colors: np.ndarray
    """(h, w, c)"""
    light: np.ndarray
    """(h, w), what is left of the background's light."""
    owners: np.ndarray | None
    """(h, w), splat at which half of the light is spent, -1 for none."""
    visible: np.ndarray
    """Indices of the splats that reach the picture, ascending."""
    rows: np.ndarray
    """Projected splats in that order (layout.py)."""
    starts: np.ndarray
    splats: np.ndarray
    slots: np.ndarray
    firsts: np.ndarray
    counts: np.ndarray
    taken: np.ndarray
    slot_count: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Gradients:
    """Gradients of the visible splats, in the picture's order, and of the camera and the background."""

    means: np.ndarray
    quats: np.ndarray
    scales: np.ndarray
    opacities: np.ndarray
    colors: np.ndarray
    view: np.ndarray
    """(4, 4), by the matrix from world to camera, including the way through the direction of view."""
    background: np.ndarray


def forward(inputs: Inputs, settings: Settings, limits: np.ndarray | None = None) -> Picture:
    """Project, sort, blend; splats at or behind ``limits`` (h, w) [m] are hidden (needs the depth channel).

    Raises:
        MissingExtraError: Numba is not installed.
    """
    require("numba", extra="render")
    with _LOCK:
        return _forward(inputs, settings, limits)


def _forward(inputs: Inputs, settings: Settings, limits: np.ndarray | None) -> Picture:
    from numba import get_num_threads

    parts = int(get_num_threads())
    dtype = inputs.means.dtype
    records, keys = _projected(inputs, settings)
    visible, rows, near = _call("kernels_bins.pick_visible", records, keys, parts)
    order = _call("kernels_bins.depth_order", near, parts)
    tiles_x, tiles_y = -(-settings.width // TILE), -(-settings.height // TILE)
    tiles, firsts, counts = _call("kernels_bins.list_tiles", rows, tiles_x, tiles_y, parts)
    starts, splats, slots = _call(
        "kernels_bins.fill_tiles", order, tiles, firsts, counts, tiles_x * tiles_y, parts
    )
    shape = settings.height, settings.width
    colors, light = np.empty((*shape, len(inputs.background)), dtype), np.empty(shape, dtype)
    taken = np.empty(tiles_x * tiles_y, np.int64)
    ranks = np.empty(shape, np.int32) if settings.ranks else None
    background = tuple(inputs.background)
    _call(
        "kernels_blend.blend_tiles",
        rows,
        starts,
        splats,
        tiles_x,
        background,
        colors,
        light,
        taken,
        ranks,
        limits,
    )
    owners = None
    if ranks is not None:
        owners = np.full(shape, -1, np.int32)
        owners[ranks >= 0] = visible[ranks[ranks >= 0]]
    return Picture(
        colors=colors,
        light=light,
        owners=owners,
        visible=visible,
        rows=rows,
        starts=starts,
        splats=splats,
        slots=slots,
        firsts=firsts,
        counts=counts,
        taken=taken,
        slot_count=len(tiles),
    )


def _projected(inputs: Inputs, settings: Settings) -> tuple[np.ndarray, np.ndarray]:

    number = inputs.means.dtype.type
    count = len(inputs.means)
    columns = FEATURES + len(inputs.background)
    records = _scratch("records", count * columns, inputs.means.dtype).reshape(count, columns)
    keys = np.empty(count, np.uint32)
    sh, features = _split_colors(inputs, settings)
    _call(
        "kernels_projection.project",
        inputs.means,
        inputs.quats,
        inputs.scales,
        inputs.opacities,
        sh,
        settings.sh_degree,
        features,
        inputs.view,
        _eye(inputs.view),
        inputs.K,
        inputs.lens,
        number(settings.width),
        number(settings.height),
        number(settings.near),
        number(settings.far),
        number(settings.blur),
        settings.antialiased,
        settings.depth_channel,
        records,
        keys,
    )
    return records, keys


def backward(
    inputs: Inputs,
    settings: Settings,
    picture: Picture,
    color_slopes: np.ndarray,
    alpha_slopes: np.ndarray,
) -> Gradients:
    """Gradients from those of the picture's colours (h, w, c) and alphas (h, w)."""
    with _LOCK:
        return _backward(inputs, settings, picture, color_slopes, alpha_slopes)


def _backward(
    inputs: Inputs,
    settings: Settings,
    picture: Picture,
    color_slopes: np.ndarray,
    alpha_slopes: np.ndarray,
) -> Gradients:
    dtype = inputs.means.dtype
    channel_count = len(inputs.background)
    stride = moment_stride(channel_count)
    background_slopes = np.zeros((len(picture.taken), channel_count), dtype)
    moments = _scratch("moments", picture.slot_count * stride, dtype)
    _call(
        "kernels_blend_backward.blend_tiles_backward",
        picture.rows,
        picture.starts,
        picture.splats,
        picture.slots,
        -(-settings.width // TILE),
        tuple(inputs.background),
        picture.colors,
        picture.light,
        np.ascontiguousarray(color_slopes, dtype),
        np.ascontiguousarray(-alpha_slopes, dtype),
        picture.taken,
        moments,
        stride,
        background_slopes,
    )
    return _projected_back(inputs, settings, picture, moments, stride, background_slopes.sum(axis=0))


def _projected_back(
    inputs: Inputs,
    settings: Settings,
    picture: Picture,
    moments: np.ndarray,
    stride: int,
    background_slope: np.ndarray,
) -> Gradients:
    """Through the projection, from the sums over pixels."""
    dtype, number, count = inputs.means.dtype, inputs.means.dtype.type, len(picture.visible)
    chunks = -(-count // CHUNK)
    sh, features = _split_colors(inputs, settings)
    by_splat = tuple(
        np.empty((count, *shape), dtype)
        for shape in ((3,), (4,), (3,), (), ((settings.sh_degree + 1) ** 2, 3), features.shape[1:])
    )
    view_slopes, eye_slopes = np.zeros((chunks, 3, 4), dtype), np.zeros((chunks, 3), dtype)
    eye = _eye(inputs.view)
    _call(
        "kernels_projection_backward.project_backward",
        *(inputs.means, inputs.quats, inputs.scales, inputs.opacities, sh, settings.sh_degree),
        *(inputs.view, eye, inputs.K, inputs.lens, number(settings.width), number(settings.height)),
        *(number(settings.blur), settings.antialiased, settings.depth_channel),
        *(picture.visible, picture.rows, picture.firsts, picture.counts, moments, stride),
        *(*by_splat, view_slopes, eye_slopes),
    )
    means, quats, scales, opacities, by_sh, by_feature = by_splat
    return Gradients(
        means=means,
        quats=quats,
        scales=scales,
        opacities=opacities,
        colors=by_sh if settings.sh_degree >= 0 else by_feature,
        view=_view_slope(inputs.view, eye, view_slopes.sum(axis=0), eye_slopes.sum(axis=0)),
        background=background_slope,
    )


def _view_slope(view: np.ndarray, eye: np.ndarray, direct: np.ndarray, eye_slope: np.ndarray) -> np.ndarray:
    """Add the way through the eye: eye = -R^-1 t, so d eye = -R^-1 (dR eye + dt)."""
    through = -np.linalg.solve(view[:3, :3].T, eye_slope)
    total = np.zeros_like(view)
    total[:3] = direct
    total[:3, :3] += np.outer(through, eye)
    total[:3, 3] += through
    return total


def _eye(view: np.ndarray) -> np.ndarray:
    """Position of the camera in the world."""
    return np.ascontiguousarray(-np.linalg.solve(view[:3, :3], view[:3, 3]))


def _split_colors(inputs: Inputs, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Harmonics and channels; the one that is not in use is empty."""
    empty = inputs.means[:0]
    if settings.sh_degree >= 0:
        return inputs.colors, empty
    return empty[:, None, :], inputs.colors


def _scratch(name: str, size: int, dtype: np.dtype[Any]) -> np.ndarray:
    """Uninitialised memory that is used up before the lock is given back."""
    kept = _SCRATCH.get(name)
    if kept is None or kept.dtype != dtype or len(kept) < size:
        kept = np.empty(size + size // 4, dtype)
        if kept.nbytes <= _KEPT:
            _SCRATCH[name] = kept
    return kept[:size]


def _call(kernel: str, *args: object) -> Any:  # noqa: ANN401 (what Numba compiles has no types)
    """Run ``module.function``; modules that need Numba are imported when first used."""
    module, _, name = kernel.partition(".")
    return getattr(importlib.import_module(f"spatialwm.render.{module}"), name)(*args)
