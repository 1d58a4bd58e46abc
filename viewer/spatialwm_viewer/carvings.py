"""Which splats a page means, and the scene in which they are objects of their own."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Bool

from spatialwm.errors import InputError
from spatialwm.objects.carving import carved, carving_center
from spatialwm.scene import Scene
from spatialwm_viewer.messages import Carving

__all__ = ["rows_of", "with_carvings"]


def with_carvings(scene: Scene, carvings: Sequence[Carving]) -> tuple[Scene, tuple[Carving, ...]]:
    """The scene with all of them done in order, and they with their centres and masses.

    Raises:
        InputError: One that cannot be done.
        UnknownObjectError: It is of no object there is.
    """
    told: list[Carving] = []
    for each in carvings:
        splats = scene[each.object].splats
        rows = rows_of(each.rows, 0 if splats is None else len(splats.means))
        scene = carved(scene, each.object, rows, new=each.name)
        assert splats is not None
        x, y, z = carving_center(splats, rows).tolist()
        told.append(replace(each, center=(x, y, z), mass=scene[each.name].body.mass))
    return scene, tuple(told)


def rows_of(packed: str, count: int) -> Bool[np.ndarray, " n"]:
    """The marked rows of ``count``.

    Raises:
        InputError: Not deflated base64 of just so many bits.
    """
    size = (count + 7) // 8
    try:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        raw = inflater.decompress(base64.b64decode(packed, validate=True), size + 1)
    except (binascii.Error, zlib.error) as error:
        raise InputError("Which splats is told as bits, deflated and in base64.") from error
    if len(raw) != size:
        raise InputError(f"{count} splats are told by {size} bytes, not by {len(raw)}.")
    return np.unpackbits(np.frombuffer(raw, np.uint8), count=count).astype(bool)
