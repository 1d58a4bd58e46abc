"""Pure edits on splats: each returns a new record."""

from dataclasses import replace

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.errors import InputError
from spatialwm.scene.splats import Splats

__all__ = ["cropped_splats", "scaled_splats", "some_splats", "with_sh_degree"]


def some_splats(splats: Splats, rows: Int[np.ndarray, " m"] | Bool[np.ndarray, " n"] | slice) -> Splats:
    """Those of the given rows, in that order, or those that are marked."""
    return Splats(
        means=splats.means[rows],
        quats=splats.quats[rows],
        scales=splats.scales[rows],
        opacities=splats.opacities[rows],
        sh=splats.sh[rows],
    )


def scaled_splats(splats: Splats, factor: float) -> Splats:
    """Everything ``factor`` times as large and as far from the origin.

    Raises:
        InputError: The factor is not above 0.
    """
    if not 0 < factor < np.inf:
        raise InputError(f"Splats are scaled by a factor above 0, not {factor:g}.")
    one = np.float32(factor)
    return replace(splats, means=splats.means * one, scales=splats.scales * one)


def cropped_splats(splats: Splats, low: Float[np.ndarray, "3"], high: Float[np.ndarray, "3"]) -> Splats:
    """Those whose centres lie in a box [m], its faces included.

    Raises:
        InputError: The box is inside out.
    """
    if not np.all(low <= high):
        raise InputError(f"The box from {low.tolist()} to {high.tolist()} is inside out; swap its corners.")
    return some_splats(splats, np.all((splats.means >= low) & (splats.means <= high), axis=1))


def with_sh_degree(splats: Splats, degree: int) -> Splats:
    """Without the harmonics above ``degree``; splats that have no more are returned as they are.

    Harmonics are orthogonal, so what is left is the nearest colour function of that degree.

    Raises:
        InputError: The degree is not 0 to 3.
    """
    if degree not in (0, 1, 2, 3):
        raise InputError(f"Splats have harmonics of degree 0 to 3, not {degree}.")
    if splats.sh_degree <= degree:
        return splats
    return replace(splats, sh=splats.sh[:, : (degree + 1) ** 2])
