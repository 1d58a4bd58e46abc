"""Records check their own arrays against their own annotations when they are made."""

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, cast

import numpy as np
from jaxtyping import AbstractArray

from spatialwm.errors import ShapeError

__all__ = ["freeze_arrays", "same"]


def freeze_arrays(record: object, *, floats: type[np.floating] = np.float32) -> None:
    """Check every array field's shape, bring it to one number type and make it read-only.

    ``Float`` fields become ``floats``, ``Int`` fields int32. The caller's own array stays writable; no copy
    is made when type and order already fit. A field annotated ``X | None`` may be None.

    Raises:
        ShapeError: A field does not have the shape its annotation states.
    """
    sizes: dict[str, int] = {}
    for plan in _plans(type(record), floats):
        value = getattr(record, plan.name)
        if value is None:
            continue
        if not plan.fits(value, sizes):
            raise ShapeError(
                f"{type(record).__name__}.{plan.name}: needs {plan.annotation.__name__}, "
                f"got {getattr(value, 'dtype', type(value).__name__)}{list(np.shape(value))}."
            )
        flags = value.flags
        if value.dtype == plan.number and flags.c_contiguous and not flags.writeable:
            continue  # as it should be: a step of the physics makes seven of these
        array = np.require(value, plan.number, "C").view()
        array.flags.writeable = False
        object.__setattr__(record, plan.name, array)


@dataclass(frozen=True)
class _Plan:
    """What is checked of one array field. jaxtyping's own check takes longer than a step of the physics."""

    name: str
    annotation: Any
    dims: tuple[str | int, ...]
    """Numbers, or names that stand for one size in the whole record."""
    number: Any
    kinds: frozenset[str]
    """Names of the number types the annotation admits."""

    def fits(self, value: object, sizes: dict[str, int]) -> bool:
        """Whether an array has the shape and kind of numbers; names get their ``sizes``."""
        if not isinstance(value, np.ndarray):
            return False
        array = cast("np.ndarray", value)
        shape = array.shape
        if array.dtype != self.number and array.dtype.name not in self.kinds:
            return False
        if len(shape) != len(self.dims):
            return False
        for dim, size in zip(self.dims, shape, strict=True):
            if size != (dim if isinstance(dim, int) else sizes.setdefault(dim, size)):
                return False
        return True


@cache
def _plans(record: type, floats: type[np.floating]) -> tuple[_Plan, ...]:
    assert is_dataclass(record)
    found = [(field.name, _array_annotation(field.type)) for field in fields(record)]
    return tuple(
        _Plan(
            name,
            kind,
            tuple(int(d) if d.isdigit() else d for d in kind.dim_str.split()),
            np.dtype(_number_type(kind, floats)),
            frozenset(kind.dtypes),
        )
        for name, kind in found
        if kind is not None
    )


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
