"""Every export target, on scenes that show at once when an axis, a sign or a unit is wrong."""

import base64
import gzip
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.io import load
from spatialwm.scene import (
    Scene,
    world_splats,
)
from spatialwm.shapes import same
from spatialwm_exporters import TARGETS, export, html, registry, targets
from spatialwm_exporters.interop_scene import marked_scene
from spatialwm_exporters.templates import template_files
from tests.chirality import (
    F_MARKS,
    chirality_scene,
    glb_vertices,
    handedness_of_f,
    ply_rows,
    same_points,
    world_vertices,
)

HERE = Path(__file__).parent


def test_the_letter_is_right_handed_at_home():
    assert handedness_of_f(F_MARKS) == 1


def test_a_gltf_loads_back_as_the_very_scene_and_opens_in_trimesh(tmp_path):
    scene = chirality_scene()
    path = export(scene, tmp_path / "a.glb")
    assert same(load(path), scene)
    found = glb_vertices(path)
    for name in ("letter F", "cube"):
        mesh = scene[name].mesh
        assert mesh is not None and same_points(found[name], world_vertices(scene, name, mesh.vertices))


def test_a_ply_holds_all_splats_of_the_world_with_y_down_and_z_forward(tmp_path):
    scene = chirality_scene()
    rows = ply_rows(export(scene, tmp_path / "a.ply").read_bytes())
    splats, _ = world_splats(scene)
    points = np.stack([rows["x"], rows["y"], rows["z"]], axis=-1)
    assert np.allclose(points, splats.means * [1, -1, -1])
    assert np.allclose([rows["scale_0"], rows["scale_2"]], np.log(splats.scales[:, [0, 2]].T), atol=1e-6)
    quats = np.stack([rows[f"rot_{k}"] for k in range(4)], axis=-1).astype(float)
    flip = np.diag([1.0, -1, -1])
    covariances = [
        matrix @ np.diag(scales.astype(float) ** 2) @ matrix.T
        for matrix, scales in zip(matrix_from_quat(quats), splats.scales, strict=True)
    ]
    ours = matrix_from_quat(splats.quats.astype(float))
    for k, covariance in enumerate(covariances):
        expected = flip @ ours[k] @ np.diag(splats.scales[k].astype(float) ** 2) @ ours[k].T @ flip
        assert np.allclose(covariance, expected, atol=1e-8)


def test_an_spz_holds_all_splats_of_the_world_in_our_axes(tmp_path):
    scene = chirality_scene()
    data = gzip.decompress(export(scene, tmp_path / "a.spz").read_bytes())
    splats, _ = world_splats(scene)
    raw = np.frombuffer(data, np.uint8, 9 * len(splats), 16).reshape(-1, 3).astype(np.int64)
    fixed = raw @ [1, 1 << 8, 1 << 16]
    points = np.where(fixed >= 1 << 23, fixed - (1 << 24), fixed).reshape(-1, 3) / 4096
    assert np.allclose(points, splats.means, atol=2e-4)


def test_a_dot_splat_holds_all_splats_of_the_world_with_y_down_and_z_forward(tmp_path):
    scene = chirality_scene()
    data = export(scene, tmp_path / "a.splat").read_bytes()
    splats, _ = world_splats(scene)
    points = np.frombuffer(data, "<f4").reshape(-1, 8)[:, :3]
    assert np.allclose(points, splats.means * [1, -1, -1])


@pytest.mark.parametrize("suffix", [".ply", ".spz", ".splat"])
def test_splat_files_load_back_where_they_were(tmp_path, suffix):
    scene = chirality_scene()
    back = load(export(scene, tmp_path / f"a{suffix}")).objects[0].splats
    assert back is not None and np.allclose(back.means, world_splats(scene)[0].means, atol=2e-4)


def test_a_scene_without_splats_has_no_splat_file(tmp_path):
    with pytest.raises(InputError, match="no splats"):
        export(Scene(), tmp_path / "a.ply")
    assert not list(tmp_path.iterdir())


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", encoding="utf-8")
    with pytest.raises(InputError, match="holds other things"):
        export(chirality_scene(), tmp_path / "mine", to="unity")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    export(chirality_scene(), tmp_path / "room", to="unreal")
    with pytest.raises(InputError, match="holds other things"):
        export(chirality_scene(), tmp_path / "room", to="unity")
    with pytest.raises(InputError, match="is a file"):
        export(chirality_scene(), tmp_path / "mine" / "thesis.txt", to="unity")


PAGE = b'<title>spatialwm</title><script type="application/octet-stream" id="spatialwm-scene"></script>'


def test_a_page_carries_the_scene_between_its_tags(tmp_path):
    scene = chirality_scene()
    glb = export(scene, tmp_path / "a.glb").read_bytes()
    page = html.page_with_scene(PAGE, glb, title="<mug> & table")
    assert b"<title>&lt;mug&gt; &amp; table</title>" in page
    inside = page.split(b'id="spatialwm-scene">')[1].split(b"</script>")[0]
    (tmp_path / "b.glb").write_bytes(base64.b64decode(inside, validate=True))
    assert same(load(tmp_path / "b.glb"), scene)


@pytest.mark.parametrize("page", [b"<html></html>", PAGE * 2, PAGE.replace(b"></script>", b">AA</script>")])
def test_a_page_without_one_empty_slot_is_refused(page):
    with pytest.raises(FormatError, match="slot"):
        html.page_with_scene(page, b"", title="a")


def test_the_page_is_exported_when_it_is_built_and_asked_for_when_not(tmp_path):
    if html.PAGE.exists():
        text = export(chirality_scene(), tmp_path / "a.html").read_bytes()
        assert text.count(b'id="spatialwm-scene">Z2xURg') == 1  # base64 of 'glTF'
    else:
        with pytest.raises(MissingFileError, match="make page"):
            export(chirality_scene(), tmp_path / "a.html")
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("target", sorted(set(TARGETS) - {"html"}))
def test_every_target_writes_what_its_row_says(tmp_path, target):
    if target in ("usd", "isaac"):
        pytest.importorskip("pxr")
    row = TARGETS[target]
    path = tmp_path / f"room{row.suffixes[0] if row.suffixes else ''}"
    assert export(chirality_scene(), path, to=target) == path
    assert path.is_dir() if row.output == "folder" else path.stat().st_size > 0
    assert row.keeps and row.loses and row.checked_by
    beside = {f"{path.name}.provenance.json"} if row.output == "file" else set()
    assert {p.name for p in tmp_path.iterdir()} == {path.name} | beside


def test_a_film_shows_what_moved(tmp_path):
    cv2 = pytest.importorskip("cv2")
    path = export(marked_scene(), tmp_path / "fall.mp4")
    film = cv2.VideoCapture(str(path))
    pictures = [film.read()[1] for _ in range(int(film.get(cv2.CAP_PROP_FRAME_COUNT)))]
    assert len(pictures) == 60 and pictures[0].shape == (480, 640, 3)
    still = export(replace(marked_scene(), rollout=None), tmp_path / "still.webm")
    other = cv2.VideoCapture(str(still)).read()[1]
    assert np.abs(pictures[0].astype(int) - other).max() > 60  # the cube has not fallen yet
    assert np.abs(pictures[0].astype(int) - pictures[-1]).max() > 60


def test_the_readme_prints_the_table_of_targets():
    readme = (HERE.parent / "exporters" / "README.md").read_text(encoding="utf-8")
    assert registry.markdown_table() in readme


def test_engine_targets_say_that_nobody_ran_them_in_the_editor():
    for name in ("unity", "unreal"):
        assert "not run in the editor" in TARGETS[name].checked_by
        readme = template_files("unity-package" if name == "unity" else "unreal-plugin", {})["README.md"]
        assert b"not run in the editor" in readme


def test_unknown_targets_and_suffixes_are_refused_with_the_known_ones(tmp_path):
    with pytest.raises(InputError, match=r"no export target 'quake'.*unity"):
        export(Scene(), tmp_path / "a", to="quake")
    with pytest.raises(InputError, match=r"does not say.*unreal"):
        export(Scene(), tmp_path / "a.blend")
    with pytest.raises(InputError, match=r"writes a \.ply file"):
        export(Scene(), tmp_path / "a.txt", to="ply")


def plug_in(monkeypatch, name: str, value: str) -> None:
    entry = metadata.EntryPoint(name=name, value=value, group=registry.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda *, group: [entry] if group == registry.GROUP else [])


def test_other_peoples_targets_join_in(tmp_path, monkeypatch):
    (tmp_path / "my_counter.py").write_text(
        "from spatialwm_exporters import Target\n"
        "def write(scene, path):\n    path.write_text(str(len(scene.objects)))\n    return path\n"
        "COUNT = Target(name='count', writer='my_counter:write', suffixes=('.n',), keeps='', loses='',"
        " checked_by='')\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    plug_in(monkeypatch, "count", "my_counter:COUNT")
    assert set(targets()) == {*TARGETS, "count"}
    assert export(chirality_scene(), tmp_path / "a.n").read_text(encoding="utf-8") == "3"


@pytest.mark.parametrize("value", ["no_such_module:x", "spatialwm_exporters:export", "json:nothing"])
def test_a_broken_plug_in_is_named(monkeypatch, value):
    plug_in(monkeypatch, "broken", value)
    with pytest.raises(InputError, match=r"plug-in 'broken' \(.*is broken"):
        targets()


def test_a_plug_in_cannot_take_a_built_in_name(monkeypatch, tmp_path):
    plug_in(monkeypatch, "unity", "spatialwm_exporters.registry:_example")
    monkeypatch.setattr(registry, "_example", TARGETS["unity"], raising=False)
    with pytest.raises(InputError, match="takes the name"):
        targets()
