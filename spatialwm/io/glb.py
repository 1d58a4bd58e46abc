"""The native scene file: one GLB that any glTF viewer opens and that loads back to the last bit.

One root node per object; its splats and colliders on child nodes; the rollout as an ordinary animation.
What glTF has no word for stands in one root extension, ``SPATIALWM_scene``: see ``docs/scene-format.md``.
Nothing is lost, nothing is in ``extensionsRequired``.
"""

from dataclasses import asdict, fields
from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError, InputError, SpatialwmError
from spatialwm.geometry.poses import pose_from_matrix
from spatialwm.io.gltf_buffers import GltfReader, GltfWriter, Json
from spatialwm.io.gltf_physics import (
    EXTENSIONS,
    collider_nodes,
    motion_extensions,
    numbers,
    placement,
    read_colliders,
)
from spatialwm.io.gltf_shapes import mesh_index, read_mesh, read_splats, splats_index
from spatialwm.io.gltf_tracks import scale_track, shape_tracks
from spatialwm.io.gltf_trust import more_tracks, read_more_tracks
from spatialwm.scene import (
    Body,
    CageTrack,
    Camera,
    Joint,
    Provenance,
    Rollout,
    Scene,
    SceneObject,
    action_from_json,
    action_to_json,
    credits_of,
)

__all__ = ["VERSION", "decode", "encode", "is_scene"]

VERSION = 1
_OURS = "SPATIALWM_scene"
_NEAR = 0.05
"""Near plane written to glTF cameras [m]; glTF requires one and we have none."""


def encode(scene: Scene, *, splats: bool = True) -> bytes:
    """The scene as GLB bytes; the same scene gives the same bytes.

    Args:
        scene: What to write.
        splats: Leave the splats out for readers that stumble over them; such a file cannot be loaded back.

    Raises:
        InputError: A number in the scene is not finite.
    """
    writer = GltfWriter()
    objects = [_write_object(writer, thing, splats) for thing in scene.objects]
    roots = [entry["node"] for entry in objects] + [_camera_node(writer, c) for c in scene.cameras]
    ours: Json = {
        "version": VERSION,
        "objects": objects,
        "gravity": scene.gravity.tolist(),
        "background": list(scene.background),
        "antialiased": scene.antialiased,
        "cameras": [_camera_json(camera) for camera in scene.cameras],
        "provenance": _provenance_json(scene.provenance),
    }
    if credit := credits_of(scene):
        cast("Json", writer.json["asset"])["copyright"] = "; ".join(credit)
    if scene.rollout is not None:
        nodes = {thing.name: entry["node"] for thing, entry in zip(scene.objects, objects, strict=True)}
        ours["rollout"] = _write_rollout(writer, scene, scene.rollout, nodes)
    writer.json["scene"] = 0
    writer.json["scenes"] = [{"name": "scene"} | ({"nodes": roots} if roots else {})]
    writer.json.setdefault("extensions", {})[_OURS] = ours
    writer.json["extensionsUsed"] = _used(writer, scene, splats)
    try:
        return writer.to_bytes()
    except ValueError as error:
        raise InputError("The scene holds a number that is not finite; it cannot be saved.") from error


def is_scene(data: bytes) -> bool:
    """Whether these are the bytes of a GLB that carries our extension."""
    return data[:4] == b"glTF" and f'"{_OURS}"'.encode() in data


def decode(data: bytes) -> Scene:
    """The scene of GLB bytes that ``encode`` wrote.

    Raises:
        FormatError: Truncated, broken, made by a newer version, or not one of our scenes.
    """
    reader = GltfReader(data)
    ours = cast("Json | None", cast("Json", reader.json.get("extensions", {})).get(_OURS))
    if ours is None:
        raise FormatError("This GLB is no spatialwm scene; make one of it with 'spatialwm create'.")
    if ours.get("version") != VERSION:
        raise FormatError(
            f"This scene has format version {ours.get('version')!r:.10}; this spatialwm reads {VERSION}."
        )
    try:
        objects = [_read_object(reader, entry) for entry in ours["objects"]]
        rollout = ours.get("rollout")
        return Scene(
            objects=tuple(objects),
            gravity=numbers(ours["gravity"], 3),
            background=_triple(ours["background"]),
            antialiased=bool(ours.get("antialiased", False)),
            cameras=tuple(_read_camera(entry) for entry in ours["cameras"]),
            provenance=_read_provenance(ours["provenance"]),
            rollout=_read_rollout(reader, rollout) if rollout is not None else None,
        )
    except FormatError:
        raise
    except SpatialwmError as error:  # a record refused what the file says
        raise FormatError(f"This GLB is broken: {error}") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise FormatError(f"This GLB is broken: its scene description lacks or misstates {error}.") from error


def _used(writer: GltfWriter, scene: Scene, splats: bool) -> list[str]:
    used = [_OURS]
    if splats and scene.splat_count:
        used.append("KHR_gaussian_splatting")
    if scene.objects:  # every object states how it moves
        roots = cast("Json", writer.json["extensions"])
        moving = any(thing.body.kind != "static" for thing in scene.objects)
        used += [
            name
            for name in EXTENSIONS
            if name in roots or name == "OMI_physics_body" or (moving and name == "KHR_physics_rigid_bodies")
        ]
    return sorted(used)


def _write_object(writer: GltfWriter, thing: SceneObject, with_splats: bool) -> Json:
    node: Json = {"name": thing.name} | placement(thing.position, thing.quat)
    if thing.hidden:
        node["scale"] = [0.0, 0.0, 0.0]  # how glTF hides
    node["extensions"] = motion_extensions(thing.body)
    index = writer.add("nodes", node)
    children: list[int] = []
    if thing.mesh is not None:
        node["mesh"] = mesh_index(writer, thing.mesh, thing.name)
    entry: Json = {
        "node": index,
        "category": thing.category,
        "attributes": list(thing.attributes),
        "material": thing.material,
        "body": _body_json(thing.body),
    }
    if thing.provenance is not None:
        entry["provenance"] = _provenance_json(thing.provenance)
    if thing.cage is not None:
        entry["cage"] = writer.add_accessor(thing.cage, use="other")
    if thing.hidden:
        entry["hidden"] = True
    if thing.paint is not None:
        entry["paint"] = list(thing.paint)
    if thing.splats is not None and with_splats:
        name = f"{thing.name}/splats"
        child = writer.add("nodes", {"name": name, "mesh": splats_index(writer, thing.splats, name)})
        children.append(child)
        entry["splats"] = child
    children += collider_nodes(writer, thing, index)
    if children:
        node["children"] = children
    return entry


def _read_object(reader: GltfReader, entry: Json) -> SceneObject:
    node = reader.item("nodes", entry["node"])
    splats = (
        read_splats(reader, reader.item("nodes", entry["splats"]).get("mesh")) if "splats" in entry else None
    )
    return SceneObject(
        name=_text(node["name"]),
        category=_text(entry["category"]),
        attributes=tuple(_text(word) for word in entry["attributes"]),
        material=_text(entry["material"]),
        position=numbers(node["translation"], 3),
        quat=numbers(node["rotation"], 4)[[3, 0, 1, 2]],
        splats=splats,
        mesh=read_mesh(reader, node["mesh"]) if "mesh" in node else None,
        body=_read_body(reader, node, entry["body"]),
        provenance=_read_provenance(entry["provenance"]) if "provenance" in entry else None,
        cage=reader.array(entry["cage"], dtype="<f4", width=3) if "cage" in entry else None,
        hidden=bool(entry.get("hidden", False)),
        paint=_triple(entry["paint"]) if "paint" in entry else None,
    )


def _body_json(body: Body) -> Json:
    plain = {f.name: getattr(body, f.name) for f in fields(Body) if f.name not in ("colliders", "joint")}
    if body.joint is None:
        return plain
    joint = body.joint
    return plain | {
        "joint": {
            "kind": joint.kind,
            "parent": joint.parent,
            "axis": joint.axis.tolist(),
            "anchor": joint.anchor.tolist(),
            "limits": None if joint.limits is None else list(joint.limits),
        }
    }


def _read_body(reader: GltfReader, node: Json, entry: Json) -> Body:
    if entry["kind"] not in ("static", "dynamic", "articulated", "soft"):
        raise FormatError(f"This GLB has a body of unknown kind {entry['kind']!r:.30}.")
    return Body(
        kind=entry["kind"],
        colliders=read_colliders(reader, node),
        mass=_number(entry["mass"]),
        friction=_number(entry["friction"]),
        restitution=_number(entry["restitution"]),
        stiffness=None if entry["stiffness"] is None else _number(entry["stiffness"]),
        poisson=_number(entry.get("poisson", Body.poisson)),
        damping=_number(entry.get("damping", Body.damping)),
        cells=_cells(entry.get("cells", Body.cells)),
        joint=_read_joint(entry["joint"]) if "joint" in entry else None,
    )


def _read_joint(entry: Json) -> Joint:
    if entry["kind"] not in ("hinge", "slide"):
        raise FormatError(f"This GLB has a joint of unknown kind {entry['kind']!r:.30}.")
    limits = entry["limits"]
    return Joint(
        kind=entry["kind"],
        parent=None if entry["parent"] is None else _text(entry["parent"]),
        axis=numbers(entry["axis"], 3),
        anchor=numbers(entry["anchor"], 3),
        limits=None if limits is None else (_number(limits[0]), _number(limits[1])),
    )


def _camera_json(camera: Camera) -> Json:
    return {
        "name": camera.name,
        "world_from_camera": camera.world_from_camera.reshape(-1).tolist(),
        "K": camera.K.reshape(-1).tolist(),
        "width": camera.width,
        "height": camera.height,
    }


def _camera_node(writer: GltfWriter, camera: Camera) -> int:
    """An ordinary glTF camera beside our exact one; glTF cameras look along -z with y up."""
    flip = np.diag([1.0, -1.0, -1.0, 1.0])
    position, quat = pose_from_matrix(camera.world_from_camera @ flip)
    perspective = {
        "yfov": 2 * float(np.arctan(camera.height / 2 / camera.K[1, 1])),
        "aspectRatio": camera.width / camera.height,
        "znear": _NEAR,
    }
    index = writer.add("cameras", {"name": camera.name, "type": "perspective", "perspective": perspective})
    return writer.add("nodes", {"name": f"camera:{camera.name}", "camera": index} | placement(position, quat))


def _read_camera(entry: Json) -> Camera:
    return Camera(
        name=_text(entry["name"]),
        world_from_camera=np.array([_number(x) for x in entry["world_from_camera"]], float).reshape(4, 4),
        K=np.array([_number(x) for x in entry["K"]], float).reshape(3, 3),
        width=int(entry["width"]),
        height=int(entry["height"]),
    )


def _provenance_json(origin: Provenance) -> Json:
    """Without an author, as files were before there were authors."""
    return {key: value for key, value in asdict(origin).items() if key != "author" or value}


def _read_provenance(entry: Json) -> Provenance:
    seed = entry["seed"]
    return Provenance(
        method=_text(entry["method"]),
        source=_text(entry["source"]),
        license=_text(entry["license"]),
        author=_text(entry.get("author", "")),
        seed=None if seed is None else int(seed),
        notes=tuple(_text(note) for note in entry["notes"]),
    )


def _write_rollout(writer: GltfWriter, scene: Scene, rollout: Rollout, nodes: dict[str, int]) -> Json:
    times = writer.add_accessor(rollout.times, use="other", bounds=True)
    channels: list[Json] = []
    samplers: list[Json] = []
    for k, name in enumerate(rollout.names):
        tracks = {"translation": rollout.positions[:, k], "rotation": rollout.quats[:, k][:, [1, 2, 3, 0]]}
        for path, values in tracks.items():
            samplers.append(
                {
                    "input": times,
                    "output": writer.add_accessor(values, use="other"),
                    "interpolation": "LINEAR",
                }
            )
            channels.append({"sampler": len(samplers) - 1, "target": {"node": nodes[name], "path": path}})
    for name in dict.fromkeys(name for name, _, _ in rollout.hidden):
        begins, scales = scale_track(rollout, name)
        samplers.append(
            {
                "input": writer.add_accessor(begins, use="other", bounds=True),
                "output": writer.add_accessor(scales, use="other"),
                "interpolation": "STEP",
            }
        )
        channels.append({"sampler": len(samplers) - 1, "target": {"node": nodes[name], "path": "scale"}})
    for node, sampler in shape_tracks(writer, scene, nodes):
        samplers.append(sampler)
        channels.append({"sampler": len(samplers) - 1, "target": {"node": node, "path": "weights"}})
    if channels:
        writer.add("animations", {"name": "rollout", "channels": channels, "samplers": samplers})
    cages = [[t.name, writer.add_accessor(t.nodes.reshape(-1, 3), use="other")] for t in rollout.cages]
    return {
        "times": times,
        "names": list(rollout.names),
        **({"cages": cages} if cages else {}),
        "actions": [[time, action_to_json(action)] for time, action in rollout.actions],
        "predictor": rollout.predictor,
        "seed": rollout.seed,
        "state_hash": rollout.state_hash,
        "hidden": [list(span) for span in rollout.hidden],
    } | more_tracks(writer, rollout)


def _read_rollout(reader: GltfReader, entry: Json) -> Rollout:
    times = reader.array(entry["times"], dtype="<f4", width=1)
    names = tuple(_text(name) for name in entry["names"])
    samplers = cast("list[Json]", reader.item("animations", 0)["samplers"]) if names else []
    if len(samplers) < 2 * len(names):
        raise FormatError("This GLB is broken: its animation does not fit its rollout.")
    positions = [reader.array(s["output"], dtype="<f4", width=3) for s in samplers[0 : 2 * len(names) : 2]]
    quats = [
        reader.array(s["output"], dtype="<f4", width=4)[:, [3, 0, 1, 2]]
        for s in samplers[1 : 2 * len(names) : 2]
    ]
    return Rollout(
        times=times,
        names=names,
        positions=np.stack(positions, axis=1) if names else np.zeros((len(times), 0, 3), np.float32),
        quats=np.stack(quats, axis=1) if names else np.zeros((len(times), 0, 4), np.float32),
        cages=tuple(_read_cage(reader, track, len(times)) for track in entry.get("cages", [])),
        actions=tuple((_number(time), action_from_json(action)) for time, action in entry["actions"]),
        predictor=_text(entry["predictor"]),
        seed=int(entry["seed"]),
        state_hash=_text(entry["state_hash"]),
        hidden=tuple(
            (_text(n), _number(begin), None if end is None else _number(end))
            for n, begin, end in entry.get("hidden", ())
        ),
        **read_more_tracks(reader, entry, len(times), len(names)),
    )


def _read_cage(reader: GltfReader, entry: Any, frames: int) -> CageTrack:  # noqa: ANN401
    name, accessor = entry
    nodes = reader.array(accessor, dtype="<f4", width=3)
    return CageTrack(name=_text(name), nodes=nodes.reshape(frames, -1, 3))


def _cells(value: Any) -> tuple[int, int, int]:  # noqa: ANN401
    x, y, z = value
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in (x, y, z)):
        raise FormatError(f"This GLB is broken: {value!r:.30} are not whole numbers of cells.")
    return x, y, z


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormatError(f"This GLB is broken: {value!r:.30} is not a text.")
    return value


def _number(value: Any) -> Any:  # noqa: ANN401 (int stays int, float stays float)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise FormatError(f"This GLB is broken: {value!r:.30} is not a number.")
    return value


def _triple(value: Any) -> tuple[float, float, float]:  # noqa: ANN401
    first, second, third = (_number(part) for part in value)
    return first, second, third
