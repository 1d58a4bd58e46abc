"""Whole files in, whole files out: reads are bounded, and nothing is ever left half-written."""

import contextlib
import secrets
from collections.abc import Generator, Iterable
from io import BufferedIOBase
from pathlib import Path

from spatialwm.errors import FormatError, InputError, MissingFileError

__all__ = ["open_bounded", "read_bounded", "write_atomically"]


def read_bounded(path: Path, *, limit: int = 4 << 30) -> bytes:
    """The bytes of a file of at most ``limit`` bytes (by default 4 GiB, the most that a GLB can hold).

    Raises:
        MissingFileError: There is no such file, or it is a folder or may not be read.
        FormatError: The file is larger than ``limit``.
    """
    with open_bounded(path, limit=limit) as (stream, _):
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


@contextlib.contextmanager
def open_bounded(path: Path, *, limit: int = 4 << 30) -> Generator[tuple[BufferedIOBase, int]]:
    """An open file of at most ``limit`` bytes, and how many it has; as ``read_bounded``."""
    if not path.exists():
        raise MissingFileError(f"There is no file '{path}'; check the name.")
    if not path.is_file():
        raise MissingFileError(f"'{path}' is not a file; give the file inside it.")
    try:
        stream = path.open("rb")
    except PermissionError as error:
        raise MissingFileError(f"'{path}' may not be read; change its permissions.") from error
    with stream:
        size = path.stat().st_size
        if size > limit:
            raise _too_large(path, limit)
        yield stream, size


def _too_large(path: Path, limit: int) -> FormatError:
    return FormatError(f"'{path.name}' is larger than the {limit:,} bytes that are read; thin it first.")


def write_atomically(path: Path, data: bytes | Iterable[bytes | memoryview]) -> Path:
    """Write ``data``, whole or in pieces, so that ``path`` is its old self or complete, and return ``path``.

    The bytes go to a temporary neighbour first, which is then renamed. Missing folders are made.

    Raises:
        InputError: ``path`` is a folder, lies below a file, or may not be written.
    """
    if path.is_dir():
        raise InputError(f"'{path}' is a folder; give the name of a file to write.")
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            for piece in (data,) if isinstance(data, bytes) else data:
                stream.write(piece)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written ({error.strerror}); choose another place.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path
