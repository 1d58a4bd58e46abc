"""Splat files into other splat files, turned, cut and thinned on the way."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_from_axis_angle, quat_multiply
from spatialwm.io import load, save
from spatialwm.io.files import write_atomically
from spatialwm.io.splat_formats import find_format
from spatialwm.scene import (
    Provenance,
    Scene,
    SceneObject,
    Splats,
    merge_splats,
    transform_splats,
    world_splats,
)
from spatialwm.scene.splat_edits import cropped_splats, scaled_splats, with_sh_degree

__all__ = ["convert", "edited"]


def convert(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    rotate: tuple[float, float, float] = (0.0, 0.0, 0.0),
    scale: float = 1.0,
    crop: tuple[float, float, float, float, float, float] | None = None,
    max_splats: int | None = None,
    sh_degree: int | None = None,
    thin: Literal["merge", "select"] = "merge",
    spz_version: Literal[2, 3, 4] = 3,
) -> Splats:
    """Read splats, change them, and write them as the suffix of ``out`` says; returns what was written.

    Args:
        sources: Files that ``load`` reads; several are put together.
        out: ``.ply``, ``.compressed.ply``, ``.spz``, ``.sog``, ``.splat``, ``.rad`` or ``.glb``.
        rotate: About x, then y, then z [degrees], in our frame: y is up. Colour turns with it, exactly.
        scale: Factor, after the rotation.
        crop: Lowest and highest corner [m] of what stays, after rotation and scale.
        max_splats: How many may stay.
        sh_degree: Highest degree of harmonics that stays.
        thin: How there are made fewer: ``merge`` neighbours, or ``select`` the most visible.
        spz_version: Of an ``.spz``.

    Raises:
        InputError: No splats are left, or an argument cannot be meant.
        FormatError: A file cannot be read, or the format cannot hold the splats.
    """
    out = Path(out)
    glb = out.suffix.lower() == ".glb"
    form = None if glb else find_format(out)
    scenes = [load(Path(source)) for source in sources]
    if not scenes:
        raise InputError("There is nothing to convert; give at least one file of splats.")
    splats = merge_splats([world_splats(scene)[0] for scene in scenes])
    if not len(splats):
        raise InputError("These files hold no splats; 'spatialwm doctor' says what they are.")
    splats = edited(splats, rotate=rotate, scale=scale, crop=crop, sh_degree=sh_degree)
    if max_splats is not None:
        from spatialwm.objects.thinning import thinned_splats

        splats = thinned_splats(splats, max_splats, way=thin)
    if form is None:
        save(_scene(splats, scenes, out), out)
    elif form.suffix == ".spz":
        from spatialwm.io import splat_spz

        write_atomically(out, splat_spz.encode(splats, version=spz_version))
    else:
        form.write(splats, out)
    return splats


def edited(
    splats: Splats,
    *,
    rotate: tuple[float, float, float] = (0.0, 0.0, 0.0),
    scale: float = 1.0,
    crop: tuple[float, float, float, float, float, float] | None = None,
    sh_degree: int | None = None,
) -> Splats:
    """Turned about x, y and z [degrees] in that order, scaled, cropped, with fewer harmonics.

    Raises:
        InputError: An argument cannot be meant, or nothing is left.
    """
    if not all(map(math.isfinite, rotate)):
        raise InputError(f"Splats are rotated by degrees, not {rotate}.")
    if sh_degree is not None:
        splats = with_sh_degree(splats, sh_degree)
    quat = np.array([1.0, 0, 0, 0])
    for axis, degrees in zip(np.eye(3), rotate, strict=True):
        quat = quat_multiply(quat_from_axis_angle(axis, math.radians(degrees)), quat)
    if any(rotate):
        splats = transform_splats(splats, np.zeros(3), quat)
    if scale != 1:
        splats = scaled_splats(splats, scale)
    if crop is not None:
        splats = cropped_splats(splats, np.array(crop[:3]), np.array(crop[3:]))
        if not len(splats):
            raise InputError(f"No splat lies in the box {crop}; 'spatialwm doctor' says where they are.")
    return splats


def _scene(splats: Splats, scenes: Sequence[Scene], out: Path) -> Scene:
    sources = [scene.provenance for scene in scenes]
    provenance = Provenance(
        method=sources[0].method,
        source=", ".join(p.source for p in sources if p.source),
        license="; ".join(sorted({p.license for p in sources if p.license})),
        notes=tuple(dict.fromkeys(note for p in sources for note in p.notes)),
    )
    thing = SceneObject(name=out.stem[:200] or "splats", category="splats", splats=splats)
    return replace(Scene(objects=(thing,)), provenance=provenance)
