"""Episodes as HDF5: one array per column over all rows, with ``ep_len`` and ``ep_offset``."""

import importlib
import io
from typing import Any

import numpy as np

from spatialwm.datasets.episode import Episode
from spatialwm.optional import require

__all__ = ["encode_hdf5"]


def encode_hdf5(episodes: list[Episode]) -> bytes:
    """A file with a row per observation: the action of a row leads to the next one of its episode.

    Beside the columns: ``ep_len`` and ``ep_offset`` [rows], ``language`` (UTF-8), and ``contacts`` with
    ``contact_offset``, one more than episodes: whose rows are (row in its episode, object, object, impulse).

    Raises:
        MissingExtraError: h5py is not installed.
    """
    require("h5py", extra="data")
    h5py: Any = importlib.import_module("h5py")

    lengths = np.array([len(e.sentences) for e in episodes], np.int64)
    columns = {
        name: np.concatenate([e.columns[name] for e in episodes]) for name in sorted(episodes[0].columns)
    }
    columns["contacts"] = np.concatenate([e.contacts for e in episodes])
    columns["contact_offset"] = np.cumsum([0, *(len(e.contacts) for e in episodes)], dtype=np.int64)
    columns["ep_len"], columns["ep_offset"] = lengths, np.cumsum(lengths) - lengths
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        for name, values in columns.items():
            large = values.ndim > 2
            file.create_dataset(
                name,
                data=values,
                compression="lzf" if large else None,
                chunks=(1, *values.shape[1:]) if large else None,
                track_times=False,
            )
        sentences = [s for e in episodes for s in e.sentences]
        file.create_dataset("language", data=sentences, dtype=h5py.string_dtype(), track_times=False)
    return stream.getvalue()
