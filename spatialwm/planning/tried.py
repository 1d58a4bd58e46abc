"""What was tried and failed: which other action would only be the same again."""

import math

from spatialwm.scene import Action, Close, Force, Grasp, Open, Push

__all__ = ["alike", "avoided", "object_of"]

_ANGLE = 0.35
"""Pushes of ways less apart than this are the same [rad] ..."""
_STRONGER = 1.25
"""... unless one is so much stronger than what failed."""


def object_of(action: Action) -> str | None:
    """What it is done to, if it is done to a thing by its name."""
    return action.object if isinstance(action, Push | Force | Grasp | Open | Close) else None


def alike(action: Action, failed: Action) -> bool:
    """Whether doing this would be trying again what has failed.

    Opening, closing and grasping the same thing is; pushing it is when it goes the same way and is no
    stronger.
    """
    if type(action) is not type(failed) or object_of(action) is None:
        return False
    if object_of(action) != object_of(failed):
        return False
    if isinstance(action, Push) and isinstance(failed, Push):
        one, other = math.hypot(*action.impulse), math.hypot(*failed.impulse)
        along = sum(a * b for a, b in zip(action.impulse, failed.impulse, strict=True))
        same_way = along >= math.cos(_ANGLE) * one * other
        return same_way and one <= _STRONGER * other
    return True


def avoided(actions: tuple[tuple[float, Action], ...], tried: tuple[Action, ...]) -> bool:
    """Whether there is anything in these that was tried in vain."""
    return any(alike(action, failed) for _, action in actions for failed in tried)
