"""Normals of splats and of depth pictures, for NumPy arrays and for torch tensors (with gradients)."""

from typing import Any, cast

import numpy as np

from spatialwm.render.either import joined, namespace

__all__ = ["normals_from_depths", "splat_normals"]

_TURNS = ((1, 2), (2, 0), (0, 1))
"""The two others of x, y and z, in turning order."""


def splat_normals(means: Any, quats: Any, scales: Any, view: Any) -> Any:  # noqa: ANN401
    """Unit normals of splats taken as flakes: the shortest axis, turned to the camera.

    Args:
        means: (n, 3) centres.
        quats: (n, 4) rotations wxyz, of any length above 0; they receive the gradients.
        scales: (n, 3) standard deviations.
        view: (4, 4) camera from world.

    Returns:
        (n, 3) in the frame of the means.
    """
    xp = namespace(means)
    w, x, y, z = (quats / (quats * quats).sum(-1)[:, None] ** 0.5).T
    columns = xp.stack(
        [
            xp.stack([1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)]),
            xp.stack([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)]),
            xp.stack([2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)]),
        ]
    )
    shortest = scales.argmin(-1)
    normals = xp.where(
        (shortest == 0)[:, None], columns[0].T, xp.where((shortest == 1)[:, None], columns[1].T, columns[2].T)
    )
    eye = -xp.linalg.solve(view[:3, :3], view[:3, 3])
    away = ((means - eye) * normals).sum(-1) > 0
    return xp.where(away[:, None], -normals, normals)


def normals_from_depths(depths: Any, view: Any, K: Any) -> Any:  # noqa: ANN401
    """Unit normals of the surface that a depth picture shows, by central differences, as gsplat does.

    Args:
        depths: (h, w) along the camera's z [m]; 0 or infinite where nothing is.
        view: (4, 4) camera from world.
        K: (3, 3) intrinsics of a pinhole [px].

    Returns:
        (h, w, 3) in the world, turned to the camera; 0 at the edges and beside nothing.
    """
    xp = namespace(depths)
    height, width = depths.shape
    known = xp.isfinite(depths) & (depths > 0)
    safe = xp.where(known, depths, xp.ones_like(depths))
    x = (_numbers(width, depths) + 0.5 - K[0, 2]) / K[0, 0] * safe
    y = (_numbers(height, depths)[:, None] + 0.5 - K[1, 2]) / K[1, 1] * safe
    points = xp.stack([x, y, safe], -1)
    across = points[1:-1, 2:] - points[1:-1, :-2]
    down = points[2:, 1:-1] - points[:-2, 1:-1]
    # Right times down points away from the camera, so the other way round.
    normals = _cross(down, across)
    lengths = (normals * normals).sum(-1) ** 0.5
    inside = known[1:-1, 2:] & known[1:-1, :-2] & known[2:, 1:-1] & known[:-2, 1:-1] & (lengths > 0)
    normals = normals / xp.where(inside, lengths, xp.ones_like(lengths))[..., None] @ view[:3, :3]
    framed = xp.zeros_like(points)
    framed[1:-1, 1:-1] = xp.where(inside[..., None], normals, xp.zeros_like(normals))
    return framed


def _numbers(count: int, like: Any) -> Any:  # noqa: ANN401
    if isinstance(like, np.ndarray):
        return np.arange(count, dtype=cast("np.ndarray", like).dtype)
    return namespace(like).arange(count, dtype=like.dtype, device=like.device)


def _cross(a: Any, b: Any) -> Any:  # noqa: ANN401
    parts = [a[..., j : j + 1] * b[..., k : k + 1] - a[..., k : k + 1] * b[..., j : j + 1] for j, k in _TURNS]
    return joined(parts)
