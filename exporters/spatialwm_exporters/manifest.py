"""What an export is made of: a hash of every file, where its content came from and under which licence.

A folder has it inside as ``.spatialwm-export``; a file beside it as ``<name>.provenance.json``. The hashes
say that nothing changed since, not who made it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

import spatialwm
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.files import read_bounded
from spatialwm.scene import Scene
from spatialwm_exporters.licences import ALLOWED_NOTE, research_only_sources

__all__ = ["FOLDER_MANIFEST", "Verified", "manifest_json", "manifest_of_file", "read_manifest", "verify"]

FOLDER_MANIFEST = ".spatialwm-export"
"""Unity and Godot ignore names that begin with a dot."""
_FILE_SUFFIX = ".provenance.json"
_FORMAT, _VERSION = "spatialwm-export", 1
_LIMIT = 1 << 26
"""Bytes of a manifest: half a million files."""


@dataclass(frozen=True, kw_only=True)
class Verified:
    """How an export compares with its manifest. Paths are relative to the export."""

    target: str
    same: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    """Not of the export: an engine's own files, or somebody's."""

    @property
    def intact(self) -> bool:
        """Whether everything that was written is there as it was written."""
        return not self.changed and not self.missing


def manifest_json(scene: Scene, target: str, files: Mapping[str, bytes]) -> bytes:
    """The manifest of ``files`` (relative path -> content) made of ``scene``."""
    origins = [{"object": o.name} | asdict(o.provenance) for o in scene.objects if o.provenance is not None]
    manifest = {
        "format": _FORMAT,
        "version": _VERSION,
        "target": target,
        "made_with": f"spatialwm {spatialwm.__version__}",
        "provenance": asdict(scene.provenance),
        "objects": origins,
        "research_only": list(research_only_sources(scene)),
        "allowed_research_only": ALLOWED_NOTE in scene.provenance.notes,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False).encode("utf-8")


def manifest_of_file(path: Path) -> Path:
    """Where the manifest of an exported file is."""
    return path.with_name(f"{path.name}{_FILE_SUFFIX}")


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest as data.

    Raises:
        MissingFileError: There is none.
        FormatError: It is not one.
    """
    try:
        found: object = json.loads(read_bounded(path, limit=_LIMIT))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path}' is not JSON; it should be an export's manifest.") from error
    known = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    if known.get("format") != _FORMAT or known.get("version") != _VERSION:
        raise FormatError(f"'{path}' is no manifest of this version; export the scene again.")
    hashes = known.get("sha256")
    if not isinstance(known.get("target"), str) or not isinstance(hashes, dict):
        raise FormatError(f"'{path}' is broken: it lacks its target or its hashes.")
    for name, digest in cast("dict[str, object]", hashes).items():
        if not _stays_inside(name) or not isinstance(digest, str):
            raise FormatError(f"'{path}' is broken: {name!r:.60} is no file of the export.")
    return known


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and ".." not in parts
        and "\\" not in name
        and "\0" not in name
    )


def verify(path: Path) -> Verified:
    """Compare an export with the hashes written with it.

    Args:
        path: An exported folder, or a file with its ``.provenance.json`` beside it.

    Raises:
        MissingFileError: There is no such export, or it has no manifest.
        FormatError: The manifest is broken.
    """
    if not path.exists():
        raise MissingFileError(f"There is no file or folder '{path}'; check the name.")
    root = path if path.is_dir() else path.parent
    place = path / FOLDER_MANIFEST if path.is_dir() else manifest_of_file(path)
    if not place.is_file():
        raise MissingFileError(
            f"'{path}' has no manifest ('{place.name}'), so there is nothing to compare with."
        )
    manifest = read_manifest(place)
    hashes = cast("dict[str, str]", manifest["sha256"])
    if not path.is_dir() and path.name not in hashes:
        raise InputError(f"'{place.name}' is the manifest of another file, not of '{path.name}'.")
    state = {name: _state(root, name, digest) for name, digest in sorted(hashes.items())}
    here = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()] if path.is_dir() else []
    return Verified(
        target=manifest["target"],
        same=tuple(name for name, how in state.items() if how == "same"),
        changed=tuple(name for name, how in state.items() if how == "changed"),
        missing=tuple(name for name, how in state.items() if how == "missing"),
        added=tuple(sorted(set(here) - set(hashes) - {FOLDER_MANIFEST})),
    )


def _state(root: Path, name: str, digest: str) -> str:
    place = root / name
    if not place.is_file() or not place.resolve().is_relative_to(root.resolve()):
        return "missing"
    with place.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return "same" if found == digest else "changed"
