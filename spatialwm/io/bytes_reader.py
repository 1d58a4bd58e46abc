"""Reading packed bytes that may end too early or promise too much."""

import struct

from spatialwm.errors import FormatError

__all__ = ["ByteReader"]


class ByteReader:
    """A cursor over bytes; every read is checked against what is left."""

    def __init__(self, data: bytes, *, what: str) -> None:
        """``what`` names the bytes in errors."""
        self._data = data
        self._at = 0
        self._what = what

    @property
    def left(self) -> int:
        """Bytes that are still unread."""
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes.

        Raises:
            FormatError: There are fewer.
        """
        self.skip(size)
        return self._data[self._at - size : self._at]

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes; as ``take``."""
        if size > self.left:
            raise FormatError(f"{self._what} ends too early; copy it again.")
        self._at += size

    def integers(self, layout: str) -> tuple[int, ...]:
        """The next whole numbers, by a layout of ``struct``; as ``take``."""
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def floats(self, count: int) -> tuple[float, ...]:
        """The next 64-bit floats, little endian; as ``take``."""
        return struct.unpack(f"<{count}d", self.take(8 * count))

    def count(self, most: int) -> int:
        """The next 64-bit count.

        Raises:
            FormatError: It is above ``most``, which no real file has.
        """
        (value,) = self.integers("<Q")
        if value > most:
            raise FormatError(f"{self._what} promises {value:,} entries; it is broken.")
        return value

    def text(self) -> str:
        """The next text up to its zero byte.

        Raises:
            FormatError: It has no end within 4096 bytes, or is not UTF-8.
        """
        end = self._data.find(b"\0", self._at, self._at + 4096)
        if end < 0:
            raise FormatError(f"{self._what} has a name without an end; it is broken.")
        try:
            return self.take(end + 1 - self._at)[:-1].decode()
        except UnicodeDecodeError as error:
            raise FormatError(f"{self._what} has a name that is not UTF-8.") from error
