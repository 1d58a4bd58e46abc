"""From pictures with known cameras to a scene, once through, on a room small enough to know."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spatialwm import create, film, load, mesh, save
from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.io.images import write_png
from spatialwm.lift.photos import reconstruct
from spatialwm.render import render
from spatialwm.scene import Camera, Scene, SceneObject, Splats

pytest.importorskip("pycolmap")
SIZE = 80, 60


@pytest.fixture(scope="module")
def room() -> Scene:
    """A checkered floor and a coloured ball of splats."""
    rng = np.random.default_rng(0)
    xs, zs = (a.ravel() for a in np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60)))
    floor = np.stack([xs, np.zeros_like(xs), zs], axis=1)
    checks = np.where(((np.floor(xs * 4) + np.floor(zs * 4)) % 2)[:, None] > 0, 0.85, 0.2) * np.ones(3)
    ball = rng.normal(size=(2500, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    tints = 0.5 + 0.4 * ball
    ball = ball * 0.3 + [0, 0.3, 0]
    means = np.concatenate([floor, ball])
    quats = np.tile([1.0, 0, 0, 0], (len(means), 1))
    scales = np.concatenate([np.tile([0.02, 0.002, 0.02], (len(floor), 1)), np.full((len(ball), 3), 0.014)])
    splats = Splats(
        means=means,
        quats=quats,
        scales=scales,
        opacities=np.full(len(means), 0.95),
        sh=sh0_from_colors(np.concatenate([checks, tints])),
    )
    return Scene(objects=(SceneObject(name="room", splats=splats),), background=(0.0, 0.0, 0.0))


@pytest.fixture(scope="module")
def folder(room, tmp_path_factory) -> Path:
    """Twelve pictures of it from a ring of cameras, as a nerfstudio data set; every 6th is held out."""
    place = tmp_path_factory.mktemp("capture")
    frames: list[dict[str, object]] = []
    angles: list[float] = np.linspace(0, 2 * np.pi, 12, endpoint=False).tolist()
    eyes = [(2.2 * math.cos(a), 1.1, 2.2 * math.sin(a)) for a in angles]
    cameras = [Camera.looking_at(e, (0.0, 0.2, 0.0), width=SIZE[0], height=SIZE[1]) for e in eyes]
    for k, camera in enumerate(cameras):
        picture = np.round(render(room, [camera]).colors[0] * 255).astype(np.uint8)
        write_png(picture, place / f"{k:02d}.png")
        opengl = camera.world_from_camera @ np.diag([1.0, -1, -1, 1])
        frames.append({"file_path": f"{k:02d}.png", "transform_matrix": opengl.tolist()})
    K = cameras[0].K
    lens = {"fl_x": K[0, 0], "fl_y": K[1, 1], "cx": K[0, 2], "cy": K[1, 2], "w": SIZE[0], "h": SIZE[1]}
    (place / "transforms.json").write_text(json.dumps(lens | {"frames": frames}))
    return place


@pytest.fixture(scope="module")
def scene(folder, tmp_path_factory) -> Scene:
    said: list[str] = []
    patch = pytest.MonkeyPatch()
    patch.setitem(reconstruct.BUDGETS, "60s", (3.0, 480))
    work = tmp_path_factory.mktemp("work")
    made = create(folder / "transforms.json", budget="60s", work=work, progress=said.append)
    patch.undo()
    assert any(line.startswith("training") for line in said) and (work / "preview.png").exists()
    return made


def test_the_scene_looks_like_the_pictures(scene, folder):
    from spatialwm.io.images import read_image

    shown = render(scene, scene.cameras[:1]).colors[0]
    photo = read_image(folder / scene.cameras[0].name.split("/")[-1]) / 255.0
    psnr = -10 * np.log10(np.mean((shown - photo) ** 2))
    assert psnr > 20, psnr


def test_the_scene_has_a_mesh_and_a_floor_to_stand_on(scene, tmp_path):
    thing = scene.objects[0]
    assert thing.mesh is not None and len(thing.mesh.faces) > 500 and len(thing.body.colliders) == 2
    assert load(save(scene, tmp_path / "scene.glb")).splat_count == scene.splat_count
    assert mesh(scene).splat_count == 0


def test_a_film_goes_around_it(scene, tmp_path):
    import cv2

    path = film(scene, tmp_path / "orbit.mp4", size=(64, 48), seconds=0.5)
    reader = cv2.VideoCapture(str(path))
    assert int(reader.get(cv2.CAP_PROP_FRAME_COUNT)) == 15
    reader.release()
    with pytest.raises(InputError, match=r"\.mp4"):
        film(scene, tmp_path / "orbit.gif", size=(64, 48), seconds=0.5)
    assert [p.name for p in tmp_path.iterdir()] == ["orbit.mp4"]


def test_a_film_is_also_a_webm_or_a_folder_of_pictures(scene, tmp_path):
    import cv2

    reader = cv2.VideoCapture(str(film(scene, tmp_path / "a.webm", size=(64, 48), seconds=0.2)))
    pictures = [reader.read()[1][..., ::-1] for _ in range(6)]
    assert not reader.read()[0]
    reader.release()
    assert (tmp_path / "a.webm").read_bytes()[:4] == bytes.fromhex("1a45dfa3")  # EBML
    folder = film(scene, tmp_path / "frames", size=(64, 48), seconds=0.2)
    found = sorted(folder.iterdir())
    assert [p.name for p in found] == [f"{k:04}.png" for k in range(6)]
    for path, picture in zip(found, pictures, strict=True):
        exact = np.asarray(Image.open(path)).astype(float)
        assert np.abs(exact - picture).mean() < 8  # VP8 is lossy
    with pytest.raises(InputError, match="already"):
        film(scene, folder, size=(64, 48), seconds=0.2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.webm", "frames"]
