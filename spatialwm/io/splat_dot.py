"""Gaussian splats in ``.splat``: 32 bytes each, no header (antimatter15/splat).

Three float32 of position, three float32 of scale [m], RGBA as bytes, and the rotation wxyz as four bytes
around 128. Axes as in PLY: x right, y down, z forward.

Lost: spherical harmonics above degree 0, colours outside 0..1, colours and opacities beyond 8 bits, rotations
beyond 1/30.
"""

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import PLY_RDF
from spatialwm.geometry.harmonics import colors_from_sh0, sh0_from_colors
from spatialwm.io.splat_values import RawSplats, splats_to, to_bytes
from spatialwm.scene.splats import Splats

__all__ = ["decode", "encode", "read_raw"]

_ROW = np.dtype([("mean", "<f4", 3), ("scale", "<f4", 3), ("rgba", "u1", 4), ("quat", "u1", 4)])


def encode(splats: Splats) -> bytes:
    """The splats as a ``.splat`` file, in their own order."""
    turned = splats_to(PLY_RDF, splats)
    rows = np.zeros(len(splats), _ROW)
    rows["mean"], rows["scale"] = turned.means, turned.scales
    rows["rgba"][:, :3] = to_bytes(colors_from_sh0(turned.sh.astype(float)) * 255)
    rows["rgba"][:, 3] = to_bytes(turned.opacities.astype(float) * 255)
    rows["quat"] = to_bytes(turned.quats.astype(float) * 128 + 128)
    return rows.tobytes()


def decode(data: bytes) -> Splats:
    """The splats of a ``.splat`` file.

    Raises:
        FormatError: As ``read_raw``, or no splat is finite.
    """
    return read_raw(data).splats()


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(data: bytes) -> RawSplats:
    """The numbers of a ``.splat`` file.

    Raises:
        FormatError: The length is no multiple of 32, or the numbers cannot be splats. The format has no
            signature, so this is how other files are recognised.
    """
    if len(data) % _ROW.itemsize:
        raise FormatError(f"This is not a .splat file: {len(data):,} bytes are not a multiple of 32.")
    rows = np.frombuffer(data, _ROW)
    scales = rows["scale"].astype(float)
    if not (np.isfinite(rows["mean"]).all() and np.isfinite(scales).all() and (scales >= 0).all()):
        raise FormatError("This is not a .splat file: it has positions or sizes that no splat can have.")
    return RawSplats(
        means=rows["mean"].astype(np.float32),
        quats=(rows["quat"].astype(np.float32) - 128) / np.float32(128),
        log_scales=np.log(np.maximum(scales, 1e-30)),
        opacities=rows["rgba"][:, 3] / 255,
        sh=sh0_from_colors(rows["rgba"][:, :3] / 255),
        frame=PLY_RDF,
        what=".splat",
    )
