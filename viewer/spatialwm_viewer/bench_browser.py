"""A real Chromium and a server in a process of its own: what the benchmark and the browser's tests share."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from spatialwm.errors import InputError
from spatialwm.optional import require

__all__ = ["FLAGS", "SOFTWARE", "Served", "chromium", "opened", "served", "until"]

# Mesa's llvmpipe without a display; found to start and draw on Debian's Chromium without Xvfb.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
)
SOFTWARE = {"EGL_PLATFORM": "surfaceless", "LIBGL_ALWAYS_SOFTWARE": "1"}
_SIZE = (660, 420)
_PATIENCE = 60.0
"""For a server to start, and for what a page is waited for [s]."""


class Served:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    @property
    def port(self) -> int:
        """Where it listens on this machine."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    @property
    def megabytes(self) -> float:
        """Memory that is its own [MB]; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii")) if status.exists() else None
        return int(found[1]) / 1024 if found else 0.0

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextlib.contextmanager
def served(scene: Path) -> Generator[Served]:
    """``spatialwm view`` of a scene, as a user starts it.

    Raises:
        InputError: It does not start.
    """
    command = "from spatialwm.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "view", str(scene), "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            _, errors = process.communicate(timeout=_PATIENCE)
            raise InputError(f"The server does not start: {errors.strip()[-200:]}")
        yield Served(process, found[0])
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@contextlib.contextmanager
def chromium() -> Generator[Any]:
    """A browser that draws by software GL.

    Raises:
        MissingExtraError: Playwright is not installed.
        InputError: There is no Chromium on this machine.
    """
    require("playwright", extra="dev")
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise InputError("This needs Chromium: apt install chromium libegl1 libegl-mesa0 libgl1-mesa-dri.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found, headless=True, args=list(FLAGS), env={**os.environ, **SOFTWARE}
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser: Any, address: str) -> Generator[Any]:  # noqa: ANN401
    """A page that shows a scene, without motion until it is asked for."""
    context = browser.new_context(viewport={"width": _SIZE[0], "height": _SIZE[1]}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, wait_until="commit", timeout=1000 * _PATIENCE)
    until(page, "!!window.spatialwm")
    yield page
    context.close()


def until(page: Any, expression: str, seconds: float = _PATIENCE) -> Any:  # noqa: ANN401
    """The first true value of an expression; the page's own policy forbids Playwright's way of waiting.

    Raises:
        InputError: It never becomes true.
    """
    end = time.monotonic() + seconds
    while not (value := page.evaluate(expression)):
        if time.monotonic() > end:
            raise InputError(f"The page never came to: {expression}.")
        page.wait_for_timeout(20)
    return value
