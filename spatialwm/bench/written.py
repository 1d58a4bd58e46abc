"""A benchmark's table and curve as files."""

import json
from dataclasses import asdict
from pathlib import Path

from spatialwm.bench.chart import drawn
from spatialwm.bench.table import Table
from spatialwm.io.files import write_atomically
from spatialwm.io.images import write_png

__all__ = ["write_table"]


def write_table(table: Table, folder: Path, *, name: str) -> tuple[Path, ...]:
    """Write ``<name>.json``, and ``<name>.png`` when the table has a curve; returns what was written.

    Raises:
        InputError: The folder cannot be written.
    """
    data = json.dumps(asdict(table), indent=2).encode()
    written = [write_atomically(folder / f"{name}.json", data)]
    if table.curve is not None:
        written.append(write_png(drawn(table.curve, table.title), folder / f"{name}.png"))
    return tuple(written)
