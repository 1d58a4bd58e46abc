"""What a page that simulates does by itself, in Node: its reader, timeline and engine, against those here."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.bench.table import Row
from spatialwm.dynamics import simulate
from spatialwm.language import actions_from_text
from spatialwm.scene import Action, Body, Box, Camera, Close, Collider, Joint, Open, Scene, SceneObject
from spatialwm_exporters import live
from spatialwm_exporters.interop_tools import node_modules

__all__ = ["done_in_the_page", "page_missing", "page_rows", "workshop_scene"]

_SOURCES = Path(__file__).parents[2] / "viewer/web-app/src/local"
_ENTRY = "\n".join(
    f'export {{ {name} }} from "{_SOURCES}/{file}";'
    for name, file in (("Engine", "engine"), ("LocalRun", "run"), ("Reader", "spoken"))
)
_RUN = """
import fs from "node:fs";
import zlib from "node:zlib";
import { Engine, LocalRun, Reader } from "./local.mjs";
const raw = zlib.gunzipSync(fs.readFileSync("physics.bin"));
let at = 4 + raw.readUInt32LE(0);
const head = JSON.parse(raw.subarray(4, at));
const [program, wasm, model] = head.sizes.map((size) => raw.subarray(at, (at += size)));
fs.writeFileSync("mujoco.mjs", program);
const mujoco = await (await import("./mujoco.mjs")).default({ wasmBinary: wasm });
const engine = Engine.of(mujoco, { ...head, model: model.toString() });
const run = new LocalRun(engine);
const found = JSON.parse(fs.readFileSync("sentences.json")).map((sentence) => {
  run.restart();
  const read = new Reader(head.spoken, () => false).read(sentence);
  if ("problem" in read) return read;
  run.schedule(run.timed(read.steps), 3);
  while (run.frame < run.end) run.step();
  const poses = engine.poses32();
  const places = head.names.map((name, k) => [name, [...poses.subarray(7 * k, 7 * k + 7)]]);
  return { poses: Object.fromEntries(places), seconds: run.seconds, log: run.log };
});
console.log(JSON.stringify(found));
"""


def workshop_scene() -> Scene:
    """A door, a drawer, a block and a crate, within an arm's reach of who stands in the middle."""
    edge, up, out = np.array([-0.3, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
    hinge = Joint(kind="hinge", parent=None, axis=up, anchor=edge, limits=(0.0, 1.6))
    slide = Joint(kind="slide", parent=None, axis=out, limits=(0.0, 0.3))
    return Scene(
        objects=(
            _thing("floor", (6.0, 0.1, 6.0), (0.0, -0.05, 0.0), 0.0),
            _thing("door", (0.6, 0.8, 0.03), (0.0, 1.0, -0.9), 4.0, hinge),
            _thing("drawer", (0.4, 0.15, 0.4), (0.9, 0.6, -0.6), 2.0, slide),
            _thing("block", (0.1, 0.1, 0.1), (0.5, 0.05, 0.5), 0.5),
            _thing("crate", (0.4, 0.4, 0.4), (-1.5, 0.2, 0.0), 5.0),
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 0.0), (0.0, 1.0, -1.0)),),
    )


def _thing(
    name: str,
    size: tuple[float, float, float],
    at: tuple[float, float, float],
    mass: float,
    joint: Joint | None = None,
) -> SceneObject:
    colliders: tuple[Collider, ...] = (Box(size=np.array(size)),)
    body = Body(
        kind="articulated" if joint else "dynamic" if mass else "static",
        mass=mass,
        colliders=colliders,
        joint=joint,
    )
    return SceneObject(name=name, category=name, position=np.array(at), body=body)


def page_missing() -> str | None:
    """Why it cannot be done here; None when it can."""
    if not _bundler().exists() or not _SOURCES.exists():
        return "the web app's packages are not installed"
    if not all(part.exists() for part in live.ENGINE):
        return "MuJoCo's web build is not there: make page"
    return None if shutil.which("node") else "node is not installed"


def page_rows() -> list[Row]:
    """Where a door, a drawer, a push and a throw end after 3 s in the page, against here."""
    scene = workshop_scene()
    cases: tuple[tuple[str, str, list[tuple[float, Action]] | None, float | None], ...] = (
        ("open the door halfway", "door", [(0.0, Open(object="door", fraction=0.5))], 2.0),
        ("open the drawer, then close it", "drawer",
         [(0.0, Open(object="drawer")), (181 / 60, Close(object="drawer"))], 2.0),
        ("push the crate left", "crate", None, 2.0),
        ("throw the block forward", "block", None, None),  # it is told: what bounces differs soon
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        found = done_in_the_page(scene, [sentence for sentence, *_ in cases], Path(name))
    rows = list[Row]()
    for (sentence, name, actions, most), page in zip(cases, found, strict=True):
        said = list(actions_from_text(sentence, scene)) if actions is None else actions
        ours = simulate(scene, said, seconds=float(page["seconds"]))[name]
        pose = np.array(page["poses"][name])
        apart = float(np.linalg.norm(pose[:3] - ours.position))
        turn = _degrees_between(pose[[6, 3, 4, 5]], ours.quat)
        went = float(np.linalg.norm(ours.position - scene[name].position))
        note = f"{turn:.2f} deg; it went {100 * went:.1f} cm and turned "
        note += f"{_degrees_between(ours.quat, scene[name].quat):.1f} deg"
        rows.append(Row(name=f"live page: {sentence}", value=100 * apart, unit="cm", at_most=most, note=note))
    return rows


def _degrees_between(one: np.ndarray, other: np.ndarray) -> float:
    apart = min(float(np.linalg.norm(one - other)), float(np.linalg.norm(one + other)))
    return float(np.degrees(4 * np.arcsin(min(apart / 2, 1.0))))


def _bundler() -> Path:
    return node_modules() / ".bin/rolldown"


def done_in_the_page(scene: Scene, sentences: list[str], folder: Path) -> list[dict[str, Any]]:
    """Of each sentence, said to the scene as it was exported, 3 s later: poses (xyz, xyzw), and the log."""
    (folder / "entry.ts").write_text(_ENTRY, encoding="utf-8")
    (folder / "run.mjs").write_text(_RUN, encoding="utf-8")
    (folder / "sentences.json").write_text(json.dumps(sentences), encoding="utf-8")
    (folder / "physics.bin").write_bytes(live.physics_of(scene))
    bundled = [str(_bundler().resolve()), "entry.ts", "--file", "local.mjs", "--format", "esm"]
    subprocess.run(bundled, cwd=folder, check=True, capture_output=True)
    done = subprocess.run(["node", "run.mjs"], cwd=folder, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
