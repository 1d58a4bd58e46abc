"""The solid shape of a thing that stands: a body of revolution, coloured from one photo."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.lift.sampling import sample_quads, splats_from_surfels
from spatialwm.lift.viewpoint import View
from spatialwm.scene import Mesh, Splats
from spatialwm.shapes import freeze_arrays

__all__ = [
    "Lathe",
    "Looks",
    "cup_profile",
    "drawn_in",
    "lathe_mesh",
    "lathe_splats",
    "looks_of",
    "sample",
    "seen_from",
]

_AROUND = 120
"""Facets: 3 degrees each, under 0.02 mm off the circle of a cup."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Lathe:
    """A closed surface: circles at the heights of a profile that begins and ends on the axis."""

    profile: Float[np.ndarray, "m 2"]
    """Radius and height [m], from the bottom over the outside to the top; the outside is on its right."""
    aside: Float[np.ndarray, " m"]
    """Shift of each circle's middle along x [m]."""
    depth: float = 1.0
    """Extent along z over that along x."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)

    def points(
        self, rows: Float[np.ndarray, " n"], angles: Float[np.ndarray, " n"]
    ) -> Float[np.ndarray, "n 3"]:
        """On the surface, ``rows`` along the profile (with fractions), ``angles`` from x towards z [rad]."""
        index = np.arange(len(self.profile))
        radius, height = (np.interp(rows, index, self.profile[:, k]) for k in range(2))
        aside = np.interp(rows, index, self.aside)
        return np.stack(
            [aside + radius * np.cos(angles), height, self.depth * radius * np.sin(angles)], axis=1
        )

    def normals(
        self, rows: Float[np.ndarray, " n"], angles: Float[np.ndarray, " n"]
    ) -> Float[np.ndarray, "n 3"]:
        """Unit, outwards."""
        step = np.gradient(self.profile, axis=0)
        index = np.arange(len(self.profile))
        along, up = (np.interp(rows, index, step[:, k]) for k in range(2))
        raw = np.stack([up * np.cos(angles) * self.depth, -along * self.depth, up * np.sin(angles)], axis=1)
        return raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-12)


def cup_profile(
    *, rim: float, tall: float, base: float, bulge: float, wall: float, fill: float
) -> Float[np.ndarray, "m 2"]:
    """Of a cup: ``rim`` and ``base`` radii, height and wall [m]; filled up to ``fill`` of its height.

    ``bulge`` 1 makes it a cone, 2 a bowl whose wall is upright at the rim.
    """
    foot = [(0.0, 0.0), (0.5 * base, 0.0), (0.97 * base, 0.0)]
    t = np.linspace(0, 1, 36) ** 1.5
    outside = [(base + (rim - base) * _swell(u, bulge), max(0.0006, u * (tall - 0.0012))) for u in t]
    lip = [(rim - 0.15 * wall, tall), (rim - 0.85 * wall, tall)]
    inner_base = max(base - wall, 0.3 * rim)
    inside = [
        (inner_base + (rim - wall - inner_base) * _swell(u, bulge), u * (tall - 0.0012))
        for u in np.linspace(1, fill, 16)
    ]
    last = inside[-1][0]
    content = [(last * s, inside[-1][1]) for s in (0.98, 0.75, 0.5, 0.25, 0.0)]
    return np.array(foot + outside + lip + inside + content)


def _swell(up: float, bulge: float) -> float:
    """From 0 at the foot to 1 at the rim along a superellipse."""
    return float((1 - (1 - up) ** bulge) ** (1 / bulge))


def drawn_in(image: UInt8[np.ndarray, "h w 3"], mask: Bool[np.ndarray, "h w"]) -> Float[np.ndarray, "h w 3"]:
    """The picture, 0 to 1; near or outside of the mask's border with the nearest inner colour.

    A shape that is a pixel too wide then does not pick up the colour behind it.
    """
    import cv2

    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=1)
    if not inner.any():
        return image / 255.0
    _, nearest = cv2.distanceTransformWithLabels(1 - inner, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(nearest, np.int32)
    colors = np.zeros((int(labels.max()) + 1, 3))
    colors[labels[inner > 0]] = image[inner > 0] / 255
    return np.asarray(colors[labels], float)


@dataclass(frozen=True, eq=False, kw_only=True)
class Looks:
    """Colour on a lathe, for every row of its profile and every facet."""

    colors: Float[np.ndarray, "m a 3"]
    """sRGB, 0 to 1."""
    seen: Bool[np.ndarray, "m a"]
    """Whether the photo shows it; the rest is mirrored or continued."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def _angles() -> np.ndarray:
    return np.arange(_AROUND) * 2 * np.pi / _AROUND


def _grid(lathe: Lathe) -> tuple[np.ndarray, np.ndarray]:
    rows, angles = np.meshgrid(np.arange(len(lathe.profile), dtype=float), _angles(), indexing="ij")
    return rows.ravel(), angles.ravel()


def looks_of(
    lathe: Lathe,
    place: Float[np.ndarray, "3"],
    image: Float[np.ndarray, "h w 3"],
    view: View,
    *,
    hidden: Bool[np.ndarray, "h w"] | None = None,
) -> Looks:
    """Colours of the lathe standing at ``place``: from the photo where it is seen.

    What is turned away takes the colour of its mirror image in the plane through the axis that faces the
    camera; what is hidden there too, of its neighbours on the same circle or of the nearest circle seen.
    """
    rows, angles = _grid(lathe)
    seen = seen_from(lathe, place, view, rows, angles, hidden=hidden).reshape(-1, _AROUND)
    pixels = view.pixels(lathe.points(rows, angles) + place)
    colors = sample(image, pixels).reshape(*seen.shape, 3)
    mirror = (-np.arange(_AROUND)) % _AROUND
    mirrored = ~seen & seen[:, mirror]
    colors = np.where(mirrored[..., None], colors[:, mirror], colors)
    known = seen | mirrored
    good = np.flatnonzero(known.any(axis=1))
    for row in range(len(known)):
        if known[row].any():
            where = np.flatnonzero(known[row])
            for k in range(3):
                colors[row, :, k] = np.interp(
                    np.arange(_AROUND), where, colors[row, where, k], period=_AROUND
                )
    for row in np.flatnonzero(~known.any(axis=1)):
        colors[row] = colors[good[np.argmin(np.abs(good - row))]] if len(good) else 0.5
    return Looks(colors=colors, seen=seen)


def seen_from(
    lathe: Lathe,
    place: Float[np.ndarray, "3"],
    view: View,
    rows: Float[np.ndarray, " n"],
    angles: Float[np.ndarray, " n"],
    *,
    hidden: Bool[np.ndarray, "h w"] | None = None,
) -> Bool[np.ndarray, " n"]:
    """Which surface points face the camera with nothing of the lathe, and no ``hidden`` pixel, in front."""
    points = lathe.points(rows, angles) + place
    to_eye = view.eye - points
    distance = np.linalg.norm(to_eye, axis=1)
    facing = np.sum(lathe.normals(rows, angles) * to_eye, axis=1) > 0.08 * distance
    nearest = _depth_map(lathe, place, view)
    pixels = np.floor(view.pixels(points) / 2).astype(int)
    inside = np.all((pixels >= 0) & (pixels < (view.width // 2, view.height // 2)), axis=1)
    x, y = np.where(inside[:, None], pixels, 0).T
    slack = 0.04 * float(np.ptp(lathe.profile[:, 1])) + 0.01 * float(lathe.profile[:, 0].max())
    free = facing & inside & (distance < nearest[y, x] + slack)
    return free if hidden is None else free & ~hidden[2 * y, 2 * x]


def _depth_map(lathe: Lathe, place: np.ndarray, view: View) -> np.ndarray:
    """Distance to the nearest surface in cells of 2x2 pixels."""
    size = float(np.linalg.norm(np.ptp(view.pixels(lathe.points(*_grid(lathe)) + place), axis=0)))
    rows = np.linspace(0, len(lathe.profile) - 1, max(len(lathe.profile) * 6, 64))
    angles = np.arange(int(max(size * 1.5, 360))) * 2 * np.pi / int(max(size * 1.5, 360))
    all_rows, all_angles = (g.ravel() for g in np.meshgrid(rows, angles, indexing="ij"))
    points = lathe.points(all_rows, all_angles) + place
    pixels = np.floor(view.pixels(points) / 2).astype(int)
    inside = np.all((pixels >= 0) & (pixels < (view.width // 2, view.height // 2)), axis=1)
    nearest = np.full((view.height // 2, view.width // 2), np.inf)
    distance = np.linalg.norm(points - view.eye, axis=1)
    np.minimum.at(nearest, (pixels[inside, 1], pixels[inside, 0]), distance[inside])
    return nearest


def sample(image: Float[np.ndarray, "h w 3"], pixels: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 3"]:
    """Bilinear colours at ``pixels``; outside, of the border."""
    height, width = image.shape[:2]
    place = np.clip(pixels - 0.5, 0, (width - 1.001, height - 1.001))
    x, y = np.floor(place).astype(int).T
    fx, fy = (place - np.floor(place)).T[..., None]
    above = image[y, x] * (1 - fx) + image[y, x + 1] * fx
    below = image[y + 1, x] * (1 - fx) + image[y + 1, x + 1] * fx
    return above * (1 - fy) + below * fy


def lathe_mesh(lathe: Lathe, looks: Looks) -> Mesh:
    """Closed, with vertex colours; the two ends of the profile are single corners."""
    count = len(lathe.profile)
    rows, angles = _grid(lathe)
    ring = slice(_AROUND, (count - 1) * _AROUND)
    ends = lathe.points(np.array([0.0, count - 1]), np.zeros(2))
    points = np.concatenate([ends[:1], lathe.points(rows, angles)[ring], ends[1:]])
    flat = looks.colors.reshape(-1, 3)
    colors = np.concatenate([looks.colors[:1].mean(1), flat[ring], looks.colors[-1:].mean(1)])
    index = 1 + np.arange((count - 2) * _AROUND).reshape(-1, _AROUND)
    here, right = index, np.roll(index, -1, axis=1)
    low, high = (here[:-1], right[:-1]), (here[1:], right[1:])
    sides = [np.stack([low[0], high[0], high[1]], -1), np.stack([low[0], high[1], low[1]], -1)]
    last = len(points) - 1
    bottom = np.stack([np.zeros(_AROUND, int), here[0], right[0]], -1)
    top = np.stack([here[-1], np.full(_AROUND, last), right[-1]], -1)
    faces = np.concatenate([bottom, *(s.reshape(-1, 3) for s in sides), top])
    return Mesh(vertices=points, faces=faces, colors_linear=_linear(colors.astype(float)), roughness=0.3)


def _linear(colors: np.ndarray) -> np.ndarray:
    clipped = np.clip(colors, 0, 1)
    return np.where(clipped <= 0.04045, clipped / 12.92, ((clipped + 0.055) / 1.055) ** 2.4)


def lathe_splats(
    lathe: Lathe,
    looks: Looks,
    place: Float[np.ndarray, "3"],
    image: Float[np.ndarray, "h w 3"],
    view: View,
    *,
    spacing: float,
    seed: int,
    hidden: Bool[np.ndarray, "h w"] | None = None,
) -> Splats:
    """Flat Gaussians ``spacing`` [m] apart; the seen ones have the photo's own colour, the rest ``looks``."""
    rows, angles = _grid(lathe)
    points = lathe.points(rows, angles).reshape(-1, _AROUND, 3)
    normals = lathe.normals(rows, angles).reshape(-1, _AROUND, 3)
    surfels = sample_quads(
        _cells(points), _cells(normals), np.full(((len(lathe.profile) - 1) * _AROUND, 2), spacing), seed=seed
    )
    row = surfels.quad // _AROUND + surfels.uv[:, 1].astype(float)
    angle = (surfels.quad % _AROUND + surfels.uv[:, 0].astype(float)) * 2 * np.pi / _AROUND
    direct = seen_from(lathe, place, view, row, angle, hidden=hidden)
    table = np.concatenate([looks.colors, looks.colors[:, :1]], axis=1).astype(float)
    colors = sample(table, np.stack([angle / (2 * np.pi) * _AROUND, row], axis=1) + 0.5)
    photo = sample(image, view.pixels(surfels.means.astype(float) + place))
    return splats_from_surfels(surfels, np.where(direct[:, None], photo, colors))


def _cells(values: np.ndarray) -> np.ndarray:
    """Corners of the cells between rows and facets, in order around each."""
    after = np.roll(values, -1, axis=1)
    return np.stack([values[:-1], after[:-1], after[1:], values[1:]], axis=2).reshape(-1, 4, values.shape[-1])
