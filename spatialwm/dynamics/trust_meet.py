"""What the laws of trust share: who may have met whom, and which steps and objects a law can speak of."""

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.dynamics.trust_contacts import NEAR, Touches
from spatialwm.dynamics.trust_tracks import Tracks
from spatialwm.scene import Scene

__all__ = ["agent_strides", "at_ends", "meetings", "obeys_laws", "steps_there", "strides_of_all"]

_PART = 0.6
"""Of a step that things may have been apart, and yet have met in it."""


def meetings(
    tracks: Tracks, touches: Touches
) -> tuple[Int[np.ndarray, " m"], Int[np.ndarray, "m 2"], Float[np.ndarray, "m 3"]]:
    """Frames, pairs and normals of what may have met in the step before or after the frame."""
    both = strides_of_all(tracks)[touches.frames[:, None], touches.pairs].sum(axis=1)
    meet = (touches.gaps <= NEAR + _PART * both) & ~touches.between
    return touches.frames[meet], touches.pairs[meet], touches.normals[meet]


def strides_of_all(tracks: Tracks) -> Float[np.ndarray, "t n"]:
    """How far everything goes in a step next to a frame, the agent last [m]."""
    return np.concatenate([tracks.strides, agent_strides(tracks)[:, None]], axis=1)


def agent_strides(tracks: Tracks) -> Float[np.ndarray, " t"]:
    """How far the agent goes in a step next to a frame [m]; 0 when nobody knows where it is."""
    if not len(tracks.agent):
        return np.zeros(len(tracks.times))
    steps = np.linalg.norm(np.diff(tracks.agent[:, :3], axis=0), axis=1)
    return np.maximum(np.append(steps, 0.0), np.append(0.0, steps))


def steps_there(tracks: Tracks) -> Bool[np.ndarray, "s o"]:
    """Steps of what is in the world before, during and after them."""
    there = tracks.there
    inside = there[1:] & there[:-1]
    if not len(inside):
        return inside
    wide = np.pad(inside, ((1, 1), (0, 0)), mode="edge")
    return inside & wide[2:] & wide[:-2]


def at_ends(strain: Float[np.ndarray, "s o"]) -> Float[np.ndarray, "t o"]:
    """Of a step, seen in the frame it leads to."""
    return np.concatenate([np.zeros((1, strain.shape[1])), strain])


def obeys_laws(scene: Scene) -> Bool[np.ndarray, " o"]:
    """Objects that only gravity and contacts can move: not static, on no joint, with none on them."""
    parents = {thing.body.joint.parent for thing in scene.objects if thing.body.joint is not None}
    return np.array(
        [thing.body.kind in ("dynamic", "soft") and thing.name not in parents for thing in scene.objects],
        bool,
    )
