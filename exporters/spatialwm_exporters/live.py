"""A page that simulates by itself: the viewer's page with the scene and MuJoCo's WASM build inside.

One file that opens without a server. What is pushed there is computed there, from the same MJCF that ``mjcf``
writes, by the official build of MuJoCo for the web (``@mujoco/mujoco``, Apache-2.0).
"""

import base64
import gzip
import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np

from spatialwm.dynamics.pairs import told
from spatialwm.errors import MissingFileError
from spatialwm.io import glb
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.scene import Scene
from spatialwm_exporters import html
from spatialwm_exporters.mjcf import folder_files
from spatialwm_exporters.simulator import simulated
from spatialwm_exporters.spoken import spoken

__all__ = ["ENGINE", "model_of", "physics_of", "relaxed", "write"]

ENGINE = (html.PAGE.with_name("mujoco.js"), html.PAGE.with_name("mujoco.wasm"))
"""MuJoCo's JavaScript and its program; 'make page' puts them beside the page."""
_POLICY = (b"'wasm-unsafe-eval'", b"'wasm-unsafe-eval' 'unsafe-eval'")
"""MuJoCo's bindings write functions as text; nothing is ever fetched from elsewhere all the same."""
_TAG = b'<script type="application/octet-stream" id="spatialwm-physics">'


def write(scene: Scene, path: Path) -> Path:
    """Write ``path`` (``.html``).

    Raises:
        InputError: The engine cannot simulate the scene.
        MissingFileError: The viewer's page has not been built, or MuJoCo's web build is not beside it.
    """
    if not html.PAGE.exists():
        raise MissingFileError(f"'{html.PAGE.name}' is not there; run 'make page' once.")
    template = relaxed(read_bounded(html.PAGE))
    page = html.page_with_scene(template, glb.encode(scene), title=path.stem)
    element = _TAG + base64.b64encode(physics_of(scene)) + b"</script>\n</body>"
    before, _, after = page.rpartition(b"</body>")
    return write_atomically(path, before + element + after)


def relaxed(page: bytes) -> bytes:
    """The page with the policy that MuJoCo's bindings need."""
    return page.replace(*_POLICY, 1)


def physics_of(scene: Scene) -> bytes:
    """What the page needs to simulate: four bytes of length, JSON, MuJoCo and the model, packed by gzip.

    Raises:
        InputError: The engine cannot simulate the scene.
        MissingFileError: MuJoCo's web build is not beside the page.
    """
    for part in ENGINE:
        if not part.exists():
            raise MissingFileError(f"'{part.name}' is not there; run 'make page' once.")
    bodies = {rigid.part.thing.name: rigid.part.id for rigid in simulated(scene).rigids}
    parts = [*(read_bounded(part) for part in ENGINE), model_of(scene)]
    poses = [[*thing.position.tolist(), *np.roll(thing.quat, -1).tolist()] for thing in scene.objects]
    head = json.dumps(
        {
            "names": [thing.name for thing in scene.objects],
            "bodies": [bodies.get(thing.name) for thing in scene.objects],
            "poses": [number for pose in poses for number in pose],
            "sizes": [len(part) for part in parts],
            "spoken": spoken(scene),
            "friction": told(),
        }
    ).encode()
    return gzip.compress(b"".join((struct.pack("<I", len(head)), head, *parts)), 6, mtime=0)


def model_of(scene: Scene) -> bytes:
    """The MJCF without what is only seen, so that it needs no files beside it."""
    root = ET.fromstring(folder_files(scene, "scene")["scene.xml"])
    for body in root.iter("body"):
        for geom in body.findall("geom"):
            if geom.get("contype") == "0":
                body.remove(geom)
    for assets in root.iter("asset"):
        for asset in list(assets):
            if asset.tag != "mesh" or asset.get("file"):
                assets.remove(asset)
    return ET.tostring(root, encoding="utf-8")
