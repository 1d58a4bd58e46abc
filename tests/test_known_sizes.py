"""What somebody knows of a place's size, against rooms whose true size is known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spatialwm import create
from spatialwm.bench.photo_room import PIXELS_PER_METRE, panorama_of, photo_of, room_of, walk, with_picture
from spatialwm.errors import InputError
from spatialwm.geometry.cameras import project
from spatialwm.io.capture import Lens
from spatialwm.io.images import write_png
from spatialwm.lift.photos.capture import Capture, PhotoSource, sources_of
from spatialwm.lift.photos.gravity import Similarity, turned
from spatialwm.lift.photos.intake import capture_from
from spatialwm.lift.photos.scale import gps_scaled, in_metres
from spatialwm.lift.photos.scale_words import CameraGap, EyeLevel, Factor, Marker, PixelSpan, parse_scale
from spatialwm.lift.photos.undistort import distort, undone

pytest.importorskip("cv2")

SHRUNK = Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=0.31)
"""To the unit that a reconstruction happens to have."""


@pytest.fixture(scope="module")
def capture() -> Capture:
    """A room with a marker of 30 cm on its floor, and points on its surfaces, at 0.31 of its size."""
    # seen from above, x runs to the right and z down, and rows run along x: the picture is transposed
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_100)
    side = round(0.3 * PIXELS_PER_METRE)
    marker = np.pad(cv2.aruco.generateImageMarker(dictionary, 7, side), 12, constant_values=255)
    room = with_picture(room_of(3), np.repeat(marker.T[..., None], 3, axis=2), side=2, at=(2.0, 2.6))
    cameras = walk(room, 6, width=640, height=480, turn=1.2)
    rng = np.random.default_rng(0)
    points = rng.uniform(size=(6000, 3)) * room.size
    side_of = rng.integers(6, size=6000)
    points[np.arange(6000), side_of // 2] = (side_of % 2) * room.size[side_of // 2]
    whole = Capture(
        cameras=cameras,
        sources=sources_of(tuple(photo_of(room, camera) for camera in cameras)),
        points=points + rng.normal(size=points.shape) * 0.003,
        train=tuple(range(6)),
    )
    return turned(whole, SHRUNK)


def _factor(capture: Capture, before: Capture) -> float:
    gap = [np.linalg.norm(c.cameras[0].world_from_camera[:3, 3] - c.cameras[5].world_from_camera[:3, 3])
           for c in (capture, before)]  # fmt: skip
    return float(gap[0] / gap[1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.8", Factor(0.8)),
        ("eye=1.6m", EyeLevel(1.6)),
        ("eye = 160 cm", EyeLevel(1.6)),
        ("marker=0.15", Marker(0.15)),
        ("IMG_1.jpg:120,340-120,800=2.0m", PixelSpan("IMG_1.jpg", (120.0, 340.0), (120.0, 800.0), 2.0)),
        ("a=b:1,2-3,4=6ft", PixelSpan("a=b", (1.0, 2.0), (3.0, 4.0), 6 * 0.3048)),
        ("cameras:a.jpg,b.jpg=1.2m", CameraGap("a.jpg", "b.jpg", 1.2)),
    ],
)
def test_known_sizes_are_read(text, words):
    assert parse_scale(text) == words


@pytest.mark.parametrize(
    "text", ["door=2.0m", "", "0", "eye=", "eye=-1m", "eye=1.6 yards", "marker=nan", "x:1,2-3=1m"]
)
def test_sizes_that_cannot_be_used_get_a_sentence_with_what_works(text):
    with pytest.raises(InputError, match=r"marker=0\.15m") as caught:
        parse_scale(text)
    assert "\n" not in str(caught.value)


def test_a_size_for_a_text_is_refused():
    with pytest.raises(InputError, match="photos and videos"):
        create("a red mug on a table", scale="0.8")


def test_a_printed_marker_gives_the_size_within_a_percent(capture):
    metric = in_metres(capture, Marker(0.3), found_poses=True)
    assert _factor(metric, capture) == pytest.approx(1 / 0.31, rel=0.01)
    assert "markers seen in" in metric.notes[-1]


def test_without_a_marker_the_sentence_says_what_to_print(capture):
    blank = tuple(np.zeros((480, 640, 3), np.uint8) for _ in capture.cameras)
    with pytest.raises(InputError, match="No ArUco or AprilTag"):
        in_metres(replace(capture, sources=sources_of(blank)), Marker(0.3), found_poses=True)


def test_two_pixels_of_a_photo_give_the_size_within_two_percent(capture):
    camera = capture.cameras[0]
    truth = np.array([[0.6, 0.0, 1.2], [0.6, 0.0, 2.4]])  # on the floor, seen from across the room
    pose = camera.world_from_camera
    pixels = project((truth * 0.31 - pose[:3, 3]) @ pose[:3, :3], camera.K)[0]
    ends = [(float(x), float(y)) for x, y in pixels]
    words = PixelSpan(camera.name, ends[0], ends[1], 1.2)
    assert _factor(in_metres(capture, words, found_poses=True), capture) == pytest.approx(1 / 0.31, rel=0.02)
    with pytest.raises(InputError, match="outside"):
        in_metres(capture, replace(words, end=(9999.0, 0.0)), found_poses=True)
    with pytest.raises(InputError, match="No photo"):
        in_metres(capture, replace(words, photo="nobody.jpg"), found_poses=True)


def test_eye_level_a_gap_and_a_factor_are_taken_as_told(capture):
    told = in_metres(capture, EyeLevel(1.7), found_poses=True)
    assert np.median([camera.world_from_camera[1, 3] for camera in told.cameras]) == pytest.approx(1.7)
    gap = in_metres(capture, CameraGap("0000", "0005", 4.0), found_poses=True)
    assert _factor(gap, capture) * _factor(capture, gap) == pytest.approx(1)
    usual = in_metres(capture, None, found_poses=True)
    assert _factor(in_metres(capture, Factor(2.0), found_poses=True), usual) == pytest.approx(2)
    assert "guessed" in usual.notes[-1]


def test_a_phones_own_metres_are_kept(capture):
    kept = in_metres(replace(capture, metric=True), None, found_poses=False)
    assert _factor(kept, capture) == 1


def _with_gps(capture: Capture, folder: Path, metres: float, error: float) -> Capture:
    """The same cameras, their walk as long as ``metres``, with that in their photos' tags."""
    rng = np.random.default_rng(0)
    eyes = np.array([camera.world_from_camera[:3, 3] for camera in capture.cameras])
    flat = (eyes[:, [0, 2]] - eyes[0, [0, 2]]) * [1, -1]
    flat = flat @ np.array([[0.6, 0.8], [-0.8, 0.6]]) * metres / np.ptp(eyes[:, [0, 2]], axis=0).max()
    flat = flat + rng.normal(size=flat.shape) * error
    sources = []
    for k, camera in enumerate(capture.cameras):
        exif = Image.Exif()
        gps = exif.get_ifd(0x8825)
        for tag, letter, value in ((1, "N", 48 + flat[k, 1] / 111_195), (3, "E", 11 + flat[k, 0] / 74_403)):
            minutes = value % 1 * 60
            gps[tag], gps[tag + 1] = letter, (int(value), int(minutes), minutes % 1 * 60)
        path = folder / f"{k}.jpg"
        Image.fromarray(np.zeros((48, 64, 3), np.uint8)).save(path, exif=exif)
        sources.append(PhotoSource(name=camera.name, path=path))
    return replace(capture, sources=tuple(sources))


def test_gps_over_a_long_walk_gives_the_size_and_over_a_short_one_none(capture, tmp_path):
    long = _with_gps(capture, tmp_path, 80.0, 3.0)
    by_gps = gps_scaled(long)
    assert by_gps is not None
    eyes = np.array([camera.world_from_camera[:3, 3] for camera in by_gps.cameras])
    assert np.ptp(eyes[:, [0, 2]], axis=0).max() == pytest.approx(80, rel=0.1)
    assert "GPS of 6 photos" in by_gps.notes[-1]
    assert gps_scaled(_with_gps(capture, tmp_path, 8.0, 0.0)) is None
    assert gps_scaled(_with_gps(capture, tmp_path, 40.0, 60.0)) is None


def test_a_pixel_of_a_bent_picture_is_traced_back_to_its_ray():
    lens = Lens(
        K=np.array([[300.0, 0, 320], [0, 300, 240], [0, 0, 1]]), width=640, height=480,
        radial=np.array([-0.2, 0.03, 0, 0]),
    )  # fmt: skip
    rays = np.random.default_rng(0).uniform(-0.7, 0.7, (50, 2))
    np.testing.assert_allclose(undone(distort(rays, lens), lens), rays, atol=1e-8)


@pytest.mark.slow
def test_a_filmed_walk_becomes_a_level_capture(tmp_path):
    import cv2

    pytest.importorskip("pycolmap")
    room = room_of(0)
    video = cv2.VideoWriter(str(tmp_path / "walk.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for k, camera in enumerate(walk(room, 60, turn=0.8)):
        frame = photo_of(room, camera)[..., ::-1]
        video.write(cv2.GaussianBlur(frame, (0, 0), 5) if k % 4 else np.ascontiguousarray(frame))
    video.release()
    capture = capture_from(tmp_path / "walk.avi", work=tmp_path / "work")
    assert len(capture) >= 6
    assert sum(int(Path(name).stem) % 4 == 0 for name in capture.names) >= 0.7 * len(capture)
    forwards = np.array([camera.world_from_camera[:3, 2] for camera in capture.cameras])
    assert (np.abs(forwards[:, 1]) < 0.5).all()  # they look across the room, a little down


@pytest.mark.slow
def test_360_degree_photos_become_a_level_capture_of_their_faces(tmp_path):
    pytest.importorskip("pycolmap")
    room = room_of(0)
    (tmp_path / "photos").mkdir()
    for k, x in enumerate((2.0, 2.3, 2.6, 2.9)):
        write_png(panorama_of(room, (x, 1.5, 2.0 + 0.1 * (k % 2)), height=384), tmp_path / f"photos/{k}.png")
    capture = capture_from(tmp_path / "photos", work=tmp_path / "work")
    assert len(capture) >= 12, capture.notes
    ups = -np.array([c.world_from_camera[:3, 1] for c in capture.cameras if not c.name.endswith("up.png")])
    assert np.degrees(np.arccos(ups[:, 1])).max() < 2
