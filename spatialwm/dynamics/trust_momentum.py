"""Momentum: velocities change by gravity and along contacts, inside friction cones, and in no other way.

From one frame to the next that is *momentum*; over nine frames it is *support*, which sees the small and
steady: what is held up, or pulled, by nothing.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.trust_contacts import Touches
from spatialwm.dynamics.trust_given import Given
from spatialwm.dynamics.trust_meet import meetings, obeys_laws, steps_there
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import Scene

__all__ = ["momentum"]

_KICK, _KICK_PART = 0.25, 0.25
"""A change of velocity without a cause: so much [m/s], and this part of the speed: contacts are seen only in
frames, and their directions change from one to the next."""
_PULL = 2.0
"""The same that lasts [m/s^2]: a fifth of the weight."""
_HALF = 4
"""Nine frames, four on both sides of the middle."""
_EVERY = 4
"""Of that many frames one is the middle of nine."""
_SLACK = 0.15
"""On top of friction: resistance to rolling, edges, and means over a frame."""
_CONES = 6
"""Contacts that share in one change; the rest of a pile is pressed by these."""


@dataclass(frozen=True, eq=False)
class _Cones:
    """What contacts can do, a row each: change velocity ``node`` along ``axis``, and across by friction."""

    nodes: Int[np.ndarray, " r"]
    axes: Float[np.ndarray, "r 3"]
    slopes: Float[np.ndarray, " r"]


def momentum(
    scene: Scene, tracks: Tracks, touches: Touches, given: Given, noise: float
) -> tuple[Float[np.ndarray, "t o"], Float[np.ndarray, "t o"]]:
    """Strain of momentum, and of support."""
    count, objects = tracks.there.shape
    if count < 3 or not objects:
        return np.zeros((count, objects)), np.zeros((count, objects))
    change = np.zeros((count, objects, 3))
    change[1:-1] = np.diff(tracks.rates, axis=0) - tracks.gravity[1:-1, None] * tracks.lasting[1:, None, None]
    speeds, asked = np.zeros((count, objects)), np.zeros((count, objects))
    rates = np.linalg.norm(tracks.rates, axis=2)
    speeds[1:-1] = np.maximum(rates[1:], rates[:-1])
    asked[1:-1] = given.speeds[1:] + given.speeds[:-1]
    known = _known(scene, tracks, given)
    change[~known] = 0.0
    meet = meetings(tracks, touches)
    blur = noise / float(tracks.lasting.mean())
    kicks = _unexplained(change, _cones(scene, meet, np.array(range(count), int), 1, count))
    kick = np.maximum(kicks - asked, 0) / (_KICK + 6 * blur + _KICK_PART * speeds)
    return _later(kick), _support(scene, tracks, meet, change, asked, known, noise)


def _known(scene: Scene, tracks: Tracks, given: Given) -> Bool[np.ndarray, "t o"]:
    """Frames in which the laws hold for an object: no hand holds it, no joint pulls at it."""
    known = np.zeros(tracks.there.shape, bool)
    there = steps_there(tracks) & ~given.free
    known[1:-1] = there[1:] & there[:-1]
    known[:, ~obeys_laws(scene)] = False
    return known


def _support(
    scene: Scene,
    tracks: Tracks,
    meet: tuple[np.ndarray, np.ndarray, np.ndarray],
    change: np.ndarray,
    asked: np.ndarray,
    known: np.ndarray,
    noise: float,
) -> np.ndarray:
    count, objects = known.shape
    middles = np.array(range(_HALF + 1, count - _HALF - 1, _EVERY), int)
    strain = np.zeros((count, objects))
    if not len(middles):
        return strain
    span = 2 * _HALF + 1
    lasting = float(tracks.lasting.mean())
    windows = middles[:, None] + np.array(range(-_HALF, _HALF + 1), int)
    means = change[windows].sum(axis=1)
    means[~known[windows].all(axis=1)] = 0.0
    pulls = _unexplained(means, _cones(scene, meet, middles, _HALF + 1, count))
    pulls = np.maximum(pulls - asked[windows].sum(axis=1), 0) / (span * lasting)
    found = pulls / (_PULL + 8 * noise / lasting / (span * lasting))
    for n, middle in enumerate(middles.tolist()):
        part = slice(middle, middle + _EVERY)
        strain[part] = found[n]
    return strain


def _later(strain: np.ndarray) -> np.ndarray:
    """A change of velocity in a frame shows in the next."""
    return np.concatenate([np.zeros((1, strain.shape[1])), strain[:-1]])


def _cones(
    scene: Scene,
    meet: tuple[np.ndarray, np.ndarray, np.ndarray],
    middles: Int[np.ndarray, " w"],
    reach: int,
    count: int,
) -> _Cones:
    """Of the contacts up to ``reach`` frames from each middle; a node is a middle and an object."""
    objects = len(scene.objects)
    frames, pairs, normals = meet
    rough = np.array([*(thing.body.friction for thing in scene.objects), 0.0])
    slopes = rough[pairs].max(axis=1) + _SLACK
    number = np.full(count + 2 * reach, -1)
    number[middles + reach] = np.arange(len(middles))
    nodes: list[np.ndarray] = []
    axes: list[np.ndarray] = []
    wide: list[np.ndarray] = []
    for target, way in ((pairs[:, 0], -normals), (pairs[:, 1], normals)):
        for shift in range(-reach, reach + 1):
            at = number[frames + shift + reach]
            good = (target < objects) & (at >= 0)
            nodes.append((at * objects + target)[good])
            axes.append(way[good])
            wide.append(slopes[good])
    return _Cones(np.concatenate(nodes), np.concatenate(axes), np.concatenate(wide))


def _unexplained(change: Float[np.ndarray, "w o 3"], cones: _Cones) -> Float[np.ndarray, "w o"]:
    """How much of the changes is outside the sum of the cones at each, by matching pursuit."""
    left = change.reshape(-1, 3).copy()
    busy = np.einsum("na,na->n", left, left) > 1e-4
    own = np.flatnonzero(busy[cones.nodes])
    simple = _inside_cone(left[cones.nodes[own]], cones.axes[own], cones.slopes[own])
    left[cones.nodes[own[simple]]] = 0.0  # what lies on something, and most of what hits something
    own = own[np.any(left[cones.nodes[own]], axis=1)]
    own = own[np.argsort(cones.nodes[own], kind="stable")]
    nodes, axes, slopes = cones.nodes[own], cones.axes[own], cones.slopes[own]
    if len(nodes):
        starts = np.flatnonzero(np.append(True, np.diff(nodes) > 0))
        group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(nodes))))
        for _ in range(_CONES):
            parts = _onto_cone(left[nodes], axes, slopes)
            sizes = np.einsum("ra,ra->r", parts, parts)
            first = np.flatnonzero(sizes >= np.maximum.reduceat(sizes, starts)[group])
            _, chosen = np.unique(group[first], return_index=True)
            left[nodes[first[chosen]]] -= parts[first[chosen]]
    return np.linalg.norm(left, axis=1).reshape(change.shape[:2])


def _inside_cone(
    vectors: Float[np.ndarray, "r 3"], axes: Float[np.ndarray, "r 3"], slopes: Float[np.ndarray, " r"]
) -> Bool[np.ndarray, " r"]:
    along = np.einsum("ra,ra->r", vectors, axes)
    whole = np.einsum("ra,ra->r", vectors, vectors)
    return (along > 0) & (whole <= (1 + slopes**2) * along**2)


def _onto_cone(
    vectors: Float[np.ndarray, "r 3"], axes: Float[np.ndarray, "r 3"], slopes: Float[np.ndarray, " r"]
) -> Float[np.ndarray, "r 3"]:
    """The nearest points of cones about axes: across is at most slope times along."""
    along = np.einsum("ra,ra->r", vectors, axes)
    across = vectors - along[:, None] * axes
    far = np.linalg.norm(across, axis=1)
    size = np.maximum((along + slopes * far) / (1 + slopes**2), 0)
    edge = size[:, None] * (axes + (slopes / np.maximum(far, 1e-12))[:, None] * across)
    return np.where((far <= slopes * along)[:, None], vectors, edge)
