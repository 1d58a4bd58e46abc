"""Training that can be killed at any moment: the whole state in one file, never half-written."""

import io
import zipfile
from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.lift.photos.live import LiveState, arrays_of, restore

__all__ = ["resume", "save_checkpoint"]


def save_checkpoint(path: Path, key: str, state: LiveState) -> None:
    """Write the state of the run described by ``key``."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, key=np.array(key), **arrays_of(state))
    write_atomically(path, buffer.getvalue())


def resume(path: Path, key: str, state: LiveState) -> None:
    """Bring an initial state to what the file holds; it stays as it is when there is none.

    Raises:
        FormatError: Not a checkpoint, a damaged one, or one of another run.
    """
    if not path.exists():
        return
    stored = read_bounded(path)
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as data:
            if str(data["key"]) != key:
                raise FormatError(
                    f"'{path.name}' is the state of another training run; delete it or name another."
                )
            restore(state, {name: data[name] for name in data.files if name != "key"})
    except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"'{path.name}' is not a training state; delete it or name another.") from error
