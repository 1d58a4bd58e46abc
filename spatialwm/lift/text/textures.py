"""Textures for meshes, from the same cells as the splats: one block of texels per quad that needs one."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

from spatialwm.lift.text.surfaces import srgb_from_linear
from spatialwm.shapes import freeze_arrays

__all__ = ["Atlas", "atlas_of", "detailed"]

_VISIBLE = 0.012
"""A difference in linear light that is seen in a picture: 3 of 255 in the middle greys."""
_WIDEST = 4096
"""Of a texture [texels]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Atlas:
    """A texture, and where each quad's corners are on it."""

    texture: UInt8[np.ndarray, "h w 3"]
    uvs: Float[np.ndarray, "q 4 2"]

    def __post_init__(self) -> None:
        freeze_arrays(self)


def detailed(
    counts: Int[np.ndarray, "q 2"],
    quad: Int[np.ndarray, " n"],
    colors: Float[np.ndarray, "n 3"],
    plain: Float[np.ndarray, "n 3"],
) -> Int[np.ndarray, " t"]:
    """Quads of more than one cell on which vertex colours do not show what the cells do.

    Args:
        counts: Cells along u and v of each quad.
        quad: Quad of each cell.
        colors: What a cell shows.
        plain: What the vertices would show there (linear).
    """
    apart = np.abs(colors - plain).max(axis=1)
    most = np.zeros(len(counts))
    np.maximum.at(most, quad, apart)
    return np.flatnonzero((most > _VISIBLE) & (counts.prod(axis=1) > 1))


def atlas_of(
    counts: Int[np.ndarray, "q 2"],
    chosen: Int[np.ndarray, " t"],
    quad: Int[np.ndarray, " n"],
    cell: Int[np.ndarray, " n"],
    ratios: Float[np.ndarray, "n 3"],
) -> Atlas:
    """Pack the chosen quads' cells, each block with a border of its own colours.

    Args:
        counts: Cells along u and v of each quad.
        chosen: The quads that get texels; all others point at a white one.
        quad: Quad of each cell.
        cell: Its number in the quad, u fastest.
        ratios: Colour over the brightest of its quad, which is the vertices' colour (linear).
    """
    corners, width, height = _packed(counts[chosen] + 2)
    place = np.full((len(counts), 2), -1)
    place[chosen] = corners
    texture = np.full((height, width, 3), 255, np.uint8)
    mine = np.flatnonzero(place[quad, 0] >= 0)
    owner, u, v = quad[mine], cell[mine] % counts[quad[mine], 0], cell[mine] // counts[quad[mine], 0]
    texels = np.round(255 * srgb_from_linear(ratios[mine])).astype(np.uint8)
    for right in (0, 2, 1):  # borders first, so that the middle is right
        for down in (0, 2, 1):
            edge_u = (right == 1) | ((right == 0) & (u == 0)) | ((right == 2) & (u == counts[owner, 0] - 1))
            edge_v = (down == 1) | ((down == 0) & (v == 0)) | ((down == 2) & (v == counts[owner, 1] - 1))
            on = np.flatnonzero(edge_u & edge_v)
            texture[place[owner[on], 1] + v[on] + down, place[owner[on], 0] + u[on] + right] = texels[on]
    size = np.array([width, height])
    low = (place + 1) / size
    high = (place + 1 + counts) / size
    uvs = np.stack(
        [low, np.stack([high[:, 0], low[:, 1]], 1), high, np.stack([low[:, 0], high[:, 1]], 1)], axis=1
    )
    uvs[place[:, 0] < 0] = np.array([width - 0.5, height - 0.5]) / size
    return Atlas(texture=texture, uvs=uvs)


def _packed(sizes: np.ndarray) -> tuple[np.ndarray, int, int]:
    """Places of blocks on shelves, the tallest first; width and height of it all."""
    area = int(sizes.prod(axis=1).sum())
    width = int(
        min(max(2 ** np.ceil(np.log2(max(area, 4) ** 0.5 * 1.05)), sizes[:, 0].max(initial=2)), _WIDEST)
    )
    found = np.zeros_like(sizes)
    x = y = shelf = 0
    for k in np.argsort(-sizes[:, 1], kind="stable"):
        wide, tall = (int(s) for s in sizes[k])
        if x + wide > width:
            x, y, shelf = 0, y + shelf, 0
        found[k] = x, y
        x, shelf = x + wide, max(shelf, tall)
    return found, width, y + shelf + 1  # the last row stays white
