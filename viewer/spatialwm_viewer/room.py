"""Those who look at one session: what happens is told to all, and who comes later hears what was before."""

import threading
from collections import deque
from dataclasses import replace

from spatialwm.scene import Scene
from spatialwm_viewer.messages import (
    ClientMessage,
    Done,
    Objects,
    Parsed,
    Rewound,
    ServerMessage,
    TimedAction,
    Welcome,
)
from spatialwm_viewer.outbox import Outbox
from spatialwm_viewer.session import Session

__all__ = ["Room"]

_REMEMBERED = 64 * 1024 * 1024
"""State frames kept for who comes later [bytes]; then the oldest go. 64 bodies for eight minutes."""


class Room:
    """A live handle, safe from any thread: one session and the pages that share it.

    Nobody finds it but by its name, which its first page makes up at random.
    """

    def __init__(self, scene: Scene, *, pace: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._pages: list[Outbox] = []
        self._past = _Past()
        self._session = Session(scene, self._broadcast, pace=pace)

    @property
    def empty(self) -> bool:
        """Whether everybody has left."""
        return not self._pages

    def enter(self, page: Outbox) -> None:
        """Let a page in; it hears everything from the beginning of the session on."""
        with self._lock:
            self._past.tell(page)
            self._pages.append(page)

    def leave(self, page: Outbox) -> None:
        """Forget a page."""
        with self._lock:
            self._pages.remove(page)

    def post(self, message: ClientMessage, page: Outbox) -> None:
        """Hand a page's message to the session; refusals and answers go to that page only."""
        self._session.post(message, page.put)

    def close(self) -> None:
        """End the session; returns when its thread has ended."""
        self._session.close()

    def _broadcast(self, item: ServerMessage | bytes | None) -> None:
        with self._lock:
            self._past.note(item)
            for page in self._pages:
                page.put(item)


class _Past:
    """What somebody has to hear who comes later. Mutable; guarded by its room."""

    def __init__(self) -> None:
        self._welcome: Welcome | None = None
        self._begin()

    def _begin(self) -> None:
        self._objects: Objects | None = None
        self._frames: deque[bytes] = deque()
        self._first = 1  # frame number of the oldest frame kept; the first ever computed is 1
        self._bytes = 0
        self._actions: tuple[TimedAction, ...] = ()
        self._undo = self._redo = False
        self._done: Done | None = None

    def note(self, item: ServerMessage | bytes | None) -> None:
        """Remember what was just told."""
        match item:
            case bytes():
                self._frames.append(item)
                self._bytes += len(item)
                while self._bytes > _REMEMBERED:
                    self._bytes -= len(self._frames.popleft())
                    self._first += 1
            case Welcome():
                self._begin()
                self._welcome = item
            case Objects():
                self._objects = item
            case Parsed(actions=actions):
                self._actions += actions
                self._undo, self._redo, self._done = True, False, None
            case Rewound():
                self._keep_until(item.seconds)
                self._actions = item.actions
                self._undo, self._redo, self._done = item.can_undo, item.can_redo, None
            case Done():
                self._done = item
            case _:
                pass

    def tell(self, page: Outbox) -> None:
        """Put all of it into a page's outbox."""
        if self._welcome is None:
            return
        page.put(replace(self._welcome, begun=bool(self._frames or self._actions)))
        if self._objects is not None:
            page.put(self._objects)
        if not self._frames and not self._actions:
            return
        page.put_past(tuple(self._frames))
        seconds = (self._first + len(self._frames) - 1) * self._welcome.step_seconds
        page.put(Rewound(seconds=seconds, actions=self._actions, can_undo=self._undo, can_redo=self._redo))
        if self._done is not None:
            page.put(self._done)

    def _keep_until(self, seconds: float) -> None:
        if self._welcome is None:
            return
        count = round(seconds / self._welcome.step_seconds) - self._first + 1
        while len(self._frames) > max(count, 0):
            self._bytes -= len(self._frames.pop())
