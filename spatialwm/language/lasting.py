"""How long actions take to come to their end."""

import math
from collections.abc import Iterable

from spatialwm.scene import Action, Close, Force, Move, Open, Place, Throw

__all__ = ["time_until_done"]

_START = 1.0
"""Speeding up, slowing down and coming to a stand [s]."""
_CARRIED, _TURNED, _FLOWN = 10.0, 3.0, 3.0
"""Of a hand that sets something down or turns a joint, and of a throw until it lies [s]."""
_AFTERMATH = 2.0
"""Of everything else [s]: a fall from a table takes 0.4 s."""


def time_until_done(timed: Iterable[tuple[float, Action]]) -> float:
    """When the last of them has come to its end [s]."""
    return max((time + _lasting(action) for time, action in timed), default=0.0)


def _lasting(action: Action) -> float:
    match action:
        case Move():
            return math.hypot(action.displacement[0], action.displacement[2]) / action.speed + _START
        case Force():
            return action.seconds + _AFTERMATH
        case Place():
            return _CARRIED
        case Open() | Close():
            return _TURNED
        case Throw():
            return _FLOWN
        case _:
            return _AFTERMATH
