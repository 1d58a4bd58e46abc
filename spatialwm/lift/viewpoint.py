"""Where the camera stands over a level surface, told from circles on it.

A circle of known radius seen as an ellipse fixes its plane and its centre (closed form from the
eigenvectors of the ellipse's cone, Chen, Wu & Wada 2004); without one, the downward angle is assumed.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.cameras import K_from_fov
from spatialwm.lift.ellipses import Ellipse
from spatialwm.scene import Camera
from spatialwm.shapes import freeze_arrays

__all__ = ["Circles", "View", "choose_circles", "raised", "view_from_circles"]

_VERTICAL_FOV = np.radians(45.0)
"""Of a photo of things on a table: a 29 mm lens upright, a 43 mm lens lengthwise (35 mm film)."""
_RIM_COVERAGE = 0.85
"""A cup's rim is nearest to the camera: nothing hides it."""
_MOST_TILT = np.radians(22.0)
"""Of the major axis: cameras are held level, so level circles lie lengthwise."""


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """A camera over the plane y = 0, and the mapping between its pixels and the world."""

    K: Float[np.ndarray, "3 3"]
    """[px]"""
    world_from_camera: Float[np.ndarray, "4 4"]
    width: int
    """[px]"""
    height: int
    """[px]"""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)

    @property
    def eye(self) -> Float[np.ndarray, "3"]:
        """Where the camera is [m]."""
        return self.world_from_camera[:3, 3]

    def camera(self, name: str, *, scale: float = 1.0, size: tuple[int, int] | None = None) -> Camera:
        """The record, for a picture ``scale`` times as large."""
        width, height = size or (self.width, self.height)
        K = self.K * np.array([[width / self.width], [height / self.height], [1]]) if size else self.K * scale
        return Camera(name=name, world_from_camera=self.world_from_camera, K=K, width=width, height=height)

    def pixels(self, points: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, "n 2"]:
        """Of points in the world in front of the camera."""
        local = (points - self.eye) @ self.world_from_camera[:3, :3]
        return local[:, :2] / local[:, 2:] * (self.K[0, 0], self.K[1, 1]) + self.K[:2, 2]

    def rays(self, pixels: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 3"]:
        """Directions in the world, 1 along the camera's z."""
        flat = (pixels - self.K[:2, 2]) / (self.K[0, 0], self.K[1, 1])
        return np.concatenate([flat, np.ones((len(flat), 1))], axis=1) @ self.world_from_camera[:3, :3].T

    def on_level(
        self, pixels: Float[np.ndarray, "n 2"], *, height: float = 0.0, farthest: float = 1e3
    ) -> Float[np.ndarray, "n 3"]:
        """Where pixels meet the plane y = ``height`` [m]; above the horizon, ``farthest`` [m] ahead."""
        rays = self.rays(pixels)
        fall = np.minimum(rays[:, 1], -1e-9)
        reach = np.minimum((height - self.eye[1]) / fall, farthest)
        return self.eye + rays * reach[:, None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Circles:
    """Level circles about one upright axis."""

    rim: Ellipse
    inner: Ellipse | None = None
    """The rim's inner edge, or what fills the inside, whichever is wider."""
    saucer: Ellipse | None = None


def choose_circles(ellipses: list[Ellipse]) -> Circles | None:
    """The rim of a round thing and the saucer below it, or None when no ellipse can be a rim."""
    level = [e for e in ellipses if _tilt(e) < _MOST_TILT]
    whole = [e for e in level if e.coverage >= _RIM_COVERAGE]
    if not whole:
        return None
    rim = max(whole, key=lambda e: e.major * e.coverage)
    saucers = [e for e in level if _carries(e, rim)]
    inside = [e for e in level if _lines(e, rim)]
    return Circles(
        rim=rim,
        inner=max(inside, key=lambda e: e.major, default=None),
        saucer=max(saucers, key=lambda e: e.coverage * e.major, default=None),
    )


def _tilt(ellipse: Ellipse) -> float:
    return float(abs((ellipse.angle + np.pi / 2) % np.pi - np.pi / 2))


def _ratio(ellipse: Ellipse) -> float:
    return ellipse.minor / ellipse.major


def _carries(big: Ellipse, rim: Ellipse) -> bool:
    """Whether ``big`` may be a saucer below ``rim``: wider, of like shape, its middle lower."""
    aside, below = ((big.center - rim.center) / rim.major).tolist()
    wider = 1.2 * rim.major < big.major < 3.5 * rim.major
    return wider and abs(_ratio(big) - _ratio(rim)) < 0.1 and abs(aside) < 0.4 and 0.1 < below < 2.5


def _lines(small: Ellipse, rim: Ellipse) -> bool:
    near = float(np.linalg.norm(small.center - rim.center)) < 0.08 * rim.major
    return (
        near and 0.7 * rim.major < small.major < 0.98 * rim.major and abs(_ratio(small) - _ratio(rim)) < 0.1
    )


def view_from_circles(
    circles: Circles, *, width: int, height: int, rim_radius: float
) -> tuple[View, float, float | None]:
    """The camera, how high the rim is above what carries it, and the saucer's radius [m].

    The world's origin is on the cup's axis at the height of the saucer; without a saucer, at the rim itself:
    then the height is 0.
    """
    K = K_from_fov(
        width, height, _VERTICAL_FOV if circles.saucer is None else _agreed_fov(circles, width, height)
    )
    cones = [K.T @ e.conic @ K for e in (circles.rim, circles.saucer) if e is not None]
    up = np.mean([_normal(cone) for cone in cones], axis=0)
    up /= np.linalg.norm(up)
    center, radius = _center(cones[0], up)
    rim = center * rim_radius / radius
    tall, saucer_radius = 0.0, None
    if len(cones) > 1:
        middle, radius = _center(cones[1], up)
        # the saucer's middle is where its ray comes nearest to the axis below the rim
        reach, tall = np.linalg.lstsq(np.stack([middle, up], axis=1), rim, rcond=None)[0]
        saucer_radius = float(radius * reach)
    turn = _level_axes(up)
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = turn, -turn @ (rim - tall * up)
    return View(K=K, world_from_camera=pose, width=width, height=height), float(tall), saucer_radius


def _agreed_fov(circles: Circles, width: int, height: int) -> float:
    """The vertical field of view [rad] with which rim and saucer lie most nearly in parallel planes."""
    assert circles.saucer is not None

    def disagreement(fov: float) -> float:
        K = K_from_fov(width, height, fov)
        a, b = (_normal(K.T @ e.conic @ K) for e in (circles.rim, circles.saucer) if e is not None)
        return -float(a @ b)

    return min(np.radians(np.arange(24.0, 61.0, 3.0)).tolist(), key=disagreement)


def raised(view: View, height: float) -> View:
    """The same view of a world whose origin is ``height`` [m] further down."""
    pose = view.world_from_camera.copy()
    pose[1, 3] += height
    return replace(view, world_from_camera=pose)


def _level_axes(up: np.ndarray) -> np.ndarray:
    """Rotation to the world from the camera: x to the camera's right, y up."""
    right = np.array([1.0, 0, 0]) - up * up[0]
    right /= np.linalg.norm(right)
    return np.stack([right, up, np.cross(right, up)])


def _normal(cone: np.ndarray) -> np.ndarray:
    """Upward unit normal, in the camera, of the plane in which the cone's section is a circle."""
    values, vectors = np.linalg.eigh(cone)
    low, mid, high = values  # one below 0, two above, as the conic is below 0 inside
    a, b = np.sqrt((high - mid) / (high - low)), np.sqrt((mid - low) / (high - low))
    candidates = [s * a * vectors[:, 2] + t * b * vectors[:, 0] for s in (1, -1) for t in (1, -1)]
    facing = [
        n for n in candidates if n[2] < 0
    ]  # seen from above; of two, the one that points up (y is down)
    return min(facing, key=lambda n: float(n[1]))


def _center(cone: np.ndarray, up: np.ndarray) -> tuple[np.ndarray, float]:
    """The circle's centre at depth 1, the pole of its plane's horizon, and its radius there."""
    center = np.linalg.solve(cone, up)
    center /= center[2]
    aside = np.cross(up, [0.0, 0, 1])
    aside /= np.linalg.norm(aside)
    return center, float(np.sqrt(-(center @ cone @ center) / (aside @ cone @ aside)))
