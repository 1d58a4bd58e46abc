"""Posed photos in and out, lenses, pictures as they come, and where up is."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spatialwm.errors import FormatError, MissingFileError, SpatialwmError
from spatialwm.geometry.cameras import K_from_fov, project
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.poses import look_at
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos
from spatialwm.io.colmap import MODELS, lens_of_model, read_colmap, write_colmap
from spatialwm.io.images import write_png
from spatialwm.io.nerfstudio import read_transforms, write_transforms
from spatialwm.lift.photos.capture import capture_of, downscaled, open_capture
from spatialwm.lift.photos.gravity import Similarity, turned
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.saving import save_capture
from spatialwm.lift.photos.scale import camera_distance
from spatialwm.lift.photos.scale_words import CameraGap
from spatialwm.lift.photos.undistort import distort
from spatialwm.render import rasterize
from spatialwm.scene import Camera, Splats
from spatialwm.shapes import same

pytest.importorskip("cv2")

WIDTH, HEIGHT = 96, 72
ROOM = np.array([5.0, 2.6, 4.0])


def _room_points(seed: int = 0, count: int = 600) -> np.ndarray:
    """Points on the floor, the four walls and a table of a room [m]."""
    rng = np.random.default_rng(seed)
    parts = [rng.uniform(size=(2 * count, 3)) * ROOM * [1, 0, 1]]
    for axis, side in ((0, 0.0), (0, ROOM[0]), (2, 0.0), (2, ROOM[2])):
        wall = rng.uniform(size=(count, 3)) * ROOM
        wall[:, axis] = side
        parts.append(wall)
    parts.append(rng.uniform(size=(count // 4, 3)) * [1, 0, 1] + [2, 0.75, 1.5])
    return np.concatenate(parts) + rng.normal(size=(sum(map(len, parts)), 3)) * 0.004


def _room_cameras(count: int = 8, roll: float = 0.0) -> tuple[Camera, ...]:
    rng = np.random.default_rng(1)
    K = K_from_fov(WIDTH, HEIGHT, 0.9)
    cameras = []
    for k in range(count):
        angle = 2 * np.pi * k / count
        eye = np.array([2.5 + 1.2 * np.cos(angle), 1.5, 2 + np.sin(angle)])
        pose = look_at(eye, eye + np.array([np.cos(angle + 0.3), -0.35, np.sin(angle + 0.3)]))
        c, s = np.cos(turn := rng.normal() * roll), np.sin(turn)
        pose[:3, :3] = pose[:3, :3] @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        cameras.append(Camera(name=f"{k:03d}.png", world_from_camera=pose, K=K, width=WIDTH, height=HEIGHT))
    return tuple(cameras)


@pytest.fixture(scope="module")
def room_folder(tmp_path_factory) -> Path:
    """Photos of a room of splats."""
    points = _room_points(count=1500)
    rng = np.random.default_rng(2)
    count = len(points)
    splats = Splats(
        means=points,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.06),
        opacities=np.full(count, 0.95),
        sh=sh0_from_colors(rng.uniform(size=(count, 3))),
    )
    folder = tmp_path_factory.mktemp("room")
    pictures = rasterize(splats, _room_cameras()).colors
    for camera, picture in zip(_room_cameras(), pictures, strict=True):
        write_png((picture * 255).astype(np.uint8), folder / "images" / camera.name)
    return folder


@pytest.fixture
def room(room_folder: Path, tmp_path: Path) -> PosedPhotos:
    """The photos, in a folder that may be changed, and what a data set says of them."""
    shutil.copytree(room_folder, tmp_path, dirs_exist_ok=True)
    rng = np.random.default_rng(3)
    points = _room_points(count=20)
    return PosedPhotos(
        photos=tuple(
            PosedPhoto(
                name=f"images/{camera.name}",
                path=(tmp_path / "images" / camera.name).resolve(),
                lens=Lens(K=camera.K, width=WIDTH, height=HEIGHT),
                world_from_camera=camera.world_from_camera,
            )
            for camera in _room_cameras()
        ),
        points=points,
        point_colors=rng.integers(0, 256, (len(points), 3), np.uint8),
        test_names=("images/003.png",),
    )


def test_transforms_json_brings_every_pose_and_lens_back_to_the_last_bit(room, tmp_path):
    lens = replace(
        room.photos[0].lens, radial=np.array([0.1, -0.02, 1 / 3, 1e-5]), tangential=np.array([0.001, 0])
    )
    data = replace(room, photos=tuple(replace(p, lens=lens) for p in room.photos))
    back = read_transforms(write_transforms(data, tmp_path / "transforms.json"))
    assert same(back.photos, data.photos)
    assert same(back.points, data.points)
    assert same(back.point_colors, data.point_colors)
    assert back.test_names == data.test_names


@pytest.mark.parametrize("kind", ["bin", "txt"])
def test_a_colmap_model_comes_back(room, tmp_path, kind):
    write_colmap(replace(room, photos=_named_without_folder(room)), tmp_path / "sparse/0", kind=kind)
    back = read_colmap(tmp_path)
    for photo, copy in zip(room.photos, back.photos, strict=True):
        np.testing.assert_allclose(copy.world_from_camera, photo.world_from_camera, atol=1e-12)
        assert same(copy.lens, photo.lens)
        assert copy.path == photo.path
    assert same(back.points, room.points)
    assert same(back.point_colors, room.point_colors)


def _named_without_folder(room: PosedPhotos) -> tuple[PosedPhoto, ...]:
    return tuple(replace(p, name=p.path.name) for p in room.photos)


@pytest.mark.parametrize("kind", ["bin", "txt"])
def test_colmap_itself_sees_what_our_cameras_see(room, tmp_path, kind):
    pycolmap = pytest.importorskip("pycolmap")
    write_colmap(replace(room, photos=_named_without_folder(room)), tmp_path / "model", kind=kind)
    model = pycolmap.Reconstruction(str(tmp_path / "model"))
    assert model.num_reg_images() == len(room.photos)
    theirs = np.stack([model.point3D(k).xyz for k in sorted(model.point3D_ids())])
    for image_id in model.reg_image_ids():
        image = model.image(image_id)
        photo = next(p for p in room.photos if p.path.name == image.name)
        pose = photo.world_from_camera
        ours = project((room.points - pose[:3, 3]) @ pose[:3, :3], photo.lens.K)[0]
        for k in range(0, len(theirs), 17):
            seen = image.project_point(theirs[k])
            if seen is not None:
                np.testing.assert_allclose(seen, ours[k], atol=1e-6)


def test_a_model_that_colmap_wrote_is_read_whole(tmp_path):
    pycolmap = pytest.importorskip("pycolmap")
    options = pycolmap.SyntheticDatasetOptions()
    options.num_points3D = 50
    model = pycolmap.synthesize_dataset(options)
    (tmp_path / "images").mkdir()
    for image in model.images.values():
        path = tmp_path / "images" / image.name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (1024, 768)).save(path, "png")
    for kind, write in (("b", model.write_binary), ("t", model.write_text)):
        (tmp_path / kind).mkdir()
        write(str(tmp_path / kind))
        data = read_colmap(tmp_path / kind)
        assert len(data.photos) == model.num_reg_images() == 10
        by_name = {p.name: p for p in data.photos}
        for image in model.images.values():
            centre = image.projection_center() * [1, -1, -1]
            np.testing.assert_allclose(by_name[image.name].world_from_camera[:3, 3], centre, atol=1e-9)
        assert data.points is not None
        assert len(data.points) == model.num_points3D()


_PARAMETERS = {"f": 80.0, "fx": 80.0, "fy": 82.0, "cx": 50.0, "cy": 35.0, "a0": 0.05, "a1": -0.02} | {
    "a2": 0.004,
    "a3": -0.001,
    "b0": 0.01,
    "b1": 0.02,
    "b2": -0.003,
    "p1": 0.003,
    "p2": -0.002,
}


@pytest.mark.parametrize("name", MODELS)
def test_a_lens_bends_light_as_colmaps_model_does(name):
    pycolmap = pytest.importorskip("pycolmap")
    values = [_PARAMETERS[key] for key in MODELS[name][1].split()]
    theirs = pycolmap.Camera.create_from_model_name(1, name, 80.0, 100, 70)
    theirs.params = values
    ours = lens_of_model(name, 100, 70, np.array(values))
    assert int(theirs.model) == MODELS[name][0]
    rays = np.array([(0.0, 0.0), (0.3, 0.2), (-0.5, 0.4), (0.1, -0.45)])
    theirs_seen = [theirs.img_from_cam([*ray, 1.0]) for ray in rays]
    np.testing.assert_allclose(distort(rays, ours), theirs_seen, atol=1e-9)


@pytest.mark.parametrize("name", ["FOV", "THIN_PRISM_FISHEYE", "EQUIRECTANGULAR"])
def test_a_camera_model_without_words_is_refused_by_name(tmp_path, name):
    (tmp_path / "cameras.txt").write_text(f"1 {name} 10 10 5 5 5 5 0.1\n")
    (tmp_path / "images.txt").write_text("1 1 0 0 0 0 0 0 1 a.png\n\n")
    with pytest.raises(FormatError, match=name):
        read_colmap(tmp_path)


def test_a_capture_shows_the_pictures_and_keeps_the_split(room, tmp_path):
    capture = open_capture(write_transforms(room, tmp_path / "transforms.json"))
    assert capture.test == (3,)
    assert 3 not in capture.train
    assert len(capture.train) == 7
    stored = np.array(Image.open(room.photos[5].path))
    assert np.array_equal(capture.picture(5).colors, stored)
    assert capture.picture(5).alphas is None
    assert same(capture.cameras[5].K, room.photos[5].lens.K)


def test_a_split_file_beside_a_colmap_model_is_heeded(room, tmp_path):
    write_colmap(replace(room, photos=_named_without_folder(room)), tmp_path / "sparse/0")
    (tmp_path / "split.json").write_text(json.dumps({"train": [], "test": ["001.png", "006.png"]}))
    assert open_capture(tmp_path).test == (1, 6)


def test_smaller_copies_of_the_pictures_shrink_the_cameras_with_them(room, tmp_path):
    for photo in room.photos:
        Image.open(photo.path).resize((WIDTH // 2, HEIGHT // 2)).save(photo.path)
    capture = capture_of(room)
    assert (capture.cameras[0].width, capture.cameras[0].height) == (WIDTH // 2, HEIGHT // 2)
    np.testing.assert_allclose(capture.cameras[0].K[:2], room.photos[0].lens.K[:2] / 2)


def test_scaling_down_averages_pixels_and_scales_the_camera(room):
    capture = capture_of(room)
    half = downscaled(capture, 2.0)
    full = capture.picture(0).colors.astype(float)
    means = full.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3))
    assert np.abs(half.picture(0).colors - means).max() <= 1
    np.testing.assert_allclose(half.cameras[0].K[:2], capture.cameras[0].K[:2] / 2)


def test_nerfs_alpha_and_camera_angle_are_read(tmp_path):
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[5:, :, 3] = 255
    (tmp_path / "train").mkdir()
    (tmp_path / "test").mkdir()
    for part in ("train", "test"):
        Image.fromarray(pixels).save(tmp_path / part / "r_0.png")
        frame = {"file_path": f"./{part}/r_0", "transform_matrix": np.eye(4).tolist()}
        table = {"camera_angle_x": 0.7, "frames": [frame]}
        (tmp_path / f"transforms_{part}.json").write_text(json.dumps(table))
    capture = open_capture(tmp_path)
    assert (capture.train, capture.test) == ((0,), (1,))
    assert capture.cameras[0].K[0, 0] == pytest.approx(15 / np.tan(0.35))
    alphas = capture.picture(0).alphas
    assert alphas is not None
    assert np.array_equal(alphas, pixels[..., 3])
    # NeRF's identity camera looks along its world's -z, which is down, with the picture's top along +y
    np.testing.assert_array_equal(capture.cameras[0].world_from_camera[:3, 2], [0, -1, 0])
    np.testing.assert_array_equal(capture.cameras[0].world_from_camera[:3, 1], [0, 0, 1])


def test_masks_and_depths_follow_their_photo(room, tmp_path):
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[:, 10:] = 1
    Image.fromarray(mask).save(tmp_path / "mask.png")
    Image.fromarray(np.full((HEIGHT, WIDTH), 2500, np.uint16)).save(tmp_path / "depth.png")
    first = replace(room.photos[0], mask_path=tmp_path / "mask.png", depth_path=tmp_path / "depth.png")
    data = replace(room, photos=(first, *room.photos[1:]))
    capture = open_capture(write_transforms(data, tmp_path / "transforms.json"))
    alphas = capture.picture(0).alphas
    assert alphas is not None
    assert np.array_equal(alphas, mask * 255)
    depth = capture.depth(0)
    assert depth is not None
    np.testing.assert_allclose(depth, 2.5)
    assert capture.depth(1) is None
    twice = turned(capture, Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=2.0))
    doubled = twice.depth(0)
    assert doubled is not None
    np.testing.assert_allclose(doubled, 5.0)


_BREAKS: dict[str, tuple[Callable[[dict[str, Any], dict[str, Any], Path], object], str]] = {
    "no frames": (lambda table, frame, folder: table.update(frames=[]), "no frames"),
    "frames that are none": (lambda table, frame, folder: table.update(frames=[1, 2]), "not a JSON object"),
    "NaN in a pose": (
        lambda table, frame, folder: frame["transform_matrix"][0].insert(0, float("nan")),
        "pose",
    ),
    "a pose at infinity": (lambda table, frame, folder: _pose(frame, np.full((4, 4), np.inf)), "not finite"),
    "a mirrored pose": (lambda table, frame, folder: _pose(frame, np.diag([-1.0, 1, 1, 1])), "mirrors"),
    "a scaled pose": (lambda table, frame, folder: _pose(frame, 2 * np.eye(4)), "scales"),
    "a small pose": (lambda table, frame, folder: _pose(frame, np.eye(2)), "not a 4 x 4"),
    "a path upwards": (lambda table, frame, folder: frame.update(file_path="../outside.png"), "leads out"),
    "an absolute path": (lambda table, frame, folder: frame.update(file_path="/etc/hostname"), "leads out"),
    "a zero in a path": (lambda table, frame, folder: frame.update(file_path="a\0b"), "not a file name"),
    "no path": (lambda table, frame, folder: frame.pop("file_path"), "no 'file_path'"),
    "another size": (lambda table, frame, folder: frame.update(w=70, h=70), "70 x 70"),
    "a focal length in words": (lambda table, frame, folder: frame.update(fl_x="long"), "fl_x"),
    "no focal length": (lambda table, frame, folder: frame.update(fl_x=0), "focal length"),
    "no pictures": (lambda table, frame, folder: shutil.rmtree(folder / "images"), "none of its 8 pictures"),
    "another model": (lambda table, frame, folder: table.update(camera_model="EQUIRECTANGULAR"), "EQUIRECT"),
    "broken points": (lambda table, frame, folder: (folder / "sparse_pc.ply").write_bytes(b"ply\nno"), "PLY"),
}


def _pose(frame: dict[str, Any], matrix: np.ndarray) -> None:
    frame["transform_matrix"] = matrix.tolist()


@pytest.mark.parametrize("how", _BREAKS)
def test_a_broken_transforms_json_gets_one_sentence(room, tmp_path, how):
    spoil, says = _BREAKS[how]
    path = write_transforms(room, tmp_path / "transforms.json")
    (tmp_path.parent / "outside.png").write_bytes(room.photos[0].path.read_bytes())
    table = json.loads(path.read_text())
    spoil(table, table["frames"][2], tmp_path)
    path.write_text(json.dumps(table))
    with pytest.raises(SpatialwmError, match=says) as caught:
        open_capture(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", "[" * 100_000, "\xff\xfe"])
def test_a_file_that_is_no_json_is_said_to_be_none(tmp_path, text):
    (tmp_path / "transforms.json").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError):
        read_transforms(tmp_path / "transforms.json")


def test_a_few_missing_pictures_are_noted_and_left_out(room, tmp_path):
    path = write_transforms(room, tmp_path / "transforms.json")
    room.photos[1].path.unlink()
    capture = open_capture(path)
    assert len(capture) == 7
    assert "1 of 8" in capture.notes[0]


def test_a_colmap_model_cut_off_anywhere_never_crashes(room, tmp_path):
    folder = write_colmap(replace(room, photos=_named_without_folder(room)), tmp_path / "sparse/0")
    for name in ("cameras.bin", "images.bin", "points3D.bin"):
        whole = (folder / name).read_bytes()
        for cut in range(0, len(whole) - 1, max(len(whole) // 23, 1)):
            (folder / name).write_bytes(whole[:cut])
            with pytest.raises(FormatError):
                read_colmap(tmp_path)
        (folder / name).write_bytes(b"\xff" * 8 + whole[8:])
        with pytest.raises(FormatError):
            read_colmap(tmp_path)
        (folder / name).write_bytes(whole)


def test_a_data_set_with_poses_becomes_a_level_capture(room, tmp_path):
    path = write_transforms(room, tmp_path / "transforms.json")
    capture = capture_from(path, work=tmp_path / "work")
    assert capture.cameras[0].world_from_camera[1, 3] == pytest.approx(1.5, abs=0.1)
    metric = capture_from(
        path, work=tmp_path / "work", scale=CameraGap("images/000.png", "images/004.png", 7.0)
    )
    assert camera_distance(metric, "images/000.png", "images/004.png") == pytest.approx(7.0)
    with pytest.raises(MissingFileError):
        capture_from(tmp_path / "nowhere", work=tmp_path)


def test_a_saved_capture_opens_as_the_same_capture(room, tmp_path):
    Image.fromarray(np.full((HEIGHT, WIDTH), 2500, np.uint16)).save(tmp_path / "depth.png")
    first = replace(room.photos[0], depth_path=tmp_path / "depth.png")
    capture = capture_of(replace(room, photos=(first, *room.photos[1:])))
    back = open_capture(save_capture(capture, tmp_path / "copy"))
    for k, camera in enumerate(capture.cameras):
        assert same(back.cameras[k].world_from_camera, camera.world_from_camera)
        assert same(back.cameras[k].K, camera.K)
        assert same(back.picture(k).colors, capture.picture(k).colors)
    assert same(back.points, capture.points)
    assert (back.train, back.test) == (capture.train, capture.test)
    assert same(back.depth(0), capture.depth(0))


def test_phones_raw_exports_are_read_upright_and_metric(room, tmp_path):
    gl_from_cv = np.diag([1.0, -1.0, -1.0, 1.0])
    photo = room.photos[2]
    K, pose = photo.lens.K, photo.world_from_camera @ gl_from_cv
    camera = {f"t_{r}{c}": pose[r, c] for r in range(3) for c in range(4)}
    camera |= {"fx": K[0, 0], "fy": K[1, 1], "cx": K[0, 2], "cy": K[1, 2], "width": WIDTH, "height": HEIGHT}
    for folder in ("polycam/keyframes/images", "polycam/keyframes/cameras", "record/rgb"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "polycam/keyframes/cameras/7.json").write_text(json.dumps(camera))
    picture = Image.open(photo.path)
    picture.save(tmp_path / "polycam/keyframes/images/7.jpg")
    w, x, y, z = quat_from_matrix(pose[:3, :3])
    table = {"K": K.T.ravel().tolist(), "w": WIDTH, "h": HEIGHT, "poses": [[x, y, z, w, *pose[:3, 3]]]}
    (tmp_path / "record/metadata").write_text(json.dumps(table))
    picture.save(tmp_path / "record/rgb/0.jpg")
    for name in ("polycam", "record"):
        capture = open_capture(tmp_path / name)
        np.testing.assert_allclose(capture.cameras[0].world_from_camera, photo.world_from_camera, atol=1e-9)
        np.testing.assert_allclose(capture.cameras[0].K, K)
        assert capture.picture(0).colors.shape == (HEIGHT, WIDTH, 3)
    (tmp_path / "record/metadata").write_text('{"K": [1], "poses": [[1]]}')
    with pytest.raises(FormatError, match="seven numbers"):
        open_capture(tmp_path / "record")
