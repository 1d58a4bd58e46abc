"""Measurements; each prints one table and says which of its own bars are missed."""

import importlib
import inspect

from spatialwm.bench.table import Row, Table
from spatialwm.errors import InputError

__all__ = ["BENCHES", "Row", "Table", "run"]

BENCHES = {
    "captures": "spatialwm.bench.captures",
    "language": "spatialwm.bench.language",
    "mesh": "spatialwm.bench.mesh",
    "photos": "spatialwm.bench.photos",
    "raster": "spatialwm.bench.raster",
    "stereo": "spatialwm.bench.stereo",
    "text": "spatialwm.bench.text",
    "why": "spatialwm.bench.why",
}
"""Name -> module with ``run() -> Table``."""


def run(name: str, **options: object) -> Table:
    """Run one benchmark.

    Raises:
        InputError: There is none of that name.
    """
    if name not in BENCHES:
        raise InputError(f"There is no benchmark '{name:.40}'; known: {', '.join(BENCHES)}.")
    module = importlib.import_module(BENCHES[name])
    known = set(inspect.signature(module.run).parameters)
    if foreign := set(options) - known:
        raise InputError(f"'bench {name}' has no option --{min(foreign)}.")
    return module.run(**options)
