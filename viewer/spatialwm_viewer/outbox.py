"""What waits to be sent to a page: filled by the session's thread, emptied by the event loop."""

import asyncio
from collections import deque

from spatialwm_viewer.messages import ServerMessage
from spatialwm_viewer.protocol import to_text

__all__ = ["Outbox"]

_STATES = 600
"""State frames kept for a slow page, ten seconds; then the oldest go, since the newest is what counts."""
_TEXTS = 256
"""Messages kept for a page that does not read; then it is cut off."""


class Outbox:
    """A queue between a thread and an event loop. Mutable, and safe from both."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._items: deque[str | bytes | tuple[bytes, ...] | None] = deque()
        self._states = self._texts = 0
        self._filled = asyncio.Event()
        self.overflowed = False

    def put(self, item: ServerMessage | bytes | None) -> None:
        """Add a message or a state frame, or None for the end; from any thread."""
        packed = item if item is None or isinstance(item, bytes) else to_text(item)
        try:
            self._loop.call_soon_threadsafe(self._add, packed)
        except RuntimeError:  # the loop has ended: nobody is left to hear it
            return

    def put_past(self, frames: tuple[bytes, ...]) -> None:
        """Add state frames of which none may be dropped; from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._add, frames)
        except RuntimeError:  # as in put
            return

    async def get(self) -> str | bytes | tuple[bytes, ...] | None:
        """The next item, in the order they came; a tuple holds frames of the past, None is the end."""
        while not self._items:
            self._filled.clear()
            await self._filled.wait()
        item = self._items.popleft()
        self._count(item, -1)
        return item

    def _add(self, item: str | bytes | tuple[bytes, ...] | None) -> None:
        self._items.append(item)
        self._count(item, 1)
        self.overflowed = self.overflowed or self._texts > _TEXTS
        if self._states > _STATES:
            oldest = next(waiting for waiting in self._items if isinstance(waiting, bytes))
            self._items.remove(oldest)
            self._states -= 1
        self._filled.set()

    def _count(self, item: str | bytes | tuple[bytes, ...] | None, by: int) -> None:
        if isinstance(item, bytes):
            self._states += by
        elif not isinstance(item, tuple):
            self._texts += by
