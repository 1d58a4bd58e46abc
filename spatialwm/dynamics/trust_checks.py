"""The laws a rollout is held to. Each gives, per frame and object, how far it is strained: 1 is the limit.

What no push, hand or wind explains must be so:

* *continuity*: a step is between the steps before and after it, whatever was hit in the meantime;
* *momentum*: velocity changes by gravity and along contacts, inside their friction cones;
* *support*: over a sixth of a second too, or it is held up by nothing;
* *energy*: nobody gains energy that what it touches has not lost;
* *penetration*: nothing is in another thing deeper than its speed on arrival carries it.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.dynamics.trust_contacts import NEAR, Touches
from spatialwm.dynamics.trust_given import Given
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import Scene

__all__ = ["WINDOW", "continuity", "energy", "momentum", "overlaps", "penetration"]

WINDOW = 20
"""Steps that a bounce may take to give back what it took: 1/3 s."""
_PART = 0.6
"""Of a step that things may have been apart, and yet have met in it."""

_JUMP, _JUMP_PART = 0.003, 0.6
_TWIST, _TWIST_PART = 0.15, 0.8
_KICK, _KICK_PART = 0.25, 0.25
_PULL = 2.0
_CREATED, _CREATED_PART = 0.05, 0.1
_DEEP, _DEEP_TIME = 0.004, 0.006

_SPAN = 9
_CONES = 6
_SLACK = 0.15


def continuity(tracks: Tracks, touches: Touches, given: Given, noise: float) -> Float[np.ndarray, "t o"]:
    """Jumps of places and of rotations."""
    fall = tracks.gravity[1:, None] * tracks.lasting[:, None, None]
    lasting = tracks.lasting[:, None]
    jump, speed = _off_line(tracks.rates, fall, tracks.first == 0)
    twist, spin = _off_line(tracks.spins, np.zeros_like(fall), tracks.first == 0)
    radii = np.maximum(tracks.radii, 0.02)
    fast = (speed + radii * spin) * lasting  # a corner that hits makes speed of spin, and spin of speed
    met = _company(tracks, touches)
    fast += 2 * np.maximum(met[1:], met[:-1])  # what is hit flies off at up to twice the speed, and back
    strain = np.maximum(jump - given.speeds, 0) * lasting / (_JUMP + 3 * noise + _JUMP_PART * fast)
    turned = twist * lasting / (_TWIST + (6 * noise + _TWIST_PART * fast) / radii)
    turned[given.speeds > 0] = 0.0
    known = _steps_there(tracks)
    return _at_ends(np.where(known, np.maximum(strain, turned), 0.0))


def _company(tracks: Tracks, touches: Touches) -> Float[np.ndarray, "t o"]:
    """How far the fastest goes in a step of those that each object touches in a frame [m]."""
    count, objects = tracks.there.shape
    frames, pairs = _meetings(tracks, touches)[:2]
    strides = np.concatenate([tracks.strides, _agent_strides(tracks)[:, None]], axis=1)
    found = np.zeros((count, objects + 1))
    for one, other in ((0, 1), (1, 0)):
        np.maximum.at(found, (frames, pairs[:, one]), strides[frames, pairs[:, other]])
    return found[:, :objects]


def _meetings(tracks: Tracks, touches: Touches) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Frames, pairs and normals of what may have met in the step before or after the frame."""
    strides = np.concatenate([tracks.strides, _agent_strides(tracks)[:, None]], axis=1)
    both = strides[touches.frames[:, None], touches.pairs].sum(axis=1)
    meet = (touches.gaps <= NEAR + _PART * both) & ~touches.between
    return touches.frames[meet], touches.pairs[meet], touches.normals[meet]


def _off_line(rates: np.ndarray, fall: np.ndarray, from_rest: bool) -> tuple[np.ndarray, np.ndarray]:
    """Distance of each rate from the straight line between its neighbours, and the larger of these."""
    before = np.concatenate([np.zeros_like(rates[:1]) if from_rest else rates[:1], rates[:-1]]) + fall
    after = np.concatenate([rates[1:], rates[-1:]]) - fall
    if len(rates):
        after[-1] = rates[-1]
    way = after - before
    part = np.einsum("soa,soa->so", rates - before, way) / np.maximum(
        np.einsum("soa,soa->so", way, way), 1e-12
    )
    nearest = before + np.clip(part, 0, 1)[..., None] * way
    size = np.maximum(np.linalg.norm(before, axis=2), np.linalg.norm(after, axis=2))
    return np.linalg.norm(rates - nearest, axis=2), size


def _steps_there(tracks: Tracks) -> Bool[np.ndarray, "s o"]:
    there = tracks.there
    inside = there[1:] & there[:-1]
    wide = np.pad(inside, ((1, 1), (0, 0)), mode="edge")
    return inside & wide[2:] & wide[:-2]


def _at_ends(strain: Float[np.ndarray, "s o"]) -> Float[np.ndarray, "t o"]:
    """Of a step, seen in the frame it leads to."""
    return np.concatenate([np.zeros((1, strain.shape[1])), strain])


# ------------------------------------------------------------------- momentum


@dataclass(frozen=True, eq=False)
class _Rows:
    """Contacts as what they can do: push object ``targets[r]`` along ``ways[r]`` in the node of frame ``nodes``."""

    nodes: np.ndarray
    ways: np.ndarray
    frictions: np.ndarray


def momentum(
    scene: Scene, tracks: Tracks, touches: Touches, given: Given, noise: float
) -> tuple[Float[np.ndarray, "t o"], Float[np.ndarray, "t o"]]:
    """Strain of momentum and of support."""
    count, objects = tracks.there.shape
    zero = np.zeros((count, objects))
    if count < 3:
        return zero, zero
    change = np.zeros((count, objects, 3))
    fall = tracks.gravity[1:-1, None] * tracks.lasting[1:, None, None]
    change[1:-1] = np.diff(tracks.rates, axis=0) - fall
    known = zero.astype(bool)
    known[1:-1] = _steps_there(tracks)[1:] & _steps_there(tracks)[:-1]
    known[1:-1] &= ~(given.free[1:] | given.free[:-1])
    known[:, _unmoved_by_laws(scene)] = False
    change[~known] = 0.0
    left = _unexplained(change, _rows(scene, tracks, touches)).reshape(change.shape)
    size = np.linalg.norm(left, axis=2)
    given_speed = np.zeros_like(size)
    given_speed[1:-1] = given.speeds[1:] + given.speeds[:-1]
    rate = np.linalg.norm(tracks.rates, axis=2)
    speed = zero.copy()
    speed[1:-1] = np.maximum(rate[1:], rate[:-1])
    lasting = float(tracks.lasting.mean())
    kick = np.maximum(size - given_speed, 0) / (_KICK + 6 * noise / lasting + _KICK_PART * speed)
    share = np.clip(1 - given_speed / np.maximum(size, 1e-9), 0, 1)
    pulls = _sliding_mean(left * share[..., None], _SPAN) / lasting
    settled = _sliding_mean(known.astype(float)[..., None], _SPAN)[..., 0] > 1 - 1e-6
    span = _SPAN * lasting
    pull = np.linalg.norm(pulls, axis=2) / (_PULL + 8 * noise / span**2) * settled
    return _later(kick), _later(pull)


def _unmoved_by_laws(scene: Scene) -> np.ndarray:
    """Objects that are static, or that a joint pulls on."""
    return np.array([thing.body.kind in ("static", "articulated") for thing in scene.objects], bool)


def _later(strain: np.ndarray) -> np.ndarray:
    """A change of velocity in a frame shows in the next."""
    return np.concatenate([np.zeros((1, strain.shape[1])), strain[:-1]])


def _sliding_mean(values: np.ndarray, span: int) -> np.ndarray:
    """Over the frames around each."""
    half = span // 2
    wide = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    middle = np.arange(len(values))
    return (wide[np.minimum(middle + half + 1, len(values))] - wide[np.maximum(middle - half, 0)]) / span


def _rows(scene: Scene, tracks: Tracks, touches: Touches) -> _Rows:
    count, objects = tracks.there.shape
    frames, pairs, normals = _meetings(tracks, touches)
    rough = np.array([*(thing.body.friction for thing in scene.objects), 0.0])
    friction = rough[pairs].max(axis=1) + _SLACK
    ends = [(pairs[:, 0], -normals), (pairs[:, 1], normals)]
    nodes: list[np.ndarray] = []
    ways: list[np.ndarray] = []
    frictions: list[np.ndarray] = []
    for target, way in ends:
        for shift in (-1, 0, 1):
            at = frames + shift
            good = (target < objects) & (at >= 0) & (at < count)
            nodes.append((at * objects + target)[good])
            ways.append(way[good])
            frictions.append(friction[good])
    return _Rows(np.concatenate(nodes), np.concatenate(ways), np.concatenate(frictions))


def _agent_strides(tracks: Tracks) -> np.ndarray:
    if not len(tracks.agent):
        return np.zeros(len(tracks.times))
    steps = np.linalg.norm(np.diff(tracks.agent[:, :3], axis=0), axis=1)
    return np.maximum(np.append(steps, 0.0), np.append(0.0, steps))


def _unexplained(change: np.ndarray, rows: _Rows) -> np.ndarray:
    """What of velocity changes (n, 3) is outside the sum of the friction cones at each; by matching pursuit."""
    left = change.reshape(-1, 3).copy()
    busy = np.einsum("na,na->n", left, left) > 1e-4
    own = np.flatnonzero(busy[rows.nodes])
    simple = _inside_cone(left[rows.nodes[own]], rows.ways[own], rows.frictions[own])
    left[rows.nodes[own[simple]]] = 0.0  # what lies on something, and most of what hits something
    own = own[np.any(left[rows.nodes[own]], axis=1)]
    nodes, ways, frictions = rows.nodes[own], rows.ways[own], rows.frictions[own]
    order = np.argsort(nodes, kind="stable")
    nodes, ways, frictions = nodes[order], ways[order], frictions[order]
    if not len(nodes):
        return left
    starts = np.flatnonzero(np.append(True, np.diff(nodes) > 0))
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(nodes))))
    for _ in range(_CONES):
        parts = _onto_cone(left[nodes], ways, frictions)
        sizes = np.einsum("ra,ra->r", parts, parts)
        best = np.maximum.reduceat(sizes, starts)
        first = np.flatnonzero(sizes >= best[group])
        _, chosen = np.unique(group[first], return_index=True)
        row = first[chosen]
        left[nodes[row]] -= parts[row]
    return left


def _inside_cone(vectors: np.ndarray, axes: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    along = np.einsum("ra,ra->r", vectors, axes)
    whole = np.einsum("ra,ra->r", vectors, vectors)
    return (along > 0) & (whole <= (1 + slopes**2) * along**2)


def _onto_cone(vectors: np.ndarray, axes: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """The nearest points of cones about axes: across is at most slope times along."""
    along = np.einsum("ra,ra->r", vectors, axes)
    across = vectors - along[:, None] * axes
    far = np.linalg.norm(across, axis=1)
    size = np.maximum((along + slopes * far) / (1 + slopes**2), 0)
    edge = size[:, None] * (axes + (slopes / np.maximum(far, 1e-12))[:, None] * across)
    return np.where((far <= slopes * along)[:, None], vectors, edge)


# --------------------------------------------------------------------- energy


def energy(
    scene: Scene, tracks: Tracks, touches: Touches, given: Given, noise: float
) -> Float[np.ndarray, "t o"]:
    """Strain of energy: what an object has more than at any time in the last third of a second."""
    count, objects = tracks.there.shape
    strain = np.zeros((count - 1, objects))
    if count < 3:
        return np.zeros((count, objects))
    start = -np.einsum("oa,a->o", tracks.centres[0], tracks.gravity[0])[None]
    levels = np.concatenate([start if tracks.first == 0 else tracks.energies[:1], tracks.energies])
    highest, lowest = _window(levels, np.maximum), _window(levels, np.minimum)
    gain, spread = tracks.energies - highest, highest - lowest
    speed = np.linalg.norm(tracks.rates, axis=2)
    blur = noise / float(tracks.lasting.mean())
    limit = _CREATED + _CREATED_PART * np.maximum(spread, speed**2 / 2) + 4 * blur * (speed + 2 * blur)
    movers = ~_unmoved_by_laws(scene) & np.array([o.body.kind != "soft" for o in scene.objects], bool)
    known = _steps_there(tracks) & ~given.free & movers
    graph = _Graph(scene, tracks, touches, given)
    moving = _window(np.concatenate([np.zeros((1, objects)), speed**2 / 2]), np.maximum)
    lost = (np.maximum(highest - tracks.energies, 0) + _CREATED_PART * moving) * tracks.masses
    for s, k in zip(*np.nonzero(known & (gain > limit)), strict=True):
        others = graph.partners(int(s), int(k))
        if others is None:
            continue
        got = given.energies[max(s - 1, 0) : s + 1][:, [*others, k]].sum() + lost[s, others].sum()
        strain[s, k] = max(gain[s, k] - got / tracks.masses[k], 0) / limit[s, k]
    return _at_ends(strain)


def _window(levels: np.ndarray, best: np.ufunc) -> np.ndarray:
    """Best of the levels before each step, up to ``WINDOW`` of them."""
    found = levels[:-1].copy()
    for back in range(1, WINDOW):
        found[back:] = best(found[back:], levels[: len(levels) - 1 - back])
    return found


class _Graph:
    """Who may have handed energy on to whom."""

    def __init__(self, scene: Scene, tracks: Tracks, touches: Touches, given: Given) -> None:
        self._objects = len(scene.objects)
        self._given = given
        self._agent = _agent_strides(tracks)
        static = np.array([*(thing.body.kind == "static" for thing in scene.objects), False], bool)
        frames, pairs, _ = _meetings(tracks, touches)
        movable = ~static[pairs].any(axis=1)
        self._frames, self._pairs = frames[movable], pairs[movable]
        self._soft = {k for k, thing in enumerate(scene.objects) if thing.body.kind == "soft"}

    def partners(self, step: int, one: int) -> list[int] | None:
        """Objects that hang together with one by contacts of late; None when one of them is a source."""
        first = max(step - WINDOW, 0)
        a, b = np.searchsorted(self._frames, (first, step + 3))
        pairs = np.unique(self._pairs[a:b], axis=0)
        found, grown = {one}, True
        while grown:
            touching = pairs[np.isin(pairs, list(found)).any(axis=1)].ravel().tolist()
            grown = not set(touching) <= found
            found |= set(touching)
        if self._objects in found and self._agent[first : step + 3].max() > 1e-4:
            return None
        found.discard(self._objects)
        if found & self._soft or self._given.free[first : step + 1][:, sorted(found)].any():
            return None
        return sorted(found - {one})


# ---------------------------------------------------------------- penetration


def overlaps(touches: Touches, frame: int) -> dict[tuple[int, int], float]:
    """How deep pairs of objects are in each other in a frame [m]."""
    deepest: dict[tuple[int, int], float] = {}
    for row in np.flatnonzero((touches.frames == frame) & (touches.gaps < 0) & ~touches.between):
        a, b = sorted(touches.pairs[row].tolist())
        deepest[a, b] = max(deepest.get((a, b), 0.0), -float(touches.gaps[row]))
    return deepest


def penetration(
    scene: Scene,
    tracks: Tracks,
    touches: Touches,
    at_start: dict[tuple[int, int], float],
    noise: float,
) -> Float[np.ndarray, "t o"]:
    """Strain by overlaps beyond those of the start. The agent's capsule is no object and may brush things."""
    count, objects = tracks.there.shape
    strain = np.zeros((count, objects))
    kinds = np.array([*(thing.body.kind for thing in scene.objects), "agent"])
    fixed, odd = kinds == "static", np.isin(kinds, ("soft", "agent"))
    names = {thing.name: k for k, thing in enumerate(scene.objects)}
    hung = {
        tuple(sorted((k, names[thing.body.joint.parent])))
        for k, thing in enumerate(scene.objects)
        if thing.body.joint is not None and thing.body.joint.parent is not None
    }
    deep = (touches.gaps < -_DEEP) & ~odd[touches.pairs].any(axis=1) & ~fixed[touches.pairs].all(axis=1)
    speeds = np.pad(tracks.strides / float(tracks.lasting.mean() if count > 1 else 1.0), ((5, 0), (0, 0)))
    recent = np.max([speeds[n : n + count] for n in range(6)], axis=0)
    for row in np.flatnonzero(deep):
        a, b = sorted(touches.pairs[row].tolist())
        if (a, b) in hung:
            continue
        k = int(touches.frames[row])
        limit = (
            _DEEP + 2 * noise + _DEEP_TIME * float(recent[k, a] + recent[k, b]) + at_start.get((a, b), 0.0)
        )
        at = min(k + int(touches.between[row]), count - 1)
        blamed = [m for m in (a, b) if not fixed[m]]
        strain[at, blamed] = np.maximum(strain[at, blamed], -touches.gaps[row] / limit)
    return strain
