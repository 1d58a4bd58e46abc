"""What a page that simulates does by itself, in Node: its reader, timeline and engine, without a browser."""

import json
import subprocess
from pathlib import Path
from typing import Any

from spatialwm.scene import Scene
from spatialwm_exporters import live

WEB = Path(__file__).parents[1] / "viewer/web-app"
BUNDLER = WEB / "node_modules/.bin/rolldown"
_ENTRY = "\n".join(
    f'export {{ {name} }} from "{WEB}/src/local/{file}";'
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


def done_in_the_page(scene: Scene, sentences: list[str], folder: Path) -> list[dict[str, Any]]:
    """Of each sentence, said to the scene as it was exported, 3 s later: poses (xyz, xyzw), and the log."""
    (folder / "entry.ts").write_text(_ENTRY, encoding="utf-8")
    (folder / "run.mjs").write_text(_RUN, encoding="utf-8")
    (folder / "sentences.json").write_text(json.dumps(sentences), encoding="utf-8")
    (folder / "physics.bin").write_bytes(live.physics_of(scene))
    bundled = [str(BUNDLER), "entry.ts", "--file", "local.mjs", "--format", "esm"]
    subprocess.run(bundled, cwd=folder, check=True, capture_output=True)
    done = subprocess.run(["node", "run.mjs"], cwd=folder, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
