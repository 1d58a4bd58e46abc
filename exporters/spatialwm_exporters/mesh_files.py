"""Meshes as Wavefront OBJ with a PNG texture: what MuJoCo, PyBullet, Gazebo and Drake all read."""

import numpy as np

from spatialwm.frames import Frame, points_to, vectors_to
from spatialwm.io.images import encode_png
from spatialwm.scene import Mesh

__all__ = ["obj_bytes", "texture_bytes"]


def obj_bytes(mesh: Mesh, frame: Frame, *, material: str | None = None) -> bytes:
    """The mesh in another frame's axes and unit; float32 to the last digit.

    Colours per vertex are lost. OBJ counts texture rows from the bottom, we from the top.

    Args:
        mesh: What to write.
        frame: Unmirrored.
        material: Its name in ``<material>.mtl``, when there is one.
    """
    lines = [] if material is None else [f"mtllib {material}.mtl", f"usemtl {material}"]
    lines += _rows("v", points_to(frame, mesh.vertices))
    if mesh.uvs is not None:
        lines += _rows("vt", mesh.uvs * np.array([1, -1], np.float32) + np.array([0, 1], np.float32))
    if mesh.normals is not None:
        lines += _rows("vn", vectors_to(frame, mesh.normals))
    corner = {(False, False): "{0}", (True, False): "{0}/{0}", (False, True): "{0}//{0}"}.get(
        (mesh.uvs is not None, mesh.normals is not None), "{0}/{0}/{0}"
    )
    lines += [f"f {' '.join(corner.format(k) for k in face)}" for face in (mesh.faces + 1).tolist()]
    return ("\n".join(lines) + "\n").encode("ascii")


def texture_bytes(mesh: Mesh) -> bytes | None:
    """Its texture as PNG."""
    return None if mesh.texture is None else encode_png(np.ascontiguousarray(mesh.texture))


def _rows(word: str, values: np.ndarray) -> list[str]:
    return [f"{word} {' '.join(map(str, row))}" for row in np.asarray(values, np.float32).tolist()]
