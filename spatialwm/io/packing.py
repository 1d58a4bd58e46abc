"""Streams of packed numbers: gzip on all cores, Zstandard, and unpacking that never trusts a promise."""

import importlib
import os
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from spatialwm.errors import FormatError
from spatialwm.optional import require

__all__ = ["gunzip_start", "gzip_blocks", "in_parallel", "unzstd", "zstd"]

_BLOCK = 1 << 20
"""Bytes that one core packs at a time."""
_WINDOW = 1 << 15
"""Deflate looks back so far."""
_TRIAL = 1 << 15
"""Bytes of a block on which the way to pack it is chosen."""
_SHORT = 1 << 14
"""Bytes that are not worth a code of their own."""
_MAX_RATIO = 1032
"""Deflate never packs better (zlib, technical details)."""
_ZSTD_WINDOW = 1 << 27
"""Bytes; the most that the reference decoder allows by default."""
_ZSTD_LEVEL = 3
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

_A = TypeVar("_A")
_B = TypeVar("_B")


def in_parallel(work: Callable[[_A], _B], items: list[_A]) -> list[_B]:
    """``work`` of every item, in order; zlib, WebP and BLAS let go of Python's lock."""
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        return list(pool.map(work, items))


def gzip_blocks(streams: Sequence[bytes | memoryview]) -> bytes:
    """One gzip member of the streams one after the other, the same on every machine with the same zlib.

    Each stream is cut into blocks of at most a mebibyte, which are packed on all cores, each with what comes
    before it as its dictionary (as pigz does). How hard repetitions are looked for is tried out on a part of
    each block: noise is only Huffman coded, runs are counted, which is ten times as fast as a full search
    and, where nearly all is one value, also smaller.
    """
    data = b"".join(streams)
    starts = _block_starts([len(stream) for stream in streams])
    ends = [*starts[1:], len(data)]
    parts = in_parallel(lambda k: _deflated(data, starts[k], ends[k]), list(range(len(starts))))
    ending = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_GZIP_HEADER, *parts, ending))


def _block_starts(sizes: list[int]) -> list[int]:
    """Where blocks begin: with a stream, or a mebibyte later; short streams share one."""
    starts, at = [0], 0
    for size in sizes:
        if size >= _SHORT and at - starts[-1] >= _SHORT:
            starts.append(at)
        starts += range(starts[-1] + _BLOCK, at + size, _BLOCK)
        at += size
    return starts


def _deflated(data: bytes, start: int, end: int) -> bytes:
    block = memoryview(data)[start:end]
    middle = len(block) // 2
    trial = block[middle : middle + _TRIAL]
    prices = [len(_packed(trial, way)) * way.price for way in _WAYS]
    way = _WAYS[prices.index(min(prices))]
    dictionary = bytes(data[max(0, start - _WINDOW) : start]) if way.looks_back else b""
    return _packed(block, way, dictionary, zlib.Z_FINISH if end == len(data) else zlib.Z_SYNC_FLUSH)


@dataclass(frozen=True)
class _Way:
    """How deflate looks for repetitions."""

    level: int
    strategy: int
    price: float
    """What a byte counts that is won in this way, for the time that it takes."""

    @property
    def looks_back(self) -> bool:
        return self.strategy == zlib.Z_DEFAULT_STRATEGY


_WAYS = (
    _Way(6, zlib.Z_HUFFMAN_ONLY, 1.0),
    _Way(6, zlib.Z_RLE, 1.0),
    _Way(1, zlib.Z_DEFAULT_STRATEGY, 1.01),
    _Way(4, zlib.Z_DEFAULT_STRATEGY, 1.03),
    _Way(6, zlib.Z_DEFAULT_STRATEGY, 1.08),
)
"""Measured on the streams of SPZ: they take 1, 1, 2, 3 and 4 to 20 times as long as the first."""


def _packed(data: memoryview, way: _Way, dictionary: bytes = b"", ending: int = zlib.Z_FINISH) -> bytes:
    if dictionary:
        packer = zlib.compressobj(way.level, zlib.DEFLATED, -15, 9, way.strategy, dictionary)
    else:
        packer = zlib.compressobj(way.level, zlib.DEFLATED, -15, 9, way.strategy)
    return packer.compress(data) + packer.flush(ending)


def gunzip_start(data: bytes, size: int, *, what: str) -> bytes:
    """The first ``size`` bytes of a gzip stream; what lies behind them stays packed.

    Raises:
        FormatError: Not gzip, damaged, or the stream holds less.
    """
    if size > _MAX_RATIO * len(data):
        raise FormatError(f"This {what} is cut short: {size:,} bytes cannot come out of {len(data):,}.")
    try:
        found = zlib.decompressobj(31).decompress(data, size) if size else b""
    except zlib.error as error:
        raise FormatError(
            f"This is not an {what} file, or a damaged one: its gzip stream is broken."
        ) from error
    if len(found) < size:
        raise FormatError(f"This {what} is cut short: {size:,} bytes are needed, {len(found):,} are there.")
    return found


def zstd(parts: Sequence[bytes | memoryview]) -> list[bytes]:
    """Each part as a Zstandard frame.

    Raises:
        MissingExtraError: The package ``zstandard`` is not installed.
    """
    zstandard = _zstandard()

    def pack(part: bytes | memoryview) -> bytes:
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(part)

    return in_parallel(pack, list(parts))


def unzstd(data: bytes, size: int, *, what: str) -> bytes:
    """The first ``size`` bytes of a Zstandard frame.

    Raises:
        FormatError: Damaged, or the frame holds less.
        MissingExtraError: The package ``zstandard`` is not installed.
    """
    zstandard = _zstandard()
    try:
        with zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).stream_reader(data) as stream:
            found: bytes = stream.read(size)
    except zstandard.ZstdError as error:
        raise FormatError(f"This {what} is damaged: a Zstandard stream is broken.") from error
    if len(found) < size:
        raise FormatError(f"This {what} is cut short: {size:,} bytes are needed, {len(found):,} are there.")
    return found


def _zstandard() -> Any:  # noqa: ANN401 (an extra: its types may not be there)
    require("zstandard", extra="spz4")
    return importlib.import_module("zstandard")
