"""Real spherical harmonics as 3D Gaussian splatting uses them, degree 0 to 3.

Colour seen along the unit direction ``d`` from the camera to the splat is ``0.5 + sh_basis(d) @ sh``
(Kerbl et al. 2023; constants and signs of its reference code).
"""

from functools import lru_cache

import numpy as np
from jaxtyping import Float

__all__ = [
    "SH_C0",
    "colors_from_sh0",
    "degree_of",
    "rotate_sh",
    "rotate_sh_each",
    "sh0_from_colors",
    "sh_basis",
]

SH_C0 = 0.28209479177387814
_AT_ONCE = 4096
"""Splats turned at a time, so that their bases take 30 MB."""
_C1 = 0.4886025119029199
_C2 = (1.0925484305920792, -1.0925484305920792, 0.31539156525252005, -1.0925484305920792, 0.5462742152960396)
_C3 = (
    -0.5900435899266435,
    2.890611442640554,
    -0.4570457994644658,
    0.3731763325901154,
    -0.4570457994644658,
    1.445305721320277,
    -0.5900435899266435,
)


def degree_of(coefficient_count: int) -> int:
    """Degree for 1, 4, 9 or 16 coefficients.

    Raises:
        ValueError: Any other count.
    """
    degrees = {1: 0, 4: 1, 9: 2, 16: 3}
    if coefficient_count not in degrees:
        raise ValueError(f"Spherical harmonics have 1, 4, 9 or 16 coefficients, not {coefficient_count}.")
    return degrees[coefficient_count]


def sh0_from_colors(colors: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, "n 1 3"]:
    """Degree-0 coefficients that show ``colors`` (sRGB, 0..1) from everywhere."""
    return ((colors - 0.5) / SH_C0)[:, None, :]


def colors_from_sh0(sh: Float[np.ndarray, "n k 3"]) -> Float[np.ndarray, "n 3"]:
    """Direction-independent part of the colour (sRGB), not clamped."""
    return 0.5 + SH_C0 * sh[:, 0]


def sh_basis(directions: Float[np.ndarray, "n 3"], degree: int) -> Float[np.ndarray, "n k"]:
    """Basis values at unit ``directions``, k = (degree + 1)**2."""
    x, y, z = directions.T
    xx, yy, zz = x * x, y * y, z * z
    columns = [np.full_like(x, SH_C0)]
    if degree >= 1:
        columns += [-_C1 * y, _C1 * z, -_C1 * x]
    if degree >= 2:
        columns += [
            _C2[0] * x * y,
            _C2[1] * y * z,
            _C2[2] * (2 * zz - xx - yy),
            _C2[3] * x * z,
            _C2[4] * (xx - yy),
        ]
    if degree >= 3:
        columns += [
            _C3[0] * y * (3 * xx - yy),
            _C3[1] * x * y * z,
            _C3[2] * y * (4 * zz - xx - yy),
            _C3[3] * z * (2 * zz - 3 * xx - 3 * yy),
            _C3[4] * x * (4 * zz - xx - yy),
            _C3[5] * z * (xx - yy),
            _C3[6] * x * (xx - 3 * yy),
        ]
    return np.stack(columns, axis=-1)


def rotate_sh(sh: Float[np.ndarray, "n k 3"], matrix: Float[np.ndarray, "3 3"]) -> Float[np.ndarray, "n k 3"]:
    """Turn the colour function with the splat: ``new(d) = old(matrix.T @ d)``, exactly, per band."""
    degree = degree_of(sh.shape[1])
    if degree == 0:
        return sh
    directions = _sample_directions()
    turned = sh_basis(directions @ np.asarray(matrix, float), degree)
    plain_inverse = _basis_inverse(degree)
    rotation = plain_inverse @ turned
    bands = np.zeros_like(rotation)  # a rotation never mixes bands: drop the rounding noise between
    for band in range(degree + 1):
        part = slice(band**2, (band + 1) ** 2)
        bands[part, part] = rotation[part, part]
    return np.einsum("ij,njc->nic", bands, sh).astype(sh.dtype)


def rotate_sh_each(
    sh: Float[np.ndarray, "n k 3"], matrices: Float[np.ndarray, "n 3 3"]
) -> Float[np.ndarray, "n k 3"]:
    """Turn the colour of every splat by a rotation of its own; ``rotate_sh`` for many."""
    degree = degree_of(sh.shape[1])
    if degree == 0:
        return sh
    turned = np.empty_like(sh)
    for start in range(0, len(sh), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        directions = _sample_directions() @ matrices[part].astype(float)
        bases = sh_basis(directions.reshape(-1, 3), degree).reshape(len(directions), -1, sh.shape[1])
        # colour at 64 directions as it was, seen through the turn; then the coefficients that say so
        turned[part] = np.einsum("kd,ndj,njc->nkc", _basis_inverse(degree), bases, sh[part], optimize=True)
    turned[:, 0] = sh[:, 0]  # a rotation never changes the mean
    return turned


@lru_cache(maxsize=1)
def _sample_directions() -> np.ndarray:
    """64 well-spread directions (a Fibonacci sphere): more than the 16 unknowns of degree 3."""
    k = np.arange(64) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / 64), np.pi * (1 + 5**0.5) * k
    return np.stack(
        [np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], axis=-1
    )


@lru_cache(maxsize=4)
def _basis_inverse(degree: int) -> np.ndarray:
    return np.linalg.pinv(sh_basis(_sample_directions(), degree))
