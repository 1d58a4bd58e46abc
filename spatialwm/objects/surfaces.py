"""Depth pictures to one mesh: a truncated signed distance field in sparse blocks, then marching cubes."""

import importlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import InputError
from spatialwm.objects.simplify import with_normals, without_crumbs
from spatialwm.optional import require
from spatialwm.scene import Camera, Mesh

__all__ = ["fuse_depths"]

_BLOCK = 8
_CHUNK = 16
"""Blocks along the edge of what marching cubes sees at once: 128 voxels, 10 MB."""
_BYTES_PER_BLOCK = _BLOCK**3 * 4 * 6
_MOST_GRID = 1 << 28
"""Blocks of the box around everything that may be marked: 256 MB."""


@dataclass(frozen=True, eq=False)
class _Field:
    origin: np.ndarray
    voxel: float
    blocks: np.ndarray
    """(b, 3) block coordinates, in order."""
    distances: np.ndarray
    weights: np.ndarray
    colors: np.ndarray
    """(b, 512, 4): mean linear RGB near the surface and its count."""


def fuse_depths(
    depths: Sequence[Float[np.ndarray, "_ _"]],
    colors: Sequence[UInt8[np.ndarray, "_ _ 3"]] | None,
    cameras: Sequence[Camera],
    *,
    voxel: float,
    truncation: float | None = None,
    far: float = float("inf"),
    least_views: int = 2,
    smallest_part: float = 0.005,
    memory: int = 2 << 30,
) -> Mesh:
    """Fuse depth pictures into a surface (Curless and Levoy 1996).

    Only blocks of 8^3 voxels that a surface passes exist, as in Nießner et al. 2013, so memory grows with the
    surface and not with the room. A lazy sequence of pictures is walked three times and never kept.

    Args:
        depths: Along z [m]; 0, NaN or infinite where unknown.
        colors: sRGB, one per depth picture; None makes a mesh without colours.
        cameras: One per picture.
        voxel: Edge of a voxel [m]: details of twice this survive.
        truncation: Distance over which noise is averaged [m]; by default 4 voxels. Walls thinner than this
            blur into each other.
        far: Ignore depths beyond [m].
        least_views: Frames that must have seen a piece of surface, on average over the corners of its voxel;
            1 keeps everything that any frame saw.
        smallest_part: Drop loose parts with less than this share of all triangles.
        memory: Most that the voxels may take [bytes].

    Returns:
        Triangles that face the cameras, welded, with normals and linear vertex colours.

    Raises:
        InputError: Counts or sizes differ, nothing has a depth, or the voxels would not fit the memory.
        MissingExtraError: Numba or scikit-image is not installed.
    """
    require("numba", extra="photos")
    require("skimage", extra="photos")
    _check(depths, colors, cameras, voxel)
    band = 4 * voxel if truncation is None else truncation
    if not band >= voxel:
        raise InputError(f"The truncation {band} m is below the voxel {voxel} m; give at least two voxels.")
    field = _allocated(depths, cameras, voxel, band, far, memory)
    _integrated(field, depths, colors, cameras, band, far)
    mesh = _marched(field, least_views, colored=colors is not None)
    return with_normals(without_crumbs(mesh, smallest_part=smallest_part))


def _check(
    depths: Sequence[np.ndarray], colors: Sequence[np.ndarray] | None, cameras: Sequence[Camera], voxel: float
) -> None:
    counts = {len(depths), len(cameras)} | ({len(colors)} if colors is not None else set[int]())
    if len(counts) != 1 or not len(depths):
        raise InputError(
            f"Fusion needs one camera and colour picture per depth picture, got {sorted(counts)}."
        )
    if not 0 < voxel < np.inf:
        raise InputError(f"A voxel needs an edge above 0 m, got {voxel}.")


def _kernels() -> Any:  # noqa: ANN401 (compiled functions have no types)
    return importlib.import_module("spatialwm.objects.kernels_fusion")


def _frames(
    depths: Sequence[np.ndarray], cameras: Sequence[Camera]
) -> Iterator[tuple[np.ndarray, np.ndarray, tuple[float, float, float, float]]]:
    """Clean depth, camera and ``fx fy cx cy`` of each frame."""
    for k, camera in enumerate(cameras):
        depth = np.ascontiguousarray(depths[k], np.float32)
        if depth.shape != (camera.height, camera.width):
            raise InputError(
                f"Depth picture {k} is {depth.shape[1]} x {depth.shape[0]} pixels, "
                f"its camera {camera.width} x {camera.height}."
            )
        depth = np.where(np.isfinite(depth), depth, np.float32(0))
        K = camera.K
        yield (
            depth,
            camera.world_from_camera,
            (float(K[0, 0]), float(K[1, 1]), float(K[0, 2]), float(K[1, 2])),
        )


def _allocated(
    depths: Sequence[np.ndarray],
    cameras: Sequence[Camera],
    voxel: float,
    band: float,
    far: float,
    memory: int,
) -> _Field:
    kernels, size = _kernels(), _BLOCK * voxel
    bounds = np.array([[np.inf] * 3, [-np.inf] * 3])
    for depth, pose, numbers in _frames(depths, cameras):
        kernels.depth_bounds(depth, pose, *numbers, far, bounds)
    if not np.isfinite(bounds).all():
        raise InputError("No depth picture has a depth above 0 within reach; nothing can be fused.")
    origin = np.floor((bounds[0] - band) / size) * size
    shape = np.ceil((bounds[1] + band - origin) / size).astype(np.int64) + 1
    if math.prod(float(s) for s in shape) > _MOST_GRID:
        extent = " x ".join(f"{e:.3g}" for e in bounds[1] - bounds[0])
        raise InputError(f"{extent} m in voxels of {voxel} m do not fit; use larger voxels or limit 'far'.")
    marks = np.zeros(tuple(int(s) for s in shape), np.bool_)
    for depth, pose, numbers in _frames(depths, cameras):
        kernels.mark_blocks(depth, pose, *numbers, far, origin, size, band, marks)
    blocks = np.argwhere(marks)
    if len(blocks) * _BYTES_PER_BLOCK > memory:
        need = len(blocks) * _BYTES_PER_BLOCK / 2**30
        raise InputError(
            f"Voxels of {voxel} m would take {need:.1f} GiB; use larger ones or allow more memory."
        )
    voxels = (len(blocks), _BLOCK**3)
    zeros = np.zeros(voxels, np.float32)
    return _Field(origin, voxel, blocks, zeros, zeros.copy(), np.zeros((*voxels, 4), np.float32))


def _integrated(
    field: _Field,
    depths: Sequence[np.ndarray],
    colors: Sequence[np.ndarray] | None,
    cameras: Sequence[Camera],
    band: float,
    far: float,
) -> None:
    kernels, table = _kernels(), _linear_table()
    for k, (depth, pose, numbers) in enumerate(_frames(depths, cameras)):
        picture = np.zeros((*depth.shape, 3), np.uint8) if colors is None else colors[k]
        if picture.shape[:2] != depth.shape:
            raise InputError(f"Colour picture {k} has another size than its depth picture; resize it.")
        kernels.integrate(
            depth,
            table[picture],
            np.linalg.inv(pose),
            *numbers,
            far,
            field.origin,
            field.voxel,
            band,
            field.blocks,
            field.distances,
            field.weights,
            field.colors,
        )


def _linear_table() -> Float[np.ndarray, "256"]:
    """Linear value of each 8-bit sRGB level (IEC 61966-2-1)."""
    s = np.arange(256) / 255
    return np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _marched(field: _Field, least_views: int, *, colored: bool) -> Mesh:
    """All chunks, welded: neighbours compute shared vertices from the same two voxels."""
    corners, triangles, shades, count = list[np.ndarray](), list[np.ndarray](), list[np.ndarray](), 0
    index = np.full(tuple(field.blocks.max(axis=0) + 2), -1, np.int32)
    index[tuple(field.blocks.T)] = np.arange(len(field.blocks), dtype=np.int32)
    for start in np.unique(field.blocks // _CHUNK, axis=0) * _CHUNK:
        vertices, faces, linear = _chunk(field, index, start, least_views)
        corners.append(vertices)
        triangles.append(faces + count)
        shades.append(linear)
        count += len(vertices)
    vertices, faces = np.concatenate(corners), np.concatenate(triangles)
    if not len(faces):
        raise InputError(
            "The depth pictures never agree on a surface; check the poses, or lower least_views."
        )
    keys = np.round(vertices * 4096).astype(
        np.int64
    )  # a 4096th of a voxel: float32 rounding is a tenth of it
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    faces = inverse.reshape(-1)[faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    positions = field.origin + (vertices[first] + 0.5) * field.voxel
    linear = np.concatenate(shades)[first] if colored else None
    return Mesh(vertices=positions, faces=faces[whole], colors_linear=linear)


def _chunk(
    field: _Field, index: np.ndarray, start: np.ndarray, least_views: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vertices [voxels], faces and colours of one chunk, which reaches one block into its neighbours."""
    measure: Any = importlib.import_module("skimage.measure")
    distances, weights, colors = _dense(field, index, start)
    seen = weights > 0
    whole = np.ones(tuple(s - 1 for s in seen.shape), np.bool_)
    views = np.zeros(whole.shape, np.float32)
    for i, j, k in np.ndindex(2, 2, 2):
        corner = np.s_[i : seen.shape[0] - 1 + i, j : seen.shape[1] - 1 + j, k : seen.shape[2] - 1 + k]
        whole &= seen[corner]
        views += weights[corner]
    whole &= views >= 8 * least_views
    reach = _CHUNK * _BLOCK  # cubes beyond belong to the neighbours
    whole[reach:] = whole[:, reach:] = whole[:, :, reach:] = False
    mask = np.zeros_like(seen)
    mask[1:, 1:, 1:] = whole  # scikit-image asks for the mask at a cube's far corner
    nothing = np.zeros((0, 3)), np.zeros((0, 3), np.int64), np.zeros((0, 3), np.float32)
    if not whole.any() or not distances[seen].min() < 0 < distances[seen].max():
        return nothing
    try:
        found = measure.marching_cubes(distances, 0.0, mask=mask, gradient_direction="descent")
    except RuntimeError:  # no cube of the chunk is crossed
        return nothing
    vertices, faces = cast("tuple[np.ndarray, np.ndarray]", found[:2])
    vertices = vertices.astype(np.float64)
    return vertices + start * _BLOCK, faces.astype(np.int64), _sampled(colors, vertices)


def _dense(field: _Field, index: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The chunk's blocks and one more to each far side, as dense arrays."""
    here = index[tuple(slice(s, s + _CHUNK + 1) for s in start)]
    there = np.argwhere(here >= 0)
    rows = here[tuple(there.T)]
    edge = (_CHUNK + 1) * _BLOCK
    distances = np.ones((edge, edge, edge), np.float32)
    weights = np.zeros((edge, edge, edge), np.float32)
    colors = np.zeros((edge, edge, edge, 4), np.float32)
    for (i, j, k), row in zip(there * _BLOCK, rows, strict=True):
        box = (slice(i, i + _BLOCK), slice(j, j + _BLOCK), slice(k, k + _BLOCK))
        distances[box] = field.distances[row].reshape(_BLOCK, _BLOCK, _BLOCK)
        weights[box] = field.weights[row].reshape(_BLOCK, _BLOCK, _BLOCK)
        colors[box] = field.colors[row].reshape(_BLOCK, _BLOCK, _BLOCK, 4)
    return distances, weights, colors


def _sampled(colors: np.ndarray, vertices: np.ndarray) -> Float[np.ndarray, "v 3"]:
    """Trilinear colours at vertices, from the voxels that have one; mid grey where none has."""
    low = np.floor(vertices).astype(int)
    part = vertices - low
    total, sums = np.zeros(len(vertices)), np.zeros((len(vertices), 3))
    for corner in np.ndindex(2, 2, 2):
        at = np.minimum(low + corner, np.array(colors.shape[:3]) - 1)
        values = colors[tuple(at.T)]
        weight = np.prod(np.where(corner, part, 1 - part), axis=1) * (values[:, 3] > 0)
        total += weight
        sums += weight[:, None] * values[:, :3]
    known = total > 1e-6
    shades = np.where(known[:, None], sums / np.where(known, total, 1)[:, None], 0.2)
    return np.clip(shades, 0, 1).astype(np.float32)
