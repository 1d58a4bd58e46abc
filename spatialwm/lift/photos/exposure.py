"""Each photo's own exposure and white balance, learnt beside the scene.

A camera that adapts to what it sees takes the same wall brighter in one photo than in the next; a scene
that must explain both grows fog before the lenses. So what is drawn goes through a small affine map of
its colours per photo before it is compared (Kerbl et al. 2024, A Hierarchical 3D Gaussian Representation).
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.geometry.cameras import project
from spatialwm.lift.photos.small_adam import SmallAdam
from spatialwm.lift.photos.training_set import UNKNOWN_COLOR, TrainingSet

__all__ = ["IDENTITY", "LiveExposures", "exposure_jump"]

IDENTITY = np.concatenate([np.eye(3), np.zeros((3, 1))], axis=1)
"""Colours as they are."""
_DARK = 8.0
"""Added to 8-bit colours before their ratio: in the dark, noise and black level decide."""
_FEW = 20
"""Points in a photo, below which it says nothing of its brightness."""


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


def exposure_jump(data: TrainingSet) -> float:
    """How much brighter or darker a photo is than the one taken nearest to it, typically, as a share.

    The points' own colours are what all photos that saw them agree on, so each photo's brightness is the
    median of its pixels over those. A slow drift around the scene is no jump: it looks like shading, and
    harmonics learn it. 0 when points do not say.
    """
    colored = (data.colors != UNKNOWN_COLOR).any(axis=1)
    points, colors = data.points[colored], data.colors[colored]
    known = [(k, gain) for k in data.train if (gain := _gain(data, k, points, colors)) is not None]
    if len(known) < 2:
        return 0.0
    eyes = np.array([data.cameras[k].world_from_camera[:3, 3] for k, _ in known])
    gains = np.log([gain for _, gain in known])
    distances = np.linalg.norm(eyes[:, None] - eyes, axis=2)
    np.fill_diagonal(distances, np.inf)
    return float(np.median(np.abs(gains - gains[distances.argmin(axis=1)])))


def _gain(
    data: TrainingSet, index: int, points: Float[np.ndarray, "n 3"], colors: UInt8[np.ndarray, "n 3"]
) -> float | None:
    """How bright a photo is, 1 as the points' colours; None when it shows too few of them."""
    camera = data.cameras[index]
    view = np.asarray(np.linalg.inv(camera.world_from_camera), float)
    pixels, depths = project(points @ view[:3, :3].T + view[:3, 3], camera.K)
    inside = (depths > 0) & (pixels > 0).all(axis=1) & (pixels < (camera.width, camera.height)).all(axis=1)
    if inside.sum() < _FEW:
        return None
    columns, rows = pixels[inside].astype(int).T
    seen = data.photos[index][rows, columns].mean(axis=1) + _DARK
    return float(np.median(seen / (colors[inside].mean(axis=1) + _DARK)))
