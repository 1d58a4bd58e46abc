"""What a reader must know of poses: how good they are, which photos have none, and why."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from spatialwm.lift.photos.features import WorkingCopy, listed_names
from spatialwm.lift.photos.mapping import Model
from spatialwm.lift.photos.matching import pycolmap_module

__all__ = ["report"]

_FEW_FEATURES = 80
"""A pair needs 15 matches that fit one geometry, and about one feature in five is found again."""


def report(models: Sequence[Model], copies: Sequence[WorkingCopy], database: Path) -> Iterator[str]:
    """Sentences on the poses, on other places, and on photos without a pose by reason."""
    model, photos = models[0], {c.name: c.title for c in copies}
    placed = [{photos[m.image(k).name] for k in m.reg_image_ids()} for m in models]
    yield (
        f"{len(placed[0])} of {len(copies)} photos have poses: {model.num_points3D()} points, "
        f"{model.compute_mean_reprojection_error():.2f} px mean error."
    )
    known = set(placed[0])
    for names in placed[1:]:
        others = sorted(names - known)
        known |= names
        if others:
            yield (
                f"{len(others)} photos show another place or do not connect, and are left out: "
                f"{listed_names(others)}."
            )
    lost = [c for c in copies if c.title not in known]
    for why, names in _reasons(lost, database).items():
        yield f"{_photos(names)} could not be placed, {why}: {listed_names(names)}."


def _photos(names: Sequence[str]) -> str:
    return "1 photo" if len(names) == 1 else f"{len(names)} photos"


def _reasons(lost: Sequence[WorkingCopy], database: Path) -> dict[str, list[str]]:
    """Why -> photos."""
    found: dict[str, list[str]] = {}
    if not lost:
        return found
    colmap = pycolmap_module()
    with colmap.Database.open(database) as data:
        ids, inliers = data.read_two_view_geometry_num_inliers()
        pairs = [colmap.pair_id_to_image_pair(pair) for pair, n in zip(ids, inliers, strict=True) if n > 0]
        related = {int(k) for pair in pairs for k in pair}
        for copy in lost:
            image = data.read_image_with_name(copy.name)
            features = 0 if image is None else int(data.num_keypoints_for_image(image.image_id))
            if features < _FEW_FEATURES:
                why = "too little texture or too blurred"
            elif image is None or image.image_id not in related:
                why = "no overlap with any other photo"
            else:
                why = "too little overlap with the rest, or taken from one and the same spot"
            found.setdefault(why, []).append(copy.title)
    return found
