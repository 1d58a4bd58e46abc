"""Fewer splats for the same picture.

Two ways: neighbours are merged, or the least visible are left out and those that stay grow for them.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.io.splat_order import morton_order
from spatialwm.scene import Splats
from spatialwm.scene.splat_edits import some_splats

__all__ = ["thinned_splats"]

_REACH = 8
"""Neighbours along the curve that a splat may be merged with."""
_COLOR_COST = 100.0
"""Of a whole step from black to white, against one standard deviation of distance squared."""
_GROWTH = 0.75
"""How much of the cover that a merged splat lacks it makes up for by growing: 0 none, 1 all."""
_ROUNDS = 60
"""More than enough: each merges at least a tenth."""
_NEIGHBOURS = 64
"""Splats along the curve among which the kept take over what the others covered."""
_MOST_GROWTH = 2.0
_LEAST_SCALE = 1e-7
"""[m] Of a merged splat: float32 of its variance holds no less."""


def thinned_splats(splats: Splats, count: int, *, way: Literal["merge", "select"] = "merge") -> Splats:
    """At most ``count`` splats, in Z-order, that look like the given ones.

    Args:
        splats: Many.
        count: How many may stay.
        way: ``merge`` neighbours of like colour, the smallest and faintest first; ``select`` keeps those that
            cover most, larger. ``spatialwm bench codecs`` compares them.

    Raises:
        InputError: ``count`` is below 1.
    """
    if count < 1:
        raise InputError(f"At least 1 splat has to stay, not {count}.")
    if len(splats) <= count:
        return splats
    return _merged(splats, count) if way == "merge" else _selected(splats, count)


def _cover(opacities: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Opacity times the mean cross-section, up to a constant."""
    x, y, z = scales.T.astype(float)
    return opacities * (x * y + y * z + z * x)


def _selected(splats: Splats, count: int) -> Splats:
    cover = _cover(splats.opacities, splats.scales)
    order = morton_order(splats.means)
    kept = np.zeros(len(splats), bool)
    kept[np.argpartition(-cover, count)[:count]] = True
    group = np.empty(len(splats), np.int64)
    group[order] = np.arange(len(splats)) // _NEIGHBOURS
    all_cover, kept_cover = np.bincount(group, cover), np.bincount(group, cover * kept)
    growth = np.sqrt(all_cover / np.maximum(kept_cover, 1e-30))
    rows = order[kept[order]]
    chosen = some_splats(splats, rows)
    factor = np.minimum(growth[group[rows]], _MOST_GROWTH).astype(np.float32)
    return replace(chosen, scales=chosen.scales * factor[:, None])


def _merged(splats: Splats, count: int) -> Splats:
    shifts = np.random.default_rng(0).random(_ROUNDS)
    for shift in shifts:
        if len(splats) <= count:
            return splats
        splats = some_splats(splats, morton_order(splats.means, shift=float(shift)))
        splats = _merge_pairs(splats, len(splats) - count)
    return _selected(splats, count) if len(splats) > count else splats


def _merge_pairs(splats: Splats, surplus: int) -> Splats:
    """One round: of the pairs who prefer each other, the cheaper half, but no more than are too many."""
    count, cover = len(splats), _cover(splats.opacities, splats.scales)
    covariances = _covariances(splats)
    costs = _pair_costs(splats, cover, covariances)
    ahead = np.argmin(costs, axis=0)
    rows = np.arange(count)
    behind_costs = np.full_like(costs, np.inf)
    for k in range(min(_REACH, count - 1)):
        behind_costs[k, k + 1 :] = costs[k, : count - k - 1]
    behind = np.argmin(behind_costs, axis=0)
    ahead_cost, behind_cost = costs[ahead, rows], behind_costs[behind, rows]
    partner = np.array(rows + np.where(ahead_cost <= behind_cost, ahead + 1, -behind - 1), int)
    first = np.flatnonzero((partner > rows) & (partner < count))
    first = first[partner[partner[first]] == first]
    first = first[np.argsort(ahead_cost[first], kind="stable")][: min(surplus, len(first) // 2 + 1)]
    second = partner[first]
    stays = np.ones(count, bool)
    stays[second] = False
    merged = _merge(splats, cover, covariances, first, second)
    fields = {name: getattr(splats, name).copy() for name in ("means", "quats", "scales", "opacities", "sh")}
    for name, values in merged.items():
        fields[name][first] = values
    return Splats(**{name: values[stays] for name, values in fields.items()})


def _covariances(splats: Splats) -> np.ndarray:
    rotations = matrix_from_quat(splats.quats.astype(float))
    half = rotations * splats.scales.astype(float)[:, None, :]
    return half @ half.transpose(0, 2, 1)


def _pair_costs(splats: Splats, cover: np.ndarray, covariances: np.ndarray) -> np.ndarray:
    """Cost (reach x n) of merging each splat with its next, next but one and so on; infinite past the end.

    Bhattacharyya's distance of the two and the squared difference of their colours, by how much the lesser
    covers.
    """
    count = len(splats)
    colors = colors_from_sh0(splats.sh.astype(float))
    means, halves = splats.means.astype(float), np.log(splats.scales.astype(float)).sum(axis=1)
    costs = np.full((_REACH, count), np.inf)
    for k in range(1, min(_REACH, count - 1) + 1):
        a, b = slice(None, -k), slice(k, None)
        inverse, log_det = _inverse_and_log_det((covariances[a] + covariances[b]) / 2)
        apart = means[a] - means[b]
        distance = np.einsum("ni,nij,nj->n", apart, inverse, apart) / 8
        distance += np.maximum(log_det - halves[a] - halves[b], 0) / 2
        distance += _COLOR_COST * np.square(colors[a] - colors[b]).sum(axis=1)
        together = cover[a] * cover[b] / np.maximum(cover[a] + cover[b], 1e-30)
        costs[k - 1, : count - k] = together * distance
    return costs


def _inverse_and_log_det(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of symmetric 3x3 matrices, by cofactors: ten times as fast as LAPACK one by one."""
    (a, b, c), (_, d, e), (_, _, f) = np.moveaxis(matrices, (1, 2), (0, 1))
    x, y, z = d * f - e * e, c * e - b * f, b * e - c * d
    det = np.maximum(a * x + b * y + c * z, 1e-60)
    rows = [[x, y, z], [y, a * f - c * c, b * c - a * e], [z, b * c - a * e, a * d - b * b]]
    inverse = np.stack([np.stack(row, axis=-1) for row in rows], axis=-2) / det[:, None, None]
    return inverse, np.log(det)


def _merge(
    splats: Splats, cover: np.ndarray, covariances: np.ndarray, first: np.ndarray, second: np.ndarray
) -> dict[str, np.ndarray]:
    """One splat of each pair, with the pair's mean, spread and colour.

    It covers as much as the two did, but is nowhere more opaque than they were one behind the other.
    """
    both = np.maximum(cover[first] + cover[second], 1e-30)
    share = (cover[first] / both)[:, None]
    a, b = splats.means[first].astype(float), splats.means[second].astype(float)
    apart = a - b
    spread = share[..., None] * covariances[first] + (1 - share[..., None]) * covariances[second]
    spread += (share * (1 - share))[..., None] * apart[:, :, None] * apart[:, None, :]
    variances, axes = np.linalg.eigh(spread)
    axes[np.linalg.det(axes) < 0, :, 0] *= -1
    scales = np.sqrt(np.maximum(variances, _LEAST_SCALE**2))
    in_front = 1 - (1 - splats.opacities[first]) * (1 - splats.opacities[second])
    missing = both / np.maximum(_cover(in_front, scales), 1e-30)
    scales *= np.clip(missing, 1, None)[:, None] ** (_GROWTH / 2)
    opacities = np.minimum(both / np.maximum(_cover(np.ones(len(first)), scales), 1e-30), in_front)
    weight = share.astype(np.float32)[..., None]
    return {
        "means": share * a + (1 - share) * b,
        "quats": quat_from_matrix(axes),
        "scales": scales,
        "opacities": opacities,
        "sh": weight * splats.sh[first] + (1 - weight) * splats.sh[second],
    }
