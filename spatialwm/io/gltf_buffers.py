"""The bottom of a GLB file: the container, buffer views and accessors. Knows arrays, not scenes.

Source: Khronos glTF 2.0 specification, sections 3.6 and 4.4.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError

__all__ = ["GltfReader", "GltfWriter", "Json"]

Json = dict[str, Any]

_MAGIC, _JSON, _BIN = 0x46546C67, 0x4E4F534A, 0x004E4942
_COMPONENTS = {
    5120: np.dtype("i1"),
    5121: np.dtype("u1"),
    5122: np.dtype("<i2"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_TARGETS = {"attribute": 34962, "index": 34963, "other": None}


class GltfWriter:
    """Collects JSON and bytes, then packs them into one GLB."""

    def __init__(self) -> None:
        self.json: Json = {"asset": {"version": "2.0", "generator": "spatialwm"}}
        self._chunks: list[bytes] = []
        self._length = 0

    def add(self, key: str, value: Json) -> int:
        """Append to a top-level list such as ``nodes``; returns its index."""
        items = cast("list[Json]", self.json.setdefault(key, []))
        items.append(value)
        return len(items) - 1

    def add_bytes(self, data: bytes, *, target: int | None = None) -> int:
        """Append a buffer view; returns its index."""
        view: Json = {"buffer": 0, "byteOffset": self._length, "byteLength": len(data)}
        if target is not None:
            view["target"] = target
        padding = -len(data) % 4
        self._chunks += [data, b"\0" * padding]
        self._length += len(data) + padding
        return self.add("bufferViews", view)

    def add_accessor(
        self, array: np.ndarray, *, use: str = "attribute", bounds: bool = False, normalized: bool = False
    ) -> int:
        """Append an array of shape (n) or (n, width); returns the accessor's index."""
        component = next(code for code, dtype in _COMPONENTS.items() if dtype == array.dtype)
        width = 1 if array.ndim == 1 else array.shape[1]
        accessor: Json = {
            "bufferView": self.add_bytes(np.ascontiguousarray(array).tobytes(), target=_TARGETS[use]),
            "componentType": component,
            "count": len(array),
            "type": next(name for name, count in _WIDTHS.items() if count == width),
        }
        if normalized:
            accessor["normalized"] = True
        if bounds:
            table = array.reshape(len(array), width)
            accessor["min"] = [float(value) for value in table.min(axis=0)]
            accessor["max"] = [float(value) for value in table.max(axis=0)]
        return self.add("accessors", accessor)

    def to_bytes(self) -> bytes:
        """The GLB."""
        if self._length:
            self.json["buffers"] = [{"byteLength": self._length}]
        text = json.dumps(self.json, allow_nan=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        parts = [struct.pack("<II", len(text), _JSON), text]
        if self._length:
            parts += [struct.pack("<II", self._length, _BIN), *self._chunks]
        body = b"".join(parts)
        return struct.pack("<III", _MAGIC, 2, 12 + len(body)) + body


class GltfReader:
    """Takes a GLB apart; every index and length in it is checked before use."""

    def __init__(self, data: bytes) -> None:
        self.json, self._binary = _split(data)
        buffers = self.items("buffers")
        if any("uri" in buffer for buffer in buffers) or len(buffers) > 1:
            raise FormatError("This GLB keeps data in other files; pack it into one file first.")

    def items(self, key: str) -> list[Json]:
        """A top-level list of objects; empty when it is missing."""
        found = self.json.get(key, [])
        if not isinstance(found, list) or not all(
            isinstance(item, dict) for item in cast("list[object]", found)
        ):
            raise FormatError(f"This GLB is broken: '{key}' is not a list of objects.")
        return cast("list[Json]", found)

    def item(self, key: str, index: object) -> Json:
        """One object of a top-level list."""
        items = self.items(key)
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(items):
            raise FormatError(f"This GLB is broken: it refers to {key}[{index!r:.20}], which is not there.")
        return items[index]

    def bytes_of(self, view_index: object) -> bytes:
        """The bytes of a buffer view."""
        view = self.item("bufferViews", view_index)
        start, length = whole(view.get("byteOffset", 0)), whole(view.get("byteLength"))
        if start + length > len(self._binary):
            raise FormatError("This GLB is truncated: a buffer view reaches behind the end of the file.")
        return self._binary[start : start + length]

    def array(self, accessor_index: object, *, dtype: str, width: int) -> np.ndarray:
        """An accessor as a little-endian array of shape (n) or (n, width).

        Raises:
            FormatError: Not of that type, sparse, or reaching outside its buffer view.
        """
        accessor = self.item("accessors", accessor_index)
        count = whole(accessor.get("count"))
        found = np.dtype(dtype)
        if _COMPONENTS.get(accessor.get("componentType", 0)) != found or (
            _WIDTHS.get(accessor.get("type", "")) != width
        ):
            raise FormatError(f"This GLB is broken: accessor {accessor_index} is not {dtype} x {width}.")
        view = self.item("bufferViews", accessor.get("bufferView"))
        if "sparse" in accessor:
            raise FormatError(
                "This GLB uses sparse accessors, which are not supported; save it without them."
            )
        data = self.bytes_of(accessor["bufferView"])
        step = found.itemsize * width
        stride, start = whole(view.get("byteStride", step)), whole(accessor.get("byteOffset", 0))
        if count and (stride < step or start + stride * (count - 1) + step > len(data)):
            raise FormatError("This GLB is truncated: an accessor reaches behind its buffer view.")
        if not count:
            return np.zeros((0, width) if width > 1 else 0, found)
        raw = np.frombuffer(data, np.uint8)
        rows = np.lib.stride_tricks.as_strided(raw[start:], (count, step), (stride, 1))
        array = np.ascontiguousarray(rows).view(found)
        return array[:, 0] if width == 1 else array


def whole(value: object) -> int:
    """A JSON number that must be a count or an offset."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 40:
        raise FormatError(f"This GLB is broken: {value!r:.30} is not a count.")
    return value


def _split(data: bytes) -> tuple[Json, bytes]:
    if len(data) < 20 or struct.unpack_from("<I", data)[0] != _MAGIC:
        raise FormatError("This is not a GLB file: it does not begin with 'glTF'.")
    _, version, length = cast("Sequence[int]", struct.unpack_from("<III", data))
    if version != 2:
        raise FormatError(f"This GLB has version {version}; only version 2 can be read.")
    if length > len(data):
        raise FormatError(f"This GLB is truncated: it should have {length} bytes and has {len(data)}.")
    chunks: dict[int, bytes] = {}
    offset = 12
    while offset + 8 <= length:
        size, kind = struct.unpack_from("<II", data, offset)
        if offset + 8 + size > length:
            raise FormatError("This GLB is truncated inside a chunk.")
        chunks.setdefault(kind, data[offset + 8 : offset + 8 + size])
        offset += 8 + size
    try:
        parsed = json.loads(chunks.get(_JSON, b""))
    except (ValueError, RecursionError) as error:
        raise FormatError("This GLB is broken: its JSON chunk cannot be read.") from error
    if not isinstance(parsed, dict):
        raise FormatError("This GLB is broken: its JSON chunk is not an object.")
    return cast("Json", parsed), chunks.get(_BIN, b"")
