"""Gaussian splats in SPZ (Niantic Labs), about a tenth of a PLY: versions 2 and 3 are read, 3 is written.

A gzip stream of a 16-byte header and one block per attribute. The axes are ours (x right, y up, z back), as
the specification says; note that many tools write the unturned numbers of a PLY, which then come in
upside down: give ``decode`` the frame ``PLY_RDF`` for such a file.

Lost: positions beyond 1/4096 m (within 2 km of the origin; further away beyond the finest 24 bits that fit),
scales beyond 3 % and outside e^-10 to e^5.9 m, opacities beyond 1/255, rotations beyond 1/700, degree-0
coefficients beyond 1/38 and outside +-3.3, higher ones beyond 1/128 and outside +-1.
"""

import gzip
import io
import zlib
from dataclasses import dataclass

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import SPZ_RUB, Frame
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io.splat_values import splats_from, splats_of_arrays, splats_to
from spatialwm.scene.splats import Splats

__all__ = ["MAX_SPLATS", "decode", "encode"]

MAX_SPLATS = 10_000_000
"""As in the reference reader; decompresses to at most 650 MB."""

_MAGIC = 0x5053474E
_HEADER = np.dtype(
    [
        ("magic", "<u4"),
        ("version", "<u4"),
        ("count", "<u4"),
        ("degree", "u1"),
        ("fraction_bits", "u1"),
        ("flags", "<u2"),
    ]
)
_FRACTION_BITS = 12
_COLOR_SCALE = 0.15
_HALF_ROOT = 0.5**0.5
_REST_COUNTS = (0, 3, 8, 15)


def encode(splats: Splats) -> bytes:
    """The splats as an SPZ file of version 3.

    Raises:
        FormatError: More than ``MAX_SPLATS`` splats, or one further than 8,388 km away.
    """
    count = len(splats)
    if count > MAX_SPLATS:
        raise FormatError(f"SPZ holds at most {MAX_SPLATS:,} splats, not {count:,}; thin or split them.")
    turned = splats_to(SPZ_RUB, splats)
    bits = _fraction_bits(turned.means)
    header = np.zeros(1, _HEADER)
    header[0] = (_MAGIC, 3, count, splats.sh_degree, bits, 0)
    blocks = [
        _fixed24(turned.means.astype(float) * 2.0**bits),
        _bytes(turned.opacities.astype(float) * 255),
        _bytes((turned.sh[:, 0].astype(float) * _COLOR_SCALE + 0.5) * 255),
        _bytes((np.log(turned.scales.astype(float)) + 10) * 16),
        _smallest_three(turned.quats.astype(float)),
        _bytes(turned.sh[:, 1:].astype(float) * 128 + 128),
    ]
    payload = header.tobytes() + b"".join(block.tobytes() for block in blocks)
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(payload) + packer.flush()


def decode(data: bytes, *, frame: Frame = SPZ_RUB) -> Splats:
    """The splats of an SPZ file of version 2 or 3, whose numbers are in ``frame``.

    Raises:
        FormatError: Not an SPZ, another version, cut short, damaged, or absurdly large.
    """
    if data[:4] == b"NGSP":
        raise FormatError(
            "This SPZ is of version 4; convert it to version 3, for example with splat-transform."
        )
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        header = _read_header(_read(stream, _HEADER.itemsize))
        body = _read(stream, header.body_size)
    blocks = _Blocks(body, header.count)
    means = _from_fixed24(blocks.take(9).reshape(-1, 3, 3)) / 2.0**header.fraction_bits
    opacities = blocks.take(1)[:, 0] / 255
    sh0 = (blocks.take(3) / 255 - 0.5) / _COLOR_SCALE
    log_scales = blocks.take(3) / 16 - 10
    quats = _from_smallest_three(blocks.take(4)) if header.version == 3 else _from_first_three(blocks.take(3))
    rest = blocks.take(3 * header.rest_count).reshape(header.count, header.rest_count, 3)
    return splats_from(
        frame,
        splats_of_arrays(
            means=means,
            quats=quats,
            log_scales=log_scales,
            opacities=opacities,
            sh=np.concatenate(
                [sh0[:, None], (rest.astype(np.float32) - 128) / 128], axis=1, dtype=np.float32
            ),
            what="SPZ",
        ),
    )


@dataclass(frozen=True)
class _Header:
    version: int
    count: int
    rest_count: int
    fraction_bits: int

    @property
    def body_size(self) -> int:
        return self.count * (9 + 1 + 3 + 3 + (4 if self.version == 3 else 3) + 3 * self.rest_count)


def _read_header(data: bytes) -> _Header:
    row = np.frombuffer(data, _HEADER)[0]
    if row["magic"] != _MAGIC:
        raise FormatError("This is not an SPZ file: its gzip stream does not begin with 'NGSP'.")
    if row["version"] not in (2, 3):
        raise FormatError(
            f"This SPZ is of version {row['version']}; versions 2 and 3 are read: convert it to 3."
        )
    if row["degree"] > 3 or row["fraction_bits"] > 23:
        raise FormatError(
            f"This SPZ claims degree {row['degree']} and {row['fraction_bits']} bits: it is damaged."
        )
    if row["count"] > MAX_SPLATS:
        raise FormatError(f"This SPZ claims {row['count']:,} splats; at most {MAX_SPLATS:,} are read.")
    rest_count = _REST_COUNTS[int(row["degree"])]
    return _Header(int(row["version"]), int(row["count"]), rest_count, int(row["fraction_bits"]))


def _read(stream: gzip.GzipFile, size: int) -> bytes:
    """Exactly ``size`` decompressed bytes; a hostile stream never expands much beyond them."""
    try:
        found = stream.read(size)
    except EOFError as error:
        raise FormatError("This SPZ is cut short: its gzip stream ends too early.") from error
    except (OSError, zlib.error) as error:
        raise FormatError("This is not an SPZ file, or a damaged one: its gzip stream is broken.") from error
    if len(found) < size:
        raise FormatError(f"This SPZ is cut short: {size:,} bytes are needed, {len(found):,} are there.")
    return found


class _Blocks:
    """Takes the attribute blocks of ``count`` rows one after another."""

    def __init__(self, data: bytes, count: int) -> None:
        self._data, self._count, self._offset = data, count, 0

    def take(self, width: int) -> np.ndarray:
        block = np.frombuffer(self._data, np.uint8, self._count * width, self._offset)
        self._offset += block.size
        return block.reshape(self._count, width)


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
    integers = np.round(values).astype("<i4")
    return np.ascontiguousarray(integers).view(np.uint8).reshape(-1, 3, 4)[:, :, :3]


def _from_fixed24(parts: np.ndarray) -> np.ndarray:
    unsigned = parts.astype(np.int32) @ np.array([1, 1 << 8, 1 << 16], np.int32)
    return unsigned - ((unsigned >> 23) << 24).astype(np.int32) * 1.0


def _smallest_three(quats: np.ndarray) -> np.ndarray:
    """Two bits say which of xyzw is largest; the others follow in order, as a sign and nine bits each."""
    xyzw = np.roll(quat_normalize(quats), -1, axis=-1)
    largest = np.argmax(np.abs(xyzw), axis=-1)
    negate = np.take_along_axis(xyzw, largest[:, None], axis=-1)[:, 0] < 0
    packed: np.ndarray = largest.astype(np.uint32)
    for k in range(4):
        magnitude = np.floor(511 * np.abs(xyzw[:, k]) / _HALF_ROOT + 0.5).astype(np.uint32)
        sign = ((xyzw[:, k] < 0) ^ negate).astype(np.uint32)
        packed = np.where(largest == k, packed, (packed << 10) | (sign << 9) | np.minimum(magnitude, 511))
    return packed.astype("<u4")


def _from_smallest_three(parts: np.ndarray) -> np.ndarray:
    packed: np.ndarray = np.ascontiguousarray(parts).view("<u4")[:, 0]
    largest = (packed >> 30).astype(int)
    xyzw = np.zeros((len(packed), 4))
    for k in (3, 2, 1, 0):
        other = largest != k
        value: np.ndarray = (packed & 511) * (_HALF_ROOT / 511)
        xyzw[:, k] = np.where(other, np.where(packed & 512, -value, value), 0)
        packed = np.where(other, packed >> 10, packed)
    rest = np.sqrt(np.maximum(1 - np.sum(xyzw**2, axis=-1), 0))
    np.put_along_axis(xyzw, largest[:, None], rest[:, None], axis=-1)
    return np.roll(xyzw, 1, axis=-1)


def _from_first_three(parts: np.ndarray) -> np.ndarray:
    """Version 2: x, y and z as bytes around 127.5; w is what is missing to length one."""
    xyz = parts / 127.5 - 1
    w = np.sqrt(np.maximum(1 - np.sum(xyz**2, axis=-1, keepdims=True), 0))
    return np.concatenate([w, xyz], axis=-1)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)
