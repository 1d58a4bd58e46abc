"""Which colliders meet how: friction is slower than the normal force.

MuJoCo mixes the parameters of two geoms by its own rules, and gives friction the time constant of the normal
force. In its convex contact model a sliding body then rises by about mu (2 dt / tc) times its slip per
substep: a box at 3.5 m/s hops 4 cm. Only a listed pair can have a slower friction (``solreffriction``). Each
costs some 10 ns a substep, so a scene of very many has the same numbers written between the two halves of
a substep instead, where MuJoCo has found its contacts and not yet solved them: the results are those of
listed pairs, to the bit as long as the contacts come in the same order.

Slow friction is wrong in an impact. It asks for a slip that fades at its own pace, and when the impact itself
would stop the slip sooner, it drives the slip on, with all the strength the impact gives it: a cabinet pushed
into a wall gained a tenth of its energy. So where a contact is hit, friction may stop the slip as fast as the
contact stops the approach.

Rolling friction is weak in another way: MuJoCo makes its rows soft, by the square of how small its
coefficient is, and what rolls slowly is slowed as by honey and never stops: a ball at 7 cm/s rolled on for
half a minute. Asked to stop it within a substep, friction is what the coefficient allows down to 5 cm/s,
and quick below. Asked for more, it would turn what it should stop the other way where a hit makes it strong.
"""

import math
from typing import Any

import numpy as np

from spatialwm.dynamics.geoms import BOUNCY_SOLIMP, NEARLY, ROLLING_ROWS, SOLIMP, SOLREF, bouncy_solref
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.predictor import SUBSTEP
from spatialwm.scene import Scene

__all__ = ["add_pairs", "substeps", "told"]

_SLIDING = (0.05, 1.0)
"""Time constant of friction [s]: hops 0.7 mm at 3.5 m/s (0.02 s: 4 mm); stopping distance true to 1 %."""
_SLIDING_RATE = 2 / (SOLIMP[1] * _SLIDING[0])
"""Damping that MuJoCo makes of it [1/s]."""
_MOST = 1000
"""As many listed pairs take as long as writing the numbers."""
_HIT = 20.0
"""A contact that asks for more [m/s^2] is hit: it is approached at 5 cm/s or more; weight asks for 1 to 5."""
_AT_ONCE = 0.99 / SUBSTEP
"""Damping that stops a slip within a substep [1/s]."""
_STILL = 1e-9
"""[m/s]"""
_PARTS = 0.02
"""[m/s]"""
_STOP_AT_MOST = 1.1
"""Asked of rolling and twisting friction at most, over its coefficient [m]: more than that it cannot give,
and would let things slip."""
_TURNING = np.arange(3, ROLLING_ROWS)
"""Rows of twisting and rolling among those of a contact."""


def add_pairs(spec: Any, scene: Scene) -> bool:  # noqa: ANN401
    """List all pairs of colliders that can meet, unless they are very many; says whether they are listed."""
    geoms = [list(spec.body(f"o{k}").geoms) for k in range(len(scene.objects))]
    meetings = [
        (a, b)
        for b in range(len(scene.objects))
        for a in range(b)
        if geoms[a] and geoms[b] and _can_meet(scene, a, b)
    ]
    if sum(len(geoms[a]) * len(geoms[b]) for a, b in meetings) > _MOST:
        return False
    for a, b in meetings:
        restitution = max(scene.objects[a].body.restitution, scene.objects[b].body.restitution)
        for one in geoms[a]:
            for other in geoms[b]:
                _add_pair(spec, one, other, restitution)
    return True


def substeps(compiled: Any, data: Any, count: int, *, bounces: bool = True) -> None:  # noqa: ANN401
    """So many substeps; without ``bounces``, what touches does not part faster than 2 cm/s."""
    mujoco = load_mujoco()

    model, listed = compiled.model, compiled.listed
    first_half, second_half = mujoco.mj_step1, mujoco.mj_step2
    for _ in range(count):
        first_half(model, data)
        if data.nefc:
            wanted = data.efc_aref
            if not listed:  # of all rows, only friction has no spring
                np.multiply(data.efc_vel, -_SLIDING_RATE, out=wanted, where=data.efc_KBIP[:, 0] == 0.0)
            if wanted.item(wanted.argmax()) > _HIT:
                _hit(data, wanted)
            if compiled.rolls:
                _stop_rolling(data, wanted)
            if not bounces:
                most = (_PARTS - data.efc_vel) / SUBSTEP
                np.minimum(wanted, most, out=wanted, where=(data.efc_KBIP[:, 0] > 0) & (wanted > 0))
        second_half(model, data)


def told() -> dict[str, float]:
    """The numbers of ``substeps``, for who does the same elsewhere: damping [1/s], accelerations [m/s^2]."""
    return {"sliding": _SLIDING_RATE, "hit": _HIT, "at_once": _AT_ONCE, "stop_at_most": _STOP_AT_MOST}


def _hit(data: Any, wanted: np.ndarray) -> None:  # noqa: ANN401
    """Let friction be as fast as what hits."""
    rates, springs, last = data.efc_vel, data.efc_KBIP, len(wanted) - 2
    for row in (wanted > _HIT).nonzero()[0].tolist():  # few: arrays of them would take longer
        if row >= last or not springs.item(row, 0) or springs.item(row + 1, 0):
            continue  # friction, or a contact without it; else two rows of slip come next
        one, other = rates.item(row + 1), rates.item(row + 2)
        damping = min(wanted.item(row) / max(math.hypot(one, other), _STILL), _AT_ONCE)
        if damping > _SLIDING_RATE:
            wanted[row + 1], wanted[row + 2] = -damping * one, -damping * other


def _stop_rolling(data: Any, wanted: np.ndarray) -> None:  # noqa: ANN401
    """Let friction stop what rolls and twists slowly."""
    contacts = data.contact
    begins = contacts.efc_address
    round_ones = ((contacts.dim == ROLLING_ROWS) & (begins >= 0)).nonzero()[0]  # -1: too far for a force
    if len(round_ones):
        rows = begins[round_ones][:, None] + _TURNING
        most = _STOP_AT_MOST / contacts.friction[round_ones][:, 2:]
        wanted[rows] = np.minimum(np.maximum(-_AT_ONCE * data.efc_vel[rows], -most), most)


def _can_meet(scene: Scene, a: int, b: int) -> bool:
    one, other = scene.objects[a], scene.objects[b]
    if one.body.kind == other.body.kind == "static":
        return False
    hung = [(x.body.joint.parent, y.name) for x, y in ((one, other), (other, one)) if x.body.joint]
    return all(parent != name for parent, name in hung)


def _add_pair(spec: Any, one: Any, other: Any, restitution: float) -> None:  # noqa: ANN401
    slide, twist, roll = np.maximum(one.friction, other.friction).tolist()
    bouncy = restitution > 0
    pair = spec.add_pair(geomname1=one.name, geomname2=other.name)
    pair.condim = max(one.condim, other.condim)
    pair.friction = [slide, slide, twist, roll, roll]
    pair.solref = list(bouncy_solref(restitution) if bouncy else SOLREF)
    pair.solimp = list(BOUNCY_SOLIMP if bouncy else SOLIMP)
    pair.solreffriction = list(_SLIDING)
    pair.margin, pair.gap = 0.0, 2 * NEARLY
