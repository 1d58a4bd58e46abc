"""Posed photos as nerfstudio, instant-ngp and NeRF write them: ``transforms.json``.

Read: OpenGL cameras (x right, y up, z back) in a world with +Z up, intrinsics for all or per frame
(``fl_x fl_y cx cy w h``, or ``camera_angle_x``), OpenCV distortion ``k1..k4 p1 p2`` or fisheye ``k1..k4``,
``file_path`` with or without suffix, ``mask_path``, ``depth_file_path``, ``ply_file_path``; hold-outs from
``test_filenames``, ``val_filenames``, a ``split.json`` beside the file, or NeRF's ``transforms_test.json``.
Written: the same, for nerfstudio; a rational lens has no words there and is refused.
Poses survive to the last bit: between the two worlds only signs and the order of axes change.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from spatialwm.errors import FormatError, InputError
from spatialwm.frames import BLENDER, points_from, points_to
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos, check_pose, inside
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.io.images import image_size
from spatialwm.io.json_table import Table, as_table, json_table, matrix, number, text
from spatialwm.io.point_ply import decode_points, encode_points

__all__ = ["TRANSFORMS_NAME", "data_folder", "encode_transforms", "read_transforms", "write_transforms"]

TRANSFORMS_NAME = "transforms.json"

_SUFFIXES = ("", ".png", ".jpg", ".jpeg", ".JPG", ".PNG", ".webp")
_PERSPECTIVE = ("PINHOLE", "SIMPLE_PINHOLE", "OPENCV", "SIMPLE_RADIAL", "RADIAL", "PERSPECTIVE")
_GL_FROM_CV = np.diag([1.0, -1.0, -1.0, 1.0])
_POINTS_NAME = "sparse_pc.ply"
_MILLIMETRE = 0.001


def read_transforms(path: Path) -> PosedPhotos:
    """Read a ``transforms.json``, or a folder that holds one, or NeRF's three.

    Raises:
        MissingFileError: The file is not there.
        FormatError: It is broken, names a picture that is missing or outside its folder, or has no frames.
    """
    if path.is_dir():
        path = path / (TRANSFORMS_NAME if (path / TRANSFORMS_NAME).is_file() else "transforms_train.json")
    try:
        return _with_nerf_test(_read_one(path), path)
    except FormatError as error:
        raise FormatError(f"'{path}': {error}") from error


def data_folder(path: Path) -> Path:
    """The folder with ``transforms.json`` for ``path``: itself, its parent, or one made of it, beside it."""
    if path.name == TRANSFORMS_NAME or path.suffix == ".json":
        return path.parent
    if (path / TRANSFORMS_NAME).is_file():
        return path
    return path.with_name(f"{path.name}.nerfstudio")


def write_transforms(data: PosedPhotos, path: Path) -> Path:
    """Write ``transforms.json`` and, with points, a PLY beside it; pictures must lie below its folder.

    Raises:
        InputError: A picture lies elsewhere, a lens has rational terms, or depths have several units.
    """
    for name, content in encode_transforms(data, path.parent).items():
        write_atomically(path if name == TRANSFORMS_NAME else path.with_name(name), content)
    return path


def encode_transforms(data: PosedPhotos, folder: Path) -> dict[str, bytes]:
    """What ``write_transforms`` writes into ``folder``, by name; the pictures' paths need not exist yet.

    Raises:
        InputError: As ``write_transforms``.
    """
    root = folder.resolve()
    files: dict[str, bytes] = {}
    table: Table = {
        "camera_model": _model_word(data.photos),
        "frames": [_frame(p, root) for p in data.photos],
    }
    if data.points is not None:
        files[_POINTS_NAME] = encode_points(points_to(BLENDER, data.points), data.point_colors)
        table["ply_file_path"] = _POINTS_NAME
    units = {p.metres_per_depth for p in data.photos if p.depth_path is not None}
    if len(units) > 1:
        raise InputError("transforms.json holds one unit of depth; these photos have several.")
    if units and units != {_MILLIMETRE}:
        table["depth_unit_scale_factor"] = units.pop()
    if data.test_names:
        names = {p.name: _relative(p.path, root) for p in data.photos}
        held_out = set(data.test_names)
        table["train_filenames"] = [f for name, f in names.items() if name not in held_out]
        table["test_filenames"] = [f for name, f in names.items() if name in held_out]
        table["val_filenames"] = table["test_filenames"]
    return {**files, TRANSFORMS_NAME: json.dumps(table, indent=1).encode()}


def _read_one(path: Path) -> PosedPhotos:
    table = json_table(path)
    frames = table.get("frames")
    if not isinstance(frames, list) or not frames:
        raise FormatError("it has no frames; nothing was photographed.")
    photos = [_photo(as_table(f, "a frame"), table, path.parent) for f in cast("list[object]", frames)]
    present = [p for p in photos if p is not None]
    if not present:
        raise FormatError(f"none of its {len(photos)} pictures is in '{path.parent}'; copy them there.")
    gone = len(photos) - len(present)
    points, colors = _points(table, path.parent)
    return PosedPhotos(
        photos=tuple(present),
        points=points,
        point_colors=colors,
        test_names=_held_out(table, path.parent, present),
        notes=(f"{gone} of {len(photos)} pictures of '{path.name}' are missing and left out.",)
        if gone
        else (),
    )


def _with_nerf_test(data: PosedPhotos, path: Path) -> PosedPhotos:
    """NeRF's own data sets keep their test cameras in a file of their own."""
    test_path = path.with_name("transforms_test.json")
    if path.name != "transforms_train.json" or not test_path.is_file():
        return data
    test = _read_one(test_path)
    names = {p.name for p in data.photos}
    if names & {p.name for p in test.photos}:
        raise FormatError("training and test frames name the same pictures.")
    return replace(
        data,
        photos=data.photos + test.photos,
        test_names=tuple(p.name for p in test.photos),
        notes=data.notes + test.notes,
    )


def _photo(frame: Table, table: Table, folder: Path) -> PosedPhoto | None:
    """None when the picture is missing: instant-ngp's own fox lists 17 that were never published."""
    name = text(frame, "file_path")
    path = _existing(folder, name)
    if path is None:
        return None
    gl_pose = check_pose(matrix(frame.get("transform_matrix"), f"The pose of '{name}'"), name=name)
    pose = np.eye(4)
    pose[:3] = points_from(BLENDER, np.ascontiguousarray((gl_pose @ _GL_FROM_CV)[:3].T)).T
    mask, depth = (_optional_path(frame, key, folder) for key in ("mask_path", "depth_file_path"))
    return PosedPhoto(
        name=name.removeprefix("./"),
        path=path,
        lens=_lens({**table, **frame}, path),
        world_from_camera=pose,
        mask_path=mask,
        depth_path=depth,
        metres_per_depth=number(table, "depth_unit_scale_factor", _MILLIMETRE),
    )


def _lens(table: Table, path: Path) -> Lens:
    model = str(table.get("camera_model", "OPENCV"))
    if model not in (*_PERSPECTIVE, "OPENCV_FISHEYE"):
        raise FormatError(f"camera model '{model[:40]}' is not read; undistort the pictures to OPENCV first.")
    width, height = _size(table, path)
    fl_x, fl_y = _focals(table, width, height)
    cx, cy = number(table, "cx", width / 2), number(table, "cy", height / 2)
    return Lens(
        model="fisheye" if model == "OPENCV_FISHEYE" or bool(table.get("is_fisheye")) else "perspective",
        K=np.array([[fl_x, 0, cx], [0, fl_y, cy], [0, 0, 1.0]]),
        width=width,
        height=height,
        radial=np.array([number(table, f"k{k}", 0.0) for k in range(1, 5)]),
        tangential=np.array([number(table, key, 0.0) for key in ("p1", "p2")]),
    )


def _size(table: Table, path: Path) -> tuple[int, int]:
    if "w" not in table or "h" not in table:
        return image_size(path)
    return round(number(table, "w", 0.0)), round(number(table, "h", 0.0))


def _focals(table: Table, width: int, height: int) -> tuple[float, float]:
    focals: list[float | None] = []
    for axis, size in (("x", width), ("y", height)):
        if f"fl_{axis}" in table:
            focals.append(number(table, f"fl_{axis}", 0.0))
        elif f"camera_angle_{axis}" in table:
            angle = min(max(number(table, f"camera_angle_{axis}", 0.0), 1e-6), np.pi - 1e-6)
            focals.append(float(size / 2 / np.tan(angle / 2)))
        else:
            focals.append(None)
    first, second = focals
    known = first if first is not None else second
    if known is None:
        raise FormatError("it has no focal length: neither fl_x nor camera_angle_x.")
    return (first if first is not None else known, second if second is not None else known)


def _held_out(table: Table, folder: Path, photos: list[PosedPhoto]) -> tuple[str, ...]:
    listed = table.get("test_filenames") or table.get("val_filenames")
    if not listed and (folder / "split.json").is_file():
        listed = json_table(folder / "split.json").get("test")
    if not isinstance(listed, list):
        return ()
    wanted = {str(entry).removeprefix("./") for entry in cast("list[object]", listed)}
    return tuple(p.name for p in photos if p.name in wanted or p.name.rpartition("/")[2] in wanted)


def _points(table: Table, folder: Path) -> tuple[np.ndarray | None, np.ndarray | None]:
    if "ply_file_path" not in table:
        return None, None
    path = inside(folder, text(table, "ply_file_path"), what="the point file")
    if not path.is_file():
        return None, None
    points, colors = decode_points(read_bounded(path))
    return points_from(BLENDER, points), colors


def _existing(folder: Path, name: str) -> Path | None:
    for suffix in _SUFFIXES:
        path = inside(folder, name + suffix, what="picture")
        if path.is_file():
            return path
    return None


def _optional_path(frame: Table, key: str, folder: Path) -> Path | None:
    return _existing(folder, text(frame, key)) if frame.get(key) else None


def _model_word(photos: tuple[PosedPhoto, ...]) -> str:
    models = {p.lens.model for p in photos}
    if len(models) != 1:
        raise InputError("transforms.json holds either fisheye or perspective photos; write two data sets.")
    return "OPENCV_FISHEYE" if models == {"fisheye"} else "OPENCV"


def _frame(photo: PosedPhoto, root: Path) -> Table:
    lens = photo.lens
    if lens.rational.any():
        raise InputError(f"The lens of '{photo.name}' has rational terms; undistort it before writing.")
    pose = np.eye(4)
    pose[:3] = points_to(BLENDER, np.ascontiguousarray(photo.world_from_camera[:3].T)).T
    frame: Table = {
        "file_path": _relative(photo.path, root),
        "transform_matrix": (pose @ _GL_FROM_CV).tolist(),
        "w": lens.width,
        "h": lens.height,
        "fl_x": float(lens.K[0, 0]),
        "fl_y": float(lens.K[1, 1]),
        "cx": float(lens.K[0, 2]),
        "cy": float(lens.K[1, 2]),
        **{f"k{k + 1}": float(value) for k, value in enumerate(lens.radial)},
        "p1": float(lens.tangential[0]),
        "p2": float(lens.tangential[1]),
    }
    if photo.mask_path is not None:
        frame["mask_path"] = _relative(photo.mask_path, root)
    if photo.depth_path is not None:
        frame["depth_file_path"] = _relative(photo.depth_path, root)
    return frame


def _relative(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError as error:
        raise InputError(f"'{path}' does not lie below '{root}'; copy the pictures there first.") from error
