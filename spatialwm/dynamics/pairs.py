"""Which colliders meet how: contacts with parameters of their own, spelled out pair by pair.

MuJoCo mixes the parameters of two geoms by its own rules, and gives friction the time constant of the normal
force. In its convex contact model a sliding body then rises by about mu (2 dt / tc) times its slip per
substep: a box at 3.5 m/s hops 4 cm. Only a listed pair can have a slower friction (``solreffriction``).
"""

from typing import Any

import numpy as np

from spatialwm.dynamics.geoms import BOUNCY_SOLIMP, NEARLY, SOLIMP, SOLREF, bouncy_solref
from spatialwm.scene import Body, Scene

__all__ = ["add_pairs"]

_SLIDING = (0.05, 1.0)
"""Time constant of friction [s]: hops 0.7 mm at 3.5 m/s (0.02 s: 4 mm); stopping distance true to 1 %."""
_MOST = 6000
"""Listed pairs cost 11 ns a substep each; a scene with more keeps MuJoCo's own friction."""


def add_pairs(spec: Any, scene: Scene) -> None:  # noqa: ANN401
    """List all pairs of colliders that can meet; in a scene of very many, only those whose bounces differ."""
    geoms = [list(spec.body(f"o{k}").geoms) for k in range(len(scene.objects))]
    meetings = [
        (a, b)
        for b in range(len(scene.objects))
        for a in range(b)
        if geoms[a] and geoms[b] and _can_meet(scene, a, b)
    ]
    if sum(len(geoms[a]) * len(geoms[b]) for a, b in meetings) > _MOST:
        meetings = [(a, b) for a, b in meetings if _differ(scene.objects[a].body, scene.objects[b].body)]
    for a, b in meetings:
        restitution = max(scene.objects[a].body.restitution, scene.objects[b].body.restitution)
        for one in geoms[a]:
            for other in geoms[b]:
                _add_pair(spec, one, other, restitution)


def _can_meet(scene: Scene, a: int, b: int) -> bool:
    one, other = scene.objects[a], scene.objects[b]
    if one.body.kind == other.body.kind == "static":
        return False
    hung = [(x.body.joint.parent, y.name) for x, y in ((one, other), (other, one)) if x.body.joint]
    return all(parent != name for parent, name in hung)


def _differ(one: Body, other: Body) -> bool:
    """Of two different bounces the larger counts, but MuJoCo would mix them."""
    return one.restitution != other.restitution and min(one.restitution, other.restitution) > 0


def _add_pair(spec: Any, one: Any, other: Any, restitution: float) -> None:  # noqa: ANN401
    slide, twist, roll = np.maximum(one.friction, other.friction).tolist()
    bouncy = restitution > 0
    pair = spec.add_pair(geomname1=one.name, geomname2=other.name)
    pair.condim = max(one.condim, other.condim)
    pair.friction = [slide, slide, twist, roll, roll]
    pair.solref = bouncy_solref(restitution) if bouncy else list(SOLREF)
    pair.solimp = list(BOUNCY_SOLIMP if bouncy else SOLIMP)
    pair.solreffriction = list(_SLIDING)
    pair.margin, pair.gap = 0.0, 2 * NEARLY
