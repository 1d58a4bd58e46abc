"""A predictor without an engine: what is done is done at once, and nothing falls. To read, not to act."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.errors import InputError
from spatialwm.language.places import Extent, extent
from spatialwm.scene import (
    Action,
    Crouch,
    Grasp,
    Look,
    Move,
    Place,
    Release,
    Remove,
    Scene,
    Spawn,
    State,
    Throw,
)

__all__ = ["PaperPredictor"]

_IN_HAND = np.array([0.0, 1.0, 0.0])
"""What is held is over the feet [m]."""
_FLIGHT, _BESIDE = 2.0, 0.2
"""How far a throw goes, and how near is beside [m]."""
_EYE, _LOW_EYE = 1.6, 0.9
"""Of who stands and who crouches [m]."""


class PaperPredictor:
    """S' = f(S, A) for readers: what is taken, put or thrown is where it was sent in the next frame.

    Pushes and the world's changes move nothing. Far cheaper than the engine; not what would happen.
    """

    dt: float = DT

    def __init__(self, scene: Scene, before: State | None = None) -> None:
        """Take over the start of the scene; ``before``: that without its last, hidden objects."""
        self.scene = scene
        self._initial = _start_of(scene) if before is None else _with_hidden(before, scene)

    def initial(self) -> State:
        """The start of the scene."""
        return self._initial

    def step(self, state: State, action: Action) -> State:
        """Advance by ``self.dt`` seconds under ``action``. ``state`` is not changed.

        Raises:
            InputError: Something else is in the hand.
        """
        state = replace(state, time=state.time + DT)
        match action:
            case Move():
                return self._carried(
                    replace(state, agent_position=state.agent_position + action.displacement)
                )
            case Look():
                return replace(
                    state,
                    agent_yaw=state.agent_yaw + action.yaw,
                    agent_pitch=state.agent_pitch + action.pitch,
                )
            case Crouch():
                return replace(state, agent_eye=_LOW_EYE if action.down else _EYE)
            case Grasp():
                if state.held not in (None, action.object):
                    raise InputError(f"'{state.held}' is in the hand already.")
                return self._carried(replace(state, held=action.object))
            case Release() | Throw() | Place():
                return self._dropped(state, self._spot(state, action))
            case Remove():
                return replace(state, gone=(*state.gone, action.object))
            case Spawn():
                shown = replace(state, gone=tuple(name for name in state.gone if name != action.object))
                return self._moved(shown, action.object, np.array(action.at))
            case _:
                return state

    def _spot(self, state: State, action: Release | Throw | Place) -> np.ndarray:
        """Where the bottom of what is held goes [m]."""
        if isinstance(action, Release):
            return state.agent_position
        if isinstance(action, Throw):
            way = np.array(action.velocity) * [1, 0, 1]
            return state.agent_position + _FLIGHT * way / max(math.hypot(way[0], way[2]), 1.0)
        name = action.on or action.beside
        if name is None:
            return np.array(action.at or state.agent_position)
        box = self._box(state, name)
        if action.on is not None:
            return np.array([box.centre[0], box.high[1], box.centre[2]])
        return np.array([box.high[0] + _BESIDE, box.low[1], box.centre[2]])

    def _carried(self, state: State) -> State:
        return (
            state if state.held is None else self._moved(state, state.held, state.agent_position + _IN_HAND)
        )

    def _dropped(self, state: State, spot: np.ndarray) -> State:
        if state.held is None:
            return state
        k = state.names.index(state.held)
        rise = state.positions[k][1] - self._box(state, state.held).low[1]
        return replace(self._moved(state, state.held, spot + np.array([0.0, rise, 0.0])), held=None)

    def _box(self, state: State, name: str) -> Extent:
        k = state.names.index(name)
        return extent(replace(self.scene.objects[k], position=state.positions[k], quat=state.quats[k]))

    def _moved(self, state: State, name: str, position: np.ndarray) -> State:
        positions = state.positions.copy()
        positions[state.names.index(name)] = position
        return replace(state, positions=positions)


@lru_cache(maxsize=8)
def _start_of(scene: Scene) -> State:
    return EnginePredictor(scene).initial()


def _with_hidden(start: State, scene: Scene) -> State:
    new = scene.objects[len(start.names) :]
    zeros = np.zeros((len(scene.objects), 3))
    return replace(
        start,
        names=tuple(thing.name for thing in scene.objects),
        positions=np.concatenate([start.positions, *(thing.position[None] for thing in new)]),
        quats=np.concatenate([start.quats, *(thing.quat[None] for thing in new)]),
        velocities=zeros,
        angular_velocities=zeros,
        gone=(*start.gone, *(thing.name for thing in new)),
    )
