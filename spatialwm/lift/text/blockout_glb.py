"""A blockout in a GLB: every node with a mesh is a box, its name is the label.

Nodes named ``room`` or ``floor`` give the place's outline, ``window`` and ``door`` its openings; ``wall``,
``ceiling`` and ``roof`` are left out. Only the bounds of meshes are read, which glTF states for every one.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from spatialwm.errors import FormatError, InputError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.io.gltf_buffers import GltfReader, Json
from spatialwm.lift.text.blockout_drawing import Drawing, DrawnBox, DrawnOpening, checked

__all__ = ["drawing_from_glb"]

_ROOM = frozenset(["room", "floor", "ground", "space"])
_LEFT_OUT = frozenset(["wall", "walls", "ceiling", "roof", "camera", "light", "sun", "grid", "person_scale"])
_NUMBER = re.compile(r"[ ._\-#]*\d*$")
_MOST_NODES, _DEEPEST = 5000, 64
_SMALLEST = 0.005
"""Edge that flat meshes are given [m]."""
_UPRIGHT = 0.999
"""Cosine of the tilt up to which a box counts as turned about the vertical only."""
_SQUARE = 1e-3
"""How far from right angles a node's axes may be."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Node:
    """A mesh's bounds where it is in the world."""

    name: str
    low: np.ndarray
    high: np.ndarray
    """In the node's own frame."""
    matrix: np.ndarray
    """World from node."""


def drawing_from_glb(data: bytes) -> Drawing:
    """The boxes in a GLB.

    Raises:
        FormatError: Broken, or without meshes.
        InputError: Numbers that cannot be meant.
    """
    boxes: list[DrawnBox] = []
    rooms: list[DrawnBox] = []
    openings: list[tuple[Literal["door", "window"], DrawnBox]] = []
    for node in _nodes(GltfReader(data)):
        label = _label(node.name)
        box = _box(node, label)
        last = label.split()[-1] if label else ""
        if last in _ROOM:
            rooms.append(box)
        elif last == "door" or last == "window":
            openings.append(("door" if last == "door" else "window", box))
        elif last not in _LEFT_OUT:
            boxes.append(box)
    size, shift = None, np.zeros(3)
    if rooms:
        place = max(rooms, key=lambda b: b.size[0] * b.size[2])
        size = place.size[0], place.size[2]
        shift = np.array([place.position[0], place.position[1] + _top_of_floor(place), place.position[2]])
        boxes = [_shifted(b, shift) for b in boxes]
        openings = [(kind, _shifted(b, shift)) for kind, b in openings]
    notes = ()
    if float(np.abs(shift).max()) > 0.001:
        notes = (f"Moved by ({-shift[0]:.2f}, {-shift[1]:.2f}, {-shift[2]:.2f}) m: the room's middle is 0.",)
    if openings and size is None:
        raise InputError("A blockout with doors or windows needs a node named 'room' or 'floor' as its size.")
    return checked(
        Drawing(
            boxes=tuple(boxes), size=size, notes=notes,
            openings=tuple(_opening(kind, b, size) for kind, b in openings) if size and openings else None,
        )
    )  # fmt: skip


def _top_of_floor(place: DrawnBox) -> float:
    """A flat room is a slab that one stands on; a tall one is stood in."""
    return place.size[1] if place.size[1] < 0.5 else 0.0


def _shifted(box: DrawnBox, shift: np.ndarray) -> DrawnBox:
    x, y, z = (float(v) for v in np.array(box.position) - shift)
    return DrawnBox(position=(x, y, z), size=box.size, label=box.label, yaw_degrees=box.yaw_degrees)


def _opening(kind: Literal["door", "window"], box: DrawnBox, size: tuple[float, float]) -> DrawnOpening:
    """In the wall that is nearest."""
    x, y, z = box.position
    half_x, half_z = size[0] / 2, size[1] / 2
    away: dict[Literal["back", "left", "right", "front"], float] = {
        "back": abs(z + half_z), "left": abs(x + half_x), "right": abs(x - half_x), "front": abs(z - half_z),
    }  # fmt: skip
    wall = min(away, key=lambda name: away[name])
    along = {"back": x + half_x, "right": z + half_z, "left": half_z - z, "front": half_x - x}[wall]
    length = size[0] if wall in ("back", "front") else size[1]
    turned = box.yaw_degrees is not None and abs(math.sin(math.radians(box.yaw_degrees))) > 0.7
    wide = box.size[0] if (wall in ("back", "front")) != turned else box.size[2]
    wide = min(max(wide, 0.3), length)
    along = min(max(along, wide / 2), length - wide / 2)
    return DrawnOpening(kind=kind, wall=wall, along=along, width=wide, low=max(y, 0.0), high=y + box.size[1])


def _label(name: str) -> str:
    """``Desk.001`` is a desk; ``Cube`` and ``Mesh_3`` say nothing."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = _NUMBER.sub("", words.replace("_", " ").replace("-", " ").replace(".", " ").strip())
    return " ".join(w for w in words.lower().split() if not w.isdigit())[:80]


def _box(node: _Node, label: str) -> DrawnBox:
    """Turned about the vertical where the node is, else straight in the world."""
    axes = node.matrix[:3, :3]
    scale = np.linalg.norm(axes, axis=0)
    if not np.isfinite(node.matrix).all() or scale.min() < 1e-9:
        raise FormatError(f"This GLB is broken: node '{node.name[:40]}' has no size.")
    turn = axes / scale
    square = bool(np.abs(turn.T @ turn - np.eye(3)).max() < _SQUARE and turn[1, 1] > _UPRIGHT)
    yaw = math.atan2(float(turn[0, 2]), float(turn[2, 2]))
    ends = np.stack([node.low, node.high])
    picks = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    corners = np.stack([ends[picks[:, k], k] for k in range(3)], axis=1)
    if square and abs(yaw) > 1e-4:
        size, middle = (node.high - node.low) * scale, (node.high + node.low) / 2
        at = node.matrix[:3, :3] @ middle + node.matrix[:3, 3]
        degrees: float | None = math.degrees(yaw)
    else:
        world = corners @ axes.T + node.matrix[:3, 3]
        size, at, degrees = np.ptp(world, axis=0), (world.min(axis=0) + world.max(axis=0)) / 2, None
    width, height, depth = (float(max(edge, _SMALLEST)) for edge in size)
    x, y, z = (float(v) for v in at)
    return DrawnBox(
        label=label, position=(x, y - height / 2, z), size=(width, height, depth), yaw_degrees=degrees
    )


def _nodes(reader: GltfReader) -> Iterator[_Node]:
    """Every node with a mesh, each once, from the roots down."""
    nodes = reader.items("nodes")
    if not 0 < len(nodes) <= _MOST_NODES:
        raise FormatError(f"This GLB has {len(nodes)} nodes; a blockout has 1 to {_MOST_NODES}.")
    children = {k for node in nodes for k in _whole_list(node.get("children"))}
    waiting = [(k, np.eye(4), 0) for k in reversed(range(len(nodes))) if k not in children]
    seen: set[int] = set()
    while waiting:
        k, parent, depth = waiting.pop()
        if k in seen or depth > _DEEPEST:
            raise FormatError("This GLB is broken: its nodes hang in a circle or too deep.")
        seen.add(k)
        node = reader.item("nodes", k)
        matrix = parent @ _matrix(node)
        if "mesh" in node:
            low, high = _bounds(reader, reader.item("meshes", node["mesh"]))
            yield _Node(name=str(node.get("name", ""))[:200], low=low, high=high, matrix=matrix)
        waiting += [(c, matrix, depth + 1) for c in reversed(_whole_list(node.get("children")))]


def _whole_list(value: object) -> list[int]:
    if value is None:
        return []
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(k, int) and not isinstance(k, bool) for k in items):
        raise FormatError("This GLB is broken: a node's children are not a list of nodes.")
    return cast("list[int]", items)


def _matrix(node: Json) -> np.ndarray:
    if "matrix" in node:
        return _numbers(node["matrix"], 16).reshape(4, 4).T
    x, y, z, w = _numbers(node.get("rotation", [0, 0, 0, 1]), 4)
    matrix = np.eye(4)
    scale = _numbers(node.get("scale", [1, 1, 1]), 3)
    matrix[:3, :3] = matrix_from_quat(np.array([w, x, y, z])) * scale
    matrix[:3, 3] = _numbers(node.get("translation", [0, 0, 0]), 3)
    return matrix


def _bounds(reader: GltfReader, mesh: Json) -> tuple[np.ndarray, np.ndarray]:
    """Low and high corner of a mesh, as its accessors state them."""
    primitives = cast(object, mesh.get("primitives"))
    lows: list[np.ndarray] = []
    highs: list[np.ndarray] = []
    for primitive in cast("list[object]", primitives) if isinstance(primitives, list) else []:
        attributes = cast("Json", primitive).get("attributes") if isinstance(primitive, dict) else None
        if not isinstance(attributes, dict):
            raise FormatError("This GLB is broken: a mesh has no positions.")
        accessor = reader.item("accessors", cast("Json", attributes).get("POSITION"))
        lows.append(_numbers(accessor.get("min"), 3))
        highs.append(_numbers(accessor.get("max"), 3))
    if not lows:
        raise FormatError("This GLB is broken: a mesh is empty.")
    return np.min(lows, axis=0), np.max(highs, axis=0)


def _numbers(value: object, count: int) -> np.ndarray:
    items = cast("list[object]", value) if isinstance(value, list) else []
    ok = len(items) == count and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e6 for v in items
    )
    if not ok:
        raise FormatError(f"This GLB is broken: {value!r:.40} is not {count} numbers.")
    return np.array(items, float)
