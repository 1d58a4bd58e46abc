"""Other people's meshes (GLB, OBJ, PLY, STL), read through trimesh.

Every part of the file becomes a static object that collides with its own triangles. Read: triangles, normals,
vertex colours, one base colour texture, metalness and roughness. Lost: animation, skins, further textures,
transparency; materials that stand in files beside an OBJ, unless the caller knows how to get these.
"""

import importlib
import io
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.io.gltf_shapes import to_linear
from spatialwm.scene import Body, Mesh, Provenance, Scene, SceneObject, TriangleMesh

__all__ = ["decode"]

_NO_UNIT = "The file states no unit; its lengths were taken for metres and +Y for up."
_MAX_TRIANGLES = 20_000_000
"""About 1 GB in memory; instances can multiply a small file to any size."""


def decode(
    data: bytes, suffix: str, *, name: str = "mesh", beside: Callable[[str], bytes] | None = None
) -> Scene:
    """The parts of a mesh file as static objects.

    Args:
        data: The file.
        suffix: ``glb``, ``obj``, ``ply`` or ``stl``.
        name: For an object whose file does not name it.
        beside: Gives the bytes of a file that an OBJ names; by default such files are not read. The parts of
            an OBJ are then named after their materials.

    Raises:
        FormatError: trimesh cannot read the file, or it holds no triangles.
    """
    parts = _parts(_trimesh_scene(data, suffix, beside))
    if not parts:
        raise FormatError(f"This {suffix.upper()} file holds no triangles.")
    if sum(len(mesh.faces) for _, _, mesh in parts) > _MAX_TRIANGLES:
        raise FormatError(
            f"This {suffix.upper()} file unfolds to over {_MAX_TRIANGLES:,} triangles; thin it."
        )
    objects: list[SceneObject] = []
    for node, matrix, geometry in parts:
        label = name if len(parts) == 1 and suffix != "glb" else node
        objects.append(_object(_unique(label, objects), matrix, geometry, suffix))
    notes = () if suffix == "glb" else (_NO_UNIT,)
    return Scene(
        objects=tuple(objects), provenance=Provenance(method=f"imported:{suffix}", source=name, notes=notes)
    )


class _Beside:
    """What trimesh calls a resolver."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self.get = read

    def __getitem__(self, name: str) -> bytes:
        return self.get(name)


def _trimesh_scene(data: bytes, suffix: str, beside: Callable[[str], bytes] | None) -> Any:  # noqa: ANN401
    trimesh: Any = importlib.import_module("trimesh")
    try:
        # without a resolver, files that an OBJ or GLB names beside itself are never opened
        resolver = None if beside is None else _Beside(beside)
        loaded: Any = trimesh.load_scene(
            io.BytesIO(data), file_type=suffix, resolver=resolver, process=suffix == "stl"
        )
    except Exception as error:  # parsers of foreign files raise whatever they like
        raise FormatError(f"This {suffix.upper()} file cannot be read: {error!s:.120}.") from error
    return loaded


def _parts(scene: Any) -> list[tuple[str, np.ndarray, Any]]:  # noqa: ANN401
    """Name, 4x4 ``world_from_part`` and geometry of every part that has triangles."""
    found: list[tuple[str, np.ndarray, Any]] = []
    for node in cast("list[str]", scene.graph.nodes_geometry):
        matrix, geometry_name = scene.graph[node]
        geometry = scene.geometry[geometry_name]
        if len(getattr(geometry, "faces", ())):
            found.append((str(node), np.asarray(matrix, float), geometry))
    return found


def _unique(label: str, objects: list[SceneObject]) -> str:
    base = label.replace("/", "_")[:180] or "mesh"
    taken = {thing.name for thing in objects}
    return next(n for n in (base, *(f"{base}-{k}" for k in range(2, len(taken) + 3))) if n not in taken)


def _object(name: str, matrix: np.ndarray, geometry: Any, suffix: str) -> SceneObject:  # noqa: ANN401
    """An object at the part's pose; a scaling or shearing part is baked into its vertices instead."""
    linear = matrix[:3, :3]
    rigid = np.allclose(linear @ linear.T, np.eye(3), atol=1e-5) and np.linalg.det(linear) > 0
    quat = quat_from_matrix(linear) if rigid else np.array([1.0, 0, 0, 0])
    mesh = _mesh(geometry, np.eye(3) if rigid else linear, suffix)
    return SceneObject(
        name=name,
        category="mesh",
        position=matrix[:3, 3],
        quat=quat,
        mesh=mesh,
        body=Body(colliders=(TriangleMesh(),)),
    )


def _mesh(geometry: Any, linear: np.ndarray, suffix: str) -> Mesh:  # noqa: ANN401
    vertices = np.asarray(geometry.vertices, float)
    faces = np.asarray(geometry.faces, np.int64)
    finite = np.isfinite(vertices).all() and np.isfinite(linear).all()
    if not finite or faces.min() < 0 or faces.max() >= len(vertices):
        raise FormatError(
            "This mesh file is broken: a corner is not finite or a triangle points at no vertex."
        )
    vertices = vertices @ linear.T
    if np.linalg.det(linear) < 0:  # a mirrored part turns its triangles inside out
        faces = faces[:, ::-1]
    uvs, texture, factors = _surface(geometry)
    colors = _vertex_colors(geometry, suffix)
    tint = factors["color"]
    if tint is not None:
        colors = (np.ones((len(vertices), 3)) if colors is None else colors) * tint
    return Mesh(
        vertices=vertices,
        faces=faces,
        colors_linear=colors,
        uvs=uvs,
        texture=texture,
        metallic=factors["metallic"],
        roughness=factors["roughness"],
    )


def _vertex_colors(geometry: Any, suffix: str) -> np.ndarray | None:  # noqa: ANN401
    """Linear vertex colours; glTF stores them linear, all others as sRGB bytes."""
    visual = geometry.visual
    colors = visual.vertex_colors if visual.kind == "vertex" else None
    if colors is None and visual.kind == "texture":
        colors = visual.vertex_attributes.get("color")
    if colors is None or len(colors) != len(geometry.vertices):
        return None
    values = np.asarray(colors)[:, :3]
    values = values / 255 if values.dtype == np.uint8 else np.clip(values.astype(float), 0, 1)
    return values if suffix == "glb" else to_linear(values)


def _surface(geometry: Any) -> tuple[np.ndarray | None, np.ndarray | None, dict[str, Any]]:  # noqa: ANN401
    """Texture coordinates, texture, and the material's factors."""
    factors: dict[str, Any] = {"color": None, "metallic": 0.0, "roughness": 0.8}
    visual = geometry.visual
    if visual.kind != "texture":
        return None, None, factors
    material = visual.material
    physical = hasattr(material, "baseColorTexture")
    image = material.baseColorTexture if physical else getattr(material, "image", None)
    tint = material.baseColorFactor if physical else getattr(material, "diffuse", None)
    if tint is not None and not np.all(np.asarray(tint)[:3] == 255):
        bytes_or_floats = np.asarray(tint)[:3]
        values = bytes_or_floats / 255 if bytes_or_floats.dtype.kind in "ui" else bytes_or_floats
        factors["color"] = values if physical else to_linear(values)
    if physical:
        for key, default in (("metallic", 1.0), ("roughness", 1.0)):
            value = getattr(material, f"{key}Factor")
            factors[key] = default if value is None else float(value)
    if image is None or visual.uv is None or len(visual.uv) != len(geometry.vertices):
        return None, None, factors
    uvs = np.asarray(visual.uv, float) * [1, -1] + [0, 1]  # trimesh counts from the bottom
    return uvs, np.asarray(image.convert("RGB")), factors
