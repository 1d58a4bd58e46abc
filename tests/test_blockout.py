"""Coarse boxes become things that fit them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

import spatialwm
from spatialwm.errors import FormatError, InputError
from spatialwm.lift.text.blockout import scene_from_drawing
from spatialwm.lift.text.blockout_drawing import drawing_from_json, is_layout
from spatialwm.lift.text.blockout_fit import overlap
from spatialwm.lift.text.blockout_glb import drawing_from_glb
from spatialwm.lift.text.layout import box_of
from spatialwm.lift.text.moving_parts import without_parts
from spatialwm.scene import Mesh, Scene, SceneObject

EXAMPLE = Path(__file__).parent.parent / "examples" / "study.layout.json"


def _bodies(data: dict[str, object], text: str = "", *, decor: bool = False) -> Scene:
    drawing = drawing_from_json(json.dumps(data).encode())
    return scene_from_drawing(drawing, text, decor=decor, looks=False)


def _box(label: str, position: list[float], size: list[float], **more: float) -> dict[str, object]:
    return {"label": label, "position": position, "size": size, **more}


def _whole(scene: Scene, thing: SceneObject) -> SceneObject:
    """A thing with its doors and drawers, which share its frame while they are closed."""
    meshes = [o.mesh for o in scene.objects if o.name == thing.name or _hangs(o, thing)]
    points = np.concatenate([m.vertices for m in meshes if m is not None])
    return replace(thing, mesh=Mesh(vertices=points, faces=np.array([[0, 1, 2]])))


def _hangs(part: SceneObject, thing: SceneObject) -> bool:
    return part.body.joint is not None and part.body.joint.parent == thing.name


def test_every_thing_of_the_example_is_within_5_cm_of_its_box_and_overlaps_it():
    drawn = json.loads(EXAMPLE.read_bytes())["boxes"]
    scene = scene_from_drawing(drawing_from_json(EXAMPLE.read_bytes()), "cosy study", decor=False)
    things = [o for o in without_parts(scene).objects if o.category not in ("room", "door", "window")]
    free = [_whole(scene, o) for o in things]
    assert len(free) == len(drawn)
    for box in drawn:
        x, y, z = box["position"]
        middle = np.array([x, y + box["size"][1] / 2, z])
        made = min((box_of(o) for o in free), key=lambda b: float(np.abs(b.centers[0] - middle).sum()))
        yaw = np.deg2rad(box["yaw_degrees"]) if "yaw_degrees" in box else 0.0
        c, s = np.cos(yaw), np.sin(yaw)
        away = made.centers[0] - middle
        away = np.array([c * away[0] - s * away[2], away[1], s * away[0] + c * away[2]])
        turned = abs(np.sin(float(made.yaws[0]) - yaw)) > 0.7
        half = made.halves[0][[2, 1, 0]] if turned else made.halves[0]
        goal = np.array(box["size"]) / 2
        assert np.abs(np.stack([away - half + goal, away + half - goal])).max() < 0.05, box
        if min(box["size"]) > 0.05:  # of a thin picture a millimetre is much
            assert overlap((-goal, goal), (away - half, away + half)) > 0.75, box
    assert any("mean IoU" in note for note in scene.provenance.notes)


def test_a_label_is_the_category_and_what_the_text_says_of_it_is_true_of_it():
    scene = _bodies({"size": [4, 4], "boxes": [_box("armchair", [0, 0, 0], [0.8, 0.9, 0.8])]},
                    "a study with a red armchair and a lamp")  # fmt: skip
    kinds = [o.category for o in scene.objects if o.category not in ("room", "door", "window")]
    assert sorted(kinds) == ["armchair", "floor lamp"] or sorted(kinds) == ["armchair", "table lamp"]
    assert "red" in scene["armchair"].attributes
    assert scene["armchair"].position[0] == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    ("size", "text", "expected"),
    [([1.6, 0.55, 2.05], "a bedroom", "bed"), ([0.5, 0.95, 0.5], "a dining room", "chair"),
     ([0.6, 1.8, 0.65], "a kitchen", "refrigerator"), ([1.9, 0.8, 0.9], "a living room", "sofa")],
)  # fmt: skip
def test_a_box_without_a_label_is_the_nearest_thing_by_size_and_place_with_a_note(size, text, expected):
    scene = _bodies({"size": [5, 5], "boxes": [{"position": [0, 0, -1], "size": size}]}, text)
    assert expected in [o.category for o in scene.objects]
    assert any("nearest by size and place" in n for n in scene.provenance.notes)


def test_a_chair_turns_to_its_table_and_a_sofa_has_its_back_to_the_wall():
    scene = _bodies(
        {"size": [5, 4], "boxes": [_box("table", [0, 0, 0], [1.4, 0.75, 0.9]),
         _box("chair", [0.95, 0, 0], [0.5, 0.9, 0.5]), _box("chair", [0, 0, -0.75], [0.5, 0.9, 0.5]),
         _box("sofa", [2.0, 0, 1.0], [0.9, 0.8, 1.8])]}
    )  # fmt: skip
    yaws = {o.name: float(box_of(o).yaws[0]) for o in scene.objects if o.name.startswith(("chair", "sofa"))}
    assert yaws["chair_1"] == pytest.approx(-np.pi / 2, abs=1e-3)
    assert yaws["chair_2"] == pytest.approx(0, abs=1e-3)
    assert yaws["sofa"] == pytest.approx(-np.pi / 2, abs=1e-3)


def test_what_is_drawn_on_a_desk_stands_on_it_and_what_hangs_in_the_air_is_held_and_said():
    scene = _bodies(
        {"size": [4, 4], "boxes": [_box("desk", [0, 0, -1.4], [1.4, 0.75, 0.7]),
         _box("mug", [0.3, 0.77, -1.4], [0.1, 0.1, 0.09]), _box("vase", [1.2, 1.2, 1.0], [0.2, 0.3, 0.2])]}
    )  # fmt: skip
    assert float(box_of(scene["mug"]).low[0]) == pytest.approx(0.75, abs=0.01)
    assert scene["mug"].body.kind == "dynamic" and scene["vase"].body.kind == "static"
    assert any("nothing under it" in n for n in scene.provenance.notes)


def test_what_was_drawn_stays_where_it_is_when_simulated():
    scene = scene_from_drawing(drawing_from_json(EXAMPLE.read_bytes()), "cosy study", looks=False)
    after = spatialwm.act(scene, actions=[], seconds=2.0)
    for before, now in zip(scene.objects, after.objects, strict=True):
        assert np.abs(now.position - before.position).max() < 0.005, now.name


def test_boxes_outdoors_and_in_an_l_shaped_room_are_possible():
    garden = _bodies({"boxes": [_box("bench", [0, 0, 0], [1.6, 0.85, 0.6])]}, "a garden at dusk")
    assert any(o.category == "sky" for o in garden.objects)
    ell = [[-3, -2], [1, -2], [1, 0], [3, 0], [3, 2], [-3, 2]]
    scene = _bodies({"outline": ell, "boxes": [_box("table", [-1, 0, 0], [1.4, 0.75, 0.8])]})
    assert len(scene["room"].body.colliders) == 6  # a floor and five walls; the front is open


def _blockout() -> bytes:
    scene = trimesh.Scene()
    for name, size, position in [
        ("Floor", (5, 0.1, 4), (7, -0.05, 2)), ("Window", (0.1, 1.4, 1.6), (4.5, 1.55, 2)),
        ("Sofa", (2, 0.8, 0.9), (7, 0.4, 0.5)), ("Coffee_Table.001", (1.1, 0.42, 0.6), (7, 0.21, 1.7)),
        ("Wall", (5, 2.5, 0.1), (7, 1.25, -0.05)),
    ]:  # fmt: skip
        matrix = np.diag([*size, 1.0])
        matrix[:3, 3] = position
        scene.add_geometry(trimesh.creation.box((1, 1, 1)), node_name=name, geom_name=name, transform=matrix)
    data = scene.export(file_type="glb")
    assert isinstance(data, bytes)
    return data


def test_nodes_of_a_glb_are_boxes_and_their_names_labels():
    drawing = drawing_from_glb(_blockout())
    assert [b.label for b in drawing.boxes] == ["sofa", "coffee table"] and drawing.size == (5.0, 4.0)
    assert drawing.boxes[0].position == pytest.approx((0, 0, -1.5), abs=1e-4)
    assert drawing.openings is not None
    assert drawing.openings[0].wall == "left" and drawing.openings[0].width == pytest.approx(1.6)


def test_create_takes_boxes_and_a_text(tmp_path):
    path = tmp_path / "blockout.glb"
    path.write_bytes(_blockout())
    scene = spatialwm.create(path, "a scandinavian living room", bare=True)
    assert {o.category for o in scene.objects} == {"room", "window", "sofa", "coffee table"}
    assert scene.provenance.source == "a scandinavian living room" and scene.splat_count > 0
    with pytest.raises(FileNotFoundError):
        spatialwm.create(tmp_path / "none.json", "a study")


@pytest.mark.parametrize(
    ("change", "part"),
    [({"boxes": []}, "1 to 200"), ({"boxes": [{"size": [1, 1, 1]}]}, "position"), ({"wings": 2}, "wings"),
     ({"size": [900, 2]}, "40 m"), ({"size": [4, 4], "outline": [[0, 0]]}, "not both"),
     ({"boxes": [{"position": [0, 0, 1e9], "size": [1, 1, 1]}]}, "number"),
     ({"boxes": [{"position": [0, 0, 0], "size": [1, 0, 1]}]}, "edges"),
     ({"outline": [[0, 0], [1, 1], [2, 0]]}, "outline"), ({"height": 99}, "high"),
     ({"openings": [{"kind": "window", "wall": "front"}]}, "open, to look in"),
     ({"openings": [{"kind": "door", "wall": "back", "width": 30}]}, "fit"),
     ({"openings": [{"kind": "hole"}]}, "door, window")],
)  # fmt: skip
def test_layouts_that_cannot_be_meant_are_refused_by_name(change, part):
    good: dict[str, object] = {"boxes": [_box("bed", [0, 0, 0], [1.4, 0.5, 2])]}
    with pytest.raises(InputError, match=part):
        _bodies(good | change)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[" * 99_999, b'{"boxes": NaN}', b"\xff\xfe"])
def test_what_is_no_layout_is_refused(data):
    with pytest.raises((FormatError, InputError)):
        drawing_from_json(data)
    assert not is_layout(data) or b"boxes" in data


def test_a_broken_blockout_is_refused_and_never_hangs():
    data = _blockout()
    for cut in (0, 12, 100, len(data) // 2, len(data) - 3):
        with pytest.raises(FormatError):
            drawing_from_glb(data[:cut])
    loop = data.replace(b'"mesh":0', b'"mesh":9')
    with pytest.raises(FormatError):
        drawing_from_glb(loop)
