"""A model in its light, as splats and as a mesh of the same colours."""

from dataclasses import fields

import numpy as np

from spatialwm.lift.bake import tone_mapped
from spatialwm.lift.sampling import Surfels, interpolate, sample_quads, splats_from_surfels
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.lift.text.lighting import Placed, Rig, fields_of, gloss_at, light_at, sun_at
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.surfaces import Look, albedo, srgb_from_linear
from spatialwm.scene import Mesh, Splats

__all__ = ["appearance"]

_EXPOSURE = 1.0
_SPREAD, _ROOM_SPREAD = 0.62, 0.74
"""Width of splats in cells: crisp outlines for things, no grid on the room's wide faces."""
_PEEK = 0.004
"""What is this far in front of a surface [m] decides whether it can be seen."""


def appearance(thing: Placed, rig: Rig, *, seed: int) -> tuple[Splats, Mesh]:
    """Splats and mesh of a thing, lit where it stands, in its own frame."""
    model = thing.model
    corners = np.concatenate([p.solid.corners for p in model.pieces])
    normals = np.concatenate([p.solid.normals for p in model.pieces])
    local = np.concatenate([p.solid.local for p in model.pieces])
    owner = np.repeat(np.arange(len(model.pieces)), [len(p.solid.corners) for p in model.pieces])
    index, first = _shared(corners, normals, owner)
    vertices, vertex_normals = corners.reshape(-1, 3)[first], normals.reshape(-1, 3)[first]
    stops = fields_of(rig, thing)
    turn, shift = thing.turn, thing.position.astype(float)
    in_world = vertices @ turn.T + shift, vertex_normals @ turn.T
    smooth = light_at(rig, *in_world, stops)
    light = smooth + sun_at(rig, *in_world, stops)
    paint = _painted(model, local.reshape(-1, 3)[first], np.repeat(owner, 4)[first], light, detail=False)
    mesh = _mesh(model, vertices, vertex_normals, index, paint)
    surfels = _surfels(model, corners, normals, owner, rig, seed)
    at, facing = surfels.means.astype(float), surfels.normals.astype(float)
    lit = interpolate(smooth[index], surfels.quad, surfels.uv)
    lit = lit + sun_at(rig, at @ turn.T + shift, facing @ turn.T, stops)
    texture = interpolate(local, surfels.quad, surfels.uv)
    colors = _painted(model, texture, owner[surfels.quad], lit, detail=True)
    polish = np.array([max(0.0, 0.5 - p.look.roughness) for p in model.pieces])[owner[surfels.quad]]
    if polish.any():
        shine = gloss_at(rig, at @ turn.T + shift, facing @ turn.T, polish)
        colors = tone_mapped(colors + shine)
    spread = _ROOM_SPREAD if model.kind == "room" else _SPREAD
    return splats_from_surfels(surfels, srgb_from_linear(colors), spread=spread), mesh


def _shared(corners: np.ndarray, normals: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corners that agree in place, normal and piece are one vertex: (q, 4) indices, and a corner of each."""
    key = np.concatenate(
        [
            np.round(corners.reshape(-1, 3) * 1e6),
            np.round(normals.reshape(-1, 3) * 1e3),
            np.repeat(owner, 4)[:, None],
        ],
        axis=1,
    ).astype(np.int64)
    packed = np.ascontiguousarray(key).view(np.dtype((np.void, key.dtype.itemsize * key.shape[1]))).ravel()
    _, first, inverse = np.unique(packed, return_index=True, return_inverse=True)
    return inverse.reshape(-1, 4), first


def _painted(
    model: Model, points: np.ndarray, owner: np.ndarray, light: np.ndarray, *, detail: bool
) -> np.ndarray:
    """Displayable linear colour: what the surface sends back, and its own glow."""
    out = np.empty((len(points), 3))
    order = np.argsort(owner, kind="stable")
    bounds = np.searchsorted(owner[order], np.arange(len(model.pieces) + 1))
    for k, piece in enumerate(model.pieces):
        mine = order[bounds[k] : bounds[k + 1]]
        if len(mine):
            out[mine] = _shaded(piece.look, points[mine], light[mine], detail)
    return tone_mapped(out, exposure=_EXPOSURE)


def _shaded(look: Look, points: np.ndarray, light: np.ndarray, detail: bool) -> np.ndarray:
    color = albedo(look, points, detail=detail)
    if look.pattern == "sky":
        return color * look.glow
    return color * light + look.glow * color


def _surfels(
    model: Model, corners: np.ndarray, normals: np.ndarray, owner: np.ndarray, rig: Rig, seed: int
) -> Surfels:
    stretch = np.array([p.look.stretch for p in model.pieces])[owner]
    spacing = stretch * model.spacing
    surfels = sample_quads(corners, normals, spacing, seed=seed)
    gone = _hidden(model, surfels.means + np.float32(_PEEK) * surfels.normals)
    if model.kind == "room":
        gone |= _behind(surfels, rig)
    seen = np.flatnonzero(~gone)
    return Surfels(**{f.name: getattr(surfels, f.name)[seen] for f in fields(surfels)})


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
    for low, high in () if model.hidden is None else model.hidden:
        inside |= np.all((points > low) & (points < high), axis=1)
    return inside


def _mesh(
    model: Model, vertices: np.ndarray, normals: np.ndarray, index: np.ndarray, colors: np.ndarray
) -> Mesh:
    faces = np.concatenate([index[:, [0, 1, 2]], index[:, [0, 2, 3]]])
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    keep = np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12
    look = model.pieces[0].look
    return Mesh(
        vertices=vertices,
        faces=faces[keep],
        normals=normals,
        colors_linear=colors,
        metallic=look.metallic,
        roughness=look.roughness,
    )
