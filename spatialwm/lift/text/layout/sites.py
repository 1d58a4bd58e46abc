"""How large a place has to be, what its outline is, and where its doors and windows are."""

import numpy as np

from spatialwm.lift.text.graph import OpeningWish, SceneGraph, Setting
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.site import Opening, Site

__all__ = ["site_for"]

_BASE, _PER_AREA = 10.0, 2.4
"""Floor [m^2] of an empty room, and per floor that is stood on: walking space around the furniture."""
_ASPECT = 0.875
_WALL_USE = 0.62
"""Of the three drawn walls, how much can be furnished."""
_FAR_ROOM = 5.6
"""Width [m] of a room in which two things can be far from each other (4 m free between them)."""
_LEAST, _MOST = 3.4, 14.0
"""Widths of rooms [m]."""
_GARDEN = (12.0, 48.0)
"""Widths of places out of doors [m]."""
_DOOR = (0.90, 2.06)
"""Width and height of a door with its frame [m]."""
_WINDOW = (0.85, 2.25)
"""Heights of a window's edges [m]."""


def site_for(graph: SceneGraph, items: tuple[Item, ...], floor: list[int], *, more: float) -> Site:
    """A place for what stands on its ``floor``, ``more`` metres wider than what should do."""
    setting = graph.setting
    area = float(sum(items[k].area for k in floor if items[k].habit != "rug"))
    if setting.kind == "outdoors":
        longest = max((2 * float(items[k].half[[0, 2]].max()) for k in floor), default=0.0)
        side = float(np.clip(max(np.sqrt(40.0 + 8.0 * area), 2 * longest), *_GARDEN)) + more
        width, depth = setting.width or side, setting.depth or 0.8 * side
        return Site(kind="outdoors", outline=_rectangle(width, depth), height=setting.height or 2.6)
    width, depth = _room_size(graph, items, floor, area, more)
    outline = _rectangle(width, depth)
    height = setting.height or _height(items)
    if setting.shape == "l":
        outline = _l_shape(width, depth)
    openings = (*_doors(setting, outline), *_windows(setting, outline, height))
    return Site(outline=outline, height=height, openings=openings)


def _room_size(
    graph: SceneGraph, items: tuple[Item, ...], floor: list[int], area: float, more: float
) -> tuple[float, float]:
    setting = graph.setting
    width = float(np.sqrt((_BASE + _PER_AREA * area) / _ASPECT))
    along = float(sum(2 * items[k].half[0] + 0.15 for k in floor if items[k].habit == "wall"))
    width = max(width, along / (_WALL_USE * (1 + 2 * _ASPECT)))
    deepest = max((2 * float(items[k].half[[0, 2]].max()) for k in floor), default=0.0)
    width = max(width, deepest + 1.4)
    if any(t.relation == "far" and not t.denied for t in graph.ties):
        width = max(width, _FAR_ROOM)
    width = float(np.clip(width * (1.12 if setting.shape == "l" else 1.0) + more, _LEAST, _MOST))
    if setting.width and not setting.depth:
        return setting.width, max(_ASPECT * width * width / setting.width, 2.2)
    if setting.depth and not setting.width:
        return max(_ASPECT * width * width / setting.depth, 2.2), setting.depth
    return setting.width or width, setting.depth or _ASPECT * width


def _height(items: tuple[Item, ...]) -> float:
    """2.6 m, as usual in European flats, or what the tallest thing needs."""
    return max(2.6, max((2 * float(i.half[1]) for i in items), default=0.0) + 0.15)


def _rectangle(width: float, depth: float) -> tuple[tuple[float, float], ...]:
    x, z = width / 2, depth / 2
    return ((-x, -z), (x, -z), (x, z), (-x, z))


def _l_shape(width: float, depth: float) -> tuple[tuple[float, float], ...]:
    """A rectangle whose back right quarter belongs to another room."""
    x, z = width / 2, depth / 2
    return ((-x, -z), (0.16 * width, -z), (0.16 * width, -0.1 * depth), (x, -0.1 * depth), (x, z), (-x, z))


def _walls(outline: tuple[tuple[float, float], ...]) -> dict[str, tuple[int, float]]:
    """Index and length of the walls that are meant by back, right and left."""
    last = len(outline) - 1
    ends = {"back": 0, "right": last - 2, "left": last, "front": last - 1}
    corners = np.array(outline)
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return {name: (k, float(lengths[k])) for name, k in ends.items()}


def _wishes(setting: Setting, kind: str) -> list[OpeningWish]:
    return [w for w in setting.openings if w.kind == kind]


def _doors(setting: Setting, outline: tuple[tuple[float, float], ...]) -> list[Opening]:
    """In the right wall towards the front, unless said otherwise."""
    walls = _walls(outline)
    found: list[Opening] = []
    order = [("right", 0.9), ("left", 0.1), ("back", 0.12), ("right", 0.12), ("back", 0.88)]
    wishes = _wishes(setting, "door") or [OpeningWish(kind="door")]
    for wish in wishes:
        for _ in range(min(wish.count, 4)):
            name, share = order[len(found) % len(order)]
            if wish.wall and wish.wall != "front":
                name, share = wish.wall, {"right": 0.9, "left": 0.1, "back": 0.85}[wish.wall]
                share -= 0.3 * sum(o.wall == walls[name][0] for o in found)
            index, length = walls[name]
            wide = 2 * _DOOR[0] if wish.large else _DOOR[0]
            along = float(np.clip(share * length, wide / 2 + 0.2, length - wide / 2 - 0.2))
            found.append(Opening(kind="door", wall=index, along=along, width=wide, low=0.0, high=_DOOR[1]))
    return found


def _windows(setting: Setting, outline: tuple[tuple[float, float], ...], height: float) -> list[Opening]:
    """In the left wall, unless said otherwise; several share it or take the next."""
    walls = _walls(outline)
    wishes = _wishes(setting, "window") or [OpeningWish(kind="window")]
    asked: dict[str, int] = {}
    large = any(w.large for w in wishes)
    for wish in wishes:
        name = wish.wall if wish.wall and wish.wall != "front" else "left"
        for _ in range(min(wish.count, 6)):
            full = asked.get(name, 0) >= max(1, int(walls[name][1] // 1.7))
            used = "back" if full and not wish.wall and name == "left" else name
            asked[used] = asked.get(used, 0) + 1
    found: list[Opening] = []
    for name, count in asked.items():
        index, length = walls[name]
        room = (length - 0.5) / count
        half = min(0.95 if not large else 1.3, 0.58 * length / 2, (room - 0.25) / 2)
        for k in range(count):
            along = 0.25 + room * (k + 0.5) + (0.02 * length if count == 1 and name == "left" else 0.0)
            low = _WINDOW[0] if not large else 0.45
            found.append(
                Opening(
                    kind="window",
                    wall=index,
                    along=along,
                    width=2 * half,
                    low=low,
                    high=min(_WINDOW[1], height - 0.3),
                )
            )
    return found
