"""Each photo's own exposure and white balance, learnt beside the scene.

A camera that adapts to what it sees takes the same wall brighter in one photo than in the next; a scene
that must explain both grows fog before the lenses. So what is drawn goes through a small affine map of
its colours per photo before it is compared (Kerbl et al. 2024, A Hierarchical 3D Gaussian Representation).
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from jaxtyping import Float

from spatialwm.lift.photos.small_adam import SmallAdam

__all__ = ["IDENTITY", "LiveExposures"]

IDENTITY = np.concatenate([np.eye(3), np.zeros((3, 1))], axis=1)
"""Colours as they are."""


@dataclass(eq=False, kw_only=True)
class LiveExposures:
    """Exposures in training, changed in place."""

    values: Float[np.ndarray, "v 3 4"]
    """Colour matrix and shift of each photo, those of photos that are not learnt from are the identity."""
    adam: SmallAdam
    learnt: tuple[int, ...]
    """Photos whose mean exposure stays the identity, so that the scene keeps its own."""

    @classmethod
    def start(cls, photo_count: int, learnt: tuple[int, ...]) -> "LiveExposures":
        """No photo differs from another yet."""
        values = np.tile(IDENTITY, (photo_count, 1, 1))
        return cls(values=values, adam=SmallAdam.start(photo_count, 12), learnt=learnt)

    def shown(self, index: int, picture: Float[np.ndarray, "h w 3"]) -> Float[np.ndarray, "h w 3"]:
        """The picture as photo ``index`` would have taken it."""
        from spatialwm.lift.photos import kernels_exposure

        shown = np.empty_like(picture)
        cast("Any", kernels_exposure).expose(picture, self.values[index].astype(picture.dtype), shown)
        return shown

    def shown_color(self, index: int, color: Float[np.ndarray, "3"]) -> Float[np.ndarray, "3"]:
        """The same for one colour."""
        return self.values[index] @ np.append(color, 1.0)

    def learn(
        self,
        index: int,
        picture: Float[np.ndarray, "h w 3"],
        slopes: Float[np.ndarray, "h w 3"],
        *,
        rate: float,
        pull: float,
    ) -> Float[np.ndarray, "h w 3"]:
        """One Adam step of photo ``index``; returns the gradient by ``picture``.

        Args:
            index: Of the photo.
            picture: As drawn, before its exposure.
            slopes: Gradient by the picture after its exposure.
            rate: Of learning.
            pull: Of half the squared distance to the identity in the loss.
        """
        from spatialwm.lift.photos import kernels_exposure

        by_picture, by_row = np.empty_like(slopes), np.empty((len(picture), 3, 4))
        matrix = self.values[index].astype(picture.dtype)
        cast("Any", kernels_exposure).expose_backward(picture, matrix, slopes, by_picture, by_row)
        gradient = by_row.sum(axis=0) + pull * (self.values[index] - IDENTITY)
        self.values[index] -= self.adam.step(index, gradient.ravel(), rate).reshape(3, 4)
        chosen = list(self.learnt)
        self.values[chosen] -= (self.values[chosen] - IDENTITY).mean(axis=0)
        return by_picture
