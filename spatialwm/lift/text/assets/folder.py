"""Folders of GLB models with a ``catalogue.json``.

The catalogue is an object with ``name``, ``license`` and ``author`` of the whole, and a list ``models`` of
objects with ``file`` and ``name``, and where wanted ``category``, ``words`` (a list), ``size`` (width,
height, depth [m]; by default the file's own), ``license``, ``author``, ``front`` and ``up`` (``+x`` ...
``-z``; by default ``+z`` and ``+y``, as in glTF), ``top`` (height [m] on which things stand).
"""

import json
import math
from pathlib import Path
from typing import cast

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.lift.text.assets.asset import Asset, Library, Turn, category_of, plain, words_of
from spatialwm.lift.text.assets.places import Folder
from spatialwm.lift.text.catalogue import NOUNS

__all__ = ["CATALOGUE_FILE", "read_folder"]

CATALOGUE_FILE = "catalogue.json"
_MAX_CATALOGUE = 16 << 20
_MAX_MODELS = 20_000
_LARGEST = 30.0
_AXES = {f"{s}{a}": (k, v) for k, a in enumerate("xyz") for s, v in (("+", 1.0), ("-", -1.0), ("", 1.0))}
_UNKNOWN = (0.0, 0.0, 0.0)
"""A size that the file itself has to say."""


def read_folder(path: Path) -> Library:
    """The models of a folder, in its catalogue's order.

    Raises:
        FormatError: The catalogue is not what it should be; the message names the entry.
        MissingFileError: There is none.
    """
    data = _json(Folder(path).read(CATALOGUE_FILE, limit=_MAX_CATALOGUE), path)
    entries = data.get("models")
    if not isinstance(entries, list) or len(cast("list[object]", entries)) > _MAX_MODELS:
        raise FormatError(f"'{path / CATALOGUE_FILE}' needs a list 'models' of at most {_MAX_MODELS:,}.")
    name, license_, author = (plain(data.get(key)) for key in ("name", "license", "author"))
    assets = tuple(
        _asset(entry, number, path, (name or path.name, license_, author))
        for number, entry in enumerate(cast("list[object]", entries))
    )
    return Library(name=name or path.name, path=path, license=license_, assets=assets)


def _json(raw: bytes, path: Path) -> dict[str, object]:
    try:
        data = cast(object, json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path / CATALOGUE_FILE}' is not JSON; see docs/assets.md for one.") from error
    if not isinstance(data, dict):
        raise FormatError(f"'{path / CATALOGUE_FILE}' should hold an object with a list 'models'.")
    return cast("dict[str, object]", data)


def _asset(entry: object, number: int, path: Path, whole: tuple[str, str, str]) -> Asset:
    label = f"'{path / CATALOGUE_FILE}': model {number + 1}"
    if not isinstance(entry, dict):
        raise FormatError(f"{label} is no object with 'file' and 'name'.")
    values = cast("dict[str, object]", entry)
    name, member = plain(values.get("name")), values.get("file")
    if not name or not isinstance(member, str) or not member.lower().endswith(".glb"):
        raise FormatError(f"{label} needs a 'name', and a 'file' that ends in .glb.")
    said = plain(values.get("category")).lower()
    if said and said not in NOUNS:
        raise FormatError(f"{label} is of the category '{said:.40}', which no text can name.")
    words = values.get("words", [])
    tags = [plain(w) for w in cast("list[object]", words)] if isinstance(words, list) else []
    library, license_, author = whole
    return Asset(
        name=name,
        category=NOUNS[said] if said else category_of(name),
        words=words_of(name, said, *tags[:50]),
        size=_size(values.get("size"), label),
        license=plain(values.get("license")) or license_,
        author=plain(values.get("author")) or author,
        library=library,
        path=path,
        member=member,
        turn=_turn(values.get("front", "+z"), values.get("up", "+y"), label),
        top=_top(values.get("top"), label),
    )


def _numbers(value: object) -> list[float]:
    """The numbers of a JSON list; empty when it is something else."""
    if not isinstance(value, list):
        return []
    parts = cast("list[object]", value)
    fine = [float(p) for p in parts if isinstance(p, int | float) and not isinstance(p, bool)]
    return fine if len(fine) == len(parts) and all(map(math.isfinite, fine)) else []


def _size(value: object, label: str) -> tuple[float, float, float]:
    if value is None:
        return _UNKNOWN
    numbers = _numbers(value)
    if len(numbers) != 3 or not all(0 < n <= _LARGEST for n in numbers):
        raise FormatError(f"{label} has no 'size' of width, height and depth in metres, up to {_LARGEST:g}.")
    return numbers[0], numbers[1], numbers[2]


def _top(value: object, label: str) -> float | None:
    if value is None:
        return None
    numbers = _numbers([value])
    if len(numbers) != 1 or not 0 < numbers[0] <= _LARGEST:
        raise FormatError(f"{label} has a 'top' that is no height in metres.")
    return numbers[0]


def _turn(front: object, up: object, label: str) -> Turn:
    """The rotation that brings the file's front to +z and its up to +y."""
    rows = np.zeros((3, 3))
    for row, axis in ((2, front), (1, up)):
        if not isinstance(axis, str) or axis.lower() not in _AXES:
            raise FormatError(f"{label}: an axis is one of +x, -x, +y, -y, +z, -z.")
        column, sign = _AXES[axis.lower()]
        rows[row, column] = sign
    rows[0] = np.cross(rows[1], rows[2])
    if not rows[0].any():
        raise FormatError(f"{label}: 'front' and 'up' are the same axis.")
    a, b, c, d, e, f, g, h, i = (float(v) for v in rows.ravel())
    return a, b, c, d, e, f, g, h, i
