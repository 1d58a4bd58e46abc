"""OpenUSD, read back by usd-core: places, handedness, masses, colliders, joints, splats and animation."""

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.frames import USD_Y_UP, USD_Z_UP, Frame, points_to, sh_to, vectors_to
from spatialwm.geometry.rotations import matrix_from_quat, quat_rotate
from spatialwm.scene import Camera, Scene, at_time
from spatialwm_exporters import export
from tests.chirality import chirality_scene, workshop_scene, world_vertices
from tests.test_simulators import falling_scene, half_open

pytest.importorskip("pxr")
Usd, UsdGeom, UsdPhysics, UsdShade, UsdValidation = (
    importlib.import_module(f"pxr.{name}")
    for name in ("Usd", "UsdGeom", "UsdPhysics", "UsdShade", "UsdValidation")
)

BOTH = pytest.mark.parametrize(("target", "frame"), [("usd", USD_Y_UP), ("isaac", USD_Z_UP)])
Y_UP = pytest.mark.parametrize("target", ["usd"])


def opened(folder: Path, name: str = "scene.usdc") -> Any:
    return Usd.Stage.Open(str(folder / name))


def world_points(stage: Any, path: str, time: Any = None) -> np.ndarray:
    """Corners of a mesh or splats in the stage's world, as any USD reader places them."""
    prim = stage.GetPrimAtPath(path)
    attribute = prim.GetAttribute("points") or prim.GetAttribute("positions")
    moment = Usd.TimeCode.Default() if time is None else Usd.TimeCode(time)
    matrix = np.array(UsdGeom.Xformable(prim).ComputeLocalToWorldTransform(moment))
    points = np.array(attribute.Get(), float)
    return points @ matrix[:3, :3] + matrix[3, :3]


@BOTH
def test_meshes_and_splats_stand_where_they_did_unmirrored(tmp_path, target, frame: Frame):
    scene = chirality_scene()
    stage = opened(export(scene, tmp_path / "room", to=target))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == ("Y" if frame is USD_Y_UP else "Z")
    assert stage.GetDefaultPrim().GetPath() == "/World"
    for name, label in (("letter F", "letter_F"), ("cube", "cube")):
        thing = scene[name]
        assert thing.mesh is not None and thing.splats is not None
        here = points_to(frame, world_vertices(scene, name, thing.mesh.vertices))
        found = world_points(stage, f"/World/{label}/mesh")
        assert np.abs(found - here).max() < 1e-5  # point by point: neither mirrored nor turned
        here = points_to(frame, world_vertices(scene, name, thing.splats.means))
        assert np.abs(world_points(stage, f"/World/{label}/splats") - here).max() < 1e-5
    faces = stage.GetPrimAtPath("/World/letter_F/mesh").GetAttribute("faceVertexIndices").Get()
    letter = scene["letter F"].mesh
    assert letter is not None and np.array_equal(faces, letter.faces.reshape(-1))


@BOTH
def test_splats_keep_spread_and_colour(tmp_path, target, frame: Frame):
    scene = chirality_scene()
    splats = scene["arrow"].splats
    assert splats is not None
    stage = opened(export(scene, tmp_path / "room", to=target))
    prim = stage.GetPrimAtPath("/World/arrow/splats")
    assert prim.GetTypeName() == "ParticleField3DGaussianSplat"
    assert prim.GetPrimDefinition().GetPropertyNames()  # the library knows the type
    quats = np.array([[q.GetReal(), *q.GetImaginary()] for q in prim.GetAttribute("orientations").Get()])
    scales = np.array(prim.GetAttribute("scales").Get(), float)
    turns = matrix_from_quat(quats)
    spreads = turns @ (scales[:, :, None] ** 2 * turns.transpose(0, 2, 1))
    ours = matrix_from_quat(splats.quats.astype(float))
    ours = frame.matrix @ ours @ (splats.scales[:, :, None].astype(float) ** 2 * ours.transpose(0, 2, 1))
    assert np.allclose(spreads, ours @ frame.matrix.T, atol=1e-8)
    sh = np.array(prim.GetAttribute("radiance:sphericalHarmonicsCoefficients").Get()).reshape(-1, 16, 3)
    assert np.allclose(sh, sh_to(frame, splats.sh), atol=1e-6)
    assert np.array_equal(prim.GetAttribute("opacities").Get(), splats.opacities)
    assert prim.GetAttribute("radiance:sphericalHarmonicsDegree").Get() == 3


@BOTH
def test_the_rollout_plays_and_has_default_values(tmp_path, target, frame: Frame):
    scene = chirality_scene()
    folder = export(scene, tmp_path / "room", to=target)
    still, moving = opened(folder), opened(folder, "scene.usdc" if target == "usd" else "rollout.usdc")
    mesh = scene["cube"].mesh
    assert mesh is not None and moving.GetTimeCodesPerSecond() == 60
    for time in np.linspace(0, 1, 5):
        then = points_to(frame, world_vertices(at_time(scene, float(time)), "cube", mesh.vertices))
        assert np.abs(world_points(moving, "/World/cube/mesh", 60 * time) - then).max() < 1e-5
    now = points_to(frame, world_vertices(scene, "cube", mesh.vertices))
    for stage in (still, moving):
        assert np.abs(world_points(stage, "/World/cube/mesh") - now).max() < 1e-5
    keys = still.GetPrimAtPath("/World/cube").GetAttribute("xformOp:translate").GetNumTimeSamples()
    assert keys == (5 if target == "usd" else 0)


@BOTH
def test_bodies_have_mass_inertia_surface_and_gravity(tmp_path, target, frame: Frame):
    scene = replace(falling_scene(), gravity=np.array([0.0, -3.0, 4.0]))
    stage = opened(export(scene, tmp_path / "room", to=target))
    physics = UsdPhysics.Scene.Get(stage, "/World/PhysicsScene")
    down = np.array(physics.GetGravityDirectionAttr().Get()) * physics.GetGravityMagnitudeAttr().Get()
    assert np.allclose(down, vectors_to(frame, np.array([0.0, -3, 4])), atol=1e-6)
    assert not stage.GetPrimAtPath("/World/floor").HasAPI(UsdPhysics.RigidBodyAPI)
    for thing in scene.objects[1:]:
        prim = stage.GetPrimAtPath(f"/World/{thing.name}")
        assert prim.HasAPI(UsdPhysics.RigidBodyAPI)
        assert UsdPhysics.MassAPI(prim).GetMassAttr().Get() == pytest.approx(thing.body.mass)
    box = UsdPhysics.MassAPI(stage.GetPrimAtPath("/World/box"))
    axes = box.GetPrincipalAxesAttr().Get()
    turn = matrix_from_quat(np.array([axes.GetReal(), *axes.GetImaginary()]))
    tensor = turn @ np.diag(np.array(box.GetDiagonalInertiaAttr().Get())) @ turn.T
    x, y, z = 0.4, 0.2, 0.3
    ours = np.diag(0.5 / 12 * np.array([y * y + z * z, x * x + z * z, x * x + y * y]))
    assert np.allclose(tensor, frame.matrix @ ours @ frame.matrix.T, atol=1e-6)
    solid = stage.GetPrimAtPath("/World/box/collider_0")
    bound = UsdShade.MaterialBindingAPI(solid).ComputeBoundMaterial("physics")[0].GetPrim()
    assert UsdPhysics.MaterialAPI(bound).GetDynamicFrictionAttr().Get() == pytest.approx(0.7)


@BOTH
def test_colliders_fill_the_same_space(tmp_path, target, frame: Frame):
    scene = falling_scene()
    stage = opened(export(scene, tmp_path / "room", to=target))
    cache = UsdGeom.BBoxCache(Usd.TimeCode.Default(), [UsdGeom.Tokens.guide])
    sizes = {"box": (0.4, 0.2, 0.3), "ball": (0.3, 0.3, 0.3), "can": (0.2, 0.3, 0.2), "pill": (0.2, 0.4, 0.2)}
    for name, size in sizes.items():
        prim = stage.GetPrimAtPath(f"/World/{name}/collider_0")
        assert prim.HasAPI(UsdPhysics.CollisionAPI)
        found = cache.ComputeRelativeBound(prim, prim.GetParent()).ComputeAlignedRange()
        assert np.allclose(np.array(found.GetSize()), np.abs(frame.matrix) @ np.array(size), atol=1e-5)
    hull = UsdPhysics.MeshCollisionAPI(stage.GetPrimAtPath("/World/stone/collider_0"))
    assert hull.GetApproximationAttr().Get() == "convexHull"
    floor = UsdPhysics.MeshCollisionAPI(stage.GetPrimAtPath("/World/floor/collider_0"))
    assert floor.GetApproximationAttr().Get() == "none"


def joint_frames(stage: Any, path: str) -> tuple[np.ndarray, np.ndarray, Any]:
    """World matrices of a joint's two frames, rows first, and the joint."""
    joint = UsdPhysics.Joint.Get(stage, path)
    frames = []
    for bodies, position, turn in (
        (joint.GetBody0Rel(), joint.GetLocalPos0Attr(), joint.GetLocalRot0Attr()),
        (joint.GetBody1Rel(), joint.GetLocalPos1Attr(), joint.GetLocalRot1Attr()),
    ):
        local = np.eye(4)
        quat = turn.Get()
        local[:3, :3] = matrix_from_quat(np.array([quat.GetReal(), *quat.GetImaginary()])).T
        local[3, :3] = position.Get()
        above = np.eye(4)
        if bodies.GetTargets():
            prim = stage.GetPrimAtPath(bodies.GetTargets()[0])
            above = np.array(UsdGeom.Xformable(prim).ComputeLocalToWorldTransform(Usd.TimeCode.Default()))
        frames.append(local @ above)
    return frames[0], frames[1], joint


@BOTH
def test_a_door_hangs_where_it_did_and_stands_as_open_as_it_does(tmp_path, target, frame: Frame):
    scene = half_open()
    stage = opened(export(scene, tmp_path / "room", to=target))
    first, second, joint = joint_frames(stage, "/World/Joints/door")
    thing = scene["door"]
    assert thing.body.joint is not None
    edge = world_vertices(scene, "door", thing.body.joint.anchor[None])[0]
    axis = quat_rotate(thing.quat.astype(float), thing.body.joint.axis.astype(float))
    for found in (first, second):
        assert np.allclose(found[3, :3], points_to(frame, edge), atol=1e-5)
        assert np.allclose(found[0, :3], vectors_to(frame, axis), atol=1e-5)  # its own x, in the world
    across = np.cross(first[1, :3], second[1, :3]) @ first[0, :3], first[1, :3] @ second[1, :3]
    assert np.arctan2(*across) == pytest.approx(0.6, abs=1e-5)
    made = UsdPhysics.RevoluteJoint(joint)
    assert made.GetLowerLimitAttr().Get() == pytest.approx(0)
    assert made.GetUpperLimitAttr().Get() == pytest.approx(np.degrees(1.5))


@BOTH
def test_usd_finds_nothing_wrong(tmp_path, target, frame: Frame):
    folder = export(workshop_scene(), tmp_path / "room", to=target)
    stage = opened(folder)
    drawer = UsdPhysics.PrismaticJoint.Get(stage, "/World/Joints/drawer")
    assert [str(p) for p in drawer.GetBody0Rel().GetTargets()] == ["/World/door"]
    assert drawer.GetUpperLimitAttr().Get() == pytest.approx(0.4)
    every = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    errors = UsdValidation.ValidationContext(every).Validate(stage)
    assert not [(e.GetName(), e.GetMessage()) for e in errors]


def test_textures_lie_beside_and_cameras_look_the_same_way(tmp_path):
    scene = chirality_scene()
    cube = scene["cube"]
    assert cube.mesh is not None
    uvs = np.random.default_rng(0).uniform(size=(len(cube.mesh.vertices), 2))
    mesh = replace(cube.mesh, uvs=uvs, texture=np.full((4, 4, 3), 200, np.uint8))
    camera = Camera.looking_at((1.0, 2.0, 3.0), (0.0, 1.0, 0.0), vertical_fov=0.6, width=300, height=200)
    folder = export(
        Scene(objects=(replace(cube, mesh=mesh),), cameras=(camera,)), tmp_path / "room", to="isaac"
    )
    assert (folder / "textures" / "cube.png").read_bytes()[:4] == b"\x89PNG"
    stage = opened(folder)
    st = UsdGeom.PrimvarsAPI(stage.GetPrimAtPath("/World/cube/mesh")).GetPrimvar("st").Get()
    assert np.allclose(np.array(st), uvs * [1, -1] + [0, 1], atol=1e-6)
    path = stage.GetPrimAtPath("/World/Looks/cube/texture").GetAttribute("inputs:file").Get().resolvedPath
    assert Path(path).samefile(folder / "textures" / "cube.png")
    seen = UsdGeom.Camera.Get(stage, "/World/camera_0_view").GetCamera(Usd.TimeCode.Default()).frustum
    assert np.allclose(np.array(seen.GetPosition()), points_to(USD_Z_UP, np.array([1.0, 2, 3])), atol=1e-6)
    looked = vectors_to(USD_Z_UP, np.array([-1.0, -1, -3]) / np.sqrt(11))
    assert np.allclose(np.array(seen.ComputeViewDirection()), looked, atol=1e-6)
    assert seen.ComputeAspectRatio() == pytest.approx(1.5, abs=1e-4)
    assert 2 * np.arctan(seen.GetWindow().GetMax()[1]) == pytest.approx(0.6, abs=1e-4)
