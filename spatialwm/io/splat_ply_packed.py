"""PlayCanvas' compressed PLY: 16 bytes per splat, and a byte per higher harmonic.

Splats are halved along their widest side down to chunks of 256. Each chunk holds the bounds of its positions,
logarithms of scales and colours; each splat holds four words: 11-10-11 bits of position, 2-10-10-10 of
rotation (which of wxyz is largest, then the others), 11-10-11 of log scale, and 8-8-8-8 of colour and
opacity. Axes as in PLY: x right, y down, z forward.

Lost: the order; positions beyond 1/2046 of their chunk's width (1/1022 upward); log scales likewise, and
scales outside e^+-20 m; rotations beyond 1/200; colours beyond 1/510 of their chunk's range; opacities beyond
1/510; higher harmonics beyond 1/64, and outside +-4.
"""

import re

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import PLY_RDF, points_to, quats_to, sh_signs, sizes_to
from spatialwm.geometry.harmonics import SH_C0
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io.packing import in_parallel
from spatialwm.io.ply_table import PlyHeader, parse_header, table_of
from spatialwm.io.splat_order import compact_order
from spatialwm.io.splat_values import RawSplats
from spatialwm.scene.splats import Splats

__all__ = ["decode", "encode", "is_packed", "read_raw"]

_CHUNK = 256
_BLOCK = 32 * _CHUNK
"""Splats that are packed at a time: they stay in the cache."""
_BITS = (11, 10, 11)
_ORDER_WEIGHTS = (1.0, 2.0, 1.0)
"""A width upward costs twice as much: it has one bit less."""
_LOG_SCALE_LIMIT = 20.0
_BOUNDS = tuple(
    f"{side}_{what}"
    for whats in (("x", "y", "z"), ("scale_x", "scale_y", "scale_z"), ("r", "g", "b"))
    for side in ("min", "max")
    for what in whats
)
_WORDS = ("packed_position", "packed_rotation", "packed_scale", "packed_color")


def encode(splats: Splats) -> bytes:
    """The splats as a compressed PLY, chunk by chunk."""
    means = points_to(PLY_RDF, splats.means)
    order = compact_order(means, size=_CHUNK, weights=_ORDER_WEIGHTS)
    count, chunks, rest = len(splats), -(-len(splats) // _CHUNK), 3 * (splats.sh.shape[1] - 1)
    lines = ["ply", "format binary_little_endian 1.0", f"element chunk {chunks}"]
    lines += [f"property float {name}" for name in _BOUNDS]
    lines += [f"element vertex {count}", *(f"property uint {name}" for name in _WORDS)]
    if rest:
        lines += [f"element sh {count}", *(f"property uchar f_rest_{k}" for k in range(rest))]
    header = "\n".join([*lines, "end_header", ""]).encode("ascii")
    padded = np.append(order, np.repeat(order[-1:], chunks * _CHUNK - count))
    parts = in_parallel(
        lambda start: _chunk_words(splats, means, padded[start : start + _BLOCK]),
        list(range(0, len(padded), _BLOCK)),
    )
    bounds, vertices = (np.concatenate(each) for each in zip(*parts, strict=True))
    tables = (
        np.ascontiguousarray(table) for table in (bounds, vertices[:count], _rest_levels(splats.sh, order))
    )
    return b"".join((header, *(table.data.cast("B") for table in tables if table.size)))


def _chunk_words(splats: Splats, means: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds and words of some whole chunks."""
    sizes = sizes_to(PLY_RDF, splats.scales[rows])
    log_scales = np.clip(np.log(sizes), -_LOG_SCALE_LIMIT, _LOG_SCALE_LIMIT)
    colors, color_bounds = _packed(splats.sh[rows, 0] * SH_C0 + 0.5, (8, 8, 8))
    positions, position_bounds = _packed(means[rows], _BITS)
    scales, scale_bounds = _packed(log_scales, _BITS)
    alphas = np.rint(splats.opacities[rows] * 255).astype(np.uint32)
    words = [
        positions,
        _rotation_words(quats_to(PLY_RDF, splats.quats[rows])),
        scales,
        (colors << 8) | alphas,
    ]
    bounds = np.concatenate([position_bounds, scale_bounds, color_bounds], axis=1, dtype="<f4")
    return bounds, np.stack(words, axis=1).astype("<u4")


def decode(data: bytes) -> Splats:
    """The splats of a compressed PLY.

    Raises:
        FormatError: Not one, cut short, or damaged.
    """
    header = parse_header(data)
    if not is_packed(header):
        raise FormatError("This PLY is not a compressed one: its vertices have no packed_position.")
    return read_raw(header, data).splats()


def is_packed(header: PlyHeader) -> bool:
    """Whether a PLY holds packed splats."""
    return any(name == _WORDS[0] for element in header.elements for _, name in element.properties)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(header: PlyHeader, data: bytes) -> RawSplats:
    """The numbers of a compressed PLY.

    Raises:
        FormatError: Cut short, or damaged.
    """
    table, bounds = table_of(header, data, "vertex"), table_of(header, data, "chunk")
    if table is None or bounds is None:
        raise FormatError("This compressed PLY has no element 'vertex' or 'chunk'; it is damaged.")
    if any(name not in (table.dtype.names or ()) or table.dtype[name].kind != "u" for name in _WORDS):
        raise FormatError("This compressed PLY lacks packed words of its splats; it is damaged.")
    if len(bounds) * _CHUNK < len(table) or any(n not in (bounds.dtype.names or ()) for n in _BOUNDS[:12]):
        raise FormatError("This compressed PLY lacks the bounds of some chunks; it is damaged.")
    words = [table[name].astype(np.uint32) for name in _WORDS]
    alphas = (words[3] & 255).astype(np.float32) / np.float32(255)
    with np.errstate(over="ignore", invalid="ignore"):
        colors = _unpacked(words[3] >> 8, (8, 8, 8), bounds, _BOUNDS[12:])
        return RawSplats(
            means=_unpacked(words[0], _BITS, bounds, _BOUNDS[:6]),
            quats=_rotations(words[1]),
            log_scales=_unpacked(words[2], _BITS, bounds, _BOUNDS[6:12]),
            opacities=alphas,
            sh=_harmonics((colors - np.float32(0.5)) / np.float32(SH_C0), table_of(header, data, "sh")),
            frame=PLY_RDF,
            what="compressed PLY",
        )


def _packed(values: np.ndarray, bits: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Words of whole chunks' values (n x 3), and the chunks' bounds: lowest three, highest three."""
    parts = np.ascontiguousarray(values.T).reshape(3, -1, _CHUNK)  # NumPy is slow on rows of three
    low, high = parts.min(axis=2), parts.max(axis=2)
    width = np.where(high > low, high - low, 1)
    words = np.zeros(len(values), np.uint32)
    for axis, bit_count in enumerate(bits):
        steps = np.float32(2**bit_count - 1)
        part = (parts[axis] - low[axis, :, None]) * (steps / width[axis, :, None])
        level = np.clip(np.rint(part), 0, steps).astype(np.uint32).ravel()
        words = (words << np.uint32(bit_count)) | level
    return words, np.concatenate([low, high]).T


def _unpacked(
    words: np.ndarray, bits: tuple[int, int, int], bounds: np.ndarray, names: tuple[str, ...]
) -> np.ndarray:
    """The inverse of ``_packed``; files without bounds of colours mean 0 to 1."""
    chunk = np.arange(len(words)) // _CHUNK
    values = np.empty((len(words), 3), np.float32)
    shift = sum(bits)
    for axis, bit_count in enumerate(bits):
        shift -= bit_count
        level = (words >> np.uint32(shift)) & np.uint32(2**bit_count - 1)
        share = level.astype(np.float32) / np.float32(2**bit_count - 1)
        if names[axis] in (bounds.dtype.names or ()) and names[axis + 3] in (bounds.dtype.names or ()):
            low, high = (bounds[n].astype(np.float32)[chunk] for n in (names[axis], names[axis + 3]))
            share = low * (1 - share) + high * share
        values[:, axis] = share
    return values


def _rotation_words(quats: np.ndarray) -> np.ndarray:
    parts = np.ascontiguousarray(quat_normalize(quats).T)
    largest = np.argmax(np.abs(parts), axis=0)
    signs = np.where(np.take_along_axis(parts, largest[None], axis=0)[0] < 0, np.float32(-1), np.float32(1))
    factors = signs * np.float32(0.5**0.5)
    words: np.ndarray = largest.astype(np.uint32)
    for axis, part in enumerate(parts):
        level = np.clip(np.rint((part * factors + np.float32(0.5)) * 1023), 0, 1023).astype(np.uint32)
        words = np.where(largest == axis, words, (words << np.uint32(10)) | level)
    return words


def _rotations(words: np.ndarray) -> np.ndarray:
    largest = words >> np.uint32(30)
    quats = np.zeros((len(words), 4), np.float32)
    for axis in (3, 2, 1, 0):
        other = largest != axis
        value = ((words & 1023).astype(np.float32) / np.float32(1023) - np.float32(0.5)) * np.float32(2**0.5)
        quats[:, axis] = np.where(other, value, 0)
        words = np.where(other, words >> np.uint32(10), words)
    rest = np.sqrt(np.maximum(1 - np.einsum("nk,nk->n", quats, quats), 0))
    quats[np.arange(len(words)), largest] = rest
    return quats


def _rest_levels(sh: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Channel by channel; 256 levels of 1/32 over +-4, and readers show the middle of a level."""
    count, coefficients, _ = sh.shape
    signs = sh_signs(PLY_RDF, coefficients)
    assert signs is not None, "PLY's axes are ours or point the other way"
    factors = np.repeat(32 * signs[1:], 3)
    levels = np.empty((count, 3, coefficients - 1), np.uint8)

    def fill(start: int) -> None:
        rows = order[start : start + _BLOCK]
        part = sh.reshape(count, -1)[rows, 3:] * factors
        part += 128
        np.clip(part, 0, 255, out=part)
        bytes_of = part.astype(np.uint8).reshape(len(rows), coefficients - 1, 3)
        levels[start : start + _BLOCK] = bytes_of.transpose(0, 2, 1)

    in_parallel(fill, list(range(0, count, _BLOCK)) if coefficients > 1 else [])
    return levels


def _harmonics(sh0: np.ndarray, table: np.ndarray | None) -> np.ndarray:
    """Coefficients n x k x 3."""
    if table is None:
        return sh0[:, None]
    stored = [name for name in table.dtype.names or () if re.fullmatch(r"f_rest_\d{1,2}", name)]
    count = len(stored) // 3
    if len(stored) not in (9, 24, 45) or set(stored) != {f"f_rest_{k}" for k in range(len(stored))}:
        raise FormatError(f"This compressed PLY has {len(stored)} harmonics; splats have 0, 9, 24 or 45.")
    if len(table) != len(sh0):
        raise FormatError("This compressed PLY has harmonics for another number of splats; it is damaged.")
    levels = np.arange(256)
    values = ((np.where(levels == 0, 0, np.where(levels == 255, 256, levels + 0.5)) - 128) / 32).astype("<f4")
    sh = np.empty((len(sh0), 1 + count, 3), np.float32)
    sh[:, 0] = sh0
    for channel in range(3):
        for k in range(count):
            column = table[f"f_rest_{channel * count + k}"]
            sh[:, 1 + k, channel] = values[column.astype(np.uint8)]
    return sh
