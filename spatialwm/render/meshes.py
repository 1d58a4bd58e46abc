"""Triangles to pixels: a plain z-buffer, one triangle after the other, and its compiled twin."""

import importlib
from copy import copy
from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import MissingExtraError
from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.optional import require
from spatialwm.scene import Camera, Mesh, SceneObject, deform_mesh

__all__ = ["Surface", "draw_mesh", "draw_object"]

_NEAR = 0.01
"""Triangles that reach nearer than this are left out [m]."""
_SKY = np.array([0.25, 0.9, 0.35])
"""Direction light comes from, before normalisation."""
_LIGHT_OF_CODE = (np.arange(256) / 255.0) ** 2.2


class Surface:
    """A picture under construction: colours, depths, object ids and normals, written in place."""

    def __init__(self, camera: Camera, background: tuple[float, float, float]) -> None:
        shape = camera.height, camera.width
        self.camera = camera
        self.camera_from_world = np.linalg.inv(camera.world_from_camera)
        self.colors = np.broadcast_to(np.array(background, float), (*shape, 3)).copy()
        self.depths = np.full(shape, np.inf)
        self.ids = np.full(shape, -1, np.int32)
        self.normals = np.zeros((*shape, 3))

    def copy(self) -> "Surface":
        """Another one with the same picture so far."""
        other = copy(self)
        other.colors, other.depths = self.colors.copy(), self.depths.copy()
        other.ids, other.normals = self.ids.copy(), self.normals.copy()
        return other


def draw_object(surface: Surface, thing: SceneObject, object_id: int, *, plainly: bool | None = None) -> None:
    """Draw the object's mesh in the world; nearer surfaces win. ``plainly`` is as of ``draw_mesh``."""
    assert thing.mesh is not None
    mesh = deform_mesh(thing.mesh, thing.body, thing.cage)
    draw_mesh(surface, mesh, thing.position, thing.quat, object_id, plainly=plainly)


def draw_mesh(
    surface: Surface,
    mesh: Mesh,
    position: Float[np.ndarray, "3"],
    quat: Float[np.ndarray, "4"],
    object_id: int,
    *,
    plainly: bool | None = None,
) -> None:
    """Draw a mesh at a pose; nearer surfaces win.

    Args:
        surface: What is drawn on.
        mesh: In its own frame.
        position: Of that frame in the world [m].
        quat: Likewise, wxyz.
        object_id: For ``surface.ids``.
        plainly: Whether by NumPy, the reference; by default where Numba is not installed. Both round alike
            to some 1e-12, not to the bit.
    """
    pose = position.astype(float), quat.astype(float)
    if not _is_compiled() if plainly is None else plainly:
        _draw_plainly(surface, mesh, pose, object_id)
        return
    kernels: Any = importlib.import_module("spatialwm.render.kernels_mesh")
    placed = np.empty((3, 4))
    placed[:, :3], placed[:, 3] = quat_rotate(pose[1], np.eye(3)).T, pose[0]
    none = np.empty((0, 3), np.float32)
    flat = mesh.texture is None or mesh.uvs is None
    kernels.draw_mesh(
        (surface.colors, surface.depths, surface.ids, surface.normals),
        (mesh.vertices, mesh.faces, none if mesh.normals is None else mesh.normals),
        (
            none if mesh.colors_linear is None else mesh.colors_linear,
            np.empty((0, 0, 3), np.uint8) if flat else mesh.texture,
            none[:, :2] if flat else mesh.uvs,
            _LIGHT_OF_CODE,
        ),
        object_id,
        placed,
        surface.camera_from_world[:3],
        surface.camera.world_from_camera[:3, 3].astype(float),
        _lens(surface.camera),
        _SKY / np.linalg.norm(_SKY),
        _NEAR,
    )


@cache
def _is_compiled() -> bool:
    try:
        require("numba", extra="render")
    except MissingExtraError:
        return False
    return True


def _lens(camera: Camera) -> np.ndarray:
    k = camera.K.astype(float)
    return np.array([k[0, 0], k[1, 1], k[0, 2], k[1, 2]])


def _draw_plainly(surface: Surface, mesh: Mesh, pose: tuple[np.ndarray, np.ndarray], object_id: int) -> None:
    camera, camera_from_world = surface.camera, surface.camera_from_world
    world = transform(*pose, mesh.vertices.astype(float))
    points = world @ camera_from_world[:3, :3].T + camera_from_world[:3, 3]
    shades = _shades(mesh, pose[1], world)
    pixels = points[:, :2] / np.where(points[:, 2:] > _NEAR, points[:, 2:], 1)
    pixels = pixels * (camera.K[0, 0], camera.K[1, 1]) + camera.K[:2, 2]
    front = (points[mesh.faces, 2] > _NEAR).all(axis=1)
    normals = _facing(world[mesh.faces[front]], camera.world_from_camera[:3, 3])
    for face, normal in zip(mesh.faces[front], normals, strict=True):
        covered = _draw_triangle(surface, pixels[face], points[face, 2], shades[face], mesh, face)
        if covered is not None:
            window, inside = covered
            surface.ids[window][inside] = object_id
            surface.normals[window][inside] = normal


def _facing(corners: np.ndarray, eye: np.ndarray) -> np.ndarray:
    """Unit normals (f, 3) of triangles (f, 3, 3), turned to ``eye``; 0 for those without area."""
    flat: np.ndarray = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-30)
    away = ((corners[:, 0] - eye) * flat).sum(axis=1) > 0
    return np.where(away[:, None], -flat, flat)


def _shades(mesh: Mesh, quat: np.ndarray, world: np.ndarray) -> np.ndarray:
    """Linear light per vertex: half from everywhere, half from the sky's side."""
    if mesh.normals is not None:
        normals = quat_rotate(quat, mesh.normals.astype(float))
    else:
        corners = world[mesh.faces]
        flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = np.zeros_like(world)
        np.add.at(normals, mesh.faces.reshape(-1), np.repeat(flat, 3, axis=0))
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    light = 0.5 + 0.5 * np.clip(normals @ (_SKY / np.linalg.norm(_SKY)), 0, 1)
    base = 1.0 if mesh.colors_linear is None else mesh.colors_linear.astype(float)
    return light[:, None] * base * np.ones(3)


def _texels(texture: UInt8[np.ndarray, "h w 3"], uvs: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 3"]:
    """The texture (sRGB) at ``uvs`` in linear light, between the four nearest texels as in glTF's LINEAR."""
    size = np.array(texture.shape[1::-1])
    at = np.clip(uvs * size - 0.5, 0, size - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, size - 1)
    part = at - low
    found = np.zeros((len(uvs), 3))
    for x, wide in ((low[:, 0], 1 - part[:, 0]), (high[:, 0], part[:, 0])):
        for y, tall in ((low[:, 1], 1 - part[:, 1]), (high[:, 1], part[:, 1])):
            found += (wide * tall)[:, None] * (texture[y, x] / 255.0) ** 2.2
    return found


def _draw_triangle(
    surface: Surface,
    pixels: np.ndarray,
    depths: np.ndarray,
    shades: np.ndarray,
    mesh: Mesh,
    face: np.ndarray,
) -> tuple[tuple[slice, slice], np.ndarray] | None:
    """Colour and depth of one triangle; returns the window it is in and which pixels of it are its own."""
    height, width = surface.depths.shape
    low = np.maximum(np.ceil(pixels.min(axis=0) - 0.5), 0).astype(int)
    high = np.minimum(np.floor(pixels.max(axis=0) - 0.5), (width - 1, height - 1)).astype(int)
    if (low > high).any():
        return None
    (ax, ay), (bx, by), (cx, cy) = pixels
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if abs(area) < 1e-12:
        return None
    ys, xs = np.mgrid[low[1] : high[1] + 1, low[0] : high[0] + 1] + 0.5
    v = ((xs - ax) * (cy - ay) - (ys - ay) * (cx - ax)) / area
    w = ((bx - ax) * (ys - ay) - (by - ay) * (xs - ax)) / area
    weights = np.stack([1 - v - w, v, w], axis=-1) / depths
    depth = 1 / weights.sum(axis=-1)
    window = np.s_[low[1] : high[1] + 1, low[0] : high[0] + 1]
    covered = (np.minimum(np.minimum(v, w), 1 - v - w) >= -1e-9) & (depth < surface.depths[window])
    perspective = weights[covered] * depth[covered][:, None]
    colors = perspective @ shades
    if mesh.texture is not None and mesh.uvs is not None:
        colors = colors * _texels(mesh.texture, perspective @ mesh.uvs[face])
    surface.colors[window][covered] = np.clip(colors, 0, 1) ** (1 / 2.2)
    surface.depths[window][covered] = depth[covered]
    return window, covered
