"""Who touches whom in a rollout: the narrow phase at the stored poses. No forces, nothing is stepped."""

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.model import Compiled
from spatialwm.dynamics.soft import SoftPlace
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.geometry.poses import transform
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_normalize, quat_rotate
from spatialwm.scene import Rollout, Scene

__all__ = ["NEAR", "Touches", "touches_of"]

NEAR = 0.008
"""Nearer than this things may touch [m]: what a scene sets down too high, by up to 5 mm, rests there."""
_WITHIN = 0.6
"""Part of a step that something may have been away from what it hit in its middle."""
_FARTHEST = 0.2
"""Nothing is looked for farther away [m]."""
_FINE = 0.03
"""Between frames that are farther apart things are looked at in between, in steps of this [m]."""
_MOST_BETWEEN = 6
_AWAY, _APART = -1000.0, 50.0
"""What is not in the world is put there [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Touches:
    """Pairs of colliders that are near each other, a row each. The agent is number ``len(objects)``."""

    frames: Int[np.ndarray, " c"]
    """Counted from the first frame of the tracks."""
    pairs: Int[np.ndarray, "c 2"]
    """Objects."""
    gaps: Float[np.ndarray, " c"]
    """Between their surfaces; below 0 they overlap [m]."""
    normals: Float[np.ndarray, "c 3"]
    """From the first to the second, of unit length."""
    between: Bool[np.ndarray, " c"]
    """Whether it is on the way to the next frame instead: only overlaps are in such rows."""


def touches_of(scene: Scene, rollout: Rollout, compiled: Compiled, tracks: Tracks) -> Touches:
    """Look at every frame, and at the way between two that are far apart."""
    poser = _Poser(scene, rollout, compiled, tracks)
    strides = tracks.strides.max(axis=1, initial=0.0)
    found: list[tuple[np.ndarray, ...]] = []
    last: tuple[np.ndarray, ...] | None = None
    for k in range(len(tracks.times)):
        if last is None or poser.moved(k):
            poser.at(k, 0.0)
            last = poser.look(NEAR + min(_WITHIN * float(strides[k]), _FARTHEST))
        found.append((np.full(len(last[0]), k), *last, np.zeros(len(last[0]), bool)))
        count = poser.halts(k)
        for n in range(1, count):
            poser.at(k, n / count)
            row = poser.look(0.0)
            found.append((np.full(len(row[0]), k), *row, np.ones(len(row[0]), bool)))
    frames, pairs, gaps, normals, between = (np.concatenate(column) for column in zip(*found, strict=True))
    one = _distinct(2 * frames + between, pairs, gaps, normals)
    return Touches(
        frames=frames[one], pairs=pairs[one], gaps=gaps[one], normals=normals[one], between=between[one]
    )


def _distinct(looks: np.ndarray, pairs: np.ndarray, gaps: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Rows, look by look, of which no two say the same: pair and direction, to 7 degrees; the nearest."""
    turned = np.rint(8 * normals).astype(np.int64) + 8
    words = turned @ (1, 32, 1024) + 32768 * pairs[:, 0]
    words += (int(pairs.max(initial=0)) + 1) * 32768 * pairs[:, 1]
    order = np.lexsort((gaps, words, looks))
    fresh = np.append(True, (np.diff(words[order]) != 0) | (np.diff(looks[order]) != 0))
    return order[fresh[: len(order)]]


class _Poser:
    """A copy of the scene's engine whose bodies are put where the rollout has them."""

    def __init__(self, scene: Scene, rollout: Rollout, compiled: Compiled, tracks: Tracks) -> None:
        mujoco = load_mujoco()

        self._compiled, self._tracks, self._scene = compiled, tracks, scene
        self._model: Any = copy.copy(compiled.model)
        self._model.opt.enableflags = 0
        self._data: Any = mujoco.MjData(self._model)
        self._owners = _owners(compiled)
        self._homes = np.array(self._model.body_pos[compiled.bodies])
        for k, thing in enumerate(scene.objects):  # a model in use has things put away
            if thing.body.joint is None or thing.body.joint.parent is None:
                self._homes[k] = thing.position
        self._free = compiled.movers[compiled.free]
        self._joints = [
            (int(m), int(q.start))
            for m, q, free in zip(compiled.movers, compiled.qpos, compiled.free, strict=True)
            if not free
        ]
        self._agent_q = int(self._model.joint("agent.x").qposadr[0])
        self._agent = int(self._model.body("agent").id)
        window = slice(tracks.first, tracks.first + len(tracks.times))
        self._cages = {track.name: track.nodes[window].astype(float) for track in rollout.cages}

    def moved(self, k: int) -> bool:
        """Whether anything is elsewhere than in the frame before."""
        tracks = self._tracks
        parts = [tracks.origins, tracks.quats, tracks.there, *self._cages.values()]
        parts += [tracks.agent] if len(tracks.agent) else []
        return not all(np.array_equal(part[k], part[k - 1]) for part in parts)

    def halts(self, k: int) -> int:
        """In how many parts the way to the next frame is walked."""
        if k + 1 >= len(self._tracks.times):
            return 1
        tracks = self._tracks
        ways = np.linalg.norm(tracks.rates[k], axis=1)[tracks.there[k]] * tracks.lasting[k]
        return min(1 + int(ways.max(initial=0.0) / _FINE), _MOST_BETWEEN)

    def at(self, k: int, part: float) -> None:
        """Put everything where it is in a frame, or that part of the way to the next."""
        tracks, data, model = self._tracks, self._data, self._model
        later = min(k + 1, len(tracks.times) - 1)
        origins = tracks.origins[k] * (1 - part) + tracks.origins[later] * part
        quats = quat_normalize(_nearby(tracks.quats[k], tracks.quats[later], part))
        gone = np.flatnonzero(~tracks.there[k])
        origins[gone] = np.stack([0 * gone, _AWAY - _APART * gone, 0 * gone], axis=1)
        model.body_pos[self._compiled.bodies] = self._homes
        hung = {m for m, _ in self._joints}
        fixed = [g for g in gone.tolist() if g not in hung]
        model.body_pos[self._compiled.bodies[fixed]] = origins[fixed]
        if len(self._free):
            data.qpos[self._compiled.free_qpos] = np.concatenate(
                [origins[self._free], quats[self._free]], axis=1
            )
        for m, q in self._joints:
            data.qpos[q] = self._opened(m, origins, quats)
        for place in self._compiled.soft:
            data.qpos[place.qpos] = self._nodes(place, k, origins, quats)
        self._put_agent(k)

    def look(self, gap: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs, gaps and normals of all that is nearer than ``gap``."""
        mujoco = load_mujoco()

        model, data = self._model, self._data
        model.pair_gap[:], model.geom_gap[:] = gap, gap
        model.body_margin[:] = gap  # else the broad phase looks no farther than the engine itself
        mujoco.mj_kinematics(model, data)
        if self._compiled.soft:
            mujoco.mj_flex(model, data)
        mujoco.mj_collision(model, data)
        contacts = data.contact
        geoms = np.asarray(contacts.geom).reshape(-1, 2)
        pairs = self._owners[np.asarray(model.geom_bodyid)[geoms]]
        if self._compiled.soft:
            owners = np.array([place.object for place in self._compiled.soft])
            pairs = np.where(geoms >= 0, pairs, owners[np.asarray(contacts.flex).reshape(-1, 2)])
        gaps = np.array(contacts.dist)
        keep = (pairs[:, 0] != pairs[:, 1]) & (gaps < gap)
        return pairs[keep], gaps[keep], np.array(contacts.frame).reshape(-1, 9)[keep, :3]

    def _opened(self, m: int, origins: np.ndarray, quats: np.ndarray) -> float:
        """How far a joint is from where the scene has it [rad] or [m]."""
        thing = self._scene.objects[m]
        joint = thing.body.joint
        assert joint is not None
        before, now = (thing.position.astype(float), thing.quat.astype(float)), (origins[m], quats[m])
        if joint.parent is not None:
            names = [o.name for o in self._scene.objects]
            above = self._scene[joint.parent]
            k = names.index(joint.parent)
            before = _relative(above.position.astype(float), above.quat.astype(float), *before)
            now = _relative(origins[k], quats[k], *now)
        axis = joint.axis.astype(float)
        if joint.kind == "slide":
            return float(quat_rotate(quat_conjugate(before[1]), now[0] - before[0]) @ axis)
        turn = quat_multiply(quat_conjugate(before[1]), now[1])
        return float(2 * np.arctan2(turn[1:] @ axis, turn[0]))

    def _nodes(self, place: SoftPlace, k: int, origins: np.ndarray, quats: np.ndarray) -> np.ndarray:
        thing = self._scene.objects[place.object]
        cage = place.rest if thing.cage is None else thing.cage.astype(float)
        cage = self._cages[thing.name][k] if thing.name in self._cages else cage
        world = transform(origins[place.object], quats[place.object], cage)
        return np.ravel((world - thing.position.astype(float)) @ place.turn - place.rest)

    def _put_agent(self, k: int) -> None:
        q, tracks = self._agent_q, self._tracks
        if not len(tracks.agent):
            self._model.body_pos[self._agent] = (0.0, _AWAY + _APART, 0.0)
            return
        x, y, z, yaw = tracks.agent[k, :4].tolist()
        self._model.body_pos[self._agent] = (0.0, y, 0.0)
        self._data.qpos[q : q + 3] = x, z, yaw


def _owners(compiled: Compiled) -> np.ndarray:
    count = len(compiled.bodies)
    owners = np.full(int(compiled.model.nbody), count)
    owners[compiled.bodies] = np.arange(count)
    return owners


def _nearby(first: np.ndarray, second: np.ndarray, part: float) -> np.ndarray:
    second = np.where(np.sum(first * second, axis=1, keepdims=True) < 0, -second, second)
    return first * (1 - part) + second * part


def _relative(
    at: np.ndarray, turn: np.ndarray, position: np.ndarray, quat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    inverse = quat_conjugate(turn)
    return quat_rotate(inverse, position - at), quat_multiply(inverse, quat)
