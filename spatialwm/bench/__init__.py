"""Measurements; each prints one table and says which of its own bars are missed."""

import importlib
import inspect

from spatialwm.bench.table import Curve, Row, Table
from spatialwm.errors import InputError

__all__ = ["BENCHES", "Curve", "Row", "Table", "run"]

BENCHES = {
    "captures": "spatialwm.bench.captures",
    "codecs": "spatialwm.bench.codecs",
    "determinism": "spatialwm.bench.determinism",
    "endurance": "spatialwm.bench.endurance",
    "fuzz": "spatialwm.bench.fuzz",
    "hostile": "spatialwm.bench.hostile",
    "interop": "spatialwm_exporters.interop",
    "ladder": "spatialwm.bench.ladder",
    "language": "spatialwm.bench.language",
    "look": "spatialwm.bench.look",
    "mesh": "spatialwm.bench.mesh",
    "photos": "spatialwm.bench.photos",
    "phyworld": "spatialwm.bench.phyworld",
    "planning": "spatialwm.bench.planning",
    "plausibility": "spatialwm.bench.plausibility",
    "raster": "spatialwm.bench.raster",
    "resume": "spatialwm.bench.resume",
    "rollout3d": "spatialwm.bench.rollout3d",
    "soft": "spatialwm.bench.soft",
    "step": "spatialwm.bench.step",
    "stereo": "spatialwm.bench.stereo",
    "text": "spatialwm.bench.text",
    "trust": "spatialwm.bench.trust",
    "viewer": "spatialwm_viewer.bench",
    "why": "spatialwm.bench.why",
}
"""Name -> module with ``run(...) -> Table``, whose keyword arguments are the benchmark's options."""


def run(name: str, **options: object) -> Table:
    """Run one benchmark.

    Args:
        name: Which.
        options: What it can be asked for, such as ``scene="lego"`` of ``photos``.

    Raises:
        InputError: There is none of that name, or it has no such option.
    """
    if name not in BENCHES:
        raise InputError(f"There is no benchmark '{name:.40}'; known: {', '.join(BENCHES)}.")
    measure = importlib.import_module(BENCHES[name]).run
    known = tuple(inspect.signature(measure).parameters)
    for option in options:
        if option not in known:
            has = f"its options are: {', '.join(known)}" if known else "it has none"
            raise InputError(f"The benchmark '{name}' has no option '{option:.40}'; {has}.")
    return measure(**options)
