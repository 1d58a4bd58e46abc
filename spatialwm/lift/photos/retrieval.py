"""Which pairs of photos are worth matching in full: those that look alike. No vocabulary is needed."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, UInt8

__all__ = ["likely_pairs", "look_alike"]

_WORDS = 32
"""Cells of a photo's summary: VLAD of 16 to 64 is as good as a bag of 20,000 words (Jégou et al. 2010)."""
_WORD_ROUNDS = 8
_WORD_SAMPLE = 20_000
_CANDIDATES = 40
"""Photos that look most alike, whose features are then compared: twice the partners that are kept."""


def likely_pairs(
    descriptors: Sequence[UInt8[np.ndarray, "_ 128"]], *, neighbours: int, sequence: int
) -> list[tuple[int, int]]:
    """Pairs of photos worth matching in full.

    The ``descriptors`` (a photo's few largest features) of photos that look alike as a whole are matched
    against each other, which finds most overlapping pairs at a thousandth of the cost (preemptive matching,
    Wu 2013, "Towards linear-time incremental structure from motion"). The cost grows with the number of
    photos, not with its square.

    Args:
        descriptors: Per photo; a photo may have none.
        neighbours: Best partners to keep per photo.
        sequence: Partners along the order of the photos to keep anyway, for videos and walks.
    """
    unit = [_unit(d) for d in descriptors]
    count = len(unit)
    votes = np.zeros((count, count), int)
    for i, j in look_alike(unit, most=max(_CANDIDATES, 2 * neighbours)):
        votes[i, j] = votes[j, i] = _matches(unit[i], unit[j])
    pairs = {(i, j) for i in range(count) for j in range(i + 1, min(i + 1 + sequence, count))}
    for i in range(count):
        best = np.argsort(-votes[i], kind="stable")[:neighbours]
        pairs |= {(min(i, int(j)), max(i, int(j))) for j in best if votes[i, j] > 0}
    return sorted(pairs)


def look_alike(unit: Sequence[Float[np.ndarray, "_ 128"]], *, most: int) -> list[tuple[int, int]]:
    """Each photo with the ``most`` others whose summaries (VLAD, learnt from these alone) are nearest."""
    count = len(unit)
    if count - 1 <= most:
        return [(i, j) for i in range(count) for j in range(i + 1, count)]
    words = _words(np.concatenate(list(unit)))
    summaries = np.stack([_summary(d, words) for d in unit])
    likeness = summaries @ summaries.T
    np.fill_diagonal(likeness, -np.inf)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :most]
    return sorted({(min(i, int(j)), max(i, int(j))) for i in range(count) for j in nearest[i]})


def _words(descriptors: np.ndarray) -> np.ndarray:
    """Centres of k-means; the same photos give the same centres."""
    rng = np.random.default_rng(0)
    sample = descriptors[rng.permutation(len(descriptors))[:_WORD_SAMPLE]]
    if len(sample) == 0:
        return np.zeros((1, 128), np.float32)
    words = sample[:_WORDS].copy()
    for _ in range(_WORD_ROUNDS):
        nearest = _nearest(sample, words)
        for k in range(len(words)):
            if (members := sample[nearest == k]).size:
                words[k] = members.mean(axis=0)
    return words


def _nearest(descriptors: np.ndarray, words: np.ndarray) -> np.ndarray:
    return np.asarray((0.5 * (words**2).sum(axis=1) - descriptors @ words.T).argmin(axis=1))


def _summary(descriptors: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Sums of differences to the nearest word, each word normalised (Arandjelović and Zisserman 2013)."""
    sums = np.zeros_like(words)
    if len(descriptors):
        nearest = _nearest(descriptors, words)
        np.add.at(sums, nearest, descriptors - words[nearest])
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    flat = sums.ravel()
    return flat / max(float(np.linalg.norm(flat)), 1e-9)


def _matches(a: np.ndarray, b: np.ndarray) -> int:
    """How many features are each other's best and clearly better than the second (Lowe 2004, 7.1)."""
    if min(len(a), len(b)) < 2:
        return 0
    cosines = a @ b.T
    rows, best = np.arange(len(a)), cosines.argmax(axis=1)
    mutual = cosines.argmax(axis=0)[best] == rows
    top = cosines[rows, best]
    cosines[rows, best] = -1
    second = cosines.max(axis=1)
    clear = np.arccos(np.minimum(top, 1)) < 0.8 * np.arccos(np.clip(second, -1, 1))
    return int((mutual & clear).sum())


def _unit(descriptors: np.ndarray) -> Float[np.ndarray, "n 128"]:
    values = descriptors.astype(np.float32)
    return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
