"""The gallery: one picture per prompt, and a page that shows them.

Usage: python examples/gallery.py [--out docs/gallery] [--only garden beach]
"""

import io
from pathlib import Path

import tyro
from PIL import Image

import spatialwm
from spatialwm.bench.look import PROMPTS
from spatialwm.verbs import picture

LARGEST = 150_000
"""Of a picture [bytes]."""


def main(out: Path = Path("docs/gallery"), only: tuple[str, ...] = ()) -> None:
    """Make every scene, photograph it, and write the page.

    Args:
        out: Where the pictures and ``README.md`` go.
        only: Names of the pictures to make again; all by default.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in only or PROMPTS:
        scene = spatialwm.create(PROMPTS[name])
        data = encoded(Image.fromarray(picture(scene)))
        (out / f"{name}.jpg").write_bytes(data)
        print(
            f"{name}: {scene.splat_count:,} splats, {len(data):,} bytes {' '.join(scene.provenance.notes)}",
            flush=True,
        )
    lines = [
        "# Gallery",
        "",
        "Made by `python examples/gallery.py` from these words alone, without a network or a model.",
    ]
    for name, prompt in PROMPTS.items():
        lines += ["", f"![{name}]({name}.jpg)", "", f"> {prompt}"]
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def encoded(image: Image.Image) -> bytes:
    """As a JPEG of at most ``LARGEST`` bytes."""
    buffer = io.BytesIO()
    for quality in range(90, 30, -5):
        buffer = io.BytesIO()
        image.save(buffer, format="jpeg", quality=quality, optimize=True)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


if __name__ == "__main__":
    tyro.cli(main)
