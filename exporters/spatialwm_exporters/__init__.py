"""From a scene to other people's worlds: one file per target, one table of them all."""

from pathlib import Path

from spatialwm.scene import Scene
from spatialwm_exporters.registry import TARGETS, Target, find_target, targets, writer_of

__all__ = ["TARGETS", "Target", "export", "targets"]


def export(scene: Scene, path: Path | str, *, to: str | None = None) -> Path:
    """Write ``scene`` for another world; whole or not at all. Returns the path of the file or folder.

    Args:
        scene: What to write.
        path: Where. A folder is made; one that holds an earlier export is replaced.
        to: Name of a target, see ``targets()``; None goes by the suffix of ``path``.

    Raises:
        InputError: No such target, or a place that cannot be written.
        MissingFileError: ``html`` without the built viewer page.
    """
    path = Path(path)
    return writer_of(find_target(path, to))(scene, path)
