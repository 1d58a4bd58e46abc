"""The handle of a cup: a bent tube, searched by its edges and by having the cup's own colour."""

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.lift.sampling import sample_quads, splats_from_surfels
from spatialwm.lift.standing import sample
from spatialwm.lift.viewpoint import View
from spatialwm.optional import require
from spatialwm.scene import Mesh, Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["Handle", "find_handle", "handle_mask", "handle_mesh", "handle_splats"]

_ALONG, _ROUND = 24, 16
_LIKE = 0.10
"""Most difference in chromaticity (shares of red and green) between a cup's wall and its handle."""
_OF_COLOR = 0.8
"""Part of the handle's pixels that must be like the wall."""
_CLEAR = 0.5
"""Of the handle's outline that must lie on edges, on a scale where strong edges are 1."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Handle:
    """A tube in an upright plane through the cup's axis, its ends inside the wall."""

    middle: Float[np.ndarray, "n 3"]
    """Its middle line in the cup's frame [m]."""
    across: Float[np.ndarray, "3"]
    """Unit, at right angles to its plane."""
    wide: float
    """Half width across its plane [m]."""
    thick: float
    """Half width in its plane [m]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)

    def ring_directions(self) -> tuple[np.ndarray, np.ndarray]:
        """Offsets [m] and unit normals around the middle line, n x around x 3."""
        along = np.gradient(self.middle, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        out = np.cross(along, self.across)
        angles = (np.arange(_ROUND) * 2 * np.pi / _ROUND)[None, :, None]
        offsets = self.wide * np.cos(angles) * self.across + self.thick * np.sin(angles) * out[:, None]
        normals = np.cos(angles) / self.wide * self.across + np.sin(angles) / self.thick * out[:, None]
        return offsets, normals / np.linalg.norm(normals, axis=2, keepdims=True)


def _handle(
    profile: np.ndarray, azimuth: float, low: float, high: float, reach: float, wide: float
) -> Handle:
    """A half ellipse from height ``low`` to ``high`` that stands ``reach`` [m] off the wall."""
    outward = np.array([np.cos(azimuth), 0, np.sin(azimuth)])
    t = np.linspace(0, np.pi, _ALONG)
    heights = (low + high) / 2 - (high - low) / 2 * np.cos(t)
    wall = np.interp(heights, profile[:, 1], profile[:, 0]) - 0.002
    radius = wall + reach * np.sin(t) ** 0.7
    middle = outward * radius[:, None] + np.array([0, 1.0, 0]) * heights[:, None]
    return Handle(middle=middle, across=np.cross(outward, [0, 1.0, 0]), wide=wide, thick=0.55 * wide)


def find_handle(
    image: UInt8[np.ndarray, "h w 3"],
    view: View,
    place: Float[np.ndarray, "3"],
    outside: Float[np.ndarray, "m 2"],
    body: Bool[np.ndarray, "h w"],
) -> Handle | None:
    """The handle whose outline lies best on edges, if it is clear enough and of the cup's colour.

    Args:
        image: sRGB.
        view: Of the photo.
        place: The cup's origin [m].
        outside: Radius and height of the cup's wall, upwards [m].
        body: Pixels of the cup without its handle.
    """
    require("cv2", extra="photos")
    import cv2

    lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 1.2).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    slopes = np.stack(
        [cv2.Sobel(lab[..., 0], cv2.CV_32F, 1, 0), cv2.Sobel(lab[..., 0], cv2.CV_32F, 0, 1)], axis=-1
    )
    strong = float(np.quantile(np.linalg.norm(slopes, axis=-1), 0.8))
    tall, rim = float(outside[-1, 1]), float(outside[-1, 0])
    soft = cv2.GaussianBlur(image, (0, 0), 1.2).astype(float) + 4  # 4 of 255: black has no colour
    hue = (soft / soft.sum(axis=2, keepdims=True))[..., :2]
    wall = np.median(hue[_wall_pixels(outside, place, view)], axis=0)
    like = np.linalg.norm(hue - wall, axis=2) < _LIKE

    def score(azimuth: float, low: float, high: float, reach: float, wide: float) -> float:
        one = _handle(outside, azimuth, low * tall, high * tall, reach * rim, wide * rim)
        mask = handle_mask(one, place, view) & ~body
        good = mask.sum() > 0.02 * body.sum() and float(like[mask].mean()) > _OF_COLOR
        return _edge_score(mask, body, slopes, strong) if good else 0.0

    coarse = product(
        (np.arange(48) * np.pi / 24).tolist(), (0.12, 0.25, 0.38), (0.7, 0.85), (0.62, 0.8), (0.15,)
    )
    best = max(coarse, key=lambda sizes: score(*sizes))
    turn, low, high, reach, wide = best
    fine = product(
        (turn - 0.06, turn, turn + 0.06),
        (low,),
        (high,),
        (reach - 0.1, reach, reach + 0.1),
        (wide - 0.02, wide, wide + 0.03),
    )
    best = max(fine, key=lambda sizes: score(*sizes))
    if score(*best) < _CLEAR:
        return None
    turn, low, high, reach, wide = best
    return _handle(outside, turn, low * tall, high * tall, reach * rim, wide * rim)


def _wall_pixels(outside: np.ndarray, place: np.ndarray, view: View) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the wall that faces the camera."""
    angles = np.radians(np.arange(50, 131, 5))
    points = np.array([(r * np.cos(a), y, r * np.sin(a)) for r, y in outside[4:-4] for a in angles])
    pixels = np.clip(view.pixels(points + place), 0, (view.width - 1, view.height - 1)).astype(int)
    return pixels[:, 1], pixels[:, 0]


def _edge_score(mask: np.ndarray, body: np.ndarray, slopes: np.ndarray, strong: float) -> float:
    import cv2

    lines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    near_body = cv2.dilate(body.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    scores: list[np.ndarray] = []
    for line in (np.asarray(points[:, 0], np.int32) for points in lines if len(points) > 12):
        ahead = np.roll(line, -3, axis=0) - np.roll(line, 3, axis=0)
        across = (
            np.stack([ahead[:, 1], -ahead[:, 0]], 1) / np.maximum(np.linalg.norm(ahead, axis=1), 1)[:, None]
        )
        free = ~near_body[line[:, 1], line[:, 0]]
        here = slopes[line[free, 1], line[free, 0]]
        scores.append(np.clip(np.abs(np.sum(here * across[free], axis=1)) / strong, 0, 1))
    joined = np.concatenate([*scores, np.zeros(0)])
    return float(joined.mean()) if len(joined) > 20 else 0.0


def handle_mask(handle: Handle, place: Float[np.ndarray, "3"], view: View) -> Bool[np.ndarray, "h w"]:
    """Pixels behind which it is."""
    import cv2

    offsets, _ = handle.ring_directions()
    rings = [view.pixels(ring + place) for ring in handle.middle[:, None] + offsets]
    mask = np.zeros((view.height, view.width), np.uint8)
    for one, other in pairwise(rings):
        hull = cv2.convexHull(np.round(np.concatenate([one, other]) * 16).astype(np.int32))
        cv2.fillConvexPoly(mask, hull, 1, shift=4)
    return mask > 0


def handle_splats(
    handle: Handle,
    place: Float[np.ndarray, "3"],
    image: Float[np.ndarray, "h w 3"],
    view: View,
    *,
    spacing: float,
    seed: int,
) -> Splats:
    """Flat Gaussians; what is turned away has the colour of the same place along the tube."""
    offsets, normals = handle.ring_directions()
    points = handle.middle[:, None] + offsets
    surfels = sample_quads(
        _cells(points), _cells(normals), np.full(((_ALONG - 1) * _ROUND, 2), spacing), seed=seed
    )
    means = surfels.means.astype(float) + place
    facing = np.sum(surfels.normals * (view.eye - means), axis=1) > 0
    colors = sample(image, view.pixels(means))
    segment = surfels.quad // _ROUND
    for k in np.unique(segment):
        ours = segment == k
        front = colors[ours & facing]
        if len(front):
            colors[ours & ~facing] = np.median(front, axis=0)
    return splats_from_surfels(surfels, colors)


def _cells(values: np.ndarray) -> np.ndarray:
    after = np.roll(values, -1, axis=1)
    return np.stack([values[:-1], after[:-1], after[1:], values[1:]], axis=2).reshape(-1, 4, 3)


def handle_mesh(handle: Handle, splats: Splats) -> Mesh:
    """A closed tube of the splats' mean colour."""
    offsets, _ = handle.ring_directions()
    points = np.concatenate([(handle.middle[:, None] + offsets).reshape(-1, 3), handle.middle[[0, -1]]])
    index = np.arange(_ALONG * _ROUND).reshape(_ALONG, _ROUND)
    right = np.roll(index, -1, axis=1)
    first, last = len(points) - 2, len(points) - 1
    faces = np.concatenate(
        [
            np.stack([index[:-1], right[:-1], right[1:]], -1).reshape(-1, 3),
            np.stack([index[:-1], right[1:], index[1:]], -1).reshape(-1, 3),
            np.stack([right[0], index[0], np.full(_ROUND, first)], -1),
            np.stack([index[-1], right[-1], np.full(_ROUND, last)], -1),
        ]
    )
    corners = points[faces]
    volume = np.sum(np.cross(corners[:, 0], corners[:, 1]) * corners[:, 2])
    color = np.clip(np.mean(colors_from_sh0(splats.sh.astype(float)), axis=0), 0, 1) ** 2.2
    return Mesh(
        vertices=points,
        faces=faces if volume > 0 else faces[:, ::-1],
        colors_linear=np.tile(color, (len(points), 1)),
    )
