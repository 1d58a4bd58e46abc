"""How a family of things tells the catalogue what it builds."""
# fmt: off

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from spatialwm.lift.text.model import Model, Spec

__all__ = ["Entry", "Habit", "Tag", "entry"]

Habit = Literal["middle", "wall", "corner", "free", "top", "hang", "rug", "ceiling", "inside", "ground"]
"""Where a thing goes when nothing is said.

"top" is on a table if there is one, "hang" on a wall with its back at z = 0, "ceiling" down from the
ceiling with its top at its highest point, "inside" in or on what holds such things (a shelf, a rack),
"ground" out of doors, though it can stand in a large room.
"""
Tag = Literal[
    "animal", "appliance", "bed", "building", "clothes", "container", "cutlery", "electronics", "fitness",
    "food", "light", "music", "outdoor", "person", "plant", "screen", "seat", "sign", "storage", "surface",
    "tableware", "textile", "tool", "toy", "vehicle", "wall", "water",
]
"""What it is good for: ``seat`` is sat on, ``surface`` holds things on top, ``wall`` is mounted."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One category."""

    build: Callable[[Spec], Model]
    habit: Habit
    words: tuple[str, ...] = ()
    """Other names for the same thing."""
    rank: int = 5
    """Placed earlier when lower: big things first."""
    tags: frozenset[Tag] = frozenset()


def entry(
    build: Callable[[Spec], Model], habit: Habit, words: str = "", *, rank: int = 5, tags: str = ""
) -> Entry:
    """An entry whose other names are separated by commas and whose tags by spaces."""
    names = tuple(word.strip() for word in words.split(",") if word.strip())
    found: list[Tag] = [tag for tag in Tag.__args__ if tag in tags.split()]
    return Entry(build=build, habit=habit, words=names, rank=rank, tags=frozenset(found))
