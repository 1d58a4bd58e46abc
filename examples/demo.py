"""The main job, once: words and real photos in, something pushed, web page and engine packages out.

Usage: python examples/demo.py [--out demo]

Shows each command as you would type it. The photos are the ones that scikit-image's wheel carries.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import skimage
import tyro

from spatialwm.bench.stereo import CALIBRATION

WORDS = "a red mug on a wooden table next to two chairs, a floor lamp in the corner"


def main(out: Path = Path("demo")) -> None:
    """Run everything.

    Args:
        out: Folder for the results.
    """
    out.mkdir(parents=True, exist_ok=True)
    photos(out)
    started = time.perf_counter()
    room, after, garage, coffee = (
        out / name for name in ("room.glb", "after.glb", "garage.glb", "coffee.glb")
    )
    run("create", WORDS, "-o", room, "--seed", 7)
    run("create", "--stereo", out / "left.png", out / "right.png", "-o", garage)
    run("create", out / "coffee.png", "-o", coffee)
    run("act", room, "push the mug off the table", "--seconds", 3, "-o", after)
    run("inspect", after)
    for target in ("html", "unity", "unreal", "ply", "spz", "gltf"):
        run("export", after, "--to", target)
    run("render", after, "--story", "-o", out / "story.png")
    run("act", coffee, "push the cup gently to the left", "--seconds", 2, "-o", out / "coffee_after.glb")
    run("render", out / "coffee_after.glb", "--story", "-o", out / "coffee_story.png")
    run("render", garage, "-o", out / "garage.png")
    print(
        f"\nAll of it took {time.perf_counter() - started:.0f} s and is in {out}/. The story: {out}/story.png"
    )
    print(f"Walk around in it, push things, type commands:  .venv/bin/spatialwm view {after}")


def photos(out: Path) -> None:
    """Take the real photos out of the scikit-image wheel, and write down their documented calibration."""
    data = Path(skimage.__file__).parent / "data"
    shutil.copyfile(data / "motorcycle_left.png", out / "left.png")
    shutil.copyfile(data / "motorcycle_right.png", out / "right.png")
    shutil.copyfile(data / "coffee.png", out / "coffee.png")
    (out / "calib.txt").write_text(CALIBRATION, encoding="utf-8")


def run(*arguments: object) -> None:
    """Run one ``spatialwm`` command and say how long it took."""
    words = [str(argument) for argument in arguments]
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    print(f"\n$ spatialwm {shown}", flush=True)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from spatialwm.cli import main; main()", *words], check=True)
    print(f"  ({time.perf_counter() - started:.1f} s)", flush=True)


if __name__ == "__main__":
    tyro.cli(main)
