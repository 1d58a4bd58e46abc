"""Unity and Unreal: everything in one place, by the axis rules of the importers."""

import importlib.util
import json
import math
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import trimesh

from spatialwm import frames
from spatialwm.geometry.harmonics import SH_C0
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_axis_angle, quat_rotate
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import (
    Body,
    Box,
    CageTrack,
    Push,
    Rollout,
    Scene,
    SceneObject,
    rest_cage,
)
from spatialwm_exporters import export
from spatialwm_exporters.engine_bundle import parts_of, safe_id
from spatialwm_exporters.engine_meshes import shown_mesh
from tests.chirality import (
    F_MARKS,
    Json,
    boxes_mesh,
    chirality_scene,
    glb_vertices,
    handedness_of_f,
    ply_points,
    ply_rows,
    same_points,
    splats_on,
    workshop_scene,
    world_vertices,
)

HERE = Path(__file__).parent


def read_bundle(folder: Path) -> Json:
    return json.loads((folder / "physics.json").read_text(encoding="utf-8"))


def check_bundle(bundle: Json, scene: Scene) -> None:
    """The documented schema: required fields, no nulls, and nothing of the scene missing."""
    assert (bundle["format"], bundle["version"]) == ("spatialwm-engine-bundle", 1)
    assert [thing["name"] for thing in bundle["objects"]] == [thing.name for thing in scene.objects]
    ids = [thing["id"] for thing in bundle["objects"]]
    assert len({label.lower() for label in ids}) == len(ids)
    assert all(label.isascii() and label.isidentifier() for label in ids)
    fields = {"box": {"size"}, "sphere": {"radius"}, "capsule": {"radius", "height"}, "mesh": set()}
    fields["convex"] = {"vertices", "triangles"}
    for entry, thing in zip(bundle["objects"], scene.objects, strict=True):
        assert np.allclose(entry["position"], thing.position) and np.allclose(entry["quat"], thing.quat)
        assert (entry["kind"], entry["mass"]) == (thing.body.kind, thing.body.mass)
        assert (entry["friction"], entry["restitution"]) == (thing.body.friction, thing.body.restitution)
        expected = len(thing.body.colliders) or (thing.body.kind != "static")
        assert len(entry["colliders"]) == expected
        for shape in entry["colliders"]:
            assert set(shape) == {"shape", "position", "quat"} | fields[shape["shape"]]
        assert ("joint" in entry) == (thing.body.joint is not None)
    assert '": null' not in json.dumps(bundle)


@pytest.mark.parametrize("target", ["unity", "unreal"])
@pytest.mark.parametrize("make", [chirality_scene, workshop_scene])
def test_the_engine_bundle_tells_the_whole_scene(tmp_path, target, make):
    scene = make()
    folder = export(scene, tmp_path / "room", to=target)
    content = folder / "Content" if target == "unity" else folder
    bundle = read_bundle(content)
    check_bundle(bundle, scene)
    for entry, thing in zip(bundle["objects"], scene.objects, strict=True):
        assert ("splats" in entry) == (thing.splats is not None)
        assert thing.splats is None or len(ply_points((content / entry["splats"]).read_bytes()))


def test_the_bundle_tells_the_rollout_with_neighbouring_quaternions(tmp_path):
    scene = chirality_scene()
    rollout = read_bundle(export(scene, tmp_path / "r", to="unreal"))["rollout"]
    assert scene.rollout is not None
    (track,) = rollout["tracks"]
    quats = np.array(track["quats"]).reshape(-1, 4)
    assert track["object"] == "cube" and len(rollout["times"]) == 5
    assert np.all(np.sum(quats[1:] * quats[:-1], axis=1) > 0)
    assert np.allclose(matrix_from_quat(quats), matrix_from_quat(scene.rollout.quats[:, 0].astype(float)))
    assert [action["action"] for action in rollout["actions"]] == ["push", "throw", "wait"]
    assert rollout["actions"][0]["impulse"] == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("target", ["unity", "unreal"])
def test_exporting_twice_gives_the_same_bytes_and_replaces_the_first(tmp_path, target):
    folder = tmp_path / "room"
    contents: list[dict[str, bytes]] = []
    for _ in range(2):
        export(chirality_scene(), folder, to=target)
        files = [p for p in folder.rglob("*") if p.is_file()]
        contents.append({str(p.relative_to(folder)): p.read_bytes() for p in files})
    assert contents[0] == contents[1]
    assert [p.name for p in tmp_path.iterdir()] == ["room"]


UNITY_PLACE = Callable[[np.ndarray], np.ndarray]


def in_unity(entry: Json) -> tuple[UNITY_PLACE, np.ndarray]:
    """Where Unity puts points of a placed thing, by the rules of SpatialwmAxes.cs, and its matrix."""
    x, y, z = entry["position"]
    w, i, j, k = entry["quat"]
    place, turn = np.array([-x, y, z]), np.array([w, i, -j, -k])
    return lambda points: quat_rotate(turn, points) + place, matrix_from_quat(turn)


def test_unity_gets_meshes_splats_and_colliders_in_one_place(tmp_path):
    scene = chirality_scene()
    content = export(scene, tmp_path / "room", to="unity") / "Content"
    nodes = glb_vertices(content / "scene.glb")
    for entry in read_bundle(content)["objects"]:
        thing = scene[entry["name"]]
        to_unity, _ = in_unity(entry)
        if thing.mesh is not None:
            expected = frames.points_to(frames.UNITY, world_vertices(scene, thing.name, thing.mesh.vertices))
            imported = nodes[entry["id"]] * [-1, 1, 1]  # glTFast
            assert same_points(imported, expected)
            assert same_points(to_unity(thing.mesh.vertices * [-1, 1, 1]), expected)  # the builder's pose
        assert thing.splats is not None
        rdf = ply_points((content / entry["splats"]).read_bytes())
        imported = rdf * [1, -1, 1]  # gsplat-unity, SourceCoordinates RDF to Unity's RUF
        child = imported * [-1, 1, -1]  # the splat child's half turn about y
        world = world_vertices(scene, thing.name, thing.splats.means)
        assert np.allclose(to_unity(child), frames.points_to(frames.UNITY, world), atol=1e-5)
        for shape, collider in zip(entry["colliders"], thing.body.colliders, strict=True):
            inner, _ = in_unity(shape)
            corners = np.array([[a, b, c] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]) / 2
            found = to_unity(inner(corners * shape["size"]))
            here = world_vertices(scene, thing.name, collider_mesh(collider, None).vertices)
            assert same_points(found, frames.points_to(frames.UNITY, here))


def test_the_letter_is_mirrored_with_unitys_and_unreals_axes_and_so_reads_right_there():
    for frame in (frames.UNITY, frames.UNREAL):
        assert handedness_of_f(frames.points_to(frame, F_MARKS)) == frame.handedness == -1


def test_convex_colliders_reach_unity_as_triangles_that_face_outwards(tmp_path):
    bundle = read_bundle(export(workshop_scene(), tmp_path / "room", to="unity") / "Content")
    shapes = [s for thing in bundle["objects"] for s in thing["colliders"] if s["shape"] == "convex"]
    assert len(shapes) == 3  # the cylinder, the hull, and the hull around the puff, which had no collider
    for shape in shapes:
        mirrored = np.array(shape["vertices"]).reshape(-1, 3) * [-1, 1, 1]
        swapped = np.array(shape["triangles"]).reshape(-1, 3)[:, [0, 2, 1]]
        mesh = trimesh.Trimesh(mirrored, swapped, process=False)
        assert mesh.is_watertight and mesh.volume > 0 and len(swapped) <= 255


def test_a_unity_package_names_itself_and_its_assets_for_good(tmp_path):
    folder = export(chirality_scene(), tmp_path / "My Room #2", to="unity")
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert (
        manifest["name"] == "com.spatialwm.my-room-2"
        and "com.unity.cloud.gltfast" in manifest["dependencies"]
    )
    files = {p for p in folder.rglob("*") if p.name != ".spatialwm-export"}
    assets = {p for p in files if p.suffix != ".meta"}
    assert {p.with_name(p.name + ".meta") for p in assets} == files - assets
    guids = {p.read_text(encoding="utf-8").split("guid: ")[1][:32] for p in files - assets}
    assert len(guids) == len(assets) and all(int(guid, 16) for guid in guids)
    builder = (folder / "Editor" / "SpatialwmPrefabBuilder.cs").read_text(encoding="utf-8")
    for asset in ("scene.glb", "physics.json"):
        meta = (folder / "Content" / f"{asset}.meta").read_text(encoding="utf-8")
        assert meta.split("guid: ")[1][:32] in builder
    texts = [p for p in assets if p.suffix in {".cs", ".asmdef", ".md", ".json"}]
    assert not any("__" in p.read_text(encoding="utf-8") for p in texts if p.name != "physics.json")


def test_two_unity_packages_do_not_get_in_each_others_way(tmp_path):
    names: set[str] = set()
    for scene_name in ("one", "two"):
        folder = export(chirality_scene(), tmp_path / scene_name, to="unity")
        for path in folder.rglob("*.asmdef"):
            names.add(json.loads(path.read_text(encoding="utf-8"))["name"])
    assert len(names) == 4


def compile_unity(folder: Path, output: Path, *options: str) -> None:
    if shutil.which("mcs") is None:
        pytest.skip("the C# compiler mcs is not installed (Debian: mono-mcs)")
    sources = [str(path) for path in sorted(folder.rglob("*.cs"))]
    assert len(sources) >= 8
    command = ["mcs", "-langversion:7", "-warnaserror", "-nowarn:649,169", *options, f"-out:{output}"]
    run = subprocess.run([*command, str(HERE / "unity_stubs.cs"), *sources], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("version", [(), ("-define:UNITY_6000_0_OR_NEWER",)], ids=["2021", "6"])
def test_the_unity_scripts_compile(tmp_path, version):
    folder = export(chirality_scene(), tmp_path / "room", to="unity")
    compile_unity(folder, tmp_path / "out.dll", "-target:library", *version)


AXES_PROGRAM = """
using System;
using UnityEngine;
public static class Program
{
    public static void Main()
    {
        float[] n = { 0.5f, -1.25f, 2f, 0.75f };
        Vector3 p = Spatialwm.room.SpatialwmAxes.Point(n);
        Quaternion q = Spatialwm.room.SpatialwmAxes.Turn(n);
        Console.WriteLine(p.x + " " + p.y + " " + p.z + " " + q.x + " " + q.y + " " + q.z + " " + q.w);
    }
}
"""


def test_the_unity_scripts_turn_axes_as_our_table_says(tmp_path):
    folder = export(chirality_scene(), tmp_path / "room", to="unity")
    if shutil.which("mono") is None:
        pytest.skip("the .NET runtime mono is not installed")
    program = tmp_path / "Program.cs"
    program.write_text(AXES_PROGRAM, encoding="utf-8")
    compile_unity(folder, tmp_path / "axes.exe", str(program))
    run = subprocess.run(["mono", tmp_path / "axes.exe"], capture_output=True, text=True, check=True)
    found = [float(word) for word in run.stdout.split()]
    numbers = np.array([0.5, -1.25, 2, 0.75])
    assert found[:3] == list(frames.points_to(frames.UNITY, numbers[:3]))
    assert found[3:] == list(frames.quats_to(frames.UNITY, numbers))


def importer_of(folder: Path) -> ModuleType:
    """The exported Unreal script as a module; only its ``main`` needs Unreal."""
    spec = importlib.util.spec_from_file_location("import_spatialwm", folder / "import_spatialwm.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rotator_matrix(rotator: list[float]) -> np.ndarray:
    """Unreal's FRotationMatrix, for column vectors (Core/Math/RotationTranslationMatrix.h)."""
    (sr, cr), (sp, cp), (sy, cy) = ((math.sin(a), math.cos(a)) for a in np.radians(rotator))
    rows = [
        [cp * cy, cp * sy, sp],
        [sr * sp * cy - cr * sy, sr * sp * sy + cr * cy, -sr * cp],
        [-(cr * sp * cy + sr * sy), cy * sr - cr * sp * sy, cr * cp],
    ]
    return np.array(rows).T


def test_unreal_gets_meshes_splats_and_colliders_in_one_place(tmp_path):
    scene = chirality_scene()
    folder = export(scene, tmp_path / "room", to="unreal")
    importer, nodes = importer_of(folder), glb_vertices(folder / "meshes.glb")
    for entry in importer.read_bundle(folder)["objects"]:
        thing = scene[entry["name"]]
        place = np.array(importer.point_in_unreal(entry["position"]))
        turn = rotator_matrix(importer.rotator_of(importer.quat_in_unreal(entry["quat"])))
        if thing.mesh is not None:
            imported = nodes[entry["id"]][:, [0, 2, 1]] * 100  # Interchange
            expected = frames.points_to(frames.UNREAL, world_vertices(scene, thing.name, thing.mesh.vertices))
            assert same_points(imported @ turn.T + place, expected, 1e-3)
        assert thing.splats is not None
        x, y, z = ply_points((folder / entry["splats"]).read_bytes()).T
        imported = np.stack([z, x, -y], axis=-1) * 100  # NanoGS
        child = imported @ rotator_matrix([0, 0, importer.SPLAT_YAW]).T
        world = world_vertices(scene, thing.name, thing.splats.means)
        assert np.allclose(child @ turn.T + place, frames.points_to(frames.UNREAL, world), atol=1e-3)
        for k, collider in enumerate(thing.body.colliders):
            hull = nodes[f"UBX_{entry['id']}_{k:02d}"][:, [0, 2, 1]] * 100
            here = world_vertices(scene, thing.name, collider_mesh(collider, None).vertices)
            assert same_points(hull @ turn.T + place, frames.points_to(frames.UNREAL, here), 1e-3)


def test_unreal_collision_is_named_by_its_shape_after_its_mesh(tmp_path):
    folder = export(workshop_scene(), tmp_path / "room", to="unreal")
    names = set(glb_vertices(folder / "meshes.glb"))
    expected = {"USP_zimmer_1_2_00", "UCP_zimmer_1_2_01", "UCX_zimmer_1_2_02", "UCX_zimmer_1_2_03"}
    assert {name for name in names if "_zimmer_1_2_" in name} == expected  # ids differ in more than case
    shown = {name for name in names if not name.startswith(("UBX_", "USP_", "UCP_", "UCX_"))}
    for name in names - shown:
        assert name[4:].rpartition("_")[0] in shown


def test_the_unreal_track_interpolates_without_spins(tmp_path):
    scene = chirality_scene()
    folder = export(scene, tmp_path / "room", to="unreal")
    importer = importer_of(folder)
    rollout = importer.read_bundle(folder)["rollout"]
    assert scene.rollout is not None
    (track,) = rollout["tracks"]
    keys = importer.sequence_keys(rollout["times"], track["positions"], track["quats"])
    for (frame, fraction, values), time, position, quat in zip(
        keys, scene.rollout.times, scene.rollout.positions[:, 0], scene.rollout.quats[:, 0], strict=True
    ):
        assert (frame + fraction) / 60 == pytest.approx(time) and 0 <= fraction < 1
        assert np.allclose(values[:3], frames.points_to(frames.UNREAL, position.astype(float)), atol=1e-3)
        mapped = frames.UNREAL.matrix @ matrix_from_quat(quat.astype(float)) @ frames.UNREAL.matrix.T
        assert np.allclose(rotator_matrix(values[3:]), mapped, atol=1e-5)


def test_a_tumbling_thing_keeps_its_angles_near_those_before(tmp_path):
    importer = importer_of(export(chirality_scene(), tmp_path / "room", to="unreal"))
    times = [k / 60 for k in range(400)]
    quats = [quat_from_axis_angle(np.array([0.3, 1.0, 0.2]), 6 * t).tolist() for t in times]
    flat = [value for quat in quats for value in quat]
    keys = importer.sequence_keys(times, [0.0] * (3 * len(times)), flat)
    angles = np.array([values[3:] for _, _, values in keys])
    assert np.abs(np.diff(angles, axis=0)).max() < 30  # 5.7 degrees a frame; a wrap would be a jump of 360


@pytest.mark.parametrize("angle", [math.pi / 2, -math.pi / 2])
def test_straight_up_and_down_are_still_the_right_rotation(tmp_path, angle):
    importer = importer_of(export(chirality_scene(), tmp_path / "room", to="unreal"))
    for axis in np.eye(3):
        quat = quat_from_axis_angle(axis, angle)
        found = rotator_matrix(importer.rotator_of(importer.quat_in_unreal(quat.tolist())))
        mapped = frames.UNREAL.matrix @ matrix_from_quat(quat) @ frames.UNREAL.matrix.T
        assert np.allclose(found, mapped, atol=1e-5)


def test_a_foreign_bundle_is_refused_by_the_unreal_script(tmp_path):
    folder = export(chirality_scene(), tmp_path / "room", to="unreal")
    (folder / "physics.json").write_text(
        '{"format": "spatialwm-engine-bundle", "version": 2}', encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match="another version"):
        importer_of(folder).read_bundle(folder)


def test_an_object_of_splats_alone_shows_the_hull_of_its_opaque_splats():
    arrow = chirality_scene()["arrow"]
    shown = shown_mesh(arrow)
    assert shown.source == "splat-hull" and shown.mesh is not None and arrow.splats is not None
    low, high = shown.mesh.vertices.min(axis=0), shown.mesh.vertices.max(axis=0)
    assert np.all(low < arrow.splats.means.min(axis=0)) and np.all(high > arrow.splats.means.max(axis=0))
    assert np.all(high - low < np.ptp(arrow.splats.means, axis=0) + 0.11)  # two standard deviations at most


def test_splats_in_one_plane_show_a_thin_box():
    flat = splats_on(np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]))
    flat = replace(flat, scales=np.full((3, 3), 1e-12))
    shown = shown_mesh(SceneObject(name="poster", splats=flat))
    assert shown.mesh is not None and np.allclose(np.ptp(shown.mesh.vertices, axis=0), [1, 1, 0.001])


def test_names_become_distinct_ascii_ids():
    assert [safe_id(name) for name in ("red mug", "№1", "日本", "a" * 99)] == [
        "red_mug",
        "o_1",
        "o",
        "a" * 60,
    ]
    scene = Scene(objects=tuple(SceneObject(name=name) for name in ("a b", "a_b", "A-B", "a b 2")))
    ids = [part.id.lower() for part in parts_of(scene)]
    assert len(set(ids)) == 4


def changed_scene() -> Scene:
    """A painted cube, a removed one that a rollout moved and deformed, and a squeezed cushion."""
    soft = Body(kind="soft", mass=0.5, stiffness=1e4, colliders=(Box(size=np.ones(3)),))
    cube = boxes_mesh([((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))])
    squeezed = rest_cage(soft) * np.array([1.2, 0.5, 1.2])
    names = ("painted", "removed", "squeezed")
    return Scene(
        objects=(
            SceneObject(name="painted", mesh=cube, splats=splats_on(cube.vertices), paint=(1.0, 0.0, 0.0)),
            SceneObject(name="removed", mesh=cube, body=soft, hidden=True),
            SceneObject(
                name="squeezed", mesh=cube, splats=splats_on(cube.vertices), body=soft, cage=squeezed
            ),
        ),
        rollout=Rollout(
            times=np.array([0.0, 1.0]),
            names=names,
            positions=np.zeros((2, 3, 3)),
            quats=np.tile([1.0, 0, 0, 0], (2, 3, 1)),
            cages=tuple(CageTrack(name=n, nodes=np.stack([rest_cage(soft), squeezed])) for n in names[1:]),
            hidden=(("removed", 0.5, None), ("painted", 0.0, 0.2)),
            actions=((0.0, Push(object="removed", impulse=(1.0, 0.0, 0.0))),),
        ),
    )


@pytest.mark.parametrize("target", ["unity", "unreal"])
def test_engines_get_no_hidden_thing_and_soft_ones_in_their_shape_now(tmp_path, target):
    folder = export(changed_scene(), tmp_path / "room", to=target)
    content = folder / "Content" if target == "unity" else folder
    bundle = read_bundle(content)
    assert [thing["name"] for thing in bundle["objects"]] == ["painted", "squeezed"]
    assert [track["object"] for track in bundle["rollout"]["tracks"]] == ["painted", "squeezed"]
    meshes = glb_vertices(content / ("scene.glb" if target == "unity" else "meshes.glb"))
    assert not any("removed" in name for name in meshes)
    assert np.allclose(np.ptp(meshes["squeezed"], axis=0), (1.2, 0.5, 1.2))
    heights = ply_points((content / "splats" / "squeezed.ply").read_bytes())[:, 1]
    assert np.allclose(np.abs(heights), 0.25)
    assert np.allclose(bundle["objects"][1]["colliders"][0]["size"], (1.2, 0.5, 1.2))


def test_engines_get_paint_as_colour(tmp_path):
    folder = export(changed_scene(), tmp_path / "room", to="unreal")
    rows = ply_rows((folder / "splats" / "painted.ply").read_bytes())
    assert np.all(0.5 + SH_C0 * rows["f_dc_0"] > 0.1)
    assert np.allclose(0.5 + SH_C0 * rows["f_dc_1"], 0, atol=1e-6)
    paints = trimesh.load_scene(folder / "meshes.glb").geometry["painted"].visual.vertex_attributes["color"]
    assert np.allclose(np.asarray(paints)[:, :3] / np.max(paints), (1, 0, 0))
