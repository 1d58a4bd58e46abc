"""OpenUSD: a folder with ``scene.usdc``: meshes, splats, UsdPhysics, and the rollout as time samples.

``usd`` is y up with the rollout in the scene; ``isaac`` is z up and keeps the scene itself free of time
samples, so that nothing but physics moves it, with the rollout in ``rollout.usdc``, which has the scene as
its sublayer. All is in metres and kilograms. Every animated transform also has its default value, where
physics readers look. Splats are ``ParticleField3DGaussianSplat`` (OpenUSD 26.03), bodies stand side by side
under ``/World``.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.frames import USD_Y_UP, USD_Z_UP, Frame, points_to, quats_to
from spatialwm.scene import Camera, Rollout, Scene
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.mesh_files import texture_bytes
from spatialwm_exporters.simulator import Simulated, simulated
from spatialwm_exporters.usd_library import Modules, floats, load_usd, place, quat
from spatialwm_exporters.usd_physics import add_joint, add_scene, add_solids, make_rigid
from spatialwm_exporters.usd_shapes import add_mesh, add_splats

__all__ = ["folder_files", "write", "write_isaac"]

_RATE = 60.0
"""Time codes per second; times of a rollout need not fall on whole ones."""
_APERTURE = 24.0
"""Height of the film of cameras; only its ratio to the focal length matters."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``: y up, the rollout inside.

    Raises:
        InputError: The engine cannot simulate the scene, or the place cannot be written.
        MissingExtraError: usd-core is not installed.
    """
    return write_folder(path, folder_files(scene, USD_Y_UP, apart=False), target="usd", scene=scene)


def write_isaac(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``: z up, the rollout in a layer of its own. Raises what ``write`` does."""
    return write_folder(path, folder_files(scene, USD_Z_UP, apart=True), target="isaac", scene=scene)


def folder_files(scene: Scene, frame: Frame, *, apart: bool) -> dict[str, bytes]:
    """All files of the folder by their path in it.

    Args:
        scene: What to write.
        frame: y up or z up.
        apart: The rollout goes into a layer of its own.
    """
    usd = load_usd()
    ready = simulated(scene)
    meshes = {r.part.id: r.part.shown.mesh for r in ready.rigids if r.part.shown.mesh is not None}
    pictures = {f"textures/{label}.png": texture_bytes(mesh) for label, mesh in meshes.items()}
    files = {name: data for name, data in pictures.items() if data is not None}
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "scene.usdc"
        stage = _stage(usd, main, frame)
        _add_world(usd, stage, ready, frame)
        rollout = ready.scene.rollout
        if rollout is not None and not apart:
            _add_tracks(usd, stage, ready, rollout, frame)
        stage.GetRootLayer().Save()
        files["scene.usdc"] = main.read_bytes()
        if rollout is not None and apart:
            over = _stage(usd, Path(folder) / "rollout.usdc", frame)
            over.GetRootLayer().subLayerPaths.append("./scene.usdc")
            _add_tracks(usd, over, ready, rollout, frame)
            over.GetRootLayer().Save()
            files["rollout.usdc"] = (Path(folder) / "rollout.usdc").read_bytes()
    return files


def _stage(usd: Modules, path: Path, frame: Frame) -> Any:  # noqa: ANN401
    stage = usd.Usd.Stage.CreateNew(str(path))
    upward = int(np.argmax(points_to(frame, np.array([0.0, 1, 0]))))
    usd.UsdGeom.SetStageUpAxis(stage, "XYZ"[upward])
    usd.UsdGeom.SetStageMetersPerUnit(stage, frame.metres_per_unit)
    usd.UsdPhysics.SetStageKilogramsPerUnit(stage, 1.0)
    stage.SetTimeCodesPerSecond(_RATE)
    stage.SetFramesPerSecond(_RATE)
    stage.SetDefaultPrim(stage.OverridePrim("/World"))
    return stage


def _add_world(usd: Modules, stage: Any, ready: Simulated, frame: Frame) -> None:  # noqa: ANN401
    usd.UsdGeom.Xform.Define(stage, "/World")
    origin = ready.scene.provenance
    stage.GetRootLayer().customLayerData = {
        "spatialwm": {"method": origin.method, "source": origin.source, "license": origin.license}
    }
    add_scene(usd, stage, ready.scene.gravity.astype(float), frame)
    usd.UsdGeom.Scope.Define(stage, "/World/Looks")
    usd.UsdGeom.Scope.Define(stage, "/World/Joints")
    paths = {rigid.part.id: path_of(rigid.part.id) for rigid in ready.rigids}
    for rigid in ready.rigids:
        label, path = rigid.part.id, paths[rigid.part.id]
        prim = usd.UsdGeom.Xform.Define(stage, path).GetPrim()
        prim.SetCustomDataByKey("name", rigid.part.thing.name)
        prim.SetCustomDataByKey("category", rigid.part.thing.category)
        place(usd, prim, frame, *rigid.world)
        shown, splats = rigid.part.shown, rigid.part.thing.splats
        if shown.mesh is not None and shown.source != "colliders":
            look = f"/World/Looks/{label}"
            stand_in = shown.source == "splat-hull"  # the splats themselves are there to be seen
            add_mesh(usd, stage, f"{path}/mesh", shown.mesh, frame, look=look, stand_in=stand_in)
        if splats is not None and len(splats):
            add_splats(usd, stage, f"{path}/splats", splats, frame)
        make_rigid(usd, prim, rigid, frame)
        add_solids(usd, stage, path, rigid.part, frame)
    for rigid in ready.rigids:
        if rigid.joint is not None:
            add_joint(usd, stage, rigid, {r.part.id: r for r in ready.rigids}, paths, frame)
    for k, camera in enumerate(ready.scene.cameras):
        _add_camera(usd, stage, f"/World/camera_{k}_view", camera, frame)


def path_of(label: str) -> str:
    """Of an object's prim; apart from what else stands under the world."""
    taken = {"looks", "joints", "physicsscene"}
    return f"/World/{label}_" if label.lower() in taken else f"/World/{label}"


def _add_tracks(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    ready: Simulated,
    rollout: Rollout,
    frame: Frame,
) -> None:
    """The rollout as time samples, beside the default values, which are where things are now."""
    stage.SetStartTimeCode(0.0)
    stage.SetEndTimeCode(float(rollout.times[-1]) * _RATE)
    by_name = {rigid.part.thing.name: rigid for rigid in ready.rigids}
    codes = (rollout.times.astype(float) * _RATE).tolist()
    for k, name in enumerate(rollout.names):
        rigid = by_name[name]
        prim = stage.OverridePrim(path_of(rigid.part.id))
        where = points_to(frame, rollout.positions[:, k].astype(float))
        turned = quats_to(frame, same_half_sphere(rollout.quats[:, k].astype(float)))
        translate, orient = place(usd, prim, frame, *rigid.world)
        for code, position, turn in zip(codes, where, turned, strict=True):
            translate.Set(usd.Gf.Vec3d(*position.tolist()), code)
            orient.Set(quat(usd, turn), code)


def same_half_sphere(quats: np.ndarray) -> np.ndarray:
    """Signs flipped so that neighbouring keys are near: readers interpolate along the shorter way or not."""
    away = np.sum(quats[1:] * quats[:-1], axis=-1) < 0
    return quats * np.cumprod(np.concatenate([[1], np.where(away, -1, 1)]))[:, None]


def _add_camera(usd: Modules, stage: Any, path: str, camera: Camera, frame: Frame) -> None:  # noqa: ANN401
    """USD's cameras look along -z with y up, whichever axis of the stage is up."""
    made = usd.UsdGeom.Camera.Define(stage, path)
    pose = np.eye(4)
    pose[:3, :3] = frame.matrix @ camera.world_from_camera[:3, :3] @ np.diag([1.0, -1, -1])
    pose[:3, 3] = points_to(frame, camera.world_from_camera[:3, 3])
    made.AddTransformOp().Set(usd.Gf.Matrix4d(*pose.T.ravel().tolist()))
    pixel = _APERTURE / camera.height
    made.CreateFocalLengthAttr(float(camera.K[1, 1]) * pixel)
    made.CreateVerticalApertureAttr(_APERTURE)
    made.CreateHorizontalApertureAttr(camera.width * pixel * float(camera.K[1, 1] / camera.K[0, 0]))
    made.CreateClippingRangeAttr(usd.Gf.Vec2f(*floats([0.05, 1000.0])))
    made.GetPrim().SetCustomDataByKey("name", camera.name)
