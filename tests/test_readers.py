"""Readers we did not write open our scene file: Khronos' validator, and three's loader with its splats."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spatialwm import Push, act
from spatialwm.io.glb import encode
from spatialwm.scene import Camera

NODE_MODULES = Path(__file__).parents[1] / "viewer" / "web-app" / "node_modules"

VALIDATE = """
import fs from 'node:fs';
import validator from 'gltf-validator';
// The validator knows neither namespaced splat attributes (its issue 252) nor drafts of physics.
const severityOverrides = { MESH_PRIMITIVE_INVALID_ATTRIBUTE: 2, UNSUPPORTED_EXTENSION: 2 };
const bytes = new Uint8Array(fs.readFileSync(process.argv[2]));
const report = await validator.validateBytes(bytes, { severityOverrides });
console.log(JSON.stringify(report.issues));
"""

THREE = """
import fs from 'node:fs';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { GLTFGaussianSplatLoaderExtension } from 'three/addons/loaders/GLTFGaussianSplatLoaderExtension.js';
globalThis.self = globalThis;
const loader = new GLTFLoader();
loader.register((parser) => new GLTFGaussianSplatLoaderExtension(parser));
const bytes = fs.readFileSync(process.argv[2]);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const gltf = await loader.parseAsync(buffer, '');
const splats = gltf.scene.getObjectByName('crate').children.find((child) => child.name.includes('splats'));
const clips = gltf.animations.flatMap((clip) => clip.tracks);
const tracks = clips.map((track) => [track.name, track.times.length]);
const names = gltf.scene.children.map((child) => child.name);
console.log(JSON.stringify({ names, tracks, splats: splats.type, cameras: gltf.cameras.length }));
"""


def run(script, glb, folder):
    if not (NODE_MODULES / "gltf-validator").exists() or shutil.which("node") is None:
        pytest.skip("the web app's packages are not installed (make page)")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    (folder / "read.mjs").write_text(script, encoding="utf-8")
    (folder / "scene.glb").write_bytes(glb)
    result = subprocess.run(
        ["node", "read.mjs", "scene.glb"], capture_output=True, text=True, cwd=folder, check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def pushed(box_on_floor, box_mesh):
    """A textured crate that was pushed, with a camera: everything the file can hold at once."""
    uvs = np.tile([[0.0, 0.0], [1.0, 1.0]], (4, 1))
    textured = replace(box_mesh, uvs=uvs, texture=np.full((4, 4, 3), 128, np.uint8))
    camera = Camera.looking_at((2.0, 1.0, 3.0), (0.0, 0.5, 0.0))
    crate = replace(box_on_floor["crate"], mesh=textured)
    scene = replace(box_on_floor, cameras=(camera,), objects=(box_on_floor["floor"], crate))
    return act(scene, actions=[(0.0, Push("crate", impulse=(2.0, 0.0, 0.0)))], seconds=0.5)


def test_khronos_validator_finds_no_fault(pushed, tmp_path):
    issues = run(VALIDATE, encode(pushed), tmp_path)
    assert issues["numErrors"] == 0, issues["messages"]
    codes = {message["code"] for message in issues["messages"]}
    assert codes <= {
        "UNSUPPORTED_EXTENSION",
        "MESH_PRIMITIVE_INVALID_ATTRIBUTE",
        "UNUSED_OBJECT",
        "NODE_EMPTY",
    }


def test_khronos_validator_would_find_a_fault(pushed, tmp_path):
    broken = encode(pushed).replace(b'"componentType":5126', b'"componentType":5125', 1)
    assert run(VALIDATE, broken, tmp_path)["numErrors"] > 0


def test_three_shows_splats_and_plays_the_rollout(pushed, tmp_path):
    crate = replace(pushed["crate"], mesh=None)  # three decodes textures with the browser's help only
    plain = replace(pushed, objects=(pushed["floor"], crate))
    found = run(THREE, encode(plain), tmp_path)
    assert {"floor", "crate"} <= set(found["names"]) and found["cameras"] == 1
    assert found["splats"] == "GaussianSplat"
    assert ["crate.position", 31] in found["tracks"] and ["crate.quaternion", 31] in found["tracks"]
