"""Exports that are folders: complete or not there, and never over somebody's own files."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from spatialwm.errors import InputError

__all__ = ["MARKER", "write_folder"]

MARKER = ".spatialwm-export"
"""File that says a folder is an export and may be replaced. Unity ignores names that begin with a dot."""


def write_folder(path: Path, files: Mapping[str, bytes], *, target: str) -> Path:
    """Write ``files`` (relative path -> bytes) as the folder ``path``, replacing an earlier export.

    Everything goes to a temporary neighbour first, which is then renamed.

    Raises:
        InputError: ``path`` is a file, a folder with other things in it, or cannot be written.
    """
    _refuse_foreign(path, target)
    place, tag = path.resolve(), secrets.token_hex(4)
    fresh, stale = (place.with_name(f".{place.name[:100]}.{tag}.{word}") for word in ("part", "old"))
    try:
        for name, data in {**files, MARKER: json.dumps({"target": target}).encode()}.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
        if place.exists():
            place.rename(stale)
        fresh.rename(place)
    except OSError as error:
        if stale.exists() and not place.exists():
            stale.rename(place)
        raise InputError(f"'{path}' cannot be written ({error.strerror}); choose another place.") from error
    finally:
        for leftover in (fresh, stale):
            shutil.rmtree(leftover, ignore_errors=True)
    return path


def _refuse_foreign(path: Path, target: str) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise InputError(f"'{path}' is a file, and '{target}' writes a folder; give another name.")
    if any(path.iterdir()) and _exported_target(path) != target:
        raise InputError(f"'{path}' holds other things than an export to '{target}'; choose another folder.")


def _exported_target(path: Path) -> str | None:
    """Which target an export folder was written for; None when it is not one of ours."""
    try:
        with (path / MARKER).open("rb") as stream:
            found: object = json.loads(stream.read(1000))["target"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
