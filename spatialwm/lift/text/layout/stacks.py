"""Stacks: a thing on the last of its kind."""

import numpy as np

from spatialwm.lift.text.layout.filling import Filling
from spatialwm.lift.text.layout.items import Item
from spatialwm.lift.text.layout.poses import Poses

__all__ = ["on_stack"]

_LAYER = 0.0006
"""Free height between things in a stack [m]: flat round contacts push apart what is closer."""
_TALLEST = 1.4
"""What is stacked higher falls at a touch [m]."""


def on_stack(filling: Filling, item: Item, members: tuple[int, ...]) -> list[Poses]:
    """Right on top of each member that carries nothing yet."""
    carrying = {s.parent for s in filling.spots.values()}
    free = [k for k in members if k in filling.spots and k != item.index and k not in carrying]
    if not free:
        return []
    boxes = filling.stacked(free)
    tops = np.array([filling.parts[k].high.max() for k in free])
    centers = boxes.centers.copy()
    centers[:, 1] = tops + _LAYER + item.half[1]
    # nobody stacks to the millimetre, and round contacts that are not quite concentric are calmer
    centers[:, [0, 2]] += (
        0.012 * np.stack([np.sin(2.4 * item.index), np.cos(2.4 * item.index)]) * np.ones((len(free), 1))
    )
    poses = Poses(boxes=item.boxes_at(centers, boxes.yaws), bias=tops, parents=np.array(free))
    return [poses.where(tops < _TALLEST)]
