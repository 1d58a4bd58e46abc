"""The tables of a binary PLY (Stanford polygon format) whose rows have a fixed size."""

import re
from dataclasses import dataclass

import numpy as np

from spatialwm.errors import FormatError

__all__ = ["HEADER_LIMIT", "PlyElement", "PlyHeader", "PlyTable", "find_table", "parse_header", "table_of"]

HEADER_LIMIT = 1 << 16
"""Bytes; a splat header with 45 harmonics has 1,500."""
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


@dataclass(frozen=True)
class PlyElement:
    """A named table of a PLY."""

    name: str
    count: int
    properties: tuple[tuple[str, str], ...]
    """Type and name of each; lists have the type ``list``."""


@dataclass(frozen=True)
class PlyHeader:
    """What a PLY says it holds."""

    byte_order: str
    elements: tuple[PlyElement, ...]
    length: int


def parse_header(data: bytes) -> PlyHeader:
    """What the header says.

    Raises:
        FormatError: Not a PLY, text instead of binary, or a line that PLY does not know.
    """
    if data[:3] != b"ply":
        raise FormatError("This is not a PLY file: it does not begin with 'ply'.")
    end = re.compile(rb"\nend_header[ \t]*\r?\n").search(data, 0, HEADER_LIMIT)
    if end is None:
        raise FormatError("This PLY has no end_header in its first 64 KiB: it is cut short or not a PLY.")
    lines = data[: end.start()].decode("ascii", errors="replace").split("\n")[1:]
    byte_order, elements = "", list[PlyElement]()
    for line in lines:
        match line.split():
            case ["format", kind, _]:
                byte_order = _byte_order(kind)
            case ["element", name, count]:
                elements.append(PlyElement(name, _count(count), ()))
            case ["property", kind, *_, name] if elements:
                last = elements.pop()
                elements.append(PlyElement(last.name, last.count, (*last.properties, (kind, name))))
            case [] | ["comment" | "obj_info", *_]:
                continue
            case _:
                raise FormatError(
                    f"This PLY's header has a line that PLY does not know: {line.strip()!r:.60}."
                )
    if not byte_order:
        raise FormatError("This PLY does not say its format; save it again as binary little endian.")
    return PlyHeader(byte_order, tuple(elements), end.end())


def _byte_order(kind: str) -> str:
    orders = {"binary_little_endian": "<", "binary_big_endian": ">"}
    if kind not in orders:
        raise FormatError(f"This PLY is in format {kind!r:.30}; save it as binary little endian.")
    return orders[kind]


def _count(text: str) -> int:
    if not (text.isdecimal() and len(text) <= 12):
        raise FormatError(f"This PLY counts {text!r:.30} elements, which is not a number it could hold.")
    return int(text)


def table_of(header: PlyHeader, data: bytes, name: str) -> np.ndarray | None:
    """The rows of one element as a structured array over ``data``; nothing is copied. None: it is not there.

    Raises:
        FormatError: As ``find_table``.
    """
    found = find_table(header, len(data), name)
    return None if found is None else np.frombuffer(data, found.row, found.count, found.offset)


@dataclass(frozen=True)
class PlyTable:
    """Where the rows of an element are."""

    row: np.dtype
    count: int
    offset: int
    """Bytes from the beginning of the file."""


def find_table(header: PlyHeader, size: int, name: str) -> PlyTable | None:
    """Where one element's rows are in a file of ``size`` bytes. None: it is not there.

    Raises:
        FormatError: Rows are missing, or have lists, an unknown type or two properties of one name.
    """
    offset = header.length
    for element in header.elements:
        row = _row_type(element, header.byte_order)
        if element.name == name:
            if offset + element.count * row.itemsize > size:
                raise FormatError(
                    f"This PLY is cut short: {element.count:,} rows of {row.itemsize} bytes ('{name}') "
                    f"do not fit into the {max(size - offset, 0):,} bytes after its header."
                )
            return PlyTable(row, element.count, offset)
        offset += element.count * row.itemsize
    return None


def _row_type(element: PlyElement, byte_order: str) -> np.dtype:
    names = [name for _, name in element.properties]
    for kind, name in element.properties:
        if kind not in _TYPES:
            raise FormatError(
                f"This PLY holds a mesh, not splats: '{element.name}.{name:.40}' is of type {kind!r:.20}."
            )
    if not names or len(set(names)) != len(names):
        raise FormatError(f"This PLY's element '{element.name:.40}' has no properties, or one twice.")
    return np.dtype([(name, byte_order + _TYPES[kind]) for kind, name in element.properties])
