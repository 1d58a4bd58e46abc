"""Readers that nobody needs for anything else: test tools in environments of their own, run as processes.

Each is found by an environment variable: ``SPATIALWM_SPLAT_TRANSFORM`` (its ``bin/cli.mjs``),
``SPATIALWM_GSPLY_PYTHON``, ``SPATIALWM_PYTHON_OPEN3D``, ``SPATIALWM_PYTHON_OMNI`` (an interpreter with
omniverse-asset-validator and usd-convert-gsplat), ``SPATIALWM_BABYLON`` (a ``node_modules`` folder with
babylonjs and babylonjs-loaders); assimp and Godot 3 (``godot3-server``) by the PATH.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from spatialwm.frames import PLY_RDF, SPZ_RUB, Frame, points_from
from spatialwm.io import splat_ply
from spatialwm_exporters.interop_browser import CHROMIUM, ask_page
from spatialwm_exporters.interop_facts import color_table
from spatialwm_exporters.interop_scene import TIMES
from spatialwm_exporters.interop_tool_scripts import BABYLON, GODOT, GSPLY, OPEN3D, SPARK, USD_CONVERTED

__all__ = ["TOOLS", "node_modules", "process", "tool_missing"]

_Answer = dict[str, np.ndarray]
_PATIENCE = 300
"""[s]"""
_VARIABLES = {
    "splat-transform": "SPATIALWM_SPLAT_TRANSFORM",
    "gsply": "SPATIALWM_GSPLY_PYTHON",
    "Open3D": "SPATIALWM_PYTHON_OPEN3D",
    "asset-validator": "SPATIALWM_PYTHON_OMNI",
    "usd-convert-gsplat": "SPATIALWM_PYTHON_OMNI",
    "Babylon": "SPATIALWM_BABYLON",
}
_PROGRAMS = {"assimp": "assimp", "Godot 3": "godot3-server"}


def tool_missing(reader: str) -> str | None:
    """Why one of ``TOOLS`` cannot run here; None when it can."""
    if program := _PROGRAMS.get(reader):
        return None if shutil.which(program) else f"{program} is not installed"
    if variable := _VARIABLES.get(reader):
        if not os.environ.get(variable):
            return f"{variable} names none"
        return None if reader != "Babylon" or CHROMIUM else "Chromium is not installed"
    if not CHROMIUM:
        return "Chromium is not installed"
    return None if (node_modules() / "@sparkjsdev").exists() else "the web app's packages are not installed"


def node_modules() -> Path:
    """Where three, Spark and gltf-validator are."""
    default = Path(__file__).parents[2] / "viewer" / "web-app" / "node_modules"
    return Path(os.environ.get("SPATIALWM_NODE_MODULES", default))


def process(command: list[str], folder: Path) -> Any:  # noqa: ANN401
    """What a process says in its last line, as JSON.

    Raises:
        RuntimeError: It failed.
    """
    return json.loads(_said(command, folder).strip().splitlines()[-1])


def _said(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or done.stdout.strip() or "it failed").splitlines()[-1][:200])
    return done.stdout


def _splats(rows: Any, path: Path) -> _Answer:  # noqa: ANN401
    """Rows of x, y, z and colour as numbers of the file."""
    table = np.array(rows, float).reshape(-1, 6)
    frame: Frame = SPZ_RUB if path.suffix == ".spz" else PLY_RDF
    points = points_from(frame, table[:, :3])
    return {"splats": points, "colors": color_table(points, table[:, 3:])}


def _named(answer: Any) -> _Answer:  # noqa: ANN401
    return {name: np.array(rows, float).reshape(-1, 3) for name, rows in answer.items()}


def _splat_transform(path: Path) -> _Answer:
    """It says what it read by writing a PLY of the same numbers."""
    node = shutil.which("node") or "node"
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "read.ply"
        command = [node, os.environ["SPATIALWM_SPLAT_TRANSFORM"], "-w", "-q", "-g", "cpu"]
        _said([*command, str(path.resolve()), str(out)], path.parent)
        raw = splat_ply.read_raw(out.read_bytes())
    return _splats(np.concatenate([raw.means, 0.5 + 0.28209479 * raw.sh[:, 0]], axis=1), path)


def _in_python(variable: str, script: str) -> Callable[[Path], _Answer]:
    def read(path: Path) -> _Answer:
        answer = process([os.environ[variable], "-c", script, str(path.resolve())], path.parent)
        return _named(answer) if isinstance(answer, dict) else _splats(answer, path)

    return read


def _usd_converted(path: Path) -> _Answer:
    with tempfile.TemporaryDirectory() as name:
        command = [os.environ["SPATIALWM_PYTHON_OMNI"], "-c", USD_CONVERTED, str(path.resolve())]
        return _splats(process([*command, str(Path(name) / "out.usda")], path.parent), path)


def _asset_validator(folder: Path) -> _Answer:
    """NVIDIA's rules for OpenUSD; failures are an error, warnings are not."""
    program = Path(os.environ["SPATIALWM_PYTHON_OMNI"]).parent / "omni_asset_validate"
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.csv"
        done = subprocess.run([str(program), "--csv-output", str(report), str(folder / "scene.usdc")],
                              capture_output=True, text=True, check=False, timeout=_PATIENCE)  # fmt: skip
        said = report.read_text(encoding="utf-8") if report.exists() else done.stdout + done.stderr
    bad = [line for line in said.splitlines() if "FAILURE" in line.upper() or "ERROR" in line.upper()]
    if bad or not report:
        raise RuntimeError(f"{len(bad)} failures, first: {bad[0][:160]}" if bad else "it said nothing")
    return {}


def _assimp(path: Path) -> _Answer:
    """Its own dump: meshes, and the nodes that show them."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "read.assxml"
        _said(["assimp", "dump", str(path.resolve()), str(out)], path.parent)
        lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    tree = ElementTree.fromstring("".join(line for line in lines if not line.startswith("<?xml")))
    meshes = [
        (np.array((mesh.findtext("Positions") or "").split(), float).reshape(-1, 3), mesh.find("FaceList"))
        for mesh in tree.iter("Mesh")
    ]
    found = _Answer()
    for node, world in _assimp_nodes(next(tree.iter("Node")), np.eye(4)):
        for index in (node.findtext("MeshRefs") or "").split():
            points, faces = meshes[int(index)]
            if faces is not None and all(face.get("num") == "3" for face in faces):
                found[str(node.get("name"))] = points @ world[:3, :3].T + world[:3, 3]
    return found


def _assimp_nodes(
    node: ElementTree.Element, above: np.ndarray
) -> Iterator[tuple[ElementTree.Element, np.ndarray]]:
    world = above @ np.array((node.findtext("Matrix4") or "").split(), float).reshape(4, 4)
    yield node, world
    for child in node.findall("NodeList/Node"):
        yield from _assimp_nodes(child, world)


def _godot(path: Path) -> _Answer:
    """Godot 3's importer and its animation player; it knows no physics of glTF."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(path, folder / "scene.glb")
        (folder / "project.godot").write_text("config_version=4\n", encoding="utf-8")
        (folder / "read.gd").write_text(GODOT % json.dumps(list(TIMES)), encoding="utf-8")
        _godot_imports(folder)
        _said(["godot3-server", "-s", "read.gd", "--path", "."], folder)
        answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    return _named({_plain_time(label): rows for label, rows in answer.items()})


def _godot_imports(folder: Path) -> None:
    """The editor without a window imports what it finds; whether it then quits is up to it."""
    with subprocess.Popen(["godot3-server", "-e", "-q", "--path", "."], cwd=folder,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as editor:  # fmt: skip
        end = time.monotonic() + 60
        while not list(folder.glob(".import/scene.glb-*.md5")) and time.monotonic() < end:
            time.sleep(0.1)
        editor.terminate()


def _plain_time(label: str) -> str:
    name, at, time = label.partition("@")
    return f"{name}@{float(time):g}" if at else name


def _spark(path: Path) -> _Answer:
    folders = {"modules": node_modules().resolve(), "files": path.parent}
    return _splats(ask_page(SPARK.replace("FILE", path.name), folders), path)


def _babylon(path: Path) -> _Answer:
    folders = {"babylon": Path(os.environ["SPATIALWM_BABYLON"]), "files": path.parent}
    page = BABYLON.replace("FILE", path.name).replace("TIMES", json.dumps(list(TIMES)))
    return _named({_plain_time(label): rows for label, rows in ask_page(page, folders).items()})


def _inside(way: Callable[[Path], _Answer], place: str) -> Callable[[Path], _Answer]:
    return lambda folder: way(folder / place)


_GLBS = {"unity": "Content/scene.glb", "godot": "scene.glb", "blender": "scene.glb"}


def _glb_readers(way: Callable[[Path], _Answer]) -> dict[str, Callable[[Path], _Answer] | None]:
    return {"gltf": way, **{target: _inside(way, place) for target, place in _GLBS.items()}}


TOOLS: dict[str, dict[str, Callable[[Path], _Answer] | None]] = {
    "Spark": dict.fromkeys(("ply", "compressed-ply", "spz", "sog", "splat", "rad"), _spark),
    "splat-transform": dict.fromkeys(("ply", "compressed-ply", "spz", "sog", "splat"), _splat_transform),
    "gsply": dict.fromkeys(("ply", "spz", "compressed-ply"), _in_python("SPATIALWM_GSPLY_PYTHON", GSPLY)),
    "Open3D": dict.fromkeys(("ply", "spz"), _in_python("SPATIALWM_PYTHON_OPEN3D", OPEN3D)),
    "usd-convert-gsplat": dict.fromkeys(("ply", "spz"), _usd_converted),
    "asset-validator": dict.fromkeys(("usd", "isaac"), _asset_validator),
    "Babylon": _glb_readers(_babylon),
    "assimp": _glb_readers(_assimp),
    "Godot 3": _glb_readers(_godot),
}
"""Reader -> target -> how it is asked."""
