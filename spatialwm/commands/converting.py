"""``convert`` and ``doctor``: other people's splat files."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from tyro.conf import Positional, arg

from spatialwm.commands.console import Output, progress, table
from spatialwm.errors import InputError
from spatialwm.io.splat_formats import support_text

__all__ = ["convert", "doctor"]


def convert(
    sources: Positional[tuple[Path, ...]],
    /,
    out: Output,
    rotate_x: float = 0.0,
    rotate_y: float = 0.0,
    rotate_z: float = 0.0,
    scale: float = 1.0,
    crop: str | None = None,
    max_splats: int | None = None,
    sh_degree: Literal[0, 1, 2, 3] | None = None,
    thin: Literal["merge", "select"] = "merge",
    spz_version: Literal[2, 3, 4] = 3,
) -> None:
    """Turn splat files into another, merged, turned, scaled, cropped, thinned."""
    from spatialwm.verbs.converting import convert as run

    with progress(f"writing {out.name}"):
        splats = run(
            sources,
            out,
            rotate=(rotate_x, rotate_y, rotate_z),
            scale=scale,
            crop=_box(crop),
            max_splats=max_splats,
            sh_degree=sh_degree,
            thin=thin,
            spz_version=spz_version,
        )
    size = out.stat().st_size
    print(f"wrote {out}: {len(splats):,} splats of degree {splats.sh_degree}, {size:,} bytes")


convert.__doc__ = f"""Turn splat files into another, merged, turned, scaled, cropped, thinned.

Args:
    sources: Files of splats: .ply .spz .sog .splat .rad .glb; several are put together.
    out: File to write; its suffix says the format, and what that loses. {" ".join(support_text().split())}
    rotate_x: About x [degrees]; y is up in what is written of a file that names no axes.
    rotate_y: About y, after x [degrees].
    rotate_z: About z, after y [degrees].
    scale: Factor, after the rotation.
    crop: Box that stays, in metres, after rotation and scale: --crop=x0,y0,z0,x1,y1,z1.
    max_splats: How many may stay.
    sh_degree: Highest degree of spherical harmonics that stays.
    thin: How there are made fewer: 'merge' neighbours (looks better), or 'select' the most visible (faster).
    spz_version: Of an .spz: 3 is read everywhere, 2 by old importers, 4 is the smallest (extra spz4).
"""


def doctor(file: Positional[Path], /, json_: Annotated[bool, arg(name="json")] = False) -> None:
    """Say what a splat file is, what is wrong with it, and who will refuse it; exit with 1 when unreadable.

    Args:
        file: Any file.
        json_: Print data instead of a table.
    """
    from spatialwm.verbs.diagnosis import diagnose

    with progress(f"reading {file.name}"):
        found = diagnose(file)
    if json_:
        print(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        table(f"{file}", ["what", "value"], [list(fact) for fact in found.facts])
        for problem in found.problems:
            print(f"wrong: {problem}")
        if not found.problems:
            print("nothing is wrong with it")
        if found.refusals:
            table("will be refused or misread by", ["who", "why"], [list(r) for r in found.refusals])
    if not found.readable:
        sys.exit(1)


def _box(text: str | None) -> tuple[float, float, float, float, float, float] | None:
    if text is None:
        return None
    try:
        a, b, c, d, e, f = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(f"A box is six numbers, --crop=x0,y0,z0,x1,y1,z1; got '{text:.60}'.") from error
    return a, b, c, d, e, f
