"""Surfaces to splats: one flat Gaussian per cell of a regular grid on every quad.

A grid on each quad leaves no holes and lines the splats up with the edges, which random points do not.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.scene import Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["Surfels", "cell_counts", "interpolate", "sample_quads", "splats_from_surfels"]

_SPREAD = 0.62
"""Standard deviation in cells: neighbours of opacity 0.97 then let under 6 % through between them."""
_THINNESS = 1 / 8
"""Standard deviation along the normal over the smaller one along the surface."""
_THICKEST = 8e-4
"""Standard deviation along the normal at most [m]: nothing shows through what lies millimetres above it."""
_JITTER = 0.3
"""Of a cell: enough to hide the grid, too little to open holes."""
_OPACITY = 0.97
_INWARD = 0.25
"""Cells at an outline are moved inwards by so much of a cell: about half of the light passes there."""
_WIDE = 1.1
"""Factor on the width of cells that are at no outline."""
_FLAT = 1e-3
"""Normals that differ by less are of a flat face."""
_NARROW = 0.8
"""Factor on the width of a cell with an outline on both sides."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Surfels:
    """Places on quads where splats will be."""

    quad: Int[np.ndarray, " n"]
    """Index of the quad each lies on."""
    uv: Float[np.ndarray, "n 2"]
    """Where on the quad, both 0 to 1."""
    means: Float[np.ndarray, "n 3"]
    """[m]"""
    normals: Float[np.ndarray, "n 3"]
    """Unit, outwards."""
    tangents: Float[np.ndarray, "n 3"]
    """Unit, along u."""
    cells: Float[np.ndarray, "n 2"]
    """Edge lengths of the cell along and across the tangent [m]."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def interpolate(
    values: Float[np.ndarray, "q 4 c"], quad: Int[np.ndarray, " n"], uv: Float[np.ndarray, "n 2"]
) -> Float[np.ndarray, "n c"]:
    """Bilinear values on quads whose corners are at uv (0, 0), (1, 0), (1, 1), (0, 1)."""
    u, v = uv[:, :1], uv[:, 1:]
    low = values[quad, 0] * (1 - u) + values[quad, 1] * u
    high = values[quad, 3] * (1 - u) + values[quad, 2] * u
    return low * (1 - v) + high * v


def _edges(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both edges along u and both along v of each quad, (q, 2, 3)."""
    along = np.stack([corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 3]], 1)
    return along, np.stack([corners[:, 3] - corners[:, 0], corners[:, 2] - corners[:, 1]], 1)


def cell_counts(
    corners: Float[np.ndarray, "q 4 3"], spacing: Float[np.ndarray, "q 2"]
) -> Int[np.ndarray, "q 2"]:
    """Cells of about ``spacing`` [m] along u and v of each quad; none on what has no area."""
    lengths = np.stack([np.sqrt((e * e).sum(-1)).max(1) for e in _edges(corners)], 1)
    counts = np.maximum(np.round(lengths / spacing), 1).astype(int)
    return np.where(lengths.min(1, keepdims=True) < 1e-9, 0, counts)


def sample_quads(
    corners: Float[np.ndarray, "q 4 3"],
    normals: Float[np.ndarray, "q 4 3"],
    spacing: Float[np.ndarray, "q 2"],
    *,
    seed: int,
    rims: Bool[np.ndarray, "q 4"] | None = None,
) -> Surfels:
    """One surfel per cell of about ``spacing`` [m] along u and v.

    Args:
        corners: Of the quads [m].
        normals: At the corners, unit.
        spacing: Wanted edge lengths of the cells [m].
        seed: Of the small disorder.
        rims: Which of the edges u = 0, u = 1, v = 0, v = 1 are outlines: Gaussians stay inside these.
    """
    along, across = _edges(corners)
    counts = cell_counts(corners, spacing)
    totals = counts.prod(1)
    quad = np.repeat(np.arange(len(corners)), totals)
    index = np.arange(len(quad)) - np.repeat(np.cumsum(totals) - totals, totals)
    cell = np.stack([index % counts[quad, 0], index // counts[quad, 0]], 1)
    jitter = (np.random.default_rng(seed).random(cell.shape) - 0.5) * _JITTER
    middle, wide = cell + 0.5 + jitter * (counts[quad] > 1), np.ones(cell.shape)
    if rims is not None:
        flat = np.abs(normals - normals[:, :1]).max(axis=(1, 2)) < _FLAT
        middle, wide = _inside(cell, middle, counts[quad], rims[quad])
        wide = np.where(flat[quad, None], wide, np.minimum(wide, 1))
    uv = middle / counts[quad]
    u_edge = along[quad, 0] * (1 - uv[:, 1:]) + along[quad, 1] * uv[:, 1:]
    v_edge = across[quad, 0] * (1 - uv[:, :1]) + across[quad, 1] * uv[:, :1]
    normal = _unit(interpolate(normals, quad, uv))
    tangent = _tangents(u_edge, v_edge, normal)
    widths = np.linalg.norm(u_edge, axis=1), np.linalg.norm(np.cross(tangent, v_edge), axis=1)
    cells = np.stack(widths, 1) / counts[quad] * wide
    return Surfels(
        quad=quad,
        uv=uv,
        means=interpolate(corners, quad, uv),
        normals=normal,
        tangents=tangent,
        cells=cells,
    )


def _inside(
    cell: np.ndarray, middle: np.ndarray, counts: np.ndarray, rims: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Middles of the cells, in cells, those at outlines moved inwards; and factors on the cells' widths."""
    moved, wide = middle.copy(), np.full(middle.shape, _WIDE)
    for axis in (0, 1):
        first = rims[:, 2 * axis] & (cell[:, axis] == 0)
        last = rims[:, 2 * axis + 1] & (cell[:, axis] == counts[:, axis] - 1)
        moved[first, axis] = 0.5 + _INWARD
        moved[last, axis] = counts[last, axis] - 0.5 - _INWARD
        moved[first & last, axis] = 0.5
        wide[first | last, axis] = 1.0
        wide[first & last, axis] = _NARROW
    return moved, wide


def splats_from_surfels(
    surfels: Surfels, colors: Float[np.ndarray, "n 3"], *, opacity: float = _OPACITY, spread: float = _SPREAD
) -> Splats:
    """Flat Gaussians, ``spread`` cells wide, with ``colors`` (sRGB) from every side."""
    across = np.cross(surfels.normals, surfels.tangents)
    axes = np.stack([surfels.tangents, across, surfels.normals], axis=-1)
    flat = np.maximum(surfels.cells * spread, 2e-4)
    thin = np.minimum(flat.min(1, keepdims=True) * _THINNESS, _THICKEST)
    return Splats(
        means=surfels.means,
        quats=quat_from_matrix(axes.astype(float)),
        scales=np.concatenate([flat, thin], 1),
        opacities=np.full(len(flat), opacity, np.float32),
        sh=sh0_from_colors(colors),
    )


def _tangents(along: np.ndarray, across: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Unit tangents near ``along``; where that has no length (a pole), at right angles to ``across``."""
    short = np.linalg.norm(along, axis=1) < 1e-7
    raw = along.copy()
    raw[short] = np.cross(across, normal)[short]
    raw = raw - normal * np.sum(raw * normal, axis=1, keepdims=True)
    size = np.linalg.norm(raw, axis=1, keepdims=True)
    spare = np.where(np.abs(normal[:, :1]) < 0.9, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]))
    spare = spare - normal * np.sum(spare * normal, axis=1, keepdims=True)
    raw[size[:, 0] < 1e-9] = spare[size[:, 0] < 1e-9]
    return _unit(raw)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
