"""What all splat files share: axes, activations, and numbers that are no numbers."""

import logging
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.errors import FormatError
from spatialwm.frames import (
    Frame,
    points_from,
    points_to,
    quats_from,
    quats_to,
    sh_from,
    sh_to,
    sizes_from,
    sizes_to,
)
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.scene.splats import Splats

__all__ = [
    "RawSplats",
    "logit",
    "lower_count",
    "row_blocks",
    "sigmoid",
    "splats_from",
    "splats_to",
    "to_bytes",
]

_log = logging.getLogger(__name__)

_LOGIT_LIMIT = 15.0
"""Opacities 0 and 1 have infinite logits; at 15 the opacity is off by 3e-7, and every reader copes."""
_BLOCK = 2048
"""Splats; with harmonics of degree 3 they take 480 kB."""


def splats_to(frame: Frame, splats: Splats) -> Splats:
    """The splats' numbers in another world's axes and unit. Quaternions stay wxyz, as the record says.

    Raises:
        InputError: The frame is mirrored.
    """
    plain = replace(frame, quat_order="wxyz")
    return Splats(
        means=points_to(plain, splats.means),
        quats=quats_to(plain, splats.quats),
        scales=sizes_to(plain, splats.scales),
        opacities=splats.opacities,
        sh=sh_to(plain, splats.sh),
    )


def splats_from(frame: Frame, splats: Splats) -> Splats:
    """The inverse of ``splats_to``.

    Raises:
        InputError: The frame is mirrored.
    """
    plain = replace(frame, quat_order="wxyz")
    return Splats(
        means=points_from(plain, splats.means),
        quats=quats_from(plain, splats.quats),
        scales=sizes_from(plain, splats.scales),
        opacities=splats.opacities,
        sh=sh_from(plain, splats.sh),
    )


def logit(opacities: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """Inverse of ``sigmoid``, kept within +-15 so that it is finite."""
    with np.errstate(divide="ignore"):
        logits = np.log(opacities) - np.log1p(-opacities)
    return np.clip(logits, -_LOGIT_LIMIT, _LOGIT_LIMIT)


def sigmoid(logits: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """1 / (1 + exp(-x)), without overflow for any x, infinite ones too."""
    return 1 / (1 + np.exp(-np.clip(logits, -80, 80)))


def lower_count(rest_count: int) -> int:
    """Coefficients above degree 0 when the highest of the degrees that have ``rest_count`` is left out."""
    return {15: 8, 8: 3, 3: 0}[rest_count]


def to_bytes(values: Float[np.ndarray, "*shape"]) -> UInt8[np.ndarray, "*shape"]:
    """Rounded to 0..255."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def row_blocks(count: int) -> list[slice]:
    """Rows that stay in the cache while something is made of them."""
    return [slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK)]


@dataclass(frozen=True, eq=False, kw_only=True)
class RawSplats:
    """A file's numbers as they stand in it, sane or not; ``splats`` makes splats of them."""

    means: Float[np.ndarray, "n 3"]
    """Centres."""
    quats: Float[np.ndarray, "n 4"]
    """Rotations of any length, wxyz."""
    log_scales: Float[np.ndarray, "n 3"]
    """Natural logarithms of the standard deviations."""
    opacities: Float[np.ndarray, " n"]
    """In [0, 1]."""
    sh: Float[np.ndarray, "n k 3"]
    """Colour."""
    frame: Frame
    """Whose axes and unit the numbers are in."""
    what: str
    """The file's format, for messages."""

    sh_turned: bool = False
    """The colour is in our axes already, which is cheaper while a reader has it in the cache."""

    def __len__(self) -> int:
        return len(self.means)

    @property
    def finite(self) -> Bool[np.ndarray, " n"]:
        """Which splats are numbers throughout; flat ones (log scale -inf) count."""
        parts = [self.means, self.quats, self.sh.reshape(len(self), 3 * self.sh.shape[1])]
        good = np.isfinite(self.opacities) & ~np.isnan(self.log_scales).any(axis=1)
        for rows in row_blocks(len(self)):
            for part in parts:
                if not np.isfinite(part[rows]).all():
                    good[rows] &= np.isfinite(part[rows]).all(axis=1)
        return good

    @np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
    def splats(self) -> Splats:
        """In our frame, rotations brought to unit length; splats that are no numbers are left out.

        Training runs leave a few such splats in many published files, so they are dropped with a logged
        warning.

        Raises:
            FormatError: No splat is finite.
        """
        means, quats, log_scales = self.means, self.quats, self.log_scales
        opacities, sh = self.opacities, self.sh
        good = self.finite
        if not good.all():
            lost = int(np.count_nonzero(~good))
            if lost == len(good):
                raise FormatError(f"None of the {lost:,} splats of this {self.what} file has finite numbers.")
            _log.warning(
                "%s of %s splats are not finite numbers and were left out.", f"{lost:,}", f"{len(good):,}"
            )
            means, quats, log_scales, opacities, sh = (
                a[good] for a in (means, quats, log_scales, opacities, sh)
            )
        unit, scales = np.empty((len(quats), 4), np.float32), np.empty((len(quats), 3), np.float32)
        for rows in row_blocks(len(quats)):
            unit[rows] = quat_normalize(quats[rows].astype(float))
            # float32 holds exp(+-80); beyond it 0 and infinity begin
            scales[rows] = np.exp(np.clip(log_scales[rows], -80, 80))
        plain = replace(self.frame, quat_order="wxyz")
        return Splats(
            means=points_from(plain, means),
            quats=quats_from(plain, unit),
            scales=sizes_from(plain, scales),
            opacities=np.clip(opacities, 0, 1),
            sh=sh if self.sh_turned else sh_from(plain, sh),
        )
