"""A running engine, as what acts in it sees it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.memory import Memory
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.soft import SoftPlace
from spatialwm.errors import InputError
from spatialwm.scene import Scene

__all__ = ["Ground", "Live", "Stance"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Ground:
    """What never moves and can be stood on, as boxes along the axes of the world."""

    gone: bytes
    """For which objects out of the world this holds."""
    edges: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    """Per geom: from where to where feet near x and z can feel it, and its lowest point [m]."""
    heights: Float[np.ndarray, " g"]
    """Of its top [m]; not a number where the geom is not that box."""


@dataclass(eq=False, kw_only=True)
class Live:
    """An engine at one instant. Mutable: actions write into ``data`` and ``memory``."""

    scene: Scene
    compiled: Compiled
    data: Any
    """MuJoCo's ``MjData``."""
    memory: Memory
    movers: dict[str, int]
    """Index of every object that can move, among the movers."""
    agent_q: slice
    """The agent's x, z and yaw in ``data.qpos``; its targets are all of ``data.ctrl``."""
    agent_v: slice
    """Their rates in ``data.qvel``."""
    ground: Ground | None = None

    def mover(self, name: str, done: str) -> int:
        """Index of the mover of that name; ``done`` says what for, as in 'pushed'.

        Raises:
            InputError: The object is static.
            UnknownObjectError: There is none of that name.
        """
        if self.scene[name].body.kind == "static":
            raise InputError(f"'{name}' is static and cannot be {done}.")
        if self.soft(name) is not None:
            raise InputError(f"'{name}' is soft and cannot be {done}; push it.")
        return self.movers[name]

    def soft(self, name: str) -> SoftPlace | None:
        """Where the object of that name is among the soft ones, if it is soft.

        Raises:
            UnknownObjectError: There is none of that name.
        """
        self.scene[name]
        found = (p for p in self.compiled.soft if self.scene.objects[p.object].name == name)
        return next(found, None)


@dataclass(frozen=True, kw_only=True)
class Stance:
    """Where the agent looks and what it holds."""

    yaw: float
    """[rad]"""
    pitch: float
    """[rad]"""
    held: str | None
