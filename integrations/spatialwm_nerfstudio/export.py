"""``spatialwm-ns-export``: a trained splatfacto, or ``spatialwm-splat``, to a scene."""

import sys
from pathlib import Path
from typing import Annotated

import tyro

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io import save
from spatialwm.io.splatfacto import read_splatfacto

__all__ = ["export", "main"]


def export(
    load_config: Path, out: Annotated[Path, tyro.conf.arg(aliases=["-o"])] = Path("scene.glb")
) -> None:
    """Write what nerfstudio has trained as a scene, in the world of its data set.

    Args:
        load_config: The run's config.yml, its folder, or a checkpoint.
        out: Scene to write (.glb).
    """
    if out.suffix.lower() != ".glb":
        raise InputError(f"A scene is saved as .glb, not '{out.name}'.")
    scene = read_splatfacto(load_config)
    save(scene, out)
    for note in scene.provenance.notes:
        print(f"note: {note}")
    print(f"wrote {out}: {scene.splat_count:,} splats")


def main() -> None:
    """Entry point: an error raised on purpose is one sentence and exit code 2."""
    try:
        tyro.cli(export, prog="spatialwm-ns-export")
    except SpatialwmError as error:
        print(f"spatialwm-ns-export: {error}", file=sys.stderr)
        sys.exit(2)
