"""Files of a library, read with bounds: never written to disk, never from outside its place."""

import posixpath
import zipfile
from pathlib import Path
from typing import Protocol

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.io.files import read_bounded

__all__ = ["Archive", "Folder", "Place"]

_MAX_ARCHIVE = 4 << 30
_MAX_MEMBERS = 200_000
"""The largest library known has some 5,000."""


class Place(Protocol):
    """Where a library's files are."""

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file of at most ``limit`` bytes."""
        ...


class Archive:
    """A zip file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise MissingFileError(f"There is no file '{path}'; check the name.")
        if path.stat().st_size > _MAX_ARCHIVE:
            raise FormatError(f"'{path.name}' is larger than {_MAX_ARCHIVE >> 30} GiB; split it.")
        try:
            with zipfile.ZipFile(path) as archive:
                self._names = {_inside(i.filename): i.filename for i in archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
            raise FormatError(f"'{path.name}' is no zip archive that can be read; get it again.") from error
        if len(self._names) > _MAX_MEMBERS:
            raise FormatError(f"'{path.name}' holds more than {_MAX_MEMBERS:,} files; split it.")

    def __contains__(self, name: str) -> bool:
        return _inside(name) in self._names

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a member.

        Raises:
            FormatError: It is not there, is larger than ``limit`` when unpacked, or is broken.
        """
        label = f"'{name[:100]}' in '{self.path.name}'"
        stored = self._names.get(_inside(name))
        if stored is None:
            raise FormatError(f"{label} is missing; get the library again.")
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(stored) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, KeyError) as error:
            raise FormatError(f"{label} cannot be unpacked; get the library again.") from error
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            raise FormatError(f"{label} cannot be unpacked; get the library again.") from error
        if len(data) > limit:
            raise FormatError(f"{label} unpacks to more than the {limit:,} bytes that are read.")
        return data


class Folder:
    """A folder; links that lead out of it are not followed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file.

        Raises:
            FormatError: It lies outside the folder, or is larger than ``limit``.
            MissingFileError: It is not there.
        """
        try:
            inside = (self.path / name).resolve()
            fine = inside.is_relative_to(self.path.resolve())
        except (OSError, ValueError, RuntimeError):
            inside, fine = self.path, False
        if not fine:
            raise FormatError(f"'{name[:100]}' is not inside '{self.path}'; move it there.")
        return read_bounded(inside, limit=limit)


def _inside(name: str) -> str:
    """A member's name in one spelling; those that lead out of the archive match no other."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
