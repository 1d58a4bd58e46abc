"""A photo becomes a scene in which the thing can be pushed."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from spatialwm.errors import InputError
from spatialwm.lift.ellipses import Ellipse
from spatialwm.lift.photo import scene_from_photo
from spatialwm.lift.viewpoint import Circles, View, view_from_circles
from spatialwm.render import render
from spatialwm.scene import Camera, Cylinder, Scene
from spatialwm.shapes import same

cv2 = pytest.importorskip("cv2")
data = pytest.importorskip("skimage.data")


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return cv2.resize(data.coffee(), (480, 320), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def coffee(picture: np.ndarray) -> Scene:
    return scene_from_photo(picture, source="coffee.png")


def test_only_the_cup_moves(coffee):
    moving = [o.category for o in coffee.objects if o.body.kind == "dynamic"]
    assert moving == ["cup"]
    assert coffee.provenance.method == "classical"
    assert len(coffee.provenance.notes) > 3
    assert 0.15 < coffee["cup"].body.mass < 0.6


def test_the_cup_stands_on_the_saucer_and_the_saucer_on_the_table(coffee):
    cup, saucer = coffee["cup"], coffee["saucer"]
    plate = saucer.body.colliders[0]
    assert isinstance(plate, Cylinder)
    top = plate.position[1] + plate.height / 2
    assert cup.position[1] + cup.mesh.vertices[:, 1].min() == pytest.approx(top, abs=1e-3)
    assert saucer.mesh.vertices[:, 1].min() == pytest.approx(0, abs=1e-3)


def test_cup_and_saucer_are_closed_and_face_outwards(coffee):
    for name in ("cup", "saucer"):
        mesh = coffee[name].mesh
        solid = trimesh.Trimesh(mesh.vertices, mesh.faces)
        assert solid.is_watertight
        assert solid.volume > 1e-5


def test_from_its_own_camera_the_scene_looks_like_the_photo(coffee, picture):
    seen = render(coffee, coffee.cameras[:1])
    assert np.abs(seen.colors[0] - picture / 255).mean() < 0.05  # 0.03 to 0.04 when written
    assert seen.alphas.min() > 0.9


def test_behind_the_cup_there_is_table(coffee):
    shown = render(coffee, coffee.cameras[:1]).ids[0] == len(coffee.objects) - 1
    assert shown.mean() > 0.1
    alone = replace(coffee, objects=(coffee["table"],))
    assert render(alone, coffee.cameras[:1]).alphas[0][shown].min() > 0.9


def test_the_same_photo_gives_the_same_scene(coffee, picture):
    assert same(scene_from_photo(picture, source="coffee.png"), coffee)


def test_two_level_circles_give_back_the_camera_that_saw_them():
    angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    eye, target = (0.0, 0.3, 0.4), (0.0, 0.03, 0.0)
    camera = Camera.looking_at(eye, target, vertical_fov=float(np.radians(45)), width=600, height=400)
    view = View(K=camera.K, world_from_camera=camera.world_from_camera, width=600, height=400)
    rings = []
    for radius, height in ((0.04, 0.06), (0.08, 0.0)):
        points = np.stack([radius * np.cos(angles), np.full(200, height), radius * np.sin(angles)], axis=1)
        (x, y), (a, b), turn = cv2.fitEllipseDirect(view.pixels(points).astype(np.float32))
        turn += 0 if a >= b else 90
        rings.append(
            Ellipse(
                center=np.array([x, y]),
                major=max(a, b) / 2,
                minor=min(a, b) / 2,
                angle=float(np.radians(turn)),
            )
        )
    circles = Circles(rim=rings[0], saucer=rings[1])
    found, tall, radius = view_from_circles(circles, width=600, height=400, rim_radius=0.04)
    assert tall == pytest.approx(0.06, rel=0.02)
    assert radius == pytest.approx(0.08, rel=0.02)
    assert np.allclose(found.eye, view.eye, atol=0.01)


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.zeros((20, 300, 3), np.uint8), "64 x 64"),
        (np.full((100, 100, 3), 128, np.uint8), "one even colour"),
    ],
)
def test_a_picture_without_content_is_refused_in_one_sentence(image, words):
    with pytest.raises(InputError, match=words):
        scene_from_photo(image)


def test_a_photo_without_a_round_rim_is_refused_in_one_sentence():
    image = np.full((150, 200, 3), (150, 120, 90), np.uint8)
    image += np.random.default_rng(0).integers(0, 12, image.shape, np.uint8)
    image[60:105, 80:120] = (30, 60, 160)
    with pytest.raises(InputError, match="round rim"):
        scene_from_photo(image)
