"""What the engine must remember between frames beside MuJoCo's own state, as one array of numbers."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.doings import Doings
from spatialwm.errors import InputError

__all__ = ["Memory", "Walk"]


@dataclass
class Walk:
    """A move under way."""

    active: bool = False
    end: tuple[float, float] = (0.0, 0.0)
    """Where it leads: x, z [m]."""
    speed: float = 0.0
    """[m/s]"""
    rate: float = 0.0
    """How fast the legs' target goes now [m/s]."""
    blocked: float = 0.0
    """For how long it has not come further [s]."""


@dataclass
class Memory:
    """Live working memory of an engine; ``pack`` and ``unpack`` carry it through ``State.engine``."""

    flags: Int[np.ndarray, " m"]
    """Per mover: free, resting, or at its start."""
    quiet: Float[np.ndarray, " m"]
    """Per mover: how long it has been slow [s]."""
    anchors: Float[np.ndarray, " q"]
    """Where resting movers rest."""
    walk: Walk
    grip: Float[np.ndarray, "7"]
    """Pose of the held thing in the agent's frame."""
    doings: Doings

    def pack(self, physics: Float[np.ndarray, " p"]) -> Float[np.ndarray, " e"]:
        """Everything in one array, after MuJoCo's own state."""
        walk = self.walk
        going = [float(walk.active), *walk.end, walk.speed, walk.rate, walk.blocked]
        return np.concatenate(
            [physics, self.flags, self.quiet, self.anchors, going, self.grip, self.doings.pack()]
        )

    @classmethod
    def unpack(
        cls,
        engine: Float[np.ndarray, " e"],
        physics_size: int,
        mover_count: int,
        q_size: int,
        object_count: int,
    ) -> tuple[Float[np.ndarray, " p"], "Memory"]:
        """The inverse of ``pack``.

        Raises:
            InputError: The array is of another scene.
        """
        ends = np.cumsum([physics_size, mover_count, mover_count, q_size, 6, 7, Doings.size(object_count)])
        if engine.shape != (ends[-1],) or not np.isfinite(engine).all():
            raise InputError("This state is not of this scene; start from predictor.initial().")
        physics, flags, quiet, anchors, going, grip, doings, _ = np.split(engine, ends)
        active, x, z, speed, rate, blocked = going.tolist()
        walk = Walk(bool(active), (x, z), speed, rate, blocked)
        return physics, cls(
            flags.astype(int), quiet.copy(), anchors.copy(), walk, grip.copy(), Doings.unpack(doings)
        )
