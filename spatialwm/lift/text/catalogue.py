"""What can be asked for: the families' tables together, every name in them, and stand-ins for other nouns."""

from spatialwm.lift.text.furniture import (
    appliances,
    audio,
    bathroom,
    beds,
    buildings,
    cases,
    containers,
    counters,
    creatures,
    dining,
    electronics,
    everyday,
    figures,
    fitness,
    food,
    greenery,
    lights,
    machines,
    music,
    seats,
    sport,
    street,
    tools,
    toys,
    vehicles,
    walls,
    wear,
    worktops,
)
from spatialwm.lift.text.furniture.entry import Entry, Habit, Tag
from spatialwm.lift.text.furniture.substitutes import SUBSTITUTES

__all__ = ["CATALOGUE", "NOUNS", "SUBSTITUTES", "Entry", "Habit", "Tag"]

_FAMILIES = (
    (beds, seats, worktops, counters, cases, containers),
    (lights, walls, electronics, audio, machines, appliances, bathroom),
    (dining, food, greenery, everyday, wear, tools, toys, music, sport, fitness),
    (creatures, figures, vehicles, street, buildings),
)

CATALOGUE: dict[str, Entry] = {
    name: item for families in _FAMILIES for family in families for name, item in family.ENTRIES.items()
}

NOUNS: dict[str, str] = {word: name for name, item in CATALOGUE.items() for word in item.words} | {
    name: name for name in CATALOGUE
}
"""Every known noun, singular, to its category."""
