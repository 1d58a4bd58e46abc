"""``spatialwm bench resume``: training killed at random moments and started again, against one left alone.

A small room that exists only as numbers is photographed, and trained on in a process of its own that is
killed (SIGKILL, so nothing can tidy up) ten times at seeded random moments. After every kill each file in the
work folder is opened. The run that was killed must end within 0.1 dB of the one that was not.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialwm.bench.photo_room import photo_of, room_of, walk
from spatialwm.bench.table import Row, Table
from spatialwm.lift.photos.loss import psnr
from spatialwm.lift.photos.schedule import Schedule
from spatialwm.lift.photos.train import draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.optional import require
from spatialwm.scene import Splats

__all__ = ["room_set", "run"]

_KILLS = 10
_STEPS = 600
_EVERY = 25
"""Steps between checkpoints."""
_CHILD = """
import sys
from pathlib import Path
from spatialwm.bench import resume
resume.child(Path(sys.argv[1]), int(sys.argv[2]))
"""


def run(kills: int = _KILLS, steps: int = _STEPS) -> Table:
    """Train once in peace and once with kills."""
    require("numba", extra="render")
    data, schedule = room_set(), _schedule(steps)
    train(data, replace(schedule, steps=12, grow_from=2, grow_every=5))  # compile
    start = time.perf_counter()
    peaceful = _decibels(data, train(data, schedule).splats)
    alone = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done, corrupt = _killed(folder, alone, kills, steps)
        splats = train(data, schedule, checkpoint=folder / "checkpoint.npz", checkpoint_every=_EVERY).splats
    resumed = _decibels(data, splats)
    return Table(
        title=f"bench resume: {steps} steps of training, killed and started again",
        rows=(
            Row(
                name="kills",
                value=float(len(done)),
                at_least=float(kills),
                note=f"with {', '.join(map(str, done))} steps saved",
            ),
            Row(name="corrupt files after a kill", value=float(corrupt), at_most=0.0),
            Row(name="PSNR, left alone", value=peaceful, unit="dB"),
            Row(name="PSNR, killed and resumed", value=resumed, unit="dB"),
            Row(name="difference", value=abs(resumed - peaceful), unit="dB", at_most=0.1),
        ),
    )


def _schedule(steps: int) -> Schedule:
    return Schedule(steps=steps, cap=3000)


def _killed(folder: Path, alone: float, kills: int, count: int) -> tuple[list[int], int]:
    """Start and kill; the steps that were done, and how many files could not be opened."""
    rng = np.random.default_rng(0)
    steps: list[int] = []
    corrupt = 0
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(folder), str(count)], env=os.environ | _threads()
        )
        _wait_until_it_runs(process, folder / "running")
        time.sleep(float(rng.uniform(0.0, 1.2 * alone / kills)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        (folder / "running").unlink(missing_ok=True)
        done, bad = _look(folder)
        steps.append(done)
        corrupt += bad
    return steps, corrupt


def _threads() -> dict[str, str]:
    return {"NUMBA_NUM_THREADS": "1"}


def _wait_until_it_runs(process: "subprocess.Popen[bytes]", sign: Path) -> None:
    while not sign.exists() and process.poll() is None:
        time.sleep(0.02)


def _look(folder: Path) -> tuple[int, int]:
    """Steps in the checkpoint, and files that are neither whole nor the leftovers of a write that was cut."""
    done = bad = 0
    for path in folder.iterdir():
        if path.suffix == ".part":
            continue  # the next write takes another name and the reader never looks at these
        try:
            with np.load(path, allow_pickle=False) as data:
                done = int(data["step"])
                for key in data.files:
                    np.asarray(data[key])  # reads it through its checksum
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            bad += 1
    return done, bad


def child(folder: Path, steps: int) -> None:
    """What the process that is killed does: train, from where the checkpoint stands."""
    sign = folder / "running"

    def started(_: object) -> None:
        sign.touch()

    train(
        room_set(),
        _schedule(steps),
        checkpoint=folder / "checkpoint.npz",
        checkpoint_every=_EVERY,
        progress=started,
        progress_every=5,
    )


def room_set() -> TrainingSet:
    """Twelve photos of a room, two held out, with points on its surfaces."""
    room = room_of(3)
    cameras = walk(room, 12, width=160, height=120)
    photos = tuple(photo_of(room, camera) for camera in cameras)
    rng = np.random.default_rng(1)
    return TrainingSet(
        cameras=cameras,
        photos=photos,
        points=rng.uniform(0, 1, (1500, 3)) * room.size,
        colors=rng.integers(0, 256, (1500, 3)).astype(np.uint8),
        test=(3, 9),
    )


def _decibels(data: TrainingSet, splats: Splats) -> float:
    return float(np.mean([psnr(draw(splats, data.cameras[k]), data.photos[k]) for k in data.test]))
