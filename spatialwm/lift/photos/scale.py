"""How large the place is: photos alone do not say."""

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.cameras import project, unproject
from spatialwm.lift.photos.capture import Capture
from spatialwm.lift.photos.gravity import Similarity, turned

__all__ = ["camera_distance", "eye_level_scaled", "point_at", "scaled"]

_NEARBY = 0.02
"""Of the picture's width: sparse points this near to a pixel tell its depth."""
_EYE_LEVEL = 1.45
"""[m] A phone held before a standing adult's face, between 1.3 and 1.6; the guess is as good as that."""


def scaled(capture: Capture, *, measured: float, metres: float) -> tuple[Capture, Similarity]:
    """The capture in metres, so that what is ``measured`` long in it becomes ``metres`` long [m].

    Raises:
        InputError: A length is not above 0 and finite.
    """
    if not (0 < measured < np.inf and 0 < metres < np.inf):
        raise InputError(f"A scale needs two lengths above 0, got {measured} in the capture for {metres} m.")
    similarity = Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=float(metres / measured))
    note = f"Scale: {measured:.4g} units are {metres:g} m, as was given."
    return turned(capture, similarity, notes=(note,)), similarity


def eye_level_scaled(capture: Capture, *, metres: float = _EYE_LEVEL) -> tuple[Capture, Similarity]:
    """A levelled capture, scaled so that the cameras are at eye level above y = 0: a guess, and noted as one.

    Raises:
        InputError: The cameras are not above the floor.
    """
    heights = np.array([camera.world_from_camera[1, 3] for camera in capture.cameras])
    height = float(np.median(heights[heights > 0])) if (heights > 0).any() else 0.0
    if height <= 0:
        raise InputError(
            "The cameras are not above the floor y = 0; level the capture first or give a length."
        )
    similarity = Similarity(rotation=np.eye(3), translation=np.zeros(3), scale=metres / height)
    note = f"Scale: guessed, from cameras held {metres:g} m above the floor; give a known length to be sure."
    return turned(capture, similarity, notes=(note,)), similarity


def camera_distance(capture: Capture, name_a: str, name_b: str) -> float:
    """Distance between two cameras [the capture's unit].

    Raises:
        InputError: No such photo.
    """
    centres: list[np.ndarray] = []
    for name in (name_a, name_b):
        if name not in capture.names:
            raise InputError(f"There is no photo '{name}' in the capture; its first is '{capture.names[0]}'.")
        centres.append(capture.cameras[capture.names.index(name)].world_from_camera[:3, 3])
    return float(np.linalg.norm(centres[0] - centres[1]))


def point_at(capture: Capture, photo: int, pixel: tuple[float, float]) -> Float[np.ndarray, "3"]:
    """What a photo shows at a pixel, at the median depth of the sparse points around it.

    Raises:
        InputError: No sparse point is near.
    """
    camera = capture.cameras[photo]
    points = np.zeros((0, 3)) if capture.points is None else capture.points
    pose = camera.world_from_camera
    in_camera = (points - pose[:3, 3]) @ pose[:3, :3]
    pixels, depths = project(in_camera, camera.K)
    reach = _NEARBY * camera.width
    near = (depths > 0) & (np.linalg.norm(pixels - np.array(pixel), axis=1) < reach)
    if not near.any():
        raise InputError(f"No point of '{camera.name}' is near pixel {pixel}; choose a spot with texture.")
    depth = np.array(np.median(depths[near]))
    return pose[:3, :3] @ unproject(np.array(pixel, float), depth, camera.K) + pose[:3, 3]
