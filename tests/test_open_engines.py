"""Godot and Blender: the files they open, by the rules of their importers. Neither runs here."""

import importlib.util
import json
import re
import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from spatialwm.frames import BLENDER, points_to, quats_to
from spatialwm.io.gltf_buffers import GltfReader
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import Body, Box, Capsule, Sphere
from spatialwm_exporters import export
from tests.chirality import (
    Json,
    chirality_scene,
    glb_vertices,
    ply_points,
    same_points,
    workshop_scene,
    world_vertices,
)
from tests.test_simulators import half_open


def read_bundle(folder) -> Json:
    return json.loads((folder / "physics.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("target", ["godot", "blender"])
def test_meshes_stand_in_gltfs_frame_and_the_bundle_says_the_rest(tmp_path, target):
    scene = chirality_scene()
    folder = export(scene, tmp_path / "room", to=target)
    found = glb_vertices(folder / "scene.glb")
    for name in ("letter F", "cube"):
        mesh = scene[name].mesh
        assert mesh is not None
        assert same_points(found[name.replace(" ", "_")], world_vertices(scene, name, mesh.vertices))
    bundle = read_bundle(folder)
    for entry in bundle["objects"]:
        splats = scene[entry["name"]].splats
        assert splats is not None
        points = ply_points((folder / entry["splats"]).read_bytes())
        assert np.allclose(points.mean(axis=0) * [1, -1, -1], entry["splat_center"], atol=1e-6)
    assert len(bundle["rollout"]["times"]) == 5
    assert not re.search(
        rb"__[A-Z_]+__", b"".join(p.read_bytes() for p in folder.rglob("*.*") if p.is_file())
    )


def test_godot_gets_bodies_and_colliders_as_omi_physics(tmp_path):
    scene = chirality_scene()
    folder = export(scene, tmp_path / "room", to="godot")
    gltf = GltfReader((folder / "scene.glb").read_bytes()).json
    nodes = {node["name"]: node for node in gltf["nodes"]}
    assert nodes["cube"]["extensions"]["OMI_physics_body"]["motion"] == {"type": "dynamic", "mass": 2.5}
    assert nodes["letter_F"]["extensions"]["OMI_physics_body"]["motion"]["type"] == "static"
    shapes = gltf["extensions"]["OMI_physics_shape"]["shapes"]
    child = gltf["nodes"][nodes["cube"]["children"][0]]
    shape = shapes[child["extensions"]["OMI_physics_body"]["collider"]["shape"]]
    assert shape == {"type": "box", "box": {"size": [1.0, 1.0, 1.0]}}
    assert not any("KHR_gaussian_splatting" in str(mesh) for mesh in gltf["meshes"])
    project = (folder / "project.godot").read_text(encoding="utf-8")
    assert "3d/default_gravity=9.8" in project and "default_gravity_vector=Vector3(0, -1, 0)" in project


def test_godot_looks_from_the_first_camera(tmp_path):
    from spatialwm.scene import Camera

    camera = Camera.looking_at((1.0, 2.0, 3.0), (0.0, 1.0, 0.0), vertical_fov=0.6)
    folder = export(replace(chirality_scene(), cameras=(camera,)), tmp_path / "room", to="godot")
    text = (folder / "main.tscn").read_text(encoding="utf-8")
    view = re.findall(r"Transform3D\(([^)]*)\)", text)[-1]
    numbers = np.array([float(number) for number in view.split(",")])
    turn, place = numbers[:9].reshape(3, 3), numbers[9:]
    assert np.allclose(place, [1, 2, 3]) and np.linalg.det(turn) == pytest.approx(1)
    assert np.allclose(-turn[:, 2], np.array([-1, -1, -3]) / np.sqrt(11)) and turn[1, 1] > 0
    (angle,) = re.findall(r"fov = (\S+)", text)
    assert float(angle) == pytest.approx(np.degrees(0.6))


def test_no_name_is_an_order_to_godots_importer(tmp_path):
    scene = workshop_scene()
    things = [
        replace(thing, name=name)
        for thing, name in zip(scene.objects, ("ferris wheel", "x_col2"), strict=False)
    ]
    folder = export(replace(scene, objects=tuple(things)), tmp_path / "room", to="godot")
    assert [entry["id"] for entry in read_bundle(folder)["objects"]] == ["ferris_wheel_o", "x_col2_o"]
    names = {node["name"] for node in GltfReader((folder / "scene.glb").read_bytes()).json["nodes"]}
    assert {"ferris_wheel_o", "x_col2_o"} <= names


@pytest.mark.parametrize("target", ["godot", "blender"])
def test_joints_say_how_far_they_are_open(tmp_path, target):
    (entry,) = read_bundle(export(half_open(), tmp_path / "room", to=target))["objects"]
    assert entry["joint"]["value"] == pytest.approx(0.6, abs=1e-5)
    assert entry["joint"]["limits"] == [0.0, 1.5]


@pytest.fixture
def blender_script(tmp_path, monkeypatch) -> ModuleType:
    """The import script of an export, with stand-ins for the two modules that only Blender has."""
    matrix = SimpleNamespace(Rotation=lambda *_: None)
    monkeypatch.setitem(
        sys.modules, "bpy", SimpleNamespace(types=SimpleNamespace(Collection=object, Object=object))
    )
    vectors = SimpleNamespace(Matrix=matrix, Vector=np.array, Quaternion=np.array)
    monkeypatch.setitem(sys.modules, "mathutils", vectors)
    folder = export(chirality_scene(), tmp_path / "room", to="blender")
    spec = importlib.util.spec_from_file_location("import_room", folder / "import_spatialwm.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_blender_script_turns_as_blenders_own_importer(blender_script):
    rng = np.random.default_rng(5)
    point, quat = rng.normal(size=3), rng.normal(size=4)
    assert np.allclose(blender_script._point(point.tolist()), points_to(BLENDER, point))
    assert np.allclose(blender_script._turn(quat.tolist()), quats_to(BLENDER, quat))


@pytest.mark.parametrize(
    "collider", [Box(size=np.array([1.0, 2, 3])), Sphere(radius=0.5), Capsule(radius=0.2, height=1.0)]
)
def test_the_blender_script_builds_colliders_of_the_right_size(blender_script, tmp_path, collider):
    thing = replace(chirality_scene()["cube"], body=Body(kind="dynamic", mass=1.0, colliders=(collider,)))
    from spatialwm.scene import Scene

    (entry,) = read_bundle(export(Scene(objects=(thing,)), tmp_path / "one", to="blender"))["objects"]
    corners, faces = blender_script._corners(entry["colliders"][0])
    ours = collider_mesh(collider, None).vertices
    assert np.allclose(np.ptp(np.array(corners), axis=0), np.ptp(ours, axis=0), rtol=0.02)
    assert max(max(face) for face in faces) == len(corners) - 1
