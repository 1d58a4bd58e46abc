"""Programs that are killed (SIGKILL, no goodbye) while they work, and what they leave behind."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spatialwm.errors import SimulationError
from spatialwm.io.files import read_bounded

__all__ = ["Kill", "Wreckage", "finished", "killed", "python", "wreckage"]


@dataclass(frozen=True, kw_only=True)
class Kill:
    """When to kill."""

    heard: Callable[[str], bool]
    """Whether a line that the program says is the one to wait for."""
    later: float
    """How long after it [s]."""


@dataclass(frozen=True, kw_only=True)
class Wreckage:
    """What a killed program left."""

    files: int
    broken: tuple[str, ...]
    """Files under their final name that do not open."""
    temporary: tuple[str, ...]
    """Half-written files under a temporary name, which nobody reads."""


def python(code: str, *arguments: str) -> list[str]:
    """The command that runs ``code`` with this Python and these packages."""
    return [sys.executable, "-c", code, *arguments]


def killed(command: Sequence[str], kill: Kill) -> bool:
    """Start, wait for the line, wait a little longer, kill; False when the program was done before that.

    Raises:
        SimulationError: It failed by itself.
    """
    with _started(command) as process:
        said = ""
        assert process.stdout is not None
        for line in process.stdout:
            said = line if line.strip() else said
            if kill.heard(line):
                time.sleep(kill.later)
                break
        else:  # it closed its mouth, and is about to end
            process.wait()
        was_running = process.poll() is None
        process.kill()
        process.stdout.read()
    if not was_running and process.returncode != 0:
        raise SimulationError(f"The program failed before it was killed: {said.strip():.300}")
    return was_running


def finished(command: Sequence[str]) -> None:
    """Run to the end.

    Raises:
        SimulationError: It failed.
    """
    with _started(command) as process:
        said = process.communicate()[0]
    if process.returncode != 0:
        raise SimulationError(f"The program could not go on: {said[-300:].strip()}")


def wreckage(folder: Path) -> Wreckage:
    """Look at every file below a folder, and open those under a final name."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    temporary = [path for path in files if path.name.startswith(".") and path.suffix == ".part"]
    whole = [path for path in files if path not in temporary]
    return Wreckage(
        files=len(whole),
        broken=tuple(path.name for path in whole if not _opens(path)),
        temporary=tuple(path.name for path in temporary),
    )


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    places = [path for path in sys.path if path]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "PYTHONUNBUFFERED": "1"},
    )


def _opens(path: Path) -> bool:
    """Whether all of a file can be read; a kind that nobody knows cannot."""
    from PIL import Image

    from spatialwm.io import load

    try:
        if path.suffix == ".npz":
            with np.load(io.BytesIO(read_bounded(path)), allow_pickle=False) as data:
                return all(data[name] is not None for name in data.files)
        if path.suffix in (".png", ".jpg"):
            with Image.open(path) as picture:
                picture.load()
            return True
        if path.suffix == ".json":
            json.loads(read_bounded(path))
            return True
        return path.suffix in (".glb", ".ply") and bool(load(path).objects)
    except (OSError, ValueError, KeyError, EOFError, SyntaxError, zipfile.BadZipFile):
        return False
