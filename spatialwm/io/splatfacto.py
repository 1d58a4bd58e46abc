"""Splats as nerfstudio's splatfacto saves them: a training run's folder, its ``config.yml`` or a ``.ckpt``.

Read from the checkpoint: ``_model.gauss_params`` with means, log scales, quaternions wxyz, opacity logits and
harmonics (with degree 0, logits of the colour instead). nerfstudio trains in a world it turned, moved and
scaled; ``dataparser_transforms.json`` beside the checkpoint's folder takes that back. ``config.yml`` is only
searched for the path of the data set, never loaded: loading it would run what it says.

Checkpoints are opened by torch with ``weights_only`` and mapped: the optimisers' part is never read.
"""

import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.frames import BLENDER, GLTF, PLY_RDF, Frame
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_from_matrix
from spatialwm.io.capture import PosedPhotos
from spatialwm.io.files import read_bounded
from spatialwm.io.json_table import json_table, matrix, number
from spatialwm.io.nerfstudio import TRANSFORMS_NAME, data_folder, read_transforms
from spatialwm.io.splat_values import RawSplats, sigmoid, splats_from
from spatialwm.optional import require
from spatialwm.scene import Camera, Provenance, Scene, SceneObject, Splats, transform_splats

__all__ = ["find_checkpoint", "numbers_of_numpy", "read_splatfacto"]

_MODELS = "nerfstudio_models"
_WORLD = "dataparser_transforms.json"
_CONFIG = "config.yml"
_SHAPES = {
    "means": (3,),
    "scales": (3,),
    "quats": (4,),
    "opacities": (1,),
    "features_dc": (3,),
    "features_rest": (-1, 3),
}
"""Of one splat; -1 is 0, 3, 8 or 15 harmonics."""
_PLACES = ("_model.gauss_params.", "_model.module.gauss_params.", "_model.")
"""Where the arrays are: in one process, in several, and before nerfstudio 1.1."""
_LARGEST = 32 << 30
"""Bytes; 40 million splats with Adam's memory of each."""
_LARGEST_INDEX = 64 << 20
"""Bytes of the pickle that lists a checkpoint's tensors; splatfacto's has 10 kB."""
_BACKGROUND = (0.149, 0.1647, 0.2157)
"""Behind the splats in nerfstudio's viewer and evaluation (splatfacto.py, 1.1.5)."""
_DATA_PATH = re.compile(
    r"^ *data: (?:&\w+ )?!!python/object/apply:pathlib\.\w+\n((?: *- .+\n)+)", re.MULTILINE
)


def find_checkpoint(path: Path) -> Path | None:
    """The newest checkpoint of what may be a training run, or None.

    Args:
        path: The run's folder, its ``config.yml``, its ``nerfstudio_models``, or a ``.ckpt``.
    """
    if path.suffix.lower() == ".ckpt":
        return path
    folder = path.parent if path.name == _CONFIG else path
    steps: list[tuple[int, Path]] = []
    for place in (folder, folder / _MODELS):
        for file in place.glob("step-*.ckpt") if place.is_dir() else ():
            if step := re.fullmatch(r"step-(\d{1,12})\.ckpt", file.name):
                steps.append((int(step[1]), file))
    return max(steps)[1] if steps else None


def read_splatfacto(path: Path) -> Scene:
    """The splats of a run in the world of its data set, as one object.

    Args:
        path: As ``find_checkpoint``.

    Raises:
        MissingFileError: There is no checkpoint.
        FormatError: It is broken, too large, or not of splatfacto.
        MissingExtraError: torch is not installed.
    """
    checkpoint = find_checkpoint(path)
    if checkpoint is None or not checkpoint.is_file():
        raise MissingFileError(f"There is no checkpoint 'step-*.ckpt' in '{path}'; give a run's folder.")
    try:
        trained = _splats(_tensors(checkpoint))
        run = checkpoint.parent.parent if checkpoint.parent.name == _MODELS else checkpoint.parent
        placed = _placed(trained, run)
    except FormatError as error:
        raise FormatError(f"'{checkpoint}': {error}") from error
    thing = SceneObject(name="capture", category="capture", splats=placed.splats)
    provenance = Provenance(method="imported:splatfacto", source=checkpoint.name, notes=placed.notes)
    return Scene(objects=(thing,), cameras=placed.cameras, background=_BACKGROUND, provenance=provenance)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Placed:
    splats: Splats
    cameras: tuple[Camera, ...] = ()
    notes: tuple[str, ...] = ()


def numbers_of_numpy() -> list[Any]:
    """What torch must let through beside tensors, for ``torch.serialization.safe_globals``.

    The schedulers of every splatfacto run remember their rates as NumPy numbers, which hold data and run
    nothing. NumPy 2 renamed the module of the function that makes them.
    """
    scalar = cast("Any", np.float64(0)).__reduce__()[0]
    names = [(scalar, f"numpy.{core}.multiarray.scalar") for core in ("core", "_core")]
    return [*names, np.dtype, type(np.dtype(np.float64)), type(np.dtype(np.float32))]


def _tensors(path: Path) -> dict[str, np.ndarray]:
    """The six arrays of the model, float32, checked before memory is spent on them."""
    require("torch", extra="torch")
    import torch

    if tuple(int(part) for part in torch.__version__.split(".")[:2]) < (2, 6):
        raise FormatError("torch older than 2.6 opens checkpoints unsafely (CVE-2025-32434); upgrade it.")
    _check_archive(path)
    try:
        with torch.serialization.safe_globals(numbers_of_numpy()):
            state: object = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # torch raises whatever the broken byte led to
        raise FormatError("it is not a checkpoint that torch can open safely.") from error
    pipeline: object = cast("dict[str, object]", state).get("pipeline") if isinstance(state, dict) else None
    if not isinstance(pipeline, dict):
        raise FormatError("it is not a checkpoint of nerfstudio: it has no 'pipeline'.")
    found = cast("dict[str, object]", pipeline)
    place = next((p for p in _PLACES if f"{p}means" in found), None)
    if place is None:
        raise FormatError("it is not a checkpoint of splatfacto: it has no 'gauss_params.means'.")
    arrays = {name: _array(found.get(place + name), name, shape) for name, shape in _SHAPES.items()}
    if len({len(array) for array in arrays.values()}) != 1:
        raise FormatError("its arrays are of different lengths.")
    return arrays


def _check_archive(path: Path) -> None:
    """Refuse what could unpack to more than it weighs."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise FormatError(f"it is larger than the {_LARGEST:,} bytes that are read.")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FormatError("it is not a checkpoint of torch 1.6 or newer.") from error
    stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
    index = sum(entry.file_size for entry in entries if entry.filename.endswith(".pkl"))
    if not stored or sum(entry.file_size for entry in entries) > size or index > _LARGEST_INDEX:
        raise FormatError("it is packed as torch packs no checkpoint.")


def _array(value: object, name: str, shape: tuple[int, ...]) -> np.ndarray:
    import torch

    if not isinstance(value, torch.Tensor) or value.layout != torch.strided or value.device.type != "cpu":
        raise FormatError(f"'{name}' is missing, or not a plain array.")
    fits = value.ndim == len(shape) + 1 and all(
        size in (0, 3, 8, 15) if wanted < 0 else size == wanted
        for size, wanted in zip(value.shape[1:], shape, strict=True)
    )
    if not fits or not value.is_floating_point():
        raise FormatError(f"'{name}' is {list(value.shape)}; splats of degree 0 to 3 are read.")
    if value.numel() * value.element_size() > value.untyped_storage().nbytes():
        raise FormatError(f"'{name}' claims more numbers than the file holds.")
    return cast("Any", value.detach()).float().numpy()


def _splats(arrays: dict[str, np.ndarray]) -> Splats:
    """As trained, in nerfstudio's world."""
    constant, rest = arrays["features_dc"][:, None, :], arrays["features_rest"]
    if rest.shape[1] == 0:
        constant = sh0_from_colors(sigmoid(constant.ravel().astype(float)).reshape(-1, 3))
    return RawSplats(
        means=arrays["means"],
        quats=arrays["quats"],
        log_scales=arrays["scales"],
        opacities=sigmoid(arrays["opacities"][:, 0].astype(float)),
        sh=np.concatenate([constant, rest], axis=1, dtype=np.float32),
        frame=GLTF,  # stays as it is; what nerfstudio did to the axes is undone with the poses
        what="splatfacto",
    ).splats()


def _placed(splats: Splats, run: Path) -> _Placed:
    """Out of nerfstudio's world into the data set's, and from there into ours."""
    if not (run / _WORLD).is_file():
        note = f"There is no '{_WORLD}', so sizes and places are nerfstudio's own: +-1 holds all cameras."
        return _Placed(splats=splats_from(BLENDER, splats), notes=(note,))
    table = json_table(run / _WORLD)
    trained_from_original = np.eye(4)
    trained_from_original[:3] = _rows(table.get("transform"))
    scale = number(table, "scale", 1.0)
    data = _data_set(run)
    if data is not None:
        folder, photos = data
        applied = json_table(folder / TRANSFORMS_NAME)
        saved_from_original = np.eye(4)
        if "applied_transform" in applied:
            saved_from_original[:3] = _rows(applied["applied_transform"])
        trained_from_original = trained_from_original @ np.linalg.inv(saved_from_original)
        scale /= number(applied, "applied_scale", 1.0)
        moved = splats_from(BLENDER, _taken_back(splats, trained_from_original, scale))
        return _Placed(splats=moved, cameras=_cameras(photos))
    frame = _upright(trained_from_original[2, :3])
    note = "The data set was not found; which way is up was told from the training cameras."
    return _Placed(
        splats=splats_from(frame, _taken_back(splats, trained_from_original, scale)), notes=(note,)
    )


def _taken_back(splats: Splats, trained_from_world: np.ndarray, scale: float) -> Splats:
    """Undo ``trained = scale * (R p + t)``."""
    rotation, shift = trained_from_world[:3, :3], trained_from_world[:3, 3]
    squared = np.abs(rotation @ rotation.T - np.eye(3)).max()
    if not squared < 5e-3 or np.linalg.det(rotation) < 0 or not 1e-9 < scale < 1e9:
        raise FormatError(f"its '{_WORLD}' is not a rotation, a shift and a scale.")
    smaller = replace(
        splats, means=splats.means / np.float32(scale), scales=splats.scales / np.float32(scale)
    )
    return transform_splats(smaller, -rotation.T @ shift, quat_from_matrix(rotation.T))


def _upright(up: np.ndarray) -> Frame:
    """The axes of a world in which ``up`` is up: nerfstudio's, COLMAP's, or y-up, whichever is nearest."""
    candidates = {float(up[2]): BLENDER, float(-up[1]): PLY_RDF, float(up[1]): GLTF}
    return candidates[max(candidates)]


def _rows(value: object) -> np.ndarray:
    rows = matrix(value, "the world's transform")
    if rows.shape not in ((3, 4), (4, 4)) or not np.isfinite(rows).all():
        raise FormatError("the world's transform is not a 3 x 4 matrix.")
    return rows[:3]


def _data_set(run: Path) -> tuple[Path, PosedPhotos] | None:
    """The folder that the run was trained on and its photos, when both are still there."""
    if not (run / _CONFIG).is_file():
        return None
    config = read_bounded(run / _CONFIG, limit=1 << 20).decode("utf-8", errors="replace")
    for parts in _DATA_PATH.findall(config):
        names = [line.strip().removeprefix("- ").strip("'\"") for line in parts.splitlines()]
        folder = data_folder(Path(*names))
        if (folder / TRANSFORMS_NAME).is_file():
            return folder, read_transforms(folder)
    return None


def _cameras(data: PosedPhotos) -> tuple[Camera, ...]:
    """Two of the places from which the pictures were taken."""
    chosen = [data.photos[0], data.photos[len(data.photos) // 2]]
    return tuple(
        Camera(
            name=photo.name,
            world_from_camera=photo.world_from_camera,
            K=photo.lens.K,
            width=photo.lens.width,
            height=photo.lens.height,
        )
        for photo in chosen[: len(data.photos)]
    )
