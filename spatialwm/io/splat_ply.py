"""Gaussian splats in PLY, as the 3DGS training code (INRIA, Kerbl et al. 2023) writes them.

One ``vertex`` element with ``x y z nx ny nz f_dc_0..2 f_rest_* opacity scale_0..2 rot_0..3``: natural
logarithms of the scales, logits of the opacities, rotations wxyz, and the higher harmonics channel by
channel. The axes are x right, y down, z forward, as the training code takes them from COLMAP; a file with the
line ``comment Vertical Axis: z``, as nerfstudio's ``ns-export`` writes, has z up.

What is written is the subset every importer reads: binary little endian, all float32, in that order, and 0 or
45 ``f_rest``. Lost: nothing above float32 rounding, except that opacities keep 3e-7 away from 0 and 1.
"""

import re

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import BLENDER, PLY_RDF
from spatialwm.io import splat_ply_packed
from spatialwm.io.ply_table import PlyHeader, parse_header, table_of
from spatialwm.io.splat_values import RawSplats, logit, lower_count, sigmoid, splats_to
from spatialwm.scene.splats import Splats

__all__ = ["decode", "encode", "read_raw"]

_Z_UP = b"\ncomment Vertical Axis: z\n"
_MEANS = ("x", "y", "z")
_NORMALS = ("nx", "ny", "nz")
_DC = tuple(f"f_dc_{k}" for k in range(3))
_SCALES = tuple(f"scale_{k}" for k in range(3))
_ROTATION = tuple(f"rot_{k}" for k in range(4))
_BLOCK = 4096
_NEEDED = (*_MEANS, *_DC, "opacity", *_SCALES, *_ROTATION)


def encode(splats: Splats) -> bytes:
    """The splats as a PLY file. Degrees 1 and 2 are padded with zeros to 3, which all readers agree on."""
    turned = splats_to(PLY_RDF, splats)
    rest = 0 if splats.sh_degree == 0 else 45
    names = [*_MEANS, *_NORMALS, *_DC, *(f"f_rest_{k}" for k in range(rest)), "opacity", *_SCALES, *_ROTATION]
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {len(splats)}"]
    lines += [f"property float {name}" for name in names]
    header = "\n".join([*lines, "end_header", ""]).encode("ascii")
    data = bytearray(len(header) + 4 * len(names) * len(splats))  # zeros: normals, missing degrees
    data[: len(header)] = header
    rows = np.frombuffer(data, "<f4", offset=len(header)).reshape(len(splats), len(names))
    rows[:, :3] = turned.means
    rows[:, 6:9] = turned.sh[:, 0]
    if rest:
        stored = turned.sh.shape[1] - 1
        for block in _blocks(len(rows)):
            by_channel = rows[block, 9:54].reshape(-1, 3, 15)  # a view: the channels lie side by side
            by_channel[:, :, :stored] = turned.sh[block, 1:].transpose(0, 2, 1)
    rows[:, -8] = logit(turned.opacities.astype(float))
    rows[:, -7:-4] = np.log(turned.scales.astype(float))
    rows[:, -4:] = turned.quats
    return bytes(data)


def decode(data: bytes) -> Splats:
    """The splats of a PLY file: degree 0 to 3, properties in any order, foreign ones ignored.

    Degrees whose harmonics are all zero are dropped. A splat that is not finite is left out with a warning.
    PlayCanvas' compressed PLY is recognised and read by ``splat_ply_packed``.

    Raises:
        FormatError: Not a PLY, text, cut short, or a mesh or points instead of splats.
    """
    return read_raw(data).splats()


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(data: bytes) -> RawSplats:
    """The numbers of a PLY file; as ``decode``."""
    header = parse_header(data)
    if splat_ply_packed.is_packed(header):
        return splat_ply_packed.read_raw(header, data)
    table = table_of(header, data, "vertex")
    if table is None:
        raise FormatError("This PLY has no element 'vertex', so it holds no splats.")
    missing = [name for name in _NEEDED if name not in (table.dtype.names or ())]
    if missing:
        raise FormatError(_no_splats(header, missing))
    return RawSplats(
        means=_columns(table, _MEANS),
        quats=_columns(table, _ROTATION),
        log_scales=_columns(table, _SCALES),
        opacities=sigmoid(_columns(table, ("opacity",))[:, 0]),
        sh=_harmonics(table),
        frame=BLENDER if _Z_UP in data[: header.length] else PLY_RDF,
        what="PLY",
    )


def _no_splats(header: PlyHeader, missing: list[str]) -> str:
    faces = any(e.name in {"face", "tristrips"} and e.count for e in header.elements)
    return f"This PLY holds {'a mesh' if faces else 'points'}, not splats (no {', '.join(missing[:4])}...)."


def _columns(table: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Named columns as float32, or float64 where the file has doubles."""
    wide = any(table.dtype[name] == np.dtype(f"{order}f8") for name in names for order in "<>")
    columns = np.empty((len(table), len(names)), np.float64 if wide else np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for k, name in enumerate(names):
            columns[:, k] = table[name]
    return columns


def _blocks(count: int) -> list[slice]:
    """Rows that stay in the cache while their columns are put in another order."""
    return [slice(start, start + _BLOCK) for start in range(0, count, _BLOCK)]


def _harmonics(table: np.ndarray) -> np.ndarray:
    """Coefficients n x k x 3 in float32, without the degrees that are zero everywhere."""
    stored = [name for name in table.dtype.names or () if re.fullmatch(r"f_rest_\d{1,3}", name)]
    rest_count = len(stored) // 3
    if len(stored) not in (0, 9, 24, 45) or set(stored) != {f"f_rest_{k}" for k in range(len(stored))}:
        raise FormatError(f"This PLY has {len(stored)} f_rest properties; splats have 0, 9, 24 or 45.")
    names = [*_DC, *(f"f_rest_{ch * rest_count + k}" for k in range(rest_count) for ch in range(3))]
    sh = np.empty((len(table), 3 + 3 * rest_count), np.float32)
    used = np.zeros(3 + 3 * rest_count, bool)
    with np.errstate(over="ignore", invalid="ignore"):
        for block in _blocks(len(table)):
            for column, name in enumerate(names):
                sh[block, column] = table[block][name]
            used |= (sh[block] != 0).any(axis=0)
    kept = rest_count
    while kept and not used[3 + 3 * lower_count(kept) : 3 + 3 * kept].any():
        kept = lower_count(kept)
    found = sh[:, : 3 + 3 * kept] if kept < rest_count else sh
    return np.ascontiguousarray(found).reshape(len(table), 1 + kept, 3)
