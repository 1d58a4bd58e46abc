"""How far a rollout is to be believed, in a GLB."""

from typing import Any, cast

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.io.gltf_buffers import GltfReader, GltfWriter, Json
from spatialwm.scene import Trust

__all__ = ["read_trust", "trust_json"]


def trust_json(writer: GltfWriter, trust: Trust) -> Json:
    """Accessors of the numbers, and the causes as pairs of texts."""
    return {
        "scores": writer.add_accessor(trust.scores, use="other"),
        "reasons": writer.add_accessor(trust.reasons.astype(np.uint32), use="other"),
        "causes": [list(cause) for cause in trust.causes],
        "bands": writer.add_accessor(trust.bands.reshape(-1), use="other"),
    }


def read_trust(reader: GltfReader, entry: Json, tracks: int) -> Trust:
    """The inverse of ``trust_json``, of a rollout of so many tracks.

    Raises:
        FormatError: It is broken.
    """
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
