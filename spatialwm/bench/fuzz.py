"""``spatialwm bench fuzz``: damaged files. Each must read, or be refused by our own errors, soon and small.

Whole small files of every format are damaged at random: bits turned, bytes and words set to extremes, pieces
cut out, doubled and made up, numbers in headers replaced; of packed formats also what is packed, so that the
damage reaches the numbers. No file may raise anything but our errors, take more than two seconds, or make
Python set aside more than ten times its size plus 64 MiB.
"""

import contextlib
import gzip
import importlib.util
import io
import logging
import multiprocessing
import os
import re
import sys
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.errors import SpatialwmError
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io import glb, splat_rad, splat_spz
from spatialwm.io.packing import unzstd, zstd
from spatialwm.io.splat_formats import SPLAT_FORMATS
from spatialwm.io.webp import read_pixels, webp
from spatialwm.scene import Scene, SceneObject, Splats

__all__ = ["READERS", "Outcome", "attempt", "damaged", "run", "seeds_of"]

_SECONDS = 2.0
_PART = 100
"""Files that a process reads in one go."""
_TOLD = 2000
"""After so many a line says how far it is."""
_TIMES, _SPARE = 10, 64 << 20
_EXTREMES = tuple(
    number.to_bytes(4, "little")
    for number in (0, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0x7F800000, 0x7FC00000, 1, 0x10000)
)
"""Words: zero, the largest and smallest integers, infinity, no number, one, 65,536."""
_NUMBERS = (
    b"0",
    b"-1",
    b"4294967295",
    b"99999999999999999999",
    b"1e400",
    b"NaN",
    b"null",
    b'"x"',
    b"[]",
    b"65537",
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a reader did with one file."""

    crash: str
    """Of an error that is not ours, its kind and text; empty otherwise."""
    read: bool
    seconds: float
    excess: int
    """Bytes set aside beyond ten times the file."""


def _splats(count: int, degree: int, seed: int) -> Splats:
    rng = np.random.default_rng(seed)
    return Splats(
        means=rng.normal(size=(count, 3)),
        quats=quat_normalize(rng.normal(size=(count, 4))),
        scales=np.exp(rng.uniform(-6, -1, (count, 3))),
        opacities=rng.uniform(0, 1, count),
        sh=rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.2,
    )


def _scene(splats: Splats) -> Scene:
    return Scene(objects=(SceneObject(name="a", splats=splats),))


def _readers() -> dict[str, tuple[Callable[[Splats], bytes], Callable[[bytes], object]]]:
    found: dict[str, tuple[Callable[[Splats], bytes], Callable[[bytes], object]]] = {
        form.suffix: (form.encode, form.decode) for form in SPLAT_FORMATS
    }
    found[".spz of version 2"] = (lambda splats: splat_spz.encode(splats, version=2), splat_spz.decode)
    if importlib.util.find_spec("zstandard"):
        found[".spz of version 4"] = (splat_spz.encode_v4, splat_spz.decode)
    found[".glb"] = (lambda splats: glb.encode(_scene(splats)), glb.decode)
    return found


READERS = _readers()
"""Name -> who writes the file that is damaged, and who reads it."""


def run(most: int = 300, first: int = 0) -> Table:
    """Damage ``most`` files of every format and read them, on all cores.

    Args:
        most: Files of each format.
        first: Number of the first one, so that many can be done in parts.
    """
    parts = [
        (name, range(start, min(start + _PART, first + most)))
        for name in READERS
        for start in range(first, first + most, _PART)
    ]
    found: dict[str, list[Outcome]] = {name: [] for name in READERS}
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        for (name, _), outcomes in zip(parts, pool.imap(_tried, parts), strict=True):
            found[name] += outcomes
            if len(found[name]) % _TOLD == 0:
                sys.stderr.write(f"bench fuzz: {name}, {len(found[name]):,} of {most:,}\n")
    crashes = [
        f"{name}, file {first + k}: {o.crash}"
        for name, outcomes in found.items()
        for k, o in enumerate(outcomes)
        if o.crash
    ]
    return Table(
        title=f"bench fuzz: {most:,} damaged files of each format",
        rows=tuple(row for name, outcomes in found.items() for row in _rows(name, outcomes)),
        lines=tuple(crashes[:20]),
    )


def _tried(part: tuple[str, range]) -> list[Outcome]:
    name, numbers = part
    seeds = seeds_of(name)
    with _quietly():
        return [attempt(READERS[name][1], damaged(seeds, number)) for number in numbers]


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    """Whole files, a few hundred splats at most, of every degree."""
    write, _ = READERS[name]
    sizes = ((40, 0), (300, 1), (7, 2), (120, 3))
    return tuple(write(_splats(count, degree, degree)) for count, degree in sizes)


def damaged(seeds: Sequence[bytes], number: int) -> bytes:
    """Damaged file ``number``: always the same."""
    rng = np.random.default_rng(number)
    data = seeds[number % len(seeds)]
    if rng.random() < 0.5:
        if data[:2] == b"\x1f\x8b":
            return gzip.compress(_hurt(gzip.decompress(data), rng), 1)
        if data[:4] == b"PK\x03\x04":
            return _hurt_zip(data, rng)
        if data[:4] == b"NGSP":
            return _hurt_streams(data, rng)
        if data[:4] == b"RAD0":
            return splat_rad.rewritten(data, lambda part: _hurt(part, rng) if rng.random() < 0.2 else part)
    return _hurt(data, rng)


def attempt(read: Callable[[bytes], object], data: bytes) -> Outcome:
    """Read one file, watching the clock and the memory (as far as Python and NumPy ask for it)."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    start, crash, worked = time.perf_counter(), "", False
    try:
        read(data)
        worked = True
    except SpatialwmError:
        pass
    except Exception as error:  # the very thing that is looked for
        crash = f"{type(error).__name__}: {error}"[:200]
    seconds = time.perf_counter() - start
    _, peak = tracemalloc.get_traced_memory()
    return Outcome(crash=crash, read=worked, seconds=seconds, excess=peak - before - _TIMES * len(data))


def _rows(name: str, outcomes: list[Outcome]) -> list[Row]:
    excess = max(max(o.excess for o in outcomes), 0) / 2**20
    read = 100 * sum(o.read for o in outcomes) / len(outcomes)
    return [
        Row(name=f"{name}: crashes", value=sum(bool(o.crash) for o in outcomes), at_most=0,
            note=f"{read:.0f} % could be read"),
        Row(name=f"{name}: slowest", value=max(o.seconds for o in outcomes), unit="s", at_most=_SECONDS),
        Row(name=f"{name}: most memory beyond 10x", value=excess, unit="MiB", at_most=_SPARE / 2**20),
    ]  # fmt: skip


def _hurt(data: bytes, rng: np.random.Generator) -> bytes:
    for _ in range(int(rng.integers(1, 4))):
        # headers are short and matter most: half of the damage is done to the first 200 bytes
        reach = min(200, len(data)) if rng.random() < 0.5 else len(data)
        at = int(rng.integers(0, max(1, reach)))
        data = _WAYS[int(rng.integers(len(_WAYS)))](data, at, rng)
    return data


def _bit(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    return data[:at] + bytes(b ^ (1 << int(rng.integers(8))) for b in data[at : at + 1]) + data[at + 1 :]


def _word(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    at -= at % 4
    return data[:at] + _EXTREMES[int(rng.integers(len(_EXTREMES)))] + data[at + 4 :]


def _noise(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    return data[:at] + rng.bytes(int(rng.integers(1, 40))) + data[at + int(rng.integers(0, 40)) :]


def _cut(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    return data[:at] if rng.random() < 0.3 else data[:at] + data[at + int(rng.integers(1, 400)) :]


def _double(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    size = int(rng.integers(1, 400))
    return data[: at + size] + data[at:]


def _number(data: bytes, at: int, rng: np.random.Generator) -> bytes:
    """Another number where the next one stands written out."""
    found = re.compile(rb"-?\d+(\.\d+)?(e-?\d+)?").search(data, at, at + 4000)
    if found is None:
        return _word(data, at, rng)
    return data[: found.start()] + _NUMBERS[int(rng.integers(len(_NUMBERS)))] + data[found.end() :]


_WAYS = (_bit, _word, _noise, _cut, _double, _number)


def _hurt_zip(data: bytes, rng: np.random.Generator) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        names = source.namelist()
        chosen = "meta.json" if rng.random() < 0.6 else names[int(rng.integers(len(names)))]
        for name in names:
            content = source.read(name)
            target.writestr(name, _hurt_entry(name, content, rng) if name == chosen else content)
    return packed.getvalue()


def _hurt_entry(name: str, content: bytes, rng: np.random.Generator) -> bytes:
    """Of a picture sometimes its pixels, so that they are read."""
    if not name.endswith(".webp") or rng.random() < 0.3:
        return _hurt(content, rng)
    pixels = read_pixels(content, most=1 << 20, what=name)
    return webp(_same_size(_hurt(pixels.tobytes(), rng), pixels))


def _hurt_streams(data: bytes, rng: np.random.Generator) -> bytes:
    """What the streams of an SPZ of version 4 hold; all keep their length."""
    at = int.from_bytes(data[16:20], "little")
    table = np.frombuffer(data, "<u8", 12, at).reshape(6, 2)
    ends = (at + 96 + np.cumsum(table[:, 0])).tolist()
    streams = list[bytes]()
    for (packed, size), end in zip(table.tolist(), ends, strict=True):
        stream = np.frombuffer(unzstd(data[end - packed : end], size, what="SPZ") if size else b"", np.uint8)
        hurt = rng.random() < 0.3 and size > 0
        streams.append(
            _same_size(_hurt(stream.tobytes(), rng), stream).tobytes() if hurt else stream.tobytes()
        )
    repacked = zstd(streams)
    sizes = np.array([[len(p), len(s)] for p, s in zip(repacked, streams, strict=True)], "<u8")
    return b"".join((data[:at], sizes.tobytes(), *repacked))


def _same_size(data: bytes, like: np.ndarray) -> np.ndarray:
    """Bytes cut, or doubled, to another array's shape."""
    return np.resize(np.frombuffer(data or b"\0", np.uint8), like.shape)


@contextlib.contextmanager
def _quietly() -> Generator[None]:
    """Without the warnings of thousands of damaged files; with memory watched."""
    log, level = logging.getLogger("spatialwm"), logging.getLogger("spatialwm").level
    log.setLevel(logging.ERROR)
    tracemalloc.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        tracemalloc.stop()
        log.setLevel(level)
