"""Splat files: all splats of a scene merged in the world frame, as they stand now."""

from pathlib import Path

from spatialwm.errors import InputError
from spatialwm.io.splat_formats import SPLAT_FORMATS
from spatialwm.scene import Scene, world_splats

__all__ = ["write_compressed_ply", "write_ply", "write_rad", "write_sog", "write_splat", "write_spz"]

_FORMATS = {form.suffix: form for form in SPLAT_FORMATS}


def write_ply(scene: Scene, path: Path) -> Path:
    """Write ``path`` in the layout of the 3DGS training code."""
    return _write(scene, path, ".ply")


def write_spz(scene: Scene, path: Path) -> Path:
    """Write ``path`` as SPZ version 3."""
    return _write(scene, path, ".spz")


def write_compressed_ply(scene: Scene, path: Path) -> Path:
    """Write ``path`` as PlayCanvas' compressed PLY."""
    return _write(scene, path, ".compressed.ply")


def write_sog(scene: Scene, path: Path) -> Path:
    """Write ``path`` as SOG version 2."""
    return _write(scene, path, ".sog")


def write_splat(scene: Scene, path: Path) -> Path:
    """Write ``path`` as 32-byte ``.splat`` rows."""
    return _write(scene, path, ".splat")


def write_rad(scene: Scene, path: Path) -> Path:
    """Write ``path`` as a RAD tree of levels of detail."""
    return _write(scene, path, ".rad")


def _write(scene: Scene, path: Path, suffix: str) -> Path:
    splats, _ = world_splats(scene)
    if not len(splats):
        raise InputError(f"The scene has no splats to write to '{path.name}'; export its meshes as .glb.")
    return _FORMATS[suffix].write(splats, path)
