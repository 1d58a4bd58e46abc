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
        compiled, model = self._compiled, self._compiled.model
        of_body = objects_of_bodies(compiled)
        found: dict[tuple[int, int], float] = {}
        for geoms, flexes, addresses, forces in self._seen:
            real = addresses >= 0
            pushes = forces[addresses[real]] * float(model.opt.timestep)
            pairs = objects_in_contact(compiled, of_body, geoms[real], flexes[real])
            for (i, j), push in zip(np.sort(pairs, axis=1).tolist(), pushes.tolist(), strict=True):
                if i != j and push > 0:
                    found[i, j] = found.get((i, j), 0.0) + push
        return [(i, j, push) for (i, j), push in sorted(found.items())]
