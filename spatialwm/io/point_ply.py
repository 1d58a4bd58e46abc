"""Coloured points as a PLY, in the axes of whoever wrote it."""

import importlib
import io
from typing import Any

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError

__all__ = ["decode_points", "encode_points"]

_ROW = np.dtype([("xyz", "<f8", 3), ("rgb", "u1", 3)])
_HEADER = """ply
format binary_little_endian 1.0
element vertex {count}
property double x
property double y
property double z
property uchar red
property uchar green
property uchar blue
end_header
"""


def encode_points(points: Float[np.ndarray, "n 3"], colors: UInt8[np.ndarray, "n 3"] | None) -> bytes:
    """Binary PLY in float64, white where no colours are known."""
    rows = np.zeros(len(points), _ROW)
    rows["xyz"] = points
    rows["rgb"] = 255 if colors is None else colors
    return _HEADER.format(count=len(points)).encode() + rows.tobytes()


def decode_points(data: bytes) -> tuple[Float[np.ndarray, "n 3"], UInt8[np.ndarray, "n 3"]]:
    """The vertices of a PLY and their colours, grey where it has none.

    Raises:
        FormatError: It is not a PLY, or a point is not finite.
    """
    trimesh: Any = importlib.import_module("trimesh")  # its types are partly unknown
    try:
        cloud = trimesh.load(io.BytesIO(data), file_type="ply", process=False)
        points = np.array(getattr(cloud, "vertices", np.zeros((0, 3))), float).reshape(-1, 3)
        colors = np.array(getattr(cloud, "colors", ()), np.uint8)
    except Exception as error:  # trimesh raises whatever the broken byte led to
        raise FormatError("the point file is not a PLY that can be read.") from error
    if not np.isfinite(points).all():
        raise FormatError("the point file has points that are not finite.")
    if colors.shape != (len(points), 4):
        return points, np.full((len(points), 3), 128, np.uint8)
    return points, colors[:, :3].copy()
