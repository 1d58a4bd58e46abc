"""Exports that are folders: complete or not there, and never over somebody's own files."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io.files import read_bounded
from spatialwm.scene import Scene, credits_of
from spatialwm_exporters.manifest import FOLDER_MANIFEST, manifest_json

__all__ = ["CREDITS", "credits_text", "write_folder"]

CREDITS = "CREDITS.txt"
_HEAD = "Models of others in this scene; keep these lines with it:"


def credits_text(scene: Scene) -> bytes | None:
    """Who made the models of others in the scene; None where there are none."""
    credit = credits_of(scene)
    return "\n".join([_HEAD, *credit, ""]).encode("utf-8") if credit else None


def write_folder(path: Path, files: Mapping[str, bytes], *, target: str, scene: Scene) -> Path:
    """Write ``files`` (relative path -> bytes) as the folder ``path``, replacing an earlier export.

    Everything goes to a temporary neighbour first, which is then renamed. With the files go ``CREDITS.txt``,
    where the scene has models of others, and the manifest with their hashes and the scene's provenance, which
    also says that the folder is an export and may be replaced.

    Raises:
        InputError: ``path`` is a file, a folder with other things in it, or cannot be written.
    """
    _refuse_foreign(path, target)
    credit = credits_text(scene)
    everything = {**files, **({} if credit is None else {CREDITS: credit})}
    everything[FOLDER_MANIFEST] = manifest_json(scene, target, everything)
    place, tag = path.resolve(), secrets.token_hex(4)
    fresh, stale = (place.with_name(f".{place.name[:100]}.{tag}.{word}") for word in ("part", "old"))
    try:
        for name, data in everything.items():
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
        found: object = json.loads(read_bounded(path / FOLDER_MANIFEST, limit=1 << 26))["target"]
    except (SpatialwmError, RecursionError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
