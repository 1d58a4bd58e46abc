"""To nerfstudio and back, without nerfstudio: its data sets, its checkpoints, its PLY."""

import io
import json
import pickle
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import spatialwm
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.frames import BLENDER, PLY_RDF
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.io import load, splat_ply
from spatialwm.io.nerfstudio import read_transforms
from spatialwm.io.splat_values import logit, splats_to
from spatialwm.io.splatfacto import find_checkpoint
from spatialwm.lift.photos.capture import open_capture
from spatialwm.render import render
from spatialwm.scene import Camera, Scene, SceneObject, Splats, transform_splats
from spatialwm_exporters import export
from spatialwm_exporters.nerfstudio import views_of
from tests.chirality import F_MARKS, handedness_of_f, splats_on

TURN = np.array([0.5, 0.5, -0.1, 0.7]) / np.linalg.norm([0.5, 0.5, -0.1, 0.7])
SHIFT = np.array([0.3, -2.0, 1.5])
SCALE = 0.125


def ball(count: int = 400) -> Scene:
    """Opaque splats on a sphere of radius 0.3 m above the origin, seen by one camera."""
    rng = np.random.default_rng(3)
    ways = rng.normal(size=(count, 3))
    points = 0.3 * ways / np.linalg.norm(ways, axis=1, keepdims=True) + [0, 0.4, 0]
    splats = replace(splats_on(points, 1), scales=np.full((count, 3), 0.05), opacities=np.ones(count))
    camera = Camera.looking_at((0.0, 0.6, 1.5), (0.0, 0.4, 0.0), width=64, height=48)
    return Scene(objects=(SceneObject(name="ball", splats=splats),), cameras=(camera,))


def with_own_cameras(scene: Scene, count: int = 9) -> Scene:
    eyes = [(1.4 * np.sin(a), 0.7, 1.4 * np.cos(a)) for a in np.arange(count) * 0.7]
    cameras = tuple(
        Camera.looking_at(eye, (0.0, 0.4, 0.0), name=f"own {k}", width=50 + k, height=40)
        for k, eye in enumerate(eyes)
    )
    return replace(scene, cameras=cameras)


# ---- scenes to data sets ----


def test_own_cameras_come_back_from_the_data_set_to_the_last_bit(tmp_path):
    scene = with_own_cameras(ball())
    data = read_transforms(export(scene, tmp_path / "out", to="nerfstudio"))
    assert len(data.photos) == 9
    for photo, camera in zip(data.photos, scene.cameras, strict=True):
        assert np.array_equal(photo.world_from_camera, camera.world_from_camera)
        assert np.array_equal(photo.lens.K, camera.K)
        assert (photo.lens.width, photo.lens.height) == (camera.width, camera.height)


def test_pictures_and_depths_show_what_the_renderer_shows(tmp_path):
    scene = with_own_cameras(ball())
    capture = open_capture(export(scene, tmp_path / "out", to="nerfstudio"))
    seen = render(replace(scene, background=(0.0, 0.0, 0.0)), [scene.cameras[4]])
    picture, depths = capture.picture(4), capture.depth(4)
    assert picture.alphas is not None and depths is not None
    shown = picture.colors / 255 * (picture.alphas[..., None] / 255)
    assert np.abs(shown - seen.colors[0]).max() < 0.01
    solid = seen.alphas[0] > 0.5
    assert solid.any() and np.abs(depths - seen.depths[0])[solid].max() <= 0.0006
    assert (depths[~solid] == 0).all()


def test_points_to_start_from_lie_on_what_is_seen(tmp_path):
    data = read_transforms(export(with_own_cameras(ball()), tmp_path / "out", to="nerfstudio"))
    assert data.points is not None and len(data.points) > 1000
    distances = np.linalg.norm(data.points - [0, 0.4, 0], axis=1)
    assert 0.2 < np.median(distances) < 0.4


def test_a_scene_with_one_camera_is_seen_from_all_around():
    cameras = views_of(ball())
    assert len(cameras) == 60 and {(c.width, c.height) for c in cameras} == {(640, 480)}
    ways = np.array([c.world_from_camera[:3, 3] - [0, 0.4, 0] for c in cameras])
    turns = np.sort(np.arctan2(ways[:, 0], ways[:, 2]))
    assert np.diff(turns).max() < np.radians(30) and (ways[:, 1] > 0).all()


def test_no_view_is_taken_from_behind_a_wall():
    wall = splats_on(
        np.stack(np.meshgrid(np.linspace(-3, 3, 60), np.linspace(-1, 4, 50)), -1).reshape(-1, 2)
        @ np.array([[1.0, 0, 0], [0, 1, 0]])
        + [0, 0, -0.7],
        0,
    )
    wall = replace(wall, scales=np.full((len(wall), 3), 0.1), opacities=np.ones(len(wall)))
    scene = replace(ball(), objects=(*ball().objects, SceneObject(name="wall", splats=wall)))
    eyes = np.array([c.world_from_camera[:3, 3] for c in views_of(scene)])
    assert len(eyes) >= 20 and (eyes[:, 2] > -0.7).all()


def test_a_scene_in_which_nothing_is_seen_is_refused(tmp_path):
    away = Camera.looking_at((0.0, 0.0, 9.0), (0.0, 0.0, 20.0), width=32, height=32)
    scene = replace(ball(), cameras=tuple(replace(away, name=str(k)) for k in range(8)))
    with pytest.raises(InputError, match="nothing to train on"):
        export(scene, tmp_path / "out", to="nerfstudio")
    assert not (tmp_path / "out").exists()


# ---- splatfacto's checkpoints ----


def splats_in_data() -> Splats:
    return splats_on(F_MARKS.astype(float), 3)


def trained(splats: Splats, axes=BLENDER) -> dict[str, np.ndarray]:
    """What splatfacto would hold of our splats when its data parser turns, shifts and scales the world."""
    theirs = transform_splats(splats_to(axes, splats), SHIFT, TURN)
    return {
        "means": theirs.means * SCALE,
        "scales": np.log(theirs.scales * SCALE),
        "quats": theirs.quats * 3.0,
        "opacities": logit(theirs.opacities.astype(float))[:, None],
        "features_dc": theirs.sh[:, 0],
        "features_rest": theirs.sh[:, 1:],
    }


def save_run(folder, arrays, *, prefix="_model.gauss_params.", transform=None, applied=None, step=29999):
    """A run's folder as nerfstudio lays it out."""
    torch = pytest.importorskip("torch")
    matrix = (
        np.concatenate([matrix_from_quat(TURN), SHIFT[:, None]], axis=1) if transform is None else transform
    )
    state = {prefix + name: torch.from_numpy(np.array(a, np.float32)) for name, a in arrays.items()}
    models = folder / "nerfstudio_models"
    models.mkdir(parents=True)
    (folder / "dataparser_transforms.json").write_text(
        json.dumps({"transform": matrix.tolist(), "scale": SCALE}), encoding="utf-8"
    )
    moments = {"means": {"state": {0: {"exp_avg": torch.zeros(4)}}, "param_groups": []}}
    checkpoint = models / f"step-{step:09d}.ckpt"
    rates = {"means": {"last_epoch": step, "_last_lr": [np.float64(1.6e-6)]}}  # NumPy's, as in every real one
    run = {"step": step, "pipeline": state, "optimizers": moments, "schedulers": rates, "scalers": {}}
    torch.save(run, checkpoint)
    return checkpoint


def name_data(run, folder):
    """The part of ``config.yml`` that names the data set, and a line that would run something."""
    lines = "".join(f"  - {part}\n" for part in folder.parts)
    (run / "config.yml").write_text(
        "!!python/object:nerfstudio.engine.trainer.TrainerConfig\n"
        "evil: !!python/object/apply:os.system ['touch evil']\n"
        f"data: &id003 !!python/object/apply:pathlib.PosixPath\n{lines}method_name: splatfacto\n",
        encoding="utf-8",
    )


def splats_of(scene: Scene) -> Splats:
    splats = scene.objects[0].splats
    assert splats is not None
    return splats


def covariances(splats: Splats) -> np.ndarray:
    axes = matrix_from_quat(splats.quats.astype(float)) * splats.scales[:, None, :]
    return axes @ axes.transpose(0, 2, 1)


def same_splats(found: Splats, wanted: Splats) -> bool:
    return (
        np.allclose(found.means, wanted.means, atol=1e-5)
        and np.allclose(covariances(found), covariances(wanted), rtol=1e-4, atol=1e-7)
        and np.allclose(found.opacities, wanted.opacities, atol=1e-5)
        and np.allclose(found.sh, wanted.sh, atol=1e-4)
    )


@pytest.fixture
def data_set(tmp_path):
    return export(with_own_cameras(ball()), tmp_path / "data", to="nerfstudio")


def test_a_run_comes_back_in_the_world_of_its_data_set(tmp_path, data_set):
    wanted = splats_in_data()
    checkpoint = save_run(tmp_path / "run", trained(wanted))
    name_data(tmp_path / "run", data_set)
    for path in (checkpoint, checkpoint.parent, tmp_path / "run", tmp_path / "run" / "config.yml"):
        scene = spatialwm.create(path)
        assert same_splats(splats_of(scene), wanted)
        assert [c.name for c in scene.cameras] == ["images/00000.png", "images/00004.png"]
        assert scene.provenance.method == "imported:splatfacto" and not scene.provenance.notes
    assert handedness_of_f(splats_of(scene).means) == 1


def test_the_transform_that_made_the_data_set_is_undone_too(tmp_path, data_set):
    applied = np.array([[0.0, 1, 0, 0.5], [0, 0, 1, 0], [1, 0, 0, 0]])  # as Metashape's, and a shift
    table = json.loads((data_set / "transforms.json").read_text())
    (data_set / "transforms.json").write_text(json.dumps({**table, "applied_transform": applied.tolist()}))
    trained_from_saved = np.concatenate([matrix_from_quat(TURN), SHIFT[:, None]], axis=1)
    whole = trained_from_saved @ np.concatenate([applied, [[0, 0, 0, 1]]])
    wanted = splats_in_data()
    save_run(tmp_path / "run", trained(wanted), transform=whole)
    name_data(tmp_path / "run", data_set)
    assert same_splats(splats_of(load(tmp_path / "run")), wanted)


@pytest.mark.parametrize("axes", [BLENDER, PLY_RDF], ids=["z up", "y down"])
def test_without_its_data_set_a_run_still_stands_upright(tmp_path, axes):
    wanted = splats_in_data()
    theirs = splats_to(axes, wanted)
    upright = BLENDER.matrix @ axes.matrix.T  # nerfstudio's parser turns the cameras' up to +z
    arrays = trained(wanted, axes)
    arrays["means"] = SCALE * (theirs.means @ upright.T + SHIFT)
    save_run(tmp_path / "run", arrays, transform=np.concatenate([upright, SHIFT[:, None]], axis=1))
    scene = load(tmp_path / "run")
    assert np.allclose(splats_of(scene).means, wanted.means, atol=1e-5)
    assert "which way is up" in scene.provenance.notes[0]


def test_a_lone_checkpoint_says_that_its_scale_is_unknown(tmp_path):
    checkpoint = save_run(tmp_path / "run", trained(splats_in_data()))
    lone = checkpoint.rename(tmp_path / "lone.ckpt")
    assert "dataparser_transforms.json" in load(lone).provenance.notes[0]


def test_older_and_parallel_checkpoints_and_colours_without_harmonics_are_read(tmp_path):
    arrays = trained(splats_in_data())
    for k, prefix in enumerate(("_model.", "_model.module.gauss_params.")):
        save_run(tmp_path / f"run{k}", arrays, prefix=prefix)
        assert load(tmp_path / f"run{k}").splat_count == len(F_MARKS)
    plain = {
        **arrays,
        "features_rest": np.zeros((len(F_MARKS), 0, 3)),
        "features_dc": np.zeros((len(F_MARKS), 3)),
    }
    save_run(tmp_path / "plain", plain)
    splats = splats_of(load(tmp_path / "plain"))
    assert splats.sh_degree == 0 and np.allclose(splats.sh, 0, atol=1e-6)  # sigmoid(0) is middle grey


def test_the_last_step_is_taken_by_number(tmp_path):
    for step in (2000, 10000, 300):
        save_run(tmp_path / str(step), trained(splats_in_data()), step=step)
    models = tmp_path / "all"
    models.mkdir()
    for step in (2000, 10000, 300):
        name = f"step-{step}.ckpt"
        next((tmp_path / str(step)).rglob("*.ckpt")).rename(models / name)
    assert find_checkpoint(models) == models / "step-10000.ckpt"
    assert find_checkpoint(tmp_path / "2000" / "nowhere") is None


def test_a_config_that_would_run_something_is_not_run(tmp_path, data_set, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save_run(tmp_path / "run", trained(splats_in_data()))
    name_data(tmp_path / "run", data_set)
    load(tmp_path / "run" / "config.yml")
    assert not (tmp_path / "evil").exists()


class Touch:
    """Writes a file when it is unpickled."""

    def __reduce__(self):
        return eval, ("open('evil', 'w')",)


def zipped(pickled: bytes, compression=zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/version", "3\n")
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        pickle.dumps(Touch()),
        zipped(pickle.dumps(Touch())),
        zipped(pickle.dumps({"pipeline": "no"}, protocol=2)),
        zipped(pickle.dumps([1, 2], protocol=2)),
        zipped(b"\0" * (1 << 20), zipfile.ZIP_DEFLATED),
    ],
    ids=["empty", "text", "pickle", "zipped pickle", "other table", "list", "bomb"],
)
def test_a_hostile_checkpoint_is_refused_in_one_sentence(tmp_path, monkeypatch, content):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "step-000000001.ckpt").write_bytes(content)
    with pytest.raises(FormatError, match="step-000000001"):
        load(tmp_path / "step-000000001.ckpt")
    assert not (tmp_path / "evil").exists()


def test_arrays_that_cannot_be_splats_are_refused(tmp_path):
    torch = pytest.importorskip("torch")
    good = trained(splats_in_data())
    bad = [
        ({k: v for k, v in good.items() if k != "means"}, "gauss_params"),
        ({k: v for k, v in good.items() if k != "quats"}, "'quats' is missing"),
        ({**good, "quats": good["quats"][:, :3]}, "'quats' is"),
        ({**good, "features_rest": good["features_rest"][:, :5]}, "degree 0 to 3"),
        ({**good, "scales": good["scales"][:2]}, "different lengths"),
        ({**good, "means": np.full_like(good["means"], np.nan)}, "finite"),
    ]
    for k, (arrays, message) in enumerate(bad):
        save_run(tmp_path / str(k), arrays)
        with pytest.raises(FormatError, match=message):
            load(tmp_path / str(k))
    huge = torch.zeros(1, 3).expand(1 << 40, 3)  # terabytes by its shape, 12 bytes in the file
    checkpoint = tmp_path / "huge.ckpt"
    torch.save({"pipeline": {"_model.gauss_params.means": huge}}, checkpoint)
    with pytest.raises(FormatError, match="more numbers than the file holds"):
        load(checkpoint)


def test_a_run_whose_world_is_no_rotation_is_refused(tmp_path):
    save_run(tmp_path / "run", trained(splats_in_data()), transform=np.diag([1.0, -1, 1, 1])[:3])
    with pytest.raises(FormatError, match="not a rotation"):
        load(tmp_path / "run")


def test_a_folder_without_a_checkpoint_and_a_missing_one_are_told_apart_from_runs(tmp_path):
    assert find_checkpoint(tmp_path) is None
    with pytest.raises(MissingFileError, match="nerfstudio"):
        load(tmp_path / "nerfstudio.ckpt")


# ---- ns-export's PLY ----


def test_a_ply_of_ns_export_stands_on_its_feet():
    wanted = splats_in_data()
    ours = splat_ply.encode(splats_from_z_up_bytes(wanted))
    theirs = ours.replace(
        b"1.0\n", b"1.0\ncomment Generated by Nerstudio 1.1.5\ncomment Vertical Axis: z\n", 1
    )
    assert same_splats(splat_ply.decode(theirs), wanted)
    assert handedness_of_f(splat_ply.decode(theirs).means) == 1


def splats_from_z_up_bytes(wanted: Splats) -> Splats:
    """What our writer, which turns y down, has to be given for the numbers of a z-up file."""
    z_up = splats_to(BLENDER, wanted)
    return transform_splats(
        z_up, np.zeros(3), np.array([0.0, 1, 0, 0])
    )  # half a turn about x undoes its turn
