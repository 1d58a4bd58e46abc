"""The plug-in inside the real nerfstudio: it trains, is evaluated and exported, on a CPU.

``scripts/test-nerfstudio`` runs this in a venv of its own.
"""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from nerfstudio.configs.dataparser_configs import all_dataparsers
from nerfstudio.configs.method_configs import all_methods
from nerfstudio.utils.eval_utils import eval_setup
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

import spatialwm
from spatialwm.errors import InputError
from spatialwm.frames import BLENDER, points_to
from spatialwm.io.images import write_png
from spatialwm.io.nerfstudio import read_transforms
from spatialwm.render import rasterize, render
from spatialwm.render.pictures import resized
from spatialwm.scene import Camera, world_splats
from spatialwm_exporters.nerfstudio import views_of
from spatialwm_nerfstudio.data import SpatialwmDataParserConfig
from spatialwm_nerfstudio.model import SpatialwmSplatModel, SpatialwmSplatModelConfig

BIN = Path(sys.executable).parent
STEPS = 50


def command(name, *arguments, folder):
    """Run a console script as a user would; its output is shown when it fails."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "COLUMNS": "120"}
    result = subprocess.run(
        [BIN / name, *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("nerfstudio")
    spatialwm.save(
        spatialwm.create("a red mug on a wooden table next to a chair", seed=1), place / "room.glb"
    )
    return place


@pytest.fixture(scope="module")
def run(folder):
    """A run of ``ns-train`` on the scene file itself."""
    command(
        "ns-train",
        "spatialwm-splat",
        *("--data", "room.glb", "--max-num-iterations", STEPS),
        *("--experiment-name", "room", "--timestamp", "now", "--logging.steps-per-log", 1),
        folder=folder,
    )
    return folder / "outputs" / "room" / "spatialwm-splat" / "now"


@pytest.fixture(scope="module")
def exported(run, folder):
    print(
        command(
            "spatialwm-ns-export", "--load-config", run / "config.yml", "-o", "trained.glb", folder=folder
        )
    )
    return spatialwm.load(folder / "trained.glb")


def curve(run, name):
    events = EventAccumulator(str(run))
    events.Reload()
    return [event.value for event in events.Scalars(name)]


def pictures_at(data, k):
    photo = data.photos[k]
    camera = Camera(
        world_from_camera=photo.world_from_camera,
        K=photo.lens.K,
        width=photo.lens.width,
        height=photo.lens.height,
    )
    return camera, photo


def test_nerfstudio_finds_the_method_and_the_data_parser():
    assert isinstance(all_methods["spatialwm-splat"].pipeline.model, SpatialwmSplatModelConfig)
    assert isinstance(all_dataparsers["spatialwm-data"], SpatialwmDataParserConfig)
    assert not torch.cuda.is_available()


def test_fifty_steps_on_a_cpu_learn_the_room(run):
    loss = curve(run, "Train Loss")
    quality = curve(run, "Train Metrics Dict/psnr")
    first, last = np.mean(loss[:5]), np.mean(loss[-5:])
    print(
        f"\nloss {first:.4f} -> {last:.4f}, psnr {np.mean(quality[:5]):.1f} -> {np.mean(quality[-5:]):.1f} dB"
    )
    assert len(loss) == STEPS and last < 0.5 * first


def test_splats_are_duplicated_split_and_pruned(folder):
    """On small pictures of few cameras, with a strategy that begins early."""
    room = spatialwm.load(folder / "room.glb")
    cameras = tuple(resized(camera, (120, 90)) for camera in views_of(room)[:9])
    spatialwm.save(replace(room, cameras=cameras), folder / "small.glb")
    command(
        "ns-train",
        "spatialwm-splat",
        *("--data", "small.glb", "--max-num-iterations", 61, "--logging.steps-per-log", 1),
        *("--pipeline.model.warmup-length", 10, "--pipeline.model.refine-every", 10),
        *("--pipeline.model.num-downscales", 0, "--experiment-name", "small", "--timestamp", "now"),
        folder=folder,
    )
    counts = curve(
        folder / "outputs" / "small" / "spatialwm-splat" / "now", "Train Metrics Dict/gaussian_count"
    )
    changes = np.diff(counts)
    print(f"\nsplats {counts[0]:.0f} -> {counts[-1]:.0f}, at steps {np.flatnonzero(changes).tolist()}")
    assert (changes > 0).any() and counts[-1] != counts[0]


def test_the_export_stands_where_the_scene_stood(exported, folder):
    room = spatialwm.load(folder / "room.glb")
    camera, _ = pictures_at(read_transforms(folder / "room.glb.nerfstudio"), 3)
    wanted, found = (render(scene, [camera]).colors[0].astype(float) for scene in (room, exported))
    pair = np.concatenate([wanted, found], axis=1)
    write_png((pair * 255).astype(np.uint8), folder / "export.png")
    quality = -10 * np.log10(np.mean((wanted - found) ** 2))
    moved = np.median(world_splats(exported)[0].means, axis=0) - np.median(
        world_splats(room)[0].means, axis=0
    )
    print(f"\nexport against the scene: {quality:.1f} dB, picture {folder / 'export.png'}")
    assert quality > 18 and np.abs(moved).max() < 0.5


def test_nerfstudio_draws_the_run_as_we_draw_its_export(run, exported, folder, monkeypatch):
    monkeypatch.chdir(folder)
    _, pipeline, _, step = eval_setup(run / "config.yml", test_mode="inference")
    assert step == STEPS - 1 and isinstance(pipeline.model, SpatialwmSplatModel)
    outputs = pipeline.datamanager.train_dataparser_outputs
    k = 7
    drawn = pipeline.model.get_outputs_for_camera(outputs.cameras[k : k + 1])
    data = read_transforms(folder / "room.glb.nerfstudio")
    names = [f"images/{path.name}" for path in outputs.image_filenames]
    camera, _ = pictures_at(data, [p.name for p in data.photos].index(names[k]))
    ours = rasterize(world_splats(exported)[0], [camera], background=exported.background)
    difference = np.abs(drawn["rgb"].detach().numpy() - ours.colors[0])
    solid = ours.alphas[0] > 0.5
    depths = drawn["depth"].detach().numpy()[..., 0] / outputs.dataparser_scale
    print(f"\nnerfstudio's picture against ours: largest difference {difference.max():.4f}")
    assert difference.max() < 0.02 and np.median(np.abs(depths - ours.depths[0])[solid]) < 0.01


def test_the_held_out_photos_are_measured_without_a_download(run, folder, monkeypatch):
    monkeypatch.chdir(folder)
    _, pipeline, _, _ = eval_setup(run / "config.yml", test_mode="test")
    metrics, images = pipeline.get_eval_image_metrics_and_images(STEPS)
    print(f"\nheld out: {metrics}")
    assert metrics["psnr"] > 18 and images["img"].shape == (480, 1280, 3)


def test_ns_exports_ply_and_the_checkpoint_are_the_same_splats(run, exported, folder):
    command(
        "ns-export",
        "gaussian-splat",
        "--load-config",
        run / "config.yml",
        "--output-dir",
        "ply",
        folder=folder,
    )
    ply = world_splats(spatialwm.load(folder / "ply" / "splat.ply"))[0]
    parser = SpatialwmDataParserConfig(data=folder / "room.glb").setup()
    outputs = parser.get_dataparser_outputs("train")
    turn, scale = outputs.dataparser_transform.numpy(), outputs.dataparser_scale
    world = world_splats(exported)[0]
    world_means = world.means[world.opacities >= 1 / 255]  # ns-export leaves the others out
    theirs = scale * (points_to(BLENDER, world_means.astype(float)) @ turn[:, :3].T + turn[:, 3])
    assert len(ply) == len(theirs)
    assert np.allclose(points_to(BLENDER, ply.means), theirs, atol=1e-5)


def test_cameras_of_an_exported_folder_reach_nerfstudio_unchanged(run, folder):
    place = folder / "room.glb.nerfstudio"
    parser = SpatialwmDataParserConfig(data=place).setup()
    outputs = parser.get_dataparser_outputs("train")
    poses = outputs.transform_poses_to_original_space(outputs.cameras.camera_to_worlds, "opencv").numpy()
    data = read_transforms(place)
    wanted = {photo.path.name: photo for photo in data.photos}
    for k, path in enumerate(outputs.image_filenames):
        photo = wanted[path.name]
        rows = points_to(BLENDER, np.ascontiguousarray(photo.world_from_camera[:3].T)).T
        assert np.allclose(poses[k], rows, atol=1e-5)
        assert np.isclose(outputs.cameras.fx[k].item(), photo.lens.K[0, 0])
        assert np.isclose(outputs.cameras.cy[k].item(), photo.lens.K[1, 2])
    assert len(outputs.metadata["points3D_xyz"]) == len(data.points)


def test_a_second_look_takes_the_data_set_that_is_there(run, folder):
    made = folder / "room.glb.nerfstudio" / "transforms.json"
    before = made.stat().st_mtime_ns
    SpatialwmDataParserConfig(data=folder / "room.glb").setup().get_dataparser_outputs("train")
    assert made.stat().st_mtime_ns == before


def test_what_the_rasteriser_cannot_do_is_refused_by_name():
    config = SpatialwmSplatModelConfig(use_bilateral_grid=True)
    with pytest.raises(InputError, match="use-bilateral-grid"):
        config.setup(scene_box=None, num_train_data=3, seed_points=(torch.rand(9, 3), torch.rand(9, 3)))
