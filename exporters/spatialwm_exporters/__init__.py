"""From a scene to other people's worlds: one file per target, one table of them all."""

from dataclasses import replace
from pathlib import Path

from spatialwm.errors import InputError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.scene import Scene
from spatialwm_exporters.folders import CREDITS, credits_text
from spatialwm_exporters.licences import ALLOWED_NOTE, research_only_sources
from spatialwm_exporters.manifest import Verified, manifest_json, manifest_of_file, verify
from spatialwm_exporters.registry import STREAMED_FROM, TARGETS, Target, find_target, targets, writer_of

__all__ = ["STREAMED_FROM", "TARGETS", "Target", "Verified", "export", "targets", "verify"]


def export(
    scene: Scene, path: Path | str, *, to: str | None = None, allow_research_only: bool = False
) -> Path:
    """Write ``scene`` for another world; whole or not at all. Returns the path of the file or folder.

    Every folder holds a manifest, ``.spatialwm-export``, and beside every file stands one,
    ``<name>.provenance.json``: hashes for ``verify``, where the content came from, and its licences. Where
    the scene has models of others, who made them is written too: into ``CREDITS.txt`` in a folder, or beside
    a file as ``<name>.credits.txt``. A glTF file also holds all of this but the hashes itself.

    Args:
        scene: What to write.
        path: Where. A folder is made; one that holds an earlier export is replaced.
        to: Name of a target, see ``targets()``; None goes by the suffix of ``path``.
        allow_research_only: Write for an engine although a source is not for commercial use; the provenance
            that is written says so.

    Raises:
        InputError: No such target, a place that cannot be written, or a source for research only on its way
            into an engine.
        MissingFileError: ``html`` without the built viewer page.
        MissingExtraError: ``usd`` or ``isaac`` without usd-core.
    """
    path = Path(path)
    target = find_target(path, to)
    if target.shipped and (restricted := research_only_sources(scene)):
        if not allow_research_only:
            raise InputError(
                f"This scene may not be shipped with '{target.name}': {'; '.join(restricted)}. "
                "Take that out, or say --allow-research-only if what you make is not for sale."
            )
        origin = scene.provenance
        scene = replace(scene, provenance=replace(origin, notes=(*origin.notes, ALLOWED_NOTE)))
    written = writer_of(target)(scene, path)
    credit = credits_text(scene)
    if written.is_file():
        write_atomically(
            manifest_of_file(written),
            manifest_json(scene, target.name, {written.name: read_bounded(written)}),
        )
        if credit is not None:
            write_atomically(written.with_name(f"{written.name}.credits.txt"), credit)
    elif credit is not None and not (written / CREDITS).exists():  # a plug-in's folder
        write_atomically(written / CREDITS, credit)
    return written
