"""The sentences on which the grammar is developed, read from their file."""

from pathlib import Path

from spatialwm.bench.language import Command
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.scene import Scene

__all__ = ["dev_commands"]


def dev_commands() -> tuple[dict[str, Scene], tuple[Command, ...]]:
    """The rooms by name, and the sentences with what they mean."""
    rooms: dict[str, Scene] = {}
    found: list[Command] = []
    room = ""
    for line in Path(__file__).with_name("sentences_dev.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            room, _, words = line[1:].partition("] ")
            rooms[room] = bodies_from_text(words, seed=0)
        elif line and not line.startswith("#"):
            say, steps, goals = (part.strip() for part in line.split("|"))
            goal = tuple(g.strip() for g in goals.split(";") if g.strip())
            found.append(Command(room=room, say=say, steps=_either(steps), goal=goal))
    return rooms, tuple(found)


def _either(steps: str) -> str:
    """Things of which either is right, as the bench writes them."""
    return " ".join(word.replace("/", "|") if not word[0].isdigit() else word for word in steps.split())
