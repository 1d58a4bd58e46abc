"""State and rollout: a scene at one instant of a simulation, and over time."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from spatialwm.errors import ShapeError
from spatialwm.scene.action import Action
from spatialwm.shapes import freeze_arrays

__all__ = ["CageTrack", "Rollout", "State"]


def _no_numbers() -> np.ndarray:
    return np.zeros(0)


def _no_nodes() -> np.ndarray:
    return np.zeros((0, 3))


def _no_agent() -> np.ndarray:
    return np.zeros((0, 6))


@dataclass(frozen=True, eq=False, kw_only=True)
class State:
    """Where everything is and how it moves at one instant, in the order of ``Scene.objects``."""

    time: float
    """Since the start of the rollout [s]."""
    names: tuple[str, ...]
    """Of the objects."""
    positions: Float[np.ndarray, "o 3"]
    """Object origins [m]."""
    quats: Float[np.ndarray, "o 4"]
    """Object rotations, wxyz."""
    velocities: Float[np.ndarray, "o 3"]
    """Of the centres of mass [m/s]."""
    angular_velocities: Float[np.ndarray, "o 3"]
    """In world axes [rad/s]."""
    agent_position: Float[np.ndarray, "3"]
    """The agent's feet [m]."""
    agent_yaw: float = 0.0
    """Where it looks: 0 along -z, positive to the left [rad]."""
    agent_pitch: float = 0.0
    """Positive upwards [rad]."""
    held: str | None = None
    """Name of the object in the agent's hand."""
    nodes: Float[np.ndarray, "k 3"] = field(default_factory=_no_nodes)
    """Control points of all soft objects, one object after the other, in the world [m]."""
    agent_eye: float = 1.6
    """Height of the agent's eyes over its feet [m]."""
    gone: tuple[str, ...] = ()
    """Names of the objects that are not in the world, not yet or no more; their poses mean nothing."""
    engine: Float[np.ndarray, " e"] = field(default_factory=_no_numbers)
    """Everything else the predictor needs to continue exactly; its own business."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if len(self.names) != len(self.positions):
            raise ShapeError("State: needs one position per name.")


@dataclass(frozen=True, eq=False, kw_only=True)
class CageTrack:
    """How a soft object deformed."""

    name: str
    nodes: Float[np.ndarray, "t k 3"]
    """Its control points in the object's own frame, which moves as the rollout says [m]."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Rollout:
    """A scene over time, with the actions that drove it. Frame 0 is the start."""

    times: Float[np.ndarray, " t"]
    """[s], increasing from 0."""
    names: tuple[str, ...]
    """Of the objects that moved; all others stay where the scene has them."""
    positions: Float[np.ndarray, "t o 3"]
    """[m]"""
    quats: Float[np.ndarray, "t o 4"]
    """wxyz."""
    cages: tuple[CageTrack, ...] = ()
    """Of the soft objects that deformed."""
    agent: Float[np.ndarray, "a 6"] = field(default_factory=_no_agent)
    """Per frame the agent's feet [m], yaw and pitch [rad], and height of the eyes [m]; or no frame."""
    hidden: tuple[tuple[str, float, float | None], ...] = ()
    """Objects that are not in the world: name, from and until [s]; None is for good."""
    actions: tuple[tuple[float, Action], ...] = ()
    """What was done, and when it began [s], in order."""
    predictor: str = "engine"
    """What computed it."""
    seed: int = 0
    state_hash: str = ""
    """SHA-256 of the last state; equal for an exact replay."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if len(self.names) != self.positions.shape[1]:
            raise ShapeError("Rollout: needs one track per name.")
        if len(self.agent) not in (0, len(self.times)):
            raise ShapeError("Rollout: needs the agent in every frame, or in none.")
        if not len(self.times):
            raise ShapeError("Rollout: needs at least one frame, the start.")
        if any(len(track.nodes) != len(self.times) for track in self.cages):
            raise ShapeError("Rollout: needs one cage per frame of each soft object.")
