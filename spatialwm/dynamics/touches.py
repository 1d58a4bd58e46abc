"""Where things touch and what they give each other there: the contact log with places, for looking at."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.contacts import objects_in_contact, objects_of_bodies
from spatialwm.dynamics.engine import EnginePredictor
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import SUBSTEPS
from spatialwm.dynamics.simulate import start_of
from spatialwm.scene import Action, Scene, State, Wait

__all__ = ["TouchWatcher", "Touches"]

_Pair = tuple[int, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class Touches:
    """All places at which things touched during one frame."""

    pairs: Int[np.ndarray, "n 2"]
    """Of objects, the lower index first; the agent comes after the last object."""
    points: Float[np.ndarray, "n 3"]
    """Where the two pressed hardest during the frame [m]."""
    normals: Float[np.ndarray, "n 3"]
    """Unit, from the first of the two to the second."""
    impulses: Float[np.ndarray, "n 3"]
    """What the first gave to the second there during the frame, with friction [N s]."""


class TouchWatcher:
    """An engine beside another's states: tells what touches in its frames. Mutable, for one thread.

    What sleeps has no contacts in the engine; as long as two things stay to the bit where they are, what they
    gave each other when both were last awake still holds.
    """

    def __init__(self, scene: Scene, seed: int = 0) -> None:
        """Build the engine.

        Raises:
            SimulationError: MuJoCo cannot build the scene.
        """
        self._log = _Log()
        self._engine = EnginePredictor(start_of(scene), seed, watch=self._log)

    def follow(self, state: State, actions: dict[int, Action], frames: int) -> list[Touches]:
        """What touched in ``state``, and in each of the frames after it.

        Args:
            state: Of this scene.
            actions: What is done in which frame from the state on, the first is 0.
            frames: How many.

        Raises:
            SpatialwmError: An action cannot be done.
        """
        self._log.clear()
        self._engine.look(state)
        whole = np.array([1.0] * 6 + [SUBSTEPS] * 3)  # of a frame, not of the one substep that was looked at
        found = [{pair: rows * whole for pair, rows in self._log.taken().items()}]
        for k in range(frames):
            after = self._engine.step(state, actions.get(k, Wait()))
            still = _unmoved(state, after)
            kept = {pair: rows for pair, rows in found[-1].items() if still[list(pair)].all()}
            found.append(kept | self._log.taken())
            state = after
        return [_touches(each) for each in found]


def _unmoved(before: State, after: State) -> np.ndarray:
    """Which objects are to the bit where they were; and, last, the agent."""
    same = (before.positions == after.positions).all(axis=1) & (before.quats == after.quats).all(axis=1)
    return np.append(same, bool((before.agent_position == after.agent_position).all()))


def _touches(found: dict[_Pair, np.ndarray]) -> Touches:
    rows = np.concatenate([np.zeros((0, 9)), *found.values()])
    pairs = [pair for pair, rows in found.items() for _ in rows]
    return Touches(
        pairs=np.array(pairs, int).reshape(-1, 2),
        points=rows[:, :3],
        normals=rows[:, 3:6],
        impulses=rows[:, 6:],
    )


class _Log:
    """Adds up the contacts of one frame: rows of place, normal and impulse for each pair."""

    def __init__(self) -> None:
        self._of_body: np.ndarray | None = None
        self.clear()

    def clear(self) -> None:
        self._totals: dict[_Pair, np.ndarray] = {}
        self._hardest: dict[_Pair, np.ndarray] = {}

    def taken(self) -> dict[_Pair, np.ndarray]:
        """What came since the last time: places of the hardest substep, which share what all of them gave."""
        found: dict[_Pair, np.ndarray] = {}
        for pair, rows in self._hardest.items():
            pressed = (rows[:, 3:6] * rows[:, 6:]).sum(axis=1)
            shares = pressed / pressed.sum()
            found[pair] = np.concatenate([rows[:, :6], shares[:, None] * self._totals[pair]], axis=1)
        self.clear()
        return found

    def __call__(self, compiled: Compiled, data: Any) -> None:  # noqa: ANN401
        """Read the engine after a substep."""
        contacts, model = data.contact, compiled.model
        addresses = np.asarray(contacts.efc_address)
        real = np.flatnonzero(addresses >= 0)
        if not len(real):
            return
        if self._of_body is None:
            self._of_body = objects_of_bodies(compiled)
        pairs = objects_in_contact(
            compiled, self._of_body, np.asarray(contacts.geom)[real], np.asarray(contacts.flex)[real]
        )
        frames = np.asarray(contacts.frame)[real].reshape(-1, 3, 3)
        forces = _along_axes(data, addresses[real], np.asarray(contacts.dim)[real])
        given = np.einsum("nij,ni->nj", frames, forces) * float(model.opt.timestep)
        turned = np.where(pairs[:, 0] < pairs[:, 1], 1.0, -1.0)[:, None]
        rows = np.concatenate([np.asarray(contacts.pos)[real], turned * frames[:, 0], turned * given], axis=1)
        pairs = np.sort(pairs, axis=1)
        for pair in {(i, j) for i, j in pairs.tolist() if i != j}:
            own = rows[(pairs == pair).all(axis=1) & (forces[:, 0] > 0)]
            if len(own):
                self._add(pair, own)

    def _add(self, pair: _Pair, rows: np.ndarray) -> None:
        self._totals[pair] = self._totals.get(pair, np.zeros(3)) + rows[:, 6:].sum(axis=0)
        before = self._hardest.get(pair)
        if before is None or _pressed(rows) > _pressed(before):
            self._hardest[pair] = rows


def _pressed(rows: np.ndarray) -> float:
    return float((rows[:, 3:6] * rows[:, 6:]).sum())


def _along_axes(data: Any, addresses: np.ndarray, dims: np.ndarray) -> np.ndarray:  # noqa: ANN401
    """Along each contact's normal and its two tangents [N]; a contact of one dimension has no friction."""
    forces = np.asarray(data.efc_force)
    last = len(forces) - 1
    parts = [np.where(dims > k, forces[np.minimum(addresses + k, last)], 0.0) for k in (0, 1, 2)]
    return np.stack(parts, axis=1)
