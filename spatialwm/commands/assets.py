"""``assets list`` and ``assets add``: the model libraries that ``create --assets auto`` takes things from."""

from collections import Counter
from pathlib import Path
from typing import Literal

from tyro.conf import Positional

from spatialwm.commands.console import metres, progress, table
from spatialwm.errors import InputError

__all__ = ["assets"]


def assets(
    what: Positional[Literal["list", "add"]],
    path: Positional[Path | None] = None,
    /,
    category: str | None = None,
) -> None:
    """List the model libraries that are known, or add one: a .sh3f, a folder of these, or a folder of GLB.

    Args:
        what: 'list' libraries, or the models of one path or category; 'add' one for 'create --assets auto'.
        path: The library.
        category: List only models of this category: chair, sofa, desk lamp ...
    """
    from spatialwm.lift.text.assets.shelf import add_library, known_libraries, read_libraries

    if what == "add":
        if path is None or category is not None:
            raise InputError("'assets add' takes the path of one library: a .sh3f or a folder.")
        with progress(f"reading {path.name}"):
            found = add_library(path)
    else:
        found = known_libraries() if path is None else read_libraries(path)
    for note in (n for library in found for n in library.notes):
        print(f"note: {note}")
    if not found:
        print("no libraries; add one with 'spatialwm assets add PATH'")
    elif what == "list" and (path is not None or category is not None):
        models = [
            [a.name, a.category or "", metres(a.size) if any(a.size) else "", a.author, a.license[:50]]
            for library in found
            for a in library.assets
            if category is None or a.category == category
        ]
        table(f"{len(models)} models", ["name", "category", "size \\[m]", "author", "licence"], models)
    else:
        heads = ["library", "models", "named by texts", "kinds", "licence", "path"]
        rows: list[list[str]] = []
        for library in found:
            kinds = Counter(a.category for a in library.assets if a.category)
            counts = [str(len(library.assets)), str(sum(kinds.values())), str(len(kinds))]
            rows.append([library.name, *counts, library.license[:50], str(library.path)])
        table("libraries", heads, rows)
