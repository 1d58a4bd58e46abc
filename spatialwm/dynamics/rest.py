"""Resting: what nothing moves stays where it is, to the last bit.

MuJoCo's contacts are soft, so everything that stands creeps by micrometres. Real things stick. A mover
*rests* at an anchor pose; after every frame it is put back there unless something really moved it. What is
free and slow for half a second, on something that rests, comes to rest.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.live import Live
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.predictor import DT

__all__ = [
    "AT_START",
    "FREE",
    "LOOK_BACK",
    "RESTING",
    "Stillness",
    "stillness",
    "supported_by_rest",
    "update_rest",
]

FREE, RESTING, AT_START = 0, 1, 2
"""Moving; at rest where it came to rest; at rest where the scene has it."""

_UNMOVED = np.array([[2e-4], [2e-3], [5e-3], [0.03]])
"""Leaving the anchor by more [m], [rad] in one frame frees a mover, and so does more speed [m/s] and spin
[rad/s]: below, friction would stop it within 2 um."""
_SHAKEN = np.array([[1e-3], [5e-3], [0.1], [1.0]])
"""Moved [m], turned [rad], speed [m/s] and spin [rad/s] up to which a mover that only touches resting
and static things is only shaken, by an impact on what it stands on, and stays."""
_SLOW, _SLOW_SPIN = 0.01, 0.06
"""Slower than this for ``_PATIENCE`` it comes to rest [m/s], [rad/s]."""
_PATIENCE = 0.5
"""[s]"""
_CHATTER = np.array([[5e-4], [5e-3], [0.05], [0.3]])
"""What trembles between others at less than this speed [m/s] and spin [rad/s], and is after ``LOOK_BACK``
where it was, up to 0.5 mm [m] and 0.3 degrees [rad], comes to rest too."""
LOOK_BACK = 30
"""[frames]"""
_SUM = np.ones(3)
_NOT = np.zeros(1, bool)
_UPWARDS = 0.3
"""Cosine to up above which a contact carries weight (steeper than 73 degrees it only leans)."""


@dataclass(frozen=True, eq=False)
class Stillness:
    """How far movers are from a pose, and how fast."""

    numbers: Float[np.ndarray, "4 m"]
    """How far each has moved [m], 0 for a hinge; turned [rad], 0 for a slide; speed [m/s]; spin [rad/s]."""

    def within(self, limits: Float[np.ndarray, "4 1"]) -> Bool[np.ndarray, " m"]:
        """Which movers are below all four limits."""
        return np.logical_and.reduce(self.numbers < limits)


def stillness(compiled: Compiled, data: Any, anchors: Float[np.ndarray, " q"]) -> Stillness:  # noqa: ANN401
    """Measure all movers against anchor positions (a full ``qpos``)."""
    qpos, qvel = data.qpos, data.qvel
    numbers = np.zeros((4, len(compiled.movers)))
    moved, turned, speed, spin = numbers
    free = compiled.free
    if len(compiled.free_qpos):
        here, there, rate = qpos[compiled.free_qpos], anchors[compiled.free_qpos], qvel[compiled.free_dofs]
        moved[free] = _lengths(here[:, :3] - there[:, :3])
        cosines = np.abs(np.einsum("ij,ij->i", here[:, 3:], there[:, 3:]))
        turned[free] = 2 * np.sqrt(2 * np.maximum(1 - cosines, 0))  # small angles; 2 acos loses digits
        speed[free], spin[free] = _lengths(rate[:, :3]), _lengths(rate[:, 3:])
    if len(compiled.joint_dofs):
        jointed, slides = ~free, compiled.slides[~free]
        way = np.abs(qpos[compiled.joint_qpos] - anchors[compiled.joint_qpos])
        rate = np.abs(qvel[compiled.joint_dofs])
        moved[jointed], speed[jointed] = way * slides, rate * slides
        turned[jointed], spin[jointed] = way * ~slides, rate * ~slides
    return Stillness(numbers)


def _lengths(vectors: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, " n"]:
    return np.sqrt(np.einsum("ij,ij->i", vectors, vectors))  # linalg.norm took longer than the physics


def supported_by_rest(
    compiled: Compiled,
    data: Any,  # noqa: ANN401
    candidates: Bool[np.ndarray, " m"],
    shaken: Bool[np.ndarray, " m"] | None = None,
) -> Bool[np.ndarray, " m"]:
    """Of the candidates, those that stand only on static things and on candidates that pass too.

    Those of ``shaken`` must stand, and nothing that does not pass, nor the agent, may touch them at all.
    """
    shaken = np.zeros_like(candidates) if shaken is None else shaken
    still = candidates | shaken
    if not np.count_nonzero(still):
        return still
    gravity = compiled.model.opt.gravity
    strength = math.hypot(*gravity.tolist())
    if strength == 0 or not data.ncon:
        return candidates.copy()
    contacts = data.contact
    geoms = contacts.geom
    pairs = compiled.mover_of_geom[geoms]  # of something soft the geom is -1
    if compiled.soft:
        pairs[geoms < 0] = -1  # what touches something soft moves with it, and never rests
        candidates, shaken = (each & ~_on_soft(geoms, pairs, len(each)) for each in (candidates, shaken))
        still = candidates | shaken
    upward = contacts.frame[:, :3] @ (-gravity / strength)  # normals go from geom 1 to 2
    rising, one, other = upward > 0, pairs[:, 0], pairs[:, 1]
    above, below = np.where(rising, other, one), np.where(rising, one, other)
    carries = (np.abs(upward) > _UPWARDS) & (above >= 0)
    if np.count_nonzero(shaken):
        brushed = pairs[(geoms == compiled.agent_geom).any(axis=1)].ravel()
        still &= candidates | (_are_in(above[carries], len(still)) & ~_are_in(brushed, len(still)))
    between = (above >= 0) & (below >= 0)
    above, below, carries = above[between], below[between], carries[between]
    pulled_above, pulled_below = carries | shaken[above], shaken[below]
    while True:
        still_above, still_below = still[above], still[below]
        differ = still_above != still_below
        if not np.count_nonzero(differ):
            return still
        loose_above = differ & still_above & pulled_above
        loose_below = differ & still_below & pulled_below
        if not (np.count_nonzero(loose_above) or np.count_nonzero(loose_below)):
            return still
        still[above[loose_above]] = False
        still[below[loose_below]] = False


def _on_soft(geoms: np.ndarray, pairs: np.ndarray, count: int) -> Bool[np.ndarray, " m"]:
    return _are_in(pairs[(geoms < 0).any(axis=1)].ravel(), count)


def _are_in(found: Int[np.ndarray, " n"], count: int) -> Bool[np.ndarray, " m"]:
    """Which movers are among those found; -1 is none."""
    are = np.zeros(count, bool)
    are[found[found >= 0]] = True
    return are


def update_rest(live: Live, held: int, awake: Bool[np.ndarray, " m"], *, look_back: bool) -> None:
    """After a frame: put what rests back on its anchor, free what was moved, and let the slow come to rest.

    Writes into the live engine and its memory. ``held`` is the mover in the agent's hand, or -1: it never
    rests. What is not ``awake`` cannot have changed. ``look_back`` is true every ``LOOK_BACK`` frames.
    """
    compiled, data, memory = live.compiled, live.data, live.memory
    flags, quiet = memory.flags, memory.quiet
    slow = _are_slow(compiled, data)
    if look_back:
        slow |= _trembles(live)
    if not (np.count_nonzero(slow) or np.count_nonzero(flags)):
        quiet.fill(0.0)
        return
    quiet += DT
    quiet *= slow
    np.minimum(quiet, _PATIENCE, out=quiet)
    patient = quiet >= _PATIENCE - DT / 2
    resting = flags > FREE
    if not np.count_nonzero((resting | patient) & awake):
        return
    now = stillness(compiled, data, memory.anchors)
    candidates = np.where(resting, now.within(_UNMOVED), patient) | ~awake
    shaken = resting & now.within(_SHAKEN) & ~candidates
    if held >= 0:
        candidates[held] = shaken[held] = False
    rests = supported_by_rest(compiled, data, candidates, shaken)
    held_still = rests & awake
    arrived = held_still & (flags == FREE)
    if np.count_nonzero(arrived):
        np.copyto(memory.anchors, data.qpos, where=_with_nobody(arrived)[compiled.mover_of_q])
        flags[arrived] = RESTING
    everyone = _with_nobody(held_still)
    np.copyto(data.qpos, memory.anchors, where=everyone[compiled.mover_of_q])
    data.qvel[everyone[compiled.mover_of_v]] = 0.0
    flags[~rests] = FREE


def _trembles(live: Live) -> Bool[np.ndarray, " m"]:
    """Which free movers are where they were when this was last asked; their patience is over.

    What is free has no anchor: there it is remembered where it was.
    """
    compiled, data, memory = live.compiled, live.data, live.memory
    free = memory.flags == FREE
    still = free & stillness(compiled, data, memory.anchors).within(_CHATTER)
    memory.quiet[still] = _PATIENCE
    np.copyto(memory.anchors, data.qpos, where=_with_nobody(free & ~still)[compiled.mover_of_q])
    return still


def _with_nobody(movers: Bool[np.ndarray, " m"]) -> Bool[np.ndarray, " n"]:
    """With a last one that is not: what belongs to no mover has the index -1."""
    return np.concatenate([movers, _NOT])


def _are_slow(compiled: Compiled, data: Any) -> Bool[np.ndarray, " m"]:  # noqa: ANN401
    rates = data.qvel[compiled.free_rates]
    squares = np.dot((rates * rates).reshape(-1, 3), _SUM)  # of speed and spin, in turn
    slow = (squares[0::2] < _SLOW**2) & (squares[1::2] < _SLOW_SPIN**2)
    if len(slow) == len(compiled.movers):
        return slow
    all_slow = np.empty(len(compiled.movers), bool)
    all_slow[compiled.free] = slow
    limits = np.where(compiled.slides, _SLOW, _SLOW_SPIN)[~compiled.free]
    all_slow[~compiled.free] = np.abs(data.qvel[compiled.joint_dofs]) < limits
    return all_slow
