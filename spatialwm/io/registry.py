"""Which module reads which file: a table from suffix to reader, and the one function that opens files."""

import importlib
from pathlib import Path
from typing import Literal

from spatialwm.errors import FormatError, InputError
from spatialwm.io import glb
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.io.gltf_buffers import GltfReader
from spatialwm.io.splat_formats import SPLAT_FORMATS, find_format
from spatialwm.io.splatfacto import find_checkpoint, read_splatfacto
from spatialwm.scene import Provenance, Scene, SceneObject, Splats

__all__ = ["MESH_SUFFIXES", "SPLAT_SUFFIXES", "load", "save"]

SPLAT_SUFFIXES = tuple(sorted({"." + form.suffix.rpartition(".")[2] for form in SPLAT_FORMATS}))
"""Read by the modules of ``splat_formats``."""
MESH_SUFFIXES = (".glb", ".obj", ".ply", ".stl")
"""Read through trimesh."""


def load(path: Path | str, *, kind: Literal["auto", "mesh"] = "auto") -> Scene:
    """Read a scene; the suffix picks the reader.

    A ``.glb`` of ours loads back exactly. Splats and meshes of others become a scene of one object, in our
    frame.

    Args:
        path: ``.glb``, ``.ply``, ``.spz``, ``.sog``, ``.splat``, ``.rad``, ``.obj`` or ``.stl``, or a
            training run of nerfstudio's splatfacto (its folder, ``config.yml`` or ``.ckpt``).
        kind: ``mesh`` reads a ``.ply`` as triangles; by default it holds splats.

    Raises:
        MissingFileError: There is no such file.
        FormatError: The suffix is unknown or the file is not what it says.
        MissingExtraError: A checkpoint needs torch.
    """
    path = Path(path)
    if find_checkpoint(path) is not None:
        return read_splatfacto(path)
    suffix = path.suffix.lower()
    if suffix not in SPLAT_SUFFIXES and suffix not in MESH_SUFFIXES:
        known = ", ".join(sorted({*SPLAT_SUFFIXES, *MESH_SUFFIXES}))
        raise FormatError(f"'{path.name}' cannot be read: its suffix is not one of {known}.")
    try:
        if suffix in SPLAT_SUFFIXES and kind == "auto":
            return _scene_of_splats(find_format(path).read(path), path)
        data = read_bounded(path)
        if suffix == ".glb" and glb.is_scene(data):
            return glb.decode(data)
        if suffix not in MESH_SUFFIXES:
            raise FormatError(f"a '{suffix}' file holds splats, not a mesh; leave '--as mesh' out.")
        if suffix == ".glb":
            GltfReader(data)  # says what is wrong with the container better than trimesh would
        mesh_file = importlib.import_module("spatialwm.io.mesh_file")
        return mesh_file.decode(data, suffix.removeprefix("."), name=_name(path))
    except FormatError as error:
        raise FormatError(f"'{path}': {error}") from error


def save(scene: Scene, path: Path | str) -> Path:
    """Write the scene as a ``.glb``, whole or not at all; returns the path.

    Raises:
        InputError: Another suffix, a place that cannot be written, or numbers that are not finite.
    """
    path = Path(path)
    if path.suffix.lower() != ".glb":
        raise InputError(f"A scene is saved as .glb, not '{path.name}'; use 'spatialwm export' for the rest.")
    return write_atomically(path, glb.encode(scene))


def _scene_of_splats(splats: Splats, path: Path) -> Scene:
    thing = SceneObject(name=_name(path), category="splats", splats=splats)
    provenance = Provenance(method=f"imported:{path.suffix.lower().removeprefix('.')}", source=path.name)
    return Scene(objects=(thing,), provenance=provenance)


def _name(path: Path) -> str:
    return path.stem[:200].replace("/", "_") or "thing"
