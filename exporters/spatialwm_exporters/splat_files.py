"""Splat files: all splats of a scene merged in the world frame, as they stand now."""

from collections.abc import Callable
from pathlib import Path

from spatialwm.errors import InputError
from spatialwm.io import splat_dot, splat_ply, splat_ply_packed, splat_rad, splat_sog, splat_spz
from spatialwm.io.files import write_atomically
from spatialwm.scene import Scene, Splats, world_splats

__all__ = ["write_compressed_ply", "write_ply", "write_rad", "write_sog", "write_splat", "write_spz"]


def write_ply(scene: Scene, path: Path) -> Path:
    """Write ``path`` in the layout of the 3DGS training code."""
    return _write(scene, path, splat_ply.encode)


def write_spz(scene: Scene, path: Path) -> Path:
    """Write ``path`` as SPZ version 3."""
    return _write(scene, path, splat_spz.encode)


def write_compressed_ply(scene: Scene, path: Path) -> Path:
    """Write ``path`` as PlayCanvas' compressed PLY."""
    return _write(scene, path, splat_ply_packed.encode)


def write_sog(scene: Scene, path: Path) -> Path:
    """Write ``path`` as SOG version 2."""
    return _write(scene, path, splat_sog.encode)


def write_splat(scene: Scene, path: Path) -> Path:
    """Write ``path`` as 32-byte ``.splat`` rows."""
    return _write(scene, path, splat_dot.encode)


def write_rad(scene: Scene, path: Path) -> Path:
    """Write ``path`` as a RAD tree of levels of detail."""
    return _write(scene, path, splat_rad.encode)


def _write(scene: Scene, path: Path, encode: Callable[[Splats], bytes]) -> Path:
    splats, _ = world_splats(scene)
    if not len(splats):
        raise InputError(f"The scene has no splats to write to '{path.name}'; export its meshes as .glb.")
    return write_atomically(path, encode(splats))
