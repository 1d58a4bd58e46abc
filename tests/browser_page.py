"""A page in a real browser for tests: a scene, its server, Chromium drawn by software GL, and ways to look.

``conftest.py`` has its fixtures for all tests. A journey waits for a state, never for time: without a GPU a
machine draws two pictures a second.
"""

import base64
import contextlib
import io
import os
import re
import socket
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.io import save
from spatialwm.scene import Body, Box, Camera, Scene, SceneObject, Splats
from spatialwm_viewer import create_app
from spatialwm_viewer.bench_browser import FLAGS, SOFTWARE
from spatialwm_viewer.server import PAGE

CHROMIUM = Path("/usr/bin/chromium")
SIZE = {"width": 660, "height": 420}
SLOT = '<script type="application/octet-stream" id="spatialwm-scene"></script>'
MUG = 0.35
PACE = 10.0
"""Seconds of the scene in one of the test's."""
READY = "spatialwm.running === 'ready'"


def _missing() -> str:
    if not CHROMIUM.exists():
        return f"{CHROMIUM} is not there"
    if not PAGE.exists():
        return "the page is not built: npm ci && npm run build in viewer/web-app"
    return ""


@pytest.fixture(scope="module")
def needs_a_browser() -> None:
    if reason := _missing():
        if os.environ.get("SPATIALWM_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def box_of(
    name: str,
    size: tuple[float, float, float],
    at: tuple[float, float, float],
    color: str,
    mass: float,
    each: int = 150,
) -> SceneObject:
    """A box with ``each`` splats on each of its six sides."""
    rng = np.random.default_rng(len(name))
    sides = np.repeat(np.arange(6), each)
    points = rng.uniform(-0.5, 0.5, (len(sides), 3))
    points[np.arange(len(sides)), sides // 2] = np.where(sides % 2, 0.5, -0.5)
    edges = np.array(size)
    rgb = np.array([int(color[k : k + 2], 16) / 255 for k in (0, 2, 4)])
    shades = np.clip(rgb + rng.normal(0, 0.05, (len(sides), 1)), 0, 1)
    splats = Splats(
        means=points * edges,
        quats=np.tile([1.0, 0, 0, 0], (len(sides), 1)),
        scales=np.full((len(sides), 3), float(np.sqrt(np.prod(edges) ** (2 / 3) / each))),
        opacities=np.full(len(sides), 0.9),
        sh=sh0_from_colors(shades),
    )
    return SceneObject(
        name=name,
        category=name,
        material="wood",
        position=np.array(at),
        splats=splats,
        body=Body(kind="dynamic" if mass else "static", mass=mass, colliders=(Box(size=edges),)),
    )


@pytest.fixture(scope="module")
def table() -> Scene:
    """A mug and a crate on a table."""
    return Scene(
        objects=(
            box_of("floor", (3.0, 0.1, 3.0), (0.0, -0.05, 0.0), "8a7f70", 0.0),
            box_of("table", (1.2, 0.7, 0.7), (0.0, 0.35, 0.0), "7a5230", 0.0),
            box_of("mug", (0.1, 0.12, 0.1), (0.2, 0.76, 0.1), "c8281e", MUG),
            box_of("crate", (0.25, 0.25, 0.25), (-0.3, 0.825, 0.0), "d8a83f", 2.0),
        ),
        cameras=(Camera.looking_at((0.1, 1.35, 1.5), (0.0, 0.72, 0.0)),),
    )


@contextlib.contextmanager
def served(path: Path, port: int = 0, pace: float = PACE) -> Generator[int]:
    """A server of a scene file; gives its port."""
    import uvicorn

    running = uvicorn.Server(uvicorn.Config(create_app(path, pace=pace), log_level="error"))
    listener = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def address(table: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("scenes") / "table.glb"
    with shown(table, path) as where:
        yield where


@contextlib.contextmanager
def shown(scene: Scene, path: Path) -> Generator[str]:
    """The address of a page of a scene, which is saved for it."""
    save(scene, path)
    with served(path) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="module")
def browser(needs_a_browser: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=str(CHROMIUM),
            headless=True,
            args=list(FLAGS),
            env={**os.environ, **SOFTWARE},
            viewport=SIZE,
            reduced_motion="reduce",
        )
        yield context
        context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab; nothing may go wrong in it, and nothing may be fetched from elsewhere."""
    tab = browser.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    tab.on("request", lambda request: _note_foreign(request.url, errors))
    yield tab
    tab.close()
    assert not errors


def _note_foreign(url: str, errors: list[str]) -> None:
    if not re.match(r"(data:|blob:|file:|http://127\.0\.0\.1:)", url):
        errors.append(f"fetched {url[:80]}")


def until(page: Any, expression: str, seconds: float = 120.0) -> Any:
    """The first true value of an expression; the page's own policy forbids Playwright's wait_for_function."""
    end = time.monotonic() + seconds
    while not (value := _value(page, expression)):
        assert time.monotonic() < end, (
            f"never true: {expression}; the page says {page.inner_text('body')!r:.300}"
        )
        page.wait_for_timeout(30)
    return value


def _value(page: Any, expression: str) -> Any:
    try:
        return page.evaluate(expression)
    except Exception as error:
        if "Execution context was destroyed" in str(error):  # the page goes to another address just now
            return None
        raise


def frames(page: Any, count: int = 2) -> None:
    """Waits until the page has gone through its loop so often: input is heard, what moves has moved."""
    page.evaluate(
        """(count) => new Promise((done) => {
            const next = () => (count-- > 0 ? requestAnimationFrame(next) : done(true));
            next();
        })""",
        count,
    )


def open_page(page: Any, address: str) -> None:
    page.goto(address, wait_until="commit", timeout=120_000)
    until(page, "!!window.spatialwm", 120)


def picture(page: Any) -> np.ndarray:
    data = page.evaluate("spatialwm.picture()").partition(",")[2]
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        return np.asarray(image.convert("RGB")).astype(float)


def place(page: Any, name: str) -> np.ndarray:
    return np.array(page.evaluate("name => spatialwm.pose(name)", name))[:3]


def keep_page(page: Any, name: str) -> None:
    """As ``keep_picture``, of a page without a scene."""
    if folder := os.environ.get("SPATIALWM_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", timeout=120_000)


def keep_picture(page: Any, name: str) -> None:
    """Saves the page as a picture where ``SPATIALWM_PICTURES`` names a folder, for people to look at."""
    if folder := os.environ.get("SPATIALWM_PICTURES"):
        page.evaluate("spatialwm.picture()")
        page.screenshot(path=Path(folder) / f"{name}.png", timeout=120_000)
