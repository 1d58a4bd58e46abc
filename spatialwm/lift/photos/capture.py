"""A capture: photos, the pinholes that took them, and what is known of the place."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError, InputError, MissingFileError, ShapeError
from spatialwm.io.capture import Lens, PosedPhotos
from spatialwm.io.colmap import find_model, read_colmap
from spatialwm.io.files import read_bounded
from spatialwm.io.images import image_size
from spatialwm.io.nerfstudio import read_transforms
from spatialwm.io.phone import is_phone_capture, read_phone_capture
from spatialwm.lift.photos.masks import mask_of, read_mask
from spatialwm.lift.photos.pictures import Picture, PictureCache, read_depth, read_picture
from spatialwm.lift.photos.undistort import pinhole_of, resized, undistorted
from spatialwm.scene import Camera
from spatialwm.shapes import freeze_arrays

__all__ = ["Capture", "PhotoSource", "capture_of", "downscaled", "is_posed", "open_capture", "sources_of"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PhotoSource:
    """Where the pixels of one photo come from, and how they become its camera's."""

    name: str
    path: Path | None = None
    pixels: UInt8[np.ndarray, "h w c"] | None = None
    """sRGB, or sRGB and alpha, instead of a file."""
    lens: Lens | None = None
    """The lens that took the file; None was a pinhole of the camera's own shape."""
    upright: bool = False
    """Whether the lens was found for the picture as its EXIF tag turns it, not as it is stored."""
    mask_path: Path | None = None
    depth_path: Path | None = None
    metres_per_depth: float = 0.001

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if (self.path is None) == (self.pixels is None):
            raise InputError(f"Photo '{self.name}' needs either a file or pixels.")
        if self.pixels is not None and self.pixels.shape[2] not in (3, 4):
            raise ShapeError(f"Photo '{self.name}' needs 3 or 4 channels, got {self.pixels.shape[2]}.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Capture:
    """Photos with undistorted pinhole cameras in our world; the pictures are opened when asked for."""

    cameras: tuple[Camera, ...]
    """One per photo; its name is the photo's."""
    sources: tuple[PhotoSource, ...]
    points: Float[np.ndarray, "n 3"] | None = None
    """Triangulated points [m, or the capture's own unit]."""
    point_colors: UInt8[np.ndarray, "n 3"] | None = None
    train: tuple[int, ...]
    """Indices of the photos to learn from."""
    test: tuple[int, ...] = ()
    """Indices of the photos that are held out."""
    notes: tuple[str, ...] = ()
    """What went wrong or was decided on the way, a sentence each."""
    metric: bool = False
    """Whether the unit is known to be the metre."""
    cache: PictureCache = field(default_factory=PictureCache, repr=False)

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if not self.cameras or len(self.cameras) != len(self.sources):
            raise InputError(
                f"A capture needs a camera per photo: {len(self.cameras)} and {len(self.sources)}."
            )
        if not self.train or not all(0 <= k < len(self) for k in (*self.train, *self.test)):
            raise InputError("A capture needs photos to learn from, and its split must name photos it has.")

    def __len__(self) -> int:
        return len(self.cameras)

    @property
    def names(self) -> tuple[str, ...]:
        """What the photos are called."""
        return tuple(camera.name for camera in self.cameras)

    def picture(self, index: int) -> Picture:
        """The photo as its camera sees it, undistorted.

        Raises:
            MissingFileError: The file has gone.
            FormatError: It is broken or of another size than its camera says.
        """
        camera, source = self.cameras[index], self.sources[index]
        key = (source, camera.width, camera.height)
        return self.cache.get(key, lambda: _developed(source, camera))

    def depth(self, index: int) -> Float[np.ndarray, "h w"] | None:
        """Measured depth along z [the capture's unit], 0 where unknown; None where there is none.

        Raises:
            FormatError: The file is broken.
        """
        camera, source = self.cameras[index], self.sources[index]
        if source.depth_path is None:
            return None
        depths = read_depth(source.depth_path, metres_per_unit=source.metres_per_depth)
        if source.lens is not None and not source.lens.is_pinhole:
            depths = resized(depths, source.lens.width, source.lens.height, nearest=True)
            depths = undistorted(depths, source.lens, nearest=True)
        return resized(depths, camera.width, camera.height, nearest=True)


def is_posed(path: Path) -> bool:
    """Whether ``open_capture`` would find a data set with poses here."""
    if path.is_dir():
        names = ("transforms.json", "transforms_train.json")
        files = any((path / name).is_file() for name in names)
        return files or find_model(path) is not None or is_phone_capture(path)
    return path.suffix.lower() == ".json"


def open_capture(path: Path, *, pictures: Path | None = None) -> Capture:
    """Open a data set with poses.

    That is a ``transforms.json`` (or its folder), NeRF's three, a COLMAP folder, or a raw export of Polycam
    or Record3D.

    Args:
        path: The file or folder.
        pictures: Where a COLMAP model's photos are, when not beside it.

    Raises:
        MissingFileError: There is neither, or its pictures are missing.
        FormatError: It is broken, or pictures are of another shape than their cameras say.
    """
    if not path.exists():
        raise MissingFileError(f"There is no '{path}'; check the name.")
    has_json = path.is_file() or any(
        (path / name).is_file() for name in ("transforms.json", "transforms_train.json")
    )
    if path.is_file() and path.suffix.lower() != ".json":
        raise FormatError(
            f"'{path.name}' is not a data set of posed photos; give a transforms.json or a folder."
        )
    if has_json and pictures is None:
        return capture_of(read_transforms(path))
    if is_phone_capture(path):
        return capture_of(read_phone_capture(path))
    data = read_colmap(path, pictures=pictures)
    return capture_of(replace(data, test_names=_split_file(path)))


def capture_of(data: PosedPhotos) -> Capture:
    """A data set with every lens made a pinhole; sizes are checked, no picture is opened.

    Raises:
        FormatError: A picture is of another shape than its camera says.
    """
    cameras: list[Camera] = []
    sources: list[PhotoSource] = []
    for photo in data.photos:
        lens, upright = _fitted(photo.lens, photo.path)
        cameras.append(
            Camera(
                name=photo.name,
                world_from_camera=photo.world_from_camera,
                K=pinhole_of(lens),
                width=lens.width,
                height=lens.height,
            )
        )
        sources.append(
            PhotoSource(
                name=photo.name,
                path=photo.path,
                lens=lens,
                upright=upright,
                mask_path=photo.mask_path or mask_of(photo.path),
                depth_path=photo.depth_path,
                metres_per_depth=photo.metres_per_depth,
            )
        )
    train, test = _split(tuple(p.name for p in data.photos), data.test_names)
    return Capture(
        cameras=tuple(cameras),
        sources=tuple(sources),
        points=data.points,
        point_colors=data.point_colors,
        train=train,
        test=test,
        notes=data.notes,
        metric=data.metric,
    )


def sources_of(pictures: tuple[UInt8[np.ndarray, "h w c"], ...]) -> tuple[PhotoSource, ...]:
    """Photos that are already in memory."""
    return tuple(PhotoSource(name=f"{k:04d}", pixels=p) for k, p in enumerate(pictures))


def downscaled(capture: Capture, factor: float) -> Capture:
    """The same capture with pictures ``factor`` times smaller, averaged.

    Raises:
        InputError: The factor is below 1, or leaves no pixels.
    """
    if not factor >= 1:
        raise InputError(f"Pictures can be scaled down by 1 or more, not by {factor}.")
    cameras: list[Camera] = []
    for camera in capture.cameras:
        width, height = max(round(camera.width / factor), 1), max(round(camera.height / factor), 1)
        scale = np.array([[width / camera.width], [height / camera.height], [1.0]])
        cameras.append(replace(camera, K=camera.K * scale, width=width, height=height))
    return replace(capture, cameras=tuple(cameras))


def _developed(source: PhotoSource, camera: Camera) -> Picture:
    picture = _opened(source, camera)
    lens = source.lens
    colors, alphas = picture.colors, picture.alphas
    if source.mask_path is not None:
        kept = read_mask(source.mask_path, source.path, colors.shape[1], colors.shape[0])
        alphas = kept if alphas is None else np.minimum(kept, alphas)
    if lens is not None and not lens.is_pinhole:
        colors = undistorted(colors, lens)
        alphas = None if alphas is None else undistorted(alphas, lens)
    colors = resized(colors, camera.width, camera.height)
    alphas = None if alphas is None else resized(alphas, camera.width, camera.height)
    for array in (colors, *(() if alphas is None else (alphas,))):
        array.flags.writeable = False
    return Picture(colors, alphas)


def _opened(source: PhotoSource, camera: Camera) -> Picture:
    if source.pixels is not None:
        has_alpha = source.pixels.shape[2] == 4
        colors = np.ascontiguousarray(source.pixels[..., :3])
        return Picture(colors, np.ascontiguousarray(source.pixels[..., 3]) if has_alpha else None)
    assert source.path is not None
    lens = source.lens
    size = (camera.width, camera.height) if lens is None else (lens.width, lens.height)
    picture = read_picture(source.path, size=None if source.upright else size)
    height, width = picture.colors.shape[:2]
    if lens is not None and (width, height) != size:
        raise FormatError(f"'{source.path}' is {width} x {height}, its camera {size[0]} x {size[1]} pixels.")
    return picture


def _fitted(lens: Lens, path: Path) -> tuple[Lens, bool]:
    """The lens at the size of the picture on disk, and whether that is its upright size.

    Scaled copies, as ``images_4``, keep the proportions to a pixel.
    """
    stored = image_size(path)
    for size, upright in ((stored, False), (stored[::-1], True)):
        if size == (lens.width, lens.height):
            return lens, upright
    width, height = stored
    fx, fy = width / lens.width, height / lens.height
    if abs(fx - fy) * max(lens.width, lens.height) > 1.5:
        raise FormatError(
            f"'{path}' is {width} x {height} pixels, but its camera was found for "
            f"{lens.width} x {lens.height}; give the pictures that the poses were found with."
        )
    return replace(lens, K=lens.K * np.array([[fx], [fy], [1.0]]), width=width, height=height), False


def _split(names: tuple[str, ...], held_out: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    wanted = set(held_out)
    test = tuple(k for k, name in enumerate(names) if name in wanted or name.rpartition("/")[2] in wanted)
    train = tuple(k for k in range(len(names)) if k not in set(test))
    return (train, test) if train else (tuple(range(len(names))), ())


def _split_file(folder: Path) -> tuple[str, ...]:
    path = folder / "split.json"
    if not path.is_file():
        return ()
    try:
        table = json.loads(read_bounded(path, limit=1 << 24))
        listed = cast("dict[str, list[object]]", table).get("test", [])
        return tuple(str(name) for name in listed)
    except (ValueError, AttributeError, TypeError) as error:
        raise FormatError(f"'{path}' is not a table with a list 'test'.") from error
