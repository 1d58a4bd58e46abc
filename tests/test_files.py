"""Whole files, and other people's meshes."""

import numpy as np
import pytest
import trimesh
from trimesh.visual import ColorVisuals

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io import mesh_file
from spatialwm.io.files import read_bounded, write_atomically


def exported(shape: trimesh.Trimesh | trimesh.Scene, suffix: str) -> bytes:
    data = shape.export(file_type=suffix)
    assert isinstance(data, str | bytes)
    return data.encode() if isinstance(data, str) else data


def test_files_are_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "new" / "a.bin"
    assert write_atomically(path, b"one") == path
    write_atomically(path, b"two")
    assert read_bounded(path) == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.bin"]
    with pytest.raises(InputError, match="is a folder"):
        write_atomically(tmp_path, b"x")
    with pytest.raises(InputError, match="cannot be written"):
        write_atomically(path / "below.bin", b"x")


def test_files_that_are_missing_folders_or_too_large_are_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"12345")
    assert read_bounded(tmp_path / "a.bin", limit=5) == b"12345"
    with pytest.raises(FormatError, match="larger than the 4 bytes"):
        read_bounded(tmp_path / "a.bin", limit=4)
    with pytest.raises(MissingFileError, match="no file"):
        read_bounded(tmp_path / "b.bin")
    with pytest.raises(MissingFileError, match="not a file"):
        read_bounded(tmp_path)


@pytest.mark.parametrize("suffix", ["glb", "obj", "ply", "stl"])
def test_meshes_of_others_come_in_with_size_place_and_colour(suffix):
    box = trimesh.creation.box((1, 2, 3))
    box.visual = ColorVisuals(box, vertex_colors=np.tile([255, 0, 0, 255], (8, 1)))
    scene = mesh_file.decode(exported(box, suffix), suffix, name="brick")
    (thing,) = scene.objects
    assert thing.mesh is not None
    assert len(thing.mesh.faces) == 12
    assert np.allclose(np.ptp(thing.mesh.vertices, axis=0), [1, 2, 3])
    colors = thing.mesh.colors_linear
    assert suffix == "stl" if colors is None else np.allclose(colors, [1, 0, 0])
    assert scene.provenance.method == f"imported:{suffix}"


def test_a_scaled_and_mirrored_part_of_a_glb_stays_outside_out():
    scene = trimesh.Scene()
    scene.add_geometry(trimesh.creation.box(), node_name="mirrored", transform=np.diag([-2.0, 1, 1, 1]))
    (thing,) = mesh_file.decode(exported(scene, "glb"), "glb").objects
    assert thing.mesh is not None
    mesh = trimesh.Trimesh(thing.mesh.vertices, thing.mesh.faces)
    assert mesh.volume == pytest.approx(2)


@pytest.mark.parametrize("suffix", ["glb", "obj", "ply", "stl"])
def test_broken_meshes_are_refused(suffix):
    for data in (b"", b"\xff" * 200, exported(trimesh.creation.box(), "glb")[:300]):
        with pytest.raises(FormatError):
            mesh_file.decode(data, suffix)
