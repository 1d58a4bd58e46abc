"""Films out: MPEG-4, WebM, or a folder of numbered pictures."""

import contextlib
import secrets
import shutil
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import numpy as np

from spatialwm.errors import InputError
from spatialwm.io.images import write_png
from spatialwm.optional import require

__all__ = ["is_film", "write_film"]

_Add = Callable[[np.ndarray], object]
_CODES = {".mp4": "mp4v", ".webm": "VP80"}


def is_film(path: Path) -> bool:
    """Whether a path names a film: ``.mp4``, ``.webm``, or no suffix, for a folder of pictures."""
    return path.suffix.lower() in (*_CODES, "")


def write_film(pictures: Iterable[np.ndarray], path: Path, *, fps: float = 30.0) -> Path:
    """Write pictures (h, w, 3) uint8 of one even size as a film, whole or not at all.

    ``.mp4`` is MPEG-4, ``.webm`` VP8; a name without a suffix becomes a folder of ``0000.png``, ``0001.png``
    and so on, which lose nothing.

    Raises:
        InputError: Another suffix, no pictures, a folder that holds something, or a place that cannot be
            written.
        MissingExtraError: OpenCV is not installed, which films need.
    """
    if not is_film(path):
        raise InputError(f"Films are written as .mp4, .webm or a folder, not '{path.name}'.")
    if path.suffix:
        require("cv2", extra="photos")
    elif path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"'{path}' is there already; choose another folder for the pictures.")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.part{path.suffix.lower()}")
    count = 0
    try:
        with _film(temporary, fps) if path.suffix else _folder(temporary) as add:
            for picture in pictures:
                add(picture)
                count += 1
        if not count:
            raise InputError("A film needs at least one picture.")
        if path.is_dir():
            path.rmdir()
        temporary.replace(path)
    finally:
        if path.suffix:
            temporary.unlink(missing_ok=True)
        else:
            shutil.rmtree(temporary, ignore_errors=True)
    return path


@contextlib.contextmanager
def _folder(path: Path) -> Generator[_Add]:
    path.mkdir()
    names = iter(range(1_000_000))
    yield lambda picture: write_png(picture, path / f"{next(names):04}.png")


@contextlib.contextmanager
def _film(path: Path, fps: float) -> Generator[_Add]:
    import cv2

    film = cv2.VideoWriter()

    def add(picture: np.ndarray) -> None:
        size = picture.shape[1], picture.shape[0]
        if not film.isOpened():
            film.open(str(path), cv2.VideoWriter.fourcc(*_CODES[path.suffix]), fps, size)
            if not film.isOpened():
                raise InputError(f"'{path.suffix}' cannot be written with {size[0]} x {size[1]} pixels here.")
        film.write(np.ascontiguousarray(picture[..., ::-1]))

    try:
        yield add
    finally:
        film.release()
