"""The README's pictures, from what ``make demo`` made.

Usage: python examples/pictures.py [--demo demo] [--out docs/images]
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import tyro
from PIL import Image

PICTURES = {"story.png": 1600, "coffee_story.png": 1200, "garage.png": 741}
"""Name -> width in the README [px]."""
SOFTWARE_GL = ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist", "--no-sandbox"]
"""Chromium without a graphics card."""


def main(demo: Path = Path("demo"), out: Path = Path("docs/images")) -> None:
    """Shrink the demo's pictures for the README, and photograph the viewer.

    Args:
        demo: Where ``make demo`` wrote.
        out: Where the README looks.
    """
    out.mkdir(parents=True, exist_ok=True)
    viewer = demo / "viewer.png"
    photograph_viewer(demo / "after.glb", viewer)
    for picture, width in (*((demo / name, width) for name, width in PICTURES.items()), (viewer, 1280)):
        shrink(picture, out / f"{picture.stem}.jpg", width)


def shrink(picture: Path, out: Path, width: int) -> None:
    """Write a JPEG of that width."""
    with Image.open(picture) as large:
        size = width, round(large.height * width / large.width)
        large.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(out, quality=88)
    print(f"wrote {out}: {size[0]} x {size[1]}")


def photograph_viewer(scene: Path, out: Path) -> None:
    """Open the scene in the viewer while the mug falls, select it, and take a picture of the page."""
    from playwright.sync_api import sync_playwright

    command = [
        sys.executable,
        "-c",
        "from spatialwm.cli import main; main()",
        "view",
        str(scene),
        "--no-browser",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as p:
        assert server.stdout is not None
        address = re.findall(r"http://\S+", server.stdout.readline())[0]
        environment: dict[str, str | float | bool] = {
            **os.environ,
            "EGL_PLATFORM": "surfaceless",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=SOFTWARE_GL, env=environment)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        time.sleep(15)  # a software renderer takes its time for the first full picture
        page.evaluate("spatialwm.seek(0.33)")
        page.evaluate("spatialwm.selectByName('mug')")
        time.sleep(8)
        page.screenshot(path=out, timeout=120_000)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    tyro.cli(main)
