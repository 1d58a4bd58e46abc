"""What the readers of ``interop_tools`` are told to do; each prints JSON last, or sends it back."""

__all__ = ["BABYLON", "GODOT", "GSPLY", "NEWTON_READ", "OPEN3D", "SPARK", "USD_CONVERTED"]

GSPLY = """
import json, sys
import gsply
path = sys.argv[1]
data = gsply.read_spz(path) if path.endswith(".spz") else gsply.plyread(path)
print(json.dumps([[*map(float, p), *(0.5 + 0.28209479177387814 * float(c) for c in dc)]
                  for p, dc in zip(data.means, data.sh0)]))
"""

OPEN3D = """
import json, sys
import numpy as np
import open3d as o3d
cloud = o3d.t.io.read_point_cloud(sys.argv[1])
dc = cloud.point["f_dc"].numpy().reshape(-1, 3) * 0.28209479177387814 + 0.5
print(json.dumps(np.concatenate([cloud.point.positions.numpy(), dc], axis=1).astype(float).tolist()))
"""

USD_CONVERTED = """
import json, subprocess, sys
from pathlib import Path
import numpy as np
from pxr import Usd, UsdGeom
source, out = sys.argv[1:]
program = str(Path(sys.executable).parent / "usd-convert-gsplat")
subprocess.run([program, "-i", source, "-o", out], check=True, capture_output=True)
stage = Usd.Stage.Open(out)
rows = []
for prim in stage.Traverse():
    if prim.GetTypeName() != "ParticleField3DGaussianSplat":
        continue
    points = np.array(prim.GetAttribute("positions").Get(), float)
    matrix = np.array(UsdGeom.Xformable(prim).ComputeLocalToWorldTransform(Usd.TimeCode.Default()))
    points = points @ matrix[:3, :3] + matrix[3, :3]
    dc = np.array(prim.GetAttribute("radiance:sphericalHarmonicsCoefficients").Get(), float)
    dc = dc.reshape(len(points), -1, 3)[:, 0] * 0.28209479177387814 + 0.5
    rows += np.concatenate([points, dc], axis=1).tolist()
print(json.dumps(rows))
"""

NEWTON_READ = """
import json, sys
import numpy as np
import newton
import warp as wp
wp.config.quiet = True
builder = newton.ModelBuilder(up_axis=newton.Axis.Y)
builder.add_usd(sys.argv[1])
model = builder.finalize(device="cpu")
labels = [label.rpartition("/")[2] for label in (getattr(model, "body_label", None) or model.body_key)]
found = {f"mass {name}": [float(m)] for name, m in zip(labels, model.body_mass.numpy())}
kinds, scales, owners = model.shape_type.numpy(), model.shape_scale.numpy(), model.shape_body.numpy()
flags = model.shape_flags.numpy()
keys = getattr(model, "shape_label", None) or model.shape_key
for kind, scale, owner, key, flag in zip(kinds, scales, owners, keys, flags):
    if kind == int(newton.GeoType.BOX) and flag & int(newton.ShapeFlags.COLLIDE_SHAPES):
        name = key.split("/World/")[-1].split("/")[0]
        found.setdefault(f"boxes {name}", []).append([2 * float(x) for x in scale])
print()
print(json.dumps(found))
"""

GODOT = """
extends SceneTree
func _init():
    var found = {}
    var scene = load("res://scene.glb").instance()
    get_root().add_child(scene)
    collect(scene, found, "")
    var player = find_player(scene)
    if player != null:
        var name = player.get_animation_list()[0]
        for time in %s:
            player.play(name)
            player.seek(time, true)
            collect(scene, found, "@" + str(time))
    var file = File.new()
    file.open("res://answer.json", File.WRITE)
    file.store_string(JSON.print(found))
    file.close()
    quit()
func find_player(node):
    if node is AnimationPlayer:
        return node
    for child in node.get_children():
        var got = find_player(child)
        if got != null:
            return got
    return null
func placed(node):
    var parent = node.get_parent()
    return placed(parent) * node.transform if parent is Spatial else node.transform
func collect(node, found, suffix):
    var mesh = node.mesh if node is MeshInstance else null
    if mesh != null and mesh.surface_get_primitive_type(0) == Mesh.PRIMITIVE_TRIANGLES:
        var rows = []
        for point in mesh.surface_get_arrays(0)[Mesh.ARRAY_VERTEX]:
            var there = placed(node).xform(point)
            rows.append([there.x, there.y, there.z])
        found[node.name + suffix] = rows
    for child in node.get_children():
        collect(child, found, suffix)
"""

SPARK = """<!DOCTYPE html><meta charset="utf-8">
<script type="importmap">{"imports": {
  "three": "/modules/three/build/three.module.js", "three/addons/": "/modules/three/examples/jsm/"}}</script>
<script type="module">
const send = (answer) => fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
try {
  const { SplatMesh } = await import("/modules/@sparkjsdev/spark/dist/spark.module.js");
  const mesh = new SplatMesh({ url: "/files/FILE", extSplats: true });
  await mesh.initialized;
  const splats = mesh.extSplats.lodSplats ?? mesh.extSplats;
  const tree = splats.extra.lodTree;
  const rows = [];
  splats.forEachSplat((k, c, s, q, a, rgb) => {
    if (!tree || (tree[4 * k + 2] & 0xffff) === 0) rows.push([c.x, c.y, c.z, rgb.r, rgb.g, rgb.b]);
  });
  await send(rows);
} catch (error) {
  await send({ error: String(error) });
}
</script>"""

BABYLON = """<!DOCTYPE html><meta charset="utf-8"><canvas id="c"></canvas>
<script type="module">
const send = (answer) => fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
window.addEventListener("unhandledrejection", (event) => send({ error: String(event.reason) }));
try {
  await new Promise((done, fail) => {
    const first = document.createElement("script");
    first.src = "/babylon/babylonjs/babylon.js";
    first.onerror = fail;
    first.onload = () => {
      const second = document.createElement("script");
      second.src = "/babylon/babylonjs-loaders/babylonjs.loaders.min.js";
      second.onload = done;
      second.onerror = fail;
      document.head.append(second);
    };
    document.head.append(first);
  });
  const engine = new BABYLON.NullEngine();
  const scene = new BABYLON.Scene(engine);
  scene.useRightHandedSystem = true;
  new BABYLON.FreeCamera("camera", BABYLON.Vector3.Zero(), scene);
  await BABYLON.SceneLoader.AppendAsync("/files/", "FILE", scene);
  const found = {};
  const collect = (suffix) => {
    for (const mesh of scene.meshes) {
      const data = mesh.getTotalVertices?.() && mesh.getVerticesData?.("position");
      if (!data || mesh.getClassName() !== "Mesh") continue;
      const at = mesh.computeWorldMatrix(true);
      const rows = [];
      for (let k = 0; k < data.length; k += 3) {
        const p = new BABYLON.Vector3(data[k], data[k + 1], data[k + 2]);
        rows.push(BABYLON.Vector3.TransformCoordinates(p, at).asArray());
      }
      found[mesh.name + suffix] = rows;
    }
  };
  collect("");
  const [group] = scene.animationGroups;
  if (group) {
    group.start(false, 1, group.from, group.to);
    group.pause();
    const rate = group.targetedAnimations[0].animation.framePerSecond;
    for (const time of TIMES) {
      group.goToFrame(Math.min(group.from + time * rate, group.to));
      for (const node of scene.transformNodes) node.computeWorldMatrix(true);
      collect("@" + time);
    }
  }
  await send(found);
} catch (error) {
  await send({ error: String(error) });
}
</script>"""
