"""Features of photos and their matches, found by COLMAP and kept in its database."""

import importlib
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np

from spatialwm.io.images import write_png
from spatialwm.lift.photos.features import WorkingCopy
from spatialwm.lift.photos.retrieval import likely_pairs

__all__ = ["Matching", "extract", "match", "pycolmap_module", "quiet"]

Matching = Literal["auto", "exhaustive", "sequential"]
Say = Callable[[str], None]

_EXHAUSTIVE = 60
"""Photos up to which all pairs are matched: 1,770 pairs take about 3 minutes on one core."""
_LARGEST_FEATURES = 256
_NEIGHBOURS = 20


def pycolmap_module() -> Any:  # noqa: ANN401 (its stubs are partly unknown)
    """The package, which only this room of the library knows."""
    return importlib.import_module("pycolmap")


@contextmanager
def quiet(seed: int) -> Generator[None]:
    """COLMAP without its log, and with a seed."""
    pycolmap = pycolmap_module()

    level = pycolmap.logging.minloglevel
    pycolmap.logging.minloglevel = int(pycolmap.logging.FATAL)
    pycolmap.set_random_seed(seed)
    try:
        yield
    finally:
        pycolmap.logging.minloglevel = level


def extract(
    copies: Sequence[WorkingCopy], work: Path, database: Path, say: Say, *, fine: bool = False
) -> None:
    """Find features of all copies below ``work/images``, none where ``work/masks`` is black.

    Args:
        copies: What to search.
        work: Folder of the copies.
        database: To write.
        say: Told each step.
        fine: Twice as many features, and fainter ones.
    """
    pycolmap = pycolmap_module()
    pycolmap.Database.open(database).close()
    options = pycolmap.FeatureExtractionOptions()
    if fine:
        options.sift.peak_threshold /= 2
        options.sift.max_num_features *= 2
    for group in dict.fromkeys(c.group for c in copies):
        members = [c for c in copies if c.group == group]
        say(f"finding features in {len(members)} photos of {members[0].size[0]} x {members[0].size[1]}")
        reader = pycolmap.ImageReaderOptions()
        # tangential terms need a few photos to be seen; below that they only fit noise
        reader.camera_model = "OPENCV" if len(members) >= 12 else "SIMPLE_RADIAL"
        focal = members[0].focal
        if focal is not None:
            centre = f"{members[0].copied[0] / 2},{members[0].copied[1] / 2}"
            many = f"{focal},{focal},{centre},0,0,0,0"
            reader.camera_params = many if reader.camera_model == "OPENCV" else f"{focal},{centre},0"
        names, mode = [c.name for c in members], pycolmap.CameraMode.SINGLE
        # first their numbers, in order; the extraction's threads would number them as they finish
        pycolmap.import_images(database, work / "images", mode, names, reader)
        if _complete_masks(members, work):
            reader.mask_path = work / "masks"
        pycolmap.extract_features(
            database,
            work / "images",
            image_names=names,
            camera_mode=mode,
            reader_options=reader,
            extraction_options=options,
        )


def _complete_masks(members: Sequence[WorkingCopy], work: Path) -> bool:
    """Whether any of the photos has a mask; then the others get a white one, as COLMAP wants all or none."""
    paths = [work / "masks" / f"{member.name}.png" for member in members]
    if not any(path.is_file() for path in paths):
        return False
    for member, path in zip(members, paths, strict=True):
        if not path.is_file():
            white = np.full((member.copied[1], member.copied[0], 3), 255, np.uint8)
            write_png(white, path)
    return True


def match(copies: Sequence[WorkingCopy], database: Path, matching: Matching, seed: int, say: Say) -> None:
    """Match the features of all pairs, or of the likely ones, and keep what one geometry explains."""
    pycolmap = pycolmap_module()

    verification = pycolmap.TwoViewGeometryOptions()
    verification.ransac.random_seed = seed
    if matching == "exhaustive" or (matching == "auto" and len(copies) <= _EXHAUSTIVE):
        say(f"matching {len(copies) * (len(copies) - 1) // 2} pairs")
        pycolmap.match_exhaustive(database, verification_options=verification)
        return
    pairs = _chosen_pairs(copies, database, sequential=matching == "sequential")
    say(f"matching {len(pairs)} pairs")
    listing = database.with_suffix(".pairs")
    listing.write_text("".join(f"{copies[i].name} {copies[j].name}\n" for i, j in pairs), encoding="utf-8")
    pairing = pycolmap.ImportedPairingOptions()
    pairing.match_list_path = listing
    pycolmap.match_image_pairs(database, pairing_options=pairing, verification_options=verification)


def _chosen_pairs(copies: Sequence[WorkingCopy], path: Path, *, sequential: bool) -> list[tuple[int, int]]:
    pycolmap = pycolmap_module()

    descriptors: list[np.ndarray] = []
    with pycolmap.Database.open(path) as database:
        for copy in copies:
            image = database.read_image_with_name(copy.name)
            if image is None:
                descriptors.append(np.zeros((0, 128), np.uint8))
                continue
            # columns x y a11 a12 a21 a22: the determinant of the shape is the squared scale
            keypoints = np.asarray(database.read_keypoints(image.image_id), float).reshape(-1, 6)
            data = np.asarray(database.read_descriptors(image.image_id).data)
            sizes = np.abs(keypoints[:, 2] * keypoints[:, 5] - keypoints[:, 3] * keypoints[:, 4])
            descriptors.append(data[np.argsort(-sizes, kind="stable")[:_LARGEST_FEATURES]])
    neighbours, sequence = (8, 10) if sequential else (_NEIGHBOURS, 3)
    return likely_pairs(descriptors, neighbours=neighbours, sequence=sequence)
