"""Episodes in the layout of LeRobot's data sets, version 3.0: parquet in chunks, with pictures as PNG inside.

Written after the format's description (github.com/huggingface/lerobot, ``datasets/utils.py`` of 0.4); nothing
of LeRobot is imported. Depth, ids and flow are columns of lists, whose shapes ``meta/info.json`` says.
"""

import importlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.datasets.episode import Episode, Settings
from spatialwm.io.files import write_atomically
from spatialwm.io.images import encode_png
from spatialwm.optional import require

__all__ = ["Rows", "encode_rows", "write_meta"]

_VERSION = "v3.0"
_CHUNK = 1000
"""Files per folder."""
_PICTURE = "observation.images.rgb"
_LISTS = {"depth": "observation.depth", "ids": "observation.ids", "flow": "observation.flow"}


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a shard says of its rows, for ``meta``: made of what JSON holds."""

    first: int
    """Its first episode."""
    lengths: list[int]
    """Rows per episode."""
    features: dict[str, Any]
    stats: list[dict[str, dict[str, list[float]]]]
    """Per episode and numeric column: count, sum, sum of squares, min and max of each number."""


def encode_rows(episodes: list[Episode], settings: Settings, *, first: int) -> tuple[bytes, Rows]:
    """A parquet file of episodes, and what ``meta`` needs to know of it.

    There is one task for all, index 0; what is done in single steps is the column ``language``.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    require("pyarrow", extra="data")
    pyarrow = _arrow()

    features = _features(episodes[0])
    columns: dict[str, Any] = {}
    for name, column in _named(episodes[0]).items():
        values = np.concatenate([e.columns[column] for e in episodes])
        columns[name] = _pictures(values) if column == "rgb" else _lists(values)
    lengths = [len(e.sentences) for e in episodes]
    rows = int(sum(lengths))
    start = first * (settings.steps + 1)
    within = np.concatenate([np.arange(n) for n in lengths])
    columns["timestamp"] = pyarrow.array((within / settings.fps).astype(np.float32))
    columns["frame_index"] = pyarrow.array(within.astype(np.int64))
    columns["episode_index"] = pyarrow.array(np.repeat(np.arange(first, first + len(episodes)), lengths))
    columns["index"] = pyarrow.array(np.arange(start, start + rows))
    sentences = [s for e in episodes for s in e.sentences]
    columns["task_index"] = pyarrow.array(np.zeros(rows, np.int64))
    columns["language"] = pyarrow.array(sentences, pyarrow.string())
    columns["next.done"] = pyarrow.array([k + 1 == n for n in lengths for k in range(n)])
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), stream, compression="zstd")
    said = Rows(
        first=first,
        lengths=lengths,
        features=features,
        stats=[_stats(e) for e in episodes],
    )
    return stream.getvalue(), said


_TASK = "push things about at random"
"""Of every episode: what is said of single steps is in the column ``language``."""


def write_meta(folder: Path, shards: list[Rows], settings: Settings) -> None:
    """Write ``meta/info.json``, ``stats.json``, ``tasks.parquet`` and ``episodes``."""
    pyarrow = _arrow()

    lengths = [n for shard in shards for n in shard.lengths]
    ends = np.cumsum(lengths)
    info = {
        "codebase_version": _VERSION,
        "robot_type": None,
        "total_episodes": len(lengths),
        "total_frames": int(ends[-1]),
        "total_tasks": 1,
        "chunks_size": _CHUNK,
        "data_files_size_in_mb": 100,
        "video_files_size_in_mb": 200,
        "fps": settings.fps,
        "splits": {"train": f"0:{len(lengths)}"},
        "data_path": "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        "video_path": None,
        "features": shards[0].features,
    }
    episodes: dict[str, list[Any]] = {
        "episode_index": list(range(len(lengths))),
        "tasks": [[_TASK]] * len(lengths),
        "length": lengths,
        "data/chunk_index": [k // _CHUNK for k, shard in enumerate(shards) for _ in shard.lengths],
        "data/file_index": [k % _CHUNK for k, shard in enumerate(shards) for _ in shard.lengths],
        "dataset_from_index": (ends - np.array(lengths)).tolist(),
        "dataset_to_index": ends.tolist(),
        "meta/episodes/chunk_index": [0] * len(lengths),
        "meta/episodes/file_index": [0] * len(lengths),
    }
    every = [one for shard in shards for one in shard.stats]
    for name in every[0]:
        for key in ("min", "max", "mean", "std", "count"):
            episodes[f"stats/{name}/{key}"] = [_summary([one[name]])[key] for one in every]
    stats = {name: _summary([one[name] for one in every]) for name in every[0]}
    write_atomically(folder / "meta" / "info.json", json.dumps(info, indent=4).encode())
    write_atomically(folder / "meta" / "stats.json", json.dumps(stats, indent=4).encode())
    tasks = pyarrow.table({"task_index": pyarrow.array([0], pyarrow.int64()), "task": [_TASK]})
    tasks = tasks.replace_schema_metadata({b"pandas": json.dumps(_PANDAS).encode()})
    _write(tasks, folder / "meta" / "tasks.parquet")
    _write(pyarrow.table(episodes), folder / "meta" / "episodes" / "chunk-000" / "file-000.parquet")


_PANDAS: dict[str, Any] = {
    "index_columns": ["task"],
    "column_indexes": [],
    "columns": [
        {"name": name, "field_name": name, "pandas_type": kind, "numpy_type": numpy, "metadata": None}
        for name, kind, numpy in (("task_index", "int64", "int64"), ("task", "unicode", "object"))
    ],
    "creator": {"library": "pyarrow", "version": "14"},
    "pandas_version": "2.0",
}
"""LeRobot reads tasks with pandas and looks them up by the table's index."""


def _arrow() -> Any:  # noqa: ANN401
    """The ``pyarrow`` module with ``pyarrow.parquet``. Untyped: it has no stubs."""
    importlib.import_module("pyarrow.parquet")
    return importlib.import_module("pyarrow")


def _write(table: Any, path: Path) -> None:  # noqa: ANN401
    pyarrow = _arrow()

    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream)
    write_atomically(path, stream.getvalue())


def _named(episode: Episode) -> dict[str, str]:
    """LeRobot's name -> ours, of what is recorded."""
    names = {"observation.state": "state", "action": "action", _PICTURE: "rgb"}
    names |= {theirs: ours for ours, theirs in _LISTS.items()}
    return {theirs: ours for theirs, ours in names.items() if ours in episode.columns}


def _features(episode: Episode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, column in _named(episode).items():
        shape = list(episode.columns[column].shape[1:])
        if column == "rgb":
            found[name] = {"dtype": "image", "shape": shape, "names": ["height", "width", "channels"]}
        else:
            found[name] = {"dtype": str(episode.columns[column].dtype), "shape": shape, "names": None}
    for name, dtype in _INDEX.items():
        found[name] = {"dtype": dtype, "shape": [1], "names": None}
    return found


_INDEX = {
    "timestamp": "float32", "frame_index": "int64", "episode_index": "int64", "index": "int64",
    "task_index": "int64", "language": "string", "next.done": "bool",
}  # fmt: skip


def _pictures(values: np.ndarray) -> Any:  # noqa: ANN401
    pyarrow = _arrow()

    kind = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
    return pyarrow.array([{"bytes": encode_png(one), "path": None} for one in values], kind)


def _lists(values: np.ndarray) -> Any:  # noqa: ANN401
    pyarrow = _arrow()

    flat = values.reshape(len(values), -1)
    return pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(flat.ravel()), flat.shape[1])


def _stats(episode: Episode) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {}
    for name in ("observation.state", "action"):
        column = _named(episode).get(name)
        if column is None:
            continue
        values = episode.columns[column].astype(float)
        values = values[np.isfinite(values).all(axis=1)]
        found[name] = {
            "count": [float(len(values))],
            "sum": values.sum(axis=0).tolist(),
            "squares": np.square(values).sum(axis=0).tolist(),
            "min": values.min(axis=0).tolist(),
            "max": values.max(axis=0).tolist(),
        }
    return found


def _summary(parts: list[dict[str, list[float]]]) -> dict[str, list[float]]:
    count = sum(part["count"][0] for part in parts)
    mean = np.sum([part["sum"] for part in parts], axis=0) / count
    square = np.sum([part["squares"] for part in parts], axis=0) / count
    return {
        "min": np.min([part["min"] for part in parts], axis=0).tolist(),
        "max": np.max([part["max"] for part in parts], axis=0).tolist(),
        "mean": mean.tolist(),
        "std": np.sqrt(np.maximum(square - mean**2, 0)).tolist(),
        "count": [int(count)],
    }
