"""Learned models as files: ``.npz`` of plain arrays, never pickle, of bounded size."""

import io
import re
import zipfile
from importlib.resources import files
from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError, InputError, MissingFileError, ShapeError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.predictors.event_net import EventNet, Layer

__all__ = ["LARGEST", "decode", "encode", "load_model", "read_arrays", "save_model"]

LARGEST = 4 << 20
"""Of a file of weights, packed and unpacked [bytes]."""
_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_MOST_LAYERS = 8


def save_model(nets: dict[str, EventNet], path: Path) -> Path:
    """Write networks by name to an ``.npz``; returns the path.

    Raises:
        InputError: The file cannot be written, or is not named ``.npz``.
    """
    if path.suffix != ".npz":
        raise InputError(f"A model's weights are saved as .npz, not '{path.name}'.")
    return write_atomically(path, encode(nets))


def load_model(path: Path | None = None) -> dict[str, EventNet]:
    """Networks by name, from an ``.npz`` or a folder with ``weights.npz``; the shipped ones by default.

    Raises:
        MissingFileError: There is no such file.
        FormatError: The file is not what it says, or larger than 4 MB.
    """
    if path is None:
        return decode((files("spatialwm.predictors") / "weights" / "phyworld.npz").read_bytes())
    file = path / "weights.npz" if path.is_dir() else path
    if not file.exists():
        raise MissingFileError(f"There is no model '{path}'; 'spatialwm train dynamics' makes one.")
    return decode(read_bounded(file, limit=LARGEST))


def encode(nets: dict[str, EventNet]) -> bytes:
    """The bytes of an ``.npz``; the same networks give the same bytes."""
    arrays: dict[str, np.ndarray] = {}
    for name, net in nets.items():
        if not _NAME.fullmatch(name):
            raise InputError(f"A network's name has 1 to 40 of a-z, 0-9, - and _; '{name:.40}' will not do.")
        arrays[f"{name}/acceleration"] = net.acceleration
        arrays[f"{name}/raw"] = np.array(net.raw)
        for k, layer in enumerate(net.layers):
            arrays[f"{name}/{k}/weights"], arrays[f"{name}/{k}/biases"] = layer.weights, layer.biases
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    return packed.getvalue()


def decode(data: bytes) -> dict[str, EventNet]:
    """Networks by name.

    Raises:
        FormatError: The bytes are not what ``encode`` writes.
    """
    arrays = read_arrays(data)
    nets: dict[str, EventNet] = {}
    for key in arrays:
        name, _, rest = key.partition("/")
        if rest != "acceleration":
            continue
        if not _NAME.fullmatch(name) or f"{name}/raw" not in arrays:
            raise FormatError(f"The model has a network '{name:.40}' that is not whole.")
        try:
            nets[name] = _net(name, arrays)
        except ShapeError as error:
            raise FormatError(f"The model's network '{name}' does not fit together: {error}") from error
    if not nets:
        raise FormatError("The model's file has no network in it.")
    return nets


def _net(name: str, arrays: dict[str, np.ndarray]) -> EventNet:
    if arrays[f"{name}/acceleration"].shape != (2,):
        raise ShapeError("an acceleration has two parts.")
    layers: list[Layer] = []
    while f"{name}/{len(layers)}/weights" in arrays and len(layers) < _MOST_LAYERS:
        k = len(layers)
        weights, biases = arrays[f"{name}/{k}/weights"], arrays.get(f"{name}/{k}/biases", np.zeros(0))
        if weights.ndim != 2 or biases.shape != weights.shape[1:]:
            raise ShapeError(f"layer {k} has weights {list(weights.shape)}, biases {list(biases.shape)}.")
        layers.append(Layer(weights=weights.astype(float), biases=biases.astype(float)))
    raw = bool(arrays[f"{name}/raw"].any())
    acceleration = arrays[f"{name}/acceleration"].astype(float)
    return EventNet(acceleration=acceleration, layers=tuple(layers), raw=raw)


def read_arrays(data: bytes, *, largest: int = LARGEST) -> dict[str, np.ndarray]:
    """Arrays of finite numbers by name from an ``.npz``, at most ``largest`` bytes of them, never pickle.

    Raises:
        FormatError: The bytes are something else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise FormatError("The model's file is not an .npz of plain arrays.") from error
    if unpacked > largest:
        raise FormatError(f"The model unpacks to more than {largest >> 20} MB.")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {str(key): np.asarray(stored[key]) for key in stored.files}
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, EOFError) as error:
        raise FormatError("The model's file is not an .npz of plain arrays.") from error
    for key, array in arrays.items():
        if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
            raise FormatError(f"The model's '{key:.60}' is not made of finite numbers.")
    return arrays
