"""Posed photos as COLMAP writes them: ``cameras``, ``images`` and ``points3D``, as ``.bin`` or ``.txt``.

The format is COLMAP's documentation, "Output Format"; ``rigs`` and ``frames`` of version 4 repeat the poses
and are not needed. COLMAP's world is taken as x right, y down, z forward, as the 3DGS training code does, so
that splats trained elsewhere on the same data set land in the same place. Lost: the features in each photo
and which of them saw a point.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.frames import PLY_RDF, points_from, points_to
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.io.bytes_reader import ByteReader
from spatialwm.io.capture import Lens, PosedPhoto, PosedPhotos, check_pose, inside
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.io.images import image_size

__all__ = ["MODELS", "find_model", "lens_of_model", "read_colmap", "write_colmap"]

MODELS: dict[str, tuple[int, str]] = {
    "SIMPLE_PINHOLE": (0, "f cx cy"),
    "PINHOLE": (1, "fx fy cx cy"),
    "SIMPLE_RADIAL": (2, "f cx cy a0"),
    "RADIAL": (3, "f cx cy a0 a1"),
    "OPENCV": (4, "fx fy cx cy a0 a1 p1 p2"),
    "OPENCV_FISHEYE": (5, "fx fy cx cy a0 a1 a2 a3"),
    "FULL_OPENCV": (6, "fx fy cx cy a0 a1 p1 p2 a2 b0 b1 b2"),
    "SIMPLE_RADIAL_FISHEYE": (8, "f cx cy a0"),
    "RADIAL_FISHEYE": (9, "f cx cy a0 a1"),
    "SIMPLE_FISHEYE": (14, "f cx cy"),
    "FISHEYE": (15, "fx fy cx cy"),
}
"""Name -> COLMAP's number of the model and what its parameters are called here (``Lens``)."""
_REFUSED = {
    7: "FOV",
    10: "THIN_PRISM_FISHEYE",
    11: "RAD_TAN_THIN_PRISM_FISHEYE",
    12: "SIMPLE_DIVISION",
    13: "DIVISION",
    16: "EUCM",
    17: "EQUIRECTANGULAR",
}
_NAMES = {number: name for name, (number, _) in MODELS.items()}
_MODEL_FOLDERS = (".", "sparse/0", "sparse", "colmap/sparse/0", "0")
_PICTURE_FOLDERS = ("images", "images_2", "images_4", "images_8", "input", ".")
_MOST_PHOTOS = 1_000_000
_ROW = np.dtype([("id", "<u8"), ("xyz", "<f8", 3), ("rgb", "u1", 3), ("error", "<f8"), ("track", "<u8")])


@dataclass(frozen=True)
class _Image:
    quat: tuple[float, ...]
    translation: tuple[float, ...]
    camera: int
    name: str


def find_model(folder: Path) -> Path | None:
    """The folder, here or where COLMAP puts it, that holds ``cameras`` and ``images``."""
    for sub in _MODEL_FOLDERS:
        for suffix in (".bin", ".txt"):
            if all((folder / sub / (stem + suffix)).is_file() for stem in ("cameras", "images")):
                return folder / sub
    return None


def read_colmap(folder: Path, *, pictures: Path | None = None) -> PosedPhotos:
    """Read a COLMAP model.

    Args:
        folder: The model's, or the data set's above it.
        pictures: Where the photos are; by default ``images`` or a scaled ``images_2 ...`` near the model.
            Pictures of another size than the model's cameras are taken for scaled copies.

    Raises:
        MissingFileError: No model, or no pictures.
        FormatError: The model is broken, or a camera model cannot be read.
    """
    model = find_model(folder)
    if model is None:
        raise MissingFileError(f"'{folder}' holds no COLMAP model: no cameras.bin or .txt with images.")
    try:
        return _assembled(model, pictures)
    except FormatError as error:
        raise FormatError(f"COLMAP model '{model}': {error}") from error


def lens_of_model(name: str, width: int, height: int, parameters: Float[np.ndarray, " p"]) -> Lens:
    """A COLMAP camera as a lens.

    Raises:
        FormatError: The model is unknown or has no words here, or the number of parameters is wrong.
    """
    if name not in MODELS:
        raise FormatError(
            f"camera model '{name[:40]}' is not read; undistort with COLMAP's image_undistorter."
        )
    names = MODELS[name][1].split()
    if len(names) != len(parameters):
        raise FormatError(f"a {name} camera has {len(names)} parameters, not {len(parameters)}.")
    value = dict(zip(names, map(float, parameters), strict=True))
    fx, fy = value.get("fx", value.get("f", 0.0)), value.get("fy", value.get("f", 0.0))
    return Lens(
        model="fisheye" if "FISHEYE" in name else "perspective",
        K=np.array([[fx, 0, value["cx"]], [0, fy, value["cy"]], [0, 0, 1.0]]),
        width=width,
        height=height,
        radial=np.array([value.get(f"a{k}", 0.0) for k in range(4)]),
        rational=np.array([value.get(f"b{k}", 0.0) for k in range(3)]),
        tangential=np.array([value.get("p1", 0.0), value.get("p2", 0.0)]),
    )


def write_colmap(data: PosedPhotos, folder: Path, *, kind: Literal["bin", "txt"] = "bin") -> Path:
    """Write ``cameras``, ``images`` and ``points3D``, without features; returns the folder.

    Raises:
        InputError: A lens has terms that no COLMAP camera combines.
    """
    cameras = [_camera_of(photo.lens, photo.name) for photo in data.photos]
    images = [_image_of(photo, k + 1) for k, photo in enumerate(data.photos)]
    points = np.zeros(0 if data.points is None else len(data.points), _ROW)
    points["id"] = np.arange(1, len(points) + 1)
    if data.points is not None:
        points["xyz"] = points_to(PLY_RDF, data.points)
        points["rgb"] = 128 if data.point_colors is None else data.point_colors
    encode = _encoded_bin if kind == "bin" else _encoded_txt
    for stem, content in encode(data, cameras, images, points).items():
        write_atomically(folder / f"{stem}.{kind}", content)
    return folder


def _assembled(model: Path, pictures: Path | None) -> PosedPhotos:
    binary = (model / "cameras.bin").is_file() and (model / "images.bin").is_file()
    lenses = dict(_cameras_bin(model) if binary else _cameras_txt(model))
    images = list(_images_bin(model) if binary else _images_txt(model))
    if not images:
        raise FormatError("it has no images; nothing was registered.")
    folder = pictures if pictures is not None else _picture_folder(model, images, lenses)
    photos: list[PosedPhoto] = []
    for image in sorted(images, key=lambda i: i.name):
        path = inside(folder, image.name, what="picture")
        if image.camera not in lenses:
            raise FormatError(f"photo '{image.name}' names camera {image.camera}, which is not there.")
        if path.is_file():
            photos.append(_photo(image, path, lenses[image.camera]))
    if not photos:
        raise MissingFileError(
            f"None of the model's {len(images)} pictures is in '{folder}'; say where they are."
        )
    gone = len(images) - len(photos)
    points, colors = _points(model)
    return PosedPhotos(
        photos=tuple(photos),
        points=points,
        point_colors=colors,
        notes=(f"{gone} of {len(images)} pictures are missing in '{folder.name}'.",) if gone else (),
    )


def _photo(image: _Image, path: Path, lens: Lens) -> PosedPhoto:
    rotation = matrix_from_quat(np.array(image.quat) / max(float(np.linalg.norm(image.quat)), 1e-300)).T
    pose = np.column_stack([rotation, -rotation @ np.array(image.translation)])
    pose = check_pose(pose, name=image.name)
    pose[:3] = points_from(PLY_RDF, np.ascontiguousarray(pose[:3].T)).T
    return PosedPhoto(name=image.name, path=path, lens=lens, world_from_camera=pose)


def _picture_folder(model: Path, images: list[_Image], lenses: dict[int, Lens]) -> Path:
    """The nearest folder with the first picture, of the camera's own size where there is one."""
    image = images[0]
    found: list[Path] = []
    for root in (model, *list(model.resolve().parents)[:2]):
        found += [root / name for name in _PICTURE_FOLDERS if (root / name / image.name).is_file()]
    if not found:
        raise MissingFileError(
            f"There is no picture '{image.name}' near '{model}'; say where the photos are."
        )
    lens = lenses.get(image.camera)
    exact = [f for f in found if lens and image_size(f / image.name) == (lens.width, lens.height)]
    return (exact or found)[0]


def _model_name(number: int) -> str:
    if number not in _NAMES:
        return _REFUSED.get(number, f"number {number}")
    return _NAMES[number]


def _cameras_bin(model: Path) -> Iterator[tuple[int, Lens]]:
    reader = ByteReader(read_bounded(model / "cameras.bin"), what="cameras.bin")
    for _ in range(reader.count(_MOST_PHOTOS)):
        number, kind, width, height = reader.integers("<iiQQ")
        name = _model_name(kind)
        size = len(MODELS[name][1].split()) if name in MODELS else 0
        parameters = np.array(reader.floats(size), float)
        yield number, lens_of_model(name, width, height, parameters)


def _images_bin(model: Path) -> Iterator[_Image]:
    reader = ByteReader(read_bounded(model / "images.bin"), what="images.bin")
    for _ in range(reader.count(_MOST_PHOTOS)):
        reader.skip(4)
        quat, translation = reader.floats(4), reader.floats(3)
        (camera,) = reader.integers("<I")
        name = reader.text()
        reader.skip(24 * reader.count(1 << 32))
        yield _Image(quat, translation, camera, name)


def _points(model: Path) -> tuple[np.ndarray | None, np.ndarray | None]:
    if (model / "points3D.bin").is_file():
        rows = _points_bin(model)
    elif (model / "points3D.txt").is_file():
        lines = [line.split() for line in _lines(model / "points3D.txt")]
        rows = np.zeros(len(lines), _ROW)
        try:
            rows["xyz"] = np.array([line[1:4] for line in lines], float).reshape(-1, 3)
            rows["rgb"] = np.array([line[4:7] for line in lines], int).reshape(-1, 3)
        except (ValueError, OverflowError) as error:
            raise FormatError("points3D.txt has a line that is not a point.") from error
    else:
        return None, None
    if not np.isfinite(rows["xyz"]).all():
        raise FormatError("points3D has points that are not finite.")
    return points_from(PLY_RDF, np.ascontiguousarray(rows["xyz"])), np.ascontiguousarray(rows["rgb"])


def _points_bin(model: Path) -> np.ndarray:
    reader = ByteReader(read_bounded(model / "points3D.bin"), what="points3D.bin")
    count = reader.count(reader.left // _ROW.itemsize)
    rows = np.zeros(count, _ROW)
    for k in range(count):
        rows[k] = np.frombuffer(reader.take(_ROW.itemsize), _ROW)[0]
        reader.skip(8 * int(rows[k]["track"]))
    return rows


def _lines(path: Path) -> list[str]:
    try:
        text = read_bounded(path).decode()
    except UnicodeDecodeError as error:
        raise FormatError(f"'{path.name}' is not text.") from error
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _cameras_txt(model: Path) -> Iterator[tuple[int, Lens]]:
    for line in _lines(model / "cameras.txt"):
        words = line.split()
        try:
            number, width, height = int(words[0]), int(words[2]), int(words[3])
            parameters = np.array(words[4:], float)
        except (ValueError, IndexError) as error:
            raise FormatError(f"cameras.txt: '{line[:60]}' is not a camera.") from error
        yield number, lens_of_model(words[1], width, height, parameters)


def _images_txt(model: Path) -> Iterator[_Image]:
    """Every second line lists features; it is empty when there are none, so empty lines count."""
    try:
        text = read_bounded(model / "images.txt").decode()
    except UnicodeDecodeError as error:
        raise FormatError("images.txt is not text.") from error
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    for line in lines[::2]:
        words = line.split(maxsplit=9)
        if not words:
            continue
        try:
            numbers = tuple(float(w) for w in words[1:8])
            camera, name = int(words[8]), words[9].strip()
        except (ValueError, IndexError) as error:
            raise FormatError(f"images.txt: '{line[:60]}' is not an image.") from error
        yield _Image(numbers[:4], numbers[4:], camera, name)


def _camera_of(lens: Lens, photo: str) -> tuple[str, list[float]]:
    """The smallest COLMAP model that says what the lens does, and its parameters."""
    known = {"fx": lens.K[0, 0], "fy": lens.K[1, 1], "cx": lens.K[0, 2], "cy": lens.K[1, 2]}
    known |= {f"a{k}": v for k, v in enumerate(lens.radial)} | {
        f"b{k}": v for k, v in enumerate(lens.rational)
    }
    known |= {"p1": lens.tangential[0], "p2": lens.tangential[1]}
    choices = ("OPENCV_FISHEYE",) if lens.model == "fisheye" else ("PINHOLE", "OPENCV", "FULL_OPENCV")
    for name in choices:
        names = MODELS[name][1].split()
        if not any(value for key, value in known.items() if key not in names):
            return name, [float(known[key]) for key in names]
    raise InputError(
        f"The lens of '{photo}' has terms that COLMAP's {choices[-1]} lacks; undistort it first."
    )


def _image_of(photo: PosedPhoto, camera: int) -> _Image:
    pose = photo.world_from_camera.copy()
    pose[:3] = points_to(PLY_RDF, np.ascontiguousarray(pose[:3].T)).T
    rotation = pose[:3, :3].T
    translation = tuple(map(float, -rotation @ pose[:3, 3]))
    return _Image(tuple(map(float, quat_from_matrix(rotation))), translation, camera, photo.name)


def _encoded_bin(
    data: PosedPhotos, cameras: list[tuple[str, list[float]]], images: list[_Image], points: np.ndarray
) -> dict[str, bytes]:
    def u8(number: int) -> bytes:
        return struct.pack("<Q", number)

    def u4(number: int) -> bytes:
        return struct.pack("<I", number)

    camera_bytes, image_bytes = [u8(len(cameras))], [u8(len(images))]
    for k, ((name, parameters), photo) in enumerate(zip(cameras, data.photos, strict=True)):
        head = u4(k + 1) + u4(MODELS[name][0]) + u8(photo.lens.width) + u8(photo.lens.height)
        camera_bytes.append(head + np.array(parameters, float).tobytes())
    for k, image in enumerate(images):
        pose = np.array(image.quat + image.translation, float).tobytes()
        image_bytes.append(u4(k + 1) + pose + u4(image.camera) + image.name.encode() + b"\0" + u8(0))
    return {
        "cameras": b"".join(camera_bytes),
        "images": b"".join(image_bytes),
        "points3D": u8(len(points)) + points.tobytes(),
    }


def _encoded_txt(
    data: PosedPhotos, cameras: list[tuple[str, list[float]]], images: list[_Image], points: np.ndarray
) -> dict[str, bytes]:
    def words(values: object) -> str:
        return " ".join(repr(v) for v in np.array(values).tolist())

    camera_lines = [
        f"{k + 1} {name} {photo.lens.width} {photo.lens.height} {words(parameters)}\n"
        for k, ((name, parameters), photo) in enumerate(zip(cameras, data.photos, strict=True))
    ]
    image_lines = [
        f"{k + 1} {words(i.quat)} {words(i.translation)} {i.camera} {i.name}\n\n"
        for k, i in enumerate(images)
    ]
    point_lines = [f"{p['id']} {words(p['xyz'])} {words(p['rgb'])} 0.0\n" for p in points]
    tables = {"cameras": camera_lines, "images": image_lines, "points3D": point_lines}
    return {stem: "".join(lines).encode() for stem, lines in tables.items()}
