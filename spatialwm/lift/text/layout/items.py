"""The things to be placed, with what the layout has to know of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.catalogue import CATALOGUE, Habit
from spatialwm.lift.text.furniture.entry import Tag
from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.layout.boxes import Boxes, turned
from spatialwm.lift.text.model import Model, Support, collider_bounds
from spatialwm.scene import Box, Collider, Cylinder

__all__ = ["Item", "Spot", "items_of", "names_of", "spot_from_box"]

_SEATS = frozenset(["chair", "stool", "armchair", "bench"])
_SERVED = frozenset(["table", "desk", "coffee table", "side table"])
_COLLIDER_SLACK = 0.012
"""How far a support may be from the collider that carries it [m]."""
_STEM = 0.015
"""Widest foot of a stem, half of it [m]."""
_FRONTED = frozenset(["sofa", "armchair", "chair", "bed", "tv", "laptop", "desk"])


@dataclass(frozen=True, eq=False, kw_only=True)
class Item:
    """One thing to be placed."""

    index: int
    """Among the graph's things."""
    name: str
    thing: Thing
    model: Model
    habit: Habit
    rank: int
    tags: frozenset[Tag] = frozenset()

    @property
    def category(self) -> str:
        """Key of the catalogue."""
        return self.thing.category

    @cached_property
    def low(self) -> Float[np.ndarray, "3"]:
        """Smallest coordinates of all of it, in its own frame [m]; it stands on its lowest collider."""
        if not self.model.colliders:
            return self.model.low
        low = np.min([self.model.low, *self.model.bounds[:, 0]], axis=0)
        low[1] = self.model.bounds[:, 0, 1].min()
        return low

    @cached_property
    def high(self) -> Float[np.ndarray, "3"]:
        """Largest coordinates [m]."""
        parts = [self.model.high, *self.model.bounds[:, 1]] if self.model.colliders else [self.model.high]
        return np.max(parts, axis=0)

    @cached_property
    def half(self) -> Float[np.ndarray, "3"]:
        """Half of its size [m]."""
        return (self.high - self.low) / 2

    @cached_property
    def offset(self) -> Float[np.ndarray, "3"]:
        """From its origin to the middle of its box [m]."""
        return (self.high + self.low) / 2

    @cached_property
    def parts(self) -> Boxes:
        """A box around each collider, in its own frame; around all of it where there is none.

        Boxes that are turned about the vertical keep their turn: the wall of a bowl stays thin.
        """
        if not self.model.colliders:
            return Boxes(centers=self.offset[None], halves=self.half[None], yaws=np.zeros(1))
        rows = [_upright(collider) for collider in self.model.colliders]
        return Boxes(
            centers=np.array([r[0] for r in rows]),
            halves=np.array([r[1] for r in rows]),
            yaws=np.array([r[2] for r in rows]),
        )

    @cached_property
    def flat(self) -> tuple[bool, ...]:
        """For each part, whether its top is level: things can rest on it."""
        return tuple(map(_is_level, self.model.colliders)) or (False,)

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """The model's, each at the height of the collider that carries: what stands touches exactly."""
        return tuple(replace(s, height=self._carrying(s)) for s in self.model.supports)

    def _carrying(self, support: Support) -> float:
        tops = self.parts.centers[:, 1] + self.parts.halves[:, 1]
        away = np.abs(self.parts.centers[:, [0, 2]] - np.array([support.x, support.z]))
        under = np.all(away < self.parts.halves[:, [0, 2]] + 0.01, axis=1)
        close = under & (np.abs(tops - support.height) < _COLLIDER_SLACK)
        return float(tops[close].max()) if close.any() else support.height

    @cached_property
    def foot(self) -> Float[np.ndarray, "2"]:
        """Half width and half depth of what it stands on [m]: a bowl's foot is smaller than the bowl."""
        low = self.parts.centers[:, 1] - self.parts.halves[:, 1]
        lowest = low < low.min() + 0.003
        reach = (
            np.abs(self.parts.centers[lowest] - self.offset)[:, [0, 2]] + self.parts.halves[lowest][:, [0, 2]]
        )
        return np.minimum(reach.max(axis=0), self.half[[0, 2]])

    @cached_property
    def is_stem(self) -> bool:
        """Whether it is a thin post with a soft head that may reach over its neighbours: a cut flower."""
        return len(self.parts) == 1 and float(self.foot.max()) < min(_STEM, 0.5 * float(self.half[0]))

    @property
    def area(self) -> float:
        """Of its footprint [m^2]."""
        wide, deep = self.foot if self.is_stem else self.half[[0, 2]]
        return float(4 * wide * deep)

    @property
    def is_seat(self) -> bool:
        """Whether it is pushed to tables and turned to what it belongs to."""
        return bool(self.tags & {"seat"}) or self.category in _SEATS

    @property
    def serves(self) -> bool:
        """Whether one sits at it."""
        return ("surface" in self.tags and float(self.half[1]) > 0.15) or self.category in _SERVED

    @property
    def has_front(self) -> bool:
        """Whether its front is a side of its own: a sofa's, not a round table's."""
        return (
            self.habit in ("wall", "hang") or bool(self.tags & {"seat", "bed", "screen", "storage"})
        ) or self.category in _FRONTED

    @property
    def has_collider(self) -> bool:
        """Whether others cannot pass through it: rugs lie under things."""
        return self.habit != "rug"

    def boxes_at(self, centers: np.ndarray, yaws: np.ndarray) -> Boxes:
        """Its box at many places."""
        return Boxes(
            centers=centers, halves=np.broadcast_to(self.half, (len(yaws), 3)), yaws=np.asarray(yaws, float)
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Spot:
    """Where a thing is: the pose of its own frame."""

    x: float
    y: float
    z: float
    yaw: float
    """About +y [rad]; at 0 its front is to +z, the open side of the room."""
    parent: int | None = None
    """Index of the thing it stands on or in; None on the floor, the wall or the ceiling."""
    held: bool = False
    """By a wall or the ceiling: it does not move."""

    def box(self, item: Item) -> Boxes:
        """Where all of the item is."""
        x, z = turned(item.offset[None, [0, 2]], np.array([self.yaw]))[0]
        center = self.origin + np.array([x, item.offset[1], z])
        return item.boxes_at(center[None], np.array([self.yaw]))

    def parts(self, item: Item) -> Boxes:
        """Where its colliders are."""
        parts = item.parts
        yaws = np.full(len(parts), self.yaw)
        plan = turned(parts.centers[:, [0, 2]], yaws)
        centers = self.origin + np.stack([plan[:, 0], parts.centers[:, 1], plan[:, 1]], axis=1)
        return Boxes(centers=centers, halves=parts.halves, yaws=yaws + parts.yaws)

    @property
    def origin(self) -> Float[np.ndarray, "3"]:
        """Of the thing's frame in the world [m]."""
        return np.array([self.x, self.y, self.z])


def _is_level(collider: Collider) -> bool:
    quat = collider.quat.astype(float)
    return isinstance(collider, Box | Cylinder) and bool(np.hypot(quat[1], quat[3]) < 1e-6)


def _upright(collider: Collider) -> tuple[np.ndarray, np.ndarray, float]:
    """Centre, half size [m] and yaw [rad] of an upright box around a collider."""
    quat = collider.quat.astype(float)
    if isinstance(collider, Box) and np.hypot(quat[1], quat[3]) < 1e-6:  # turned about y only
        return (
            collider.position.astype(float),
            collider.size.astype(float) / 2,
            2 * float(np.arctan2(quat[2], quat[0])),
        )
    low, high = collider_bounds(collider)
    return (low + high) / 2, (high - low) / 2, 0.0


def spot_from_box(
    item: Item, center: Float[np.ndarray, "3"], yaw: float, *, parent: int | None = None, held: bool = False
) -> Spot:
    """The spot whose box has that centre."""
    x, z = center[[0, 2]] - turned(item.offset[None, [0, 2]], np.array([yaw]))[0]
    y = float(center[1] - item.offset[1])
    return Spot(x=float(x), y=y, z=float(z), yaw=float(yaw), parent=parent, held=held)


def names_of(graph: SceneGraph) -> tuple[str, ...]:
    """``mug``, or ``chair_1``, ``chair_2`` where there are several."""
    totals = Counter(thing.category for thing in graph.things)
    used = Counter[str]()
    names: list[str] = []
    for thing in graph.things:
        used[thing.category] += 1
        name = thing.category.replace(" ", "_")
        names.append(f"{name}_{used[thing.category]}" if totals[thing.category] > 1 else name)
    return tuple(names)


def items_of(graph: SceneGraph, models: Sequence[Model]) -> tuple[Item, ...]:
    """One item per thing, in the graph's order."""
    found: list[Item] = []
    for index, (thing, name, model) in enumerate(zip(graph.things, names_of(graph), models, strict=True)):
        entry = CATALOGUE[thing.category]
        found.append(
            Item(
                index=index,
                name=name,
                thing=thing,
                model=model,
                habit=entry.habit,
                rank=entry.rank,
                tags=entry.tags,
            )
        )
    return tuple(found)
