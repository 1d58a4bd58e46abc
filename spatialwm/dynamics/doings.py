"""What goes on beside the bodies: how the agent stands, what its hand is about, what the world is like."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.scene import Scene

__all__ = ["LIFTING", "NOTHING", "PLACING", "PRESSING", "TURNING", "Doings", "Errand"]

NOTHING, PRESSING, TURNING, PLACING, LIFTING = 0, 1, 2, 3, 4
"""What an errand is: none, a force for a time, a joint to a position, a held thing to a place, or to the
chest."""


@dataclass
class Errand:
    """One thing that takes its time."""

    kind: int = NOTHING
    mover: int = -1
    seconds: float = 0.0
    """How much longer at most [s]."""
    goal: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Force [N]; joint position [rad or m] in the first; where the held thing's origin goes [m]; or how near
    to the body's axis it is drawn, in the first [m]."""
    height: float = 0.0
    """The held thing's origin is carried at this height, over what lies between [m]."""
    stage: int = 0
    """Of placing: up, over, down, let go, and others. Of lifting: up, near, up."""


@dataclass
class Doings:
    """Live working memory; ``pack`` and ``unpack`` carry it through ``State.engine``."""

    gone: Bool[np.ndarray, " o"]
    """Objects that are not in the world."""
    gravity: Float[np.ndarray, "3"]
    """[m/s^2]"""
    wind: Float[np.ndarray, "3"]
    """[m/s]"""
    errand: Errand
    level: float = 0.0
    """Height of the agent's feet [m]."""
    rise: float = 0.0
    """Their speed upwards [m/s]; not 0 only in the air."""
    airborne: bool = False
    crouched: bool = False

    @classmethod
    def fresh(cls, scene: Scene) -> "Doings":
        """As a scene begins."""
        gone = np.array([thing.hidden for thing in scene.objects], bool)
        return cls(gone=gone, gravity=scene.gravity.astype(float), wind=np.zeros(3), errand=Errand())

    @property
    def busy(self) -> bool:
        """Whether something goes on though nothing moves yet."""
        return self.errand.kind != NOTHING or self.airborne or bool(self.wind.any())

    def pack(self, out: Float[np.ndarray, " n"]) -> None:
        """Write everything into ``size`` numbers."""
        e, count = self.errand, len(self.gone)
        out[:count] = self.gone
        out[count : count + 3] = self.gravity
        out[count + 3 : count + 6] = self.wind
        rest = e.kind, e.mover, e.seconds, *e.goal, e.height, e.stage
        out[count + 6 :] = (*rest, self.level, self.rise, self.airborne, self.crouched)

    @classmethod
    def size(cls, object_count: int) -> int:
        """How many numbers ``pack`` writes."""
        return object_count + 18

    @classmethod
    def unpack(cls, numbers: Float[np.ndarray, " n"]) -> "Doings":
        """The inverse of ``pack``."""
        count = len(numbers) - 18
        gone, gravity, wind, rest = np.split(numbers, [count, count + 3, count + 6])
        kind, mover, seconds, x, y, z, height, stage, level, rise, airborne, crouched = rest.tolist()
        return cls(
            gone=gone > 0,
            gravity=gravity.copy(),
            wind=wind.copy(),
            errand=Errand(int(kind), int(mover), seconds, (x, y, z), height, int(stage)),
            level=level,
            rise=rise,
            airborne=bool(airborne),
            crouched=bool(crouched),
        )
