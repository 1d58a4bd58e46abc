"""Which frames of a video to keep: sharp ones, with enough movement between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.images import write_png
from spatialwm.lift.photos.undistort import resized
from spatialwm.optional import require

__all__ = ["VIDEO_SUFFIXES", "choose_frames", "frames_from_video"]

VIDEO_SUFFIXES = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm")
_MEASURED_WIDTH = 320
"""[px] Blur of a pixel in it is blur of 6 in full HD, which features do not survive."""
_STEP = 0.06
"""Movement between kept frames, as a share of the width: neighbours overlap by more than 90 % and a point is
seen from ten frames, while matching stays affordable."""
_STILL = 0.0005
"""Movement [share of the width per measured frame] below which a camera lies still: a sixth of a pixel."""
_MOST_FRAMES = 100_000
"""An hour at 30 per second; longer is a mistake."""
_MEASURED_PER_SECOND = 10.0
_CORNERS = 300


def frames_from_video(path: Path, folder: Path, *, most: int = 200) -> tuple[Path, ...]:
    """Write the frames worth keeping as ``<folder>/<frame>.png``.

    The video is read twice: ten frames a second are measured for sharpness (variance of the Laplacian, Pertuz
    et al. 2013) and movement (Lucas-Kanade flow of corners), then the chosen ones are written at full size.

    Args:
        path: Anything that OpenCV decodes; the phone's rotation tag is heeded.
        folder: Where to.
        most: Frames to keep at most.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It is not a video that can be decoded.
        InputError: The camera does not move in it.
        MissingExtraError: OpenCV is not installed.
    """
    require("cv2", extra="photos")
    if not path.is_file():
        raise MissingFileError(f"There is no video '{path}'; check the name.")
    numbers, sharpness, movement = _measured(path)
    kept = choose_frames(sharpness, movement, most=most)
    if len(kept) < 2:
        raise InputError(f"The camera hardly moves in '{path.name}'; walk around the place while filming.")
    wanted = {int(numbers[k]) for k in kept}
    written: list[Path] = []
    for number, frame in _frames(path):
        if number in wanted:
            written.append(write_png(np.ascontiguousarray(frame[..., ::-1]), folder / f"{number:06d}.png"))
    return tuple(written)


def choose_frames(
    sharpness: Float[np.ndarray, " n"], movement: Float[np.ndarray, " n"], *, most: int, step: float = _STEP
) -> tuple[int, ...]:
    """Indices of the sharpest frame of each stretch of equal movement.

    Args:
        sharpness: Higher is sharper.
        movement: From the frame before, as a share of the picture's width.
        most: Frames to keep at most; stretches grow until they fit.
        step: Movement that a stretch holds.

    Raises:
        InputError: ``most`` is below 2 or ``step`` not above 0.
    """
    if most < 2 or not step > 0:
        raise InputError(
            f"Frames are chosen with at least 2 to keep and a step above 0, got {most} and {step}."
        )
    travelled = np.cumsum(np.where(movement > _STILL, movement, 0))
    if not len(travelled) or travelled[-1] < step:
        return ()
    count = min(most, int(travelled[-1] / step) + 1)
    stretch = np.minimum((travelled / travelled[-1] * count).astype(int), count - 1)
    kept = (np.flatnonzero(stretch == k) for k in range(count))
    return tuple(int(members[np.argmax(sharpness[members])]) for members in kept if len(members))


def _measured(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, sharpness and movement of the measured frames."""
    import cv2

    every = max(round(_rate(path) / _MEASURED_PER_SECOND), 1)
    numbers, sharpness, movement = list[int](), list[float](), list[float]()
    before: np.ndarray | None = None
    for number, frame in _frames(path):
        if number % every:
            continue
        height = max(round(frame.shape[0] * _MEASURED_WIDTH / frame.shape[1]), 1)
        gray = np.asarray(cv2.cvtColor(resized(frame, _MEASURED_WIDTH, height), cv2.COLOR_BGR2GRAY), np.uint8)
        numbers.append(number)
        sharpness.append(float(cv2.Laplacian(gray, cv2.CV_64F).var()))
        movement.append(0.0 if before is None else _flow(before, gray))
        before = gray
    if not numbers:
        raise FormatError(f"'{path.name}' holds no frames that can be decoded; export it as MP4 (H.264).")
    return np.array(numbers), np.array(sharpness), np.array(movement)


def _flow(before: np.ndarray, after: np.ndarray) -> float:
    """Median movement of corners, as a share of the width; half the width when they are lost in a cut."""
    import cv2

    corners = cast("np.ndarray | None", cv2.goodFeaturesToTrack(before, _CORNERS, 0.01, 5))
    if corners is None or len(corners) < 10:  # a blank frame has none
        return 0.0
    moved, found, _ = cv2.calcOpticalFlowPyrLK(before, after, corners, np.empty_like(corners))
    good = np.asarray(found).ravel() > 0
    if good.sum() < 10:
        return 0.5
    lengths = np.linalg.norm((np.asarray(moved) - corners).reshape(-1, 2)[good], axis=1)
    return float(np.median(lengths)) / before.shape[1]


def _rate(path: Path) -> float:
    """Frames per second; 30 where the file does not say."""
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        rate = float(video.get(cv2.CAP_PROP_FPS))
    finally:
        video.release()
    return rate if 1 <= rate <= 1000 else 30.0


def _frames(path: Path) -> Iterator[tuple[int, np.ndarray]]:
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        for number in range(_MOST_FRAMES):
            more, frame = video.read()
            if not more:
                return
            yield number, np.asarray(frame)
    finally:
        video.release()
