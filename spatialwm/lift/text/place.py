"""The place of a scene: its room or ground, doors, windows, surroundings, and its light."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spatialwm.lift.text.daylight import daylight_of
from spatialwm.lift.text.finishes import Finishes, finishes_of
from spatialwm.lift.text.graph import Setting
from spatialwm.lift.text.layout import Plan
from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.ground import bounds_of, walls_of
from spatialwm.lift.text.lighting import Placed, Rig, rig_of
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.openings import door_model, window_model
from spatialwm.lift.text.outdoors import ground_color, ground_model, surroundings_model
from spatialwm.lift.text.room import room_model
from spatialwm.lift.text.site import Opening, Site
from spatialwm.lift.text.sky import Skyline, skyline_of
from spatialwm.lift.text.surfaces import srgb_from_linear

__all__ = ["ENOUGH", "Part", "background_of", "parts_of", "rig_for"]

_FLOOR_LEVEL = 0.3
"""What is lower than this stands on the ground [m]."""
ENOUGH = 0.4
"""Power of lamps by which a room can be seen; a desk lamp has 0.2, a floor lamp 0.6."""
_LOW_LAMP, _LAMP_WIDE = 1.75, 0.35
"""A hanging lamp needs so much free space: from this height up, and so far to each side [m]."""
_VIEWS: tuple[Skyline, ...] = ("trees", "hills", "town")
_URBAN = frozenset(["office", "loft", "apartment", "flat", "city", "boardroom", "clinic", "salon", "shop",
"store", "cafe",
                    "restaurant", "bar", "hotel", "lobby", "studio"])  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """One object that belongs to the place itself."""

    name: str
    category: str
    """``room``, ``door``, ``window`` or ``sky``."""
    model: Model
    position: np.ndarray
    yaw: float = 0.0


def parts_of(plan: Plan, setting: Setting, *, seed: int, finishes: Finishes | None = None) -> list[Part]:
    """The room first; what is only to be looked at last. ``finishes`` are by default what suits it."""
    site, origin = plan.site, np.zeros(3)
    day = daylight_of(setting)
    if site.kind == "outdoors":
        ground = ground_model(site, setting, seed=seed, taken=_taken(plan))
        around = surroundings_model(site, setting, day, seed=seed)
        return [
            Part(name="room", category="room", model=ground, position=origin),
            Part(name="sky", category="sky", model=around, position=origin),
        ]
    finishes = finishes or finishes_of(setting, seed=seed)
    shining = sum(item.model.glow.power for item in plan.items if item.model.glow)
    lamp = _lamp_place(plan) if day.dark and shining < ENOUGH else None
    room = room_model(site, finishes, seed=seed, pendant=lamp)
    parts = [Part(name="room", category="room", model=room, position=origin)]
    for name, opening, position, yaw in _openings(site):
        if opening.kind == "window":
            model = window_model(opening, seed=seed, trim_color=finishes.trim, curtains=finishes.curtains)
        else:
            model = door_model(opening, trim_color=finishes.trim)
        parts.append(Part(name=name, category=opening.kind, model=model, position=position, yaw=yaw))
    return parts


def _openings(site: Site) -> Iterator[tuple[str, Opening, np.ndarray, float]]:
    """Name, opening, position [m] and yaw [rad] of each door and window."""
    walls, seen = walls_of(site), Counter[str]()
    for opening in site.openings:
        seen[opening.kind] += 1
        name = opening.kind if seen[opening.kind] == 1 else f"{opening.kind}_{seen[opening.kind]}"
        x, z = walls[opening.wall].at(opening.along, 0.0)
        yield name, opening, np.array([x, opening.low, z]), walls[opening.wall].yaw


def _taken(plan: Plan) -> list[tuple[float, float, float, float]]:
    """Ground that is stood on."""
    found: list[tuple[float, float, float, float]] = []
    for item in plan.items:
        if (spot := plan.spots.get(item.index)) is not None and spot.y < _FLOOR_LEVEL:
            for low, high in zip(*_extent(spot.parts(item)), strict=True):
                if low[1] < _FLOOR_LEVEL:
                    found.append((float(low[0]), float(high[0]), float(low[2]), float(high[2])))
    return found


def _extent(boxes: Boxes) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest corners in the world [m]."""
    corners = boxes.corners
    low, high = corners.min(axis=1), corners.max(axis=1)
    rise = boxes.halves[:, 1]
    middle = boxes.centers[:, 1]
    return (
        np.stack([low[:, 0], middle - rise, low[:, 1]], axis=1),
        np.stack([high[:, 0], middle + rise, high[:, 1]], axis=1),
    )


def _lamp_place(plan: Plan) -> tuple[float, float]:
    """Where a lamp can hang: as near to the middle as tall things allow."""
    x0, x1, z0, z1 = bounds_of(plan.site)
    tall = [
        box
        for item in plan.items
        if (spot := plan.spots.get(item.index)) is not None
        for box in zip(*_extent(spot.parts(item)), strict=True)
        if box[1][1] > _LOW_LAMP
    ]
    middle = np.array([0.0, 0.45 * z0 + 0.55 * (z0 + z1) / 2])
    x, z = (
        a.ravel() for a in np.meshgrid(np.linspace(x0 + 0.6, x1 - 0.6, 9), np.linspace(z0 + 0.6, z1 - 0.6, 9))
    )
    for k in np.argsort(np.hypot(x - middle[0], z - middle[1]), kind="stable"):
        free = all(
            x[k] < low[0] - _LAMP_WIDE or x[k] > high[0] + _LAMP_WIDE
            or z[k] < low[2] - _LAMP_WIDE or z[k] > high[2] + _LAMP_WIDE
            for low, high in tall
        )  # fmt: skip
        if free:
            return float(x[k]), float(z[k])
    return float(middle[0]), float(middle[1])


def rig_for(
    things: list[Placed], site: Site, setting: Setting, *, seed: int, finishes: Finishes | None = None
) -> Rig:
    """The light in which things stand at a site; the place's own parts are among them."""
    finishes, day = finishes or finishes_of(setting, seed=seed), daylight_of(setting)
    floor = ground_color(setting) if site.kind == "outdoors" else finishes.floor_color
    colors = np.array(finishes.back_color), np.array(finishes.side_color), np.array(floor)
    if site.kind == "outdoors":
        skyline = skyline_of(setting.name)
    else:
        skyline = "town" if _URBAN & set(setting.name.split()) else _VIEWS[seed % 2]
    return rig_of(things, site, colors, day, skyline=skyline, seed=seed)


def background_of(setting: Setting) -> tuple[float, float, float]:
    """Colour behind everything (sRGB): the horizon's, or the dark outside."""
    day = daylight_of(setting)
    if setting.kind == "outdoors":
        red, green, blue = srgb_from_linear(np.clip(day.horizon, 0, 1))
        return float(red), float(green), float(blue)
    red, green, blue = np.array([0.80, 0.82, 0.83]) * (0.10 + 0.90 * day.indoors)
    return float(red), float(green), float(blue)
