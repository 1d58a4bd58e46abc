"""What stands behind and below the thing: the table it hides, and the table beyond the picture's border.

The hidden part is filled in two layers: smooth colour spreads in from around the hole, and fine grain is
borrowed from parts of the picture that show the surface.
"""

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.lift.viewpoint import View
from spatialwm.optional import require
from spatialwm.scene import Mesh, Splats

__all__ = ["MARGIN", "extended", "filled", "level_mesh", "level_splats", "sharpened"]

MARGIN = 0.35
"""Of the picture's width and height that the surface goes on beyond each border."""
_SPREAD = 0.62
"""Standard deviation in steps between splats: neighbours of opacity 0.97 let under 6 % through."""
_OPACITY = 0.97
_GRAIN = 9.0
"""Standard deviation [px] that divides smooth colour from grain."""
_MOST_SHIFTS = 16
"""Few shifts make few seams."""


def sharpened(image: Float[np.ndarray, "h w 3"], blur: float) -> Float[np.ndarray, "h w 3"]:
    """The picture whose blur by ``blur`` [px] is nearest to ``image`` (two of Van Cittert's steps)."""
    import cv2

    guess = image
    for _ in range(2):
        guess = guess + (image - cv2.GaussianBlur(guess, (0, 0), blur))
    return np.clip(guess, 0, 1)


def filled(image: UInt8[np.ndarray, "h w 3"], hole: Bool[np.ndarray, "h w"]) -> UInt8[np.ndarray, "h w 3"]:
    """``image`` with the surface around ``hole`` continued into it."""
    require("cv2", extra="photos")
    import cv2

    if not hole.any():
        return image
    picture = image.astype(np.float32)
    known = (~hole).astype(np.float32)
    weight = cv2.GaussianBlur(known, (0, 0), _GRAIN)
    soft = cv2.GaussianBlur(picture * known[..., None], (0, 0), _GRAIN) / np.maximum(weight, 1e-3)[..., None]
    smooth = _spread(soft, hole)
    grain = _borrowed(picture - soft, hole)
    inside = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), 1.0)[..., None]
    inside = np.where(hole[..., None], np.maximum(inside, 0.999), inside)
    result = (smooth + grain) * inside + picture * (1 - inside)
    return np.clip(np.round(result), 0, 255).astype(np.uint8)


def _spread(picture: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Colour that flows into the hole: an average over ever coarser pictures (push and pull)."""
    import cv2

    if min(picture.shape[:2]) <= 4 or not hole.any():
        mean = picture[~hole].mean(axis=0) if (~hole).any() else np.full(3, 128.0)
        return np.where(hole[..., None], mean, picture).astype(np.float32)
    known = (~hole).astype(np.float32)
    size = (picture.shape[1] + 1) // 2, (picture.shape[0] + 1) // 2
    weight = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(picture * known[..., None], size, interpolation=cv2.INTER_AREA)
    coarse = coarse / np.maximum(weight, 1e-6)[..., None]
    below = _spread(coarse.astype(np.float32), weight < 1e-3)
    up = cv2.resize(below, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.where(hole[..., None], up, picture).astype(np.float32)


def _borrowed(grain: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Grain for the hole, copied by few shifts: each next one is that which fills most of what is left."""
    height, width = hole.shape
    rows, columns = np.nonzero(hole)
    result = np.where(hole[..., None], 0, grain)
    left = np.ones(len(rows), bool)
    usable = ~hole & (np.abs(grain).max(axis=2) < 6 * np.abs(grain[~hole]).mean())
    shifts = [(y, x) for y in np.arange(-0.9, 0.91, 0.1) for x in np.arange(-0.9, 0.91, 0.1)]
    choices = [_landing(usable, rows, columns, round(y * height), round(x * width)) for y, x in shifts]
    for _ in range(_MOST_SHIFTS):
        best = int(np.argmax([np.sum(choice & left) for choice in choices]))
        good = choices[best] & left
        if good.sum() < 0.002 * len(rows):
            break
        y, x = rows + round(shifts[best][0] * height), columns + round(shifts[best][1] * width)
        result[rows[good], columns[good]] = grain[y[good], x[good]]
        left &= ~good
    return result


def _landing(usable: np.ndarray, rows: np.ndarray, columns: np.ndarray, down: int, right: int) -> np.ndarray:
    y, x = rows + down, columns + right
    inside = (y >= 0) & (y < usable.shape[0]) & (x >= 0) & (x < usable.shape[1])
    inside[inside] = usable[y[inside], x[inside]]
    return inside


def extended(image: UInt8[np.ndarray, "h w 3"]) -> UInt8[np.ndarray, "hh ww 3"]:
    """``image`` mirrored beyond its borders by ``MARGIN``, softer further out."""
    import cv2

    down, right = _borders(image)
    large = cv2.copyMakeBorder(image, down, down, right, right, cv2.BORDER_REFLECT_101)
    out = np.ones(large.shape[:2], np.uint8)
    out[down:-down, right:-right] = 0
    away = cv2.distanceTransform(out, cv2.DIST_L2, 5) / max(down, right)
    soft = cv2.GaussianBlur(large, (0, 0), max(image.shape[:2]) / 100)
    share = np.clip(away * 1.5, 0, 1)[..., None]
    return np.clip(large * (1 - share) + soft * share, 0, 255).astype(np.uint8)


def _borders(image: np.ndarray) -> tuple[int, int]:
    return int(MARGIN * image.shape[0]), int(MARGIN * image.shape[1])


def level_splats(
    image: UInt8[np.ndarray, "h w 3"], view: View, *, step: float, farthest: float, height: float = 0.0
) -> Splats:
    """One flat Gaussian every ``step`` pixels on the plane y = ``height``, every fourth beyond the border.

    Each is as large as its share of the picture seen from ``view``.
    """
    down, right = _borders(image)
    inner = _pixel_grid((0, 0), (view.width, view.height), step)
    outer = _pixel_grid((-right, -down), (view.width + right, view.height + down), 4 * step)
    beyond = ~np.all((outer > -step) & (outer < (view.width + step, view.height + step)), axis=1)
    pixels = np.concatenate([inner, outer[beyond]])
    steps = np.concatenate([np.full(len(inner), step), np.full(beyond.sum(), 4 * step)])
    crisp = sharpened(extended(image).astype(np.float32) / 255, float(np.hypot(_SPREAD * step, 0.55)))
    colors = _sampled(crisp, pixels + np.array([right, down]))
    return _footprints(pixels, steps, colors, view, height, farthest)


def _pixel_grid(low: tuple[int, int], high: tuple[int, int], step: float) -> np.ndarray:
    counts = [max(round((b - a) / step), 1) for a, b in zip(low, high, strict=True)]
    xs, ys = (a + (np.arange(n) + 0.5) * (b - a) / n for a, b, n in zip(low, high, counts, strict=True))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def _sampled(image: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    import cv2

    x, y = (pixels - 0.5).astype(np.float32).T
    rows = [
        cv2.remap(
            image.astype(np.float32),
            a[:, None],
            b[:, None],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for a, b in zip(
            np.array_split(x, len(x) // 30000 + 1), np.array_split(y, len(x) // 30000 + 1), strict=True
        )
    ]  # remap refuses more than 32767 rows
    return np.concatenate(rows)[:, 0].astype(float)


def _footprints(
    pixels: np.ndarray, steps: np.ndarray, colors: np.ndarray, view: View, height: float, farthest: float
) -> Splats:
    def at(dx: float, dy: float) -> np.ndarray:
        return view.on_level(pixels + np.array([dx, dy]) * steps[:, None], height=height, farthest=farthest)

    along, across = at(0.5, 0.0) - at(-0.5, 0.0), at(0.0, 0.5) - at(0.0, -0.5)
    spread = np.stack([along, across], axis=2) * _SPREAD
    axes, sizes, _ = np.linalg.svd(spread)
    axes[:, :, 2] *= np.linalg.det(axes)[:, None]
    thin = np.clip(sizes[:, 1] / 8, 1e-5, 5e-4)
    return Splats(
        means=at(0.0, 0.0),
        quats=quat_from_matrix(axes),
        scales=np.concatenate([np.maximum(sizes, 1e-5), thin[:, None]], axis=1),
        opacities=np.full(len(pixels), _OPACITY),
        sh=sh0_from_colors(colors),
    )


def level_mesh(
    image: UInt8[np.ndarray, "h w 3"],
    view: View,
    low: Float[np.ndarray, "2"],
    high: Float[np.ndarray, "2"],
    *,
    texels: int = 1024,
) -> Mesh:
    """The rectangle from ``low`` to ``high`` (x, z) [m] of the plane y = 0 with the picture laid upon it."""
    corners = np.array(
        [[low[0], 0, low[1]], [high[0], 0, low[1]], [high[0], 0, high[1]], [low[0], 0, high[1]]]
    )
    share = (np.arange(texels) + 0.5) / texels
    x, z = (np.asarray(a + share * (b - a), float) for a, b in zip(low, high, strict=True))
    grid = np.stack(np.meshgrid(x, z), axis=-1).reshape(-1, 2)
    points = np.stack([grid[:, 0], np.zeros(len(grid)), grid[:, 1]], axis=1)
    local = (points - view.eye) @ view.world_from_camera[:3, :3]
    down, right = _borders(image)
    ahead = np.where(local[:, 2:] > 1e-3, 1.0, np.nan)
    pixels = np.nan_to_num(view.pixels(points) * ahead, nan=-1e6) + np.array([right, down])
    large = extended(image)
    pixels = np.clip(pixels, 0, (large.shape[1], large.shape[0]))
    texture = _sampled(large, pixels).reshape(texels, texels, 3)
    return Mesh(
        vertices=corners,
        faces=np.array([[0, 2, 1], [0, 3, 2]]),
        normals=np.tile([0.0, 1, 0], (4, 1)),
        uvs=np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]),
        texture=np.clip(texture, 0, 255).astype(np.uint8),
    )
