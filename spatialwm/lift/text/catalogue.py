"""What can be asked for: the families' tables together, every name in them, and stand-ins for other nouns."""

from spatialwm.lift.text.furniture import (
    appliances, beds, cases, creatures, dining, electronics, everyday, food, greenery, leisure, lights, seats, street,
    vehicles, walls, worktops,
)  # fmt: skip
from spatialwm.lift.text.furniture.entry import Entry, Habit, Tag
from spatialwm.lift.text.furniture.substitutes import SUBSTITUTES

__all__ = ["CATALOGUE", "NOUNS", "SUBSTITUTES", "Entry", "Habit", "Tag"]

_FAMILIES = (
    beds, seats, worktops, cases, lights, walls, electronics, appliances, dining, food, greenery, leisure, everyday,
    creatures, vehicles, street,
)  # fmt: skip

CATALOGUE: dict[str, Entry] = {name: item for family in _FAMILIES for name, item in family.ENTRIES.items()}

NOUNS: dict[str, str] = {word: name for name, item in CATALOGUE.items() for word in item.words} | {
    name: name for name in CATALOGUE
}
"""Every known noun, singular, to its category."""
