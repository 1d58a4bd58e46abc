"""What a scene is like, measured: the boxes of its things, its site, and which relations hold in it."""

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.text.graph import SceneGraph, Tie
from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.ground import walls_of
from spatialwm.lift.text.layout.items import Spot, names_of
from spatialwm.lift.text.model import collider_bounds
from spatialwm.lift.text.site import Opening, Site
from spatialwm.scene import Box, Scene, SceneObject

__all__ = ["box_of", "held_in", "site_of"]

_APRON = 3.0
"""The floor's collider goes on outside the room by so much [m]."""
_UPRIGHT = 0.98
"""Cosine of the tilt [rad] up to which a thing counts as standing."""


def box_of(thing: SceneObject) -> Boxes:
    """An upright box around an object where it is; turned with it as long as it stands.

    Raises:
        InputError: The object has neither mesh nor colliders.
    """
    points = _corners(thing)
    turn = matrix_from_quat(thing.quat.astype(float))
    if turn[1, 1] < _UPRIGHT:  # tipped: straight in the world
        points, yaw, turn = points @ turn.T, 0.0, np.eye(3)
    else:
        yaw = float(np.arctan2(turn[0, 2], turn[2, 2]))
    low, high = points.min(axis=0), points.max(axis=0)
    center = thing.position.astype(float) + turn @ ((low + high) / 2)
    return Boxes(centers=center[None], halves=(high - low)[None] / 2, yaws=np.array([yaw]))


def _corners(thing: SceneObject) -> np.ndarray:
    """Points of the mesh, else the corners around the colliders, in the own frame [m]."""
    if thing.mesh is not None:
        return thing.mesh.vertices.astype(float)
    if not thing.body.colliders:
        raise InputError(f"'{thing.name}' has neither a mesh nor colliders; its size is unknown.")
    return np.array([corner for c in thing.body.colliders for corner in collider_bounds(c)])


def site_of(scene: Scene) -> Site:
    """The room of a scene that was made of words, from its colliders, doors and windows.

    Raises:
        InputError: The scene has no room of that kind.
    """
    room = next((o for o in scene.objects if o.category == "room"), None)
    boxes = [c for c in room.body.colliders if isinstance(c, Box)] if room is not None else []
    if not boxes:
        raise InputError("The scene has no room with a floor; relations to its parts cannot be measured.")
    floor, walls = boxes[0], boxes[1:]
    x, z = (floor.size.astype(float) / 2 - _APRON)[[0, 2]]
    cx, cz = floor.position.astype(float)[[0, 2]]
    outline = tuple((float(cx + a * x), float(cz + b * z)) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    if not walls:
        return Site(kind="outdoors", outline=outline)
    empty = Site(outline=outline, height=float(walls[0].size[1]))
    openings = [_opening(o, empty) for o in scene.objects if o.category in ("door", "window")]
    return Site(outline=outline, height=empty.height, openings=tuple(openings))


def _opening(thing: SceneObject, site: Site) -> Opening:
    low, high = collider_bounds(thing.body.colliders[0])
    place = thing.position.astype(float)[[0, 2]]
    wall = min(walls_of(site), key=lambda w: abs(float((place - w.start) @ w.inward)))
    return Opening(
        kind="door" if thing.category == "door" else "window",
        wall=wall.index,
        along=float((place - wall.start) @ wall.along),
        width=float(high[0] - low[0]),
        low=float(thing.position[1] + low[1]),
        high=float(thing.position[1] + high[1]),
    )


def held_in(scene: Scene, graph: SceneGraph) -> tuple[tuple[Tie, float], ...]:
    """Every relation of a graph with its score in a scene, in which things have the names of ``names_of``.

    Above one half it holds. What is missing scores 0.
    """
    filling = Filling(graph, (), site_of(scene))
    there = {o.name: o for o in scene.objects}
    for index, name in enumerate(names_of(graph)):
        if name in there:
            box = box_of(there[name])
            x, y, z = (float(v) for v in there[name].position)
            filling.boxes[index] = box
            filling.spots[index] = Spot(x=x, y=y, z=z, yaw=float(box.yaws[0]))
    return tuple(filling.judged())
