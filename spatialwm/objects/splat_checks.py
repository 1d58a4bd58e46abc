"""What is wrong with the numbers of a splat file, before anybody repairs them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spatialwm.frames import Frame, points_from, vectors_from
from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.geometry.rotations import matrix_from_quat, quat_normalize
from spatialwm.io.splat_values import RawSplats

__all__ = ["Extent", "UpGuess", "extent_of", "guess_up", "problems_of"]

_FAINT = 1 / 255
"""Opacity below which a picture of 8 bits never shows a splat; renderers skip those."""
_MANY = 0.01
"""Share from which on something is worth a sentence."""
_UNIT_TOLERANCE = 0.01
_HUGE = 0.5
"""Of the scene's size: a splat as long as that is a sheet across the picture."""
_CENTRAL = (1.0, 99.0)
"""Percentiles that are taken for the scene itself."""
_FAR = 5.0
"""Scene sizes from the middle: what is further out is an outlier."""
_SMALL_SCENE, _LARGE_SCENE = 0.02, 2000.0
"""[m] A thing of 2 cm and a town; others are probably not in metres."""
_FLAT = 0.3
"""Thickness over the next larger size up to which a splat has a clear normal."""
_ALIGNED = 0.95
"""Cosine to an axis, 18 degrees, up to which a normal counts for it."""
_SAMPLE = 200_000
_CLEAR_SHARE = 0.25
"""Of the flat splats' area that has to face along the guessed axis."""
_CLEAR_SIDE = 1.5
"""How much more of it has to lie at the bottom than at the top."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """Where nearly all splats are, in our frame [m]."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    outliers: float
    """Share further than five sizes from the middle."""

    @property
    def size(self) -> float:
        """Longest edge [m]."""
        return max(h - low for low, h in zip(self.low, self.high, strict=True))


@dataclass(frozen=True, kw_only=True)
class UpGuess:
    """Which way is up, judging by the largest floor."""

    axis: str
    """``+y`` is as it should be."""
    remedy: str
    """Options of ``spatialwm convert`` that put it right."""


def extent_of(raw: RawSplats) -> Extent:
    """The box of the central 98 % along each axis."""
    means = points_from(raw.frame, raw.means[raw.finite].astype(float))
    if not len(means):
        return Extent(low=(0, 0, 0), high=(0, 0, 0), outliers=0.0)
    low, high = np.percentile(means, _CENTRAL, axis=0)
    size = float(max((high - low).max(), 1e-30))
    far = np.abs(means - (low + high) / 2).max(axis=1) > _FAR * size
    a, b = low.tolist(), high.tolist()
    return Extent(low=(a[0], a[1], a[2]), high=(b[0], b[1], b[2]), outliers=float(far.mean()))


def problems_of(raw: RawSplats) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    count, finite = len(raw), raw.finite
    if not count:
        yield "it holds no splats"
        return
    if not finite.all():
        yield f"{_percent(1 - finite.mean())} of the splats are not finite numbers; readers of ours drop them"
    if not finite.any():
        return
    yield from _rotation_problems(raw, finite)
    yield from _opacity_problems(raw, finite)
    yield from _size_problems(raw, finite)
    yield from _color_problems(raw, finite)
    guess = guess_up(raw)
    if guess is not None and guess.axis != "+y":
        yield f"up seems to be {guess.axis}, not +y: try spatialwm convert {guess.remedy}"


def _rotation_problems(raw: RawSplats, finite: np.ndarray) -> Iterator[str]:
    lengths = np.linalg.norm(raw.quats[finite].astype(float), axis=1)
    zero = lengths < 1e-6
    if zero.any():
        yield f"{_percent(zero.mean())} of the rotations are zero; they are taken for none"
    off = ~zero & (np.abs(lengths - 1) > _UNIT_TOLERANCE)
    if off.mean() > _MANY:
        yield f"{_percent(off.mean())} of the rotations are not of unit length; some renderers skew them"


def _opacity_problems(raw: RawSplats, finite: np.ndarray) -> Iterator[str]:
    opacities = raw.opacities[finite]
    faint = float((opacities < _FAINT).mean())
    if faint > _MANY:
        yield f"{_percent(faint)} of the splats are invisible (opacity below 1/255); they only cost"
    outside = float(((opacities < 0) | (opacities > 1)).mean())
    if outside:
        yield f"{_percent(outside)} of the opacities are outside 0 to 1"


def _size_problems(raw: RawSplats, finite: np.ndarray) -> Iterator[str]:
    extent = extent_of(raw)
    logs = raw.log_scales[finite].astype(float)
    longest = logs.max(axis=1) + np.log(raw.frame.metres_per_unit)
    huge = longest > np.log(max(_HUGE * extent.size, 1e-30))
    if huge.any() and extent.size > 0:
        yield f"{int(huge.sum()):,} splats are longer than half of the scene ({extent.size:.3g} m)"
    flat = np.isneginf(logs).any(axis=1)
    if flat.any():
        yield f"{_percent(flat.mean())} of the splats are perfectly flat (logarithm of a scale is -inf)"
    if extent.outliers:
        yield f"{int(np.ceil(extent.outliers * finite.sum())):,} splats are far outside the scene; crop them"
    if extent.size and not _SMALL_SCENE <= extent.size <= _LARGE_SCENE:
        yield f"the scene is {extent.size:.3g} m large, so it is probably not in metres: see --scale"


def _color_problems(raw: RawSplats, finite: np.ndarray) -> Iterator[str]:
    colors = colors_from_sh0(raw.sh[finite].astype(float))
    outside = float(((colors < -0.5) | (colors > 1.5)).any(axis=1).mean())
    if outside > _MANY:
        yield f"{_percent(outside)} of the colours are far outside 0 to 1; formats with bytes cut them"
    higher = raw.sh[finite][:, 1:]
    if higher.shape[1] and not higher.any():
        yield "all its higher harmonics are zero; convert it with --sh-degree 0 to make it smaller"
    elif higher.shape[1] and float((np.abs(higher) > 1).any(axis=(1, 2)).mean()) > _MANY:
        share = float((np.abs(higher) > 1).any(axis=(1, 2)).mean())
        yield f"{_percent(share)} of the splats have harmonics beyond +-1, which SPZ cuts"


def guess_up(raw: RawSplats) -> UpGuess | None:
    """By where the flat splats that face along an axis lie: most at its lower end. None: unclear."""
    rows = np.flatnonzero(raw.finite & (raw.opacities > 0.3))
    rows = rows[:: max(1, len(rows) // _SAMPLE)]
    if len(rows) < 100:
        return None
    means = points_from(raw.frame, raw.means[rows].astype(float))
    logs = np.sort(raw.log_scales[rows].astype(float), axis=1)
    flat = logs[:, 1] - logs[:, 0] > -np.log(_FLAT)
    area = np.exp(np.clip(logs[:, 1] + logs[:, 2], -60, 60)) * flat
    normals = _normals(raw.frame, raw.quats[rows], raw.log_scales[rows])
    low, high = np.percentile(means, _CENTRAL, axis=0)
    best: tuple[float, str] | None = None
    for axis in range(3):
        facing = area * (np.abs(normals[:, axis]) > _ALIGNED)
        share = facing.sum() / max(area.sum(), 1e-300)
        heights = (means[:, axis] - low[axis]) / max(high[axis] - low[axis], 1e-30)
        bottom = facing[(heights < 0.15) & (heights > -0.2)].sum()
        top = facing[(heights > 0.85) & (heights < 1.2)].sum()
        score = max(bottom, top) / max(area.sum(), 1e-300)
        clear = max(bottom, top) > _CLEAR_SIDE * min(bottom, top)
        if share > _CLEAR_SHARE and clear and (best is None or score > best[0]):
            best = (score, ("+" if bottom > top else "-") + "xyz"[axis])
    return None if best is None else UpGuess(axis=best[1], remedy=_REMEDIES[best[1]])


_REMEDIES = {
    "+x": "--rotate-z 90",
    "-x": "--rotate-z -90",
    "+y": "",
    "-y": "--rotate-x 180",
    "+z": "--rotate-x -90",
    "-z": "--rotate-x 90",
}


def _normals(frame: Frame, quats: np.ndarray, log_scales: np.ndarray) -> np.ndarray:
    """Shortest axis of each splat, in our frame."""
    rotations = matrix_from_quat(quat_normalize(quats.astype(float)))
    shortest = np.argmin(log_scales, axis=1)
    return vectors_from(frame, rotations[np.arange(len(quats)), :, shortest])


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
