"""Scenes as people see them: a picture, a film, a story."""

from pathlib import Path
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.objects.inspection import overview
from spatialwm.scene import Camera, Scene, at_time

__all__ = ["film", "picture", "story"]

_FPS = 30.0
"""Of films."""


def picture(
    scene: Scene,
    *,
    camera: str | None = None,
    time: float | None = None,
    what: Literal["color", "depth", "ids", "normals", "flow"] = "color",
    size: tuple[int, int] = (960, 640),
) -> np.ndarray:
    """Draw a scene, shape (h, w, 3), uint8.

    Args:
        scene: What to draw.
        camera: Name of one of its cameras; the first by default.
        time: Moment of its rollout [s]; as it is now by default.
        what: Colours, depth (nearer is brighter), one colour per object, normals, or the flow until a film's
            next picture (hue is its direction, white stands still).
        size: Width and height [px].

    Raises:
        InputError: No such camera, or a size that cannot be meant.
    """
    from spatialwm.render import render
    from spatialwm.render.pictures import colorize, resized

    shown = scene if time is None else at_time(scene, time)
    view = resized(_camera(scene, camera), size)
    if what == "flow":
        last = float(scene.rollout.times[-1]) if scene.rollout else 0.0
        return _flow(shown, at_time(scene, (last if time is None else time) + 1 / _FPS), view, view)
    return colorize(render(shown, [view], normals=what == "normals"), what)


def film(
    scene: Scene,
    path: Path | str,
    *,
    along: Literal["orbit", "sway"] = "orbit",
    camera: str | None = None,
    what: Literal["color", "depth", "ids", "normals", "flow"] = "color",
    size: tuple[int, int] = (960, 640),
    seconds: float = 4.0,
) -> Path:
    """Write a film (.mp4, .webm, or a folder of pictures) around the scene; its rollout plays meanwhile.

    ``camera`` may be ``agent``, through the eyes of who acted, or ``follow``, from behind.

    Raises:
        InputError: No such camera, or a place that cannot be written.
        MissingExtraError: OpenCV is not installed.
    """
    from spatialwm.io.films import write_film
    from spatialwm.objects.inspection import look_target
    from spatialwm.render import render
    from spatialwm.render.paths import agent_views, camera_path
    from spatialwm.render.pictures import colorize, resized

    if not 0.1 <= seconds <= 600:
        raise InputError(f"A film lasts 0.1 to 600 seconds, not {seconds:g}.")
    count = round(seconds * _FPS)
    if camera == "agent" or camera == "follow":
        views = agent_views(scene, resized(_camera(scene, None), size), view=camera, frames=count)
    else:
        first = resized(_camera(scene, camera), size)
        views = camera_path(first, look_target(scene, first), path=along, frames=count)
    last = float(scene.rollout.times[-1]) if scene.rollout else 0.0

    def drawn(k: int) -> np.ndarray:
        now = at_time(scene, last * k / count)
        if what == "flow":
            return _flow(now, at_time(scene, last * (k + 1) / count), views[k], views[min(k + 1, count - 1)])
        return colorize(render(now, [views[k]], normals=what == "normals"), what)

    return write_film((drawn(k) for k in range(count)), Path(path), fps=_FPS)


def _flow(now: Scene, then: Scene, view: Camera, later: Camera) -> np.ndarray:
    from spatialwm.render import render
    from spatialwm.render.flow import colorize_flow, optical_flow

    return colorize_flow(optical_flow(render(now, [view]), now, then, view, later))


def story(scene: Scene, *, size: tuple[int, int] = (960, 640)) -> np.ndarray:
    """A contact sheet: before, during and after, from the scene's first two cameras, (h, w, 3) uint8.

    Raises:
        InputError: The scene has no rollout.
    """
    from spatialwm.render.pictures import contact_sheet

    return contact_sheet(scene, [_camera(scene, None), *scene.cameras[1:2]], size)


def _camera(scene: Scene, name: str | None) -> Camera:
    if name is None:
        return scene.cameras[0] if scene.cameras else overview(scene)
    for candidate in scene.cameras:
        if candidate.name == name:
            return candidate
    known = ", ".join(c.name for c in scene.cameras) or "none"
    raise InputError(f"There is no camera '{name:.60}'; the scene has {known}.")
