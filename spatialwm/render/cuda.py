"""The CUDA backend: the same pictures through gsplat (Ye et al. 2024)."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from spatialwm.errors import InputError
from spatialwm.optional import require
from spatialwm.render.cpu import Settings
from spatialwm.render.either import as_numpy
from spatialwm.render.lenses import CameraModel

__all__ = ["CudaPictures", "gsplat_arguments", "pictures"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CudaPictures:
    """What gsplat drew for all cameras."""

    colors: Any
    alphas: Any
    visible: tuple[np.ndarray, ...]
    means2d: tuple[np.ndarray, ...]
    extents: tuple[np.ndarray, ...]


def gsplat_arguments(
    settings: Settings,
    mode: str,
    backgrounds: Any,  # noqa: ANN401
    camera_model: CameraModel,
    radial: Any,  # noqa: ANN401
    tangential: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Keyword arguments of ``gsplat.rasterization`` (1.5) after its nine positional ones.

    Distorted lenses go through gsplat's unscented transform, which is all it has for them.
    """
    bent = radial is not None or tangential is not None
    return {
        "near_plane": settings.near,
        "far_plane": settings.far,
        "eps2d": settings.blur,
        "sh_degree": settings.sh_degree if settings.sh_degree >= 0 else None,
        "backgrounds": backgrounds,
        "render_mode": mode,
        "rasterize_mode": "antialiased" if settings.antialiased else "classic",
        "packed": False,
        "camera_model": camera_model,
        "radial_coeffs": radial,
        "tangential_coeffs": tangential,
        "with_ut": bent,
    }


def pictures(tensors: tuple[Any, ...], settings: Settings, arguments: dict[str, Any]) -> CudaPictures:
    """Draw all cameras with gsplat.

    Raises:
        InputError: Something that gsplat cannot do.
        MissingExtraError: gsplat is not installed.
    """
    if settings.ranks:
        raise InputError("gsplat knows no median depth and no owners of pixels; ask for them on the CPU.")
    bends = [arguments[name] for name in ("radial_coeffs", "tangential_coeffs")]
    given = [tensor for tensor in (*tensors, *bends) if tensor is not None]
    if any(str(tensor.dtype) != "torch.float32" for tensor in given):
        raise InputError("gsplat draws float32 only; convert the tensors, or move them to the CPU.")
    if arguments["with_ut"] and any(tensor.requires_grad for tensor in (*tensors[:3], tensors[5])):
        raise InputError("gsplat has no gradients through a distorted lens; move the tensors to the CPU.")
    require("gsplat", extra="cuda")
    size = settings.width, settings.height
    colors, alphas, meta = importlib.import_module("gsplat").rasterization(*tensors, *size, **arguments)
    radii, centres = as_numpy(meta["radii"]), as_numpy(meta["means2d"])
    seen = [np.flatnonzero((radius > 0).all(axis=-1)) for radius in radii]
    return CudaPictures(
        colors=colors,
        alphas=alphas,
        visible=tuple(seen),
        means2d=tuple(centres[k][index] for k, index in enumerate(seen)),
        extents=tuple(radii[k][index].astype(np.float32) for k, index in enumerate(seen)),
    )
