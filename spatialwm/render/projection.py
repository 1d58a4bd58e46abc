"""Gaussians to the picture plane: EWA splatting, the first half of every backend."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from spatialwm.geometry.harmonics import sh_basis
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.scene import Camera, Splats

__all__ = ["MIN_ALPHA", "Footprints", "project_splats"]

MIN_ALPHA = 1 / 255
"""Fainter contributions are skipped (Kerbl et al. 2023)."""
_BLUR = 0.3
"""Added to the diagonal of every 2D covariance [px^2], so that no splat falls between pixels."""
_NEAR = 0.01
"""[m]"""
_MARGIN = 0.15
"""Slopes this much of the view beyond its edges are clamped in the Jacobian, as 3DGS and gsplat do."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Footprints:
    """Visible splats as 2D Gaussians, nearest first."""

    means: Float[np.ndarray, "n 2"]
    """[px]"""
    conics: Float[np.ndarray, "n 3"]
    """Upper triangle (xx, xy, yy) of the inverse 2D covariance [1/px^2]."""
    extents: Float[np.ndarray, "n 2"]
    """Half width and height of the box outside of which alpha is below ``MIN_ALPHA`` [px]."""
    depths: Float[np.ndarray, " n"]
    """Along the camera's z [m]."""
    opacities: Float[np.ndarray, " n"]
    colors: Float[np.ndarray, "n c"]
    """Towards this camera (sRGB), at least 0; there may be more channels behind."""
    indices: Int[np.ndarray, " n"]
    """Into the splats."""


def project_splats(splats: Splats, camera: Camera, *, antialiased: bool = False) -> Footprints:
    """Project with EWA (Zwicker et al. 2001), as 3DGS and gsplat do, and sort by depth.

    ``antialiased`` dims splats that the blur made larger (Yu et al. 2024, Mip-Splatting).
    """
    camera_from_world = np.linalg.inv(camera.world_from_camera)
    turn, shift = camera_from_world[:3, :3], camera_from_world[:3, 3]
    points = splats.means @ turn.T + shift
    candidates = np.flatnonzero((points[:, 2] > _NEAR) & (splats.opacities >= MIN_ALPHA))
    points = points[candidates]
    covariances = _covariances(splats, candidates, camera, turn, points)
    xx, xy, yy = covariances[:, 0], covariances[:, 1], covariances[:, 2]
    determinants = xx * yy - xy * xy
    opacities = splats.opacities[candidates].astype(float)
    if antialiased:
        sharp = (xx - _BLUR) * (yy - _BLUR) - xy * xy
        opacities = opacities * np.sqrt(np.maximum(sharp / determinants, 0))
    reach = np.sqrt(2 * np.log(np.maximum(opacities / MIN_ALPHA, 1)))
    extents = reach[:, None] * np.sqrt(np.stack([xx, yy], axis=1))
    means = points[:, :2] / points[:, 2:] * (camera.K[0, 0], camera.K[1, 1]) + camera.K[:2, 2]
    inside = (means + extents > 0) & (means - extents < (camera.width, camera.height))
    order = np.flatnonzero(inside.all(axis=1) & (determinants > 0) & (opacities >= MIN_ALPHA))
    order = order[np.argsort(points[order, 2], kind="stable")]
    conics = np.stack([yy, -xy, xx], axis=1)[order] / determinants[order, None]
    chosen = candidates[order]
    return Footprints(
        means=means[order],
        conics=conics,
        extents=extents[order],
        depths=points[order, 2],
        opacities=opacities[order],
        colors=_colors(splats, chosen, camera),
        indices=chosen,
    )


def _covariances(
    splats: Splats, chosen: np.ndarray, camera: Camera, turn: np.ndarray, points: np.ndarray
) -> np.ndarray:
    """2D covariances (xx, xy, yy) [px^2] through the Jacobian of the projection at each centre."""
    fx, fy = camera.K[0, 0], camera.K[1, 1]
    z = points[:, 2]
    size, focals = np.array([camera.width, camera.height]), np.array([fx, fy])
    low, high = -camera.K[:2, 2] - _MARGIN * size, size - camera.K[:2, 2] + _MARGIN * size
    slopes = np.clip(points[:, :2] / z[:, None], low / focals, high / focals)
    jacobian = np.zeros((len(points), 2, 3))
    jacobian[:, 0, 0], jacobian[:, 1, 1] = fx / z, fy / z
    jacobian[:, 0, 2], jacobian[:, 1, 2] = -fx * slopes[:, 0] / z, -fy * slopes[:, 1] / z
    axes = matrix_from_quat(splats.quats[chosen].astype(float)) * splats.scales[chosen][:, None, :]
    spread = (jacobian @ turn) @ axes
    covariances = spread @ spread.transpose(0, 2, 1)
    return np.stack(
        [covariances[:, 0, 0] + _BLUR, covariances[:, 0, 1], covariances[:, 1, 1] + _BLUR], axis=1
    )


def _colors(splats: Splats, chosen: np.ndarray, camera: Camera) -> np.ndarray:
    directions = splats.means[chosen] - camera.world_from_camera[:3, 3]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    basis = sh_basis(directions, splats.sh_degree)
    return np.maximum(np.einsum("nk,nkc->nc", basis, splats.sh[chosen]) + 0.5, 0)
