"""``spatialwm bench resume``: training that is killed at random moments ends where it would have anyway.

The fox (see ``bench photos``) is learnt in a process of its own, which is killed ten times and started again
each time; then once without. A second process is the real ``spatialwm create`` of the photos, killed once
while it looks for poses and once while it trains.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from spatialwm.bench.data import data_folder
from spatialwm.bench.kills import Kill, Wreckage, finished, killed, python, wreckage
from spatialwm.bench.photo_sets import fox
from spatialwm.bench.photos import scores
from spatialwm.bench.table import Row, Table
from spatialwm.io import load
from spatialwm.io.files import write_atomically
from spatialwm.io.images import write_png
from spatialwm.io.splat_ply import decode, encode
from spatialwm.lift.photos.schedule import Schedule, schedule_for
from spatialwm.lift.photos.train import Progress, draw, train

__all__ = ["learn", "run"]

_SECONDS = 20.0
_KILLS = 10
_SAVED_EVERY = 20
"""Steps between checkpoints: often, so that kills hit their writing too."""
_LATEST = 0.5
"""[s] A kill comes up to this long after a chosen step: anywhere in a step, or in the writing of a file."""
_LEARN = "import sys; from spatialwm.bench.resume import learn; learn(sys.argv[1])"
_CREATE = "import sys; from spatialwm.cli import main; sys.argv = ['spatialwm', *sys.argv[1:]]; main()"


def run(create: bool = True) -> Table:
    """Kill, resume, compare.

    Args:
        create: Also kill the real ``create``, which takes 3 minutes of CPU more.

    Raises:
        SimulationError: A process failed by itself.
        MissingFileError: The photos are not in ``$SPATIALWM_DATA``.
    """
    data = fox()
    with tempfile.TemporaryDirectory(prefix="spatialwm-") as name:
        whole, torn = Path(name) / "whole", Path(name) / "torn"
        finished(python(_LEARN, str(whole)))
        found = _killed_often(torn, _schedule().steps)
        finished(python(_LEARN, str(torn)))
        results = [(folder / "splats.ply").read_bytes() for folder in (whole, torn)]
        decibels = [scores(decode(result), data)[0] for result in results]
        rows = [
            Row(name="training: times killed and resumed", value=float(len(found)), at_least=_KILLS),
            *_wreckage_rows("training", found),
            Row(name="PSNR without a kill", value=decibels[0], unit="dB"),
            Row(name="PSNR with the kills", value=decibels[1], unit="dB"),
            Row(name="difference", value=abs(decibels[0] - decibels[1]), unit="dB", at_most=0.1),
            Row(name="bytes of the splats that differ", value=_different(*results)),
        ]
        if create:
            rows += _create_rows(Path(name))
    return Table(title="bench resume: the fox, killed at random moments (SIGKILL)", rows=tuple(rows))


def learn(folder: str) -> None:
    """The process that is killed: train on, say each step, write ``splats.ply`` when done."""
    data, out = fox(), Path(folder)
    view = data.cameras[0]

    def say(progress: Progress) -> None:
        sys.stdout.write(f"step {progress.step}\n")
        sys.stdout.flush()
        if progress.step % 50 == 0:
            picture = np.clip(draw(progress.snapshot(), view, data.background), 0, 1)
            write_png(np.round(picture * 255).astype(np.uint8), out / "preview.png")

    learnt = train(
        data,
        _schedule(),
        checkpoint=out / "checkpoint.npz",
        checkpoint_every=_SAVED_EVERY,
        progress=say,
        progress_every=1,
    )
    write_atomically(out / "splats.ply", encode(learnt.splats))


def _schedule() -> Schedule:
    data = fox()
    camera = data.cameras[0]
    return schedule_for(_SECONDS, camera.width * camera.height, len(data.points))


def _killed_often(folder: Path, steps: int) -> list[Wreckage]:
    """Kill after steps drawn at random, in order, each resumed by the next; looks at the files every time."""
    rng = np.random.default_rng(0)
    found: list[Wreckage] = []
    for step in np.sort(rng.choice(np.arange(2, steps - 20), _KILLS, replace=False)).tolist():
        kill = Kill(heard=_reaches(int(step)), later=float(rng.uniform(0, _LATEST)))
        if killed(python(_LEARN, str(folder)), kill):
            found.append(wreckage(folder))
    return found


def _reaches(step: int) -> Callable[[str], bool]:
    def heard(line: str) -> bool:
        return line.startswith("step ") and int(line.split()[1]) >= step

    return heard


def _wreckage_rows(what: str, found: list[Wreckage]) -> tuple[Row, Row]:
    broken = sorted({name for each in found for name in each.broken})
    temporary = len({name for each in found for name in each.temporary})
    files = sum(each.files for each in found)
    return (
        Row(name=f"{what}: files looked at after a kill", value=float(files)),
        Row(
            name="files that do not open",
            value=float(sum(len(each.broken) for each in found)),
            at_most=0,
            note=", ".join(broken) or f"{temporary} half-written under a temporary name, read by nobody",
        ),
    )


def _different(a: bytes, b: bytes) -> float:
    if len(a) != len(b):
        return float(max(len(a), len(b)))
    return float((np.frombuffer(a, np.uint8) != np.frombuffer(b, np.uint8)).sum())


def _create_rows(folder: Path) -> list[Row]:
    """The real verb on photos without poses; both kills fall where its own words say it is."""
    scene = folder / "fox.glb"
    photos = str(data_folder("fox") / "images_4")
    command = python(_CREATE, "create", photos, "-o", str(scene), "--budget", "60s")
    rng = np.random.default_rng(1)
    found: list[Wreckage] = []
    early = 0
    for words in ("matching", "step "):
        if killed(command, Kill(heard=_says(words), later=float(rng.uniform(0.5, 8)))):
            found.append(wreckage(folder / "fox.work"))
            early += scene.exists()
    finished(command)
    return [
        Row(name="create: times killed, finding poses and training", value=float(len(found)), at_least=2),
        *_wreckage_rows("create", found),
        Row(name="scenes written before they were done", value=float(early), at_most=0),
        Row(name="splats of the scene in the end", value=float(load(scene).splat_count), at_least=1),
    ]


def _says(words: str) -> Callable[[str], bool]:
    def heard(line: str) -> bool:
        return words in line

    return heard
