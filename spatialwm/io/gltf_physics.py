"""Bodies and colliders as glTF physics extensions, and back.

Written twice, for two families of readers: KHR_physics_rigid_bodies + KHR_implicit_shapes (drafts of
2025-10-29, which we also read back), and OMI_physics_body + OMI_physics_shape (which Godot 4.3+ reads).
Each collider is a child node of its object, so that its place is an ordinary node transform.
"""

from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.io.gltf_buffers import GltfReader, GltfWriter, Json
from spatialwm.scene import (
    Body,
    Box,
    Capsule,
    Collider,
    ConvexHull,
    Cylinder,
    SceneObject,
    Sphere,
    TriangleMesh,
)

__all__ = ["EXTENSIONS", "collider_nodes", "motion_extensions", "numbers", "placement", "read_colliders"]

_BODIES, _SHAPES = "KHR_physics_rigid_bodies", "KHR_implicit_shapes"
_OMI_BODY, _OMI_SHAPE = "OMI_physics_body", "OMI_physics_shape"
EXTENSIONS = (_BODIES, _SHAPES, _OMI_BODY, _OMI_SHAPE)


def placement(position: np.ndarray, quat: np.ndarray) -> Json:
    """A node's translation and rotation (xyzw)."""
    x, y, z = position.tolist()
    rw, rx, ry, rz = quat.tolist()
    return {"translation": [x, y, z], "rotation": [rx, ry, rz, rw]}


def motion_extensions(body: Body) -> Json:
    """Extensions of an object's own node: how it moves."""
    if body.kind == "static":
        return {_OMI_BODY: {"motion": {"type": "static"}}}
    return {
        _BODIES: {"motion": {"mass": body.mass}},
        _OMI_BODY: {"motion": {"type": "dynamic", "mass": body.mass}},
    }


def collider_nodes(writer: GltfWriter, thing: SceneObject, mesh_node: int) -> list[int]:
    """Write one child node per collider; returns their indices. ``mesh_node`` carries the object's mesh."""
    if not thing.body.colliders:
        return []
    bodies = _root_extension(writer, _BODIES)
    materials = cast("list[Json]", bodies.setdefault("physicsMaterials", []))
    friction = thing.body.friction
    materials.append(
        {
            "staticFriction": friction,
            "dynamicFriction": friction,
            "restitution": thing.body.restitution,
            "frictionCombine": "maximum",
            "restitutionCombine": "maximum",
        }
    )
    return [
        _collider_node(writer, collider, f"{thing.name}/collider{k}", mesh_node, len(materials) - 1)
        for k, collider in enumerate(thing.body.colliders)
    ]


def _collider_node(writer: GltfWriter, collider: Collider, name: str, mesh_node: int, material: int) -> int:
    khr, omi = _geometry(writer, collider, name, mesh_node)
    omi_shapes = cast("list[Json]", _root_extension(writer, _OMI_SHAPE).setdefault("shapes", []))
    omi_shapes.append(omi)
    node = placement(collider.position, collider.quat) | {
        "name": name,
        "extensions": {
            _BODIES: {"collider": {"geometry": khr, "physicsMaterial": material}},
            _OMI_BODY: {"collider": {"shape": len(omi_shapes) - 1}},
        },
    }
    return writer.add("nodes", node)


def _geometry(writer: GltfWriter, collider: Collider, name: str, mesh_node: int) -> tuple[Json, Json]:
    if isinstance(collider, ConvexHull):
        points = writer.add_accessor(collider.points, bounds=True)
        mesh = writer.add(
            "meshes", {"name": name, "primitives": [{"attributes": {"POSITION": points}, "mode": 0}]}
        )
        # The hull's points hang on a node outside the scene: physics reads them, no viewer draws them.
        node = writer.add("nodes", {"name": f"{name}/points", "mesh": mesh})
        return {"node": node, "convexHull": True}, {"type": "convex", "convex": {"mesh": mesh}}
    if isinstance(collider, TriangleMesh):
        mesh = cast("Json", writer.json["nodes"][mesh_node]).get("mesh")
        trimesh: Json = {} if mesh is None else {"mesh": mesh}
        return {"node": mesh_node, "convexHull": False}, {"type": "trimesh", "trimesh": trimesh}
    khr_shapes = cast("list[Json]", _root_extension(writer, _SHAPES).setdefault("shapes", []))
    khr, omi = _implicit(collider)
    khr_shapes.append(khr)
    return {"shape": len(khr_shapes) - 1}, omi


def _implicit(collider: Box | Sphere | Cylinder | Capsule) -> tuple[Json, Json]:
    if isinstance(collider, Box):
        shape: Json = {"type": "box", "box": {"size": collider.size.tolist()}}
        return shape, shape
    if isinstance(collider, Sphere):
        shape = {"type": "sphere", "sphere": {"radius": collider.radius}}
        return shape, shape
    kind = "cylinder" if isinstance(collider, Cylinder) else "capsule"
    radius, height = collider.radius, collider.height
    # OMI counts a capsule's height with its round ends (Godot: "at least twice the radius").
    omi_height = height + 2 * radius if kind == "capsule" else height
    khr = {"radiusTop": radius, "radiusBottom": radius, "height": height}
    return {"type": kind, kind: khr}, {"type": kind, kind: {"radius": radius, "height": omi_height}}


def _root_extension(writer: GltfWriter, name: str) -> Json:
    return cast("Json", writer.json.setdefault("extensions", {}).setdefault(name, {}))


def read_colliders(reader: GltfReader, node: Json) -> tuple[Collider, ...]:
    """The colliders among a node's children, in order."""
    children = [reader.item("nodes", child) for child in cast("list[object]", node.get("children", []))]
    found = [(child, _collider_of(child)) for child in children]
    return tuple(_read_collider(reader, child, collider) for child, collider in found if collider)


def _collider_of(node: Json) -> Json | None:
    return cast("Json", node.get("extensions", {})).get(_BODIES, {}).get("collider")


def _read_collider(reader: GltfReader, node: Json, collider: Json) -> Collider:
    position, quat = numbers(node.get("translation"), 3), numbers(node.get("rotation"), 4)[[3, 0, 1, 2]]
    place: dict[str, Any] = {"position": position, "quat": quat}
    geometry = cast("Json", collider.get("geometry", {}))
    if geometry.get("convexHull") is True:
        mesh = reader.item("meshes", reader.item("nodes", geometry.get("node")).get("mesh"))
        accessor = cast("Json", mesh["primitives"][0]["attributes"])["POSITION"]
        return ConvexHull(points=reader.array(accessor, dtype="<f4", width=3), **place)
    if "node" in geometry:
        return TriangleMesh(**place)
    shapes = cast("list[Json]", reader.json.get("extensions", {}).get(_SHAPES, {}).get("shapes", []))
    index = geometry.get("shape")
    if not isinstance(index, int) or not 0 <= index < len(shapes):
        raise FormatError("This GLB is broken: a collider refers to a shape that is not there.")
    kind = shapes[index].get("type")
    values = cast("Json", shapes[index].get(str(kind), {}))
    match kind:
        case "box":
            return Box(size=numbers(values.get("size"), 3), **place)
        case "sphere":
            return Sphere(radius=values["radius"], **place)
        case "cylinder":
            return Cylinder(radius=values["radiusTop"], height=values["height"], **place)
        case "capsule":
            return Capsule(radius=values["radiusTop"], height=values["height"], **place)
        case _:
            raise FormatError(f"This GLB has a collider of unknown shape {kind!r:.30}.")


def numbers(value: object, count: int) -> np.ndarray:
    """A JSON list of ``count`` numbers as float32, exactly as it was written."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    if len(items) != count or not all(isinstance(x, int | float) and not isinstance(x, bool) for x in items):
        raise FormatError(f"This GLB is broken: {value!r:.40} is not {count} numbers.")
    return np.array(items, np.float32)
