"""Streams of packed numbers: gzip on all cores, Zstandard, and unpacking that never trusts a promise."""

import importlib
import os
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar, runtime_checkable

from spatialwm.errors import FormatError
from spatialwm.optional import require

__all__ = ["gunzip_start", "gzip_blocks", "in_parallel", "unzstd", "zstd"]

_BLOCK = 1 << 20
"""Bytes that one core packs at a time."""
_WINDOW = 1 << 15
"""Deflate looks back so far."""
_TRIAL = 1 << 15
"""Bytes of a block on which the way to pack it is chosen."""
_LEVEL = 6
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


def gzip_blocks(data: bytes) -> bytes:
    """One gzip member, the same on every machine with the same zlib.

    Blocks of a mebibyte are packed on all cores, each with its predecessor's end as its dictionary (as pigz
    does). Where a trial finds that looking for repetitions saves less than a hundredth, as it does in noise,
    a block is only Huffman coded, which is ten times as fast.
    """
    starts = list(range(0, len(data), _BLOCK)) or [0]
    parts = in_parallel(lambda start: _deflated(data, start, last=start == starts[-1]), starts)
    ending = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_GZIP_HEADER, *parts, ending))


def _deflated(data: bytes, start: int, *, last: bool) -> bytes:
    block = memoryview(data)[start : start + _BLOCK]
    middle = len(block) // 2
    trial = block[middle : middle + _TRIAL]
    plain, searched = (_size(trial, s) for s in (zlib.Z_HUFFMAN_ONLY, zlib.Z_DEFAULT_STRATEGY))
    strategy = zlib.Z_HUFFMAN_ONLY if plain <= 1.01 * searched else zlib.Z_DEFAULT_STRATEGY
    packer = _packer(strategy, bytes(data[max(0, start - _WINDOW) : start]))
    return packer.compress(block) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _size(data: memoryview, strategy: int) -> int:
    packer = _packer(strategy)
    return len(packer.compress(data)) + len(packer.flush())


@runtime_checkable
class _Packer(Protocol):
    def compress(self, data: memoryview, /) -> bytes: ...
    def flush(self, mode: int = zlib.Z_FINISH, /) -> bytes: ...


def _packer(strategy: int, dictionary: bytes = b"") -> "_Packer":
    if dictionary and strategy != zlib.Z_HUFFMAN_ONLY:
        return zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 9, strategy, dictionary)
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 9, strategy)


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


def zstd(parts: list[bytes]) -> list[bytes]:
    """Each part as a Zstandard frame.

    Raises:
        MissingExtraError: The package ``zstandard`` is not installed.
    """
    zstandard = _zstandard()

    def pack(part: bytes) -> bytes:
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(part)

    return in_parallel(pack, parts)


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
