"""Lenses made pinholes, and captures turned upright, onto their floor and into metres."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialwm.errors import FormatError, InputError
from spatialwm.geometry.cameras import K_from_fov, project
from spatialwm.geometry.poses import look_at
from spatialwm.io.capture import Lens
from spatialwm.lift.photos.capture import Capture, sources_of
from spatialwm.lift.photos.gravity import Similarity, levelled, turned
from spatialwm.lift.photos.lifting_points import point_at
from spatialwm.lift.photos.scale import camera_distance, eye_level_scaled, scaled
from spatialwm.lift.photos.undistort import distort, pinhole_of, undistorted
from spatialwm.scene import Camera

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


def _floating(cameras: tuple[Camera, ...], points: np.ndarray | None) -> Capture:
    blank = tuple(np.zeros((HEIGHT, WIDTH, 3), np.uint8) for _ in cameras)
    return Capture(
        cameras=cameras, sources=sources_of(blank), points=points, train=tuple(range(len(cameras)))
    )


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


def test_a_wall_without_a_floor_is_not_taken_for_one():
    rng = np.random.default_rng(0)
    wall = rng.uniform(size=(3000, 3)) * [4, 1.4, 0.01]
    done = levelled(_floating(_room_cameras(16), wall))[1]
    assert done.similarity.rotation[1] == pytest.approx([0, 1, 0], abs=1e-3)
    assert "guess" in done.notes[0]


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
    assert metric.points is not None
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
