"""Frozen records to JSON schema, and JSON back to records, from their type annotations."""

from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from spatialwm.errors import InputError

__all__ = ["record_from_json", "schema_of"]

_Record = TypeVar("_Record")
_LONGEST_TEXT = 2000
_LONGEST_LIST = 2000
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of(kind: object) -> dict[str, object]:
    """The schema of a type: records are closed objects whose every field is required."""
    origin, args = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        hints = get_type_hints(cast(type, kind))
        return {
            "type": "object",
            "properties": {name: schema_of(hint) for name, hint in hints.items()},
            "required": list(hints),
            "additionalProperties": False,
        }
    if origin is Literal:
        return {"type": "string", "enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": schema_of(args[0])}
    if origin is UnionType or NoneType in args:
        return {"anyOf": [schema_of(a) for a in args]}
    if kind is NoneType:
        return {"type": "null"}
    return {"type": _PLAIN[cast(type, kind)]}


def record_from_json(kind: type[_Record], data: object) -> _Record:
    """The record that JSON describes.

    Raises:
        InputError: A field is missing, unknown, of another type, or too long; the message says where.
    """
    return cast(_Record, _read(kind, data, kind.__name__))


def _read(kind: object, data: object, where: str) -> object:
    origin, args = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _record(cast(type, kind), data, where)
    if origin is Literal:
        if data not in args:
            raise InputError(f"{where} is {_shown(data)}; it must be one of {', '.join(map(str, args))}.")
        return data
    if origin is tuple:
        return _tuple(args, data, where)
    if origin is UnionType or NoneType in args:
        if data is None and NoneType in args:
            return None
        return _read(next(a for a in args if a is not NoneType), data, where)
    return _plain(cast(type, kind), data, where)


def _record(kind: type, data: object, where: str) -> object:
    if not isinstance(data, dict):
        raise InputError(f"{where} is {_shown(data)}; it must be an object.")
    given = cast(dict[str, object], data)
    hints = get_type_hints(kind)
    if unknown := sorted(set(given) - set(hints)):
        raise InputError(f"{where} has a field '{unknown[0][:60]}' that it cannot have.")
    if missing := [name for name in hints if name not in given]:
        raise InputError(f"{where} lacks the field '{missing[0]}'.")
    return kind(**{name: _read(hint, given[name], f"{where}.{name}") for name, hint in hints.items()})


def _tuple(args: tuple[object, ...], data: object, where: str) -> tuple[object, ...]:
    items = cast(list[object], data) if isinstance(data, list) else None
    if items is None or len(items) > _LONGEST_LIST:
        raise InputError(f"{where} must be a list of at most {_LONGEST_LIST}.")
    if args[-1] is Ellipsis:
        return tuple(_read(args[0], item, f"{where}[{k}]") for k, item in enumerate(items))
    if len(items) != len(args):
        raise InputError(f"{where} has {len(items)} entries; it must have {len(args)}.")
    return tuple(
        _read(kind, item, f"{where}[{k}]") for k, (kind, item) in enumerate(zip(args, items, strict=True))
    )


def _plain(kind: type, data: object, where: str) -> object:
    if kind is float and isinstance(data, int) and not isinstance(data, bool) and abs(data) < 1e9:
        return float(data)
    fits = isinstance(data, kind) and (kind is bool or not isinstance(data, bool))
    if fits and isinstance(data, float) and not abs(data) < 1e9:
        fits = False
    if fits and isinstance(data, str) and (len(data) > _LONGEST_TEXT or not data.isprintable()):
        fits = False
    if not fits:
        raise InputError(f"{where} is {_shown(data)}; it must be a {_PLAIN[kind]}.")
    return data


def _shown(data: object) -> str:
    return repr(data)[:60] if isinstance(data, str | int | float | None) else "a list or an object"
