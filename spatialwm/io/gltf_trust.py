"""What only some rollouts carry, in a GLB: the agent, measured colours, how far they are to be believed."""

from typing import Any, TypedDict, cast

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError
from spatialwm.io.gltf_buffers import GltfReader, GltfWriter, Json
from spatialwm.scene import Rollout, Trust

__all__ = ["more_tracks", "read_more_tracks"]


class MoreTracks(TypedDict, total=False):
    """Fields of ``Rollout``; those that the file has."""

    agent: Float[np.ndarray, "a 6"]
    colors: Float[np.ndarray, "c l 3"]
    trust: Trust


def more_tracks(writer: GltfWriter, rollout: Rollout) -> Json:
    """Accessors of what the rollout has of them."""
    found: Json = {}
    if len(rollout.agent):
        found["agent"] = writer.add_accessor(rollout.agent.reshape(-1), use="other")
    if len(rollout.colors):
        found["colors"] = writer.add_accessor(rollout.colors.reshape(-1, 3), use="other")
    if rollout.trust is not None:
        found["trust"] = _trust_json(writer, rollout.trust)
    return found


def read_more_tracks(reader: GltfReader, entry: Json, frames: int, tracks: int) -> MoreTracks:
    """The inverse of ``more_tracks``, of a rollout of so many frames and tracks.

    Raises:
        FormatError: It is broken.
    """
    found = MoreTracks()
    if "agent" in entry:
        found["agent"] = reader.array(entry["agent"], dtype="<f4", width=1).reshape(-1, 6)
    if "colors" in entry:
        found["colors"] = reader.array(entry["colors"], dtype="<f4", width=3).reshape(frames, -1, 3)
    if "trust" in entry:
        found["trust"] = _read_trust(reader, entry["trust"], tracks)
    return found


def _trust_json(writer: GltfWriter, trust: Trust) -> Json:
    return {
        "scores": writer.add_accessor(trust.scores, use="other"),
        "reasons": writer.add_accessor(trust.reasons.astype(np.uint32), use="other"),
        "causes": [list(cause) for cause in trust.causes],
        "bands": writer.add_accessor(trust.bands.reshape(-1), use="other"),
    }


def _read_trust(reader: GltfReader, entry: Json, tracks: int) -> Trust:
    scores = reader.array(entry["scores"], dtype="<f4", width=1)
    reasons = reader.array(entry["reasons"], dtype="<u4", width=1)
    if not (np.isfinite(scores).all() and (reasons < 1 << 31).all()):
        raise FormatError("This GLB is broken: its trust is no number.")
    return Trust(
        scores=scores,
        reasons=reasons.astype(np.int32),
        causes=tuple(_cause(pair) for pair in cast("list[Any]", entry["causes"])),
        bands=reader.array(entry["bands"], dtype="<f4", width=1).reshape(len(scores), tracks),
    )


def _cause(pair: Any) -> tuple[str, str]:  # noqa: ANN401
    name, reason = pair
    if not (isinstance(name, str) and isinstance(reason, str)):
        raise FormatError(f"This GLB is broken: {pair!r:.40} is no cause.")
    return name, reason
