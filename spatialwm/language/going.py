"""Getting somewhere: straight where nothing is in the way, else around the furniture."""

import math

import numpy as np

from spatialwm.errors import InputError
from spatialwm.language.navigate import way_to
from spatialwm.language.places import Extent, extent
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.scene import Move, SceneObject

__all__ = ["ARM", "BESIDE", "WALK", "go_near", "go_to", "go_to_spot", "walk"]

WALK = 1.4
"""[m/s]"""
ARM = 0.8
"""Stand this near to grasp [m]: a little less than the reach."""
BESIDE = 0.6
"""Stand this near when going to something [m]."""
_FARTHER = (0.4, 0.55, 0.7, 0.85, 1.0)
"""Where nobody can stand so near, the next best [m]: all within the reach."""
_THERE, _NEAR_ENOUGH = 0.15, 0.6
"""Stand this near to a spot, and no farther from it [m]."""


def go_to(situation: Situation, thing: SceneObject, speed: float = WALK) -> None:
    """Walk to it.

    Raises:
        InputError: There is no way.
    """
    go_near(situation, thing, BESIDE, speed)
    left = extent(thing).gap(situation.state.agent_position)
    if left > _FARTHER[-1] + 0.05:
        raise InputError(f"The way to '{thing.name}' is blocked {left:.1f} m before it.")


def go_near(situation: Situation, thing: SceneObject, distance: float, speed: float = WALK) -> None:
    """Walk to within ``distance`` [m] of it, if there is a way, else as near as the straight way leads."""
    _go(situation, extent(thing), distance, speed)


def go_to_spot(situation: Situation, spot: Extent, beside: str) -> None:
    """Walk to a spot beside something.

    Raises:
        InputError: There is no way.
    """
    _go(situation, spot, _THERE, WALK)
    left = spot.gap(situation.state.agent_position)
    if left > _NEAR_ENOUGH:
        raise InputError(f"The way to that side of '{beside}' is blocked {left:.1f} m before it.")


def _go(situation: Situation, box: Extent, distance: float, speed: float) -> None:
    feet = situation.state.agent_position
    if box.gap(feet) <= distance:
        return
    if situation.on_paper:
        _straight(situation, box, distance, speed)
        return
    others = [t for t in situation.things if t.name != situation.state.held]
    for near in (distance, *(far for far in _FARTHER if far > distance)):
        way = way_to(feet, box, near, others)
        if way is not None:
            _follow(situation, way, box, near, speed)
            return
    _straight(situation, box, distance, speed)


def _follow(situation: Situation, way: list[np.ndarray], box: Extent, distance: float, speed: float) -> None:
    if len(way) == 1:
        _straight(situation, box, distance, speed)
        return
    for corner in way:
        here = situation.state.agent_position
        walk(situation, np.array([corner[0] - here[0], 0.0, corner[1] - here[2]]), speed)


def _straight(situation: Situation, box: Extent, distance: float, speed: float) -> None:
    feet = situation.state.agent_position
    gap = box.gap(feet)
    nearest = np.clip(feet, box.low, box.high)
    line = (nearest - feet) * np.array([1, 0, 1])
    if gap > distance:
        walk(situation, line * (gap - distance) / gap, speed)


def walk(situation: Situation, displacement: np.ndarray, speed: float) -> None:
    """Walk straight and come to a stand."""
    situation.do(Move(displacement=as_vector(displacement), speed=round(speed, 3)))
    situation.walk_until_still(math.hypot(displacement[0], displacement[2]) / speed + 3.0)
