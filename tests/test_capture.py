"""Posed photos in and out, lenses, pictures as they come, and where up is."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spatialwm.errors import FormatError, InputError, MissingFileError, SpatialwmError
from spatialwm.geometry.cameras import K_from_fov, project
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.poses import look_at
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos
from spatialwm.io.colmap import MODELS, lens_of_model, read_colmap, write_colmap
from spatialwm.io.images import write_png
from spatialwm.io.nerfstudio import read_transforms, write_transforms
from spatialwm.lift.photos.capture import Capture, capture_of, downscaled, open_capture, sources_of
from spatialwm.lift.photos.features import likely_pairs, working_copies
from spatialwm.lift.photos.gravity import Similarity, levelled, turned
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.panorama import cube_faces
from spatialwm.lift.photos.pictures import Picture, PictureCache, photos_in, read_picture
from spatialwm.lift.photos.poses import poses_from_files, poses_from_photos
from spatialwm.lift.photos.scale import camera_distance, eye_level_scaled, point_at, scaled
from spatialwm.lift.photos.undistort import distort, pinhole_of, undistorted
from spatialwm.lift.photos.video import choose_frames, frames_from_video
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


def _floating(cameras: tuple[Camera, ...], points: np.ndarray | None) -> Capture:
    blank = tuple(np.zeros((HEIGHT, WIDTH, 3), np.uint8) for _ in cameras)
    return Capture(
        cameras=cameras, sources=sources_of(blank), points=points, train=tuple(range(len(cameras)))
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


_PARAMETERS = {
    "f": 80.0,
    "fx": 80.0,
    "fy": 82.0,
    "cx": 50.0,
    "cy": 35.0,
    "a0": 0.05,
    "a1": -0.02,
    "a2": 0.004,
}
_PARAMETERS |= {"a3": -0.001, "b0": 0.01, "b1": 0.02, "b2": -0.003, "p1": 0.003, "p2": -0.002}


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
    assert np.array_equal(capture.picture(0).alphas, pixels[..., 3])
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
    assert np.array_equal(capture.picture(0).alphas, mask * 255)
    depth = capture.depth(0)
    assert depth is not None
    np.testing.assert_allclose(depth, 2.5)
    assert capture.depth(1) is None
    twice = turned(capture, Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=2.0))
    np.testing.assert_allclose(twice.depth(0), 5.0)


_LENSES = {
    "barrel": Lens(K=K_from_fov(160, 120, 0.9), width=160, height=120, radial=np.array([-0.2, 0.03, 0, 0])),
    "pincushion": Lens(
        K=K_from_fov(160, 120, 0.9),
        width=160,
        height=120,
        radial=np.array([0.15, 0.02, 0, 0]),
        tangential=np.array([0.004, -0.003]),
    ),
    "fisheye": Lens(
        model="fisheye",
        K=K_from_fov(160, 120, 1.0),
        width=160,
        height=120,
        radial=np.array([0.02, -0.003, 0, 0]),
    ),
}


def _pattern(rays: np.ndarray) -> np.ndarray:
    x, y = rays[..., 0], rays[..., 1]
    waves = [np.sin(6 * x) * np.cos(5 * y), np.cos(7 * x + 2 * y), np.sin(4 * y - 3 * x)]
    return (127.5 + 120 * np.stack(waves, axis=-1)).astype(np.uint8)


def _undone(pixels: np.ndarray, lens: Lens) -> np.ndarray:
    """Rays of distorted pixels, by Newton's method on ``distort`` alone."""
    rays = (pixels - lens.K[:2, 2]) / np.diag(lens.K)[:2]
    for _ in range(20):
        step = 1e-6
        gap = distort(rays, lens) - pixels
        columns = [(distort(rays + step * np.eye(2)[k], lens) - pixels - gap) / step for k in range(2)]
        rays = rays - np.linalg.solve(np.stack(columns, axis=-1), gap[..., None])[..., 0]
    return rays


@pytest.mark.parametrize("name", _LENSES)
def test_an_undistorted_picture_is_what_a_pinhole_sees(name):
    lens = _LENSES[name]
    centres = np.stack(np.meshgrid(np.arange(160) + 0.5, np.arange(120) + 0.5), axis=-1)
    seen_by_lens = _pattern(_undone(centres, lens))
    K = pinhole_of(lens)
    truth = _pattern((centres - K[:2, 2]) / np.diag(K)[:2]).astype(float)
    error = np.abs(undistorted(seen_by_lens, lens).astype(float) - truth)
    assert np.percentile(error, 99) <= 2
    assert error.max() <= 8
    assert np.abs(seen_by_lens.astype(float) - truth).mean() > 3


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.3, 0.3), st.floats(-0.05, 0.05), st.sampled_from(["perspective", "fisheye"]))
def test_no_pixel_of_the_pinhole_is_blank(k1, k2, model):
    lens = Lens(
        model=model, K=K_from_fov(160, 120, 1.0), width=160, height=120, radial=np.array([k1, k2, 0, 0])
    )
    K = pinhole_of(lens)
    edge = np.linspace(0, 1, 33)
    border = np.concatenate([np.stack([edge * 160, edge * 0 + y], axis=1) for y in (0, 120)])
    seen = distort((border - K[:2, 2]) / np.diag(K)[:2], lens)
    assert (seen >= -0.6).all()
    assert (seen <= np.array([160.6, 120.6])).all()


def test_a_lens_that_folds_its_picture_is_refused():
    lens = Lens(K=K_from_fov(160, 120, 1.0), width=160, height=120, radial=np.array([-300.0, 0, 0, 0]))
    with pytest.raises(FormatError, match="folds"):
        pinhole_of(lens)


@pytest.mark.parametrize("seed", range(4))
def test_a_tilted_room_is_levelled_within_a_degree_and_stands_on_its_floor(seed):
    rng = np.random.default_rng(seed)
    tilt, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    tilt *= np.sign(np.linalg.det(tilt))
    outliers = rng.normal(size=(100, 3)) * 5
    points = np.concatenate([_room_points(seed), outliers])
    level = _floating(_room_cameras(16, roll=0.08), points)
    moved = Similarity(rotation=tilt, translation=rng.normal(size=3) * 3, scale=2.3)
    back, done = levelled(turned(level, moved))
    up = done.similarity.rotation @ tilt @ [0, 1, 0]
    assert np.degrees(np.arccos(up[1])) < 1
    assert done.confidence == "high"
    assert back.points is not None
    assert abs(np.median(back.points[:1200, 1])) < 0.02 * 2.3
    heading = np.degrees(np.arctan2(*(done.similarity.rotation @ tilt)[0, [2, 0]])) % 90
    assert min(heading, 90 - heading) < 1  # walls run along x and z


def test_cameras_alone_find_up_and_say_that_nothing_else_did():
    done = levelled(_floating(_room_cameras(16), None))[1]
    assert done.similarity.rotation[1] == pytest.approx([0, 1, 0], abs=1e-6)
    assert done.confidence == "medium"
    assert "cameras alone" in done.notes[0]


def test_a_known_distance_makes_metres():
    capture = turned(
        _floating(_room_cameras(), _room_points()),
        Similarity(rotation=np.eye(3), translation=np.ones(3), scale=0.37),
    )
    true = np.linalg.norm(
        _room_cameras()[0].world_from_camera[:3, 3] - _room_cameras()[4].world_from_camera[:3, 3]
    )
    metric, _ = scaled(capture, measured=camera_distance(capture, "000.png", "004.png"), metres=float(true))
    assert camera_distance(metric, "000.png", "004.png") == pytest.approx(true)
    assert np.ptp(metric.points[:, 0]) == pytest.approx(ROOM[0], rel=0.01)
    with pytest.raises(InputError, match="above 0"):
        scaled(capture, measured=0.0, metres=1.0)


def test_cameras_at_eye_level_are_a_guess_that_says_so():
    capture = eye_level_scaled(_floating(_room_cameras(), _room_points()))[0]
    assert capture.cameras[0].world_from_camera[1, 3] == pytest.approx(1.45)
    assert "guessed" in capture.notes[-1]


def test_a_pixel_is_lifted_to_the_point_it_shows():
    camera = _room_cameras()[0]
    points = _room_points()
    in_camera = (points - camera.world_from_camera[:3, 3]) @ camera.world_from_camera[:3, :3]
    pixels, depths = project(in_camera, camera.K)
    seen = np.flatnonzero((depths > 0) & (np.abs(pixels - [WIDTH / 2, HEIGHT / 2]) < 20).all(axis=1))[0]
    one = _floating((camera, camera), points[seen : seen + 1])
    found = point_at(one, 0, (float(pixels[seen, 0]), float(pixels[seen, 1])))
    np.testing.assert_allclose(found, points[seen], atol=1e-6)
    with pytest.raises(InputError, match="texture"):
        point_at(_floating((camera,), None), 0, (5.0, 5.0))


@pytest.mark.parametrize(("top", "bits"), [(4095, 12), (65535, 16), (1023, 10)])
def test_deep_pngs_are_scaled_to_eight_bits(tmp_path, top, bits):
    import cv2

    ramp = np.linspace(0, top, 64).astype(np.uint16)
    picture = np.stack(
        [np.tile(ramp, (4, 1)), np.zeros((4, 64), np.uint16), np.full((4, 64), top, np.uint16)], -1
    )
    cv2.imwrite(str(tmp_path / "deep.png"), picture[..., ::-1])
    colors = read_picture(tmp_path / "deep.png").colors
    assert colors.dtype == np.uint8
    assert np.abs(colors[0, :, 0] - np.linspace(0, 255, 64)).max() < 1.1
    assert (colors[..., 2] == 255).all()
    assert bits > 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_turned_upright_by_their_exif_tag(tmp_path, orientation):
    from PIL import ImageOps

    picture = np.zeros((20, 30, 3), np.uint8)
    picture[:5, :5] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(picture).save(tmp_path / "p.png", exif=exif)
    with Image.open(tmp_path / "p.png") as photo:
        truth = np.array(ImageOps.exif_transpose(photo))
    assert np.array_equal(read_picture(tmp_path / "p.png").colors, truth)
    # who found the camera without heeding the tag gets the pixels as stored
    assert np.array_equal(read_picture(tmp_path / "p.png", size=(30, 20)).colors, picture)
    assert read_picture(tmp_path / "p.png", size=truth.shape[1::-1]).colors.shape == truth.shape


def test_the_cache_holds_what_was_asked_for_last_and_no_more():
    cache, made = PictureCache(limit=3 * 300), []

    def make(k: int) -> Picture:
        made.append(k)
        return Picture(np.zeros((10, 10, 3), np.uint8))

    for k in (0, 1, 2, 0, 3, 0, 1):
        cache.get(k, lambda k=k: make(k))
    assert made == [0, 1, 2, 3, 1]


_BREAKS: dict[str, tuple[Callable[[dict, dict, Path], object], str]] = {
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


def _pose(frame: dict, matrix: np.ndarray) -> None:
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


def test_a_corrupt_photo_is_named_when_it_is_opened(room, tmp_path):
    data = (tmp_path / "photo.jpg", Image.open(room.photos[0].path))
    data[1].save(data[0])
    data[0].write_bytes(data[0].read_bytes()[:600])
    with pytest.raises(FormatError, match=r"photo\.jpg"):
        read_picture(data[0])


def test_heic_without_its_codec_says_what_to_install(tmp_path):
    with pytest.raises(ImportError):
        import pillow_heif  # noqa: F401
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic")
    with pytest.raises(InputError, match="pillow-heif"):
        read_picture(tmp_path / "a.heic")


def test_one_photo_two_equal_photos_and_none_get_one_sentence_each(tmp_path):
    pytest.importorskip("pycolmap")
    with pytest.raises(MissingFileError, match="no photos"):
        photos_in(tmp_path)
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
    write_png(noise, tmp_path / "a.png")
    with pytest.raises(InputError, match="at least 2"):
        poses_from_photos(tmp_path)
    write_png(noise, tmp_path / "b.png")
    with pytest.raises(InputError, match="show the same"):
        poses_from_photos(tmp_path)
    write_png(noise[::-1, ::-1] // 2, tmp_path / "b.png")
    with pytest.raises(InputError, match="No two of the 2 photos"):
        poses_from_photos(tmp_path)


def test_photos_that_cannot_be_opened_are_left_out_with_a_note(room, tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    paths = [bad, *(p.path for p in room.photos)]
    copies, problems = working_copies(paths, tmp_path / "work", longest_side=48)
    assert len(copies) == 8
    assert len({c.group for c in copies}) == 1
    assert copies[0].copied == (48, 36)
    assert "bad.jpg" in problems[0]


def test_exif_focal_lengths_reach_the_lens(room, tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA405] = 28
    paths = []
    for photo in room.photos[:2]:
        paths.append(tmp_path / photo.path.with_suffix(".jpg").name)
        Image.open(photo.path).save(paths[-1], exif=exif)
    copies, _ = working_copies(paths, tmp_path / "work", longest_side=1000)
    assert copies[0].focal == pytest.approx(28 / 43.27 * np.hypot(WIDTH, HEIGHT))


def test_overlapping_photos_are_found_without_matching_everything():
    rng = np.random.default_rng(0)
    world = rng.integers(0, 256, (600, 128), np.uint8)
    views = [world[k * 50 : k * 50 + 150] for k in rng.permutation(10)]
    starts = [int(np.flatnonzero((world == view[0]).all(axis=1))[0]) for view in views]
    pairs = likely_pairs(views, neighbours=4, sequence=0)
    overlapping = {(i, j) for i in range(10) for j in range(i + 1, 10) if abs(starts[i] - starts[j]) <= 50}
    assert overlapping <= set(pairs)
    assert len(pairs) < 25


def test_cube_faces_look_where_their_cameras_say():
    height = 64
    elevation = np.pi / 2 - (np.arange(height) + 0.5) / height * np.pi
    azimuth = ((np.arange(2 * height) + 0.5) / (2 * height) - 0.5) * 2 * np.pi
    e, a = np.meshgrid(elevation, azimuth, indexing="ij")
    directions = np.stack([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)], axis=-1)
    panorama = np.round(127.5 + 127.5 * directions).astype(np.uint8)
    faces = cube_faces(panorama)
    assert [camera.name for camera, _ in faces] == ["front", "right", "back", "left", "up", "down"]
    for camera, picture in faces:
        pixels = np.stack(np.meshgrid(np.arange(camera.width), np.arange(camera.height)), axis=-1) + 0.5
        rays = np.concatenate(
            [(pixels - camera.K[:2, 2]) / camera.K[0, 0], np.ones((*pixels.shape[:2], 1))], -1
        )
        rays = rays @ camera.world_from_camera[:3, :3].T
        rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
        assert np.abs(picture - (127.5 + 127.5 * rays)).max() < 2.5
    with pytest.raises(InputError, match="twice as wide"):
        cube_faces(panorama[:, :50])


def test_the_sharpest_frame_of_each_stretch_is_kept():
    movement = np.full(40, 0.02)
    sharpness = np.ones(40)
    sharpness[[3, 11, 22]] = 2
    kept = choose_frames(sharpness, movement, most=5)
    assert len(kept) == 5
    assert {3, 11, 22} <= set(kept)
    assert choose_frames(sharpness, np.zeros(40), most=5) == ()


def _film(path: Path, *, moving: bool) -> None:
    import cv2

    rng = np.random.default_rng(0)
    world = cv2.resize(rng.integers(0, 256, (60, 150, 3), np.uint8), None, fx=6, fy=6)
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for k in range(90):
        x = 6 * k if moving else 0
        frame = world[60:300, x : x + 320]
        video.write(cv2.GaussianBlur(frame, (0, 0), 4) if k % 9 else frame)
    video.release()


def test_a_video_gives_its_sharp_frames_and_a_still_one_a_sentence(tmp_path):
    _film(tmp_path / "walk.avi", moving=True)
    frames = frames_from_video(tmp_path / "walk.avi", tmp_path / "frames")
    assert 8 <= len(frames) <= 30
    numbers = [int(path.stem) for path in frames]
    assert sum(k % 9 == 0 for k in numbers) >= 8
    _film(tmp_path / "still.avi", moving=False)
    with pytest.raises(InputError, match="hardly moves"):
        frames_from_video(tmp_path / "still.avi", tmp_path / "still")
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    with pytest.raises(FormatError, match="no frames"):
        frames_from_video(tmp_path / "broken.mp4", tmp_path / "broken")


def test_a_data_set_with_poses_becomes_a_level_capture(room, tmp_path):
    path = write_transforms(room, tmp_path / "transforms.json")
    capture = capture_from(path, work=tmp_path / "work")
    assert capture.cameras[0].world_from_camera[1, 3] == pytest.approx(1.5, abs=0.1)
    metric = capture_from(
        path, work=tmp_path / "work", known_distance=("images/000.png", "images/004.png", 7.0)
    )
    assert camera_distance(metric, "images/000.png", "images/004.png") == pytest.approx(7.0)
    with pytest.raises(MissingFileError):
        capture_from(tmp_path / "nowhere", work=tmp_path)


@pytest.mark.slow
def test_poses_are_found_from_photos_alone(tmp_path):
    pycolmap = pytest.importorskip("pycolmap")
    options = pycolmap.SyntheticDatasetOptions()
    options.num_rigs, options.num_frames_per_rig, options.num_points3D = 1, 8, 400
    pycolmap.set_random_seed(3)
    truth = pycolmap.synthesize_dataset(options)
    pycolmap.synthesize_images(pycolmap.SyntheticImageOptions(), truth, str(tmp_path))
    names = sorted(image.name for image in truth.images.values())
    capture = poses_from_files([tmp_path / name for name in names])
    again = poses_from_files([tmp_path / name for name in names])
    assert len(capture) == 8
    assert all(
        same(a.world_from_camera, b.world_from_camera)
        for a, b in zip(capture.cameras, again.cameras, strict=True)
    )
    centres = {i.name.rpartition("/")[2]: i.projection_center() * [1, -1, -1] for i in truth.images.values()}
    ours = np.stack([c.world_from_camera[:3, 3] for c in capture.cameras])
    theirs = np.stack([centres[c.name] for c in capture.cameras])
    a, b = ours - ours.mean(axis=0), theirs - theirs.mean(axis=0)
    u, s, v = np.linalg.svd(b.T @ a)
    turn = u @ np.diag([1, 1, np.linalg.det(u @ v)]) @ v
    error = b - s.sum() / (a**2).sum() * a @ turn.T
    assert np.sqrt((error**2).sum(axis=1).mean()) < 0.01 * np.linalg.norm(np.ptp(theirs, axis=0))
