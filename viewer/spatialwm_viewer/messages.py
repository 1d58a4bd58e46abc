"""The records that the page and the server send each other; ``protocol.py`` reads and writes them."""

from dataclasses import dataclass
from typing import Any, ClassVar, final

__all__ = [
    "CLIENT_MESSAGES",
    "SERVER_MESSAGES",
    "Act",
    "ActionJson",
    "Back",
    "Because",
    "Carve",
    "Carving",
    "Cause",
    "ClientMessage",
    "Done",
    "Hello",
    "Made",
    "Objects",
    "Parsed",
    "Pause",
    "Ping",
    "Pong",
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
    "Touch",
    "Undo",
    "Welcome",
    "Why",
]

ActionJson = dict[str, Any]
TimedAction = tuple[float, ActionJson]


@final
@dataclass(frozen=True, kw_only=True)
class Carving:
    """An object that was made of an object's splats; ``rows`` as in ``Carve``."""

    object: str
    name: str
    rows: str
    center: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Origin of the new object's frame in the other's [m]; the server says it."""
    mass: float = 0.0
    """[kg]; the server says it."""


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
@dataclass(frozen=True, kw_only=True)
class Touch:
    """Tell where things touch about a moment; the answer is a binary frame of its own."""

    type: ClassVar = "touch"
    frame: int
    """Since the session began; frames before it are those of the file's past."""


@final
@dataclass(frozen=True, kw_only=True)
class Ping:
    """Asks for a ``Pong``, which comes after all that waits to be sent: how far behind the page is."""

    type: ClassVar = "ping"
    number: int


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
    carves: tuple[Carving, ...] = ()
    """What had been made of splats, in order."""


@final
@dataclass(frozen=True, kw_only=True)
class Carve:
    """Make some splats of an object an object of its own, from the beginning of the session on.

    ``rows`` are which: one bit per splat, the first in the highest bit of the first byte, deflated (RFC 1951)
    and in base64.
    """

    type: ClassVar = "carve"
    object: str
    name: str
    rows: str


ClientMessage = (
    Hello
    | Act
    | Say
    | Preview
    | Undo
    | Redo
    | Back
    | Why
    | Touch
    | Carve
    | Ping
    | Pause
    | Resume
    | Reset
    | Restore
)


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
class Made:
    """A new object that is a copy of nothing."""

    name: str
    scene: str
    """A GLB with that one object, in base64."""


@final
@dataclass(frozen=True, kw_only=True)
class Objects:
    """What there is from now on, in the order of the state frames.

    ``likes`` holds what each is a copy of; it is empty for what is none.
    """

    type: ClassVar = "objects"
    names: tuple[str, ...]
    likes: tuple[str, ...]
    made: tuple[Made, ...] = ()
    """What was made of words."""
    carves: tuple[Carving, ...] = ()
    """What was made of splats; these come after what the file has, in this order."""


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
class Pong:
    """The answer to a ``Ping`` of that number."""

    type: ClassVar = "pong"
    number: int


@final
@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why nothing was done, in one sentence, and the objects that may have been meant."""

    type: ClassVar = "refused"
    sentence: str
    candidates: tuple[str, ...] = ()


ServerMessage = Welcome | Parsed | Previewed | Objects | Rewound | Because | Done | Pong | Refused

CLIENT_MESSAGES: tuple[type[ClientMessage], ...] = (
    Hello, Act, Say, Preview, Undo, Redo, Back, Why, Touch, Carve, Ping, Pause, Resume, Reset, Restore,
)  # fmt: skip
SERVER_MESSAGES: tuple[type[ServerMessage], ...] = (
    Welcome, Parsed, Previewed, Objects, Rewound, Because, Done, Pong, Refused,
)  # fmt: skip
