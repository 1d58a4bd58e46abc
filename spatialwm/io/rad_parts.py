"""The parts of a RAD: a magic, the size of a description in JSON, that description, and what follows."""

import json
import struct
from typing import cast

from spatialwm.errors import FormatError
from spatialwm.io.json_table import Table, as_table

__all__ = ["META_LIMIT", "description", "edge", "entries", "padding", "whole", "with_size"]

META_LIMIT = 8 << 20
"""Bytes of JSON; 100 million splats have 1,526 chunks of about 60 bytes each."""


def padding(size: int) -> int:
    """Bytes up to a multiple of eight."""
    return -size % 8


def with_size(magic: bytes, meta: dict[str, object]) -> bytes:
    """A magic and a description, padded."""
    text = json.dumps(meta, separators=(",", ":"), allow_nan=False).encode()
    return b"".join((magic, struct.pack("<I", len(text)), text, bytes(padding(len(text)))))


def description(data: bytes, at: int, magic: bytes) -> tuple[Table, int]:
    """The JSON behind a magic, and where what follows it begins.

    Raises:
        FormatError: It is not such a part, cut short, or damaged.
    """
    if data[at : at + 4] != magic or len(data) < at + 8:
        raise FormatError("This is not a RAD file, or a damaged one: a part does not begin as it must.")
    (length,) = struct.unpack_from("<I", data, at + 4)
    if length > min(META_LIMIT, len(data) - at - 8):
        raise FormatError("This RAD is cut short, or damaged: its description is longer than the file.")
    try:
        value: object = json.loads(data[at + 8 : at + 8 + length])
    except (ValueError, RecursionError) as error:
        raise FormatError("This RAD is damaged: its description is not JSON.") from error
    return as_table(value, "The description of this RAD"), at + 8 + length + padding(length)


def entries(table: Table, key: str) -> list[object]:
    """A list of a description.

    Raises:
        FormatError: It is not there.
    """
    value = table.get(key)
    if not isinstance(value, list):
        raise FormatError(f"This RAD has no '{key}': it is damaged.")
    return cast("list[object]", value)


def whole(table: Table, key: str, most: int, *, least: int = 1) -> int:
    """A whole number of a description.

    Raises:
        FormatError: It is none, or out of range.
    """
    value = table.get(key, 0 if key == "maxSh" else None)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise FormatError(f"This RAD says {value!r:.40} for '{key}': it is damaged.")
    return value


def edge(value: object) -> float | None:
    """A finite number, or None."""
    return float(value) if isinstance(value, int | float) and abs(value) < 1e30 else None
