"""Words become the things they name, in a room where nothing overlaps, lit and ready to be pushed."""

import importlib
from typing import Any

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.lift.text import bodies_from_text, scene_from_text
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.model import Spec
from spatialwm.lift.text.moving_parts import without_parts
from spatialwm.lift.text.solids import volume
from spatialwm.scene import Box, Cylinder, Scene, SceneObject, Sphere
from spatialwm.shapes import same

mujoco: Any = importlib.import_module("mujoco")  # its compiled part has no types

DEMO = "a red mug on a wooden table next to two chairs, a floor lamp in the corner"

PROMPTS = {
    DEMO: {"mug": 1, "table": 1, "chair": 2, "floor lamp": 1},
    "a blue sofa against the wall and a round coffee table in front of it, a green plant in the corner": {
        "sofa": 1, "coffee table": 1, "plant": 1,
    },
    "three books and a lamp on a desk, a chair in front of the desk": {
        "book": 3, "table lamp": 1, "desk": 1, "chair": 1,
    },
    "a bed with two cushions, a bookshelf against the wall": {"bed": 1, "cushion": 2, "bookshelf": 1},
    "a table with a mug and a plate on it and four chairs around it": {
        "table": 1, "mug": 1, "plate": 1, "chair": 4,
    },
    "On the table there is a mug, a bowl and a bottle. The table stands in the middle of the room.": {
        "table": 1, "mug": 1, "bowl": 1, "bottle": 1,
    },
    "a desk with a laptop, a desk lamp and three books, a stool": {
        "desk": 1, "laptop": 1, "desk lamp": 1, "book": 3, "stool": 1,
    },
    "a ball in a box, a pair of armchairs and a rug": {"ball": 1, "box": 1, "armchair": 2, "rug": 1},
    "a glass on a glass table, a bin under the desk": {"glass": 1, "table": 1, "bin": 1, "desk": 1},
    "a tv on a cabinet, a picture on the wall above the sofa": {
        "tv": 1, "cabinet": 1, "painting": 1, "sofa": 1,
    },
    "two couches with three cushions, 2 coffee cups on a coffee table": {
        "sofa": 2, "cushion": 3, "mug": 2, "coffee table": 1,
    },
    "a vase on a nightstand beside a bed, a wardrobe behind the armchair": {
        "vase": 1, "nightstand": 1, "bed": 1, "wardrobe": 1, "armchair": 1,
    },
    "a plant between two chairs, a small stool left of a large bookshelf": {
        "plant": 1, "chair": 2, "stool": 1, "bookshelf": 1,
    },
}  # fmt: skip


def things_of(scene: Scene) -> list[SceneObject]:
    """All but the room with its doors and windows, and doors and drawers of cupboards."""
    return [o for o in without_parts(scene).objects if o.category not in ("room", "door", "window", "sky")]


@pytest.fixture(scope="module")
def demo() -> Scene:
    return scene_from_text(DEMO)


@pytest.mark.parametrize("text", PROMPTS, ids=lambda t: t[:30])
def test_everything_that_is_named_is_there_as_often_as_said(text):
    scene = bodies_from_text(text)
    counts: dict[str, int] = {}
    for thing in things_of(scene):
        counts[thing.category] = counts.get(thing.category, 0) + 1
    assert counts == PROMPTS[text], scene.provenance.notes
    assert scene.objects[0].name == "room" and scene.provenance.notes == ()


@pytest.mark.parametrize("text", ["", "the meaning of liberty", "!!!", "a" * 5000])
def test_a_text_without_any_known_thing_is_refused_in_one_sentence(text):
    with pytest.raises(InputError):
        bodies_from_text(text)


def test_several_of_a_kind_are_numbered_and_one_is_not():
    names = [o.name for o in bodies_from_text(DEMO).objects]
    assert names == ["room", "door", "window", "mug", "table", "chair_1", "chair_2", "floor_lamp"]


@pytest.mark.parametrize(
    ("category", "spec"),
    [(category, Spec()) for category in CATALOGUE]
    + [(category, Spec(wide=0.8, tall=0.85, round=True)) for category in [*CATALOGUE][::8]]
    + [(category, Spec(wide=1.2, tall=1.2)) for category in [*CATALOGUE][4::8]],
)
def test_every_model_is_closed_faces_outwards_and_stands_on_its_colliders(category, spec):
    model = CATALOGUE[category].build(spec)
    for piece in model.pieces:
        assert volume(piece.solid) > 0
        assert _open_edges(piece.solid.corners) == 0
        a, b, c, d = np.moveaxis(piece.solid.corners, 1, 0)
        outward = np.cross(c - a, d - b)
        turned = np.einsum("qi,qki->qk", outward, piece.solid.normals)
        assert np.mean(turned > -1e-9) > 0.96
    assert model.low[1] > -0.012
    assert model.low[1] < 0.011 or CATALOGUE[category].habit in ("hang", "ceiling")
    assert 0.001 < model.mass < (1e6 if model.static else 12_000)  # a bus


def _open_edges(corners: np.ndarray) -> int:
    """Edges whose opposite is missing, after joining corners in the same place."""
    points = np.round(corners.reshape(-1, 3), 6)
    _, index = np.unique(points, axis=0, return_inverse=True)
    quads = index.reshape(-1, 4)
    edges = np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)])
    edges = edges[edges[:, 0] != edges[:, 1]]
    base = int(edges.max()) + 1
    there, back = np.sort(edges @ [base, 1]), np.sort(edges @ [1, base])
    return int(np.sum(there != back))


@pytest.mark.parametrize(
    ("category", "low", "high"),
    [("mug", 0.2, 0.6), ("chair", 3, 9), ("table", 12, 45), ("sofa", 25, 90), ("floor lamp", 3, 8),
     ("book", 0.3, 1.2),
     ("bottle", 0.3, 0.8), ("plate", 0.3, 1.0), ("bookshelf", 15, 60), ("laptop", 0.8, 3), ("ball", 0.2, 0.8),
     ("cushion", 0.15, 1.2), ("plant", 5, 25), ("bin", 0.5, 3), ("table lamp", 0.8, 3), ("bed", 40, 130)],
)  # fmt: skip
def test_masses_are_what_such_things_weigh(category, low, high):
    assert low < CATALOGUE[category].build(Spec()).mass < high


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("text", PROMPTS, ids=lambda t: t[:30])
def test_nothing_overlaps_and_everything_rests_on_something(text, seed):
    scene = bodies_from_text(text, seed=seed)
    depths = _contact_depths(scene)
    assert max(depths.values(), default=0.0) < 1e-3, max(depths, key=lambda k: depths[k])
    for thing in things_of(scene):
        if thing.body.kind == "dynamic":
            assert any(thing.name in pair for pair in depths), f"{thing.name} floats"


def _contact_depths(scene: Scene) -> dict[tuple[str, str], float]:
    """How deep MuJoCo says each touching pair overlaps [m]; gaps up to 1 mm count as touching."""
    spec = mujoco.MjSpec()
    for thing in scene.objects:
        body = spec.worldbody.add_body(
            name=thing.name, pos=thing.position.astype(float), quat=thing.quat.astype(float)
        )
        if thing.body.colliders:
            body.add_freejoint()
        for collider in thing.body.colliders:
            kind, size, turn = mujoco.mjtGeom.mjGEOM_BOX, np.zeros(3), collider.quat.astype(float)
            match collider:
                case Box():
                    size = collider.size.astype(float) / 2
                case Sphere():
                    kind, size = mujoco.mjtGeom.mjGEOM_SPHERE, np.array([collider.radius, 0, 0])
                case Cylinder():
                    kind = mujoco.mjtGeom.mjGEOM_CYLINDER
                    size = np.array([collider.radius, collider.height / 2, 0])
                    turn = np.array([0.5**0.5, 0.5**0.5, 0, 0])  # MuJoCo's cylinders are along z
                case _:
                    raise AssertionError(type(collider))
            body.add_geom(
                type=kind, size=size, pos=collider.position.astype(float), quat=turn, margin=1e-3, mass=1.0
            )
    model = spec.compile()
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    depths: dict[tuple[str, str], float] = {}
    for contact in data.contact:
        a, b = (model.body(int(model.geom_bodyid[g])).name for g in contact.geom)
        depths[a, b] = max(depths.get((a, b), -1.0), -float(contact.dist))
    return depths


@pytest.mark.parametrize("seed", range(5))
def test_the_demo_is_placed_as_it_is_worded(seed):
    scene = bodies_from_text(DEMO, seed=seed)
    room, table, mug, lamp = (scene[n] for n in ("room", "table", "mug", "floor_lamp"))
    back = room.body.colliders[1]
    assert isinstance(back, Box)
    half_width, half_depth = float(back.size[0]) / 2 - 0.12, -float(back.position[2]) - 0.06
    assert abs(lamp.position[0]) > half_width - 0.55 and abs(lamp.position[2]) > half_depth - 0.55
    top = CATALOGUE["table"].build(Spec()).high
    local = quat_rotate(table.quat * [1, -1, -1, -1], mug.position - table.position)
    gaps = top[[0, 2]] - np.abs(local[[0, 2]])
    assert local[1] == pytest.approx(top[1], abs=1e-6) and 0.04 < gaps.min() < 0.12
    for name in ("chair_1", "chair_2"):
        chair = scene[name]
        to_table = table.position - chair.position
        front = quat_rotate(chair.quat, np.array([0.0, 0, 1], np.float32))
        assert np.linalg.norm(to_table) < 1.3 and front @ to_table > 0
        assert np.linalg.norm(chair.position - mug.position) > 0.5


def test_the_same_seed_gives_the_same_scene_and_another_one_does_not(demo):
    assert same(scene_from_text(DEMO), demo)
    first, second = (tuple(things_of(bodies_from_text(DEMO, seed=seed))) for seed in (0, 1))
    assert not same(first, second)


def test_the_bodies_alone_are_those_of_the_full_scene(demo):
    bodies = bodies_from_text(DEMO, decor=True)
    for bare, full in zip(bodies.objects, demo.objects, strict=True):
        assert same(bare.body, full.body) and same(bare.position, full.position)
        assert bare.splats is None and full.splats is not None and full.mesh is not None


def test_splats_are_finite_flat_and_few_enough(demo):
    assert 150_000 < demo.splat_count < 400_000
    assert 3000 <= len(demo["mug"].splats) <= 20_000
    for thing in demo.objects:
        s = thing.splats
        assert all(np.isfinite(v).all() for v in (s.means, s.quats, s.scales, s.opacities, s.sh))
        np.testing.assert_allclose(np.linalg.norm(s.quats, axis=1), 1, atol=1e-5)
        assert s.scales.min() > 0 and np.all(s.scales[:, 2] <= s.scales[:, :2].min(axis=1) + 1e-9)
        colors = colors_from_sh0(s.sh)
        assert colors.min() > -1e-5 and colors.max() < 1 + 1e-5


def test_the_mug_is_red_and_the_table_is_not(demo):
    def mean(name: str) -> np.ndarray:
        return colors_from_sh0(demo[name].splats.sh).mean(axis=0)

    red, green, blue = mean("mug")
    assert red > 2.2 * green and red > 2.2 * blue
    assert mean("table")[0] < 1.9 * mean("table")[1]
    assert demo["mug"].attributes == ("red",) and demo["table"].attributes == ("wooden",)
    assert demo["mug"].material == "ceramic" and demo["table"].material == "wood"


def test_meshes_carry_light_and_stay_small(demo):
    assert sum(len(o.mesh.faces) for o in demo.objects) < 60_000
    for thing in demo.objects:
        mesh = thing.mesh
        a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
        assert np.einsum("ij,ij->", a, np.cross(b, c)) / 6 > 0
        assert mesh.colors_linear.min() >= 0 and mesh.colors_linear.max() <= 1
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-4)
    assert demo["room"].mesh.colors_linear.std() > 0.02


def test_the_story_cameras_see_the_mug(demo):
    assert {c.name for c in demo.cameras} == {"wide", "close"}
    point = np.append(demo["mug"].position + np.array([0, 0.05, 0]), 1.0)
    for camera in demo.cameras:
        x, y, z = (np.linalg.inv(camera.world_from_camera) @ point)[:3]
        u, v = camera.K[0, 0] * x / z + camera.K[0, 2], camera.K[1, 1] * y / z + camera.K[1, 2]
        assert z > 0 and 0 < u < camera.width and 0 < v < camera.height


def test_where_the_scene_came_from_is_written_down(demo):
    assert demo.provenance.method == "procedural" and demo.provenance.source == DEMO
    assert demo.provenance.license.startswith("CC0-1.0") and demo.provenance.seed == 0
