"""From render results to pictures a person looks at."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.render.render import RenderResult, render
from spatialwm.scene import Camera, Scene, at_time

__all__ = ["What", "colorize", "contact_sheet", "resized"]

What = Literal["color", "depth", "ids", "normals"]
"""What a picture can show."""

_GAP, _CAPTION = 12, 44
"""Between pictures, and height of the line below each [px]."""
_PAPER, _INK = (250, 249, 246), (40, 40, 44)


def resized(camera: Camera, size: tuple[int, int]) -> Camera:
    """The same view in another size: the vertical field of view is kept, the picture stays centred.

    Raises:
        InputError: A side below 16 or above 8192 pixels.
    """
    width, height = size
    if not (16 <= width <= 8192 and 16 <= height <= 8192):
        raise InputError(f"A picture of {width} x {height} pixels cannot be drawn; use 16 to 8192.")
    factor = height / camera.height
    K = camera.K * np.array([[factor], [factor], [1]])
    K[0, 2] += (width - camera.width * factor) / 2
    return replace(camera, K=K, width=width, height=height)


def colorize(result: RenderResult, what: What) -> np.ndarray:
    """The first picture of a result as (h, w, 3) uint8.

    Depth is brighter where nearer; objects have a colour each; of a normal, x is red, y green and z blue
    (so that floors are light green), and nothing is grey.

    Raises:
        InputError: Normals of a result that was drawn without.
    """
    if what == "color":
        shown = result.colors[0]
    elif what == "depth":
        depths = result.depths[0]
        near = float(depths.min())
        shown = np.repeat(np.where(np.isfinite(depths), near / depths, 0)[..., None], 3, axis=2)
    elif what == "normals":
        if result.normals is None:
            raise InputError("This result has no normals; render with normals=True.")
        shown = 0.5 + 0.5 * result.normals[0] * result.alphas[0][..., None]
    else:
        # Golden-ratio hues: neighbours in the list of objects never look alike.
        count = int(result.ids.max()) + 1
        angles = np.arange(count)[:, None] * 0.618034 * 2 * np.pi + np.array([0, 2.1, 4.2])
        palette = np.concatenate([0.55 + 0.4 * np.cos(angles), np.zeros((1, 3))])
        shown = palette[result.ids[0]]
    return np.round(np.clip(shown, 0, 1) * 255).astype(np.uint8)


def contact_sheet(scene: Scene, cameras: Sequence[Camera], size: tuple[int, int]) -> np.ndarray:
    """Before, during and after from each camera, (h, w, 3) uint8, a row per camera.

    Raises:
        InputError: The scene has no rollout.
    """
    if scene.rollout is None:
        raise InputError("This scene has no rollout to tell a story of; make one with 'spatialwm act'.")
    times = _turning_points(scene)
    views = [resized(camera, size) for camera in cameras]
    rows = [
        [colorize(render(at_time(scene, time), [view]), "color") for time in times.values()] for view in views
    ]
    width, height = size
    sheet = np.full(
        (len(rows) * (height + _GAP) + _GAP + _CAPTION, len(times) * (width + _GAP) + _GAP, 3),
        _PAPER,
        np.uint8,
    )
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            top, left = _GAP + y * (height + _GAP), _GAP + x * (width + _GAP)
            sheet[top : top + height, left : left + width] = picture
    captions = [f"{name}   {time:.2f} s" for name, time in times.items()]
    return _captioned(sheet, captions, width + _GAP)


def _turning_points(scene: Scene) -> dict[str, float]:
    """The start, the moment at which what moves most is halfway along its path, and the end [s]."""
    rollout = scene.rollout
    assert rollout is not None
    last = float(rollout.times[-1])
    if len(rollout.times) < 3 or not rollout.names:
        return {"before": 0.0, "during": last / 2, "after": last}
    steps = np.linalg.norm(np.diff(rollout.positions.astype(float), axis=0), axis=2)
    travelled = np.cumsum(steps[:, int(np.argmax(steps.sum(axis=0)))])
    halfway = int((travelled < travelled[-1] / 2).sum())
    return {"before": 0.0, "during": float(rollout.times[halfway + 1]), "after": last}


def _captioned(sheet: np.ndarray, captions: Sequence[str], step: int) -> np.ndarray:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.fromarray(sheet)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=24)
    for k, caption in enumerate(captions):
        draw.text((_GAP + k * step, sheet.shape[0] - _CAPTION + 2), caption, fill=_INK, font=font)
    return np.asarray(image)
