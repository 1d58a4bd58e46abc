"""What training changes: parameters in unbounded form, and Adam's memory of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.optional import require
from spatialwm.render.cpu import Gradients
from spatialwm.scene import Splats

__all__ = ["GROUPS", "LiveModel", "initial_model"]

GROUPS = {"means": 3, "quats": 4, "log_scales": 3, "logit_opacities": 1, "sh": 48}
"""Parameter arrays and their columns, all float32."""
_DECAY1, _DECAY2 = np.float32(0.9), np.float32(0.999)
"""Of Adam's running means, as 3DGS uses them."""


@dataclass(eq=False, kw_only=True)
class LiveModel:
    """Splats in training; changed in place by ``step`` and by densification."""

    count: int
    """Splats in use; arrays have room for more."""
    values: dict[str, np.ndarray]
    first: dict[str, np.ndarray]
    """Adam's running mean of gradients."""
    second: dict[str, np.ndarray]
    """Adam's running mean of squared gradients."""

    @property
    def capacity(self) -> int:
        """Most splats there can be."""
        return len(self.values["means"])

    @property
    def scales(self) -> np.ndarray:
        """(n, 3) standard deviations."""
        return np.exp(self.used("log_scales"))

    @property
    def opacities(self) -> np.ndarray:
        """(n) peak alphas."""
        return 1 / (1 + np.exp(-self.used("logit_opacities")[:, 0]))

    def used(self, group: str) -> np.ndarray:
        """The part of a group that is in use, a writable view."""
        return self.values[group][: self.count]

    def step(
        self, gradients: Gradients, order: np.ndarray, rates: dict[str, np.ndarray], number: int
    ) -> None:
        """One Adam step of the rows ``order``; ``number`` counts steps from 1."""
        from spatialwm.lift.photos import kernels_adam

        update = cast("Any", kernels_adam).adam_rows
        rows = len(order)
        slopes = {
            "means": gradients.means,
            "quats": gradients.quats,
            "log_scales": gradients.scales,
            "logit_opacities": gradients.opacities.reshape(rows, 1),
            "sh": gradients.colors.reshape(rows, -1),
        }
        corrections = (
            np.float32(1 / (1 - float(_DECAY1) ** number)),
            np.float32(1 / (1 - float(_DECAY2) ** number)),
        )
        for group, slope in slopes.items():
            arrays = self.values[group], self.first[group], self.second[group]
            update(*arrays, slope, order, rates[group], _DECAY1, _DECAY2, *corrections)

    def splats(self) -> Splats:
        """The model as it stands."""
        quats = self.used("quats")
        return Splats(
            means=self.used("means").copy(),
            quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
            scales=self.scales,
            opacities=self.opacities,
            sh=self.used("sh").reshape(-1, 16, 3).copy(),
        )


def initial_model(points: np.ndarray, colors: np.ndarray, capacity: int) -> LiveModel:
    """A ball at each point, as large as the way to its three nearest neighbours, half transparent.

    Args:
        points: (n, 3).
        colors: (n, 3) sRGB in [0, 1].
        capacity: Most splats there can ever be; at least n.

    Raises:
        MissingExtraError: scipy is not installed.
    """
    require("scipy", extra="photos")
    from scipy.spatial import cKDTree  # pyright: ignore

    count = len(points)
    neighbours = min(4, count)
    tree = cKDTree(points)  # pyright: ignore
    distances = np.asarray(tree.query(points, neighbours)[0], float).reshape(count, neighbours)[:, 1:]  # pyright: ignore
    size = np.sqrt((distances**2).mean(axis=1)) if neighbours > 1 else np.ones(count)
    size = np.maximum(size, 1e-4 * max(float(np.median(size)), 1e-6))
    values = {g: np.zeros((capacity, c), np.float32) for g, c in GROUPS.items()}
    values["means"][:count] = points
    values["quats"][:, 0] = 1
    values["log_scales"][:count] = np.log(size)[:, None]
    values["sh"][:count, :3] = sh0_from_colors(colors)[:, 0]
    return LiveModel(
        count=count,
        values=values,
        first={g: np.zeros_like(v) for g, v in values.items()},
        second={g: np.zeros_like(v) for g, v in values.items()},
    )
