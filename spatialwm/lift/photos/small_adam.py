"""Adam for a handful of numbers per photo, each photo with its own count of steps."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

__all__ = ["SmallAdam"]

_DECAY1, _DECAY2 = 0.9, 0.999
"""As for the splats."""


@dataclass(eq=False, kw_only=True)
class SmallAdam:
    """Moments in training, changed in place."""

    first: Float[np.ndarray, "v c"]
    second: Float[np.ndarray, "v c"]
    steps: Int[np.ndarray, " v"]
    """Times that each row was learnt."""

    @classmethod
    def start(cls, rows: int, columns: int) -> "SmallAdam":
        """Nothing learnt yet."""
        zeros = np.zeros((rows, columns))
        return cls(first=zeros, second=zeros.copy(), steps=np.zeros(rows, np.int64))

    def step(self, row: int, slope: Float[np.ndarray, " c"], rate: float) -> Float[np.ndarray, " c"]:
        """What to subtract from the row's parameters."""
        self.steps[row] += 1
        count = int(self.steps[row])
        self.first[row] = _DECAY1 * self.first[row] + (1 - _DECAY1) * slope
        self.second[row] = _DECAY2 * self.second[row] + (1 - _DECAY2) * slope**2
        mean = self.first[row] / (1 - _DECAY1**count)
        square = self.second[row] / (1 - _DECAY2**count)
        return rate * mean / (np.sqrt(square) + 1e-15)
