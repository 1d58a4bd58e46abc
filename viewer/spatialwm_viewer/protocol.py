"""What the page and the server say to each other.

Messages are JSON objects with a ``type``; ``typescript.py`` writes the page's side of them. States come as
binary frames of their own. Everything that arrives is untrusted: ``parse`` bounds and checks it.
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, cast

from spatialwm.errors import InputError
from spatialwm.scene import Action, action_from_json
from spatialwm_viewer.messages import (
    CLIENT_MESSAGES,
    Act,
    ActionJson,
    Carving,
    ClientMessage,
    Restore,
    ServerMessage,
    TimedAction,
)

__all__ = [
    "MAX_ACTIONS",
    "MAX_CARVES",
    "MAX_MESSAGE",
    "MAX_SECONDS",
    "MAX_SENTENCE",
    "VERSION",
    "parse",
    "timed_actions",
    "to_text",
]

VERSION = 5
MAX_MESSAGE = 256 * 1024
"""Largest message from the page [characters]; 256 pushes take about 40,000, and as many bits as a million
splats have 170,000."""
MAX_ACTIONS = 256
"""In one message."""
MAX_SECONDS = 60.0
"""Longest simulation one message may ask for [s]."""
MAX_CARVES = 32
"""Objects made of splats in one session."""
MAX_SENTENCE = 500
"""[characters]"""

_LONGEST_NAME = 200
"""Of an object [characters], as scenes have it."""
_ROOM = r"(?:[A-Za-z0-9_-]{16,64})?"
"""Long enough that nobody guesses it."""
_LONGEST_SESSION = 3600.0
"""[s]"""
_MOST_FRAMES = 60 * 3600
"""Before a session's beginning, and after it."""

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


def timed_actions(message: Act | Restore) -> tuple[tuple[float, Action], ...]:
    """The actions of a message as records, in order of time.

    Raises:
        InputError: An action is not understood.
    """
    listed = message.actions if isinstance(message, Act) else message.log
    found = [(time, action_from_json(action)) for time, action in listed]
    return tuple(sorted(found, key=lambda pair: pair[0]))


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 (JSON has no one type)
    if name in _RANGES:
        return _number(name, value, *_RANGES[name])
    if name in _LISTS and isinstance(value, list):
        most, read = _LISTS[name]
        items = cast("list[Any]", value)
        if len(items) <= most:
            return tuple(read(item) for item in items)
    elif name in _TEXTS and isinstance(value, str) and _TEXTS[name](value):
        return value.strip() if name == "sentence" else value
    elif name in _WHOLE and type(value) is int and _WHOLE[name][0] <= value <= _WHOLE[name][1]:
        return value
    raise InputError(f"Message field '{name}' cannot be {value!r:.60}.")


def _carving(item: Any) -> Carving:  # noqa: ANN401
    if not isinstance(item, dict):
        raise InputError("What was made of splats is a JSON object with object, name and rows.")
    values = cast("dict[str, Any]", item)
    told = {key: values[key] for key in ("object", "name", "rows") if key in values}
    if len(told) < 3 or set(values) - {f.name for f in fields(Carving)}:
        raise InputError("What was made of splats has an object, a name and rows.")
    return Carving(**{key: _checked(key, value) for key, value in told.items()})


def _logged(item: Any) -> TimedAction:  # noqa: ANN401
    return _timed_action(item, _LONGEST_SESSION)


def _timed_action(item: Any, latest: float = MAX_SECONDS) -> TimedAction:  # noqa: ANN401
    if not isinstance(item, list) or len(cast("list[Any]", item)) != 2:
        raise InputError("Each action is a pair [seconds from now, action].")
    time, action = cast("list[Any]", item)
    if not isinstance(action, dict):
        raise InputError("An action is a JSON object such as {'action': 'push', ...}.")
    return _number("time", time, 0.0, latest), cast("ActionJson", action)


def _number(name: str, value: Any, least: float, most: float) -> float:  # noqa: ANN401
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not math.isfinite(value) or not least <= value <= most:
        raise InputError(f"'{name}' is a number from {least:.3g} to {most:g} seconds, not {value!r:.40}.")
    return float(value)


_RANGES = {"seconds": (1 / 60, MAX_SECONDS), "time": (0.0, _LONGEST_SESSION)}
"""Of numbers [s]."""
_WHOLE = {"version": (0, 2**53 - 1), "number": (0, 2**53 - 1), "frame": (-_MOST_FRAMES, _MOST_FRAMES)}
"""Of whole numbers."""
_LISTS: dict[str, tuple[int, Callable[[Any], object]]] = {
    "actions": (MAX_ACTIONS, _timed_action),
    "log": (MAX_ACTIONS, _logged),
    "carves": (MAX_CARVES, _carving),
}
"""Most items, and how one is read."""
_TEXTS: dict[str, Callable[[str], object]] = {
    "sentence": lambda text: 0 < len(text.strip()) <= MAX_SENTENCE,
    "object": lambda text: 0 < len(text) <= _LONGEST_NAME,
    "name": lambda text: 0 < len(text) <= _LONGEST_NAME,
    "room": re.compile(_ROOM).fullmatch,
    "rows": re.compile(r"[A-Za-z0-9+/]+={0,2}").fullmatch,
}
"""What is good."""
