"""Which pixels show the thing, and the outline of a cup among them."""

from itertools import pairwise, product

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.errors import InputError
from spatialwm.lift.standing import cup_profile
from spatialwm.lift.viewpoint import View
from spatialwm.optional import require

__all__ = ["BOWL", "cup_alone", "cup_on_saucer", "cut_out", "grown", "silhouette"]

_BORDER = 0.05
"""Width of the frame taken for surface, over the picture's shorter side."""
_LEAST, _MOST = 0.004, 0.45
"""Part of the picture a separate thing covers."""
_MOST_ON_BORDER = 0.12
"""Part of the picture's border the thing may touch: more, and it goes on outside."""

BOWL = 2.0
"""Bulge of a cup whose wall is upright at the rim."""


def cut_out(image: UInt8[np.ndarray, "h w 3"], *, seed: int) -> Bool[np.ndarray, "h w"]:
    """The thing nearest the middle that the surface's colours do not explain (GrabCut, Rother et al. 2004).

    Raises:
        InputError: Nothing stands apart from what is around it.
    """
    require("cv2", extra="photos")
    import cv2

    height, width = image.shape[:2]
    band = max(int(_BORDER * min(height, width)), 2)
    lab = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 2), cv2.COLOR_RGB2LAB).astype(np.float32)
    frame = np.ones((height, width), bool)
    frame[band:-band, band:-band] = False
    cv2.setRNGSeed(seed)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 1.0)
    start = np.zeros((int(frame.sum()), 1), np.int32)
    _, _, middles = cv2.kmeans(lab[frame], 5, start, stop, 2, cv2.KMEANS_PP_CENTERS)
    strange = np.min(np.linalg.norm(lab[:, :, None] - np.asarray(middles, np.float32), axis=3), axis=2)
    ys, xs = np.mgrid[:height, :width]
    off_middle = np.hypot((xs - width / 2) / width, (ys - height / 2) / height)
    strange = strange * np.exp(-((off_middle / 0.45) ** 2))
    levels = np.asarray(np.clip(strange * 2, 0, 255), np.uint8)
    limit = float(cv2.threshold(levels, 0, 255, cv2.THRESH_OTSU)[0])
    labels = np.where(strange * 2 > limit, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[frame] = cv2.GC_BGD
    if not (labels == cv2.GC_PR_FGD).any():
        raise InputError(_NOTHING)
    cv2.grabCut(
        image[..., ::-1].copy(),
        labels,
        (0, 0, 0, 0),
        np.zeros((1, 65)),
        np.zeros((1, 65)),
        5,
        cv2.GC_INIT_WITH_MASK,
    )
    return _separate(np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)), band)


_NOTHING = (
    "The picture shows no single thing that stands apart from what is around it; "
    "take one thing from above, whole, with some table on every side."
)


def _separate(mask: np.ndarray, band: int) -> np.ndarray:
    import cv2

    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    clean = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    clean = cv2.morphologyEx(clean, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11)))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(clean)
    if count < 2:
        raise InputError(_NOTHING)
    size = np.array(mask.shape[::-1])
    apart = np.linalg.norm((middles[1:] - size / 2) / size, axis=1)
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA] * np.exp(-((apart / 0.3) ** 2))))
    thing = np.asarray(labels == best, np.uint8)
    outlines, _ = cv2.findContours(thing, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    thing = cv2.drawContours(np.zeros(mask.shape, np.uint8), outlines, -1, 1, cv2.FILLED) > 0
    inner = thing[band:-band, band:-band]
    edge = np.concatenate([inner[0], inner[-1], inner[:, 0], inner[:, -1]])
    if not _LEAST < thing.mean() < _MOST or edge.mean() > _MOST_ON_BORDER:
        raise InputError(_NOTHING)
    return thing


def silhouette(
    profile: Float[np.ndarray, "m 2"], place: Float[np.ndarray, "3"], view: View
) -> Bool[np.ndarray, "h w"]:
    """Pixels behind which a body of revolution stands at ``place``."""
    require("cv2", extra="photos")
    import cv2

    angles = np.arange(72) * 2 * np.pi / 72
    rings = [
        view.pixels(np.stack([r * np.cos(angles), np.full(72, y), r * np.sin(angles)], axis=1) + place)
        for r, y in profile
    ]
    mask = np.zeros((view.height, view.width), np.uint8)
    for below, above in pairwise(rings):
        both = np.concatenate([below, above]) * 16
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(both).astype(np.int32)), 1, shift=4)
    return mask > 0


def cup_on_saucer(
    image: UInt8[np.ndarray, "h w 3"], view: View, *, rim: float, tall: float
) -> tuple[float, float]:
    """Base radius, and how far the foot is below y = 0 [m], of the cup whose outline lies best on edges.

    Its rim is at y = ``tall``. Cup and saucer are of one colour, as a rule: only edges tell them apart.
    """
    require("cv2", extra="photos")
    import cv2

    gray = cv2.cvtColor(cv2.GaussianBlur(image, (0, 0), 1.5), cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32)
    slopes = np.stack([cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1)], axis=-1)
    strong = float(np.quantile(np.linalg.norm(slopes, axis=-1), 0.75))
    best = (-1.0, 0.6, 0.1)
    for base, sink in product(np.arange(0.5, 0.81, 0.05), np.arange(0.05, 0.32, 0.03)):
        mask = _cup_mask(view, rim, tall * (1 + sink), float(base), BOWL, -tall * sink)
        best = max(best, (_on_edges(mask, slopes, strong, view, rim, tall), float(base), float(sink)))
    return best[1] * rim, best[2] * tall


def cup_alone(thing: Bool[np.ndarray, "h w"], view: View, *, rim: float) -> tuple[float, float, float]:
    """Height, base radius [m] and bulge of the cup, its rim at y = 0, that covers ``thing`` best."""
    best = (-1.0, 1.0, 0.6, BOWL)
    for tall, base, bulge in product(np.arange(0.6, 3.1, 0.2), np.arange(0.5, 1.01, 0.1), (1.0, 1.5, BOWL)):
        mask = _cup_mask(view, rim, tall * rim, float(base), bulge, -tall * rim)
        overlap = np.sum(mask & thing) / max(np.sum(mask | thing), 1)
        best = max(best, (float(overlap), float(tall), float(base), bulge))
    return best[1] * rim, best[2] * rim, best[3]


def _cup_mask(view: View, rim: float, tall: float, base: float, bulge: float, foot: float) -> np.ndarray:
    shape = cup_profile(rim=rim, tall=tall, base=base * rim, bulge=bulge, wall=0.1 * rim, fill=0.9)
    return silhouette(shape[2:39:3], np.array([0.0, foot, 0.0]), view)


def _on_edges(
    mask: np.ndarray, slopes: np.ndarray, strong: float, view: View, rim: float, tall: float
) -> float:
    """Mean strength, at most 1, of edges along the part of the outline that is not the rim's own."""
    import cv2

    lines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not lines:
        return 0.0
    line = max(lines, key=len)[:, 0]
    angles = np.arange(180) * 2 * np.pi / 180
    circle = np.stack([rim * np.cos(angles), np.full(180, tall), rim * np.sin(angles)], axis=1)
    apart = np.linalg.norm(line[:, None] + 0.5 - view.pixels(circle), axis=2).min(axis=1)
    ahead = np.roll(line, -4, axis=0) - np.roll(line, 4, axis=0)
    across = (
        np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) / np.maximum(np.linalg.norm(ahead, axis=1), 1)[:, None]
    )
    chosen = (apart > 4) & (line > 1).all(axis=1) & (line < (view.width - 2, view.height - 2)).all(axis=1)
    if chosen.sum() < 20:
        return 0.0
    here = slopes[line[chosen, 1], line[chosen, 0]]
    return float(np.clip(np.abs(np.sum(here * across[chosen], axis=1)) / strong, 0, 1).mean())


def grown(mask: Bool[np.ndarray, "h w"], pixels: float) -> Bool[np.ndarray, "h w"]:
    """The mask and all within ``pixels`` of it."""
    import cv2

    return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) <= pixels
