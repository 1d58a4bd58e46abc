"""What every predictor is: (state, action) -> the state one frame later."""

from typing import Protocol

from spatialwm.scene import Action, State

__all__ = ["DT", "Predictor"]

DT = 1 / 60
"""One frame [s]; 60 Hz is what the browser, Unity and Unreal show."""


class Predictor(Protocol):
    """Forecasts the transition from state S to S' under action A."""

    dt: float
    """One step [s]."""

    def initial(self) -> State:
        """The state at the start of the scene."""
        ...

    def step(self, state: State, action: Action) -> State:
        """Advance by ``self.dt`` seconds under ``action``. ``state`` is not changed; deterministic."""
        ...
