"""Spark itself, in Chromium: a page that loads splat files, whole or streamed, and draws them."""

import base64
import http.server
import json
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

MODULES = Path(__file__).parents[1] / "viewer/web-app/node_modules"
SPARK = MODULES / "@sparkjsdev/spark/dist/spark.module.js"
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="importmap">{"imports": {
  "three": "/modules/three/build/three.module.js", "three/addons/": "/modules/three/examples/jsm/"}}</script>
<script type="module">
import * as THREE from "three";
import { SparkRenderer, SplatMesh } from "/modules/@sparkjsdev/spark/dist/spark.module.js";
const renderer = new THREE.WebGLRenderer({ preserveDrawingBuffer: true });
renderer.setSize(160, 120);
document.body.append(renderer.domElement);
window.values = async (name) => {
  const mesh = new SplatMesh({ url: "/files/" + name, extSplats: true });
  await mesh.initialized;
  const splats = mesh.extSplats.lodSplats ?? mesh.extSplats;
  const rows = [];
  splats.forEachSplat((_, c, s, q, a, rgb) =>
    rows.push([c.x, c.y, c.z, s.x, s.y, s.z, q.w, q.x, q.y, q.z, a, rgb.r, rgb.g, rgb.b]));
  return { rows, tree: splats.extra.lodTree ? [...splats.extra.lodTree] : [], degree: splats.getNumSh() };
};
window.draw = async (name, { paged = false, budget = 1e7, frames = 12, eye = [0, 0, -9] } = {}) => {
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(0.2, 0.2, 0.2);
  const spark = new SparkRenderer({ renderer, lodSplatCount: budget });
  scene.add(spark);
  const mesh = new SplatMesh({ url: "/files/" + name, paged });
  scene.add(mesh);
  await mesh.initialized;
  const camera = new THREE.PerspectiveCamera(40, 4 / 3, 0.1, 100);
  camera.up.set(0, -1, 0);
  camera.position.set(...eye);
  camera.lookAt(0, 0, 0);
  let same = 0, last = -1;
  for (let k = 0; k < 300 && same < frames; k++) {  // until nothing new has come for some frames
    renderer.render(scene, camera);
    same = spark.activeSplats === last && last > 0 ? same + 1 : 0;
    last = spark.activeSplats;
    await new Promise((done) => setTimeout(done, 30));
  }
  const gl = renderer.getContext();
  const pixels = new Uint8Array(160 * 120 * 4);
  gl.readPixels(0, 0, 160, 120, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let binary = "";
  for (let k = 0; k < pixels.length; k += 8192) {
    binary += String.fromCharCode(...pixels.subarray(k, k + 8192));
  }
  scene.remove(mesh, spark);
  return { pixels: btoa(binary), drawn: spark.activeSplats ?? -1 };
};
window.ready = true;
</script>"""


@dataclass(frozen=True)
class Served:
    """A running server."""

    address: str
    ranges: list[tuple[str, int, int]] = field(default_factory=list)
    """Of every part of a file that was asked for: its name, first and last byte."""


@contextmanager
def served_files(folder: Path) -> Generator[Served]:
    """A page with Spark and the files of ``folder``, whole or in parts."""
    ranges: list[tuple[str, int, int]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._send(200, _PAGE.encode(), "text/html")
            elif self.path.startswith("/modules/"):
                self._send(200, (MODULES / self.path[9:]).read_bytes(), "text/javascript")
            else:
                data, name = (folder / self.path[7:]).read_bytes(), self.path[7:]
                found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
                if found is None:
                    self._send(200, data, "application/octet-stream")
                    return
                first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
                ranges.append((name, first, last))
                self._send(206, data[first : last + 1], "application/octet-stream",
                           f"bytes {first}-{last}/{len(data)}")  # fmt: skip

        def _send(self, code: int, data: bytes, kind: str, part: str = "") -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Accept-Ranges", "bytes")
            if part:
                self.send_header("Content-Range", part)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_address[1]}/", ranges)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def spark_values(page: Any, name: str) -> tuple[np.ndarray, np.ndarray, int]:
    """What Spark holds of a file: rows of centre, scales, wxyz, opacity and colour; its tree; its degree."""
    found = page.evaluate("name => window.values(name)", name)
    tree = np.array(found["tree"], np.int64).reshape(-1, 4)
    return np.array(found["rows"], float), tree, int(found["degree"])


def spark_picture(page: Any, name: str, **options: Any) -> tuple[np.ndarray, int]:
    """RGB (120 x 160 x 3) as Spark draws a file, and how many splats it drew."""
    found = page.evaluate(f"name => window.draw(name, {json.dumps(options)})", name)
    pixels = np.frombuffer(base64.b64decode(found["pixels"]), np.uint8).reshape(120, 160, 4)
    return pixels[::-1, :, :3].astype(float), int(found["drawn"])
