# pyright: basic
"""The CPU backend as a torch function. Torch is imported when the first tensor comes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from spatialwm.render import cpu

if TYPE_CHECKING:
    import torch

__all__ = ["differentiable_picture"]

_NAMES = ("means", "quats", "scales", "opacities", "colors", "view", "K", "background")


def differentiable_picture(
    means: torch.Tensor,
    quats: torch.Tensor,
    scales: torch.Tensor,
    opacities: torch.Tensor,
    colors: torch.Tensor,
    view: torch.Tensor,
    K: torch.Tensor,
    background: torch.Tensor,
    settings: cpu.Settings,
    lens: np.ndarray | None = None,
) -> tuple[torch.Tensor, torch.Tensor, cpu.Picture]:
    """Colours (h, w, c), light left (h, w), and the picture they come from."""
    box: list[cpu.Picture] = []
    pixels, light = _function().apply(
        means, quats, scales, opacities, colors, view, K, background, settings, lens, box
    )
    return pixels, light, box[0]


@lru_cache(maxsize=1)
def _function() -> Any:  # noqa: ANN401 (torch's classes are not known before it is imported)
    import torch

    class Blend(torch.autograd.Function):
        """Forward and backward of one picture."""

        @staticmethod
        def forward(ctx: Any, *args: Any) -> Any:  # noqa: ANN401
            tensors, settings, lens, box = args[:8], *args[8:]
            arrays = [np.ascontiguousarray(tensor.detach().numpy()) for tensor in tensors]
            inputs = cpu.Inputs(**dict(zip(_NAMES, arrays, strict=True)), lens=lens)
            picture = cpu.forward(inputs, settings)
            box.append(picture)
            ctx.save_for_backward(*tensors)  # so that torch notices when one is overwritten
            ctx.kept = inputs, settings, picture
            return torch.from_numpy(picture.colors.copy()), torch.from_numpy(picture.light.copy())

        @staticmethod
        def backward(ctx: Any, *slopes: Any) -> Any:  # noqa: ANN401
            inputs, settings, picture = ctx.kept
            _ = ctx.saved_tensors
            color_slopes, light_slopes = (slope.detach().contiguous().numpy() for slope in slopes)
            gradients = cpu.backward(inputs, settings, picture, color_slopes, -light_slopes)
            full = [
                _spread(getattr(gradients, name), picture.visible, getattr(inputs, name))
                for name in _NAMES[:5]
            ]
            outputs = [*full, gradients.view, None, gradients.background]
            return (
                *(None if o is None else torch.from_numpy(np.ascontiguousarray(o)) for o in outputs),
                None,
                None,
                None,
            )

    return Blend


def _spread(slopes: np.ndarray, order: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Gradients of all splats from those of the visible ones."""
    full = np.zeros_like(like)
    if full.ndim == 3:
        full[order, : slopes.shape[1]] = slopes  # harmonics beyond the degree in use have none
    else:
        full[order] = slopes
    return full
