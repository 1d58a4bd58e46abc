"""Training that can be killed at any moment: the whole state in one file, never half-written."""

import io
import zipfile
from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.lift.photos.model import GROUPS, LiveModel

__all__ = ["load_checkpoint", "save_checkpoint"]

_PARTS = ("values", "first", "second")


def save_checkpoint(path: Path, key: str, step: int, model: LiveModel) -> None:
    """Write the state after ``step`` steps of the run described by ``key``."""
    arrays = {
        f"{part}_{group}": getattr(model, part)[group][: model.count] for part in _PARTS for group in GROUPS
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, key=np.array(key), step=np.array(step), **arrays)
    write_atomically(path, buffer.getvalue())


def load_checkpoint(path: Path, key: str, capacity: int) -> tuple[int, LiveModel] | None:
    """Steps done and the state; None when there is no file.

    Raises:
        FormatError: Not a checkpoint, a damaged one, or one of another run.
    """
    if not path.exists():
        return None
    stored_bytes = read_bounded(path)
    try:
        with np.load(io.BytesIO(stored_bytes), allow_pickle=False) as data:
            stored, step = str(data["key"]), int(data["step"])
            if stored != key:
                raise FormatError(
                    f"'{path.name}' is the state of another training run; delete it or name another."
                )
            parts = {part: _padded(data, part, capacity) for part in _PARTS}
            count = len(data["values_means"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"'{path.name}' is not a training state; delete it or name another.") from error
    return step, LiveModel(count=count, **parts)


def _padded(data: "np.lib.npyio.NpzFile", part: str, capacity: int) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {}
    count = len(data["values_means"])
    for group, columns in GROUPS.items():
        stored = data[f"{part}_{group}"]
        if stored.shape != (count, columns) or stored.dtype != np.float32 or not 0 < count <= capacity:
            raise ValueError(f"{part}_{group} has shape {stored.shape}")
        arrays[group] = np.zeros((capacity, columns), np.float32)
        arrays[group][:count] = stored
        if not np.isfinite(arrays[group]).all():
            raise ValueError(f"{part}_{group} is not finite")
    return arrays
