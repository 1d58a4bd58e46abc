"""Where each number of a projected splat stands: shared by all compiled stages, in plain Python."""

__all__ = [
    "CHUNK",
    "EXTENT_X",
    "EXTENT_Y",
    "FEATURES",
    "INVISIBLE",
    "MOMENTS",
    "OPACITY",
    "THRESHOLD",
    "TILE",
    "A",
    "B",
    "C",
    "U",
    "V",
    "moment_stride",
]

TILE = 16
"""Pixels per side of a tile; a tile's row is one vector."""
CHUNK = 2048
"""Splats per unit of parallel work: fixed, so that sums have the same bits for any number of threads."""
INVISIBLE = 0xFFFFFFFF
"""Depth key of a splat that does not reach the picture; real keys are bits of positive floats, all smaller.
"""

# A projected splat is one row: sigma(d) = A dx^2 + B dx dy + C dy^2, alpha = OPACITY exp(-sigma).
U, V, A, B, C, OPACITY, EXTENT_X, EXTENT_Y, THRESHOLD, FEATURES = range(10)
"""Columns: centre [px], form, peak alpha, half width and height where alpha is 1/255 [px], ln(255 OPACITY),
then channels."""

MOMENTS = 6
"""A gradient row holds sums over pixels of g, g dx, g dy, g dx^2, g dx dy, g dy^2 (g = dLoss/dsigma /
-OPACITY), then one sum per channel."""


def moment_stride(channel_count: int) -> int:
    """Numbers per gradient row: whole vectors."""
    return -(-(MOMENTS + channel_count) // TILE) * TILE
