"""A model of triangles in its light: splats by area, and its mesh with the pictures lit as the splats are."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from spatialwm.lift.bake import Fields, tone_mapped
from spatialwm.lift.sampling import Surfels, sample_triangles, splats_from_surfels, triangle_counts
from spatialwm.lift.text.lighting import Placed, Rig, fields_of, gloss_at, light_at, sun_at
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.shading import Places, painted
from spatialwm.lift.text.surfaces import srgb_from_linear
from spatialwm.lift.text.textures import atlas_of, detailed
from spatialwm.scene import Mesh, Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["skin_splat_count", "skinned"]

_SPREAD = 0.60
"""Width of splats in cells: rows on neighbouring triangles do not line up, so it is more than on quads."""
_TEXEL = 0.7
"""Edge of a texel over the splats' spacing: pictures are finer on the mesh."""
_MOST_TEXELS = 1_500_000
"""Of one thing; beyond, its texels are coarser."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Triangles:
    """A model's triangles, and the vertices that they share."""

    corners: Float[np.ndarray, "t 3 3"]
    normals: Float[np.ndarray, "t 3 3"]
    local: Float[np.ndarray, "t 3 3"]
    owner: Int[np.ndarray, " t"]
    """Index of the piece."""
    index: Int[np.ndarray, "t 3"]
    """Of the vertices."""
    first: Int[np.ndarray, " v"]
    """A corner of each vertex."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def skin_splat_count(model: Model, spacing: float) -> int:
    """About how many splats a model of triangles gets."""
    counts = [triangle_counts(p.solid.corners[:, :3], spacing).astype(float) for p in model.pieces]
    return int(sum(0.5 * (c[:, 0] + 1) @ c[:, 1] for c in counts))


def skinned(thing: Placed, rig: Rig, *, fine: float = 1.0) -> tuple[Splats, Mesh]:
    """Splats and mesh of a model of triangles, lit where it stands, in its own frame.

    Args:
        thing: What, and where.
        rig: All light.
        fine: Factor on the spacing of splats.
    """
    shell = _triangles(thing.model)
    stops = fields_of(rig, thing)
    spacing = thing.model.spacing * fine
    corners = shell.corners.reshape(-1, 3)[shell.first]
    facing = shell.normals.reshape(-1, 3)[shell.first]
    smooth = light_at(rig, corners @ thing.turn.T + thing.position, facing @ thing.turn.T, stops)
    surfels = sample_triangles(shell.corners, shell.normals, spacing)
    shares = _shares(surfels.uv)
    colors, at = _lit(thing, shell, rig, stops, smooth, surfels.quad.astype(int), shares)
    polish = np.array([max(0.0, 0.5 - p.look.roughness) for p in thing.model.pieces])[at.owner]
    seen = colors
    if polish.any():
        gloss = gloss_at(rig, at.world.astype(float), at.normals.astype(float), polish)
        seen = tone_mapped(colors + gloss)
    splats = splats_from_surfels(surfels, srgb_from_linear(seen), spread=_SPREAD)
    return splats, _mesh(thing, shell, rig, stops, smooth, surfels, colors, spacing)


def _triangles(model: Model) -> _Triangles:
    corners = np.concatenate([p.solid.corners[:, :3] for p in model.pieces])
    normals = np.concatenate([p.solid.normals[:, :3] for p in model.pieces])
    local = np.concatenate([p.solid.local[:, :3] for p in model.pieces])
    owner = np.repeat(np.arange(len(model.pieces)), [len(p.solid.corners) for p in model.pieces])
    key = np.concatenate(
        [
            np.round(corners.reshape(-1, 3) * 1e6),
            np.round(normals.reshape(-1, 3) * 1e3),
            np.round(local.reshape(-1, 3) * 1e5),
            np.repeat(owner, 3)[:, None],
        ],
        axis=1,
    ).astype(np.int64)
    rows = np.ascontiguousarray(key).view(np.dtype((np.void, key.dtype.itemsize * key.shape[1]))).ravel()
    _, first, index = np.unique(rows, return_index=True, return_inverse=True)
    return _Triangles(
        corners=corners,
        normals=normals,
        local=local,
        owner=owner,
        index=index.reshape(-1, 3),
        first=first,
    )


def _shares(uv: np.ndarray) -> np.ndarray:
    """Weights of the three corners."""
    return np.concatenate([1 - uv.sum(axis=1, keepdims=True), uv], axis=1).astype(float)


def _lit(
    thing: Placed,
    shell: _Triangles,
    rig: Rig,
    stops: Fields,
    smooth: np.ndarray,
    owner: np.ndarray,
    shares: np.ndarray,
) -> tuple[np.ndarray, Places]:
    """Displayable linear colours at places on triangles."""

    def mixed(values: np.ndarray) -> np.ndarray:
        return np.einsum("nk,nkd->nd", shares, values[owner])

    normals = mixed(shell.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    at = Places(
        local=mixed(shell.local),
        owner=shell.owner[owner],
        world=mixed(shell.corners) @ thing.turn.T + thing.position.astype(float),
        normals=normals @ thing.turn.T,
    )
    light = np.maximum(mixed(smooth[shell.index]), 0)
    light = light + sun_at(rig, at.world.astype(float), at.normals.astype(float), stops)
    return painted(thing.model, at, light, rig, detail=True), at


def _mesh(
    thing: Placed,
    shell: _Triangles,
    rig: Rig,
    stops: Fields,
    smooth: np.ndarray,
    surfels: Surfels,
    colors: np.ndarray,
    spacing: float,
) -> Mesh:
    """Triangles with vertex colours; those that show more than these can carry get texels instead."""
    triangles = np.arange(len(shell.corners))
    corner_colors, _ = _lit(
        thing, shell, rig, stops, smooth, np.repeat(triangles, 3), np.tile(np.eye(3), (len(triangles), 1))
    )
    paint = corner_colors.reshape(-1, 3, 3)
    owner, shares = surfels.quad.astype(int), _shares(surfels.uv)
    counts = np.bincount(owner, minlength=len(triangles))
    plain = np.einsum("nk,nkd->nd", shares, paint[owner])
    chosen = detailed(np.stack([counts, np.ones_like(counts)], axis=1), owner, colors, plain)
    look = thing.model.pieces[0].look
    vertices, normals, shades = shell.corners.copy(), shell.normals, paint.copy()
    uvs = texture = None
    if len(chosen):
        cells = _texel_counts(shell.corners, chosen, spacing)
        quad, number, texel_shares = _texels(cells, chosen)
        texels, _ = _lit(thing, shell, rig, stops, smooth, quad, texel_shares)
        peaks = np.full((len(triangles), 3), 1e-6)
        np.maximum.at(peaks, quad, texels)
        atlas = atlas_of(cells, chosen, quad, number, np.clip(texels / peaks[quad], 0, 1))
        shades[chosen] = np.minimum(peaks[chosen], 1.0)[:, None]
        texture, uvs = atlas.texture, atlas.uvs[:, [0, 1, 3]].reshape(-1, 2)
    return _welded(vertices, normals, shades, uvs, texture, (look.metallic, look.roughness))


def _texel_counts(corners: np.ndarray, chosen: np.ndarray, spacing: float) -> np.ndarray:
    """Texels along the first edge and across it, for the chosen triangles."""
    cells = np.zeros((len(corners), 2), int)
    size = _TEXEL * spacing
    for _ in range(4):
        cells[chosen] = np.clip(triangle_counts(corners[chosen], size), 1, 1024)
        total = int(cells.prod(axis=1).sum())
        if total <= _MOST_TEXELS:
            break
        size *= float(np.sqrt(total / _MOST_TEXELS)) * 1.05
    return cells


def _texels(cells: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triangle, number and corner weights of every texel; those beyond a triangle show its edge's end."""
    totals = cells.prod(axis=1)[chosen]
    quad = np.repeat(chosen, totals)
    number = np.arange(len(quad)) - np.repeat(np.cumsum(totals) - totals, totals)
    wide, tall = cells[quad].T
    u, v = (number % wide + 0.5) / wide, (number // wide + 0.5) / tall
    over = np.maximum(u + v - 1, 0) / 2
    u, v = np.clip(u - over, 0, 1), np.clip(v - over, 0, 1)
    return quad, number, np.stack([1 - u - v, u, v], axis=1)


def _welded(
    corners: np.ndarray,
    normals: np.ndarray,
    shades: np.ndarray,
    uvs: np.ndarray | None,
    texture: np.ndarray | None,
    surface: tuple[float, float],
) -> Mesh:
    """A mesh in which equal corners are one vertex."""
    parts = [corners.reshape(-1, 3), normals.reshape(-1, 3), shades.reshape(-1, 3)]
    rows = np.concatenate([*parts, uvs] if uvs is not None else parts, axis=1).astype(np.float32)
    _, first, index = np.unique(
        np.ascontiguousarray(rows).view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel(),
        return_index=True,
        return_inverse=True,
    )
    metallic, roughness = surface
    return Mesh(
        vertices=parts[0][first],
        faces=index.reshape(-1, 3),
        normals=parts[1][first],
        colors_linear=np.clip(parts[2][first], 0, 1),
        uvs=None if uvs is None else uvs[first],
        texture=texture,
        metallic=metallic,
        roughness=roughness,
    )
