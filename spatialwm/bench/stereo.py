"""``spatialwm bench stereo``: the lifted garage against the true disparity of the same photo pair.

Data: the Middlebury 2014 "Motorcycle" pair at a quarter of its size, with true disparity, inside
scikit-image's wheel (Scharstein et al. 2014). Nothing is tuned to its truth.
"""

from typing import cast

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.geometry.cameras import unproject
from spatialwm.lift.calibration import StereoCalibration, parse_calibration
from spatialwm.lift.stereo import scene_from_stereo
from spatialwm.optional import require
from spatialwm.scene import Scene

__all__ = ["CALIBRATION", "run"]

CALIBRATION = """\
cam0=[994.978 0 311.193; 0 994.978 254.877; 0 0 1]
cam1=[994.978 0 342.279; 0 994.978 254.877; 0 0 1]
doffs=31.086
baseline=193.001
width=741
height=500
ndisp=70
"""
"""From the description of ``skimage.data.stereo_motorcycle``; ``ndisp`` is a quarter of the original's."""

_FLOOR = np.s_[440:495, 330:560]
"""Pixels (rows, columns) that show nothing but bare floor; chosen in the photo, not by our estimate."""


def run() -> Table:
    """Lift the pair, then measure it from the left camera."""
    require("skimage", extra="photos")
    import skimage.data
    from skimage.data import stereo_motorcycle

    left, right, true_disparity = cast("tuple[np.ndarray, np.ndarray, np.ndarray]", stereo_motorcycle())
    calibration = parse_calibration(CALIBRATION)
    scene = scene_from_stereo(left, right, calibration, source=skimage.data.__name__)
    return Table(
        title="bench stereo: Middlebury Motorcycle, from the left camera",
        rows=(
            *_depth_rows(scene, calibration, true_disparity),
            _floor_row(scene, calibration, true_disparity),
        ),
    )


def _depth_rows(scene: Scene, calibration: StereoCalibration, true_disparity: np.ndarray) -> list[Row]:
    """Depth of the splats as the left camera sees them, at every pixel with a true disparity."""
    from spatialwm.render import render

    picture = render(scene, [scene.cameras[0]])
    valid = np.isfinite(true_disparity)
    seen = valid & (picture.alphas[0] > 0.5)
    truth = calibration.depths(true_disparity[seen].astype(float))
    found = picture.depths[0][seen].astype(float)
    errors = np.abs(found - truth) / truth
    focal_baseline = calibration.K[0, 0] * calibration.baseline
    shifts = np.abs(focal_baseline / found - focal_baseline / truth)
    worst, share = _worst_region(seen, shifts, true_disparity.shape)
    return [
        Row(name="valid pixels covered by splats", value=100 * float(seen.sum() / valid.sum()), unit="%"),
        Row(name="relative depth error, median", value=100 * float(np.median(errors)), unit="%", at_most=3.0),
        Row(
            name="relative depth error, 90th percentile",
            value=100 * float(np.percentile(errors, 90)),
            unit="%",
        ),
        Row(name="pixels off by more than 2 px", value=100 * float((shifts > 2).mean()), unit="%"),
        Row(name="the same in the worst region", value=100 * share, unit="%", note=worst),
        Row(name="splats", value=float(scene.splat_count)),
    ]


def _worst_region(seen: np.ndarray, shifts: np.ndarray, shape: tuple[int, ...]) -> tuple[str, float]:
    """The cell of a 4 x 4 grid over the picture with the largest share of bad pixels."""
    bad = np.zeros(shape)
    bad[seen] = shifts > 2
    rows, columns = shape[0] // 4, shape[1] // 4
    shares = {
        f"row {r + 1}, column {c + 1} of 4": float(bad[cell].sum() / max(1, seen[cell].sum()))
        for r in range(4)
        for c in range(4)
        for cell in [np.s_[r * rows : (r + 1) * rows, c * columns : (c + 1) * columns]]
    }
    name = max(shares, key=lambda key: shares[key])
    return name, shares[name]


def _floor_row(scene: Scene, calibration: StereoCalibration, true_disparity: np.ndarray) -> Row:
    """How level the true floor lies in the lifted world."""
    ys, xs = np.mgrid[: true_disparity.shape[0], : true_disparity.shape[1]][:, *_FLOOR] + 0.5
    disparities = true_disparity[_FLOOR].astype(float)
    valid = np.isfinite(disparities)
    pixels = np.stack([xs, ys], axis=-1)[valid]
    points = unproject(pixels, calibration.depths(disparities[valid]), calibration.K)
    world = points @ scene.cameras[0].world_from_camera[:3, :3].T
    normal = np.linalg.svd(world - world.mean(axis=0), full_matrices=False)[2][2]
    angle = float(np.degrees(np.arccos(min(1.0, abs(float(normal[1]))))))
    return Row(name="floor: tilt of the true floor in our world", value=angle, unit="degrees", at_most=2.0)
