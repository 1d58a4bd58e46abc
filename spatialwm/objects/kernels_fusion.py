# pyright: basic
"""Numba kernels of depth fusion. Imported only by the functions that run them."""

from typing import no_type_check

import numpy as np
from numba import njit, prange

__all__ = ["BLOCK", "depth_bounds", "integrate", "mark_blocks"]

BLOCK = 8
"""Voxels along a block's edge: 512 per block fit a core's first cache with their colours."""


@njit(cache=True)
@no_type_check  # a run-time type checker must not wrap what Numba compiles
def depth_bounds(depths, pose, fx, fy, cx, cy, far, bounds):
    """Grow ``bounds`` (2, 3) to hold every pixel's point; returns how many pixels have a depth."""
    count = 0
    for v in range(depths.shape[0]):
        for u in range(depths.shape[1]):
            z = depths[v, u]
            if not (z > 0 and z <= far):
                continue
            count += 1
            x = (u + 0.5 - cx) / fx * z
            y = (v + 0.5 - cy) / fy * z
            for axis in range(3):
                p = pose[axis, 0] * x + pose[axis, 1] * y + pose[axis, 2] * z + pose[axis, 3]
                bounds[0, axis] = min(bounds[0, axis], p)
                bounds[1, axis] = max(bounds[1, axis], p)
    return count


@njit(cache=True)
@no_type_check  # a run-time type checker must not wrap what Numba compiles
def mark_blocks(depths, pose, fx, fy, cx, cy, far, origin, block_size, truncation, marks):
    """Mark the blocks that the band of ``truncation`` about each pixel's point touches."""
    nx, ny, nz = marks.shape
    # a ray that cuts a block's corner between two samples stays within the margin of it
    margin = 1.5 * block_size / BLOCK
    steps = max(int(np.ceil(2 * truncation / (0.5 * block_size))), 1)
    per_block = 1 / block_size
    dense = fx * block_size / BLOCK / 2  # nearer than this, every other pixel is half a voxel away
    for v in range(depths.shape[0]):
        for u in range(depths.shape[1]):
            z = depths[v, u]
            if not (z > 0 and z <= far) or (z < dense and (u | v) & 1):
                continue
            x = (u + 0.5 - cx) / fx
            y = (v + 0.5 - cy) / fy
            for k in range(steps + 1):
                d = z + truncation * (2.0 * k / steps - 1.0)
                wx = pose[0, 0] * x * d + pose[0, 1] * y * d + pose[0, 2] * d + pose[0, 3]
                wy = pose[1, 0] * x * d + pose[1, 1] * y * d + pose[1, 2] * d + pose[1, 3]
                wz = pose[2, 0] * x * d + pose[2, 1] * y * d + pose[2, 2] * d + pose[2, 3]
                i0 = max(int(np.floor((wx - margin - origin[0]) * per_block)), 0)
                i1 = min(int(np.floor((wx + margin - origin[0]) * per_block)), nx - 1)
                j0 = max(int(np.floor((wy - margin - origin[1]) * per_block)), 0)
                j1 = min(int(np.floor((wy + margin - origin[1]) * per_block)), ny - 1)
                k0 = max(int(np.floor((wz - margin - origin[2]) * per_block)), 0)
                k1 = min(int(np.floor((wz + margin - origin[2]) * per_block)), nz - 1)
                for i in range(i0, i1 + 1):
                    for j in range(j0, j1 + 1):
                        for m in range(k0, k1 + 1):
                            marks[i, j, m] = True


@njit(parallel=True, cache=True, fastmath={"contract", "reassoc", "arcp", "nsz"})
@no_type_check  # a run-time type checker must not wrap what Numba compiles
def integrate(
    depths,
    linear_colors,
    inverse,
    fx,
    fy,
    cx,
    cy,
    far,
    origin,
    voxel,
    truncation,
    blocks,
    distances,
    weights,
    colors,
):
    """Add one frame to every block (Curless and Levoy 1996).

    ``distances`` (b, 512) are in units of ``truncation``, positive in front of the surface; ``inverse`` is
    camera_from_world.
    """
    height, width = depths.shape
    for b in prange(blocks.shape[0]):
        ox = origin[0] + (blocks[b, 0] * BLOCK + 0.5) * voxel
        oy = origin[1] + (blocks[b, 1] * BLOCK + 0.5) * voxel
        oz = origin[2] + (blocks[b, 2] * BLOCK + 0.5) * voxel
        half = 0.5 * (BLOCK - 1) * voxel
        mz = (
            inverse[2, 0] * (ox + half)
            + inverse[2, 1] * (oy + half)
            + inverse[2, 2] * (oz + half)
            + inverse[2, 3]
        )
        radius = 1.7320508 * (half + voxel)
        if mz < -radius:
            continue
        if mz > radius:
            mx = (
                inverse[0, 0] * (ox + half)
                + inverse[0, 1] * (oy + half)
                + inverse[0, 2] * (oz + half)
                + inverse[0, 3]
            )
            my = (
                inverse[1, 0] * (ox + half)
                + inverse[1, 1] * (oy + half)
                + inverse[1, 2] * (oz + half)
                + inverse[1, 3]
            )
            near = mz - radius
            # a ball's outline lies within radius * (f + |x|) / near of its centre, |x| from the picture's
            sx = radius * (fx + max(cx, width - cx)) / near
            sy = radius * (fy + max(cy, height - cy)) / near
            px = fx * mx / mz + cx
            py = fy * my / mz + cy
            if px < -sx or px > width + sx or py < -sy or py > height + sy:
                continue
        for index in range(BLOCK * BLOCK * BLOCK):
            i = index // (BLOCK * BLOCK)
            j = (index // BLOCK) % BLOCK
            k = index % BLOCK
            x = ox + i * voxel
            y = oy + j * voxel
            z = oz + k * voxel
            d = inverse[2, 0] * x + inverse[2, 1] * y + inverse[2, 2] * z + inverse[2, 3]
            if d <= 0:
                continue
            u = (
                fx * (inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2] * z + inverse[0, 3]) / d
                + cx
                - 0.5
            )
            v = (
                fy * (inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2] * z + inverse[1, 3]) / d
                + cy
                - 0.5
            )
            un = int(np.floor(u + 0.5))
            vn = int(np.floor(v + 0.5))
            if not (0 <= un < width and 0 <= vn < height):
                continue
            seen = depths[vn, un]
            if not (seen > 0 and seen <= far):
                continue
            u0 = int(np.floor(u))
            v0 = int(np.floor(v))
            if 0 <= u0 < width - 1 and 0 <= v0 < height - 1:
                d00 = depths[v0, u0]
                d01 = depths[v0, u0 + 1]
                d10 = depths[v0 + 1, u0]
                d11 = depths[v0 + 1, u0 + 1]
                low = min(min(d00, d01), min(d10, d11))
                high = max(max(d00, d01), max(d10, d11))
                if low > 0 and high - low < truncation:  # one surface: between its pixels it is a plane
                    a = u - u0
                    c = v - v0
                    seen = (1 - c) * ((1 - a) * d00 + a * d01) + c * ((1 - a) * d10 + a * d11)
            distance = (seen - d) / truncation
            if distance < -1:
                continue
            old = weights[b, index]
            new = old + 1
            distances[b, index] = (distances[b, index] * old + min(distance, 1.0)) / new
            weights[b, index] = new
            if distance < 1:
                seen_colors = colors[b, index, 3]
                for channel in range(3):
                    sum_ = colors[b, index, channel] * seen_colors + linear_colors[vn, un, channel]
                    colors[b, index, channel] = sum_ / (seen_colors + 1)
                colors[b, index, 3] = seen_colors + 1
