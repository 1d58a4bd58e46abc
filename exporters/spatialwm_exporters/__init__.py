"""From a scene to other people's worlds: one file per target, one table of them all."""

from pathlib import Path

from spatialwm.io.files import write_atomically
from spatialwm.scene import Scene, credits_of
from spatialwm_exporters.registry import TARGETS, Target, find_target, targets, writer_of

__all__ = ["TARGETS", "Target", "export", "targets"]

_CREDITS = "CREDITS.txt"
_HEAD = "Models of others in this scene; keep these lines with it:"


def export(scene: Scene, path: Path | str, *, to: str | None = None) -> Path:
    """Write ``scene`` for another world; whole or not at all. Returns the path of the file or folder.

    Where the scene has models of others, who made them and under which licence is written too: into
    ``CREDITS.txt`` in a folder, or beside a file as ``<name>.credits.txt``. A glTF file also holds it itself.

    Args:
        scene: What to write.
        path: Where. A folder is made; one that holds an earlier export is replaced.
        to: Name of a target, see ``targets()``; None goes by the suffix of ``path``.

    Raises:
        InputError: No such target, or a place that cannot be written.
        MissingFileError: ``html`` without the built viewer page.
    """
    path = Path(path)
    written = writer_of(find_target(path, to))(scene, path)
    if credit := credits_of(scene):
        beside = written / _CREDITS if written.is_dir() else written.with_name(f"{written.name}.credits.txt")
        write_atomically(beside, "\n".join([_HEAD, *credit, ""]).encode("utf-8"))
    return written
