"""What the readers that run as processes of their own are told to do; each prints JSON in its last line."""

__all__ = ["BPY", "BPY_REST", "MUJOCO_WEB", "NEWTON", "THREE_GLTF", "THREE_SPLATS", "VALIDATOR"]

VALIDATOR = """
import fs from 'node:fs';
import validator from 'gltf-validator';
// It knows neither namespaced splat attributes (its issue 252) nor drafts of physics.
const severityOverrides = { MESH_PRIMITIVE_INVALID_ATTRIBUTE: 2, UNSUPPORTED_EXTENSION: 2 };
const bytes = new Uint8Array(fs.readFileSync(process.argv[2]));
const report = await validator.validateBytes(bytes, { severityOverrides });
console.log(JSON.stringify(report.issues.messages.filter((m) => m.severity === 0)));
"""

THREE_GLTF = """
import fs from 'node:fs';
import { AnimationMixer, Vector3 } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { GLTFGaussianSplatLoaderExtension } from 'three/addons/loaders/GLTFGaussianSplatLoaderExtension.js';
globalThis.self = globalThis;
const loader = new GLTFLoader();
loader.register((parser) => new GLTFGaussianSplatLoaderExtension(parser));
const bytes = fs.readFileSync(process.argv[2]);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const gltf = await loader.parseAsync(buffer, '');
const found = {};
const collect = (suffix, splats) => {
  gltf.scene.updateMatrixWorld(true);
  gltf.scene.traverse((node) => {
    const cloud = node.type === 'GaussianSplat';
    if (!node.geometry || (cloud && !splats)) return;
    const label = cloud ? 'splats' : node.name + suffix;
    const positions = (cloud ? node.splatGeometry : node.geometry).attributes.position;
    const at = node.matrixWorld;
    const points = (found[label] ??= []);
    for (let k = 0; k < positions.count; k++) {
      const point = new Vector3();
      if (node.isMesh) node.getVertexPosition(k, point);  // blend shapes too
      else point.fromBufferAttribute(positions, k);
      points.push(...point.applyMatrix4(at).toArray());
    }
  });
};
collect('', true);
if (gltf.animations.length) {
  const mixer = new AnimationMixer(gltf.scene);
  const action = mixer.clipAction(gltf.animations[0]);
  action.clampWhenFinished = true;
  action.setLoop(2200, 1);
  action.play();
  for (const time of JSON.parse(process.argv[3])) {
    mixer.setTime(time);
    collect('@' + time, false);
  }
}
console.log(JSON.stringify(found));
"""

THREE_SPLATS = """
import fs from 'node:fs';
import { GaussianSplatPLYLoader } from 'three/addons/loaders/GaussianSplatPLYLoader.js';
import { SPZLoader } from 'three/addons/loaders/SPZLoader.js';
import { SPLATLoader } from 'three/addons/loaders/SPLATLoader.js';
const loaders = { ply: GaussianSplatPLYLoader, spz: SPZLoader, splat: SPLATLoader };
const file = process.argv[2];
const bytes = fs.readFileSync(file);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const geometry = await new loaders[file.split('.').pop()]().parse(buffer);
const { position, color } = geometry.attributes;
const rows = [];
for (let k = 0; k < position.count; k++) {
  for (const part of [position, color]) rows.push(part.getX(k), part.getY(k), part.getZ(k));
}
console.log(JSON.stringify(rows));
"""

MUJOCO_WEB = """
import fs from 'node:fs';
import load from './mujoco.mjs';
const [wasm, names, seconds] = process.argv.slice(2);
const mujoco = await load({ wasmBinary: fs.readFileSync(wasm) });
const model = mujoco.MjModel.from_xml_string(fs.readFileSync('scene.xml', 'utf8'));
const data = new mujoco.MjData(model);
while (data.time < Number(seconds) - 1e-9) mujoco.mj_step(model, data);
const found = {};
for (const name of JSON.parse(names)) {
  const body = mujoco.mj_name2id(model, 1, name);
  found[name] = [...data.xpos.slice(3 * body, 3 * body + 3)];
}
console.log(JSON.stringify(found));
"""

BPY = """
import json, runpy, sys
from pathlib import Path
import bpy
folder, times = Path(sys.argv[1]), json.loads(sys.argv[2])
bpy.ops.wm.read_factory_settings(use_empty=True)
script = runpy.run_path(str(folder / "import_spatialwm.py"), run_name="import_spatialwm")
script["main"](folder, live=False)
ids = [entry["id"] for entry in json.loads((folder / "physics.json").read_text("utf-8"))["objects"]]
found = {}
for time in times:
    frame = time * script["RATE"]
    bpy.context.scene.frame_set(int(frame), subframe=frame - int(frame))
    for name in ids:
        thing = bpy.data.objects[name]
        if thing.type == "MESH":
            points = [list(thing.matrix_world @ v.co) for v in thing.data.vertices]
            found[f"{name}@{time:g}"] = points
print()
print(json.dumps(found))
"""

BPY_REST = """
import json, runpy, sys
from pathlib import Path
import bpy
folder, names, seconds = Path(sys.argv[1]), json.loads(sys.argv[2]), float(sys.argv[3])
bpy.ops.wm.read_factory_settings(use_empty=True)
script = runpy.run_path(str(folder / "import_spatialwm.py"), run_name="import_spatialwm")
script["main"](folder, live=True)
for frame in range(round(seconds * script["RATE"]) + 1):
    bpy.context.scene.frame_set(frame)
seen = bpy.context.evaluated_depsgraph_get()
ids = {e["name"]: e["id"] for e in json.loads((folder / "physics.json").read_text("utf-8"))["objects"]}
places = {name: bpy.data.objects[ids[name]].evaluated_get(seen).matrix_world.translation for name in names}
print()
print(json.dumps({name: list(place) for name, place in places.items()}))
"""

NEWTON = """
import json, sys
import newton
import warp as wp
wp.config.quiet = True
path, names, seconds = sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3])
builder = newton.ModelBuilder(up_axis=newton.Axis.Y)
builder.add_usd(path)
model = builder.finalize(device="cpu")
solver = newton.solvers.SolverXPBD(model, iterations=10)
first, second, control = model.state(), model.state(), model.control()
step, contacts = 1 / 600, None
for _ in range(round(seconds / step)):
    first.clear_forces()
    contacts = model.collide(first)
    solver.step(first, second, control, contacts, step)
    first, second = second, first
labels = [label.rpartition("/")[2] for label in (getattr(model, "body_label", None) or model.body_key)]
places = first.body_q.numpy()
print()
print(json.dumps({name: [float(x) for x in places[labels.index(name)][:3]] for name in names}))
"""
