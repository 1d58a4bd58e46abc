"""Coarse boxes as someone drew them: the records, and the JSON file that holds them."""

import json
import math
from dataclasses import dataclass, fields
from typing import Literal, cast

import numpy as np

from spatialwm.errors import FormatError, InputError
from spatialwm.lift.text.layout.ground import walls_of
from spatialwm.lift.text.schema import record_from_json
from spatialwm.lift.text.site import Opening, Site

__all__ = ["Drawing", "DrawnBox", "DrawnOpening", "drawing_from_json", "is_layout", "site_of_drawing"]

_MOST_BOXES, _MOST_OPENINGS, _MOST_CORNERS = 200, 24, 24
_REACH = 60.0
"""No coordinate of a place is farther from the origin [m]."""
_EDGES = (0.005, 20.0)
"""Smallest and largest edge of a box [m]."""
_WAYS = {"back": (0.0, 1.0), "left": (1.0, 0.0), "right": (-1.0, 0.0), "front": (0.0, -1.0)}
"""Inward normals (x, z) of the walls."""
_DOOR = (0.9, 0.0, 2.06)
_WINDOW = (1.6, 0.85, 2.25)
"""Width, lower and upper edge where they are not drawn [m]."""
_BESIDE, _BEFORE = 0.4, 1.2
"""Free floor around boxes without a room: at the walls, and at the open front [m]."""
_LEAST = 2.6
"""Edge of the smallest room that is put around boxes [m]."""


@dataclass(frozen=True, kw_only=True)
class DrawnBox:
    """One coarse box."""

    position: tuple[float, float, float]
    """Middle of its underside [m]; height 0 is the floor."""
    size: tuple[float, float, float]
    """Width, height and depth [m]."""
    label: str = ""
    """What it is to become: ``desk``; empty leaves it open."""
    yaw_degrees: float | None = None
    """Counter-clockwise seen from above; at 0 its front is to +z. None: the size is in world axes, and its
    front is where it makes sense."""


@dataclass(frozen=True, kw_only=True)
class DrawnOpening:
    """A door or a window."""

    kind: Literal["door", "window"]
    wall: Literal["back", "left", "right", "front"] = "left"
    along: float | None = None
    """Its middle along the wall, from the left end as one sees the wall from inside [m]; None is half way."""
    width: float | None = None
    """[m]"""
    low: float | None = None
    """Height of its lower edge [m]."""
    high: float | None = None
    """Height of its upper edge [m]."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A place in coarse boxes."""

    boxes: tuple[DrawnBox, ...]
    place: Literal["room", "outdoors"] | None = None
    """None leaves it to the text."""
    size: tuple[float, float] | None = None
    """Width (x) and depth (z) about the origin [m]."""
    outline: tuple[tuple[float, float], ...] | None = None
    """Corners (x, z) of another shape [m], walls along the axes; instead of ``size``."""
    height: float | None = None
    """Of the walls [m]."""
    openings: tuple[DrawnOpening, ...] | None = None
    """None lets the room have a door and a window of its own."""
    notes: tuple[str, ...] = ()


def is_layout(data: bytes) -> bool:
    """Whether JSON bytes hold boxes rather than, say, the cameras of a capture."""
    try:
        found = cast(object, json.loads(data))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "boxes" in found


def drawing_from_json(data: bytes) -> Drawing:
    """The drawing in a ``layout.json``; see ``docs/layout.md``.

    Raises:
        FormatError: Not JSON.
        InputError: A field is missing, unknown or of another type, or a number cannot be meant.
    """
    try:
        raw = cast(object, json.loads(data))
    except (ValueError, RecursionError) as error:
        raise FormatError("The layout is not JSON; see docs/layout.md for an example.") from error
    if not isinstance(raw, dict):
        raise InputError("A layout is an object with a list 'boxes'; see docs/layout.md.")
    given = {**cast("dict[str, object]", raw)}
    given.pop("about", None)  # a remark for people
    for key, kind in (("boxes", DrawnBox), ("openings", DrawnOpening)):
        items = given.get(key)
        if isinstance(items, list):
            given[key] = [_completed(kind, item) for item in cast("list[object]", items)]
    return checked(record_from_json(Drawing, _completed(Drawing, given)))


def _completed(kind: type, data: object) -> object:
    """The same object with the defaults of the fields that it leaves out."""
    if not isinstance(data, dict):
        return data
    plain: dict[str, object] = {}
    for f in fields(kind):
        if isinstance(f.default, str | float | None):
            plain[f.name] = f.default
        elif f.default == ():
            plain[f.name] = []
    return plain | cast("dict[str, object]", data)


def checked(drawing: Drawing) -> Drawing:
    """The same drawing.

    Raises:
        InputError: Too many boxes, or numbers that cannot be meant.
    """
    if not 0 < len(drawing.boxes) <= _MOST_BOXES:
        raise InputError(f"A layout has 1 to {_MOST_BOXES} boxes, got {len(drawing.boxes)}.")
    if len(drawing.openings or ()) > _MOST_OPENINGS or len(drawing.outline or ()) > _MOST_CORNERS:
        raise InputError(
            f"A layout has at most {_MOST_OPENINGS} openings and {_MOST_CORNERS} corners of its outline."
        )
    for k, box in enumerate(drawing.boxes):
        name = f"Box {k + 1} ('{box.label[:40]}')"
        if not all(_EDGES[0] <= edge <= _EDGES[1] for edge in box.size):
            raise InputError(f"{name}: its edges are {_EDGES[0]} to {_EDGES[1]:g} m, got {box.size}.")
        if not all(abs(x) <= _REACH for x in box.position):
            raise InputError(f"{name} is farther than {_REACH:g} m from the origin: {box.position}.")
        if box.yaw_degrees is not None and not abs(box.yaw_degrees) <= 3600:
            raise InputError(f"{name}: it is turned by {box.yaw_degrees:g} degrees; give -360 to 360.")
    if drawing.size is not None and drawing.outline is not None:
        raise InputError("A layout has either a size or an outline, not both.")
    return drawing


def site_of_drawing(drawing: Drawing, *, outdoors: bool) -> tuple[Site, tuple[float, float]]:
    """The place, and where its middle was in the drawing (x, z) [m]: a place's origin is its middle.

    Raises:
        InputError: An outline that is no room, or an opening that does not fit its wall.
    """
    corners = np.array(_outline(drawing))
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    outline = tuple((float(x), float(z)) for x, z in corners - middle)
    height = drawing.height if drawing.height is not None else _height(drawing)
    if not 1.5 <= height <= 12:
        raise InputError(f"Walls are 1.5 to 12 m high, got {height:g}.")
    offset = float(middle[0]), float(middle[1])
    if outdoors:
        return Site(kind="outdoors", outline=outline, height=height), offset
    site = Site(outline=outline, height=height)
    openings = drawing.openings
    if openings is None:
        openings = DrawnOpening(kind="door", wall="right"), DrawnOpening(kind="window", wall="left")
    return Site(outline=outline, height=height, openings=tuple(_opening(site, o) for o in openings)), offset


def _height(drawing: Drawing) -> float:
    return max(2.6, *(b.position[1] + b.size[1] + 0.1 for b in drawing.boxes))


def _outline(drawing: Drawing) -> list[tuple[float, float]]:
    """Corners in the order of ``Site``, from the back left one."""
    if drawing.outline is not None:
        return _ordered(drawing.outline)
    if drawing.size is not None:
        x, z = drawing.size[0] / 2, drawing.size[1] / 2
        if not (1.5 <= 2 * x <= 40 and 1.5 <= 2 * z <= 40):
            raise InputError(f"A place is 1.5 to 40 m wide and deep, got {2 * x:g} x {2 * z:g}.")
        return [(-x, -z), (x, -z), (x, z), (-x, z)]
    reach = np.array([_footprint(b) for b in drawing.boxes])
    low, high = reach[:, 0].min(axis=0) - _BESIDE, reach[:, 1].max(axis=0) + np.array([_BESIDE, _BEFORE])
    spare = np.maximum(_LEAST - (high - low), 0) / 2
    (x0, z0), (x1, z1) = low - spare, high + spare
    return [(float(x), float(z)) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))]


def _footprint(box: DrawnBox) -> np.ndarray:
    """Low and high corner (x, z) of a box on the floor [m]."""
    yaw = math.radians(box.yaw_degrees or 0.0)
    c, s = abs(math.cos(yaw)), abs(math.sin(yaw))
    half = np.array([c * box.size[0] + s * box.size[2], s * box.size[0] + c * box.size[2]]) / 2
    middle = np.array([box.position[0], box.position[2]])
    return np.stack([middle - half, middle + half])


def _ordered(outline: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    corners = np.array(outline, float)
    steps = np.roll(corners, -1, axis=0) - corners
    straight = len(corners) >= 4 and bool(np.all(np.abs(steps).min(axis=1) < 1e-6))
    if not straight or np.abs(steps).max(axis=1).min() < 0.1 or not np.abs(corners).max() <= _REACH:
        raise InputError("An outline has 4 or more corners, each wall along x or z and 0.1 m or longer.")
    turned = np.roll(corners, -1, axis=0)
    area = float(np.sum(corners[:, 0] * turned[:, 1] - turned[:, 0] * corners[:, 1])) / 2
    if abs(area) < 2.0:
        raise InputError(f"An outline encloses 2 m2 or more, got {abs(area):.1f}.")
    if area < 0:
        corners = corners[::-1]
    for z in (np.unique(corners[:, 1])[:-1] + np.unique(corners[:, 1])[1:]) / 2:
        following = np.roll(corners, -1, axis=0)
        if int(np.sum((corners[:, 1] < z) != (following[:, 1] < z))) != 2:
            raise InputError("An outline has no niche between two parts that reach further back or forward.")
    first = int(np.lexsort((corners[:, 0], corners[:, 1]))[0])
    return [(float(x), float(z)) for x, z in np.roll(corners, -first, axis=0)]


def _opening(site: Site, drawn: DrawnOpening) -> Opening:
    way = np.array(_WAYS[drawn.wall])
    facing = [w for w in walls_of(site) if float(w.inward @ way) > 0.5 and w.drawn]
    if not facing:
        raise InputError(f"There is no {drawn.wall} wall for a {drawn.kind}: the front is open, to look in.")
    wall = max(facing, key=lambda w: w.length)
    wide, low, high = _DOOR if drawn.kind == "door" else _WINDOW
    width = drawn.width if drawn.width is not None else min(wide, wall.length - 0.3)
    low = 0.0 if drawn.kind == "door" else drawn.low if drawn.low is not None else low
    high = drawn.high if drawn.high is not None else min(high, site.height - 0.1)
    along = drawn.along if drawn.along is not None else wall.length * (0.85 if drawn.kind == "door" else 0.5)
    if drawn.along is None:
        along = float(np.clip(along, width / 2 + 0.1, wall.length - width / 2 - 0.1))
    inside = width / 2 <= along <= wall.length - width / 2
    if not (width >= 0.3 and inside and 0 <= low < high - 0.2 and high < site.height + 1e-6):
        raise InputError(
            f"A {drawn.kind} in the {drawn.wall} wall does not fit: {width:g} m wide about {along:g} of "
            f"{wall.length:g} m, from {low:g} to {high:g} m high."
        )
    return Opening(kind=drawn.kind, wall=wall.index, along=along, width=width, low=low, high=high)
