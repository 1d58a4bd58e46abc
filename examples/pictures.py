"""The README's pictures, from what ``make demo`` made.

Usage: python examples/pictures.py [--demo demo] [--out docs/images]
"""

from pathlib import Path

import tyro
from PIL import Image

PICTURES = {"story.png": 1600, "coffee_story.png": 1200, "garage.png": 741}
"""Name -> width in the README [px]."""


def main(demo: Path = Path("demo"), out: Path = Path("docs/images")) -> None:
    """Shrink the demo's pictures for the README.

    Args:
        demo: Where ``make demo`` wrote.
        out: Where the README looks.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, width in PICTURES.items():
        with Image.open(demo / name) as picture:
            size = width, round(picture.height * width / picture.width)
            small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        small.save((out / name).with_suffix(".jpg"), quality=88)
        print(f"wrote {out / name} -> {size[0]} x {size[1]}")


if __name__ == "__main__":
    tyro.cli(main)
