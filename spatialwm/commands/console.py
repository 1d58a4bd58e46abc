"""What all verbs do on a console: a spinner, a table, a check of the name that is written to."""

import re
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from tyro.conf import arg

from spatialwm.errors import InputError

__all__ = ["Output", "check_scene_path", "doubt_said", "metres", "parse_size", "place", "progress", "table"]

Output = Annotated[Path, arg(aliases=["-o"])]


@contextmanager
def progress(what: str) -> Generator[Callable[[str], None]]:
    """A spinner on a terminal; elsewhere each line that is said, on its own."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"{what} ...") as status:

        def say(line: str) -> None:
            if console.is_terminal:
                status.update(f"{what}: {line}")
            else:
                print(f"{what}: {line}", file=sys.stderr, flush=True)

        yield say


def check_scene_path(out: Path) -> None:
    """Raises InputError: The name is not that of a scene."""
    if out.suffix.lower() != ".glb":
        raise InputError(f"A scene is saved as .glb, not '{out.name}'; use 'spatialwm export' for the rest.")


_LAWS = {
    "continuity": "jumps",
    "momentum": "changes its speed without a cause",
    "support": "is held up by nothing",
    "energy": "gains energy from nowhere",
    "penetration": "is inside something else",
    "permanence": "vanishes, appears or moves though it cannot",
    "appearance": "changes its colour",
}


def doubt_said(doubt: tuple[float, str, str]) -> str:
    """When, where and why trust in a rollout is lost, as a sentence."""
    time, name, law = doubt
    return f"trust is lost at {time:.2f} s: '{name}' {_LAWS.get(law, 'is odd')} ({law})."


def place(position: tuple[float, float, float]) -> str:
    """Coordinates to the millimetre."""
    return ", ".join(f"{part:.3f}" for part in position)


def metres(size: tuple[float, float, float]) -> str:
    """Width, height and depth."""
    return " x ".join(f"{part:.2f}" for part in size)


def table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print one; 160 columns wide when nobody sits at a terminal."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(*heads, title=title, title_justify="left")
    for row in rows:
        drawn.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 160).print(drawn)


def parse_size(text: str | None) -> tuple[float, float] | None:
    """Width and depth [m] from ``6x4``.

    Raises:
        InputError: It is something else.
    """
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?)\s?[x*]\s?(\d{1,3}(?:\.\d{1,3})?)", text.strip().lower())
    if found is None:
        raise InputError(f"A size is a width and a depth in metres, such as 6x4; got '{text:.40}'.")
    return float(found[1]), float(found[2])
