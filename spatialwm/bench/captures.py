"""``spatialwm bench captures``: odd folders of photos, each a good result or one clear sentence.

What must be refused goes through the command line in a process of its own: exit code 2, one sentence, nothing
written. What must be placed is posed in a process of its own too, so that a hang is a miss and not the end.
"""

import multiprocessing
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spatialwm.bench.odd_captures import CASES, OddCapture
from spatialwm.bench.table import Row, Table
from spatialwm.optional import require

__all__ = ["posed", "refusal", "run"]

_PATIENCE = 900.0
"""[s] The 200 photos take about 2 minutes of one core; a shared machine is five times slower."""
_MAIN = "from spatialwm.cli import main; main()"


def run() -> Table:
    """Make every odd capture, and see what comes of it."""
    require("pycolmap", extra="photos")
    return Table(
        title="bench captures: photos placed, or 1 for one clear sentence and nothing written",
        rows=tuple(_row(name, case) for name, case in CASES.items()),
    )


def refusal(path: Path, folder: Path) -> tuple[int, str, str]:
    """What ``spatialwm create`` does in ``folder``: exit code, last line, and whatever went wrong besides."""
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            _MAIN,
            "create",
            str(path),
            "-o",
            str(folder / "scene.glb"),
            "--budget",
            "60s",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    lines = result.stderr.strip().splitlines() or [""]
    wrong = [line for line in lines if "Traceback" in line or "Warning" in line]
    wrong += [f"left behind: {path.name}" for path in folder.iterdir()]
    return result.returncode, lines[-1], "; ".join(wrong)


def posed(path: Path, work: Path) -> tuple[int, tuple[str, ...]]:
    """How many photos are placed, and the notes."""
    from spatialwm.lift.photos.intake import capture_from

    capture = capture_from(path, work=work)
    return len(capture), capture.notes


def _row(name: str, case: OddCapture) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder) / "photos", Path(folder) / "out"
        place.mkdir()
        out.mkdir()
        given = case.make(place)
        start = time.perf_counter()
        if case.placed:
            value, note = _placed(case, given, out)
        else:
            value, note = _refused(case, given, out)
        seconds = time.perf_counter() - start
        return Row(name=name, value=value, at_least=max(case.placed, 1), note=f"{note} [{seconds:.0f} s]")


def _placed(case: OddCapture, path: Path, work: Path) -> tuple[float, str]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            count, notes = pool.apply_async(posed, (path, work)).get(_PATIENCE)
            pool.close()
            pool.join()
        except multiprocessing.TimeoutError:
            return 0.0, "it hangs"
        except Exception as error:  # whatever it is, it belongs into the table
            return 0.0, f"{type(error).__name__}: {error}"
    missing = "" if re.search(case.says, " ".join(notes)) else f"no note on '{case.says}'; "
    return (0.0 if missing else float(count)), missing + " ".join(notes[:-2])


def _refused(case: OddCapture, path: Path, out: Path) -> tuple[float, str]:
    try:
        code, sentence, wrong = refusal(path, out)
    except subprocess.TimeoutExpired:
        return 0.0, "it hangs"
    good = code == 2 and not wrong and re.search(case.says, sentence) is not None
    return float(good), sentence if good else f"exit {code}; {wrong}; {sentence}"
