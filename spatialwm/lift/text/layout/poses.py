"""Many places a thing might go, side by side in arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.items import Item

__all__ = ["Poses", "joined", "on_floor"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Poses:
    """Candidates of one thing."""

    boxes: Boxes
    bias: Float[np.ndarray, " n"]
    """Cost of the place itself: how unusual it is."""
    parents: Int[np.ndarray, " n"]
    """What it would stand on; -1 is the floor, the wall or the ceiling."""
    held: bool = False
    """By a wall or the ceiling."""

    def __len__(self) -> int:
        """How many."""
        return len(self.bias)

    def where(self, keep: np.ndarray) -> "Poses":
        """Those that a mask, or indices, pick."""
        return Poses(boxes=self.boxes[keep], bias=self.bias[keep], parents=self.parents[keep], held=self.held)


def on_floor(item: Item, rows: np.ndarray | Sequence[Sequence[float]]) -> Poses:
    """Poses on the floor from rows of x, z (of the box's centre) [m], yaw [rad] and bias."""
    table = np.asarray(rows, float).reshape(-1, 4)
    height = np.full(len(table), item.half[1])
    return Poses(
        boxes=item.boxes_at(np.stack([table[:, 0], height, table[:, 1]], axis=1), table[:, 2]),
        bias=table[:, 3],
        parents=np.full(len(table), -1),
    )


def joined(several: Sequence[Poses]) -> Poses:
    """All of them, in order."""
    return Poses(
        boxes=Boxes(
            centers=np.concatenate([p.boxes.centers for p in several]),
            halves=np.concatenate([p.boxes.halves for p in several]),
            yaws=np.concatenate([p.boxes.yaws for p in several]),
        ),
        bias=np.concatenate([p.bias for p in several]),
        parents=np.concatenate([p.parents for p in several]),
        held=any(p.held for p in several),
    )
