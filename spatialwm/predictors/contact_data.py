"""What ContactNet learns from: frames of the engine, seen at their start and at their end.

Every frame is computed twice from the same state: by the engine, which is what is to be learned, and in one
step, whose contacts are what the network is shown. Which states those are depends on who drives: the engine,
or the network itself, so that it learns to go on from where it goes (DAgger, Ross et al. 2011).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.dynamics import EnginePredictor
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import DT, SUBSTEPS
from spatialwm.predictors.coarse import Contacts, LiveCoarse
from spatialwm.predictors.contact_net import ContactNet, features, most_taken, usual_answer
from spatialwm.predictors.worlds import SECONDS, World
from spatialwm.scene import State, Wait
from spatialwm.shapes import freeze_arrays

__all__ = ["Lessons", "gather", "joined", "state_error"]

_LEAST_SLIP = 0.02
"""Less says nothing of friction [m/s]."""
_ARM = 0.1
"""A turn counts as what it moves this far from the middle [m]."""
_COLUMNS = ("shown", "speed", "usual", "parted", "touched", "acting", "taken", "gripping")


@dataclass(frozen=True, eq=False, kw_only=True)
class Lessons:
    """Contacts at the start of frames, and what became of them."""

    shown: Float[np.ndarray, "n f"]
    speed: Float[np.ndarray, " n"]
    """[m/s]"""
    usual: Float[np.ndarray, "n 2"]
    """What one would write by hand: parting [m/s] and acting."""
    parted: Float[np.ndarray, " n"]
    """How fast they come apart at the end [m/s]."""
    touched: Bool[np.ndarray, " n"]
    """Whether there was force."""
    acting: Float[np.ndarray, " n"]
    """Part of the frame the impulse has moved things for."""
    taken: Float[np.ndarray, " n"]
    """Logarithm of the slip that was gone, over the usual of contacts that part so."""
    gripping: Bool[np.ndarray, " n"]
    """Whether there was slip and friction to learn from."""
    surprise: Float[np.ndarray, " t"]
    """Per frame: how far off the network said it might be [m/s]."""
    error: Float[np.ndarray, " t"]
    """Per frame: how far off the worst thing was [m/s]."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


class _Forces:
    """A live handle: adds up the engine's contacts during one frame."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.substep = 0
        self.found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def __call__(self, compiled: Compiled, data: Any) -> None:  # noqa: ANN401
        """Read the engine after a substep."""
        remaining = (SUBSTEPS - self.substep) / SUBSTEPS
        self.substep += 1
        if not data.nefc:
            return
        contacts, forces = data.contact, data.efc_force
        rows = contacts.efc_address
        real = rows >= 0
        rows = rows[real]
        if not len(rows):
            return
        pushes = forces[rows]
        on = pushes > 0
        numbers = np.stack([pushes, pushes * remaining], axis=1)
        self.found.append((contacts.geom[real][on], contacts.pos[real][on], numbers[on]))

    def given_to(self, contacts: Contacts) -> Float[np.ndarray, "c 2"]:
        """Impulse, and impulse times the remaining part of the frame."""
        total = np.zeros((len(contacts.rows), 2))
        for geoms, places, numbers in self.found:
            same = (geoms[:, None] == contacts.geoms[None]).all(axis=2)
            far = np.linalg.norm(places[:, None] - contacts.places[None], axis=2)
            far[~same] = np.inf
            nearest = far.argmin(axis=1)
            known = np.isfinite(far[np.arange(len(nearest)), nearest])
            np.add.at(total, nearest[known], numbers[known])
        return total


def gather(
    worlds: list[World],
    net: ContactNet | None,
    *,
    driven: bool,
    progress: Callable[[int], None] | None = None,
) -> Lessons:
    """Lessons from all frames of worlds.

    Args:
        worlds: To act in.
        net: Whose answers are tried; what one would write by hand without.
        driven: The net leads from state to state, else the engine does.
        progress: Is told how many worlds are done.
    """
    found: list[Lessons] = []
    for k, world in enumerate(worlds):
        found += _of_world(world, net, driven=driven)
        if progress is not None:
            progress(k + 1)
    return joined(found)


def joined(lessons: list[Lessons]) -> Lessons:
    """One after the other."""
    names = (*_COLUMNS, "surprise", "error")
    return Lessons(**{name: np.concatenate([getattr(part, name) for part in lessons]) for name in names})


def state_error(one: State, other: State) -> float:
    """How far apart two states move: the worst thing's speed, and its turning 10 cm from its middle [m/s]."""
    flying = np.linalg.norm(one.velocities - other.velocities, axis=1)
    turning = np.linalg.norm(one.angular_velocities - other.angular_velocities, axis=1)
    return float((flying + _ARM * turning).max())


def _of_world(world: World, net: ContactNet | None, *, driven: bool) -> list[Lessons]:
    forces, coarse = _Forces(), LiveCoarse(net, name="learning")
    engine = EnginePredictor(world.scene, watch=forces)
    learner = EnginePredictor(world.scene, stepper=coarse)
    timeline = {round(time / DT): action for time, action in world.actions}
    state, found = engine.initial(), list[Lessons]()
    for frame in range(round(SECONDS / DT)):
        action = timeline.get(frame, Wait())
        forces.clear()
        coarse.seen = None
        after = engine.step(state, action)
        coarse.truth = np.array(engine.live.data.qvel)
        tried = learner.step(state, action)
        if coarse.seen is not None:
            error = state_error(tried, after)
            found.append(_lesson(coarse, forces, error))
        state = tried if driven else after
    return found


def _lesson(coarse: LiveCoarse, forces: _Forces, error: float) -> Lessons:
    assert coarse.seen is not None
    contacts, said = coarse.seen
    met, slip = contacts.met, contacts.met.slip
    shown, speed = features(met, DT)
    usual = usual_answer(met, DT)
    given = forces.given_to(contacts)
    touched = given[:, 0] > 0
    parted = coarse.parted[contacts.rows]
    left = np.zeros((len(slip), 2))
    at = contacts.rows[contacts.grips]
    left[contacts.grips] = np.stack([coarse.parted[at + 1], coarse.parted[at + 2]], axis=1)
    gone = slip - (left * contacts.along).sum(axis=1) / np.maximum(slip, 1e-9)
    likely = most_taken(met, parted, DT)
    gripping = touched & (slip > _LEAST_SLIP) & (likely > _LEAST_SLIP / 2)
    gripping[np.setdiff1d(np.arange(len(slip)), contacts.grips)] = False
    ratio = np.maximum(gone, 1e-9) / np.maximum(likely, 1e-9)
    return Lessons(
        shown=shown,
        speed=speed,
        usual=np.stack([usual.parting, usual.acting], axis=1),
        parted=parted,
        touched=touched,
        acting=np.where(touched, given[:, 1] / np.maximum(given[:, 0], 1e-12), 0.0),
        taken=np.clip(np.log(np.maximum(ratio, 1e-3)), -2.0, 1.0),
        gripping=gripping,
        surprise=np.array([float(said.surprise.max())]),
        error=np.array([error]),
    )
