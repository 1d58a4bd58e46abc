"""What a text asks for: things, the relations between them, and where it all is. No coordinates.

The grammar makes one of a text, a language model may make one as JSON, and the layout places it.
"""

from dataclasses import dataclass, field
from typing import Literal

from spatialwm.errors import InputError

__all__ = ["OpeningWish", "Relation", "RoomPart", "SceneGraph", "Setting", "Thing", "Tie"]

Relation = Literal[
    "on", "in", "under", "above", "next to", "near", "far", "in front of", "behind", "left of", "right of",
    "facing", "facing away", "across", "around", "between", "along", "against", "leaning", "corner", "middle",
    "long side", "short side", "head", "foot", "left part", "right part", "front part", "back part",
    "row", "stack", "circle", "hang", "mounted", "outside",
]  # fmt: skip
"""Of the subjects to their anchors, or to a part of the room.

* left of, right of, in front of, behind: of the anchor's own box as one sees it who stands before its front
    and looks at it: left is its -x, front its +z, as in SceneEval.
* across: on the other side of the room or of what stands between, facing the anchor.
* along: in a line beside it; around: on several sides, turned to it.
* long side, short side, head, foot: beside that side of the anchor, or at its ends.
* left part ... back part: of the anchor's top, or of the room.
* row, stack, circle: among the subjects themselves; anchors are empty.
* hang: from the ceiling; mounted: on the wall, or flat on another thing's face.
"""
RoomPart = Literal["room", "wall", "corner", "door", "window", "ceiling", "floor", "ground"]


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that is asked for."""

    category: str
    """A key of the catalogue."""
    word: str
    """The noun as written, singular: ``writing desk``."""
    group: int
    """Things asked for in one phrase ("four chairs") share it."""
    attributes: tuple[str, ...] = ()
    """Every describing word as written: ``red``, ``king-size``, ``open``."""
    color: tuple[float, float, float] | None = None
    """sRGB."""
    material: str | None = None
    wide: float = 1.0
    """Factor on the usual width and depth."""
    tall: float = 1.0
    """Factor on the usual height."""
    round: bool | None = None
    style: str | None = None
    states: tuple[str, ...] = ()
    """``open``, ``closed``, ``lit``, ``stacked``, ``broken``, ``tipped`` ..."""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A relation that was asked for."""

    relation: Relation
    subjects: tuple[int, ...]
    """Indices of things."""
    anchors: tuple[int, ...] = ()
    """Indices of things; empty when ``part`` is given or the relation is among the subjects."""
    part: RoomPart | None = None
    """The part of the room which the relation is to."""
    distance: float | None = None
    """[m], where one was said."""
    denied: bool = False
    """Must not hold: "not near the window"."""
    text: str = ""
    """As written, for reports."""
    implied: bool = False
    """Not said; usual for such things."""


@dataclass(frozen=True, kw_only=True)
class OpeningWish:
    """Doors or windows that were asked for."""

    kind: Literal["door", "window"]
    count: int = 1
    wall: Literal["back", "left", "right", "front"] | None = None
    large: bool = False


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where it is and what it feels like; None is the layout's own choice."""

    kind: Literal["room", "outdoors"] = "room"
    name: str = "room"
    """``bedroom``, ``dental clinic``, ``harbour square``."""
    width: float | None = None
    """[m]"""
    depth: float | None = None
    """[m]"""
    height: float | None = None
    """[m]"""
    shape: Literal["rectangle", "l"] = "rectangle"
    openings: tuple[OpeningWish, ...] = ()
    wall: tuple[float, float, float] | None = None
    """Colour (sRGB)."""
    floor: str | None = None
    """Material of the floor or ground: ``wood``, ``tile``, ``carpet``, ``grass``, ``cobble`` ..."""
    style: str | None = None
    mood: str | None = None
    time: Literal["morning", "day", "evening", "dusk", "night"] = "day"
    weather: Literal["clear", "cloudy", "rain", "snow", "fog"] = "clear"


@dataclass(frozen=True, kw_only=True)
class SceneGraph:
    """A text, understood."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...] = ()
    setting: Setting = field(default_factory=Setting)
    notes: tuple[str, ...] = ()
    """A sentence for everything that was not understood or was replaced."""

    def __post_init__(self) -> None:
        for tie in self.ties:
            if not tie.subjects or any(not 0 <= k < len(self.things) for k in (*tie.subjects, *tie.anchors)):
                raise InputError(
                    f"The relation '{tie.text or tie.relation}' is about things that are not there."
                )
