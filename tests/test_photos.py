"""Photos and videos as they come, and the poses found from them alone."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.images import write_png
from spatialwm.lift.photos.features import working_copies
from spatialwm.lift.photos.gravity import levelled
from spatialwm.lift.photos.panorama import cube_faces
from spatialwm.lift.photos.pictures import Picture, PictureCache, photos_in, read_picture
from spatialwm.lift.photos.poses import poses_from_photos
from spatialwm.lift.photos.retrieval import likely_pairs
from spatialwm.lift.photos.video import choose_frames, frames_from_video
from spatialwm.scene import Camera
from spatialwm.shapes import same

pytest.importorskip("cv2")


def _noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (72, 96, 3), np.uint8)


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


def test_a_corrupt_photo_is_named_when_it_is_opened(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.fromarray(_noise()).save(path)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(FormatError, match=r"photo\.jpg"):
        read_picture(path)


def test_heic_without_its_codec_says_what_to_install(tmp_path):
    if find_spec("pillow_heif") is not None:
        pytest.skip("the codec is there")
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


def test_photos_that_cannot_be_opened_are_left_out_with_a_note(tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    paths = [bad, *(write_png(_noise(k), tmp_path / f"{k}.png") for k in range(8))]
    copies, problems = working_copies(paths, tmp_path / "work", longest_side=48)
    assert len(copies) == 8
    assert len({c.group for c in copies}) == 1
    assert copies[0].copied == (48, 36)
    assert "bad.jpg" in problems[0]


def test_exif_focal_lengths_reach_the_lens(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA405] = 28
    paths = []
    for k in range(2):
        paths.append(tmp_path / f"{k}.jpg")
        Image.fromarray(_noise(k)).save(paths[-1], exif=exif)
    copies, _ = working_copies(paths, tmp_path / "work", longest_side=1000)
    assert copies[0].focal == pytest.approx(28 / 43.27 * np.hypot(96, 72))


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


def _corner_photos(count: int = 8) -> list[tuple[Camera, np.ndarray]]:
    """Photos of three textured planes that meet, along an arc."""
    import cv2

    rng = np.random.default_rng(0)
    walls: list[np.ndarray] = []
    for _ in range(3):
        octaves = [
            cv2.resize(rng.uniform(-1, 1, (n, n, 3)), (1024, 1024), interpolation=cv2.INTER_CUBIC)
            / np.sqrt(n)
            for n in (16, 64, 200)
        ]
        walls.append(np.clip(127 + 300 * sum(octaves), 0, 255).astype(np.uint8))
    photos: list[tuple[Camera, np.ndarray]] = []
    for k, angle in enumerate(np.linspace(0.35, 1.15, count)):
        eye = (
            2.6 * float(np.cos(angle)) + 0.3,
            1.3 + 0.25 * float(np.sin(3 * k)),
            2.6 * float(np.sin(angle)) + 0.3,
        )
        camera = Camera.looking_at(
            eye, (0.6, 0.5, 0.6), name=f"{k}.png", vertical_fov=0.9, width=480, height=360
        )
        rows, columns = np.indices((360, 480)) + 0.5
        x, y = (columns - camera.K[0, 2]) / camera.K[0, 0], (rows - camera.K[1, 2]) / camera.K[1, 1]
        rays = np.stack([x, y, np.ones_like(x)], axis=-1) @ camera.world_from_camera[:3, :3].T
        far, picture = np.full((360, 480), np.inf), np.zeros((360, 480, 3), np.uint8)
        for axis, wall in enumerate(walls):
            reach = np.where(rays[..., axis] < 0, -eye[axis] / np.minimum(rays[..., axis], -1e-9), np.inf)
            at = np.delete(np.array(eye) + np.minimum(reach, 99)[..., None] * rays, axis, axis=-1)
            cells = np.clip(at / 4 * 1024, 0, 1023).astype(int)
            nearer = reach < far
            picture[nearer] = wall[cells[..., 0], cells[..., 1]][nearer]
            far = np.minimum(far, reach)
        photos.append((camera, picture))
    return photos


@pytest.mark.slow
def test_poses_are_found_from_photos_alone_and_twice_the_same(tmp_path):
    pytest.importorskip("pycolmap")
    truth = _corner_photos()
    for camera, picture in truth:
        write_png(picture, tmp_path / camera.name)
    capture, again = poses_from_photos(tmp_path), poses_from_photos(tmp_path)
    assert capture.names == tuple(camera.name for camera, _ in truth)
    assert all(
        same(a.world_from_camera, b.world_from_camera)
        for a, b in zip(capture.cameras, again.cameras, strict=True)
    )
    ours = np.stack([camera.world_from_camera[:3, 3] for camera in capture.cameras])
    theirs = np.stack([camera.world_from_camera[:3, 3] for camera, _ in truth])
    a, b = ours - ours.mean(axis=0), theirs - theirs.mean(axis=0)
    u, s, v = np.linalg.svd(b.T @ a)
    turn = u @ np.diag([1, 1, np.linalg.det(u @ v)]) @ v
    error = b - s.sum() / (a**2).sum() * a @ turn.T
    assert np.sqrt((error**2).sum(axis=1).mean()) < 0.005 * np.linalg.norm(np.ptp(theirs, axis=0))
    assert capture.cameras[0].K[0, 0] == pytest.approx(truth[0][0].K[0, 0], rel=0.01)
    level = levelled(capture)[0]
    floor = turn @ levelled(capture)[1].similarity.rotation.T @ [0, 1, 0]
    assert np.degrees(np.arccos(floor[1])) < 1
    assert level.cameras[0].world_from_camera[1, 3] > 0
