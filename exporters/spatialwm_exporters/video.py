"""A film of the scene: what happened, from its first camera, which sways a little."""

from pathlib import Path

from spatialwm.errors import InputError
from spatialwm.io.films import write_film
from spatialwm.objects.inspection import look_target, overview
from spatialwm.render import render
from spatialwm.render.paths import camera_path
from spatialwm.render.pictures import colorize, resized
from spatialwm.scene import Scene, at_time

__all__ = ["write"]

_RATE = 30
"""Pictures per second."""
_LEAST, _LONGEST = 2.0, 60.0
"""[s] Of a scene in which nothing happens, and of any; ``render`` films for longer."""
_SIZE = (640, 480)


def write(scene: Scene, path: Path) -> Path:
    """Write ``path`` (``.mp4`` or ``.webm``), as long as the rollout.

    Raises:
        InputError: The rollout is longer than a minute.
        MissingExtraError: OpenCV is not installed.
    """
    start, end = (0.0, 0.0) if scene.rollout is None else (scene.rollout.times[k] for k in (0, -1))
    seconds = max(float(end - start), _LEAST)
    if seconds > _LONGEST:
        raise InputError(
            f"The rollout lasts {seconds:.0f} s; films of up to {_LONGEST:.0f} s are exported. "
            "Film a part with 'spatialwm render --seconds'."
        )
    count = round(seconds * _RATE)
    first = resized(scene.cameras[0] if scene.cameras else overview(scene), _SIZE)
    views = camera_path(first, look_target(scene, first), path="sway", frames=count)
    times = (min(float(start) + k / _RATE, float(end)) for k in range(count))
    frames = (render(at_time(scene, time), [view]) for time, view in zip(times, views, strict=True))
    return write_film((colorize(frame, "color") for frame in frames), path, fps=float(_RATE))
