"""The benches of photos, on small sets that the tests make themselves."""

import numpy as np
import pytest

from spatialwm.bench import resume
from spatialwm.bench import run as run_bench
from spatialwm.bench.photo_room import photo_of, room_of, walk
from spatialwm.bench.plot import Line, plot
from spatialwm.errors import InputError
from spatialwm.lift.photos.capture import Capture, PhotoSource
from spatialwm.lift.photos.tracks import points_of_known_cameras


def test_training_that_was_killed_twice_ends_where_it_would_have_ended():
    table = resume.run(kills=2, steps=120)
    assert table.passed, [f"{row.name} {row.value}" for row in table.rows]


def test_a_curve_rises_in_its_picture():
    points = ((0.0, 20.0), (100.0, 30.0))
    picture = plot([Line(name="psnr", points=points)], title="t", across="s", up="dB", size=(400, 300))
    assert picture.shape == (300, 400, 3)
    blue = np.argwhere((picture[..., 2] > 150) & (picture[..., 0] < 90))
    inside = blue[blue[:, 0] < 300 - 100]
    left, right = inside[inside[:, 1].argmin()], inside[inside[:, 1].argmax()]
    assert right[0] < left[0]


def test_an_unknown_scene_or_option_is_refused_in_one_sentence():
    with pytest.raises(InputError, match="fox-raw"):
        run_bench("photos", scene="cat")
    with pytest.raises(InputError, match="no option --scene"):
        run_bench("stereo", scene="cat")


def test_points_of_known_cameras_lie_on_the_room():
    room = room_of(5)
    cameras = walk(room, 6, turn=0.5)
    capture = Capture(
        cameras=cameras,
        sources=tuple(PhotoSource(name=c.name, pixels=photo_of(room, c)) for c in cameras),
        train=tuple(range(6)),
    )
    points, colors = points_of_known_cameras(capture)
    assert len(points) > 300 and colors.shape == points.shape
    walls = np.minimum(np.abs(points), np.abs(points - room.size)).min(axis=1)
    boxes = [np.abs(np.stack([points - low, points - high])).min(axis=(0, 2)) for low, high in room.boxes[1:]]
    off = np.minimum.reduce([walls, *boxes])
    assert np.median(off) < 0.03 and np.percentile(off, 90) < 0.15
