"""Benchmarks: options, pictures of curves, and programs that are killed."""

import json
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.bench import Curve, Row, Table, run
from spatialwm.bench.chart import drawn
from spatialwm.bench.kills import Kill, finished, killed, python, wreckage
from spatialwm.bench.written import write_table
from spatialwm.errors import InputError, SimulationError
from spatialwm.lift.photos.dense import stereo_depths
from spatialwm.lift.photos.triangulate import adjusted, triangulated
from spatialwm.scene import Camera

CURVE = Curve(
    across="training [CPU s]",
    upward="PSNR [dB]",
    points=((10.0, 24.9), (60.0, 29.4), (149.0, 30.9)),
    bars=((60.0, 28.5),),
)

LEARN = """
import sys
from pathlib import Path
import numpy as np
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.io.files import write_atomically
from spatialwm.io.splat_ply import encode
from spatialwm.lift.photos.schedule import Schedule
from spatialwm.lift.photos.train import draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.scene import Camera, Splats
rng = np.random.default_rng(4)
n, out = 100, Path(sys.argv[1])
truth = Splats(means=rng.uniform(-0.8, 0.8, (n, 3)), quats=np.tile([1.0, 0, 0, 0], (n, 1)),
    scales=rng.uniform(0.05, 0.2, (n, 3)), opacities=rng.uniform(0.5, 0.95, n),
    sh=sh0_from_colors(rng.uniform(0.1, 0.9, (n, 3))))
eyes = [(3 * float(np.sin(a)), 0.5, 3 * float(np.cos(a))) for a in np.linspace(0, 6, 8)]
cameras = tuple(Camera.looking_at(eye, (0.0, 0.0, 0.0), width=60, height=44) for eye in eyes)
photos = tuple(np.round(np.clip(draw(truth, c), 0, 1) * 255).astype(np.uint8) for c in cameras)
data = TrainingSet(cameras=cameras, photos=photos, points=truth.means + 0.02,
    colors=np.full((n, 3), 128, np.uint8))
learnt = train(data, Schedule(steps=120, cap=150), checkpoint=out / "checkpoint.npz", checkpoint_every=5,
    progress=lambda p: print("step", p.step), progress_every=1)
write_atomically(out / "splats.ply", encode(learnt.splats))
"""


def test_an_option_that_a_benchmark_does_not_know_is_refused_in_one_sentence():
    with pytest.raises(InputError, match=r"'raster' has no option 'scene'; it has none\.$"):
        run("raster", scene="fox")
    with pytest.raises(
        InputError, match=r"'photos' has no option 'color'; its options are: scene, seconds\.$"
    ):
        run("photos", color="red")
    with pytest.raises(InputError, match="There are no photos 'cat' to measure; known: fox, fox-long, lego"):
        run("photos", scene="cat")


def test_a_curve_rises_on_its_picture():
    picture = drawn(CURVE, "a title").astype(int)
    blue = (picture[..., 2] > 180) & (picture[..., 0] < 60)
    columns = np.flatnonzero(blue.any(axis=0))
    heights = [float(np.flatnonzero(blue[:, c]).mean()) for c in (columns[0] + 5, columns[-1] - 20)]
    assert picture.shape == (600, 960, 3) and heights[0] > heights[1] + 200
    with pytest.raises(InputError, match="two points or more"):
        drawn(Curve(across="x", upward="y", points=((0.0, 1.0),)), "one point")


def test_a_table_is_written_as_data_and_its_curve_as_a_picture(tmp_path):
    table = Table(title="t", rows=(Row(name="a", value=1.0),), curve=CURVE)
    written = write_table(table, tmp_path / "new", name="bench-t")
    assert [path.name for path in written] == ["bench-t.json", "bench-t.png"]
    assert json.loads(written[0].read_text())["rows"][0]["value"] == 1
    bare = write_table(Table(title="t", rows=()), tmp_path / "bare", name="b")
    assert [path.name for path in bare] == ["b.json"]


def test_training_that_is_killed_twice_ends_with_the_same_bytes(tmp_path):
    pytest.importorskip("numba")
    pytest.importorskip("scipy")
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    finished(python(LEARN, str(whole)))
    for step in (17, 61):
        assert killed(
            python(LEARN, str(torn)), Kill(heard=lambda line, s=step: line.strip() == f"step {s}", later=0.0)
        )
        left = wreckage(torn)
        assert left.files == 1 and not left.broken
    finished(python(LEARN, str(torn)))
    assert (whole / "splats.ply").read_bytes() == (torn / "splats.ply").read_bytes()


def test_what_a_kill_leaves_is_looked_at_file_by_file(tmp_path):
    (tmp_path / "checkpoint.npz").write_bytes(b"PK half")
    (tmp_path / ".preview.png.1234.part").write_bytes(b"half")
    (tmp_path / "notes.json").write_text("{}")
    left = wreckage(tmp_path)
    assert left.files == 2 and left.broken == ("checkpoint.npz",)
    assert left.temporary == (".preview.png.1234.part",)


def test_a_program_that_fails_by_itself_is_not_taken_for_killed():
    with pytest.raises(SimulationError, match="no luck"):
        killed(python("raise SystemExit('no luck')"), Kill(heard=lambda line: False, later=0.0))
    assert not killed(python("print('done')"), Kill(heard=lambda line: False, later=0.0))
    with pytest.raises(SimulationError, match="could not go on"):
        finished(python("raise SystemExit('no luck')"))


@pytest.fixture
def wall():
    """Photos of a wall of random squares at z = 0 from five places in front of it."""
    squares = np.kron(np.random.default_rng(1).integers(0, 256, (40, 60, 3)), np.ones((8, 8, 1)))
    cameras = [
        Camera.looking_at((x, 0.1 * x, 2.0 + x * x), (0.0, 0.0, 0.0), width=320, height=240)
        for x in (-0.4, -0.2, 0.0, 0.2, 0.4)
    ]
    return cameras, [seen(squares, camera) for camera in cameras]


def test_points_are_found_where_photos_with_known_poses_agree(wall):
    pytest.importorskip("pycolmap")
    cameras, photos = wall
    points, colors = triangulated(cameras, photos)
    assert len(points) > 50 and colors.shape == points.shape
    assert np.median(np.abs(points[:, 2])) < 0.01
    other = Camera.looking_at((0.0, 0.0, 2.0), (0.0, 0.0, 0.0), width=160, height=120)
    with pytest.raises(InputError, match="one size and lens"):
        triangulated([*cameras, other], [])


def test_cameras_that_stand_a_little_wrong_move_to_where_the_photos_agree(wall):
    pytest.importorskip("pycolmap")
    cameras, photos = wall
    rng = np.random.default_rng(2)
    wrong = [moved(camera, rng.normal(scale=0.01, size=3)) for camera in cameras]
    right, (points, _) = adjusted(wrong, photos)
    before, after = (np.abs(relative(some) - relative(cameras)).max() for some in (wrong, right))
    assert after < 0.5 * before
    assert thickness(points) < thickness(triangulated(wrong, photos)[0])


def test_neighbouring_photos_as_stereo_pairs_measure_the_wall(wall):
    pytest.importorskip("cv2")
    cameras, photos = wall
    depth = stereo_depths(cameras, photos, near=1.0, far=4.0, steps=(-1, 1), least=2)[2]
    known = depth > 0
    assert known.mean() > 0.3
    assert np.median(np.abs(depth[known] - 2)) < 0.02  # the middle camera looks straight at it


def moved(camera, step):
    pose = camera.world_from_camera.copy()
    pose[:3, 3] += step
    return replace(camera, world_from_camera=pose)


def relative(cameras):
    """Shapes of what the cameras' centres span: their distances from each other, as shares."""
    eyes = np.array([camera.world_from_camera[:3, 3] for camera in cameras])
    apart = np.linalg.norm(eyes[:, None] - eyes, axis=-1)
    return apart / apart.sum()


def thickness(points):
    """Median distance from their common plane."""
    middle = np.median(points, axis=0)
    near = points[np.linalg.norm(points - middle, axis=1) < 1.5]
    normal = np.linalg.svd(near - near.mean(axis=0), full_matrices=False)[2][2]
    return float(np.median(np.abs((near - near.mean(axis=0)) @ normal)))


def seen(wall, camera):
    """The wall, 3 x 2 m in the plane z = 0, ray by ray."""
    pose = camera.world_from_camera
    ys, xs = np.mgrid[: camera.height, : camera.width] + 0.5
    rays = np.stack(
        [(xs - camera.K[0, 2]) / camera.K[0, 0], (ys - camera.K[1, 2]) / camera.K[1, 1], 0 * xs + 1], -1
    )
    rays = rays @ pose[:3, :3].T
    hits = pose[:3, 3] - rays * (pose[2, 3] / rays[..., 2])[..., None]
    rows = np.clip((1 - hits[..., 1]) / 2 * wall.shape[0], 0, wall.shape[0] - 1).astype(int)
    columns = np.clip((hits[..., 0] + 1.5) / 3 * wall.shape[1], 0, wall.shape[1] - 1).astype(int)
    return wall[rows, columns].astype(np.uint8)


def test_the_command_says_what_is_wrong_with_an_option():
    code = "from spatialwm.cli import main; main()"
    done = subprocess.run(
        [*python(code), "bench", "raster", "--scene", "fox"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "has no option 'scene'" in done.stderr
