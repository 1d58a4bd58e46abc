"""What the page and the server say to each other.

Messages are JSON objects with a ``type``; ``typescript.py`` writes the page's side of them. States come as
binary frames of their own. Everything that arrives is untrusted: ``parse`` bounds and checks it.
"""

import json
import math
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, cast, final

from spatialwm.errors import InputError
from spatialwm.scene import Action, action_from_json

__all__ = [
    "CLIENT_MESSAGES",
    "MAX_ACTIONS",
    "MAX_MESSAGE",
    "MAX_SECONDS",
    "MAX_SENTENCE",
    "SERVER_MESSAGES",
    "VERSION",
    "Act",
    "ActionJson",
    "Back",
    "Because",
    "Cause",
    "ClientMessage",
    "Done",
    "Hello",
    "Objects",
    "Parsed",
    "Pause",
    "Preview",
    "Previewed",
    "Redo",
    "Refused",
    "Reset",
    "Restore",
    "Resume",
    "Rewound",
    "Say",
    "ServerMessage",
    "TimedAction",
    "Undo",
    "Welcome",
    "Why",
    "parse",
    "timed_actions",
    "to_text",
]

VERSION = 3
MAX_MESSAGE = 64 * 1024
"""Largest message from the page [characters]; 256 pushes take about 40,000."""
MAX_ACTIONS = 256
"""In one message."""
MAX_SECONDS = 60.0
"""Longest simulation one message may ask for [s]."""
MAX_SENTENCE = 500
"""[characters]"""

_LONGEST_NAME = 200
"""Of an object [characters], as scenes have it."""
_ROOM = r"(?:[A-Za-z0-9_-]{16,64})?"
"""Long enough that nobody guesses it."""
_LONGEST_SESSION = 3600.0
"""[s]"""

ActionJson = dict[str, Any]
TimedAction = tuple[float, ActionJson]


@final
@dataclass(frozen=True, kw_only=True)
class Hello:
    """First word of the page.

    ``room`` is the session it shares with whoever says the same; a page makes it up at random. Empty is a
    session of its own.
    """

    type: ClassVar = "hello"
    version: int
    room: str = ""


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
@dataclass(frozen=True, kw_only=True)
class Preview:
    """Say what a sentence would do, and do nothing."""

    type: ClassVar = "preview"
    sentence: str


@final
@dataclass(frozen=True)
class Undo:
    """Take the last thing back, with all that came of it."""

    type: ClassVar = "undo"


@final
@dataclass(frozen=True)
class Redo:
    """Do again what was undone."""

    type: ClassVar = "redo"


@final
@dataclass(frozen=True, kw_only=True)
class Back:
    """Return to a moment since the session began [s]: what is done next is another future."""

    type: ClassVar = "back"
    time: float


@final
@dataclass(frozen=True, kw_only=True)
class Why:
    """Explain how an object came to where it is."""

    type: ClassVar = "why"
    object: str


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


@final
@dataclass(frozen=True, kw_only=True)
class Restore:
    """Do again, as fast as can be, what another session had done: its log, and ``time`` since it began [s].

    Only a session in which nothing was done yet does so.
    """

    type: ClassVar = "restore"
    log: tuple[TimedAction, ...]
    time: float


ClientMessage = Hello | Act | Say | Preview | Undo | Redo | Back | Why | Pause | Resume | Reset | Restore


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
    begun: bool = False
    """Others have done something here already; what they did follows."""


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
class Previewed:
    """What a sentence would do, with times from now on [s]; or why it would not, and what may be meant."""

    type: ClassVar = "previewed"
    sentence: str
    actions: tuple[TimedAction, ...] = ()
    problem: str = ""
    candidates: tuple[str, ...] = ()


@final
@dataclass(frozen=True, kw_only=True)
class Objects:
    """What there is from now on, in the order of the state frames.

    ``likes`` holds what each is a copy of; it is empty for what was there from the beginning.
    """

    type: ClassVar = "objects"
    names: tuple[str, ...]
    likes: tuple[str, ...]


@final
@dataclass(frozen=True, kw_only=True)
class Rewound:
    """The session stands at an earlier moment [s]; what came after it is no more."""

    type: ClassVar = "rewound"
    seconds: float
    actions: tuple[TimedAction, ...]
    """All of the session that are still planned or done."""
    can_undo: bool
    can_redo: bool


@final
@dataclass(frozen=True, kw_only=True)
class Cause:
    """One link of a chain: at ``time``, as states have it [s], ``cause`` set ``effect`` moving."""

    time: float
    cause: str
    effect: str
    impulse: float
    action: ActionJson | None


@final
@dataclass(frozen=True, kw_only=True)
class Because:
    """How a fact about an object came about, the first cause first.

    ``prevented`` says whether it does not happen without the first cause; null when that cannot be tried.
    """

    type: ClassVar = "because"
    object: str
    fact: str
    chain: tuple[Cause, ...]
    prevented: bool | None


@final
@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why nothing was done, in one sentence, and the objects that may have been meant."""

    type: ClassVar = "refused"
    sentence: str
    candidates: tuple[str, ...] = ()


ServerMessage = Welcome | Parsed | Previewed | Objects | Rewound | Because | Done | Refused

CLIENT_MESSAGES: tuple[type[ClientMessage], ...] = (
    Hello, Act, Say, Preview, Undo, Redo, Back, Why, Pause, Resume, Reset, Restore,
)  # fmt: skip
SERVER_MESSAGES: tuple[type[ServerMessage], ...] = (
    Welcome, Parsed, Previewed, Objects, Rewound, Because, Done, Refused,
)  # fmt: skip
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
    if name == "version" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if name == "sentence" and isinstance(value, str) and 0 < len(value.strip()) <= MAX_SENTENCE:
        return value.strip()
    if name == "object" and isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME:
        return value
    if name == "room" and isinstance(value, str) and re.fullmatch(_ROOM, value):
        return value
    if name == "seconds":
        return _number(name, value, least=1 / 60)
    if name == "time":
        return _number(name, value, least=0.0, most=_LONGEST_SESSION)
    if name == "actions" and isinstance(value, list) and len(cast("list[Any]", value)) <= MAX_ACTIONS:
        return tuple(_timed_action(item) for item in cast("list[Any]", value))
    if name == "log" and isinstance(value, list) and len(cast("list[Any]", value)) <= MAX_ACTIONS:
        return tuple(_timed_action(item, _LONGEST_SESSION) for item in cast("list[Any]", value))
    raise InputError(f"Message field '{name}' cannot be {value!r:.60}.")


def _timed_action(item: Any, latest: float = MAX_SECONDS) -> TimedAction:  # noqa: ANN401
    if not isinstance(item, list) or len(cast("list[Any]", item)) != 2:
        raise InputError("Each action is a pair [seconds from now, action].")
    time, action = cast("list[Any]", item)
    if not isinstance(action, dict):
        raise InputError("An action is a JSON object such as {'action': 'push', ...}.")
    return _number("time", time, least=0.0, most=latest), cast("ActionJson", action)


def _number(name: str, value: Any, *, least: float, most: float = MAX_SECONDS) -> float:  # noqa: ANN401
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not math.isfinite(value) or not least <= value <= most:
        raise InputError(f"'{name}' is a number from {least:.3g} to {most:g} seconds, not {value!r:.40}.")
    return float(value)
