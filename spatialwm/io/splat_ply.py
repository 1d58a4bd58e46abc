"""Gaussian splats in PLY, as the 3DGS training code (INRIA, Kerbl et al. 2023) writes them.

One ``vertex`` element with ``x y z nx ny nz f_dc_0..2 f_rest_* opacity scale_0..2 rot_0..3``: natural
logarithms of the scales, logits of the opacities, rotations wxyz, and the higher harmonics channel by
channel. The axes are x right, y down, z forward, as the training code takes them from COLMAP; a file with the
line ``comment Vertical Axis: z``, as nerfstudio's ``ns-export`` writes, has z up.

What is written is the subset every importer reads: binary little endian, all float32, in that order, and 0 or
45 ``f_rest``. Lost: nothing above float32 rounding, except that opacities keep 3e-7 away from 0 and 1.
"""

import re
from dataclasses import dataclass

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import BLENDER, PLY_RDF
from spatialwm.io.splat_values import logit, sigmoid, splats_from, splats_of_arrays, splats_to
from spatialwm.scene.splats import Splats

__all__ = ["decode", "encode"]

_HEADER_LIMIT = 1 << 16
"""Bytes; a splat header with 45 harmonics has 1,500."""
_Z_UP = b"\ncomment Vertical Axis: z\n"
_TYPES = {
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
}
_MEANS = ("x", "y", "z")
_NORMALS = ("nx", "ny", "nz")
_DC = tuple(f"f_dc_{k}" for k in range(3))
_SCALES = tuple(f"scale_{k}" for k in range(3))
_ROTATION = tuple(f"rot_{k}" for k in range(4))
_NEEDED = (*_MEANS, *_DC, "opacity", *_SCALES, *_ROTATION)


def encode(splats: Splats) -> bytes:
    """The splats as a PLY file. Degrees 1 and 2 are padded with zeros to 3, which all readers agree on."""
    turned = splats_to(PLY_RDF, splats)
    count = len(splats)
    rest = np.zeros((count, 0 if splats.sh_degree == 0 else 45), np.float32)
    if rest.size:
        padded = np.zeros((count, 3, 15), np.float32)
        padded[:, :, : splats.sh.shape[1] - 1] = turned.sh[:, 1:].transpose(0, 2, 1)
        rest = padded.reshape(count, 45)
    columns = [
        turned.means,
        np.zeros((count, 3), np.float32),
        turned.sh[:, 0],
        rest,
        logit(turned.opacities.astype(float))[:, None],
        np.log(turned.scales.astype(float)),
        turned.quats,
    ]
    names = [*_MEANS, *_NORMALS, *_DC, *(f"f_rest_{k}" for k in range(rest.shape[1])), "opacity"]
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {count}"]
    lines += [f"property float {name}" for name in (*names, *_SCALES, *_ROTATION)]
    header = "\n".join([*lines, "end_header", ""]).encode("ascii")
    return header + np.concatenate(columns, axis=1, dtype="<f4", casting="same_kind").tobytes()


def decode(data: bytes) -> Splats:
    """The splats of a PLY file: degree 0 to 3, properties in any order, foreign ones ignored.

    Degrees whose harmonics are all zero are dropped. A splat that is not finite is left out with a warning.

    Raises:
        FormatError: Not a PLY, text, compressed, cut short, or a mesh or points instead of splats.
    """
    header = _parse_header(data)
    table = _vertex_table(header, data)
    missing = [name for name in _NEEDED if name not in (table.dtype.names or ())]
    if missing:
        raise FormatError(_no_splats(header, missing))
    return splats_from(
        BLENDER if _Z_UP in data[: header.length] else PLY_RDF,
        splats_of_arrays(
            means=_columns(table, _MEANS),
            quats=_columns(table, _ROTATION),
            log_scales=_columns(table, _SCALES),
            opacities=sigmoid(_columns(table, ("opacity",))[:, 0]),
            sh=_harmonics(table),
            what="PLY",
        ),
    )


@dataclass(frozen=True)
class _Element:
    name: str
    count: int
    properties: tuple[tuple[str, str], ...]
    """Type and name of each; lists have the type ``list``."""


@dataclass(frozen=True)
class _Header:
    byte_order: str
    elements: tuple[_Element, ...]
    length: int


def _parse_header(data: bytes) -> _Header:
    if data[:3] != b"ply":
        raise FormatError("This is not a PLY file: it does not begin with 'ply'.")
    end = re.compile(rb"\nend_header[ \t]*\r?\n").search(data, 0, _HEADER_LIMIT)
    if end is None:
        raise FormatError("This PLY has no end_header in its first 64 KiB: it is cut short or not a PLY.")
    lines = data[: end.start()].decode("ascii", errors="replace").split("\n")[1:]
    byte_order, elements = "", list[_Element]()
    for line in lines:
        match line.split():
            case ["format", kind, _]:
                byte_order = _byte_order(kind)
            case ["element", name, count]:
                elements.append(_Element(name, _count(count), ()))
            case ["property", kind, *_, name] if elements:
                last = elements.pop()
                elements.append(_Element(last.name, last.count, (*last.properties, (kind, name))))
            case [] | ["comment" | "obj_info", *_]:
                continue
            case _:
                raise FormatError(
                    f"This PLY's header has a line that PLY does not know: {line.strip()!r:.60}."
                )
    if not byte_order:
        raise FormatError("This PLY does not say its format; save it again as binary little endian.")
    return _Header(byte_order, tuple(elements), end.end())


def _byte_order(kind: str) -> str:
    orders = {"binary_little_endian": "<", "binary_big_endian": ">"}
    if kind not in orders:
        raise FormatError(f"This PLY is in format {kind!r:.30}; save it as binary little endian.")
    return orders[kind]


def _count(text: str) -> int:
    if not (text.isdecimal() and len(text) <= 12):
        raise FormatError(f"This PLY counts {text!r:.30} elements, which is not a number it could hold.")
    return int(text)


def _vertex_table(header: _Header, data: bytes) -> np.ndarray:
    """The rows of the element ``vertex`` as a structured array over ``data``; nothing is copied."""
    offset = header.length
    for element in header.elements:
        if element.name == "vertex":
            row = _row_type(element, header.byte_order)
            if offset + element.count * row.itemsize > len(data):
                raise FormatError(
                    f"This PLY is cut short: {element.count:,} vertices of {row.itemsize} bytes do not fit "
                    f"into the {max(len(data) - offset, 0):,} bytes after its header."
                )
            return np.frombuffer(data, row, element.count, offset)
        offset += element.count * _row_type(element, header.byte_order).itemsize
    raise FormatError("This PLY has no element 'vertex', so it holds no splats.")


def _row_type(element: _Element, byte_order: str) -> np.dtype:
    names = [name for _, name in element.properties]
    for kind, name in element.properties:
        if kind not in _TYPES:
            raise FormatError(
                f"This PLY holds a mesh, not splats: '{element.name}.{name:.40}' is of type {kind!r:.20}."
            )
    if not names or len(set(names)) != len(names):
        raise FormatError(f"This PLY's element '{element.name:.40}' has no properties, or one twice.")
    return np.dtype([(name, byte_order + _TYPES[kind]) for kind, name in element.properties])


def _no_splats(header: _Header, missing: list[str]) -> str:
    if any(name.startswith("packed_") for e in header.elements for _, name in e.properties):
        return "This PLY is compressed for PlayCanvas; convert it to a plain PLY with splat-transform."
    faces = any(e.name in {"face", "tristrips"} and e.count for e in header.elements)
    return f"This PLY holds {'a mesh' if faces else 'points'}, not splats (no {', '.join(missing[:4])}...)."


def _columns(table: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    return np.stack([table[name].astype(np.float64) for name in names], axis=-1)


def _harmonics(table: np.ndarray) -> np.ndarray:
    """Coefficients n x k x 3 in float32, without the degrees that are zero everywhere."""
    stored = [name for name in table.dtype.names or () if re.fullmatch(r"f_rest_\d{1,3}", name)]
    rest_count = len(stored) // 3
    if len(stored) not in (0, 9, 24, 45) or set(stored) != {f"f_rest_{k}" for k in range(len(stored))}:
        raise FormatError(f"This PLY has {len(stored)} f_rest properties; splats have 0, 9, 24 or 45.")
    sh = np.empty((len(table), 1 + rest_count, 3), np.float32)
    for channel in range(3):
        sh[:, 0, channel] = table[f"f_dc_{channel}"]
        for k in range(rest_count):
            sh[:, 1 + k, channel] = table[f"f_rest_{channel * rest_count + k}"]
    while sh.shape[1] > 1:
        lower = (round(sh.shape[1] ** 0.5) - 1) ** 2
        if sh[:, lower:].any():
            break
        sh = sh[:, :lower]
    return sh
