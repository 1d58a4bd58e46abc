"""Records check their own arrays against their own annotations when they are made."""

from dataclasses import fields, is_dataclass
from typing import Any, cast

import numpy as np
from jaxtyping import AbstractArray, jaxtyped  # pyright: ignore[reportUnknownVariableType]

from spatialwm.errors import ShapeError

__all__ = ["freeze_arrays", "same"]


def freeze_arrays(record: object, *, floats: type[np.floating] = np.float32) -> None:
    """Check every array field's shape, bring it to one number type and make it read-only.

    ``Float`` fields become ``floats``, ``Int`` fields int32. The caller's own array stays writable; no copy
    is made when type and order already fit. A field annotated ``X | None`` may be None.

    Raises:
        ShapeError: A field does not have the shape its annotation states.
    """
    assert is_dataclass(record)
    with jaxtyped("context"):
        for field in fields(record):
            annotation = _array_annotation(field.type)
            value = getattr(record, field.name)
            if annotation is None or value is None:
                continue
            if not isinstance(value, annotation):
                raise ShapeError(
                    f"{type(record).__name__}.{field.name}: needs {annotation.__name__}, "
                    f"got {getattr(value, 'dtype', type(value).__name__)}{list(np.shape(value))}."
                )
            array = np.require(value, _number_type(annotation, floats), "C").view()
            array.flags.writeable = False
            object.__setattr__(record, field.name, array)


def _number_type(annotation: Any, floats: type[np.floating]) -> Any:  # noqa: ANN401
    names = annotation.dtypes
    if "float32" in names:
        return floats
    return np.int32 if "int32" in names else np.dtype(names[0])


def _array_annotation(annotation: Any) -> Any:  # noqa: ANN401 (annotations have no common type)
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, AbstractArray):
            return cast("Any", candidate)
    return None


def same(a: object, b: object) -> bool:
    """Whether two records, tuples or arrays are equal to the last bit (NaN equals NaN)."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return _same_arrays(cast("np.ndarray", a), cast("np.ndarray", b))
    if isinstance(a, tuple):
        items_a, items_b = cast("tuple[object, ...]", a), cast("tuple[object, ...]", b)
        return len(items_a) == len(items_b) and all(map(same, items_a, items_b))
    if is_dataclass(a):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    return bool(a == b)


def _same_arrays(a: np.ndarray, b: np.ndarray) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
