"""Other people's encoders, run beside ours on the same file: test tools that the library does not need.

``SPATIALWM_SPLAT_TRANSFORM`` is the path of splat-transform's ``bin/cli.mjs`` (npm, needs ``node``);
``SPATIALWM_GSPLY_PYTHON`` a Python that can import gsply.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Written", "gsply", "ours", "splat_transform"]

_PATIENCE = 900
"""[s] Splat-transform's k-means of harmonics takes very long without a GPU."""
_GSPLY = """
import json, os, sys, time
import gsply
source, folder = sys.argv[1:]
found = {}
def timed(name, work):
    work()
    times = []
    for _ in range(3):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    found[name] = min(times)
    return result
data = timed("read ply", lambda: gsply.plyread(source))
timed("write spz", lambda: gsply.write_spz(folder + "/gsply.spz", data, version=3))
timed("read spz", lambda: gsply.read_spz(folder + "/gsply.spz"))
timed("write ply", lambda: gsply.plywrite(folder + "/gsply.ply", data))
timed("write packed", lambda: gsply.plywrite(folder + "/gsply.ply", data, compressed=True))
print(json.dumps(found))
"""
"""The second and third runs of each: the first compiles."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file that an encoder made of a PLY."""

    path: Path
    seconds: float
    """From file to file, the start of the program included."""
    processor: float
    """The same in seconds of one core: what counts on a machine that others use too."""


def ours(source: Path, target: Path) -> Written:
    """``spatialwm convert`` in a process of its own, as the others run."""
    code = "from spatialwm.cli import main; main()"
    return _timed([sys.executable, "-c", code, "convert", str(source), "--out", str(target)], target)


def splat_transform(source: Path, target: Path, *options: str) -> Written | None:
    """None: it is not installed."""
    cli, node = os.environ.get("SPATIALWM_SPLAT_TRANSFORM", ""), shutil.which("node")
    if not cli or node is None:
        return None
    command = [node, cli, "-w", "-q", "-g", "cpu", str(source), str(target), *options]
    return _timed(command, target)


def gsply(source: Path, folder: Path) -> dict[str, float] | None:
    """Processor time [s] of reading and writing within its process, compiled; None: it is not there.

    Its SPZ then lies in the folder as ``gsply.spz``.
    """
    python = os.environ.get("SPATIALWM_GSPLY_PYTHON", "")
    if not python:
        return None
    command = [python, "-c", _GSPLY, str(source), str(folder)]
    run = subprocess.run(command, capture_output=True, check=True, text=True, timeout=_PATIENCE)
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def _timed(command: list[str], target: Path) -> Written:
    start, before = time.perf_counter(), _processor()
    subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE)
    return Written(path=target, seconds=time.perf_counter() - start, processor=_processor() - before)


def _processor() -> float:
    """Seconds that the programs started so far have kept cores busy."""
    times = os.times()
    return times.children_user + times.children_system
