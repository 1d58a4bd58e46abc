"""Gaussian splats in SPZ (Niantic Labs), about a tenth of a PLY: versions 2 to 4 are read and written.

Versions 2 and 3 are a gzip stream of a 16-byte header and one block per attribute; version 4 is a 32-byte
header, a table, and one Zstandard stream per attribute (extra ``spz4``). Version 3 is written unless another
is asked for: every reader takes it. The axes are ours (x right, y up, z back), as the specification says, or
those that Adobe's extension of version 4 names; note that many tools write the unturned numbers of a PLY,
which then come in upside down: give ``decode`` the frame ``PLY_RDF`` for such a file.

Lost: positions beyond 1/4096 m (within 2 km of the origin; further away beyond the finest 24 bits that fit),
scales beyond 3 % and outside e^-10 to e^5.9 m, opacities beyond 1/510, rotations beyond 1/170 (1/5 in
version 2, where w is small), degree-0 coefficients beyond 1/38 and outside +-3.3, higher ones beyond 1/30
(degree 1) and 1/15 and outside +-1, as the reference encoder does by default. Degree 4 is left out when
reading.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from spatialwm.errors import FormatError, InputError
from spatialwm.frames import SPZ_RUB, Frame
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io.packing import gunzip_start, gzip_blocks, unzstd, zstd
from spatialwm.io.splat_values import RawSplats, row_blocks, splats_to, to_bytes
from spatialwm.scene.splat_edits import some_splats
from spatialwm.scene.splats import Splats

__all__ = ["MAX_SPLATS", "REFERENCE_SH_BITS", "decode", "encode", "encode_v4", "read_raw"]

MAX_SPLATS = 10_000_000
"""As in the reference reader; decompresses to at most 890 MB."""
REFERENCE_SH_BITS = (5, 4)
"""Of degree 1, and of those above: the reference encoder's default, which packs to half the size of 8."""

_MAGIC = 0x5053474E
_HEADER = np.dtype(
    [
        ("magic", "<u4"),
        ("version", "<u4"),
        ("count", "<u4"),
        ("degree", "u1"),
        ("fraction_bits", "u1"),
        ("flags", "u1"),
        ("streams", "u1"),
    ]
)
_V4_HEADER_SIZE = 32
_HAS_EXTENSIONS = 2
_COORDINATES = 0xADBE0003
"""Adobe's extension: which way the axes point (extensions/README.md of nianticlabs/spz)."""
_AXES_NAMES = ("", "LDB", "RDB", "LUB", "RUB", "LDF", "RDF", "LUF", "RUF",
               "LFD", "RFD", "LFU", "RFU", "LBD", "RBD", "LBU", "RBU")  # fmt: skip
_LETTERS = {"R": (1, 0, 0), "L": (-1, 0, 0), "U": (0, 1, 0), "D": (0, -1, 0), "B": (0, 0, 1), "F": (0, 0, -1)}
_FRACTION_BITS = 12
_COLOR_SCALE = 0.15
_OUTWARD = 0.02
"""Of a bucket. What a harmonic loses where it becomes zero, its neighbours in the picture lose too, so that
it adds up: of a room's million splats the picture kept 0.13 dB more so, in 1.4 % more bytes."""
_HALF_ROOT = 0.5**0.5
_REST_COUNTS = (0, 3, 8, 15, 24)


def encode(
    splats: Splats, *, version: Literal[2, 3, 4] = 3, sh_bits: tuple[int, int] = REFERENCE_SH_BITS
) -> bytes:
    """The splats as an SPZ file.

    Args:
        splats: What to write.
        version: 3 is read everywhere, 2 by older importers, 4 is the smallest.
        sh_bits: Of each harmonic of degree 1, and of those above: 1 to 8; more are finer and pack worse.

    Raises:
        FormatError: More than ``MAX_SPLATS`` splats, or one further than 8,388 km away.
        InputError: Bits outside 1 to 8.
        MissingExtraError: Version 4 without the package ``zstandard``.
    """
    if not all(1 <= bits <= 8 for bits in sh_bits):
        raise InputError(f"A harmonic takes 1 to 8 bits in SPZ, not {sh_bits}.")
    count = len(splats)
    if count > MAX_SPLATS:
        raise FormatError(f"SPZ holds at most {MAX_SPLATS:,} splats, not {count:,}; thin or split them.")
    bits = _fraction_bits(splats.means)
    header = np.zeros(1, _HEADER)
    header[0] = (_MAGIC, version, count, splats.sh_degree, bits, 0, 6 if version == 4 else 0)
    streams = _streams(splats, version, bits, sh_bits)
    if version != 4:
        return gzip_blocks([header.data.cast("B"), *streams])
    packed = zstd(streams)
    sizes = b"".join(struct.pack("<QQ", len(p), len(s)) for p, s in zip(packed, streams, strict=True))
    return b"".join((header.tobytes(), struct.pack("<I12x", _V4_HEADER_SIZE), sizes, *packed))


def _streams(splats: Splats, version: int, bits: int, sh_bits: tuple[int, int]) -> list[memoryview]:
    """One per attribute."""
    widths = _widths(version, splats.sh.shape[1] - 1)
    positions, alphas, colors, scales, rotations, rest = (
        np.empty((len(splats), width), np.uint8) for width in widths
    )
    for rows in row_blocks(len(splats)):
        turned = splats_to(SPZ_RUB, some_splats(splats, rows))
        positions[rows] = _fixed24(turned.means * np.float32(2.0**bits))
        alphas[rows, 0] = to_bytes(turned.opacities * np.float32(255))
        colors[rows] = to_bytes(turned.sh[:, 0] * np.float32(_COLOR_SCALE * 255) + np.float32(127.5))
        scales[rows] = to_bytes((np.log(turned.scales) + np.float32(10)) * np.float32(16))
        rotations[rows] = _first_three(turned.quats) if version == 2 else _smallest_three(turned.quats)
        rest[rows] = _harmonic_bytes(turned.sh[:, 1:], sh_bits)
    return [block.reshape(-1).data for block in (positions, alphas, colors, scales, rotations, rest)]


def _widths(version: int, rest_count: int) -> tuple[int, ...]:
    """Bytes of one splat in each block."""
    return (9, 1, 3, 3, 3 if version == 2 else 4, 3 * rest_count)


def encode_v4(splats: Splats) -> bytes:
    """The splats as an SPZ file of version 4; as ``encode``."""
    return encode(splats, version=4)


def decode(data: bytes, *, frame: Frame = SPZ_RUB) -> Splats:
    """The splats of an SPZ file of version 2 to 4, whose numbers are in ``frame``.

    Raises:
        FormatError: Not an SPZ, another version, cut short, damaged, or absurdly large.
        MissingExtraError: Version 4 without the package ``zstandard``.
    """
    return read_raw(data, frame=frame).splats()


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(data: bytes, *, frame: Frame = SPZ_RUB) -> RawSplats:
    """The numbers of an SPZ file; as ``decode``."""
    if data[:4] == b"NGSP":
        header, streams = _streams_of_v4(data)
        frame = _named_frame(data, header) or frame
    else:
        header = _read_header(gunzip_start(data, _HEADER.itemsize, what="SPZ"))
        body = gunzip_start(data, _HEADER.itemsize + sum(header.sizes), what="SPZ")
        ends = np.cumsum((_HEADER.itemsize, *header.sizes)).tolist()
        streams = [body[a:b] for a, b in pairwise(ends)]
    positions, alphas, colors, scales, rotations, rest = (
        np.frombuffer(stream, np.uint8).reshape(header.count, width)
        for stream, width in zip(streams, header.widths, strict=True)
    )
    sh = np.empty((header.count, 1 + min(15, header.rest_count), 3), np.float32)
    sh[:, 0] = (colors * np.float32(1 / 255) - np.float32(0.5)) / np.float32(_COLOR_SCALE)
    levels = (np.arange(256, dtype=np.float32) - 128) / 128
    sh[:, 1:] = levels[rest.reshape(header.count, header.rest_count, 3)[:, :15]]
    return RawSplats(
        means=_from_fixed24(positions.reshape(-1, 3, 3)) * np.float32(0.5**header.fraction_bits),
        quats=_from_first_three(rotations) if header.version == 2 else _from_smallest_three(rotations),
        log_scales=scales * np.float32(1 / 16) - np.float32(10),
        opacities=alphas[:, 0] / np.float32(255),
        sh=sh,
        frame=frame,
        what="SPZ",
    )


@dataclass(frozen=True)
class _Header:
    version: int
    count: int
    rest_count: int
    fraction_bits: int

    flags: int

    @property
    def widths(self) -> tuple[int, ...]:
        """Bytes of one splat in each block."""
        return _widths(self.version, self.rest_count)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Bytes of each block."""
        return tuple(width * self.count for width in self.widths)


def _read_header(data: bytes) -> _Header:
    row = np.frombuffer(data, _HEADER)[0]
    if row["magic"] != _MAGIC:
        raise FormatError("This is not an SPZ file: its gzip stream does not begin with 'NGSP'.")
    if row["version"] not in (2, 3, 4):
        raise FormatError(
            f"This SPZ is of version {row['version']}; versions 2 to 4 are read: convert it to 3."
        )
    if row["degree"] > (4 if row["version"] == 4 else 3) or row["fraction_bits"] > 23:
        raise FormatError(
            f"This SPZ claims degree {row['degree']} and {row['fraction_bits']} bits: it is damaged."
        )
    if row["count"] > MAX_SPLATS:
        raise FormatError(f"This SPZ claims {row['count']:,} splats; at most {MAX_SPLATS:,} are read.")
    version, count, bits = (int(row[name]) for name in ("version", "count", "fraction_bits"))
    return _Header(version, count, _REST_COUNTS[int(row["degree"])], bits, int(row["flags"]))


def _streams_of_v4(data: bytes) -> tuple[_Header, list[bytes]]:
    if len(data) < _V4_HEADER_SIZE:
        raise FormatError("This SPZ is cut short: its header is not whole.")
    header = _read_header(data[: _HEADER.itemsize])
    at, stream_count = int.from_bytes(data[16:20], "little"), data[15]
    if header.version != 4 or stream_count != 6 or not _V4_HEADER_SIZE <= at <= len(data) - 96:
        raise FormatError(
            f"This SPZ has {stream_count} streams from byte {at:,} on: it is damaged or cut short."
        )
    table = struct.unpack_from("<12Q", data, at)
    at += 96
    streams = list[bytes]()
    for packed, size, wanted in zip(table[::2], table[1::2], header.sizes, strict=True):
        if size != wanted or packed > len(data) - at:
            raise FormatError("This SPZ is cut short, or the table of its streams is damaged.")
        if size > 10_000 * (packed + 100):  # real streams pack at most a thousandfold (load-spz.cc)
            raise FormatError(f"This SPZ is damaged: {size:,} bytes cannot come out of {packed:,}.")
        streams.append(unzstd(data[at : at + packed], size, what="SPZ") if size else b"")
        at += packed
    return header, streams


def _named_frame(data: bytes, header: _Header) -> Frame | None:
    """The axes that the file names, if it does."""
    at, end = _V4_HEADER_SIZE, int.from_bytes(data[16:20], "little")
    while header.flags & _HAS_EXTENSIONS and at + 8 <= end:
        kind, size = struct.unpack_from("<II", data, at)
        if kind == _COORDINATES and size == 4 and at + 12 <= end:
            (code,) = struct.unpack_from("<I", data, at + 8)
            if not 0 < code < len(_AXES_NAMES):
                return None
            x, y, z = (_LETTERS[letter] for letter in _AXES_NAMES[code])
            frame = Frame(name=_AXES_NAMES[code], axes=(x, y, z), source="SPZ_ADOBE_coordinate_system")
            if frame.handedness < 0:
                raise FormatError(f"This SPZ has the mirrored axes {frame.name}; save it with RUB or RDF.")
            return frame
        at += 8 + size
    return None


def _fraction_bits(means: np.ndarray) -> int:
    """12, as everybody writes; fewer where the scene is too large for them."""
    extent = float(np.abs(means).max()) if means.size else 0.0
    bits = _FRACTION_BITS
    while bits and extent * 2**bits >= 2**23 - 1:
        bits -= 1
    if extent * 2**bits >= 2**23 - 1:
        raise FormatError(
            f"SPZ holds splats within 8,388 km of the origin; one is {extent / 1000:,.0f} km away."
        )
    return bits


def _fixed24(values: np.ndarray) -> np.ndarray:
    integers = np.rint(values).astype("<i4")
    return np.ascontiguousarray(integers).view(np.uint8).reshape(-1, 3, 4)[:, :, :3].reshape(-1, 9)


def _from_fixed24(parts: np.ndarray) -> np.ndarray:
    shifted = np.zeros((*parts.shape[:2], 4), np.uint8)
    shifted[:, :, 1:] = parts
    return (shifted.view("<i4")[:, :, 0] >> 8).astype(np.float32)


def _harmonic_bytes(rest: np.ndarray, sh_bits: tuple[int, int]) -> np.ndarray:
    """Bytes around 128, at the middle of buckets of ``2**(8 - bits)``.

    The reference encoder rounds to a byte first and then to a bucket, half up both times, which lifts every
    coefficient a little. We round once, and a little away from zero: see ``_OUTWARD``.
    """
    flat = rest.reshape(len(rest), 3 * rest.shape[1])
    buckets = np.repeat([2 ** (8 - sh_bits[0]), 2 ** (8 - sh_bits[1])], [9, 36])[: flat.shape[1]]
    levels = flat * (128 / buckets).astype(np.float32)
    levels += np.copysign(np.where(buckets > 1, _OUTWARD, 0).astype(np.float32), levels)
    np.rint(levels, out=levels)
    levels *= buckets.astype(np.float32)
    levels += np.float32(128)
    return np.clip(levels, 0, 255, out=levels).astype(np.uint8)


def _smallest_three(quats: np.ndarray) -> np.ndarray:
    """Two bits say which of xyzw is largest; the others follow in order, as a sign and nine bits each."""
    xyzw = np.roll(quat_normalize(quats), -1, axis=-1)
    largest = np.argmax(np.abs(xyzw), axis=-1)
    negate = np.take_along_axis(xyzw, largest[:, None], axis=-1)[:, 0] < 0
    packed: np.ndarray = largest.astype(np.uint32)
    for k in range(4):
        magnitude = (np.abs(xyzw[:, k]) * np.float32(511 / _HALF_ROOT) + np.float32(0.5)).astype(np.uint32)
        sign = ((xyzw[:, k] < 0) ^ negate).astype(np.uint32)
        part = (packed << np.uint32(10)) | (sign << np.uint32(9)) | np.minimum(magnitude, np.uint32(511))
        packed = np.where(largest == k, packed, part)
    return packed.astype("<u4").view(np.uint8).reshape(-1, 4)


def _from_smallest_three(parts: np.ndarray) -> np.ndarray:
    packed: np.ndarray = np.ascontiguousarray(parts).view("<u4").reshape(len(parts))
    largest = (packed >> 30).astype(int)
    xyzw = np.zeros((len(packed), 4), np.float32)
    for k in (3, 2, 1, 0):
        other = largest != k
        value: np.ndarray = (packed & 511).astype(np.float32) * np.float32(_HALF_ROOT / 511)
        xyzw[:, k] = np.where(other, np.where(packed & 512, -value, value), 0)
        packed = np.where(other, packed >> 10, packed)
    rest = np.sqrt(np.maximum(1 - np.einsum("nk,nk->n", xyzw, xyzw), 0))
    np.put_along_axis(xyzw, largest[:, None], rest[:, None], axis=-1)
    return np.roll(xyzw, 1, axis=-1)


def _first_three(quats: np.ndarray) -> np.ndarray:
    """Version 2: x, y and z as bytes around 127.5, of the sign that makes w positive."""
    unit = quat_normalize(quats)
    return to_bytes((np.where(unit[:, :1] < 0, -unit, unit)[:, 1:] + 1) * 127.5)


def _from_first_three(parts: np.ndarray) -> np.ndarray:
    """The inverse of ``_first_three``; w is what is missing to length one."""
    xyz = parts / np.float32(127.5) - np.float32(1)
    w = np.sqrt(np.maximum(1 - np.sum(xyz**2, axis=-1, keepdims=True), 0))
    return np.concatenate([w, xyz], axis=-1)
