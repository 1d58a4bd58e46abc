"""Whole files in, whole files out: reads are bounded, and nothing is ever left half-written."""

import contextlib
import secrets
from pathlib import Path

from spatialwm.errors import FormatError, InputError, MissingFileError

__all__ = ["read_bounded", "write_atomically"]


def read_bounded(path: Path, *, limit: int = 4 << 30) -> bytes:
    """The bytes of a file of at most ``limit`` bytes (by default 4 GiB, the most that a GLB can hold).

    Raises:
        MissingFileError: There is no such file, or it is a folder or may not be read.
        FormatError: The file is larger than ``limit``.
    """
    if not path.exists():
        raise MissingFileError(f"There is no file '{path}'; check the name.")
    if not path.is_file():
        raise MissingFileError(f"'{path}' is not a file; give the file inside it.")
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1) if path.stat().st_size <= limit else None
    except PermissionError as error:
        raise MissingFileError(f"'{path}' may not be read; change its permissions.") from error
    if data is None or len(data) > limit:
        raise FormatError(f"'{path.name}' is larger than the {limit:,} bytes that are read; thin it first.")
    return data


def write_atomically(path: Path, data: bytes) -> Path:
    """Write ``data`` so that ``path`` is either its old self or complete, and return ``path``.

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
            stream.write(data)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written ({error.strerror}); choose another place.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path
