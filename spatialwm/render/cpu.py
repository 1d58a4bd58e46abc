"""The Numba backend: the same numbers as ``reference``, tens of times faster."""

from collections.abc import Callable
from typing import cast

import numpy as np

from spatialwm.render.kernels import blend_bands  # pyright: ignore[reportUnknownVariableType]
from spatialwm.render.meshes import Surface
from spatialwm.render.projection import Footprints

__all__ = ["blend"]


def blend(
    prints: Footprints, ids: np.ndarray, surface: Surface
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """As ``reference.blend``."""
    height, width = surface.depths.shape
    colors = np.zeros((height, width, 3))
    light = np.ones((height, width))
    sums = np.zeros((height, width))
    owners = np.full((height, width), -1, np.int32)
    c = np.ascontiguousarray  # Numba compiles once per memory layout
    run = cast("Callable[..., None]", blend_bands)
    run(
        c(prints.means),
        c(prints.conics),
        c(prints.extents),
        c(prints.depths),
        c(prints.opacities),
        c(prints.colors),
        c(ids),
        surface.depths,
        colors,
        light,
        sums,
        owners,
    )
    return colors, 1 - light, sums, owners
