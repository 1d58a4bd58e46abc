"""``export`` and ``verify``: scenes for other programs, and whether they are still what was written."""

import sys
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from spatialwm.commands.console import progress

__all__ = ["export", "verify"]


def export(
    scene: Positional[Path],
    /,
    to: str | None = None,
    out: Annotated[Path | None, arg(aliases=["-o"])] = None,
    allow_research_only: bool = False,
) -> None:
    """Write a scene for another program: a web page, a game engine, a simulator, a splat file."""
    from spatialwm import verbs
    from spatialwm.io import load

    with progress(f"exporting to {to or out}"):
        made = load(scene)
        written = verbs.export(made, out, to=to, beside=scene, allow_research_only=allow_research_only)
    print(f"wrote {written}{_how_to_open(written, made.splat_count)}")


def _how_to_open(written: Path, splat_count: int) -> str:
    """What to do with a page; nothing to add to what is none."""
    from spatialwm_exporters import STREAMED_FROM

    if (written / "index.html").is_file():
        return f": its splats stream; serve it, for example: python -m http.server -d {written}"
    if written.suffix == ".html" and splat_count > STREAMED_FROM:
        return f": {splat_count:,} splats in one page; a name without a suffix writes a folder that streams"
    return ""


def _help() -> str:
    """With the table of targets when it is asked for: the registry takes a while to import."""
    table = ""
    if sys.argv[1:2] == ["export"]:
        from spatialwm_exporters.registry import help_table

        table = f"\n\n{help_table()}"
    return f"""{export.__doc__}{table}

Args:
    scene: Scene to write.
    to: Target; by default the suffix of --out picks it.
    out: File or folder to write; by default beside the scene.
    allow_research_only: Write for an engine although a source is not for commercial use; it is recorded.
"""


export.__doc__ = _help()


def verify(export: Positional[Path], /) -> None:
    """Compare an export with the hashes written with it; exit with 1 when something changed.

    Args:
        export: What 'spatialwm export' wrote.
    """
    from spatialwm import verbs

    found = verbs.verify(export)
    for word, names in (("changed", found.changed), ("missing", found.missing), ("added", found.added)):
        for name in names:
            print(f"{word}: {name}")
    files = f"{len(found.same)} of {len(found.same) + len(found.changed) + len(found.missing)} files"
    print(f"{'intact' if found.intact else 'NOT intact'}: {files} are as '{found.target}' wrote them")
    if not found.intact:
        sys.exit(1)
