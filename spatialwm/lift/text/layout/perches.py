"""On top of what nobody puts things on: a bird on a clock, a lorry on a dog. What would fall is held."""

import numpy as np

from spatialwm.lift.text.layout.boxes import Boxes, in_frame_of, plan_overlapping
from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses

__all__ = ["perched"]

_GRID = np.linspace(-1, 1, 13)
_ABOVE = 0.0005
"""Free height [m] between a perch and what is on it."""
_HELD = 2.0
"""Cost of a place at which it would not stay by itself."""
_INNER = 0.95
"""How far out on its foot a thing must be carried, as a part of half its size."""


def perched(filling: Filling, item: Item, host: int) -> list[Poses]:
    """Over the host's middle and around, on its highest parts there: standing, then held."""
    box, parts = filling.boxes[host], filling.parts[host]
    u, v = (a.ravel() for a in np.meshgrid(_GRID, _GRID, indexing="ij"))
    reach = box.halves[0, [0, 2]] + item.half[[0, 2]] - 0.012
    local = np.stack([u, v], axis=1) * reach
    places = box.centers[0, [0, 2]] + local @ box.axes[0]
    plan = item.boxes_at(np.insert(places, 1, 0.0, axis=1), np.full(len(places), float(box.yaws[0])))
    spans = plan_overlapping(plan, parts, 0.0)
    tops = np.where(spans, parts.high[None], -np.inf).max(axis=1)
    centers = plan.centers.copy()
    centers[:, 1] = tops + _ABOVE + item.half[1]
    meets = np.isfinite(tops) & plan_overlapping(plan, box, -0.01)[:, 0]
    steady = meets & _stands(filling, item, host, plan, tops)
    away = 0.5 * np.linalg.norm(local / np.maximum(box.halves[0, [0, 2]], 0.05), axis=1)
    found: list[Poses] = []
    for kept, held in ((steady, False), (meets, True)):
        at = centers[kept]
        found.append(
            Poses(
                boxes=item.boxes_at(at, plan.yaws[kept]),
                bias=away[kept] + _HELD * held,
                parents=np.full(len(at), host),
                held=held,
            )
        )
    return found


def _stands(filling: Filling, item: Item, host: int, plan: Boxes, tops: np.ndarray) -> np.ndarray:
    """Whether level parts of the host carry its foot on all four sides of its middle."""
    parts, flat = filling.parts[host], np.array(filling.items[host].flat)
    if filling.spots[host].held or len(flat) != len(parts):
        return np.zeros(len(plan), bool)
    signs = np.array([(a, b) for a in (-1, 1) for b in (-1, 1)], float)
    found = np.zeros((len(plan), 4), bool)
    feet = plan.centers[:, None, [0, 2]] + (signs * np.minimum(item.foot * _INNER, 0.03)) @ plan.axes[0]
    for j in np.flatnonzero(flat):
        level = np.abs(parts.high[j] - tops) < 1e-6
        inside = np.abs(in_frame_of(parts[int(j)], feet.reshape(1, -1, 2))).reshape(feet.shape)
        found |= level[:, None] & np.all(inside <= parts.halves[j, [0, 2]] + 1e-9, axis=2)
    return np.asarray(found.all(axis=1), bool)
