"""Films out."""

import secrets
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from spatialwm.errors import InputError
from spatialwm.optional import require

__all__ = ["write_mp4"]


def write_mp4(pictures: Iterable[np.ndarray], path: Path, *, fps: float = 30.0) -> Path:
    """Write pictures (h, w, 3) uint8 of one even size as an MPEG-4 film, whole or not at all.

    Raises:
        InputError: Another suffix, no pictures, or a place that cannot be written.
        MissingExtraError: OpenCV is not installed.
    """
    require("cv2", extra="photos")
    import cv2

    if path.suffix.lower() != ".mp4":
        raise InputError(f"Films are written as .mp4, not '{path.name}'.")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.part.mp4")
    film = None
    try:
        for picture in pictures:
            if film is None:
                size = picture.shape[1], picture.shape[0]
                film = cv2.VideoWriter(str(temporary), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
                if not film.isOpened():
                    raise InputError(f"'{path}' cannot be written as a film of {size[0]} x {size[1]} pixels.")
            film.write(np.ascontiguousarray(picture[..., ::-1]))
        if film is None:
            raise InputError("A film needs at least one picture.")
        film.release()
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
