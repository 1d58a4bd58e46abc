"""What moves in a glTF beside poses: things that come and go, and soft meshes as blend shapes.

glTF has no word for a cage that deforms what is in it. Other readers get the mesh at up to ``MOST_SHAPES``
moments as blend shapes, and weights that go from each to the next; ours takes the cage itself.
"""

from typing import cast

import numpy as np
from jaxtyping import Float32

from spatialwm.io.gltf_buffers import GltfWriter, Json
from spatialwm.scene import Rollout, Scene
from spatialwm.scene.cage import deformation

__all__ = ["MOST_SHAPES", "scale_track", "shape_tracks"]

MOST_SHAPES = 24
"""Of a mesh: an eighth of a second apart in three seconds; each is as large as the mesh's corners."""
_FARTHEST = float(np.finfo(np.float32).max)
"""A corner far outside a cage that is torn apart goes this far: glTF has no infinite number."""


def scale_track(rollout: Rollout, name: str) -> tuple[Float32[np.ndarray, " t"], Float32[np.ndarray, "t 3"]]:
    """When the object comes and goes [s], and its scale from then on: 0 hides in any viewer."""
    spans = [(begin, end) for n, begin, end in rollout.hidden if n == name]
    changes = {0.0: 1.0} | {begin: 0.0 for begin, _ in spans}
    changes |= {end: 1.0 for _, end in spans if end is not None}
    begins = np.array(sorted(changes), np.float32)
    return begins, np.array([[changes[t]] * 3 for t in sorted(changes)], np.float32)


def shape_tracks(writer: GltfWriter, scene: Scene, nodes: dict[str, int]) -> list[tuple[int, Json]]:
    """Give soft meshes their blend shapes; returns the node and the sampler of the weights of each.

    Without playing it, a reader shows the mesh as it stands now: the last shape has weight 1.
    """
    rollout, found = scene.rollout, list[tuple[int, Json]]()
    for track in rollout.cages if rollout is not None else ():
        thing = scene[track.name]
        if rollout is None or thing.mesh is None:
            continue
        frames = np.unique(np.linspace(0, len(track.nodes) - 1, MOST_SHAPES).round().astype(int))
        index = cast("list[Json]", writer.json["nodes"])[nodes[track.name]]["mesh"]
        mesh = cast("list[Json]", writer.json["meshes"])[cast("int", index)]
        targets = list[Json]()
        for frame in frames.tolist():
            rest = thing.mesh.vertices.astype(float)
            then, _ = deformation(rest, thing.body, track.nodes[frame])
            change = np.clip(then - rest, -_FARTHEST, _FARTHEST).astype(np.float32)
            targets.append({"POSITION": writer.add_accessor(change, bounds=True)})
        for primitive in cast("list[Json]", mesh["primitives"]):
            primitive["targets"] = targets
        weights = np.eye(len(frames), dtype=np.float32)
        mesh["weights"] = weights[-1].tolist()
        sampler: Json = {
            "input": writer.add_accessor(rollout.times[frames], use="other", bounds=True),
            "output": writer.add_accessor(weights.reshape(-1), use="other"),
            "interpolation": "LINEAR",
        }
        found.append((nodes[track.name], sampler))
    return found
