"""A depth map with its picture becomes splats and a textured mesh; nothing is stretched over depth edges."""

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.geometry.cameras import unproject
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.scene import Mesh, Splats

__all__ = ["mesh_from_depth", "splats_from_depth", "surface_normals"]

_WIDTH = 0.62
"""Standard deviation of a splat per pixel it stands for: the smallest that shows no gaps between pixels."""
_THICKNESS = 0.15
"""Of a splat along its normal, relative to its width."""
_STEEPEST = 0.2
"""Cosine between ray and normal below which splats are not stretched further: they would stick out."""
_JUMP = 0.02
"""Relative depth step between neighbouring pixels that is an edge and not a slope: 4 cm at 2 m."""
_FLAT, _PLAIN = 0.003, 20.0
"""2x2 pixels become one splat when their depths agree this well (relative) and their colours [0..255]."""


def surface_normals(
    depths: Float[np.ndarray, "h w"], K: Float[np.ndarray, "3 3"]
) -> Float[np.ndarray, "h w 3"]:
    """Unit normals towards the camera; at depth edges from the side of the pixel's own surface."""
    points = unproject(_pixel_grid(depths.shape), depths, K)
    across = _smaller_step(points, axis=1)
    down = _smaller_step(points, axis=0)
    normals = np.cross(down, across)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    normals[np.einsum("hwi,hwi->hw", normals, points) > 0] *= -1
    return normals


def splats_from_depth(
    image: UInt8[np.ndarray, "h w 3"],
    depths: Float[np.ndarray, "h w"],
    known: Bool[np.ndarray, "h w"],
    K: Float[np.ndarray, "3 3"],
) -> Splats:
    """One flat splat per pixel, or per 2x2 pixels where the picture is smooth, in the camera's frame.

    Args:
        image: sRGB.
        depths: Along z [m]; anything where not ``known``.
        known: Pixels to lift.
        K: Intrinsics [px].
    """
    normals = surface_normals(np.where(known, depths, depths[known].mean() if known.any() else 1.0), K)
    merged = _smooth_blocks(image, depths, known)
    single = known.copy()
    even = single[: 2 * merged.shape[0], : 2 * merged.shape[1]]
    even &= ~np.kron(merged, np.ones((2, 2), bool))
    rows, columns = np.nonzero(single)
    block_rows, block_columns = np.nonzero(merged)
    corner = block_rows * 2, block_columns * 2
    pixels = np.concatenate(
        [np.stack([columns, rows], 1) + 0.5, np.stack([block_columns, block_rows], 1) * 2 + 1.0]
    )
    where = np.concatenate([rows, corner[0]]), np.concatenate([columns, corner[1]])
    widths = np.concatenate([np.ones(len(rows)), np.full(len(block_rows), 2.0)])
    z = np.concatenate([depths[rows, columns], _block_mean(depths)[block_rows, block_columns]])
    colors = np.concatenate(
        [image[rows, columns], _block_mean(image.astype(float))[block_rows, block_columns]]
    )
    return _flat_splats(unproject(pixels, z, K), normals[where], widths * z / K[0, 0], colors / 255)


def mesh_from_depth(
    image: UInt8[np.ndarray, "h w 3"],
    depths: Float[np.ndarray, "h w"],
    known: Bool[np.ndarray, "h w"],
    K: Float[np.ndarray, "3 3"],
    *,
    step: int = 4,
) -> Mesh:
    """Triangles over every ``step``-th pixel with the picture as texture, cut at depth edges and gaps."""
    height, width = depths.shape
    z, valid = depths[::step, ::step], known[::step, ::step]
    pixels = _pixel_grid(depths.shape)[::step, ::step]
    index = np.arange(z.size).reshape(z.shape)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    # Image y points down, so this order is counter-clockwise seen from the camera.
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    corner_depths = z.reshape(-1)[faces]
    spread = corner_depths.max(axis=1) - corner_depths.min(axis=1)
    whole = valid.reshape(-1)[faces].all(axis=1) & (spread < _JUMP * step * corner_depths.mean(axis=1))
    faces = faces[whole]
    used, compact = np.unique(faces, return_inverse=True)
    points = unproject(pixels, np.where(valid, z, 1.0), K).reshape(-1, 3)
    return Mesh(
        vertices=points[used],
        faces=compact.reshape(-1, 3).astype(np.int32),
        uvs=(pixels / [width, height]).reshape(-1, 2)[used],
        texture=image,
        roughness=1.0,
    )


def _pixel_grid(shape: tuple[int, ...]) -> np.ndarray:
    ys, xs = np.mgrid[: shape[0], : shape[1]] + 0.5
    return np.stack([xs, ys], axis=-1)


def _smaller_step(points: np.ndarray, axis: int) -> np.ndarray:
    """Forward or backward difference, whichever crosses less depth."""
    step = np.diff(points, axis=axis)
    edge = [(0, 0)] * 3
    edge[axis] = (0, 1)
    forward = np.pad(step, edge, mode="edge")
    edge[axis] = (1, 0)
    backward = np.pad(step, edge, mode="edge")
    nearer = np.abs(forward[..., 2:]) <= np.abs(backward[..., 2:])
    return np.where(nearer, forward, backward)


def _block_mean(values: np.ndarray) -> np.ndarray:
    even = values[: values.shape[0] // 2 * 2, : values.shape[1] // 2 * 2]
    return (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4


def _smooth_blocks(image: np.ndarray, depths: np.ndarray, known: np.ndarray) -> np.ndarray:
    """2x2 blocks, shape (h // 2, w // 2), that one splat can stand for."""
    rows, columns = depths.shape[0] // 2 * 2, depths.shape[1] // 2 * 2

    def parts(values: np.ndarray) -> np.ndarray:
        even = values[:rows, :columns]
        return np.stack([even[y::2, x::2] for y in (0, 1) for x in (0, 1)])

    z, colors = parts(depths), parts(image.astype(float))
    flat = (z.max(axis=0) - z.min(axis=0)) < _FLAT * z.mean(axis=0)
    plain = ((colors.max(axis=0) - colors.min(axis=0)) < _PLAIN).all(axis=-1)
    return flat & plain & parts(known).all(axis=0)


def _flat_splats(points: np.ndarray, normals: np.ndarray, widths: np.ndarray, colors: np.ndarray) -> Splats:
    """Discs on the surface, stretched along its slope so that they close up seen from the camera."""
    rays = points / np.linalg.norm(points, axis=1, keepdims=True)
    cosines = np.clip(-np.sum(rays * normals, axis=1), _STEEPEST, 1)
    slope = rays + cosines[:, None] * normals
    fallback = np.cross(normals, [0.0, 1.0, 0.0])
    slope = np.where(np.linalg.norm(slope, axis=1, keepdims=True) > 1e-3, slope, fallback)
    slope -= np.sum(slope * normals, axis=1, keepdims=True) * normals
    slope /= np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)
    axes = np.stack([slope, np.cross(normals, slope), normals], axis=-1)
    sigma = _WIDTH * widths
    return Splats(
        means=points,
        quats=quat_from_matrix(axes),
        scales=np.stack([sigma / cosines, sigma, sigma * _THICKNESS], axis=1),
        opacities=np.full(len(points), 0.98),
        sh=sh0_from_colors(colors),
    )
