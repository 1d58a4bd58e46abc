"""What the page and the server say to each other.

Messages are JSON objects with a ``type``; ``typescript.py`` writes the page's side of them. States come as
binary frames of their own. Everything that arrives is untrusted: ``parse`` bounds and checks it.
"""

import json
import math
import struct
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, cast, final

import numpy as np

from spatialwm.errors import InputError
from spatialwm.scene import Action, State, action_from_json

__all__ = [
    "CLIENT_MESSAGES",
    "MAGIC",
    "MAX_ACTIONS",
    "MAX_MESSAGE",
    "MAX_SECONDS",
    "MAX_SENTENCE",
    "SERVER_MESSAGES",
    "VERSION",
    "Act",
    "ActionJson",
    "ClientMessage",
    "Done",
    "Hello",
    "Parsed",
    "Pause",
    "Refused",
    "Reset",
    "Resume",
    "Say",
    "ServerMessage",
    "TimedAction",
    "Welcome",
    "pack_state",
    "parse",
    "timed_actions",
    "to_text",
]

VERSION = 1
MAGIC = 0x314D5753
"""``SWM1`` in little-endian bytes: the first word of every state frame."""
MAX_MESSAGE = 64 * 1024
"""Largest message from the page [characters]; 256 pushes take about 40,000."""
MAX_ACTIONS = 256
"""In one message."""
MAX_SECONDS = 60.0
"""Longest simulation one message may ask for [s]."""
MAX_SENTENCE = 500
"""[characters]"""

ActionJson = dict[str, Any]
TimedAction = tuple[float, ActionJson]


@final
@dataclass(frozen=True, kw_only=True)
class Hello:
    """First word of the page."""

    type: ClassVar = "hello"
    version: int


@final
@dataclass(frozen=True, kw_only=True)
class Act:
    """Do actions, each at its time from now [s], and compute ``seconds`` of future."""

    type: ClassVar = "act"
    actions: tuple[TimedAction, ...]
    seconds: float = 3.0


@final
@dataclass(frozen=True, kw_only=True)
class Say:
    """Do what a sentence says."""

    type: ClassVar = "say"
    sentence: str
    seconds: float = 3.0


@final
@dataclass(frozen=True)
class Pause:
    """Hold the simulation."""

    type: ClassVar = "pause"


@final
@dataclass(frozen=True)
class Resume:
    """Go on."""

    type: ClassVar = "resume"


@final
@dataclass(frozen=True)
class Reset:
    """Put everything back to where the file has it."""

    type: ClassVar = "reset"


ClientMessage = Hello | Act | Say | Pause | Resume | Reset


@final
@dataclass(frozen=True, kw_only=True)
class Welcome:
    """The session is ready. State frames list the objects in the order of ``names``."""

    type: ClassVar = "welcome"
    version: int
    names: tuple[str, ...]
    step_seconds: float
    time: float
    """Of the state the session starts from [s]; states count on from it."""


@final
@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What will be done, and when since the session began [s].

    ``sentence`` is empty unless one was said.
    """

    type: ClassVar = "parsed"
    sentence: str
    actions: tuple[TimedAction, ...]


@final
@dataclass(frozen=True, kw_only=True)
class Done:
    """The future asked for is computed.

    ``seconds`` and ``actions`` tell the whole session since its start or last reset, so that the same actions
    on the same file for the same time give the same ``state_hash``.
    """

    type: ClassVar = "done"
    seconds: float
    state_hash: str
    actions: tuple[TimedAction, ...]


@final
@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why nothing was done, in one sentence."""

    type: ClassVar = "refused"
    sentence: str


ServerMessage = Welcome | Parsed | Done | Refused

CLIENT_MESSAGES: tuple[type[ClientMessage], ...] = (Hello, Act, Say, Pause, Resume, Reset)
SERVER_MESSAGES: tuple[type[ServerMessage], ...] = (Welcome, Parsed, Done, Refused)
_BY_TYPE = {cls.type: cls for cls in CLIENT_MESSAGES}


def to_text(message: ServerMessage | ClientMessage) -> str:
    """The message as JSON text."""
    return json.dumps({"type": message.type} | asdict(message), allow_nan=False)


def parse(text: str) -> ClientMessage:
    """The message of JSON text from a page.

    Raises:
        InputError: Too long, not JSON, an unknown type or field, a value out of its bounds.
    """
    if len(text) > MAX_MESSAGE:
        raise InputError(f"A message has at most {MAX_MESSAGE} characters, this one has {len(text)}.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("A message must be JSON.") from error
    if not isinstance(data, dict):
        raise InputError("A message must be a JSON object.")
    values = cast("dict[str, Any]", data)
    kind = values.pop("type", None)
    cls = _BY_TYPE.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise InputError(f"Unknown message {kind!r:.40}; known: {', '.join(_BY_TYPE)}.")
    if unknown := set(values) - {f.name for f in fields(cls)}:
        raise InputError(f"Message '{kind}' has no field '{min(unknown):.40}'.")
    try:
        return cls(**{name: _checked(name, value) for name, value in values.items()})
    except TypeError as error:
        raise InputError(f"Message '{kind}' lacks a field.") from error


def timed_actions(message: Act) -> tuple[tuple[float, Action], ...]:
    """The actions of a message as records, in order of time.

    Raises:
        InputError: An action is not understood.
    """
    found = [(time, action_from_json(action)) for time, action in message.actions]
    return tuple(sorted(found, key=lambda pair: pair[0]))


def pack_state(frame: int, state: State) -> bytes:
    """A state frame: magic, frame number (u32), time [s] (f64), then 7 float32 an object: xyz, wxyz."""
    poses = np.concatenate([state.positions, state.quats], axis=1).astype("<f4")
    return struct.pack("<IId", MAGIC, frame, state.time) + poses.tobytes()


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 (JSON has no one type)
    if name == "version" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if name == "sentence" and isinstance(value, str) and 0 < len(value.strip()) <= MAX_SENTENCE:
        return value.strip()
    if name == "seconds":
        return _number(name, value, least=1 / 60)
    if name == "actions" and isinstance(value, list) and len(cast("list[Any]", value)) <= MAX_ACTIONS:
        return tuple(_timed_action(item) for item in cast("list[Any]", value))
    raise InputError(f"Message field '{name}' cannot be {value!r:.60}.")


def _timed_action(item: Any) -> TimedAction:  # noqa: ANN401
    if not isinstance(item, list) or len(cast("list[Any]", item)) != 2:
        raise InputError("Each action is a pair [seconds from now, action].")
    time, action = cast("list[Any]", item)
    if not isinstance(action, dict):
        raise InputError("An action is a JSON object such as {'action': 'push', ...}.")
    return _number("time", time, least=0.0), cast("ActionJson", action)


def _number(name: str, value: Any, *, least: float) -> float:  # noqa: ANN401
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not math.isfinite(value) or not least <= value <= MAX_SECONDS:
        raise InputError(
            f"'{name}' is a number from {least:.3g} to {MAX_SECONDS:g} seconds, not {value!r:.40}."
        )
    return float(value)
