"""A finished scene as the layout sees it: its site, and every object in its place."""

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS
from spatialwm.lift.text.graph import Thing
from spatialwm.lift.text.layout import Spot
from spatialwm.lift.text.layout.ground import walls_of
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Model, Piece, Support, collider_bounds
from spatialwm.lift.text.site import Opening, Site
from spatialwm.lift.text.solids import placed, rounded_box
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Box, Collider, Cylinder, Scene, SceneObject

__all__ = ["SHELL", "model_of", "site_of", "spot_of", "supports_of", "thing_of"]

SHELL = frozenset({"room", "door", "window", "sky"})
"""Categories of the place itself."""
_WALL = 1.5
"""Colliders of the room that are higher are walls [m]."""
_THIN = 0.02
"""Least size of a support that something can be put on [m]."""
_HEADROOM = 0.05
"""Less free height than this above a level, and nothing fits there [m]."""


def site_of(scene: Scene) -> Site:
    """Outline, height and openings of a scene made of words.

    Raises:
        InputError: The scene has no room with a floor.
    """
    room = next((o for o in scene.objects if o.category == "room"), None)
    boxes = [c for c in room.body.colliders if isinstance(c, Box)] if room is not None else []
    floors = [b for b in boxes if float(b.size[1]) <= _WALL]
    if not floors:
        raise InputError(
            "The scene has no room with a floor, so nothing can be placed in it; add a floor first."
        )
    walls = [b for b in boxes if float(b.size[1]) > _WALL]
    floor = max(floors, key=lambda b: float(b.size[0] * b.size[2]))
    if not walls:
        half = floor.size[[0, 2]].astype(float) / 2 - 3.0  # the ground goes on for 3 m beyond what is used
        return Site(kind="outdoors", outline=_rectangle(-half[0], half[0], -half[1], half[1]))
    sides = [b for b in walls if b.size[0] < b.size[2]]
    backs = [b for b in walls if b.size[0] >= b.size[2]]
    x = sorted(float(b.position[0]) - np.sign(float(b.position[0])) * float(b.size[0]) / 2 for b in sides)
    back = min(float(b.position[2]) + float(b.size[2]) / 2 for b in backs)
    beyond = x[0] - (float(floor.position[0]) - float(floor.size[0]) / 2)
    front = float(floor.position[2]) + float(floor.size[2]) / 2 - beyond
    site = Site(outline=_rectangle(x[0], x[-1], back, front), height=float(walls[0].size[1]))
    openings = tuple(_opening(o, site) for o in scene.objects if o.category in ("door", "window"))
    return Site(outline=site.outline, height=site.height, openings=openings)


def _rectangle(x0: float, x1: float, z0: float, z1: float) -> tuple[tuple[float, float], ...]:
    return ((x0, z0), (x1, z0), (x1, z1), (x0, z1))


def _opening(item: SceneObject, site: Site) -> Opening:
    """The wall nearest to a door or window, and where along it that is."""
    place = item.position[[0, 2]].astype(float)
    walls = walls_of(site)
    wall = min(walls, key=lambda w: abs(float((place - w.start) @ w.inward)))
    low, high = _bounds(item)
    return Opening(
        kind="door" if item.category == "door" else "window",
        wall=wall.index,
        along=float((place - wall.start) @ wall.along),
        width=float(high[0] - low[0]),
        low=float(item.position[1] + low[1]) if item.category == "window" else 0.0,
        high=float(item.position[1] + high[1]),
    )


def _bounds(item: SceneObject) -> tuple[np.ndarray, np.ndarray]:
    """Low and high corner of an object in its own frame [m]."""
    lows: list[np.ndarray] = []
    highs: list[np.ndarray] = []
    for collider in item.body.colliders:
        low, high = collider_bounds(collider)
        lows.append(low)
        highs.append(high)
    if item.mesh is not None:
        lows.append(item.mesh.vertices.min(0).astype(float))
        highs.append(item.mesh.vertices.max(0).astype(float))
    if not lows:
        return np.zeros(3), np.full(3, 0.01)
    return np.min(lows, axis=0), np.max(highs, axis=0)


def model_of(item: SceneObject) -> Model:
    """What the layout needs to know of an object: size, colliders, and where others can stand."""
    low, high = _bounds(item)
    size, middle = np.maximum(high - low, 0.004), (low + high) / 2
    solid = rounded_box(*(float(s) for s in size), bevel=0.0, cell=float(size.max()))
    solid = placed(solid, x=float(middle[0]), y=float(middle[1]), z=float(middle[2]))
    material = item.material if item.material in MATERIALS else "wood"
    return Model(
        pieces=(Piece(solid=solid, look=Look(color=(0.5, 0.5, 0.5)), material=material),),
        colliders=item.body.colliders,
        material=material,
        supports=supports_of(item.body.colliders),
    )


def supports_of(colliders: tuple[Collider, ...]) -> tuple[Support, ...]:
    """The level tops of colliders with free height above them."""
    bounds = [collider_bounds(c) for c in colliders]
    found: list[Support] = []
    for collider, (low, high) in zip(colliders, bounds, strict=True):
        half = (high - low)[[0, 2]] / 2
        middle = ((high + low) / 2)[[0, 2]]
        if half.min() < _THIN:
            continue
        higher = [b for b in bounds if b[1][1] > high[1] + 1e-3]
        above = [
            b[0][1] - high[1] for b in higher if np.all(np.abs((b[0] + b[1])[[0, 2]] / 2 - middle) < half)
        ]
        headroom = float(min(above, default=9.0))
        if headroom >= _HEADROOM:
            found.append(
                Support(height=float(high[1]), half_width=float(half[0]), half_depth=float(half[1]),
                        x=float(middle[0]), z=float(middle[1]), headroom=headroom, inside=headroom < 9.0,
                        round=isinstance(collider, Cylinder))
            )  # fmt: skip
    return tuple(found)


def thing_of(item: SceneObject, group: int) -> Thing:
    """An object as a thing of a graph; of the catalogue's kind where it is one."""
    name = item.category.replace("_", " ")
    category = name if name in CATALOGUE else NOUNS.get(name, "box")
    return Thing(category=category, word=name, group=group, attributes=item.attributes)


def spot_of(item: SceneObject) -> Spot:
    """Where it stands."""
    turn = matrix_from_quat(item.quat.astype(float))
    x, y, z = (float(v) for v in item.position)
    return Spot(x=x, y=y, z=z, yaw=float(np.arctan2(turn[0, 2], turn[2, 2])), held=item.body.kind == "static")
