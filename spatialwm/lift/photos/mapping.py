"""From matches to poses: COLMAP's mappers, tried one after the other until enough photos are placed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spatialwm.lift.photos.features import WorkingCopy
from spatialwm.lift.photos.matching import pycolmap_module

__all__ = ["Model", "better", "is_enough", "models_of"]

Say = Callable[[str], None]
Model = Any  # a pycolmap.Reconstruction; its stubs are partly unknown

_ENOUGH = 0.8
"""Share of placed photos above which nothing else is tried."""
_FEWEST_POINTS = 8
"""Of a model: as many as fix two cameras."""


def models_of(copies: Sequence[WorkingCopy], work: Path, database: Path, seed: int, say: Say) -> list[Model]:
    """The models of the first attempt that places enough photos, or of the best one; largest first."""
    attempts: tuple[tuple[str, Callable[[Path], dict[int, Model]]], ...] = (
        ("placing photos one by one", lambda out: _incremental(work, database, out, seed, careful=True)),
        ("placing photos all at once", lambda out: _global(work, database, out, seed)),
        (
            "placing photos with weaker evidence",
            lambda out: _incremental(work, database, out, seed, careful=False),
        ),
    )
    best: list[Model] = []
    for number, (what, run) in enumerate(attempts):
        say(what)
        out = work / f"{database.stem}_model{number}"
        out.mkdir()
        found = [
            m for m in run(out).values() if m.num_reg_images() >= 2 and m.num_points3D() >= _FEWEST_POINTS
        ]
        models = sorted(found, key=lambda m: (-m.num_reg_images(), -m.num_points3D()))
        best = better(best, models)
        if is_enough(best, len(copies)):
            break
    return best


def better(one: list[Model], other: list[Model]) -> list[Model]:
    """Whichever places more photos in its largest model."""
    largest = [models[0].num_reg_images() if models else 0 for models in (one, other)]
    return other if largest[1] > largest[0] else one


def is_enough(models: Sequence[Model], count: int) -> bool:
    """Whether nearly all photos are in some model; photos of two places are in two."""
    return bool(models) and sum(m.num_reg_images() for m in models) >= _ENOUGH * count


def _incremental(work: Path, database: Path, out: Path, seed: int, *, careful: bool) -> dict[int, Model]:
    pycolmap = pycolmap_module()

    options = pycolmap.IncrementalPipelineOptions()
    options.random_seed = options.mapper.random_seed = options.triangulation.random_seed = seed
    options.num_threads = options.mapper.num_threads = 1  # sums of several threads differ in their last bit
    options.min_model_size = 2
    if not careful:  # about half of what COLMAP asks for by default
        options.mapper.init_min_num_inliers = 50
        options.mapper.init_min_tri_angle = 4.0
        options.mapper.abs_pose_min_num_inliers = 15
        options.mapper.abs_pose_min_inlier_ratio = 0.15
        options.triangulation.ignore_two_view_tracks = False
    return pycolmap.incremental_mapping(database, work / "images", out, options)


def _global(work: Path, database: Path, out: Path, seed: int) -> dict[int, Model]:
    pycolmap = pycolmap_module()

    options = pycolmap.GlobalPipelineOptions()
    options.random_seed = options.mapper.random_seed = seed
    try:
        return pycolmap.global_mapping(database, work / "images", out, options)
    except (RuntimeError, ValueError):  # it gives up by throwing when the view graph is too thin
        return {}
