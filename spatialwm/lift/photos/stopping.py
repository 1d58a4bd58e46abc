"""When to stop: photos held back from training say when more of it makes nothing better."""

from dataclasses import dataclass

import numpy as np

from spatialwm.lift.photos.model import GROUPS, LiveModel

__all__ = ["Watch", "held_back"]

_ENOUGH = 16
"""Photos, below which each is worth more to learn from than to look at."""
_EVERY = 12
"""One photo in so many is held back."""
_GAIN = 0.01
"""Least rise that counts [dB]."""


def held_back(photos: tuple[int, ...], patience: int) -> tuple[int, ...]:
    """Every twelfth of the photos, spread over them; none when there are fewer than 16, or no patience."""
    if patience < 1 or len(photos) < _ENOUGH:
        return ()
    return photos[_EVERY // 2 :: _EVERY]


@dataclass(eq=False, kw_only=True)
class Watch:
    """The best model so far and how long ago it was, changed in place."""

    best: float = -np.inf
    """Mean PSNR of the photos held back [dB]."""
    count: int = 0
    """Splats of the best model."""
    values: dict[str, np.ndarray] | None = None
    """Its parameters."""
    waited: int = 0
    """Looks since then without gain."""

    def look(self, model: LiveModel, decibels: float) -> None:
        """Take note of a measurement; keeps a copy of the model when it is the best."""
        self.waited = 0 if decibels > self.best + _GAIN else self.waited + 1
        if decibels > self.best:
            self.best, self.count = decibels, model.count
            self.values = {group: model.used(group).copy() for group in GROUPS}

    def chosen(self, model: LiveModel) -> LiveModel:
        """The best model that was seen; the one given when none was."""
        if self.values is None:
            return model
        return LiveModel(count=self.count, values=self.values, first={}, second={})
