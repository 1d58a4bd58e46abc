"""State and rollout: a scene at one instant of a simulation, and over time."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from jaxtyping import Float, Int

from spatialwm.errors import ShapeError
from spatialwm.scene.action import Action
from spatialwm.shapes import freeze_arrays

__all__ = ["CageTrack", "Rollout", "State", "Trust"]


def _no_numbers() -> np.ndarray:
    return np.zeros(0)


def _no_nodes() -> np.ndarray:
    return np.zeros((0, 3))


def _no_agent() -> np.ndarray:
    return np.zeros((0, 6))


def _no_colors() -> np.ndarray:
    return np.zeros((0, 0, 3))


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
class Trust:
    """How far a rollout is to be believed, frame by frame: ``spatialwm.dynamics.judge`` makes it."""

    LOST: ClassVar[float] = 0.5
    """Below this score something happened that cannot."""

    scores: Float[np.ndarray, " t"]
    """From 1, as things go, to 0; below ``LOST`` something happened that cannot. Of the frame's worst
    object."""
    reasons: Int[np.ndarray, " t"]
    """What the score is from, as an index into ``causes``."""
    causes: tuple[tuple[str, str], ...]
    """Name of an object and the invariant that it strains, such as ``support``; both empty for none."""
    bands: Float[np.ndarray, "t o"]
    """Per frame and track, how near nine in ten of the futures pass that begin a little differently [m]."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if len(self.reasons) and not 0 <= self.reasons.min() <= self.reasons.max() < len(self.causes):
            raise ShapeError("Trust.reasons: an index points at no cause.")


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
    colors: Float[np.ndarray, "c l 3"] = field(default_factory=_no_colors)
    """Mean colour (sRGB) of every object of the scene, in its order, per frame, from predictors that foretell
    or measure it; no frame when colours are those of the scene and its paint."""
    trust: Trust | None = None
    """How far to believe it; None when nobody has judged it yet."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if len(self.names) != self.positions.shape[1]:
            raise ShapeError("Rollout: needs one track per name.")
        if len(self.agent) not in (0, len(self.times)):
            raise ShapeError("Rollout: needs the agent in every frame, or in none.")
        if not len(self.times):
            raise ShapeError("Rollout: needs at least one frame, the start.")
        if len(self.colors) not in (0, len(self.times)) or (len(self.colors) and not self.colors.size):
            raise ShapeError("Rollout: needs colours in every frame, or in none.")
        if self.trust is not None and self.trust.bands.shape != self.positions.shape[:2]:
            raise ShapeError("Rollout: needs a score per frame and a band per frame and track.")
        if any(len(track.nodes) != len(self.times) for track in self.cages):
            raise ShapeError("Rollout: needs one cage per frame of each soft object.")

    @property
    def doubt(self) -> tuple[float, str, str] | None:
        """When trust is lost first [s], at which object and by which invariant; None when it never is."""
        trust = self.trust
        if trust is None:
            return None
        below = np.flatnonzero(trust.scores < trust.LOST)
        if not len(below):
            return None
        return (float(self.times[below[0]]), *trust.causes[int(trust.reasons[below[0]])])
