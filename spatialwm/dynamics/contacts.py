"""Who touched whom, when, and how hard: the log that explanations are made of."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Int

from spatialwm.dynamics.engine import EnginePredictor
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.simulate import check_maker, start_of, timeline_of
from spatialwm.errors import InputError
from spatialwm.scene import Scene, State, Wait

__all__ = ["AGENT", "ContactLog", "contact_log", "objects_in_contact", "objects_of_bodies"]

AGENT = "agent"
"""Who acts, in the log's last row and column."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ContactLog:
    """A rollout with its contacts."""

    states: tuple[State, ...]
    """One per frame."""
    names: tuple[str, ...]
    """Of the objects, and last ``agent``."""
    impulses: tuple[dict[tuple[int, int], float], ...]
    """Per frame: for a pair (i < j), normal impulse during the frame [N s]. Frame k led to state k."""
    lifts: tuple[dict[tuple[int, int], float], ...]
    """The upward part of what i does to j [N s]; negative when j carries i."""

    def between(self, frame: int, one: int, other: int) -> float:
        """Normal impulse between two during a frame [N s]."""
        return self.impulses[frame].get((min(one, other), max(one, other)), 0.0)

    def partners(self, frame: int, one: int) -> dict[int, float]:
        """All that touched one during a frame, with their impulses [N s]."""
        return {b if a == one else a: v for (a, b), v in self.impulses[frame].items() if one in (a, b)}


class _Recorder:
    """Adds up the contacts of one frame."""

    def __init__(self) -> None:
        self.impulses: dict[tuple[int, int], float] = {}
        self.lifts: dict[tuple[int, int], float] = {}
        self._of_body: np.ndarray | None = None

    def __call__(self, compiled: Compiled, data: Any) -> None:  # noqa: ANN401
        """Read the engine after a substep."""
        contacts = data.contact
        addresses = np.asarray(contacts.efc_address)
        real = addresses >= 0
        if not real.any():
            return
        model = compiled.model
        if self._of_body is None:
            self._of_body = objects_of_bodies(compiled)
        forces = np.asarray(data.efc_force)[addresses[real]] * float(model.opt.timestep)
        pairs = objects_in_contact(
            compiled, self._of_body, np.asarray(contacts.geom)[real], np.asarray(contacts.flex)[real]
        )
        upward = np.asarray(contacts.frame)[real][:, 1] * forces
        for (i, j), force, lift in zip(pairs.tolist(), forces.tolist(), upward.tolist(), strict=True):
            if i != j and force > 0:
                key, sign = ((i, j), 1.0) if i < j else ((j, i), -1.0)
                self.impulses[key] = self.impulses.get(key, 0.0) + force
                self.lifts[key] = self.lifts.get(key, 0.0) + sign * lift


def objects_of_bodies(compiled: Compiled) -> np.ndarray:
    """Index of the object of every engine body; the agent comes after the last object."""
    count = len(compiled.bodies)
    found = np.full(int(compiled.model.nbody), count)
    found[compiled.bodies] = np.arange(count)
    return found


def objects_in_contact(
    compiled: Compiled,
    of_body: Int[np.ndarray, " b"],
    geoms: Int[np.ndarray, "c 2"],
    flexes: Int[np.ndarray, "c 2"],
) -> Int[np.ndarray, "c 2"]:
    """Which objects touch, from both sides of contacts; ``of_body`` is from ``objects_of_bodies``."""
    pairs = of_body[np.asarray(compiled.model.geom_bodyid)[geoms]]
    if compiled.soft:  # that side of a contact has a flex instead of a geom
        owners = np.array([place.object for place in compiled.soft])
        pairs = np.where(geoms >= 0, pairs, owners[flexes])
    return pairs


def contact_log(scene: Scene) -> ContactLog:
    """Compute a rollout again, watching its contacts.

    Raises:
        InputError: The scene has no rollout.
    """
    past = scene.rollout
    if past is None:
        raise InputError("There is nothing to explain: the scene has no rollout; act in it first.")
    check_maker(past)
    recorder = _Recorder()
    predictor = EnginePredictor(start_of(scene), past.seed, watch=recorder)
    impulses: list[dict[tuple[int, int], float]] = [{}]
    lifts: list[dict[tuple[int, int], float]] = [{}]
    states = [predictor.initial()]
    timeline = timeline_of(past)
    for k in range(len(past.times) - 1):
        recorder.impulses, recorder.lifts = {}, {}
        states.append(predictor.step(states[-1], timeline.get(k, Wait())))
        impulses.append(recorder.impulses)
        lifts.append(recorder.lifts)
    return ContactLog(
        states=tuple(states),
        names=(*(o.name for o in scene.objects), AGENT),
        impulses=tuple(impulses),
        lifts=tuple(lifts),
    )
