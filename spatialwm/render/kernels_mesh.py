# pyright: basic
"""Triangles to pixels, compiled: the fast twin of ``meshes._draw_plainly``, in its order and precision."""

import math
from typing import no_type_check

import numpy as np
from numba import njit

__all__ = ["draw_mesh"]

_GAMMA = 1 / 2.2


@njit(cache=True, error_model="numpy", nogil=True)
@no_type_check
def _placed(vertices, pose, found):
    """``pose`` (3, 4) applied to points."""
    for k in range(len(vertices)):
        x, y, z = np.float64(vertices[k, 0]), np.float64(vertices[k, 1]), np.float64(vertices[k, 2])
        for r in range(3):
            found[k, r] = pose[r, 0] * x + pose[r, 1] * y + pose[r, 2] * z + pose[r, 3]


@njit(cache=True, error_model="numpy", nogil=True)
@no_type_check
def _normal(world, a, b, c):
    """Twice the area of a triangle, along its normal."""
    x1, y1, z1 = world[b, 0] - world[a, 0], world[b, 1] - world[a, 1], world[b, 2] - world[a, 2]
    x2, y2, z2 = world[c, 0] - world[a, 0], world[c, 1] - world[a, 1], world[c, 2] - world[a, 2]
    return y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2


@njit(cache=True, error_model="numpy", nogil=True)
@no_type_check
def _vertex_normals(world, faces, own, pose, found):
    """Of the mesh itself, turned; else the mean over its triangles by area, not yet of unit length."""
    if len(own):
        for k in range(len(own)):
            x, y, z = np.float64(own[k, 0]), np.float64(own[k, 1]), np.float64(own[k, 2])
            for r in range(3):
                found[k, r] = pose[r, 0] * x + pose[r, 1] * y + pose[r, 2] * z
        return
    found[:] = 0.0
    for f in range(len(faces)):
        x, y, z = _normal(world, faces[f, 0], faces[f, 1], faces[f, 2])
        for r in range(3):
            k = faces[f, r]
            found[k, 0] += x
            found[k, 1] += y
            found[k, 2] += z
    for k in range(len(found)):
        length = math.sqrt(found[k, 0] ** 2 + found[k, 1] ** 2 + found[k, 2] ** 2)
        for r in range(3):
            found[k, r] /= max(length, 1e-12)


@njit(cache=True, error_model="numpy", nogil=True)
@no_type_check
def _texel(linear, texture, u, v, channel):
    """The texture between its four nearest texels; ``linear`` is light by sRGB code."""
    high, wide = texture.shape[0], texture.shape[1]
    x = min(max(u * wide - 0.5, 0.0), wide - 1.0)
    y = min(max(v * high - 0.5, 0.0), high - 1.0)
    x0, y0 = int(math.floor(x)), int(math.floor(y))
    x1, y1 = min(x0 + 1, wide - 1), min(y0 + 1, high - 1)
    right, below = x - x0, y - y0
    return (
        (1 - right) * (1 - below) * linear[texture[y0, x0, channel]]
        + (1 - right) * below * linear[texture[y1, x0, channel]]
        + right * (1 - below) * linear[texture[y0, x1, channel]]
        + right * below * linear[texture[y1, x1, channel]]
    )


@njit(cache=True, error_model="numpy", nogil=True)
@no_type_check
def draw_mesh(picture, mesh, paint, object_id, world_from_object, camera_from_world, eye, lens, sky, near):
    """Draw a mesh into a surface; nearer surfaces win.

    Args:
        picture: (colors, depths, ids, normals) of the surface, written in place.
        mesh: (vertices, faces, normals); no normals when the array is empty.
        paint: (linear colours per vertex, texture, uvs, light by sRGB code); empty arrays for none.
        object_id: For ``ids``.
        world_from_object: (3, 4).
        camera_from_world: (3, 4).
        eye: Of the camera, in the world [m].
        lens: Focal lengths and principal point [px].
        sky: Unit direction that light comes from.
        near: Triangles that reach nearer are left out [m].
    """
    colors, depths, ids, normals = picture
    vertices, faces, own = mesh
    base, texture, uvs, linear = paint
    count, textured = len(vertices), len(uvs) > 0
    world, points, facing = np.empty((count, 3)), np.empty((count, 3)), np.empty((count, 3))
    _placed(vertices, world_from_object, world)
    _placed(world, camera_from_world, points)
    _vertex_normals(world, faces, own, world_from_object, facing)
    shades, pixels = np.empty((count, 3)), np.empty((count, 2))
    for k in range(count):
        lit = facing[k, 0] * sky[0] + facing[k, 1] * sky[1] + facing[k, 2] * sky[2]
        light = 0.5 + 0.5 * min(max(lit, 0.0), 1.0)
        for r in range(3):
            shades[k, r] = light * (np.float64(base[k, r]) if len(base) else 1.0)
        z = points[k, 2] if points[k, 2] > near else 1.0
        pixels[k, 0] = points[k, 0] / z * lens[0] + lens[2]
        pixels[k, 1] = points[k, 1] / z * lens[1] + lens[3]
    high, wide = depths.shape
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        if not (points[a, 2] > near and points[b, 2] > near and points[c, 2] > near):
            continue
        ax, ay, bx, by, cx, cy = (
            pixels[a, 0], pixels[a, 1], pixels[b, 0], pixels[b, 1], pixels[c, 0], pixels[c, 1],
        )  # fmt: skip
        left = max(math.ceil(min(ax, bx, cx) - 0.5), 0.0)
        right = min(math.floor(max(ax, bx, cx) - 0.5), wide - 1.0)
        top = max(math.ceil(min(ay, by, cy) - 0.5), 0.0)
        bottom = min(math.floor(max(ay, by, cy) - 0.5), high - 1.0)
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if not (left <= right and top <= bottom and abs(area) >= 1e-12):
            continue
        nx, ny, nz = _normal(world, a, b, c)
        length = max(math.sqrt(nx * nx + ny * ny + nz * nz), 1e-30)
        away = (world[a, 0] - eye[0]) * nx + (world[a, 1] - eye[1]) * ny + (world[a, 2] - eye[2]) * nz
        turn = -1 / length if away > 0 else 1 / length
        flat = not textured
        for r in range(3):
            flat = flat and shades[a, r] == shades[b, r] == shades[c, r]
        red = min(max(shades[a, 0], 0.0), 1.0) ** _GAMMA
        green = min(max(shades[a, 1], 0.0), 1.0) ** _GAMMA
        blue = min(max(shades[a, 2], 0.0), 1.0) ** _GAMMA
        za, zb, zc = points[a, 2], points[b, 2], points[c, 2]
        for row in range(int(top), int(bottom) + 1):
            y = row + 0.5
            for column in range(int(left), int(right) + 1):
                x = column + 0.5
                v = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
                w = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
                u = 1 - v - w
                if min(v, w, u) < -1e-9:
                    continue
                ua, vb, wc = u / za, v / zb, w / zc
                depth = 1 / (ua + vb + wc)
                if not depth < depths[row, column]:
                    continue
                depths[row, column] = depth
                ids[row, column] = object_id
                normals[row, column, 0], normals[row, column, 1] = nx * turn, ny * turn
                normals[row, column, 2] = nz * turn
                if flat:
                    colors[row, column, 0] = red
                    colors[row, column, 1], colors[row, column, 2] = green, blue
                    continue
                ua, vb, wc = ua * depth, vb * depth, wc * depth
                for r in range(3):
                    shade = ua * shades[a, r] + vb * shades[b, r] + wc * shades[c, r]
                    if textured:
                        across = ua * uvs[a, 0] + vb * uvs[b, 0] + wc * uvs[c, 0]
                        down = ua * uvs[a, 1] + vb * uvs[b, 1] + wc * uvs[c, 1]
                        shade *= _texel(linear, texture, across, down, r)
                    colors[row, column, r] = min(max(shade, 0.0), 1.0) ** _GAMMA
