"""A stereo pair becomes a metric scene that stands on a level floor."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.lift.calibration import find_calibration, parse_calibration, read_calibration
from spatialwm.lift.floor import find_floor, world_from_camera_over
from spatialwm.lift.hidden import floor_layer, hidden_layer
from spatialwm.lift.relief import mesh_from_depth, splats_from_depth, surface_normals
from spatialwm.render import rasterize
from spatialwm.scene import Camera

CALIB = (
    "cam0=[200 0 100; 0 200 75; 0 0 1]\ncam1=[200 0 110; 0 200 75; 0 0 1]\ndoffs=10\nbaseline=100\nndisp=48\n"
)


def calibration():
    return parse_calibration(CALIB)


def test_a_middlebury_calibration_is_understood():
    found = calibration()
    assert found.baseline == 0.1 and found.disparity_offset == 10
    np.testing.assert_allclose(found.K, [[200, 0, 100.5], [0, 200, 75.5], [0, 0, 1]])
    assert found.depths(np.array([10.0]))[0] == pytest.approx(200 * 0.1 / 20)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cam0"),
        ("cam0=[1 2 3]\ndoffs=0\nbaseline=1", "9"),
        (CALIB.replace("baseline=100", "baseline=wide"), "wide"),
        (CALIB.replace("baseline=100", "baseline=-1"), "above 0"),
        (CALIB.replace("baseline=100", "baseline=nan"), "finite"),
        ("\x00\xff", "cam0"),
    ],
)
def test_a_calibration_that_is_none_is_refused(text, message, tmp_path):
    path = tmp_path / "calib.txt"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(FormatError, match=message if text != "\x00\xff" else "calib"):
        read_calibration(path)


def test_a_pair_without_calibration_is_told_where_to_put_one(tmp_path):
    with pytest.raises(MissingFileError, match="--calibration"):
        find_calibration(tmp_path / "left.png")


def slanted_pair(seed=0):
    """A floor and a wall with a smooth pattern, seen by two cameras, and the left one's true depths."""
    height, width = 150, 200
    K, baseline, offset = calibration().K, 0.1, 10
    rng = np.random.default_rng(seed)
    waves = rng.normal(size=(3, 40, 2)) * rng.uniform(5, 60, (3, 40, 1))
    phases = rng.uniform(0, 2 * np.pi, (3, 40))

    def view(shift):
        ys, xs = np.mgrid[:height, :width] + 0.5
        rays = np.stack([(xs - K[0, 2] - (offset if shift else 0)) / 200, (ys - K[1, 2]) / 200], -1)
        # The floor is 0.3 m below the cameras, the wall 1.6 m ahead.
        depth = np.minimum(np.where(rays[..., 1] > 0, 0.3 / np.maximum(rays[..., 1], 1e-9), np.inf), 1.6)
        x, y = rays[..., 0] * depth + shift, rays[..., 1] * depth
        where = np.stack([x, np.where(depth < 1.6, depth + 1, y)], axis=-1)
        shades = np.cos(np.einsum("hwk,cnk->hwcn", where, waves) + phases).mean(axis=-1)
        return np.clip(128 + 320 * shades, 0, 255).astype(np.uint8), depth

    (left, depth), (right, _) = view(0.0), view(baseline)
    return left, right, depth


def test_a_pair_gives_metric_depth_and_a_level_floor():
    pytest.importorskip("cv2")
    from spatialwm.lift.stereo import scene_from_stereo

    left, right, truth = slanted_pair()
    scene = scene_from_stereo(left, right, calibration(), source="made")
    room = scene["room"]
    assert room.splats is not None and room.mesh is not None
    picture = rasterize(room.splats, [scene.cameras[0]])
    seen = picture.alphas[0] > 0.5
    errors = np.abs(picture.depths[0] - truth)[seen] / truth[seen]
    # An eighth of a pixel, the known sub-pixel bias of semi-global matching, is 1 % here.
    assert seen.mean() > 0.6 and np.median(errors) < 0.015
    pose = scene.cameras[0].world_from_camera
    assert pose[1, 3] == pytest.approx(0.3, abs=0.01)
    assert np.degrees(np.arccos(-pose[1, 1])) < 1
    heights = room.mesh.vertices[:, 1]
    assert (np.abs(heights) < 1e-5).mean() > 0.2, "the floor is exactly as flat as its collider"
    assert scene.provenance.method == "classical" and room.body.kind == "static"


def test_pictures_that_are_no_pair_are_refused():
    pytest.importorskip("cv2")
    from spatialwm.lift.stereo import scene_from_stereo

    left, right, _ = slanted_pair()
    with pytest.raises(InputError, match="differ in size"):
        scene_from_stereo(left, right[:100], calibration())
    with pytest.raises(InputError, match="too small"):
        scene_from_stereo(left[:40, :40], right[:40, :40], calibration())
    noise = np.random.default_rng(1).integers(0, 255, left.shape).astype(np.uint8)
    with pytest.raises(InputError, match="in common"):
        scene_from_stereo(left, noise, calibration())


def test_a_tilted_floor_is_found_and_made_level():
    rng = np.random.default_rng(0)
    tilt = np.radians(12)
    up = np.array([np.sin(tilt) * 0.4, -np.cos(tilt), -np.sin(tilt) * 0.9])
    up /= np.linalg.norm(up)
    across = np.cross(up, [0, 0, 1.0])
    along = np.cross(across, up)
    spread = rng.uniform(-1, 1, (5000, 2))
    floor = -1.2 * up + spread[:, :1] * across + (spread[:, 1:] + 2) * along
    wall = np.concatenate([rng.uniform(-1, 1, (3000, 2)), np.full((3000, 1), 4.0)], 1)
    normals = np.concatenate([np.tile(up, (5000, 1)), np.tile([0, 0, -1.0], (3000, 1))])
    found = find_floor(np.concatenate([floor, wall]) + rng.normal(size=(8000, 3)) * 0.003, normals)
    assert np.degrees(np.arccos(found.normal @ up)) < 0.3 and found.offset == pytest.approx(1.2, abs=0.01)
    pose = world_from_camera_over(found)
    heights = (floor @ pose[:3, :3].T + pose[:3, 3])[:, 1]
    assert np.abs(heights).max() < 0.03
    assert np.linalg.det(pose[:3, :3]) == pytest.approx(1)
    with pytest.raises(InputError, match="floor"):
        find_floor(wall, np.tile([0, 0, -1.0], (3000, 1)))


def test_relief_covers_what_is_known_and_stretches_nothing_over_an_edge():
    depths = np.full((40, 60), 2.0)
    depths[:, 30:] = 3.0
    K = np.array([[100.0, 0, 30], [0, 100, 20], [0, 0, 1]])
    ys, xs = np.mgrid[:40, :60]
    image = np.stack([xs * 4, ys * 6, 128 + 0 * xs], axis=-1).astype(np.uint8)
    known = np.ones((40, 60), bool)
    normals = surface_normals(depths, K)
    np.testing.assert_allclose(normals, np.broadcast_to([0, 0, -1.0], normals.shape), atol=1e-9)
    camera = Camera(world_from_camera=np.eye(4), K=K, width=60, height=40)
    picture = rasterize(splats_from_depth(image, depths, known, K), [camera])
    assert (picture.alphas[0] > 0.9).mean() > 0.95
    assert np.abs(picture.colors[0] * 255 - image).mean() < 8
    mesh = mesh_from_depth(image, depths, known, K, step=2)
    spans = mesh.vertices[mesh.faces, 2].max(axis=1) - mesh.vertices[mesh.faces, 2].min(axis=1)
    assert spans.max() < 0.01
    corners = mesh.vertices[mesh.faces]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (facing[:, 2] < 0).all(), "faces look at the camera"


def test_behind_an_edge_the_farther_surface_goes_on():
    pytest.importorskip("cv2")
    disparities = np.full((40, 120), 10.0)
    disparities[:, 60:] = 30.0
    image = np.zeros((40, 120, 3), np.uint8)
    image[:, :60] = (0, 200, 0)
    image[:, 60:] = (200, 0, 0)
    colors, far, hidden = hidden_layer(image, disparities, np.ones((40, 120), bool), reach=20)
    assert hidden[:, 60:80].all() and not hidden[:, :60].any() and not hidden[:, 85:].any()
    np.testing.assert_allclose(far[5:35, 62:78], 10.0)
    assert colors[20, 64, 1] > 150 and colors[20, 64, 0] < 60


def test_the_bench_prints_figures_that_pass_their_bars_and_fails_when_they_do_not():
    from spatialwm.bench import Row, Table

    row = Row(name="error", value=2.0, unit="%", at_most=3.0)
    assert row.passed and not replace(row, value=4.0).passed and not replace(row, value=float("nan")).passed
    assert not Table(title="t", rows=(row, replace(row, at_least=2.5))).passed


def test_above_an_edge_the_farther_surface_goes_on_down():
    pytest.importorskip("cv2")
    disparities = np.full((120, 40), 10.0)
    disparities[60:] = 30.0
    image = np.full((120, 40, 3), 90, np.uint8)
    _, far, hidden = hidden_layer(image, disparities, np.ones((120, 40), bool), reach=20)
    assert hidden[60:80].all() and not hidden[:60].any() and not hidden[85:].any()
    np.testing.assert_allclose(far[62:78, 5:35], 10.0)


def test_the_floor_goes_on_under_a_thing_in_its_own_colour_and_no_farther_than_it_is_seen():
    pytest.importorskip("cv2")
    floor = np.broadcast_to((np.arange(120.0) - 40)[:, None], (120, 90))
    disparities = np.maximum(floor, 8.0).copy()  # a wall stands where the floor is at 8 px
    disparities[30:110, 30:60] = 70.0
    image = np.full((120, 90, 3), (0, 160, 0), np.uint8)
    image[30:110, 30:60] = (200, 0, 0)
    colors, hidden = floor_layer(image, disparities, np.ones((120, 90), bool), floor)
    assert hidden[52:108, 32:58].all() and not hidden[:47].any() and not hidden[:, :29].any()
    assert np.abs(colors[hidden].astype(int) - (0, 160, 0)).max() < 12
    high = hidden_layer(image, disparities, np.ones((120, 90), bool), floor=floor, reach=20)
    assert (high[1][high[2]] > floor[high[2]]).all(), "no wall is guessed below the floor"


@pytest.mark.slow
def test_the_real_garage_passes_its_bench():
    pytest.importorskip("skimage")
    from spatialwm.bench import run

    table = run("stereo")
    assert table.passed, [(row.name, row.text) for row in table.rows]
