"""A folder of PLY files, one for every tenth of a second: what plays where no format knows soft splats.

Rigid motion is node animation in most formats. Where splats themselves deform, a file per moment is what
every tool can take: ``0000.ply``, ``0001.ply`` and so on in world axes, and ``sequence.json`` with their
times.
"""

import json
from pathlib import Path

import numpy as np

from spatialwm.errors import InputError
from spatialwm.io import splat_ply
from spatialwm.scene import Scene, at_time, world_splats
from spatialwm_exporters.folders import write_folder

__all__ = ["RATE", "write"]

RATE = 10.0
"""Files per second."""
_MOST_BYTES = 4 << 30
"""Of all files together: they are made before the folder appears."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``; without a rollout it holds one file.

    Raises:
        InputError: The scene has no splats, or the files would have more than 4 GiB.
    """
    splats, _ = world_splats(scene)
    if not len(splats):
        raise InputError("The scene has no splats, so it makes no sequence of them; export it as .glb.")
    end = float(scene.rollout.times[-1]) if scene.rollout is not None else 0.0
    times = np.arange(0, end + 0.5 / RATE, 1 / RATE)
    size = len(splats) * (68 if splats.sh_degree == 0 else 248) * len(times)
    if size > _MOST_BYTES:
        raise InputError(
            f"{len(times)} files of {len(splats):,} splats have {size / 2**30:.1f} GiB; 4 are the most. "
            "Thin the splats (spatialwm convert --max-splats), or export to gltf."
        )
    files: dict[str, bytes] = {}
    for k, time in enumerate(times.tolist()):
        then = scene if scene.rollout is None else at_time(scene, time)
        files[f"{k:04}.ply"] = splat_ply.encode(world_splats(then)[0])
    about = {"files_per_second": RATE, "times": [round(t, 6) for t in times.tolist()]}
    files["sequence.json"] = json.dumps(about, indent=1).encode()
    return write_folder(path, files, target="ply-sequence", scene=scene)
