"""The room of a saved scene: its floor, walls, doors and windows; and SceneEval's relations to them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.bench.text.shapes import Shape
from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.scene import Box, Scene

__all__ = ["CELL", "KNOWN", "ROOM_CATEGORIES", "Architecture", "Wall", "architecture_of", "score"]

CELL = 0.02
"""Of maps of the floor [m]."""
ROOM_CATEGORIES = ("room", "ground", "door", "window", "wall", "floor", "ceiling", "sky")
"""Of objects that are the place, not things in it."""
_LEVEL = 0.03
"""A face this near to height 0 that looks up is floor [m]."""
_WALL_TALL, _WALL_THIN = 1.2, 0.5
"""A static box of the room at least so tall and at most so thick is a wall [m]."""
_MOST_CELLS = 4000
"""Of a map, along one side."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Wall:
    """The inner face of a wall."""

    center: Float[np.ndarray, "3"]
    """[m]"""
    along: Float[np.ndarray, "3"]
    """Unit direction in the floor's plane."""
    inward: Float[np.ndarray, "3"]
    """Unit normal."""
    half_length: float
    half_height: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Architecture:
    """What things stand in."""

    floor: Bool[np.ndarray, "h w"]
    """Cells (z, x) that are floor."""
    origin: Float[np.ndarray, "2"]
    """x and z of the first cell's corner [m]."""
    triangles: Float[np.ndarray, "t 3 2"]
    """The floor's, x and z [m]."""
    walls: tuple[Wall, ...]
    ceiling: float
    """Height of the walls' upper edge [m]; infinite without walls."""
    doors: tuple[Shape, ...]
    windows: tuple[Shape, ...]

    def cells(self, points: Float[np.ndarray, "n 2"]) -> np.ndarray:
        """Row and column of points (x, z)."""
        places = np.floor((points - self.origin) / CELL).astype(int)
        return places[:, ::-1]

    def on_floor(self, points: Float[np.ndarray, "n 2"]) -> Bool[np.ndarray, " n"]:
        """Whether points (x, z) are above floor."""
        rows, columns = self.cells(points).T
        height, width = self.floor.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        result = np.zeros(len(points), bool)
        result[inside] = self.floor[rows[inside], columns[inside]]
        return result

    def above_floor(self, points: Float[np.ndarray, "n 2"]) -> Bool[np.ndarray, " n"]:
        """The same without cells: at the floor's edge a cell is only part of it."""
        found = self.on_floor(points)
        stray = np.flatnonzero(~found)
        if len(stray) and len(self.triangles):
            found[stray] = _in_triangles(points[stray], self.triangles)
        return found

    @property
    def middle(self) -> Float[np.ndarray, "2"]:
        """X and z of the middle of the floor's bounding rectangle [m]."""
        rows, columns = np.nonzero(self.floor)
        span = np.array([columns.min() + columns.max() + 1, rows.min() + rows.max() + 1])
        return self.origin + span * CELL / 2

    @property
    def extent(self) -> Float[np.ndarray, "2"]:
        """Width and depth of the floor [m]."""
        rows, columns = np.nonzero(self.floor)
        return np.array([np.ptp(columns) + 1, np.ptp(rows) + 1]) * CELL


def architecture_of(scene: Scene, shapes: tuple[Shape, ...]) -> Architecture:
    """Read the room off a saved scene: from the room's mesh and colliders, not from the layout."""
    rooms = [thing for thing in scene.objects if thing.category in ("room", "ground", "floor")]
    corners: list[np.ndarray] = []
    boxes: list[tuple[Box, np.ndarray, np.ndarray]] = []
    for thing in rooms:
        position, turn = thing.position.astype(float), matrix_from_quat(thing.quat.astype(float))
        if thing.mesh is not None:
            vertices = transform(position, thing.quat.astype(float), thing.mesh.vertices.astype(float))
            corners.append(vertices[thing.mesh.faces])
        boxes += [(c, position, turn) for c in thing.body.colliders if isinstance(c, Box)]
    level = _level(np.concatenate([*corners, np.zeros((0, 3, 3))]))
    floor, origin = _floor_map(level)
    bare = Architecture(
        floor=floor, origin=origin, triangles=level, walls=(), ceiling=np.inf, doors=(), windows=()
    )
    walls = tuple(wall for box in boxes if (wall := _wall(*box, bare)) is not None)
    tops = [float(w.center[1]) + w.half_height for w in walls]
    return Architecture(
        floor=floor,
        origin=origin,
        triangles=level,
        walls=walls,
        ceiling=max(tops, default=np.inf),
        doors=tuple(s for s in shapes if s.category == "door"),
        windows=tuple(s for s in shapes if s.category == "window"),
    )


def _level(triangles: np.ndarray) -> np.ndarray:
    """Those that lie at height 0 and look up, seen from above."""
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    upward = normals[:, 1] > 0.9 * np.maximum(np.linalg.norm(normals, axis=1), 1e-12)
    level = (np.abs(triangles[:, :, 1]) < _LEVEL).all(axis=1)
    return triangles[upward & level][:, :, [0, 2]]


def _in_triangles(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Whether each point is in any of the triangles, by the signs of its three areas."""
    away = points[:, None, None] - triangles[None]
    edges = (np.roll(triangles, -1, axis=1) - triangles)[None]
    areas = edges[..., 0] * away[..., 1] - edges[..., 1] * away[..., 0]
    within = np.all(areas >= -1e-9, axis=2) | np.all(areas <= 1e-9, axis=2)
    return np.asarray(np.any(within, axis=1), bool)


def _floor_map(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rasterise the floor."""
    if not len(flat):
        return np.zeros((1, 1), bool), np.zeros(2)
    from PIL import Image, ImageDraw

    origin = flat.min(axis=(0, 1)) - CELL
    width, height = (
        int(min(n, _MOST_CELLS)) for n in np.ceil((flat.max(axis=(0, 1)) - origin) / CELL).astype(int) + 1
    )
    image = Image.new("1", (width, height))
    pen = ImageDraw.Draw(image)
    for triangle in (flat - origin) / CELL - 0.5:
        pen.polygon([(float(x), float(z)) for x, z in triangle], fill=1)
    return np.asarray(image, bool), origin


def _wall(box: Box, position: np.ndarray, turn: np.ndarray, floor: Architecture) -> Wall | None:
    center = position + turn @ box.position.astype(float)
    turn = turn @ matrix_from_quat(box.quat.astype(float))
    size = box.size.astype(float)
    thin = 0 if size[0] < size[2] else 2
    if size[1] < _WALL_TALL or size[thin] > _WALL_THIN or size[2 - thin] < _WALL_THIN:
        return None
    normal, along = turn[:, thin], turn[:, 2 - thin]
    for sign in (1.0, -1.0):
        face = center + sign * normal * size[thin] / 2
        probe = face + sign * normal * 0.1
        if floor.on_floor(probe[None, [0, 2]])[0]:
            return Wall(
                center=face,
                along=along,
                inward=sign * normal,
                half_length=float(size[2 - thin]) / 2,
                half_height=float(size[1]) / 2,
            )
    return None


def score(relation: str, part: str, shape: Shape, place: Architecture) -> float:
    """How well a relation to the room holds, in [0, 1]; satisfied above 0.5.

    Raises:
        KeyError: The relation is not one of ``KNOWN``.
    """
    return KNOWN[relation](part, shape, place)


def _slope(value: float, low: float, high: float, soft: float) -> float:
    if low <= value <= high:
        return 1.0
    off = min(abs(value - low), abs(value - high))
    return float(np.exp(-(off**2) / (2 * soft**2)))


def _before(wall: Wall, points: np.ndarray) -> tuple[float, float]:
    """Share of points straight before a wall's face, and the least distance to it [m]."""
    offset = points - wall.center
    along, high = np.abs(offset @ wall.along), np.abs(offset[:, 1])
    before = offset @ wall.inward
    straight = (before >= -1e-6) & (along <= wall.half_length + 1e-6) & (high <= wall.half_height + 1e-6)
    outside = np.stack([along - wall.half_length, high - wall.half_height, np.zeros(len(points))])
    aside = np.maximum(outside, 0)
    return float(straight.mean()), float(np.sqrt((aside**2).sum(axis=0) + before**2).min())


def _corners(shape: Shape) -> np.ndarray:
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    return shape.center + (signs * shape.half) @ shape.axes.T


def _at_wall(low: float, high: float, soft: float) -> Callable[[str, Shape, Architecture], float]:
    def judge(_: str, shape: Shape, place: Architecture) -> float:
        scores = [0.0]
        for wall in place.walls:
            straight, apart = _before(wall, shape.samples)
            apart = min(apart, _before(wall, _corners(shape))[1])
            scores.append(straight * _slope(apart, low, high, soft))
        return max(scores)

    return judge


def _corner(_: str, shape: Shape, place: Architecture) -> float:
    """Within 0.8 m of two walls at a right angle."""
    apart = [_slope(_before(wall, shape.samples)[1], 0.0, 0.8, 0.25) for wall in place.walls]
    best = 0.0
    for i, one in enumerate(place.walls):
        for j, two in enumerate(place.walls[:i]):
            if abs(float(one.inward @ two.inward)) < 0.15:
                best = max(best, apart[i] * apart[j])
    return best


def _middle(_: str, shape: Shape, place: Architecture) -> float:
    away = float(np.linalg.norm(shape.center[[0, 2]] - place.middle))
    size, room = 2 * float(shape.half[[0, 2]].max()), float(place.extent.mean())
    spread = 0.5 * size + (1 - size / room)
    return float(np.exp(-(away**2) / (2 * max(spread, 1e-3) ** 2)))


def _inside(_: str, shape: Shape, place: Architecture) -> float:
    return float(place.on_floor(shape.samples[:, [0, 2]]).mean())


def _hang(_: str, shape: Shape, place: Architecture) -> float:
    return _slope(max(0.0, place.ceiling - shape.top), 0.0, 0.01, 0.03)


def _distance(low: float, high: float) -> Callable[[str, Shape, Architecture], float]:
    def judge(part: str, shape: Shape, place: Architecture) -> float:
        if part == "wall":
            gaps = [_before(wall, shape.samples)[1] for wall in place.walls]
        else:
            openings = place.doors if part == "door" else place.windows
            gaps = [
                float(np.linalg.norm(shape.samples[:, None] - o.surface[None], axis=-1).min())
                for o in openings
            ]
        return max((_slope(apart, low, high, 0.25) for apart in gaps), default=0.0)

    return judge


def _on(part: str, shape: Shape, place: Architecture) -> float:
    if part == "wall":
        return _at_wall(0.0, 0.01, 0.01)(part, shape, place)
    if part == "ceiling":
        return _hang(part, shape, place)
    return _inside(part, shape, place)


KNOWN: dict[str, Callable[[str, Shape, Architecture], float]] = {
    "on": _on,
    "mounted": _on,
    "against": _at_wall(0.0, 0.3, 0.1),
    "along": _at_wall(0.0, 0.3, 0.1),
    "corner": _corner,
    "middle": _middle,
    "center": _middle,
    "in": _inside,
    "inside": _inside,
    "hang": _hang,
    "hanging": _hang,
    "next": _distance(0.0, 0.5),
    "next_to": _distance(0.0, 0.5),
    "beside": _distance(0.0, 0.5),
    "adjacent": _distance(0.0, 0.5),
    "near": _distance(0.5, 1.5),
    "close": _distance(0.5, 1.5),
    "nearby": _distance(0.5, 1.5),
    "across": _distance(1.5, 4.0),
    "opposite": _distance(1.5, 4.0),
    "far": _distance(4.0, np.inf),
}
"""Annotated word -> judge of (part of the room, thing, place)."""
