"""What a sentence can change in a scene: one record per kind of edit."""

from dataclasses import dataclass
from typing import Literal

from spatialwm.lift.text.graph import Thing, Tie

__all__ = [
    "Add", "Edit", "Move", "Recolor", "Refinish", "Rematerial", "Remove", "Replace", "Resize", "SetTime",
    "SetWeather", "Turn",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Add:
    """New things."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...] = ()
    """Where they go. Indices below ``len(names)`` are objects, the others are ``things`` in order."""
    names: tuple[str, ...] = ()
    """The scene's objects that the relations are to."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Objects that go elsewhere."""

    ties: tuple[Tie, ...]
    """Indices are those of ``names``."""
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Remove:
    """Objects that go away."""

    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Replace:
    """Objects in whose places other things come."""

    names: tuple[str, ...]
    thing: Thing


@dataclass(frozen=True, kw_only=True)
class Recolor:
    """Objects that get another colour."""

    names: tuple[str, ...]
    color: tuple[float, float, float]
    """sRGB."""
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rematerial:
    """Objects that are made of something else."""

    names: tuple[str, ...]
    material: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Refinish:
    """Another floor, other walls."""

    surface: Literal["floor", "walls", "back wall"]
    words: tuple[str, ...]
    """``marble``; ``dark green``."""
    color: tuple[float, float, float] | None
    """sRGB."""


@dataclass(frozen=True, kw_only=True)
class Resize:
    """Objects that become larger or smaller."""

    names: tuple[str, ...]
    wide: float
    """Factor on width and depth."""
    tall: float
    """Factor on height."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Objects that are turned about the vertical."""

    names: tuple[str, ...]
    angle: float
    """Counter-clockwise seen from above [rad]."""


@dataclass(frozen=True, kw_only=True)
class SetTime:
    """Another time of day."""

    time: Literal["morning", "day", "evening", "dusk", "night"]


@dataclass(frozen=True, kw_only=True)
class SetWeather:
    """Other weather."""

    weather: Literal["clear", "cloudy", "rain", "snow", "fog"]


Edit = Add | Move | Remove | Replace | Recolor | Refinish | Rematerial | Resize | Turn | SetTime | SetWeather
