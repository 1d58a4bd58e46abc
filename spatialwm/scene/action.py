"""Actions: what an agent does to a scene. One typed union that is also plain JSON.

Every number has bounds, written beside it: ``check_action`` holds them, ``action_schema`` publishes them.
"""

import math
from dataclasses import KW_ONLY, MISSING, dataclass, fields
from functools import cache
from typing import Annotated, Any, cast, final, get_args, get_type_hints

from spatialwm.errors import InputError

__all__ = [
    "ACTION_KINDS", "Action", "Close", "Crouch", "Force", "Grasp", "Gravity", "Jump", "Light", "Look",
    "Move", "Open", "Paint", "Place", "Push", "Release", "Remove", "Say", "Spawn", "Throw", "Vector",
    "Wait", "Wind", "action_from_json", "action_to_json", "check_action",
]  # fmt: skip

Vector = tuple[float, float, float]

_FAR = 10_000.0
"""Coordinates and ways [m]."""


@dataclass(frozen=True)
class Within:
    """Bounds of a number, or of all three of a vector."""

    low: float
    high: float


@dataclass(frozen=True)
class Longest:
    """Bound of a text's length."""

    characters: int


Name = Annotated[str, Longest(200)]
NameOrNone = Annotated[str | None, Longest(200)]
Point = Annotated[Vector, Within(-_FAR, _FAR)]
PointOrNone = Annotated[Vector | None, Within(-_FAR, _FAR)]


# ---------------------------------------------------------------------- objects


@final
@dataclass(frozen=True)
class Push:
    """Hit an object: an impulse at a point, at once."""

    object: Name
    _: KW_ONLY
    impulse: Annotated[Vector, Within(-10_000.0, 10_000.0)]
    """In world axes [N s]."""
    point: PointOrNone = None
    """Where it acts, in the world [m]; None is the centre of mass."""


@final
@dataclass(frozen=True)
class Force:
    """Press on an object for a time, at its centre of mass."""

    object: Name
    _: KW_ONLY
    force: Annotated[Vector, Within(-10_000.0, 10_000.0)]
    """In world axes [N]."""
    seconds: Annotated[float, Within(0.0, 600.0)] = 1.0
    """How long [s]."""


@final
@dataclass(frozen=True)
class Grasp:
    """Take hold of an object within reach; it then keeps its place relative to the agent."""

    object: Name


@final
@dataclass(frozen=True)
class Release:
    """Let go of what is held."""


@final
@dataclass(frozen=True)
class Throw:
    """Let go of what is held with a velocity."""

    velocity: Annotated[Vector, Within(-1000.0, 1000.0)]
    """In world axes [m/s]."""


@final
@dataclass(frozen=True)
class Place:
    """Set what is held down: on something, beside something, or at a point. Takes its time."""

    _: KW_ONLY
    on: NameOrNone = None
    """On top of this object."""
    beside: NameOrNone = None
    """Next to this object, on what that stands on."""
    at: PointOrNone = None
    """Where the middle of its underside comes to lie, in the world [m]."""


@final
@dataclass(frozen=True)
class Open:
    """Move what hangs on a joint to a part of its range, by hand and over time."""

    object: Name
    _: KW_ONLY
    fraction: Annotated[float, Within(0.0, 1.0)] = 1.0
    """0 is closed, 1 is as far from closed as its limits allow."""


@final
@dataclass(frozen=True)
class Close:
    """Move what hangs on a joint back to where it is closed."""

    object: Name


@final
@dataclass(frozen=True)
class Spawn:
    """A copy, or what words say, appears in the air just over its place, and is as real as any from then."""

    object: Name
    """Name of the new object."""
    _: KW_ONLY
    at: Point
    """Origin of the new object's frame in the world [m]."""
    like: NameOrNone = None
    """The object it is a copy of."""
    words: NameOrNone = None
    """What it is, where it is a copy of nothing: "a small blue ball"."""


@final
@dataclass(frozen=True)
class Remove:
    """An object is taken out of the world: nothing touches or shows it any more."""

    object: Name


@final
@dataclass(frozen=True)
class Paint:
    """Give an object another colour; its light and shade stay."""

    object: Name
    _: KW_ONLY
    color: Annotated[Vector, Within(0.0, 1.0)]
    """sRGB."""


# ------------------------------------------------------------------------ agent


@final
@dataclass(frozen=True)
class Move:
    """Walk: the agent's feet go in a straight line, over time."""

    displacement: Point
    """In world axes, horizontal [m]."""
    speed: Annotated[float, Within(0.0, 10.0)] = 1.4
    """[m/s]; 1.4 is human walking speed (Bohannon 1997)."""


@final
@dataclass(frozen=True)
class Look:
    """Turn the agent's head."""

    yaw: Annotated[float, Within(-1000.0, 1000.0)] = 0.0
    """To the left, added to where it looks [rad]."""
    pitch: Annotated[float, Within(-1000.0, 1000.0)] = 0.0
    """Upwards, added to where it looks [rad]."""


@final
@dataclass(frozen=True)
class Jump:
    """Leave the floor and come down again."""

    height: Annotated[float, Within(0.0, 1.5)] = 0.4
    """Of the feet at the top, under 9.81 m/s^2 [m]; a fit adult reaches 0.4 m."""


@final
@dataclass(frozen=True)
class Crouch:
    """Make oneself small, or stand up again."""

    down: bool = True
    """False stands up."""


# ------------------------------------------------------------------------ world


@final
@dataclass(frozen=True)
class Gravity:
    """From now on things fall like this."""

    acceleration: Annotated[Vector, Within(-100.0, 100.0)]
    """In world axes [m/s^2]."""


@final
@dataclass(frozen=True)
class Wind:
    """From now on the air moves like this."""

    velocity: Annotated[Vector, Within(-60.0, 60.0)]
    """In world axes [m/s]; 33 m/s is a hurricane (Beaufort 12)."""


@final
@dataclass(frozen=True)
class Light:
    """From now on everything is this bright."""

    brightness: Annotated[float, Within(0.0, 10.0)] = 1.0
    """1 is as the scene was made, 0 is dark."""


# ---------------------------------------------------------------------- control


@final
@dataclass(frozen=True)
class Wait:
    """Do nothing."""


@final
@dataclass(frozen=True)
class Say:
    """Say something: a line in the record, shown in the viewer."""

    text: Annotated[str, Longest(500)]


Action = (
    Move | Look | Jump | Crouch
    | Push | Force | Grasp | Release | Throw | Place | Open | Close | Spawn | Remove | Paint
    | Gravity | Wind | Light
    | Wait | Say
)  # fmt: skip

ACTION_KINDS: dict[str, type[Action]] = {
    cls.__name__.lower(): cls
    for cls in (
        Move, Look, Jump, Crouch,
        Push, Force, Grasp, Release, Throw, Place, Open, Close, Spawn, Remove, Paint,
        Gravity, Wind, Light,
        Wait, Say,
    )
}  # fmt: skip
"""Name in JSON -> class."""


def action_to_json(action: Action) -> dict[str, Any]:
    """The action as a JSON object: ``{"action": "push", "object": "mug", ...}``."""
    values = {f.name: getattr(action, f.name) for f in fields(action)}
    return {"action": type(action).__name__.lower()} | {
        name: list(cast("Vector", value)) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def action_from_json(data: object) -> Action:
    """The action of a JSON object; the inverse of ``action_to_json``.

    Raises:
        InputError: Not an object, an unknown action or field, a wrong type, a number out of bounds.
    """
    if not isinstance(data, dict):
        raise InputError("An action is a JSON object such as {'action': 'push', ...}.")
    values = dict(cast("dict[str, Any]", data))
    kind = values.pop("action", None)
    cls = ACTION_KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise InputError(f"Unknown action {kind!r:.40}; known: {', '.join(ACTION_KINDS)}.")
    known = {f.name for f in fields(cls)}
    if unknown := set(values) - known:
        raise InputError(f"Action '{kind}' has no field '{min(unknown):.40}'.")
    needed = {f.name for f in fields(cls) if f.default is MISSING}
    if needed - set(values):
        raise InputError(f"Action '{kind}' needs {', '.join(sorted(needed))}.")
    typed = {name: _typed(value) for name, value in values.items()}
    for name, value in typed.items():
        _check_value(name, value, rules_of(cls)[name])
    action = cls(**typed)
    _check_whole(action)
    return action


def check_action(action: Action) -> None:
    """Refuse what no action may hold.

    Raises:
        InputError: A number out of its bounds or not finite, an endless text; names the field and bounds.
    """
    for name, rule in rules_of(type(action)).items():
        _check_value(name, getattr(action, name), rule)
    _check_whole(action)


@dataclass(frozen=True)
class Rule:
    """What the values of one field may be."""

    bound: Within | Longest | None
    vector: bool
    optional: bool


@cache
def rules_of(cls: type[Action]) -> dict[str, Rule]:
    """Of every field, from its annotation."""
    hints = get_type_hints(cls, include_extras=True)
    return {f.name: _rule(hints[f.name]) for f in fields(cls)}


def _rule(hint: Any) -> Rule:  # noqa: ANN401 (a type)
    bound = hint.__metadata__[0] if hasattr(hint, "__metadata__") else None
    meant = get_args(hint)[0] if bound else hint
    either = get_args(meant) if type(None) in get_args(meant) else (meant,)
    return Rule(bound=bound, vector=Vector in either, optional=type(None) in either)


def _check_whole(action: Action) -> None:
    if isinstance(action, Place) and [action.on, action.beside, action.at].count(None) != 2:
        raise InputError("Action 'place' needs exactly one of at, beside, on.")
    if isinstance(action, Spawn) and (action.like is None) == (action.words is None):
        raise InputError("Action 'spawn' needs exactly one of like, words.")


def _typed(value: Any) -> Any:  # noqa: ANN401 (JSON has no one type)
    if isinstance(value, list):
        return tuple(_typed(part) for part in cast("list[Any]", value))
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_value(name: str, value: Any, rule: Rule) -> None:  # noqa: ANN401
    if value is None and rule.optional:
        return
    match rule.bound:
        case Longest(characters):
            good = isinstance(value, str) and 0 < len(value) <= characters
        case Within():
            parts = cast("tuple[Any, ...]", value if rule.vector and isinstance(value, tuple) else (value,))
            good = len(parts) == (3 if rule.vector else 1)
            for part in parts if good else ():
                _check_number(name, part, rule.bound)
        case None:
            good = isinstance(value, bool)
    if not good:
        raise InputError(f"Action field '{name}' cannot be {value!r:.60}.")


def _check_number(name: str, value: Any, bound: Within) -> None:  # noqa: ANN401
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value):
        raise InputError(f"Action field '{name}' needs finite numbers, got {value!r:.60}.")
    if not bound.low <= value <= bound.high:
        raise InputError(f"Action field '{name}' goes from {bound.low:g} to {bound.high:g}, got {value:g}.")
