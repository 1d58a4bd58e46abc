"""Gaussian splats."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.errors import ShapeError
from spatialwm.shapes import freeze_arrays

__all__ = ["Splats"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Splats:
    """N Gaussians in one frame, with physical values (no logs, no logits)."""

    means: Float[np.ndarray, "n 3"]
    """Centres [m]."""
    quats: Float[np.ndarray, "n 4"]
    """Unit rotations from the Gaussian's own axes to the frame, wxyz."""
    scales: Float[np.ndarray, "n 3"]
    """Standard deviations along the own axes [m], above 0."""
    opacities: Float[np.ndarray, " n"]
    """Peak alpha, in [0, 1]."""
    sh: Float[np.ndarray, "n k 3"]
    """Spherical-harmonic colour (sRGB), k = (degree + 1)**2 with degree 0 to 3."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if self.sh.shape[1] not in (1, 4, 9, 16):
            raise ShapeError(f"Splats.sh: needs 1, 4, 9 or 16 coefficients, got {self.sh.shape[1]}.")

    def __len__(self) -> int:
        return len(self.means)

    @property
    def sh_degree(self) -> int:
        """Degree of the spherical harmonics, 0 to 3."""
        return (1, 4, 9, 16).index(self.sh.shape[1])
