"""Actions: what an agent does to a scene. One typed union that is also plain JSON."""

import math
from dataclasses import KW_ONLY, dataclass, fields
from typing import Any, cast, final

from spatialwm.errors import InputError

__all__ = [
    "Action",
    "Grasp",
    "Look",
    "Move",
    "Push",
    "Release",
    "Throw",
    "Vector",
    "Wait",
    "action_from_json",
    "action_to_json",
]

Vector = tuple[float, float, float]


@final
@dataclass(frozen=True)
class Push:
    """Hit an object: an impulse at a point, at once."""

    object: str
    _: KW_ONLY
    impulse: Vector
    """In world axes [N s]."""
    point: Vector | None = None
    """Where it acts, in the world [m]; None is the centre of mass."""


@final
@dataclass(frozen=True)
class Grasp:
    """Take hold of an object within reach; it then keeps its place relative to the agent."""

    object: str


@final
@dataclass(frozen=True)
class Release:
    """Let go of what is held."""


@final
@dataclass(frozen=True)
class Throw:
    """Let go of what is held with a velocity."""

    velocity: Vector
    """In world axes [m/s]."""


@final
@dataclass(frozen=True)
class Move:
    """Walk: the agent's feet go in a straight line, over time."""

    displacement: Vector
    """In world axes, horizontal [m]."""
    speed: float = 1.4
    """[m/s]; 1.4 is human walking speed (Bohannon 1997)."""


@final
@dataclass(frozen=True)
class Look:
    """Turn the agent's head."""

    yaw: float = 0.0
    """To the left, added to where it looks [rad]."""
    pitch: float = 0.0
    """Upwards, added to where it looks [rad]."""


@final
@dataclass(frozen=True)
class Wait:
    """Do nothing."""


Action = Push | Grasp | Release | Throw | Move | Look | Wait

_KINDS: dict[str, type[Action]] = {
    "push": Push,
    "grasp": Grasp,
    "release": Release,
    "throw": Throw,
    "move": Move,
    "look": Look,
    "wait": Wait,
}


def action_to_json(action: Action) -> dict[str, Any]:
    """The action as a JSON object: ``{"action": "push", "object": "mug", ...}``."""
    kind = next(name for name, cls in _KINDS.items() if cls is type(action))
    values = {f.name: getattr(action, f.name) for f in fields(action)}
    return {"action": kind} | {
        name: list(cast("Vector", value)) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def action_from_json(data: object) -> Action:
    """The action of a JSON object; the inverse of ``action_to_json``.

    Raises:
        InputError: Not an object, an unknown action or field, a wrong type, a number that is not finite.
    """
    if not isinstance(data, dict):
        raise InputError("An action is a JSON object such as {'action': 'push', ...}.")
    values = dict(cast("dict[str, Any]", data))
    kind = values.pop("action", None)
    cls = _KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise InputError(f"Unknown action {kind!r:.40}; known: {', '.join(_KINDS)}.")
    known = {f.name for f in fields(cls)}
    if unknown := set(values) - known:
        raise InputError(f"Action '{kind}' has no field '{min(unknown):.40}'.")
    try:
        return cls(**{name: _checked(name, value) for name, value in values.items()})
    except TypeError as error:
        raise InputError(f"Action '{kind}' needs {', '.join(sorted(known))}.") from error


_VECTORS = ("impulse", "point", "velocity", "displacement")


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 (JSON has no one type)
    if name == "object":
        if isinstance(value, str) and 0 < len(value) <= 200:
            return value
    elif name in _VECTORS:
        if value is None and name == "point":
            return None
        if isinstance(value, list) and len(cast("list[Any]", value)) == 3:
            return tuple(_finite(name, part) for part in cast("list[Any]", value))
    else:
        return _finite(name, value)
    raise InputError(f"Action field '{name}' cannot be {value!r:.60}.")


def _finite(name: str, value: Any) -> float:  # noqa: ANN401
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or abs(value) > 1e6:
        raise InputError(f"Action field '{name}' needs finite numbers, got {value!r:.60}.")
    return float(value)
