"""Soft things in files of others: meshes as blend shapes, splats as a file per moment."""

import json

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.io import glb, load
from spatialwm.objects.hulls import collider_mesh
from spatialwm.scene import (
    Box,
    CageTrack,
    Rollout,
    Scene,
    SceneObject,
    Splats,
    at_time,
    rest_cage,
    world_splats,
)
from spatialwm.scene.cage import deform_mesh
from spatialwm.scene.elasticity import soft_body
from spatialwm_exporters import export, interop_readers
from spatialwm_exporters.interop_readers import missing_reason
from spatialwm_exporters.interop_scene import TIMES, off


def squeezed_scene() -> Scene:
    """A cushion that is pressed flat in a second, evenly, while it slides."""
    body = soft_body("foam", (0.4, 0.2, 0.4))
    mesh = collider_mesh(Box(size=np.array([0.4, 0.2, 0.4])), None)
    times = np.linspace(0, 1, 61)
    rest = rest_cage(body)
    nodes = np.stack([rest * [1 + 0.3 * t, 1 - 0.6 * t, 1] for t in times])
    places = np.stack([times, np.zeros(61), np.zeros(61)], axis=1)
    count = len(mesh.vertices)
    splats = Splats(
        means=mesh.vertices,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.02),
        opacities=np.full(count, 0.9),
        sh=np.zeros((count, 1, 3)),
    )
    cushion = SceneObject(
        name="cushion", position=places[-1], mesh=mesh, splats=splats, body=body, cage=nodes[-1]
    )
    quats = np.tile([1.0, 0, 0, 0], (61, 1, 1))
    rollout = Rollout(
        times=times,
        names=("cushion",),
        positions=places[:, None],
        quats=quats,
        cages=(CageTrack(name="cushion", nodes=nodes),),
    )
    return Scene(objects=(cushion,), rollout=rollout)


def expected_corners(scene: Scene, time: float) -> np.ndarray:
    thing = at_time(scene, time)["cushion"]
    assert thing.mesh is not None
    return deform_mesh(thing.mesh, thing.body, thing.cage).vertices + thing.position


def test_a_soft_mesh_has_blend_shapes_and_reads_back_as_it_was():
    scene = squeezed_scene()
    back = glb.decode(glb.encode(scene))
    assert back["cushion"].mesh is not None and scene["cushion"].mesh is not None
    assert back.rollout is not None and scene.rollout is not None
    assert np.array_equal(back["cushion"].mesh.vertices, scene["cushion"].mesh.vertices)
    assert np.array_equal(back.rollout.cages[0].nodes, scene.rollout.cages[0].nodes)
    data = glb.encode(scene)
    tree = json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])
    (mesh,) = [m for m in tree["meshes"] if "weights" in m]
    assert len(mesh["primitives"][0]["targets"]) == len(mesh["weights"]) == 24
    assert mesh["weights"][-1] == 1 and sum(mesh["weights"]) == 1


def test_three_sees_the_mesh_deform_and_the_validator_finds_no_fault(tmp_path):
    if missing_reason("three") or missing_reason("gltf-validator"):
        pytest.skip("the web app's packages are not installed (make page)")
    scene = squeezed_scene()
    path = export(scene, tmp_path / "soft.glb")
    validator, three = (interop_readers.READERS[name]["gltf"] for name in ("gltf-validator", "three"))
    assert validator is not None and three is not None
    assert validator(path) == {}
    found = three(path)
    assert off(found["cushion"], expected_corners(scene, 1.0)) < 1e-5  # at rest: as it stands now
    for time in TIMES:
        assert off(found[f"cushion@{time:g}"], expected_corners(scene, time)) < 2e-4, time


def test_a_sequence_has_the_splats_of_every_tenth_of_a_second(tmp_path):
    scene = squeezed_scene()
    folder = export(scene, tmp_path / "frames", to="ply-sequence")
    about = json.loads((folder / "sequence.json").read_text(encoding="utf-8"))
    assert len(about["times"]) == 11
    for k, time in enumerate(about["times"]):
        found, _ = world_splats(load(folder / f"{k:04}.ply"))
        expected, _ = world_splats(at_time(scene, time))
        assert np.allclose(found.means, expected.means, atol=1e-6)
        assert np.allclose(np.sort(found.scales, 1), np.sort(expected.scales, 1), rtol=1e-4)
    with pytest.raises(InputError, match="no splats"):
        export(Scene(), tmp_path / "none", to="ply-sequence")
