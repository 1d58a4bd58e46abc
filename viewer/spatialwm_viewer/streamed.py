"""A RAD file as a scene: the page streams its splats, the server knows no more than where they are."""

from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.io.splat_rad import HEAD_LIMIT, coarse, extent
from spatialwm.scene import Camera, Provenance, Scene, SceneObject, Splats

__all__ = ["extent_of", "first_splats", "stand_in"]


def stand_in(path: Path) -> Scene:
    """A scene with one empty object in place of the splats, and a camera that sees all of them.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It is no RAD with levels of detail.
    """
    low, high = extent_of(path)
    center, radius = (low + high) / 2, max(float(np.linalg.norm(high - low)) / 2, 0.1)
    eye = center + np.array([0.35, 0.3, 1.0]) * 1.5 * radius
    return Scene(
        objects=(SceneObject(name=path.stem, category="room"),),
        cameras=(Camera.looking_at((eye[0], eye[1], eye[2]), (center[0], center[1], center[2])),),
        provenance=Provenance(method="streamed", source=path.name),
    )


def extent_of(path: Path) -> Float[np.ndarray, "2 3"]:
    """Corners of the box around the file's coarsest splats [m]; raises as ``stand_in``."""
    try:
        return extent(_head(path))
    except FormatError as error:
        raise FormatError(f"'{path}': {error}") from error


def first_splats(path: Path) -> Splats:
    """What a page sees of the file at first: the finest picture that its first chunk holds.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It is no RAD with levels of detail.
    """
    try:
        return coarse(_head(path))
    except FormatError as error:
        raise FormatError(f"'{path}': {error}") from error


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise MissingFileError(f"There is no file '{path}'.")
    with path.open("rb") as file:
        return file.read(HEAD_LIMIT)
