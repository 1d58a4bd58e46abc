"""What all splat files share: axes, activations, and numbers that are no numbers."""

import logging
from dataclasses import replace

import numpy as np
from jaxtyping import Float

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

__all__ = ["logit", "sigmoid", "splats_from", "splats_of_arrays", "splats_to"]

_log = logging.getLogger(__name__)

_LOGIT_LIMIT = 15.0
"""Opacities 0 and 1 have infinite logits; at 15 the opacity is off by 3e-7, and every reader copes."""


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


def splats_of_arrays(
    *,
    means: Float[np.ndarray, "n 3"],
    quats: Float[np.ndarray, "n 4"],
    log_scales: Float[np.ndarray, "n 3"],
    opacities: Float[np.ndarray, " n"],
    sh: Float[np.ndarray, "n k 3"],
    what: str,
) -> Splats:
    """Splats of a file's arrays: rotations brought to unit length, splats that are no numbers left out.

    Training runs leave a few such splats in many published files, so they are dropped with a logged warning.

    Args:
        means: Centres.
        quats: Rotations of any length, wxyz.
        log_scales: Natural logarithms of the standard deviations.
        opacities: In [0, 1].
        sh: Colour.
        what: The file's format, for messages.

    Raises:
        FormatError: No splat is finite.
    """
    rows = [means, quats, np.nan_to_num(log_scales, posinf=80, neginf=-80, nan=np.nan), opacities[:, None]]
    rows.append(sh.reshape(len(sh), 3 * sh.shape[1]))
    good = np.all([np.isfinite(row).all(axis=1) for row in rows], axis=0)
    if not good.all():
        lost = int(np.count_nonzero(~good))
        if lost == len(good):
            raise FormatError(f"None of the {lost:,} splats of this {what} file has finite numbers.")
        _log.warning(
            "%s of %s splats are not finite numbers and were left out.", f"{lost:,}", f"{len(good):,}"
        )
        means, quats, log_scales, opacities, sh = (a[good] for a in (means, quats, log_scales, opacities, sh))
    return Splats(
        means=means,
        quats=quat_normalize(quats.astype(float)),
        scales=np.exp(
            np.clip(log_scales, -80, 80)
        ),  # float32 holds exp(+-80); beyond it 0 and infinity begin
        opacities=opacities,
        sh=sh,
    )
