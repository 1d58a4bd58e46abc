"""Posed photos as phones export them: Polycam's and Record3D's raw folders, both from Apple's ARKit.

ARKit's world is metric with +Y up, as ours; its cameras are OpenGL's. Layouts as nerfstudio's
``polycam_utils`` and ``record3d_utils`` read them: Polycam has ``keyframes`` with one JSON per photo
(``corrected_*`` after its own optimisation), Record3D one ``metadata`` for all (quaternions xyzw, K column by
column).
"""

from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.geometry.rotations import matrix_from_quat, quat_normalize
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos, check_pose
from spatialwm.io.json_table import Table, json_table, matrix, number

__all__ = ["is_phone_capture", "read_phone_capture"]

_GL_FROM_CV = np.diag([1.0, -1.0, -1.0, 1.0])
_POLYCAM = (("corrected_images", "corrected_cameras"), ("images", "cameras"))
_RECORD3D = ("metadata", "metadata.json")
_MILLIMETRE = 0.001


def is_phone_capture(folder: Path) -> bool:
    """Whether a folder is laid out as one of the two."""
    return _polycam_folders(folder) is not None or _record3d_file(folder) is not None


def read_phone_capture(folder: Path) -> PosedPhotos:
    """Read the raw export of Polycam or Record3D.

    Raises:
        MissingFileError: The folder is neither.
        FormatError: It is broken, or none of its pictures is there.
    """
    polycam, record3d = _polycam_folders(folder), _record3d_file(folder)
    if polycam is None and record3d is None:
        raise MissingFileError(f"'{folder}' is not a raw export of Polycam or Record3D.")
    try:
        photos = _polycam(*polycam) if polycam is not None else _record3d(record3d or folder)
    except FormatError as error:
        raise FormatError(f"'{folder}': {error}") from error
    if not photos:
        raise FormatError(f"'{folder}' has no picture with a pose; export the raw data again.")
    return PosedPhotos(photos=photos, metric=True, notes=("Scale: metres, as the phone measured.",))


def _polycam_folders(folder: Path) -> tuple[Path, Path] | None:
    for root in (folder / "keyframes", folder):
        for images, cameras in _POLYCAM:
            if (root / images).is_dir() and (root / cameras).is_dir():
                return root / images, root / cameras
    return None


def _record3d_file(folder: Path) -> Path | None:
    named = (folder / name for name in _RECORD3D)
    return next((path for path in named if path.is_file() and (folder / "rgb").is_dir()), None)


def _polycam(images: Path, cameras: Path) -> tuple[PosedPhoto, ...]:
    photos: list[PosedPhoto] = []
    for path in sorted(images.glob("*.jpg")):
        camera = cameras / f"{path.stem}.json"
        if not camera.is_file():
            continue
        table = json_table(camera)
        rows = np.array([[number(table, f"t_{r}{c}") for c in range(4)] for r in range(3)])
        depth = images.parent / "depth" / f"{path.stem}.png"
        photos.append(
            PosedPhoto(
                name=path.name,
                path=path,
                lens=_lens(table, *(number(table, key) for key in ("fx", "fy", "cx", "cy"))),
                world_from_camera=check_pose(rows, name=path.name) @ _GL_FROM_CV,
                depth_path=depth if depth.is_file() else None,
                metres_per_depth=_MILLIMETRE,
            )
        )
    return tuple(photos)


def _record3d(path: Path) -> tuple[PosedPhoto, ...]:
    table = json_table(path)
    poses, numbers = matrix(table.get("poses"), "'poses'"), matrix(table.get("K"), "'K'")
    if poses.ndim != 2 or poses.shape[1] != 7 or numbers.size != 9:
        raise FormatError("'poses' is not seven numbers per photo, or 'K' not nine.")
    K = numbers.reshape(3, 3).T
    width, height = number(table, "w"), number(table, "h")
    # its principal point belongs to another size of picture; nerfstudio uses the middle too
    lens = _lens({"width": width, "height": height}, float(K[0, 0]), float(K[1, 1]), width / 2, height / 2)
    photos: list[PosedPhoto] = []
    for k, row in enumerate(poses):
        picture = path.parent / "rgb" / f"{k}.jpg"
        if not picture.is_file():
            continue
        rotation = matrix_from_quat(quat_normalize(row[[3, 0, 1, 2]]))
        pose = check_pose(np.column_stack([rotation, row[4:]]), name=picture.name) @ _GL_FROM_CV
        photos.append(PosedPhoto(name=picture.name, path=picture, lens=lens, world_from_camera=pose))
    return tuple(photos)


def _lens(table: Table, fx: float, fy: float, cx: float, cy: float) -> Lens:
    return Lens(
        K=np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1.0]]),
        width=round(number(table, "width")),
        height=round(number(table, "height")),
    )
