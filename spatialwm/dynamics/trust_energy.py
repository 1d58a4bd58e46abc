"""Energy: nobody has more than before unless what it touches has lost it, or an action put it in."""

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.trust_contacts import Touches
from spatialwm.dynamics.trust_given import Given
from spatialwm.dynamics.trust_meet import agent_strides, at_ends, meetings, obeys_laws, steps_there
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import Scene

__all__ = ["energy"]

_WINDOW = 20
"""Steps that a bounce may take to give back what it took: 1/3 s."""
_CREATED, _CREATED_PART = 0.05, 0.1
"""Energy that may appear: a lift of 5 mm [J/kg], and this part of what is there: speeds are means."""


def energy(
    scene: Scene, tracks: Tracks, touches: Touches, given: Given, noise: float
) -> Float[np.ndarray, "t o"]:
    """Strain of energy: what an object has more than at any time in the last third of a second."""
    count, objects = tracks.there.shape
    strain = np.zeros((count - 1, objects))
    if count < 3:
        return np.zeros((count, objects))
    start = -np.einsum("oa,a->o", tracks.centres[0], tracks.gravity[0])[None]
    levels = np.concatenate([start if tracks.first == 0 else tracks.energies[:1], tracks.energies])
    highest, lowest = _window(levels, np.maximum), _window(levels, np.minimum)
    gain, spread = tracks.energies - highest, highest - lowest
    speed = np.linalg.norm(tracks.rates, axis=2)
    blur = noise / float(tracks.lasting.mean())
    limit = _CREATED + _CREATED_PART * np.maximum(spread, speed**2 / 2) + 4 * blur * (speed + 2 * blur)
    movers = obeys_laws(scene) & np.array([o.body.kind != "soft" for o in scene.objects], bool)
    known = steps_there(tracks) & ~given.free & movers
    graph = _Graph(scene, tracks, touches, given)
    moving = _window(np.concatenate([np.zeros((1, objects)), speed**2 / 2]), np.maximum)
    lost = (np.maximum(highest - tracks.energies, 0) + _CREATED_PART * moving) * tracks.masses
    for s, k in zip(*np.nonzero(known & (gain > limit)), strict=True):
        others = graph.partners(int(s), int(k))
        if others is None:
            continue
        got = given.energies[max(s - 1, 0) : s + 1][:, [*others, k]].sum() + lost[s, others].sum()
        strain[s, k] = max(gain[s, k] - got / tracks.masses[k], 0) / limit[s, k]
    return at_ends(strain)


def _window(levels: np.ndarray, best: np.ufunc) -> np.ndarray:
    """Best of the levels before each step, up to ``_WINDOW`` of them."""
    found = levels[:-1].copy()
    for back in range(1, _WINDOW):
        found[back:] = best(found[back:], levels[: len(levels) - 1 - back])
    return found


class _Graph:
    """Who may have handed energy on to whom."""

    def __init__(self, scene: Scene, tracks: Tracks, touches: Touches, given: Given) -> None:
        self._objects = len(scene.objects)
        self._given = given
        self._agent = agent_strides(tracks)
        static = np.array([*(thing.body.kind == "static" for thing in scene.objects), False], bool)
        frames, pairs, _ = meetings(tracks, touches)
        movable = ~static[pairs].any(axis=1)
        self._frames, self._pairs = frames[movable], pairs[movable]
        self._soft = {k for k, thing in enumerate(scene.objects) if thing.body.kind == "soft"}

    def partners(self, step: int, one: int) -> list[int] | None:
        """Objects that hang together with one by contacts of late; None when one of them is a source."""
        first = max(step - _WINDOW, 0)
        a, b = np.searchsorted(self._frames, (first, step + 3))
        pairs = np.unique(self._pairs[a:b], axis=0)
        found, grown = {one}, True
        while grown:
            touching = pairs[np.isin(pairs, list(found)).any(axis=1)].ravel().tolist()
            grown = not set(touching) <= found
            found |= set(touching)
        if self._objects in found and self._agent[first : step + 3].max() > 1e-4:
            return None
        found.discard(self._objects)
        if found & self._soft or self._given.free[first : step + 1][:, sorted(found)].any():
            return None
        return sorted(found - {one})
