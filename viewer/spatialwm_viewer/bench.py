"""``spatialwm bench viewer``: the page in a real browser, and the server under all one can do to it."""

import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.errors import InputError
from spatialwm.io import save, splat_rad
from spatialwm.scene import Scene
from spatialwm_viewer import bench_scenes
from spatialwm_viewer.bench_abuse import abuse_rows
from spatialwm_viewer.bench_browser import chromium, opened, served, until
from spatialwm_viewer.server import CODE, PAGE

__all__ = ["run"]

_BODIES = 64
_STREAMED = 5_000_000
_SECONDS = 8.0
"""Of states at 60 Hz while round trips are timed."""
_WARM, _WATCHED = 60, 120
"""Pictures drawn before and while scripts are timed: a compiler that is still at work is no cost."""


def run(minutes: float = 1.0) -> Table:
    """Measure the page and the server; about five minutes, and what ``minutes`` says.

    Args:
        minutes: How long 8 clients act at once; the long form is 5.

    Raises:
        InputError: The page is not built, or there is no Chromium.
        MissingExtraError: Playwright or websockets is not installed.
    """
    if not PAGE.exists():
        raise InputError("The page is not built: run 'npm ci && npm run build' in viewer/web-app.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with chromium() as browser:
            rows = [
                *_round_trip_rows(browser, folder),
                *_script_rows(browser, folder),
                _bundle_row(),
                *_million_rows(browser, folder),
                *_streamed_rows(browser, folder),
                _equality_row(browser, folder),
            ]
        rows += abuse_rows(_written(bench_scenes.table(), folder), minutes)
    return Table(title="bench viewer: software GL (llvmpipe), loopback", rows=tuple(rows))


def _written(scene: Scene, folder: Path) -> Path:
    path = folder / "scene.glb"
    save(scene, path)
    return path


def _round_trip_rows(browser: Any, folder: Path) -> list[Row]:  # noqa: ANN401
    with (
        served(_written(bench_scenes.cubes(_BODIES), folder)) as server,
        opened(browser, server.address) as page,
    ):
        until(page, "spatialwm.running === 'ready'")
        push = {"action": "push", "object": "cube 6", "impulse": [0.6, 0.0, 0.3], "point": None}
        page.evaluate("([push, seconds]) => spatialwm.live.act([[0, push]], seconds)", [push, _SECONDS])
        until(page, "spatialwm.recording.times.length > 5")
        count = int(60 * (_SECONDS - 1))
        trips = np.array(page.evaluate(f"spatialwm.live.roundTrips({count}, 1000 / 60)"))
        until(page, "spatialwm.done")
        pictures = int(page.evaluate("spatialwm.parts.stage.stats.pictures"))
        frames = int(page.evaluate("spatialwm.recording.times.length")) - 1
    p50, p99 = (float(np.percentile(trips, share)) if len(trips) else np.inf for share in (50, 99))
    lost = count - len(trips) + round(60 * _SECONDS) - frames
    drawn = f"{len(trips)} pings, {pictures} pictures drawn meanwhile"
    return [
        Row(
            name=f"round trip, {_BODIES} bodies at 60 Hz, p50", value=p50, unit="ms", at_most=5.0, note=drawn
        ),
        Row(name="... p99", value=p99, unit="ms", at_most=60.0),
        Row(name="... pings and states lost", value=float(lost), at_most=0.0, note=f"of {frames} states"),
    ]


def _script_rows(browser: Any, folder: Path) -> list[Row]:  # noqa: ANN401
    """CPU time of the page's own thread in scripts: waiting for software GL is not in it."""
    rows: list[Row] = []
    for count, sun, bar in ((100, False, 2.0), (400, False, 3.0), (100, True, 2.0), (400, True, 3.0)):
        with (
            served(_written(bench_scenes.dancing(count), folder)) as server,
            opened(browser, server.address) as page,
        ):
            page.evaluate("sun => sun && spatialwm.relight.set(10)", sun)
            watch = page.context.new_cdp_session(page)
            watch.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.evaluate("spatialwm.togglePlay()")
            until(page, f"{_PICTURES} > {_WARM}")
            before = _script(watch), int(page.evaluate(_PICTURES))
            until(page, f"{_PICTURES} >= {before[1] + _WATCHED}")
            after = _script(watch), int(page.evaluate(_PICTURES))
        pictures = after[1] - before[1]
        cost = 1000 * (after[0] - before[0]) / max(pictures, 1)
        name = f"script per frame, {count} moving objects{' in the sun' if sun else ''}"
        rows.append(Row(name=name, value=cost, unit="ms CPU", at_most=bar, note=f"{pictures} pictures"))
    return rows


_PICTURES = "spatialwm.parts.stage.stats.pictures"


def _script(watch: Any) -> float:  # noqa: ANN401
    """CPU time so far [s]."""
    metrics = watch.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "ScriptDuration")


def _bundle_row() -> Row:
    size = sum(len(gzip.compress(part.read_bytes(), 9)) for part in (PAGE, PAGE.with_name(CODE))) / 1e6
    return Row(name="the page and its code, gzipped", value=size, unit="MB", at_most=1.3)


def _million_rows(browser: Any, folder: Path) -> list[Row]:  # noqa: ANN401
    with (
        served(_written(bench_scenes.million(), folder)) as server,
        opened(browser, server.address) as page,
    ):
        first = float(until(page, "spatialwm.parts.stage.stats.first"))
        whole = float(until(page, "spatialwm.whole", 120.0))
        glimpse = _glimpse_row(page, "1 M splats", 1.5)
    note = f"all of them after {whole / 1000:.1f} s"
    name = "... first splats that turn with the view"
    return [glimpse, Row(name=name, value=first / 1000, unit="s", at_most=1.5, note=note)]


def _streamed_rows(browser: Any, folder: Path) -> list[Row]:  # noqa: ANN401
    path = folder / "streamed.rad"
    splats = bench_scenes.million(_STREAMED).objects[0].splats
    assert splats is not None
    path.write_bytes(splat_rad.encode(splats))
    with served(path) as server, opened(browser, server.address) as page:
        first = float(until(page, "spatialwm.parts.stage.stats.first"))
        splats_then = int(page.evaluate("spatialwm.parts.stage.spark.activeSplats"))
        glimpse = _glimpse_row(page, f"{_STREAMED // 1_000_000} M splats streamed", 0.5)
    note = f"{path.stat().st_size / 1e6:.0f} MB in all; {splats_then:,} splats at first"
    name = "... first splats that turn with the view"
    return [glimpse, Row(name=name, value=first / 1000, unit="s", at_most=0.5, note=note)]


def _glimpse_row(page: Any, what: str, bar: float) -> Row:  # noqa: ANN401
    """When the page's own first picture was on the screen: some of the splats, from the first camera."""
    seen = float(page.evaluate("performance.getEntriesByName('glimpse')[0]?.startTime ?? Infinity"))
    return Row(name=f"{what}: first picture, a still", value=seen / 1000, unit="s", at_most=bar)


def _equality_row(browser: Any, folder: Path) -> Row:  # noqa: ANN401
    path = _written(bench_scenes.table(), folder)
    with served(path) as server, opened(browser, server.address) as page:
        until(page, "spatialwm.running === 'ready'")
        x, y = page.evaluate("spatialwm.project('crate')")
        page.mouse.click(x, y)
        page.wait_for_timeout(500)  # sooner would be a double click, which turns the view
        page.mouse.click(x, y)
        done = until(page, "spatialwm.done")
    actions = folder / "actions.json"
    actions.write_text(json.dumps(done["actions"]), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", "from spatialwm.cli import main; main()", "act", str(path),
         "--actions", str(actions), "--seconds", str(done["seconds"]), "--out", str(folder / "after.glb")],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    found = re.search(r"state ([0-9a-f]{16,})", told.stdout)
    same = found is not None and found[1] == done["state_hash"]
    note = f"state {done['state_hash'][:8]} in both" if same else f"the command said {told.stdout[-80:]!r}"
    name = "a click's push and the command's: states that differ"
    return Row(name=name, value=float(not same), at_most=0.0, note=note)
