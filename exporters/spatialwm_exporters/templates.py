"""The static files that go into every engine export: from the wheel, or from the repository beside it."""

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from spatialwm.errors import MissingFileError

__all__ = ["template_files"]


def template_files(
    kind: Literal["unity-package", "unreal-plugin", "godot-project", "blender-import"],
    values: Mapping[str, str],
) -> dict[str, bytes]:
    """All files of a template by their path inside it, with every ``__KEY__`` of ``values`` filled in.

    Raises:
        MissingFileError: The installation lacks the template.
    """
    packaged = resources.files("spatialwm_exporters").joinpath(kind)
    root: Traversable = packaged if packaged.is_dir() else Path(__file__).parents[1] / kind
    if not root.is_dir():
        raise MissingFileError(f"The template '{kind}' is missing; install spatialwm again.")
    return {name: _filled(text, values) for name, text in sorted(_walk(root, ""))}


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            if not entry.name.startswith("__"):  # Python's caches
                found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append((f"{prefix}{entry.name}", entry.read_text("utf-8")))
    return found


def _filled(text: str, values: Mapping[str, str]) -> bytes:
    for key, value in values.items():
        text = text.replace(f"__{key}__", value)
    return text.encode("utf-8")
