"""The second half of ``spatialwm bench mesh``: the living room's mesh from its colour pictures alone."""

import time
from collections.abc import Sequence

import numpy as np

from spatialwm.bench.table import Row
from spatialwm.lift.photos.dense import points_of_depths, stereo_depths
from spatialwm.lift.photos.schedule import schedule_for
from spatialwm.lift.photos.train import train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.lift.photos.triangulate import adjusted
from spatialwm.objects.splat_surface import mesh_from_splats
from spatialwm.scene import Camera, Mesh

__all__ = ["mesh_from_photos"]

_SECONDS = 40.0
_NEAR, _FAR = 0.5, 6.0
"""[m] Between which stereo looks for things, as one would say of any room."""
_EACH = 300
"""Stereo points of each photo to start from, 12,600 in all: a third of the splats in the end."""
_VOXEL = 0.02
"""[m] A pixel of the halved pictures covers 6 mm of what is 1.7 m away; depth is known half as well."""


def mesh_from_photos(cameras: Sequence[Camera], photos: Sequence[np.ndarray]) -> tuple[Mesh, tuple[Row, ...]]:
    """Adjust the poses, train splats on pictures of half the size, fuse what they show.

    The data set's own poses are off by 9 mm and half a degree, as the photos see it: enough for fusing
    depth pictures, but neighbouring photos then triangulate up to 8 cm beside the true depth.

    Args:
        cameras: Of one lens, in the order in which the photos were taken.
        photos: Each of its camera's size.
    """
    start = time.process_time()
    better, sparse = adjusted(cameras, photos)
    depths = stereo_depths(better, photos, near=_NEAR, far=_FAR)
    dense = points_of_depths(better, photos, depths, each=_EACH)
    points, colors = (np.concatenate(pair) for pair in zip(sparse, dense, strict=True))
    placed = time.process_time() - start
    whole = TrainingSet(cameras=better, photos=tuple(photos), points=points, colors=colors)
    data = whole.halved()
    pixels = data.cameras[0].width * data.cameras[0].height
    splats = train(data, schedule_for(_SECONDS, pixels, len(points))).splats
    learnt = time.process_time() - start - placed
    mesh = mesh_from_splats(splats, data.cameras, voxel=_VOXEL, kind="middle")
    steps = [
        np.linalg.norm(a.world_from_camera[:3, 3] - b.world_from_camera[:3, 3])
        for a, b in zip(better, cameras, strict=True)
    ]
    return mesh, (
        Row(name="photos: cameras moved, mean", value=1000 * float(np.mean(steps)), unit="mm"),
        Row(name="photos: time for poses and points", value=placed, unit="CPU s"),
        Row(name="photos: time of training", value=learnt, unit="CPU s", note=f"{len(splats):,} splats"),
    )
