"""Who touched whom during a step, and how hard: copied after each substep, added up once."""

from typing import Any

import numpy as np

from spatialwm.dynamics.contacts import objects_in_contact, objects_of_bodies
from spatialwm.dynamics.model import Compiled

__all__ = ["LiveTouches"]


class LiveTouches:
    """A live handle: a watch for the engine. Adds up to what ``spatialwm.dynamics.contacts`` logs."""

    def __init__(self) -> None:
        self._seen: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self._compiled: Compiled | None = None

    def __call__(self, compiled: Compiled, data: Any) -> None:  # noqa: ANN401
        """Copy the contacts of a substep."""
        if not data.ncon:
            return
        self._compiled = compiled
        touching = data.contact
        self._seen.append(
            (
                np.array(touching.geom),
                np.array(touching.flex),
                np.array(touching.efc_address),
                np.array(data.efc_force),
            )
        )

    def forget(self) -> None:
        """Begin a new step."""
        self._seen.clear()

    def rows(self) -> list[tuple[int, int, float]]:
        """Pairs of objects (the agent is the last) in order, with normal impulses since then [N s]."""
        if self._compiled is None or not self._seen:
            return []
        compiled = self._compiled
        counts = np.array([len(forces) for *_, forces in self._seen])
        geoms, flexes, addresses = (np.concatenate([seen[k] for seen in self._seen]) for k in range(3))
        begins = np.repeat(np.cumsum(counts) - counts, [len(seen[2]) for seen in self._seen])
        real = addresses >= 0
        forces = np.concatenate([forces for *_, forces in self._seen])[(begins + addresses)[real]]
        pairs = objects_in_contact(compiled, objects_of_bodies(compiled), geoms[real], flexes[real])
        pairs = np.sort(pairs, axis=1)
        counted = (pairs[:, 0] != pairs[:, 1]) & (forces > 0)
        kinds, which = np.unique(pairs[counted], axis=0, return_inverse=True)
        sums = np.bincount(which.ravel(), forces[counted] * float(compiled.model.opt.timestep), len(kinds))
        return [(i, j, push) for (i, j), push in zip(kinds.tolist(), sums.tolist(), strict=True)]
