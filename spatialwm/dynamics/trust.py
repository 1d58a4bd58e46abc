"""Trust: which frames of a rollout to believe, judged by laws that hold for any predictor.

Only the scene, the stored poses, the actions and, where a predictor gives them, colours are read. So the
judge does not care whether an engine, a network or a film made the rollout. Each law gives a strain, 1 at its
limit; the score is 1 / (1 + strain^2): 1 where nothing is strained, 0.5 at the limit; below, trust is lost.
The limits are far above what the engine's own rollouts strain: ``spatialwm bench trust`` measures both that
and how surely teleports, vanishing, passing through things, hovering and swapped colours are seen.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.dynamics.simulate import start_of
from spatialwm.dynamics.trust_band import bands_of
from spatialwm.dynamics.trust_checks import continuity, overlaps, penetration
from spatialwm.dynamics.trust_contacts import touches_of
from spatialwm.dynamics.trust_energy import energy
from spatialwm.dynamics.trust_given import given_by
from spatialwm.dynamics.trust_look import appearance, permanence
from spatialwm.dynamics.trust_momentum import momentum
from spatialwm.dynamics.trust_tracks import tracks_of
from spatialwm.errors import InputError
from spatialwm.scene import Rollout, Scene, Trust

__all__ = ["INVARIANTS", "Judgement", "judge", "judged"]

INVARIANTS = (
    "continuity",
    "momentum",
    "support",
    "energy",
    "penetration",
    "permanence",
    "appearance",
)
_AT_ONCE = 2048
"""Frames judged together: 20 objects take 60 MB."""
_OVERLAP = 32
"""Frames on both sides that a law looks at."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Judgement:
    """Scores of every object in every frame."""

    names: tuple[str, ...]
    """Of the objects, as the scene has them."""
    scores: Float[np.ndarray, "t o"]
    reasons: Int[np.ndarray, "t o"]
    """Which of ``INVARIANTS`` is strained most."""

    def trust(self, rollout: Rollout) -> Trust:
        """Of every frame its worst object: what a rollout carries."""
        count = len(self.scores)
        if not self.names:
            scores = np.ones(count, np.float32)
            none = np.zeros(count, np.int32)
            return Trust(scores=scores, reasons=none, causes=(("", ""),), bands=bands_of(rollout))
        worst = self.scores.argmin(axis=1)
        scores = self.scores[np.arange(count), worst]
        kinds = self.reasons[np.arange(count), worst]
        codes = np.where(scores < 1, 1 + worst * len(INVARIANTS) + kinds, 0)
        known, reasons = np.unique(codes, return_inverse=True)
        return Trust(
            scores=scores,
            reasons=reasons.astype(np.int32),
            causes=tuple(self._cause(int(code)) for code in known),
            bands=bands_of(rollout),
        )

    def _cause(self, code: int) -> tuple[str, str]:
        if not code:
            return "", ""
        one, kind = divmod(code - 1, len(INVARIANTS))
        return self.names[one], INVARIANTS[kind]


def judged(scene: Scene, *, compiled: Compiled | None = None, noise: float = 0.0) -> Scene:
    """The scene with a rollout that carries its trust; see ``judge``.

    Raises:
        InputError: There is no rollout, or it is broken.
    """
    rollout = scene.rollout
    if rollout is None:
        raise InputError("There is nothing to judge: the scene has no rollout.")
    trust = judge(scene, compiled=compiled, noise=noise).trust(rollout)
    return replace(scene, rollout=replace(rollout, trust=trust))


def judge(scene: Scene, *, compiled: Compiled | None = None, noise: float = 0.0) -> Judgement:
    """Hold a scene's rollout to the laws.

    Args:
        scene: One with a rollout, of any predictor.
        compiled: The engine's model of the start of the scene, where there is one already; it is not changed.
        noise: Standard deviation of the positions [m], where the rollout was measured, as from a film.

    Raises:
        InputError: There is no rollout; poses that are not finite; times that do not increase.
    """
    rollout = scene.rollout
    if rollout is None:
        raise InputError("There is nothing to judge: the scene has no rollout.")
    if not 0 <= noise < 1:
        raise InputError(f"The noise of positions is at least 0 and below 1 m, got {noise:g}.")
    start = start_of(scene)
    model = compile_scene(start) if compiled is None else compiled
    count, objects = len(rollout.times), len(scene.objects)
    strains = np.zeros((len(INVARIANTS), count, objects))
    at_start: dict[tuple[int, int], float] | None = None
    for first in range(0, count, _AT_ONCE):
        last = min(first + _AT_ONCE, count)
        frames = slice(max(first - _OVERLAP, 0), min(last + _OVERLAP, count))
        found, deep = _strains(start, rollout, model, frames, noise, at_start)
        at_start = deep if at_start is None else at_start
        strains[:-1, first:last] = found[:, first - frames.start : last - frames.start]
    strains[-1] = appearance(start, rollout)
    worst = strains.max(axis=0, initial=0.0)
    return Judgement(
        names=tuple(thing.name for thing in scene.objects),
        scores=1 / (1 + worst**2),
        reasons=strains.argmax(axis=0),
    )


def _strains(
    start: Scene,
    rollout: Rollout,
    compiled: Compiled,
    frames: slice,
    noise: float,
    at_start: dict[tuple[int, int], float] | None,
) -> tuple[Float[np.ndarray, "i t o"], dict[tuple[int, int], float]]:
    tracks = tracks_of(start, rollout, compiled, frames)
    touches = touches_of(start, rollout, compiled, tracks)
    given = given_by(start, rollout, tracks)
    deep = overlaps(touches, 0) if at_start is None else at_start
    kick, pull = momentum(start, tracks, touches, given, noise)
    found = [
        continuity(tracks, touches, given, noise),
        kick,
        pull,
        energy(start, tracks, touches, given, noise),
        penetration(start, tracks, touches, deep, noise),
        permanence(start, rollout, tracks),
    ]
    return np.stack(found), deep
