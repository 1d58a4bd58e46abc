"""Gaussian splats in PLY, as the 3DGS training code (INRIA, Kerbl et al. 2023) writes them.

One ``vertex`` element with ``x y z nx ny nz f_dc_0..2 f_rest_* opacity scale_0..2 rot_0..3``: natural
logarithms of the scales, logits of the opacities, rotations wxyz, and the higher harmonics channel by
channel. The axes are x right, y down, z forward, as the training code takes them from COLMAP; a file with the
line ``comment Vertical Axis: z``, as nerfstudio's ``ns-export`` writes, has z up.

What is written is the subset every importer reads: binary little endian, all float32, in that order, and 0 or
45 ``f_rest``. Lost: nothing above float32 rounding, except that opacities keep 3e-7 away from 0 and 1.
"""

import io
import re
from collections.abc import Generator
from dataclasses import dataclass
from io import BufferedIOBase

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import BLENDER, PLY_RDF, points_to, quats_to, sh_signs
from spatialwm.io import splat_ply_packed
from spatialwm.io.ply_table import HEADER_LIMIT, PlyHeader, PlyTable, find_table, parse_header
from spatialwm.io.splat_values import RawSplats, logit, lower_count, row_blocks, sigmoid
from spatialwm.scene.splats import Splats

__all__ = ["decode", "decode_stream", "encode", "encode_blocks", "read_raw"]

_Z_UP = b"\ncomment Vertical Axis: z\n"
_MEANS = ("x", "y", "z")
_NORMALS = ("nx", "ny", "nz")
_DC = tuple(f"f_dc_{k}" for k in range(3))
_SCALES = tuple(f"scale_{k}" for k in range(3))
_ROTATION = tuple(f"rot_{k}" for k in range(4))
_BUFFER = 1 << 18
"""Bytes of a file that are looked at at a time: they stay in the cache while columns change their order."""
_POINT_SIGNS = points_to(PLY_RDF, np.ones((1, 3), np.float32))[0]
_QUAT_SIGNS = quats_to(PLY_RDF, np.ones((1, 4), np.float32))[0]
"""PLY's axes are ours or point the other way, and it has our unit: turning is changing signs."""
_NEEDED = (*_MEANS, *_DC, "opacity", *_SCALES, *_ROTATION)


def encode(splats: Splats) -> bytes:
    """The splats as a PLY file. Degrees 1 and 2 are padded with zeros to 3, which all readers agree on."""
    whole = io.BytesIO()
    for block in encode_blocks(splats):
        whole.write(block)
    return whole.getvalue()


def encode_blocks(splats: Splats) -> Generator[bytes | memoryview]:
    """The file of ``encode`` piece by piece, so that it never lies in memory as a whole.

    A piece is good until the next one is asked for.
    """
    rest = 0 if splats.sh_degree == 0 else 45
    names = [*_MEANS, *_NORMALS, *_DC, *(f"f_rest_{k}" for k in range(rest)), "opacity", *_SCALES, *_ROTATION]
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {len(splats)}"]
    lines += [f"property float {name}" for name in names]
    yield "\n".join([*lines, "end_header", ""]).encode("ascii")
    blocks = row_blocks(len(splats))
    buffer = np.zeros((blocks[0].stop if blocks else 0, len(names)), "<f4")  # zeros: normals, missing degrees
    for block in blocks:
        rows = buffer[: block.stop - block.start]
        _fill_signed(rows[:, :3], splats.means[block], _POINT_SIGNS)
        _fill_colors(rows, splats.sh[block])
        rows[:, -8] = logit(splats.opacities[block].astype(float))
        rows[:, -7:-4] = np.log(splats.scales[block].reshape(-1).astype(float)).reshape(-1, 3)
        _fill_signed(rows[:, -4:], splats.quats[block], _QUAT_SIGNS)
        yield rows.data.cast("B")


def _fill_signed(columns: np.ndarray, values: np.ndarray, signs: np.ndarray) -> None:
    """Column by column: NumPy is slow on rows of three."""
    for k, sign in enumerate(signs):
        np.multiply(values[:, k], sign, out=columns[:, k])


def _fill_colors(rows: np.ndarray, sh: np.ndarray) -> None:
    stored = sh.shape[1]
    signs = sh_signs(PLY_RDF, stored)
    assert signs is not None, "PLY's axes are ours or point the other way"
    flat = sh.reshape(len(sh), 3 * stored) * np.repeat(signs, 3)  # long rows: NumPy is slow on rows of three
    rows[:, 6:9] = flat[:, :3]
    if stored > 1:
        by_channel = rows[:, 9:54].reshape(-1, 3, 15)  # a view: the channels lie side by side
        by_channel[:, :, : stored - 1] = flat.reshape(-1, stored, 3)[:, 1:].transpose(0, 2, 1)


def decode(data: bytes) -> Splats:
    """The splats of a PLY file: degree 0 to 3, properties in any order, foreign ones ignored.

    Degrees whose harmonics are all zero are dropped. A splat that is not finite is left out with a warning.
    PlayCanvas' compressed PLY is recognised and read by ``splat_ply_packed``.

    Raises:
        FormatError: Not a PLY, text, cut short, or a mesh or points instead of splats.
    """
    return decode_stream(io.BytesIO(data), len(data))


def decode_stream(stream: BufferedIOBase, size: int) -> Splats:
    """As ``decode``, of an open file of ``size`` bytes, which never lies in memory as a whole."""
    return _read(stream, size, turn=True).splats()


def read_raw(data: bytes) -> RawSplats:
    """The numbers of a PLY file; as ``decode``."""
    return _read(io.BytesIO(data), len(data), turn=False)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def _read(stream: BufferedIOBase, size: int, *, turn: bool) -> RawSplats:
    """The numbers; with ``turn`` the colour in our axes where that takes no more than changing signs."""
    start = stream.read(HEADER_LIMIT)
    header = parse_header(start)
    if splat_ply_packed.is_packed(header):
        return splat_ply_packed.read_raw(header, start + stream.read())
    table = find_table(header, size, "vertex")
    if table is None:
        raise FormatError("This PLY has no element 'vertex', so it holds no splats.")
    missing = [name for name in _NEEDED if name not in (table.row.names or ())]
    if missing:
        raise FormatError(_no_splats(header, missing))
    frame = BLENDER if _Z_UP in start[: header.length] else PLY_RDF
    rest = _rest_names(table)
    signs = sh_signs(frame, 1 + len(rest) // 3) if turn else None
    found = {names: _Columns.empty(table, names) for names in (_MEANS, _ROTATION, _SCALES, ("opacity",))}
    colors = _Columns(np.empty((table.count, 3 + len(rest)), np.float32), (*_DC, *rest))
    factors = None if signs is None else np.repeat(signs, 3)
    used = np.zeros(colors.values.shape[1], bool)
    stream.seek(table.offset)
    for rows, block in _blocks(stream, table):
        for columns in found.values():
            columns.fill(rows, block)
        colors.fill(rows, block, factors)
        used |= colors.values[rows].any(axis=0)
    return RawSplats(
        means=found[_MEANS].values,
        quats=found[_ROTATION].values,
        log_scales=found[_SCALES].values,
        opacities=sigmoid(found["opacity",].values[:, 0]),
        sh=_without_zeros(colors.values, used),
        frame=frame,
        what="PLY",
        sh_turned=signs is not None,
    )


def _no_splats(header: PlyHeader, missing: list[str]) -> str:
    faces = any(e.name in {"face", "tristrips"} and e.count for e in header.elements)
    return f"This PLY holds {'a mesh' if faces else 'points'}, not splats (no {', '.join(missing[:4])}...)."


def _blocks(stream: BufferedIOBase, table: PlyTable) -> Generator[tuple[slice, np.ndarray]]:
    """A few rows at a time, and which they are; an array is good until the next one is asked for."""
    many = max(1, min(_BUFFER // table.row.itemsize, table.count))
    buffer = np.empty(many, table.row)
    for start in range(0, table.count, many):
        block = buffer[: min(many, table.count - start)]
        if stream.readinto(block.view(np.uint8).data) < block.nbytes:
            raise FormatError("This PLY became shorter while it was read; read it again.")
        yield slice(start, start + len(block)), block


@dataclass(frozen=True, eq=False)
class _Columns:
    """Properties side by side, as they are filled in."""

    values: np.ndarray
    names: tuple[str, ...]

    @classmethod
    def empty(cls, table: PlyTable, names: tuple[str, ...]) -> "_Columns":
        """Columns of float32, or of float64 where the file has doubles."""
        wide = any(table.row[name] == np.dtype(f"{order}f8") for name in names for order in "<>")
        return cls(np.empty((table.count, len(names)), np.float64 if wide else np.float32), names)

    def fill(self, rows: slice, block: np.ndarray, factors: np.ndarray | None = None) -> None:
        """Take the columns of a block, each times its factor."""
        target = self.values[rows]
        for k, name in enumerate(self.names):
            target[:, k] = block[name]
        if factors is not None:
            target *= factors


def _rest_names(table: PlyTable) -> tuple[str, ...]:
    """Properties of the harmonics above degree 0, the channels of each coefficient side by side."""
    stored = [name for name in table.row.names or () if re.fullmatch(r"f_rest_\d{1,3}", name)]
    rest_count = len(stored) // 3
    if len(stored) not in (0, 9, 24, 45) or set(stored) != {f"f_rest_{k}" for k in range(len(stored))}:
        raise FormatError(f"This PLY has {len(stored)} f_rest properties; splats have 0, 9, 24 or 45.")
    return tuple(f"f_rest_{ch * rest_count + k}" for k in range(rest_count) for ch in range(3))


def _without_zeros(sh: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Coefficients n x k x 3 without the degrees that are zero everywhere."""
    kept = rest_count = sh.shape[1] // 3 - 1
    while kept and not used[3 + 3 * lower_count(kept) : 3 + 3 * kept].any():
        kept = lower_count(kept)
    found = sh[:, : 3 + 3 * kept] if kept < rest_count else sh
    return np.ascontiguousarray(found).reshape(len(sh), 1 + kept, 3)
