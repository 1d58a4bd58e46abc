"""Model libraries that the user has: read with care, placed like any thing, and their makers named."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import spatialwm_exporters
from spatialwm import io as scene_io
from spatialwm.dynamics import simulate
from spatialwm.errors import FormatError, InputError, MissingFileError, SpatialwmError
from spatialwm.lift.sampling import sample_triangles
from spatialwm.lift.text import bodies_from_text, scene_from_text
from spatialwm.lift.text.assets.asset import category_of
from spatialwm.lift.text.assets.fitting import fitted_model
from spatialwm.lift.text.assets.loading import load_asset
from spatialwm.lift.text.assets.shelf import add_library, known_libraries, read_libraries, shelf_of
from spatialwm.lift.text.assets.sweethome import properties
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.model import Spec
from spatialwm.objects.boxes import fitted_colliders
from spatialwm.scene import Box, Cylinder, Scene
from spatialwm.shapes import same

MTL = """newmtl oak_wood
Kd 1 1 1
map_Kd grain.png
newmtl steel
Kd 0.4 0.4 0.45
newmtl air
Kd 1 0 0
d 0.0
"""
CATALOGUE_TEXT = """# comment
name=Tiny library
license=CC BY 4.0
id#1=tiny#table
name#1=Table
category#1=Living room
model#1=/tiny/table/table.obj
width#1=120
depth#1=80
height#1=75
dropOnTopElevation#1=75
creator#1=Ada \\u00c5
name#2=Door
model#2=/tiny/table/table.obj
width#2=90
depth#2=5
height#2=200
doorOrWindow#2=true
name#3=Chair
model#3=/tiny/nowhere.obj
width#3=45
depth#3=45
height#3=90
"""
TABLE = [  # material, low and high corner in the file's own units, which are not metres
    ("oak_wood", (-60, 71, -40), (60, 75, 40)),
    *(("steel", (x, 0, z), (x + 5, 71, z + 5)) for x in (-60, 55) for z in (-40, 35)),
]


def obj_text(boxes=TABLE, head="mtllib table.mtl\n"):
    lines, count = [head + "vt 0 0\nvt 2 0\nvt 2 2\nvt 0 2\n"], 0
    quads = [(1, 2, 4, 3), (5, 7, 8, 6), (1, 5, 6, 2), (3, 4, 8, 7), (1, 3, 7, 5), (2, 6, 8, 4)]
    for material, low, high in boxes:
        corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
        lines += [f"v {x} {y} {z}\n" for x, y, z in corners]
        lines.append(f"usemtl {material}\n")
        lines += ["f " + " ".join(f"{count + c}/{t + 1}" for t, c in enumerate(q)) + "\n" for q in quads]
        count += 8
    return "".join(lines)


def png(pixels):
    packed = io.BytesIO()
    Image.fromarray(pixels).save(packed, "png")
    return packed.getvalue()


def checks():
    return png(np.kron(np.array([[0, 1], [1, 0]]), np.ones((8, 8)))[..., None].astype(np.uint8) * 180 + 40
               * np.ones((16, 16, 3), np.uint8))  # fmt: skip


def library(path: Path, files=None, catalogue=CATALOGUE_TEXT) -> Path:
    """A tiny .sh3f with a table of five boxes."""
    contents = {
        "PluginFurnitureCatalog.properties": catalogue.encode("latin-1"),
        "tiny/table/table.obj": obj_text().encode(),
        "tiny/table/table.mtl": MTL.encode(),
        "tiny/table/grain.png": checks(),
    } | (files or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    return library(tmp_path_factory.mktemp("library") / "tiny.sh3f")


@pytest.fixture(scope="module")
def room(tiny) -> Scene:
    return scene_from_text("a mug on a table", assets=shelf_of(tiny))


def test_a_library_says_what_it_has(tiny):
    (found,) = read_libraries(tiny)
    (table,) = found.assets  # doors are left out, and what has no file
    assert (found.name, table.name, table.category, table.author) == (
        "Tiny library",
        "Table",
        "table",
        "Ada Å",
    )
    assert table.size == (1.2, 0.75, 0.8) and table.license == "CC BY 4.0"
    assert "1 models of 'tiny.sh3f'" in found.notes[0]


def test_java_properties_are_read_as_java_does():
    text = "a=1\n ! no\nb : two \\\n   lines\nc\\ d e\nu=\\u00e9\\t\\\\\n"
    assert properties(text) == {"a": "1", "b": "two lines", "c d": "e", "u": "é\t\\"}


@pytest.mark.parametrize(
    ("name", "category"),
    [("Chair with cushion", "chair"), ("Sofa 3 seats", "sofa"), ("Bar stools", "bar stool"),
     ("Parking slot 45", None), ("Table, round", "table"), ("", None)],
)  # fmt: skip
def test_a_name_gives_its_category_by_its_last_noun(name, category):
    assert category_of(name) == category


def test_a_model_has_its_real_size_and_stands_at_the_origin(tiny):
    parts = load_asset(read_libraries(tiny)[0].assets[0])
    corners = np.concatenate([p.corners for p in parts]).reshape(-1, 3)
    np.testing.assert_allclose(corners.min(0), [-0.6, 0, -0.4], atol=1e-6)
    np.testing.assert_allclose(corners.max(0), [0.6, 0.75, 0.4], atol=1e-6)
    assert {p.name for p in parts} == {"oak_wood", "steel"}


def test_a_table_gets_a_top_and_four_legs_and_the_mass_of_boards(tiny):
    asset = read_libraries(tiny)[0].assets[0]
    model = fitted_model(asset, load_asset(asset), Spec(), CATALOGUE["table"].build(Spec()))
    assert len(model.colliders) == 5 and all(isinstance(c, Box) for c in model.colliders)
    assert model.supports[0].height == pytest.approx(0.75, abs=1e-3)
    assert model.supports[0].half_width == pytest.approx(0.6, abs=1e-3)
    assert model.material == "wood" and 5 < model.mass < 40


def test_a_scene_uses_the_model_and_names_its_maker(room):
    table = room["table"]
    assert table.provenance is not None and table.provenance.author == "Ada Å"
    assert table.provenance.license == "CC BY 4.0" and table.provenance.method == "asset"
    assert room["mug"].provenance is None and room["mug"].position[1] == pytest.approx(0.75, abs=0.004)
    assert table.mesh is not None and table.mesh.texture is not None and table.splats is not None
    extent = np.ptp(table.mesh.vertices, axis=0)
    np.testing.assert_allclose(extent, [1.2, 0.75, 0.8], atol=1e-4)
    assert "table" in room.provenance.notes[-1] and "models of others" in room.provenance.license


def test_splats_and_mesh_show_the_same_pattern(room):
    table = room["table"]
    assert table.splats is not None and table.mesh is not None and table.mesh.texture is not None
    top = table.splats.means[:, 1] > 0.745
    shades = table.splats.sh[top, 0].mean(axis=1)
    assert shades.max() - shades.min() > 0.5  # the dark and light squares of its picture
    assert np.ptp(table.mesh.texture.astype(int)) > 100


def test_what_lies_on_a_model_stays_there(room):
    after = simulate(room, (), seconds=2.0, seed=0)
    for name in ("table", "mug"):
        assert np.linalg.norm(after[name].position - room[name].position) < 0.005


def test_the_maker_survives_saving_and_every_export(room, tmp_path):
    path = scene_io.save(room, tmp_path / "room.glb")
    loaded = scene_io.load(path)
    assert same(loaded, room)
    assert b"Table, Tiny library by Ada" in path.read_bytes()[:400]
    spatialwm_exporters.export(room, tmp_path / "room.ply")
    assert "Ada Å (CC BY 4.0)" in (tmp_path / "room.ply.credits.txt").read_text("utf-8")
    folder = spatialwm_exporters.export(room, tmp_path / "unity", to="unity")
    assert "Ada Å (CC BY 4.0)" in (folder / "CREDITS.txt").read_text("utf-8")
    spatialwm_exporters.export(room, tmp_path / "unity", to="unity")  # and may be replaced


def test_a_scene_without_models_of_others_says_nothing_of_credits(box_on_floor, tmp_path):
    spatialwm_exporters.export(box_on_floor, tmp_path / "crate.ply")
    assert {p.name for p in tmp_path.iterdir()} == {"crate.ply", "crate.ply.provenance.json"}


def test_the_same_text_seed_and_library_give_the_same_scene(tiny, room):
    again = bodies_from_text("a mug on a table", assets=shelf_of(tiny), decor=True)
    assert [o.name for o in again.objects] == [o.name for o in room.objects]
    for one, other in zip(again.objects, room.objects, strict=True):
        assert same((one.position, one.quat, one.body), (other.position, other.quat, other.body))


def test_a_model_stands_in_only_for_what_it_can_show(tiny):
    shelf = shelf_of(tiny)
    assert bodies_from_text("a round table", assets=shelf)["table"].provenance is None
    assert bodies_from_text("a glass table", assets=shelf)["table"].provenance is None
    small = bodies_from_text("a small table", assets=shelf)["table"]
    (top, *_) = small.body.colliders
    assert small.provenance is not None and isinstance(top, Box) and 0.8 < top.size[0] < 1.1


def test_an_asked_colour_is_painted_on_the_large_parts(tiny):
    asset = read_libraries(tiny)[0].assets[0]
    model = fitted_model(
        asset, load_asset(asset), Spec(color=(0.7, 0.1, 0.1)), CATALOGUE["table"].build(Spec())
    )
    top = next(p.look.picture for p in model.pieces if p.look.picture is not None)
    red, green, _ = top.reshape(-1, 3).mean(axis=0)
    assert red > 3 * green


def glb_folder(path: Path, **changes) -> Path:
    import trimesh

    path.mkdir()
    box = trimesh.creation.box((0.8, 0.5, 0.4))  # lies on its back: up is +z, front is -y
    red = np.tile(np.array([200, 30, 30, 255], np.uint8), (8, 1))
    trimesh.Trimesh(box.vertices, box.faces, vertex_colors=red).export(str(path / "crate.glb"))
    entry = {"file": "crate.glb", "name": "Old crate", "front": "-y", "up": "+z", "words": ["wooden"]}
    data = {"name": "Boxes", "license": "CC0-1.0", "author": "Grace", "models": [entry | changes]}
    (path / "catalogue.json").write_text(json.dumps(data))
    return path


def test_a_folder_of_glb_is_turned_upright_and_keeps_its_colours(tmp_path):
    (asset,) = read_libraries(glb_folder(tmp_path / "boxes"))[0].assets
    assert asset.category is not None and asset.author == "Grace" and "wooden" in asset.words
    (part,) = load_asset(asset)
    extent = np.ptp(part.corners.reshape(-1, 3), axis=0)
    np.testing.assert_allclose(extent, [0.8, 0.4, 0.5], atol=1e-6)
    assert part.local[..., 0].min() > 4 * part.local[..., 1].max()


def test_libraries_are_remembered_and_listed(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    add_library(tiny)
    add_library(tiny)
    assert [x.path for x in known_libraries()].count(tiny) == 1
    assert json.loads((tmp_path / "spatialwm" / "assets.json").read_text()) == [str(tiny)]
    shelf = shelf_of("auto")
    assert shelf is not None and any(x.name == "Tiny library" for x in shelf.libraries)
    assert shelf_of("none") is None and shelf_of(None) is None


def test_a_library_that_has_gone_is_listed_with_a_note(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = library(tmp_path / "soon_gone.sh3f")
    add_library(path)
    path.unlink()
    gone = next(x for x in known_libraries() if x.path == path)
    assert not gone.assets and "no" in gone.notes[0]


HOSTILE = {
    "a picture bomb": {"tiny/table/grain.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100},
    "no triangles": {"tiny/table/table.obj": b"v 0 0 0\n"},
    "a flat point": {"tiny/table/table.obj": b"v 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n"},
    "not finite": {"tiny/table/table.obj": b"v nan 0 0\nv 1 0 inf\nv 0 1 0\nf 1 2 3\n"},
    "an index out of range": {"tiny/table/table.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n"},
    "no numbers": {"tiny/table/table.obj": b"f a b c\n" * 1000},
    "a bomb": {"tiny/table/table.obj": b"#" + b" " * (80 << 20)},
    "a path that leads out": {
        "tiny/table/table.obj": b"mtllib ../../../../etc/passwd\n" + b"v 0 0 0\nf 1 1 1\n"
    },
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_model_is_refused_or_its_bad_part_left_out(what, tmp_path):
    path = library(tmp_path / "bad.sh3f", HOSTILE[what])
    asset = read_libraries(path)[0].assets[0]
    try:
        parts = load_asset(asset)
    except SpatialwmError as error:
        assert len(str(error)) < 400 and "\n" not in str(error)
    else:
        assert what == "a picture bomb" and all(p.picture is None for p in parts)
    scene = bodies_from_text("a table", assets=shelf_of(path))  # the built-in one stands in
    assert scene["table"].body.colliders


def test_members_with_absolute_or_climbing_names_reach_nothing_outside(tmp_path):
    secret = tmp_path / "secret.obj"
    secret.write_text(obj_text(head=""))
    text = CATALOGUE_TEXT.replace("/tiny/table/table.obj", f"/../../..{secret}")
    path = library(tmp_path / "climb.sh3f", catalogue=text)
    assert not read_libraries(path)[0].assets
    folder = glb_folder(tmp_path / "boxes", file="../boxes_secret.glb")
    (tmp_path / "boxes_secret.glb").write_bytes((folder / "crate.glb").read_bytes())
    with pytest.raises(FormatError, match="not inside"):
        load_asset(read_libraries(folder)[0].assets[0])
    (folder / "link.glb").symlink_to(tmp_path / "boxes_secret.glb")
    data = json.loads((folder / "catalogue.json").read_text())
    data["models"][0]["file"] = "link.glb"
    (folder / "catalogue.json").write_text(json.dumps(data))
    with pytest.raises(FormatError, match="not inside"):
        load_asset(read_libraries(folder)[0].assets[0])


@pytest.mark.parametrize(
    "changes",
    [{"file": "crate.exe"}, {"name": ""}, {"name": 3}, {"category": "flumph"}, {"size": [1, 2]},
     {"size": [1, -2, 3]}, {"size": [1, float("inf"), 3]}, {"size": "big"}, {"front": "+y", "up": "-y"},
     {"up": "north"}, {"top": "high"}],
)  # fmt: skip
def test_a_broken_catalogue_names_its_entry(changes, tmp_path):
    with pytest.raises(FormatError, match="model 1"):
        read_libraries(glb_folder(tmp_path / "boxes", **changes))


def test_what_is_no_library_is_refused(tmp_path):
    (tmp_path / "junk.sh3f").write_bytes(b"PK\x03\x04 not a zip")
    with zipfile.ZipFile(tmp_path / "empty.sh3f", "w") as archive:
        archive.writestr("readme.txt", "hello")
    (tmp_path / "folder").mkdir()
    for name, error in (("junk.sh3f", FormatError), ("empty.sh3f", FormatError), ("folder", FormatError),
                        ("nowhere", MissingFileError)):  # fmt: skip
        with pytest.raises(error):
            add_library(tmp_path / name)
    (tmp_path / "folder" / "catalogue.json").write_text("[" * 100_000)
    with pytest.raises(FormatError, match="JSON"):
        read_libraries(tmp_path / "folder")
    (tmp_path / "folder" / "catalogue.json").write_text('{"models": []}')
    with pytest.raises(InputError, match="no model"):
        add_library(tmp_path / "folder")


def test_see_through_pictures_are_refused_with_a_reason(tmp_path):
    leaf = np.zeros((8, 8, 4), np.uint8)
    leaf[:4] = 255
    path = library(tmp_path / "leaf.sh3f", {"tiny/table/grain.png": png(leaf)})
    with pytest.raises(FormatError, match="see-through"):
        load_asset(read_libraries(path)[0].assets[0])
    scene = bodies_from_text("a table", assets=shelf_of(path))
    assert scene["table"].provenance is None and "see-through" in scene.provenance.notes[-1]


def test_a_cylinder_becomes_a_cylinder_and_a_ball_stands():
    import trimesh

    disc = trimesh.creation.cylinder(radius=0.3, height=0.8)
    turn = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
    (found,) = fitted_colliders(disc.vertices @ turn.T, disc.faces)
    assert isinstance(found, Cylinder)
    assert found.radius == pytest.approx(0.3, rel=0.02) and found.height == pytest.approx(0.8, rel=0.01)
    ball = trimesh.creation.icosphere(subdivisions=3, radius=0.5)
    parts = fitted_colliders(ball.vertices, ball.faces)
    volume = sum(
        float(np.prod(p.size)) if isinstance(p, Box) else np.pi * p.radius**2 * p.height for p in parts
    )
    assert 0.75 * np.pi / 6 < volume < 1.6 * np.pi / 6
    with pytest.raises(InputError):
        fitted_colliders(np.zeros((3, 3)), np.array([[0, 1, 2]]))


def test_cells_of_triangles_cover_them_and_stay_on_them():
    rng = np.random.default_rng(5)
    corners = rng.random((40, 3, 3))
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(normals, axis=1) / 2
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    found = sample_triangles(corners, np.repeat(normals[:, None], 3, axis=1), 0.02)
    assert found.uv.min() >= 0 and found.uv.sum(axis=1).max() <= 1 + 1e-6
    covered = np.bincount(found.quad, found.cells.prod(axis=1), len(corners))
    assert np.median(covered / areas) == pytest.approx(1, abs=0.1)
    away = np.einsum("nd,nd->n", found.means - corners[found.quad, 0], normals[found.quad])
    assert np.abs(away).max() < 1e-5
