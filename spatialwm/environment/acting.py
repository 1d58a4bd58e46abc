"""Numbers an agent gives -> typed actions."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.scene import Action, Grasp, Move, Push, Release, Scene, SceneObject, Throw, Wait

__all__ = ["BOX_SIZE", "VERBS", "action_from_box", "action_from_dict", "movers_of"]

VERBS = ("wait", "push", "move", "grasp", "release", "throw")
"""Of the Dict action, in the order of its ``verb``."""
BOX_SIZE = 4
"""Numbers of the Box action: which thing, and the velocity a push gives it."""
_PUSH, _STEP, _THROW = 2.0, 0.5, 5.0
"""What 1.0 means: of a push [m/s given to the thing], of a move [m], of a throw [m/s]."""
_NOTHING = 1e-3


def movers_of(scene: Scene) -> tuple[SceneObject, ...]:
    """The things that can be acted on, in scene order."""
    return tuple(thing for thing in scene.objects if thing.body.kind in ("dynamic", "articulated"))


def action_from_box(numbers: Float[np.ndarray, "4"], movers: tuple[SceneObject, ...]) -> Action:
    """Push one thing, or wait: the first number picks the thing, the others are the velocity it is given."""
    which, *velocity = (float(v) for v in np.clip(np.asarray(numbers, float), -1, 1))
    if math.hypot(*velocity) < _NOTHING:
        return Wait()
    thing = movers[min(int((which + 1) / 2 * len(movers)), len(movers) - 1)]
    return _pushed(thing, velocity)


def action_from_dict(given: Mapping[str, Any], movers: tuple[SceneObject, ...]) -> Action:
    """``verb`` and ``target`` by number, ``vector`` in [-1, 1]^3 for push, move and throw."""
    verb = VERBS[int(given["verb"])]
    thing = movers[int(given["target"])]
    x, y, z = (float(v) for v in np.clip(np.asarray(given["vector"], float), -1, 1))
    match verb:
        case "push":
            return _pushed(thing, [x, y, z]) if math.hypot(x, y, z) >= _NOTHING else Wait()
        case "move":
            return Move((x * _STEP, 0.0, z * _STEP))
        case "grasp":
            return Grasp(thing.name)
        case "release":
            return Release()
        case "throw":
            return Throw((x * _THROW, y * _THROW, z * _THROW))
        case _:
            return Wait()


def _pushed(thing: SceneObject, velocity: list[float]) -> Push:
    x, y, z = (_PUSH * thing.body.mass * v for v in velocity)
    return Push(thing.name, impulse=(x, y, z))
