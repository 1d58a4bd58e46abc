"""A model in its light, as splats and as a mesh with the same colours."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.lift.bake import Fields, tone_mapped
from spatialwm.lift.sampling import Surfels, cell_counts, interpolate, sample_quads, splats_from_surfels
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.lift.text.lighting import Placed, Rig, fields_of, gloss_at, light_at, sun_at
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.shading import Places, painted
from spatialwm.lift.text.skin import skin_splat_count, skinned
from spatialwm.lift.text.surfaces import srgb_from_linear
from spatialwm.lift.text.textures import atlas_of, detailed
from spatialwm.scene import Mesh, Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["appearance", "appearance_with", "fineness"]

_SPREAD, _ROOM_SPREAD = 0.50, 0.62
"""Width of splats in cells: crisp outlines of things, no grid on the room's wide faces."""
_SPLATS = 350_000
_MOST_OF_PLACE = 240_000
"""Splats on a room or a ground; of larger halls they are wider."""
_FINEST, _COARSEST = 0.6, 2.4
_PEEK = 0.004
"""What is this far in front of a surface [m] decides whether it can be seen."""
_SAME_LIGHT = 0.05
"""On a room's flat faces, points so near to each other get one light [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Shell:
    """A model's quads, and the vertices that they share."""

    corners: Float[np.ndarray, "q 4 3"]
    normals: Float[np.ndarray, "q 4 3"]
    local: Float[np.ndarray, "q 4 3"]
    owner: Int[np.ndarray, " q"]
    """Index of the piece."""
    index: Int[np.ndarray, "q 4"]
    """Of the vertices."""
    first: Int[np.ndarray, " v"]
    """A corner of each vertex."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def fineness(things: Sequence[Placed]) -> float:
    """Factor on the splats' spacing on things that makes a scene of some 300,000 splats of them all."""
    place, rest = 0, 0
    for thing in things:
        if thing.model.triangles:
            rest += skin_splat_count(thing.model, thing.model.spacing)
        elif thing.model.kind == "thing":
            rest += _count_of(thing.model)
        else:
            place += min(_count_of(thing.model), _MOST_OF_PLACE)
    return float(np.clip(np.sqrt(rest / max(_SPLATS - 0.6 * place, 0.35 * _SPLATS)), _FINEST, _COARSEST))


def _count_of(model: Model) -> int:
    return sum(_count(p.solid.corners, p.look.stretch, model.spacing) for p in model.pieces)


def _count(corners: np.ndarray, stretch: tuple[float, float], spacing: float) -> int:
    size = np.broadcast_to(np.array(stretch) * spacing, (len(corners), 2))
    return int(cell_counts(corners, size).prod(axis=1).sum())


def appearance(thing: Placed, rig: Rig, *, seed: int, fine: float = 1.0) -> tuple[Splats, Mesh]:
    """Splats and mesh of a thing, lit where it stands, in its own frame.

    Args:
        thing: What, and where.
        rig: All light.
        seed: Of the splats' small disorder.
        fine: Factor on the spacing of splats on things (see ``fineness``).
    """
    splats, mesh, _ = appearance_with(thing, rig, seed=seed, fine=fine)
    return splats, mesh


def appearance_with(
    thing: Placed, rig: Rig, *, seed: int, fine: float = 1.0, textured: Int[np.ndarray, " t"] | None = None
) -> tuple[Splats, Mesh, Int[np.ndarray, " t"]]:
    """The same, and which quads of the mesh got texels; ``textured`` prescribes them.

    Under two lights the mesh has the same triangles only when the same quads have texels in both.
    """
    if thing.model.triangles:
        return *skinned(thing, rig, fine=fine), np.zeros(0, int)
    if thing.model.kind != "thing":
        fine = max(1.0, float(np.sqrt(_count_of(thing.model) / _MOST_OF_PLACE)))
    model, shell = thing.model, _shell(thing.model)
    stops = fields_of(rig, thing)
    turn, shift = thing.turn, thing.position.astype(float)
    vertices = shell.corners.reshape(-1, 3)[shell.first]
    facing = shell.normals.reshape(-1, 3)[shell.first]
    places = Places(
        local=shell.local.reshape(-1, 3)[shell.first],
        owner=np.repeat(shell.owner, 4)[shell.first],
        world=vertices @ turn.T + shift,
        normals=facing @ turn.T,
    )
    smooth = _smooth_light(rig, model, places, stops)
    light = smooth + sun_at(rig, places.world, places.normals, stops)
    paint = painted(model, places, light, rig, detail=False)
    spacing = np.array([p.look.stretch for p in model.pieces])[shell.owner] * model.spacing * fine
    rims = _outlines(shell.index)
    cells = sample_quads(shell.corners, shell.normals, spacing, seed=seed, rims=rims)
    seen = np.flatnonzero(~_unseen(model, cells, rig))
    surfels = Surfels(**{f.name: getattr(cells, f.name)[seen] for f in fields(cells)})
    lit = interpolate(smooth[shell.index], surfels.quad, surfels.uv)
    at = Places(
        local=interpolate(shell.local, surfels.quad, surfels.uv),
        owner=shell.owner[surfels.quad],
        world=surfels.means.astype(float) @ turn.T + shift,
        normals=surfels.normals.astype(float) @ turn.T,
    )
    colors = painted(model, at, lit + sun_at(rig, at.world, at.normals, stops), rig, detail=True)
    polish = np.array([max(0.0, 0.5 - p.look.roughness) for p in model.pieces])[at.owner]
    if polish.any():
        colors = tone_mapped(colors + gloss_at(rig, at.world, at.normals, polish))
    spread = _SPREAD if model.kind == "thing" else _ROOM_SPREAD
    number = _numbered(cells.quad, len(shell.corners))[seen]
    counts = cell_counts(shell.corners, spacing)
    splats = splats_from_surfels(surfels, srgb_from_linear(colors), spread=spread)
    if textured is None:
        plain = interpolate(paint[shell.index], surfels.quad, surfels.uv)
        textured = detailed(counts, surfels.quad.astype(int), colors, plain)
    return splats, _mesh(model, shell, paint, counts, surfels, number, colors, textured), textured


def _shell(model: Model) -> _Shell:
    corners = np.concatenate([p.solid.corners for p in model.pieces])
    normals = np.concatenate([p.solid.normals for p in model.pieces])
    owner = np.repeat(np.arange(len(model.pieces)), [len(p.solid.corners) for p in model.pieces])
    index, first = _shared(corners, normals, owner)
    return _Shell(
        corners=corners,
        normals=normals,
        local=np.concatenate([p.solid.local for p in model.pieces]),
        owner=owner,
        index=index,
        first=first,
    )


def _shared(corners: np.ndarray, normals: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corners that agree in place, normal and piece are one vertex: (q, 4) indices, and a corner of each."""
    key = np.concatenate(
        [
            np.round(corners.reshape(-1, 3) * 1e6),
            np.round(normals.reshape(-1, 3) * 1e3),
            np.repeat(owner, 4)[:, None],
        ],
        axis=1,
    )
    first, inverse = _distinct(key)
    return inverse.reshape(-1, 4), first


def _outlines(index: Int[np.ndarray, "q 4"]) -> Bool[np.ndarray, "q 4"]:
    """Which of the edges u = 0, u = 1, v = 0, v = 1 of each quad no other quad goes on smoothly."""
    ends = index[:, [[0, 3], [1, 2], [0, 1], [3, 2]]].reshape(-1, 2)
    _, kind, count = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True, return_counts=True)
    return (count[kind.ravel()] == 1).reshape(-1, 4)


def _distinct(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First of each kind of row of whole numbers, and the kind of each row."""
    key = keys.astype(np.int64)
    packed = np.ascontiguousarray(key).view(np.dtype((np.void, key.dtype.itemsize * key.shape[1]))).ravel()
    _, first, inverse = np.unique(packed, return_index=True, return_inverse=True)
    return first, inverse


def _smooth_light(rig: Rig, model: Model, places: Places, stops: Fields) -> np.ndarray:
    """All light but the sun's; neighbours on the place's flat faces share it."""
    world, normals = places.world.astype(float), places.normals.astype(float)
    if model.kind == "thing":
        return light_at(rig, world, normals, stops)
    far: np.ndarray = np.linalg.norm(world, axis=1, keepdims=True)
    near = _SAME_LIGHT * (1 + far // 12)
    first, kind = _distinct(np.concatenate([np.round(world / near), np.round(normals * 3)], axis=1))
    return light_at(rig, world[first], normals[first], stops)[kind]


def _unseen(model: Model, surfels: Surfels, rig: Rig) -> np.ndarray:
    gone = _hidden(model, surfels.means + np.float32(_PEEK) * surfels.normals)
    return gone | _behind(surfels, rig) if model.kind == "room" else gone


def _behind(surfels: Surfels, rig: Rig) -> np.ndarray:
    """Outer faces of the walls: from there the splats of the inner faces show the same wall."""
    if rig.site.kind == "outdoors":
        return np.zeros(len(surfels.means), bool)
    x0, x1, z0, _ = bounds_of(rig.site)
    (x, _, z), (nx, _, nz) = surfels.means.T, surfels.normals.T
    aside = ((x < x0 - 0.05) & (nx < -0.5)) | ((x > x1 + 0.05) & (nx > 0.5))
    return aside | ((z < z0 - 0.05) & (nz < -0.5))


def _hidden(model: Model, points: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(points), bool)
    x, y, z = np.ascontiguousarray(points.T)
    for low, high in () if model.hidden is None else model.hidden:
        aside = np.flatnonzero((x > low[0]) & (x < high[0]) & (z > low[2]) & (z < high[2]))
        inside[aside[(y[aside] > low[1]) & (y[aside] < high[1])]] = True
    return inside


def _numbered(quad: np.ndarray, count: int) -> np.ndarray:
    """Each cell's number in its quad; cells of a quad follow each other."""
    totals = np.bincount(quad, minlength=count)
    return np.arange(len(quad)) - np.repeat(np.cumsum(totals) - totals, totals)


def _mesh(
    model: Model,
    shell: _Shell,
    paint: np.ndarray,
    counts: np.ndarray,
    surfels: Surfels,
    number: np.ndarray,
    colors: np.ndarray,
    chosen: np.ndarray,
) -> Mesh:
    """Quads with vertex colours; the chosen ones, which show more than these can carry, also get texels."""
    index = shell.index.copy()
    corners, normals = shell.corners.reshape(-1, 3), shell.normals.reshape(-1, 3)
    quad = surfels.quad.astype(int)
    vertices, facing, shades = corners[shell.first], normals[shell.first], paint
    uvs = texture = None
    if len(chosen):
        peaks = np.full((len(counts), 3), 1e-6)
        np.maximum.at(peaks, quad, colors)
        atlas = atlas_of(counts, chosen, quad, number, np.clip(colors / peaks[quad], 0, 1))
        own = len(vertices) + np.arange(4 * len(chosen)).reshape(-1, 4)
        vertices = np.concatenate([vertices, shell.corners[chosen].reshape(-1, 3)])
        facing = np.concatenate([facing, shell.normals[chosen].reshape(-1, 3)])
        shades = np.concatenate([paint, np.repeat(np.minimum(peaks[chosen], 1.0), 4, axis=0)])
        rest = np.delete(np.arange(len(counts)), chosen)
        blank = atlas.uvs[rest[0], 0] if len(rest) else np.ones(2)
        uvs = np.concatenate([np.broadcast_to(blank, (len(paint), 2)), atlas.uvs[chosen].reshape(-1, 2)])
        texture, index[chosen] = atlas.texture, own
    faces = np.concatenate([index[:, [0, 1, 2]], index[:, [0, 2, 3]]])
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    faces = faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12]
    used, faces = np.unique(faces, return_inverse=True)
    look = model.pieces[0].look
    return Mesh(
        vertices=vertices[used],
        faces=faces.reshape(-1, 3),
        normals=facing[used],
        colors_linear=shades[used],
        uvs=None if uvs is None else uvs[used],
        texture=texture,
        metallic=look.metallic,
        roughness=look.roughness,
    )
