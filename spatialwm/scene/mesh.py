"""Triangle meshes."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

from spatialwm.errors import ShapeError
from spatialwm.shapes import freeze_arrays

__all__ = ["Mesh"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Mesh:
    """Triangles in one frame with one material. Colour is vertex colour times texture."""

    vertices: Float[np.ndarray, "v 3"]
    """Corner positions [m]."""
    faces: Int[np.ndarray, "f 3"]
    """Vertex indices, counter-clockwise seen from outside."""
    normals: Float[np.ndarray, "v 3"] | None = None
    """Unit vertex normals; None shades flat."""
    colors_linear: Float[np.ndarray, "v 3"] | None = None
    """Linear RGB per vertex, in [0, 1], as glTF's COLOR_0; None is white."""
    uvs: Float[np.ndarray, "v 2"] | None = None
    """Texture coordinates, (0, 0) at the top left, as glTF's TEXCOORD_0."""
    texture: UInt8[np.ndarray, "h w 3"] | None = None
    """sRGB base colour picture."""
    metallic: float = 0.0
    """0 dielectric to 1 metal."""
    roughness: float = 0.8
    """0 mirror to 1 matt."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if (self.texture is None) != (self.uvs is None):
            raise ShapeError("Mesh: texture and uvs come together; give both or neither.")
        if len(self.faces) and not 0 <= self.faces.min() <= self.faces.max() < len(self.vertices):
            raise ShapeError("Mesh.faces: an index points at no vertex.")
