"""Data sets in shards, each a pure function of its number: workers, order and resuming change nothing."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spatialwm.datasets.episode import Settings, episodes
from spatialwm.datasets.hdf5 import encode_hdf5
from spatialwm.datasets.lerobot import Rows, encode_rows, write_meta
from spatialwm.datasets.workers import connected, mapped
from spatialwm.errors import InputError
from spatialwm.io import load
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.optional import require

__all__ = ["FORMATS", "Written", "write_dataset"]

FORMATS = ("hdf5", "lerobot")
_MOST_EPISODES, _MOST_IN_SHARD = 10_000_000, 1000
_NAME = "dataset.json"
_MAX_JSON = 64 << 20
"""Bytes of a description that is read back."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written."""

    folder: Path
    episodes: int
    triples: int
    """(observation, action, result): one per step."""
    checksum: str
    """Of all that was recorded, whatever the number of workers and the format."""
    made: int
    """Triples computed by this call; the others were there."""
    seconds: float
    """By the clock [s]."""

    @property
    def per_hour(self) -> float:
        """Triples this call would make in an hour."""
        return 3600 * self.made / max(self.seconds, 1e-9)


@dataclass(frozen=True, kw_only=True)
class _Shard:
    """A piece of work that travels to a worker."""

    scene: str
    folder: str
    format: str
    settings: Settings
    seed: int
    number: int
    first: int
    count: int

    @property
    def path(self) -> Path:
        if self.format == "lerobot":
            chunk, file = divmod(self.number, _MOST_IN_SHARD)
            return Path(self.folder) / "data" / f"chunk-{chunk:03d}" / f"file-{file:03d}.parquet"
        return Path(self.folder) / f"shard-{self.number:05d}.h5"

    @property
    def note(self) -> Path:
        """Written after the shard itself: says that it is whole, and what is in it."""
        return Path(self.folder) / "shards" / f"shard-{self.number:05d}.json"


def write_dataset(
    scene: Path,
    folder: Path,
    *,
    episodes: int,
    settings: Settings | None = None,
    seed: int = 0,
    format: str = "hdf5",
    workers: int = 1,
    ray: str | None = None,
    per_shard: int = 16,
    progress: Callable[[str], None] | None = None,
) -> Written:
    """Record episodes; shards that are there from an earlier run with the same settings are kept.

    Args:
        scene: Scene file.
        folder: Where to write.
        episodes: How many; the k-th has the seed ``seed + k``.
        settings: What is observed, and how long.
        seed: The same seed gives the same data, to the byte, with any number of workers.
        format: ``hdf5`` (extra ``data``) or ``lerobot``: version 3.0 of its layout, parquet (the same extra).
        workers: Processes.
        ray: Address of a Ray cluster (extra ``ray``), whose machines must have the scene and the folder under
            the same paths, or ``local`` to start one of ``workers`` processes here.
        per_shard: Episodes per file.
        progress: Is told how far it is.

    Raises:
        InputError: Numbers that cannot be meant; the folder holds another data set; there is no such cluster.
        MissingExtraError: The format's package, or Ray, is not installed.
    """
    settings = Settings() if settings is None else settings
    _check(episodes, format, workers, per_shard, seed)
    require("h5py" if format == "hdf5" else "pyarrow", extra="data")
    began = time.perf_counter()
    said = _said(scene, settings, seed, format, per_shard)
    shards = [
        _Shard(
            scene=str(scene.resolve()), folder=str(folder.resolve()), format=format, settings=settings,
            seed=seed, number=k, first=first, count=min(per_shard, episodes - first),
        )
        for k, first in enumerate(range(0, episodes, per_shard))
    ]  # fmt: skip
    with connected(ray, workers=workers):
        _begin(folder, said)
        missing = [shard for shard in shards if not _is_there(shard)]
        for k, _ in enumerate(mapped(_make, missing, workers=workers, by_ray=ray is not None), 1):
            if progress is not None:
                progress(f"{len(shards) - len(missing) + k} of {len(shards)} shards")
    checksum = _described(shards, said, episodes)
    return Written(
        folder=folder,
        episodes=episodes,
        triples=episodes * settings.steps,
        checksum=checksum,
        made=sum(shard.count for shard in missing) * settings.steps,
        seconds=time.perf_counter() - began,
    )


def _described(shards: list[_Shard], said: dict[str, Any], episodes: int) -> str:
    """Write what describes the whole, and return its checksum."""
    notes = [json.loads(read_bounded(shard.note, limit=_MAX_JSON)) for shard in shards]
    folder, settings = Path(shards[0].folder), shards[0].settings
    if shards[0].format == "lerobot":
        write_meta(folder, [Rows(**note["rows"]) for note in notes], settings)
    checksum = hashlib.sha256("".join(note["checksum"] for note in notes).encode()).hexdigest()
    done = said | {"episodes": episodes, "triples": episodes * settings.steps, "checksum": checksum}
    write_atomically(folder / _NAME, json.dumps(done, indent=2).encode())
    return checksum


def _check(episodes: int, format: str, workers: int, per_shard: int, seed: int) -> None:
    if format not in FORMATS:
        raise InputError(f"There is no format '{format:.40}'; known: {', '.join(FORMATS)}.")
    if not (1 <= episodes <= _MOST_EPISODES and 1 <= per_shard <= _MOST_IN_SHARD and 1 <= workers <= 256):
        raise InputError(
            f"A data set has 1 to {_MOST_EPISODES:,} episodes, 1 to {_MOST_IN_SHARD} per shard, and 1 to 256 "
            f"workers; got {episodes}, {per_shard}, {workers}."
        )
    if not 0 <= seed < 2**62:
        raise InputError(f"A seed is at least 0, got {seed}.")


def _said(scene: Path, settings: Settings, seed: int, format: str, per_shard: int) -> dict[str, Any]:
    """What must be the same for a run to be gone on with."""
    digest = hashlib.sha256(read_bounded(scene)).hexdigest()
    kinds = json.loads(json.dumps(asdict(settings)))
    return {"scene": digest, "settings": kinds, "seed": seed, "format": format, "per_shard": per_shard}


def _begin(folder: Path, said: dict[str, Any]) -> None:
    path = folder / _NAME
    if path.exists():
        try:
            before = json.loads(read_bounded(path, limit=_MAX_JSON))
            other = [key for key, value in said.items() if before.get(key) != value]
        except (ValueError, AttributeError) as error:
            raise InputError(f"'{path}' is no description of a data set; choose another folder.") from error
        if other:
            raise InputError(
                f"'{folder}' holds a data set that differs in {', '.join(other)}; choose another folder."
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"'{folder}' is not an empty folder; choose another place for the data set.")
    write_atomically(path, json.dumps(said, indent=2).encode())


def _is_there(shard: _Shard) -> bool:
    """Whether an earlier run finished it, with as many episodes."""
    if not (shard.path.exists() and shard.note.exists()):
        return False
    try:
        note = json.loads(read_bounded(shard.note, limit=_MAX_JSON))
        return note["count"] == shard.count and note["bytes"] == shard.path.stat().st_size
    except (ValueError, KeyError, TypeError):
        return False


def _make(shard: _Shard) -> None:
    """Compute and write one shard, then its note."""
    scene = load(Path(shard.scene))
    seeds = range(shard.seed + shard.first, shard.seed + shard.first + shard.count)
    made = list(episodes(scene, shard.settings, seeds))
    if shard.format == "hdf5":
        data, rows = encode_hdf5(made), None
    else:
        data, rows = encode_rows(made, shard.settings, first=shard.first)
    write_atomically(shard.path, data)
    checksum = hashlib.sha256("".join(one.checksum for one in made).encode()).hexdigest()
    note: dict[str, Any] = {"count": shard.count, "bytes": len(data), "checksum": checksum}
    if rows is not None:
        note["rows"] = asdict(rows)
    write_atomically(shard.note, json.dumps(note).encode())
