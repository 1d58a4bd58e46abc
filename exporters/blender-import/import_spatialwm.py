"""Builds this folder's scene in the open Blender file: objects, motion, rigid bodies, splats as points.

    blender --python import_spatialwm.py                the recorded motion
    blender --python import_spatialwm.py -- live        Blender's own physics instead

Needs Blender 4.2 or newer. Running it again replaces what it made. ``physics.json`` is in glTF's frame
(right-handed, +Y up, metres, wxyz); Blender's is (x, -z, y) of it.
"""

import json
import math
import sys
from pathlib import Path

import bpy
from mathutils import Matrix, Quaternion, Vector

FORMAT, VERSION = "spatialwm-engine-bundle", 1
RATE = 60
NAME = "__SCENE_NAME__"
SHAPES = {
    "box": "BOX",
    "sphere": "SPHERE",
    "capsule": "CAPSULE",
    "convex": "CONVEX_HULL",
    "mesh": "MESH",
}
"""Blender takes the size of the first three from the bounds of their meshes, upright along z."""
ROUNDED = ("BOX", "SPHERE", "CAPSULE")
MARGIN = 0.001
"""[m] Taken off the inside of these; put around the others, where it would keep things 2 mm apart."""
FROM_PLY = Matrix.Rotation(-math.pi / 2, 4, "X")
"""x right, y down, z forward becomes x right, y forward, z up."""


def main(folder: Path, *, live: bool) -> None:
    """Import everything in ``folder``; with ``live`` nothing is animated and things fall."""
    bundle = json.loads((folder / "physics.json").read_text(encoding="utf-8"))
    if (bundle.get("format"), bundle.get("version")) != (FORMAT, VERSION):
        raise RuntimeError("physics.json is of another version; export the scene again.")
    home = _emptied(NAME)
    scene = bpy.context.scene
    scene.render.fps = RATE
    found = _import_meshes(folder, home)
    _prepare_physics(bundle["gravity"])
    made = {}
    for entry in bundle["objects"]:
        thing = made[entry["name"]] = found[entry["id"]]
        thing["category"] = entry["category"]
        if live:
            thing.animation_data_clear()
            thing.location = _point(entry["position"])
            thing.rotation_quaternion = _turn(entry["quat"])
        _add_body(thing, entry, home, live=live)
        _add_splats(folder, thing, entry)
    for entry in bundle["objects"]:
        if live and "joint" in entry:
            _add_joint(made, entry, home)
    times = bundle.get("rollout", {}).get("times", [0])
    scene.frame_start, scene.frame_end = 0, max(math.ceil(times[-1] * RATE), 250 if live else 1)
    scene.rigidbody_world.point_cache.frame_end = scene.frame_end
    scene.frame_set(0)


def _emptied(name: str) -> bpy.types.Collection:
    """The collection of that name in the scene, with what an earlier import left removed."""
    for label in (name, f"{name} splats"):
        old = bpy.data.collections.get(label)
        if old is not None:
            for thing in list(old.all_objects):
                bpy.data.objects.remove(thing, do_unlink=True)
            bpy.data.collections.remove(old)
    home, cloud = bpy.data.collections.new(name), bpy.data.collections.new(f"{name} splats")
    for collection in (home, cloud):
        bpy.context.scene.collection.children.link(collection)
    cloud.hide_viewport = cloud.hide_render = True
    return home


def _import_meshes(folder: Path, home: bpy.types.Collection) -> dict[str, bpy.types.Object]:
    before = set(bpy.data.objects)
    bpy.context.scene.render.fps = RATE  # the importer counts frames by it
    bpy.ops.import_scene.gltf(filepath=str(folder / "scene.glb"))
    fresh = [thing for thing in bpy.data.objects if thing not in before]
    for thing in fresh:
        for collection in list(thing.users_collection):
            collection.objects.unlink(thing)
        home.objects.link(thing)
        thing.rotation_mode = "QUATERNION"
    return {thing.name.partition(".")[0]: thing for thing in fresh if thing.parent is None}


def _prepare_physics(gravity: list[float]) -> None:
    scene = bpy.context.scene
    if scene.rigidbody_world is None:
        bpy.ops.rigidbody.world_add()
    if scene.rigidbody_world.collection is None:
        scene.rigidbody_world.collection = bpy.data.collections.new("RigidBodyWorld")
    scene.rigidbody_world.substeps_per_frame = 10
    scene.use_gravity = True
    scene.gravity = _point(gravity)


def _add_body(thing: bpy.types.Object, entry: dict, home: bpy.types.Collection, *, live: bool) -> None:
    """A compound of the object's colliders. While the recorded motion plays it only pushes others."""
    if not entry["colliders"]:
        return
    for k, collider in enumerate(entry["colliders"]):
        shape = SHAPES[collider["shape"]]
        child = _collider(thing, collider, f"{entry['id']}.collider.{k}")
        if child is None:
            continue
        home.objects.link(child)
        child.parent = thing
        child.matrix_local = _place(collider)
        child.display_type, child.hide_render = "WIRE", True
        _give_body(child, entry, shape)
    if entry["mesh"] == "colliders":  # there to collide, not to be seen
        thing.display_type, thing.hide_render = "WIRE", True
    _give_body(thing, entry, "COMPOUND")
    thing.rigid_body.kinematic = not live
    if entry["mass"] > 0:
        thing.rigid_body.mass = entry["mass"]


def _give_body(thing: bpy.types.Object, entry: dict, shape: str) -> None:
    bpy.context.scene.rigidbody_world.collection.objects.link(thing)
    body = thing.rigid_body
    body.type = "PASSIVE" if entry["kind"] == "static" else "ACTIVE"
    body.collision_shape = shape
    body.friction, body.restitution = entry["friction"], entry["restitution"]
    body.use_margin, body.collision_margin = True, MARGIN if shape in ROUNDED else 0.0


def _collider(thing: bpy.types.Object, collider: dict, name: str) -> bpy.types.Object | None:
    if collider["shape"] == "mesh":
        return bpy.data.objects.new(name, thing.data) if thing.data is not None else None
    corners, faces = _corners(collider)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([_point(corner) for corner in corners], [], faces)
    return bpy.data.objects.new(name, mesh)


def _place(collider: dict) -> Matrix:
    if collider["shape"] == "mesh":
        return Matrix.Identity(4)
    return Matrix.LocRotScale(_point(collider["position"]), _turn(collider["quat"]), None)


def _corners(collider: dict) -> tuple[list[list[float]], list[list[int]]]:
    """Corners in glTF's axes; what has no triangles is taken as the hull of its corners."""
    kind = collider["shape"]
    if kind == "convex":
        flat, ids = collider["vertices"], collider["triangles"]
        return [flat[k : k + 3] for k in range(0, len(flat), 3)], [
            ids[k : k + 3] for k in range(0, len(ids), 3)
        ]
    if kind == "box":
        x, y, z = (size / 2 for size in collider["size"])
        corners = [[a * x, b * y, c * z] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]
        return corners, [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    radius, half = collider["radius"], collider.get("height", 0.0) / 2
    rings, sides = 8, 16
    corners = []
    for i in range(rings + 1):
        polar = math.pi * i / rings
        up = half if i < rings / 2 else -half
        for j in range(sides):
            turn = 2 * math.pi * j / sides
            across = radius * math.sin(polar)
            corners.append([across * math.sin(turn), radius * math.cos(polar) + up, across * math.cos(turn)])
    faces = []
    for i in range(rings):
        for j in range(sides):
            here, beside = i * sides + j, i * sides + (j + 1) % sides
            faces.append([here, here + sides, beside + sides, beside])
    return corners, faces


def _add_splats(folder: Path, thing: bpy.types.Object, entry: dict) -> None:
    if "splats" not in entry:
        return
    before = set(bpy.data.objects)
    bpy.ops.wm.ply_import(filepath=str(folder / entry["splats"]), forward_axis="Y", up_axis="Z")
    for cloud in set(bpy.data.objects) - before:
        for collection in list(cloud.users_collection):
            collection.objects.unlink(cloud)
        bpy.data.collections[f"{NAME} splats"].objects.link(cloud)
        cloud.parent, cloud.matrix_local = thing, FROM_PLY


def _add_joint(made: dict[str, bpy.types.Object], entry: dict, home: bpy.types.Collection) -> None:
    """A hinge turns about the constraint's own z, a slider goes along its own x."""
    joint, thing = entry["joint"], made[entry["name"]]
    hinge = joint["kind"] == "hinge"
    empty = bpy.data.objects.new(f"{entry['id']}.joint", None)
    home.objects.link(empty)
    turn = Vector((0, 0, 1) if hinge else (1, 0, 0)).rotation_difference(_point(joint["axis"]))
    bpy.context.view_layer.update()
    empty.matrix_world = thing.matrix_world @ Matrix.LocRotScale(_point(joint["anchor"]), turn, None)
    world = bpy.context.scene.rigidbody_world
    if world.constraints is None:
        world.constraints = bpy.data.collections.new("RigidBodyConstraints")
    world.constraints.objects.link(empty)
    constraint = empty.rigid_body_constraint
    constraint.type = "HINGE" if hinge else "SLIDER"
    constraint.object2 = thing
    constraint.object1 = made.get(joint.get("parent", "")) or _anchor(home)
    if "limits" in joint:
        low, high = (limit - joint.get("value", 0.0) for limit in joint["limits"])
        if hinge:
            constraint.use_limit_ang_z = True
            constraint.limit_ang_z_lower, constraint.limit_ang_z_upper = low, high
        else:
            constraint.use_limit_lin_x = True
            constraint.limit_lin_x_lower, constraint.limit_lin_x_upper = low, high


def _anchor(home: bpy.types.Collection) -> bpy.types.Object:
    """A body that stands still and touches nothing, for joints that hang on the world."""
    name = f"{NAME}.world"
    anchor = home.objects.get(name)
    if anchor is None:
        anchor = bpy.data.objects.new(name, bpy.data.meshes.new(name))
        home.objects.link(anchor)
        bpy.context.scene.rigidbody_world.collection.objects.link(anchor)
        anchor.rigid_body.type, anchor.rigid_body.collision_shape = "PASSIVE", "BOX"
        anchor.rigid_body.collision_collections = [k == 19 for k in range(20)]
    return anchor


def _point(values: list[float]) -> Vector:
    x, y, z = values
    return Vector((x, -z, y))


def _turn(quat: list[float]) -> Quaternion:
    w, x, y, z = quat
    return Quaternion((w, x, -z, y))


if __name__ == "__main__":
    here = Path(bpy.data.texts["import_spatialwm.py"].filepath if "__file__" not in globals() else __file__)
    main(
        here.resolve().parent, live="live" in sys.argv[sys.argv.index("--") :] if "--" in sys.argv else False
    )
