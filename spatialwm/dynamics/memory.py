"""What the engine must remember between frames beside MuJoCo's own state, as one array of numbers."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.doings import Doings
from spatialwm.errors import InputError

__all__ = ["Memory", "Views", "Walk"]


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
    asleep: Int[np.ndarray, " t"]
    """Who sleeps with whom, as MuJoCo's ``tree_asleep``."""
    ceiling: float = -math.inf
    """As much energy may all things have together [J]."""

    @property
    def size(self) -> int:
        """How many numbers ``pack`` writes."""
        return (
            len(self.flags) * 2
            + len(self.anchors)
            + 6
            + 7
            + len(self.asleep)
            + 1
            + Doings.size(len(self.doings.gone))
        )

    def pack(self, out: Float[np.ndarray, " s"]) -> None:
        """Write everything into ``size`` numbers."""
        walk = self.walk
        m, q = len(self.flags), 2 * len(self.flags) + len(self.anchors)
        out[:m] = self.flags
        out[m : 2 * m] = self.quiet
        out[2 * m : q] = self.anchors
        out[q : q + 6] = (walk.active, *walk.end, walk.speed, walk.rate, walk.blocked)
        out[q + 6 : q + 13] = self.grip
        doings = q + 14 + len(self.asleep)
        out[q + 13 : doings - 1] = self.asleep
        out[doings - 1] = self.ceiling
        self.doings.pack(out[doings:])

    @classmethod
    def unpack(
        cls,
        engine: Float[np.ndarray, " e"],
        physics_size: int,
        mover_count: int,
        q_size: int,
        tree_count: int,
        object_count: int,
    ) -> tuple[Float[np.ndarray, " p"], "Memory"]:
        """The inverse of ``pack``, with MuJoCo's own state before it.

        Raises:
            InputError: The array is of another scene.
        """
        ours = [mover_count, mover_count, q_size, 6, 7, tree_count, 1, Doings.size(object_count)]
        ends = np.cumsum([physics_size, *ours])
        if engine.shape != (ends[-1],) or not np.isfinite(engine).all():
            raise InputError("This state is not of this scene; start from predictor.initial().")
        physics, flags, quiet, anchors, going, grip, asleep, ceiling, doings, _ = np.split(engine, ends)
        active, x, z, speed, rate, blocked = going.tolist()
        walk = Walk(bool(active), (x, z), speed, rate, blocked)
        return physics, cls(
            flags=flags.astype(int),
            quiet=quiet.copy(),
            anchors=anchors.copy(),
            walk=walk,
            grip=grip.copy(),
            doings=Doings.unpack(doings),
            asleep=asleep.astype(int),
            ceiling=float(ceiling[0]),
        )


class Views(NamedTuple):
    """The numbers of a state."""

    positions: Float[np.ndarray, "o 3"]
    quats: Float[np.ndarray, "o 4"]
    velocities: Float[np.ndarray, "o 3"]
    spins: Float[np.ndarray, "o 3"]
    agent: Float[np.ndarray, "3"]
    engine: Float[np.ndarray, " e"]
    nodes: Float[np.ndarray, "k 3"]
