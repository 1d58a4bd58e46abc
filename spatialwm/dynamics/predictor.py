"""What every predictor is: (state, action) -> the state one frame later."""

from typing import Protocol

from spatialwm.scene import Action, State

__all__ = ["DT", "SUBSTEP", "SUBSTEPS", "Predictor"]

DT = 1 / 60
"""One frame [s]; 60 Hz is what the browser, Unity and Unreal show."""


SUBSTEPS = 10
"""Of the engine per frame, 1.7 ms each: thrown things and bounces need at most 2 ms."""
SUBSTEP = DT / SUBSTEPS
"""[s]"""


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
