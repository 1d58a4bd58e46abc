"""Ellipses in a picture: what rims, saucers and plates look like from above.

Every edge chain that curves proposes an ellipse (direct fit, Fitzgibbon et al. 1999); each proposal is then
fitted again to all edge points beside it whose gradient stands across it, and kept when they cover enough
of its round.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.optional import require
from spatialwm.shapes import freeze_arrays

__all__ = ["Ellipse", "find_ellipses"]

_LONG_SIDE = 600
"""Pictures are searched at this size [px]: widths of edges and bands are tuned to it."""
_SECTORS = 72
"""Of 5 degrees: coverage is counted in them."""
_LEAST_COVERAGE = 0.52
"""Of the round with edges on it: below it, three straight edges already look like an ellipse."""
_REFITS = 6
_WIDE, _NARROW = 0.035, 0.010
"""Widths of the band in which edge points count, first and last refit, over the mean radius."""
_ALIGNED = 0.80
"""Cosine between the gradient and the ellipse's normal, at least."""
_FLATTEST = 0.25
"""Minor over major axis: flatter ones are seen from 14 degrees and less, where the angle is a guess."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Ellipse:
    """An ellipse in the picture."""

    center: Float[np.ndarray, "2"]
    """[px]"""
    major: float
    """Half axis [px]."""
    minor: float
    """Half axis [px]."""
    angle: float
    """From the picture's x axis to the major axis, clockwise as seen [rad]."""
    coverage: float = 1.0
    """Part of the round that has edges on it."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)

    @property
    def conic(self) -> Float[np.ndarray, "3 3"]:
        """The symmetric ``Q`` with ``p Q p = 0`` for homogeneous pixels on it, below 0 inside."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        x, y = self.center
        to_unit = np.array(
            [[cos / self.major, sin / self.major, 0], [-sin / self.minor, cos / self.minor, 0], [0, 0, 1.0]]
        )
        to_unit = to_unit @ np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1.0]])
        return to_unit.T @ np.diag([1.0, 1, -1]) @ to_unit

    def offsets(self, points: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        """About how far points are from the line [px], below 0 inside (Sampson's distance)."""
        value, slope = self._value_and_slope(points)
        return value / np.maximum(np.linalg.norm(slope, axis=1), 1e-9)

    def normals(self, points: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 2"]:
        """Unit, outwards, of the similar ellipse through each point."""
        slope = self._value_and_slope(points)[1]
        return slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)

    def _value_and_slope(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        homogeneous = np.concatenate([points, np.ones((len(points), 1))], axis=1)
        pulled = homogeneous @ self.conic
        return np.sum(pulled * homogeneous, axis=1), 2 * pulled[:, :2]

    def sectors(self, points: Float[np.ndarray, "n 2"]) -> np.ndarray:
        """Which of the 72 sectors each point lies in."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        x, y = (points - self.center).T
        around = np.arctan2((-sin * x + cos * y) / self.minor, (cos * x + sin * y) / self.major)
        return np.floor((around / (2 * np.pi) % 1) * _SECTORS).astype(int) % _SECTORS

    def mask(self, height: int, width: int) -> Bool[np.ndarray, "h w"]:
        """Pixels whose centre is inside."""
        ys, xs = np.mgrid[:height, :width] + 0.5
        points = np.stack([xs.ravel(), ys.ravel()], axis=1)
        return (self._value_and_slope(points)[0] <= 0).reshape(height, width)


def find_ellipses(image: UInt8[np.ndarray, "h w 3"]) -> list[Ellipse]:
    """Ellipses with edges around at least half of them, largest first, none twice.

    Raises:
        MissingExtraError: OpenCV is not installed.
    """
    require("cv2", extra="photos")
    import cv2

    scale = _LONG_SIDE / max(image.shape[:2])
    size = round(image.shape[1] * scale), round(image.shape[0] * scale)
    image = np.asarray(
        cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8
    )
    points, gradients, chains = _edges(image)
    if not len(points):
        return []
    limits = 0.04 * min(image.shape[:2]), 0.75 * max(image.shape[:2])
    found: list[Ellipse] = []
    for chain in chains:
        proposal = _fitted(chain)
        refined = None if proposal is None else _refined(proposal, points, gradients, limits)
        if refined is not None and not any(_alike(refined, other) for other in found):
            found.append(refined)
    found = [replace(e, center=e.center / scale, major=e.major / scale, minor=e.minor / scale) for e in found]
    return sorted(found, key=lambda e: -e.major)


def _edges(image: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Edge points [px], their unit gradients, and chains of them, cut where they turn sharply."""
    require("cv2", extra="photos")
    import cv2

    soft = cv2.GaussianBlur(image, (0, 0), 1.5)
    lab = cv2.cvtColor(soft, cv2.COLOR_RGB2LAB).astype(np.float32)
    slopes_x, slopes_y = cv2.Sobel(lab, cv2.CV_32F, 1, 0), cv2.Sobel(lab, cv2.CV_32F, 0, 1)
    steepness = np.asarray(slopes_x**2 + slopes_y**2, float)
    strongest = np.argmax(steepness, axis=2)[..., None]
    dx, dy = (np.take_along_axis(s, strongest, 2)[..., 0] for s in (slopes_x, slopes_y))
    size = np.hypot(dx, dy)
    high = max(float(np.quantile(size, 0.93)), 24.0)
    dx, dy = np.asarray(dx, np.float32), np.asarray(dy, np.float32)
    short_x, short_y = (np.clip(d, -32000, 32000).astype(np.int16) for d in (dx, dy))
    edges = cv2.Canny(dx=short_x, dy=short_y, threshold1=0.4 * high, threshold2=high, L2gradient=True)
    rows, columns = np.nonzero(edges)
    points = np.stack([columns, rows], axis=1) + 0.5
    gradients = (
        np.stack([dx[rows, columns], dy[rows, columns]], axis=1)
        / np.maximum(size[rows, columns], 1e-6)[:, None]
    )
    outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    least = max(30, min(image.shape[:2]) // 12)
    chains = [piece for line in outlines for piece in _pieces(np.asarray(line[:, 0], float) + 0.5, least)]
    chains.sort(key=len, reverse=True)
    return points, gradients, chains[:400]


def _pieces(line: np.ndarray, least: int) -> list[np.ndarray]:
    """A chain cut at corners: where it turns by over 40 degrees within 8 steps to each side."""
    if len(line) < least:
        return []
    ahead, back = np.roll(line, -8, axis=0) - line, line - np.roll(line, 8, axis=0)
    turn = np.abs(np.angle((ahead[:, 0] + 1j * ahead[:, 1]) * (back[:, 0] - 1j * back[:, 1])))
    cuts = np.flatnonzero(turn > np.radians(40))
    return [piece for piece in np.split(line, cuts) if len(piece) >= least]


def _fitted(points: np.ndarray) -> Ellipse | None:
    import cv2

    if len(points) < 12:
        return None
    (x, y), (width, height), degrees = cv2.fitEllipseDirect(points.astype(np.float32))
    if not (np.isfinite([x, y, width, height, degrees]).all() and min(width, height) > 2):
        return None
    turned = 0.0 if width >= height else 90.0
    return Ellipse(
        center=np.array([x, y], float),
        major=max(width, height) / 2,
        minor=min(width, height) / 2,
        angle=float(np.radians(degrees + turned)),
    )


def _refined(
    ellipse: Ellipse, points: np.ndarray, gradients: np.ndarray, limits: tuple[float, float]
) -> Ellipse | None:
    now: Ellipse | None = ellipse
    for width in np.linspace(_WIDE, _NARROW, _REFITS):
        if now is None or not (limits[0] < now.major < limits[1]) or now.minor < _FLATTEST * now.major:
            return None
        beside = _beside(now, points, gradients, float(width))
        count = len(np.unique(now.sectors(points[beside])))
        now = _fitted(points[beside])
        if now is not None:
            now = Ellipse(
                center=now.center,
                major=now.major,
                minor=now.minor,
                angle=now.angle,
                coverage=count / _SECTORS,
            )
    return now if now is not None and now.coverage >= _LEAST_COVERAGE else None


def _beside(ellipse: Ellipse, points: np.ndarray, gradients: np.ndarray, width: float) -> np.ndarray:
    reach = max(width * float(np.sqrt(ellipse.major * ellipse.minor)), 1.5)
    near = np.flatnonzero(np.abs(ellipse.offsets(points)) < reach)
    across = np.abs(np.sum(ellipse.normals(points[near]) * gradients[near], axis=1))
    return near[across > _ALIGNED]


def _alike(a: Ellipse, b: Ellipse) -> bool:
    limit = 0.035 * max(a.major, b.major)
    apart = float(np.linalg.norm(a.center - b.center))
    return apart < limit and abs(a.major - b.major) < limit and abs(a.minor - b.minor) < limit
