"""Reading other people's JSON: every value is checked before it is believed."""

import json
from pathlib import Path
from typing import cast

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError
from spatialwm.io.files import read_bounded

__all__ = ["Table", "as_table", "json_table", "matrix", "number", "text"]

Table = dict[str, object]
_LIMIT = 64 << 20
"""Bytes; 10,000 frames of a transforms.json have about 8 MB."""


def json_table(path: Path) -> Table:
    """The object that a JSON file holds.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It is not JSON, not an object, or too large.
    """
    data = read_bounded(path, limit=_LIMIT)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path.name}' is not JSON.") from error
    return as_table(value, path.name)


def as_table(value: object, what: str) -> Table:
    """A JSON object; ``what`` names it when it is none.

    Raises:
        FormatError: It is another value.
    """
    if not isinstance(value, dict):
        raise FormatError(f"{what} is not a JSON object.")
    return cast("Table", value)


def text(table: Table, key: str) -> str:
    """A text.

    Raises:
        FormatError: It is missing or another value.
    """
    value = table.get(key)
    if not isinstance(value, str):
        raise FormatError(f"a frame has no '{key}'.")
    return value


def number(table: Table, key: str, default: float | None = None) -> float:
    """A finite number, or ``default`` when it is missing.

    Raises:
        FormatError: It is missing without a default, or another value.
    """
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise FormatError(f"'{key}' is not a finite number.")
    return float(value)


def matrix(value: object, what: str) -> Float[np.ndarray, "..."]:
    """Nested lists of numbers as an array.

    Raises:
        FormatError: They are not numbers in even rows.
    """
    try:
        return np.array(value, float)
    except (TypeError, ValueError) as error:
        raise FormatError(f"{what} is not a matrix of numbers.") from error
