"""Other people's readers, each asked where the points of an export are; all answers are in our frame [m].

Those that live in environments of their own are found by environment variables: ``SPATIALWM_NODE_MODULES``
(three, gltf-validator; by default the viewer's), ``SPATIALWM_PYTHON_BPY`` and ``SPATIALWM_PYTHON_NEWTON``
(interpreters that have them). They run as processes of their own. Those of ``interop_tools`` join them.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.dynamics.library import load_mujoco
from spatialwm.frames import BLENDER, PLY_RDF, USD_Y_UP, USD_Z_UP, points_from
from spatialwm.geometry.harmonics import SH_C0
from spatialwm.geometry.poses import transform
from spatialwm.io import glb, load
from spatialwm.scene import Scene
from spatialwm_exporters.interop_facts import color_table, expected_facts
from spatialwm_exporters.interop_scene import TIMES, expected_points
from spatialwm_exporters.interop_scripts import (
    BPY,
    BPY_REST,
    MUJOCO_WEB,
    NEWTON,
    THREE_GLTF,
    THREE_SPLATS,
    VALIDATOR,
)
from spatialwm_exporters.interop_tool_scripts import NEWTON_READ
from spatialwm_exporters.interop_tools import TOOLS, node_modules, process, tool_missing
from spatialwm_exporters.live import ENGINE, model_of
from spatialwm_exporters.usd_library import load_usd

__all__ = [
    "READERS",
    "Points",
    "Reader",
    "blender_rest",
    "missing_reason",
    "newton_rest",
    "web_missing",
    "web_rest",
]

Points = dict[str, np.ndarray]
Reader = Callable[[Path], Points]


def missing_reason(reader: str) -> str | None:
    """Why a reader cannot run here; None when it can."""
    if reader in ("this library", "MuJoCo"):
        return None
    if reader in TOOLS:
        return tool_missing(reader)
    if reader in ("three", "gltf-validator"):
        if shutil.which("node") is None:
            return "Node is not installed"
        return None if (node_modules() / reader).exists() else f"{reader} is not in {node_modules().name}"
    if reader in ("bpy", "Newton"):
        name = f"SPATIALWM_PYTHON_{reader.upper()}"
        return None if os.environ.get(name) else f"{name} names no interpreter that has it"
    module = {"usd-core": "pxr"}.get(reader, reader)
    if module in ("trimesh", "pxr", "pygltflib"):
        return None if util.find_spec(module) else "it is not installed"
    return "no editor runs here"


def web_missing() -> str | None:
    """Why MuJoCo's web build cannot run here; None when it can."""
    if shutil.which("node") is None:
        return "Node is not installed"
    return None if all(part.exists() for part in ENGINE) else "it is not beside the page (make page)"


def _node(script: str, *arguments: str) -> Any:  # noqa: ANN401
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(node_modules().resolve())
        (folder / "read.mjs").write_text(script, encoding="utf-8")
        return process(["node", "read.mjs", *arguments], folder)


def _ours(path: Path) -> Points:
    if path.suffix == ".html":
        import base64

        inside = path.read_bytes().split(b'id="spatialwm-scene">')[1].split(b"</script>")[0]
        scene = glb.decode(base64.b64decode(inside, validate=True))
    else:
        scene = load(path)
    return expected_points(scene) | expected_facts(scene)


def _trimesh(path: Path) -> Points:
    trimesh = import_module("trimesh")
    loaded = trimesh.load_scene(path)
    found: Points = {}
    for node in loaded.graph.nodes_geometry:
        matrix, label = loaded.graph[node]
        shape = loaded.geometry[label]
        if isinstance(shape, trimesh.Trimesh):
            found[node] = np.asarray(trimesh.transform_points(shape.vertices, matrix), float)
    return found


def _trimesh_in(place: str) -> Reader:
    return lambda folder: _trimesh(folder / place)


def _unreal(folder: Path) -> Points:
    """Meshes stand at the origin there; the bundle says where they go."""
    meshes = _trimesh(folder / "meshes.glb")
    bundle = json.loads((folder / "physics.json").read_text(encoding="utf-8"))
    placed = {
        entry["id"]: (np.array(entry["position"]), np.array(entry["quat"])) for entry in bundle["objects"]
    }
    return {name: transform(*placed[name], points) for name, points in meshes.items() if name in placed}


def _pygltflib(path: Path) -> Points:
    library = import_module("pygltflib")
    gltf = library.GLTF2().load(str(path))
    blob, found = gltf.binary_blob(), Points()
    for node in gltf.nodes:
        if node.mesh is None or "/" in (node.name or ""):
            continue
        accessor = gltf.accessors[gltf.meshes[node.mesh].primitives[0].attributes.POSITION]
        view = gltf.bufferViews[accessor.bufferView]
        start = (view.byteOffset or 0) + (accessor.byteOffset or 0)
        points = np.frombuffer(blob, "<f4", 3 * accessor.count, start).reshape(-1, 3).astype(float)
        x, y, z, w = node.rotation
        found[node.name] = transform(np.array(node.translation), np.array([w, x, y, z]), points)
    return found


def _three_gltf(path: Path) -> Points:
    answer = _node(THREE_GLTF, str(path.resolve()), json.dumps(TIMES))
    return {name: np.array(points, float).reshape(-1, 3) for name, points in answer.items()}


def _three_splats(path: Path) -> Points:
    rows = np.array(_node(THREE_SPLATS, str(path.resolve())), float).reshape(-1, 6)
    points = rows[:, :3] if path.suffix == ".spz" else points_from(PLY_RDF, rows[:, :3])
    return {"splats": points, "colors": color_table(points, rows[:, 3:])}


def _validator(path: Path) -> Points:
    errors = _node(VALIDATOR, str(path.resolve()))
    if errors:
        raise RuntimeError(f"{len(errors)} errors, first: {errors[0]['message']:.120}")
    return {}


def _mujoco(folder: Path) -> Points:
    mujoco = load_mujoco()
    (path,) = [p for p in folder.iterdir() if p.suffix in (".xml", ".urdf")]
    model = mujoco.MjModel.from_xml_path(str(path))
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    found = Points()
    for geom in np.flatnonzero(model.geom_contype == 0):
        mesh = model.geom_dataid[geom]
        start = model.mesh_vertadr[mesh]
        corners = model.mesh_vert[start : start + model.mesh_vertnum[mesh]].astype(float)
        placed = corners @ data.geom_xmat[geom].reshape(3, 3).T + data.geom_xpos[geom]
        found[model.body(int(model.geom_bodyid[geom])).name] = points_from(USD_Z_UP, placed)
    boxes = (model.geom_contype != 0) & (model.geom_type == mujoco.mjtGeom.mjGEOM_BOX)
    for geom in np.flatnonzero(boxes):
        label = f"boxes {model.body(int(model.geom_bodyid[geom])).name}"
        found[label] = np.concatenate([found.get(label, np.zeros((0, 3))), 2 * model.geom_size[geom][None]])
    for body in np.flatnonzero(model.body_dofnum):
        found[f"mass {model.body(int(body)).name}"] = model.body_mass[body : body + 1]
    return found


def _usd(folder: Path) -> Points:
    usd = load_usd()
    still = usd.Usd.Stage.Open(str(folder / "scene.usdc"))
    layer = folder / "rollout.usdc"
    moving = usd.Usd.Stage.Open(str(layer)) if layer.exists() else still
    frame = USD_Z_UP if usd.UsdGeom.GetStageUpAxis(still) == "Z" else USD_Y_UP
    found, clouds = Points(), list[np.ndarray]()
    for prim in still.GetPrimAtPath("/World").GetChildren():
        name = prim.GetName()
        for kind, attribute in (("mesh", "points"), ("splats", "positions")):
            part = still.GetPrimAtPath(f"{prim.GetPath()}/{kind}")
            if not part:
                continue
            local = np.array(part.GetAttribute(attribute).Get(), float)
            placed = points_from(frame, _usd_world(usd, part, local, usd.Usd.TimeCode.Default()))
            if kind == "splats":
                sh = np.array(part.GetAttribute("radiance:sphericalHarmonicsCoefficients").Get(), float)
                clouds.append(color_table(placed, 0.5 + SH_C0 * sh.reshape(len(placed), -1, 3)[:, 0]))
                continue
            found[name] = placed
            again = moving.GetPrimAtPath(part.GetPath())
            for time in TIMES:
                code = usd.Usd.TimeCode(time * moving.GetTimeCodesPerSecond())
                found[f"{name}@{time:g}"] = points_from(frame, _usd_world(usd, again, local, code))
        found |= _usd_body(usd, prim)
    colors = np.concatenate(clouds) if clouds else np.zeros((0, 6))
    return found | ({"splats": colors[:, :3], "colors": colors} if clouds else {})


def _usd_body(usd: Any, prim: Any) -> Points:  # noqa: ANN401
    """Mass and boxes by the physics schemas; a box is a cube of its size, scaled."""
    found, boxes = Points(), list[np.ndarray]()
    if prim.HasAPI(usd.UsdPhysics.RigidBodyAPI):
        found[f"mass {prim.GetName()}"] = np.array([usd.UsdPhysics.MassAPI(prim).GetMassAttr().Get()])
    for part in usd.Usd.PrimRange(prim):
        if part.HasAPI(usd.UsdPhysics.CollisionAPI) and part.IsA(usd.UsdGeom.Cube):
            local = np.array(usd.UsdGeom.Xformable(part).GetLocalTransformation())[:3, :3]
            boxes.append(float(usd.UsdGeom.Cube(part).GetSizeAttr().Get()) * np.linalg.norm(local, axis=1))
    return found | ({f"boxes {prim.GetName()}": np.array(boxes)} if boxes else {})


def _usd_world(usd: Any, prim: Any, points: np.ndarray, code: Any) -> np.ndarray:  # noqa: ANN401
    matrix = np.array(usd.UsdGeom.Xformable(prim).ComputeLocalToWorldTransform(code))
    return points @ matrix[:3, :3] + matrix[3, :3]


def _bpy(folder: Path) -> Points:
    command = [os.environ["SPATIALWM_PYTHON_BPY"], "-c", BPY, str(folder.resolve()), json.dumps(TIMES)]
    answer = process(command, folder.parent)
    return {name: points_from(BLENDER, np.array(points, float)) for name, points in answer.items()}


def blender_rest(folder: Path, names: list[str], seconds: float) -> dict[str, np.ndarray]:
    """Where Blender's own physics lets the bodies of its export come to rest, in our frame [m]."""
    command = [os.environ["SPATIALWM_PYTHON_BPY"], "-c", BPY_REST, str(folder.resolve()), json.dumps(names)]
    answer = process([*command, str(seconds)], folder.parent)
    return {name: points_from(BLENDER, np.array(place, float)) for name, place in answer.items()}


def newton_rest(folder: Path, names: list[str], seconds: float) -> dict[str, np.ndarray]:
    """Where Newton lets the bodies of a USD export come to rest, in our frame [m]."""
    command = [os.environ["SPATIALWM_PYTHON_NEWTON"], "-c", NEWTON, str(folder.resolve() / "scene.usdc")]
    answer = process([*command, json.dumps(names), str(seconds)], folder.parent)
    return {name: points_from(USD_Y_UP, np.array(place, float)) for name, place in answer.items()}


def web_rest(scene: Scene, seconds: float) -> dict[str, np.ndarray]:
    """Where MuJoCo's web build, as an exported page has it, lets things come to rest [m]; needs Node."""
    names = [thing.name for thing in scene.objects if thing.body.kind != "static"]
    program, wasm = ENGINE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "read.mjs").write_text(MUJOCO_WEB, encoding="utf-8")
        shutil.copy(program, folder / "mujoco.mjs")
        (folder / "scene.xml").write_bytes(model_of(scene))
        answer = process(["node", "read.mjs", str(wasm), json.dumps(names), str(seconds)], folder)
    return {name: points_from(USD_Z_UP, np.array(place, float)) for name, place in answer.items()}


def _newton(folder: Path) -> Points:
    """What it builds of the bodies, before it moves them."""
    command = [os.environ["SPATIALWM_PYTHON_NEWTON"], "-c", NEWTON_READ, str(folder.resolve() / "scene.usdc")]
    return {name: np.array(rows, float) for name, rows in process(command, folder.parent).items()}


_OURS = ("gltf", "html", "live", "ply", "spz", "compressed-ply", "sog", "splat", "rad")

READERS: dict[str, dict[str, Reader | None]] = {
    "this library": dict.fromkeys(_OURS, _ours),
    "trimesh": {
        "gltf": _trimesh,
        "unity": _trimesh_in("Content/scene.glb"),
        "unreal": _unreal,
        "godot": _trimesh_in("scene.glb"),
        "blender": _trimesh_in("scene.glb"),
    },
    "pygltflib": {"gltf": _pygltflib},
    "gltf-validator": {
        "gltf": _validator,
        "unity": lambda folder: _validator(folder / "Content" / "scene.glb"),
        "godot": lambda folder: _validator(folder / "scene.glb"),
        "blender": lambda folder: _validator(folder / "scene.glb"),
    },
    "three": {
        "gltf": _three_gltf,
        "godot": lambda folder: _three_gltf(folder / "scene.glb"),
        "ply": _three_splats,
        "spz": _three_splats,
        "splat": _three_splats,
    },
    "MuJoCo": {"mjcf": _mujoco, "urdf": _mujoco},
    "usd-core": {"usd": _usd, "isaac": _usd},
    "bpy": {"blender": _bpy},
    "Newton": {"usd": _newton},
    **TOOLS,
    "Unity": {"unity": None},
    "Unreal": {"unreal": None},
    "Godot": {"godot": None},
}
"""Reader -> target -> how it is asked; None for an editor that never runs here."""
