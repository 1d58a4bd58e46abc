"""A tree of splats for streaming: each inner splat stands for those below it, the root for all.

The bounding cube is cut in eight again and again. From the finest cells up, splats no larger than the cell
that they lie in are merged into one, which goes on to the next coarser cell. So there are about a third more
splats than before, and a viewer that walks down from the root sees coarse ones first.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.io.splat_order import morton_codes, morton_order
from spatialwm.scene.splats import Splats

__all__ = ["SplatTree", "merged_runs", "rounded_tops", "tree_of"]

_LEVELS = 21
"""Halvings of the cube: as many bits as a code has per axis."""
_MOST_CHILDREN = 256
"""Of one splat, where many lie in one place; RAD could count 65,535."""
_BLOCK = 1 << 18
"""Splats that are merged at once: bounds what is set aside."""
_LEAST_SCALE = 1e-7
"""[m] Of a merged splat: float32 of its variance holds no less."""
_MOST_OPACITY = 6000.0
"""Of a merged splat: RAD's encoding ends a little above."""


_FLAT = 0.55
"""Of the widening that RAD's encoding gives a flat top: at half its height a plain splat is then as wide,
to 5 % for 4 to 16 splats in one."""


_Families = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Parents, how many children each has, and the children one after another."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SplatTree:
    """Splats of every level of detail: leaves first, as given, then those that were made of them."""

    means: Float[np.ndarray, "n 3"]
    """[m]"""
    quats: Float[np.ndarray, "n 4"]
    """Wxyz."""
    scales: Float[np.ndarray, "n 3"]
    """[m]"""
    opacities: Float[np.ndarray, " n"]
    """Above 1 where a merged splat covers less than its parts did: it is drawn with a flat top."""
    sh: Float[np.ndarray, "n k 3"]
    """Colour."""
    order: Int[np.ndarray, " n"]
    """Rows from the root down: coarse before fine, neighbours near each other, siblings in a row."""
    child_counts: Int[np.ndarray, " n"]
    """Of each place in the order; 0 for a leaf."""
    child_starts: Int[np.ndarray, " n"]
    """Place in the order of the first child; 0 for a leaf."""

    def __len__(self) -> int:
        return len(self.means)


def tree_of(splats: Splats) -> SplatTree:
    """The tree of ``splats``, in their frame; the same splats give the same tree.

    Raises:
        InputError: There are none.
    """
    if not len(splats):
        raise InputError("A tree needs at least one splat.")
    nodes = _Nodes(splats)
    codes, unit = morton_codes(splats.means)
    entry = _entry_levels(splats, unit)
    sorted_rows = np.argsort(codes, kind="stable")
    sorted_rows = sorted_rows[np.argsort(entry[sorted_rows], kind="stable")]
    starts = np.searchsorted(entry[sorted_rows], np.arange(_LEVELS + 2))
    rows, row_codes = np.zeros(0, np.int64), np.zeros(0, np.uint64)
    families = list[_Families]()
    level = 0
    while level <= _LEVELS or len(rows) > 1:
        if level <= _LEVELS:
            new = sorted_rows[starts[level] : starts[level + 1]]
            rows, row_codes = np.concatenate([rows, new]), np.concatenate([row_codes, codes[new]])
            order = np.argsort(row_codes, kind="stable")
            rows, row_codes = rows[order], row_codes[order]
        cells = row_codes >> np.uint64(min(3 * level, 63))
        rows, row_codes, family = _merge_cells(nodes, rows, row_codes, cells)
        families.append(family)
        level += 1
    return _laid_out(nodes, int(rows[0]), families)


def merged_runs(splats: Splats, size: int) -> Splats:
    """Every ``size`` neighbours along a Z-order curve as one splat, which covers what they did.

    Raises:
        InputError: Fewer than one are to be merged.
    """
    if size < 1:
        raise InputError(f"At least 1 splat makes one, not {size}.")
    if size == 1 or not len(splats):
        return splats
    nodes = _Nodes(splats)
    firsts = np.arange(0, len(splats), size)
    made = nodes.merge(morton_order(splats.means), np.diff(np.r_[firsts, len(splats)]))
    return rounded_tops(
        Splats(
            means=nodes.means[made], quats=nodes.quats[made], scales=nodes.scales[made],
            opacities=nodes.opacities[made], sh=nodes.sh[made],
        )
    )  # fmt: skip


def rounded_tops(splats: Splats) -> Splats:
    """Those with an opacity above 1, which have flat tops, as plain splats: so much wider, and opaque."""
    widths = np.sqrt(1 + np.e * np.log(np.maximum(splats.opacities, 1)))
    grow = (1 + _FLAT * (widths - 1)).astype(np.float32)
    return replace(splats, scales=splats.scales * grow[:, None], opacities=np.minimum(splats.opacities, 1))


def _entry_levels(splats: Splats, unit: float) -> np.ndarray:
    """The level whose cells a splat is first no larger than."""
    sizes = 2 * splats.scales.max(axis=1).astype(float)
    if unit <= 0:
        return np.zeros(len(sizes), np.int64)
    return np.clip(np.ceil(np.log2(np.maximum(sizes, 1e-30) / unit)), 0, _LEVELS).astype(np.int64)


def _merge_cells(
    nodes: "_Nodes", rows: np.ndarray, codes: np.ndarray, cells: np.ndarray
) -> tuple[np.ndarray, np.ndarray, _Families]:
    """Those who go on to the next level with their codes, and the families."""
    if not len(rows):
        nothing = np.zeros(0, np.int64)
        return rows, codes, (nothing, nothing, nothing)
    firsts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    places = np.arange(len(rows)) - np.repeat(firsts, np.diff(np.r_[firsts, len(rows)]))
    firsts = np.flatnonzero(places % _MOST_CHILDREN == 0)  # a crowd becomes several families
    sizes = np.diff(np.r_[firsts, len(rows)])
    large = sizes > 1
    children = rows[np.repeat(large, sizes)]
    parents = nodes.merge(children, sizes[large])
    onward = rows[firsts]
    onward[large] = parents
    return onward, codes[firsts], (parents, sizes[large], children)


def _laid_out(nodes: "_Nodes", root: int, families: list[_Families]) -> SplatTree:
    families.reverse()
    count = nodes.count
    order = np.concatenate([np.array([root]), *(children for _, _, children in families)])
    sizes = np.concatenate([np.zeros(0, np.int64), *(sizes for _, sizes, _ in families)])
    parents = np.concatenate([np.zeros(0, np.int64), *(parents for parents, _, _ in families)])
    assert len(order) == count
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    counts, starts = np.zeros(count, np.int64), np.zeros(count, np.int64)
    counts[place[parents]] = sizes
    starts[place[parents]] = 1 + np.cumsum(sizes) - sizes
    return SplatTree(
        means=nodes.means[:count], quats=nodes.quats[:count], scales=nodes.scales[:count],
        opacities=nodes.opacities[:count], sh=nodes.sh[:count],
        order=order, child_counts=counts, child_starts=starts,
    )  # fmt: skip


class _Nodes:
    """A growing table of splats, with room for all there can be; pages that are not touched cost nothing."""

    def __init__(self, splats: Splats) -> None:
        self.count = len(splats)
        most = 2 * self.count
        for name in ("means", "quats", "scales", "opacities", "sh"):
            given = getattr(splats, name)
            table = np.empty((most, *given.shape[1:]), np.float32)
            table[: self.count] = given
            setattr(self, name, table)

    means: np.ndarray
    quats: np.ndarray
    scales: np.ndarray
    opacities: np.ndarray
    sh: np.ndarray

    def merge(self, children: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """Rows of the new splats: one for each run of ``sizes`` successive children."""
        ends = np.cumsum(sizes)
        made = self.count + np.arange(len(sizes))
        family = 0
        while family < len(sizes):
            start = ends[family] - sizes[family]
            last = max(family + 1, int(np.searchsorted(ends, int(start) + _BLOCK, "right")))
            self._merge_block(children[start : ends[last - 1]], sizes[family:last])
            family = last
        return made

    def _merge_block(self, rows: np.ndarray, sizes: np.ndarray) -> None:
        """Mean, spread and colour of each run, weighted by cover; as opaque as it takes to cover as much."""
        firsts = np.cumsum(sizes) - sizes
        scales = self.scales[rows].astype(float)
        covers = np.maximum(self.opacities[rows] * _section(scales), 1e-30)
        totals = np.add.reduceat(covers, firsts)
        weights = covers / np.repeat(totals, sizes)
        points = self.means[rows].astype(float)
        means = np.add.reduceat(weights[:, None] * points, firsts)
        apart = points - np.repeat(means, sizes, axis=0)
        halves = matrix_from_quat(self.quats[rows].astype(float)) * scales[:, None, :]
        spreads = halves @ halves.transpose(0, 2, 1) + apart[:, :, None] * apart[:, None, :]
        variances, axes = np.linalg.eigh(np.add.reduceat(weights[:, None, None] * spreads, firsts))
        determinants: np.ndarray = np.linalg.det(axes)
        axes[determinants < 0, :, 0] *= -1
        sides = np.sqrt(np.maximum(variances, _LEAST_SCALE**2))
        new = slice(self.count, self.count + len(sizes))
        self.means[new], self.quats[new], self.scales[new] = means, quat_from_matrix(axes), sides
        self.opacities[new] = np.clip(totals / _section(sides), 0, _MOST_OPACITY)
        colors = self.sh[rows]
        colors *= weights.astype(np.float32)[:, None, None]
        self.sh[new] = np.add.reduceat(colors, firsts)
        self.count += len(sizes)


def _section(scales: np.ndarray) -> np.ndarray:
    """The mean cross-section, up to a constant."""
    x, y, z = scales.T
    return x * y + y * z + z * x
